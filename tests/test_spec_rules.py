"""What the pages of the specification show is true: every block of rules parses, every example gives what it says."""

from __future__ import annotations

import re

import pytest
from support.checking import ROOT, check
from support.forms import shipped_form_set

from jsrules.base.source import Source
from jsrules.readers.rules.parser import parse_rules

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[tuple[str, str, str]]:
    return [match.groups() for match in BLOCK.finditer((ROOT / "spec" / page).read_text("utf-8"))]


def examples(page: str) -> list[tuple[str, str, str]]:
    titled = [(title, text) for _, title, text in blocks(page) if title]
    assert len(titled) % 3 == 0
    triples = [titled[at : at + 3] for at in range(0, len(titled), 3)]
    assert all([title for title, _ in triple] == ["报告", "规则", "判定"] for triple in triples)
    return [tuple(text for _, text in triple) for triple in triples]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("report", "rules", "expected"),
    [each for page in ("numbers.md", "language.md", "language.en.md") for each in examples(page)],
)
def test_examples(report: str, rules: str, expected: str) -> None:
    found = [
        " ".join(each or "-" for each in (o.verdict, o.kind, o.difference, o.allowance)) for o in check(rules, report)
    ]
    assert found == expected.strip().split("\n")


def test_numbers_has_examples() -> None:
    assert len(examples("numbers.md")) >= 4


@pytest.mark.parametrize(
    "rules",
    [
        text
        for page in ("language.md", "language.en.md")
        for kind, title, text in blocks(page)
        if kind == "jsr" and not title
    ],
)
def test_rules_of_the_language_page(rules: str) -> None:
    from jsrules.checks.rules import check_sources

    source = Source("language.md", rules)
    statements, errors = parse_rules(source)
    assert not errors
    assert statements
    if re.search(r"^(表 |表间)", rules, re.MULTILINE):
        forms = shipped_form_set()
        assert check_sources([source], forms)


def test_the_english_page_shows_the_same_examples() -> None:
    assert [(kind, text) for kind, _, text in blocks("language.en.md")] == [
        (kind, text) for kind, _, text in blocks("language.md")
    ]


KEYWORD = re.compile(r"^[A-Z_]+(?:\.\d)?: /\(?([^()\\]+?)\)?\((?:\?!\\w|\?=\\s)", re.MULTILINE)


@pytest.mark.parametrize("page", ["language.md", "language.en.md"])
def test_every_keyword_of_the_grammar_is_on_the_page(page: str) -> None:
    grammar = (ROOT / "grammar" / "jsrules.lark").read_text("utf-8")
    words = {word for match in KEYWORD.finditer(grammar) for word in match[1].split("|")}
    assert len(words) > 80
    text = (ROOT / "spec" / page).read_text("utf-8")
    assert not sorted(word for word in words if word not in text)
