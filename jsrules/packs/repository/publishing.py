"""Publishing what is staged and signed, by one switch; and copying a repository to a stick by the same switch.

New metadata and packs go beside the old under names of their own, where no client looks for them yet. Then the new
state is played through the client, in memory. Only then ``timestamp.json`` is replaced.
"""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

from securesystemslib.signer import Signer
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.base.writing import clear_parts, unwritable, write_once, write_whole
from jsrules.packs.archive_names import name_fault
from jsrules.packs.repository import witnessing
from jsrules.packs.repository.busy import alone_in
from jsrules.packs.repository.editing import packs_in, read_target, roles_of
from jsrules.packs.repository.public_log import PublicLog, check_grown, extended, name_of, published_log
from jsrules.packs.repository.roles import DAYS, ROOT, SNAPSHOT, TARGETS, TIMESTAMP, renew, role_words, set_own
from jsrules.packs.repository.session import Catalogue, Session
from jsrules.packs.repository.source import SourceFetcher
from jsrules.packs.repository.workspace import Workspace


class Published(Record):
    """What a publication did: the roles that are new, and until when the timestamp holds."""

    roles: tuple[str, ...]
    version: int
    expires: datetime


def publish(workspace: Workspace, signers: list[Signer], now: datetime, days: int = 0) -> Published:
    """Publish everything staged, and prove anew that it is current. ``days`` says for how long; 0 is the default term.

    Raises `InputError` when signatures are missing (E322), or a client would refuse the outcome. Nothing is changed
    then.
    """
    staged = workspace.staged_roles()
    workspace.require_signed(staged)
    root = workspace.root()
    files: dict[str, bytes] = {}
    meta: dict[str, MetaFile] = {}
    old = workspace.snapshot()
    listed: list[tuple[str, str, str, str]] = []
    for role in roles_of(workspace):
        document = workspace.targets(role)
        if document is None:
            raise workspace.trouble(say("缺{what}", "the {what} is missing", what=role_words(role)))
        data = document.to_bytes() if role in staged else _published_bytes(workspace, role, document)
        files[f"metadata/{document.signed.version}.{role}.json"] = data
        meta[f"{role}.json"] = MetaFile.from_data(document.signed.version, data, ["sha256"])
        for target in document.signed.targets.values():
            check_target_name(workspace.folder, target.path)
        for (identifier, pack_version), target in packs_in(document.signed).items():
            read_target(workspace, target)
            listed.append((role, identifier, pack_version, target.hashes.get("sha256", "")))
    log = extended(workspace, listed, now)
    files[name_of(log.root)] = log.text.encode()
    if old is not None:  # a client refuses a snapshot from which something has vanished
        meta = {**{name: each for name, each in old.signed.meta.items() if name not in meta}, **meta}
    last = workspace.timestamp()
    snapshot = Metadata(Snapshot(version=old.signed.version + 1 if old is not None else 1, meta=meta))
    set_own(snapshot.signed, log={"size": log.size, "root": log.root})
    renew(snapshot.signed, now, days or DAYS[SNAPSHOT])
    _sign(workspace, SNAPSHOT, snapshot, signers, root.signed)
    data = snapshot.to_bytes()
    version = snapshot.signed.version
    files[f"metadata/{version}.snapshot.json"] = data
    timestamp = Metadata(Timestamp(version=last.signed.version + 1 if last is not None else 1))
    timestamp.signed.snapshot_meta = MetaFile.from_data(version, data, ["sha256"])
    renew(timestamp.signed, now, days or DAYS[TIMESTAMP])
    _sign(workspace, TIMESTAMP, timestamp, signers, root.signed)
    root_file = f"metadata/{root.signed.version}.root.json"
    root_bytes = root.to_bytes()
    everything = {**files, "metadata/timestamp.json": timestamp.to_bytes(), root_file: root_bytes}
    rehearse(workspace, everything, now)
    for name, content in files.items():
        write_once(workspace.path(*name.split("/")), content)
    switches = ["metadata/timestamp.json"]
    if ROOT in staged:
        switches.insert(_place_of_root(workspace, root.signed, everything, meta), root_file)
    for name in switches:
        write_whole(workspace.path(*name.split("/")), everything[name])
    workspace.clear_staged()
    return Published(tuple(staged), timestamp.signed.version, timestamp.signed.expires)


