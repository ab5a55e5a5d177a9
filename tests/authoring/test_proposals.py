"""Proposals: they parse, resolve, hold in the report, and notice what they say; a rule that is taken away is found again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.checking import REAL_REPORT, resolve_text
from support.sources import ROOT

from jsrules.authoring.detection.detector import changed
from jsrules.authoring.detection.power import Power, measure
from jsrules.authoring.detection.proposals import FOR_A_CELL
from jsrules.authoring.detection.trial import Trial, TrialRequest
from jsrules.base.names import fold
from jsrules.engine.evaluate import evaluate

PACK = ROOT / "spec" / "packs" / "final-accounts"


def without(folder: Path, *files: str) -> TrialRequest:
    """The real report under the shipped pack without some of its files of rules."""
    shutil.copytree(PACK, folder)
    for file in files:
        for path in (folder / "rules").glob(file):
            path.unlink()
    return TrialRequest(
        str(REAL_REPORT), REAL_REPORT.read_text("utf-8"), packs=(str(folder),), kinds=("digit", "swapped")
    )


def check(question: TrialRequest, power: Power) -> None:
    """Everything that is promised of proposals."""
    trial = Trial(question)
    survivors = {each.number for each in power.of("survived")}
    served: dict[object, int] = {}
    for proposal in power.proposals:
        rules = resolve_text(f"表间\n{proposal.text}\n", trial.report.forms)
        verdicts = [outcome.verdict for outcome in evaluate(trial.report, rules)]
        assert not {"violation", "undetermined"} & set(verdicts), proposal.text
        assert sum(verdict in ("pass", "rounding") for verdict in verdicts) >= proposal.places > 0
        assert set(proposal.mutants) <= survivors
        for number in proposal.mutants[:: len(proposal.mutants) // 5 + 1]:
            report = changed(trial.report, trial.mutants[number])
            assert any(outcome.verdict == "violation" for outcome in evaluate(report, rules)), proposal.text
        for cell in proposal.cells:
            served[cell] = served.get(cell, 0) + 1
    assert len({each.text for each in power.proposals}) == len(power.proposals)
    assert sum(count >= FOR_A_CELL for count in served.values()) or not power.proposals


def proposed(power: Power) -> set[str]:
    return {fold(each.text) for each in power.proposals}


def test_sums_of_a_table(tmp_path: Path) -> None:
    question = without(tmp_path / "pack", "0[23]-*.jsr")
    power = measure(question)
    check(question, power)
    assert {
        fold(
            "每行 收入决算表：本年收入合计 = 财政拨款收入 + 上级补助收入 + 事业收入 + 经营收入 + 附属单位上缴收入 + 其他收入"
        ),
        fold("每个科目、每栏 收入决算表：本级 = 合计(下级)"),
        fold("每栏 收入决算表：合计 = 合计(各类)"),
        fold("每个科目、每栏 支出决算表：本级 = 合计(下级)"),
        fold("每栏 支出决算表：合计 = 合计(各类)"),
    } <= proposed(power)


def test_prose_against_itself_and_the_tables(tmp_path: Path) -> None:
    question = without(tmp_path / "pack", "2*.jsr")
    power = measure(question)
    check(question, power)
    assert {
        fold("每行 情况说明.三公总体：完成预算率 = 决算 / 预算"),
        fold("每行 情况说明.总体情况：比上年增减率 = 比上年增减额 / (金额 - 比上年增减额)"),
        fold("每行 情况说明.一般公共具体：决算 = 一般公共预算财政拨款支出决算表[本行, 小计]"),
        fold("每栏 情况说明.一般公共具体：合计 = 合计(各类)"),
        fold("每栏 情况说明.基本支出：基本支出 = 人员经费 + 公用经费"),
        fold("合计(情况说明.一般公共结构[各类, 占比]) = 100%"),
        fold("情况说明.总体情况[收支总计, 年度] = 报告.年度"),
    } <= proposed(power)


FLAT = """
合计:
  收入: 1,669.02
  上年: 0.01
收入情况:
  财政: 1,668.99
  其他: 0.02
  收入: 1,669.01
明细:
  栏: [决算, 基本, 项目]
  行:
    甲: [1234.56, 1000.00, 234.56]
    乙: [434.45, 400.00, 34.45]
    全部: [1669.01, 1400.00, 269.01]
"""


@pytest.mark.parametrize(
    "text",
    [
        "收入情况.收入 = 收入情况.财政 + 收入情况.其他",
        "每栏 明细：全部 = 甲 + 乙",
        "每行 明细：决算 = 基本 + 项目",
    ],
)
def test_a_report_without_a_form_set(text: str, tmp_path: Path) -> None:
    rules = tmp_path / "r.jsr"
    rules.write_text("合计.上年 <= 合计.收入\n", "utf-8")
    question = TrialRequest("report.yaml", FLAT, (str(rules),))
    power = measure(question)
    check(question, power)
    assert fold(text) in proposed(power)


def test_without_survivors_nothing_is_proposed(tmp_path: Path) -> None:
    rules = tmp_path / "r.jsr"
    rules.write_text("甲 = 1.00 ± 0\n", "utf-8")
    power = measure(TrialRequest("report.yaml", "甲: 1.00\n", (str(rules),)))
    assert power.counts["survived"] == 0
    assert power.proposals == []
