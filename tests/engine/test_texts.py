"""Texts and dates in cells: what findings say of them."""

from __future__ import annotations

import pytest
from support.checking import check, load, resolve_text, tell

REPORT = """
金额单位: 万元
类: 续建
开工: 2021-12-31
竣工: 2021年3月
坏: 2026-02-31
误: 去年
总计: 5.00
明细:
  栏: [类别, 金额]
  行:
    一: [新建, 5.00]
    合 计: [~, 5.00]
"""


def said(rule: str) -> list[tuple[str, str, str]]:
    report = load(REPORT)
    return [(each.verdict, each.severity, each.message) for each in tell(report, resolve_text(rule, report.forms))]


@pytest.mark.parametrize(
    ("rule", "verdict", "message"),
    [
        ('类 = "新建"', "violation", "类“续建” 应等于 “新建”"),
        ('类 <> "续建"', "violation", "类“续建” 不应等于 “续建”"),
        ("开工 <= 竣工", "violation", "开工“2021-12-31” 不应晚于 竣工“2021年3月”"),
        ('开工 < "2021-06"', "violation", "开工“2021-12-31” 应早于 “2021-06”"),
        ('总计 = "新建"', "undetermined", "“总计”印的是数 5.00，与文字“新建”比不了"),
        ("坏 <= 开工", "undetermined", "“坏”印的“2026-02-31”不是日期：没有这一天"),
        ("误 <= 开工", "undetermined", "“误”印的“去年”不是日期"),
        ('竣工 <= "2021-03-15"', "undetermined", "“2021年3月”与“2021-03-15”写到的日期粗细不同，比不出先后"),
    ],
)
def test_messages_show_both_sides(rule: str, verdict: str, message: str) -> None:
    ((found, _, text),) = said(rule)
    assert (found, text) == (verdict, message)


def test_a_name_of_a_row_shows() -> None:
    found = said('每行 明细：本行 = "一"')
    assert [each[0] for each in found] == ["pass", "violation"]
    assert found[1][2] == "本行“合 计” 应等于 “一”"


def test_what_is_printed_and_cannot_be_compared_weighs_as_much_as_the_rule() -> None:
    assert said('总计 = "新建"')[0][1] == "error"
    assert said('竣工 <= "2021-03-15"')[0][1] == "warning"


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("类 == 类二", True),
        ("类 <> 类二", False),
        ("类 = 类三", False),
        ("竣工 < 开工", True),
        ("开工 < 竣工", False),
        ("总计 == 总数", True),
        ("总计 < 总数", False),
        ("总计 <= 5", True),
        ("5 < 总计", False),
        ('类 = "续建"', True),
    ],
)
def test_conditions_of_two_cells_compare_what_is_printed(condition: str, holds: bool) -> None:
    """Texts, dates and figures alike, in a report without a form set; what no condition asks for does not apply."""
    report = load(REPORT + "类二: 续建\n类三: 新建\n总数: 5.00\n")
    (told,) = tell(report, resolve_text(f"若 {condition} 则 总计 = 6", report.forms))
    assert told.verdict == ("violation" if holds else "not_applicable")


def test_the_name_of_a_row_is_the_one_that_is_printed() -> None:
    """Not what the form set calls it, nor the code before it."""
    forms = (
        "表样: 甲报决算\n代号: named\n年度: 2021\n金额单位: 万元\n科目:\n  类别: {位数: [3], 类: {201: 公共服务, 205: 教育}}\n"
        "表:\n  明细:\n    科目: 类别\n    可增行: true\n    栏: {金额: 1}\n    行: {总计: {行次: 1, 别名: [合计]}}\n"
    )
    report = "报告: 甲报决算\n年度: 2021\n明细:\n  行: {合计: [5.00], 201 公共服务支出: [2.00], 205: [3.00]}\n"
    found = check('每行 明细：本行 = "无"', report, forms)
    assert [each.message.split("”")[0] for each in found] == ["本行“合计", "本行“公共服务支出", "本行“205"]
