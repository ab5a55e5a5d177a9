"""Dates are days of the calendar, in one of two forms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsrules.base.dates import days_between, is_date


@pytest.mark.parametrize(
    "text",
    [
        *("2026-02-31", "2025-02-29", "2100-02-29", "2026-04-31", "2026-00-10", "2026-13-01", "2026-11-00"),
        *("2026-11-26T24:30:00Z", "2026-11-26T08:60:00Z", "2026-11-26T08:00:61Z"),
        *(
            "",
            "今天",
            "2026-11-2",
            "20261126",
            "2026-W01-1",
            "2026-11-26 08:00:00Z",
            "2026-11-26T08:00:00",
            "２０２６-11-26",
        ),
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert not is_date(text)


def test_no_days_between_what_is_no_date() -> None:
    with pytest.raises(ValueError, match="20261126"):
        days_between("2026-01-01", "20261126")


@given(st.dates(), st.dates())
def test_days_between(one: date, two: date) -> None:
    assert is_date(one.isoformat())
    assert days_between(one.isoformat(), f"{two.isoformat()}T12:00:00Z") == (two - one).days
