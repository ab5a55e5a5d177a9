"""Characters to lines, lines to paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.documents import read, texts
from support.pdf_writer import Page, text, width

from jsrules.model.document import Character, DocumentParagraph
from jsrules.readers.documents.text_lines import text_lines

SENTENCE = "本单位2021年度收入总计1669.02万元，与上年度相比，收入总计各减少615.84万元，下降26.95%。"


def wrapped(words: str, x: float, y: float, length: int, indent: int = 2) -> list[str]:
    """A paragraph set in lines of a number of characters, its first line indented."""
    lines, rest = [words[: length - indent]], words[length - indent :]
    while rest:
        lines.append(rest[:length])
        rest = rest[length:]
    return [text(x + (20 if not number else 0), y - 18 * number, words) for number, words in enumerate(lines)]


@pytest.mark.parametrize("length", [20, 25, 30])
def test_a_sentence_over_lines(length: int) -> None:
    """Its figures are whole, even where a line ends within one; each place of it is known."""
    ruler = text(60, 760, "标" * length)
    words = SENTENCE.replace("1", "一").replace("2", "二")  # of full width, so that all lines are as long
    full = "".join(chr(ord(each) + 0xFEE0) if each.isascii() else each for each in words)
    document = read(Page(ruler, *wrapped(full, 60, 700, length)))
    found = document.parts[-1]
    assert isinstance(found, DocumentParagraph)
    assert found.text == full
    last = found.place_at(len(full) - 1).box
    assert found.place.box is not None and last is not None and last.top > found.place.box.bottom


def test_a_sentence_over_the_page() -> None:
    full = "支" * 30 + "出决算数为收入决算数"
    first = [text(60, 760, "标" * 20), text(80, 100, full[:18]), text(290, 30, "1")]
    second = [
        text(60, 760, full[18:38]),
        text(60, 742, full[38:] or "。"),
        text(80, 700, "二、其他"),
        text(290, 30, "2"),
    ]
    document = read(Page(*first), Page(*second))
    assert full[:38] in "".join(texts(document))
    assert [part.furniture for part in document.parts if isinstance(part, DocumentParagraph)].count("page_number") == 2


def test_items_of_a_list_are_apart() -> None:
    """Although they are full lines of one width."""
    items = [
        "一、收入支出决算总体情况说明和其他",
        "二、财政拨款收入支出决算的总体情况",
        "（三）一般公共预算财政拨款支出决算",
        "4．政府性基金预算财政拨款收支决算",
    ]
    assert texts(read(Page(*(text(60, 700 - 18 * number, each) for number, each in enumerate(items))))) == items


def test_figures_below_one_another_stay_apart() -> None:
    """A column of figures without lines is no sentence: none of them is joined with the next."""
    column = [text(300, 700 - 18 * number, f"{number}23.45") for number in range(1, 5)]
    assert texts(read(Page(*column))) == ["123.45", "223.45", "323.45", "423.45"]


def test_columns_without_lines_are_apart_by_tabs() -> None:
    page = Page(text(60, 700, "合计"), text(200, 700, "302.46"), text(300, 700, "1.00"))
    assert texts(read(page)) == ["合计\t302.46\t1.00"]


def test_spaces() -> None:
    """Drawn ones, gaps, letter spacing: figures stay whole, words that stand apart do."""
    page = Page(
        text(60, 700, "302.46 302.47"),
        text(60, 660, "本年收入", gap=6),
        text(60, 620, "1,669.02", gap=1),
        *(text(60 + shift, 580, word) for shift, word in ((0, "12"), (14, "34"))),
        text(60, 540, "A B"),
    )
    assert texts(read(page)) == ["302.46 302.47", "本 年 收 入", "1,669.02", "12 34", "A B"]


def test_sizes_in_a_line() -> None:
    page = Page(text(60, 700, "支出决算表", 22), text(60 + width("支出决算表", 22), 700, "单位", 9))
    assert texts(read(page)) == ["支出决算表单位"]


def test_furniture() -> None:
    """Page numbers at the edge and running titles; a title that a table repeats on a few pages is none."""
    pages = [
        Page(
            text(60, 815, "某某局 2024 年度部门决算"),
            text(60, 800 if number < 3 else 700, "收入决算表" if number < 3 else "文字"),
            text(60, 400, str(number)),
            text(280, 30, f"— {number} —" if number % 2 else f"第 {number} 页 共 8 页"),
        )
        for number in range(1, 9)
    ]
    parts = read(*pages).parts
    kinds = [(part.text[:3], part.furniture) for part in parts if isinstance(part, DocumentParagraph)]
    assert kinds.count(("某某局", "running_title")) == 8
    assert [kind for _, kind in kinds].count("page_number") == 8
    assert kinds.count(("收入决", "")) == 2
    assert sum(kind == "" for _, kind in kinds) == 8 * 4 - 16


@given(st.permutations(list(range(9))))
def test_order_of_drawing_does_not_matter(order: list[int]) -> None:
    characters = [Character(each, 100 * index, 0, 100 * index + 90, 100) for index, each in enumerate("合计1,234.5")]
    (line,) = text_lines([characters[index] for index in order])
    assert line.text == "合计1,234.5"
