"""Causes: what went wrong, one thing at a time, with the findings that it explains."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.engine.reconcile.alternatives import Choice
from jsrules.engine.reconcile.budget import Spent
from jsrules.engine.reconcile.candidates import Assignment
from jsrules.engine.reconcile.ends import ends_of
from jsrules.engine.reconcile.evidence import Candidate
from jsrules.engine.reconcile.hitting import bits
from jsrules.engine.reconcile.mechanisms import mechanism_of
from jsrules.engine.reconcile.proof import smallest
from jsrules.engine.reconcile.ranking import Ranking
from jsrules.engine.reconcile.review import Changes
from jsrules.model.outcome import Explanation, Outcome
from jsrules.model.reconciliation import Cause, Contradiction, Correction, Proposal, Reconciliation, Suspect

SHOWN = 5
"""So many corrections of one cause are given, and all that are as good as the first, up to `MOST_TIED`."""

MOST_TIED = 20

VALUES_SHOWN = 3
"""So many values of one figure are given."""


EACH_CONFLICT = 50
"""What looking at a conflict costs, for the one that a cause is told with."""


def causes_of(ranking: Ranking) -> list[Cause]:
    """The causes of a report, figures that went wrong together as one."""
    causes: list[Cause] = []
    for number, choice in enumerate(ranking.found.choices):
        causes += _Causes(ranking, number, choice).all()
    return _joined(causes)


class _Causes:
    """Makes the causes of one choice."""

    def __init__(self, ranking: Ranking, number: int, choice: Choice) -> None:
        self.ranking = ranking
        self.system = ranking.tableau.system
        self.choice = choice
        self.number = number
        self.ranked = ranking.choices[number]
        valued = any(candidates for each in self.ranked for candidates in each.candidates)
        self.besides, self.figures = ranking.besides(number) if valued else ({}, [])  # it is asked with values only

    def all(self) -> list[Cause]:
        """Parts whose corrections go with any of the others' are causes of their own."""
        if len(self.choice.sets) == 1 and self.choice.sets[0].bit_count() == 1:
            return [self._cause(self.ranked, 0)]
        causes = []
        for part in independent_parts(self.choice.sets):
            ranked: dict[tuple[int, ...], Assignment] = {}
            for each in self.ranked:
                only = _only(each, [figure for figure in each.figures if part >> figure & 1])
                ranked.setdefault(only.figures, only)
            beyond = len({each & part for each in self.choice.sets}) - len(ranked)
            causes.append(self._cause(list(ranked.values()), beyond))
        return causes

    def _cause(self, ranked: list[Assignment], beyond: int) -> Cause:
        tied = sum(each.score == ranked[0].score for each in ranked)
        if not _is_told_apart(ranked[0]):
            tied = len(ranked)
        shown = ranked[: max(SHOWN, min(tied, MOST_TIED))]
        corrections = [self._correction(each, ranked[0].figures, best=number == 0) for number, each in enumerate(shown)]
        mask = sum(1 << each for each in ranked[0].figures)
        return Cause(
            corrections,
            min(tied, len(shown)),
            len(ranked) - len(shown) + beyond,
            [],
            self._proof(mask),
            complete=self.choice.complete or len(self.choice.sets) > 1,
        )

    def _proof(self, mask: int) -> Contradiction | None:
        """What shows best that figures of a set are wrong; None where the budget is spent."""
        try:
            self.ranking.budget.spend(EACH_CONFLICT * len(self.choice.conflicts))
        except Spent:
            return None
        conflicts = [self.ranking.found.conflicts[each] for each in self.choice.conflicts if each & mask]
        return smallest(self.ranking.tableau, conflicts)

    def _correction(self, assignment: Assignment, instead: Sequence[int], *, best: bool) -> Correction:
        """A correction with the values that are confirmed, in place of that of other figures; those of the best are."""
        known = dict(zip(assignment.figures, assignment.candidates, strict=True))
        if not any(known.values()):
            return Correction(tuple(self._without_value(figure, instead) for figure in known))
        best_of_all, part = self.ranked[0], {*assignment.figures, *instead}
        here = [figure for figure in best_of_all.figures if figure not in part]
        changes = {**self.besides, **_only(best_of_all, here).changes(), **assignment.changes()}
        figures = {*self.figures, *here, *assignment.figures}
        if not best:
            self._hold(known, changes, figures)
        suspects = []
        for figure, candidates in known.items():
            good = list(candidates[:1])
            for candidate in candidates[1:]:
                if len(good) == VALUES_SHOWN:
                    break
                if self.ranking.is_confirmed({**changes, figure: candidate.mantissa}, figures):
                    good.append(candidate)
            proposals = tuple(self._proposal(figure, each, changes) for each in good)
            tied = sum(each.score == good[0].score for each in good)
            suspects.append(Suspect(self.system.cells[figure], proposals, tied))
        return Correction(tuple(suspects))

    def _without_value(self, figure: int, instead: Sequence[int]) -> Suspect:
        """A figure in place of others that no formula gives a value for, with what it must be at least or at most."""
        best_of_all = self.ranked[0]
        if self.ranking.point is None or len(best_of_all.figures) > 1 or len(self.ranked) > SHOWN:
            return Suspect(self.system.cells[figure], (), 0)
        besides, figures = self.ranking.besides(self.number)
        ends = ends_of(self.ranking, figure, besides, {*figures, figure}.difference(set(instead) - {figure}))
        return Suspect(self.system.cells[figure], (), 0, ends.least, ends.most)

    def _hold(self, known: dict[int, tuple[Candidate, ...]], changes: dict[int, int], figures: set[int]) -> None:
        """Find values that are confirmed together: where the best are not, other ones, or none, figure by figure."""
        ranking = self.ranking
        for figure, candidates in known.items():
            if ranking.is_confirmed(changes, figures):
                return
            if not candidates:
                continue
            others = {each: value for each, value in changes.items() if each != figure}
            pointed = ranking.from_point(figure, others, figures)
            further = [*candidates[1:], *([pointed] if pointed is not None else [])]
            good = [each for each in further if ranking.is_confirmed({**others, figure: each.mantissa}, figures)]
            known[figure] = tuple(good)
            del changes[figure]
            if good:
                changes[figure] = good[0].mantissa

    def _proposal(self, figure: int, candidate: Candidate, changes: Changes) -> Proposal:
        explanation, balance = candidate.explanation, None
        review = self.ranking.review
        if explanation != "swapped":
            mechanism, balance = mechanism_of(review, figure, {**changes, figure: candidate.mantissa})
            explanation = mechanism or explanation
        amount = review.proposed(figure, {**changes, figure: candidate.mantissa})
        return Proposal(amount, explanation, candidate.votes, balance)


