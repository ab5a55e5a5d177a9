"""The printed figures of a report as integers of one scale, to see quickly which of them add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jsrules.base.number import divide_half_up
from jsrules.model.changes import CellPlace
from jsrules.model.report import Amount, Report

_LARGEST_SHIFT = 8
"""The power of ten between the largest and the smallest unit of money."""


class PrintedFigures:
    """Every printed figure of a report by its place, as it is stated first.

    ``values`` are in half units of the finest decimals printed, money in the report's own unit; ``halves`` are what
    rounding may have taken from each or added to it, in the same.
    """

    def __init__(self, report: Report) -> None:
        power = report.forms.money_power
        self.amounts: dict[CellPlace, Amount] = {
            (cell.form, cell.block, cell.row, cell.column): cell.amount
            for cell in report.cells
            if cell.amount is not None and not cell.origin and cell.statement == 1
        }
        places = max((each.decimals for each in self.amounts.values()), default=0) + _LARGEST_SHIFT
        self._one: int = 2 * 10**places
        self.values: dict[CellPlace, int] = {}
        self.halves: dict[CellPlace, int] = {}
        for place, amount in self.amounts.items():
            shift = amount.unit.shift(power)
            unit = 10 ** (places - amount.decimals + shift)
            self.values[place] = 2 * amount.mantissa * unit
            self.halves[place] = 0 if amount.exact else unit

    def dimension(self, place: CellPlace) -> str:
        """What a figure measures: only figures of one dimension add up."""
        amount = self.amounts.get(place)
        return amount.unit.dimension if amount is not None else ""

    def alike(self, place: CellPlace) -> Iterator[CellPlace]:
        """The other figures of the dimension of one."""
        dimension = self.dimension(place)
        return (each for each in self.amounts if each != place and self.dimension(each) == dimension)

    def adds_up(self, total: CellPlace, parts: Iterable[CellPlace]) -> bool:
        """Whether a figure is the sum of others within what rounding explains; what is not printed is 0."""
        difference = self.values.get(total, 0)
        slack = self.halves.get(total, 0)
        for place in parts:
            difference -= self.values.get(place, 0)
            slack += self.halves.get(place, 0)
        return abs(difference) <= slack

    def adds_up_to(self, number: int, parts: Iterable[CellPlace]) -> bool:
        """Whether figures add up to a whole number within what rounding explains."""
        difference, slack = -number * self._one, 0
        for place in parts:
            difference += self.values[place]
            slack += self.halves[place]
        return abs(difference) <= slack

    def is_rate(self, rate: CellPlace, top: int, bottom: int) -> bool:
        """Whether a printed rate is the quotient of two values, as it would be printed."""
        amount = self.amounts[rate]
        if bottom == 0:
            return False
        return divide_half_up(top * 10**amount.decimals, bottom) == amount.mantissa

    def is_telling(self, place: CellPlace) -> bool:
        """Whether a figure has enough digits that another like it is hardly one by chance."""
        amount = self.amounts.get(place)
        return amount is not None and abs(amount.mantissa) >= 100
