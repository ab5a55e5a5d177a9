"""What a finding shows as its formula is what was computed, whatever was folded into one quotient."""

from __future__ import annotations

from fractions import Fraction

import pytest
from support.checking import check_one

REPORT = "r: 2.10%\na: 28.09\nb: 27.50\nc: 1.5\n"


def value_of(formula: str) -> Fraction:
    """The value of what is written: figures, + - × ÷ and brackets."""
    words = formula.replace("(", "( ").replace(")", " )").replace("( - ", "( 0 - ").split()
    at = 0

    def atom() -> Fraction:
        nonlocal at
        at += 1
        if words[at - 1] != "(":
            return Fraction(words[at - 1])
        inner = total()
        at += 1
        return inner

    def product() -> Fraction:
        nonlocal at
        result = atom()
        while at < len(words) and words[at] in "×÷":
            at += 1
            result = result * atom() if words[at - 1] == "×" else result / atom()
        return result

    def total() -> Fraction:
        nonlocal at
        result = product()
        while at < len(words) and words[at] in "+-":
            at += 1
            sign = words[at - 1]
            result += product() if sign == "+" else -product()
        return result

    return total()


@pytest.mark.parametrize(
    ("rule", "shown", "rate"),
    [
        ("r = a / b - 1", "(28.09 - 27.50) ÷ 27.50", "0.59/27.5"),
        ("r = a / b - 0.5", "(28.09 - 0.5 × 27.50) ÷ 27.50", "14.34/27.5"),
        ("r = 1 - a / b", "(- 28.09 + 27.50) ÷ 27.50", "-0.59/27.5"),
        ("r = 2 * a / b - 1", "(2 × 28.09 - 27.50) ÷ 27.50", "28.68/27.5"),
        ("r = (a + b) / b - 1", "28.09 ÷ 27.50", "28.09/27.5"),
        ("r = 平均(a, b) / b - 1", "(28.09 - 27.50) ÷ 2 ÷ 27.50", "0.295/27.5"),
        ("r = a / 3 - 1", "(28.09 - 3) ÷ 3", "25.09/3"),
        ("r = a / 3 * 2", "2 × 28.09 ÷ 3", "56.18/3"),
        ("r = (a + 1) / 0.5", "2 × 28.09 + 2", "58.18"),
        ("r = 平均(a, b, c)", "(28.09 + 27.50 + 1.5) ÷ 3", "57.09/3"),
        ("r = a / (2 * b)", "28.09 ÷ (2 × 27.50)", "28.09/55"),
        ("r = a / (b / 2)", "28.09 ÷ (27.50 ÷ 2)", "28.09/13.75"),
        ("r = a / 平均(b, c)", "28.09 ÷ ((27.50 + 1.5) ÷ 2)", "28.09/14.5"),
        ("r = a / -b", "28.09 ÷ (- 27.50)", "-28.09/27.5"),
        ("r = (a + 1) / 7", "(28.09 + 1) ÷ 7", "29.09/7"),
    ],
)
def test_the_formula_of_a_rate(rule: str, shown: str, rate: str) -> None:
    outcome = check_one(rule, REPORT)
    formula = outcome.formula.split(" ≈ ")[0].split(" = ")[0]
    assert formula == shown
    top, _, bottom = rate.partition("/")
    assert value_of(formula) == Fraction(top) / Fraction(bottom or 1)


def test_the_formula_of_a_mean_less_something() -> None:
    rates = "r: 2.10%\na: 28.09%\nb: 27.50%\nc: 1.5%\n"
    assert check_one("r = 平均(a, b) - c", rates).formula == "(28.09% + 27.50% - 2 × 1.5%) ÷ 2 = 26.2950%"


@pytest.mark.parametrize(
    ("rule", "shown"), [("a = b - 3", "28.09 ≠ 27.50 - 3"), ("a = -3 + b", "28.09 ≠ 27.50 - 3"), ("a = b + 3", "28.09 ≠ 27.50 + 3")]
)  # fmt: skip
def test_a_constant_has_its_sign_apart(rule: str, shown: str) -> None:
    assert check_one(rule, REPORT).formula == shown


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        ("绝对值(a) = (b + c)", "绝对值(a) = (b + c)"),
        ("非 (a = a 且 b = b)", "非 (a = a 且 b = b)"),
        ("最大(a, b) =  # (说明\n    ((b) + [c])", "最大(a, b) = ((b) + [c])"),
        ("a = (b + c) * 2", "a 28.09 应等于 (b + c) * 2（= 58）"),
        ("a = 2 * ( b  # 一)\n  // 二\n  + c )", "a 28.09 应等于 2 * ( b + c ) 58"),
    ],
)
def test_what_is_quoted_of_a_rule_is_whole(rule: str, shown: str) -> None:
    """Brackets stand in pairs, and what is behind a comment sign is no part of a formula."""
    assert check_one(rule, REPORT).message.replace("58.00", "58").removeprefix("应当成立：") == shown


def test_an_unnamed_rule_goes_by_its_formula() -> None:
    assert check_one("a = 2 * (b  # 一\n + c)", REPORT).rule.name == "a = 2 * (b + c)"
