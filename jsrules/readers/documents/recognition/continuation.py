"""Tables as they are printed: over several pages, with what stands above and below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jsrules.base.labels import unprefixed
from jsrules.base.names import fold
from jsrules.base.record import Record, field
from jsrules.model.document import DocumentPlace, Grid, PublishedDocument
from jsrules.readers.documents.recognition.captions import (
    CaptionPiece,
    GridSpan,
    KnownTitles,
    is_table_name,
    pieces_and_grids,
    without_continued,
)
from jsrules.readers.documents.recognition.words import words

_ALIGNED = 600
"""Hundredths of a point by which the sides of a table may differ from page to page."""

_FIGURE = re.compile(r"(?<![0-9.])[0-9][0-9,]*\.[0-9]+(?![0-9.])")

_ABOVE = 12
"""So many lines above a table may be its caption."""

_ROW = re.compile(r"(?:[0-9]{3,7}\s+)?[^\W\d_][^，。；：;0-9]*(?:\s+[-−]?[0-9][0-9,]*(?:\.[0-9]+)?)+")

_ROWS = 3
"""A table in lines of text that has no title has so many rows at least."""

_NOTES_AFTER = 3
"""A note may have so many other lines before it."""


class PrintedTable(Record, frozen=False):
    """A table as a document prints it: its ``title`` (empty where it has none), what is printed beside it, its parts
    in order, and the notes below. ``document`` is the number of its document; ``lines`` are those of a table that is
    not drawn, with what stood side by side as far as it is known.
    """

    document: int
    title: str = ""
    number: str = ""
    money_unit: str = ""
    places: list[DocumentPlace] = field(default_factory=list)
    spans: list[GridSpan] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lines: list[CaptionPiece] = field(default_factory=list)

    @property
    def note(self) -> str:
        """Why it has no data, as it says itself; empty where it does not."""
        return "".join(each for each in self.notes if words().holds("无数据", fold(each)))


def printed_tables(documents: Sequence[PublishedDocument], titles: KnownTitles) -> list[PrintedTable]:
    """The tables of documents, in reading order."""
    return [table for index, each in enumerate(documents) for table in _Walk(index, each, titles).tables]


class _Walk:
    """One walk over a document."""

    def __init__(self, index: int, document: PublishedDocument, titles: KnownTitles) -> None:
        self._index = index
        self._titles = titles
        self.tables: list[PrintedTable] = []
        self._above: list[CaptionPiece] = []
        self._closed = True
        self._lines: list[CaptionPiece] | None = None
        self._opening = CaptionPiece("title", "", "", DocumentPlace(), 0)
        for item in pieces_and_grids(document, titles):
            if isinstance(item, CaptionPiece):
                self._piece(item)
            else:
                self._lines = None
                self._grid(item)
        self._undrawn()

    def _piece(self, piece: CaptionPiece) -> None:
        if piece.kind in ("note", "title") or (self._lines is not None and _is_sentence(piece.text)):
            self._undrawn()
        elif self._lines is not None:
            self._lines.append(piece)
        elif piece.line >= 0 and (piece.kind in ("number", "money_unit") or is_row_text(piece.text)):
            # What stands above it since the last table, sentence or note is its heading, its title is lost.
            self._lines, self._opening = [*self._above, piece], CaptionPiece("text", "", "", piece.place, piece.part)
        if piece.kind == "note":
            self._note(piece)
        elif piece.kind == "prose":
            self._above.clear()
            self._closed = True
        else:
            self._above = [*self._above[-_ABOVE:], piece]
            if piece.kind == "title" and piece.line >= 0:
                self._lines, self._opening = [], piece

    def _undrawn(self) -> None:
        """Take the lines below a title for a table without lines between its cells, where figures stand in them."""
        lines, self._lines = self._lines, None
        if lines and sum(len(_FIGURE.findall(each.text)) for each in lines) > 1:
            opening = self._opening
            if opening.kind != "title" and sum(is_row_text(each.text) for each in lines) < _ROWS:
                return
            self._above = [opening, *(each for each in lines if each.kind in ("number", "money_unit"))]
            table = self._start(self._opening.place)
            table.places.append(self._opening.place)
            table.lines += lines
            self._above.clear()

    def _note(self, piece: CaptionPiece) -> None:
        """A note goes with the table above, or says of a title below which no table is drawn why there is none."""
        title = self._title()
        if title and self._titles.knows(title):
            if words().holds("无数据", fold(piece.text)):
                table = self._start(piece.place)
                table.places.append(piece.place)
                table.notes.append(piece.value)
                self._above.clear()
        elif self.tables and len(self._above) <= _NOTES_AFTER:
            self.tables[-1].notes.append(piece.value)
            self._above.clear()
        self._closed = True

    def _grid(self, span: GridSpan) -> None:
        title = self._title()
        last = self.tables[-1] if self.tables and self.tables[-1].spans else None
        if last is not None and not self._closed and self._goes_on(last, span, title):
            table = last
        else:
            table = self._start(span.grid.place)
        table.spans.append(span)
        table.places.append(span.grid.place)
        self._above.clear()
        self._closed = False

    def _start(self, place: DocumentPlace) -> PrintedTable:
        numbers = [each.value for each in self._above if each.kind == "number"]
        money = [each.value for each in self._above if each.kind == "money_unit"]
        table = PrintedTable(
            self._index,
            without_continued(self._title() or place.sheet),
            numbers[-1] if numbers else "",
            money[-1] if money else "",
        )
        self.tables.append(table)
        return table

    def _title(self) -> str:
        """The title among what stands above: a known one, one that spreads over lines, what is called a table."""
        above = self._above
        for at in range(len(above) - 1, -1, -1):
            if above[at].kind == "title":
                return self._whole_title(above[: at + 1])
        lines = [each for each in above if each.kind in ("named", "text")]
        for end in range(len(lines), 0, -1):
            for start in range(max(0, end - 3), end - 1):
                joined = "".join(each.text for each in lines[start:end])
                if self._titles.knows(joined):
                    return joined
        for at in range(len(lines) - 1, -1, -1):
            if at and _ends_title(lines[at - 1].text, lines[at].text):
                return f"{lines[at - 1].text}{lines[at].text}"
            if lines[at].kind == "named":
                return lines[at].text
        return ""

    def _whole_title(self, above: Sequence[CaptionPiece]) -> str:
        """A known title, or the one of which it is only the last line: the last words of many are a title, too."""
        title = above[-1].text
        for start in range(max(0, len(above) - 3), len(above) - 1):
            lines = above[start:]
            joined = "".join(each.text for each in lines)
            other = self._titles.knows(joined) and self._titles.form_of(joined) != self._titles.form_of(title)
            if other and all(each.kind in ("named", "text", "title") for each in lines):
                return joined
        return title

    def _goes_on(self, last: PrintedTable, span: GridSpan, title: str) -> bool:
        if title:
            return fold(without_continued(title)) == fold(last.title) and not _begins_anew(last, span)
        if any(each.kind == "number" and each.value != last.number for each in self._above):
            return False
        if any(each.kind == "text" for each in self._above):
            return False
        before = last.spans[-1].grid
        grid = span.grid
        if grid.place.sheet != before.place.sheet:
            return False
        if grid.columns != before.columns and not (grid.place.page != before.place.page and _aligned(grid, before)):
            return False
        return not _is_new_heading(last, span)


_SHORTEST = 3
"""What ends like a title, and is no longer, is the end of one."""


def _ends_title(line: str, below: str) -> bool:
    """Whether a line is the end of the title that the line above begins: 表 below 十一、“三公”经费支出预算."""
    if not is_table_name(below) or is_table_name(line):
        return False
    return len(fold(below)) <= _SHORTEST or (unprefixed(line) != line and unprefixed(below) == below)


def is_row_text(text: str) -> bool:
    """Whether a line seems to be a row of a table: a name or code, then figures and nothing else."""
    return _ROW.fullmatch(text.strip()) is not None


def _is_sentence(text: str) -> bool:
    return any(each in text for each in "，。；")


def _aligned(grid: Grid, other: Grid) -> bool:
    one, two = grid.place.box, other.place.box
    return (
        one is not None
        and two is not None
        and abs(one.left - two.left) <= _ALIGNED
        and abs(one.right - two.right) <= _ALIGNED
    )


def row_texts(span: GridSpan, row: int) -> list[str]:
    """The folded texts of a row, without empty cells."""
    return [fold(cell.text) for cell in span.grid.cells if cell.row == row and fold(cell.text)]


def _begins_anew(last: PrintedTable, span: GridSpan) -> bool:
    """Whether the rows begin as those of the table did: it stands here a second time."""
    first = last.spans[0]
    opening = _first_row(first)
    return bool(opening) and opening == _first_row(span)


def _first_row(span: GridSpan) -> list[str]:
    """The texts of the first row with a figure, but for its figures."""
    for row in range(span.top, span.bottom):
        texts = row_texts(span, row)
        if any(_FIGURE.search(text) for text in texts):
            return [text for text in texts if not _FIGURE.search(text)]
    return []


def _is_new_heading(last: PrintedTable, span: GridSpan) -> bool:
    """Whether the first row is a heading, and another one than the table has."""
    cells = [cell for cell in span.grid.cells if cell.row == span.top]
    if not cells or any(not cell.text.strip() or any(map(str.isdigit, cell.text)) for cell in cells):
        return False
    first = last.spans[0]
    known = [row_texts(first, row) for row in range(first.top, min(first.top + 5, first.bottom))]
    return row_texts(span, span.top) not in known
