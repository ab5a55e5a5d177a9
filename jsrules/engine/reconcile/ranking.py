"""The corrections of each choice with their values, best first, and confirmed in the whole system."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from jsrules.base.record import replace
from jsrules.base.simplex import Bounds, Conflict, Point
from jsrules.engine.comparisons import rounded
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.candidates import Assignment, assign
from jsrules.engine.reconcile.conflict import rows_in
from jsrules.engine.reconcile.corrected import check_corrected
from jsrules.engine.reconcile.evidence import Candidate
from jsrules.engine.reconcile.hitting import bits
from jsrules.engine.reconcile.localise import Localisation
from jsrules.engine.reconcile.neighbours import Neighbours
from jsrules.engine.reconcile.review import Changes, Review
from jsrules.engine.reconcile.tableau import SystemTableau
from jsrules.model.ground import GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.outcome import Outcome
from jsrules.model.report import Report

Anew = Callable[[Report], Sequence[Outcome]]
"""What judges a whole report by its rules, as it was judged before, once some of its figures are printed otherwise."""

MOST_RANKED = 60
"""So many corrections of one choice are weighed."""


class Ranking:
    """Weighs the corrections that were found. ``settled`` are the best values of the best of each choice."""

    def __init__(self, found: Localisation, tableau: SystemTableau, anew: Anew, budget: Budget) -> None:
        self.found = found
        self.tableau = tableau
        self.anew = anew
        self.budget = budget
        self.review = Review(tableau.system)
        self.neighbours = Neighbours(self.review)
        self.settled: dict[int, int] = {}
        self.choices: list[list[Assignment]] = []
        self.pointed: set[int] = set()
        self.dropped = {
            tableau.first + row: Bounds() for each in found.contradictions for row, _ in rows_in(tableau, each)
        }

    def rank(self) -> Point:
        """Weighs; true amounts for the report as it should be. Raises `Spent` when the budget is."""
        self._weigh()
        while True:
            found = self.try_values(self.settled, self._figures())
            if isinstance(found, Point):
                break
            self._give_way(found)
        # Asked anew of a tableau that starts from the print, so that few true amounts are other than printed.
        self.tableau = SystemTableau(self.tableau.system, self.tableau.grain)
        found = self.try_values(self.settled, self._figures())
        assert isinstance(found, Point)
        return found

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
        return [figure for ranked in self.choices for figure in ranked[0].figures]

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
            )
            made = []
            for figures in choices[number].sets[:MOST_RANKED]:
                made.append(assign(self.review, self.neighbours, bits(figures), self.settled, doubted))
                self.budget.spend(500 * figures.bit_count())
            made.sort(key=lambda each: (-each.score, each.figures))
            ranked[number] = made
            self.settled.update(made[0].changes())
        self.choices = [ranked[number] for number in range(len(choices))]
        for made in self.choices:  # what only shows beside the figures of other choices
            best = made[0]
            known = dict(zip(best.figures, best.candidates, strict=True))
            pairs = self.neighbours.pairs(best.figures, known, self.settled)
            made[0] = replace(best, candidates=tuple(pairs[each] for each in best.figures))

    def _give_way(self, conflict: Conflict) -> None:
        """Put another value in the place of one that a conflict is about: the next that was voted for,
        then one that a point has, then none.
        """
        system, first = self.tableau.system, self.tableau.first
        owners = {system.variables[each].owner for each, _ in conflict.factors if each < first}
        owners.update(each for row, _ in rows_in(self.tableau, conflict) for each in system.rows[row].freed_by)
        places = [
            (ranked, at, figure)
            for ranked in self.choices
            for at, figure in enumerate(ranked[0].figures)
            if figure in owners and figure in self.settled
        ]
        for ranked, at, _ in places:
            if len(ranked[0].candidates[at]) > 1:
                self._replace(ranked, at, ranked[0].candidates[at][1:])
                return
        for ranked, at, figure in places:
            if figure not in self.pointed:
                self.pointed.add(figure)
                others = {each: value for each, value in self.settled.items() if each != figure}
                candidate = self.from_point(figure, others, self._figures())
                if candidate is not None:
                    self._replace(ranked, at, (candidate,))
                    return
        if places:
            self._replace(*places[0][:2], ())
        else:
            self._fall_back()

    def _fall_back(self) -> None:
        """Take the sets that are known to go together, without values:
        where there are too many to try all combinations.
        """
        self.settled.clear()
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
        """A value that goes with all others, where there is one."""
        point = self.try_values(others, figures)
        if not isinstance(point, Point):
            return None
        mantissa = self._printed_at(figure, point)
        if not self.review.keeps_choices({**others, figure: mantissa}):
            return None
        explanation = self.neighbours.explain(figure, mantissa, others)
        votes = self.review.tally(self.review.identities.get(figure, []), {**others, figure: mantissa}).agree
        return Candidate(mantissa, explanation, votes, 0)

    def _printed_at(self, figure: int, point: Point) -> int:
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
