"""Documents of Word: tables with merged cells, automatic numbers, changes, what is hidden, files that are no good."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.documents import cells, grids, rows, texts
from support.drawn_tables import DrawnTable, tables
from support.office_files import document, paragraph, plain_table, word_table

from jsrules.base.diagnostic import InputError
from jsrules.model.document import PublishedDocument
from jsrules.readers.documents.amount_tokens import amount_tokens
from jsrules.readers.documents.open_document import document_of
from jsrules.readers.documents.word_numbering import _NUMERALS

TABLE = plain_table(("项目", "金额"), ("合计", "1,234.50"))


def read(*blocks: str, related: dict[str, str] | None = None) -> PublishedDocument:
    return document_of(document(*blocks, related=related), "决算.docx")


def said(*blocks: str, related: dict[str, str] | None = None) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in read(*blocks, related=related).faults]


@given(tables(), tables())
def test_drawn_tables(first: DrawnTable, second: DrawnTable) -> None:
    found = read(paragraph("支出决算表"), word_table(first), paragraph("注：无"), word_table(second))
    kept = [table for table in (first, second) if not table.is_frame]
    assert [cells(grid) for grid in grids(found)] == [table.expected() for table in kept]
    assert texts(found)[0] == "支出决算表" and "注：无" in texts(found)
    assert not found.faults


def test_places() -> None:
    found = read(paragraph("支出决算表"), "<p/>", TABLE, paragraph("注：无"))
    assert [part.place.paragraph for part in found.parts] == [1, 3, 7]
    (grid,) = grids(found)
    assert [(cell.place.paragraph, cell.place.cell) for cell in grid.cells][-1] == (3, "B2")


def test_deleted_and_inserted_text() -> None:
    line = "<p><r><t>合计</t></r><del><r><delText>5.00</delText></r></del><ins><r><t>6.00</t></r></ins></p>"
    deleted = TABLE.replace("</tbl>", "<tr><trPr><del/></trPr><tc><p><r><t>9.99</t></r></p></tc></tr></tbl>")
    found = read(line, deleted)
    assert texts(found) == ["合计6.00"] and rows(grids(found)[0]) == [["项目", "金额"], ["合计", "1,234.50"]]
    assert [(each.code, each.message) for each in found.faults] == [
        ("W412", "有没有接受的修订（第 1 段等）：按全部接受来读")
    ]


def test_hidden_text_and_rows() -> None:
    hidden = "<p><r><rPr><vanish/></rPr><t>9.99</t></r><r><rPr><vanish val='0'/></rPr><t>5.00</t></r></p>"
    row = TABLE.replace("<tr>", "<tr><trPr><hidden/></trPr>", 1)
    found = read(hidden, row)
    assert texts(found) == ["5.00"]
    assert [cell.hidden for cell in grids(found)[0].cells] == [True, True, False, False]
    assert [(each.code, each.message) for each in found.faults] == [("W412", "有隐藏的文字，没有读（第 1 段等）")]


def test_text_boxes_are_read_once() -> None:
    """Word writes a text box twice, for newer and for older programs."""
    box = f"<txbxContent>{paragraph('单位：万元')}{TABLE}</txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice><drawing>{box}</drawing></mc:Choice>"
        f"<mc:Fallback><pict><v:textbox>{box}</v:textbox></pict></mc:Fallback></mc:AlternateContent>"
    )
    found = read(f"<p><r><t>收入</t>{both}</r></p>", f"<p><r><pict><v:textbox>{box}</v:textbox></pict></r></p>")
    assert texts(found) == ["收入", "单位：万元", "单位：万元"] and len(grids(found)) == 2
    assert not found.faults


def test_pictures_objects_and_comments_are_told() -> None:
    found = said(
        "<p><r><drawing/></r></p>", "<p><r><object/></r></p>", "<altChunk/>", TABLE, related={"comments": "<comment/>"}
    )
    assert found == [
        ("W411", "有 1 张图片或图示，没有读（第 1 段等）"),
        ("W411", "有 1 个嵌入的对象（如 Excel 表），没有读（第 2 段等）"),
        ("W411", "有 1 个嵌入的文件，没有读"),
        ("W412", "有批注，没有读"),
    ]


def test_headers_footers_and_notes() -> None:
    related = {
        "header": paragraph("某局 2021 年度决算"),
        "footer": paragraph("- 3 -"),
        "footnotes": f"<footnote>{paragraph('四舍五入')}</footnote>",
    }
    found = read(TABLE, related=related)
    assert texts(found) == ["四舍五入", "某局 2021 年度决算", "- 3 -"]
    assert [part.furniture for part in found.parts[1:] if hasattr(part, "furniture")] == [
        "",
        "running_title",
        "page_number",
    ]


def test_a_frame_round_paragraphs() -> None:
    assert texts(read(plain_table(("第一段\n第二段",)))) == ["第一段", "第二段"]
    below = read(plain_table(("第一段",), ("",), ("第二段",)))
    assert texts(below) == ["第一段", "第二段"] and not grids(below)


def test_tables_in_tables() -> None:
    outer = f"<tbl><tr><tc>{paragraph('外')}{TABLE}</tc><tc>{paragraph('边')}</tc></tr></tbl>"
    first, second = grids(read(outer))
    assert rows(first) == [["外", "边"]] and rows(second)[1] == ["合计", "1,234.50"]
    frame = f"<tbl><tr><tc>{TABLE}</tc></tr></tbl>"
    assert [rows(grid)[1] for grid in grids(read(frame))] == [["合计", "1,234.50"]]


def test_tables_very_deep_in_tables() -> None:
    deep = TABLE
    for _ in range(12):
        deep = f"<tbl><tr><tc>{paragraph('外')}{deep}</tc><tc>{paragraph('边')}</tc></tr></tbl>"
    found = read(deep)
    assert [each.message for each in found.faults] == ["表中套表超过 8 层的，读成文字"]
    assert [each.text for each in amount_tokens(found)] == ["1,234.50"]


def test_rows_that_begin_further_right() -> None:
    table = (
        "<tbl><tr><tc><p><r><t>甲</t></r></p></tc><tc><p><r><t>乙</t></r></p></tc></tr>"
        "<tr><trPr><gridBefore val='1'/></trPr><tc><p><r><t>丙</t></r></p></tc></tr></tbl>"
    )
    assert cells(grids(read(table))[0])[-1] == (1, 1, 1, 1, "丙")


def test_cells_merged_by_an_older_program() -> None:
    table = (
        "<tbl><tr><tc><tcPr><hMerge val='restart'/></tcPr><p><r><t>甲</t></r></p></tc>"
        "<tc><tcPr><hMerge/></tcPr><p/></tc></tr><tr><tc><p><r><t>乙</t></r></p></tc><tc><p/></tc></tr></tbl>"
    )
    assert cells(grids(read(table))[0])[0] == (0, 0, 1, 2, "甲")


NUMBERING = (
    "<abstractNum abstractNumId='0'><lvl ilvl='0'><start val='1'/><numFmt val='chineseCounting'/><lvlText val='%1、'/></lvl>"
    "<lvl ilvl='1'><start val='1'/><numFmt val='decimal'/><lvlText val='%1.%2'/><isLgl/></lvl></abstractNum>"
    "<num numId='1'><abstractNumId val='0'/></num>"
    "<num numId='2'><abstractNumId val='0'/><lvlOverride ilvl='0'><startOverride val='9'/></lvlOverride></num>"
)


def numbered(number: int, level: int = 0) -> str:
    return f"<pPr><numPr><ilvl val='{level}'/><numId val='{number}'/></numPr></pPr>"


def test_automatic_numbers() -> None:
    styles = (
        "<style styleId='a'><pPr><numPr><numId val='1'/></numPr></pPr></style>"
        "<style styleId='b'><basedOn val='a'/></style>"
    )
    found = read(
        paragraph("部门职责", numbered(1)),
        paragraph("一般", numbered(1, 1)),
        paragraph("特别", numbered(1, 1)),
        paragraph("机构设置", "<pPr><pStyle val='b'/></pPr>"),
        paragraph("一般", numbered(1, 1)),
        paragraph("其他", numbered(2)),
        paragraph("其他", numbered(2)),
        paragraph("正文", numbered(7)),
        related={"numbering": NUMBERING, "styles": styles},
    )
    assert texts(found) == [
        "一、部门职责", "1.1一般", "1.2特别", "二、机构设置", "2.1一般", "九、其他", "十、其他", "正文",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("numerals", "value", "shown"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 12, "十二"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 105, "一百零五"),
        ("chineseCounting", 1010, "一千零一十"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 27, "aa"),
        ("decimalEnclosedCircle", 3, "③"),
        ("ideographDigital", 20, "二〇"),
    ],
)
def test_numerals(numerals: str, value: int, shown: str) -> None:
    assert _NUMERALS[numerals](value) == shown


def test_signs() -> None:
    line = "<p><r><t>购置</t><tab/><sym char='F0FE'/><noBreakHyphen/><t>5</t><br/><t>辆</t></r></p>"
    assert texts(read(line)) == ["购置\t\ufffd-5\n辆"]


WHOLE = document(paragraph("合计 5.00 万元"), TABLE)


def outcome(data: bytes) -> tuple[set[str], set[str]]:
    """The numbers that are read of a damaged file, and what is said of it."""
    try:
        found = document_of(data, "决算.docx")
    except InputError as error:
        return set(), {each.code for each in error.diagnostics}
    return {each.text for each in amount_tokens(found)}, {each.code for each in found.faults}


@given(st.integers(4, len(WHOLE) - 1))
def test_cut_off_anywhere(length: int) -> None:
    assert outcome(WHOLE[:length]) == (set(), {"E410"})


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_bytes_changed_anywhere(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    numbers, codes = outcome(bytes(data))
    assert numbers <= {"5.00", "1,234.50"} and codes <= {"E410", "W411"}


@given(st.data())
def test_documents_of_any_elements(source: st.DataObject) -> None:
    tags = st.sampled_from(
        ["p", "r", "t", "tbl", "tr", "tc", "tcPr", "gridSpan", "vMerge", "hMerge", "sdt", "del", "ins", "drawing", "pict",
         "txbxContent", "pPr", "numPr", "ilvl", "numId", "trPr", "gridBefore", "rPr", "vanish", "mc:Choice", "sym"]
    )  # fmt: skip
    values = st.sampled_from(["", ' val="1"', ' val="-3"', ' val="999999999"', ' val="restart"', ' char="zz"'])

    def element(depth: int) -> str:
        tag = source.draw(tags)
        inner = "".join(element(depth + 1) for _ in range(source.draw(st.integers(0, 3 if depth < 4 else 0))))
        return f"<{tag}{source.draw(values)}>{inner}合计</{tag}>"

    read("".join(element(0) for _ in range(3)), related={"numbering": NUMBERING})


def test_a_document_of_nested_elements() -> None:
    deep = "<sdt>" * 200 + paragraph("合计") + "</sdt>" * 200
    assert texts(read(deep)) == ["合计"]
    assert outcome(document("<sdt>" * 100_000 + "</sdt>" * 100_000)) == (set(), {"E410"})
    inline = "<p>" + "<r>" * 200 + "<t>合计</t>" + "</r>" * 200 + "</p>"
    assert texts(read(inline)) == ["合计"]


def test_cells_that_span_too_much() -> None:
    wide = "".join("<tc><tcPr><gridSpan val='9999'/></tcPr><p><r><t>5</t></r></p></tc>" for _ in range(2000))
    (grid,) = grids(read(f"<tbl><tr>{wide}</tr></tbl>"))
    assert len(grid.cells) == 2000
