"""Amounts may become negative only where the form set says so: held against brute force, and the proofs against the checker."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.checker import conflict_holds
from support.checking import load, resolve_text
from support.elimination import brute_minima, conditions_of, feasible
from support.generated import RULES, draw, spoil, written
from support.solving import grounds, minima, reconcile_by

from jsrules.base.record import replace
from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.hitting import bits
from jsrules.engine.reconcile.identities import collect
from jsrules.engine.reconcile.localise import Localisation, localise
from jsrules.engine.reconcile.system import System, build
from jsrules.model.reconciliation import Reconciliation
from jsrules.model.report import Report

FORMS = """
表样: 自拟
代号: made
年度: 2021
金额单位: 万元
表:
  表:
    行: {总计: ~, 甲: ~, 乙: ~, 结余: {可负: true}}
"""
REPORT = "报告: 自拟\n年度: 2021\n表:\n  总计: 10.00\n  甲: 30.00\n  乙: 5.00\n  结余: 0.00\n"
SUM = "表 表\n规则 和：总计 = 甲 + 乙 + 结余\n"


def of_forms(report: str, rules: str = SUM) -> Reconciliation:
    loaded = load(report, FORMS)
    resolved = resolve_text(rules, loaded.forms)
    return reconcile_by(loaded, resolved)


def names(claim: Reconciliation) -> set[str]:
    return {" ".join(sorted(each.rpartition(".")[2] for each in one)) for one in minima(claim)}


def test_only_what_may_be_negative_becomes_so() -> None:
    claim = of_forms(REPORT)
    assert names(claim) == {"总计", "甲", "结余"}  # 乙 would have to be -20
    (conflict,) = claim.conflicts
    assert [each.row for each in conflict.positive] == ["乙"]
    assert {each.row for each in conflict.cells} == {"总计", "甲", "结余"}
    values = {
        suspect.cell.row: [each.amount.text for each in suspect.proposals]
        for cause in claim.causes
        for correction in cause.corrections
        for suspect in correction.suspects
    }
    assert values == {"总计": ["35.00"], "甲": ["5.00"], "结余": ["-25.00"]}


def test_a_report_that_prints_negative_amounts_is_held_to_nothing() -> None:
    assert names(of_forms(REPORT.replace("乙: 5.00", "乙: -5.00"))) == {"总计", "甲", "乙", "结余"}


def test_what_is_printed_as_0_stands_for_a_little_less_too() -> None:
    assert of_forms(REPORT.replace("30.00", "5.00").replace("结余: 0.00", "结余: 0.01")).status == "consistent"


def test_without_a_form_set_nothing_is_held_positive() -> None:
    report = load("总计: 10.00\n甲: 30.00\n乙: 5.00\n")
    resolved = resolve_text("总计 = 甲 + 乙", report.forms)
    claim = reconcile_by(report, resolved)
    assert minima(claim) == {frozenset({"总计"}), frozenset({"甲"}), frozenset({"乙"})}


def held(text: str) -> Report:
    """A report of a form set that allows no negative amount anywhere."""
    report = load(text)
    return replace(report, forms=replace(report.forms, inferred=False))


def localised(report: Report) -> tuple[System, Localisation]:
    system = build(collect(report, evaluate(report, resolve_text(RULES, load(report.source.text).forms)), Budget()))
    return system, localise(system, Budget())[0]


def positive_in(system: System) -> frozenset[int]:
    return frozenset(each.index for number, each in enumerate(system.cells) if system.is_held_positive(number))


def sets_of(system: System, found: Localisation) -> set[frozenset[int]]:
    sets = {0}
    for choice in found.choices:
        sets = {one | other for one in sets for other in choice.sets}
    return {frozenset(system.cells[each].index for each in bits(one)) for one in sets}


@pytest.mark.parametrize("block", range(6))
def test_minima_are_those_of_brute_force(block: int) -> None:
    """90 reports with one error or two; in some of them what may not be negative makes the difference."""
    chance = random.Random(f"signs {block}")
    differing = 0
    for _ in range(15):
        text = written(spoil(chance, draw(chance), chance.choice([1, 1, 1, 1, 2])))
        system, found = localised(held(text))
        assert found.found
        assert found.complete
        weights = {cell.index: system.weights[figure] for figure, cell in enumerate(system.cells)}
        listed = [each.ground for each in system.entries]
        weight, sets = brute_minima(system.report, listed, weights, positive=positive_in(system))
        assert (found.weight, sets_of(system, found)) == (weight, sets), text
        other, free = localised(load(text))
        differing += sets_of(other, free) != sets
    assert differing


@settings(max_examples=60)
@given(st.integers(0, 10**9), st.integers(1, 3))
def test_conflicts_are_proved_and_irreducible(seed: int, errors: int) -> None:
    chance = random.Random(seed)
    text = written(spoil(chance, draw(chance), errors))
    report = held(text)
    rules = resolve_text(RULES, load(text).forms)
    claim = reconcile_by(report, rules)
    found = grounds(report, rules)
    system, _ = localised(report)
    positive = positive_in(system)
    every = frozenset(each.index for each in system.cells)
    for conflict in claim.conflicts:
        assert conflict_holds(found, claim, conflict)
        numbers = {each.outcome for each in conflict.identities}
        mine = [system.entries[each].ground for each in sorted(numbers)]
        named = {cell.index for cell in conflict.cells}
        beside = every - named
        assert not feasible(conditions_of(claim.report, mine, beside, positive))
        for cell in named:
            assert feasible(conditions_of(claim.report, mine, beside | {cell}, positive))
        for number in numbers:
            rest = [system.entries[each].ground for each in sorted(numbers - {number})]
            assert feasible(conditions_of(claim.report, rest, beside, positive))
