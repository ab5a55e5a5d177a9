"""Conflicts and points in the words of the report: cells, identities, true amounts."""

from __future__ import annotations

from math import gcd, lcm

from jsrules.base.record import replace
from jsrules.base.simplex import Conflict, Point
from jsrules.engine.reconcile.conflict import rows_in
from jsrules.engine.reconcile.system import LinearRow, System, form_of
from jsrules.engine.reconcile.tableau import SystemTableau
from jsrules.engine.weigh import value_of
from jsrules.model.linear import Linear
from jsrules.model.reconciliation import Contradiction, ExcludedCase, Multiplier, Witness


def contradiction(tableau: SystemTableau, conflict: Conflict) -> Contradiction:
    """A conflict as cells and identities with their multipliers, or as one for each case."""
    system, first = tableau.system, tableau.first
    figures: dict[int, None] = {}
    for part in conflict.parts:
        for number, _ in part.factors:
            used = (system.variables[number].owner,) if number < first else system.rows[number - first].freed_by
            figures.update(dict.fromkeys(used))
    changeable = tuple(system.cells[each] for each in figures if not conflict.freed >> each & 1)
    positive = tuple(system.cells[each] for each in figures if conflict.freed >> each & 1)
    if not conflict.cases:
        rows = [(system.rows[number - first], factor) for number, factor in conflict.factors if number >= first]
        multipliers = [_multiplier(system, row, factor) for row, factor in rows if row.side != "link"]
        return Contradiction(changeable, _reduced(multipliers), positive)
    branches = system.clauses[conflict.split].branches
    cases = tuple(_case(tableau, *each) for each in zip(branches, conflict.cases, strict=True))
    return Contradiction(changeable, (), positive, cases)


def _case(tableau: SystemTableau, branch: tuple[int, ...], conflict: Conflict) -> ExcludedCase:
    rows = [tableau.system.rows[each] for each in branch]
    assumed = tuple(_claim(tableau.system, row) for row in rows)
    looked_at = {each: None for row in rows if row.side == "standing" for each in row.condition}
    cells = tuple(tableau.system.cells[each] for each in looked_at)
    return ExcludedCase(assumed, cells, contradiction(tableau, conflict))


def _claim(system: System, row: LinearRow) -> Multiplier:
    """What a row says by itself."""
    entry = system.entries[row.identity]
    return Multiplier(
        entry.rule,
        row.identity,
        row.side,
        form_of(system, row),
        row.relation,
        (1, 1),
        part=row.ground is not None or row.side == "standing",
        freed_by=tuple(system.cells[each] for each in dict.fromkeys(row.freed_by)),
    )


def _multiplier(system: System, row: LinearRow, factor: int) -> Multiplier:
    """A row in a sum, with the factor of its form."""
    claim = _claim(system, row)
    numerator, denominator = factor * row.scale[0], row.scale[1]
    divisor = gcd(numerator, denominator)
    scaled = (numerator // divisor, denominator // divisor)
    form, relation = claim.form, claim.relation
    if row.side == "premise":
        form, relation = _with_room(system, row, form, rising=factor > 0)
    return replace(claim, form=form, relation=relation, factor=scaled)


def _with_room(system: System, row: LinearRow, form: Linear, *, rising: bool) -> tuple[Linear, str]:
    """A condition as it bounds the prints from one side: as far as true amounts that print so may lie from them."""
    bounds = row.bounds
    end, strict = (bounds.low, bounds.strict_low) if rising else (bounds.up, bounds.strict_up)
    assert end is not None
    # As the row counts, the form is the sum of its terms and the residual; the room is what its end is more than that.
    value, _, value_scale = value_of(system.report, form)
    top, bottom = row.scale
    room = Linear(constant=-end * bottom * value_scale - value * top, denominator=top * value_scale)
    moved = form.copy()
    moved.add(room)
    return moved, (">" if rising else "<") + ("" if strict else "=")


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
    first = conflicts[0]
    if len(conflicts) > 1:
        first = min(conflicts, key=lambda each: (len(rows_in(tableau, each)), len(each.variables), each.factors))
    return contradiction(tableau, first)


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
