"""What a suspect should be: the values that its identities vote for, ranked by votes and by how typing goes wrong."""

from __future__ import annotations

from jsrules.base.misprint import slips_of
from jsrules.base.record import Record, replace
from jsrules.engine.reconcile.evidence import AGREES, ASTRAY, EVIDENCE, NEARLY, NEGATIVE, PRIOR, Candidate
from jsrules.engine.reconcile.neighbours import Neighbours
from jsrules.engine.reconcile.review import Changes, Review, Tally
from jsrules.model.origins import PRIOR as PRIOR_YEAR

MOST_VOTED = 8
"""So many values of one figure are weighed."""

WINDOW = 5
"""So many last places away from what an identity votes for a slip is looked for."""


class Assignment(Record):
    """Values for all figures of a set: for each figure its candidates, best first."""

    figures: tuple[int, ...]
    candidates: tuple[tuple[Candidate, ...], ...]
    score: int

    def changes(self) -> dict[int, int]:
        """The best value of each figure."""
        return {figure: each[0].mantissa for figure, each in zip(self.figures, self.candidates, strict=True) if each}


def assign(
    review: Review, neighbours: Neighbours, figures: list[int], others: Changes, doubted: frozenset[int]
) -> Assignment:
    """The best values for the figures of a set, while ``others`` are already corrected and ``doubted`` figures may be
    wrong.

    Figures that are voted for are settled first; each one settled helps the next. One that no identity gives a value
    for has none.
    """
    settled: dict[int, int] = dict(others)
    candidates: dict[int, tuple[Candidate, ...]] = {}
    left = list(figures)
    while left:
        open_ = doubted.union(figures).difference(settled)
        votes = {figure: _voted(review, figure, settled, open_ - {figure}) for figure in left}
        figure = max(left, key=lambda each: (len(votes[each]) > 0, sum(votes[each].values()), -each))
        left.remove(figure)
        found = _weigh(review, neighbours, figure, votes[figure], settled, open_ - {figure})
        candidates[figure] = found
        if found:
            settled[figure] = found[0].mantissa
    candidates = neighbours.pairs(figures, candidates, settled)
    ordered = tuple(candidates[figure] for figure in figures)
    return Assignment(tuple(figures), ordered, sum(each[0].score if each else -90 for each in ordered))


def _voted(review: Review, figure: int, settled: Changes, unknown: frozenset[int]) -> dict[int, int]:
    """Values that identities demand of a figure, and how many demand each;
    those with another unknown figure say nothing.
    """
    amount = review.system.amount(figure)
    found: dict[int, int] = {}
    for identity in review.identities.get(figure, ()):
        if not review.is_equality(identity) or not unknown.isdisjoint(review.figures_of(identity)):
            continue
        mantissa = review.wanted(figure, identity, settled)
        if mantissa is not None:
            found[mantissa] = found.get(mantissa, 0) + 1
    if amount.text:
        found.pop(amount.mantissa, None)  # what is printed already
    return found


def _weigh(
    review: Review,
    neighbours: Neighbours,
    figure: int,
    votes: dict[int, int],
    settled: Changes,
    unknown: frozenset[int],
) -> tuple[Candidate, ...]:
    system = review.system
    amount = system.amount(figure)
    identities = [each for each in review.identities.get(figure, ()) if unknown.isdisjoint(review.figures_of(each))]
    before = review.tally(identities, settled)
    weigh = _Scale(review, neighbours, figure, identities, settled, before)
    values = sorted(votes, key=lambda each: (-votes[each], abs(each - amount.mantissa), each))[:MOST_VOTED]
    values += [each for each in neighbours.partners(figure, settled) if each not in values]
    good = weigh.all(values)
    near: set[int] = set()
    if amount.text:
        # A sum of rounded figures votes for a value near the true one; a slip then tells which.
        near = {value + step for value in values for step in range(-WINDOW, WINDOW + 1)}.difference(values)
        near.discard(amount.mantissa)
        for each in weigh.all([each for each in sorted(near) if neighbours.explain(figure, each, settled)]):
            astray = min(abs(each.mantissa - value) for value in values)
            good.append(replace(each, score=each.score + ASTRAY * astray * astray))
    if not good and amount.text:
        good = weigh.all(sorted(near))
    if not good and amount.text:
        made = [value for _, value in slips_of(amount.mantissa, amount.decimals)] + neighbours.values(figure)
        good = weigh.all(made, supported=True)
    good.sort(key=lambda each: (-each.score, abs(each.mantissa - amount.mantissa), each.mantissa))
    return tuple(good[:MOST_VOTED])


class _Scale:
    """Weighs values of one figure."""

    def __init__(
        self,
        review: Review,
        neighbours: Neighbours,
        figure: int,
        identities: list[int],
        settled: Changes,
        before: Tally,
    ) -> None:
        self.review = review
        self.neighbours = neighbours
        self.figure = figure
        self.identities = identities
        self.settled = settled
        self.before = before

    def all(self, mantissas: list[int], *, supported: bool = False) -> list[Candidate]:
        """The values that no identity of the figure rules out by itself; ``supported``: and that more are for
        than for what is printed.
        """
        found = []
        printed = self.review.system.amount(self.figure).mantissa
        positive = self.review.system.is_held_positive(self.figure)
        for mantissa in mantissas:
            if mantissa < 0 and positive:
                continue
            tally = self.review.tally(self.identities, {**self.settled, self.figure: mantissa})
            gained = tally.agree + tally.nearly - self.before.agree - self.before.nearly
            if tally.fail or (supported and gained <= 0):
                continue
            explanation = self.neighbours.explain(self.figure, mantissa, self.settled)
            score = AGREES * (tally.agree - self.before.agree) + NEARLY * (tally.nearly - self.before.nearly)
            score += EVIDENCE.get(explanation, 0)
            if mantissa < 0 <= printed:
                score += NEGATIVE
            if self.review.system.cells[self.figure].origin == PRIOR_YEAR:
                score += PRIOR
            found.append(Candidate(mantissa, explanation, tally.agree, score))
        return found
