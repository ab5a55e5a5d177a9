"""Hypothesis strategies for what is printed where a figure is due: figures, with and without units, and what is none."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from jsrules.base.number import decimal_text
from support.independent import often

UNREADABLE = [
    *("￥{}", "{}*", "{}注1", "{}①", "{}\u200b", "{}万", "{}w", "约{}", "{}左右", "“{}”", "负{}", "共{}", "{}[1]"),
    *("1'234.50", "=A1+B1", "1/2", "½", "一百二十", "壹佰元整", "٣", "1~2", "3-5", "3；4", "0012", "1:30"),
    *("9111X", "2021-01-01", "2021年1月", "见附件", "—无—", "无", "null", "A-1", "1号楼", "12-34-56", "4l0"),
    *("91110000MA01X", "40km2h", "40.00 （元/人", "{}元/", "三点五", "O", "甲1"),
]
"""What stands for a figure and cannot be read; ``{}`` is one."""


@cache
@st.composite
def figures(draw: st.DrawFn, blank: bool = True) -> str:
    """A figure as printed: most of them near each other, so that sums nearly add up; some blank, few illegible."""
    if blank and (number := draw(st.integers(0, 40))) < 6:
        return "~" if number else "？"
    decimals = draw(st.sampled_from([2, 2, 2, 0, 1, 3]))
    mantissa = draw(st.one_of(st.integers(-4, 4), st.integers(-300, 300), st.sampled_from([99, 100, 101, 200, 201])))
    return decimal_text(mantissa, decimals)


@cache
def unreadable() -> st.SearchStrategy[str]:
    """What cannot be read as a figure, quoted for YAML."""
    return st.tuples(st.sampled_from(UNREADABLE), figures(blank=False)).map(quoted)


def quoted(drawn: tuple[str, str]) -> str:
    """A text with a figure in it, quoted for YAML."""
    return "'{}'".format(drawn[0].format(drawn[1]).replace("'", "''"))


@cache
def with_units() -> st.SearchStrategy[str]:
    """An amount of money with its unit, near those without."""
    whole = st.integers(-3, 3).map("{}0001 元".format)
    return whole | st.tuples(figures(blank=False), st.sampled_from([" 万元", " 元", "%"])).map("".join)


@cache
def prints() -> st.SearchStrategy[str]:
    """What a report without a form set prints: a figure, sometimes with a unit, sometimes what is none."""
    return often((20, figures()), (1, unreadable()), (1, with_units()))


@cache
def rates() -> st.SearchStrategy[str]:
    """A rate as printed, near the round ones."""
    near = st.tuples(st.one_of(st.sampled_from([0, 5000, 9999, 10000, 10001, 3333]), st.integers(-300, 20000)))
    return st.one_of(near.map(lambda m: decimal_text(m[0], 2)), st.integers(-5, 210).map(str)).map("{}%".format)
