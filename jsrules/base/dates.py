"""Dates as texts, ``2026-11-26`` or ``2026-11-26T08:00:00Z``: how many days lie between two. Without a clock."""

from __future__ import annotations

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


def _day(text: str) -> date:
    from datetime import datetime

    shape = "".join("0" if sign in "0123456789" else sign for sign in text)
    if shape not in (_DATE, _DATE + _TIME):  # the library knows more forms than these
        raise ValueError(f"{text!r} is no date")
    return datetime.fromisoformat(text).date()
