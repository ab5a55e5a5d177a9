"""Segments of one column that slipped: what tells their ends, and what speaks for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.checking import load, resolve_text
from support.parts import Changes, at, loaded, look, sheet_of, tables_of_2018

from jsrules.base.record import replace
from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.identities import collect
from jsrules.engine.reconcile.structure.board import Board
from jsrules.engine.reconcile.structure.exchanged import rows_swapped
from jsrules.engine.reconcile.structure.guess import desk_of
from jsrules.engine.reconcile.structure.sheets import Sheet
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.changes import with_amounts
from jsrules.model.report import Report

LISTED = "一般公共预算财政拨款基本支出决算表"

Printed = tuple[Report, list[ResolvedRule]]


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return tables_of_2018(tmp_path_factory.mktemp("older"))


@pytest.fixture(scope="module")
def bureau() -> Printed:
    return loaded(Path(__file__).parents[2] / "published" / "putuo-guihua-2024.yaml")


def segment(report: Report, sheet: Sheet, rows: tuple[int, int], step: int, wrapped: bool) -> Changes:
    """The figures of some rows of the first column printed ``step`` rows lower; the rows that they left are blank, or
    hold what was overwritten.
    """
    first, last = rows
    left = range(first, first + step) if step > 0 else range(last + 1 + step, last + 1)
    lost = range(last + 1, last + 1 + step) if step > 0 else range(first + step, first)
    origins: dict[int, int | None] = {row + step: row for row in range(first, last + 1)}
    origins.update({row: other if wrapped else None for row, other in zip(left, lost, strict=True)})
    return {
        (sheet.form, sheet.block, sheet.rows[row], 0): at(report, sheet, sheet.rows[origin], 0)
        if origin is not None
        else None
        for row, origin in origins.items()
    }


def is_told(printed: Printed, sheet: Sheet, rows: tuple[int, int], step: int, wrapped: bool) -> bool:
    """Whether the slip is the one cause of parts, and its true ends are among those that are told."""
    report, rules = printed
    found, before = look(with_amounts(report, segment(report, sheet, rows, step, wrapped)), rules)
    assert before >= 300
    if [(each.kind, each.form, each.block, each.columns) for each in found.causes] != [
        ("shifted", sheet.form, sheet.block, (0,))
    ]:
        return False
    (slip,) = found.causes[0].slips
    ends = zip(rows, (slip.firsts, slip.lasts), strict=True)
    return slip.step == step and all(
        sheet.rows.index(least) <= row <= sheet.rows.index(most) for row, (least, most) in ends
    )


def test_what_was_overwritten_tells_where_a_long_slip_begins(bureau: Printed) -> None:
    """The shortest segment that violates nothing, what was overwritten being unknown, begins four rows too late, and
    what was overwritten does not fit it.
    """
    assert is_told(bureau, sheet_of(bureau[0], LISTED, 1), (26, 35), -6, wrapped=True)


def test_what_was_overwritten_tells_which_way_a_column_slipped(older: Printed) -> None:
    """Three rows up with what was overwritten unknown is as good as what happened, unless its end is tried."""
    assert is_told(older, sheet_of(older[0], "收入支出决算总表"), (3, 8), 3, wrapped=True)


def test_a_total_that_was_overwritten_speaks_for_the_slip_where_two_sums_agree_on_it(older: Printed) -> None:
    """A sum of the segment, and the total: one row says what it was, the other one only with what is brought back."""
    assert is_told(older, sheet_of(older[0], "一般公共预算财政拨款基本支出决算明细表"), (0, 8), 2, wrapped=False)


def test_figures_that_nobody_knows_are_no_reason_to_doubt_what_two_rows_say(bureau: Printed) -> None:
    """Six figures were overwritten, and nothing says what they were; two figures are found where other tables want
    them, and eleven more are brought back beside them.
    """
    assert is_told(bureau, sheet_of(bureau[0], LISTED, 1), (8, 34), -6, wrapped=False)


def test_a_figure_that_belongs_where_it_stands_is_no_evidence_elsewhere(older: Printed) -> None:
    """A few figures of a small table are wrong. Two rows up one of them would be as a sum wants it, which is of itself."""
    report, rules = older
    sheet = sheet_of(report, "一般公共预算财政拨款“三公”经费支出决算表")
    figures = [(2900, 700), (0, 0), (2900, 3400), (0, 0), (1300, 200), (1000, 0)]
    like = at(report, sheet, "合计", 0)
    assert like is not None
    changes: Changes = {}
    for key, row in zip(sheet.rows, figures, strict=True):
        for column, mantissa in enumerate(row):
            printed = replace(like, text=str(mantissa), mantissa=mantissa) if mantissa else None
            changes[sheet.form, sheet.block, key, column] = printed
    found, _ = look(with_amounts(report, changes), rules)
    assert found.causes == []


def test_pairs_of_rows_of_a_long_table_are_looked_at_within_the_budget() -> None:
    """Some three hundred thousand pairs of rows, of which each has one that is violated."""
    names = range(260)
    report = load("".join(f"t{n}: 5.00\na{n}: 1.00\nb{n}: 2.00\n" for n in names))
    rules = resolve_text("".join(f"t{n} = a{n} + b{n}\n" for n in names), report.forms)
    budget = Budget()
    desk = desk_of(report, Board(collect(report, evaluate(report, rules), budget), budget))
    before = budget.left
    assert list(rows_swapped(desk)) == []
    assert before - budget.left > 10 * 780 * 779 / 2
