"""The list of findings as pages: which line of text stands where. Pure, in whole hundredths of a point from below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jsrules.model.annotation import Annotations, IndexRow, MarkLevel
from jsrules.model.document import Box
from jsrules.outputs.annotate.helvetica import helvetica_width, is_latin

WIDTH, HEIGHT = 59500, 84200
"""A4, upright."""
EDGE = 5000
_TITLE, _SIZE, _LINE = 1600, 900, 1300
_GAP, _BELOW = 800, 400
_MOST_TOGETHER = 12
"""Lines of an entry that stand on one page if they can."""
_COLUMNS = (EDGE, EDGE + 3800, EDGE + 7800, WIDTH - EDGE - 10500)
_WIDTHS = (3600, 3800, _COLUMNS[3] - _COLUMNS[2] - 800, 10500)


class IndexText(NamedTuple):
    """A line of text: its baseline begins at ``left``, ``low``."""

    left: int
    low: int
    size: int
    text: str
    level: MarkLevel | None = None


class IndexLink(NamedTuple):
    """A row that leads to a mark; ``box`` has its lower side at ``top``."""

    box: Box
    mark: int


class IndexPage(NamedTuple):
    """What stands on a page of the list; ``rules`` are the heights of lines across it."""

    texts: list[IndexText]
    rules: list[int]
    links: list[IndexLink]


def lay_index(annotations: Annotations) -> list[IndexPage]:
    """The pages of the list, at least one."""
    return list(_Index(annotations).pages())


class _Index:
    def __init__(self, annotations: Annotations) -> None:
        self._annotations = annotations
        self._page = IndexPage([], [], [])
        self._low = HEIGHT - EDGE

    def pages(self) -> Iterator[IndexPage]:
        """The pages, one by one."""
        self._low -= _TITLE
        self._page.texts.append(IndexText(EDGE, self._low, _TITLE, self._annotations.title))
        self._low -= _GAP
        for remark in self._annotations.remarks:
            for line in wrapped(remark, WIDTH - 2 * EDGE, _SIZE):
                if self._low < EDGE + 3 * _LINE:
                    yield self._next()
                self._low -= _LINE
                self._page.texts.append(IndexText(EDGE, self._low, _SIZE, line))
        self._low -= _GAP
        if self._annotations.rows:
            self._heads()
        for row in self._annotations.rows:
            yield from self._row(row)
        yield self._page

    def _heads(self) -> None:
        self._low -= _LINE
        for left, head in zip(_COLUMNS, self._annotations.heads, strict=True):
            self._page.texts.append(IndexText(left, self._low, _SIZE, head))
        self._rule()

    def _rule(self) -> None:
        self._low -= _BELOW
        self._page.rules.append(self._low)

    def _next(self) -> IndexPage:
        done, self._page, self._low = self._page, IndexPage([], [], []), HEIGHT - EDGE
        return done

    def _row(self, row: IndexRow) -> Iterator[IndexPage]:
        columns = [
            list(wrapped(text, width, _SIZE))
            for text, width in zip((row.number, row.level_word, row.message, row.where), _WIDTHS, strict=True)
        ]
        lines = max(map(len, columns))
        if self._low - min(lines, _MOST_TOGETHER) * _LINE - _BELOW < EDGE:
            yield self._next()
            self._heads()
        top = self._low
        for number in range(lines):
            if self._low - _LINE - _BELOW < EDGE:
                self._lead(row, top)
                yield self._next()
                self._heads()
                top = self._low
            self._low -= _LINE
            for place, (left, column) in enumerate(zip(_COLUMNS, columns, strict=True)):
                if number < len(column):
                    level = row.level if place < 2 else None
                    self._page.texts.append(IndexText(left, self._low, _SIZE, column[number], level))
        self._rule()
        self._lead(row, top)

    def _lead(self, row: IndexRow, top: int) -> None:
        """Lets what stands from ``top`` on lead to the mark of a row."""
        if row.mark >= 0:
            self._page.links.append(IndexLink(Box(EDGE, self._low, WIDTH - EDGE, top - 100), row.mark))


def wrapped(text: str, width: int, size: int) -> Iterator[str]:
    """A text in lines no wider than this; figures and words stay whole where they can."""
    line, wide = "", 0
    for piece in _pieces(text):
        own = helvetica_width(piece, size)
        if line and wide + own > width:
            yield line.rstrip()
            line, wide = "", 0
        if own > width:
            for each in piece:
                if line and wide + helvetica_width(each, size) > width:
                    yield line
                    line, wide = "", 0
                line, wide = line + each, wide + helvetica_width(each, size)
            continue
        if line or not piece.isspace():
            line, wide = line + piece, wide + own
    if line.strip():
        yield line.rstrip()


_NOT_FIRST = frozenset("，。；：、！？）》」』】…%,.;:!?)")


def _pieces(text: str) -> Iterator[str]:
    """Parts of a text between which a line may be broken."""
    held = ""
    for each in text:
        joins = each in _NOT_FIRST or (
            is_latin(each) and each != " " and held and is_latin(held[-1]) and held[-1] != " "
        )
        if held and not joins:
            yield held
            held = ""
        held += each
    if held:
        yield held
