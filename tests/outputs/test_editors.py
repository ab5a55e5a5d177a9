"""Colours for rule files: made from the grammar's words, nothing lost, and the same in the terminal, Pygments, TextMate.

``JSRULES_UPDATE=1 pytest tests/outputs/test_editors.py`` rewrites the TextMate grammar after the words have changed.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark
from pygments.token import Error
from support.handmade import example
from support.rule_trees import STATEMENTS
from support.sources import ROOT

from editors.build import EDITORS, GRAMMAR, SCOPES, build, written
from jsrules.base.diagnostic import Diagnostic, Label
from jsrules.base.source import Source, Span
from jsrules.base.units import UNITS
from jsrules.model.keywords import KEYWORDS
from jsrules.outputs.diagnostics import compose_diagnostics
from jsrules.outputs.highlight import CATEGORIES, build_patterns, paint_rules, tokens_of
from jsrules.outputs.pygments_lexer import RuleLexer
from jsrules.outputs.terminal import Terminal
from jsrules.outputs.text import compose_result
from jsrules.readers.rules.printer import print_statement

RULE_FILES = sorted((ROOT / "spec" / "packs").rglob("*.jsr"))
TERMINALS = Lark((ROOT / "grammar" / "jsrules.lark").read_text("utf-8"), parser="lalr").terminals

EXAMPLE = """\
规则 收入合计：收入.本年收入合计 ＝ 合计（收入[行1..行8]） ± 0.05  # 说明
  级别 错误  // 说明
  依据 "财决01表 31=27+28"
  依据 财决01表 # 说明
  允许 W301 "因为"
