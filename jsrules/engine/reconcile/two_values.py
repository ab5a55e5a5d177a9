"""One amount printed in two values (一数两印): figures that equalities hold equal, printed with a last place between
them.

Which figures must change for everything to hold exactly is one question; that they are one amount, is another, and
readers are told both.
"""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.record import Record
from jsrules.engine.reconcile.mechanisms import is_whole, mechanism_of
from jsrules.engine.reconcile.proof import smallest
from jsrules.engine.reconcile.ranking import Ranking
from jsrules.engine.reconcile.review import Review, partner_of, printed_in
from jsrules.engine.weigh import value_of
from jsrules.model.ground import GroundLinear
from jsrules.model.outcome import Outcome
from jsrules.model.reconciliation import Cause, Correction, PrintedValue, Proposal, Suspect, TwoValues


class Doubled(Record):
    """Figures that are one amount, by the two mantissas that they print."""

    figures: dict[int, list[int]]

    def all(self) -> set[int]:
        """All of the figures."""
        return {figure for figures in self.figures.values() for figure in figures}


def doubled(review: Review, outcomes: Sequence[Outcome]) -> list[Doubled]:
    """The amounts of a report that are printed in two values; what prints the same two in several places is one."""
    classes = _Classes()
    system = review.system
    for number in system.used:
        outcome = outcomes[number]
        entry = system.entries[number]
        ground = entry.ground
        if outcome.verdict not in ("pass", "rounding") or not isinstance(ground, GroundLinear) or entry.one_figure:
            continue
        for index, value in ground.row.terms.items():
            other = partner_of(system.report, ground, index) if value else None
            if other is not None and ground.operator == "=":
                one, two = system.figures[index], system.figures[other]
                if _are_near(review, one, two):
                    classes.join(one, two)
    found: dict[tuple[object, ...], Doubled] = {}
    for figures in classes.all():
        values = sorted({system.amount(each).mantissa for each in figures})
        if len(values) != 2:
            continue
        amount = system.amount(figures[0])
        made = found.setdefault((*values, amount.decimals, amount.unit), Doubled({value: [] for value in values}))
        for each in figures:
            made.figures[system.amount(each).mantissa].append(each)
    return list(found.values())


class _Classes:
    """Figures that are the same, as far as is known."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}

    def _find(self, figure: int) -> int:
        parents = self._parents
        while parents.setdefault(figure, figure) != figure:
            parents[figure] = figure = parents[parents[figure]]
        return figure

    def join(self, one: int, other: int) -> None:
        """Two figures are the same."""
        first, second = sorted((self._find(one), self._find(other)))
        self._parents[second] = first

    def all(self) -> list[list[int]]:
        """The figures that are the same, in order."""
        found: dict[int, list[int]] = {}
        for figure in sorted(self._parents):
            found.setdefault(self._find(figure), []).append(figure)
        return list(found.values())


def _are_near(review: Review, one: int, other: int) -> bool:
    """Whether two figures are printed alike, or with one last place between them."""
    first, second = review.system.amount(one), review.system.amount(other)
    same = first.decimals == second.decimals and first.unit == second.unit and not first.exact
    return same and abs(first.mantissa - second.mantissa) <= 1


def with_two_values(causes: list[Cause], ranking: Ranking, outcomes: Sequence[Outcome]) -> list[Cause]:
    """The causes, those of one amount printed in two values as one, with the value that it should have everywhere."""
    figures = ranking.review.system.figures
    kept = list(causes)
    for each in doubled(ranking.review, outcomes):
        own = each.all()
        mine = [
            cause
            for cause in kept
            if all(figures[suspect.cell.index] in own for suspect in cause.corrections[0].suspects)
        ]
        if mine:
            at, gone = kept.index(mine[0]), {id(cause) for cause in mine}
            kept = [cause for cause in kept if id(cause) not in gone]
            kept.insert(at, _note(ranking, each, mine))
    return kept


def _note(ranking: Ranking, double: Doubled, causes: list[Cause]) -> Cause:
    """The causes of one amount as one."""
    system = ranking.review.system
    suspects = tuple(each for cause in causes for each in cause.corrections[0].suspects)
    changed = {system.figures[each.cell.index] for each in suspects}
    values = tuple(
        PrintedValue(system.amount(figures[0]), tuple(system.cells[each] for each in figures))
        for figures in double.figures.values()
    )
    others = {figure: value for figure, value in ranking.settled.items() if figure not in changed}
    value = _best(ranking.review, double, changed)
    least = len(suspects)
    for due in (value, *(each for each in double.figures if each != value)):
        if due != value and any(system.is_fixed(each) for each in double.figures[value]):
            continue
        wrong = {each: due for printed, figures in double.figures.items() if printed != due for each in figures}
        if ranking.settle_on({**others, **wrong}, changed.difference(wrong)):
            made = tuple(_suspect(ranking, each, due) for each in wrong)
            break
    else:
        made, due = suspects, None
    amount = None if due is None else next(each.amount for each in values if each.amount.mantissa == due)
    note = TwoValues(values, amount, least)
    if len(causes) == 1 and {each.cell.index for each in made} == {each.cell.index for each in suspects}:
        causes[0].two_values = note
        return causes[0]
    conflicts = [
        each for mask, each in ranking.found.conflicts.items() if any(mask >> figure & 1 for figure in changed)
    ]
    findings = sorted({number for cause in causes for number in cause.findings})
    return Cause([Correction(made)], 1, 0, findings, smallest(ranking.tableau, conflicts), note)


def _suspect(ranking: Ranking, figure: int, mantissa: int) -> Suspect:
    review = ranking.review
    explanation, balance = mechanism_of(review, figure, ranking.settled)
    votes = review.tally(review.identities.get(figure, []), ranking.settled).agree
    return Suspect(
        review.system.cells[figure], (Proposal(review.printed(figure, mantissa), explanation, votes, balance),)
    )


def _best(review: Review, double: Doubled, changed: set[int]) -> int:
    """The value that is known from elsewhere, else that is the exact whole of most sums, else that is printed most
    often, else that least must be changed for.
    """
    system = review.system

    def weight(value: int) -> tuple[int, int, int, int, int]:
        figures = double.figures[value]
        known = sum(system.weights[each] for each in figures if system.cells[each].index in system.keep)
        sums = sum(_is_sum(review, each, identity) for each in figures for identity in review.identities.get(each, ()))
        return known, sums, len(figures), -sum(each in changed for each in figures), -value

    return max(double.figures, key=weight)


def _is_sum(review: Review, figure: int, identity: int) -> bool:
    """Whether a figure is the whole of an identity that adds up in print."""
    system = review.system
    ground = system.entries[identity].ground
    if not isinstance(ground, GroundLinear) or ground.operator not in ("=", "=="):
        return False
    printed = printed_in(system.report, ground.row)
    index = system.cells[figure].index
    if len(printed) < 3 or index not in printed:
        return False
    return is_whole(ground.row, index, printed) and not value_of(system.report, ground.row)[0]
