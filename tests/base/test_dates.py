"""Dates are days of the calendar, in one of two forms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsrules.base.dates import Period, days_between, impossible_day, is_date, read_period


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


DAY = Period((2021, 3, 5), (2021, 3, 5))


@pytest.mark.parametrize(
    "text",
    [
        *("2021-03-05", "2021-3-5", "2021/03/05", "2021/3/5", "2021.3.5", "20210305", "2021年3月5日", "2021年03月05日"),
        *("2021 年 3 月 5 日", "2021–03–05", " 2021-03-05 ", "2021-03-05 00:00:00", "2021-03-05T00:00", "2021年3月5号"),
    ],
)
def test_days_as_people_type_them(text: str) -> None:
    assert read_period(text) == DAY


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2021-02", Period((2021, 2, 1), (2021, 2, 28))),
        ("2020年2月", Period((2020, 2, 1), (2020, 2, 29))),
        ("2021/12", Period((2021, 12, 1), (2021, 12, 31))),
        ("2021.06", Period((2021, 6, 1), (2021, 6, 30))),
        ("2021年", Period((2021, 1, 1), (2021, 12, 31))),
        ("2021年度", Period((2021, 1, 1), (2021, 12, 31))),
    ],
)
def test_months_and_years(text: str, period: Period) -> None:
    assert read_period(text) == period


@pytest.mark.parametrize(
    "text",
    [
        *("2026-02-31", "2021-13-01", "2021-00-01", "2021-04-31", "2100-02-29", "2021-13", "2021-01-00", "20210230"),
        *("2021年2月30日", "0000-01-01"),
    ],
)
def test_days_that_are_none(text: str) -> None:
    assert read_period(text) is None
    assert impossible_day(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "2021",
            "21-03-05",
            "2021-03/05",
            "2021-3-5-1",
            "去年三月",
            "A-001",
            "2021-03-05 08:30",
            "410000",
            "12月5日",
        ),
        *("2021-", "2021年-3", "１２３", "1,234.56"),
    ],
)
def test_no_dates(text: str) -> None:
    assert read_period(text) is None
    assert text == "410000" or impossible_day(text) is None


@given(st.dates())
def test_every_day_of_the_calendar_is_one(day: date) -> None:
    if day.year >= 1000:
        this = (day.year, day.month, day.day)
        for text in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", day.strftime("%Y/%m/%d")):
            assert read_period(text) == Period(this, this)
