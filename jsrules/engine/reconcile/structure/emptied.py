"""A table or block that was not filled in."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.engine.reconcile.structure.guess import Desk, Guess
from jsrules.engine.reconcile.structure.units import parts_of


def emptied(desk: Desk) -> Iterator[Guess]:
    """Guesses that the figures of a table or block were left out: nothing but blanks and zeros stands there."""
    for sheets, columns, whole in parts_of(desk):
        if columns:
            continue
        numbers = [number for sheet in sheets for row in sheet.numbers for number in row if number >= 0]
        if any(desk.value(each) for each in numbers) or not desk.is_touched(numbers):
            continue
        yield Guess(
            "emptied",
            sheets[0],
            {
                (sheet.form, sheet.block, key, column): None
                for sheet in sheets
                for key, row in zip(sheet.rows, sheet.numbers, strict=True)
                for column in sheet.columns
                if row[column] >= 0
            },
            whole=whole,
        )