def check_target_name(folder: str, path: str) -> None:
    """Raises `InputError` (E326) for the name of a target that leads elsewhere on some system, or cannot be a file."""
    fault = name_fault(path)
    if fault:
        raise fail(
            "E326",
            f"“{path[:200]}”: {fault}",
            path=folder,
            remedy=say("给规则包换一个代号", "give the pack another id"),
        )


def _published_bytes(workspace: Workspace, role: str, document: Metadata[Targets]) -> bytes:
    with open(workspace.path("metadata", f"{document.signed.version}.{role}.json"), "rb") as file:
        return file.read()


def _sign(
    workspace: Workspace,
    role: str,
    document: Metadata[Snapshot] | Metadata[Timestamp],
    signers: list[Signer],
    root: Root,
) -> None:
    """Sign with the keys that may; raises `InputError` (E322) when they are too few."""
    needed = root.roles[role]
    before = workspace.published_root()
    old = before.signed.roles[role].keyids if before is not None else []
    for signer in signers:
        if signer.public_key.keyid in (*needed.keyids, *old):
            document.sign(signer, append=True)
    if not _is_good(root, role, document):
        raise fail(
            "E322",
            say(
                "发布要用 {needed} 把“日常”钥匙签{what}，给了 {n} 把",
                "publishing needs {needed} of the everyday keys for the {what}; {n} were given",
                needed=needed.threshold,
                what=role_words(role),
                n=len(set(document.signatures) & set(needed.keyids)),
            ),
            path=workspace.folder,
            remedy=say("用 --key 给出", "give it with --key"),
        )


def _place_of_root(workspace: Workspace, root: Root, new: dict[str, bytes], meta: dict[str, MetaFile]) -> int:
    """Whether the new root goes before the new timestamp (0) or behind it (1), so that what is between is good, too.

    Before it, when the old state is good under the new root; behind it, when the new state is good under the old root,
    because old keys have signed it as well. Raises `InputError` (E321) when it is neither: a stick that is pulled out
    there would hold a mixture.
    """
    before = workspace.published_root()
    timestamp, snapshot, targets = workspace.timestamp(), workspace.snapshot(), workspace.published(TARGETS)
    if before is None or timestamp is None or snapshot is None or targets is None:
        return 0
    if all(
        _is_good(root, role, each) for role, each in ((TIMESTAMP, timestamp), (SNAPSHOT, snapshot), (TARGETS, targets))
    ):
        return 0
    names = {
        TIMESTAMP: "timestamp.json",
        SNAPSHOT: f"{snapshot.signed.version + 1}.snapshot.json",
        TARGETS: f"{meta['targets.json'].version}.targets.json",
    }
    fresh = {role: Metadata.from_bytes(new[f"metadata/{name}"]) for role, name in names.items()}
    if all(_is_good(before.signed, role, each) for role, each in fresh.items()):
        return 1
    raise fail(
        "E321",
        say("换钥匙时，旧钥匙也要签名", "when a key is exchanged, the old one has to sign as well"),
        path=workspace.folder,
        remedy=say(
            "连同旧钥匙一起 --key 给出；旧钥匙丢了，就先发布新旧都认的根，再发布只认新钥匙的根",
            "give the old one with --key, too; if it is lost, publish a root that knows both first, then one without "
            "it",
        ),
    )


def _is_good(root: Root, role: str, document: Metadata[Any]) -> bool:
    try:
        root.verify_delegate(role, document.signed_bytes, document.signatures)
    except RepositoryError:
        return False
    return True


def rehearse(workspace: Workspace, files: dict[str, bytes], now: datetime) -> None:
    """Play the new state through the client, from the first root on. Raises `InputError` when it would refuse it."""
    first = files.get("metadata/1.root.json")
    if first is None:
        with open(workspace.path("metadata", "1.root.json"), "rb") as file:
            first = file.read()
    with Session(SourceFetcher(workspace.folder, files), first, {}) as session:
        session.look(now)


