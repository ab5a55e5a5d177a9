"""Figures that are known from elsewhere: what changing them counts, whether anything fits without, and what it would
cost not to keep them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress

from jsrules.base.simplex import Bounds, Conflict, TooCoarse
from jsrules.engine.reconcile.budget import Budget, Spent
from jsrules.engine.reconcile.conflict import figures_in, reduced
from jsrules.engine.reconcile.decide import decide
from jsrules.engine.reconcile.hitting import bits, union
from jsrules.engine.reconcile.localise import Localisation, localise
from jsrules.engine.reconcile.structure.structure import Structure
from jsrules.engine.reconcile.system import build
from jsrules.engine.reconcile.tableau import SystemTableau
from jsrules.model.reconciliation import KeptFigures, NotKeeping
from jsrules.model.report import Report
from jsrules.model.statements import MUST_NOT

MOST_LET_GO = 4
"""Not keeping what was said in so many places is told one by one; else of all of it together."""


def weights_of(keep: Sequence[KeptFigures], report: Report) -> dict[int, int]:
    """The weights of figures by the numbers of their cells: of those that several rule files give, the strictest; of
    those that whoever asks gives, the last.
    """
    found: dict[int, int] = {}
    for each in keep:
        for cell in report.cells:
            if any(place.holds(cell) for place in each.places):
                before = found.get(cell.index, each.weight)
                strict = MUST_NOT if MUST_NOT in (before, each.weight) else max(before, each.weight)
                found[cell.index] = each.weight if each.source is None else strict
    return found


def conflicts_of(
    tableau: SystemTableau, kept: Collection[int], found: Localisation, budget: Budget
) -> Iterator[Conflict]:
    """Conflicts of figures that must not be changed, by the numbers of their cells, and of no others: whatever else is
    changed, they remain. They share no figures. None where what was found does without changing those.

    Raises `Spent` when the budget is; what has not come by then is not decided.
    """
    system = tableau.system
    fixed = union(1 << system.figures[index] for index in kept if index in system.figures)
    if not fixed or (found.found and not fixed & union(each.sets[0] for each in found.choices)):
        return
    left_out = {row for each in found.contradictions for row in each.variables if row >= tableau.first}
    dropped = dict.fromkeys(left_out, Bounds())
    freed = ~fixed & (1 << len(system.cells)) - 1
    while True:
        budget.spend(12 * len(system.cells) + 300)
        try:
            answer = decide(tableau, {**tableau.changes(bits(freed)), **dropped}, budget)
            if not isinstance(answer, Conflict):
                return
            conflict = reduced(tableau, answer, freed, dropped, budget)
        except TooCoarse:
            return  # the numbers are too fine for this tableau: not decided
        figures = figures_in(tableau, conflict, freed | conflict.freed)
        if not figures:
            return  # the identities contradict each other, whatever the figures are
        yield conflict
        freed |= figures


def costs_of_not_keeping(
    keep: Sequence[KeptFigures],
    fixed: Collection[int],
    found: Localisation,
    parts: tuple[Structure, Structure],
    budget: Budget,
) -> list[NotKeeping]:
    """What is wrong without what is kept, where that is less, and proved: figures that bind nothing cost nothing.

    ``parts`` are those of the answer, and those that were found before some of them were given up for what is kept.
    """
    mine, every = parts
    moved = {each.cell.index for part in every.causes for each in part.moved}
    bound = {index for mask in found.conflicts for index in bits(mask)} | (moved if every is not mine else set())
    report = mine.identities.report
    asked = [
        number
        for number, each in enumerate(keep)
        if each.weight == MUST_NOT
        and any(place.holds(report.cells[index]) for index in bound.intersection(fixed) for place in each.places)
    ]
    groups = [(each,) for each in asked] if len(asked) <= MOST_LET_GO else [tuple(asked)]
    costs: list[NotKeeping] = []
    with suppress(Spent):
        for group in groups:
            weights = weights_of([each for number, each in enumerate(keep) if number not in group], report)
            stays = any(weights.get(index) == MUST_NOT for index in moved)
            base = mine if stays else every
            less, _ = localise(build(base.identities, weights), budget)
            proven = less.found and all(each.proven for each in less.choices) and not less.contradictions
            cost = NotKeeping(group, less.least_figures, len(base.causes))
            if proven and cost.figures + cost.parts < found.least_figures + len(mine.causes):
                costs.append(cost)
    return costs