def _is_told_apart(best: Assignment) -> bool:
    """Whether something speaks for the best correction beside others: of several figures that are to be changed
    together each value is given by what another one should be, so that only slips can tell.
    """
    return len(best.figures) == 1 or all(each and each[0].explanation for each in best.candidates)


def independent_parts(sets: Sequence[int]) -> list[int]:
    """The figures of sets in parts, so that the sets are all combinations of what they have of each part."""
    union = 0
    for each in sets:
        union |= each
    parts: list[int] = []
    for figure in bits(union):
        part = 1 << figure
        for other in list(parts):
            if not _are_independent(sets, other, part):
                parts.remove(other)
                part |= other
        parts.append(part)
    free = [part for part in parts if _are_independent(sets, part, union & ~part)]
    rest = union
    for part in free:
        rest &= ~part
    return sorted([*free, rest] if rest else free)


def _are_independent(sets: Sequence[int], one: int, other: int) -> bool:
    together = {each & (one | other) for each in sets}
    return len(together) == len({each & one for each in sets}) * len({each & other for each in sets})


def _only(assignment: Assignment, figures: list[int]) -> Assignment:
    pairs = dict(zip(assignment.figures, assignment.candidates, strict=True))
    return Assignment(tuple(figures), tuple(pairs[each] for each in figures), assignment.score)


