"""What a reader sees of a PDF page and what not, and files that cannot be read."""

from __future__ import annotations

import random
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.documents import grids, read, read_characters, rows, seen_characters, texts
from support.drawn_tables import DrawnTable, draw, simple, tables
from support.pdf_writer import Page, line, picture, text, write_pdf

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.base.language import set_language
from jsrules.model.document import Grid
from jsrules.readers.documents import open_document as opening
from jsrules.readers.documents import pdf_primitives
from jsrules.readers.documents.amount_tokens import amount_tokens
from jsrules.readers.documents.open_document import document_of, open_document

SUMS = simple(("项目", "金额"), ("合计", "1,234.50"), ("行政运行", "12.50"))


def said(page: Page, **options: bool) -> list[str]:
    return [each.message for each in document_of(write_pdf(page, **options), "决算.pdf").faults]


def test_single_characters_of_a_font_that_is_not_there() -> None:
    """Text of a font that neither the file nor the machine has must not vanish, be it one character or turned."""
    words = [text(60 + 20 * index, 700, word) for index, word in enumerate("行政运行5")]
    document = read(Page(*words))
    assert read_characters(document) == Counter("行政运行5")


@pytest.mark.parametrize("depth", [1, 3])
def test_drawings_in_drawings(depth: int) -> None:
    """Form XObjects, moved and made larger."""
    page = Page("q 1.5 0 0 1.5 20 -200 cm /Form1 Do Q")
    page.forms["Form1"] = "\n".join(draw(SUMS, 60, 600))
    if depth > 1:
        page = Page(f"q 1 0 0 1 5 5 cm {' '.join(page.operators)} Q")
        page.forms["Form1"] = "\n".join(draw(SUMS, 60, 600))
    (grid,) = grids(read(page))
    assert rows(grid) == [["项目", "金额"], ["合计", "1,234.50"], ["行政运行", "12.50"]]


def test_a_page_turned_without_saying_so() -> None:
    """A table laid on its side by its own coordinates, with no /Rotate."""
    document = read(Page("q 0 1 -1 0 595 0 cm", *draw(SUMS, 60, 500), "Q"))
    (grid,) = grids(document)
    assert rows(grid) == [["项目", "金额"], ["合计", "1,234.50"], ["行政运行", "12.50"]]


def test_hidden_text_is_left_out_and_told() -> None:
    page = Page(text(60, 700, "合计 5.00"), text(60, 650, "999", mode=3), "q 0 0 9 9 re W n", text(60, 600, "888"), "Q")
    document = read(page)
    assert texts(document) == ["合计 5.00"]
    assert [each.message for each in document.faults] == ["第 1 页有 6 个看不见的字，没有读"]


def test_text_off_the_page_is_nowhere() -> None:
    assert texts(read(Page(text(60, 700, "合计"), text(60, 900, "999"), text(-90, 700, "888")))) == ["合计"]


def test_text_drawn_twice_to_look_bold() -> None:
    document = read(Page(text(60, 700, "合计 1122.00"), text(60.4, 700, "合计 1122.00"), text(60, 650, "11")))
    assert texts(document) == ["合计 1122.00", "11"]


def test_radicals_are_characters() -> None:
    """Some producers give the radical that looks like a character."""
    assert texts(read(Page(text(60, 700, "⼀般公共预算⽀出")))) == ["一般公共预算支出"]


def test_scanned_page() -> None:
    assert said(Page(picture(0, 0, 595, 842))) == ["第 1 页是图片，没有文字"]
    recognised = Page(picture(0, 0, 595, 842), text(60, 700, "合计 5.00", mode=3))
    assert said(recognised) == ["第 1 页是图片，文字由识别得来，可能有误"]
    assert texts(read(recognised)) == ["合计 5.00"]
    assert said(Page(picture(0, 800, 595, 842), text(60, 700, "有图的一页"))) == []
    assert said(Page(picture(0, 100, 595, 400), text(60, 700, "表是图片"))) == ["第 1 页有图片，没有读"]


def test_font_that_does_not_say_what_it_shows() -> None:
    """Codes that are numbers of shapes: digits come out as control characters, the rest as any script."""
    shapes = "".join(map(chr, (0x13, 0x14, 0x11, 0x13)))
    assert said(Page(text(60, 700, shapes)), unicode_known=False) == ["第 1 页有 4 个字认不出：字体没有说明是什么字"]
    shapes = "".join(map(chr, range(0x600, 0x640)))
    (message,) = said(Page(text(60, 700, shapes, 8)), unicode_known=False)
    assert "乱码" in message


