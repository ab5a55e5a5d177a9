"""The whole system with figures corrected: do true amounts exist then?"""

from __future__ import annotations

from collections.abc import Collection

from jsrules.base.record import replace
from jsrules.base.simplex import OPEN, Bounds, Conflict, Point, TooCoarse
from jsrules.engine.reconcile.budget import Budget, Spent
from jsrules.engine.reconcile.decide import decide
from jsrules.engine.reconcile.review import Changes, Review
from jsrules.engine.reconcile.system import POINT, ROUNDED, System, add_rate
from jsrules.engine.reconcile.tableau import RenewedRow, SystemTableau
from jsrules.model.ground import GroundRatio
from jsrules.model.reconciliation import RowSide


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
            bounds, standing = _pinned(tableau, review, changes)
            found = decide(tableau, {**bounds, **tableau.changes(free), **dropped}, budget)
        except TooCoarse:
            tableau = SystemTableau(tableau.system, tableau.grain**2)
            continue
        if isinstance(found, Conflict):
            factors = (each for part in found.parts for each in part.factors)
            return Conflict(tuple((standing.get(number, number), factor) for number, factor in factors))
        return found


MOST_IN_LAST_PLACES = 20
"""So many figures that may be anything are tried with whole last places."""


def near_the_print(
    tableau: SystemTableau,
    review: Review,
    changes: Changes,
    free: Collection[int],
    dropped: dict[int, Bounds],
    budget: Budget,
) -> Point:
    """A point of a report for which there is one, of which few amounts are other than printed: they are put back to the
    print one half after the other, as far as the budget goes. Raises `Spent` where it ends before the first point.
    """
    found = check_corrected(tableau, review, changes, free, dropped, budget)
    assert isinstance(found, Point)
    point, wrong = found, {*changes, *free}
    variables = tableau.system.variables
    mine = [each for each, one in enumerate(variables) if one.bounds == ROUNDED and one.owner not in wrong]
    still = {each: POINT for each in mine if each not in point.values}
    blocks = [[each for each in mine if each in point.values]]
    while blocks:
        block = blocks.pop()
        asked = {**still, **dict.fromkeys(block, POINT)}
        try:
            nearer = check_corrected(tableau, review, changes, free, {**asked, **dropped}, budget)
        except Spent:
            break
        if isinstance(nearer, Point):
            still, point = asked, nearer
        elif len(block) > 1:
            half = len(block) // 2
            blocks += (block[half:], block[:half])
    return _in_last_places(tableau, review, changes, free, {**still, **dropped}, point, budget)


def _in_last_places(
    tableau: SystemTableau,
    review: Review,
    changes: Changes,
    free: Collection[int],
    dropped: dict[int, Bounds],
    point: Point,
    budget: Budget,
) -> Point:
    """The point with whole last places for figures that may be anything, where that goes: 3.00 and not 2.995."""
    system = tableau.system
    for figure in [*free, *sorted(system.unknown)][:MOST_IN_LAST_PLACES]:
        variable = system.variable(figure)
        value, over = point.values.get(variable, (0, 1))
        low = system.variables[variable].freed.low
        below = value // (2 * over) * 2
        for place in sorted((below, below + 2), key=lambda each: abs(each * over - value)):
            if below * over == value or (low is not None and place < low):
                continue
            asked = {variable: Bounds(place, place), **dropped}
            try:
                found = check_corrected(tableau, review, changes, free, asked, budget)
            except Spent:
                return point
            if isinstance(found, Point):
                dropped, point = asked, found
                break
    return point


def _pinned(tableau: SystemTableau, review: Review, changes: Changes) -> tuple[dict[int, Bounds], dict[int, int]]:
    """The bounds of the changed figures and of the rows that change with them;
    for which rows those stand that are of a changed rate.
    """
    system = tableau.system
    bounds: dict[int, Bounds] = {}
    standing: dict[int, int] = {}
    for figure, mantissa in changes.items():
        amount = system.amount(figure)
        moved = 2 * (mantissa - amount.mantissa)
        true, *prints = system.owned[figure]
        exact = amount.unit.is_exact(amount.decimals)
        bounds[true] = Bounds(moved, moved) if exact else Bounds(moved - 1, moved + 1, strict_up=True)
        for each in prints:
            bounds[each] = Bounds(moved, moved)
        # Whether an identity under a condition still applies is left open; rates are printed anew.
        bounds.update({tableau.first + row: OPEN for row in system.freeing.get(figure, ())})
        for number, row, renewed in _rates(tableau, review, figure, mantissa):
            bounds[number], standing[number] = renewed, tableau.first + row
    return bounds, standing


def _rates(tableau: SystemTableau, review: Review, figure: int, mantissa: int) -> list[RenewedRow]:
    """The rows of a rate as if it were printed otherwise."""
    known = tableau.renewed.get((figure, mantissa))
    if known is not None:
        return known
    system = tableau.system
    made: list[RenewedRow] = []
    # Only the rate itself is printed anew here; amounts in the row are moved by their bounds.
    scratch = replace(system, report=review.report({figure: mantissa}), rows=[], used={}, rated={}, freeing={})
    for identity, ground, sides in _rated(system, figure):
        first = len(scratch.rows)
        add_rate(scratch, identity, ground, in_print=True)
        # Printed otherwise it may ask less, or nothing: a rate of nothing on a negative base says too little.
        for row in scratch.rows[first:]:
            number = sides.get(row.side, next(iter(sides.values())))
            made.append((tableau.add(dict(row.terms)), number, row.bounds))
    tableau.renewed[figure, mantissa] = made
    return made


def _rated(system: System, figure: int) -> list[tuple[int, GroundRatio, dict[RowSide, int]]]:
    """What a figure is the rate of, each with its identity and the numbers of its rows over prints, by side."""
    found: dict[tuple[int, int], tuple[int, GroundRatio, dict[RowSide, int]]] = {}
    for number in system.rated.get(figure, ()):
        row = system.rows[number]
        if row.clause < 0 and not row.joint:
            ground = row.ground or system.entries[row.identity].ground
            assert isinstance(ground, GroundRatio)
            found.setdefault((row.identity, id(ground)), (row.identity, ground, {}))[2][row.side] = number
    return [*found.values()]
