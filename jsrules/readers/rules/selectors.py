"""What stands in brackets: a text that selects rows or columns."""

from __future__ import annotations

import re
from typing import NamedTuple, cast

from jsrules.base.language import say
from jsrules.base.lines import line_label, printed_place
from jsrules.base.source import Span
from jsrules.model.keywords import meanings, words_of
from jsrules.model.syntax import ByCode, ByLine, ByName, Children, Every, Here, Level, OfLevel, Range, Selector


class Misplaced(Exception):
    """Something that parses but cannot stand where it stands."""

    def __init__(self, message: str, span: Span, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.remedy = remedy


class Picked(NamedTuple):
    """What stood in brackets: the text and its place.

    ``quoted``: in quotation marks, so a name whatever it looks like.
    """

    text: str
    span: Span
    quoted: bool = False


LEVELS = cast("dict[str, Level]", meanings("OF_LEVEL"))
"""The levels of rows, by their words."""

QUOTES = '"“”„＂'

_HERE, _CHILDREN = words_of("HERE"), words_of("CHILDREN")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")

_SELECTOR_CODE = re.compile(r"(\d{3,9})(?:\s+\S.*)?")
_SELECTOR_RANGE = re.compile(r"\s*(\S+?)\s*\.\.\.?\s*(\S+)\s*")


def read_selector(picked: Picked) -> Selector:
    """What a text in brackets selects.

    Raises `Misplaced` for a range whose ends are neither codes nor printed numbers.
    """
    text = picked.text
    if picked.quoted:
        return ByName(text)
    text = text.translate(_DIGITS)
    if text == "*":
        return Every()
    if text in _HERE:
        return Here()
    if text in LEVELS:
        return OfLevel(LEVELS[text])
    if text in _CHILDREN:
        return Children()
    printed = printed_place(text)
    if printed is not None and not printed.table and not (printed.rows and printed.columns):
        return by_lines(printed.rows or printed.columns)
    code = _SELECTOR_CODE.fullmatch(text)
    if code:
        return ByCode(code[1])
    ends = _SELECTOR_RANGE.fullmatch(text)
    if ends:
        first, last = (read_selector(Picked(end, picked.span)) for end in ends.groups())
        if isinstance(first, ByLine) and isinstance(last, ByName) and (label := line_label(last.name)):
            last = ByLine(label)
        if not isinstance(first, ByLine | ByCode) or type(first) is not type(last):
            raise Misplaced(
                say("范围的两端要同是行次或同是科目编码", "both ends of a range must be line numbers, or both codes"),
                picked.span,
                say("写成 [行1..行8] 或 [201..229]", "write [row1..row8] or [201..229]"),
            )
        return Range(first, last)
    return ByName(text)


def by_lines(ends: tuple[str, ...]) -> ByLine | Range:
    """The row or column of a printed number, or (two) those from one to the other."""
    first, *last = map(ByLine, ends)
    return Range(first, last[0]) if last else first