def test_in_english() -> None:
    set_language("en")
    assert said(Page(picture(0, 0, 595, 842))) == ["page 1 is a picture without text"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"PK\x03\x04", "压缩包"),
        (b"%PDF-1.7\n", "打不开"),
        (b"%PDF-1.7\n" + b"\0" * 5000, "打不开"),
        (write_pdf(Page())[:200], "打不开"),
        (write_pdf(), "打不开"),
    ],
)
def test_cannot_be_opened(data: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        document_of(data, "决算.pdf")
    (fault,) = caught.value.diagnostics
    assert fault.code == "E410" and words in fault.message and fault.remedy and fault.path == "决算.pdf"


def test_password() -> None:
    """Encrypted by a handler that wants a password other than the empty one."""
    key = "<" + "28" * 32 + ">"
    encrypted = f"<< /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >>"
    data = write_pdf(Page()).replace(b"/Root 1 0 R", f"/Root 1 0 R /Encrypt {encrypted} /ID [<00> <00>]".encode())
    with pytest.raises(InputError) as caught:
        document_of(data, "决算.pdf")
    assert "密码" in caught.value.diagnostics[0].message


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(InputError) as caught:
        document_of(write_pdf(Page()), "决算.pdf")
    (fault,) = caught.value.diagnostics
    assert (fault.code, fault.remedy) == ("E335", "pip install 'jsrules[import]'")


def test_missing_and_large(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, code in ((f"{tmp_path}/没有.pdf", "E401"), (f"{tmp_path}", "E402")):
        with pytest.raises(InputError) as caught:
            open_document(path)
        assert caught.value.diagnostics[0].code == code
    monkeypatch.setattr(opening, "MAXIMUM_DOCUMENT_BYTES", 100)
    with pytest.raises(InputError) as caught:
        document_of(write_pdf(Page()), "决算.pdf")
    assert caught.value.diagnostics[0].code == "E105"


def test_more_than_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies behind a limit is told, and nothing is read half."""
    pages = [Page(text(60, 700, f"第 {number} 段文字")) for number in range(1, 6)]
    monkeypatch.setattr(pdf_primitives, "MAXIMUM_PAGES", 3)
    document = document_of(write_pdf(*pages), "决算.pdf")
    assert document.pages == 3
    (fault,) = document.faults
    assert fault.message.startswith("第 4 页至第 5 页没有读：")
    monkeypatch.setattr(pdf_primitives, "MAXIMUM_WORK", 10)
    assert document_of(write_pdf(*pages), "决算.pdf").pages == 2
    monkeypatch.setattr(pdf_primitives, "MAXIMUM_OBJECTS", 3)
    assert "第 1 页内容过多，没有读全" in said(Page(*draw(SUMS, 60, 700)))


def test_two_thousand_pages() -> None:
    document = document_of(write_pdf(*[Page(text(60, 700, "合计 5.00"))] * 2001), "决算.pdf")
    assert document.pages == 2000
    assert [each.code for each in document.faults] == ["W411"]


@pytest.mark.parametrize("size", [(1e9, 1e9), (14_400.0, 14_400.0), (1.0, 1.0), (0.0, 0.0)])
def test_pages_of_any_size(size: tuple[float, float]) -> None:
    document = read(Page(*draw(SUMS, 60, 700), line(-1e9, 5, 1e9, 5), size=size))
    assert document.pages == 1


@given(tables(), st.text("收支0123456789.，", min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_every_character_of_a_page_is_somewhere(table: DrawnTable, words: str, chance: random.Random) -> None:
    """The parts of the document hold the characters of the page, each once; so no figure vanishes and none is made up."""
    operators = [*draw(table, 60, 760), text(60, 790, words), text(60, 100, words)]
    chance.shuffle(operators)
    data = write_pdf(Page(*operators, size=(900, 842)))
    faults: list[Diagnostic] = []
    (page,) = pdf_primitives.pdf_pages(data, "决算.pdf", faults)
    document = document_of(data, "决算.pdf")
    assert read_characters(document) == seen_characters(page.characters)
    drawn = Counter("".join(line for cell in table.cells for line in cell.lines) + words * 2)
    del drawn[" "]
    assert read_characters(document) == drawn


@given(tables())
def test_amounts_stand_in_their_cells(table: DrawnTable) -> None:
    document = read(Page(*draw(table, 60, 760), text(60, 790, "合计 5.00 万元"), size=(900, 842)))
    tokens = list(amount_tokens(document))
    assert [each.text for each in tokens if each.cell is None] == ["5.00"]
    for each in tokens:
        part = document.parts[each.part]
        held = each.cell.text if each.cell is not None else "" if isinstance(part, Grid) else part.text
        assert held[each.offset :].startswith(each.text)
        assert each.place.page == 1 and each.place.box is not None


WHOLE = write_pdf(Page(*draw(SUMS, 60, 700), picture(0, 0, 50, 50)), Page(text(60, 700, "合计 5.00 万元")))


def fault_codes(data: bytes) -> set[str]:
    """What is said of a file that is damaged; anything else than a fault gets through."""
    try:
        return {each.code for each in document_of(data, "决算.pdf").faults}
    except InputError as error:
        return {each.code for each in error.diagnostics}


@given(st.integers(0, len(WHOLE)))
def test_cut_off_anywhere(length: int) -> None:
    assert fault_codes(WHOLE[:length]) <= {"E410", "W411", "W416"}


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_bytes_changed_anywhere(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    assert fault_codes(bytes(data)) <= {"E410", "W411", "W416"}


def test_a_drawing_that_draws_itself() -> None:
    page = Page("/Form1 Do", text(60, 700, "合计"))
    page.forms["Form1"] = "/Form1 Do 0 0 m 9 9 l S"
    assert texts(read(page)) == ["合计"]
