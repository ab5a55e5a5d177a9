"""A column or table that holds the figures of another one, or of the prior year."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.engine.reconcile.structure.board import BLANK
from jsrules.engine.reconcile.structure.guess import Desk, Guess, put
from jsrules.engine.reconcile.structure.sheets import Sheet
from jsrules.engine.reconcile.structure.units import parts_of
from jsrules.model.changes import CellPlace

FEWEST = 3
"""So many figures other than 0 must be those of the other place, and so many must be wrong."""


TABLE = 6
"""So many figures other than 0 must be those of another table."""

PRIOR = 3
"""And so many those of the same places a year before."""

PART = 12
"""One figure in so many must be wrong; what it saves shows that the others are, which are not the same by right."""


def copied(desk: Desk) -> Iterator[Guess]:
    """Guesses that the figures of a table or column are those of another one, which stands there too."""
    for sheets, columns, whole in parts_of(desk):
        if len(sheets) > 1:
            continue
        (sheet,) = sheets
        if not desk.is_touched([number for row in sheet.numbers for number in row]):
            continue
        for other, others in _others(desk, sheet, columns):
            if _differ(desk, sheet, columns or tuple(sheet.columns), other, others):
                continue
            pairs = _pairs(sheet, columns or tuple(sheet.columns), other, others)
            guess = _guess(desk, "copied", sheet, columns, pairs)
            if guess is not None:
                guess.whole = whole
                guess.source = other.form, other.block, others[0] if columns else -1
                yield guess


def prior_year(desk: Desk) -> Iterator[Guess]:
    """Guesses that the figures of a table or column are those of the report of the year before."""
    prior = desk.report.prior
    if prior is None:
        return
    places = {(cell.form, cell.block, cell.row, cell.column): cell.index for cell in prior.cells}
    for sheets, columns, whole in parts_of(desk):
        pairs: dict[CellPlace, tuple[int, int]] = {}
        for sheet in sheets:
            for key, row in zip(sheet.rows, sheet.numbers, strict=True):
                for column in columns or sheet.columns:
                    place = sheet.form, sheet.block, key, column
                    pairs[place] = row[column], places.get(place, -1)
        if desk.is_touched([number for number, _ in pairs.values()]):
            guess = _guess(desk, "prior_year", sheets[0], columns, pairs)
            if guess is not None:
                guess.whole = whole
                yield guess


def _others(desk: Desk, sheet: Sheet, columns: tuple[int, ...]) -> Iterator[tuple[Sheet, tuple[int, ...]]]:
    """Where the figures may be from: another column of the same rows, or another block of as many columns."""
    for other in desk.sheets:
        if columns:
            for column in other.columns:
                if other is not sheet or column not in columns:
                    yield other, (column,)
        elif other is not sheet and len(other.columns) >= len(sheet.columns) > 1:
            yield other, tuple(other.columns[: len(sheet.columns)])


def _differ(desk: Desk, sheet: Sheet, columns: tuple[int, ...], other: Sheet, others: tuple[int, ...]) -> bool:
    """Whether any figure is another one in the other place."""
    known = {key: number for number, key in enumerate(other.rows)}
    for key, row in zip(sheet.rows, sheet.numbers, strict=True):
        at = known.get(key, -1)
        for column, beside in zip(columns, others, strict=True):
            value = desk.value(row[column])
            if value and (at < 0 or desk.value(other.numbers[at][beside]) != value):
                return True
    return False


def _pairs(
    sheet: Sheet, columns: tuple[int, ...], other: Sheet, others: tuple[int, ...]
) -> dict[CellPlace, tuple[int, int]]:
    """Cells and those that they may be copied from, by place: rows of the same key."""
    known = {key: number for number, key in enumerate(other.rows)}
    pairs = {}
    for key, row in zip(sheet.rows, sheet.numbers, strict=True):
        at = known.get(key, -1)
        for column, beside in zip(columns, others, strict=True):
            if row[column] >= 0:
                pairs[sheet.form, sheet.block, key, column] = row[column], other.numbers[at][beside] if at >= 0 else -1
    return pairs


def _guess(
    desk: Desk, kind: str, sheet: Sheet, columns: tuple[int, ...], pairs: dict[CellPlace, tuple[int, int]]
) -> Guess | None:
    """A guess that cells were copied, when they are the same and the rows want many of them to be others."""
    printed = [(mine, theirs) for mine, theirs in pairs.values() if mine >= 0 and desk.value(mine)]
    same = sum(desk.value(mine) == desk.value(theirs) for mine, theirs in printed)
    if same < FEWEST or same < len(printed):
        return None
    guess = Guess("copied" if kind == "copied" else "prior_year", sheet, dict.fromkeys(pairs), columns)
    states = guess.states(desk)
    olds = {number: desk.value(number) for number in states}
    mark = desk.board.mark()
    put(desk, states)
    figures = desk.board.figures
    wrong = [
        number
        for number in states
        if figures[number] is not None and abs((figures[number] or BLANK)[0] - olds[number]) > desk.board.grains[number]
    ]
    # Of what is printed, and of what should be, many must be wrong: two columns may be the same by right.
    told = [number for number in states if figures[number] is not None and (olds[number] or number in wrong)]
    desk.board.undo(mark)
    if not columns:  # of a whole table little can be told when nothing in it is known
        most = PRIOR if kind == "prior_year" else TABLE
        return guess if len(printed) >= most and wrong else None
    return guess if len(wrong) >= FEWEST and PART * len(wrong) >= len(told) else None
