"""Tables of which no form set knows the columns take those that a report writes."""

from __future__ import annotations

import pytest

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.model.report import Report
from jsrules.readers.reports.form_reader import read_form_set
from jsrules.readers.reports.report_reader import open_report

FORMS = """\
表样: 年报
代号: y
年度: 2021
金额单位: 元
表:
  自由表: {可增行: true, 单位: 文字}
  金额表: {可增行: true}
  有行的表: {可增行: true, 行: {合计: ~}}
  有栏的表: {可增行: true, 栏: [金额, 占比]}
"""


def read(text: str) -> Report:
    source = Source("r.yaml", f"报告: 年报\n年度: 2021\n{text}")
    report, warnings = open_report(source).read(read_form_set([Source("f.yaml", FORMS)]))
    assert not warnings
    return report


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        (
            "自由表: {栏: [代码, 金额], 行: {甲: [A01, 30%], 乙: {备注: 无}}}",
            {"甲.代码": "A01", "甲.金额": "30%", "乙.备注": "无"},
        ),
        ("自由表: {甲: 1.00, 乙: {丙: 2.00}}", {"甲": "1.00", "乙.丙": "2.00"}),
        ("自由表: {栏: [金额], 行: {甲: 1.00, 乙: [2.00]}}", {"甲.金额": "1.00", "乙.金额": "2.00"}),
        ("金额表: {栏: [本年, 上年], 行: {甲: [1.00, ~]}}", {"甲.本年": "1.00", "甲.上年": ""}),
    ],
)
def test_each_figure_is_a_row(text: str, cells: dict[str, str]) -> None:
    found = read(text + "\n").cells
    assert {each.row: each.problem or (each.amount.text if each.amount is not None else "") for each in found} == cells


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("自由表: {栏: [甲, 乙], 行: {一: [1]}}", "E114", "有 1 个值，应有 2 个"),
        ("自由表: {行: {一: [1, 2]}}", "E114", "先写“栏”"),
        ("自由表: {栏: [甲, 乙], 行: {一: 1}}", "E114", "有 1 个值，应有 2 个"),
        ("自由表: {栏: [甲, 甲], 行: {一: [1, 2]}}", "E118", "写了两次"),
        ("自由表: {栏: [甲], 行: {一: [[1]]}}", "E115", "一个数"),
        ("金额表: {栏: [甲], 行: {一: [30%]}}", "E115", "百分比"),
        ("有行的表: {栏: [甲], 行: {一: [1]}}", "E113", "没有“甲”这一栏"),
        ("有栏的表: {栏: [备注], 行: {一: [1]}}", "E113", "没有“备注”这一栏"),
    ],
)
def test_what_cannot_be_read(text: str, code: str, words: str) -> None:
    with pytest.raises(InputError) as error:
        read(text + "\n")
    (found,) = error.value.diagnostics
    assert found.code == code and words in found.message + found.remedy
