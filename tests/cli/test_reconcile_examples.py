"""What ``jsrules reconcile`` says of small reports that each have one thing wrong with them: who is to blame, and who is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.sources import ROOT

from jsrules.cli import main

SMALL = str(ROOT / "spec" / "conformance" / "forms" / "small.yaml")


class Shell:
    """Runs the command in a folder of its own."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def said(self, report: str, rules: str, *options: str) -> tuple[int, str]:
        """The exit code, and what is printed, without line ends."""
        Path("a.yaml").write_text(report, "utf-8")
        Path("r.jsr").write_text(rules, "utf-8")
        code = main(["reconcile", "a.yaml", "--rules", "r.jsr", *options])
        return code, self.capsys.readouterr().out.replace("\n", "")

    def found(self, report: str, rules: str, *options: str) -> dict[str, Any]:
        """What it says as JSON."""
        _, said = self.said(report, rules, "--format", "json", *options)
        found: dict[str, Any] = json.loads(said)["reconciliation"]
        return found

    def blamed(self, report: str, rules: str, *options: str) -> list[set[str]]:
        """The figures of each correction that is told."""
        causes = self.found(report, rules, *options)["causes"]
        return [
            {suspect["ref"] for suspect in correction["suspects"]}
            for each in causes
            for correction in each["corrections"]
        ]


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    return Shell(capsys)


# -- conditions


def test_a_condition_is_not_freed_by_a_last_place(shell: Shell) -> None:
    report, rules = "总计: 8.00\n甲: 5.00\n乙: 3.00\n车: 0 辆\n", "总计 = 甲 + 乙\n规则 车：若 甲 > 0 则 车 >= 1\n"
    assert shell.blamed(report, rules) == [{"车"}]
    code, said = shell.said(report, rules)
    assert code == 1
    assert "0 辆 应至少 1 辆" in said
    assert "5.01" not in said


@pytest.mark.parametrize("kind", ["", " 个"])
def test_rules_that_contradict_each_other_blame_no_figure(kind: str, shell: Shell) -> None:
    rules = "规则 甲：若 x > 0 则 y > 0\n规则 乙：x >= 1\n规则 丙：y <= 0\n"
    code, said = shell.said(f"x: 3{kind}\ny: 2{kind}\n", rules)
    assert code == 1
    assert "没有数要改，是公式有误" in said
    named = said.partition("都不能同时成立：")[2]
    assert all(name in named[:12] for name in "甲乙丙")
    assert shell.blamed(f"x: 3{kind}\ny: 2{kind}\n", rules) == []


def test_counts_are_wrong_and_not_an_amount_that_others_confirm(shell: Shell) -> None:
    report = "国内: 0.07\n接待: 0.07\n合计: 0.07\n团组: 0 个\n人次: 0 人次\n"
    rules = "接待 = 国内\n合计 = 国内\n若 国内 > 0 则 团组 >= 1\n若 国内 > 0 则 人次 >= 1\n"
    assert set().union(*shell.blamed(report, rules)) == {"团组", "人次"}
    _, said = shell.said(report, rules)
    assert "0.07 应" not in said


def test_a_correction_that_makes_a_condition_true_goes_with_what_it_asks(shell: Shell) -> None:
    report = "a: 40 个\nb: 40 个\nt: 8 个\ne: 0 个\n"
    rules = "t = a + b\n若 t > 50 则 e >= 1\na >= 0\nb >= 0\nt >= 0\ne >= 0\n"
    assert {"t"} not in shell.blamed(report, rules)
    assert {"t", "e"} in shell.blamed(report, rules)
    code, _ = shell.said(report.replace("t: 8", "t: 80").replace("e: 0", "e: 1"), rules)
    assert code == 0


# -- rates


@pytest.mark.parametrize("rate", ["52.94%", "52.95%"])
def test_a_rate_of_printed_amounts_and_one_of_true_ones_are_sound(rate: str, shell: Shell) -> None:
    """0.09 of 0.17 as printed is 52.94%; amounts that print so make 52.95%, too."""
    code, said = shell.said(f"部分: 0.09\n全部: 0.17\n率: {rate}\n", "率 = 部分 / 全部\n")
    assert code == 0
    assert "应为" not in said


