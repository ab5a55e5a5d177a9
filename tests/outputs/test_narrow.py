"""Narrow terminals: tables and labels fold, so that nothing is wider than the terminal but what must stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsrules.base.width import text_width
from jsrules.outputs.page import Entry, Paragraph, TextTable
from jsrules.outputs.terminal import Terminal

WORDS = st.text("甲乙丙丁 abc 0123，。", max_size=30).map(lambda text: " ".join(text.split()))
ROWS = st.integers(1, 6).flatmap(lambda n: st.lists(st.lists(WORDS, min_size=n, max_size=n), min_size=1, max_size=4))


@given(ROWS, st.booleans(), st.sampled_from((40, 60, 80)))
def test_tables_are_never_wider(rows: list[list[str]], named: bool, columns: int) -> None:
    count = len(rows[0])
    table = TextTable(rows, [number % 2 == 1 for number in range(count)], named=named and count > 1)
    lines = Terminal(columns).write([[table]]).splitlines()
    assert all(text_width(line) <= columns for line in lines)
    shown = "".join("".join(lines).split())
    for row in rows:
        for cell in row:
            assert "".join(cell.split()) in shown


def test_a_table_folds_alike_in_every_row() -> None:
    head = ["rule", "pass", "rounding", "violation", "undetermined", "not applicable"]
    rows = [
        head,
        ["总表收入合计", "1", "1", "2", "", "1"],
        ["支出合计", "", "", "", "12", ""],
        ["空", "1", "", "", "", ""],
    ]
    table = TextTable(rows, [False, *[True] * 5], head=True)
    assert Terminal(40).write([[table]]) == (
        "rule          pass  rounding  violation\n"
        "    undetermined  not applicable\n"
        "总表收入合计     1         1          2\n"
        "                               1\n"
        "支出合计\n"
        "              12\n"
        "空               1\n"
    )
    wide = Terminal(80).write([[table]])
    assert len(wide.splitlines()) == 4


@given(WORDS.filter(bool), WORDS, st.sampled_from((40, 60)))
def test_labels_leave_room(label: str, text: str, columns: int) -> None:
    lines = Terminal(columns).lines([Entry(f"{label * 2}：", text, body=[Paragraph("甲" * 30)])], "  ")
    assert all(text_width(line) <= columns for line in lines)
    assert len(lines) <= 12


@pytest.mark.parametrize("columns", [40, 60])
def test_a_long_label_stands_above(columns: int) -> None:
    lines = Terminal(columns).lines([Entry("用到它的等式里条件从来没有成立过的有这些（o）：", "甲、乙")])
    assert lines[-1].strip().endswith("甲、乙")
    assert max(map(text_width, lines)) <= columns
