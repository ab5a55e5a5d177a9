"""A seeded part of ``bench/structure.py``: parts of the real report put out of order are named, in their place."""

from __future__ import annotations

import random

import pytest
from support.checking import REAL_REPORT
from support.parts import Changes, at, loaded, look, sheet_of, tables_of_2018

from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.structure.sheets import Sheet, sheets_of
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.changes import with_amounts
from jsrules.model.report import Amount, Report

REACH = 300
"""What a report must need, figure by figure, in hundredths, for a part of it to be blamed."""


@pytest.fixture(scope="module")
def real() -> tuple[Report, list[ResolvedRule]]:
    return loaded(REAL_REPORT)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, list[ResolvedRule]]:
    return tables_of_2018(tmp_path_factory.mktemp("tables"))


def swapped(report: Report, sheet: Sheet, one: str, other: str) -> Changes:
    changes: Changes = {}
    for column in sheet.columns:
        changes[sheet.form, sheet.block, one, column] = at(report, sheet, other, column)
        changes[sheet.form, sheet.block, other, column] = at(report, sheet, one, column)
    return changes


def columns_swapped(report: Report, sheet: Sheet, one: int, other: int) -> Changes:
    changes: Changes = {}
    for key in sheet.rows:
        changes[sheet.form, sheet.block, key, one] = at(report, sheet, key, other)
        changes[sheet.form, sheet.block, key, other] = at(report, sheet, key, one)
    return changes


def emptied(sheet: Sheet) -> Changes:
    return {(sheet.form, sheet.block, key, column): None for key in sheet.rows for column in sheet.columns}


def slipped(report: Report, sheet: Sheet, first: int, last: int, columns: list[int]) -> Changes:
    changes: Changes = {}
    for column in columns:
        for row in range(first, last + 1):
            place = sheet.form, sheet.block, sheet.rows[row + 1], column
            changes[place] = at(report, sheet, sheet.rows[row], column)
        changes[sheet.form, sheet.block, sheet.rows[first], column] = None
    return changes


def test_rows_that_are_parts_of_the_same_sums(real: tuple[Report, list[ResolvedRule]]) -> None:
    """Only what each of the two rows is the sum of is violated."""
    report, rules = real
    sheet = sheet_of(report, "收入决算表")
    found, _ = look(with_amounts(report, swapped(report, sheet, "208", "221")), rules)
    assert [(each.kind, each.form, set(each.rows)) for each in found.causes] == [
        ("rows_swapped", sheet.form, {"208", "221"})
    ]


def test_a_row_and_a_blank_one(real: tuple[Report, list[ResolvedRule]]) -> None:
    """Nothing that the blank row is in is violated."""
    report, rules = real
    sheet = sheet_of(report, "财政拨款收入支出决算总表", 1)
    rows = "本年支出合计", "年末财政拨款结转和结余"
    found, _ = look(with_amounts(report, swapped(report, sheet, *rows)), rules)
    assert [(each.kind, each.form, set(each.rows)) for each in found.causes] == [
        ("rows_swapped", sheet.form, set(rows))
    ]


@pytest.mark.parametrize("block", [0, 1])
def test_a_block_of_the_basic_expenditure_without_prose(tables: tuple[Report, list[ResolvedRule]], block: int) -> None:
    """One sum of both blocks speaks against the blank one, and no figure alone puts it right."""
    report, rules = tables
    sheet = sheet_of(report, "一般公共预算财政拨款基本支出决算明细表", block)
    found, _ = look(with_amounts(report, emptied(sheet)), rules)
    assert [(each.kind, each.form, each.block) for each in found.causes] == [("emptied", sheet.form, block)]


def test_figures_that_were_rounded_before_they_were_printed_in_another_unit(
    tables: tuple[Report, list[ResolvedRule]],
) -> None:
    """A sum that holds within rounding only holds no less with four zeros more."""
    report, rules = tables
    sheet = sheet_of(report, "收入决算表")
    changes: Changes = {}
    for key in sheet.rows:
        for column in sheet.columns:
            amount = at(report, sheet, key, column)
            if amount is not None:
                mantissa = amount.mantissa * 10**4
                changes[sheet.form, 0, key, column] = Amount(str(mantissa), mantissa, amount.decimals, amount.unit)
    found, _ = look(with_amounts(report, changes), rules)
    assert [(each.kind, each.form, each.power) for each in found.causes] == [("unit_scale", sheet.form, -4)]
    assert not [each for each in found.outcomes if each.verdict == "violation"]
    assert "10^" not in "".join(each.amount.text for each in found.causes[0].moved if each.amount is not None)


@pytest.mark.parametrize("seed", range(24))
def test_parts_out_of_order_at_random(
    real: tuple[Report, list[ResolvedRule]], tables: tuple[Report, list[ResolvedRule]], seed: int
) -> None:
    """A cause of the kind in the place, or one with which everything holds that held before."""
    chance = random.Random(seed)
    report, rules = real if seed % 3 == 0 else tables
    sheets = [each for each in sheets_of(report) if len(each.rows) > 8 and len(each.columns) > 1]
    sheet = chance.choice(sheets)
    kind = ("rows_swapped", "columns_swapped", "emptied", "shifted")[seed % 4]
    if kind == "rows_swapped":
        changes = swapped(report, sheet, *chance.sample(sheet.rows, 2))
    elif kind == "columns_swapped":
        changes = columns_swapped(report, sheet, *chance.sample(sheet.columns[:3], 2))
    elif kind == "emptied":
        changes = emptied(sheet)
    else:
        first = chance.randrange(len(sheet.rows) - 6)
        changes = slipped(report, sheet, first, first + 4, chance.choice([sheet.columns, sheet.columns[:1]]))
    clean = sum(each.verdict == "violation" for each in evaluate(report, rules))
    found, before = look(with_amounts(report, changes), rules)
    if before < REACH and kind != "emptied":
        assert len(found.causes) <= 1
        return
    left = sum(each.verdict == "violation" for each in found.outcomes)
    named = [each for each in found.causes if (each.kind, each.form) == (kind, sheet.form)]
    assert named or (len(found.causes) == 1 and left <= clean), [each.kind for each in found.causes]
