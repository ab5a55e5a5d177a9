"""What whoever asks says of a published document: its kind of report and its year. A report says them itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from jsrules.base.record import Record

HeadEntry = Literal["kind", "year"]
"""An entry of a report's head: 报告, 年度."""


class GivenHead(Record):
    """The kind of report, empty where it is not said, and the year."""

    kind: str = ""
    year: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether a form set can be chosen by it alone."""
        return bool(self.kind) and self.year is not None

    def entries(self) -> Iterator[tuple[HeadEntry, str]]:
        """What is said, as text."""
        if self.kind:
            yield "kind", self.kind
        if self.year is not None:
            yield "year", str(self.year)


NOTHING_GIVEN = GivenHead()
