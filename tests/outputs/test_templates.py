"""Markup as data: what the page's script puts together is what the page's writer made."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any, cast
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from jsrules.outputs.json_text import json_text
from jsrules.outputs.markup import add, append, markup
from jsrules.outputs.web.templates import Templates

TEXTS = st.one_of(
    st.sampled_from(["", "算式", "</script>", "<!--", "1.00", "&amp;", 'a"b', "\u2028"]), st.text(max_size=8)
)


@st.composite
def drawn_elements(draw: st.DrawFn, depth: int = 1) -> ET.Element:
    shell = ET.Element("div")
    for _ in range(draw(st.integers(0, 3))):
        attributes = {"class": draw(st.sampled_from(["a", "b c"]))} | (
            {"id": draw(TEXTS)} if draw(st.booleans()) else {}
        )
        child = add(shell, draw(st.sampled_from(["p", "hr", "td"])), "", attributes)
        if child.tag != "hr":
            child.text = draw(TEXTS)
            if depth:
                child.append(draw(drawn_elements(depth - 1)))
        append(shell, draw(TEXTS))
    return shell


class Told(HTMLParser):
    """What a reader of markup meets."""

    def __init__(self) -> None:
        super().__init__()
        self.met: list[object] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.met.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.met.append(tag)

    def handle_data(self, data: str) -> None:
        self.met.append([data])


def read(text: str) -> list[object]:
    reader = Told()
    reader.feed(text)
    reader.close()
    return reader.met


def put_together(shared: dict[str, Any], kept: list[str | int]) -> str:
    """What the page's script does."""
    pieces = shared["templates"][kept[0]]
    values = [shared["texts"][each] if isinstance(each, int) else each for each in kept[1:]]
    return "".join(piece + value for piece, value in zip(pieces, [*values, ""], strict=True))


@given(st.lists(drawn_elements(), min_size=1, max_size=4))
def test_what_is_put_together_is_what_was_kept(elements: list[ET.Element]) -> None:
    late = Templates()
    numbers = [late.keep(each) for each in elements]
    shared = cast("dict[str, Any]", json.loads(json_text(late.shared())))
    for number, element in zip(numbers, elements, strict=True):
        assert read(put_together(shared, json.loads(json_text(late.written(number))))) == read(markup(element))


def test_what_all_say_is_said_once() -> None:
    late = Templates()
    numbers = []
    for row in range(3):
        line = ET.Element("p", {"id": f"r1-f{row}"})
        add(line, "b", "算式")
        append(line, f"表.项{row}.丙 应等于")
        numbers.append(late.keep(line))
    shared = late.shared()
    assert shared["templates"] == [['<p id="r1-f', '"><b>算式</b>表.项', ".丙 应等于</p>"]]
    assert [late.written(each) for each in numbers] == [[0, str(row), str(row)] for row in range(3)]
