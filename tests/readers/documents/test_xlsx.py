"""Workbooks: what their cells show, merged and hidden ones, formulas without values, and files that are no good."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.documents import cells, grids, rows, texts
from support.drawn_tables import DrawnTable, tables
from support.office_files import formats, relations, workbook, zipped
from support.office_files import rows as data

from jsrules.base.diagnostic import InputError
from jsrules.model.document import GridCell, PublishedDocument
from jsrules.readers.documents import sheet_parts, xml_package
from jsrules.readers.documents.amount_tokens import amount_tokens
from jsrules.readers.documents.open_document import document_of

openpyxl: Any = pytest.importorskip("openpyxl")


def read(file: bytes) -> PublishedDocument:
    return document_of(file, "决算.xlsx")


def said(file: bytes) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in read(file).faults]


def only(file: bytes) -> list[GridCell]:
    (grid,) = grids(read(file))
    return list(grid.cells)


def refused(file: bytes, name: str = "决算.xlsx") -> tuple[str, str]:
    with pytest.raises(InputError) as caught:
        document_of(file, name)
    (fault,) = caught.value.diagnostics
    assert fault.remedy and fault.path == name
    return fault.code, fault.message


def saved(book: Any) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_displayed_text_and_stored_value() -> None:
    sheet = data(
        ("项目", "金额"),
        ("合计", '<c s="1"><v>1151.789423</v></c>'),
        ("行政运行", '<c s="1"><v>1151.79</v></c>'),
        ("占比", '<c s="2"><v>0.99998</v></c>'),
        ("日期", '<c s="3"><v>44561</v></c>'),
    )
    found = only(workbook(sheet, styles=formats("#,##0.00", "0.00%", 'yyyy"年"m"月"')))
    assert [(cell.text, cell.stored) for cell in found if cell.column == 1] == [
        ("金额", ""),
        ("1,151.79", "1151.789423"),
        ("1,151.79", ""),
        ("100.00%", "0.99998"),
        ("2021年12月", ""),
    ]
    assert found[3].place.sheet == "表1" and found[3].place.cell == "B2"


def test_title_unit_table_and_note() -> None:
    """Boxed cells are the table; with the words above and below it goes as with any other document."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "支出决算表"
    for row in [["支出决算表"], ["部门：某局", "", "金额单位：万元"], ["项目", "", "合计"], ["编码", "名称", ""]]:
        sheet.append(row)
    sheet.append(["201", "一般公共服务支出", "1,604.99"])
    sheet.append(["注：本表反映支出。"])
    for area in ("A1:C1", "A3:B3", "C3:C4", "A6:C6"):
        sheet.merge_cells(area)
    side = openpyxl.styles.Side("thin")
    for line in sheet["A3:C5"]:
        for cell in line:
            cell.border = openpyxl.styles.Border(side, side, side, side)
    document = read(saved(book))
    assert texts(document) == ["支出决算表", "部门：某局\t金额单位：万元", "注：本表反映支出。"]
    (grid,) = grids(document)
    assert cells(grid) == [
        (0, 0, 1, 2, "项目"),
        (0, 2, 2, 1, "合计"),
        (1, 0, 1, 1, "编码"),
        (1, 1, 1, 1, "名称"),
        (2, 0, 1, 1, "201"),
        (2, 1, 1, 1, "一般公共服务支出"),
        (2, 2, 1, 1, "1,604.99"),
    ]
    assert not document.faults
    assert [part.place.cell for part in document.parts] == ["A1", "A2", "A3", "A6"]


def test_a_table_without_lines() -> None:
    document = read(workbook(data(("决算表",), ("项目", "金额"), ("一、基本支出", ""), ("合计", "=5"), ("完",), ())))
    assert texts(document) == ["决算表"]
    assert rows(grids(document)[0]) == [["项目", "金额"], ["一、基本支出", ""], ["合计", "5"], ["完", ""]]


def test_two_tables_on_a_sheet() -> None:
    sheet = data(("甲表",), ("项目", "金额"), ("合计", "=5"), (), ("乙表",), ("项目", "金额"), ("合计", "=6"))
    document = read(workbook(sheet))
    assert [rows(grid)[1] for grid in grids(document)] == [["合计", "5"], ["合计", "6"]]
    assert texts(document) == ["甲表", "乙表"]


