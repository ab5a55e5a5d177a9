"""Dates as texts. Of the project's own files, ``2026-11-26`` or ``2026-11-26T08:00:00Z``: how many days lie between
two. Of reports, as people type them: which comes first. Without a clock.
"""

from __future__ import annotations

import re

from jsrules.base.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

_DATE, _TIME = "0000-00-00", "T00:00:00Z"


def is_date(text: str) -> bool:
    """Whether a text is a day of the calendar, in one of the two forms."""
    try:
        _day(text)
    except ValueError:
        return False
    return True


def days_between(earlier: str, later: str) -> int:
    """The days from one date to another; negative when ``later`` is the earlier one.

    Raises `ValueError` for no date.
    """
    return (_day(later) - _day(earlier)).days


def day_after(text: str, days: int) -> str:
    """The day so many days after a date, negative for before it; at the end of the calendar its last day.

    Raises `ValueError` for no date.
    """
    from datetime import date, timedelta

    first = _day(text)
    room = (date.max - first).days
    return (first + timedelta(min(days, room))).isoformat()


def _day(text: str) -> date:
    from datetime import datetime

    shape = "".join("0" if sign in "0123456789" else sign for sign in text)
    if shape not in (_DATE, _DATE + _TIME):  # the library knows more forms than these
        raise ValueError(f"{text!r} is no date")
    return datetime.fromisoformat(text).date()


class Period(NamedTuple):
    """What a date as people type it covers: its first and last day, each as ``(year, month, day)``.

    They are one for a day, and those of the month or year where that is all that is written.
    """

    first: tuple[int, int, int]
    last: tuple[int, int, int]


_TYPED = (
    r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?(?:[ T]0?0:00(?::00)?)?",
    r"(\d{4}) ?(年) ?(\d{1,2}) ?月(?: ?(\d{1,2}) ?[日号]?)?",
    r"(\d{4})()(\d{2})(\d{2})",
    r"(\d{4}) ?(年)度?()()",
)
"""As texts: they are compiled when a date is read, not whenever a rule is bound."""

_DASHES = str.maketrans("–—−", "---")


def read_period(text: str) -> Period | None:
    """The date in a text: 2021-12-31, 2021/12/31, 2021.12.31, 20211231, 2021年12月31日, 2021-12, 2021年12月, 2021年.

    None for what is no date, or no day of the calendar. Full-width characters are to be narrow already.
    """
    parts = _parts(text)
    if parts is None:
        return None
    year, month, day = parts
    if not month:
        return Period((year, 1, 1), (year, 12, 31))
    if not 1 <= month <= 12 or day > _days(year, month) or not year:
        return None
    return Period((year, month, day or 1), (year, month, day or _days(year, month)))


def impossible_day(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a text that is written like a date and is no day of the calendar, as 2026-02-31."""
    return _parts(text) if read_period(text) is None else None


def _parts(text: str) -> tuple[int, int, int] | None:
    text = text.translate(_DASHES).strip()
    for pattern in _TYPED:
        found = re.fullmatch(pattern, text)
        if found is not None and text.isascii() is not (found[2] == "年"):
            day = found[4]
            if day is not None and found[3] and not int(day):
                return int(found[1]), int(found[3]), 99  # a day 0 is none
            return int(found[1]), int(found[3] or 0) or (0 if not found[3] else 99), int(day or 0)
    return None


def _days(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
