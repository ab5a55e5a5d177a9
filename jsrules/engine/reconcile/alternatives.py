"""Choices of localisation, and which alternatives of several go together.

Each alternative is tried with the first sets of all other choices. Where the true amounts that it needs differ in other
rows than those that the alternatives of another choice need, the two do not disturb each other, and any of one goes
with any of the other. Choices that may disturb each other become one, of all their combinations that do.
"""

from __future__ import annotations

from itertools import product
from math import prod

from jsrules.base.record import Record, replace
from jsrules.base.simplex import Bounds, Conflict, Point
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.conflict import figures_in
from jsrules.engine.reconcile.decide import decide
from jsrules.engine.reconcile.hitting import bits, union
from jsrules.engine.reconcile.tableau import SystemTableau

MOST_COMBINED = 300
"""So many combinations of choices that may disturb each other are checked one by one."""


class Choice(Record, frozen=False):
    """Sets of figures of which one must be changed, all of the same weight. ``conflicts`` are those that it settles.

    ``proven``: nothing cheaper settles them; else they cost ``least`` at least. ``complete``: these are all the sets of
    that weight.
    """

    sets: list[int]
    conflicts: list[int]
    least: int
    proven: bool = True
    complete: bool = True


class ChoiceCombiner:
    """Makes choices independent that were found each by itself. ``point`` is one for the first sets of all, and the
    tableau stands where it was found.
    """

    def __init__(
        self, tableau: SystemTableau, choices: list[Choice], point: Point, dropped: dict[int, Bounds], budget: Budget
    ) -> None:
        self.tableau = tableau
        self.choices = choices
        self.point = point
        self.dropped = dropped
        self.budget = budget
        self.state = tableau.state()
        self.size = self.state.size
        self.first = union(each.sets[0] for each in choices)
        self.figures = [union(each.conflicts) for each in choices]

    def independent(self) -> list[Choice]:
        """Choices of which any sets go together. Raises `Spent` when the budget is."""
        touched = [self._touched(number) for number in range(len(self.choices))]
        tried: set[tuple[int, ...]] = set()
        while True:
            families = _families(touched)
            beyond = False
            made = []
            for family in families:
                members = [self.choices[number] for number in family]
                if len(members) == 1 or prod(len(each.sets) for each in members) > MOST_COMBINED:
                    made += [replace(each, complete=len(members) == 1) for each in members]
                    continue
                sets, others = self._combined(members)
                if others and tuple(family) not in tried:  # it may depend on what is chosen there
                    tried.add(tuple(family))
                    touched[family[0]] |= others
                    beyond = True
                conflicts = [mask for each in members for mask in each.conflicts]
                made.append(Choice(sets, conflicts, sum(each.least for each in members)))
            if not beyond:
                return made

    def _touched(self, number: int) -> set[int]:
        """The rows that the alternatives of a choice need otherwise; as numbers below 0, the choices that they may not
        go with.
        """
        choice = self.choices[number]
        rows = {-1 - number}
        for other in choice.sets[1:]:
            found = self._try(self.first & ~choice.sets[0] | other)
            if isinstance(found, Point):
                rows |= self._differing(found) | self._freed(choice.sets[0] ^ other)
            else:
                rows |= self._about(found)
        return rows

    def _combined(self, members: list[Choice]) -> tuple[list[int], set[int]]:
        """The combinations that do, and what those that do not may do with."""
        base = self.first & ~union(each.sets[0] for each in members)
        found, others = [], set()
        for sets in product(*(each.sets for each in members)):
            made = self._try(base | union(sets))
            if isinstance(made, Point):
                found.append(union(sets))
            else:
                others |= self._about(made)
        return found, others

    def _try(self, figures: int) -> Point | Conflict:
        self.budget.spend(12 * figures.bit_count() + 2 * self.size + 500)
        self.tableau.restore(self.state)
        return decide(self.tableau, {**self.tableau.changes(bits(figures)), **self.dropped}, self.budget)

    def _about(self, conflict: Conflict) -> set[int]:
        """The choices that have figures of a conflict."""
        mask = figures_in(self.tableau, conflict)
        return {-1 - number for number, figures in enumerate(self.figures) if figures & mask}

    def _differing(self, point: Point) -> set[int]:
        """The rows in which a point differs in some variable."""
        rows: set[int] = set()
        mine, theirs = self.point.values, point.values
        for variable in {*mine, *theirs}:
            if mine.get(variable, (0, 1)) != theirs.get(variable, (0, 1)):
                rows.update(self.tableau.columns.get(variable, ()))
        return self._with_cases(rows)

    def _with_cases(self, rows: set[int]) -> set[int]:
        """With the other rows of the clauses that some are in: whether one of these holds depends on all of them."""
        system, first = self.tableau.system, self.tableau.first
        mine = (system.rows[each - first] for each in rows if each - first < len(system.rows))
        split = {row.identity for row in mine if row.clause >= 0}
        return rows.union(first + row for identity in split for row in system.used[identity])

    def _freed(self, figures: int) -> set[int]:
        """The rows that hold or not by whether figures are changed."""
        system, first = self.tableau.system, self.tableau.first
        return self._with_cases({first + row for figure in bits(figures) for row in system.freeing.get(figure, ())})


def _families(touched: list[set[int]]) -> list[list[int]]:
    """Choices that have rows in common, in the order of the first of each."""
    families: list[tuple[set[int], list[int]]] = []
    for number, rows in enumerate(touched):
        joined, members, rest = set(rows), [number], []
        for others, family in families:
            if others & rows:
                joined |= others
                members = family + members
            else:
                rest.append((others, family))
        families = [*rest, (joined, members)]
    return sorted((sorted(family) for _, family in families), key=lambda each: each[0])
