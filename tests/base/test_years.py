"""Fiscal years as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsrules.base.language import language
from jsrules.base.years import CALENDAR, EVERY_YEAR, Years, holds_year, parse_years

FIRST, LAST = CALENDAR[0], CALENDAR[-1]


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("2021", [(2021, 2021)]),
        (" ２０２１ 年度", [(2021, 2021)]),
        ("FY2021", [(2021, 2021)]),
        *((text, [(2017, 2021)]) for text in ("2017-2021", "2017－2021", "2017—2021年", "2017～2021", "2017至2021")),
        *((text, [(2017, 2021)]) for text in ("2017..2021", "从2017年到2021年止", "2017 to 2021")),
        *((text, [(2022, LAST)]) for text in ("2022起", "2022年起", "自2022年起", "2022及以后", "2022..", "2022-")),
        *((text, [(2022, LAST)]) for text in ("since 2022", "2022 on", "from 2022")),
        *((text, [(FIRST, 2019)]) for text in ("至2019", "2019年及以前", "..2019", "until 2019")),
        ("2019、2021-2022", [(2019, 2019), (2021, 2022)]),
        ("2021-2022, 2019", [(2019, 2019), (2021, 2022)]),
    ],
)
def test_what_people_write(text: str, ranges: list[tuple[int, int]]) -> None:
    assert parse_years(text) == Years(tuple(ranges))


@pytest.mark.parametrize("text", ["", "21", "今年", "2021-2017", "2022以前", "2022以后", "1821", "2021,", "3021起"])
def test_what_is_no_year(text: str) -> None:
    """Of “2022 以后” nobody can say whether 2022 is meant too."""
    assert parse_years(text) is None


years = st.integers(FIRST, LAST)
ranges = st.lists(st.tuples(years, years).map(lambda pair: (min(pair), max(pair))), min_size=1, max_size=4)


@given(ranges, years, st.sampled_from(["zh", "en"]))
def test_what_is_printed_is_read_again(pairs: list[tuple[int, int]], year: int, words: str) -> None:
    written = Years(tuple(sorted(set(pairs))))
    with language(words):
        assert parse_years(str(written)) == written
    assert parse_years(*written.written) == written
    assert written.holds(year) == any(holds_year(each, year) for each in written.written)
    assert written.holds(year) == any(first <= year <= last for first, last in pairs)
    assert all(written.holds(each) for each in written.named)


def test_no_years_are_every_year() -> None:
    assert not EVERY_YEAR
    assert EVERY_YEAR.holds(2021)
    assert parse_years() == EVERY_YEAR
