"""``jsrules.lock``: exactly which packs this folder's reports are verified with, and what proved them current."""

from __future__ import annotations

import json
from typing import Any

from jsrules.base.dates import is_date
from jsrules.base.diagnostic import InputError, fail
from jsrules.base.files import plain_bytes, unreadable
from jsrules.base.language import say
from jsrules.base.record import Record, field
from jsrules.packs.store import Trust, is_hexadecimal, is_repository_id

_SCHEMA = "jsrules/lock/1"
_LARGEST = 1024 * 1024
_TEXTS = ("id", "version", "sha256", "repository", "signer", "fresh", "fetched")


class Locked(Record):
    """One locked pack.

    ``signer`` is the role and the keys that vouch for it, ``metadata`` the versions of the roles at that time,
    ``fresh`` when its publisher signed that this is current, ``fetched`` when that was seen here.
    """

    identifier: str
    version: str
    sha256: str
    repository: str
    signer: str
    metadata: dict[str, int] = field(default_factory=dict)
    fresh: str = ""
    fetched: str = ""

    def as_object(self) -> dict[str, Any]:
        """The entry as it stands in the file, and as its receipt."""
        return {
            "id": self.identifier,
            "version": self.version,
            "sha256": self.sha256,
            "repository": self.repository,
            "signer": self.signer,
            "metadata": dict(sorted(self.metadata.items())),
            "fresh": self.fresh,
            "fetched": self.fetched,
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
    if set(content) != {*_TEXTS, "metadata"} or not all(isinstance(content[name], str) for name in _TEXTS):
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
        return
    raise _altered(path, locked, trust)


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
