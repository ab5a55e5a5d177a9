"""What proves, later and elsewhere, that a pack was the one to use on a day: its archive and the metadata of that day.

The proof is historical: it holds although the pack was withdrawn since, or its metadata has expired; so it says nothing
about today. Whose root key it goes back to is for whoever checks it to know.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.packs.library import Pack, unpacked
from jsrules.packs.lock import Locked
from jsrules.packs.publication_log import LOG, publications_of
from jsrules.packs.repository.editing import packs_in
from jsrules.packs.repository.public_log import head_of, log_of
from jsrules.packs.repository.roles import (
    ROOT,
    SNAPSHOT,
    TARGETS,
    TIMESTAMP,
    delegation_of,
    identity_of,
    may_publish,
    role_words,
    root_fingerprint,
    signed_date,
)
from jsrules.packs.store import kept_archive, read_trust

SCHEMA = "jsrules/evidence/1"
LARGEST = 64 * 1024 * 1024


class Proven(Record):
    """A pack that was vouched for: by whom, from which day on and until when that was so."""

    pack: Pack
    title: str
    repository: str
    role: str
    root: str
    signed: str
    until: str


def proof_of(entry: Locked) -> dict[str, Any]:
    """What proves a locked pack, as it stands in a file. Raises `InputError` when what is known here does not prove it
    (any more): E332, E325.
    """
    data = kept_archive(entry.identifier, entry.sha256)
    trust = read_trust(entry.repository)
    files = dict(trust.files) if trust is not None else {}
    proof = {"entry": entry.as_object(), "archive": base64.b64encode(data).decode(), "files": files}
    proven(proof, "jsrules.lock")
    return proof


def proven(proof: Mapping[str, Any], path: str) -> Proven:
    """The pack that a proof is of. Raises `InputError` (E325) when it proves nothing: altered, or of something else."""
    try:
        return _proven(proof, path)
    except (RepositoryError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise fail(
            "E325",
            say("这份证据证明不了什么：{reason}", "this evidence proves nothing: {reason}", reason=str(error)[:200]),
            path=path,
            remedy=say(
                "被改过，或规则包那时已经不在目录里；当时存的那一份才有用",
                "it was altered, or the pack was in no catalogue by then; only what was kept at the time helps",
            ),
        ) from None


def _proven(proof: Mapping[str, Any], path: str) -> Proven:
    entry, files = proof["entry"], proof["files"]
    data = base64.b64decode(proof["archive"], validate=True)
    root = Metadata[Root].from_bytes(files[f"{ROOT}.json"].encode())
    root.signed.verify_delegate(ROOT, root.signed_bytes, root.signatures)
    timestamp = Metadata[Timestamp].from_bytes(files[f"{TIMESTAMP}.json"].encode())
    root.signed.verify_delegate(TIMESTAMP, timestamp.signed_bytes, timestamp.signatures)
    text = files[f"{SNAPSHOT}.json"].encode()
    timestamp.signed.snapshot_meta.verify_length_and_hashes(text)
    snapshot = Metadata[Snapshot].from_bytes(text)
    root.signed.verify_delegate(SNAPSHOT, snapshot.signed_bytes, snapshot.signatures)
    _same_version(timestamp.signed.snapshot_meta.version, snapshot.signed.version)
    main = _catalogue(files, TARGETS, snapshot.signed, root.signed)
    role = str(entry["signer"]).partition(" ")[0]
    catalogue = main if role == TARGETS else _catalogue(files, role, snapshot.signed, main)
    key = (str(entry["id"]), str(entry["version"]))
    if role != TARGETS and not may_publish(delegation_of(main, role), key[0]):
        raise ValueError(say("超出授权", "beyond what was delegated"))
    target = packs_in(catalogue).get(key)
    if target is None:
        raise ValueError(say("目录里没有 {name} {version}", "no {name} {version} in it", name=key[0], version=key[1]))
    target.verify_length_and_hashes(data)
    pack = unpacked(path, data)
    if (pack.manifest.identifier, pack.manifest.version) != key or pack.sha256 != entry["sha256"]:
        raise ValueError(say("规则包不是那一个", "the pack is another one"))
    _check_logged((role, *key, str(entry["sha256"])), files, snapshot.signed)
    ends = [each.expires for each in (root.signed, timestamp.signed, snapshot.signed, main, catalogue)]
    identity = identity_of(root.signed)
    if identity.repository != entry["repository"]:
        raise ValueError(say("规则库不是那一个", "the repository is another one"))
    return Proven(
        pack,
        identity.title,
        identity.repository,
        role,
        root_fingerprint(root),
        signed_date(timestamp.signed),
        _day(min(ends)),
    )


def _check_logged(publication: tuple[str, str, str, str], files: Mapping[str, str], snapshot: Snapshot) -> None:
    """Raises `ValueError` unless a pack (owner, id, version, hash) is in the log of publications, where its repository
    had one.
    """
    head = head_of(snapshot)
    if head is None:
        return
    log = log_of(publications_of(files[LOG]))
    if (log.size, log.root) != head or log.proof(*publication) is None:
        raise ValueError(say("不在发布记录里", "it is not in the log of publications"))


def _catalogue(files: Mapping[str, str], role: str, snapshot: Snapshot, delegator: Root | Targets) -> Targets:
    text = files[f"{role}.json"].encode()
    meta = snapshot.meta[f"{role}.json"]
    meta.verify_length_and_hashes(text)
    document = Metadata[Targets].from_bytes(text)
    delegator.verify_delegate(role, document.signed_bytes, document.signatures)
    _same_version(meta.version, document.signed.version)
    return document.signed


def _same_version(signed: int, found: int) -> None:
    if signed != found:
        raise ValueError(say("各部分不是同一次发布的", "its parts are of different publications"))


def _day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d")


def require_known(proven_pack: Proven, path: str, root: bytes, fingerprint: str) -> None:
    """Raises `InputError` (E328) unless whoever checks knows the root that a proof goes back to: from a root file, by
    its fingerprint, or because this machine trusts it.
    """
    from jsrules.base.fingerprint import grouped, same_fingerprint

    known = [fingerprint_of_file(root, path)] if root else []
    trust = read_trust(proven_pack.repository)
    if trust is not None:
        known += [root_fingerprint(Metadata[Root].from_bytes(trust.files[f"{ROOT}.json"].encode())), trust.anchor]
    if proven_pack.root in known or (fingerprint and same_fingerprint(fingerprint, proven_pack.root)):
        return
    raise fail(
        "E328",
        say(
            "证据出自“{title}”的规则库，它的{what}在这里没有人认识",
            "the evidence is of the repository of “{title}”, whose {what} nobody knows here",
            title=proven_pack.title,
            what=role_words(ROOT),
        ),
        path=path,
        notes=(say("根的指纹：{print}", "fingerprint of the root: {print}", print=grouped(proven_pack.root)),),
        remedy=say(
            "用 --root 给出发布单位那时的根文件；或与发布单位核对指纹，一致再加 --fingerprint '…'",
            "give the publisher's root file of that time with --root; or compare the fingerprint with the publisher, "
            "and add --fingerprint '…'",
        ),
    )


def fingerprint_of_file(root: bytes, path: str) -> str:
    """The fingerprint of a root file. Raises `InputError` (E325) when it is none."""
    try:
        return root_fingerprint(Metadata[Root].from_bytes(root))
    except RepositoryError:
        raise fail(
            "E325",
            say("--root 不是根文件", "--root is no root file"),
            path=path,
            remedy=say("向发布单位要", "ask the publisher for it"),
        ) from None
