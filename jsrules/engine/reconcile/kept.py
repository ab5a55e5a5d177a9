"""Figures that are known from elsewhere: what changing them counts, and whether anything fits without."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from jsrules.base.simplex import Bounds, Conflict, TooCoarse
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.conflict import figures_in, reduced
from jsrules.engine.reconcile.decide import decide
from jsrules.engine.reconcile.hitting import bits, union
from jsrules.engine.reconcile.localise import Localisation
from jsrules.engine.reconcile.tableau import SystemTableau
from jsrules.model.reconciliation import KeptFigures
from jsrules.model.report import Report
from jsrules.model.statements import MUST_NOT


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