def test_hidden_rows_columns_and_sheets_are_told() -> None:
    hidden = (
        '<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1"><c t="str"><v>项目</v></c><c><v>1</v></c>'
        '<c><v>2</v></c></row><row r="2" hidden="1"><c t="str"><v>合计</v></c><c><v>3</v></c><c><v>4</v></c></row></sheetData>'
    )
    file = workbook(hidden, data(("项目", "金额"), ("合计", "=5")), names=("表", "隐表"))
    assert said(file) == [
        ("W412", "工作表“表”有隐藏的行：2"),
        ("W412", "工作表“表”有隐藏的列：B"),
        ("W412", "工作表“隐表”是隐藏的"),
    ]
    first, second = grids(read(file))
    assert [cell.text for cell in first.cells if not cell.hidden] == ["项目", "2"]
    assert all(cell.hidden for cell in second.cells)


def test_numbers_that_do_not_show() -> None:
    sheet = data(("项目", "金额"), ("合计", '<c s="1"><v>12.5</v></c>'), ("零", '<c s="2"><v>0</v></c>'))
    file = workbook(sheet, styles=formats(";;;", "0.00;-0.00;"))
    assert said(file) == [("W412", "工作表“表1”的数字格式使这些数不显示：B2")]
    assert [(cell.text, cell.stored) for cell in only(file)][3::2] == [("", "12.5"), ("", "")]


def test_zeros_that_a_sheet_does_not_show() -> None:
    sheet = '<sheetViews><sheetView showZeros="0"/></sheetViews>' + data(("项目", "金额"), ("合计", "=0"), ("次", "=5"))
    assert [cell.text for cell in only(workbook(sheet))][3::2] == ["", "5"]


def test_formulas_without_a_value() -> None:
    book = openpyxl.Workbook()
    for row in [["项目", "金额"], ["甲", 1], ["合计", "=B2"]]:
        book.active.append(row)
    assert said(saved(book)) == [("W411", "工作表“Sheet”有 1 个公式没有算出的值（B3 等），没有读")]
    assert [cell.text for cell in only(saved(book))][-1] == "\ufffd"


def test_formulas_that_were_never_computed() -> None:
    """Programs that write 0 for a formula say that it is to be computed when the file is opened."""
    sheet = data(("项目", "金额"), ("合计", "<c><f>A9</f><v>0</v></c>"), ("次", "<c><f>A9</f><v>5</v></c>"))
    head = '<calcPr fullCalcOnLoad="1"/>'
    assert [cell.text for cell in only(workbook(sheet, head=head))][3::2] == ["\ufffd", "5"]
    assert [cell.text for cell in only(workbook(sheet))][3::2] == ["0", "5"]


def test_values_under_merged_cells_are_told() -> None:
    sheet = data(("项目", "=1", "=2"), ("合计", "=3", "=4")) + '<mergeCells><mergeCell ref="B1:C1"/></mergeCells>'
    file = workbook(sheet)
    assert said(file) == [("W412", "工作表“表1”的合并单元格盖住了内容，没有读：C1")]
    assert [(cell.text, cell.column_span) for cell in only(file)] == [
        ("项目", 1),
        ("1", 2),
        ("合计", 1),
        ("3", 1),
        ("4", 1),
    ]


def test_texts_of_several_kinds() -> None:
    shared = (
        "<si><r><t>行政</t></r><r><t xml:space='preserve'>运行_x000D_\n（一）</t></r><rPh><t>xingzheng</t></rPh></si>"
    )
    sheet = data(
        ("项目", '<c t="s"><v>0</v></c>'),
        ('<c t="b"><v>1</v></c>', '<c t="e"><v>#DIV/0!</v></c>'),
        ('<c t="s"><v>7</v></c>', '<c t="d"><v>2021-12-31</v></c>'),
        ('<c t="str"><f>A1</f><v></v></c>', " 合计 "),
    )
    assert [cell.text for cell in only(workbook(sheet, texts=shared))] == [
        "项目", "行政运行\n（一）", "TRUE", "#DIV/0!", "\ufffd", "2021-12-31", "", "合计",
    ]  # fmt: skip
    assert said(workbook(sheet, texts=shared)) == [
        ("W411", "工作表“表1”有 1 个单元格的文字不在文件里（A3 等）：文件不完整")
    ]


