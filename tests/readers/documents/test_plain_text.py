"""Texts: tables by tabs, pipes and commas, lines with their numbers, encodings, and what is no table."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.documents import SHARED, cells, grids, rows, texts
from support.drawn_tables import NAMES, WORDS

from jsrules.base.diagnostic import InputError
from jsrules.model.document import DocumentParagraph, PublishedDocument
from jsrules.readers.documents import plain_text
from jsrules.readers.documents.amount_tokens import amount_tokens
from jsrules.readers.documents.open_document import document_of, open_document


def read(text: str, encoding: str = "utf-8") -> PublishedDocument:
    return document_of(text.encode(encoding), "决算.txt")


def test_tables_by_tabs_and_lines_with_their_numbers() -> None:
    found = read("收入支出决算总表\n\n单位：万元\n项目\t行次\t金额\n\t9\t\n合计\t10\t1,234.50\n注：无\n")
    assert texts(found) == ["收入支出决算总表", "单位：万元", "注：无"]
    (grid,) = grids(found)
    assert rows(grid) == [["项目", "行次", "金额"], ["", "9", ""], ["合计", "10", "1,234.50"]]
    assert [part.place.paragraph for part in found.parts] == [1, 3, 4, 7]
    assert [cell.place.cell for cell in grid.cells][-1] == "C3"


def test_a_row_without_tabs_in_a_table() -> None:
    """Editors take the tabs off the ends of lines."""
    assert rows(grids(read("项目\t金额\n一、基本支出\n合计\t5"))[0]) == [
        ["项目", "金额"],
        ["一、基本支出", ""],
        ["合计", "5"],
    ]


def test_cells_of_several_lines_as_spreadsheets_copy_them() -> None:
    found = read('"功能分类\n科目编码"\t"名""称"\t合计\n201\t支出\t5\n')
    assert rows(grids(found)[0]) == [["功能分类\n科目编码", '名"称', "合计"], ["201", "支出", "5"]]
    assert rows(grids(read('"\t5\n"\t6\n甲\t7.0'))[0])[-1] == ["甲", "7.0"]


@pytest.mark.parametrize(
    "text",
    [
        "\t一、部门职责\n\t二、机构设置\n",  # indented
        "一、概况\t3\n二、决算表\t4\n三、说明\t12\n",  # a table of contents
        "部门：某局\t金额单位：万元\n",
        "201 一般公共服务支出 306.90 306.90\n20105 统计信息事务 23.42 23.42\n",  # empty cells are lost
        "甲|乙\n",
        "甲，5\n乙，6\n",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert not grids(read(text))


def test_markdown() -> None:
    found = read(
        "## 支出决算表\n\n| 项目 | 金额 |\n|:---|---:|\n| **合计** | 1,234.50 |\n| 甲\\|乙<br>丙 | |\n\n注：无"
    )
    assert rows(grids(found)[0]) == [["项目", "金额"], ["合计", "1,234.50"], ["甲|乙\n丙", ""]]
    assert texts(found) == ["支出决算表", "注：无"]
    assert rows(grids(read("项目 | 金额\n--- | ---\n合计 | 5"))[0]) == [["项目", "金额"], ["合计", "5"]]


def test_drawn_with_signs() -> None:
    each = "+----+----+\n| 项 | 金额 |\n| 目 |    |\n+----+----+\n| 甲 | 5 |\n+----+----+\n| 乙 | 6 |\n+----+----+\n"
    assert rows(grids(read(each))[0]) == [["项\n目", "金额"], ["甲", "5"], ["乙", "6"]]
    once = "┌──┬──┐\n│项目│金额│\n├──┼──┤\n│甲│5│\n│乙│6│\n└──┴──┘\n"
    assert rows(grids(read(once))[0]) == [["项目", "金额"], ["甲", "5"], ["乙", "6"]]


def test_commas() -> None:
    found = read('项目,金额\n合计,"1,234.50"\n"甲\n乙",5\n')
    assert rows(grids(found)[0]) == [["项目", "金额"], ["合计", "1,234.50"], ["甲\n乙", "5"]]
    assert not grids(read("合计 1,234.50\n其中 1,000.00 和 234.50\n"))


def test_pages_and_their_numbers() -> None:
    found = read("甲\t1.0\n乙\t2\n\n12\n\f丙\t3.0\n丁\t4\n5\n戊\n\n- 13 -\n")
    assert [part.place.page for part in found.parts] == [1, 1, 2, 2, 2, 2]
    kinds = [(part.text, part.furniture) for part in found.parts if isinstance(part, DocumentParagraph)]
    assert kinds == [("12", "page_number"), ("5", ""), ("戊", ""), ("- 13 -", "page_number")]
    assert [part.furniture for part in read("98\n").parts if isinstance(part, DocumentParagraph)] == [""]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings(encoding: str) -> None:
    found = read("收入支出决算总表\r\n项目\t金额\r\n合计\t5.00\r\n", encoding)
    assert texts(found) == ["收入支出决算总表"] and rows(grids(found)[0])[1] == ["合计", "5.00"]
    assert not found.faults


def test_a_few_bytes_that_are_wrong_do_not_make_it_another_encoding() -> None:
    data = bytearray("本年收入合计与本年支出合计，均为万元，四舍五入。".encode() * 3)
    data[31] = 0xFF
    found = document_of(bytes(data), "决算.txt")
    assert [each.code for each in found.faults] == ["W416"] and "四舍五入" in texts(found)[0]


def test_more_cells_than_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_text, "MAXIMUM_CELLS", 5)
    found = read("项目\t金额\n合计\t5\n\n项目\t金额\n合计\t6\n")
    assert [each.code for each in found.faults] == ["W411"] and len(grids(found)) == 1
    assert not grids(read("项目\t金额\n" * 1000))


TEXTS = st.one_of(WORDS, NAMES, st.just(""))


@given(
    st.lists(st.lists(TEXTS, min_size=2, max_size=6), min_size=2, max_size=8), st.sampled_from(["tab", "pipe", "comma"])
)
def test_tables_written_and_read(table: list[list[str]], kind: str) -> None:
    """Rows of equal length with a word in each come back as they are."""
    width = max(map(len, table))
    table = [["甲", *row, *[""] * (width - len(row)), "乙"] for row in table]
    if kind == "comma":
        table.insert(0, ["项目"] * len(table[0]))
        stream = io.StringIO()
        csv.writer(stream).writerows(table)
        text = stream.getvalue()
    else:
        sign = "\t" if kind == "tab" else " | "
        text = "".join(f"{'| ' * (kind == 'pipe')}{sign.join(row)}{' |' * (kind == 'pipe')}\n" for row in table)
    (grid,) = grids(read(text))
    assert rows(grid) == table
    assert all(cell[2:4] == (1, 1) for cell in cells(grid))


@given(st.text("0123456789,.|\t\n\f\"'-+:#* 收支合计\r\u3000\x85\\<br>", max_size=80))
def test_no_figure_is_lost_or_made_up(text: str) -> None:
    found = read(f"决算\n{text}")
    if found.kind == "text":
        held = "".join(
            part.text if isinstance(part, DocumentParagraph) else "".join(cell.text for cell in part.cells)
            for part in found.parts
        )
        assert [each for each in held if each.isdigit()] == [each for each in text if each.isdigit()]


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    try:
        document_of(data, "决算.txt")
    except InputError as error:
        codes = {each.code for each in error.diagnostics}
    else:
        codes = set()
    assert codes <= {"E410", "E335"}


JIYUAN = SHARED / "jiyuan-xingzheng-fuwu-zhongxin-2021.txt"


@pytest.mark.skipif(not JIYUAN.exists(), reason="the folder of published documents is not there")
def test_a_real_text_with_tabs() -> None:
    """Its eight tables, three of them on two pages; all that has tabs."""
    found = open_document(str(JIYUAN))
    assert [(grid.rows, grid.columns) for grid in grids(found)] == [
        (21, 6), (16, 6), (17, 9), (17, 8), (20, 9), (18, 9), (14, 5), (18, 9), (14, 8), (5, 12), (4, 8),
    ]  # fmt: skip
    assert rows(grids(found)[0])[3] == [
        "一、一般公共预算财政拨款收入",
        "1",
        "1,668.98",
        "一、一般公共服务支出",
        "32",
        "1,604.99",
    ]
    assert not any("\t" in text for text in texts(found)) and not found.faults
    assert len(list(amount_tokens(found))) > 500


SHIQUAN = SHARED / "sh-putuo-shiquan-2025.txt"


@pytest.mark.skipif(not SHIQUAN.exists(), reason="the folder of published documents is not there")
def test_a_real_text_that_lost_its_empty_cells() -> None:
    """Which column a figure stands in is not known: lines, each with its number."""
    found = open_document(str(SHIQUAN))
    assert not grids(found)
    lines = SHIQUAN.read_text("utf-8").split("\n")
    for part in found.parts:
        assert isinstance(part, DocumentParagraph)
        assert part.text == lines[part.place.paragraph - 1].lstrip("# ").strip()
