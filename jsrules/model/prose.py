"""The prose of a published document as it was read: every figure of it with what it means, or why nobody knows.

A *passage* is a paragraph as a reader sees it, its broken lines joined. Offsets are those of the text of its passage.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal

from jsrules.base.record import Record
from jsrules.model.document import DocumentPlace

FigureUse = Literal["read", "constant", "explanation", "unread"]
"""What became of a figure of prose: it has a meaning; it is fixed by the wording (单价 50 万元以上, a number in a
name); it stands in an explanation, and is of no item; or nobody knows."""

FigureKind = Literal["amount", "rate", "count", "year", "bare", "named"]
"""What a figure is by its looks: 万元; %; 辆, 个 and so on; a year; a figure without a unit; a number in a name."""

ProseReason = Literal[
    "",
    "reason",
    "purpose",
    "listing",
    "account",
    "outside",
    "threshold",
    "name",
    "unknown_words",
    "no_item",
    "item_lost",
    "no_base",
    "other_base",
    "other_year",
    "other_whole",
    "several",
    "no_pattern",
    "no_section",
    "no_row",
    "no_measure",
    "no_amount",
    "open_sign",
    "open_budget",
]
"""Why a figure was not read, or of what kind its explanation is. ``open_sign``: the wording leaves open whether it went
up or down; ``open_budget``: which budget is meant; ``no_row`` and ``no_measure``: the form set has no place for it."""

Base = Literal["", "prior_year", "budget"]
"""With what a change is compared."""


class Reading(Record):
    """What a figure says: of which ``item`` in which ``section`` which ``measure``.

    ``value`` is the figure as a report writes it: with its word of direction, and with its unit where it is no amount.
    """

    section: str
    item: str
    measure: str
    value: str


class ProseFigure(Record):
    """A figure, from ``start`` to ``end`` in passage ``passage``, and what became of it.

    ``detail`` are the words in question where it is not read; ``wording`` is what the text leaves open (大小于).
    """

    text: str
    kind: FigureKind
    passage: int
    start: int
    end: int
    place: DocumentPlace
    use: FigureUse = "unread"
    reason: ProseReason = ""
    detail: str = ""
    readings: tuple[Reading, ...] = ()
    wording: str = ""


class ProseWord(Record):
    """A word that states something, or a list of names: 与预算比 大于; ``values`` are what is stated."""

    section: str
    item: str
    measure: str
    values: tuple[str, ...]
    passage: int
    start: int
    end: int
    place: DocumentPlace


class ProsePassage(Record):
    """A paragraph, of which document; ``heading`` tells a title, ``section`` what it was taken to be about;
    ``silent``: it is not of the narrative.

    ``origins`` tell from which offset on its text is that of which part, and of which offset there;
    ``pieces`` where that of another place begins.
    """

    text: str
    document: int
    section: str = ""
    heading: bool = False
    silent: bool = False
    origins: tuple[tuple[int, int, int], ...] = ()
    pieces: tuple[int, ...] = ()

    def piece_at(self, offset: int) -> tuple[int, int]:
        """From where to where the text goes that stands in one place, a line of a page, with the sign at an offset."""
        number = bisect_right(self.pieces, offset)
        start = self.pieces[number - 1] if number else 0
        return start, self.pieces[number] if number < len(self.pieces) else len(self.text)

    def origin_of(self, offset: int) -> tuple[int, int]:
        """The part of the document that holds the sign at an offset, and the offset there."""
        at, part, inner = next(each for each in reversed(self.origins) if each[0] <= offset)
        return part, inner + offset - at

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """Where the sentence around an offset begins and ends."""
        start = max(self.text.rfind(sign, 0, offset) for sign in "。；\n") + 1
        ends = [end for end in (self.text.find(sign, offset) for sign in "。；\n") if end >= 0]
        return start, min(ends, default=len(self.text) - 1) + 1


class ReadProse(Record):
    """All that was read of the prose of documents that belong together."""

    passages: tuple[ProsePassage, ...] = ()
    figures: tuple[ProseFigure, ...] = ()
    words: tuple[ProseWord, ...] = ()
