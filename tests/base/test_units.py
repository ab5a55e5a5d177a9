"""Units by their names: known ones, any counter word, quotients, and what is no unit."""

from __future__ import annotations

import pytest

from jsrules.base.units import UNITS, Unit, find_unit


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("万元", Unit("万元", "money", 4, False, 1)),
        ("千万元", Unit("千万元", "money", 7, False, 1)),
        ("件", Unit("件", "件", 0, True)),
        ("匹马", Unit("匹马", "匹马")),
        ("万人", Unit("万人", "人", 4)),
        ("‰", Unit("‰", "ratio", -3)),
        ("个百分点", Unit("个百分点", "ratio", -2)),
        ("倍", Unit("倍", "ratio")),
        ("个工作日", UNITS["工作日"]),
        ("台（套）", UNITS["台(套)"]),
        ("％", UNITS["%"]),
        ("万元／辆", Unit("万元/辆", "money/辆", 4, False, 1)),
        ("元/每人", Unit("元/每人", "money/人", 0, False, 1)),
        ("元/人·月", Unit("元/人·月", "money/个月·人", 0, False, 1)),
        ("人/万元", Unit("人/万元", "人/money", -4, False, -1)),
        ("万平方米", Unit("万平方米", "平方米", 4)),
        ("日元", UNITS["日元"]),
    ],
)
def test_units(name: str, unit: Unit) -> None:
    assert find_unit(name) == unit


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            "万",
            "亿",
            "元整",
            "左右",
            "余元",
            "以上",
            "注",
            "行",
            "栏",
            "月",
            "日",
            "号",
            "时",
            "十",
            "O",
            "x",
            "元/",
        ),
        *("元/x", "/人", "元/人/", "件件件件件", "人元", "天内", "年前", "千分", "万年", "百%"),
    ],
)
def test_no_units(name: str) -> None:
    assert find_unit(name) is None


def test_money_of_any_unit_is_taken_into_that_of_the_report() -> None:
    shifts = {
        name: found.shift(4) for name in ("元", "万元", "元/人", "人/万元", "万人", "%") if (found := find_unit(name))
    }
    assert shifts == {"元": -4, "万元": 0, "元/人": -4, "人/万元": 0, "万人": 4, "%": 0}
