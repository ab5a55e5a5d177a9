"""The headline counts the violations that a reader sees, and names the formulas behind them."""

from __future__ import annotations

import re

import pytest
from support.sources import ROOT

from jsrules.base.record import replace
from jsrules.model.result import Result
from jsrules.outputs.compose import Teller
from jsrules.outputs.groups import seen_violations
from jsrules.outputs.summary import SummaryLine
from jsrules.outputs.terminal import Terminal
from jsrules.outputs.text import compose_result
from jsrules.verification.verifier import Verifier

REPORTS = sorted([*(ROOT / "tests" / "published").glob("*.yaml"), *(ROOT / "reports").glob("*.yaml")])

ENTRY = re.compile(r"^ *[0-9]+[a-z]*\. 不符（", re.MULTILINE)


def _number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    return int(found[1]) if found is not None else 0


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_it_counts_the_entries_of_the_list(path: object) -> None:
    result = Verifier().verify(str(path), reconcile=5)
    shown = Terminal(200).write(compose_result(result))
    headline = next(each for each in shown.splitlines() if each.startswith("结论："))
    places, formulas = _number(r"不符 (\d+) [处条]", headline), _number(r"；(\d+) 条公式）", headline)
    tables = _number(r"缺 (\d+) 张表", headline)
    seen = seen_violations(Teller(result))
    assert places + len(seen.absent) == len(ENTRY.findall(shown))
    assert (formulas or places) + sum(map(len, seen.absent)) == result.count("violation")
    assert tables == shown.partition("报告中没有 ")[2].partition("规则")[0].count("、") + (tables > 0)
    line = SummaryLine.of(result)
    assert line.errors + line.warnings == places + len(seen.absent)


def test_the_words() -> None:
    def headline(name: str) -> str:
        result = Verifier().verify(str(ROOT / "tests" / "published" / f"{name}.yaml"), reconcile=5)
        return Terminal(200).write(compose_result(result)).partition("结论：")[2].splitlines()[0]

    assert headline("putuo-guihua-2024").startswith("不符 6 处（错误 2、警告 4；8 条公式）；尾差 20 条")
    assert headline("tianshui-youeryuan-2017").startswith("不符 1 条（错误 1）；缺 8 张表（警告）；无法判断")


def test_tables_that_rules_weigh_differently() -> None:
    path = ROOT / "tests" / "published" / "tianshui-youeryuan-2017.yaml"
    result = Verifier().verify(str(path))
    absent = [each for each in result.outcomes if each.rule.name == "须有公开的表" and each.verdict == "violation"]
    grave = replace(absent[0], rule=replace(absent[0].rule, severity="error", identifier="p/另一条"))
    changed = Result(result.path, report=result.report, packs=result.packs, outcomes=[*absent, grave])
    shown = Terminal(200).write(compose_result(changed))
    assert "结论：缺 8 张表（错误 1、警告 7）" in shown, "a table that two rules ask for is one table"
