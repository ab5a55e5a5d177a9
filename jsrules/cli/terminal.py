"""What text is laid out for: the width of the terminal, whether to use colour."""

from __future__ import annotations

import os

from jsrules.cli.streams import columns_of, is_terminal
from jsrules.outputs.terminal import Terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def terminal_for(stream: TextIO | None, color: str) -> Terminal:
    """What text for a stream is laid out for. ``color`` is ``auto``, ``always`` or ``never``."""
    return Terminal(columns_of(stream), color == "always" or (color == "auto" and wants_color(stream)))


def wants_color(stream: TextIO | None) -> bool:
    """Whether colour is welcome: on a terminal that knows it, unless NO_COLOR is set."""
    if not is_terminal(stream) or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    # An old Windows console would print the codes.
    return os.name != "nt" or bool(os.environ.get("WT_SESSION") or os.environ.get("TERM"))
