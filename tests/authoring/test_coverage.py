"""Coverage: the verdicts that are due of each rule, and the cells of the forms that no rule checks, with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.packing import REPORT, a_test, make_pack, run_pack

from jsrules.authoring.testing.cells import OTHER, touch_cells
from jsrules.authoring.testing.coverage import measure
from jsrules.authoring.testing.run import run_tests
from jsrules.packs.library import open_pack

HEAD = "  报告: 部门决算\n  单位: 示例\n  年度: 2021\n"
FORMS = "报告: [部门决算]\n年度: [2021]\n"
BALANCE = "  收入支出决算总表:\n    收入:\n      总计: 1.00\n    支出:\n      总计: 1.00\n"


def of_forms(folder: Path, rules: str, body: str, report: str = BALANCE) -> Path:
    test = f"测试: 自拟\n报告:\n{HEAD}{report}{body}"
    return make_pack(folder, rules, f"代号: made\n名称: 自拟\n版本: 1.0.0\n{FORMS}", one=test)


DUE = [
    ("收入.总计 = 支出.总计", "pass rounding violation undetermined"),
    ("收入.总计 == 支出.总计", "pass violation undetermined"),
    ("收入.总计 <= 支出.总计", "pass rounding violation undetermined"),
    ("若 收入.总计 > 0 则 收入.总计 = 支出.总计", "pass rounding violation undetermined not_applicable"),
    ("存在(收入.总计)", "pass violation undetermined"),
    ("计数(收入[行1..行8]) <= 8", "pass violation undetermined"),
    ("收入.总计 = 支出.总计\n  口径 可不同", "pass rounding undetermined"),
    ("国有资本经营预算财政拨款支出决算表[合计, 合计] >= 0", "pass rounding violation"),
    ("情况说明.三公具体[因公出国, 人次] >= 情况说明.三公具体[因公出国, 团组数]", "pass violation"),
]


@pytest.mark.parametrize(("rule", "due"), DUE)
def test_what_is_due_of_a_rule(rule: str, due: str, tmp_path: Path) -> None:
    tests = run_tests(open_pack(str(of_forms(tmp_path, f"表 收入支出决算总表\n规则 一：{rule}\n", ""))))
    (of_rule,) = measure(tests).rules
    assert " ".join(of_rule.due) == due


def test_what_was_seen_counts(tmp_path: Path) -> None:
    tests = run_pack(tmp_path, one=a_test("用例:\n  总计:\n    - 总计 += 0.02 → 不符\n    - 总计 -= 0.02 → 不符\n"))
    coverage = measure(tests)
    first, second = coverage.rules
    assert first.seen == {"pass": 1, "violation": 2}
    assert first.lacking == ("rounding",)
    assert second.lacking == ("rounding", "violation", "not_applicable")
    assert (coverage.due, coverage.lacking, coverage.percent) == (7, 4, 42)


def test_what_is_said_never_to_be_is_not_due(tmp_path: Path) -> None:
    tests = run_pack(tmp_path, one=a_test("用例:\n  总计:\n    - 不会 尾差（自拟）\n"))
    assert measure(tests).rules[0].due == ("pass", "violation")


def test_nothing_is_covered_by_nothing(tmp_path: Path) -> None:
    assert measure(run_pack(tmp_path)).percent == 0


RULES = """表 收入支出决算总表
规则 平衡：收入.总计 = 支出.总计
规则 下限：收入.其他收入 >= 0
规则 从未：若 收入.事业收入 > 0 则 收入.经营收入 = 支出.结余分配
表 收入决算表
规则 各栏：每行 本年收入合计 = 财政拨款收入 + 其他收入
"""


def test_why_cells_are_not_checked(tmp_path: Path) -> None:
    whole = BALANCE.replace("总计: 1.00", "总计: 1.00\n      列全: true")
    tests = run_tests(open_pack(str(of_forms(tmp_path, RULES, "", whole))))
    (resolved,) = tests.prepared.resolved
    blocks = {(each.form, each.block): each for each in touch_cells(resolved.forms, resolved.rules, tests.seen)}
    forms = resolved.forms
    income = blocks[forms.index["收入支出决算总表"][0], 0]
    touched = {key: row[0].touch for key, row in income.rows.items()}
    assert touched["总计"] == "checked"
    assert touched["其他收入"] == "unequal"
    assert touched["事业收入"] == "condition"
    assert touched["经营收入"] == "never"
    assert touched["上级补助收入"] == "none"
    assert income.rows["总计"][0].rules == ("平衡",)
    table = blocks[[form.title for form in forms.forms].index("收入决算表"), 0]
    assert set(table.rows) == {"合计", OTHER}
    assert [cell.touch for cell in table.rows[OTHER]] == ["never", "never", *["none"] * 4, "never"]


def test_rows_that_a_rule_never_binds_to_are_not_checked_by_it(tmp_path: Path) -> None:
    """Rows that the narrative may have, too: accounts, not the total."""
    rule = "规则 各类：每个科目 情况说明.一般公共具体：决算 = 支出决算表[本行, 本年支出合计]\n"
    tests = run_tests(open_pack(str(of_forms(tmp_path, rule, ""))))
    (resolved,) = tests.prepared.resolved
    blocks = touch_cells(resolved.forms, resolved.rules, tests.seen)
    found = {each.form: each for each in blocks if any(cell.rules for row in each.rows.values() for cell in row)}
    table = found[resolved.forms.index["支出决算表"][0]]
    assert {key: row[0].rules for key, row in table.rows.items()} == {"合计": (), OTHER: ("各类",)}


def test_the_report_alone_covers_little(tmp_path: Path) -> None:
    coverage = measure(run_pack(tmp_path, one=REPORT))
    assert [each.seen for each in coverage.rules] == [{"pass": 1}, {"pass": 1}]
