"""The latest day on which this machine is known to have told an age: a clock that is set back later is found out."""

from __future__ import annotations

import os
from contextlib import suppress

from jsrules.base.dates import is_date
from jsrules.base.diagnostic import InputError
from jsrules.packs.store import data_directory, holding_store

_DAY = len("2026-11-26")


def latest_day() -> str:
    """The latest day on which a pack was found fresh enough, ``2026-11-26``; nothing when there is none."""
    try:
        with open(_path(), encoding="ascii", errors="replace") as file:
            day = file.read(_DAY)
    except OSError:
        return ""
    return day if is_date(day) else ""


def remember_day(day: str, latest: str) -> None:
    """Keep a day, if it is after the latest. Where nothing can be written, the dates of fetching are the only guard.

    A day is remembered only when an age was accepted on it, so that a clock that ran ahead is not held against the
    right time for longer than an age may be.
    """
    if day <= latest:
        return
    from jsrules.base.writing import write_whole

    with suppress(InputError, OSError), holding_store():
        if day > latest_day():
            write_whole(_path(), f"{day}\n".encode(), private=True)


def _path() -> str:
    return os.path.join(data_directory(), "clock")
