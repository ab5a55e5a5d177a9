"""Files that appear whole or not at all. Everything that publishing, fetching and updating write goes through here.

A new state is written beside the old one and takes its place by one rename; so a process that is killed, or a stick that
is pulled out, leaves one of the two.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say

PART = ".part"


def _nothing(_step: str) -> None:
    """Nothing: tests put something here that dies."""


checkpoint: Callable[[str], None] = _nothing
"""Called before and after every step that changes a disk, with its name."""


def write_whole(path: str, data: bytes, *, private: bool = False) -> None:
    """Write a file, replacing an older one; ``private`` keeps others from reading it.

    Raises `InputError` (E403) when that cannot be done.
    """
    name = os.path.basename(path)
    temporary = os.path.join(os.path.dirname(path), f".{name}.{os.getpid()}{PART}")
    try:
        checkpoint(f"before {name}")
        os.makedirs(os.path.dirname(path) or os.curdir, exist_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if private else 0o666)
        with os.fdopen(handle, "wb") as file:
            file.write(data[: len(data) // 2])
            checkpoint(f"within {name}")
            file.write(data[len(data) // 2 :])
            file.flush()
            os.fsync(file.fileno())
        checkpoint(f"behind {name}")
        os.replace(temporary, path)
        checkpoint(f"after {name}")
    except OSError as error:
        _remove(temporary)
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
    """E403 with what the operating system says."""
    reason = error.strerror or str(error)
    return fail(
        "E403",
        say("无法写出：{reason}", "cannot be written: {reason}", reason=reason),
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
