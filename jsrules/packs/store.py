"""What this user keeps of packs: the archives that were fetched, and for each repository what was learnt of it.

An archive is kept as one file, named by its hash, and hashed whenever it is used; so what is used is what was signed.
The record of a repository is one file as well: its signed metadata, a receipt for each entry that a lock file got,
the packs it has withdrawn, and the newest date that it signed. Whoever writes any of this holds the store meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.home import home_directory
from jsrules.base.language import say
from jsrules.base.record import Record, field
from jsrules.packs.archive_limits import MAXIMUM_ARCHIVE
from jsrules.packs.contents import SUFFIX

MAXIMUM_RECORD = 64 * 1024 * 1024
_SCHEMA = "jsrules/trust/1"
_RECEIPTS = 200
"""So many of the latest receipts are kept as they are, to say what was changed; of older ones the seals."""

_SEALS = 100_000

Receipt = dict[str, Any]


class Withdrawn(Record):
    """A pack's version that its publisher took back."""

    identifier: str
    version: str
    sha256: str
    reason: str
    date: str


class Trust(Record, frozen=False):
    """What is known of one repository: ``files`` are its signed metadata by name,
    ``anchor`` the fingerprint trusted first. ``seals`` are the hashes of older receipts, so that no lock is accused of
    what it is not; ``contents`` the hash of every version of a pack that was fetched (``rules 1.0.0``); ``latest`` the
    newest version of each pack that was offered; ``witnesses`` the names of those whose signatures below the log of
    publications are demanded, by the fingerprints of their keys.
    """

    repository: str
    title: str
    anchor: str
    files: dict[str, str] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)
    withdrawn: list[Withdrawn] = field(default_factory=list)
    newest: str = ""
    seals: list[str] = field(default_factory=list)
    contents: dict[str, str] = field(default_factory=dict)
    latest: dict[str, str] = field(default_factory=dict)
    witnesses: dict[str, str] = field(default_factory=dict)

    def has_receipt(self, receipt: Receipt) -> bool:
        """Whether fetching wrote this very entry into a lock file, at any time."""
        return receipt in self.receipts or (bool(self.seals) and _seal(receipt) in self.seals)


