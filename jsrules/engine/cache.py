"""The cache of resolved rules: JSON files in the user's cache directory, named by the hash of all they were made from.

A file that is broken, from another version, another user's, or changed by anyone is ignored and made again; it is never
an error. No pickle: a cache file can hold nothing but values.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable

from jsrules.base.home import home_directory
from jsrules.base.resources import grammar_path

FORMAT = 12
"""Changes with the codec and with the meaning of checked rules."""

MAXIMUM_BYTES = 64 * 1024 * 1024


def content_key(version: str, parts: Iterable[str]) -> str:
    """The hash of everything that resolved rules are made from: the parts, the grammar, and this version."""
    digest = hashlib.sha256(f"{FORMAT} {version}".encode())
    with open(grammar_path(), "rb") as file:
        digest.update(file.read())
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


def cache_directory() -> str:
    """The user's cache directory for this program; it need not exist. Empty when there is no place for one."""
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if sys.platform == "darwin" or not os.path.isabs(base):
        home = home_directory()
        if not home:
            return ""
        if sys.platform == "darwin":
            return os.path.join(home, "Library", "Caches", "jsrules")
        base = home if sys.platform == "win32" else os.path.join(home, ".cache")
    return os.path.join(base, "jsrules", "cache") if sys.platform == "win32" else os.path.join(base, "jsrules")


def _path(key: str) -> str:
    return os.path.join(cache_directory(), f"rules-{key[:40]}.json")


def load(key: str) -> object | None:
    """What was stored under a key, or None."""
    if not cache_directory():
        return None
    try:
        with open(_path(key), "rb") as file:
            status = os.fstat(file.fileno())
            if status.st_size > MAXIMUM_BYTES or (hasattr(os, "getuid") and status.st_uid != os.getuid()):
                return None
            head = file.readline(256)
            payload = file.read()
        if head != _head(key, payload):
            return None
        loaded: object = json.loads(payload)
        return loaded
    except (OSError, ValueError, RecursionError):
        return None


def store(key: str, value: object) -> None:
    """Store a value of lists, strings and numbers under a key; does nothing when that cannot be done."""
    if not cache_directory():
        return
    from jsrules.base.writing import replacing

    try:
        payload = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        os.makedirs(cache_directory(), mode=0o700, exist_ok=True)
        with replacing(_path(key), private=True) as file:
            file.write(_head(key, payload) + payload)
    except (OSError, ValueError, RecursionError):
        return


def _head(key: str, payload: bytes) -> bytes:
    return f"jsrules/resolved/{FORMAT} {key} {hashlib.sha256(payload).hexdigest()}\n".encode()
