"""Fiscal years as people write them: ``2021``, ``2017-2021``, ``2022起``, or several of these."""

from __future__ import annotations

import re
import unicodedata

from jsrules.base.language import say
from jsrules.base.record import Record

CALENDAR = range(1949, 2101)
"""The years that a report can be for."""

_FIRST, _LAST = CALENDAR[0], CALENDAR[-1]

_YEAR = r"(?:FY)?([0-9]{4})(?:年度?)?"
_TO = r"(?:[-‐‑–—−~]{1,2}|\.\.+|至|到|TO)"
_SHAPES = (
    _YEAR,
    rf"(?:自|从|FROM)?{_YEAR}{_TO}{_YEAR}止?",
    rf"(?:自|从|FROM|SINCE)?{_YEAR}(?:起|开始|及以后|以来|{_TO}|\+|ON|ONWARDS?)|(?:自|从|FROM|SINCE){_YEAR}",
    rf"(?:(?:截?至|到|\.\.+|UNTIL){_YEAR}止?|{_YEAR}(?:止|及以前|为止))",
)


class Years(Record):
    """Fiscal years: ranges of a first and a last year each, in their order; none of them means every year.

    An open end is the first or last year of `CALENDAR`. It is false when it says nothing.
    """

    ranges: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def holds(self, year: int) -> bool:
        """Whether a year is among them."""
        return not self.ranges or any(first <= year <= last for first, last in self.ranges)

    @property
    def named(self) -> tuple[int, ...]:
        """The years that can be listed, in their order: those of every range, of an open one the year at its end."""
        found: set[int] = set()
        for first, last in self.ranges:
            if last == _LAST:
                found.add(first)
            else:
                found.update(range(last if first == _FIRST else first, last + 1))
        return tuple(sorted(found))

    @property
    def written(self) -> tuple[str, ...]:
        """The ranges as rules write them: ``2021``, ``2017..2021``, ``2022..``."""
        return tuple(
            str(first)
            if first == last
            else f"{'' if first == _FIRST and last != _LAST else first}..{'' if last == _LAST else last}"
            for first, last in self.ranges
        )

    def __str__(self) -> str:
        return say("、", ", ").join(map(_spoken, self.ranges))


EVERY_YEAR = Years()

_COMMAS = str.maketrans("，、;；", ",,,,")


def year_pieces(text: str) -> list[str]:
    """The ranges in a text: between commas, or where these are none, between spaces, too."""
    pieces = [each.strip() for each in text.translate(_COMMAS).split(",") if each.strip()]
    return pieces if all(map(parse_years, pieces)) else [each for piece in pieces for each in piece.split()]


def holds_year(text: str, year: int) -> bool:
    """Whether a range as rules write it (``2021``, ``2020..2022``, ``2020..``) holds a year."""
    first, dots, last = text.partition("..")
    if not dots:
        return first == str(year)
    return (not first or int(first) <= year) and (not last or year <= int(last))


def _spoken(pair: tuple[int, int]) -> str:
    first, last = pair
    if first == last:
        return str(first)
    if last == _LAST:
        return say("{year}起", "{year} on", year=first)
    if first == _FIRST:
        return say("{year}及以前", "until {year}", year=last)
    return f"{first}-{last}"


def parse_years(*texts: str) -> Years | None:
    """The years that texts say, each one range or several with commas between; None when one of them is no year."""
    pieces = [piece for text in texts for piece in text.translate(_COMMAS).split(",")]
    found = [_range(piece.strip()) for piece in pieces]
    ranges = [each for each in found if each is not None]
    return Years(tuple(sorted(set(ranges)))) if len(ranges) == len(found) else None


def _range(text: str) -> tuple[int, int] | None:
    if text.isascii() and text.isdigit() and len(text) == 4:  # by far the most: no pattern is needed
        return (int(text), int(text)) if int(text) in CALENDAR else None
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    for number, shape in enumerate(_SHAPES):
        match = re.fullmatch(shape, plain)
        if match is not None:
            years = [int(each) for each in match.groups() if each]
            first, last = years[0], years[-1]
            if first not in CALENDAR or last not in CALENDAR or first > last:
                return None
            return (first, _LAST if number == 2 else last) if number != 3 else (_FIRST, last)
    return None
