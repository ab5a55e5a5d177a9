"""Diagnostics as text: carets under what is meant, whatever the width of its characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.handmade import diagnostics

from jsrules.base.diagnostic import Diagnostic, Label
from jsrules.base.language import set_language
from jsrules.base.printable import clean
from jsrules.base.source import Source, Span
from jsrules.base.width import set_ambiguous_width, text_width
from jsrules.outputs import excerpt
from jsrules.outputs.diagnostics import FULL_DIAGNOSTICS, compose_diagnostics
from jsrules.outputs.terminal import Terminal


@pytest.fixture
def _wide_ambiguous() -> Iterator[None]:
    set_ambiguous_width(2)
    yield
    set_ambiguous_width(1)


def mark(source: Source, text: str, said: str = "") -> Label:
    start = source.text.index(text)
    return Label(source, Span(start, start + len(text)), said)


def show(diagnostic: Diagnostic, columns: int = 80) -> str:
    return Terminal(columns).write(compose_diagnostics([diagnostic])).removesuffix("\n")


UNITS = Source("rules/收支.jsr", "\n" * 17 + "  资产合计 = 负债合计 + 净资产合计\n")


def test_two_labels_on_a_line() -> None:
    made = Diagnostic(
        "E204",
        "单位不一致：左边是“元”，右边是“万元”",
        (mark(UNITS, "资产合计", "这里是“元”"), mark(UNITS, "负债合计", "这里是“万元”")),
        remedy="把左边写成 万元(资产合计)",
    )
    assert show(made) == (
        "错误[E204] 单位不一致：左边是“元”，右边是“万元”\n"
        "  ┌─ rules/收支.jsr:18:3\n"
        "18│   资产合计 = 负债合计 + 净资产合计\n"
        "  │   ^^^^^^^^   ^^^^^^^^ 这里是“万元”\n"
        "  │   这里是“元”\n"
        "  = 改法：把左边写成 万元(资产合计)"
    )


def test_two_sources_and_lines_apart() -> None:
    report = Source("报告.yaml", "支出:\n  合计: 1\n\n  合计: 2\n")
    made = Diagnostic(
        "E104",
        "键重复：“合计”",
        (
            Label(report, report.span(4, 3, 2), "第二次"),
            Label(report, report.span(2, 3, 2), "第一次"),
            mark(UNITS, "资产合计"),
        ),
    )
    assert show(made).splitlines() == [
        "错误[E104] 键重复：“合计”",
        "  ┌─ 报告.yaml:4:3",
        " 2│   合计: 1",
        "  │   ^^^^ 第一次",
        "  ┆",
        " 4│   合计: 2",
        "  │   ^^^^ 第二次",
        "  ┌─ rules/收支.jsr:18:3",
        "18│   资产合计 = 负债合计 + 净资产合计",
        "  │   ^^^^^^^^",
    ]


def test_without_a_place() -> None:
    made = Diagnostic("E401", "找不到文件", path="没有.yaml", remedy="检查路径")
    assert show(made) == "错误[E401] 找不到文件\n ┌─ 没有.yaml\n = 改法：检查路径"
    assert show(Diagnostic("W120", "名称不同")) == "警告[W120] 名称不同"


def test_tabs_and_control_characters_do_not_move_carets() -> None:
    source = Source("a", "\t支\x1b出: 错\n")
    lines = show(Diagnostic("E103", "缩进", (mark(source, "错"),))).splitlines()
    assert lines[2:] == ["1│     支\\x1b出: 错", " │ " + " " * 14 + "^^"]


def test_an_end_of_line_and_an_empty_source_get_one_caret() -> None:
    source = Source("a", "甲 =\n")
    assert show(Diagnostic("E201", "没写完", (Label(source, Span(3, 3)),))).endswith("1│ 甲 =\n │     ^")
    empty = Source("b", "")
    assert show(Diagnostic("E101", "空的", (Label(empty, Span(0, 0)),))).endswith("┌─ b:1:1\n1│\n │ ^")


def test_long_lines_are_cut_to_a_window() -> None:
    source = Source("a", "前" * 200 + "错误的地方" + "后" * 200)
    lines = show(Diagnostic("E201", "语法", (mark(source, "错误的地方", "这里"),)), 60).splitlines()
    assert lines[2].startswith("1│ …前")
    assert lines[2].endswith("后…")
    assert all(text_width(line) <= 60 for line in lines)
    at = lines[3].index("^")
    assert lines[2][: lines[2].index("错误")].count("前") * 2 + len("1│ …") == at
    assert "^" * 10 + " 这里" in lines[3]


def test_labels_far_apart_get_windows_of_their_own() -> None:
    source = Source("a", "甲" + "　" * 100 + "乙")
    lines = show(Diagnostic("E201", "语法", (mark(source, "甲", "一"), mark(source, "乙", "二"))), 50).splitlines()
    assert [line for line in lines if line.startswith("1│")] == [lines[2], lines[4]]
    assert lines[3].endswith("^^ 一")
    assert lines[5].endswith("^^ 二")


def test_a_label_without_room_goes_below() -> None:
    source = Source("a", "支" * 18)
    said = "这一句放不下，所以写在下面，从左边起，必要时折行也不能超出页面的宽度"
    lines = show(Diagnostic("E201", "语法", (Label(source, Span(16, 18), said),)), 40).splitlines()
    assert lines[3].endswith("^^^^")
    assert all(text_width(line) <= 40 for line in lines)
    assert "".join(line.removeprefix(" │").strip() for line in lines[4:]) == said


@pytest.mark.usefixtures("_wide_ambiguous")
def test_ambiguous_characters_may_be_wide() -> None:
    source = Source("a", "“三公”经费: 错")
    lines = show(Diagnostic("E115", "应为金额", (mark(source, "错"),))).splitlines()
    assert lines[3] == " │ " + " " * 14 + "^^"


def test_a_flood_is_shortened() -> None:
    source = Source("a", "x\n" * 50)
    many = [Diagnostic("E112", f"没有这一行：{n}", (Label(source, Span(2 * n, 2 * n + 1)),)) for n in range(50)]
    shown = Terminal().write(compose_diagnostics(many))
    assert shown.count("┌─") == FULL_DIAGNOSTICS
    assert f"另有 {50 - FULL_DIAGNOSTICS} 条" in shown
    assert "a:50:1 [E112] 没有这一行：49" in shown


@given(diagnostics(), st.integers(40, 120), st.booleans())
def test_never_fails_and_fits(diagnostic: Diagnostic, columns: int, english: bool) -> None:
    set_language("en" if english else "zh")
    try:
        shown = show(diagnostic, columns)
    finally:
        set_language("zh")
    paths = {clean(path) for path in (diagnostic.path, *(label.source.path for label in diagnostic.labels))}
    for line in shown.split("\n"):
        assert all(unicodedata.category(character) not in ("Cc", "Cs", "Cf") for character in line)
        assert text_width(line) <= columns or ("┌─" in line and any(path in line for path in paths)), line


@given(st.text("支出a “=", max_size=12), st.text("支出a“", min_size=1, max_size=8), st.text("支出a “", max_size=12))
def test_carets_stand_under_the_marked_text(before: str, marked: str, after: str) -> None:
    source = Source("a", before + marked + after)
    label = Label(source, Span(len(before), len(before + marked)))
    lines = show(Diagnostic("E201", "语法", (label,))).splitlines()
    carets = lines[3].removeprefix(" │ ")
    assert text_width(before) == len(carets) - len(carets.lstrip(" "))
    assert carets.count("^") == text_width(marked)


def test_color() -> None:
    made = Terminal(80, color=True).write(compose_diagnostics([Diagnostic("E204", "单位", (mark(UNITS, "资产合计"),))]))
    assert made.startswith("\x1b[1;31m错误[E204]\x1b[0m")
    assert "\x1b[1;31m  ^^^^^^^^\x1b[0m" in made


def test_of_a_very_long_line_only_what_is_marked_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def look(character: str) -> str:
        looked.append(character)
        return character

    monkeypatch.setattr(excerpt, "clean_character", look)
    source = Source("a.yaml", "甲: 1, " * 50_000 + "乙: ?, " + "丙: 2, " * 50_000 + "丁: !")
    found = Diagnostic("E107", "看不懂", (mark(source, "?", "这里"), mark(source, "!", "和这里")), remedy="改正")
    shown = show(found, 60)
    assert "…" in shown and shown.count("^") == 2 and "乙: ?" in shown and "丁: !" in shown
    assert len(looked) < 5_000
