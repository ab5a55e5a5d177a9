"""The heading of a table: how far down it goes, and what it says of each column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from jsrules.base.names import fold
from jsrules.base.number import is_blank
from jsrules.base.record import Record
from jsrules.model.document import Grid, GridCell
from jsrules.model.form import Form, FormSet
from jsrules.readers.documents.recognition.captions import GridSpan
from jsrules.readers.documents.recognition.continuation import PrintedTable, row_texts
from jsrules.readers.documents.recognition.words import words

ColumnRole = Literal["code", "name", "line", "serial", "remark", "value"]
"""What stands in a column: account codes, names of rows, 行次, 序号, remarks, figures."""

_AMOUNT = re.compile(r"[-+−－(（]?\s*[0-9０-９][0-9０-９,，\s]*(?:[.．][0-9０-９]+)?\s*[)）]?\s*[%％]?")
_WHOLE = re.compile("[0-9０-９]{1,3}")
_CODE = re.compile("[0-9０-９]{2,9}")
_DEEPEST = 8
"""A heading has fewer rows than this."""


class HeadingColumn(Record):
    """A column: the columns of the grid that it takes up, from ``first`` to before ``end``, what its heading says, from
    top to bottom, and what stands in it.
    """

    first: int
    end: int
    path: tuple[str, ...]
    role: ColumnRole


class BodyRow(Record):
    """A row below the heading: the cells of each column, by its number. It is row ``number`` of the grid of a part of
    the table; ``is_mixed``: words of the heading stand in it, too.
    """

    cells: dict[int, list[GridCell]]
    part: int
    number: int
    is_mixed: bool = False


class ReadTable(Record):
    """A table with its heading taken apart: its columns and rows, and the cells of its heading."""

    columns: tuple[HeadingColumn, ...]
    rows: tuple[BodyRow, ...]
    heading: tuple[GridCell, ...]


class Vocabulary(Record):
    """Folded names: ``headings`` are words of headings, ``is_row`` tells the names of rows."""

    headings: frozenset[str]
    is_row: Callable[[str], bool]


def vocabulary(forms: Sequence[Form]) -> Vocabulary:
    """What may stand in the heading of a table that is one of these, and what in front of its rows."""
    headings: set[str] = set()
    rows: set[str] = set()
    blocks = [block for form in forms for block in form.blocks]
    for block in blocks:
        headings.update(fold(each) for each in (block.name, *block.aliases) if each)
        headings.update(fold(name) for each in block.columns for name in (each.name, *each.aliases) if name)
        rows.update(fold(name) for each in block.rows for name in (each.name, *each.aliases))
        if not block.keyed:
            headings.update(fold(name) for each in block.rows for name in (each.name, *each.aliases))

    def is_row(text: str) -> bool:
        return fold(text) in rows or any(block.rows_like(text) for block in blocks)

    return Vocabulary(frozenset(headings), is_row)


def is_amount(text: str) -> bool:
    """Whether a text is a figure and nothing else."""
    return _AMOUNT.fullmatch(text.strip()) is not None


def read_table(printed: PrintedTable, known: Vocabulary) -> ReadTable:
    """The columns and the rows of a printed table."""
    first = printed.spans[0]
    raster = _Raster(first.grid)
    height, numbers = _heading_rows(first, raster, known)
    groups = _apart(_groups(raster, first.top, first.top + height, numbers), raster, first.top + height, first.bottom)
    body: list[tuple[int, GridSpan, int]] = []
    heading: list[GridCell] = []
    for part, span in enumerate(printed.spans):
        begin = first.top + height if part == 0 else _after_repeated(span, first, height)
        heading += (
            cell for cell in span.grid.cells if span.top <= cell.row < begin or (part == 0 and cell.row in numbers)
        )
        body += ((part, span, row) for row in range(begin, span.bottom) if part or row not in numbers)
    cells: dict[tuple[int, int], list[GridCell]] = {}
    for part, span in enumerate(printed.spans):
        for cell in span.grid.cells:
            cells.setdefault((part, cell.row), []).append(cell)
    rows = [_body_row(part, span, row, cells.get((part, row), ()), groups, first) for part, span, row in body]
    columns = _with_roles(groups, rows, known)
    if rows and _is_mixed(columns, rows[0], known):
        columns, rows[0] = _unmixed(columns, rows[0], known)
    return ReadTable(tuple(columns), tuple(rows), tuple(heading))


class _Raster:
    """Which cell takes up which place of a grid."""

    def __init__(self, grid: Grid) -> None:
        self.columns = grid.columns
        self.at: dict[tuple[int, int], GridCell] = {}
        self.anchored: dict[int, list[GridCell]] = {}
        for cell in grid.cells:
            self.anchored.setdefault(cell.row, []).append(cell)
            for row in range(cell.row, min(cell.row + cell.row_span, grid.rows)):
                for column in range(cell.column, min(cell.column + cell.column_span, grid.columns)):
                    self.at[row, column] = cell


def _heading_rows(span: GridSpan, raster: _Raster, known: Vocabulary) -> tuple[int, list[int]]:
    """How many rows the heading has, and which rows of it, or right below it, number the columns."""
    numbers: list[int] = []
    row = span.top
    while row < min(span.bottom, span.top + _DEEPEST):
        cells = raster.anchored.get(row, [])
        texts = [cell for cell in cells if cell.text.strip()]
        if _numbers_columns(texts):
            numbers.append(row)
        elif not _is_heading(row == span.top, cells, texts, known) or _opens_rows(raster, row, texts, known):
            break
        row += 1
    return row - span.top, numbers


def _numbers_columns(cells: Sequence[GridCell]) -> bool:
    """Whether a row numbers the columns: 栏次 1 2 3."""
    texts = [fold(cell.text) for cell in cells]
    found = [text for text in texts if not words().has("栏次", text)]
    named = len(found) < len(texts)
    levels = words()
    found = [text for text in found if not levels.has("编码", text) and not levels.has("行次", text)]
    if not found or not all(_WHOLE.fullmatch(text) for text in found):
        return False
    values = [int(text) for text in found]
    running = all(after == before + 1 for before, after in pairwise(values))
    return (named or len(values) > 1) and values[0] == 1 and running


def _is_heading(first: bool, cells: Sequence[GridCell], texts: Sequence[GridCell], known: Vocabulary) -> bool:
    if any(is_amount(cell.text) for cell in texts):
        return False
    if not texts:
        return not first and bool(cells) and all(cell.row_span > 1 for cell in cells)
    opening, rest = texts[0].text, texts[1:]
    strangers = [cell for cell in texts if not is_heading_word(cell.text, known)]
    if not rest and not first:
        # A row with a name and nothing else, or a heading over all columns.
        return len(cells) == 1 and not known.is_row(opening) and not strangers
    if first or not strangers:
        return True
    # Names in all of its cells, of which the form knows some, or of which the first is no row's.
    return len(texts) == len(cells) and (not known.is_row(opening) or 2 * len(strangers) <= len(texts))


def _opens_rows(raster: _Raster, row: int, texts: Sequence[GridCell], known: Vocabulary) -> bool:
    """Whether a row, although it looks like a heading, is the first of the rows: its name stands below 科目名称."""
    above = raster.at.get((row - 1, texts[0].column)) if texts else None
    if above is None or role_of(fold(above.text)) not in ("code", "name"):
        return False
    return role_of(fold(texts[0].text)) == "value" and known.is_row(texts[0].text)


def is_heading_word(text: str, known: Vocabulary) -> bool:
    """Whether a text is a word of headings."""
    folded = fold(text)
    word = words()
    return (
        folded in known.headings or role_of(folded) != "value" or word.has("合计", folded) or word.has("分栏", folded)
    )


def role_of(folded: str) -> ColumnRole:
    """What stands in a column of this heading, as far as that tells."""
    word = words()
    if not folded or word.has("不是名称", folded):
        return "value"
    found: tuple[tuple[ColumnRole, str], ...] = (
        ("line", "行次"),
        ("serial", "序号"),
        ("code", "编码"),
        ("name", "名称"),
        ("remark", "备注"),
    )
    return next((role for role, what in found if word.has(what, folded)), "value")


def _groups(raster: _Raster, top: int, bottom: int, numbers: Sequence[int]) -> list[HeadingColumn]:
    """The columns, each with its heading; columns of the grid below one lowest heading are one column."""
    rows = [row for row in range(top, bottom) if row not in numbers]
    filled = _filled(raster, rows)
    groups: list[HeadingColumn] = []
    last: tuple[GridCell, ...] = ()
    for column in range(raster.columns):
        own: list[GridCell] = []
        for row in rows:
            cell = filled.get((row, column))
            if cell is not None and cell.text.strip() and cell not in own:
                own.append(cell)
        path = tuple(cell.text for cell in own)
        if groups and own and tuple(own) == last:
            groups[-1] = HeadingColumn(groups[-1].first, column + 1, path, "value")
        else:
            groups.append(HeadingColumn(column, column + 1, path, "value"))
        last = tuple(own)
    return groups


def _apart(groups: Sequence[HeadingColumn], raster: _Raster, top: int, bottom: int) -> list[HeadingColumn]:
    """The columns, where one heading stands over several in which figures or words stand side by side."""
    found: list[HeadingColumn] = []
    for group in groups:
        several = group.end - group.first > 1 and (not group.path or role_of(fold(group.path[-1])) == "value")
        if several and any(
            sum(
                group.first <= cell.column < group.end and bool(cell.text.strip())
                for cell in raster.anchored.get(row, ())
            )
            > 1
            for row in range(top, bottom)
        ):
            found += (HeadingColumn(each, each + 1, group.path, "value") for each in range(group.first, group.end))
        else:
            found.append(group)
    return found


def _filled(raster: _Raster, rows: Sequence[int]) -> dict[tuple[int, int], GridCell]:
    """The cell that heads each place; merged cells that were taken apart are whole again: an empty place belongs to the
    heading on its left, where both are below one heading, but for the lowest row.
    """
    filled: dict[tuple[int, int], GridCell] = {}
    for index, row in enumerate(rows):
        for column in range(raster.columns):
            cell = raster.at.get((row, column))
            if cell is None:
                continue
            left = filled.get((row, column - 1))
            above = rows[index - 1] if index else None
            alike = above is None or filled.get((above, column)) is filled.get((above, column - 1))
            if not cell.text.strip() and left is not None and left.text.strip() and alike and row != rows[-1]:
                cell = left
            filled[row, column] = cell
    return filled


def _after_repeated(span: GridSpan, first: GridSpan, height: int) -> int:
    """The first row of a further part that does not repeat the heading."""
    known = [row_texts(first, row) for row in range(first.top, first.top + height)]
    row = span.top
    while row < span.bottom:
        texts = row_texts(span, row)
        if not texts or not any(_stand_in(texts, each) for each in known):
            break
        row += 1
    return row


def _stand_in(texts: Sequence[str], heading: Sequence[str]) -> bool:
    """Whether texts are those of a heading, in order, some of which may have been lost."""
    rest = iter(heading)
    return all(text in rest for text in texts)


def _body_row(
    part: int,
    span: GridSpan,
    row: int,
    cells: Sequence[GridCell],
    groups: Sequence[HeadingColumn],
    first: GridSpan,
) -> BodyRow:
    found: dict[int, list[GridCell]] = {}
    for cell in cells:
        found.setdefault(_column_at(cell, span, groups, first), []).append(cell)
    return BodyRow(found, part, row)


def _column_at(cell: GridCell, span: GridSpan, groups: Sequence[HeadingColumn], first: GridSpan) -> int:
    """The column that a cell stands in; by where it is drawn, where a further part has other columns in its grid."""
    if span.grid.columns != first.grid.columns and (left := _left_of(cell)) is not None:
        drawn = _drawn_columns(first.grid)
        if drawn:
            place = min(drawn, key=lambda each: abs(drawn[each] - left))
            return _group_at(place, groups)
    return _group_at(cell.column, groups)


def _group_at(column: int, groups: Sequence[HeadingColumn]) -> int:
    for number, group in enumerate(groups):
        if column < group.end:
            return number
    return len(groups) - 1


def _left_of(cell: GridCell) -> int | None:
    return cell.place.box.left if cell.place.box is not None else None


def _drawn_columns(grid: Grid) -> dict[int, int]:
    """Where the columns of a grid begin, in the hundredths of a point of its page."""
    found: dict[int, int] = {}
    for cell in grid.cells:
        left = _left_of(cell)
        if left is not None:
            found.setdefault(cell.column, left)
    return found


def _with_roles(groups: Sequence[HeadingColumn], rows: Sequence[BodyRow], known: Vocabulary) -> list[HeadingColumn]:
    return [
        HeadingColumn(group.first, group.end, group.path, _role(number, group, rows, known))
        for number, group in enumerate(groups)
    ]


def _role(number: int, group: HeadingColumn, rows: Sequence[BodyRow], known: Vocabulary) -> ColumnRole:
    texts = [cell.text.strip() for row in rows for cell in row.cells.get(number, ()) if cell.text.strip()]
    heading = fold(group.path[-1]) if group.path else ""
    role = role_of(heading)
    if role == "code" and len(heading) > 1 and texts and not any(_CODE.fullmatch(fold(each)) for each in texts):
        return "name" if not any(map(is_amount, texts)) else "value"
    if role != "value":
        return role
    figures = sum(map(is_amount, texts))
    named = [each for each in texts if not is_blank(each) and not is_amount(each)]
    if not heading and texts and number == 0 and all(_CODE.fullmatch(fold(each)) for each in texts):
        return "code"
    if not named or is_heading_word(heading, known):
        return "value"
    return "name" if figures * 2 < len(named) and not (heading and figures) else "value"


def _is_mixed(columns: Sequence[HeadingColumn], row: BodyRow, known: Vocabulary) -> bool:
    """Whether words of the heading stand beside the name of the first row."""
    label = [cell.text for cell in cells_of(row, columns, ("name", "code")) if cell.text.strip()]
    beside = [cell.text for cell in cells_of(row, columns, ("value",)) if cell.text.strip()]
    found = [text for text in beside if not is_amount(text)]
    return bool(label) and bool(found) and all(is_heading_word(text, known) for text in found)


def _unmixed(columns: Sequence[HeadingColumn], row: BodyRow, known: Vocabulary) -> tuple[list[HeadingColumn], BodyRow]:
    """The columns with the words of that row in their headings."""
    made = []
    for number, column in enumerate(columns):
        texts = [cell.text for cell in row.cells.get(number, ()) if cell.text.strip() and not is_amount(cell.text)]
        if column.role == "value" and texts and is_heading_word(texts[0], known):
            column = HeadingColumn(column.first, column.end, (*column.path, *texts), "value")
        made.append(column)
    return made, BodyRow(row.cells, row.part, row.number, True)


def cells_of(row: BodyRow, columns: Sequence[HeadingColumn], roles: Sequence[ColumnRole]) -> Iterator[GridCell]:
    """The cells of a row in columns of these kinds, from left to right."""
    for number, column in enumerate(columns):
        if column.role in roles:
            yield from row.cells.get(number, ())


def forms_of(forms: FormSet | None) -> list[Form]:
    """The tables of a form set."""
    return [form for form in forms.forms if not form.is_prose] if forms is not None else []
