"""The figures of a passage: every run of digits that is no ordinal, no date and no account code."""

from __future__ import annotations

import re

from jsrules.base.record import Record
from jsrules.model.prose import FigureKind

_DIGITS = re.compile(r"[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?")
ORDINAL = re.compile(
    r"[0-9]{1,2}[.、](?![0-9]) ?|（[0-9]{1,2}）|[0-9]{1,2}）|（[一二三四五六七八九十]{1,3}）、?|[一二三四五六七八九十]{1,3}、|[①-⑳]"
)
DATE = re.compile(r"(?:[0-9]{4}年)?[0-9]{1,2}月(?:份|[0-9]{1,2}[日号]|底|末)?|[0-9]{1,2}[日号时点]")
YEAR = re.compile(r"(?<![0-9.,-])((?:19|20)[0-9]{2}(?=年)|(?:[0-9]{3}|[0-9]{5})(?=年度))年度?(?![0-9])")
"""A year; one that is said to be a fiscal year is a year with a digit too few or too many, too."""
CODE = re.compile(r"（(?:科目编码)?[:：]?([0-9]{3}(?:[0-9]{2}){0,2})）")
_MONEY = re.compile("万元|亿元|千元|百万元|元|万(?![人辆户亩吨平])")
_RATE = re.compile("%|个?百分点|‰")
_STOPS = "，。；：、！？）"
_COUNTERS = frozenset("辆个批人台套分名条次户家件项笔场期位所处座间张份天亩吨平米公立部只头棵")


class ClauseFigure(Record):
    """A figure in the plain text of a passage, from ``start`` to ``end``."""

    text: str
    kind: FigureKind
    start: int
    end: int


def find_figures(text: str) -> list[ClauseFigure]:
    """The figures of a passage's plain text, in order."""
    skipped: set[int] = set()
    for match in ORDINAL.finditer(text):
        if match.start() == 0 or text[match.start() - 1] in "。；：，、（ ":
            before = text[match.start() - 1 : match.start()]
            if not before or before not in "，、" or match[0].rstrip()[-1] in ".、）":
                skipped.update(range(*match.span()))
    for pattern in (DATE, CODE):
        for match in pattern.finditer(text):
            if pattern is CODE or not _is_only_year(match[0]):
                skipped.update(range(*match.span()))
    for match in YEAR.finditer(text):
        skipped.difference_update(range(*match.span(1)))
    found: list[ClauseFigure] = []
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        if start in skipped and end - 1 in skipped:
            continue
        found.append(ClauseFigure(match[0], _kind(text, start, end), start, end))
    return found


def is_whole_year(text: str) -> bool:
    """Whether a year has all of its digits."""
    return len(text) == _DIGITS_OF_YEAR


_DIGITS_OF_YEAR = 4


def _is_only_year(text: str) -> bool:
    return text.endswith("年")


def _kind(text: str, start: int, end: int) -> FigureKind:
    behind = text[end : end + 4]
    if YEAR.match(text, start):
        return "year"
    if _MONEY.match(behind):
        return "amount"
    if _RATE.match(behind):
        return "rate"
    before = text[start - 1 : start]
    if (before.isascii() and before.isalpha()) or (before and before in "图表"):
        return "named"
    if not behind or behind[0] in _STOPS or behind[0] == " ":
        return "bare" if start and before not in "、（" else "named"
    return "count" if behind[0] in _COUNTERS and not behind.startswith(("号", "期工", "次会")) else "named"
