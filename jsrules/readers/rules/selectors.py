"""What stands in brackets: a text that selects rows or columns."""

from __future__ import annotations

import re
from typing import NamedTuple, cast

from jsrules.base.language import say
from jsrules.base.lines import line_label, printed_place
from jsrules.base.source import Span
from jsrules.model.keywords import meanings, words_of
from jsrules.model.origins import OWN, PRIOR, SUBORDINATES, Origin
from jsrules.model.syntax import (
    Beside,
    ByCode,
    ByLine,
    ByName,
    Children,
    Details,
    Every,
    Here,
    Level,
    OfLevel,
    Range,
    Selector,
)
from jsrules.readers.rules.statements import normalise


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

_HERE, _OUTER, _CHILDREN = words_of("HERE"), words_of("OUTER"), words_of("CHILDREN")
_BESIDE, _DETAILS = meanings("BESIDE"), words_of("DETAILS")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")

_SELECTOR_CODE = re.compile(r"(\d{3,9})(?:\s+\S.*)?")
_ITEM = re.compile(r'(?:"[^"]*"|[^,"])+')
_SELECTOR_RANGE = re.compile(r"\s*(\S+?)\s*\.\.\.?\s*(\S+)\s*")


def beside(word: str) -> Beside:
    """What one of the words 上一栏, 下一行 … selects."""
    meaning = _BESIDE[word]
    return Beside("row" if meaning.startswith("row") else "column", int(meaning[-2:]))


def read_list(text: str, span: Span) -> tuple[Selector, ...]:
    """What a list in brackets selects: rows or columns with commas between them."""
    items = [text[found.start() : found.end()].strip(" \t\u3000") for found in _ITEM.finditer(normalise(text))]
    return tuple(read_selector(unquoted(each, span)) for each in items if each)


def unquoted(text: str, span: Span) -> Picked:
    """What stands in brackets, without the quotation marks around it."""
    if len(text) >= 2 and text[0] in QUOTES and text[-1] in QUOTES:
        return Picked(text[1:-1], span, True)
    return Picked(text, span)


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
    if text in _OUTER:
        return Here(outer=True)
    if text in LEVELS:
        return OfLevel(LEVELS[text])
    if text in _CHILDREN:
        return Children()
    if text in _DETAILS:
        return Details()
    if text in _BESIDE:
        return beside(text)
    total, _, details = text.rpartition(".")
    if total and details in _DETAILS:
        return Details(total)
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
        if not isinstance(first, ByLine | ByCode | ByName) or type(first) is not type(last):
            raise Misplaced(
                say(
                    "范围的两端要同是行次、同是科目编码或同是名称",
                    "both ends of a range must be line numbers, both codes, or both names",
                ),
                picked.span,
                say("写成 [行1..行8]、[201..229] 或 [一月..十二月]", "write [row1..row8], [201..229] or [JAN..DEC]"),
            )
        return Range(first, last)
    return ByName(text)


def by_lines(ends: tuple[str, ...]) -> ByLine | Range:
    """The row or column of a printed number, or (two) those from one to the other."""
    first, *last = map(ByLine, ends)
    return Range(first, last[0]) if last else first


_ORIGINS: dict[str, Origin] = {
    **dict.fromkeys(words_of("PRIOR"), PRIOR),
    **dict.fromkeys(words_of("SUBORDINATES"), SUBORDINATES),
}


def origin_of(parts: tuple[str, ...], span: Span, quoted: list[bool]) -> Origin:
    """Whose figures a dotted name is about, as its first part says. Raises `Misplaced` when two of its parts do."""
    origin = OWN if quoted[0] else _ORIGINS.get(parts[0], OWN)
    if origin and len(parts) > 1 and not quoted[1] and parts[1] in _ORIGINS:
        raise Misplaced(
            say("“{one}”后面不能再写“{other}”", "“{other}” cannot stand behind “{one}”", one=parts[0], other=parts[1]),
            span,
            say("只写一个", "write one of them"),
        )
    return origin
