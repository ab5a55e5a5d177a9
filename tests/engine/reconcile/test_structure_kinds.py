"""Slips and other causes of whole parts that a report does not show at once, and what is no such cause."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.checking import REAL_REPORT
from support.parts import Changes, at, loaded, look, sheet_of, tables_of_2018

from jsrules.base.record import replace
from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.structure.sheets import Sheet
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.changes import with_amounts, with_cells
from jsrules.model.report import Report

INCOME = "收入决算表"
TOTALS = "财政拨款收入支出决算总表"

Accounts = tuple[Report, list[ResolvedRule]]


@pytest.fixture(scope="module")
def real() -> Accounts:
    return loaded(REAL_REPORT)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    return tables_of_2018(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="module")
def shanghai() -> Accounts:
    return loaded(Path(__file__).parents[2] / "published" / "putuo-guihua-2024.yaml")


def turned(report: Report, sheet: Sheet, first: str, last: str, by: int, columns: list[int]) -> Changes:
    """The figures of some rows printed so many rows lower, those that fall out at the end in the gap."""
    keys = sheet.rows[sheet.rows.index(first) : sheet.rows.index(last) + 1]
    return {
        (sheet.form, sheet.block, keys[(row + by) % len(keys)], column): at(report, sheet, key, column)
        for column in columns
        for row, key in enumerate(keys)
    }


def lower(report: Report, sheet: Sheet, first: str, last: str, by: int, column: int) -> Changes:
    """The figures of some rows of a column printed so many rows lower, with nothing in the gap."""
    rows = range(sheet.rows.index(first), sheet.rows.index(last) + 1)
    places = [(sheet.form, sheet.block, sheet.rows[row], column) for row in rows]
    changes: Changes = dict.fromkeys(places)
    for row in rows:
        changes[sheet.form, sheet.block, sheet.rows[row + by], column] = at(report, sheet, sheet.rows[row], column)
    return changes


def is_within(sheet: Sheet, key: str, ends: tuple[str, str]) -> bool:
    return sheet.rows.index(ends[0]) <= sheet.rows.index(key) <= sheet.rows.index(ends[1])


@pytest.mark.parametrize(
    ("first", "last", "by", "begins"),
    [("20805", "2101102", -4, "2080506"), ("2080502", "2200199", 2, "2080502"), ("2080505", "2120101", 3, "2080505")],
)
def test_all_columns_of_a_list_slipped(shanghai: Accounts, first: str, last: str, by: int, begins: str) -> None:
    """Most sums fall short then, as if the list lacked rows, and no figure of them is as the others want it."""
    report, rules = shanghai
    sheet = sheet_of(report, INCOME)
    wrong = with_amounts(report, turned(report, sheet, first, last, by, sheet.columns))
    found, _ = look(wrong, rules)
    (cause,) = found.causes
    assert (cause.kind, cause.form, cause.columns) == ("shifted", sheet.form, ())
    (slip,) = cause.slips
    assert slip.step == by
    assert is_within(sheet, begins, slip.firsts)
    before = sum(each.verdict == "violation" for each in evaluate(report, rules))
    assert sum(each.verdict == "violation" for each in found.outcomes) <= before


@pytest.mark.parametrize("factor", [3, 7])
def test_a_block_of_few_figures_from_the_year_before(real: Accounts, factor: int) -> None:
    report, rules = real
    sheet = sheet_of(report, TOTALS, 0)
    old: Changes = {}
    for key in sheet.rows:
        for column in sheet.columns:
            amount = at(report, sheet, key, column)
            mantissa = amount.mantissa // 10 * factor if amount is not None else 0
            old[sheet.form, 0, key, column] = (
                replace(amount, mantissa=mantissa, text=str(mantissa)) if amount is not None else None
            )
    assert sum(each is not None for each in old.values()) < 6
    prior = with_amounts(report, old)
    prior.cells = [replace(each) for each in prior.cells]
    wrong = with_amounts(report, old)
    wrong.attach(with_cells(prior, prior.cells))
    found, _ = look(wrong, rules)
    assert [(each.kind, each.form, each.block) for each in found.causes] == [("prior_year", sheet.form, 0)]


def test_a_slip_that_brings_back_two_rows_and_overwrites_one(tables: Accounts) -> None:
    """Figure by figure three are to be changed; two of them stand a row higher than they belong."""
    report, rules = tables
    sheet = sheet_of(report, TOTALS, 1)
    changes: Changes = {
        (sheet.form, 1, "208", 1): at(report, sheet, "221", 1),
        (sheet.form, 1, "221", 1): at(report, sheet, "本年支出合计", 1),
        (sheet.form, 1, "本年支出合计", 1): None,
    }
    found, _ = look(with_amounts(report, changes), rules)
    assert [each.kind for each in found.causes] == ["shifted"]


def test_a_segment_that_only_a_sum_speaks_for_is_not_told(real: Accounts) -> None:
    """One figure is not known then, and makes any sum right."""
    report, rules = real
    sheet = sheet_of(report, "一般公共预算财政拨款基本支出决算明细表", 1)
    found, _ = look(with_amounts(report, lower(report, sheet, "30201", "30211", 1, 0)), rules)
    assert not [each for each in found.causes if each.kind == "shifted"]


def test_two_accounts_of_the_same_shape_are_not_in_each_others_place(shanghai: Accounts) -> None:
    """Each with its parts would agree in the other's place, too, and what is wrong would be overwritten."""
    report, rules = shanghai
    sheet = sheet_of(report, INCOME)
    changes: Changes = {}
    for key, column, more in [("22001", 1, -300000), ("2200199", 0, 100), ("2200199", 1, -300), ("22102", 0, 7)]:
        amount = at(report, sheet, key, column)
        assert amount is not None
        mantissa = amount.mantissa + more
        changes[sheet.form, 0, key, column] = replace(amount, mantissa=mantissa, text=str(mantissa))
    found, _ = look(with_amounts(report, changes), rules)
    assert found.causes == []


