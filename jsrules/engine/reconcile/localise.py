"""Error localisation: all cheapest sets of figures whose change makes everything consistent (Fellegi and Holt 1976).

Implicit hitting sets: a set of figures that makes the report consistent hits every conflict. So the cheapest sets that
hit the conflicts known so far are tried; one that does not do gives a new conflict, until one does, which is then
cheapest of all. The rest of the cheapest ones are tried in the same way, so that what is left is all of them, each with
a point that proves it.

Conflicts that share no figure make independent choices; their sets are combined only where one choice could disturb
another.
"""

from __future__ import annotations

from itertools import islice, product

from jsrules.base.record import Record, field
from jsrules.base.simplex import Bounds, Conflict, Point, TooCoarse
from jsrules.engine.reconcile.budget import Budget, Spent
from jsrules.engine.reconcile.conflict import figures_in, reduced, single_conflicts
from jsrules.engine.reconcile.decide import decide
from jsrules.engine.reconcile.hitting import bits, components, least_weight, minimum_sets, weight_of
from jsrules.engine.reconcile.system import System
from jsrules.engine.reconcile.tableau import SystemTableau

MOST_SETS = 500
"""So many sets of one choice are looked for."""

MOST_COMBINED = 300
"""So many combinations of choices that may disturb each other are checked one by one."""

MOST_CONFLICTS = 3000


class Choice(Record, frozen=False):
    """Sets of figures of which one must be changed, all of the same weight. ``conflicts`` are those that it settles."""

    sets: list[int]
    conflicts: list[int]


class Localisation(Record, frozen=False):
    """What localisation found out.

    ``choices`` are independent: one set of each, together, makes everything consistent. ``conflicts`` goes from the
    figures of each conflict to the conflict. ``weight`` is what the cheapest correction costs, or at least costs when
    not ``found``. ``complete``: all of the cheapest sets are there, and proved. ``point`` satisfies every row once the
    first set of each choice may change. ``contradiction`` is a conflict in which there is no figure: the identities
    themselves cannot all hold; it was left out then.
    """

    choices: list[Choice] = field(default_factory=list)
    conflicts: dict[int, Conflict] = field(default_factory=dict)
    weight: int = 0
    least_figures: int = 0
    found: bool = False
    complete: bool = False
    point: Point | None = None
    grain: int = 0
    contradictions: list[Conflict] = field(default_factory=list)


class _New(Exception):
    """A set that was tried does not do; what it taught is among the conflicts."""


def localise(system: System, budget: Budget) -> tuple[Localisation, SystemTableau]:
    """All cheapest corrections, or what was found of them within the budget."""
    tableau = SystemTableau(system)
    while True:
        try:
            search = _Search(tableau, budget)
            search.run()
            return search.result, tableau
        except TooCoarse:
            tableau = SystemTableau(system, tableau.grain**2)


class _Search:
    def __init__(self, tableau: SystemTableau, budget: Budget) -> None:
        self.tableau = tableau
        self.budget = budget
        self.weights = tableau.system.weights
        self.result = Localisation(grain=tableau.grain)
        self.dropped: dict[int, Bounds] = {}
        self.known: dict[int, Point] = {}

    def run(self) -> None:
        result = self.result
        try:
            for conflict in single_conflicts(self.tableau):
                self._learn(conflict, 0)
            while True:
                try:
                    self._round()
                    break
                except _New:
                    if len(result.conflicts) > MOST_CONFLICTS:
                        raise Spent from None
        except Spent:
            masks = list(result.conflicts)
            if not result.found:
                result.weight = least_weight(masks, self.weights)
                result.least_figures = least_weight(masks, [1] * len(self.weights))
            result.complete = False

    # -- one round: choices from the conflicts known so far, tried

    def _round(self) -> None:
        result = self.result
        groups = components(list(result.conflicts))
        first = [next(minimum_sets(group, self.weights, self.budget), 0) for group in groups]
        together = 0
        for each in first:
            together |= each
        self._try(together)
        # It does: the cheapest there is, whatever conflicts are still to be learned. Now for the others.
        result.found = True
        result.weight = weight_of(together, self.weights)
        result.least_figures = together.bit_count()
        result.point = self.known[together]
        result.choices = [Choice([one], group) for one, group in zip(first, groups, strict=True)]
        result.complete = True
        touched: list[set[int]] = []
        for choice in result.choices:
            one = choice.sets[0]
            sets = list(islice(minimum_sets(choice.conflicts, self.weights, self.budget), MOST_SETS + 1))
            if len(sets) > MOST_SETS:
                sets.pop()
                result.complete = False
            rows: set[int] = set()
            for other in sets:
                if other != one:
                    self._try(together & ~one | other)
                    rows |= self._differing(self.known[together], self.known[together & ~one | other])
                    choice.sets.append(other)
            touched.append(rows)
        self._combine(together, touched)

    def _combine(self, together: int, touched: list[set[int]]) -> None:
        """Choices whose alternatives touch a common row may disturb each other: all their combinations are tried."""
        result = self.result
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
        choices = []
        for _, family in sorted(families, key=lambda each: each[1]):
            members_ = [result.choices[number] for number in family]
            if len(members_) == 1:
                choices.append(members_[0])
                continue
            count = 1
            for each in members_:
                count *= len(each.sets)
            if count > MOST_COMBINED:
                result.complete = False
                choices += members_
                continue
            base = together
            for each in members_:
                base &= ~each.sets[0]
            combined = []
            for sets in product(*(each.sets for each in members_)):
                union = 0
                for one in sets:
                    union |= one
                self._try(base | union)
                combined.append(union)
            choices.append(Choice(combined, [mask for each in members_ for mask in each.conflicts]))
        result.choices = choices

    def _differing(self, one: Point, other: Point) -> set[int]:
        """The rows in which two points differ in some variable."""
        rows: set[int] = set()
        for variable in {*one.values, *other.values}:
            if one.values.get(variable, (0, 1)) != other.values.get(variable, (0, 1)):
                rows.update(self.tableau.columns.get(variable, ()))
        return rows

    # -- trying a set

    def _try(self, figures: int) -> None:
        """Finds a point with these figures free, or learns the conflicts they leave and raises `_New`."""
        if figures in self.known:
            return
        freed, learned = figures, False
        while True:
            changes = {**self.tableau.changes(bits(freed)), **self.dropped}
            found = decide(self.tableau, changes, self.budget)
            if isinstance(found, Point):
                break
            conflict = self._learn(found, freed)
            learned = True
            freed |= conflict  # conflicts that share nothing with this one teach more at once
        if learned:
            raise _New
        self.known[figures] = found

    def _learn(self, conflict: Conflict, freed: int) -> int:
        """Keep a conflict; its figures.

        One without figures is a contradiction of identities, which are left out then.
        """
        conflict = reduced(self.tableau, conflict, freed, self.budget)
        figures = figures_in(self.tableau, conflict, freed | conflict.freed)
        if figures:
            self.result.conflicts.setdefault(figures, conflict)
            return figures
        self.result.contradictions.append(conflict)
        rows = {number for number in conflict.variables if number >= self.tableau.first}
        self.dropped.update(dict.fromkeys(rows, Bounds()))
        kept = {mask: each for mask, each in self.result.conflicts.items() if not each.variables & rows}
        self.result.conflicts = kept  # what the rows that are left out have taught is forgotten
        self.result.found = False
        self.known.clear()
        return 0
