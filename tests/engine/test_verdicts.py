"""The definitions of spec/numbers.md, one small case each."""

from __future__ import annotations

import pytest
from support.checking import check, check_one


def verdict(rule: str, report: str) -> tuple[str, str, str, str, str]:
    outcome = check_one(rule, report)
    return outcome.verdict, outcome.kind, outcome.difference, outcome.allowance, outcome.beyond


@pytest.mark.parametrize(
    ("rule", "report", "expected"),
    [
        # linear identities
        ("t = a + b", "t: 3.00\na: 1.00\nb: 2.00", ("pass", "", "0.00", "0.015", "0")),
        ("t = a + b", "t: 3.01\na: 1.00\nb: 2.00", ("rounding", "", "0.01", "0.015", "0")),
        ("t = a + b", "t: 3.02\na: 1.00\nb: 2.00", ("violation", "", "0.02", "0.015", "0.005")),
        ("t = a + b", "t: 2.98\na: 1.00\nb: 2.00", ("violation", "", "-0.02", "0.015", "0.005")),
        ("t = a + b + c", "t: 3.02\na: 1.00\nb: 2.00\nc: 0.00", ("rounding", "boundary", "0.02", "0.02", "0")),
        ("a = b", "a: 1.00\nb: 1.01", ("rounding", "same_amount", "-0.01", "0.01", "0")),
        ("a = b + c", "a: 1.00\nb: 1.01\nc:", ("rounding", "same_amount", "-0.01", "0.01", "0")),
        ("a = b", "a: 1.0\nb: 1.05", ("rounding", "", "-0.05", "0.055", "0")),
        ("a = b", "a: 1.0\nb: 1.06", ("violation", "", "-0.06", "0.055", "0.005")),
        ("a = b", "a: 0.01\nb:", ("violation", "", "0.01", "0.005", "0.005")),
        ("a = 1", "a: 1.00", ("pass", "", "0.00", "0.005", "0")),
        ("a = 1", "a: 2", ("violation", "", "1", "0.5", "0.5")),
        ("a >= 1", "a: 0", ("violation", "", "-1", "0.5", "0.5")),
        ("a = 1.005", "a: 1.00", ("rounding", "boundary", "-0.005", "0.005", "0")),
        ("2 * a = b", "a: 1.00\nb: 2.01", ("rounding", "", "-0.01", "0.015", "0")),
        ("a - a = b", "a: 5.00\nb: 0.00", ("pass", "", "0.00", "0.005", "0")),
        # exactness
        ("a == b", "a: 1.00\nb: 1.01", ("violation", "", "-0.01", "0", "0.01")),
        ("a == b", "a: 1.0\nb: 1.00", ("pass", "", "0.00", "0", "0")),
        # explicit tolerances
        ("a = b ± 0.05", "a: 1.00\nb: 1.05", ("rounding", "", "-0.05", "0.05", "0")),
        ("a = b ± 0.05", "a: 1.00\nb: 1.06", ("violation", "", "-0.06", "0.05", "0.01")),
        ("a = b ± 0.05", "a: 1.00\nb: 1.00", ("pass", "", "0.00", "0.05", "0")),
        ("a = b ± 1", "a: 1.00\nb: 2.00", ("rounding", "", "-1.00", "1.00", "0")),
        ("a = b ± 0", "a: 1.00\nb: 1.01", ("violation", "", "-0.01", "0", "0.01")),
        ("a = b ± 1%", "a: 101.00\nb: 100.00", ("rounding", "", "1.00", "1.00", "0")),
        ("a = b ± 1%", "a: 101.01\nb: 100.00", ("violation", "", "1.01", "1.00", "0.01")),
        # inequalities: violated only when no true amounts satisfy them
        ("a <= b", "a: 1.00\nb: 1.00", ("pass", "", "0.00", "0.01", "0")),
        ("a <= b", "a: 1.01\nb: 1.00", ("rounding", "", "0.01", "0.01", "0")),
        ("a <= b", "a: 1.02\nb: 1.00", ("violation", "", "0.02", "0.01", "0.01")),
        ("a < b", "a: 1.00\nb: 1.00", ("rounding", "", "0.00", "0.01", "0")),
        ("a < b", "a: 1.01\nb: 1.00", ("violation", "", "0.01", "0.01", "0")),
        ("a >= 0", "a: -0.01", ("violation", "", "-0.01", "0.005", "0.005")),
        ("a <> b", "a: 1.00\nb: 1.00", ("rounding", "", "0.00", "0.01", "0")),
        ("a <> 1", "a: 2 个", ("pass", "", "1", "0", "0")),
        # rates
        ("r = a / b", "r: 33.33%\na: 1.00\nb: 3.00", ("pass", "", "0.00", "", "0")),
        ("r = a / b", "r: 33.50%\na: 1.00\nb: 3.00", ("rounding", "", "0.17", "0.23", "0")),
        ("r = a / b", "r: 33%\na: 100.00\nb: 300.00", ("pass", "", "0", "", "0")),
        ("r = a / b", "r: 99.99%\na: 1668.99\nb: 1669.02", ("violation", "truncation", "-0.01", "0", "0.01")),
        ("r = a / b", "r: 100.00%\na: 0.00\nb: 0.00", ("violation", "zero_denominator", "", "", "")),
        ("r = a / b", "r: 100.00%\na: 5.00\nb:", ("violation", "zero_denominator", "", "", "")),
        ("a / b = r", "r: 50.00%\na: 1.00\nb: 2.00", ("pass", "", "0.00", "", "0")),
        ("r = a / (b - a)", "r: 100.00%\na: 1.00\nb: 2.00", ("pass", "", "0.00", "", "0")),
        ("r = 平均(a, b, c)", "r: 1.33\na: 1.00\nb: 1.00\nc: 2.00", ("pass", "", "0.00", "", "0")),
        # beyond the linear
        ("a * b = c", "a: 2.00\nb: 3.00\nc: 6.00", ("pass", "", "0", "0.029975", "0")),
        ("a * b = c", "a: 2.00\nb: 3.00\nc: 6.03", ("rounding", "", "-0.03", "0.030025", "0")),
        ("a * b = c", "a: 2.00\nb: 3.00\nc: 6.04", ("violation", "", "-0.04", "0.030025", "0.009975")),
        ("最大(a, b) = c", "a: 1.00\nb: 2.00\nc: 2.00", ("pass", "", "0", "0.01", "0")),
        ("绝对值(a) = b", "a: -2.00\nb: 2.00", ("pass", "", "0", "0.01", "0")),
    ],
)
def test_verdict(rule: str, report: str, expected: tuple[str, str, str, str, str]) -> None:
    assert verdict(rule, report) == expected


