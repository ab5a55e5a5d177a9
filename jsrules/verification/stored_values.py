"""What a document stores behind its figures, held against what it shows: a spreadsheet shows 1,151.79 for 1151.789423.

Judged is what is shown; what is stored tells where a difference comes from. Nothing is accused here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jsrules.base.diagnostic import Diagnostic, Label
from jsrules.base.language import say
from jsrules.base.number import FigureError, parse_figure
from jsrules.base.record import replace
from jsrules.engine.weigh import value_of
from jsrules.model.ground import GroundLinear
from jsrules.model.origins import OWN
from jsrules.model.outcome import Outcome
from jsrules.model.report import Amount, Cell, Report

_MOST_DECIMALS = 20
_NOISE = 1000
"""Spreadsheets compute in binary: what is less than that part of the last place that is shown is no difference."""


def tell_of_stored_values(report: Report, outcomes: Sequence[Outcome]) -> list[Diagnostic]:
    """A note for the equations that only the stored values satisfy, and one for those that only the shown ones do."""
    found = _Stored(report)
    only_stored: list[GroundLinear] = []
    only_shown: list[GroundLinear] = []
    for outcome in outcomes:
        ground = outcome.ground
        if not isinstance(ground, GroundLinear) or ground.operator != "=" or ground.tolerance is not None:
            continue
        shown = value_of(report, ground.row)[0]
        if outcome.verdict not in ("pass", "rounding", "violation") or (shown == 0) != (outcome.verdict == "pass"):
            continue
        holds = found.satisfy(ground)
        if holds is not None and holds != (shown == 0):
            (only_stored if holds else only_shown).append(ground)
    return [*found.note(only_stored, True), *found.note(only_shown, False)]


class _Stored:
    """The stored values of a report's cells."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._known: dict[int, Amount | None] = {}
        self._replaced = replace(report, cells=list(report.cells))

    def satisfy(self, ground: GroundLinear) -> bool | None:
        """Whether the stored values satisfy an equation; None where none of its cells has one, or one is another
        figure's.
        """
        indexes = [index for index, coefficient in ground.row.terms.items() if coefficient]
        amounts = {index: self._amount(index) for index in indexes}
        if None in amounts.values() or all(amounts[each] is self._report.cells[each].amount for each in indexes):
            return None
        for index, amount in amounts.items():
            if self._replaced.cells[index].amount is not amount:
                self._replaced.cells[index] = replace(self._report.cells[index], amount=amount)
        value, _, scale = value_of(self._replaced, ground.row)
        least: int = 10 ** min(self._shown(index).decimals for index in indexes)
        return abs(value) * least * _NOISE < scale

    def _shown(self, index: int) -> Amount:
        amount = self._report.cells[index].amount
        assert amount is not None
        return amount

    def _amount(self, index: int) -> Amount | None:
        """The stored amount of a cell, or the shown one where nothing else is stored; None where what is stored is not
        what is shown: it is shown in another unit, or somebody has changed the figure.
        """
        if index not in self._known:
            self._known[index] = self._read(self._report.cells[index])
        return self._known[index]

    def _read(self, cell: Cell) -> Amount | None:
        place, shown = self._report.place_of(cell), self._shown(cell.index)
        if place is None or not place.stored:
            return shown
        try:
            figure = parse_figure(place.stored)
        except FigureError:
            return None
        if figure is None or figure.decimals > _MOST_DECIMALS or figure.unit or figure.percent:
            return None
        decimals = figure.decimals + (0 if shown.text.endswith(("%", "％")) else shown.unit.places)
        # Shown is what is stored, rounded: less than a last place from it.
        most = max(decimals, shown.decimals)
        distance = figure.mantissa * 10 ** (most - decimals) - shown.mantissa * 10 ** (most - shown.decimals)
        if abs(distance) >= 10 ** (most - shown.decimals):
            return None
        return Amount(shown.text, figure.mantissa, decimals, shown.unit, shown.exact)

    def note(self, grounds: Sequence[GroundLinear], stored: bool) -> Iterator[Diagnostic]:
        """What is said of equations that only one of the two satisfies."""
        if not grounds:
            return
        cells = [self._report.cells[next(iter(each.row.terms))] for each in grounds[:3]]
        name = self._report.cell_path(cells[0])
        source = self._report.source
        written = [] if source.made else [each for each in cells if each.line and each.origin == OWN]
        labels = tuple(Label(source, source.span(each.line, each.place, 1)) for each in written)
        if stored:
            message = say(
                "{count} 条公式只有原件里存的数正好相等，显示的数不等（“{name}”等处）",
                "{count} equations hold exactly in the values that the document stores, and not in those that it shows "
                "(“{name}” first)",
                count=len(grounds),
                name=name,
            )
            remedy = say(
                "公布的是显示的数：把存的数舍入到显示的位数，再改到合计对得上",
                "what is published is what is shown: round what is stored to that, and settle the totals",
            )
        else:
            message = say(
                "{count} 条公式只有显示的数相等，原件里存的数不等（“{name}”等处）",
                "{count} equations hold in the values that the document shows, and not in those that it stores "
                "(“{name}” first)",
                count=len(grounds),
                name=name,
            )
            remedy = say(
                "判定按显示的数；存的数没有舍入，多显示几位就对不上了",
                "what is shown is judged; with more decimals shown it would not add up",
            )
        yield Diagnostic("W134", message, labels, self._report.path, remedy=remedy)
