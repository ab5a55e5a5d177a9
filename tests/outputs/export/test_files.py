"""Workbooks, Word documents and pages of HTML: the cells of the layout, figures as printed, the same bytes every time,
and nothing in them that acts.
"""

from __future__ import annotations

import re
import sys
import time
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exported import REAL, drawn_cells, page_tables, report_at, report_in, sheets, shown, word_tables

from jsrules.base.diagnostic import InputError
from jsrules.outputs.export.kinds import exported
from jsrules.outputs.export.layout import LaidReport, lay_out
from jsrules.outputs.export.workbook import number_shown

KINDS = ("a.xlsx", "a.docx", "a.html")

HOSTILE = [
    '=HYPERLINK("http://example.com","点")',
    "@SUM(A1:A9)",
    "+1+1",
    "-2+3",
    "<script>alert(1)</script>",
    "</td></table><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}",
    "&amp;&#x41;",
    "\u202e右到左\u2066",
    "控\u0001制\u007f符\u0085",
    "_x0041_",
    "a]]>b<!--",
    "长" * 10_000,
]
TITLES = ["[甲]:*?/\\", "_甲__", "'引'", "History", "历" * 40, "历" * 40 + "二", "甲 乙", "甲 乙"]


@pytest.fixture(scope="module", params=REAL)
def laid(request: pytest.FixtureRequest) -> LaidReport:
    return lay_out(report_at(request.param))


def test_a_workbook_shows_the_cells_of_the_layout(laid: LaidReport) -> None:
    found = sheets(exported(laid, "a.xlsx"))
    assert list(found) == ["封面", *(table.title for table in laid.tables), "情况说明"]
    for table in laid.tables:
        assert found[table.title] == drawn_cells(table)


def test_figures_of_a_workbook_are_numbers(laid: LaidReport) -> None:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(exported(laid, "a.xlsx")))
    figures = [
        cell
        for table in laid.tables
        for row in book[table.title].iter_rows()
        for cell in row
        if re.fullmatch(r"-?[0-9,]+\.[0-9]{2}", shown(cell.value, cell.number_format))
    ]
    assert len(figures) > 130
    assert all(cell.data_type == "n" for cell in figures)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_word_document_has_the_cells_of_the_layout(laid: LaidReport) -> None:
    assert word_tables(exported(laid, "a.docx")) == [drawn_cells(table) for table in laid.tables]


def test_a_page_has_the_cells_of_the_layout(laid: LaidReport) -> None:
    assert page_tables(exported(laid, "a.html")) == [drawn_cells(table) for table in laid.tables]


def test_the_narrative_is_in_each_file(laid: LaidReport) -> None:
    stated = [text for section in laid.sections for _, item in section.items for _, text, _ in item]
    page = exported(laid, "a.html").decode()
    assert len(stated) > 50 and all(text in page for text in stated)
    with ZipFile(BytesIO(exported(laid, "a.docx"))) as file:
        word = "".join(ET.fromstring(file.read("word/document.xml")).itertext())
    assert all(text in word for text in stated)
    with ZipFile(BytesIO(exported(laid, "a.xlsx"))) as file:
        shared = "".join(ET.fromstring(file.read("xl/sharedStrings.xml")).itertext())
    assert all(text in shared for text in stated)


@pytest.mark.parametrize("name", KINDS)
def test_the_same_bytes_every_time(name: str, laid: LaidReport, monkeypatch: pytest.MonkeyPatch) -> None:
    first = exported(laid, name)
    monkeypatch.setattr(time, "time", lambda: 4e9)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2e9))
    assert exported(laid, name) == first


@pytest.mark.parametrize("name", KINDS)
def test_hostile_names_are_only_text(name: str) -> None:
    lines = ["单位: '<b>=1+1</b>'", "年度: 2021"]
    for number, title in enumerate(TITLES):
        lines += [f"{_quoted(f'{title}{number}' if title == '甲 乙' else title)}:", "  栏: [金额, 文字]", "  行:"]
        lines += [f"    ? {_quoted(text)}\n    : [{number}.00, {_quoted(text)}]" for text in HOSTILE]
    laid = lay_out(report_in("\n".join(lines) + "\n"))
    assert len(laid.tables) == len(TITLES)
    data = exported(laid, name)
    drawn = [drawn_cells(table) for table in laid.tables]
    if name == "a.xlsx":
        found = list(sheets(data).items())[1:]
        assert [cells for _, cells in found] == drawn
        names = [title.casefold() for title, _ in found]
        assert len(set(names)) == len(names)
        assert all(
            len(title) <= 31 and not set("[]:*?/\\") & set(title) and title.strip("'") == title for title, _ in found
        )
        with ZipFile(BytesIO(data)) as file:
            texts = {each: file.read(each).decode() for each in file.namelist()}
        assert not any("<f>" in text or "hyperlink" in text for text in texts.values())
    elif name == "a.docx":
        assert word_tables(data) == drawn
    else:
        assert page_tables(data) == drawn
        page = data.decode()
        assert not re.search(r"<(script|img|b)\b", page)
        assert "default-src 'none'" in page
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202e\u2066]", laid.title + str(drawn)), "written as escapes"


def _quoted(text: str) -> str:
    import json

    return json.dumps(text)


@given(
    st.builds(
        "{0}{1}{2}{3}".format,
        st.sampled_from(["", "-", "(", "（", "0", "+"]),
        st.one_of(st.integers(0, 10**18).map(str), st.integers(0, 10**18).map("{:,}".format)),
        st.one_of(st.just(""), st.text("0123456789", min_size=1, max_size=8).map(".{}".format)),
        st.sampled_from(["", "%", ")", "）", " 辆"]),
    )
)
def test_a_number_is_shown_as_it_is_printed(text: str) -> None:
    """Through a binary float, as spreadsheets keep it: written with sixteen digits, read, and shown again."""
    found = number_shown(text)
    if found is not None:
        assert shown(float(f"{found[0]:.16G}"), found[1]) == text
    elif re.fullmatch(r"-?[1-9][0-9]{0,6}(\.[0-9]{1,4})?%?", text):
        pytest.fail("an ordinary figure must be a number")


@pytest.mark.parametrize(
    "text", ["-0.00", "0012", "1,2345.00", "1234567890123456.78", "？", "减少 3.00", "3 辆", "１.００", ""]
)
def test_what_no_number_shows_is_text(text: str) -> None:
    assert number_shown(text) is None


@pytest.mark.parametrize(
    "text", ["1,668.98", "9746.50", "0.00", "-3.59", "(12.50)", "（12.50）", "100.00%", "999,999,999,999.99"]
)
def test_what_a_number_shows(text: str) -> None:
    found = number_shown(text)
    assert found is not None and shown(float(found[0]), found[1]) == text


def test_without_its_library_a_workbook_is_refused(laid: LaidReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(InputError) as caught:
        exported(laid, "a.xlsx")
    (found,) = caught.value.diagnostics
    assert (found.code, found.remedy) == ("E335", "运行 pip install 'jsrules[export]'")
    assert exported(laid, "a.docx") and exported(laid, "a.html")


def test_a_page_needs_nothing_else(laid: LaidReport) -> None:
    page = exported(laid, "a.html").decode()
    assert not re.search(r"""(?:src|href)="(?!#)|url\(|@import""", page)
    assert "@media print" in page and "size: A4" in page and "prefers-color-scheme: dark" in page
