"""Figures that nobody knows: they may be anything, so that what the others make of them is told."""

from __future__ import annotations

import pytest
from support.solving import minima, reconciled

from jsrules.base.source import Source
from jsrules.model.reconciliation import Reconciliation
from jsrules.verification.verifier import Verifier


def told(claim: Reconciliation) -> dict[str, tuple[str | None, str, str]]:
    """What is said of each figure: what it must be, and between which it lies."""
    return {
        claim.report.cell_path(each.cell): (
            each.amount.text if each.amount is not None else None,
            each.low.text,
            each.high.text,
        )
        for each in claim.implied
    }


def test_what_a_text_stands_for() -> None:
    claim = reconciled("丙 = 甲 + 乙\n", "甲: 见附件\n乙: 1\n丙: 3\n")
    assert (claim.status, claim.figures) == ("consistent", 0)
    assert told(claim) == {"甲": ("2", "1", "3")}
    (figure,) = claim.implied
    assert figure.text == "见附件"
    assert [each.name for each in figure.rules] == ["丙 = 甲 + 乙"]


def test_counts_are_told_exactly() -> None:
    claim = reconciled("丙 = 甲 + 乙\n", "甲: ？\n乙: 1 个\n丙: 3 个\n")
    assert {name: (value, low, high) for name, (value, low, high) in told(claim).items()} == {"甲": ("2", "2", "2")}


def test_no_value_of_the_unknown_mends_it() -> None:
    claim = reconciled("x + y = z\ny >= 0\n", "x: 10 个\ny: 不详\nz: 5 个\n")
    assert claim.status == "explained"
    assert minima(claim) == {frozenset({"x"}), frozenset({"z"})}
    (conflict,) = claim.conflicts
    assert {cell.row for cell in conflict.cells} == {"x", "z"}


def test_two_rules_that_want_another_unknown() -> None:
    claim = reconciled("a = x + b\nc = x + d\n", "a: 5.00\nx: 见附件\nb: 3.00\nc: 9.00\nd: 1.00\n")
    assert claim.figures == 1
    assert minima(claim) == {frozenset({each}) for each in "abcd"}
    assert not claim.implied, "x is 2.00 or 8.00"


def test_one_unknown_follows_from_another() -> None:
    claim = reconciled("a = x + b\nc = x + y\n", "a: 5.00\nx: ？\nb: 3.00\nc: 9.00\ny: 不详\n")
    assert {name: value for name, (value, _, _) in told(claim).items()} == {"x": "2.00", "y": "7.00"}


def test_two_unknowns_of_one_rule_say_nothing() -> None:
    claim = reconciled("a = x + y\n", "a: 5.00\nx: ？\ny: 不详\n")
    assert (claim.status, claim.implied) == ("consistent", [])


@pytest.mark.parametrize(
    ("rules", "report"),
    [
        ("t = 平均(a, b)\n", "t: 5.00\na: 见附件\nb: 9.00\n"),
        ("t = 合计(a, b, 若 本值 > 1)\n", "t: 1.00\na: 见附件\nb: 9.00\n"),
        ("r = a / b\n", "r: 5.00%\na: 见附件\nb: 9.00\n"),
        ("a == b\na = c\n", "a: 见附件\nb: 9.00\nc: 9.004\n"),
        ("t = a * b\n", "t: 5.00\na: 见附件\nb: 9.00\n"),
        ("若 a > 0 则 b >= 1\n", "a: 见附件\nb: 0 个\n"),
        ("规则 x：t = a + b\n  口径 可不同\n", "a: 见附件\nb: 9.00\nt: 1.00\n"),
    ],
)
def test_nothing_is_made_of_what_cannot_be_told(rules: str, report: str) -> None:
    claim = reconciled(rules, report)
    assert claim.status == "consistent"


def test_a_condition_on_an_unknown() -> None:
    """a must be above 0 by its sum, so that the cars are wrong."""
    claim = reconciled("t = a + b\n若 a > 0 则 车 >= 1\n", "t: 9.00\na: 见附件\nb: 2.00\n车: 0 辆\n")
    assert claim.figures == 1
    assert minima(claim) == {frozenset({each}) for each in ("t", "b", "车")}


def test_verify_looks_where_a_figure_is_unknown() -> None:
    """No rule is violated: each of them lacks a figure."""
    rules = Source("rules.jsr", "x + y = z\ny >= 0\n")
    result = Verifier([rules]).verify(Source("report.yaml", "x: 10 个\ny: 不详\nz: 5 个\n"), reconcile=10)
    assert result.reconciliation is not None
    assert result.reconciliation.figures == 1


def test_rules_that_do_not_apply_make_no_identity() -> None:
    """Without b the first does not apply; the second is for another year."""
    rules = "若 存在(b) 则 a = c\n规则 x：a = c\n  适用 年度 1999\n"
    claim = reconciled(rules, "年度: 2021\na: 见附件\nb: ~\nc: 9.00\n")
    assert not claim.implied
    assert not claim.unknown
