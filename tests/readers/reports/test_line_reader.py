"""What is read line by line is what YAML reads, or is left to YAML."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.readers.reports import line_reader
from jsrules.readers.reports.line_reader import read_lines
from jsrules.readers.reports.nodes import Mapping
from jsrules.readers.reports.problems import Problems
from jsrules.readers.reports.yaml_tree import _read_yaml

PLAIN = "单位: 某某局\n金额单位: 万元\n收入:\n  合计: 1,669.02\n  其中:\n    一: -0.5\n    201 二（三）: 98%\n  二: 3\n支出:\n  一: 0.00\n"
MATRIX = """单位: 某某局
支出决算表:
  栏: [本年支出合计, 基本支出, 项目支出]
  行:
    合计:                 ["1,669.02", 517.20, ~]
    201 一般公共服务支出: [   1604.99,     -2, 3%]
    空:

# 注：“三公”
  # 再注 [1
“三公”经费:
  甲:
  乙:   "1,234.50"
情况说明:
  总体情况:
    收支总计: {年度: 2021, 金额: 1669.02, 比上年增减额: 减少 615.84, 比率: 下降 26.95%, 空: ~, 文: "1,2"}
    收入: {金额: [1.50, "1,000.00"], 年度: 2021}
"""


def by_yaml(text: str) -> Mapping | None:
    """What YAML makes of a text."""
    source = Source("报告.yaml", text)
    try:
        return _read_yaml(source, None, Problems(source), "")
    except InputError:
        return None


@pytest.mark.parametrize("text", [PLAIN, PLAIN.rstrip(), "a: 1\n", "甲.乙: 无\n", "a:\n b:\n  c: 1\nd: 2", MATRIX])
def test_names_and_figures(text: str) -> None:
    tree = read_lines(text)
    assert tree is not None and tree == by_yaml(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "a", "a:\n", "a: 1\na: 2\n", " a: 1\n", "a: 1\n  b: 2\n", "a:\n  b: 1\n c: 2\n",
        "a: 1 \n", "a: 1  # 注\n", "a: 1\n\t\nb: 2\n", "a: 1\n#\x0b\nb: 2\n", "a: x\n# 注\n  y\n", "a: 1\r\n", "a: 1: 2\n", "a: [1, [2]]\n", "a: [1, 2,]\n", "a: []\n", "a: [1\n", "a: [1, , 2]\n", "a: [b: 1]\n", "a: {b: 1, b: 2}\n",
        "a: {b: 1, c}\n", "a: {b:1}\n", "a: [\"1\\n\"]\n", "a: [\"1\" \"2\"]\n", "a: [1 # x]\n", "a: [1] 2\n", "a: [~ 1]\n", "a: '1'\n", "a: &x 1\n",
        "<<: 1\n", "a：1\n", "- a: 1\n", "a: |\n  b: 1\n", "a: 1\n---\nb: 2\n", "\ta: 1\n", "a:\tb\n", "a: 1\x0bb: 2\n",
        "a: 1\u2028b: 2\n", "\ufeffa: 1\n", "a: 1\x85b: 2\n", "a:\n  b: 1\n  b: 2\n", "a:\n  b:\n", "a:\n  b\n  c: 1\n",
    ],
)  # fmt: skip
def test_everything_else_is_for_yaml(text: str) -> None:
    assert read_lines(text) is None


LINES = st.builds(
    lambda depth, name, value: " " * depth + name + value,
    st.integers(0, 4),
    st.sampled_from(["a:", "b:", "甲 乙:", "c", "201 合计:", "1:", "true:", "no:", "- a:", "a.b:", "# 注", ""]),
    st.sampled_from(
        [
            "",
            "",
            " 1",
            " 1.00",
            " -2",
            " 1,234.5",
            " 无",
            " ~",
            " no",
            " 1:30",
            " 0012",
            " 5%",
            " x y",
            " ",
            "  1",
            " [1, 2.50, ~]",
            ' ["1,2",  a b ]',
            " {a: 1, 甲: ~}",
            " {a: [1, 2]}",
            ' {a: "1,5"}',
            " [1,604.99]",
            ' "1,5"',
            " [a: 1]",
            " [1, [2]]",
            " [~1, 5%, -3 ]",
        ]
    ),
)
SIGNS = st.sampled_from("“”，\n :-#'\"[]{}&*!|>?%@`,.~1a甲\r\t\u3000\xa0\u2028\x85")


@given(
    st.lists(LINES, min_size=1, max_size=8).map("\n".join), st.lists(st.tuples(st.integers(0, 60), SIGNS), max_size=2)
)
def test_it_is_read_as_yaml_reads_it(text: str, changes: list[tuple[int, str]]) -> None:
    for place, sign in changes:
        text = text[:place] + sign + text[place + 1 :]
    tree = read_lines(text)
    assert tree is None or tree == by_yaml(text)


def test_long_names_and_deep_nesting_are_for_yaml() -> None:
    assert read_lines("a" * 2000 + ": 1\n") is None
    assert read_lines("".join(" " * depth + "a:\n" for depth in range(40)) + " " * 40 + "b: 1\n") is None


def test_long_texts_are_read_in_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    for length in range(1, 40):
        monkeypatch.setattr(line_reader, "_STRETCH", length)
        for text in (PLAIN, PLAIN.rstrip(), MATRIX):
            assert read_lines(text) == by_yaml(text)
        assert read_lines(PLAIN + "a: [[1]]\n") is None
        assert read_lines("- a\n" + PLAIN) is None


def test_where_there_may_be_too_many_entries_yaml_counts_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_reader, "_MOST", PLAIN.count("\n") + PLAIN.count(","))
    assert read_lines(PLAIN) is None
    assert read_lines(PLAIN.rstrip()) is not None


@settings(max_examples=200)
@given(
    st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8),
    st.text("甲a1é٣Ⅳ²ｘ１", min_size=1, max_size=4),
)
def test_letters_of_any_script_are_read_as_yaml_reads_them(name: str, value: str) -> None:
    text = f"{name}: {value}\n"
    found = read_lines(text)
    assert found is None or found == by_yaml(text)


def test_a_very_long_line_is_for_yaml() -> None:
    """16 million digits in quotation marks took 20 s: a line was begun at each of them."""
    assert read_lines("甲: [" + "1.00, " * 10_000 + "2.00]\n") is not None
    assert read_lines("甲: [" + "1.00, " * 100_000 + "2.00]\n") is None
    assert read_lines('甲: "' + "1" * 16_000_000 + '"\n') is None
