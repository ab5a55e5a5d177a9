"""A function is known wherever functions have to be: what is named here has been forgotten."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from support.accounts import FORMS
from support.agreement import agree
from support.checking import ROOT, load, resolve_text

from jsrules.base.record import replace
from jsrules.model.functions import BY_WORD, FUNCTIONS, ArgumentKind, ConditionFunction, FigureFunction, Function
from jsrules.model.syntax import Call, Compare
from jsrules.readers.rules.slips import MISNAMED
from spec.reference import interpret

REPORT = """
报告: 小决算
单位: 某某局
年度: 2021
总表:
  收入: {甲: 1.00, 乙: 2.00, 丙: 4.00, 收入合计: 2.33}
  支出:
    行:
      201: [3.00, 1.00]
      205: [4.00, ~]
明细表:
  行:
    201 一般: [3.00, 1.00, 2.00]
"""
ARGUMENTS: dict[ArgumentKind, str] = {
    "figures": "总表.收入[行1..行3]",
    "figure": "总表.收入.乙",
    "decimals": "1",
    "counted": "总表.支出[*, *]",
    "place": "明细表[205, 合计]",
    "cells": "明细表[各类, 合计]",
    "text": "报告.单位",
    "pattern": '"*局"',
    "chosen": "总表.收入[行1..行3], 若 本值 > 1",
}


def call(function: Function) -> str:
    row = FUNCTIONS[function]
    return f"{row.words[0]}({', '.join(ARGUMENTS[each] for each in row.arguments)})"


def test_every_function_has_a_row() -> None:
    assert set(FUNCTIONS) == {each for kind in (FigureFunction, ConditionFunction) for each in get_args(kind)}
    for function, row in FUNCTIONS.items():
        assert row.result == ("figure" if function in get_args(FigureFunction) else "condition"), function
        assert row.usage or (row.repeated and row.arguments == ("figures",)), (
            f"nothing to say of wrong uses: {function}"
        )


def test_every_argument_can_be_written() -> None:
    assert set(ARGUMENTS) == set(get_args(ArgumentKind))


def test_words_call_one_function() -> None:
    assert len(BY_WORD) == sum(len((*row.words, *row.spellings.split())) for row in FUNCTIONS.values())
    for row in FUNCTIONS.values():
        assert [word.isascii() for word in row.words] == [False, True]
        words = f"{row.habits} {row.spellings}".split()
        assert all(MISNAMED[word] == row.advice for word in words), "a habit that stands for two things"


def test_the_grammar_has_their_words() -> None:
    grammar = (ROOT / "grammar" / "jsrules.lark").read_text("utf-8")
    terminals = re.findall(r"^FUNCTION\S*: /\(([^)]*)\)", grammar, re.MULTILINE)
    words = [word for each in terminals for word in each.split("|")]
    assert words == sorted(BY_WORD, key=words.index)


@pytest.mark.parametrize("page", ["language.md", "language.en.md"])
def test_the_pages_of_the_language_explain_them(page: str) -> None:
    text = (ROOT / "spec" / page).read_text("utf-8")
    words = [word for row in FUNCTIONS.values() for word in row.words]
    assert not [word for word in words if not re.search(rf"`{word}[`(]", text)]
    spellings = [word for row in FUNCTIONS.values() for word in row.spellings.split()]
    assert not [word for word in spellings if not re.search(rf"(?<!\w){word}(?!\w)", text)]


def test_the_recipe_names_where_they_stand() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    recipe = text[text.index("## Adding a function") :].partition("\n`tests/")[0]
    places = [ROOT / each for each in re.findall(r"`([\w./]+/[\w.]+\.(?:py|lark|md))`", recipe)]
    assert len(places) == 8, "six for each, since figures and conditions have two places of their own"
    for function, row in FUNCTIONS.items():
        found = [each for each in places if re.search(rf'"{function}"|{row.words[0]}', each.read_text("utf-8"))]
        assert len(found) >= 6, f"{function} stands only in {found}"


def test_conformance_cases_show_them() -> None:
    cases = "".join(path.read_text("utf-8") for path in (ROOT / "spec" / "conformance").glob("*.yaml"))
    assert not [row.words[0] for row in FUNCTIONS.values() if not re.search(rf"(?<!\w){row.words[0]}\(", cases)]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_reference_says_of_them_what_the_engine_says(function: Function) -> None:
    report = load(REPORT, FORMS)
    formula = call(function)
    if FUNCTIONS[function].result == "figure":
        formula = f"总表.收入.收入合计 <= {formula} 或 {formula} = 2"
    assert agree(report, resolve_text(f"表间\n规则 甲：若 {formula} 则 {formula}\n规则 乙：{formula}\n", report.forms))


def test_the_reference_refuses_what_it_does_not_know() -> None:
    report = load(REPORT, FORMS)
    (rule,) = resolve_text("表间\n规则 甲：合计(总表.收入[行1..行3]) = 7\n", report.forms)
    body = rule.variants[0].body
    assert isinstance(body, Compare)
    for unknown in (replace(body, left=Call("product", body.left.arguments)), Call("unique", (body.left,))):
        with pytest.raises(NotImplementedError):
            interpret(report, replace(rule.variants[0], body=unknown))
