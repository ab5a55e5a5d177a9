"""What a passage says, figure by figure, before it has its place in a document."""

from __future__ import annotations

from jsrules.base.record import Record, field
from jsrules.model.prose import FigureUse, ProseReason
from jsrules.readers.prose.figures import ClauseFigure

NO_UNIT_WRITTEN = "缺单位"
"""The ``wording`` of a figure whose unit the text leaves out, and what it is called among wordings."""


class SaidFigure(Record, frozen=False):
    """What became of a figure; ``readings`` are section (empty: that of the passage), item, measure, value."""

    figure: ClauseFigure
    use: FigureUse = "unread"
    reason: ProseReason = "no_pattern"
    detail: str = ""
    readings: list[tuple[str, str, str, str]] = field(default_factory=list)
    wording: str = ""


class SaidWord(Record):
    """A word that states something: of which item, in which measure."""

    item: str
    measure: str
    values: tuple[str, ...]
    start: int
    end: int
