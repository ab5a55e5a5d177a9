"""Documents damaged at random, in what they say and in their bytes, for tests of what readers make of them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Literal, NamedTuple
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from hypothesis import strategies as st

from jsrules.base.record import replace
from jsrules.outputs.export.layout import LaidCell, LaidReport, LaidTable

SaidDamage = Literal[
    "no title", "no heading", "rows lost", "table lost", "column slipped", "characters lost", "blanks lost"
]
"""What a document no longer says, or says in the wrong place."""

ByteDamage = Literal["cut off", "bytes changed", "bytes lost", "part lost", "part cut off", "doubled"]
"""What happened to a file: on the way, on a disk, in a program."""


class Damage(NamedTuple):
    """A kind of damage, and the seed of where it strikes."""

    kind: str
    seed: int


def said_damages() -> st.SearchStrategy[Damage]:
    return st.builds(Damage, st.sampled_from(SaidDamage.__args__), st.integers(0, 2**32))  # type: ignore[attr-defined]


def byte_damages() -> st.SearchStrategy[Damage]:
    return st.builds(Damage, st.sampled_from(ByteDamage.__args__), st.integers(0, 2**32))  # type: ignore[attr-defined]


def damaged(report: LaidReport, damage: Damage) -> LaidReport:
    """A drawn report of which something is lost or stands elsewhere; every figure in it is one of the report's, or
    (``characters lost``) one of them without some of its characters.
    """
    chance = Random(damage.seed)
    tables = list(report.tables)
    if not tables:
        return report
    at = chance.randrange(len(tables))
    if damage.kind == "table lost":
        del tables[at]
    else:
        tables[at] = _TABLE_DAMAGES[damage.kind](tables[at], chance)
    return replace(report, tables=tuple(tables))


def _without_title(table: LaidTable, _: Random) -> LaidTable:
    return replace(table, title="", captions=())


def _without_rows(table: LaidTable, gone: set[int]) -> LaidTable:
    """The table without these rows; a cell that takes up several goes with its first."""
    left = [row for row in range(table.rows) if row not in gone]
    place = {row: number for number, row in enumerate(left)}
    cells = tuple(
        replace(
            cell, row=place[cell.row], row_span=sum(row in place for row in range(cell.row, cell.row + cell.row_span))
        )
        for cell in table.cells
        if cell.row in place
    )
    return replace(table, cells=cells, rows=len(left), head_rows=sum(row in place for row in range(table.head_rows)))


def _without_heading(table: LaidTable, _: Random) -> LaidTable:
    return _without_rows(table, set(range(table.head_rows)))


def _rows_lost(table: LaidTable, chance: Random) -> LaidTable:
    """A page is missing."""
    body = range(table.head_rows, table.rows)
    if len(body) < 2:
        return table
    start = chance.choice(body)
    return _without_rows(table, set(range(start, min(start + chance.randint(1, 12), table.rows))))


def _figures(table: LaidTable) -> list[LaidCell]:
    return [cell for cell in table.cells if cell.role in ("money", "figure")]


def _column_slipped(table: LaidTable, chance: Random) -> LaidTable:
    """The figures of a column stand a row lower than they should, from some row on."""
    columns = sorted({cell.column for cell in _figures(table)})
    if not columns:
        return table
    column = chance.choice(columns)
    slipping = sorted((cell for cell in _figures(table) if cell.column == column), key=lambda cell: cell.row)
    slipping = slipping[chance.randrange(len(slipping)) :]
    texts = dict(zip((cell.row for cell in slipping), ["", *(cell.text for cell in slipping[:-1])], strict=True))
    return replace(
        table,
        cells=tuple(
            replace(cell, text=texts[cell.row])
            if cell.column == column and cell.row in texts and cell in slipping
            else cell
            for cell in table.cells
        ),
    )


def _characters_lost(table: LaidTable, chance: Random) -> LaidTable:
    """Some characters were not drawn."""

    def thinned(text: str) -> str:
        return "".join(each for each in text if chance.random() > 0.1)

    return replace(table, cells=tuple(replace(cell, text=thinned(cell.text)) for cell in table.cells))


def _blanks_lost(table: LaidTable, _: Random) -> LaidTable:
    """As in text that was copied out: blank cells are not there, and what stands behind them moves up to the left."""
    cells: list[LaidCell] = []
    for row in range(table.rows):
        left = 0
        for cell in table.cells:
            if cell.row == row and cell.text:
                cells.append(replace(cell, column=left, row_span=1, column_span=1))
                left += 1
    return replace(table, cells=tuple(cells))


_TABLE_DAMAGES: dict[str, Callable[[LaidTable, Random], LaidTable]] = {
    "no title": _without_title,
    "no heading": _without_heading,
    "rows lost": _rows_lost,
    "column slipped": _column_slipped,
    "characters lost": _characters_lost,
    "blanks lost": _blanks_lost,
}


def damaged_bytes(data: bytes, damage: Damage) -> bytes:
    """A file with such damage; one that is no archive has no parts to lose, and is cut off."""
    chance = Random(damage.seed)
    at = chance.randrange(len(data))
    match damage.kind:
        case "bytes changed":
            changed = bytearray(data)
            for _ in range(chance.randint(1, 40)):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            return bytes(changed)
        case "bytes lost":
            return data[:at] + data[at + chance.randint(1, 2000) :]
        case "doubled":
            return data + data[at:]
        case "part lost" | "part cut off":
            return _of_parts(data, damage.kind, chance) or data[:at]
    return data[:at]


def _of_parts(data: bytes, kind: str, chance: Random) -> bytes:
    made = BytesIO()
    try:
        with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
            hit = chance.choice(old.namelist())
            for name in old.namelist():
                part = old.read(name)
                if name != hit:
                    new.writestr(name, part)
                elif kind == "part cut off":
                    new.writestr(name, part[: chance.randrange(len(part) + 1)])
    except BadZipFile:
        return b""
    return made.getvalue()
