"""The table of keywords and the grammar hold the same words, and what reads rule texts knows them all."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from lark import Lark
from support.sources import ROOT

from jsrules.base.diagnostic import SEVERITIES
from jsrules.base.source import Source, Span
from jsrules.base.units import find_unit
from jsrules.model.keywords import COMPARISONS, KEYWORDS, OPERATORS, Keyword, alternatives, either, meanings, words_of
from jsrules.model.statements import Applicability, Missing
from jsrules.model.syntax import Axis, ByName, Comparison
from jsrules.readers.rules.parser import parse_rules
from jsrules.readers.rules.selectors import Picked, read_selector
from jsrules.readers.rules.statements import twins_of

TERMINALS = {
    each.name: each.pattern.value
    for each in Lark((ROOT / "grammar" / "jsrules.lark").read_text("utf-8"), parser="lalr").terminals
}
NAMES_TO_THE_GRAMMAR = ("place", "origin", "printed")


def test_the_grammar_has_the_same_words() -> None:
    spelled = {
        name: (sorted(match[1].split("|")), match[2])
        for name, pattern in TERMINALS.items()
        if (match := re.fullmatch(r"\(([^()\\.*+?\[\]]+)\)(\(\?[=!].*\))", pattern))
    }
    del spelled["FUNCTION"], spelled["FUNCTION_SPELLING"]
    ours = {
        each.name: (sorted(words_of(each.name)), each.behind)
        for each in KEYWORDS
        if each.group not in NAMES_TO_THE_GRAMMAR
    }
    assert spelled == ours


def test_the_grammar_tells_what_a_rule_ranges_over_by_the_same_words() -> None:
    """It cannot refer to its other terminals there."""
    pattern = TERMINALS["DOMAIN"]
    opening, joining = re.search(r"\(\?!\(\?:([^()]+)\)\\s", pattern), re.search(r"\+\(\?:([^()]+)\)\\s\)", pattern)
    comparing = re.search(r"\+\(\?:([^()]+)\)\(\?!\[\^", pattern)
    assert opening and sorted(opening[1].split("|")) == sorted(words_of("IF", "WHEN", "NOT", "EXCEPT"))
    assert joining and sorted(joining[1].split("|")) == sorted(words_of("AND", "OR", "THEN"))
    assert comparing and sorted(comparing[1].split("|")) == sorted(words_of("COMPARED", "WITHIN", "BLANKNESS", "TIME"))


def test_the_grammar_has_the_same_signs() -> None:
    signs = {
        sign
        for name in ("COMPARISON", "TOLERANCE", "PLUS", "MINUS", "TIMES", "OVER")
        for sign in re.sub(r"\\(.)|\(\?:|\)", r"\1", TERMINALS[name]).split("|")
    }
    assert signs == set(OPERATORS)
    assert set(COMPARISONS.values()) == set(get_args(Comparison))


def test_the_units_of_rules_are_known() -> None:
    letters, below = re.search(r"\|\(\?:([^()]+)\)\)\(\?:\\/\(\?:([^()]+)\)", TERMINALS["UNIT"]).groups()
    words = [*letters.split("|"), *(f"元/{word}" for word in below.split("|"))]
    assert len(words) > 50
    assert [word for word in words if find_unit(word) is None] == []


@pytest.mark.parametrize("keyword", KEYWORDS, ids=lambda each: f"{each.name}-{each.meaning}")
def test_every_keyword_has_words_in_both_languages(keyword: Keyword) -> None:
    chinese, english = keyword.chinese.split("|"), keyword.english.split("|")
    assert all(word and not word.isascii() for word in chinese)
    assert all(word and word.isascii() for word in english)
    assert keyword.written() == chinese[0] and keyword.written(english=True) == english[0]


def test_meanings_are_those_of_the_syntax_tree() -> None:
    for kind, closed in (("quantifier", Axis), ("MISSING_WORD", Missing), ("APPLIES_TO", Applicability)):
        assert set(meanings(kind).values()) == set(get_args(closed))
    assert set(meanings("LEVEL_NAME").values()) == set(SEVERITIES)


def test_a_word_has_one_meaning_in_its_place() -> None:
    for kind in {each.name for each in KEYWORDS}:
        assert len(words_of(kind)) == len(meanings(kind))


def test_places_select() -> None:
    for word in words_of("HERE", "CHILDREN", "OF_LEVEL", "PRINTED"):
        number = " 2" if word in words_of("PRINTED") else ""
        assert not isinstance(read_selector(Picked(word + number, Span(0, 0))), ByName), word


@pytest.mark.parametrize("word", words_of("control", "AND", "OR"))
def test_a_line_goes_on_behind_a_word_that_joins(word: str) -> None:
    one = word.join(("a = 1 ", " b = 2")) if word not in words_of("control") else f"if a = 1 {word} b = 2"
    if word in words_of("IF", "WHEN"):
        one = f"{word} a = 1 then b = 2"
    several = re.sub(rf"\b{word} ", f"{word}\n  ", one)
    assert "\n" in several
    assert parse_rules(Source("t.jsr", several)) == parse_rules(Source("t.jsr", one))
    assert not parse_rules(Source("t.jsr", one))[1]


@pytest.mark.parametrize(
    "nested",
    ["(", "-", *(f"{word} " for word in words_of("NOT")), *(f"{word} a = b then " for word in words_of("IF", "WHEN"))],
)
def test_nesting_is_bounded_in_every_spelling(nested: str) -> None:
    """Deeper trees than that would end in a traceback somewhere."""
    closed = ")" if nested == "(" else ""
    (error,) = parse_rules(Source("t.jsr", f"{nested * 101}a = b{closed * 101}"))[1]
    assert error.code == "E207"
    assert not parse_rules(Source("t.jsr", f"{nested * 50}a = b{closed * 50}"))[1]


@pytest.mark.parametrize("sign", [*OPERATORS])
def test_a_line_goes_on_behind_a_sign(sign: str) -> None:
    one = f"a {sign} b" if sign in COMPARISONS else f"a = b {sign} 2"
    for several in (one.replace(f"{sign} ", f"{sign}\n"), one.replace(f" {sign}", f"\n{sign}")):
        assert parse_rules(Source("t.jsr", several)) == parse_rules(Source("t.jsr", one))


@pytest.mark.parametrize("word", words_of("COMPARED"))
def test_a_line_goes_on_behind_a_word_that_compares(word: str) -> None:
    one = f"a {word} b"
    assert not parse_rules(Source("t.jsr", one))[1]
    for several in (one.replace(f"{word} ", f"{word}\n"), one.replace(f" {word}", f"\n{word}")):
        assert parse_rules(Source("t.jsr", several)) == parse_rules(Source("t.jsr", one))
    if " " not in word:
        assert len(parse_rules(Source("t.jsr", f"{word}栏 = 1\n{word} = 2"))[0]) == 2


def test_bars_count_where_they_nest() -> None:
    side_by_side = " + ".join(["|a|"] * 200)
    assert not parse_rules(Source("t.jsr", f"{side_by_side} = 1"))[1]
    assert not parse_rules(Source("t.jsr", f"{'|' * 50}a{'|' * 50} = 1"))[1]
    (error,) = parse_rules(Source("t.jsr", f"{'|' * 101}a{'|' * 101} = 1"))[1]
    assert error.code == "E207"


def test_alternatives_take_the_longest() -> None:
    assert alternatives(["则", "那么", "则"]) == "那么|则"
    assert re.match(either("declaration"), "表间")[0] == "表间"  # type: ignore[index]
    assert re.fullmatch(either("IF", chinese_only=True), "if") is None


def test_twins_are_those_of_the_splitter() -> None:
    assert twins_of(":") == ":："
    assert "、" in twins_of(",")
    assert twins_of("x") == "x"