表 收入支出决算总表
每个科目、每栏 支出：本级 = 合计(下级)
若 “三公”经费【30217 公务接待费，决算数】 <= 3 万元 且 非 空白([*, 本栏]) 则 报告.年度 <> 100%
"""

texts = st.one_of(
    st.text(max_size=60),
    st.text('规则表：=+-*/()[]【】，、“”"#若则且或 \n\r\t每行合计级别错误ab12.%‘＃／', max_size=80),
    STATEMENTS.map(print_statement),
)


def parts(text: str) -> list[tuple[str, str]]:
    """The categories and texts of all that is no space."""
    return [(category, part) for _, category, part in tokens_of(text) if category != "space"]


# ---- tokens


@given(texts)
def test_nothing_is_lost(text: str) -> None:
    tokens = list(tokens_of(text))
    assert "".join(part for _, _, part in tokens) == text
    assert all(text.startswith(part, start) for start, _, part in tokens)
    assert {category for _, category, _ in tokens} <= set(CATEGORIES)


def test_the_example() -> None:
    assert parts(EXAMPLE) == [
        ("declaration", "规则"),
        ("rule", "收入合计"),
        ("punctuation", "："),
        ("name", "收入"),
        ("punctuation", "."),
        ("name", "本年收入合计"),
        ("operator", "＝"),
        ("function", "合计"),
        ("punctuation", "（"),
        ("name", "收入"),
        ("punctuation", "["),
        ("code", "行1"),
        ("operator", ".."),
        ("code", "行8"),
        ("punctuation", "]"),
        ("punctuation", "）"),
        ("operator", "±"),
        ("number", "0.05"),
        ("comment", "# 说明"),
        ("metadata", "级别"),
        ("value", "错误"),
        ("comment", "// 说明"),
        ("metadata", "依据"),
        ("string", '"财决01表 31=27+28"'),
        ("metadata", "依据"),
        ("text", " 财决01表"),
        ("comment", "# 说明"),
        ("metadata", "允许"),
        ("value", "W301"),
        ("string", '"因为"'),
        ("declaration", "表"),
        ("name", "收入支出决算总表"),
        ("quantifier", "每个科目"),
        ("punctuation", "、"),
        ("quantifier", "每栏"),
        ("name", "支出"),
        ("punctuation", "："),
        ("place", "本级"),
        ("operator", "="),
        ("function", "合计"),
        ("punctuation", "("),
        ("place", "下级"),
        ("punctuation", ")"),
        ("control", "若"),
        ("name", "“三公”经费"),
        ("punctuation", "【"),
        ("code", "30217"),
        ("selector", "公务接待费"),
        ("punctuation", "，"),
        ("selector", "决算数"),
        ("punctuation", "】"),
        ("operator", "<="),
        ("number", "3"),
        ("unit", "万元"),
        ("logic", "且"),
        ("logic", "非"),
        ("function", "空白"),
        ("punctuation", "("),
        ("punctuation", "["),
        ("operator", "*"),
        ("punctuation", ","),
        ("place", "本栏"),
        ("punctuation", "]"),
        ("punctuation", ")"),
        ("control", "则"),
        ("origin", "报告"),
        ("punctuation", "."),
        ("name", "年度"),
        ("operator", "<>"),
        ("number", "100%"),
    ]


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
def test_the_shipped_rules_have_no_unknown_parts(path: Any) -> None:
    text = path.read_text("utf-8")
    assert [part for category, part in parts(text) if category == "text"] == []
    heads = re.findall(r"^规则 ([^：:]+)[：:]", text, re.MULTILINE)
    assert [part for category, part in parts(text) if category == "rule"] == heads


@pytest.mark.parametrize("name", ["若干", "非税收入", "合计数", "表外", "年初结转", "规则数", "ifx", "每行业"])
def test_a_keyword_inside_a_name_is_none(name: str) -> None:
    assert parts(f"{name} = 1") == [("name", name), ("operator", "="), ("number", "1")]


def test_an_open_bracket_ends_with_its_line() -> None:
    assert parts("a[甲\n若 b")[-2:] == [("control", "若"), ("name", "b")]


def test_a_long_line_takes_no_time() -> None:
    for text in (
        "(" * 50_000,
        '"' * 50_000,
        "a[" * 50_000,
        "甲" * 200_000,
        "“" * 50_000,
        "一（" * 20_000,
        "级别 " * 9999,
    ):
        assert "".join(part for _, _, part in tokens_of(text)) == text


# ---- colours in the terminal


@given(texts)
def test_painting_changes_no_text(text: str) -> None:
    painted = paint_rules(text)
    assert re.sub("\x1b\\[[0-9;]*m", "", painted) == re.sub("\x1b\\[[0-9;]*m", "", text)


def test_the_source_line_of_a_diagnostic_is_coloured() -> None:
    source = Source("甲.jsr", "若 甲 则 合计(乙) = 1")
    diagnostic = Diagnostic("E202", "没有“乙”", (Label(source, Span(8, 9)),))
    painted = Terminal(80, True).write(compose_diagnostics([diagnostic]))
    assert "\x1b[36m合计\x1b[0m" in painted
    assert re.sub("\x1b\\[[0-9;]*m", "", painted) == Terminal(80, False).write(compose_diagnostics([diagnostic]))
    report = Diagnostic("E112", "没有", (Label(Source("甲.yaml", source.text), Span(8, 9)),))
    assert "\x1b[36m合计" not in Terminal(80, True).write(compose_diagnostics([report]))


def test_the_rule_of_an_explained_finding_is_coloured() -> None:
    plain = Terminal(80, False).write(compose_result(example(), explain=True))
    painted = Terminal(80, True).write(compose_result(example(), explain=True))
    assert "\x1b[1;35m规则\x1b[0m" in painted
    assert re.sub("\x1b\\[[0-9;]*m", "", painted) == plain


# ---- Pygments


@given(texts)
def test_pygments_loses_nothing(text: str) -> None:
    tokens = list(RuleLexer(stripnl=False, ensurenl=False).get_tokens(text))
    # Pygments itself turns line ends into line feeds and drops a byte order mark.
    expected = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    assert "".join(part for _, part in tokens) == expected
    assert all(kind not in Error for kind, _ in tokens)


def test_pygments_knows_the_lexer_by_its_entry_point() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["pygments.lexers"] == {
        "jsrules": f"{RuleLexer.__module__}:{RuleLexer.__name__}",
    }
    assert "highlight" in project["optional-dependencies"]
    assert not any("pygments" in each.lower() for each in project["dependencies"])


# ---- TextMate


def test_the_textmate_grammar_is_up_to_date() -> None:
    if os.environ.get("JSRULES_UPDATE"):
        GRAMMAR.write_text(written(), "utf-8")
    assert GRAMMAR.read_text("utf-8") == written(), (
        "the words of grammar/jsrules.lark have changed: JSRULES_UPDATE=1 pytest tests/outputs/test_editors.py"
    )


TEXTMATE: dict[str, Any] = build()


def textmate(text: str) -> Iterator[tuple[str, str]]:
    """Scopes and texts as an editor finds them: at each place the leftmost match, of several the first."""
    patterns, end = TEXTMATE["patterns"], None
    for line in text.split("\n"):
        patterns, end = TEXTMATE["patterns"], None
        position = 0
        while position <= len(line):
            candidates = [{"match": end["end"], "captures": end["endCaptures"]}] if end else []
            candidates += patterns
            found = [
                (each, re.compile(each.get("match") or each["begin"]).search(line, position)) for each in candidates
            ]
            hits = [(match.start(), number, each, match) for number, (each, match) in enumerate(found) if match]
            if not hits:
                break
            _, number, each, match = min(hits, key=lambda hit: hit[:2])
            for group, capture in (each.get("captures") or each["beginCaptures"]).items():
                if match[int(group)]:
                    yield capture["name"], match[int(group)]
            if end and number == 0:
                patterns, end = TEXTMATE["patterns"], None
            elif "begin" in each:
                patterns, end = TEXTMATE["repository"]["selector"]["patterns"], each
            position = max(match.end(), position + (match.end() == match.start()))


def test_textmate_uses_what_python_and_oniguruma_share() -> None:
    patterns = build_patterns()
    for pattern in (*patterns.outside, *patterns.inside):
        assert re.compile(pattern.expression).groups == len(pattern.categories)
        assert not re.search(r"\(\?P|\(\?>|[+*?}]\+|\\[AZzpGkK]", pattern.expression)
        # Oniguruma takes no variable lengths in what stands before.
        assert not re.search(r"\(\?<[=!][^)]*[*+{]", pattern.expression)


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
def test_textmate_agrees_on_the_shipped_rules(path: Any) -> None:
    agrees(path.read_text("utf-8"))


@given(STATEMENTS.map(print_statement) | st.just(EXAMPLE))
def test_textmate_agrees(text: str) -> None:
    agrees(text)


def agrees(text: str) -> None:
    expected = [(SCOPES[category], part) for category, part in parts(text)]
    plain = SCOPES["text"]
    assert [each for each in textmate(text) if each[0] != plain] == [each for each in expected if each[0] != plain]


def test_every_keyword_is_coloured_by_textmate() -> None:
    samples = {
        "declaration": "{} x",
        "metadata": '{} "x"',
        "value": "级别 {}",
        "quantifier": "{} x = y",
        "control": "{} x",
        "logic": "x = y {} z",
        "function": "{}(x)",
        "unit": "3 {}",
    }
    words = {each.group: each.words for each in KEYWORDS if each.group in samples}
    words["unit"] = (*(word for word in UNITS if word != "%"), "元/人", "万元/辆", "匹马")
    for terminal in TERMINALS:
        if terminal.name == "FUNCTION":
            words["function"] = tuple(re.findall(r"\w{2,}", terminal.pattern.value))
    assert words.keys() == samples.keys()
    for group, several in words.items():
        for word in several:
            assert (SCOPES[group], word) in list(textmate(samples[group].format(word))), word


# ---- the extension


def test_the_extension_names_files_that_are_there() -> None:
    manifest = json.loads((EDITORS / "package.json").read_text("utf-8"))
    (language,), (grammar,) = manifest["contributes"]["languages"], manifest["contributes"]["grammars"]
    assert grammar["scopeName"] == TEXTMATE["scopeName"]
    assert grammar["language"] == language["id"]
    assert (EDITORS / grammar["path"]).resolve() == GRAMMAR
    configuration = json.loads((EDITORS / language["configuration"]).read_text("utf-8"))
    for pattern in configuration["indentationRules"].values():
        re.compile(pattern)
