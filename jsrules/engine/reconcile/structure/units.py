"""A column, block or table in another unit."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.engine.reconcile.structure.guess import FEWEST, Desk, Guess
from jsrules.engine.reconcile.structure.sheets import Sheet

POWERS = (4, -4, 3, -3, 1, -1)


def units(desk: Desk) -> Iterator[Guess]:
    """Guesses that the figures of a part were printed in a unit so many powers of ten too great or too small."""
    for sheets, columns, whole in parts_of(desk):
        numbers = {
            (sheet.form, sheet.block, key, column): row[column]
            for sheet in sheets
            for key, row in zip(sheet.rows, sheet.numbers, strict=True)
            for column in columns or sheet.columns
            if row[column] >= 0 and desk.value(row[column])
        }
        if len(numbers) < 2 or not desk.is_touched(list(numbers.values())):
            continue
        zeros = {
            (sheet.form, sheet.block, key, column): row[column]
            for sheet in sheets
            for key, row in zip(sheet.rows, sheet.numbers, strict=True)
            for column in columns or sheet.columns
            if row[column] >= 0 and (desk.board.figures[row[column]] or (0, 0))[1]
        }
        for power in POWERS:
            # What vanishes in another unit should rather not be there at all.
            values = [(abs(desk.value(each)), desk.board.grains[each]) for each in numbers.values()]
            if power < 0 and sum(value >= 10 * grain * 10**-power for value, grain in values) < max(
                2, len(values) // 2
            ):
                continue
            guess = Guess("unit_scale", sheets[0], {**zeros}, columns, whole=whole, power=power)
            guess.rounded = power < 0 and not any(value % (grain * 10**-power) for value, grain in values)
            yield guess


def parts_of(desk: Desk, fewest: int = FEWEST) -> Iterator[tuple[list[Sheet], tuple[int, ...], bool]]:
    """The tables, blocks and columns of a report that are in so many violated rows, the greater first: their sheets,
    their columns, whether it is all of a table.
    """
    tables: dict[int, list[Sheet]] = {}
    for sheet in desk.doubted(fewest):
        tables.setdefault(sheet.form, []).append(sheet)
    for sheets in tables.values():
        yield sheets, (), True
        for sheet in sheets:
            if len(sheets) > 1:
                yield [sheet], (), False
            if len(sheet.columns) > 1:
                for column in sheet.columns:
                    yield [sheet], (column,), False
