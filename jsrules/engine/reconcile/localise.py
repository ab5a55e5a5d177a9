"""Error localisation: all cheapest sets of figures whose change makes everything consistent (Fellegi and Holt 1976).

Implicit hitting sets: a set of figures that makes the report consistent hits every conflict. Conflicts that share no
figure, found by freeing the figures of each one before the next is looked for, part the report into components and say
what a correction costs at least; a greedy set says what it costs at most. Each component is then solved by itself, the
small ones first and the figures of all others free: of the sets that hit its conflicts the cheapest is tried, and
teaches a new conflict or does, and is then cheapest of all. What was chosen in each is tried together at last; a
conflict between components makes them one.

So every component is proven or not by itself: one that takes more than its share of the budget keeps what the greedy
set has in it, and the least that it can cost.
"""

from __future__ import annotations

from collections import Counter

from jsrules.base.record import Record, field, replace
from jsrules.base.simplex import Bounds, Conflict, Point, TooCoarse
from jsrules.engine.reconcile.alternatives import Choice, ChoiceCombiner
from jsrules.engine.reconcile.budget import Budget, Spent
from jsrules.engine.reconcile.conflict import figures_in, reduced, single_conflicts
from jsrules.engine.reconcile.decide import decide
from jsrules.engine.reconcile.hitting import (
    bits,
    cheapest_set,
    components,
    greedy_set,
    least_weight,
    minimum_sets,
    union,
    weight_of,
)
from jsrules.engine.reconcile.system import KEPT, System
from jsrules.engine.reconcile.tableau import SystemTableau

MOST_SETS = 500
"""So many sets of one choice are looked for."""

MOST_SINGLE = 2000
"""Where more rows than that are violated each by itself, what else is wrong is only looked for once a set is tried."""

MOST_ROUNDS = 30
"""So many sets that hit all conflicts are tried before one is made of what certainly does."""

FOR_ALTERNATIVES = 4
"""One part in so many of the budget is kept for finding out which alternatives go together."""


