"""Parsing what is printed gives the same tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.rule_trees import CONDITIONS, STATEMENTS

from jsrules.base.source import Source
from jsrules.model.statements import Definition, Rule, Statement
from jsrules.model.syntax import Chosen, Expression
from jsrules.model.tree import walk
from jsrules.readers.rules.parser import parse_rules
from jsrules.readers.rules.printer import print_statement


def parse(text: str) -> list[Statement]:
    statements, errors = parse_rules(Source("t.jsr", text))
    assert not errors, [(each.message, text) for each in errors]
    return statements


@given(STATEMENTS)
def test_printing_and_parsing_is_the_identity(statement: Statement) -> None:
    text = print_statement(statement)
    assert parse(text) == [statement], text


@given(st.lists(STATEMENTS, max_size=4), st.sampled_from(["\n", "\r\n", "\n\n# 注释\n", "\r"]))
def test_statements_keep_apart_whatever_the_line_end(statements: list[Statement], line_end: str) -> None:
    text = line_end.join(print_statement(each).replace("\n", line_end) for each in statements)
    assert parse(text) == statements, text


@given(STATEMENTS)
def test_full_width_punctuation_means_the_same(statement: Statement) -> None:
    text = print_statement(statement)
    head, colon, body = text.partition("：")
    body, _, _ = body.partition("\n")
    if not colon or '"' in body or "[" in body or "（" in body:
        return
    wide = body.translate(str.maketrans("=+-*/(),:<>%", "＝＋－×÷（），：＜＞％"))
    assert parse(head + colon + wide) == parse(head + colon + body), wide


@given(st.text(alphabet='规则表：=+-*/()[]，、“”"#若则且或 \n每行合计ab12.%', max_size=80))
def test_any_text_parses_or_is_reported(text: str) -> None:
    _, errors = parse_rules(Source("t.jsr", text))
    for each in errors:
        assert each.code in ("E201", "E207")
        assert each.message and each.labels
        span = each.labels[0].span
        assert 0 <= span.start <= span.end <= len(text) + 1


def test_full_width_digits_select_the_same_rows() -> None:
    assert parse("表甲[２０１, 栏２] = 表甲[行１..行８, 乙]") == parse("表甲[201, 栏2] = 表甲[行1..行8, 乙]")


def test_the_span_of_a_rule_holds_its_outer_brackets() -> None:
    for text in ("(a + b) = c", "a = (b + c)", "规则 r：a = 2 * (b + (c))", "((a)) = ((b))"):
        (rule,) = parse(text + "\n  级别 警告\n")
        written = text.removeprefix("规则 ")
        assert text[rule.span.start : rule.span.end] == written


def quoted(rule: Rule, text: str) -> list[tuple[Expression, str]]:
    """The expressions of a rule, each with what is quoted for it."""
    nodes = (node for node in walk(rule.body) if not isinstance(node, Chosen))
    return [(node, text[node.span.start : node.span.end]) for node in nodes]


@given(CONDITIONS, st.data())
def test_what_is_quoted_means_what_it_stands_for(body: Expression, data: st.DataObject) -> None:
    """Each part of a rule as written is whole, with more brackets or fewer: read again it gives the same tree."""
    text = print_statement(Rule("r", body))
    (rule,) = parse(text)
    assert isinstance(rule, Rule)
    spans = data.draw(st.lists(st.sampled_from([node.span for node, _ in quoted(rule, text)]), max_size=4))
    for place in sorted((each for span in spans for each in ((span.start, "("), (span.end, ")"))), reverse=True):
        text = text[: place[0]] + place[1] + text[place[0] :]
    (rule,) = parse(text)
    assert isinstance(rule, Rule) and rule.body == body
    for node, part in quoted(rule, text):
        assert parse(f"设 甲 = {part}") == [Definition("甲", node)], part


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[季]=[1月]+[2月]", ["[季]=[1月]+[2月]", "[季]", "[1月]+[2月]", "[1月]", "[2月]"]),
        ("绝对值(甲) = (乙 + 丙)", ["绝对值(甲) = (乙 + 丙)", "绝对值(甲)", "甲", "乙 + 丙", "乙", "丙"]),
        ("not (x = z)", ["not (x = z)", "x = z", "x", "z"]),
        ("((甲) + 乙) * 2 = 【丙】．[丁]", ["((甲) + 乙) * 2 = 【丙】．[丁]", "((甲) + 乙) * 2", "甲", "乙", "2", "【丙】．[丁]"]),
    ],
)  # fmt: skip
def test_what_is_quoted_of_a_rule(text: str, parts: list[str]) -> None:
    (rule,) = parse(text)
    assert isinstance(rule, Rule)
    assert [part for _, part in quoted(rule, text)] == parts


@pytest.mark.parametrize(
    "formula",
    [
        *("率 = 甲 / (2 * 丙)", "率 = 甲 / 乙 / 丙", "率 = 甲 / (乙 / 丙)", "率 = 甲 * (乙 / 丙)", "a - (b - c) = d"),
        *(
            "a - b - c = d",
            "-(a + b) = c",
            "-a + b = c",
            "a * -(b / c) = d",
            "非 (a = b 且 c = d)",
            "非 a = b 且 c = d",
        ),
        *("a = b 且 (c = d 或 e = f)", "(若 a = b 则 c = d) 或 e = f", "若 a = b 则 若 c = d 则 e = f"),
    ],
)
def test_the_brackets_that_matter_are_printed(formula: str) -> None:
    (rule,) = parse(f"规则 r：{formula}")
    assert print_statement(rule) == f"规则 r：{formula}"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("若 甲 = (1) 且 乙 = 0 则 丙 = 1", "若 甲 = 1 且 乙 = 0 则 丙 = 1"),
        ("若 甲 = (1)则 丙 = 1", "若 甲 = 1 则 丙 = 1"),
        ("（一）甲 = 1.乙 + 减：丙", "[（一）甲] = [1.乙] + [减：丙]"),
        ("四、净利润（净亏损以“－”号填列） = 甲", "[四、净利润（净亏损以“－”号填列）] = 甲"),
        ('每行 ["各类"][甲, 乙]：丙 = 丁', '每行 ["各类"][甲, 乙]： 丙 = 丁'),
        ("每栏 除了 同比 以外：甲 = 上一栏.乙", "每栏 除 [同比]： 甲 = [乙, 上一栏]"),
    ],
)
def test_labels_are_names_and_figures_in_brackets_are_not(written: str, printed: str) -> None:
    (rule,) = parse(written)
    assert print_statement(rule) == printed
    assert parse(printed) == [rule]
