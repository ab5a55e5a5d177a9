"""Interval arithmetic by itself: what each operation and function makes of the value and the ends, and where none is."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import floor

import pytest
from support.checking import load, resolve_text

from jsrules.engine.algebra import Algebra
from jsrules.engine.intervals import Interval, _combine, _median, _round, interval_of
from jsrules.engine.ranges import Empty, Undefined
from jsrules.model.ground import Place
from jsrules.model.syntax import Compare

OPERATIONS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


def worked_out(expression: str, text: str, exactly: bool = False) -> Interval:
    """The interval of an expression over a report of names and figures."""
    report = load(text)
    (rule,) = resolve_text(f"{expression} = 7", report.forms)
    body = rule.variants[0].body
    assert isinstance(body, Compare)
    return interval_of(Algebra(report), body.left, Place(), exactly)


def assert_worked_out(expression: str, text: str, value: str, low: str, high: str) -> None:
    expected = Interval(*(Fraction(each) for each in (value, low, high)))
    assert worked_out(expression, text) == expected
    assert worked_out(expression, text, exactly=True) == (expected.value,) * 3


@pytest.mark.parametrize("operator", OPERATIONS)
def test_an_operation_takes_the_value_of_values_and_the_extremes_of_ends(operator: str) -> None:
    apply = OPERATIONS[operator]
    ordered = combinations_with_replacement(map(Fraction, range(-3, 4)), 3)
    every = [Interval(value, low, high) for low, value, high in ordered]
    undefined = 0
    for left, right in product(every[::3], every):
        if operator == "/" and right.low <= 0 and right.high >= 0:
            with pytest.raises(Undefined):
                _combine(operator, left, right)
            undefined += 1
            continue
        ends = [apply(a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
        assert _combine(operator, left, right) == (apply(left.value, right.value), min(ends), max(ends))
    assert (undefined > 0) == (operator == "/")


@pytest.mark.parametrize(
    ("values", "middle"),
    [("5", "5"), ("4 1", "5/2"), ("9 1 2", "2"), ("9 2 1 4", "3"), ("5 4 9 2 1", "4"), ("8 1 6 2 4 3", "7/2")],
)
def test_the_value_in_the_middle(values: str, middle: str) -> None:
    assert _median([Fraction(each) for each in values.split()]) == Fraction(middle)


@pytest.mark.parametrize("places", [0, 1, 3])
def test_rounding_goes_half_up_away_from_zero(places: int) -> None:
    for number in range(-400, 401):
        value = Fraction(number, 8 * 10**places)
        nearest = floor(abs(value) * 10**places + Fraction(1, 2)) * (1 if number > 0 else -1)
        assert _round(value, places) == Fraction(nearest, 10**places)


@pytest.mark.parametrize(
    ("expression", "value", "low", "high"),
    [
        # linear forms: half a unit of the last place for each, whatever its sign; none for what is counted
        ("a", "3", "5/2", "7/2"),
        ("-a", "-3", "-7/2", "-5/2"),
        ("a - 2 * b", "1", "2/5", "8/5"),
        ("a / 4 + 1", "7/4", "13/8", "15/8"),
        ("c", "5", "5", "5"),
        ("z", "0", "0", "0"),
        ("最大(a, 7.25)", "7.25", "7.25", "7.25"),
        # products and quotients
        ("a * b", "3", "19/8", "147/40"),
        ("a / b", "3", "50/21", "70/19"),
        ("a - b * c", "-2", "-11/4", "-5/4"),
        ("-(a * c)", "-15", "-35/2", "-25/2"),
        ("a * c / c + b", "4", "69/20", "91/20"),
        # sums of what is not linear
        ("合计(a, b * c)", "8", "29/4", "35/4"),
        ("合计(b * b, n * n)", "5", "3.1525", "7.3525"),
        # of several figures
        ("平均(a, b)", "2", "69/40", "91/40"),
        ("平均(a, b * c, n)", "2", "19/12", "29/12"),
        ("最小(a, b, n)", "-2", "-5/2", "-3/2"),
        ("最大(a, b, n)", "3", "5/2", "7/2"),
        ("最大(b, w + 0.2)", "1.2", "0.95", "1.7"),
        ("最小(b, w + 0.2)", "1", "0.7", "1.05"),
        ("中位数(n, a, b)", "1", "0.95", "1.05"),
        ("中位数(n, a, b, c)", "2", "69/40", "91/40"),
        ("最大(a, z)", "3", "5/2", "7/2"),
        ("最小(a, z)", "3", "5/2", "7/2"),
        ("最小(a, b * c)", "3", "5/2", "7/2"),
        # without their signs: the least is 0 where the figure may be 0
        ("绝对值(a)", "3", "5/2", "7/2"),
        ("绝对值(n)", "2", "3/2", "5/2"),
        ("绝对值(h + 0.2)", "1/5", "0", "7/10"),
        ("绝对值(-h - 0.2)", "1/5", "0", "7/10"),
        ("绝对值(b - 0.95)", "1/20", "0", "1/10"),
        ("绝对值(b - 1.05)", "1/20", "0", "1/10"),
        ("绝对值(b - 0.94)", "3/50", "1/100", "11/100"),
        # rounded
        ("四舍五入(a / b, 0)", "3", "2", "4"),
        ("四舍五入(a / b, 2)", "3", "2.38", "3.68"),
        ("四舍五入(-a / b, 1)", "-3", "-3.7", "-2.4"),
        ("四舍五入(b * c, 1)", "5", "4.8", "5.3"),
        # counted
        ("计数(a, b, z) * b", "2", "1.9", "2.1"),
        ("最大(计数(a, b, n), a)", "3", "3", "7/2"),
    ],
)
def test_intervals_of_expressions(expression: str, value: str, low: str, high: str) -> None:
    text = "a: 3\nb: 1.0\nn: -2\nc: 5 个\nz:\nh: 0\nw: 1\n"
    assert_worked_out(expression, text, value, low, high)


def test_a_smallest_and_a_largest_are_in_the_unit_of_the_report() -> None:
    text = "金额单位: 万元\na: 2.0 万元\nb: 30000 元\n"
    assert_worked_out("最大(a, b)", text, "3", "2.99995", "3.00005")
    assert_worked_out("最小(a, b)", text, "2", "1.95", "2.05")
    assert_worked_out("a * b", text, "6", "5.8499025", "6.1501025")


@pytest.mark.parametrize(
    ("divisor", "defined"),
    [
        ("b * c", True),
        ("绝对值(b) - 1", False),
        ("绝对值(b) - 0.94", True),
        ("绝对值(b) - 0.95", False),
        ("绝对值(b) - 0.98", False),
        ("绝对值(b) - 1.02", False),
        ("绝对值(b) - 1.05", False),
        ("绝对值(b) - 1.06", True),
    ],
)
def test_a_divisor_that_may_be_0_divides_nothing(divisor: str, defined: bool) -> None:
    text = "a: 3\nb: 1.0\nc: 5 个\n"
    if defined:
        worked_out(f"a / ({divisor})", text)
    else:
        with pytest.raises(Undefined):
            worked_out(f"a / ({divisor})", text)
    if divisor != "绝对值(b) - 1":
        worked_out(f"a / ({divisor})", text, exactly=True)


@pytest.mark.parametrize("function", ["最大", "最小", "中位数"])
def test_nothing_is_the_largest_of_blanks(function: str) -> None:
    with pytest.raises(Empty):
        worked_out(f"{function}(y, z)", "y:\nz: ~\na: 1\n")