@pytest.mark.parametrize(
    ("rule", "report", "expected"),
    [
        ("若 a > 0 则 b = 1", "a: 0\nb: 2 个", "not_applicable"),
        ("若 a > 0 则 b = 1", "a: 1\nb: 2 个", "violation"),
        ("若 a > 0 则 b = 2", "a: 1\nb: 2 个", "pass"),
        ("a = b", "a:\nb:", "not_applicable"),
        ("存在(a)", "a: 1", "pass"),
        ("存在(a)", "a:", "violation"),
        ("空白(a)", "a:", "pass"),
        ("a = 1 或 b = 1", "a: 5 个\nb: 1 个", "pass"),
        ("a = 1 或 b = 1", "a: 5 个\nb: 3 个", "violation"),
        ("非 a = 1", "a: 5 个", "pass"),
        ("若 a > 0 且 b > 0 则 c = 1", "a: 0\nb: x\nc: 1", "not_applicable"),
        ("若 a > 0 且 b > 0 则 c = 1", "a: 1\nb: x\nc: 1", "undetermined"),
        ("a = b", "a: 1\nb: 见附件", "undetermined"),
    ],
)
def test_conditions(rule: str, report: str, expected: str) -> None:
    assert check_one(rule, report).verdict == expected


def test_a_rate_over_nothing_has_only_what_is_printed() -> None:
    judged = check_one("r = a / b", "r: 25.0%\na: 5.00\nb:").outcome.judgement
    assert (judged.left, judged.right, judged.allowance) == ((250, 1000), None, None)


def test_chained_equalities_are_several_identities() -> None:
    outcomes = check("a = b = c", "a: 1.00\nb: 1.00\nc: 2.00")
    assert [outcome.verdict for outcome in outcomes] == ["pass", "violation"]


def test_what_cannot_be_read_is_named() -> None:
    outcome = check_one("a = b", "a: 1\nb: 见附件")
    assert (outcome.verdict, outcome.severity, outcome.missing) == ("undetermined", "error", "")
    assert outcome.reason == "“b”印的“见附件”是文字，读不成数"
    assert [term.cell.problem for term in outcome.terms] == ["见附件"]


def test_not_comparable_is_no_accusation() -> None:
    outcome = check_one("规则 r：a = b\n  级别 提示\n  口径 可不同", "a: 1.00\nb: 9.00")
    assert (outcome.verdict, outcome.kind, outcome.severity) == ("undetermined", "not_comparable", "info")


def test_one_fen_is_seen_at_a_thousand_million_million() -> None:
    big = "1000000000000000"
    assert check_one("t = a", f"t: {big}.02\na: {big}.00").verdict == "violation"
    assert check_one("t = a", f"t: {big}.00\na: {big}.00").verdict == "pass"


def test_units_of_money_convert() -> None:
    outcome = check_one("a = b", "金额单位: 万元\na: 1.50 万元\nb: 15000.00 元")
    assert outcome.verdict == "pass"
    outcome = check_one("a = b", "金额单位: 万元\na: 1.50 万元\nb: 15100.00 元")
    assert (outcome.verdict, outcome.difference) == ("violation", "-0.01")


def test_a_rule_speaks_with_its_own_message() -> None:
    outcome = check_one('规则 r：a = b\n  信息 "左{左}右{右}差{差}"', "a: 1.00\nb: 3.00")
    assert outcome.message == "左1.00右3.00差-2.00"