def test_text_boxes_and_pictures() -> None:
    space = 'xmlns="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    drawing = (
        f"<wsDr {space}><twoCellAnchor><from><col>1</col><row>8</row></from><sp><txBody><a:p><a:r><a:t>注：无</a:t></a:r>"
        "</a:p></txBody></sp></twoCellAnchor><twoCellAnchor><pic/></twoCellAnchor></wsDr>"
    )
    file = workbook(
        data(("项目", "金额"), ("合计", "=5")),
        **{"xl/worksheets/_rels/sheet1.xml.rels": relations(("drawing", "../d.xml")), "xl/d.xml": drawing},
    )
    document = read(file)
    assert texts(document) == ["注：无"] and document.parts[1].place.cell == "B9"
    assert said(file) == [("W411", "工作表“表1”有 1 张图片，没有读")]


@given(tables())
def test_drawn_tables(table: DrawnTable) -> None:
    """Boxed cells, written by another program, come back with their spans and texts."""
    book = openpyxl.Workbook()
    sheet = book.active
    side = openpyxl.styles.Side("thin")
    for row in range(len(table.heights)):
        for column in range(len(table.widths)):
            sheet.cell(row + 3, column + 2).border = openpyxl.styles.Border(side, side, side, side)
    for cell in table.cells:
        place = {"start_row": cell.row + 3, "start_column": cell.column + 2}
        sheet.cell(*place.values(), value="\n".join(cell.lines) or None)
        end = {"end_row": cell.row + cell.row_span + 2, "end_column": cell.column + cell.column_span + 1}
        if cell.row_span * cell.column_span > 1:
            sheet.merge_cells(**place, **end)
    (grid,) = grids(read(saved(book)))
    assert cells(grid) == table.expected()


@given(
    st.lists(st.tuples(st.decimals(-(10**7), 10**7, places=8), st.sampled_from(["0.00", "#,##0.00", "0"])), min_size=1)
)
def test_numbers_written_by_another_program(values: list[tuple[Decimal, str]]) -> None:
    """They go through its binary floats, and come back as they are displayed."""
    book = openpyxl.Workbook()
    book.active.append(["项目", "金额"])
    for number, (value, code) in enumerate(values, 2):
        book.active.append([f"第{number}行", float(value)])
        book.active.cell(number, 2).number_format = code
    shown = [cell.text for cell in only(saved(book)) if cell.column == 1][1:]
    expected = [
        format(value, {"0.00": ".2f", "#,##0.00": ",.2f", "0": ".0f"}[code])
        for value, code in ((Decimal(repr(float(value))), code) for value, code in values)
    ]
    halves = [str(value).rstrip("0")[-1:] == "5" for value, _ in values]
    assert [text for text, half in zip(shown, halves, strict=True) if not half] == [
        text for text, half in zip(expected, halves, strict=True) if not half
    ]


def test_another_name_is_no_other_kind() -> None:
    file = workbook(data(("项目", "金额"), ("合计", "=5")))
    assert document_of(file, "决算.pdf").kind == "xlsx"


def test_marks_beside_open_documents() -> None:
    code, message = refused(b"\x04user" + b" " * 160, "决算/~$决算.xlsx")
    assert code == "E410" and "不是文档" in message


WHOLE = workbook(
    data(("项目", "金额"), ("合计", '<c s="1"><v>1151.789423</v></c>'), ("行政运行", '<c t="s"><v>0</v></c>')),
    styles=formats("#,##0.00"),
    texts="<si><t>运行</t></si>",
)


def outcome(file: bytes) -> tuple[set[str], set[str]]:
    """The numbers that are read of a damaged file, and what is said of it."""
    try:
        document = read(file)
    except InputError as error:
        return set(), {each.code for each in error.diagnostics}
    return {each.text for each in amount_tokens(document)}, {each.code for each in document.faults}


@given(st.integers(4, len(WHOLE) - 1))
def test_cut_off_anywhere(length: int) -> None:
    assert outcome(WHOLE[:length]) == (set(), {"E410"})


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_bytes_changed_anywhere(changes: list[tuple[int, int]]) -> None:
    file = bytearray(WHOLE)
    for place, value in changes:
        file[place] = value
    read_, codes = outcome(bytes(file))
    # Without its formats (W416), the stored value is all that is left of the figure.
    assert codes <= {"E410", "W411", "W416"} and read_ <= {"1,151.79", "1151.789423"}


