"""A table, block or column that was not filled in."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.engine.reconcile.structure.guess import FEWEST, Desk, Guess, price, quick, up_to
from jsrules.engine.reconcile.structure.repair import FREED, SET
from jsrules.engine.reconcile.structure.sheets import Sheet
from jsrules.engine.reconcile.structure.units import parts_of

COLUMN = 3
"""So many figures elsewhere must say that a blank column beside others is not 0."""


def emptied(desk: Desk, fewest: int = FEWEST) -> Iterator[Guess]:
    """Guesses that the figures of a table, block or column were left out: nothing but blanks and zeros stands there."""
    for sheets, columns, whole in parts_of(desk, fewest):
        numbers = [
            row[column]
            for sheet in sheets
            for row in sheet.numbers
            for column in columns or sheet.columns
            if row[column] >= 0
        ]
        if any(desk.value(each) for each in numbers) or not desk.is_touched(numbers):
            continue
        # A blank column beside others could take up whatever does not add up in these.
        if columns and _witnesses(desk, set(numbers))[0] < COLUMN:
            continue
        yield Guess(
            "emptied",
            sheets[0],
            {
                (sheet.form, sheet.block, key, column): None
                for sheet in sheets
                for key, row in zip(sheet.rows, sheet.numbers, strict=True)
                for column in columns or sheet.columns
                if row[column] >= 0
            },
            columns,
            whole=whole,
        )


def unwritten(desk: Desk) -> Iterator[Guess]:
    """The tables, and the blocks of such, of which nothing is written but the name, without a word on why, where
    figures elsewhere say that they are not blank.
    """
    for form, table in desk.report.tables.items():
        empty = [number for number, block in enumerate(table.blocks) if block.stated and not block.rows]
        if not empty or desk.report.forms.forms[form].is_prose or table.note:
            continue
        whole = len(empty) == len(table.blocks)
        for block in empty[:1] if whole else empty:
            places = [place for place in desk.numbers if place[0] == form and (whole or place[1] == block)]
            if desk.is_touched([desk.numbers[place] for place in places]):
                yield Guess("emptied", Sheet(form, block, [], []), dict.fromkeys(places), whole=whole)


def left_blank(desk: Desk) -> Guess | None:
    """A table or block that is blank without a word on why, where figures elsewhere say that it is not.

    One figure is enough as long as none says that the part is indeed 0: a part without any figure is not to be
    defended against one that is there. So is a sum that the part is one of several parts of, where no figure put right
    alone would do.
    """
    if desk.board.report.forms.inferred:
        return None
    violated = len(desk.board.violated)
    for guess in emptied(desk, 1):
        mine = {desk.numbers[place] for place in guess.moves}
        amounts = [desk.board.report.cells[each].amount for each in mine]
        if (
            guess.columns
            or desk.board.report.tables[guess.sheet.form].note
            or any(each is not None and each.text for each in amounts)
        ):
            continue
        against, confirmed = _witnesses(desk, mine)
        if confirmed and against < 2:
            continue
        # Against a sum that it is a part of: no figure alone must put that right.
        most = desk.before if against else desk.before - (FREED - SET)
        if quick(desk, guess) < violated and price(desk, guess, up_to(most)) <= most:
            return guess
    return None


def _witnesses(desk: Desk, mine: set[int]) -> tuple[int, int]:
    """How many figures elsewhere that face the part alone are not 0, and how many are printed as 0."""
    board = desk.board
    against: set[int] = set()
    confirmed: set[int] = set()
    for number in sorted({line for each in mine for line in board.lines_of.get(each, ())}):
        others = [each for each in board.cells_of(number) if each not in mine]
        amounts = [(each, board.report.cells[each].amount) for each in others]
        printed = [each for each, amount in amounts if amount is not None and amount.text]
        if len(printed) == 1 and board.lines[number].operator == "=":
            (against if desk.value(printed[0]) else confirmed).update(printed)
    return len(against), len(confirmed)
