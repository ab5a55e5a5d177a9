"""``jsrules.lock``: exactly which packs this folder's reports are verified with, and what proved them current."""

from __future__ import annotations

import json
from typing import Any

from jsrules.base.dates import is_date
from jsrules.base.diagnostic import InputError, fail
from jsrules.base.files import plain_bytes, unreadable
from jsrules.base.language import say
from jsrules.base.record import Record, field
from jsrules.packs.publication_log import LOG, InclusionProof, proof_of_object, publications_of, root_of
from jsrules.packs.store import Trust, is_hexadecimal, is_repository_id

_SCHEMA = "jsrules/lock/1"
_LARGEST = 1024 * 1024
_TEXTS = ("id", "version", "sha256", "repository", "signer", "fresh", "fetched")


class Locked(Record):
    """One locked pack.

    ``signer`` is the role and the keys that vouch for it, ``metadata`` the versions of the roles at that time,
    ``fresh`` when its publisher signed that this is current, ``fetched`` when that was seen here; ``log`` that it is in
    its repository's log of publications, where there is one.
    """

    identifier: str
    version: str
    sha256: str
    repository: str
    signer: str
    metadata: dict[str, int] = field(default_factory=dict)
    fresh: str = ""
    fetched: str = ""
    log: InclusionProof | None = None

    @property
    def role(self) -> str:
        """The role that vouches for it."""
        return self.signer.partition(" ")[0]

    def as_object(self) -> dict[str, Any]:
        """The entry as it stands in the file, and as its receipt."""
        logged = {"log": self.log.as_object()} if self.log is not None else {}
        return {
            "id": self.identifier,
            "version": self.version,
            "sha256": self.sha256,
            "repository": self.repository,
            "signer": self.signer,
            "metadata": dict(sorted(self.metadata.items())),
            "fresh": self.fresh,
            "fetched": self.fetched,
            **logged,
        }


def read_lock(path: str) -> list[Locked] | None:
    """The entries of a lock file, sorted by id; None when there is no such file.

    Raises `InputError` (E330) when it is not what jsrules writes; that is one without entries, too: it would mean that
    nothing is locked.
    """
    try:
        data = plain_bytes(path, _LARGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(path, error) from None
    try:
        content = json.loads(data.decode()) if len(data) <= _LARGEST else None
        if not isinstance(content, dict) or content.get("schema") != _SCHEMA or set(content) != {"schema", "packs"}:
            raise ValueError
        entries = [_entry(each) for each in content["packs"]]
        if not entries or len({each.identifier for each in entries}) < len(entries):
            raise ValueError
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise fail(
            "E330",
            say("锁文件不是 jsrules 写的样子", "the lock file is not as jsrules writes it"),
            path=path,
            remedy=say(
                "不要手改；删去它，再用 jsrules pack fetch 来源 重新锁定",
                "do not edit it; delete it and lock anew with jsrules pack fetch SOURCE",
            ),
        ) from None
    return sorted(entries, key=lambda each: each.identifier)


def _entry(content: dict[str, Any]) -> Locked:
    if set(content) - {"log"} != {*_TEXTS, "metadata"} or not all(isinstance(content[name], str) for name in _TEXTS):
        raise ValueError
    metadata = content["metadata"]
    if not all(isinstance(name, str) and type(version) is int for name, version in metadata.items()):
        raise ValueError
    if not (
        content["id"].isascii()
        and content["id"].replace("-", "").isalnum()
        and is_hexadecimal(content["sha256"], 64)
        and is_repository_id(content["repository"])
        and is_date(content["fresh"])
        and is_date(content["fetched"])
    ):
        raise ValueError
    return Locked(
        content["id"],
        content["version"],
        content["sha256"],
        content["repository"],
        content["signer"],
        metadata,
        content["fresh"],
        content["fetched"],
        proof_of_object(content["log"]) if "log" in content else None,
    )


def lock_text(entries: list[Locked]) -> str:
    """The text of a lock file with these entries."""
    packs = [each.as_object() for each in sorted(entries, key=lambda each: each.identifier)]
    return json.dumps({"schema": _SCHEMA, "packs": packs}, ensure_ascii=False, indent=1) + "\n"


def check_receipt(path: str, locked: Locked, trust: Trust | None) -> None:
    """Raises `InputError` (E331, E332) unless fetching wrote this very entry on this machine."""
    if trust is None:
        raise fail(
            "E332",
            say(
                "本机没有从锁定“{name}”的规则库取过规则包",
                "this machine never fetched from the repository that “{name}” is locked to",
                name=locked.identifier,
            ),
            path=path,
            remedy=say("用 jsrules pack fetch 来源 取来", "get it with jsrules pack fetch SOURCE"),
        )
    mine = locked.as_object()
    if trust.has_receipt(mine):
        _check_proof(path, locked, trust)
        return
    raise _altered(path, locked, trust)


def _check_proof(path: str, locked: Locked, trust: Trust) -> None:
    """Raises `InputError` (E339) unless a locked pack is in the log of publications, as this machine knows it."""
    if locked.log is None:
        return
    proof = locked.log
    try:
        known = publications_of(trust.files[LOG])[: proof.size]
        good = len(known) == proof.size and root_of(known) == proof.root
    except (KeyError, ValueError):
        good = False
    if good and proof.holds(locked.role, locked.identifier, locked.version, locked.sha256):
        return
    raise fail(
        "E339",
        say(
            "锁定的“{name}”不在发布记录里：锁文件或本机的记录被改过",
            "the locked pack “{name}” is not in the log of publications: the lock file or this machine's record was "
            "altered",
            name=locked.identifier,
        ),
        path=path,
        remedy=say(
            "再取一次：jsrules pack fetch 来源；还是这样，就问发布单位",
            "fetch again with jsrules pack fetch SOURCE; if it is still so, ask the publisher",
        ),
    )


def _altered(path: str, locked: Locked, trust: Trust) -> InputError:
    """Why an entry without a receipt is refused: it was never fetched here, or has been changed since,
    and then in what.
    """
    mine = locked.as_object()
    alike = [each for each in trust.receipts if each.get("id") == locked.identifier]
    if not alike:
        return fail(
            "E332",
            say(
                "锁定的“{name}”不是在本机取来的",
                "the locked pack “{name}” was not fetched on this machine",
                name=locked.identifier,
            ),
            path=path,
            remedy=say("用 jsrules pack fetch 来源 取来", "get it with jsrules pack fetch SOURCE"),
        )
    nearest = max(alike, key=lambda each: sum(each.get(key) == value for key, value in mine.items()))
    notes = tuple(
        say("{key}：取来时是 {old}，现在写着 {new}", "{key}: {old} when fetched, now {new}", key=key, old=old, new=new)
        for key, new in mine.items()
        if (old := nearest.get(key)) != new
    )
    return fail(
        "E331",
        say(
            "锁文件里的“{name}”与取来时的记录不同",
            "the entry “{name}” of the lock file differs from what was fetched",
            name=locked.identifier,
        ),
        path=path,
        notes=notes,
        remedy=say(
            "恢复原来的锁文件；没有了就删去它，再用 jsrules pack fetch 来源 {name}@{version} 锁定",
            "restore the lock file as it was; if it is lost, delete it and lock anew with jsrules pack fetch SOURCE "
            "{name}@{version}",
            name=locked.identifier,
            version=nearest.get("version", ""),
        ),
    )