@given(st.data())
def test_sheets_of_any_elements(source: st.DataObject) -> None:
    """Whole XML that means nothing: an end without a traceback."""
    tags = st.sampled_from(["row", "c", "v", "f", "is", "t", "mergeCell", "col", "rPh", "sheetView", "x"])
    values = st.sampled_from(["1", "-1", "99999999999", "A1", "XFD1048576", "A1:XFD1048576", "s", "n", "b", "", "zz"])
    names = st.sampled_from(["r", "s", "t", "ref", "min", "max", "hidden", "ht", "width"])

    def element(depth: int) -> str:
        tag = source.draw(tags)
        given_ = "".join(f' {name}="{source.draw(values)}"' for name in source.draw(st.sets(names, max_size=3)))
        inner = "".join(element(depth + 1) for _ in range(source.draw(st.integers(0, 3 if depth < 3 else 0))))
        return f"<{tag}{given_}>{inner or source.draw(values)}</{tag}>"

    read(workbook("".join(element(0) for _ in range(3)), styles=formats("0.00", "yyyy")))


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
def test_entities_are_refused(head: str) -> None:
    file = workbook(data(("项目", "金额")), **{"xl/worksheets/sheet1.xml": f"{head}<worksheet>&a;</worksheet>"})
    code, message = refused(file)
    assert code == "E410" and "坏了" not in message, "the file is whole"
    assert "xl/worksheets/sheet1.xml 自己定义了实体或文档类型" in message


def test_a_part_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_package, "MAXIMUM_UNPACKED", 1 << 20)
    assert refused(workbook(" " * (2 << 20)))[0] == "E105"


def test_elements_in_elements() -> None:
    assert refused(workbook("<a>" * 100_000 + "</a>" * 100_000))[0] == "E410"


def test_a_sheet_as_large_as_can_be() -> None:
    """What a file says of its size is not believed, and merged cells reach no further than what is used."""
    merged = "".join(f'<mergeCell ref="A{row}:XFD1048576"/>' for row in range(1, 100_001))
    sheet = (
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="str"><v>项目</v></c><c r="XFD1"><v>1</v></c></row>'
        '<row r="1048576"><c r="A1048576"><v>2</v></c><c r="XFD1048576"><v>3</v></c></row></sheetData>'
        f"<mergeCells>{merged}</mergeCells>"
    )
    (grid,) = grids(read(workbook(sheet)))
    assert [cell.text for cell in grid.cells] == ["项目", "1", "2", "3"]


def test_more_cells_than_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jsrules.readers.documents.xlsx.MAXIMUM_CELLS", 5)
    file = workbook(data(("项目", "金额"), ("甲", "=1"), ("乙", "=2")), data(("项目", "金额")))
    assert [code for code, _ in said(file)] == ["W411"]
    assert rows(grids(read(file))[0])[:2] == [["项目", "金额"], ["甲", "1"]]


def test_locked_by_a_password() -> None:
    file = bytearray(WHOLE)
    start = file.rindex(b"PK\x01\x02")
    at = 0
    while (at := file.find(b"PK\x01\x02", at)) >= 0:
        file[at + 8] |= 1
        at += 4
    at = 0
    while (at := file.find(b"PK\x03\x04", at, start)) >= 0:
        file[at + 6] |= 1
        at += 4
    assert refused(bytes(file)) == ("E410", "文件有密码")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "空的"),
        (b"\0" * 600, "空的"),
        (zipped({"a.txt": "x"}), "压缩包"),
        (zipped({"OFD.xml": "<x/>"}), "OFD"),
        (b"Rar!\x1a\x07\x00", "压缩包"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (zipped({"ppt/presentation.xml": "<x/>"}), "不是能读的文件"),
        (zipped({"xl/workbook.xml": "<x/>"}), "坏了"),
        (zipped({"_rels/.rels": relations(("officeDocument", "xl/workbook.xml")), "xl/workbook.xml": "<x"}), "坏了"),
        (bytes(range(256)) * 9, "不是能读的文件"),
    ],
)
def test_what_cannot_be_read(file: bytes, words: str) -> None:
    code, message = refused(file)
    assert code == "E410" and words in message


def test_names_of_columns() -> None:
    for number in (0, 25, 26, 701, 702, 16_383):
        assert sheet_parts.column_name(number) == openpyxl.utils.get_column_letter(number + 1)