def _seal(receipt: Receipt) -> str:
    return hashlib.sha256(json.dumps(receipt, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@contextmanager
def holding_store() -> Iterator[None]:
    """Hold what this user keeps, so that no other process writes to it, nor to lock files, at the same time.

    Nothing that others could draw out is done meanwhile: no network, no question. Raises `InputError` (E332) where
    there is no place to keep anything, or one that cannot be locked.
    """
    from jsrules.base.holding import holding

    folder = data_directory()
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        held = holding(os.path.join(folder, "held"))
        held.__enter__()
    except OSError as error:
        raise fail(
            "E332",
            say(
                "存规则包的文件夹锁不住：{reason}",
                "the folder where packs are kept cannot be locked: {reason}",
                reason=error.strerror or str(error),
            ),
            path=folder,
            remedy=say(
                "检查权限；网络上的文件夹锁不住的，把 {name} 指到本机的磁盘",
                "check its permissions; where a network folder cannot be locked, set {name} to one on this machine",
                name="LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME",
            ),
        ) from None
    try:
        yield
    finally:
        held.__exit__(None, None, None)


def data_directory() -> str:
    """Where this user's packs are kept; it need not exist.

    Not a cache: losing it would lose the guard against rollback. Raises `InputError` (E332) when there is no place for
    it.
    """
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME", "")
    if sys.platform == "darwin" or not os.path.isabs(base):
        home = home_directory()
        if not home:
            raise _no_home()
        if sys.platform == "darwin":
            return os.path.join(home, "Library", "Application Support", "jsrules")
        base = home if sys.platform == "win32" else os.path.join(home, ".local", "share")
    return os.path.join(base, "jsrules", "data") if sys.platform == "win32" else os.path.join(base, "jsrules")


def _no_home() -> InputError:
    variable = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME"
    return fail(
        "E332",
        say(
            "没有主目录：不知道取来的规则包和信任记录放在哪里",
            "there is no home directory: where fetched packs and what is trusted are kept is not known",
        ),
        path="jsrules",
        remedy=say("把环境变量 {name} 设成一个绝对路径", "set {name} to an absolute path", name=variable),
    )


def archive_path(sha256: str) -> str:
    """Where the archive with this hash is kept."""
    return os.path.join(data_directory(), "packs", f"{sha256}{SUFFIX}")


def keep_archive(data: bytes) -> None:
    """Keep an archive."""
    from jsrules.base.writing import write_once

    write_once(archive_path(hashlib.sha256(data).hexdigest()), data)


def kept_archive(identifier: str, sha256: str) -> bytes:
    """The archive with this hash. Raises `InputError` (E332) when it is missing, or is not what it was."""
    path = archive_path(sha256)
    try:
        with open(path, "rb") as file:
            data = file.read(MAXIMUM_ARCHIVE + 1)
    except OSError:
        raise fail(
            "E332",
            say("锁定的规则包“{name}”不在本机", "the locked pack “{name}” is not on this machine", name=identifier),
            path=path,
            remedy=say("用 jsrules pack fetch 来源 取来", "get it with jsrules pack fetch SOURCE"),
        ) from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise fail(
            "E332",
            say(
                "本机存的规则包“{name}”被改动过，不能用",
                "the copy of the pack “{name}” on this machine was altered and is refused",
                name=identifier,
            ),
            path=path,
            remedy=say(
                "删去这个文件，再用 jsrules pack fetch 来源 取一份",
                "delete this file and get it anew with jsrules pack fetch SOURCE",
            ),
        )
    return data


def _trust_path(repository: str) -> str:
    return os.path.join(data_directory(), "trust", f"{repository}.json")


def is_repository_id(text: str) -> bool:
    """Whether a text can be the identity of a repository; it names a file."""
    return is_hexadecimal(text, 32)


def is_hexadecimal(text: str, length: int) -> bool:
    """Whether a text is so many hexadecimal digits, in small letters."""
    return len(text) == length and set(text) <= set("0123456789abcdef")


def read_trust(repository: str) -> Trust | None:
    """What is known of a repository, or None. Raises `InputError` (E332) when the record cannot be read."""
    if not is_repository_id(repository):
        return None
    path = _trust_path(repository)
    try:
        with open(path, "rb") as file:
            loaded = json.loads(file.read(MAXIMUM_RECORD))
        if loaded["schema"] != _SCHEMA or loaded["repository"] != repository or "root.json" not in loaded["files"]:
            raise ValueError
        return Trust(
            repository,
            str(loaded["title"]),
            str(loaded["anchor"]),
            {str(name): str(text) for name, text in loaded["files"].items()},
            [dict(each) for each in loaded["receipts"]],
            [Withdrawn(**each) for each in loaded["withdrawn"]],
            str(loaded["newest"]),
            [str(each) for each in loaded.get("seals", ())],
            {str(name): str(sha256) for name, sha256 in loaded.get("contents", {}).items()},
            {str(name): str(version) for name, version in loaded.get("latest", {}).items()},
            {str(keyid): str(name) for keyid, name in loaded.get("witnesses", {}).items()},
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise fail(
            "E332",
            say("本机对规则库的记录读不出来", "what this machine knows of the repository cannot be read"),
            path=path,
            remedy=say(
                "删去这个文件，像第一次那样重新取；之后防回退的保护从头算起",
                "delete this file and fetch as for the first time; the guard against rollback then starts anew",
            ),
        ) from None


def write_trust(trust: Trust) -> None:
    """Keep what is known of a repository. Whoever calls this holds the store, and has read the record since."""
    from jsrules.base.writing import write_whole

    seals = [*trust.seals, *map(_seal, trust.receipts[:-_RECEIPTS])]
    contents = {f"{each.get('id')} {each.get('version')}": str(each.get("sha256")) for each in trust.receipts}

    content = {
        "schema": _SCHEMA,
        "repository": trust.repository,
        "title": trust.title,
        "anchor": trust.anchor,
        "newest": trust.newest,
        "receipts": trust.receipts[-_RECEIPTS:],
        "seals": seals[-_SEALS:],
        "contents": {**contents, **trust.contents},
        "latest": trust.latest,
        "witnesses": trust.witnesses,
        "withdrawn": [
            {name: getattr(each, name) for name in ("identifier", "version", "sha256", "reason", "date")}
            for each in trust.withdrawn
        ],
        "files": dict(sorted(trust.files.items())),
    }
    data = json.dumps(content, ensure_ascii=False, indent=1).encode()
    write_whole(_trust_path(trust.repository), data, private=True)
