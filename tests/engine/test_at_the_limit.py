"""Conditions, tolerances and intervals at the very place where their answer turns."""

from __future__ import annotations

import pytest
from support.checking import check_one


@pytest.mark.parametrize(("a", "holds"), [("0.94", False), ("0.95", True), ("1.05", True), ("1.06", False)])
def test_a_tolerance_includes_its_ends(a: str, holds: bool) -> None:
    told = check_one("若 a = b ± 0.05 则 c = 1", f"a: {a}\nb: 1.00\nc: 2\n")
    assert told.verdict == ("violation" if holds else "not_applicable")


@pytest.mark.parametrize(
    ("a", "operator", "verdict"),
    [
        ("1.04", "<", "pass"),
        ("1.05", "<", "rounding"),
        ("1.06", "<", "violation"),
        ("1.06", "<=", "rounding"),
        ("1.07", "<=", "violation"),
        ("1.04", ">", "violation"),
        ("1.05", ">", "rounding"),
        ("1.06", ">", "pass"),
        ("1.04", ">=", "rounding"),
        ("1.03", ">=", "violation"),
    ],
)
def test_orders_at_their_limit(a: str, operator: str, verdict: str) -> None:
    assert check_one(f"a {operator} b", f"a: {a}\nb: 1.05\n").verdict == verdict


@pytest.mark.parametrize(
    ("b", "code"), [("0.00", "division_by_zero"), ("0", "division_by_zero"), ("~", "division_by_zero")]
)
def test_a_divisor_of_nothing_inside_an_interval(b: str, code: str) -> None:
    told = check_one("绝对值(a / b) + c = 1", f"a: 1.00\nb: {b}\nc: 1.00\n")
    assert told.verdict == "undetermined"
    reason = told.outcome.judgement.reason
    assert reason is not None and reason.code == code


@pytest.mark.parametrize(("x", "verdict"), [("7.00", "pass"), ("7.01", "rounding"), ("7.30", "violation")])
def test_a_sum_of_products_times_a_figure(x: str, verdict: str) -> None:
    assert check_one("合计(a, b * c) * x = 49", f"a: 1.00\nb: 2.00\nc: 3.00\nx: {x}\n").verdict == verdict


@pytest.mark.parametrize(
    ("operator", "holding"),
    [("<", "0.94 0.95 1.04"), ("<=", "0.94 0.95 1.04 1.05"), (">", "0.96 1.05 1.06"), (">=", "0.95 0.96 1.05 1.06")],
)
def test_a_tolerance_moves_the_limit_of_an_order(operator: str, holding: str) -> None:
    for a in ("0.94", "0.95", "0.96", "1.04", "1.05", "1.06"):
        told = check_one(f"若 a {operator} b ± 0.05 则 c = 1", f"a: {a}\nb: 1.00\nc: 1\n")
        holds = (
            a in holding.split() or (a == "0.96" and operator.startswith("<")) or (a == "1.04" and operator[0] == ">")
        )
        assert (told.verdict == "pass") is holds, (a, operator)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("绝对值(a) / b = r", True),
        ("r = 绝对值(a) / b", True),
        ("a / 绝对值(b) = r", False),
        ("-a / b = r", True),
        ("a / b = r", False),
        ("a / -b = r", True),
        ("a / -b >= r", True),
        ("a / -b > r", False),
        ("a / b < r", True),
    ],
)
def test_quotients_in_conditions_as_printed(condition: str, holds: bool) -> None:
    told = check_one(f"若 {condition} 则 c = 1", "a: -1.00\nb: 4.00\nr: 25%\nc: 2 个\n")
    assert told.verdict == ("violation" if holds else "not_applicable")


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("a * b = 6", True),
        ("a * b > 6", False),
        ("a * b / 2 = 3", True),
        ("a / b / 2 < 0.34", True),
        ("6 / b * a > 4", False),
        ("四舍五入(绝对值(a * b), 0) = 6", True),
        ("四舍五入(绝对值(a), 1) = 2", True),
        ("四舍五入(a / b, 1) = 0.7", True),
        ("四舍五入(a / b, 1) < 0.7", False),
        ("四舍五入(a / b, 0) = 1", True),
        ("最大值(a, b) = 3", True),
    ],
)
def test_products_and_rounded_figures_in_conditions_as_printed(condition: str, holds: bool) -> None:
    told = check_one(f"若 {condition} 则 c = 1", "a: 2.00\nb: 3.00\nc: 2 个\n")
    assert told.verdict == ("violation" if holds else "not_applicable")


@pytest.mark.parametrize(("tolerance", "code"), [(" ± 0.05", "tolerance"), ("", None)])
def test_what_a_tolerance_explains_says_so(tolerance: str, code: str | None) -> None:
    told = check_one(f"a = b{tolerance}", "a: 1.00\nb: 1.01\n")
    reason = told.outcome.judgement.reason
    assert told.verdict == "rounding"
    assert (reason.code if reason is not None else None) == code
