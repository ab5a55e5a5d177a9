"""What is wrong with a text that is not the amount its cell needs."""

from __future__ import annotations


class AmountError(Exception):
    """A text that is not the amount its cell needs. ``reason`` is a key of `REASONS` for a malformed figure."""

    def __init__(self, code: str, message: str, remedy: str, reason: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.reason = reason


def shown(text: str) -> str:
    """A text as messages quote it: one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= 24 else line[:23] + "…"
