"""What is otherwise on Windows. Where a test elsewhere should be able to play Windows, only `ON_WINDOWS` is asked."""

from __future__ import annotations

import os
import sys

ON_WINDOWS = os.name == "nt"


WORKER = "--jsrules-worker"
"""What a frozen program is started with when it is to help one that runs already."""


def is_frozen() -> bool:
    """Whether this program and the interpreter are one file, made by PyInstaller or the like."""
    return bool(getattr(sys, "frozen", False))


def slashed(path: str) -> str:
    """A path as other programs and systems are told of it: with forward slashes, also where Windows writes others."""
    return path.replace("\\", "/") if ON_WINDOWS else path


def names_a_stream(path: str) -> bool:
    """Whether Windows takes a path for a hidden part of a file (``报告.json:说明``), which no folder shows."""
    if not ON_WINDOWS:
        return False
    from ntpath import splitdrive

    return ":" in splitdrive(path)[1]


def is_closed_pipe(error: OSError) -> bool:
    """Whether nobody reads any more what is written to a stream: Windows says then that an argument is wrong."""
    return isinstance(error, BrokenPipeError) or (ON_WINDOWS and error.errno == _EINVAL and not error.filename)


_EINVAL = 22
"""As on every system. (The module of such names would be imported for this alone.)"""

_CHINESE, _ENGLISH = 0x04, 0x09
"""Primary languages, the lower ten bits of what Windows calls a language."""


def english_windows() -> bool | None:
    """Whether the user sees Windows in English; None where this is no Windows, or it is in neither language."""
    if not ON_WINDOWS:
        return None
    found = _user_interface_language() & 0x3FF
    return found == _ENGLISH if found in (_CHINESE, _ENGLISH) else None


def _user_interface_language() -> int:
    """What Windows says, 0 when it says nothing."""
    try:
        import ctypes

        library = getattr(ctypes, "windll").kernel32  # noqa: B009 (it is there on Windows alone)
        return int(library.GetUserDefaultUILanguage())
    except (ImportError, AttributeError, OSError, ValueError):
        return 0
