"""Side-by-side parts of a table, and tables whose rows are written across."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jsrules.base.names import fold
from jsrules.base.record import Record
from jsrules.base.units import TEXT
from jsrules.model.form import BlockForm, Form
from jsrules.readers.documents.recognition.captions import plain_name, plain_text
from jsrules.readers.documents.recognition.headings import BodyRow, ColumnRole, HeadingColumn, cells_of
from jsrules.readers.documents.recognition.words import words

_UNIT = re.compile(r"\s*[（(](?:单位\s*[:：]\s*)?[百千万亿]*元[）)]\Z")
"""The unit behind the name of a column: 金额（万元）."""

LABELS: tuple[ColumnRole, ...] = ("code", "name", "line", "serial")
_NAMES: tuple[ColumnRole, ...] = ("code", "name")


class Lane(Record):
    """Columns that belong together: ``labels`` name the rows of ``values``; numbers of columns."""

    labels: tuple[int, ...]
    values: tuple[int, ...]


def lanes_of(columns: Sequence[HeadingColumn]) -> list[Lane]:
    """The side-by-side parts: each begins with columns that name rows, and figures follow."""
    found: list[tuple[list[int], list[int]]] = []
    for number, column in enumerate(columns):
        if column.role == "remark":
            continue
        if not found or (column.role in LABELS and found[-1][1]):
            found.append(([], []))
        found[-1][0 if column.role in LABELS else 1].append(number)
    return [Lane(tuple(labels), tuple(values)) for labels, values in found if values]


def block_named(form: Form, paths: Sequence[tuple[str, ...]]) -> int:
    """The block that headings name; -1 where none is, or several are."""
    texts = {fold(text) for path in paths for text in path}
    found = [
        number
        for number, block in enumerate(form.blocks)
        if any(fold(name) in texts for name in (block.name, *block.aliases) if name)
    ]
    return found[0] if len(found) == 1 else -1


def column_of(path: tuple[str, ...], block: BlockForm) -> int:
    """The column of a block that a heading names; -1 where there is none.

    The lowest word of a heading counts; 合计 below 本年支出 is 本年支出合计, or the 小计 of it.
    """
    texts = [_UNIT.sub("", plain_name(text)) for text in path]
    for names in _readings(texts):
        found = block.column_named(names)
        if found >= 0:
            return found
    return -1


def _readings(texts: Sequence[str]) -> list[str]:
    if not texts:
        return []
    word, last = words(), texts[-1]
    joined = ["".join(texts[start:]) for start in range(len(texts) - 2, -1, -1)]
    above = list(reversed(texts[:-1]))[:1]
    if word.has("合计", fold(last)):
        return [*joined, *above, last]
    if word.has("金额", fold(last)):
        return [*joined, last, *above]
    return [last, *joined]


class LaneColumn(Record):
    """Where the figures of a column go: the name of a column of a block, whether it is the form's, and its unit."""

    name: str
    known: bool
    unit: str = ""


def lane_columns(lane: Lane, columns: Sequence[HeadingColumn], block: BlockForm | None) -> dict[int, LaneColumn]:
    """Where the columns of a lane go: no two of them to one place."""
    made: dict[int, LaneColumn] = {}
    used: set[str] = set()
    for number in lane.values:
        path = columns[number].path
        found = column_of(path, block) if block is not None else -1
        if found < 0 and block is not None and len(block.columns) == len(lane.values) == 1:
            # Only one column can be meant, or it has no name whatever stands above it.
            found = 0 if not path or not (block.columns[0].name or block.free_columns) else -1
        if block is not None and found >= 0 and block.columns[found].name not in used:
            column = block.columns[found]
            made[number] = LaneColumn(column.name, True, column.unit)
        else:
            name = _unused(named(path), used)
            # What stands where no form says that figures do is kept as it is printed.
            made[number] = LaneColumn(name, block is not None and block.free_columns, TEXT.name)
        used.add(made[number].name)
    return made


def _unused(name: str, used: set[str]) -> str:
    given, number = name, 2
    while given in used:
        given, number = f"{name}（{number}）", number + 1
    return given


def named(path: Sequence[str]) -> str:
    """A heading in one line: its words from top to bottom."""
    return ".".join(dict.fromkeys(plain_text(text) for text in path if text.strip()))


class AcrossCell(Record):
    """What a column of a table that writes its rows across holds: that row and column of the form."""

    row: int
    column: int


def across(columns: Sequence[HeadingColumn], rows: Sequence[BodyRow], block: BlockForm) -> dict[int, AcrossCell] | None:
    """What stands in each column of a table whose headings name the rows of the block (07); None for any other table.

    Rows with -1, or columns with -1, are named by a heading that the block does not know.
    """
    values = [number for number, column in enumerate(columns) if column.role != "remark"]
    found = {number: _across(columns[number].path, block) for number in values}
    known = {each.row for each in found.values() if each.row >= 0}
    labels = [cell.text for row in rows for cell in cells_of(row, columns, _NAMES) if cell.text.strip()]
    named_rows = sum(1 for text in labels if block.row_index.get(fold(plain_name(text))) is not None)
    if (
        len(known) < 2
        or 2 * len(known) < len({named(columns[number].path[:-1]) for number in values})
        or named_rows > 1
    ):
        return None
    filled = [row for row in rows if any(cell.text.strip() for cells in row.cells.values() for cell in cells)]
    if len(filled) > 1:
        return None
    by_columns = {
        named(columns[number].path[:-1])
        for number in values
        if column_of(columns[number].path, block) >= 0 and found[number].row < 0
    }
    return (
        _of_accounts(found, {number: columns[number].path for number in values}, block)
        if len(by_columns) < len(known)
        else None
    )


def _of_accounts(
    found: dict[int, AcrossCell], paths: dict[int, tuple[str, ...]], block: BlockForm
) -> dict[int, AcrossCell]:
    """What stands alone beside the budgets and accounts of others, without saying which it is, is an account: 决算数."""
    accounts = [at for at, column in enumerate(block.columns) if words().has("金额", fold(column.name))]
    names = {number: named(names_in(paths[number], block)) for number in found}
    every = list(names.values())
    return {
        number: AcrossCell(each.row, accounts[0])
        if each.column < 0 and names[number] and every.count(names[number]) == len(accounts) == 1
        else each
        for number, each in found.items()
    }


def _across(path: tuple[str, ...], block: BlockForm) -> AcrossCell:
    texts = [plain_name(text) for text in path]
    column = next((place for text in reversed(texts) if (place := block.column_named(text)) >= 0), -1)
    if column < 0 and len(block.columns) == 1:
        column = 0
    names = names_in(texts, block)
    while names:
        word = fold(names[-1])
        # 小计 is that of the item above; 合计 right below the heading over all is the total itself.
        if words().has("合计", word) and len(names) > 1 and (row := _row(names[-2], block)) >= 0:
            return AcrossCell(row, column)
        if (row := _row(names[-1], block)) >= 0:
            return AcrossCell(row, column)
        names.pop()
    return AcrossCell(-1, column)


def names_in(path: Sequence[str], block: BlockForm) -> list[str]:
    """The words of a heading that name no column of the block."""
    return [text for text in map(plain_name, path) if block.column_named(text) < 0]


def _row(name: str, block: BlockForm) -> int:
    found = block.row_index.get(fold(name))
    if found is not None:
        return found
    alike = block.rows_like(name)
    return alike[0] if len(alike) == 1 else -1
