"""Frames of marks: the signs of the figure that is meant, where one line prints several alike."""

from __future__ import annotations

import pytest

from jsrules.model.document import Box, Character, DocumentPlace
from jsrules.outputs.annotate.mark_layout import figure_box

WIDTH = 1000
LINE = "增加了5.00万元，另有5.00万元、15.00万元"


def framed(line: str, text: str, nth: int = 0, among: int = 0) -> str:
    drawn = [Character(sign, WIDTH * at, 0, WIDTH * at + WIDTH - 1, WIDTH) for at, sign in enumerate(line)]
    place = Box(0, 0, WIDTH * len(line), WIDTH)
    box = figure_box(drawn, DocumentPlace(1, place, nth=nth, among=among), text)
    return line[box.left // WIDTH : box.right // WIDTH + 1]


@pytest.mark.parametrize(
    ("text", "nth", "among", "signs"),
    [
        ("15.00", 0, 0, "15.00"),
        ("5.00", 0, 0, LINE),
        ("5.00", 1, 2, "5.00"),
        ("增加 5.00", 1, 2, "5.00"),
        ("增加 15.00", 0, 0, "15.00"),
        ("5.00", 1, 3, LINE),
        ("5.00", 9, 2, LINE),
        ("7.00", 0, 0, LINE),
        ("持平", 0, 0, LINE),
    ],
)
def test_a_frame_holds_the_figure_that_is_meant(text: str, nth: int, among: int, signs: str) -> None:
    assert framed(LINE, text, nth, among) == signs


def test_each_of_two_alike_has_a_frame_of_its_own() -> None:
    drawn = [Character(sign, WIDTH * at, 0, WIDTH * at + WIDTH - 1, WIDTH) for at, sign in enumerate(LINE)]
    boxes = [
        figure_box(drawn, DocumentPlace(1, Box(0, 0, WIDTH * len(LINE), WIDTH), nth=nth, among=2), "5.00")
        for nth in (1, 2)
    ]
    assert [box.left // WIDTH for box in boxes] == [LINE.index("5.00"), LINE.index("5.00", 8)]
