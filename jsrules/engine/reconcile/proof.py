"""Conflicts and points in the words of the report: cells, identities, true amounts."""

from __future__ import annotations

from math import gcd, lcm

from jsrules.base.record import replace
from jsrules.base.simplex import Conflict, Point
from jsrules.engine.reconcile.conflict import rows_in
from jsrules.engine.reconcile.system import form_of, relation_of
from jsrules.engine.reconcile.tableau import SystemTableau
from jsrules.model.reconciliation import Contradiction, Multiplier, Witness


def contradiction(tableau: SystemTableau, conflict: Conflict) -> Contradiction:
    """A conflict as cells and identities with their multipliers."""
    system, first = tableau.system, tableau.first
    figures: dict[int, None] = {}
    multipliers: list[Multiplier] = []
    for number, factor in conflict.factors:
        if number < first:
            figures[system.variables[number].owner] = None
            continue
        row = system.rows[number - first]
        figures.update(dict.fromkeys(row.freed_by))
        if row.side != "link":
            rule = system.entries[row.identity].rule
            divisor = gcd(factor * row.scale[0], row.scale[1])
            scaled = (factor * row.scale[0] // divisor, row.scale[1] // divisor)
            multipliers.append(Multiplier(rule, row.identity, row.side, form_of(system, row), relation_of(row), scaled))
    changeable = tuple(system.cells[each] for each in figures if not conflict.freed >> each & 1)
    positive = tuple(system.cells[each] for each in figures if conflict.freed >> each & 1)
    return Contradiction(changeable, _reduced(multipliers), positive)


def _reduced(multipliers: list[Multiplier]) -> tuple[Multiplier, ...]:
    """The same with the smallest integers for factors."""
    over = lcm(*(each.factor[1] for each in multipliers))
    whole = [each.factor[0] * over // each.factor[1] for each in multipliers]
    common = gcd(*whole) or 1
    return tuple(replace(each, factor=(factor // common, 1)) for each, factor in zip(multipliers, whole, strict=True))


def smallest(tableau: SystemTableau, conflicts: list[Conflict]) -> Contradiction | None:
    """The conflict that is least to read: few identities, then few cells."""
    if not conflicts:
        return None
    return contradiction(
        tableau, min(conflicts, key=lambda each: (len(rows_in(tableau, each)), len(each.factors), each.factors))
    )


def witness(tableau: SystemTableau, point: Point) -> list[Witness]:
    """The true amounts of a point that are not exactly what is printed."""
    system = tableau.system
    found = []
    for figure, cell in enumerate(system.cells):
        deviation, over = point.values.get(system.variable(figure), (0, 1))
        if deviation:
            amount = system.amount(figure)
            numerator, denominator = 2 * amount.mantissa * over + deviation, 2 * over * 10**amount.decimals
            common = gcd(numerator, denominator)
            found.append(Witness(cell, numerator // common, denominator // common))
    return found
