"""Kinds of formula (类型): levels, what is evidence of a wrong figure, and how results tell them apart."""

from __future__ import annotations

import io

import pytest
from support.checking import check
from support.linting import lints
from support.solving import corrections, reconciled

import jsrules
from jsrules.base.source import Source
from jsrules.readers.rules.parser import parse_rules
from jsrules.readers.rules.printer import print_statement

OVER = "决算: 12.00\n预算: 10.00\n"


@pytest.mark.parametrize(
    ("metadata", "severity"),
    [
        ("", "error"),
        ("  类型 平衡\n", "error"),
        ("  类型 逻辑\n", "error"),
        ("  类型 核实\n", "info"),
        ("  nature plausibility\n", "info"),
        ("  类型 核实\n  级别 警告\n", "warning"),
        ("  级别 错误\n  类型 核实\n", "error"),
    ],
)
def test_a_plausibility_check_is_a_hint_unless_a_level_is_written(metadata: str, severity: str) -> None:
    (outcome,) = check(f"规则 甲：决算 <= 预算\n{metadata}", OVER)
    assert (outcome.verdict, outcome.severity) == ("violation", severity)


def test_a_nature_at_the_margin_is_for_the_rules_behind_it() -> None:
    rules = "规则 一：决算 <= 预算\n类型 核实\n规则 二：决算 <= 预算\n规则 三：决算 = 预算\n  类型 平衡\n类型 逻辑\n规则 四：决算 < 预算\n"
    found = {each.rule.name: (each.rule.nature, each.severity) for each in check(rules, OVER)}
    assert found == {
        "一": ("", "error"),
        "二": ("plausibility", "info"),
        "三": ("balance", "error"),
        "四": ("logic", "error"),
    }


@pytest.mark.parametrize(
    ("metadata", "status"),
    [
        ("", "consistent"),
        ("  类型 逻辑\n", "explained"),
        ("  类型 平衡\n", "explained"),
        ("  类型 核实\n", "consistent"),
        ("  类型 核实\n  级别 错误\n", "consistent"),
    ],
)
def test_overspending_is_no_typing_error_unless_the_author_says_so(metadata: str, status: str) -> None:
    assert reconciled(f"决算 <= 预算\n{metadata}", OVER).status == status


@pytest.mark.parametrize("rule", ["a = b", "a == b", "a = b / c"])
def test_no_plausible_formula_is_evidence_at_any_level(rule: str) -> None:
    report = "a: 7.00\nb: 2.00\nc: 1.00\n"
    assert reconciled(rule, report).status == "explained"
    assert reconciled(f"{rule}\n  类型 核实\n  级别 错误\n", report).status == "consistent"


def test_a_correction_does_not_look_at_what_is_only_plausible() -> None:
    """The right figure breaks the plausibility check, which held before; the wrong one is named all the same."""
    rules = "t = a + b\nt = c + d\nt = s\nt <= 9\n  类型 核实\n  级别 错误\n"
    report = "t: 1.50\na: 10.00\nb: 5.00\nc: 7.00\nd: 8.00\ns: 15.00\n"
    assert corrections(reconciled(rules, report)) == {"t": "15.00"}


def test_what_is_plausible_again_is_not_claimed_as_explained() -> None:
    rules = "t = a + b\nt = c + d\nt <= 20\n  类型 核实\n"
    report = "t: 150.00\na: 10.00\nb: 5.00\nc: 7.00\nd: 8.00\n"
    claim = reconciled(rules, report)
    assert corrections(claim) == {"t": "15.00"}
    assert [cause.findings for cause in claim.causes] == [[0, 1]]


def test_results_tell_them_apart() -> None:
    rules = "规则 三公不超预算：决算 <= 预算\n  类型 核实\n规则 合计：决算 = 预算\n  类型 平衡\n"
    text = io.StringIO(rules)
    text.name = "r.jsr"
    result = jsrules.verify({"决算": "12.00", "预算": "10.00"}, rules=[text])
    found = {each.rule: (each.nature, each.severity) for each in result.findings}
    assert found == {"r/三公不超预算": ("plausibility", "info"), "r/合计": ("balance", "error")}
    assert [each["nature"] for each in result.records()] == ["plausibility", "balance"]
    text = result.to_text()
    assert "不符 2 条（错误 1、提示 1，其中核实 1）" in text
    assert text.index("── 请核实") < text.index("不符（提示，核实）")
    with jsrules.language("en"):
        english = result.to_text()
    assert "── to be confirmed" in english and "violation (info, plausibility)" in english


def test_only_a_plausibility_check_replaces_no_rule() -> None:
    """The stricter one would include the other, were it not only plausible."""
    rules = "规则 一：决算 = 预算\n  类型 {}\n  级别 错误\n规则 二：决算 <= 预算\n  级别 错误\n"
    assert "W302" in {each.code for each in lints(rules.format("平衡"), None)}
    assert "W302" not in {each.code for each in lints(rules.format("核实"), None)}


@pytest.mark.parametrize("text", ["类型 核实", "规则 甲：a <= b\n  类型 逻辑\n  级别 错误"])
def test_what_is_printed_is_read_again(text: str) -> None:
    (statement,), errors = parse_rules(Source("r.jsr", text))
    assert not errors
    assert print_statement(statement) == text


def test_an_unknown_nature_hears_which_there_are() -> None:
    _, (error,) = parse_rules(Source("r.jsr", "a = b\n  类型 重要\n"))
    assert (error.code, error.message) == ("E201", "没有“重要”这种类型")
    assert error.remedy == "类型是 平衡、逻辑、核实 之一"