class Localisation(Record, frozen=False):
    """What localisation found out.

    ``choices`` are independent: one set of each, together, makes everything consistent. ``conflicts`` goes from the
    figures of each conflict to the conflict. ``weight`` is what the cheapest correction costs, and ``least_figures``
    how many figures it changes; at least, where not everything is proven. ``complete``: all of the cheapest sets are
    there, and proved. ``point`` satisfies every row once the first set of each choice may change. ``contradictions``
    are conflicts in which there is no figure: the identities themselves cannot all hold; they were left out then.
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


class _Contradicted(Exception):
    """Identities were left out; what they taught is forgotten."""


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
        self.solved: dict[tuple[int, ...], Choice] = {}
        self.best = 0
        self.fixed = union(1 << each for each in range(len(self.weights)) if tableau.system.is_fixed(each))

    def run(self) -> None:
        result = self.result
        for_alternatives = self.budget.keep(FOR_ALTERNATIVES)
        choices = self._searched()
        self.budget.release(for_alternatives)
        if choices is None and not result.found:
            choices = self._searched()  # the alternatives of nothing need not be looked for
        if choices is None and result.found:
            choices = [self._bounded(group, solved=False) for group in components(result.conflicts)]
        if choices is not None:
            self._tell(choices)
            return
        masks = list(result.conflicts)
        result.weight = least_weight(masks, self.weights)
        result.least_figures = least_weight(masks, [1] * len(self.weights))

    def _searched(self) -> list[Choice] | None:
        """The choices; None where the budget ends before."""
        result = self.result
        while True:
            try:
                if not result.found:
                    if not result.conflicts:
                        self._part()
                    self.best = self._upper()
                    result.found = True
                return self._choices()
            except _Contradicted:
                result.found = False
                self.solved.clear()
            except Spent:
                return None

    def _tell(self, choices: list[Choice]) -> None:
        result = self.result
        result.choices = choices
        result.complete = all(each.proven and each.complete for each in choices)
        open_ = sum(not each.proven for each in choices)
        for each in choices:
            result.weight += each.least
            result.least_figures += each.sets[0].bit_count() if each.proven else self._fewest(each, open_)
        try:
            found = self._check(union(each.sets[0] for each in choices), self.budget)
            assert isinstance(found, Point)
            result.point = found
            if result.complete and sum(len(each.sets) > 1 for each in choices) > 1:
                result.choices = ChoiceCombiner(self.tableau, choices, found, self.dropped, self.budget).independent()
                result.complete = all(each.complete for each in result.choices)
        except Spent:
            result.complete = False

    def _fewest(self, choice: Choice, among: int) -> int:
        """How many figures a component needs at least, as far as a part of what is left of the budget tells; that part
        is for ``among`` components.
        """
        one = [KEPT if self.fixed >> each & 1 else 1 for each in range(len(self.weights))]
        share = self.budget.share(max(self.budget.left, 0) // (FOR_ALTERNATIVES * among))
        try:
            return cheapest_set(choice.conflicts, one, share).bit_count()
        except Spent:
            return least_weight(choice.conflicts, [1] * len(one))

    # -- the road

    def _part(self) -> None:
        """Conflicts that share no figures, until what is left can be satisfied."""
        for conflict in single_conflicts(self.tableau):
            self.budget.spend(30 * len(conflict.factors))
            if not any(number in self.dropped for number, _ in conflict.factors):
                self._learn(conflict, 0, self.budget)
        if len(self.result.conflicts) <= MOST_SINGLE:
            self._probe(union(self.result.conflicts), self.budget)

    def _upper(self) -> int:
        """A set that does, of which no figure can be left out: greedy, and tried until it holds."""
        for _ in range(MOST_ROUNDS):
            chosen = greedy_set(list(self.result.conflicts), self.weights)
            self.budget.spend(100 * len(self.result.conflicts))
            if not self._probe(chosen, self.budget):
                return chosen
        return self._thinned()

    def _thinned(self) -> int:
        """A set that does, of which no figure can be left out: all figures of the conflicts, one after another tried
        without, those first that are in the fewest.

        A figure that stands whatever is changed elsewhere binds all that is equal to it: sets of a few figures each
        teach one conflict more, for hundreds of rounds.
        """
        chosen = union(each & ~self.fixed or each for each in self.result.conflicts)
        while taught := self._probe(chosen, self.budget):
            chosen |= union(each & ~self.fixed or each for each in taught)
        often = Counter(figure for each in self.result.conflicts for figure in bits(each))
        for figure in sorted(bits(chosen), key=lambda each: (often[each], -each)):
            without = chosen & ~(1 << figure)
            if isinstance(self._check(without, self.budget), Point):
                chosen = without
        return chosen

    def _choices(self) -> list[Choice]:
        """A choice for each component, whose first sets do together."""
        while True:
            before = None
            while before != (groups := components(self.result.conflicts)):
                before = groups
                for number, group in enumerate(sorted(groups, key=lambda each: (len(each), min(each)))):
                    self._solve(group, len(groups) - number)
            choices = [self._bounded(group, solved=True) for group in groups]
            if not self._probe(union(each.sets[0] for each in choices), self.budget):
                return choices

    def _bounded(self, group: list[int], *, solved: bool) -> Choice:
        """What is known of a component: its solution, or else what the greedy set has in it."""
        choice = self.solved.get(tuple(sorted(group)))
        mine = self.best & union(group)
        if choice is None:
            least = least_weight(group, self.weights)
            return Choice([mine], group, least, proven=weight_of(mine, self.weights) == least, complete=False)
        if solved:
            return choice
        if mine in choice.sets:
            return replace(choice, sets=[mine, *(each for each in choice.sets if each != mine)])
        weight = weight_of(mine, self.weights)
        return Choice([mine], group, choice.least, proven=choice.proven and weight == choice.least, complete=False)

    def _solve(self, group: list[int], left: int) -> None:
        """Find all cheapest sets of a component while the figures of all others are free, within its share."""
        if tuple(sorted(group)) in self.solved:
            return
        share = self.budget.share(self.budget.left // left)
        others = union(self.result.conflicts) & ~union(group)
        group = list(group)
        choice: Choice | None = None
        least = 0
        try:
            share.spend(12 * others.bit_count())
            while True:
                one = cheapest_set(group, self.weights, share)
                least = weight_of(one, self.weights)
                if not (taught := self._probe(one | others, share)):
                    break
                group += taught
            choice = Choice([one], group, weight_of(one, self.weights), complete=False)
            self._enumerate(choice, others, share)
        except Spent:
            pass
        if choice is not None:
            self.solved[tuple(sorted(choice.conflicts))] = choice
        else:  # remembered with what it taught, so that its share is not spent again
            own = union(group)
            group = [each for each in self.result.conflicts if each & own]
            mine, least = self.best & union(group), max(least, least_weight(group, self.weights))
            proven = weight_of(mine, self.weights) == least
            self.solved[tuple(sorted(group))] = Choice([mine], group, least, proven, complete=False)
        if self.budget.left < 0:
            raise Spent

    def _enumerate(self, choice: Choice, others: int, share: Budget) -> None:
        sets: list[int] = []
        known = list(choice.conflicts)
        for each in minimum_sets(known, self.weights, share):
            if all(each & mask for mask in choice.conflicts[len(known) :]):
                if len(sets) == MOST_SETS:
                    return
                taught = [] if each == choice.sets[0] else self._probe(each | others, share)
                choice.conflicts += taught
                if not taught:
                    sets.append(each)
        choice.sets, choice.complete = sets, True

    # -- trying a set

    def _check(self, figures: int, budget: Budget) -> Point | Conflict:
        budget.spend(12 * figures.bit_count() + 300)
        return decide(self.tableau, {**self.tableau.changes(bits(figures)), **self.dropped}, budget)

    def _probe(self, figures: int, budget: Budget) -> list[int]:
        """The conflicts that are left when these figures are free, those that share nothing; none if they do."""
        taught = []
        while isinstance(found := self._check(figures, budget), Conflict):
            taught.append(self._learn(found, figures, budget))
            figures |= taught[-1]
        return taught

    def _learn(self, conflict: Conflict, freed: int, budget: Budget) -> int:
        """Keep a conflict; its figures.

        One without figures is a contradiction of identities, which are left out then.
        """
        conflict = reduced(self.tableau, conflict, freed, self.dropped, budget)
        figures = figures_in(self.tableau, conflict, freed | conflict.freed)
        if figures:
            self.result.conflicts.setdefault(figures, conflict)
            return figures
        self.result.contradictions.append(conflict)
        rows = {number for number in conflict.variables if number >= self.tableau.first}
        self.dropped.update(dict.fromkeys(rows, Bounds()))
        kept = {mask: each for mask, each in self.result.conflicts.items() if not each.variables & rows}
        self.result.conflicts = kept  # what the rows that are left out have taught is forgotten
        raise _Contradicted
