"""Minima of systems with conditions, alternatives, bounds and unknown figures, against brute force and, where it is there, Z3."""

from __future__ import annotations

import importlib.util
import os
import random

import pytest
from support.checking import load, resolve_text
from support.conditional import Drawn, brute_force, draw_system, z3_minimum

from jsrules.base.simplex import Point
from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.decide import decide
from jsrules.engine.reconcile.hitting import bits
from jsrules.engine.reconcile.identities import collect
from jsrules.engine.reconcile.localise import localise
from jsrules.engine.reconcile.system import build
from jsrules.engine.reconcile.tableau import SystemTableau

SYSTEMS = max(60, min(500, int(os.environ.get("JSRULES_EXAMPLES", "60"))))


def localised(drawn: Drawn) -> tuple[int, set[frozenset[str]], bool]:
    """How many figures must be changed at least, the sets of so many, and whether rules contradict each other."""
    report = load(drawn.report)
    rules = resolve_text("\n".join(drawn.rules) + "\n", report.forms)
    system = build(collect(report, evaluate(report, rules), Budget()))
    found, _ = localise(system, Budget())
    assert found.found
    assert found.complete
    sets = {0}
    for choice in found.choices:
        sets = {one | other for one in sets for other in choice.sets}
    return (
        found.least_figures,
        {frozenset(system.cells[each].row for each in bits(one)) for one in sets},
        bool(found.contradictions),
    )


@pytest.mark.parametrize("seed", range(25))
def test_whatever_can_be_with_some_figures_changed_can_be_with_more(seed: int) -> None:
    """The monotone law, where rules can hold in several ways."""
    chance = random.Random(f"monotone {seed}")
    drawn = draw_system(chance)
    report = load(drawn.report)
    rules = resolve_text("\n".join(drawn.rules) + "\n", report.forms)
    system = build(collect(report, evaluate(report, rules), Budget()))
    figures = [each for each in range(len(system.cells)) if each not in system.unknown]
    chance.shuffle(figures)
    tableau = SystemTableau(system)
    answers = [
        isinstance(decide(tableau, tableau.changes(figures[:count]), Budget()), Point)
        for count in range(len(figures) + 1)
    ]
    assert answers == sorted(answers), drawn.report + "\n".join(drawn.rules)
    assert not tableau.system.left_out


@pytest.mark.parametrize("seed", range(SYSTEMS))
def test_minima_are_those_of_brute_force(seed: int) -> None:
    drawn = draw_system(random.Random(f"conditional {seed}"))
    wanted = brute_force(drawn)
    figures, sets, contradictory = localised(drawn)
    shown = drawn.report + "\n".join(drawn.rules)
    assert contradictory == (wanted is None), shown
    if wanted is not None:
        assert (figures, sets) == wanted, shown
    if importlib.util.find_spec("z3") is not None:
        assert z3_minimum(drawn) == (wanted[0] if wanted is not None else None), shown
