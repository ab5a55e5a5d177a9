"""Rules that are asked of many reports tell what they tell of each by itself."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.checking import REAL_REPORT, ROOT, load, resolve_text
from support.generated import RULES, draw, spoil, written

from jsrules.base.record import replace
from jsrules.engine.evaluate import evaluate
from jsrules.engine.planned import PlannedRules, _layout
from jsrules.model.changes import with_cells
from jsrules.model.report import Report
from jsrules.verification.verifier import Verifier

PUBLISHED = sorted((ROOT / "tests" / "published").glob("*.yaml"))


def with_other_figures(chance: random.Random, report: Report, count: int) -> Report:
    """The report with other figures of the same decimals and units in some cells."""
    printed = [each for each in report.cells if each.amount is not None]
    changed = []
    for cell in chance.sample(printed, min(count, len(printed))):
        assert cell.amount is not None
        mantissa = cell.amount.mantissa + chance.choice((-1, 1, 10, 12345))
        changed.append(replace(cell, amount=replace(cell.amount, mantissa=mantissa)))
    return with_cells(report, changed)


@pytest.mark.parametrize("path", [REAL_REPORT, *PUBLISHED], ids=lambda each: each.stem)
def test_published_reports(path: Path) -> None:
    loaded = Verifier().load(str(path))
    report = loaded.result.report
    assert report is not None
    for ready in loaded.rules:
        rules, conditions = ready.resolved.rules, ready.conditions
        planned = PlannedRules(rules, conditions)
        chance = random.Random(path.stem)
        for count in (0, 0, 2, 30):
            other = with_other_figures(chance, report, count)
            assert planned.evaluate(other) == evaluate(other, rules, conditions)


@settings(max_examples=30)
@given(st.integers(0, 10**9))
def test_generated_reports(seed: int) -> None:
    chance = random.Random(seed)
    report = load(written(spoil(chance, draw(chance), 2)))
    rules = resolve_text(RULES, report.forms)
    planned = PlannedRules(rules)
    for count in (0, 0, 1, 3, 9):
        other = with_other_figures(chance, report, count)
        assert planned.evaluate(other) == evaluate(other, rules)


FLAT = (
    "年度: 2021\n金额单位: 万元\n甲:\n  计: 3.00\n  一: 1.00\n  二: 2.00\n  三: {third}\n件数: {count}\n备注: {note}\n"
)
FLAT_RULES = """
甲.计 = 甲.一 + 甲.二
甲.计 >= 甲.一
甲.计 <= 甲.二 + 甲.三
甲.三 * 2 = 甲.二 ± 0.05
甲.三 = 甲.二 / 2
若 甲.三 > 0 则 甲.计 = 甲.一
甲.计 = 3.00
计数(甲.一, 甲.三) = 2
平均(甲.一, 甲.三) = 甲.二
最大(甲.一, 甲.三) = 甲.二
备注 = "无"
"""


@pytest.mark.parametrize("third", ["2.00", "0.67", "~", "无", "2.000", "2.00 元", "-1", "(3.50)"])
@pytest.mark.parametrize("count", ["5", "5 件"])
def test_what_is_printed_otherwise_is_another_layout(third: str, count: str) -> None:
    first = load(FLAT.format(third="1.00", count="5", note="无"))
    rules = resolve_text(FLAT_RULES, first.forms)
    planned = PlannedRules(rules)
    for _ in range(3):
        assert planned.evaluate(first) == evaluate(first, rules)
        other = load(FLAT.format(third=third, count=count, note="有"), first.forms)
        assert planned.evaluate(other) == evaluate(other, rules)


def test_a_list_that_may_lack_rows_is_looked_at_in_each_report() -> None:
    text = "表:\n  栏: [数]\n  行:\n    合计: [{}]\n    201 甲: [1.00]\n    202 乙: [2.00]\n"
    first, other = load(text.format("3.00")), load(text.format("9.00"))
    rules = resolve_text("表 表\n每栏  合计 = 合计(各类)\n合计 >= 203\n", first.forms)
    planned = PlannedRules(rules)
    for report in (first, first, other, replace(other, forms=first.forms), first):
        assert planned.evaluate(report) == evaluate(report, rules)


def test_a_report_of_another_year_is_another_layout() -> None:
    report = load(FLAT.format(third="1.00", count="5", note="无"))
    rules = resolve_text("规则 一：甲.计 = 甲.一\n  适用 年度 2022 起\n甲.计 = 年度\n", report.forms)
    planned = PlannedRules(rules)
    for year in (2021, 2021, 2022, 2021):
        other = replace(report, year=year)
        assert planned.evaluate(other) == evaluate(other, rules)


def test_reports_that_say_to_be_of_one_layout_are() -> None:
    figures = ("1.00", "12,345.6", "~", "无", "5 件", "1.00%", "-1.00", "0012", "2.00")
    told: dict[object, object] = {}
    kept: list[Report] = []  # a layout goes by the very form set
    for number in range(60):
        chance = random.Random(number)
        values = {name: chance.choice(figures) for name in ("third", "count")}
        other = load(FLAT.format(**values, note=chance.choice(("无", "有", "3.00"))))
        kept.append(other)
        whole = _layout(replace(other, layout=None))
        assert told.setdefault(_layout(other), whole) == whole
    assert len(told) > 20


def test_a_copy_with_other_cells_does_not_say_what_its_original_did() -> None:
    report = load(FLAT.format(third="1.00", count="5", note="无"))
    assert report.layout is not None
    cell = replace(report.cells[3], amount=None)
    assert len({_layout(each) for each in (report, with_cells(report, [cell]), replace(report, year=2022))}) == 3


STATED = (
    "年度: 2021\n金额单位: 万元\n情况说明:\n  收入:\n    合计: [3.00, {second}]\n    拨款: 1.00\n    其他: {other}\n"
)
STATED_RULES = """
情况说明.收入.合计 = 情况说明.收入.拨款 + 情况说明.收入.其他
前后一致(情况说明.收入.合计)
若 情况说明.收入.其他 > 1 则 情况说明.收入.合计 = 3
情况说明.收入.合计 = 3 或 情况说明.收入.其他 = 2
"""


def test_statements_that_agree_are_one_figure_and_others_are_not() -> None:
    first = load(STATED.format(second="3.00", other="2.00"))
    rules = resolve_text(STATED_RULES, first.forms)
    planned = PlannedRules(rules)
    for second, other in (("3.00", "2.00"), ("3.00", "2.01"), ("3.01", "2.00"), ("3.01", "2.01"), ("3", "2.00")) * 3:
        report = load(STATED.format(second=second, other=other), first.forms)
        assert report.restated
        assert planned.evaluate(report) == evaluate(report, rules)


def test_a_layout_is_planned_for_when_it_comes_again() -> None:
    report = load(FLAT.format(third="1.00", count="5", note="无"))
    planned = PlannedRules(resolve_text("甲.计 = 甲.一\n", report.forms))
    assert not planned.has_met(report)
    planned.evaluate(report)
    assert planned.has_met(report)
