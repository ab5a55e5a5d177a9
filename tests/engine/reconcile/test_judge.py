"""Minima against Z3, an engine of another kind, where it is installed (``pip install -e '.[study]'``, as CI does): weights and
all sets, of rules of amounts and rates and of such as can hold in several ways.
"""

from __future__ import annotations

import os
import random

import pytest
from support.checking import load, resolve_text
from support.conditional import draw_system
from support.generated import RULES, draw, spoil, written

pytest.importorskip("z3", reason="z3-solver is not installed: pip install -e '.[study]'")

from bench.judge import Judge, minima_of
from jsrules.base.record import replace
from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.identities import collect
from jsrules.engine.reconcile.localise import localise
from jsrules.engine.reconcile.system import build

SYSTEMS = max(60, min(500, int(os.environ.get("JSRULES_EXAMPLES", "60"))))


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize("errors", [1, 2, 3, 4])
def test_weights_and_all_minima_are_equal(errors: int, signed: bool) -> None:
    chance = random.Random(f"{errors} {signed}")
    for _ in range(12):
        report = load(written(spoil(chance, draw(chance), errors)))
        rules = resolve_text(RULES, report.forms)
        if not signed:  # as if a form set allowed no negative amount
            report = replace(report, forms=replace(report.forms, inferred=False))
        identities = collect(report, evaluate(report, rules), Budget())
        system = build(identities)
        found, _ = localise(system, Budget())
        assert found.complete
        judge = Judge(identities, set(system.used))
        weights = {index: system.weights[system.figures[index]] for index in judge.changed}
        least, sets = judge.minima(weights, 500)
        assert (found.weight, minima_of(found, [cell.index for cell in system.cells])) == (least, sets)


@pytest.mark.parametrize("seed", range(SYSTEMS))
def test_so_they_are_where_rules_can_hold_in_several_ways(seed: int) -> None:
    """Conditions, alternatives, bounds and unknown figures: Z3 gets the cases and splits them itself."""
    drawn = draw_system(random.Random(f"judged {seed}"))
    report = load(drawn.report)
    rules = resolve_text("\n".join(drawn.rules) + "\n", report.forms)
    identities = collect(report, evaluate(report, rules), Budget())
    system = build(identities)
    found, _ = localise(system, Budget())
    assert found.complete
    if found.contradictions:
        return  # no figures mend them; that they are all is asked of brute force
    judge = Judge(identities, set(system.used))
    weights = {index: system.weights[system.figures[index]] for index in judge.changed}
    least, sets = judge.minima(weights, 500)
    assert (found.weight, minima_of(found, [cell.index for cell in system.cells])) == (least, sets), drawn
