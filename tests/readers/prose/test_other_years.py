"""Years of titles, of reasons, and later ones: written down where a wrong one is told; what is rightly another is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.prose import prose_of

from jsrules.model.given_head import GivenHead
from jsrules.verification.verifier import Verifier

TITLE = "一、收入支出决算总体情况说明"
TOTALS = "2021年度收入总计100.00万元，比上年增加5.00万元，增长5.26%"


def noted(*paragraphs: str) -> list[tuple[str, str]]:
    """Names and years of what was written down as a year of no item."""
    return [
        (each.item, each.value)
        for figure in prose_of(paragraphs).figures
        for each in figure.readings
        if each.section == "各处年度"
    ]


def test_years_of_reasons_each_have_a_name_of_their_own() -> None:
    assert noted(
        TITLE, f"{TOTALS}，主要原因是2020年结余较多，2021年人员增加。", f"{TOTALS}，原因是2022年人员增加。"
    ) == [
        ("总体情况的原因", "2020"),
        ("总体情况的原因（2）", "2021"),
        ("总体情况的原因（3）", "2022"),
    ]


@pytest.mark.parametrize(
    "reason",
    [
        "为2022年项目提前采购设备",
        "部分项目计划于2022年实施",
        "按照“十四五”规划，到2025年完成建设",
        "实施2021-2023年行动计划",
        "实施2021年至2023年行动计划",
        "结转2022年继续使用",
        "2022年1月支付",
        "根据《预算管理办法（2022年修订）》调整",
        "根据财预〔2022〕1号文件调整",
        "合同期至2022年",
        "增资部分在2022年预算中列支",
    ],
)
def test_what_is_to_come_and_what_names_a_document_is_no_slip(reason: str) -> None:
    assert [each for each in noted(TITLE, f"{TOTALS}，主要原因是{reason}。") if int(each[1]) > 2021] == []


def test_a_title_of_a_section_has_the_year_of_the_report() -> None:
    assert noted("一、2020年度收入支出决算总体情况说明", f"{TOTALS}。") == [("总体情况的标题", "2020")]
    assert noted("第二部分 2020年度部门决算情况说明", TITLE, f"{TOTALS}。") == [("说明的标题", "2020")]
    assert noted("一、与2020年度收入支出决算总体情况比较说明", f"{TOTALS}。") == []
    assert noted("一、2021年度比2020年度收入支出决算总体情况说明", f"{TOTALS}。") == []


def test_a_later_year_of_a_sentence_that_was_not_read_is_noted() -> None:
    assert noted(TITLE, "2022年度收入总计100.00万元。") == [("总体情况", "2022")]
    assert noted(TITLE, "2022年度预算收入总计100.00万元。", "2019年度收入很少。") == []


def test_a_year_with_a_digit_too_few_or_too_many_is_read() -> None:
    found = [
        (reading.item, reading.value)
        for figure in prose_of([TITLE, "202年度收入总计100.00万元。", "20211年度支出总计90.00万元。"]).figures
        for reading in figure.readings
        if reading.measure == "年度"
    ]
    assert found == [("收入总计", "202"), ("支出总计", "20211")]


def test_a_wrong_one_is_told_and_only_that(tmp_path: Path) -> None:
    path = tmp_path / "说明.txt"
    path.write_text(
        f"一、2020年度收入支出决算总体情况说明\n{TOTALS}，主要原因是2022年人员增加，2020年结余较多。\n"
        "二、2021年度收入决算情况说明\n202年度收入合计9.00万元，原因是2022年项目提前实施。\n",
        "utf-8",
    )
    result = Verifier(given=GivenHead("部门决算", 2021)).verify(str(path), "", 0)
    told = {each.rule.name: each.rule.severity for each in result.outcomes if each.verdict == "violation"}
    assert told == {"标题的年度": "error", "各处的年度": "info", "收入情况的年度": "error"}
