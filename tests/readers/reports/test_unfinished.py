"""A report that breaks off in the middle of a row: the row is not stated, and nothing else is told to be wrong."""

from __future__ import annotations

import re

import pytest
from support.checking import REAL_REPORT

from jsrules.base.source import Source
from jsrules.readers.reports.report_reader import open_report
from jsrules.verification.verifier import Verifier

TEXT = REAL_REPORT.read_text(encoding="utf-8")
TABLES = TEXT.index("情况说明:")
TWO_VALUES = {"一般公共预算财政拨款收入", "本年收入合计", "合计"}
"""Rows of figures that the whole report prints in two values."""

BEHIND_NAMES = [each.end() for each in re.finditer(r":(?=[ \n])", TEXT[:TABLES])]
WITHIN_FIGURES = [each.end() for each in re.finditer(r"^ +[^:\n]+: +[\d,.]*?(?=\d+$)", TEXT[:TABLES], re.M)]


def _accused(text: str) -> set[str]:
    """The rows of the lines above the last one whose figures are told to be wrong."""
    claim = Verifier().verify(Source("half.yaml", text), reconcile=2).reconciliation
    causes = claim.causes if claim is not None else ()
    last = text.count("\n") + 1
    suspects = (each for cause in causes for correction in cause.corrections for each in correction.suspects)
    return {each.cell.row for each in suspects if each.cell.line < last} - TWO_VALUES


@pytest.mark.parametrize("end", BEHIND_NAMES[::2])
def test_cut_off_behind_a_name(end: int) -> None:
    assert not _accused(TEXT[:end])


@pytest.mark.parametrize("end", WITHIN_FIGURES[::2])
def test_cut_off_within_a_figure(end: int) -> None:
    assert not _accused(TEXT[:end])


FORM = "报告: 部门决算\n单位: 某局\n年度: 2021\n"


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("收入: {栏: [甲, 乙], 行: {一: [1, 2], 合计: }}\n", False),  # its end is there
        ("收入:\n  栏: [甲, 乙]\n  行:\n    一: [1, 2]\n    合计:", True),
        ("收入:\n  栏: [甲, 乙]\n  行:\n    一: [1, 2]\n    合计:  # 没有\n", False),  # the line goes on
        ("收入:\n  栏: [甲, 乙]\n  行:\n    一: [1, 2]\n    合计:\n# 完\n\n", True),
        ("收入:\r\n  栏: [甲, 乙]\r\n  行:\r\n    一: [1, 2]\r\n    合计:\r\n", True),
        ("收入:\n  栏: [甲, 乙]\n  行:\n    一: [1, 2]\n    合计: ~\n", False),
        ("甲: 1\n乙:\n", False),  # nobody knows what else there would be
        ("甲: 1\n乙: 2", False),
        ("甲: 1\n乙: '2'", False),
        (FORM + "收入支出决算总表:\n  收入:\n    事业收入: 1.00\n    经营收入:\n", True),
        (FORM + "收入支出决算总表:\n  收入:\n    事业收入: 1.00\n    经营收入: ~\n", False),
        (FORM + "收入支出决算总表:\n  收入:\n    事业收入: 1.00\n    经营收入: 2", True),
        (FORM + "收入支出决算总表:\n  收入:\n    事业收入: 1.00\n    经营收入: 2\n", False),
        (FORM + "收入支出决算总表:\n  收入:\n    事业收入: 1.00\n    经营收入: '2'", False),
        (FORM + "支出决算表:\n  行:\n    合计:\n      本年支出合计: 1.00\n      基本支出:", True),
        (FORM + "支出决算表:", False),
    ],
)
def test_what_is_told_to_break_off(text: str, warned: bool) -> None:
    opened = open_report(Source("report.yaml", text))
    if "年度" in text:
        result = Verifier().verify(Source("report.yaml", text))
        warnings = [each.code for each in result.diagnostics]
    else:
        warnings = [each.code for each in opened.read(None)[1]]
    assert ("W135" in warnings) is warned


def test_a_report_that_lacks_nothing_ends_as_it_is_written() -> None:
    """The last row of the last table of an otherwise whole report may be blank, and a file need not end its line."""
    for last in ("    应缴:\n", "    应缴: 3"):
        text = f"收入:\n  甲: 3\n  {last.strip(' ')}"
        report, warnings = open_report(Source("report.yaml", text)).read(None)
        assert (len(report.cells), warnings) == (2, [])


def test_a_column_that_a_report_ends_with_is_not_known() -> None:
    text = FORM + "支出决算表:\n  行:\n    合计:\n      本年支出合计: 1.00\n      基本支出:"
    report = Verifier().verify(Source("report.yaml", text)).report
    assert report is not None
    assert [(each.amount is None, each.is_illegible) for each in report.cells] == [(False, False), (True, True)]
