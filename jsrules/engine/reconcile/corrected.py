"""The whole system with figures corrected: do true amounts exist then?"""

from __future__ import annotations

from collections.abc import Collection

from jsrules.base.record import replace
from jsrules.base.simplex import Bounds, Conflict, Point, TooCoarse
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.decide import decide
from jsrules.engine.reconcile.review import Changes, Review
from jsrules.engine.reconcile.system import add_rate
from jsrules.engine.reconcile.tableau import SystemTableau
from jsrules.model.ground import GroundRatio


def check_corrected(
    tableau: SystemTableau,
    review: Review,
    changes: Changes,
    free: Collection[int],
    dropped: dict[int, Bounds],
    budget: Budget,
) -> Point | Conflict:
    """A point for the report with these figures, and some that may be anything, or why there is none.

    Its deviations are still counted from the old print.
    """
    while True:
        try:
            pinned, bounds = _pinned(tableau, review, changes)
            return decide(pinned, {**bounds, **pinned.changes(free), **dropped}, budget)
        except TooCoarse:
            tableau = SystemTableau(tableau.system, tableau.grain**2)


def _pinned(tableau: SystemTableau, review: Review, changes: Changes) -> tuple[SystemTableau, dict[int, Bounds]]:
    """The tableau with the rows of the changed rates made anew, and the bounds of the changed figures."""
    system = tableau.system
    bounds: dict[int, Bounds] = {}
    renewed: dict[int, tuple[dict[int, int], Bounds]] = {}
    for figure, mantissa in changes.items():
        amount = system.amount(figure)
        moved = 2 * (mantissa - amount.mantissa)
        true, *prints = system.owned[figure]
        exact = amount.unit.is_exact(amount.decimals)
        bounds[true] = Bounds(moved, moved) if exact else Bounds(moved - 1, moved + 1, strict_up=True)
        for each in prints:
            bounds[each] = Bounds(moved, moved)
        rates = system.rated.get(figure, [])
        # Whether an identity under a condition still applies is left open.
        bounds.update({tableau.first + row: Bounds() for row in system.freeing.get(figure, ()) if row not in rates})
        if not rates:
            continue
        # Only the rate itself is printed anew here; amounts in the row are moved by their bounds.
        scratch = replace(system, report=review.report({figure: mantissa}), rows=[], used={}, rated={}, freeing={})
        for identity in dict.fromkeys(system.rows[number].identity for number in rates):
            ground = system.entries[identity].ground
            assert isinstance(ground, GroundRatio)
            add_rate(scratch, identity, ground)
        for number, row in zip(rates, scratch.rows, strict=True):
            renewed[tableau.first + number] = dict(row.terms), row.bounds
    return (tableau.with_rows(renewed) if renewed else tableau), bounds
