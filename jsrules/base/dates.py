"""Dates as texts, ``2026-11-26`` or ``2026-11-26T08:00:00Z``: how many days lie between two. Without a clock."""

from __future__ import annotations

_DATE, _TIME = "0000-00-00", "T00:00:00Z"


def is_date(text: str) -> bool:
    """Whether a text is a date in one of the two forms."""
    shape = "".join("0" if sign in "0123456789" else sign for sign in text)
    return shape in (_DATE, _DATE + _TIME) and 1 <= int(text[5:7]) <= 12 and 1 <= int(text[8:10]) <= 31


def days_between(earlier: str, later: str) -> int:
    """The days from one date to another; negative when ``later`` is the earlier one. Raises `ValueError` for no date."""
    return _day_number(later) - _day_number(earlier)


def _day_number(text: str) -> int:
    """The number of a day in the proleptic Gregorian calendar, from its civil date; March is the first month here."""
    if not is_date(text):
        raise ValueError(text)
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:10])
    year -= month <= 2
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return 365 * year + year // 4 - year // 100 + year // 400 + of_year
