"""Characters to lines of text, and lines outside tables to paragraphs. Pure: boxes in, texts out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jsrules.model.document import Box, Character, DocumentParagraph, DocumentPlace, Furniture

# Parts of a character's height, in percent.
_SAME_LINE = 45
"""How far the middle of a character may lie from that of its line."""
_GAP = 30
"""A gap that is a space although nothing was drawn there."""
_DRAWN_GAP = 12
"""A gap that is a space where a space was drawn."""
_WIDE_GAP = 200
"""A gap that sets columns apart: written as a tab."""
_REDRAWN = 25
"""How far a character drawn again, to look bold, lies from the first."""

_SHORTEST = 12
"""A line of fewer characters does not run on: what stands below one another in narrow columns are no sentences."""
_NARROWEST = 18
"""Characters that a page is wide at least, where sentences run on: on others are titles, or columns."""
_SENTENCE_END = "。！？；：.!?;:"
_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(?:第\s*)?[0-9０-９]{1,4}(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*[0-9]{1,4}\s*页?)?[-—–－·\s]*"
)
_DIGITS = re.compile("[0-9０-９]+")
_ITEM = re.compile(
    "[一二三四五六七八九十]{1,3}、|[（(](?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[）)]|[0-9]{1,2}(?:、|[.．](?![0-9]))"
    "|第[一二三四五六七八九十]{1,3}(?:部分|[章节])"
)
"""What an item of a list begins with: such a line begins a paragraph."""


class TextLine(NamedTuple):
    """A line of text and its box; words are apart by a space, columns by a tab."""

    text: str
    box: Box
    page: int

    @property
    def height(self) -> int:
        """Of its characters, about the size of the font; at least 1."""
        return max(self.box.bottom - self.box.top, 1)


def text_lines(characters: Iterable[Character], page: int = 0) -> list[TextLine]:
    """The lines that characters stand in, from top to bottom; in what order they were drawn does not matter."""
    rows: list[list[Character]] = []
    middle = height = 0
    for each in sorted(characters, key=lambda each: (each.top + each.bottom, each.left)):
        own = (each.top + each.bottom) // 2
        if rows and (own - middle) * 100 <= max(height, each.bottom - each.top) * _SAME_LINE:
            rows[-1].append(each)
        else:
            rows.append([each])
            middle, height = own, each.bottom - each.top
    return [line for row in rows if (line := _line(row, page)) is not None]


def joined_text(lines: Sequence[TextLine]) -> str:
    """The text of a cell: its lines by line feeds; a figure that was broken at a comma or point is whole."""
    text = ""
    for line in lines:
        if text:
            split = text[-1:] in ",.，．" and line.text[:1].isdigit() and text[-2:-1].isdigit()
            split |= text[-1:].isdigit() and line.text[:1] in ",.，．" and line.text[1:2].isdigit()
            text += "" if split else "\n"
        text += line.text
    return text


def _line(characters: list[Character], page: int) -> TextLine | None:
    """One line, left to right, with spaces where there are gaps; None when nothing is drawn in it."""
    characters.sort(key=lambda each: (each.left, each.right))
    drawn: list[Character] = []
    text: list[str] = []
    space = False
    for each in characters:
        if each.text.isspace():
            space = True
            continue
        if drawn:
            last = drawn[-1]
            size = max(min(last.bottom - last.top, each.bottom - each.top), 1)
            if each.text == last.text and (each.left - last.left) * 100 <= min(size, each.right - each.left) * _REDRAWN:
                continue
            gap = (each.left - last.right) * 100
            if gap >= size * _WIDE_GAP:
                text.append("\t")
            elif gap >= size * (_DRAWN_GAP if space else _GAP):
                text.append(" ")
        space = False
        drawn.append(each)
        text.append(each.text)
    if not drawn:
        return None
    box = Box(
        drawn[0].left,
        min(each.top for each in drawn),
        max(each.right for each in drawn),
        max(each.bottom for each in drawn),
    )
    return TextLine("".join(text), box, page)


def furniture(pages: Sequence[Sequence[TextLine]], heights: Sequence[int]) -> dict[TextLine, Furniture]:
    """The lines that belong to the paper: page numbers at its edges, titles that stand on most pages in one place."""
    found: dict[TextLine, Furniture] = {}
    places: Counter[tuple[str, int]] = Counter()
    edges: list[list[tuple[TextLine, tuple[str, int]]]] = []
    for lines, height in zip(pages, heights, strict=True):
        edge = [
            (line, (_DIGITS.sub("#", line.text), line.box.top // 1000))
            for line in lines
            if line.box.bottom < height // 9 or line.box.top > height - height // 9
        ]
        edges.append(edge)
        places.update({key for _, key in edge})
    often = max(3, len(pages) * 3 // 5)
    for lines, edge in zip(pages, edges, strict=True):
        for line, (text, place) in edge:
            if is_page_number(line.text) and line in (lines[0], lines[-1]):
                found[line] = "page_number"
            elif sum(places[text, place + near] for near in (-1, 0, 1)) >= often:
                found[line] = "running_title"
    return found


def is_page_number(text: str) -> bool:
    """Whether a text at the edge of a page is its number."""
    return _PAGE_NUMBER.fullmatch(text) is not None


class Margins(NamedTuple):
    """Where the text of a page begins and ends."""

    left: int
    right: int


def margins(lines: Iterable[TextLine]) -> Margins:
    """The margins that a page's lines keep."""
    boxes = [line.box for line in lines]
    return Margins(min((box.left for box in boxes), default=0), max((box.right for box in boxes), default=0))


def goes_on(line: TextLine, within: Margins, following: TextLine, its: Margins) -> bool:
    """Whether a sentence runs on into the next line: the first reaches the margin, the next is not indented."""
    size = line.height
    return (
        len(line.text) >= _SHORTEST
        and within.right - within.left >= size * _NARROWEST
        and "\t" not in line.text
        and not _ITEM.match(following.text)
        and "\t" not in following.text
        and abs(following.height - size) * 5 <= size
        and line.box.right + size * 2 >= within.right
        and line.box.left <= within.left + size * 3
        and following.box.left <= its.left + size
        and (line.page != following.page or following.box.top - line.box.bottom <= size * 8 // 5)
        and (line.page == following.page or line.text[-1] not in _SENTENCE_END)
    )


def paragraph(lines: Sequence[TextLine], kind: Furniture = "") -> DocumentParagraph:
    """One paragraph of lines; Latin words are apart by a space, everything else goes on directly."""
    text = ""
    pieces = []
    for line in lines:
        if text and _latin(text[-1]) and _latin(line.text[0]):
            text += " "
        pieces.append((len(text), DocumentPlace(line.page, line.box)))
        text += line.text
    return DocumentParagraph(text, tuple(pieces), kind)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
