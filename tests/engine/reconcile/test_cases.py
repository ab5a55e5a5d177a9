"""Conditions, alternatives and bounds: a correction may make them true or false, and both ways are looked at."""

from __future__ import annotations

import pytest
from support.checker import conflict_holds
from support.checking import REAL_REPORT, load, resolve_text
from support.solving import corrections, grounds, minima, reconciled

from jsrules.base.source import Source
from jsrules.engine.reconcile import decide
from jsrules.model.reconciliation import Reconciliation
from jsrules.verification.verifier import Verifier

NOT_NEGATIVE = "".join(f"规则 {name}非负：{name} >= 0\n" for name in "abte")


def sets(claim: Reconciliation) -> set[str]:
    return {" ".join(sorted(one)) for one in minima(claim)}


def proved(rules: str, report: str) -> Reconciliation:
    """What is said of a report, with every conflict checked."""
    claim = reconciled(rules, report)
    loaded = load(report)
    found = grounds(loaded, resolve_text(rules, loaded.forms))
    assert all(conflict_holds(found, claim, each) for each in claim.conflicts)
    return claim


def test_a_condition_that_other_figures_keep_true() -> None:
    """甲 is 5.00 by the total, so the cars are what is wrong."""
    rules = "总计 = 甲 + 乙\n若 甲 > 0 则 车 >= 1\n"
    claim = proved(rules, "总计: 8.00\n甲: 5.00\n乙: 3.00\n车: 0 辆\n")
    assert (claim.status, claim.figures, claim.complete) == ("explained", 1, True)
    assert sets(claim) == {"车"}
    (conflict,) = (each for each in claim.conflicts if {cell.row for cell in each.cells} == {"甲", "车"})
    assert len(conflict.cases) == 2
    assert [[one.relation for one in each.assumed] for each in conflict.cases] == [["<="], [">="]]


def test_a_condition_that_is_alone_may_be_wrong_itself() -> None:
    assert sets(proved("若 甲 > 0 则 车 >= 1\n", "甲: 5.00\n车: 0 辆\n")) == {"甲", "车"}


def test_rules_that_contradict_each_other_through_a_condition() -> None:
    rules = "若 x > 0 则 y > 0\nx >= 1\ny <= 0\n"
    claim = reconciled(rules, "x: 3 个\ny: 0 个\n")
    assert claim.status == "contradictory"
    (contradiction,) = claim.contradictions
    assert not contradiction.cells
    assert len(contradiction.cases) == 2


def test_a_correction_may_make_a_condition_true() -> None:
    """t = 80 alone would demand that e is 1 at least."""
    rules = "t = a + b\n若 t > 50 则 e >= 1\n" + NOT_NEGATIVE
    claim = proved(rules, "a: 40 个\nb: 40 个\nt: 8 个\ne: 0 个\n")
    assert sets(claim) == {"a b", "a t", "b t", "e t"}
    assert corrections(claim).get("t") != "80 个" or "e" in corrections(claim)


def test_a_condition_that_stays_false_demands_nothing() -> None:
    claim = proved("t = a + b\n若 t > 50 则 e >= 1\n", "a: 20 个\nb: 20 个\nt: 4 个\ne: 0 个\n")
    assert "t" in sets(claim)


def test_one_of_two_values() -> None:
    rules = "a = 1 或 a = 2\nb = a\nc = a\n"
    assert reconciled(rules, "a: 2 个\nb: 2 个\nc: 2 个\n").status == "consistent"
    assert sets(proved(rules, "a: 3 个\nb: 2 个\nc: 2 个\n")) == {"a"}
    assert sets(proved(rules, "a: 1 个\nb: 2 个\nc: 2 个\n")) == {"a"}
    assert sets(proved(rules, "a: 3 个\nb: 3 个\nc: 3 个\n")) == {"a b c"}


@pytest.mark.parametrize(
    ("rules", "report", "wanted"),
    [
        ("a <> b\na = c\na = d\n", "a: 1 个\nb: 1 个\nc: 1 个\nd: 1 个\n", {"b"}),
        ("非 (a = b)\na = c\na = d\n", "a: 1 个\nb: 1 个\nc: 1 个\nd: 1 个\n", {"b"}),
        ("a >= 1 且 (b >= 1 或 c >= 1)\n", "a: 1 个\nb: 0 个\nc: 0 个\n", {"b", "c"}),
        ("任一(a, b, c, 若 本值 >= 1)\n", "a: 0 个\nb: 0 个\nc: 0 个\n", {"a", "b", "c"}),
        ("全部(a, b, c, 若 本值 >= 1)\n", "a: 0 个\nb: 1 个\nc: 0 个\n", {"a c"}),
        ("若 任一(a, b, 若 本值 > 5) 则 c >= 1\nb = d\n", "a: 1 个\nb: 9 个\nc: 0 个\nd: 9 个\n", {"c"}),
        ("若 a > 0 且 b > 0 则 c > 0\na = d\nb = e\n", "a: 1 个\nb: 1 个\nc: 0 个\nd: 1 个\ne: 1 个\n", {"c"}),
        ("若 a > 0 则 若 b > 0 则 c > 0\n", "a: 1 个\nb: 1 个\nc: 0 个\n", {"a", "b", "c"}),
        ("若 a > 0 则 b = c\nb = d\n", "a: 1.00\nb: 2.00\nc: 3.00\nd: 2.00\n", {"a", "c"}),
        ("若 b > 0 则 r = a / b\na = c\nb = d\n", "r: 50.00%\na: 2.00\nb: 8.00\nc: 2.00\nd: 8.00\n", {"r"}),
    ],
)
def test_kinds_of_conditions(rules: str, report: str, wanted: set[str]) -> None:
    claim = proved(rules, report)
    assert claim.complete
    assert sets(claim) == wanted


