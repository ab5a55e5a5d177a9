"""Whether everything that a report is held to can be so, once some bounds are others: asked here by all who ask it.

What can hold in several ways is split into cases only where the amounts found without it break it: first they are
looked for without, then with the rows of one case after the other held to their bounds.
"""

from __future__ import annotations

from collections.abc import Mapping

from jsrules.base.simplex import Bounds, Conflict, Point, check
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.system import Clause, LinearRow
from jsrules.engine.reconcile.tableau import SystemTableau

MOST_SPLITS = 300
"""So many cases are looked at for one question; past them the clauses that took them are left out."""


class _TooManySplits(Exception):
    """A question took more than `MOST_SPLITS` cases."""


def decide(tableau: SystemTableau, changes: Mapping[int, Bounds], budget: Budget) -> Point | Conflict:
    """True amounts within the bounds, those in ``changes`` instead of the tableau's own, or why there are none.

    Raises `TooCoarse`, and `Spent` when the budget is.
    """
    if not tableau.clauses:
        return check(tableau, changes, budget)
    while True:
        question = _Question(tableau, changes, budget)
        try:
            return question.answer({})
        except _TooManySplits:
            tableau.leave_out(question.split)


class _Question:
    """One question; ``split`` are the clauses that were taken apart for it."""

    def __init__(self, tableau: SystemTableau, changes: Mapping[int, Bounds], budget: Budget) -> None:
        self.tableau = tableau
        self.changes = changes
        self.budget = budget
        self.split: dict[int, None] = {}
        self.left = MOST_SPLITS

    def answer(self, held: Mapping[int, Bounds]) -> Point | Conflict:
        """The answer with the rows ``held`` to these bounds: those of the cases that are being looked at."""
        found = check(self.tableau, {**self.changes, **held}, self.budget)
        if isinstance(found, Conflict):
            return found
        self.budget.spend(2 * len(self.tableau.clauses))
        number = self._broken(found)
        if number is None:
            return found
        self.split[number] = None
        cases: list[Conflict] = []
        for branch in self._clause(number).branches:
            self.left -= 1
            if self.left < 0:
                raise _TooManySplits
            mine = {each: bounds for each, bounds in map(self._asked, branch) if bounds is not None}
            result = self.answer({**held, **mine})
            if isinstance(result, Point):
                return result
            if not any(each in mine for each in result.variables):
                return result  # it is none of this clause's doing
            cases.append(result)
        return Conflict((), cases=tuple(cases), split=number)

    def _clause(self, number: int) -> Clause:
        return self.tableau.system.clauses[number]

    def _asked(self, row: int) -> tuple[int, Bounds | None]:
        """The variable of a row, and the bounds that a case holds it to; None where a change has freed it."""
        variable = self.tableau.first + row
        return variable, None if variable in self.changes else self.tableau.system.rows[row].bounds

    def _broken(self, point: Point) -> int | None:
        """The first clause of which no case holds at a point."""
        for number in self.tableau.clauses:
            if not any(all(self._holds(row, point) for row in branch) for branch in self._clause(number).branches):
                return number
        return None

    def _holds(self, row: int, point: Point) -> bool:
        bounds = self._asked(row)[1]
        return bounds is None or _is_within(self.tableau.system.rows[row], bounds, point)


def _is_within(row: LinearRow, bounds: Bounds, point: Point) -> bool:
    """Whether the value of a row at a point is within bounds."""
    total, over = 0, 1
    for variable, coefficient in row.terms:
        found = point.values.get(variable)
        if found is not None:
            value, scale = found
            if scale == over:
                total += coefficient * value
            else:
                total, over = total * scale + coefficient * value * over, over * scale
    if bounds.low is not None and (total < bounds.low * over or (bounds.strict_low and total == bounds.low * over)):
        return False
    return bounds.up is None or total < bounds.up * over or (total == bounds.up * over and not bounds.strict_up)
