"""A list in the narrative of a report without a form set: whether it is all is asked, and told in one sentence."""

from __future__ import annotations

import pytest
from support.checking import check

REPORT = "情况说明:\n  总体: {支出决算: 167.37}\n  明细: {公务接待费: 2.14}\n"
ASKED = "不知道“情况说明.明细”的各行是不是列全了，少了行也会这样（列全的写 列全: true）"


@pytest.mark.parametrize("rule", ["总体.支出决算 = 合计(明细[*])", "个数(明细[*]) = 3", "平均(情况说明.明细[*]) = 3"])
def test_what_a_list_may_lack_is_asked(rule: str) -> None:
    (told,) = check(rule, REPORT)
    assert (told.verdict, told.reason, told.missing) == ("undetermined", ASKED, "")


def test_what_says_that_it_is_all_is_held_to_it() -> None:
    (told,) = check("总体.支出决算 = 合计(明细[*])", REPORT.replace("{公务", "{列全: true, 公务"))
    assert told.verdict == "violation"


def test_a_column_of_figures_that_have_none_is_unknown_by_its_whole_name() -> None:
    (told,) = check("总体.支出决算 = 合计(明细[*, 支出决算])", REPORT)
    assert (told.verdict, told.reason) == ("undetermined", "报告里没有“明细[*, 支出决算]”")