def test_right_rates_are_not_blamed_for_a_total(shell: Shell) -> None:
    report = "表:\n  栏: [金额, 另]\n  行:\n    甲: [1000.00, 500.00]\n    乙: [100.00, 600.00]\n    合计: [100.00, 1100.00]\n占比: 90.91%\n"
    rules = "规则 和：每栏 表：合计 = 甲 + 乙\n规则 占：占比 = 表[甲, 金额] / 表[合计, 金额]\n"
    assert shell.blamed(report, rules) == [{"表.合计.金额"}]
    assert "100.00 应为 1100.00" in shell.said(report, rules)[1]


# -- what takes no part


BUDGET = "支出:\n  栏: [决算, 预算]\n  行:\n    甲: [5.00, 7.00]\n    乙: [5.00, 3.00]\n    总计: [10.00, 10.00]\n"
ADDS_UP = "表 支出\n规则 和：每栏 总计 = 甲 + 乙\n"


@pytest.mark.parametrize(
    ("metadata", "code", "why"),
    [
        ("级别 警告", 0, "没有写类型是平衡或逻辑，可能属实"),
        ("级别 错误", 1, "没有写类型是平衡或逻辑，可能属实"),
        ("类型 核实", 0, "是核实性的，可能属实"),
        ("类型 核实\n  级别 错误", 1, "是核实性的，可能属实"),
    ],
)
def test_an_overspent_budget_blames_no_figure(metadata: str, code: int, why: str, shell: Shell) -> None:
    rules = f"{ADDS_UP}规则 不超：每行 决算 <= 预算\n  {metadata}\n"
    assert shell.blamed(BUDGET, rules) == []
    found, said = shell.said(BUDGET, rules)
    assert found == code
    assert "没有数要改" in said
    assert "没有差错" not in said
    assert why in said
    assert "应为" not in said


def test_a_hint_breaks_no_correction(shell: Shell) -> None:
    """What a figure should be may well be above the budget."""
    rules = f"{ADDS_UP}规则 不超：每行 决算 <= 预算\n  类型 核实\n  级别 错误\n"
    report = BUDGET.replace("乙: [5.00, 3.00]", "乙: [4.00, 3.00]").replace("总计: [10.00", "总计: [15.00")
    assert {"支出.甲.决算"} in shell.blamed(report, rules)


def test_violations_beside_are_told_by_what_they_are_about(shell: Shell) -> None:
    rules = "表间\n规则 齐：每张表 存在(本表)\n规则 总：情况说明.总体.总额 = 总表.收入.合计\n"
    report = "报告: 小决算\n年度: 2021\n总表:\n  收入: {合计: 5.00}\n情况说明:\n  总体: {总额: 5.00}\n"
    code, said = shell.said(report, rules, "--forms", SMALL)
    assert code == 1
    assert "是缺的表，没有数可改" in said
    assert "不是金额" not in said


# -- parts of a report


EMPTY = """报告: 小决算
年度: 2021
总表:
  收入: {合计: 257.14}
基金表:
  栏: [小计, 年初]
  行:
    合计: [~, ~]
情况说明:
  总体: {总额: 257.14}
  专项: {金额: 0.95}
"""


def test_an_empty_table_is_to_blame_and_not_the_prose(shell: Shell) -> None:
    rules = "表间\n规则 专项：情况说明.专项.金额 = 基金表[合计, 小计]\n规则 总额：情况说明.总体.总额 = 总表.收入.合计\n"
    found = shell.found(EMPTY, rules, "--forms", SMALL)
    assert [(each["kind"], each["table"]) for each in found["structure"]] == [("emptied", "基金表")]
    assert found["causes"] == []
    code, said = shell.said(EMPTY, rules, "--forms", SMALL)
    assert code == 1
    assert "“基金表”整张没有填" in said
    assert "0.95 应为" not in said
    assert "基金表.合计.小计 只能是 0.95" in said.replace("  ", " ")
    assert "基金表.合计.小计 空白 0.95" in said.replace("  ", " ")
    assert "？" not in said


