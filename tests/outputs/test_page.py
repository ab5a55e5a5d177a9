"""Pages: what they are made of, how a terminal shows it, and that another writer needs no more than a page."""

from __future__ import annotations

import re

import pytest
from support.handmade import example
from support.sources import ROOT

from jsrules.base.language import set_language
from jsrules.model.result import Result
from jsrules.outputs.markdown import escaped, write_markdown
from jsrules.outputs.page import (
    Code,
    Divider,
    Entry,
    Flow,
    Heading,
    Inline,
    Item,
    Nested,
    Numeral,
    Paragraph,
    Reference,
    SourcePlace,
    Styled,
    TextTable,
    pieces,
    plain,
    tell,
)
from jsrules.outputs.story import compose_story
from jsrules.outputs.terminal import Terminal
from jsrules.outputs.text import compose_result
from jsrules.verification.verifier import Verifier

REFERENCE = re.compile(r"  |（见第 [\d、]+ 条）| \(see [\d, ]+\)")
"""Where a title is made of several pieces."""

RED, BOLD, END = "\x1b[1;31m", "\x1b[1m", "\x1b[0m"


def test_a_text_is_a_string_with_pieces_that_mean_something() -> None:
    text = tell(
        "{cell} 应为 {value}", "{cell} should be {value}", cell=SourcePlace("a.yaml", 3, 7), value=Numeral("1.00")
    )
    assert plain(text) == "a.yaml:3:7 应为 1.00"
    assert list(pieces((Styled(text), "。"))) == [SourcePlace("a.yaml", 3, 7), " 应为 ", Numeral("1.00"), "。"]
    assert plain(Flow([text, Reference("2")], "；")) == "a.yaml:3:7 应为 1.00；2"


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (SourcePlace("a.yaml"), "a.yaml"),
        (SourcePlace("a.yaml", 3), "a.yaml:3"),
        (SourcePlace("a.yaml", 3, 7), "a.yaml:3:7"),
        (SourcePlace("a.yaml", 3, 7, short=True), "3:7"),
    ],
)
def test_places(place: SourcePlace, shown: str) -> None:
    assert place.text == shown


def test_blocks_on_a_terminal() -> None:
    page = [
        [Heading("标题"), Paragraph("一段")],
        [],
        [
            Item(7, "发现", [Paragraph("说明"), Entry("数", "1", columns=4), Item("", "改法", [Paragraph("又一处")])]),
            Entry("规则：", "甲", [Paragraph("附注")]),
            Nested([Paragraph("下面"), Nested([Entry("尾差", "乙")], close=True)]),
            Code("总计 =\n  甲"),
        ],
        [Divider()],
    ]
    assert Terminal(20).write(page).splitlines() == [
        "── 标题 ────────────",
        "一段",
        "",
        "  7. 发现",
        "     说明",
        "     数    1",
        "       - 改法",
        "         又一处",
        "规则：甲",
        "      附注",
        "  下面",
        "   尾差  乙",
        "    总计 =",
        "      甲",
        "",
        "═" * 20,
    ]


def test_of_a_title_only_the_first_line_is_coloured() -> None:
    title: Inline = (Styled("不符", "error"), Styled("  一个很长的标题", "strong"))
    assert Terminal(16, color=True).lines(
        [Item(1, title), Entry(Styled("错误", "error"), Styled(title, "strong"))]
    ) == [
        f"  1. {RED}不符{END}{BOLD}  一个{END}",
        "     很长的标题",
        f"{RED}错误{END}{BOLD}  不符  一个{END}",
        f"      {BOLD}很长的标题{END}",
    ]


def test_a_name_behind_a_row_goes_below_on_a_narrow_page() -> None:
    table = TextTable([["1", "错例"], ["22", "一般公共预算财政拨款支出决算表"]], [True, True], ["faint"], named=True)
    assert Terminal(40).lines([table]) == [" 1  错例", "22  一般公共预算财政拨款支出决算表"]
    assert Terminal(27).lines([table])[2:] == ["22", "    一般公共预算财政拨款支", "    出决算表"]


def test_a_table_that_is_too_wide_is_written_row_by_row() -> None:
    table = TextTable([["很长的名称很长的名称", "1", "1.5"]], [False, True, True], joint=" → ")
    assert Terminal(80).lines([table]) == ["很长的名称很长的名称  1  1.5"]
    assert Terminal(40).lines([table]) == ["  很长的名称很长的名称  1 → 1.5"]


@pytest.fixture(scope="module")
def real() -> Result:
    path = str(ROOT / "reports" / "jiyuan-2021.yaml")
    return Verifier().verify(path, "", 10, lambda: False)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("explain", [False, True])
def test_markdown_says_all_that_a_terminal_does(real: Result, language: str, explain: bool) -> None:
    set_language("en" if language == "en" else "zh")
    try:
        pages = [compose_result(each, explain=explain, everything=explain) for each in (real, example())]
        pages.append(compose_story(real))
    finally:
        set_language("zh")
    for page in pages:
        shown = Terminal(10_000).write(page)
        text = write_markdown(page)
        assert "\x1b" not in text
        headings = re.findall(r"^── (.+?) ─+$", shown, re.MULTILINE)
        titles = re.findall(r"^ *\d+[a-z]*\. (.+)$", shown, re.MULTILINE)
        places = re.findall(r"[^\s、，─]+:\d+:\d+|\d+:\d+", shown)
        figures = re.findall(r"[\d,]*\d\.\d+%?", shown)
        assert len(headings) > 1
        assert len(titles) > 4
        assert len(places) > 4
        assert len(figures) > 10
        parts = [part for title in titles for part in REFERENCE.split(title)]
        for part in {*(f"## {each}" for each in headings), *parts, *(f"[{each}](" for each in places), *figures}:
            assert escaped(part) in text or part in text, part
