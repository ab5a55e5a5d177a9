"""A sheet to tables and paragraphs: boxed cells are tables, what stands above and below is text. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.base.record import Record, field
from jsrules.model.document import DocumentParagraph, DocumentPart, DocumentPlace, Grid, GridCell

MAXIMUM_CELLS = 300_000
"""Of one document; what lies behind is not read."""

_BOXED = 2
"""Sides with a line from which on a cell belongs to a table."""
_MOST_BLANK = 100
"""Blank rows at the end of a table; more of them are only drawn, and left out."""
_SPARSE = 16
"""How many times more cells a table may have than the file keeps; else only those that it keeps are read."""
_MOST_NAMED = 6
"""Rows, columns or cells that a message names one by one."""

MergedCells = tuple[int, int, int, int]
"""First row, first column, last row and last column, counted from 0."""


class SheetCell(NamedTuple):
    """A cell as it is shown; ``sides`` is how many of its four sides have a line."""

    text: str
    stored: str = ""
    sides: int = 0


class WorkbookSheet(Record, frozen=False):
    """A sheet while it is read; rows and columns count from 0."""

    name: str
    hidden: bool = False
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merged: list[MergedCells] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unshown: list[str] = field(default_factory=list)
    """The names of cells whose number is not 0 and shows as nothing."""

    def hides(self, row: int, rows: int, column: int, columns: int) -> bool:
        """Whether nothing of a cell over so many rows and columns is shown."""
        return (
            self.hidden
            or all(each in self.hidden_rows for each in range(row, row + rows))
            or all(each in self.hidden_columns for each in range(column, column + columns))
        )


def cell_name(row: int, column: int) -> str:
    """``B7`` for row 6 and column 1."""
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    """``B`` for 1."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def sheet_parts(sheet: WorkbookSheet, name: str, faults: list[Diagnostic]) -> list[DocumentPart]:
    """The tables and paragraphs of a sheet, from top to bottom; what it hides is added to ``faults``."""
    layout = _Layout(sheet)
    _tell_hidden(layout, name, faults)
    return list(layout.parts())


class _Layout:
    """The cells of a sheet by rows, merged ones as one."""

    def __init__(self, sheet: WorkbookSheet) -> None:
        self.sheet = sheet
        self.spans: dict[tuple[int, int], tuple[int, int]] = {}
        self.covered: set[tuple[int, int]] = set()
        self.filled: dict[int, list[int]] = {}
        self.boxed: dict[int, list[int]] = {}
        used = [place for place, cell in sheet.cells.items() if cell.text or cell.stored or cell.sides >= _BOXED]
        self._merge(max((row for row, _ in used), default=-1), max((column for _, column in used), default=-1))
        for row, column in sorted(used):
            cell = sheet.cells[row, column]
            if (row, column) not in self.covered and (cell.text or cell.stored):
                self.filled.setdefault(row, []).append(column)
            if cell.sides >= _BOXED:
                self.boxed.setdefault(row, []).append(column)

    def _merge(self, bottom: int, right: int) -> None:
        """Keep merged cells that do not overlap, as far as the sheet is used."""
        budget = 4 * MAXIMUM_CELLS
        for first_row, first_column, last_row, last_column in self.sheet.merged:
            last_row, last_column = min(last_row, bottom), min(last_column, right)
            rows, columns = last_row - first_row + 1, last_column - first_column + 1
            if rows < 1 or columns < 1 or rows * columns == 1:
                continue
            budget -= rows * columns
            if budget < 0:
                continue
            first, *others = [
                (row, column)
                for row in range(first_row, last_row + 1)
                for column in range(first_column, last_column + 1)
            ]
            if not any(place in self.covered or place in self.spans for place in (first, *others)):
                self.spans[first] = rows, columns
                self.covered.update(others)

    def parts(self) -> Iterator[DocumentPart]:
        """Tables and paragraphs, from top to bottom."""
        loose: list[int] = []
        rows = sorted(self.boxed.keys() | self.filled.keys())
        at = 0
        while at < len(rows):
            end = at
            while end < len(rows) and rows[end] in self.boxed and rows[end] == rows[at] + end - at:
                end += 1
            if sum(len(self.filled.get(row, ())) for row in rows[at:end]) > 1:
                while end < len(rows) and rows[end] == rows[end - 1] + 1 and self._goes_on(rows[end]):
                    end += 1
                yield from self._loose(loose)
                loose = []
                yield self._grid(rows[at:end])
            else:
                end = max(end, at + 1)
                loose += rows[at:end]
            at = end
        yield from self._loose(loose)

    def _goes_on(self, row: int) -> bool:
        """Whether a row without lines under a table belongs to it: it has figures beside a name."""
        texts = [self.sheet.cells[row, column].text for column in self.filled.get(row, ())]
        return any(text[:1].isdigit() or (text[:1] in "-－—(（" and text[1:2].isdigit()) for text in texts[1:])

    def _loose(self, rows: list[int]) -> Iterator[DocumentPart]:
        """Rows without lines: where blank rows and a single cell follow, something else begins."""
        rows = [row for row in rows if row in self.filled]
        start = 0
        for at in range(1, len(rows) + 1):
            if at == len(rows) or (rows[at] > rows[at - 1] + 1 and len(self.filled[rows[at]]) == 1):
                yield from self._block(rows[start:at])
                start = at

    def _block(self, rows: list[int]) -> Iterator[DocumentPart]:
        """Single cells above, and wide ones below, are paragraphs, the rest a table."""
        first, last = 0, len(rows)
        while first < last and len(self.filled[rows[first]]) == 1:
            first += 1
        while last > first and len(self.filled[rows[last - 1]]) == 1 and self._width(rows[last - 1]) > 1:
            last -= 1
        if last - first < 2:
            first = last = len(rows)
        yield from self._paragraphs(rows[:first])
        if first < last:
            yield self._grid(rows[first:last])
        yield from self._paragraphs(rows[last:])

    def _width(self, row: int) -> int:
        return self.spans.get((row, self.filled[row][0]), (1, 1))[1]

    def _place(self, row: int, column: int) -> DocumentPlace:
        return DocumentPlace(sheet=self.sheet.name, cell=cell_name(row, column))

    def _paragraphs(self, rows: list[int]) -> Iterator[DocumentParagraph]:
        """What shows of these rows, each as a paragraph; there is no hidden text."""
        for row in rows:
            text = ""
            pieces = []
            for column in self.filled[row]:
                rows_over, columns_over = self.spans.get((row, column), (1, 1))
                if not self.sheet.hides(row, rows_over, column, columns_over):
                    text += "\t" if text else ""
                    pieces.append((len(text), self._place(row, column)))
                    text += self.sheet.cells[row, column].text
            if text:
                yield DocumentParagraph(text, tuple(pieces))

    def _grid(self, rows: list[int]) -> Grid:
        """The rows from the first of these to the last; cells that the file does not keep are there, too, and blank."""
        blank = next((at for at, row in enumerate(reversed(rows)) if row in self.filled), 0)
        if blank > _MOST_BLANK:
            rows = rows[: len(rows) - blank]
        top, bottom = rows[0], rows[-1]
        used = {(row, column) for row in rows for column in self.filled.get(row, ())}
        used |= {(row, column) for row in rows for column in self.boxed.get(row, ())}
        left = min(column for _, column in used)
        right = max(column + self.spans.get((row, column), (1, 1))[1] - 1 for row, column in used)
        height, width = bottom - top + 1, right - left + 1
        if height * width <= _SPARSE * len(used):
            places = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        else:
            places = sorted(used)
        cells = tuple(self._cell(row, column, top, left) for row, column in places if (row, column) not in self.covered)
        return Grid(cells, height, width, self._place(top, left))

    def _cell(self, row: int, column: int, top: int, left: int) -> GridCell:
        cell = self.sheet.cells.get((row, column), SheetCell(""))
        rows, columns = self.spans.get((row, column), (1, 1))
        place = self._place(row, column)
        hidden = self.sheet.hides(row, rows, column, columns)
        return GridCell(row - top, column - left, rows, columns, cell.text, place, cell.stored, hidden)


