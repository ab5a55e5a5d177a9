"""Parsing what is printed gives the same tree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from support.rule_trees import STATEMENTS

from jsrules.base.source import Source
from jsrules.model.syntax import Statement
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
