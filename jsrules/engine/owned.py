"""Files of the cache that are one's own: told by the descriptor that is read, and by a secret that no cache holds.

A cache folder may be shared, or be brought back from elsewhere as a whole (the cache of a build service). So folder and
file are opened without following links, both must belong to this user and be writable by nobody else, and what a file
says is bound to a secret that is kept apart from the cache, in the user's state folder.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from jsrules.base.user_folders import user_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

_SECRET = "cache-secret"
_LENGTH = 32
_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_PLAIN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_HAS_OWNERS = hasattr(os, "getuid") and os.open in os.supports_dir_fd


@contextmanager
def opened(folder: str, name: str) -> Iterator[BinaryIO]:
    """A file of one's own in a folder of one's own, to be read. Raises `OSError` when it is none."""
    if not _HAS_OWNERS:  # where access is a matter of lists that the folder of the user has
        with os.fdopen(os.open(os.path.join(folder, name), _PLAIN), "rb") as file:
            yield file
        return
    top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _require_mine(top)
        handle = os.open(name, _PLAIN, dir_fd=top)
    finally:
        os.close(top)
    with os.fdopen(handle, "rb") as file:
        _require_mine(handle)
        yield file


def tightened(folder: str) -> bool:
    """Whether a folder is one's own; it is closed to others' writing then, if it was not."""
    if not _HAS_OWNERS:
        return True
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        status = os.fstat(handle)
        if status.st_uid != os.getuid():
            return False
        if status.st_mode & _OTHERS:
            os.fchmod(handle, stat.S_IMODE(status.st_mode) & ~_OTHERS)
        return True
    finally:
        os.close(handle)


def secret(*, make: bool = False) -> bytes:
    """The secret of this user; empty when there is none, and none can be made."""
    folder = user_folder("state")
    if not folder:
        return b""
    try:
        with opened(folder, _SECRET) as file:
            found = file.read(_LENGTH + 1)
        return found if len(found) == _LENGTH else b""
    except FileNotFoundError:
        return _made(folder) if make else b""
    except OSError:
        return b""


def _made(folder: str) -> bytes:
    """A new secret, unless another process has just made one."""
    os.makedirs(folder, mode=0o700, exist_ok=True)
    if not tightened(folder):
        return b""
    path = os.path.join(folder, _SECRET)
    fresh = f"{path}.{os.urandom(6).hex()}"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        os.write(handle, os.urandom(_LENGTH))
    finally:
        os.close(handle)
    with suppress(OSError):
        if hasattr(os, "link"):
            os.link(fresh, path)  # unlike renaming it leaves alone what another process was faster to make
        elif not os.path.exists(path):
            os.rename(fresh, path)
    with suppress(OSError):
        os.remove(fresh)
    return secret()


def _require_mine(handle: int) -> None:
    """Raises `PermissionError` for what belongs to somebody else, or others may write, or is no file or folder."""
    status = os.fstat(handle)
    is_kind = stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode)
    if status.st_uid != os.getuid() or status.st_mode & _OTHERS or not is_kind:
        raise PermissionError
