"""Prose changed at random: never a traceback, never a figure that is not there, and no paragraph changes another."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.endless import comes_to_an_end
from support.prose import prose_of

from jsrules.model.prose import ReadProse

CASES = Path(__file__).parent / "cases"
PARAGRAPHS = [
    line
    for path in sorted(CASES.glob("*.txt"))
    for line in path.read_text("utf-8").splitlines()
    if line.strip() and not line.startswith(("    > ", "#"))
]
SIGNS = st.text("0123456789.,，。；：、（）%万元亿类款项支出收入预算决算完成比上年增加减少占其中为各均 ", max_size=4)


def said(prose: ReadProse, passage: int) -> list[object]:
    return [(each.text, each.use, each.reason, each.readings) for each in prose.figures if each.passage == passage]


def check(prose: ReadProse) -> None:
    for figure in prose.figures:
        passage = prose.passages[figure.passage]
        assert passage.text[figure.start : figure.end] == figure.text
        assert bool(figure.readings) or figure.use != "read"
        assert bool(figure.reason) or figure.use == "read"
        plain = figure.text.translate(str.maketrans("０１２３４５６７８９．，", "0123456789.,")).replace(",", "")
        for reading in figure.readings:
            assert plain in reading.value.replace(",", "")


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=8),
    st.integers(0, 10_000),
    st.integers(0, 30),
    SIGNS,
)
def test_a_text_changed_anywhere_is_read_without_a_fault_and_nothing_is_invented(
    paragraphs: list[str], place: int, length: int, signs: str
) -> None:
    number = place % len(paragraphs)
    text = paragraphs[number]
    at = place % (len(text) + 1)
    check(prose_of([*paragraphs[:number], text[:at] + signs + text[at + length :], *paragraphs[number + 1 :]]))


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=400))
def test_any_text_at_all_is_read(text: str) -> None:
    check(prose_of(["一、收入支出决算总体情况说明", *text.splitlines()]))


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(sorted(CASES.glob("*.txt"))), st.data())
def test_a_sentence_left_out_changes_no_other_paragraph(path: Path, data: st.DataObject) -> None:
    paragraphs = [
        line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith(("    > ", "#"))
    ]
    whole = prose_of(paragraphs)
    chosen = data.draw(st.sampled_from([n for n, each in enumerate(paragraphs) if each.count("。") > 1] or [0]))
    sentences = paragraphs[chosen].split("。")
    gone = data.draw(st.integers(0, max(0, len(sentences) - 2)))
    left = "。".join([*sentences[:gone], *sentences[gone + 1 :]])
    other = prose_of([*paragraphs[:chosen], left, *paragraphs[chosen + 1 :]])
    if len(other.passages) == len(whole.passages):
        for number in range(len(whole.passages)):
            if number != chosen and whole.passages[number].text == other.passages[number].text:
                assert said(whole, number) == said(other, number)


@pytest.mark.parametrize(
    "text",
    [
        "收入支出" * 7500,
        "（" * 15000 + "1万元" + "）" * 14000,
        "1,000" * 6000,
        "比上年增加10万元，" * 3000,
        "其中：" * 10000,
        "（类）（款）" * 5000,
        "占" + "甲" * 29000 + "1%",
    ],
    ids=lambda text: text[:6],
)
def test_every_paragraph_is_read_to_its_end(text: str) -> None:
    with comes_to_an_end():
        check(prose_of(["三、支出决算情况说明", text]))
