"""What all writers of results do: an opening, a text for each result as it comes, and a closing. None keeps results."""

from __future__ import annotations

from typing import Literal, Protocol

from jsrules.base.diagnostic import Severity
from jsrules.model.result import Result

ExchangeFormat = Literal["html", "jsonl", "csv", "sarif", "junit", "markdown", "github"]


class ResultWriter(Protocol):
    """Writes the results of one or many reports as one text."""

    def opening(self) -> str:
        """What stands before the first result."""

    def result(self, result: Result) -> str:
        """One result."""

    def closing(self) -> str:
        """What stands behind the last result."""


class WriterOptions:
    """``everything``: list what holds and what does not apply, where the format has a place for it. ``fail_on``: the
    level from which on something counts as failed.
    """

    def __init__(self, *, everything: bool = False, fail_on: Severity = "error") -> None:
        self.everything = everything
        self.fail_on = fail_on
