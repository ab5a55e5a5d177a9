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
        os.replace(temporary, path)
        checkpoint(f"after {name}")
    except (Exception, KeyboardInterrupt):
        _remove(temporary)
        raise


def write_whole(path: str, data: bytes, *, private: bool = False) -> None:
    """Write a file and the folders above it, replacing an older one; ``private`` keeps others from reading it.

    Raises `InputError` (E403) when that cannot be done.
    """
    half = len(data) // 2
    try:
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
    }
    reason = reasons.get(type(error)) or error.strerror or str(error)
    return fail(
        "E403",
        say("无法写出结果：{reason}", "the result cannot be written: {reason}", reason=reason),
        path=path,
        remedy=say(
            "检查目录、权限与磁盘空间，或换一个地方", "check the directory, permissions and space, or write elsewhere"
        ),
    )


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except OSError:
        return
