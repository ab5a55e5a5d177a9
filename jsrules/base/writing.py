"""Files that appear whole or not at all. Whatever this program writes into a folder goes through here.

A new state is written beside the old one and takes its place by one rename; so a process that is killed, or a stick
that is pulled out, leaves one of the two.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import UnsupportedOperation

from jsrules.base import system
from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

PART = ".part"


def _nothing(_step: str) -> None:
    """Nothing: tests put something here that dies."""


checkpoint: Callable[[str], None] = _nothing
"""Called before and after every step that changes a disk, with its name."""


@contextmanager
def replacing(path: str, *, private: bool = False, durable: bool = False) -> Iterator[BinaryIO]:
    """A file to write that takes the place of the one at ``path`` when the block ends well, and is gone when it does
    not.

    ``private`` keeps others from reading it; else the permissions of an older file stay. ``durable`` waits until the
    disk has it, so that not even a power cut leaves half a file. Raises `OSError` when it cannot be written.
    """
    refuse_stream(path)
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}.{os.urandom(6).hex()}{PART}")
    checkpoint(f"before {name}")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(temporary, flags, 0o600 if private else 0o666), "wb") as file:
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        checkpoint(f"behind {name}")
        if not private and os.path.exists(path):
            os.chmod(temporary, stat.S_IMODE(os.stat(path).st_mode))
        _take_place(temporary, path)
        checkpoint(f"after {name}")
    except (Exception, KeyboardInterrupt):
        _remove(temporary)
        raise


class StreamNamed(OSError):
    """A path that means a hidden part of a file on Windows."""


def refuse_stream(path: str) -> None:
    """Raises `StreamNamed` for a path under which nobody would find what is written there."""
    if system.names_a_stream(path):
        raise StreamNamed(22, "", path)


class HeldOpen(PermissionError):
    """Another program holds a file open, so that it cannot be replaced."""


_HELD = frozenset((5, 32, 33))
"""What Windows says of a file that a program holds: access denied, sharing violation, lock violation."""

_TRIALS = 3
"""How often a held file is tried, a second between: scanners and indexers let go at once, people do not."""


def _take_place(temporary: str, path: str) -> None:
    """Renames a file to another that it replaces. Raises `HeldOpen` when a program holds that one open for long."""
    for trial in range(1, _TRIALS + 1):
        try:
            os.replace(temporary, path)
            return
        except PermissionError as error:
            # Only Windows has such numbers; a file that may not be written is told from one that is held.
            if getattr(error, "winerror", None) not in _HELD or not os.access(path, os.W_OK):
                raise
            if trial == _TRIALS:
                raise HeldOpen(error.errno, error.strerror) from error
        _pause()


def _pause() -> None:
    from threading import Event

    Event().wait(1)  # which never comes: a second passes


def write_whole(path: str, data: bytes, *, private: bool = False) -> None:
    """Write a file and the folders above it, replacing an older one; ``private`` keeps others from reading it.

    Raises `InputError` (E403) when that cannot be done.
    """
    half = len(data) // 2
    try:
        refuse_stream(path)
        os.makedirs(os.path.dirname(path) or os.curdir, exist_ok=True)
        with replacing(path, private=private, durable=True) as file:
            file.write(data[:half])
            checkpoint(f"within {os.path.basename(path)}")
            file.write(data[half:])
    except OSError as error:
        raise unwritable(path, error) from error


def write_once(path: str, data: bytes) -> None:
    """Write a file whose name says what is in it; one that is there already with the same content stays.

    Raises `InputError` (E403) when that cannot be done.
    """
    try:
        with open(path, "rb") as file:
            if file.read(len(data) + 1) == data:
                return
    except OSError:
        pass
    write_whole(path, data)


def clear_parts(top: str) -> None:
    """Remove what a process that was killed left in a folder of ours and below it."""
    for folder, _, names in os.walk(top):
        for name in names:
            if name.startswith(".") and name.endswith(PART):
                _remove(os.path.join(folder, name))


def remove_file(path: str) -> None:
    """Remove a file that may be gone already."""
    checkpoint(f"remove {os.path.basename(path)}")
    _remove(path)


def unwritable(path: str, error: OSError) -> InputError:
    """E403 with what the operating system says; an empty path is standard output."""
    reasons = {
        FileNotFoundError: say("目录不存在", "its directory does not exist"),
        NotADirectoryError: say("目录不存在", "its directory does not exist"),
        PermissionError: say(
            "没有写入权限，或在别的程序里打开着", "permission denied, or another program holds it open"
        ),
        UnsupportedOperation: say("没有打开", "it is not open"),
        HeldOpen: say("文件正被别的程序打开", "another program has the file open"),
        StreamNamed: say(
            "文件名里有冒号，Windows 会写进别的文件里看不见的地方",
            "there is a colon in the name; Windows would write it into a hidden part of another file",
        ),
    }
    reason = reasons.get(type(error)) or error.strerror or str(error)
    return fail(
        "E403",
        say("无法写出结果：{reason}", "the result cannot be written: {reason}", reason=reason),
        path=path,
        remedy=say("在 Excel、WPS 等程序里关闭它，再运行一次", "close it in Excel, WPS or the like, and run this again")
        if isinstance(error, HeldOpen)
        else say("换一个没有冒号的文件名", "choose a name without a colon")
        if isinstance(error, StreamNamed)
        else say(
            "检查目录、权限与磁盘空间，或换一个地方", "check the directory, permissions and space, or write elsewhere"
        ),
    )


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except PermissionError:
        if not system.ON_WINDOWS:
            return
        try:  # it removes nothing that is read-only, as it is when the file to be replaced was
            os.chmod(path, stat.S_IWRITE)
            os.remove(path)
        except OSError:
            return
    except OSError:
        return
