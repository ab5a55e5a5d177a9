"""Tables from lines, drawn in the ways that producers draw them."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.documents import cells, grids, read, read_characters, rows, texts
from support.drawn_tables import STYLES, DrawnCell, DrawnTable, draw, simple, tables
from support.pdf_writer import Page, bar, frame, line, text, turned

from jsrules.model.document import Box, Character, DocumentPage, PageLine
from jsrules.readers.documents import ruled_grids
from jsrules.readers.documents.ruled_grids import MAXIMUM_RULINGS, find_grids

SUMS = simple(("项目", "金额"), ("合计", "1,234.50"), ("行政运行", ""))


@given(
    tables(),
    st.sampled_from(STYLES),
    st.sampled_from([0, 90, 180, 270]),
    st.randoms(use_true_random=False),
    st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_a_drawn_table_is_read_back(
    table: DrawnTable, style: str, rotate: int, chance: random.Random, borders: tuple[bool, bool, bool]
) -> None:
    """Every cell, with its spans and its text, whatever the order of drawing and the turn of the page."""
    top, bottom, sides = borders
    if not all(any(cell.lines for cell in table.cells if cell.row == edge) for edge in (0, len(table.heights) - 1)):
        top = bottom = True  # an empty row without a border is not seen by anybody
    if not (top and bottom) or not all(
        any(cell.lines for cell in table.cells if cell.column == edge) for edge in (0, len(table.widths) - 1)
    ):
        sides = True  # of a corner that nothing bounds nobody knows how far it goes
    if any(cell.column_span == len(table.widths) for cell in table.cells):
        sides = True
    if style == "gaps" or len(table.widths) == 1 or len(table.heights) == 1:
        top = bottom = sides = True
    shade, *operators = draw(table, 60, 560, style, top=top, bottom=bottom, sides=sides)
    chance.shuffle(operators)
    document = read(turned([shade, *operators], (900, 620), rotate))
    (grid,) = grids(document)
    assert cells(grid) == table.expected()
    assert not texts(document) and not document.faults


@given(tables(), tables(), st.sampled_from(STYLES))
def test_two_tables_on_a_page(first: DrawnTable, second: DrawnTable, style: str) -> None:
    above = draw(first, 60, 960, style)
    below = draw(second, 70, 900 - sum(first.heights), style)
    found = grids(read(Page(*above, *below, text(60, 925 - sum(first.heights), "单位：万元"), size=(900, 1000))))
    assert [cells(grid) for grid in found] == [first.expected(), second.expected()]


def test_side_by_side() -> None:
    found = grids(read(Page(*draw(SUMS, 40, 700), *draw(SUMS, 300, 705))))
    assert sorted(map(rows, found)) == [rows(found[0])] * 2


@pytest.mark.parametrize("style", STYLES)
def test_goes_on_over_the_page(style: str) -> None:
    """The last row of one page has no lower border, the first of the next no upper one: neither is lost."""
    head, tail = (
        simple(("项目", "金额"), ("合计", "1,029.15")),
        simple(("住房公积金", "235.00"), ("提租补贴", "110.00")),
    )
    document = read(Page(*draw(head, 60, 120, style, bottom=False)), Page(*draw(tail, 60, 780, style, top=False)))
    first, second = grids(document)
    assert rows(first) == [["项目", "金额"], ["合计", "1,029.15"]]
    assert rows(second) == [["住房公积金", "235.00"], ["提租补贴", "110.00"]]
    assert (first.place.page, second.place.page) == (1, 2)


def test_one_row_alone_without_upper_border() -> None:
    (grid,) = grids(read(Page(*draw(simple(("合计", "235.00")), 60, 780, top=False))))
    assert rows(grid) == [["合计", "235.00"]]


def test_a_page_in_the_middle_of_a_table() -> None:
    """No line above, none below, and a cell as high as the page's part of the table."""
    cells_ = (DrawnCell(0, 0, 2, 1, ("甲",)), DrawnCell(0, 1, 1, 1, ("1.00",)), DrawnCell(1, 1, 1, 1, ("2.00",)))
    table = DrawnTable(cells_, (80, 80), (20, 20))
    (grid,) = grids(read(Page(*draw(table, 60, 700, top=False, bottom=False))))
    assert cells(grid) == table.expected()


def test_lines_that_jut_out_bound_nothing() -> None:
    jut = [line(40, 660, 260, 660), line(150, 610, 150, 712)]
    (grid,) = grids(read(Page(*draw(SUMS, 60, 700), *jut)))
    assert (grid.rows, grid.columns) == (3, 2)


def test_box_round_paragraphs_is_no_table() -> None:
    document = read(
        Page(frame(50, 600, 500, 750), text(60, 720, "本年支出合计 1,669.02 万元"), text(80, 700, "其中："))
    )
    assert not grids(document)
    assert texts(document) == ["本年支出合计 1,669.02 万元", "其中："]


def test_box_round_a_table() -> None:
    """A frame round the page, even one with a line under its title, holds the table and is none."""
    around = [frame(30, 300, 560, 800), line(30, 760, 560, 760), text(40, 775, "支出决算表")]
    document = read(Page(*around, *draw(SUMS, 60, 700)))
    (grid,) = grids(document)
    assert rows(grid) == [["项目", "金额"], ["合计", "1,234.50"], ["行政运行", ""]]
    assert texts(document) == ["支出决算表"]


def test_box_of_one_cell_in_a_table() -> None:
    """A cell that is drawn round once more by itself, as editors mark one."""
    (grid,) = grids(read(Page(*draw(SUMS, 60, 700), frame(155, 665, 235, 676))))
    assert rows(grid) == [["项目", "金额"], ["合计", "1,234.50"], ["行政运行", ""]]