def mirror(source: str, target: str, now: datetime) -> int:
    """Copy a published repository to another folder, where it appears as a whole; how many files were new.

    Raises `InputError` when the source would be refused by a client, or the target holds something newer or other.
    """
    workspace = Workspace(source)
    first = _bytes(workspace.path("metadata", "1.root.json"))
    fetcher = SourceFetcher(source)
    with Session(fetcher, first, {}) as session:
        catalogue = session.look(now)
        archives = [(each.target, session.download(each)) for each in catalogue.packs.values()]
        learnt = session.learnt()
    if os.path.isdir(os.path.join(target, "staged")):
        raise fail(
            "E321",
            say(
                "目标是一个发布用的规则库，不是副本",
                "the target is a repository that somebody publishes from, no mirror",
            ),
            path=target,
            remedy=say("换一个文件夹", "choose another folder"),
        )
    try:
        os.makedirs(target, exist_ok=True)
    except OSError as error:
        raise unwritable(target, error) from None
    with alone_in(target):
        return _copy_all(workspace, target, catalogue, archives, learnt)


def _copy_all(
    workspace: Workspace,
    target: str,
    catalogue: Catalogue,
    archives: list[tuple[TargetFile, bytes]],
    learnt: dict[str, str],
) -> int:
    """Copy what was verified, the timestamp last; how many files were new."""
    for name in ("metadata", "targets"):
        clear_parts(os.path.join(target, name))
    there = os.path.join(target, "metadata", "timestamp.json")
    if os.path.isfile(there):
        _check_target(workspace, target, learnt)
        check_grown(workspace.folder, published_log(Workspace(target)), catalogue.log)
    count = 0
    names = [f"{version}.{role}.json" for role, version in catalogue.versions.items() if role not in (ROOT, TIMESTAMP)]
    for found, data in archives:
        check_target_name(workspace.folder, found.path)
        count += _copy(os.path.join(target, "targets", *found.get_prefixed_paths()[0].split("/")), data)
    for name in names:
        count += _copy(os.path.join(target, "metadata", name), _bytes(workspace.path("metadata", name)))
    if catalogue.log is not None:
        path = os.path.join(target, *name_of(catalogue.log.root).split("/"))
        count += _copy(path, catalogue.log.text.encode())
        count += _copy_witnesses(workspace, target, catalogue.identity.repository, catalogue.log)
    for version in range(1, catalogue.versions[ROOT] + 1):
        name = f"{version}.root.json"
        count += _copy(os.path.join(target, "metadata", name), _bytes(workspace.path("metadata", name)))
    return count + _copy(there, learnt["timestamp.json"].encode())


def _copy_witnesses(workspace: Workspace, target: str, repository: str, log: PublicLog) -> int:
    """Copy what witnesses have signed of a log; whether there was anything new."""
    place = witnessing.name_of(log.root).split("/")
    found: list[Any] = []
    for folder in (workspace.folder, target):
        path = os.path.join(folder, *place)
        if os.path.isfile(path):
            found += witnessing.statements_of(_bytes(path))
    good = witnessing.good_statements(found, repository, log)
    return _copy(os.path.join(target, *place), witnessing.listed(good.values())) if good else 0


def _check_target(mine: Workspace, target: str, learnt: dict[str, str]) -> None:
    """Raises `InputError` unless the target is an older state of the same repository, under keys that still count."""
    theirs = Workspace(target)
    ours, other = Metadata[Timestamp].from_bytes(learnt["timestamp.json"].encode()), theirs.timestamp()
    assert other is not None
    if _bytes(mine.path("metadata", "1.root.json")) != _bytes(theirs.path("metadata", "1.root.json")):
        raise fail(
            "E321",
            say("目标文件夹里是另一个规则库", "the target folder holds another repository"),
            path=target,
            remedy=say("换一个文件夹", "choose another folder"),
        )
    newest = mine.published_root()
    assert newest is not None
    if not _is_good(newest.signed, TIMESTAMP, other):
        raise fail(
            "E321",
            say("目标里的太旧，钥匙已经换过", "the target is too old: keys were exchanged since"),
            path=target,
            remedy=say("复制到一个空文件夹", "mirror to an empty folder"),
        )
    if other.signed.version > ours.signed.version:
        raise fail(
            "E324",
            say("目标里的比来源新，没有覆盖", "the target is newer than the source; it was left alone"),
            path=target,
            remedy=say("两个文件夹是不是写反了", "are the two folders the wrong way round?"),
        )


def _copy(path: str, data: bytes) -> int:
    if os.path.isfile(path) and _bytes(path) == data:
        return 0
    write_once(path, data)
    return 1


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: str, error: OSError) -> InputError:
    reason = error.strerror or str(error)
    return fail(
        "E402",
        say("无法读取：{reason}", "cannot be read: {reason}", reason=reason),
        path=path,
        remedy=say("规则库发布过吗？", "was the repository published?"),
    )
