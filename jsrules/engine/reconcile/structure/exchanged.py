"""Two columns or two rows of a block in each other's place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from jsrules.engine.reconcile.structure.guess import FEWEST, NOTHING, Desk, Guess, SourceCell
from jsrules.engine.reconcile.structure.sheets import Sheet
from jsrules.model.changes import CellPlace

EACH_PAIR = 12
"""What it costs to look whether two rows may have been exchanged: of a long table there are many."""


def columns_swapped(desk: Desk) -> Iterator[Guess]:
    """Guesses that the figures of two columns were exchanged."""
    for sheet in desk.doubted(FEWEST):
        touched = [each for each in sheet.columns if desk.is_touched(sheet.column(each))]
        for one, other in combinations(sheet.columns, 2):
            if one not in touched and other not in touched:
                continue
            pairs = [((row, one), (row, other)) for row in range(len(sheet.rows))]
            guess = _exchanged(desk, sheet, pairs)
            if guess is not None:
                guess.kind, guess.columns = "columns_swapped", (one, other)
                yield guess


def rows_swapped(desk: Desk) -> Iterator[Guess]:
    """Guesses that the figures of two rows were exchanged: one violates what the other's would satisfy."""
    for sheet in desk.doubted(FEWEST):
        wanted = [_wanted(desk, sheet, numbers) for numbers in sheet.numbers]
        for one, other in combinations(range(len(sheet.rows)), 2):
            desk.board.budget.spend(EACH_PAIR)
            if not (_has_wanted(desk, sheet, wanted[one], other) or _has_wanted(desk, sheet, wanted[other], one)):
                continue
            pairs = [((one, column), (other, column)) for column in sheet.columns]
            guess = _exchanged(desk, sheet, pairs)
            if guess is not None:
                guess.rows = one, other
                yield guess


def _wanted(desk: Desk, sheet: Sheet, numbers: list[int]) -> dict[int, list[tuple[int, int]]]:
    """What violated formulas want in a row, by column, and how far a figure may be from that."""
    found: dict[int, list[tuple[int, int]]] = {}
    for column in sheet.columns:
        number = numbers[column]
        for line in desk.violated_of(number) if number >= 0 else ():
            value = desk.board.wanted(line, number)
            if value is not None:
                found.setdefault(column, []).append((value, desk.board.lines[line].slack + desk.board.grains[number]))
    return found


def _has_wanted(desk: Desk, sheet: Sheet, wanted: dict[int, list[tuple[int, int]]], row: int) -> bool:
    """Whether the figures of a row are what is wanted in another one, in any column."""
    return any(
        abs(desk.value(sheet.numbers[row][column]) - value) <= slack
        for column, offers in wanted.items()
        for value, slack in offers
    )


SheetPlace = tuple[int, int]


def _exchanged(desk: Desk, sheet: Sheet, pairs: list[tuple[SheetPlace, SheetPlace]]) -> Guess | None:
    """A guess that pairs of figures were exchanged; None unless at least two pairs differ."""
    moves: dict[CellPlace, SourceCell] = {}
    different = 0
    for (row, column), (other, beside) in pairs:
        one, two = sheet.numbers[row][column], sheet.numbers[other][beside]
        if desk.value(one) == desk.value(two):
            continue
        different += 1
        moves[sheet.form, sheet.block, sheet.rows[row], column] = two if two >= 0 else NOTHING
        moves[sheet.form, sheet.block, sheet.rows[other], beside] = one if one >= 0 else NOTHING
    return Guess("rows_swapped", sheet, moves) if different > 1 else None