# -- values


@pytest.mark.parametrize(
    ("report", "rules", "expected"),
    [
        ("甲: 0.3\n乙: 2,961.68\n丙: 2,961.68\n", "甲 = 乙\n乙 = 丙\n甲 = 丙\n", "0.3 应为 2961.68"),
        ("甲: 100.00\n乙: 1000.00\n丙: 1000.00\n", "甲 = 乙\n乙 = 丙\n", "100.00 应为 1000.00"),
    ],
)
def test_what_a_figure_should_be(report: str, rules: str, expected: str, shell: Shell) -> None:
    code, said = shell.said(report, rules)
    assert code == 1
    assert expected in said
    assert "颠倒" not in said


def test_one_amount_in_two_values_is_no_swap_and_has_nothing_to_do_with_another_error(shell: Shell) -> None:
    report = "甲: 236.63\n乙: 236.64\n丙: 236.64\n丁: 5.00\n戊: 7.00\n己: 7.00\n"
    rules = "甲 = 乙\n丙 = 甲\n丁 = 戊\n戊 = 己\n"
    causes = shell.found(report, rules)["causes"]
    assert [[{s["ref"] for s in one["suspects"]} for one in each["corrections"]] for each in causes] == [
        [{"丁"}],
        [{"甲"}],
    ]
    assert [each["two_values"] is not None for each in causes] == [False, True]
    _, said = shell.said(report, rules)
    assert "236.63 与 236.64 是一笔金额，应都是 236.64" in said
    assert "互换" not in said
    assert "1 个数有误，1 个是一数两印" in said


def test_two_figures_in_each_other_s_place_are_swapped(shell: Shell) -> None:
    report = "甲: 5.00\n乙: 7.00\n丙: 7.00\n丁: 5.00\n"
    _, said = shell.said(report + "丙二: 7.00\n丁二: 5.00\n", "甲 = 丙\n丙 = 丙二\n乙 = 丁\n丁 = 丁二\n")
    assert said.count("互换") == 2


# -- what nobody knows


def test_what_an_unknown_figure_must_be_is_told(shell: Shell) -> None:
    code, said = shell.said("甲: 见附件\n乙: 1\n丙: 3\n", "丙 = 甲 + 乙\n")
    assert code == 1  # a figure that cannot be read counts as the rule does
    assert "没有差错" not in said
    assert "甲（印的是“见附件”） 只能是 2" in said.replace("  ", " ")


def test_that_no_value_of_an_unknown_figure_works_is_found(shell: Shell) -> None:
    report, rules = "x: 10 个\ny: 不详\nz: 5 个\n", "x + y = z\ny >= 0\n"
    assert shell.blamed(report, rules) == [{"x"}, {"z"}]
    _, said = shell.said(report, rules)
    assert "10 个 应至多 5 个" in said
    assert "5 个 应至少 10 个" in said


@pytest.mark.parametrize(
    ("report", "rules", "code"),
    [
        ("甲: 1.00\n乙: 2.00\n丙: 3.00\n", "丙 = 甲 + 乙\n", 0),
        ("甲: 1.00\n乙: 2.00\n丙: 3.01\n", "丙 = 甲 + 乙\n", 0),
        ("甲: 1.00\n乙: 2.00\n丙: 4.00\n", "丙 = 甲 + 乙\n", 1),
        ("甲: 1.00\n乙: 2.00\n丙: 4.00\n", "丙 = 甲 + 乙 ± 0.5\n", 1),
        ("甲: 1.00\n乙: 2.00\n丙: 4.00\n", "丙 = 甲 + 乙\n  级别 提示\n", 0),
        ("甲: 1.00\n乙: 2.00\n丙: 4.00\n", "存在(甲) 且 空白(乙)\n", 1),
    ],
)
def test_exit_codes(report: str, rules: str, code: int, shell: Shell) -> None:
    found, said = shell.said(report, rules)
    assert found == code
    assert ("没有差错" in said) <= (code == 0)
    assert "0 条公式" not in said
