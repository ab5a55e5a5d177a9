"""The figures of an outcome, worked out by hand: two sides, what is between them, how much of it rounding explains."""

from __future__ import annotations

from fractions import Fraction

import pytest
from support.checking import load, resolve_text

from jsrules.base.number import decimal_text
from jsrules.engine.evaluate import evaluate
from jsrules.engine.measure import Where, measure, terms_of, where_of
from jsrules.model.outcome import Rational

REPORT = "金额单位: 万元\n甲: 3.00\n乙: 1.004 亿元\n丙: 2\n率: 12.50%\n倍: 1.50 倍\n人: 12 人\n零: 0.00\n空: ~\n"


def decimal(value: Rational | None) -> str:
    """A value as decimals, empty where there is none."""
    if value is None:
        return ""
    found = Fraction(*value)
    scale = next(each for each in range(12) if (found * 10**each).denominator == 1)
    return decimal_text(int(found * 10**scale), scale)


@pytest.mark.parametrize(
    ("rule", "left", "right", "difference", "allowance", "beyond", "unit", "decimals"),
    [
        ("甲 = 丙", "3", "2", "1", "0.505", "0.495", "万元", 2),
        ("甲 = 丙 + 1", "3", "3", "0", "0.505", "0", "万元", 2),
        ("乙 = 甲", "10040", "3", "10037", "5.005", "10031.995", "万元", 3),
        ("甲 > 丙", "3", "2", "1", "0.505", "0", "万元", 2),
        ("甲 = 丙 ± 1%", "3", "2", "1", "0.02", "0.98", "万元", 2),
        ("人 = 丙", "12", "2", "10", "0.5", "9.5", "人", 0),
        ("2 * 甲 = 丙 / 4", "6", "0.5", "5.5", "0.135", "5.365", "万元", 2),
        ("空 = 甲", "0", "3", "-3", "0.005", "2.995", "万元", 2),
        ("率 <= 10%", "0.125", "0.1", "0.025", "0.00005", "0.02495", "%", 2),
        ("率 = 甲 / 丙", "0.125", "1.5", "-1.375", "0.302", "1.073", "%", 2),
        ("倍 = 甲 / 丙", "1.5", "1.5", "0", "", "0", "倍", 2),
        ("率 = 甲 / 零", "0.125", "", "", "", "", "%", 2),
        ("甲 * 丙 > 6", "6", "6", "0", "1.5125", "0", "", 0),
    ],
)
def test_by_hand(
    rule: str, left: str, right: str, difference: str, allowance: str, beyond: str, unit: str, decimals: int
) -> None:
    report = load(REPORT)
    (outcome,) = evaluate(report, resolve_text(rule, report.forms))
    found = measure(report, outcome)
    values = (found.left, found.right, found.difference, found.allowance, found.beyond)
    assert [decimal(each) for each in values] == [left, right, difference, allowance, beyond]
    assert (found.unit, found.decimals) == (unit, decimals)


@pytest.mark.parametrize(
    ("rule", "terms"),
    [
        ("甲 = 丙 + 甲 - 甲", [("甲", "1"), ("丙", "-1")]),
        ("乙 = 甲", [("乙", "10000"), ("甲", "-1")]),
        ("2 * 甲 = 丙 / 4", [("甲", "2"), ("丙", "-0.25")]),
        ("率 = 甲 / 丙", [("率", ""), ("甲", ""), ("丙", "")]),
        ("率 = (甲 + 丙) / 丙 - 1", [("率", ""), ("甲", ""), ("丙", "")]),
        ("丙 * 甲 > 6", [("丙", ""), ("甲", "")]),
    ],
)
def test_each_cell_once_with_its_coefficient(rule: str, terms: list[tuple[str, str]]) -> None:
    report = load(REPORT)
    (outcome,) = evaluate(report, resolve_text(rule, report.forms))
    assert [(each.cell.row, decimal(each.coefficient)) for each in terms_of(report, outcome.ground)] == terms


def test_where_it_is() -> None:
    text = "年度: 2021\n收入表:\n  栏: [预算, 决算]\n  行:\n    甲: [1.00, 2.00]\n    乙: [3.00, 4.00]\n"
    report = load(text)
    places = {
        "收入表.甲.决算 = 收入表.乙.决算": Where("收入表", "甲", "决算"),
        "收入表.乙.预算 = 1": Where("收入表", "乙", "预算"),
        "存在(收入表)": Where("收入表", "", ""),
    }
    for rule, place in places.items():
        (outcome,) = evaluate(report, resolve_text(rule, report.forms))
        assert where_of(report, outcome.ground) == place, rule
