"""Workbooks of older programs: the same as newer ones, and files that are no good."""

from __future__ import annotations

import sys
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.documents import cells, grids, rows, texts
from support.drawn_tables import DrawnTable, tables

from jsrules.base.diagnostic import InputError
from jsrules.model.document import PublishedDocument
from jsrules.readers.documents.amount_tokens import amount_tokens
from jsrules.readers.documents.open_document import document_of

pytest.importorskip("xlrd")
xlwt: Any = pytest.importorskip("xlwt")


def read(data: bytes) -> PublishedDocument:
    return document_of(data, "决算.xls")


def saved(book: Any) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def book_with(*lines: tuple[object, ...], code: str = "General", name: str = "表") -> Any:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(name)
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            sheet.write(row, column, value, xlwt.easyxf(num_format_str=code))
    return book


def test_displayed_text_and_stored_value() -> None:
    found = read(saved(book_with(("项目", "金额"), ("合计", 1151.789423), ("行政运行", 1151.79), code="#,##0.00")))
    (grid,) = grids(found)
    assert rows(grid) == [["项目", "金额"], ["合计", "1,151.79"], ["行政运行", "1,151.79"]]
    assert [cell.stored for cell in grid.cells if cell.stored] == ["1151.789423"]
    assert (grid.cells[3].place.sheet, grid.cells[3].place.cell) == ("表", "B2")


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (2.675, "0.00", "2.68"),
        (0.1 + 0.2, "General", "0.3"),
        (-12.5, "#,##0.00_);(#,##0.00)", "(12.50)"),
        (0.9999, "0.00%", "99.99%"),
        (44561, 'yyyy"年"m"月"d"日"', "2021年12月31日"),
        (True, "General", "TRUE"),
        ("201", "@", "201"),
    ],
)
def test_formats(value: object, code: str, text: str) -> None:
    (grid,) = grids(read(saved(book_with(("项目", "金额"), ("合计", value), code=code))))
    assert rows(grid)[1][1] == text


def test_hidden_rows_columns_and_sheets_are_told() -> None:
    book = book_with(("项目", 1, 2), ("合计", 3, 4))
    sheet = book.get_sheet(0)
    sheet.row(1).hidden = True
    sheet.col(1).hidden = True
    other = book.add_sheet("隐")
    other.write(0, 0, "合计")
    other.visibility = 1
    found = read(saved(book))
    assert [(each.code, each.message) for each in found.faults] == [
        ("W412", "工作表“表”有隐藏的行：2"),
        ("W412", "工作表“表”有隐藏的列：B"),
        ("W412", "工作表“隐”是隐藏的"),
    ]
    assert not texts(found)
    assert [cell.text for cell in grids(found)[0].cells if not cell.hidden] == ["项目", "2"]


@given(tables())
def test_drawn_tables(table: DrawnTable) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("表")
    style = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin")
    for cell in table.cells:
        last = cell.row + cell.row_span - 1, cell.column + cell.column_span - 1
        sheet.write_merge(cell.row, last[0], cell.column, last[1], "\n".join(cell.lines), style)
    (grid,) = grids(read(saved(book)))
    assert cells(grid) == table.expected()


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(book_with(("项目", "金额")))
    monkeypatch.setitem(sys.modules, "xlrd", None)
    with pytest.raises(InputError) as caught:
        read(data)
    (fault,) = caught.value.diagnostics
    assert (fault.code, fault.remedy) == ("E335", "pip install 'jsrules[import]'")


WHOLE = saved(book_with(("项目", "金额"), ("合计", 1151.789423), ("行政运行", 1151.79), code="#,##0.00"))


def outcome(data: bytes) -> tuple[set[str], set[str]]:
    """The numbers that are read of a damaged file, and what is said of it."""
    try:
        found = read(data)
    except InputError as error:
        return set(), {each.code for each in error.diagnostics}
    return {each.text for each in amount_tokens(found)}, {each.code for each in found.faults}


@given(st.integers(0, len(WHOLE) - 1))
def test_cut_off_anywhere(length: int) -> None:
    numbers, codes = outcome(WHOLE[:length])
    assert numbers <= {"1,151.79"} and codes <= {"E410", "E335", "W411"}


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_bytes_changed_anywhere(changes: list[tuple[int, int]]) -> None:
    """The format keeps no sums of what it holds: a changed number cannot be told. But there is an end."""
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    assert outcome(bytes(data))[1] <= {"E410", "E335", "W411", "W412"}
