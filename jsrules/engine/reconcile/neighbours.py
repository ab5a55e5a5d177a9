"""Slips that need a second figure: two that are swapped, one copied from beside it."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.misprint import slip_between
from jsrules.base.record import replace
from jsrules.engine.reconcile.evidence import EVIDENCE, Candidate
from jsrules.engine.reconcile.review import Changes, Review
from jsrules.model.outcome import Explanation
from jsrules.model.report import Row


class Neighbours:
    """The figures printed beside a figure: above and below it, left and right of it."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.figures = {cell.index: number for number, cell in enumerate(review.system.cells)}
        self._beside: dict[int, list[int]] = {}
        self._printing: dict[int, list[int]] = {}
        for figure in range(len(review.system.cells)):
            self._printing.setdefault(review.system.amount(figure).mantissa, []).append(figure)

    def values(self, figure: int) -> list[int]:
        """The mantissas of the figures beside a figure."""
        amount = self.review.system.amount(figure)
        return [
            other.mantissa
            for index in self.beside(figure)
            if (other := self.review.system.report.cells[index].amount) is not None
            and other.text
            and other.decimals == amount.decimals
            and other.unit == amount.unit
        ]

    def partners(self, figure: int, settled: Changes) -> list[int]:
        """What is printed in figures that should be what is printed in this one."""
        amount = self.review.system.amount(figure)
        return [
            self.review.system.amount(other).mantissa
            for other, value in settled.items()
            if amount.text and self._are_swapped(figure, self.review.system.amount(other).mantissa, other, value)
        ]

    def beside(self, figure: int) -> list[int]:
        """The cells above, below, left and right of a figure."""
        known = self._beside.get(figure)
        if known is None:
            cell = self.review.system.cells[figure]
            row = self._rows(figure).get(cell.row)
            cells = (
                []
                if row is None
                else [row.cells[at] for at in (cell.column - 1, cell.column + 1) if 0 <= at < len(row.cells)]
            )
            found = [self.below(figure, -1), self.below(figure, 1), *(each.index for each in cells if each is not None)]
            known = self._beside[figure] = [each for each in found if each >= 0]
        return known

    def below(self, figure: int, step: int) -> int:
        """The cell so many rows below a figure (above it when negative), or -1."""
        cell = self.review.system.cells[figure]
        rows = self._rows(figure)
        if cell.row not in rows:
            return -1
        keys = list(rows)
        at = keys.index(cell.row) + step
        found = rows[keys[at]].cells[cell.column] if 0 <= at < len(keys) else None
        return found.index if found is not None else -1

    def _rows(self, figure: int) -> dict[str, Row]:
        cell = self.review.system.cells[figure]
        report = self.review.system.report
        table = (report.of(cell.origin) or report).tables.get(cell.form)
        return table.blocks[cell.block].rows if table is not None else {}

    def explain(self, figure: int, mantissa: int, settled: Changes) -> Explanation:
        """How a value came to be printed as it is: swapped with a figure already settled, a slip,
        or a copy of a figure beside it.
        """
        amount = self.review.system.amount(figure)
        if not amount.text:
            return ""
        printed_so = (each for each in self._printing.get(mantissa, ()) if each != figure and each in settled)
        if any(self._are_swapped(figure, mantissa, other, settled[other]) for other in printed_so):
            return "swapped"
        slip = slip_between(mantissa, amount.mantissa, amount.decimals)
        if slip is not None:
            return slip
        return "copied" if amount.mantissa and amount.mantissa in self.values(figure) else ""

    def pairs(
        self, figures: Sequence[int], candidates: dict[int, tuple[Candidate, ...]], settled: Changes
    ) -> dict[int, tuple[Candidate, ...]]:
        """The candidates with what only shows when they are seen together: swaps."""
        best = {figure: candidates[figure][0].mantissa for figure in figures if candidates[figure]}
        known = {**settled, **best}
        found: dict[int, Explanation] = {
            figure: "swapped" for figure, mantissa in best.items() if self.explain(figure, mantissa, known) == "swapped"
        }
        for figure, explanation in found.items():
            first, *rest = candidates[figure]
            score = first.score - EVIDENCE.get(first.explanation, 0) + EVIDENCE[explanation]
            candidates[figure] = (replace(first, explanation=explanation, score=max(score, first.score)), *rest)
        return candidates

    def _are_swapped(self, figure: int, mantissa: int, other: int, value: int) -> bool:
        one, two = self.review.system.amount(figure), self.review.system.amount(other)
        if mantissa != two.mantissa or value != one.mantissa or abs(one.mantissa - two.mantissa) <= 1:
            return False  # a last place apart, they are rather one amount in two values
        return bool(one.text and two.text) and one.decimals == two.decimals and one.unit == two.unit
