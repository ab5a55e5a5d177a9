"""Web pages: tables with spans, what is not shown, encodings, archives, and pages that are no good."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.documents import cells, grids, rows, texts
from support.drawn_tables import DrawnTable, tables

from jsrules.base.diagnostic import InputError
from jsrules.model.document import PublishedDocument
from jsrules.readers.documents.amount_tokens import amount_tokens
from jsrules.readers.documents.open_document import document_of

pytest.importorskip("lxml")

TABLE = "<table><tr><th>项目<th>金额<tr><td>合计<td>1,234.50</table>"


def read(page: str, encoding: str = "utf-8") -> PublishedDocument:
    return document_of(f"<html><body>{page}".encode(encoding), "决算.html")


def said(page: str) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in read(page).faults]


def page_table(table: DrawnTable) -> str:
    written = ""
    for row in range(len(table.heights)):
        inner = "".join(
            f"<td rowspan={cell.row_span} colspan='{cell.column_span}'>{'<br>'.join(cell.lines)}</td>"
            for cell in sorted(table.cells)
            if cell.row == row
        )
        written += f"<tr>{inner}</tr>"
    return f"<table border=1>{written}</table>"


@given(tables(), tables())
def test_drawn_tables(first: DrawnTable, second: DrawnTable) -> None:
    found = read(f"<h1>支出决算表</h1>{page_table(first)}<p>注：无</p>{page_table(second)}")
    kept = [table for table in (first, second) if not table.is_frame]
    assert [cells(grid) for grid in grids(found)] == [table.expected() for table in kept]
    assert texts(found)[0] == "支出决算表" and "注：无" in texts(found)


def test_tags_that_are_left_out_and_places() -> None:
    found = read(f"<p>第一段<p>第 二\n 段&nbsp;{TABLE}说明&#65306;<b>无</b>")
    assert texts(found) == ["第一段", "第 二 段", "说明：无"]
    assert rows(grids(found)[0]) == [["项目", "金额"], ["合计", "1,234.50"]]
    assert [part.place.paragraph for part in found.parts] == [1, 2, 3, 4]


def test_what_is_not_shown() -> None:
    page = (
        "<script>var x = 5</script><style>p {width: 6px}</style><noscript>7</noscript><!-- 8 --><template>9</template>"
        "<p>合计<span style='DISPLAY: none'>11</span><del>12</del>10</p><p hidden>x13</p><table style='display:none'>"
        "<tr><td>14<td>15</table><select><option>16</select>"
    )
    found = read(page)
    assert texts(found) == ["合计10"] and not grids(found)
    assert said(page) == [("W412", "有 3 处不显示的内容里有数，没有读")]


def test_a_table_that_arranges_a_page() -> None:
    found = read(f"<table><tr><td>栏目<td><h2>决算表</h2>{TABLE}<p>注：无</p><tr><td>版权<td>2021</table>")
    assert texts(found) == ["栏目", "决算表", "注：无", "版权", "2021"]
    assert [rows(grid) for grid in grids(found)] == [[["项目", "金额"], ["合计", "1,234.50"]]]


def test_a_frame_round_paragraphs() -> None:
    assert texts(read("<table><tr><td>甲<p>乙</table>")) == ["甲\n乙"]
    below = read("<table><tr><td>某局2021年度<tr><td><tr><td colspan=2>单位：万元<tr></table>")
    assert texts(below) == ["某局2021年度", "单位：万元"] and not grids(below)


def test_spans_that_go_too_far() -> None:
    found = read("<table><tr><td rowspan=0>甲<td>1<tr><td>2<tr><td colspan=100000>3<td>4<tr></table>")
    assert cells(grids(found)[0])[0][:4] == (0, 0, 4, 1)
    assert {each.text for each in amount_tokens(found)} == {"1", "2", "3", "4"}
    wide = "<table>" + "<tr><td rowspan=1000 colspan=1000>5" * 1000 + "</table>"
    assert len(list(amount_tokens(read(wide)))) == 1000


def test_cells_in_a_row_that_was_never_begun() -> None:
    assert rows(grids(read("<table><td>甲<td>5<tr><td>乙<td>6"))[0]) == [["甲", "5"], ["乙", "6"]]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", ""), ("utf-8", "utf-8"), ("gbk", "gb2312"), ("gb18030", ""), ("gb18030", "gbk"), ("utf-16", ""),
     ("utf-8", "gb2312"), ("gb18030", "utf-8"), ("utf-8", "zlib"), ("big5", "big5")],
)  # fmt: skip
def test_encodings(encoding: str, declared: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    found = read(f"{head}<p>收入支出</p><table><tr><td>合計<td>5.00</table>", encoding)
    assert texts(found) == ["收入支出"] and rows(grids(found)[0]) == [["合計", "5.00"]]


def test_a_web_archive() -> None:
    """Saved by Word under the name of a document."""
    page = f"<html><head><meta charset=gb2312></head><body><p>收入</p>{TABLE}</body></html>"
    archive = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; '
        b'charset="gb2312"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n' + page.encode("gb18030") + b"\r\n--x\r\n"
        b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--x--\r\n"
    )
    found = document_of(archive, "决算.doc")
    assert found.kind == "html" and texts(found) == ["收入"] and len(grids(found)) == 1


def test_pictures_and_frames_are_told() -> None:
    assert said("<p>决算<img src=a.png><img width=20 height=20></p>") == [("W411", "没有表，有 1 张图片，没有读")]
    assert said(f"{TABLE}<img src=logo.png>") == []
    assert said("<iframe src=b.html></iframe><p>决算") == [("W411", "有 1 处内容在别的文件里（框架），没有读")]


def test_a_page_that_is_nested_too_deeply() -> None:
    """What lies behind is lost to the library, and told."""
    found = read(TABLE + "<div>" * 100_000 + "5.00")
    assert len(grids(found)) == 1
    assert [each.message for each in found.faults] == ["网页嵌套过深，后面没有读全"]
    assert read("<table><tr><td>" * 10_000).faults


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(InputError) as caught:
        read(TABLE)
    (fault,) = caught.value.diagnostics
    assert (fault.code, fault.remedy) == ("E335", "pip install 'jsrules[import]'")


def test_entities_of_its_own() -> None:
    page = '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>&a;合计</p>'
    assert "root" not in "".join(texts(document_of(page.encode(), "a.html")))


TAGS = ["table", "tr", "td", "th", "tbody", "p", "div", "br", "span", "pre", "caption", "li", "script", "img", "font"]


@given(
    st.lists(
        st.one_of(st.sampled_from(TAGS), st.sampled_from(TAGS).map("/".__add__), st.sampled_from(["合计", "5.00"]))
    )
)
def test_pages_of_any_tags(pieces: list[str]) -> None:
    """Figures that are shown are all there, and no others."""
    page = "".join(each if each in ("合计", "5.00") else f"<{each}>" for each in pieces)
    found = read(f"<p>始</p>{page}</script>")
    if "script" not in pieces:
        shown = "".join(text for token in amount_tokens(found) for text in token.text if text.isdigit())
        assert shown == "500" * pieces.count("5.00")


WHOLE = f"<html><meta charset=utf-8><body><p>合计 5.00 万元</p>{TABLE}".encode()


@given(
    st.integers(20, len(WHOLE)), st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=9)
)
def test_damaged_pages(length: int, changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    try:
        document_of(bytes(data[:length]), "决算.html")
    except InputError as error:
        codes = {each.code for each in error.diagnostics}
    else:
        codes = set()
    assert codes <= {"E410", "E335"}
