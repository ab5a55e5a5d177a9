"""Minima against Z3, an engine of another kind, where it is installed (``pip install -e '.[study]'``, as CI does)."""

from __future__ import annotations

import random

import pytest
from support.checking import load, resolve_text
from support.generated import RULES, draw, spoil, written

pytest.importorskip("z3", reason="z3-solver is not installed: pip install -e '.[study]'")

from bench.judge import Judge, minima_of
from jsrules.base.record import replace
from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.identities import collect
from jsrules.engine.reconcile.localise import localise
from jsrules.engine.reconcile.system import build


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
