"""What the terminal can do: its width, whether to use colour."""

from __future__ import annotations

import os

from jsrules.outputs.terminal import DEFAULT_COLUMNS, MINIMUM_COLUMNS, Terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def terminal_for(stream: TextIO | None, color: str) -> Terminal:
    """What text for a stream is laid out for. ``color`` is ``auto``, ``always`` or ``never``."""
    return Terminal(columns_of(stream), color == "always" or (color == "auto" and wants_color(stream)))


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


def wants_color(stream: TextIO | None) -> bool:
    """Whether colour is welcome: on a terminal that knows it, unless NO_COLOR is set."""
    if not is_terminal(stream) or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    # An old Windows console would print the codes.
    return os.name != "nt" or bool(os.environ.get("WT_SESSION") or os.environ.get("TERM"))
