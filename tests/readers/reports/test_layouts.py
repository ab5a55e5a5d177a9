"""Reports of one layout share a form set; what the forms depend on makes another layout."""

from __future__ import annotations

import pytest
from support.checking import load

from jsrules.base.source import Source
from jsrules.model.form import FormSet
from jsrules.readers.reports.header import collect_header
from jsrules.readers.reports.inference import infer_forms
from jsrules.readers.reports.printed_numbers import PrintedNumbers
from jsrules.readers.reports.problems import Problems
from jsrules.readers.reports.yaml_tree import read_tree

FIRST = """单位: 甲局
年度: 2021
金额单位: 万元
收入:
  合计: 3.00
  一: 1.00
  占比: 5.00
明细:
  小数位: 1
  甲: 4.00
表:
  栏: [数, 比]
  行:
    一: [1.00, 2.00]
    二: [3.00, 4.00]
"""


def inferred_anew(text: str) -> FormSet:
    source = Source("报告.yaml", text)
    tree = read_tree(source)
    numbers = PrintedNumbers(tree)
    return numbers.put(infer_forms(numbers.tree, collect_header(Problems(source), tree)))


def test_figures_and_whose_report_it_is_do_not_matter() -> None:
    other = FIRST.replace("甲局", "乙局").replace("1.00", "8.25").replace("合计: 3.00", "合计: 1,234.5")
    assert load(FIRST).forms is load(other).forms


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("3.00", "3"),
        ("3.00", "3.00 元"),
        ("3.00", "3.00%"),
        ("3.00", "~"),
        ("3.00", "无"),
        ("1.00, 2.00", "1.00, 2.00%"),
        ("2021", "2022"),
        ("万元", "元"),
        ("金额单位: 万元\n", ""),
        ("小数位: 1", "小数位: 2"),
        ("小数位: 1", "金额单位: 元"),
        ("小数位: 1", "行次: 1.1"),
        ("小数位: 1", "行次: 1.2"),
        ("  占比", "  比率"),
        ("栏: [数, 比]", "栏: [行次, 比]"),
        ("栏: [数, 比]\n  行:\n    一: [1.00, 2.00]", "栏: [行次, 比]\n  行:\n    一: [1.10, 2.00]"),
        ("栏: [数, 比]\n  行:\n", "栏: [数, 比]\n  行:\n    栏次: [1.10, 2.00]\n"),
        ("单位: 甲局", "单位: 3.00"),
        ("明细:", "31.明细:"),
    ],
)
def test_everything_else_does(old: str, new: str) -> None:
    for text in (FIRST, FIRST.replace(old, new), FIRST):
        assert load(text).forms == inferred_anew(text)


def test_printed_numbers_are_taken_out_of_every_report() -> None:
    text = "金额单位: 万元\n表:\n  栏: [行次, 数]\n  行:\n    甲: [1, {}]\n    乙: [2, 5.00]\n"
    first, other = load(text.format("1.00")), load(text.format("2.00"))
    assert first.forms == other.forms
    assert [cell.amount.text for cell in other.cells if cell.amount] == ["2.00", "5.00"]
