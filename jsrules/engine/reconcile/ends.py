"""The least or the most that a figure can be, where no formula says just what it should be: 车 >= 1."""

from __future__ import annotations

from collections.abc import Collection

from jsrules.base.record import Record
from jsrules.base.simplex import Bounds, Point
from jsrules.engine.reconcile.budget import Spent
from jsrules.engine.reconcile.corrected import check_corrected
from jsrules.engine.reconcile.ranking import Ranking
from jsrules.engine.reconcile.review import Changes
from jsrules.model.report import Amount


class FigureEnds(Record):
    """What a figure must be at least, or at most; None where that is not known."""

    least: Amount | None = None
    most: Amount | None = None


def ends_of(ranking: Ranking, figure: int, others: Changes, figures: Collection[int]) -> FigureEnds:
    """The end beside what is printed of all that a figure can be, the ``others`` corrected and all ``figures`` that are
    wrong free: where it can only be more than is printed, or only less, and the report with just that is confirmed.
    """
    try:
        return _Ends(ranking, figure, others, figures).found()
    except Spent:
        return FigureEnds()


class _Ends:
    def __init__(self, ranking: Ranking, figure: int, others: Changes, figures: Collection[int]) -> None:
        self.ranking = ranking
        self.figure = figure
        self.others = others
        self.figures = figures
        self.amount = ranking.review.system.amount(figure)

    def found(self) -> FigureEnds:
        more, less = (self._between(sign, None) for sign in (1, -1))
        if (more is None) == (less is None):
            return FigureEnds()
        sign, point = (1, more) if more is not None else (-1, less)
        assert point is not None
        near, far = 0, max(1, sign * (self.ranking.printed_at(self.figure, point) - self.amount.mantissa))
        while far - near > 1:
            middle = (near + far) // 2
            if self._between(sign, middle) is None:
                near = middle
            else:
                far = middle
        for step in (far, far + 1):  # what true amounts allow within rounding, a print need not
            mantissa = self.amount.mantissa + sign * step
            if self.ranking.is_confirmed({**self.others, self.figure: mantissa}, self.figures):
                end = self.ranking.review.printed(self.figure, mantissa)
                return FigureEnds(least=end) if sign > 0 else FigureEnds(most=end)
        return FigureEnds()

    def _between(self, sign: int, last: int | None) -> Point | None:
        """True amounts with which the figure prints as up to so many last places more (or less) than it does."""
        system = self.ranking.review.system
        variable = system.variable(self.figure)
        exact = self.amount.unit.is_exact(self.amount.decimals)
        low = system.variables[variable].freed.low
        near, far = (2 if exact else 1), None if last is None else 2 * last + (not exact)
        if sign > 0:
            bounds = Bounds(near, far, strict_up=far is not None and not exact)
        else:
            ends = [each for each in (low, None if far is None else -far) if each is not None]
            bounds = Bounds(max(ends) if ends else None, -near, strict_up=not exact)
            if ends and max(ends) > -near:
                return None
        found = check_corrected(
            self.ranking.tableau,
            self.ranking.review,
            self.others,
            [each for each in self.figures if each not in self.others],
            {**self.ranking.dropped, variable: bounds},
            self.ranking.budget,
        )
        return found if isinstance(found, Point) else None