@pytest.mark.parametrize(
    ("rules", "report"),
    [
        ("若 c = 0 则 a = b\n", "a: 1.00\nb: 2.00\nc: 0.00\n"),  # c may be 0.004
        ("若 c <> 0 则 a = b\n", "a: 1.00\nb: 2.00\nc: 0.00\n"),  # and it may be 0
        ("若 c > 5 则 a >= 1\nc = d + e\n", "a: 0 个\nc: 5.00\nd: 2.5012\ne: 2.5003\n"),  # it prints as 5.00
        ("若 c > 5 则 a >= 1\n", "a: 0 个\nc: 5.00\n"),
        ("若 决算 > 0 则 决算 <= 预算\n", "决算: 5.00\n预算: 4.00\n"),  # a budget may be overspent
        ("决算 <= 预算\n", "决算: 5.00\n预算: 4.00\n"),
        ("率 <= 100%\n率 = a / b\n", "率: 125.00%\na: 5.00\nb: 4.00\n"),  # so may it here
        ("若 a > 0 则 存在(b)\n", "a: 1.00\nb: ~\n"),  # nothing says which figure is wrong
        ("a = b 或 存在(c)\n", "a: 1.00\nb: 2.00\nc: 3.00\n"),
        ("规则 x：若 a > 0 则 b >= 1\n  类型 核实\n", "a: 1.00\nb: 0 个\n"),
        ("规则 x：若 a > 0 则 b >= 1\n  口径 可不同\n", "a: 1.00\nb: 0 个\n"),
    ],
)
def test_nobody_is_accused(rules: str, report: str) -> None:
    assert reconciled(rules, report).status == "consistent"


@pytest.mark.parametrize(
    ("rule", "report", "status"),
    [
        ("a >= 1\n", "a: 0 个\n", "explained"),
        ("a <= 0\n", "a: 3.00\n", "explained"),
        ("a + b <= 10\n", "a: 8.00\nb: 4.00\n", "explained"),
        ("a <= b\n", "a: 8 个\nb: 4 个\n", "explained"),
        ("a - b >= 0\n", "a: 4.00\nb: 8.00\n", "consistent"),
        ("规则 x：a <= b\n  类型 逻辑\n", "a: 8.00\nb: 4.00\n", "explained"),
    ],
)
def test_which_bounds_are_in(rule: str, report: str, status: str) -> None:
    assert reconciled(rule, report).status == status


def test_a_condition_that_is_no_comparison_stays_until_what_it_looks_at_changes() -> None:
    """存在(b) holds as printed: a = c is what it demands, and only figures of that are wrong."""
    assert sets(proved("若 存在(b) 则 a = c\n", "a: 1.00\nb: 5.00\nc: 2.00\n")) == {"a", "c"}
    assert reconciled("若 存在(b) 则 a = c\n", "a: 1.00\nb: ~\nc: 2.00\n").status == "consistent"
    assert sets(proved("若 a * b > 5 则 c >= 1\n", "a: 3.00\nb: 2.00\nc: 0 个\n")) == {"a", "b", "c"}


def test_a_rule_that_can_hold_in_too_many_ways_is_named() -> None:
    names = [f"a{n}" for n in range(20)]
    rules = f"规则 多：{' 或 '.join(f'{each} >= 1' for each in names)}\nb = c\n"
    report = "".join(f"{each}: 0 个\n" for each in names) + "b: 1.00\nc: 2.00\n"
    claim = reconciled(rules, report)
    assert [each.name for each in claim.left_out] == ["多"]
    assert not claim.complete
    assert sets(claim) == {"b", "c"}


def test_too_many_cases_of_one_question_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decide, "MOST_SPLITS", 1)
    rules = "".join(f"a{n} = 1 或 a{n} = 2\n" for n in range(4)) + "b = c\n"
    claim = reconciled(rules, "".join(f"a{n}: 3 个\n" for n in range(4)) + "b: 1.00\nc: 2.00\n")
    assert claim.left_out
    assert not claim.complete
    assert {each for one in minima(claim) for each in one} >= {"b", "c"}


def test_many_conditions_that_hold_cost_nothing() -> None:
    """Cases are looked at only where the figures break them."""
    names = range(300)
    rules = "".join(f"若 a{n} > 0 则 b{n} >= 1\n" for n in names) + "c = d\n"
    report = "".join(f"a{n}: 1.00\nb{n}: 1 个\n" for n in names) + "c: 1.00\nd: 2.00\n"
    assert sets(reconciled(rules, report)) == {"c", "d"}


def test_reception_without_groups_and_persons() -> None:
    """The real report with 国内接待 of 0.07 in 0 groups and 0 persons: these are what is wrong, and not 0.07."""
    text = REAL_REPORT.read_text("utf-8")
    changed = text.replace("团组数: 1 个, 人次: 9 人次", "团组数: 0 个, 人次: 0 人次")
    assert changed != text
    claim = Verifier().verify(Source("report.yaml", changed), reconcile=10).reconciliation
    assert claim is not None
    assert claim.figures == 7
    (found,) = minima(claim)
    assert {"情况说明.三公具体.国内接待.团组数", "情况说明.三公具体.国内接待.人次"} <= found
    assert "情况说明.三公具体.国内接待.决算" not in found