def _tell_hidden(layout: _Layout, name: str, faults: list[Diagnostic]) -> None:
    """Say what a sheet holds and does not show."""
    sheet = layout.sheet
    title = sheet.name
    if sheet.hidden and layout.filled:
        faults.append(_hidden(say("工作表“{title}”是隐藏的", 'sheet "{title}" is hidden', title=title), name))
    rows = [str(row + 1) for row in layout.filled if row in sheet.hidden_rows]
    if rows:
        which = _named(rows)
        what = say(
            "工作表“{title}”有隐藏的行：{which}", 'sheet "{title}" has hidden rows: {which}', title=title, which=which
        )
        faults.append(_hidden(what, name))
    columns = sorted({column for each in layout.filled.values() for column in each if column in sheet.hidden_columns})
    if columns:
        which = _named([column_name(column) for column in columns])
        what = say(
            "工作表“{title}”有隐藏的列：{which}",
            'sheet "{title}" has hidden columns: {which}',
            title=title,
            which=which,
        )
        faults.append(_hidden(what, name))
    if sheet.unshown:
        which = _named(sheet.unshown)
        what = say(
            "工作表“{title}”的数字格式使这些数不显示：{which}",
            'sheet "{title}" has numbers that their format does not show: {which}',
            title=title,
            which=which,
        )
        faults.append(_hidden(what, name))
    covered = [place for place in layout.covered if (cell := sheet.cells.get(place)) and cell.text]
    if covered:
        which = _named([cell_name(*place) for place in sorted(covered)])
        what = say(
            "工作表“{title}”的合并单元格盖住了内容，没有读：{which}",
            'sheet "{title}" has contents under merged cells, not read: {which}',
            title=title,
            which=which,
        )
        faults.append(_hidden(what, name))


def _hidden(what: str, name: str) -> Diagnostic:
    return Diagnostic(
        "W412", what, path=name, remedy=say("确认它们该不该公开", "make sure whether they are meant to be published")
    )


def _named(names: list[str]) -> str:
    """The first few, and how many there are."""
    text = say("、", ", ").join(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        text += say(" 等 {count} 处", " and others, {count} in all", count=len(names))
    return text
