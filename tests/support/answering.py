"""Somebody at a terminal, who answers what a command asks."""

from __future__ import annotations

import io


class AnsweringTerminal(io.StringIO):
    """What stands in it is typed."""

    def isatty(self) -> bool:
        return True