@pytest.mark.parametrize(("first", "last", "by"), [("201", "2080505", 1), ("2010306", "22102", 2), ("208", "229", 3)])
def test_where_a_slip_begins_and_ends_is_told_as_far_as_it_can_be_told(
    real: Accounts, first: str, last: str, by: int
) -> None:
    report, rules = real
    sheet = sheet_of(report, "支出决算表")
    found, _ = look(with_amounts(report, turned(report, sheet, first, last, by, [0])), rules)
    (cause,) = found.causes
    (slip,) = cause.slips
    assert (cause.kind, cause.columns, slip.step) == ("shifted", (0,), by)
    assert is_within(sheet, first, slip.firsts)
    ends = sheet.rows[sheet.rows.index(last) - by]
    assert is_within(sheet, ends, slip.lasts)


SPENT = "支出决算表"


def copied(report: Report, sheet: Sheet, column: int, other: Sheet, beside: int) -> Changes:
    """A column with the figures of another one, row by row."""
    keys = set(other.rows)
    return {
        (sheet.form, sheet.block, key, column): at(report, other, key, beside) if key in keys else None
        for key in sheet.rows
    }


def test_a_blank_column_does_not_take_up_less_than_nothing(tables: Accounts) -> None:
    """What was copied would add up if a blank column were negative, which its form does not allow."""
    report, rules = tables
    sheet = sheet_of(report, SPENT)
    found, _ = look(with_amounts(report, copied(report, sheet, 2, sheet_of(report, INCOME), 1)), rules)
    assert [(each.kind, each.form) for each in found.causes] == [("copied", sheet.form)]


def test_a_column_copied_from_one_that_is_much_the_same(shanghai: Accounts) -> None:
    """Most rows are equal by right; those that are not tell in two directions at once that it was copied."""
    report, rules = shanghai
    sheet, other = sheet_of(report, SPENT), sheet_of(report, INCOME)
    for mine, theirs in ((sheet, other), (other, sheet)):
        found, _ = look(with_amounts(report, copied(report, mine, 0, theirs, 0)), rules)
        assert [(each.kind, each.form, each.columns) for each in found.causes] == [("copied", mine.form, (0,))]


def test_a_column_that_is_much_the_same_by_right_is_no_copy(shanghai: Accounts) -> None:
    """Three errors in another column are against the sums of that one."""
    report, rules = shanghai
    sheet = sheet_of(report, SPENT)
    same = with_amounts(report, copied(report, sheet, 0, sheet_of(report, INCOME), 0))
    changes: Changes = {}
    for key in ("2080505", "2101101", "22102"):
        amount = at(same, sheet, key, 1)
        assert amount is not None
        changes[sheet.form, 0, key, 1] = replace(amount, mantissa=amount.mantissa + 777, text="")
    found, _ = look(with_amounts(report, changes), rules)
    assert found.causes == []