def test_lines_that_nobody_sees() -> None:
    """White on white, without ink, clipped away, off the page: none of them cuts a cell in two."""
    hidden = [
        line(200, 640, 200, 700, colour="1 G"),
        bar(199, 640, 201, 700, "1 g"),
        "q 210 640 m 210 700 l n Q",
        "q 0 0 10 10 re W n 220 640 m 220 700 l S Q",
        line(60, 900, 240, 900),
    ]
    (grid,) = grids(read(Page(*draw(SUMS, 60, 700), *hidden)))
    assert grid.columns == 2


def test_merged_cells_stand_once() -> None:
    table = DrawnTable(
        (
            DrawnCell(0, 0, 2, 1, ("项目",)),
            DrawnCell(0, 1, 1, 2, ("支出",)),
            DrawnCell(1, 1, 1, 1, ("基本支出",)),
            DrawnCell(1, 2, 1, 1, ("项目支出",)),
            DrawnCell(2, 0, 1, 1, ("合计",)),
            DrawnCell(2, 1, 1, 2, ("517.20",)),
        ),
        (80, 80, 80),
        (20, 20, 20),
    )
    (grid,) = grids(read(Page(*draw(table, 60, 700, "double"))))
    assert cells(grid) == table.expected()
    assert sum(cell.text == "517.20" for cell in grid.cells) == 1


def test_a_broken_line_loses_nothing() -> None:
    """Where part of a line is missing, what it leaves is no rectangle: its rows are kept apart."""
    # The rule below 一 ends in the middle of the table.
    lines = [frame(60, 600, 240, 660), line(150, 600, 150, 660), line(60, 640, 150, 640), line(60, 620, 240, 620)]
    words = [
        text(63, 647, "一"),
        text(63, 627, "二"),
        text(63, 607, "三"),
        text(153, 647, "1.00"),
        text(153, 607, "3.00"),
    ]
    (grid,) = grids(read(Page(*lines, *words)))
    assert [row for row in rows(grid) if row] == [["一", "1.00"], ["二"], ["三", "3.00"]]
    page = read(Page(frame(60, 600, 240, 660), line(150, 600, 150, 640), line(60, 620, 240, 620), *words))
    assert read_characters(page) == Counter("一二三1.003.00")


def test_codes_in_three_cells_and_wrapped_names() -> None:
    table = simple(("208", "05", "05", "机关事业单位基本\n养老保险缴费支出", "446.11"), height_of=30)
    (grid,) = grids(read(Page(*draw(table, 30, 700))))
    assert rows(grid) == [["208", "05", "05", "机关事业单位基本\n养老保险缴费支出", "446.11"]]


def test_value_on_the_upper_line_of_its_cell() -> None:
    """A label of three lines, its value at the top of the next cell, a line above the label's middle."""
    table = DrawnTable(
        (DrawnCell(0, 0, 1, 1, ("机关事", "业单位", "年金")), DrawnCell(0, 1, 1, 1, ("225.12",))), (60, 60), (45,)
    )
    (grid,) = grids(read(Page(*draw(table, 60, 700))))
    assert rows(grid) == [["机关事\n业单位\n年金", "225.12"]]


def test_a_figure_that_its_column_broke() -> None:
    (grid,) = grids(
        read(Page(*draw(simple(("合计", "1,234,\n567.89"), ("其中", "12.00\n13.00"), height_of=30), 60, 700)))
    )
    assert rows(grid) == [["合计", "1,234,567.89"], ["其中", "12.00\n13.00"]]


def test_a_drawing_is_no_table() -> None:
    """Neither a chart without words in its fields, nor more lines than any table has."""
    chart = [line(60, 500, 60, 700), *(line(60, y, 300, y) for y in range(500, 701, 40)), text(20, 505, "0.00")]
    document = read(Page(*chart))
    assert not grids(document) and texts(document) == ["0.00"]
    many = tuple(PageLine(0, y * 400, 9000, y * 400) for y in range(MAXIMUM_RULINGS + 1))
    found, left, too_many = find_grids(DocumentPage(1, 10_000, 10_000_000, (Character("一", 1, 1, 9, 9),), many))
    assert (found, len(left), too_many) == ([], 1, True)


def test_a_table_of_more_places_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruled_grids, "MAXIMUM_PLACES", 8)
    document = read(Page(*draw(SUMS, 60, 700)))
    assert not grids(document) and texts(document)[1] == "合计\t1,234.50"
    assert [each.message for each in document.faults] == ["第 1 页的线太多，没有当作表"]


def test_an_outline_with_a_step() -> None:
    """Two tables of different width that touch: the corner that neither fills is an empty cell, and nothing is lost."""
    wide, narrow = simple(("项目", "金额"), ("合计", "1.00")), simple(("其中", "2.00"), width_of=60)
    (grid,) = grids(read(Page(*draw(wide, 60, 700), *draw(narrow, 60, 660))))
    assert [[text for text in row if text] for row in rows(grid)] == [
        ["项目", "金额"],
        ["合计", "1.00"],
        ["其中", "2.00"],
    ]


def test_places() -> None:
    (grid,) = grids(read(Page(*draw(SUMS, 160, 700), origin=100, size=(500, 742))))
    assert grid.place.box == Box(6000, 14200, 24000, 20200)


def test_double_lines_of_two_tables_near_each_other() -> None:
    """One half of a line stands near enough to one of the table above to be joined with it."""
    above = draw(simple(("0.00", "0.00"), ("甲", "0.00"), width_of=28, height_of=28), 60, 960, "double")
    below = draw(simple(("甲", "乙"), ("0.00", "0.00"), width_of=48, height_of=28), 70, 844, "double")
    found = grids(read(Page(*above, *below, size=(900, 1000))))
    assert [grid.columns for grid in found] == [2, 2]
