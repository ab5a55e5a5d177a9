"""A lock between processes: whoever holds a file changes what it stands for; the others wait, or are told.

The operating system frees it when its holder dies, however that happens; so nothing is ever left locked.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from jsrules.base.writing import refuse_stream

NO_LOCKS = frozenset((errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL))
"""What a file system that knows no locks, as some shares, answers `holding` with."""

_BUSY = frozenset((errno.EACCES, errno.EAGAIN, errno.EDEADLK))
_FAR = 1 << 30
"""Where Windows locks one byte: behind what anybody reads of the file."""


@contextmanager
def holding(path: str, *, wait: bool = True) -> Iterator[int | None]:
    """Hold a file, which is made when there is none, for the time of the block; gives its descriptor.

    Waits until nobody else holds it; without ``wait`` gives None when somebody does. A lock is of this process and
    this call: two threads exclude each other, too. Raises `OSError` where files cannot be opened or locked.
    """
    refuse_stream(path)
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        held = _take(handle, wait)
        try:
            yield handle if held else None
        finally:
            if held:
                _free(handle)
    finally:
        os.close(handle)


@contextmanager
def holding_folder(folder: str) -> Iterator[None]:
    """Hold a folder, where systems know that and it can be opened: for what several users change in it."""
    if sys.platform == "win32":
        yield
        return
    try:
        handle = os.open(folder or os.curdir, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        yield
        return
    try:
        with suppress(OSError):
            _take(handle, True)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int, wait: bool) -> bool:
        while True:
            os.lseek(handle, _FAR, os.SEEK_SET)
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # LK_LOCK waits ten seconds
            except OSError as error:
                if error.errno not in _BUSY:
                    raise
                if not wait:
                    return False
                continue
            return True

    def _free(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(handle: int, wait: bool) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in _BUSY:
                raise
            return False
        return True

    def _free(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
