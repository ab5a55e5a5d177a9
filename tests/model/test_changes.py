"""Reports with some of their cells changed: what is not changed stays, and so does the original."""

from __future__ import annotations

from support.checking import REAL_REPORT, load
from support.forms import shipped_forms

from jsrules.base.units import UNITS
from jsrules.model.changes import with_amounts, with_row, without_rows, without_table
from jsrules.model.report import Amount, Cell, Report, Row


def real() -> Report:
    return load(REAL_REPORT.read_text("utf-8"), shipped_forms().sources[0].text)


def cells(report: Report) -> list[tuple[str, str]]:
    return [(report.cell_path(cell), cell.amount.text if cell.amount else "") for cell in report.cells]


def total(report: Report) -> Cell:
    return next(cell for cell in report.cells if report.cell_path(cell) == "收入支出决算总表.收入.总计")


def test_a_cell_is_changed_in_the_copy_alone() -> None:
    report = real()
    before = cells(report)
    cell = total(report)
    amount = Amount("1,669.99", 166999, 2, UNITS["万元"])
    changed = with_amounts(report, {(cell.form, cell.block, cell.row, cell.column): amount})
    assert cells(report) == before
    expected = list(before)
    expected[cell.index] = (before[cell.index][0], "1,669.99")
    assert cells(changed) == expected
    assert changed.tables[cell.form].blocks[cell.block].rows[cell.row].cells[cell.column] is changed.cells[cell.index]
    assert changed.tables[cell.form + 1] is report.tables[cell.form + 1]


def test_cells_are_numbered_by_their_place_in_the_list() -> None:
    report = real()
    cell = total(report)
    row = Row("新行", "新行", [None] * 1)
    changed = with_row(report, cell.form, cell.block, row)
    changed = with_amounts(changed, {(cell.form, cell.block, "新行", 0): Amount("1.00", 100, 2, UNITS["万元"])})
    for smaller in (
        changed,
        without_rows(changed, cell.form, cell.block, [cell.row]),
        without_table(changed, cell.form),
    ):
        assert [each.index for each in smaller.cells] == list(range(len(smaller.cells)))
    assert cells(changed)[-1] == ("收入支出决算总表.收入.新行", "1.00")
    assert len(report.cells) == len(changed.cells) - 1


def test_what_is_left_out_is_not_printed_any_more() -> None:
    report = real()
    cell = total(report)
    assert total(without_rows(report, cell.form, cell.block, [cell.row])).amount is None
    gone = without_table(report, cell.form)
    assert cell.form not in gone.tables
    assert all(each.amount is None for each in gone.cells if each.form == cell.form)