def _joined(causes: list[Cause]) -> list[Cause]:
    """Causes that are halves of one slip, two figures swapped, put together."""
    kept: list[Cause] = []
    swaps: list[Cause] = []
    for cause in causes:
        is_swap = _is_swap(cause)
        other = next((each for each in swaps if _are_halves(each, cause)), None) if is_swap else None
        if other is None:
            kept.append(cause)
            if is_swap:
                swaps.append(cause)
            continue
        suspects = (*other.corrections[0].suspects, *cause.corrections[0].suspects)
        other.corrections = [Correction(suspects)]
        other.others = 0
        other.conflict = other.conflict or cause.conflict
    return kept


def _is_swap(cause: Cause) -> bool:
    """Whether the best correction of a cause is of figures swapped, and none is as good."""
    suspects = cause.corrections[0].suspects
    return cause.tied == 1 and all(each.proposals and each.proposals[0].explanation == "swapped" for each in suspects)


def _are_halves(one: Cause, other: Cause) -> bool:
    """Whether two swaps are one."""
    return any(
        a.cell.amount is not None and a.cell.amount.mantissa == b.proposals[0].amount.mantissa
        for a in one.corrections[0].suspects
        for b in other.corrections[0].suspects
    )


def attribute(result: Reconciliation, ranking: Ranking, outcomes: Sequence[Outcome]) -> None:
    """Say of each finding which causes explain it; a rounding difference that none does is rounding."""
    system, review = ranking.tableau.system, ranking.review
    owners: dict[int, tuple[Cause, Explanation]] = {}
    for cause in result.causes:
        for suspect in cause.corrections[0].suspects:
            explanation = suspect.proposals[0].explanation if suspect.proposals else ""
            owners[system.figures[suspect.cell.index]] = cause, explanation
    about_it: dict[int, list[Cause]] = {}
    for cause in result.causes:
        for number in _about(cause):
            about_it.setdefault(number, []).append(cause)
    wrong = {figure for ranked in ranking.choices for figure in ranked[0].figures}
    for number, outcome in enumerate(outcomes):
        plain = outcome.verdict == "rounding" and outcome.kind != "same_amount"
        if (outcome.verdict != "violation" and outcome.verdict != "rounding") or number not in system.used:
            continue
        figures = review.figures_of(number).union(*(system.rows[row].condition for row in system.used[number]))
        mine = [owners[each] for each in sorted(figures) if each in owners]
        if plain:
            # Rounding alone would explain it by itself, but not together with the others of a conflict.
            about = about_it.get(number, [])
            for cause in about:
                cause.findings.append(number)
            result.explanations[number] = _explanation(about[0]) if about else "rounding"
        elif mine and _is_settled(ranking, number, wrong):
            for cause, explanation in mine:
                if number not in cause.findings:
                    cause.findings.append(number)
                result.explanations.setdefault(number, explanation)


def _explanation(cause: Cause) -> Explanation:
    """How the first figure of a cause went wrong."""
    proposals = cause.corrections[0].suspects[0].proposals
    return proposals[0].explanation if proposals else ""


def _about(cause: Cause) -> set[int]:
    """The outcomes that are part of what shows that something is wrong, beside others."""
    conflict = cause.conflict
    if conflict is None or len(conflict.identities) < 2:
        return set()
    return {each.outcome for each in conflict.identities}


def _is_settled(ranking: Ranking, number: int, wrong: set[int]) -> bool:
    """Whether an identity holds once the report is corrected; one that then need not apply does."""
    system = ranking.tableau.system
    open_ = (ranking.review.figures_of(number) & wrong).difference(ranking.settled)
    if open_ or any(not wrong.isdisjoint(system.rows[row].condition) for row in system.used[number]):
        return True
    (judgement,) = ranking.review.judgements([number], ranking.settled)
    return judgement.verdict in ("pass", "not_applicable") or (
        judgement.verdict == "rounding" and judgement.kind != "same_amount"
    )
