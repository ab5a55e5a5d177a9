"""The first real report: what is found in it, that nothing else is, and that no cell of its tables can change unseen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from support.checking import REAL_REPORT
from support.real_report import CORRECTIONS

from jsrules.model.outcome import Outcome
from jsrules.model.report import Cell
from jsrules.model.result import Result
from jsrules.outputs.compose import Told
from jsrules.verification.verifier import Verifier

TEXT = REAL_REPORT.read_text("utf-8")

# Changing these would not be noticed; empty, and it should stay so.
UNCOVERED: list[str] = []


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier()


@pytest.fixture(scope="module")
def result(verifier: Verifier) -> Result:
    return verifier.verify(str(REAL_REPORT))


def named(result: Result, outcome: Told) -> str:
    assert result.report is not None
    return result.report.cell_path(outcome.terms[0].cell)


def of_verdict(result: Result, verdict: str) -> list[Told]:
    assert result.report is not None
    return [Told(result.report, outcome) for outcome in result.outcomes if outcome.verdict == verdict]


def test_the_violations_are_exactly_the_known_ones(result: Result) -> None:
    found = Counter(
        (named(result, outcome), outcome.kind, outcome.severity, outcome.left)
        for outcome in of_verdict(result, "violation")
    )
    share = "情况说明.一般公共结构.221 住房保障支出"
    assert found == {
        # 28.29 against table 05, in the sum of its sentence, and against 1.68 %
        (f"{share}.金额", "", "error", "28.29"): 1,
        ("情况说明.一般公共结构.合计.金额", "", "error", "1668.99"): 1,
        (f"{share}.占比", "", "error", "1.68"): 1,
        # 100.21 % by the sentence and by the table
        ("情况说明.一般公共具体.2210201 住房公积金.完成年初预算率", "", "error", "100.21"): 2,
        # 99.99 % by the text and by the tables
        ("情况说明.一般公共总体.支出.占比", "truncation", "warning", "99.99"): 2,
        # a rate on 0.00, stated twice
        ("情况说明.三公具体.因公出国（境）费.完成预算率", "zero_denominator", "warning", "100.00"): 1,
        # two slips of the year
        ("情况说明.三公具体.外宾接待.年度", "", "error", "2020"): 1,
        ("情况说明.项目评分.电子政务平台建设及运维费用.年度", "", "error", "2020"): 1,
    }


def test_the_sum_of_the_sentence_names_the_wrong_figure(result: Result) -> None:
    assert result.report is not None
    (outcome,) = [
        each for each in of_verdict(result, "violation") if named(result, each) == "情况说明.一般公共结构.合计.金额"
    ]
    names = [result.report.cell_path(term.cell) for term in outcome.terms]
    assert "情况说明.一般公共结构.221 住房保障支出.金额" in names
    assert (outcome.difference, outcome.allowance, outcome.beyond) == ("-0.20", "0.02", "0.18")


def test_the_rounding_differences_are_one_amount_printed_in_two_ways(result: Result) -> None:
    roundings = of_verdict(result, "rounding")
    assert {outcome.kind for outcome in roundings} == {"same_amount"}
    pairs = Counter(tuple(sorted((outcome.left, outcome.right))) for outcome in roundings)
    assert pairs == {("1668.98", "1668.99"): 3, ("1669.01", "1669.02"): 2}


def test_nothing_else_is_said(result: Result) -> None:
    assert not result.diagnostics
    assert not of_verdict(result, "undetermined")
    assert len(result.outcomes) > 500
    assert result.count("pass") > 300


def test_every_rule_that_checks_nothing_is_reported(result: Result) -> None:
    outcomes: dict[str, list[Outcome]] = {}
    for outcome in result.outcomes:
        outcomes.setdefault(outcome.rule.identifier, []).append(outcome)
    idle = [each for group in outcomes.values() if all(o.verdict == "not_applicable" for o in group) for each in group]
    assert all(outcome.judgement.reason for outcome in idle)
    assert len(outcomes) == 425


def test_the_corrected_report_is_sound(verifier: Verifier, tmp_path: Path) -> None:
    text = TEXT
    for wrong, right in CORRECTIONS:
        assert text.count(wrong) == 1, wrong
        text = text.replace(wrong, right)
    path = tmp_path / "corrected.yaml"
    path.write_text(text, "utf-8")
    result = verifier.verify(str(path))
    assert not of_verdict(result, "violation")
    assert not of_verdict(result, "undetermined")
    assert {outcome.kind for outcome in of_verdict(result, "rounding")} == {"same_amount"}


def test_any_filled_cell_of_the_tables_changed_by_one_is_noticed(
    verifier: Verifier, result: Result, tmp_path: Path
) -> None:
    report = result.report
    assert report is not None
    tables = [cell for cell in report.cells if cell.amount is not None and not report.forms.forms[cell.form].is_prose]
    assert len(tables) == 139
    lines = TEXT.split("\n")
    path = tmp_path / "changed.yaml"
    unseen = []
    for number, cell in enumerate(tables):
        path.write_text(changed(lines, cell, 100 if number % 2 else -100), "utf-8")
        outcomes = of_verdict(verifier.verify(str(path)), "violation")
        if not any(same(term.cell, cell) for outcome in outcomes for term in outcome.terms):
            unseen.append(report.cell_path(cell))
    assert unseen == UNCOVERED


def changed(lines: list[str], cell: Cell, hundredths: int) -> str:
    """The report with a cell of two decimals changed by so many hundredths."""
    assert cell.amount is not None
    assert cell.amount.decimals == 2
    mantissa = cell.amount.mantissa + hundredths
    figure = f"{'-' if mantissa < 0 else ''}{abs(mantissa) // 100}.{abs(mantissa) % 100:02d}"
    line, start = lines[cell.line - 1], cell.place - 1
    assert line[start : start + len(cell.amount.text)] == cell.amount.text
    new = line[:start] + figure + line[start + len(cell.amount.text) :]
    return "\n".join([*lines[: cell.line - 1], new, *lines[cell.line :]])


def same(one: Cell, other: Cell) -> bool:
    return (one.form, one.block, one.row, one.column) == (other.form, other.block, other.row, other.column)
