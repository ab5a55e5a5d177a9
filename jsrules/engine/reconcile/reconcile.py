"""Reconciling a report: from its identities to causes, corrections, explanations and proofs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from jsrules.engine.reconcile.budget import Budget, Spent
from jsrules.engine.reconcile.causes import attribute, causes_of
from jsrules.engine.reconcile.confirm import Confirmer, JudgesAnew
from jsrules.engine.reconcile.identities import Identity, collect
from jsrules.engine.reconcile.kept import conflicts_of, costs_of_not_keeping, weights_of
from jsrules.engine.reconcile.localise import localise
from jsrules.engine.reconcile.proof import contradiction, witness
from jsrules.engine.reconcile.ranking import Ranking
from jsrules.engine.reconcile.rounded import merely_rounded
from jsrules.engine.reconcile.structure.structure import EXPLANATIONS, Structure, structure_of
from jsrules.engine.reconcile.system import build
from jsrules.engine.reconcile.two_values import with_two_values
from jsrules.model.ground import GroundRatio
from jsrules.model.outcome import Outcome
from jsrules.model.reconciliation import KeptFigures, Reconciliation
from jsrules.model.report import Report
from jsrules.model.statements import MUST_NOT

FOR_VALUES = 4
"""One part in so many of the budget is kept for telling the causes, and what the suspects should be."""

FOR_NOT_KEEPING = 3
"""One part in so many is kept for finding out what it would cost not to keep figures, where any must not be changed."""

FOR_PRINT = 4
"""One part in so many of what is left is kept for putting true amounts back to the print, which comes last."""

MOST_FOR_PARTS = 1000
"""Whole parts are looked at where no more than so many findings are violations: each guess is priced by repairing them
all.
"""

MOST_TOGETHER = 50_000
"""More identities are not looked at together, whatever the budget: they would take more room than a machine may have,
10 KB for each.
"""

EACH_IDENTITY, EACH_RATE = 60, 250
"""What an identity costs that is put into the system, and a rate."""

EACH_CAUSE = 100
"""What telling a cause costs, and whether a finding is explained: what cannot be told is not begun."""


def reconcile(
    report: Report,
    outcomes: Sequence[Outcome],
    anew: JudgesAnew,
    budget: Budget | None = None,
    keep: Sequence[KeptFigures] = (),
    with_witness: bool = True,
) -> Reconciliation:
    """What is wrong in a report, given the outcomes of all its rules; ``anew`` gives those of the report corrected.

    ``keep`` are figures that must not be changed, or count as more than one. The witness, which takes a sixth of the
    time, is left out for who does not show it.

    When the budget is spent the answer is partial, and says so.
    """
    budget = budget or Budget()
    if not keep and len(outcomes) <= MOST_TOGETHER and EACH_IDENTITY * len(outcomes) <= budget.left:
        rounded = merely_rounded(report, outcomes)
        if rounded is not None:
            budget.spend(EACH_IDENTITY * len(outcomes))
            if not with_witness:
                rounded.witness = []
            return rounded
    try:
        identities = collect(report, outcomes, budget)
        if sum(each.held for each in identities.entries) > MOST_TOGETHER:
            raise Spent
        budget.spend(sum(map(_cost, identities.entries)))
    except Spent:
        return Reconciliation(report, "partial", complete=False)
    parts = Structure(report, outcomes, identities)
    if sum(each.verdict == "violation" for each in outcomes) <= MOST_FOR_PARTS:
        parts = structure_of(report, outcomes, identities, anew, budget)
    weights = weights_of(keep, identities.report)
    fixed = {index for index, weight in weights.items() if weight == MUST_NOT}
    every = parts
    if any(moved.cell.index in fixed for part in parts.causes for moved in part.moved):
        parts = Structure(report, outcomes, identities)
    system = build(parts.identities, weights)
    kept = budget.keep(FOR_VALUES)
    beside = budget.keep(FOR_NOT_KEEPING) if fixed else 0
    found, tableau = localise(system, budget)
    budget.release(kept + beside)
    result = Reconciliation(system.report, complete=found.complete, figures=found.least_figures)
    result.structure = parts.causes
    result.keeps = list(keep)
    if fixed:
        result.not_keeping = costs_of_not_keeping(keep, fixed, found, (parts, every), budget.share(beside))
    result.kept = [system.cells[each] for index, each in sorted(system.figures.items()) if index in fixed]
    result.looked_at = frozenset(system.used)
    for cause in parts.causes:
        result.explanations.update(dict.fromkeys(cause.findings, EXPLANATIONS[cause.kind]))
    rules = {each.identifier: each for each in (system.entries[number].rule for number in sorted(set(system.left_out)))}
    result.left_out = list(rules.values())
    result.unknown = [system.cells[each] for each in sorted(system.unknown)]
    result.complete = result.complete and not result.left_out
    try:
        for each in found.conflicts.values():
            budget.spend(100 * len(each.variables))
            result.conflicts.append(contradiction(tableau, each))
    except Spent:
        result.complete = False
    result.contradictions = [contradiction(tableau, each) for each in found.contradictions]
    with suppress(Spent):
        for each in conflicts_of(tableau, fixed, found, budget):
            result.unfit.append(contradiction(tableau, each))
    try:
        budget.spend(EACH_CAUSE * (len(found.choices) + len(system.used)))
    except Spent:
        found.found = False
    if not found.found:
        result.status, result.complete = "partial", False
        return result
    confirmer = Confirmer(parts.report, parts.outcomes, system, parts.judge(anew), budget)
    ranking = Ranking(found, tableau, confirmer, parts.outcomes, budget)
    ranking.rank()
    kept = budget.keep(FOR_PRINT)
    result.causes = with_two_values(causes_of(ranking), ranking, parts.outcomes)
    budget.release(kept)
    if with_witness:
        ranking.approach_print()
    if ranking.point is None:
        result.status, result.complete = "partial", False
    elif not all(each.proven for each in found.choices):
        result.status = "partial"
    elif found.contradictions:
        result.status = "contradictory"
    else:
        result.status = "explained" if found.weight or parts.causes else "consistent"
    if ranking.point is not None:
        if with_witness:
            result.witness = witness(tableau, ranking.point)
        if system.unknown:
            from jsrules.engine.reconcile.implied import implied

            result.implied = implied(system, ranking.settled, _doubtful(ranking))
        result.identities = _satisfied(ranking)
    attribute(result, ranking, parts.outcomes)
    return result


def _cost(entry: Identity) -> int:
    """What an identity costs in the system."""
    if not entry.held:
        return 0
    atoms = sum(map(len, entry.branches)) if entry.branches is not None else 1
    return atoms * (EACH_RATE if isinstance(entry.ground, GroundRatio) else EACH_IDENTITY)


def _doubtful(ranking: Ranking) -> set[int]:
    """The figures that are wrong, or may be, of which it is not certain what they should be."""
    several = (ranked for ranked in ranking.choices if len(ranked) > 1)
    doubtful = {figure for ranked in several for each in ranked for figure in each.figures}
    wrong = {figure for ranked in ranking.choices for figure in ranked[0].figures}
    return doubtful | wrong.difference(ranking.settled)


def _satisfied(ranking: Ranking) -> list[int]:
    """The identities that the witness satisfies: all but those that contradict each other,
    or that a correction leaves open.
    """
    system = ranking.tableau.system
    left_out = {row - ranking.tableau.first for row in ranking.dropped}
    for ranked in ranking.choices:
        for figure in ranked[0].figures:
            rates = system.rated.get(figure, []) if figure in ranking.settled else []
            freed = [row for row in system.freeing.get(figure, ()) if row not in rates]
            left_out.update(row for row in freed if figure not in system.rows[row].joint)
    open_ = {system.rows[row].identity for row in left_out}
    return sorted(system.used.keys() - open_)
