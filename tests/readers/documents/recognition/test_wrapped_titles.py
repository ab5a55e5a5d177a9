"""Titles over several lines of which the last alone is the title of another table."""

from __future__ import annotations

import pytest
from support.printed_tables import grid, imported

TABLE = grid("科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出", "合计 |  | 9.00 | 5.00 | 4.00")


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (["一般公共预算财政拨款", "支出决算表"], "一般公共预算财政拨款支出决算表"),
        (["一般公共预算", "财政拨款", "支出决算表"], "一般公共预算财政拨款支出决算表"),
        (["某市某局", "支出决算表"], "支出决算表"),
        (["支出决算表", "一般公共预算财政拨款支出决算表"], "一般公共预算财政拨款支出决算表"),
        (["一般公共预算财政拨款", "单位：万元", "支出决算表"], "支出决算表"),
    ],
)
def test_the_lines_together_are_the_title(above: list[str], title: str) -> None:
    assert [table.title for table in imported(*above, TABLE).tables] == [title]
