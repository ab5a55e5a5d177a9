"""Lines of text that lost their empty cells: sums decide a cell where all readings that agree have the same in it."""

from __future__ import annotations

from support.printed_tables import document, figures

from jsrules.model.document import Grid
from jsrules.model.imported import ImportedReport
from jsrules.verification.verifier import Verifier

HEAD = ["某市某局2021年度部门决算", "单位：万元"]
GENERAL = [*HEAD, "一般公共预算财政拨款支出决算表", "科目编码 科目名称 小计 基本支出 项目支出"]


def decided(*parts: Grid | str) -> ImportedReport:
    return Verifier().import_documents([document(*parts, kind="text")]).report


def codes(report: ImportedReport) -> list[str]:
    return [fault.code for fault in report.faults]


def test_sums_of_rows_and_columns_leave_one_reading() -> None:
    """One row needs the sum of the rows, too: by itself 3.00 may stand in either column."""
    report = decided(
        *GENERAL,
        "合计 9.00 5.00 4.00",
        "201 一般公共服务支出 9.00 5.00 4.00",
        "20103 政府办公厅（室）及相关机构事务 6.00 5.00 1.00",
        "20129 群众团体事务 3.00 3.00",
    )
    (table,) = report.tables
    assert figures(table)[""]["20129 群众团体事务"] == ["3.00", "", "3.00"]
    assert codes(report) == ["W414"]


def test_two_readings_leave_the_cells_marked_in_which_they_differ() -> None:
    report = decided(*GENERAL, "201 一般公共服务支出 9.00 9.00")
    (table,) = report.tables
    assert figures(table)[""] == {"201 一般公共服务支出": ["9.00", "？9.00 9.00", "？9.00 9.00"]}


def test_no_reading_is_told_and_nothing_is_decided() -> None:
    """Whichever column its figures stand in, 8.00 is neither of them."""
    report = decided(*GENERAL, "合计 9.00 5.00 4.00", "201 一般公共服务支出 9.00 8.00")
    (table,) = report.tables
    assert figures(table)[""]["201 一般公共服务支出"] == ["？9.00 8.00"] * 3
    assert codes(report) == ["W415"]
    assert "9.00、8.00" in report.faults[0].message


def test_a_table_written_across_in_pairs_or_halves() -> None:
    title = [*HEAD, "一般公共预算财政拨款“三公”经费支出决算表", "预算数 决算数"]
    wanted = {
        "合计": ["53.93", "37.35"],
        "因公出国（境）费": ["", ""],
        "公务用车购置及运行费": ["52.40", "37.35"],
        "公务用车购置费": ["25.00", "25.00"],
        "公务用车运行费": ["27.40", "12.35"],
        "公务接待费": ["1.53", "0"],
    }
    for line in (
        "53.93 37.35 52.40 37.35 25.00 25.00 27.40 12.35 1.53 0",
        "53.93 52.40 25.00 27.40 1.53 37.35 37.35 25.00 12.35 0",
    ):
        (table,) = decided(*title, line).tables
        assert figures(table) == {"": wanted}, line
    # Where 1.53 stands before the cars it is that of guests or of travels abroad: all others are known.
    (table,) = decided(*title, "53.93 37.35 1.53 0 52.40 37.35 25.00 25.00 27.40 12.35").tables
    unknown = {"因公出国（境）费", "公务接待费"}
    assert {row for row, cells in figures(table)[""].items() if cells[0].startswith("？")} == unknown
    assert {row: cells for row, cells in figures(table)[""].items() if row not in unknown} == {
        row: cells for row, cells in wanted.items() if row not in unknown
    }


def test_a_figure_that_many_cells_may_have_stays_where_it_was_seen() -> None:
    report = decided(*HEAD, "支出决算表", "201 一般公共服务支出 9.00 9.00 1.00", "204 公共安全支出 2.00 3.00 4.00 5.00")
    (table,) = report.tables
    assert all(cell.startswith("？") for row in figures(table)[""].values() for cell in row)


def test_a_sentence_does_not_tell_how_a_table_is_to_be_read() -> None:
    """The text gives the budget of 公务接待费 for its account: the table is read by its own sums, and not blamed."""
    report = decided(
        "某市某局2021年度部门决算",
        "一般公共预算财政拨款“三公”经费支出决算表",
        "53.93 37.35 52.40 37.35 25.00 25.00 27.40 12.35 1.53 0",
        "注：本表反映“三公”经费支出情况。",
        "七、一般公共预算财政拨款“三公”经费支出决算情况说明",
        "“三公”经费财政拨款支出年初预算为53.93万元，支出决算为37.35万元，完成预算的69.26%，其中：公务接待费支出决算为1.53万元。",
    )
    assert "W415" not in codes(report)
