"""Mutants: a report with one slip made in it, as slips of the pen, of the keyboard and of copying go.

The slips of one figure come from `jsrules.base.misprint`; those that need its neighbours are made here. No mutant
prints what the report prints, and no two of one cell alone print the same: of two slips that would, the likelier one
stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeVar

from jsrules.base.misprint import SLIPS, slips_of
from jsrules.base.number import decimal_text
from jsrules.model.changes import CellPlace
from jsrules.model.report import Amount, Block, Cell, Report, Row

T = TypeVar("T")

SlipKind = Literal[
    "digit", "transposed", "missing_digit", "extra_digit", "sign", "unit_scale", "swapped", "copied", "shifted"
]

KINDS: tuple[SlipKind, ...] = (*SLIPS, "swapped", "copied", "shifted")
"""In the order in which they are made of a cell, the likelier ones first."""

PrintedFigure = tuple[int, int]
"""A figure as printed: its digits as an integer, and how many of them are decimals."""

CellChange = tuple[CellPlace, PrintedFigure | None]
"""What a cell prints instead; None is a blank."""

AT_MOST = 200_000
"""How many mutants of a report are judged when nobody says otherwise; of more, this many are taken evenly."""

STARTS = 50
"""From how many rows on a column is made to slip, evenly spread: each of these mutants concerns all rows below."""


class ReportMutant(NamedTuple):
    """One slip: what the cells print instead that it concerns, the one it is about first.

    That is the cell itself, or of a column that slipped the first one that did. Of a figure that is stated several
    times ``statement`` says which of its statements is printed otherwise.
    """

    kind: SlipKind
    changes: tuple[CellChange, ...]
    statement: int = 1


def spread(items: Sequence[T], at_most: int) -> Sequence[T]:
    """At most so many of them, evenly spread."""
    count = len(items)
    if count <= at_most:
        return items
    return [items[number * count // at_most] for number in range(at_most)]


def mutants_of(
    report: Report, kinds: Sequence[str] = KINDS, forms: Sequence[int] | None = None
) -> Iterator[ReportMutant]:
    """The mutants of a report, cell by cell in its order; columns that slipped come behind the cells of their block.

    ``forms`` are the numbers of the forms whose cells are changed, all of them by default.
    """
    wanted = set(kinds)
    for form, table in report.tables.items():
        if forms is not None and form not in forms:
            continue
        for number, block in enumerate(table.blocks):
            mutants = _of_block(block, (form, number), prose=report.forms.forms[form].is_prose)
            yield from (each for each in mutants if each.kind in wanted)


def printed(amount: Amount) -> PrintedFigure:
    """A figure's digits and decimals as they are printed: 98.50% has two decimals, not four."""
    return amount.mantissa, amount.printed_decimals


def reprinted(amount: Amount, figure: PrintedFigure) -> Amount:
    """An amount that prints another figure in its place."""
    mantissa, decimals = figure
    text = decimal_text(mantissa, decimals) + (amount.unit.name if amount.unit.places else "")
    return Amount(text, mantissa, decimals + amount.unit.places, amount.unit, amount.exact)


def figure_text(amount: Amount, figure: PrintedFigure | None) -> str:
    """How a figure looks where an amount stands; a blank is empty."""
    return "" if figure is None else reprinted(amount, figure).text


def _of_block(block: Block, place: tuple[int, int], prose: bool) -> Iterator[ReportMutant]:
    rows = list(block.rows.values())
    for index, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            if cell is not None and cell.amount is not None:
                yield from _of_cell(cell, cell.amount, _neighbours(rows, index, column))
                for other in cell.restated:
                    if other.amount is not None:
                        yield from _slips(other, other.amount)
    if not prose:
        for column in range(max((len(row.cells) for row in rows), default=0)):
            yield from _shifted(rows, column, place)


def _place(cell: Cell) -> CellPlace:
    return cell.form, cell.block, cell.row, cell.column


# -- one cell, and its neighbours


def _neighbours(rows: list[Row], index: int, column: int) -> list[Cell | None]:
    """The cells to the right, below, to the left and above."""
    places = ((index, column + 1), (index + 1, column), (index, column - 1), (index - 1, column))
    return [
        rows[row].cells[at] if 0 <= row < len(rows) and 0 <= at < len(rows[row].cells) else None for row, at in places
    ]


def _of_cell(cell: Cell, amount: Amount, neighbours: list[Cell | None]) -> Iterator[ReportMutant]:
    """The mutants of one figure; of its neighbours the first two, right and below,
    are those that it may change places with.
    """
    place, own = _place(cell), printed(amount)
    seen: set[PrintedFigure | None] = {own}
    for mutant in _slips(cell, amount):
        seen.add(mutant.changes[0][1])
        yield mutant
    for number, each in enumerate(neighbours):
        if number < 2 and each is not None and each.amount is not None and _may_swap(amount, each.amount):
            yield ReportMutant("swapped", ((place, printed(each.amount)), (_place(each), own)))
    for each in neighbours:
        if each is not None and each.amount is not None and _may_swap(amount, each.amount):
            other = printed(each.amount)
            if other not in seen:
                seen.add(other)
                yield ReportMutant("copied", ((place, other),))


def _slips(cell: Cell, amount: Amount) -> Iterator[ReportMutant]:
    """The mutants of one statement of a figure that its neighbours have no part in."""
    mantissa, decimals = printed(amount)
    for kind, made in slips_of(mantissa, decimals):
        if amount.exact and kind in ("sign", "unit_scale"):
            continue  # nobody counts vehicles below zero, or in 万元
        yield ReportMutant(kind, ((_place(cell), (made, decimals)),), cell.statement)


def _may_swap(one: Amount, other: Amount) -> bool:
    """Whether a figure may stand where the other does, and would not be the same there."""
    if one.unit != other.unit or one.exact != other.exact:
        return False
    scales: tuple[int, int] = 10**other.decimals, 10**one.decimals
    return one.mantissa * scales[0] != other.mantissa * scales[1]


# -- a column that slipped


def _shifted(rows: list[Row], column: int, block: tuple[int, int]) -> Iterator[ReportMutant]:
    """The column moved down by a row from some row on, or up; what leaves the block is lost,
    what is left behind is blank.
    """
    cells = [row.cells[column] for row in rows]
    amounts = [None if each is None else each.amount for each in cells]
    kinds = {(each.unit, each.exact) for each in amounts if each is not None}
    if len(kinds) != 1:
        return
    places: list[CellPlace] = [(*block, row.key, column) for row in rows]
    seen: set[tuple[CellChange, ...]] = set()
    figures = [None if each is None else printed(each) for each in amounts]
    for start in spread(range(len(rows)), STARTS):
        for moved in ([None, *figures[start:-1]], [*figures[start + 1 :], None]):
            changes = tuple(
                (place, new)
                for place, old, new in zip(places[start:], figures[start:], moved, strict=True)
                if new != old
            )
            moves = any(new is not None for _, new in changes)  # else a figure is gone, and none has slipped
            if moves and changes not in seen:
                seen.add(changes)
                yield ReportMutant("shifted", changes)
