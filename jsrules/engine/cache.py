"""The cache of resolved rules: JSON files in the user's cache directory, named by the hash of all they were made from.

A file that is broken, from another version, another user's, or changed by anyone is ignored and made again; it is never
an error. No pickle: a cache file can hold nothing but values. What counts as one's own: see `jsrules.engine.owned`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress

from jsrules.base.digests import blake2b, sha256
from jsrules.base.resources import grammar_path
from jsrules.base.user_folders import user_folder
from jsrules.engine.owned import opened, secret, tightened

FORMAT = 13
"""Changes with the codec and with the meaning of checked rules."""

MAXIMUM_BYTES = 64 * 1024 * 1024

MOST_FILES = 128
MOST_BYTES = 128 * 1024 * 1024
"""So much is kept; what was used least recently goes first. Every layout without a form set makes a file."""


def content_key(version: str, parts: Iterable[str]) -> str:
    """The hash of everything that resolved rules are made from: the parts, the grammar, and this version."""
    digest = sha256(f"{FORMAT} {version}".encode())
    with open(grammar_path(), "rb") as file:
        digest.update(file.read())
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


def cache_directory() -> str:
    """The user's cache directory for this program; it need not exist. Empty when there is no place for one."""
    return user_folder("cache")


def _name(key: str) -> str:
    return f"rules-{key[:40]}.json"


def load(key: str) -> object | None:
    """What was stored under a key, or None."""
    folder = cache_directory()
    if not folder:
        return None
    try:
        with opened(folder, _name(key)) as file:
            if os.fstat(file.fileno()).st_size > MAXIMUM_BYTES:
                return None
            head = file.readline(256)
            payload = file.read()
        mine = secret()
        if not mine or head != _head(key, payload, mine):
            return None
        loaded: object = json.loads(payload)
        with suppress(OSError, NotImplementedError):
            os.utime(os.path.join(folder, _name(key)), follow_symlinks=False)  # it was used
        return loaded
    except (OSError, ValueError, RecursionError):
        return None


def store(key: str, value: object) -> None:
    """Store a value of lists, strings and numbers under a key; does nothing when that cannot be done."""
    folder = cache_directory()
    if not folder:
        return
    from jsrules.base.writing import replacing

    try:
        payload = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        os.makedirs(folder, mode=0o700, exist_ok=True)
        mine = secret(make=True)
        if not mine or not tightened(folder):
            return
        with replacing(os.path.join(folder, _name(key)), private=True) as file:
            file.write(_head(key, payload, mine) + payload)
        _bound(folder)
    except (OSError, ValueError, RecursionError):
        return


def _bound(folder: str) -> None:
    """Delete the files that were used least recently where there are too many, or they hold too much."""
    found: list[tuple[int, int, str]] = []
    with os.scandir(folder) as entries:
        for each in entries:
            if each.name.startswith("rules-") and each.name.endswith(".json"):
                status = each.stat(follow_symlinks=False)
                found.append((status.st_mtime_ns, status.st_size, each.path))
    total = 0
    for number, (_, size, path) in enumerate(sorted(found, reverse=True)):
        total += size
        if number and (number >= MOST_FILES or total > MOST_BYTES):
            with suppress(OSError):  # another process was faster
                os.remove(path)


def _head(key: str, payload: bytes, mine: bytes) -> bytes:
    digest = blake2b(key=mine, digest_size=32)
    digest.update(key.encode())
    digest.update(payload)
    return f"jsrules/resolved/{FORMAT} {key} {digest.hexdigest()}\n".encode()
