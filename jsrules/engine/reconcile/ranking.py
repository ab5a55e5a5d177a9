"""The corrections of each choice with their values, best first, and confirmed in the whole system."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress

from jsrules.base.record import replace
from jsrules.base.simplex import Bounds, Conflict, Point
from jsrules.engine.comparisons import rounded
from jsrules.engine.reconcile.budget import Budget, Spent
from jsrules.engine.reconcile.candidates import Assignment, assign
from jsrules.engine.reconcile.confirm import Confirmer
from jsrules.engine.reconcile.conflict import rows_in
from jsrules.engine.reconcile.corrected import check_corrected, near_the_print
from jsrules.engine.reconcile.evidence import Candidate
from jsrules.engine.reconcile.hitting import bits
from jsrules.engine.reconcile.localise import Localisation
from jsrules.engine.reconcile.neighbours import Neighbours
from jsrules.engine.reconcile.review import Changes, Review
from jsrules.engine.reconcile.system import System
from jsrules.engine.reconcile.tableau import SystemTableau
from jsrules.model.ground import GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.outcome import Outcome
from jsrules.model.report import Amount

MOST_RANKED = 60
"""So many corrections of one choice are weighed."""


MOST_TRIED = 8
"""So many corrections of one choice are tried, when the best of them is not confirmed."""


def value_cost(system: System) -> int:
    """What it costs to find out what one figure should be."""
    return 3000 + 2 * len(system.report.cells)


class Ranking:
    """Weighs the corrections that were found. ``settled`` are the best values of the best of each choice, ``point`` are
    true amounts for the report as it should be; None where the budget was spent before there were any. ``kept``
    figures stay as they are printed after all.
    """

    def __init__(
        self,
        found: Localisation,
        tableau: SystemTableau,
        confirmer: Confirmer,
        outcomes: Sequence[Outcome],
        budget: Budget,
    ) -> None:
        self.found = found
        self.tableau = tableau
        self.confirmer = confirmer
        self.budget = budget
        self.review = Review(tableau.system)
        self.neighbours = Neighbours(self.review)
        self.settled: dict[int, int] = {}
        self.choices: list[list[Assignment]] = []
        self.pointed: set[int] = set()
        self.kept: set[int] = set()
        self.point: Point | None = None
        self.dropped = {
            tableau.first + row: Bounds() for each in found.contradictions for row, _ in rows_in(tableau, each)
        }
        left_out = {tableau.system.rows[row - tableau.first].identity for row in self.dropped}
        wrong = {figure for choice in found.choices for one in choice.sets for figure in bits(one)}
        self.due = frozenset(
            number
            for number in tableau.system.used
            if number not in left_out
            and outcomes[number].kind != "zero_denominator"  # a case of its own, which amounts do not mend
            and (outcomes[number].verdict == "violation" or outcomes[number].kind == "same_amount")
            and outcomes[number].kind != "zero_denominator"
            and not wrong.isdisjoint(self.review.figures_of(number))  # what no correction is about stays as it is
        )

    def rank(self) -> None:
        """Weighs; nothing has a value when the budget is spent on it."""
        try:
            self._weigh()
            self.point = self._settle()
        except Spent:
            self._fall_back()

    def approach_print(self) -> None:
        """True amounts of which few are other than printed, as far as the budget goes: asked of a tableau that starts
        from the print, and where that takes too long, of the one that is there. For the end, when all is settled.
        """
        if self.point is None:
            return
        figures = self._figures()
        free = [each for each in figures if each not in self.settled]
        for tableau in (SystemTableau(self.tableau.system, self.tableau.grain), self.tableau):
            with suppress(Spent):
                share = self.budget.share(self.budget.left // 2)
                self.point = near_the_print(tableau, self.review, self.settled, free, self.dropped, share)
                return

    def _settle(self) -> Point:
        """Values that are confirmed; what cannot be has none. True amounts for them."""
        while True:
            found = self.try_values(self.settled, self._figures())
            if isinstance(found, Conflict):
                if not self._give_way(self._owners(found)):
                    self._fall_back()
            elif against := self._against(self.settled, self._figures()):
                if not self._give_way(self._to_blame(against)):
                    return found
            elif not self._promote():
                return found

    def is_confirmed(self, changes: Changes, figures: Collection[int]) -> bool:
        """Whether the report with other figures holds what it should, judged as a whole, and true amounts exist."""
        return self._confirm(changes, figures) is not None

    def settle_on(self, changes: Changes, kept: Collection[int]) -> bool:
        """Take other values for what is wrong, where they are confirmed and these figures stay as printed."""
        figures = [each for each in self._figures() if each not in kept]
        point = self._confirm(changes, figures)
        if point is not None:
            self.settled = dict(changes)
            self.kept.update(kept)
            self.point = point
        return point is not None

    def _confirm(self, changes: Changes, figures: Collection[int]) -> Point | None:
        try:
            found = None if self._against(changes, figures) else self.try_values(changes, figures)
        except Spent:
            return None
        return found if isinstance(found, Point) else None

    def _against(self, changes: Changes, figures: Iterable[int]) -> list[int]:
        return self.confirmer.against(self.printed(changes, figures), self.due)

    def printed(self, changes: Changes, figures: Iterable[int]) -> dict[int, Amount | None]:
        """What the figures are printed as then; None for those that have no value."""
        return {each: self.review.proposed(each, changes) if each in changes else None for each in (*changes, *figures)}

    def _to_blame(self, against: list[int]) -> list[int]:
        """The figures that what speaks against their values is about: where no formula tells, those without whose
        values some of it does not; all of them where it takes several.
        """
        figures = self._figures()
        known = {figure for number in against if number >= 0 for figure in self.review.figures_of(number)}
        blamed = [figure for figure in self.settled if figure in known]
        if blamed:
            return blamed
        for figure in self.settled:
            others = {each: value for each, value in self.settled.items() if each != figure}
            if set(against).difference(self._against(others, figures)):
                blamed.append(figure)
        return blamed or list(self.settled)

    def _promote(self) -> bool:
        """Puts a correction that is confirmed in front of one that is not; whether there was one."""
        for number, ranked in enumerate(self.choices):
            if all(ranked[0].candidates):
                continue
            for at, other in enumerate(ranked[1 : 1 + MOST_TRIED], 1):
                besides, figures = self.besides(number)
                changes = {**besides, **other.changes()}
                if all(other.candidates) and self.is_confirmed(changes, {*figures, *other.figures}):
                    ranked.insert(0, ranked.pop(at))
                    self.settled = changes
                    return True
        return False

    def try_values(self, changes: Changes, figures: Collection[int]) -> Point | Conflict:
        """True amounts for the report with other figures, or why there are none;
        ``figures`` without a value may be anything.
        """
        free = [each for each in figures if each not in changes]
        return check_corrected(self.tableau, self.review, changes, free, self.dropped, self.budget)

    def besides(self, choice: int) -> tuple[dict[int, int], list[int]]:
        """The values that are settled outside of a choice, and the figures that are wrong there."""
        own = set(self.choices[choice][0].figures)
        values = {figure: value for figure, value in self.settled.items() if figure not in own}
        return values, [each for each in self._figures() if each not in own]

    def _figures(self) -> list[int]:
        return [figure for ranked in self.choices for figure in ranked[0].figures if figure not in self.kept]

    def _weigh(self) -> None:
        """The corrections of each choice, best first; those without alternatives are settled before the others."""
        choices = self.found.choices
        first = {number: set(bits(choice.sets[0])) for number, choice in enumerate(choices)}
        ranked: dict[int, list[Assignment]] = {}
        for number in sorted(first, key=lambda each: (len(choices[each].sets), each)):
            doubted = frozenset(
                figure
                for other, figures in first.items()
                if other not in ranked and other != number
                for figure in figures
            ).union(self.tableau.system.unknown)
            made = []
            for figures in choices[number].sets[:MOST_RANKED]:
                made.append(self._printable(assign(self.review, self.neighbours, bits(figures), self.settled, doubted)))
                self.budget.spend(figures.bit_count() * value_cost(self.tableau.system))
            made.sort(key=lambda each: (-each.score, each.figures))
            ranked[number] = made
            self.settled.update(made[0].changes())
        self.choices = [ranked[number] for number in range(len(choices))]
        for made in self.choices:  # what only shows beside the figures of other choices
            best = made[0]
            known = dict(zip(best.figures, best.candidates, strict=True))
            pairs = self.neighbours.pairs(best.figures, known, self.settled)
            made[0] = replace(best, candidates=tuple(pairs[each] for each in best.figures))

    def _printable(self, assignment: Assignment) -> Assignment:
        pairs = zip(assignment.figures, assignment.candidates, strict=True)
        kept = tuple(each if self.confirmer.can_print(figure) else () for figure, each in pairs)
        return replace(assignment, candidates=kept)

    def _owners(self, conflict: Conflict) -> set[int]:
        """The figures that a conflict is about."""
        system, first = self.tableau.system, self.tableau.first
        owners = {system.variables[each].owner for each in conflict.variables if each < first}
        owners.update(each for row, _ in rows_in(self.tableau, conflict) for each in system.rows[row].freed_by)
        return owners

    def _give_way(self, owners: Collection[int]) -> bool:
        """Put another value in the place of one of these figures: the next that was voted for, then one that a point
        has, then none. Whether one of them had a value.
        """
        places = [
            (ranked, at, figure)
            for ranked in self.choices
            for at, figure in enumerate(ranked[0].figures)
            if figure in owners and figure in self.settled
        ]
        for ranked, at, _ in places:
            if len(ranked[0].candidates[at]) > 1:
                self._replace(ranked, at, ranked[0].candidates[at][1:])
                return True
        for ranked, at, figure in places:
            if figure not in self.pointed:
                self.pointed.add(figure)
                others = {each: value for each, value in self.settled.items() if each != figure}
                candidate = self.from_point(figure, others, self._figures())
                if candidate is not None:
                    self._replace(ranked, at, (candidate,))
                    return True
        if places:
            self._replace(*places[0][:2], ())
        return bool(places)

    def _fall_back(self) -> None:
        """Take the sets that are known to go together, without values:
        where there are too many to try all combinations.
        """
        self.settled = {}
        self.choices = self.choices or [[] for _ in self.found.choices]
        for choice, ranked in zip(self.found.choices, self.choices, strict=True):
            figures = tuple(bits(choice.sets[0]))
            others = [each for each in ranked if each.figures != figures]
            ranked[:] = [Assignment(figures, ((),) * len(figures), 0), *others]

    def _replace(self, ranked: list[Assignment], at: int, candidates: tuple[Candidate, ...]) -> None:
        best = ranked[0]
        figure = best.figures[at]
        ranked[0] = replace(best, candidates=(*best.candidates[:at], candidates, *best.candidates[at + 1 :]))
        self.settled.pop(figure, None)
        if candidates:
            self.settled[figure] = candidates[0].mantissa

    def from_point(self, figure: int, others: Changes, figures: Collection[int]) -> Candidate | None:
        """A value that goes with all others, where there is one, and it is found within the budget."""
        try:
            point = self.try_values(others, figures)
        except Spent:
            return None
        if not isinstance(point, Point):
            return None
        mantissa = self.printed_at(figure, point)
        explanation = self.neighbours.explain(figure, mantissa, others)
        votes = self.review.tally(self.review.identities.get(figure, []), {**others, figure: mantissa}).agree
        return Candidate(mantissa, explanation, votes, 0)

    def printed_at(self, figure: int, point: Point) -> int:
        """How a figure is printed for the true amounts of a point."""
        system = self.tableau.system
        amount = system.amount(figure)
        for number in system.rated.get(figure, ()):
            ground = system.entries[system.rows[number].identity].ground
            assert isinstance(ground, GroundRatio)
            top, top_over = self._value(ground.numerator, point)
            bottom, bottom_over = self._value(ground.denominator, point)
            if bottom:
                return rounded(top * bottom_over, bottom * top_over, amount)
        deviation, over = point.values.get(system.variable(figure), (0, 1))
        return (2 * amount.mantissa * over + deviation + over) // (2 * over)

    def _value(self, form: Linear, point: Point) -> tuple[int, int]:
        """A form over the true amounts of a point, as a numerator and a denominator."""
        system = self.tableau.system
        numerator, denominator = form.constant, 1
        for index, value in form.terms.items():
            figure = system.figures[index]
            amount = system.amount(figure)
            deviation, over = point.values.get(system.variable(figure), (0, 1))
            scale = 2 * over * 10**amount.decimals
            numerator = numerator * scale + value * (2 * amount.mantissa * over + deviation) * denominator
            denominator *= scale
        return numerator, denominator * form.denominator
