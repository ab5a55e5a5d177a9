"""Conflicts: cells and identities that cannot all be as they are, with the multipliers that prove it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jsrules.base.simplex import Bounds, Conflict
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.decide import decide
from jsrules.engine.reconcile.hitting import bits
from jsrules.engine.reconcile.system import NONE, System
from jsrules.engine.reconcile.tableau import SystemTableau

EACH = 200
"""What another attempt to do without something in a conflict costs, besides what is decided."""


def figures_in(tableau: SystemTableau, conflict: Conflict, freed: int = 0) -> int:
    """The figures whose change removes a conflict, as a set of bits;
    ``freed`` are those that may already be anything.
    """
    system = tableau.system
    found = 0
    for variable in conflict.variables:
        if variable < tableau.first:
            found |= 1 << system.variables[variable].owner
        else:
            for figure in system.rows[variable - tableau.first].freed_by:
                found |= 1 << figure
    return found & ~(freed | system.unknown_figures)


def rows_in(tableau: SystemTableau, conflict: Conflict) -> list[tuple[int, int]]:
    """The rows of a conflict with their multipliers: times these they add up to something that cannot be."""
    first = tableau.first
    return [(each - first, factor) for part in conflict.parts for each, factor in part.factors if each >= first]


def identities_in(tableau: SystemTableau, conflict: Conflict) -> list[int]:
    """The identities of a conflict, each once."""
    rows = [tableau.system.rows[row] for row, _ in rows_in(tableau, conflict)]
    return list(dict.fromkeys(row.identity for row in rows if row.side != "link"))


def single_conflicts(tableau: SystemTableau) -> Iterator[Conflict]:
    """Rows that contradict the figures in them without any other row."""
    system = tableau.system
    for number in tableau.violated:
        row = system.rows[number - tableau.first]
        for sign in (1, -1):
            conflict = _alone(system, number, row.terms, sign)
            if conflict is not None:
                yield conflict
                break


def reduced(
    tableau: SystemTableau, conflict: Conflict, freed: int, dropped: Mapping[int, Bounds], budget: Budget
) -> Conflict:
    """A conflict of some of the same figures and identities, irreducible: without any one of them the rest can be
    satisfied.

    A conflict of the simplex needs every bound that is in it, but an identity or a figure has two. Those are taken away
    one after another; what is then still a conflict takes its place. ``freed`` are figures that may already be
    anything, ``dropped`` the bounds of rows that are left out. What is still a conflict though a figure may be anything
    does not go away by changing it: that figure is among the ``freed`` ones of the result.
    """
    rows = rows_in(tableau, conflict)
    if (
        not conflict.cases
        and len(rows) == 1
        and not tableau.system.rows[rows[0][0]].freed_by
        and not _is_bounded(tableau, conflict)
    ):
        return conflict  # one identity, which any of its figures can satisfy
    kept = 0
    while True:
        figures = figures_in(tableau, conflict, freed)
        small, changes = _only(tableau, conflict, figures, dropped)
        for figure in bits(figures & ~kept):
            budget.spend(EACH)
            found = decide(small, {**changes, **small.changes((figure,))}, budget)
            if isinstance(found, Conflict):
                conflict = found
                freed |= 1 << figure
                break
            kept |= 1 << figure
        else:
            break
    needed: set[int] = set()
    while True:
        small, changes = _only(tableau, conflict, figures_in(tableau, conflict, freed), dropped)
        for identity in identities_in(tableau, conflict):
            if identity not in needed:
                without = {tableau.first + row: NONE for row in tableau.system.used[identity]}
                budget.spend(EACH)
                found = decide(small, {**changes, **without}, budget)
                if isinstance(found, Conflict):
                    conflict = found
                    break
                needed.add(identity)
        else:
            return _with_freed(tableau, conflict, freed | tableau.system.unknown_figures)


def _with_freed(tableau: SystemTableau, conflict: Conflict, freed: int) -> Conflict:
    """A conflict that says of which figures it uses no more than that they may not be negative."""
    mine = 0
    for variable in conflict.variables:
        if variable < tableau.first:
            mine |= 1 << tableau.system.variables[variable].owner
    cases = tuple(_with_freed(tableau, each, freed) for each in conflict.cases)
    return Conflict(conflict.factors, mine & freed, cases, conflict.split)


def _is_bounded(tableau: SystemTableau, conflict: Conflict) -> bool:
    """Whether some figure of a conflict may not be just anything when it is changed."""
    variables = tableau.system.variables
    return any(each < tableau.first and variables[each].freed.low is not None for each in conflict.variables)


def _only(
    tableau: SystemTableau, conflict: Conflict, figures: int, dropped: Mapping[int, Bounds]
) -> tuple[SystemTableau, dict[int, Bounds]]:
    """The rows of a conflict's identities, and the bounds with which all figures but some are free."""
    system, first = tableau.system, tableau.first
    rows = [first + row for identity in identities_in(tableau, conflict) for row in system.used[identity]]
    freed = [each for each in rows if any(not figures >> one & 1 for one in system.rows[each - first].freed_by)]
    variables = {variable for row in rows for variable in tableau.rows[row]}
    prints = {variable for variable in variables if system.owned[system.variables[variable].owner][0] != variable}
    rows += [first + system.links[variable] for variable in sorted(prints)]
    small = tableau.restricted(rows)
    owners = {system.variables[variable].owner for variable in variables}
    mine = small.changes([owner for owner in sorted(owners) if not figures >> owner & 1])
    return small, {**mine, **dict.fromkeys(freed, NONE), **dropped}


def _alone(system: System, number: int, terms: tuple[tuple[int, int], ...], sign: int) -> Conflict | None:
    """``sign * (row - terms) = 0``, as a conflict when its least value is above 0."""
    bounds = system.rows[number - len(system.variables)].bounds
    end, strict = (bounds.low, bounds.strict_low) if sign > 0 else (bounds.up, bounds.strict_up)
    if end is None:
        return None
    least = sign * end
    factors = [(number, sign)]
    for variable, coefficient in terms:
        factor = -sign * coefficient
        own = system.variables[variable].bounds
        limit, left_out = (own.low, own.strict_low) if factor > 0 else (own.up, own.strict_up)
        if limit is None:
            return None  # nobody knows it
        least += factor * limit
        strict |= left_out
        factors.append((variable, factor))
    if least < 0 or (least == 0 and not strict):
        return None
    return Conflict(tuple(sorted(factors)))
