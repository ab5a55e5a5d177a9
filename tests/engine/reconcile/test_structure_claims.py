"""Nothing is said of whole parts of a report where single figures are wrong, or nothing is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from support.checking import REAL_REPORT, load, resolve_text
from support.solving import reconcile_by

from jsrules.base.record import replace
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.changes import CellPlace, with_amounts, with_cells
from jsrules.model.reconciliation import Reconciliation
from jsrules.model.report import Amount, Report
from jsrules.verification.verifier import Verifier


def claimed(rules: str, report: str) -> Reconciliation:
    loaded = load(report)
    return reconcile_by(loaded, resolve_text(rules, loaded.forms))


@pytest.mark.parametrize(
    "report",
    [
        "甲: 0.00\n乙: 0.00\n丙: 0.00\n合计: 5.00\n",  # one total over zeros
        "甲:\n乙:\n丙:\n合计: 5.00\n",  # and over blanks
        "甲: 5.00\n乙: 5.00\n丙: 5.00\n合计: 5.00\n",  # equal figures
        "甲: 1.00\n乙: 2.00\n丙: 3.00\n合计: 60000.00\n",  # a total in another unit is one figure
    ],
)
def test_a_tiny_report_has_no_parts(report: str) -> None:
    assert claimed("合计 = 甲 + 乙 + 丙\n", report).structure == []


TWINS = "".join(f"一.{name} = 二.{name}\n二.{name} = 三.{name}\n" for name in "甲乙丙丁")


def twin(**wrong: str) -> str:
    right = {"甲": "11.00", "乙": "22.00", "丙": "33.00", "丁": "44.00"}
    tables = ("一", "二", "三")
    return "".join(
        f"{table}:\n" + "".join(f"  {name}: {wrong.get(table + name, value)}\n" for name, value in right.items())
        for table in tables
    )


def test_tables_that_are_equal_by_right_are_no_copies() -> None:
    assert claimed(TWINS, twin()).structure == []
    assert claimed(TWINS, twin(三甲="12.00", 三丁="45.00")).structure == []
    # Three figures of one table wrong, each in its own way: the other two are equal by right.
    assert claimed(TWINS, twin(三甲="12.00", 三乙="52.00", 三丁="45.00")).structure == []


def test_two_figures_exchanged_are_figures() -> None:
    claim = claimed(TWINS, twin(三甲="22.00", 三乙="11.00"))
    assert claim.structure == []
    assert len(claim.causes) == 1


@pytest.fixture(scope="module")
def real() -> tuple[Report, list[ResolvedRule]]:
    loaded = Verifier().load(str(REAL_REPORT))
    (ready,) = loaded.rules
    assert loaded.result.report is not None
    return loaded.result.report, ready.resolved.rules


def test_a_whole_report_in_another_unit_is_consistent(real: tuple[Report, list[ResolvedRule]]) -> None:
    """元 declared as 万元 throughout, prose included."""
    report, rules = real
    cells = [
        replace(cell, amount=replace(cell.amount, text=str(mantissa), mantissa=mantissa))
        for cell in report.cells
        if cell.amount is not None and cell.amount.unit.dimension == "money"
        for mantissa in [cell.amount.mantissa * 10**4]
    ]
    assert reconcile_by(with_cells(report, cells), rules).structure == []


@pytest.mark.parametrize("errors", [1, 2, 3, 5, 8, 13, 21, 34])
def test_single_errors_are_single(real: tuple[Report, list[ResolvedRule]], errors: int) -> None:
    report, rules = real
    chance = random.Random(errors)
    cells = [
        cell
        for cell in report.cells
        if cell.amount is not None
        and cell.amount.mantissa
        and cell.amount.unit.dimension == "money"
        and not cell.restated
    ]
    for _ in range(3):
        changes: dict[CellPlace, Amount | str | None] = {}
        for cell in chance.sample(cells, errors):
            amount = cell.amount
            assert amount is not None
            digits = list(str(abs(amount.mantissa)))
            at = chance.randrange(len(digits))
            digits[at] = chance.choice([each for each in "0123456789" if each != digits[at]])
            mantissa = int("".join(digits))
            changes[cell.form, cell.block, cell.row, cell.column] = Amount(
                str(mantissa), mantissa, amount.decimals, amount.unit, amount.exact
            )
        wrong = with_amounts(report, changes)
        claim = reconcile_by(wrong, rules)
        assert claim.structure == [], changes


def test_a_prior_year_that_is_equal_by_right(tmp_path: Path) -> None:
    """The same tables a year before: what is wrong in this year's is no copy."""
    tables = REAL_REPORT.read_text(encoding="utf-8").partition("\n情况说明:")[0] + "\n"
    wrong, prior = tmp_path / "2021.yaml", tmp_path / "2020.yaml"
    wrong.write_text(tables.replace("453.20, 453.20", "453.20, 463.20", 1), encoding="utf-8")
    prior.write_text(tables.replace("年度: 2021", "年度: 2020"), encoding="utf-8")
    loaded = Verifier().load(str(wrong), str(prior))
    (ready,) = loaded.rules
    assert loaded.result.report is not None and loaded.result.report.prior is not None
    claim = reconcile_by(loaded.result.report, ready.resolved.rules)
    assert claim.causes and claim.structure == []


BLANK = """报告: 部门决算
单位: 某局
年度: 2021
金额单位: 万元
一般公共预算财政拨款“三公”经费支出决算表:
{note}  栏: [预算数, 决算数]
  行:
    合计: [~, ~]
    公务接待费: [~, ~]
情况说明:
  三公总体:
    三公经费: {{年度: 2021, 决算: 0.95}}
"""


@pytest.mark.parametrize(("note", "kinds"), [("", ["emptied"]), ("  说明: 本表无数据\n", [])])
def test_a_blank_table_against_the_prose(tmp_path: Path, note: str, kinds: list[str]) -> None:
    """The table was not filled in, unless it says that it is empty; the prose is not told to say 0.00."""
    path = tmp_path / "blank.yaml"
    path.write_text(BLANK.format(note=note), encoding="utf-8")
    result = Verifier().verify(str(path), reconcile=2)
    assert result.reconciliation is not None
    assert [each.kind for each in result.reconciliation.structure] == kinds
    if kinds:
        assert result.reconciliation.causes == []
