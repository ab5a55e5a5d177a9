"""Whether everything that a report is held to can be so, once some bounds are others: asked here by all who ask it."""

from __future__ import annotations

from collections.abc import Mapping

from jsrules.base.simplex import Bounds, Conflict, Point, check
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.tableau import SystemTableau


def decide(tableau: SystemTableau, changes: Mapping[int, Bounds], budget: Budget) -> Point | Conflict:
    """True amounts within the bounds, those in ``changes`` instead of the tableau's own, or why there are none.

    Raises `TooCoarse`, and `Spent` when the budget is.
    """
    return check(tableau, changes, budget)
