"""Each statement of a figure is a figure of its own to the search: a correction names the one that is wrong."""

from __future__ import annotations

import pytest
from support.checking import ROOT, load, resolve_text, tell
from support.solving import reconcile_by

from jsrules.base.record import replace
from jsrules.model.changes import with_cells, with_statement
from jsrules.model.report import Amount, Cell
from jsrules.outputs.finding import places, places_of

FORMS = (ROOT / "spec" / "conformance" / "forms" / "small.yaml").read_text("utf-8")
RULES = """
表 情况说明.总体
总额 = 总表.收入.合计
前后一致(总额)
"""
REPORT = """
报告: 小决算
年度: 2021
总表:
  收入: {合计: 257.14}
情况说明:
  总体: {总额: [257.14, 245.53]}
"""

WRONG_TWICE = """
报告: 小决算
年度: 2021
总表:
  收入: {拨款: 40.00, 事业: 60.00, 合计: 100.00}
情况说明:
  总体: {"""
SUM_RULE = "总表.收入.合计 = 总表.收入.拨款 + 总表.收入.事业"
RULE_OF = {"增减率": "增减率 = 总表.收入.拨款 / 总表.收入.合计", "总额": "总额 = 总表.收入.合计"}


def test_a_correction_names_the_statement() -> None:
    report = load(REPORT, FORMS)
    result = reconcile_by(report, resolve_text(RULES, report.forms))
    (cause,) = result.causes
    suspects = [
        (report.cell_path(each.cell), each.cell.place, [it.amount.text for it in each.proposals])
        for correction in cause.corrections
        for each in correction.suspects
    ]
    assert suspects == [("情况说明.总体.总额 #2", 21, ["257.14"])]


@pytest.mark.parametrize(
    ("stated", "right"), [("增减率: [44.00%, 44.00%]", "40.00%"), ("总额: [99.00, 99.00]", "100.00")]
)
def test_what_is_wrong_in_all_places_alike_is_one_figure(stated: str, right: str) -> None:
    name = stated.split(":")[0]
    report = load(WRONG_TWICE + stated + "}\n", FORMS)
    rules = f"表 情况说明.总体\n{RULE_OF[name]}\n{SUM_RULE}\n前后一致({name})\n"
    result = reconcile_by(report, resolve_text(rules, report.forms))
    assert (result.status, result.complete, result.figures) == ("explained", True, 1)
    (cause,) = result.causes
    ((suspect,),) = (each.suspects for each in cause.corrections)
    assert suspect.cell.row == name
    assert [each.amount.text for each in suspect.proposals] == [right]
    assert [each.line for each in places_of([suspect.cell], report)] == [7, 7]


def test_statements_are_changed_one_by_one() -> None:
    report = load(REPORT, FORMS)
    first, second = report.cells[1].statements
    changed = with_cells(report, [_printed(second, 25000), _printed(first, 26000)])
    assert [each.amount and each.amount.mantissa for each in changed.cells[1].statements] == [26000, 25000]
    assert changed.cells[2] is changed.cells[1].restated[0]
    found = changed.cell_at(3, 0, "总额", 0)
    assert found is changed.cells[1]


def test_what_is_printed_alike_stands_in_all_its_places() -> None:
    report = load(REPORT.replace("[257.14, 245.53]", "[257.14, 245.53, 257.14]"), FORMS)
    first, second, third = report.cells[1].statements
    assert report.alike(first) == report.alike(third) == (first, third)
    assert report.alike(second) == (second,)
    (told,) = [
        each for each in tell(report, resolve_text("情况说明.总体.总额 = 1", report.forms)) if each.left == "257.14"
    ]
    assert [(each.line, each.column) for each in places(told.terms, report)] == [(7, 13), (7, 29)]


def test_a_statement_stands_for_the_figure() -> None:
    report = load(REPORT, FORMS)
    report.attach(load(REPORT, FORMS))
    for origin, number in ((0, 2), (1, 5)):
        view = with_statement(report, report.cells[number])
        assert view.cell_at(3, 0, "总额", 0, origin) is report.cells[number]
        assert view.cell_at(3, 0, "总额", 0, 1 - origin) is not report.cells[number]
    assert report.restated == (1, 4)


def _printed(cell: Cell, mantissa: int) -> Cell:
    assert cell.amount is not None
    return replace(cell, amount=Amount(str(mantissa), mantissa, 2, cell.amount.unit))
