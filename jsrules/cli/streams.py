"""What a stream leads to: a terminal, and how wide it is."""

from __future__ import annotations

import os

from jsrules.base.width import DEFAULT_COLUMNS, MINIMUM_COLUMNS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person looks at this stream."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def columns_of(stream: TextIO | None) -> int:
    """COLUMNS where it is set, or else the columns of the terminal, at least 40; 80 when it is none."""
    setting = os.environ.get("COLUMNS", "")
    if setting.isdecimal() and 0 < int(setting[:9]) < 10_000:
        return max(MINIMUM_COLUMNS, int(setting))
    if stream is not None and is_terminal(stream):
        try:
            columns = os.get_terminal_size(stream.fileno()).columns
        except (OSError, ValueError):
            columns = 0
        if columns:
            return max(MINIMUM_COLUMNS, columns)
    return DEFAULT_COLUMNS
