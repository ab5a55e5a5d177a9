"""A cell in each line: rows where one number of columns alone makes a table of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsrules.model.document import Grid
from jsrules.readers.documents.cell_lines import rows_of_cells
from jsrules.readers.documents.plain_text import text_parts

CELLS = [
    "项目",
    "预算数",
    "决算数",
    "合计",
    "49.90",
    "7.69",
    "因公出国（境）费",
    "20.00",
    "",
    "公务接待费",
    "14.90",
    "5.21",
]
ROWS = [CELLS[at : at + 3] for at in range(0, len(CELLS), 3)]


def test_rows_are_found_and_the_last_one_may_break_off() -> None:
    assert rows_of_cells(CELLS) == ROWS
    assert rows_of_cells([*CELLS, "公务用车购置费"]) == [*ROWS, ["公务用车购置费", "", ""]]


@pytest.mark.parametrize("number", range(1, len(CELLS)))
def test_a_cell_that_is_gone_moves_no_figure(number: int) -> None:
    found = rows_of_cells([*CELLS[:number], *CELLS[number + 1 :]])
    whole = {(row[0], column): text for row in ROWS for column, text in enumerate(row)}
    for row in found:
        for column, text in enumerate(row[1:], 1):
            assert text in ("", whole.get((row[0], column), text)), (row, column)


@given(st.lists(st.sampled_from(["项目", "合计", "1.00", "", "-", "收入 2"]), max_size=40))
def test_no_cell_is_lost_or_invented(cells: list[str]) -> None:
    rows = rows_of_cells(cells)
    if rows:
        assert [each for row in rows for each in row][: len(cells)] == cells


def test_a_text_with_a_pipe_behind_each_cell_is_a_table() -> None:
    text = "三公经费表\n单位：万元\n" + "".join(f"{each} |\n" for each in CELLS) + "一、情况说明\n"
    grids = [each for each in text_parts(text.encode(), "a.txt", []) if isinstance(each, Grid)]
    assert [(grid.rows, grid.columns) for grid in grids] == [(4, 3)]
    assert [each.text for each in grids[0].cells if each.row == 2] == ["因公出国（境）费", "20.00", ""]
