"""What a report looks like when it is drawn: headings, blocks side by side, printed numbers, blanks."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from support.exported import REAL, report_at, report_in, rows_of

from jsrules.model.report import Report
from jsrules.outputs.export.drawn_blocks import DrawingStyle
from jsrules.outputs.export.layout import LaidMeasure, LaidTable, lay_out

HEAD = "报告: 部门决算\n单位: 甲局\n年度: 2021\n"


def table(report: Report, number: int = 0, style: DrawingStyle | None = None) -> LaidTable:
    return lay_out(report, style or DrawingStyle()).tables[number]


def test_blocks_stand_side_by_side_at_their_printed_lines() -> None:
    drawn = table(report_at(REAL[0]))
    rows = rows_of(drawn)
    assert drawn.title == "收入支出决算总表"
    assert drawn.captions == (
        ("", "", "公开01表"),
        ("编制单位：济源市行政服务中心", "2021年度", "金额单位：万元"),
    )
    assert rows[:4] == [
        ["收入", "支出"],
        ["项目", "行次", "金额", "项目", "行次", "金额"],
        ["栏次", "", "1", "栏次", "", "2"],
        ["一般公共预算财政拨款收入", "1", "1,668.98", "一般公共服务支出", "32", "1,604.99"],
    ]
    assert ["", "9", "", "卫生健康支出", "40", ""] in rows, "lines that are numbered and empty"
    assert ["本年收入合计", "27", "1,669.01", "本年支出合计", "58", "1,669.02"] in rows
    assert rows[-2:] == [["", "30", "", "", "61", ""], ["总计", "31", "1,669.02", "总计", "62", "1,669.02"]]
    assert len(rows) == 3 + 31


def test_where_numbers_are_not_settled_none_are_printed() -> None:
    rows = rows_of(table(report_at(REAL[1])))
    assert rows[1] == ["项目", "决算数", "项目", "决算数"]
    assert ["本年收入合计", "9746.50", "本年支出合计", "9759.38"] in rows
    assert rows[-1] == ["总计", "9859.38", "总计", "9859.38"]
    assert not any(set(row) == {""} for row in rows), "heights that no block uses are left out"


def test_codes_stand_in_their_column_and_totals_across() -> None:
    drawn = table(report_at(REAL[0]), 2)
    rows = rows_of(drawn)
    assert rows[0][:2] == ["项目", "本年支出合计"]
    assert rows[1] == ["科目编码", "科目名称"]
    assert rows[3] == ["合计", "1,669.02", "517.20", "1,151.82", "", "", ""]
    assert rows[4][:3] == ["201", "一般公共服务支出", "1,604.99"]
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in drawn.cells}
    assert (spans["项目"], spans["本年支出合计"], spans["合计"], spans["201"]) == ((1, 2), (2, 1), (1, 2), (1, 1))


def test_codes_in_three_cells() -> None:
    rows = rows_of(table(report_at(REAL[0]), 2, DrawingStyle(code_cells=3)))
    assert rows[1:3] == [["科目编码", "科目名称"], ["类", "款", "项"]]
    assert rows[5][:5] == ["201", "", "", "一般公共服务支出", "1,604.99"]
    assert rows[7][:5] == ["201", "03", "06", "政务公开审批", "1,151.79"]


def test_totals_stand_at_the_foot_of_blocks_of_different_heights() -> None:
    rows = rows_of(table(report_at(REAL[0]), 5))
    assert rows[-1] == ["人员经费合计", "490.30", "公用经费合计", "26.90"]
    assert ["", "", "", "31002", "办公设备购置", ""] in rows


def test_every_figure_of_the_report_is_drawn_as_it_is_printed() -> None:
    for path in REAL:
        report = report_at(path)
        laid = lay_out(report)
        drawn = sorted(
            cell.text for each in laid.tables for cell in each.cells if cell.role in ("money", "figure") and cell.text
        )
        drawn += [text for section in laid.sections for _, item in section.items for _, text, _ in item]
        due = [
            "、".join(each.amount.text for each in cell.statements if each.amount)
            for table in report.tables.values()
            for block in table.blocks
            for row in block.rows.values()
            for cell in row.cells
            if cell is not None and cell.amount is not None
        ]
        assert len(due) > 250
        words = [cell.problem for cell in report.cells if cell.problem]
        assert sorted(drawn) == sorted([*due, *words])


def test_what_is_not_stated_is_left_out() -> None:
    report = report_in(
        HEAD + "收入支出决算总表:\n  支出:\n    总计: 5.00\n"
        "支出决算表:\n  栏: [本年支出合计, 项目支出]\n  行:\n    合计: [5.00, 2.00]\n    201 一般公共服务支出: {项目支出: 1.00}\n"
    )
    first, second = lay_out(report).tables
    assert rows_of(first)[0] == ["支出"], "a block that is not written"
    assert [row[0] for row in rows_of(first)[3:]] == ["总计"], "rows that nobody knows to be blank"
    assert rows_of(second)[0] == ["项目", "本年支出合计", "项目支出"]
    assert [cell.role for cell in second.cells if cell.row == second.rows - 1] == ["code", "name", "unstated", "money"]
    assert second.notes == ("灰底的格，报告没有列出。",)


def test_blank_unknown_and_empty_tables() -> None:
    report = report_in(
        HEAD + "支出决算表:\n  行:\n    合计: [？, ~, 0.00, -, ~, ~]\n"
        "收入支出决算总表: ~\n"
        "政府性基金预算财政拨款收入支出决算表:\n  说明: 本单位没有政府性基金，故本表无数据。\n"
    )
    summary, expenditure, funds = lay_out(report).tables
    assert rows_of(expenditure)[-1] == ["合计", "？", "", "0.00", "", "", ""]
    assert summary.rows == 3 + 31, "a table without figures has its printed rows"
    assert rows_of(funds)[-1] == ["合计", *[""] * 6]
    assert funds.notes == ("说明：本单位没有政府性基金，故本表无数据。",)


def test_the_unit_of_money_is_that_of_the_table() -> None:
    report = report_in(HEAD + "支出决算表:\n  金额单位: 元\n  行: {合计: [5.00, ~, ~, ~, ~, ~]}\n")
    assert table(report).captions[-1] == ("编制单位：甲局", "2021年度", "金额单位：元")


def test_the_narrative_is_a_list() -> None:
    laid = lay_out(report_at(REAL[0]))
    sections = {section.title: dict(section.items) for section in laid.sections}

    def stated(measures: Sequence[LaidMeasure]) -> dict[str, str]:
        return {each.name: each.text for each in measures}

    assert laid.narrative == "情况说明"
    assert stated(sections["总体情况"]["收支总计"])["比上年增减额"] == "减少 615.84"
    assert stated(sections["三公具体"]["公务接待费"])["决算"] == "0.07、0.07", "all places where it is stated"


def test_a_report_without_a_form_set() -> None:
    laid = lay_out(
        report_in(
            "金额单位: 元\n总表:\n  收入:\n    其他: 1.00\n  合计: 3.00\n1.附表: {乙: {丙: 1.00}}\n总计: 4.00\n明细:\n  栏: [金额, 占比]\n  行: {甲: [1.00, 50%]}\n"
        )
    )
    assert [each.title for each in laid.tables] == ["总表", "1.附表", "报告.yaml", "明细"]
    assert [rows_of(each) for each in laid.tables] == [
        [["项目", "金额"], ["收入.其他", "1.00"], ["合计", "3.00"]],
        [["项目", "金额"], ["乙.丙", "1.00"]],
        [["项目", "金额"], ["总计", "4.00"]],
        [["项目", "金额", "占比"], ["栏次", "1", "2"], ["甲", "1.00", "50%"]],
    ]


def test_an_english_report_is_drawn_in_english() -> None:
    laid = lay_out(
        report_in("money unit: 元\nIncome:\n  columns: [this year, last year]\n  rows: {total: [1.00, 2.00]}\n")
    )
    assert laid.language == "en"
    assert rows_of(laid.tables[0])[0] == ["Item", "this year", "last year"]


@pytest.mark.parametrize("path", REAL)
def test_cells_cover_the_table_once(path: str) -> None:
    for codes in (1, 3):
        for each in lay_out(report_at(path), DrawingStyle(code_cells=codes)).tables:  # type: ignore[arg-type]
            taken = [
                (cell.row + row, cell.column + column)
                for cell in each.cells
                for row in range(cell.row_span)
                for column in range(cell.column_span)
            ]
            assert sorted(taken) == [(row, column) for row in range(each.rows) for column in range(len(each.widths))]


def test_rows_that_are_printed_side_by_side() -> None:
    rows = rows_of(table(report_at(REAL[0]), 6))
    cars = ["合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费"]
    assert rows == [
        ["预算数", "决算数"],
        [*cars, *cars],
        ["小计", "公务用车购置费", "公务用车运行费"] * 2,
        ["3.00", "", "1.50", "", "1.50", "1.50", "1.20", "", "1.13", "", "1.13", "0.07"],
    ]
    drawn = table(report_at(REAL[1]), 6)
    assert rows_of(drawn)[:2] == [
        ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "公务接待费"],
        ["小计", "公务用车购置费", "公务用车运行维护费"],
    ]
    assert rows_of(drawn)[2] == ["预算数", "决算数"] * 6
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in drawn.cells if cell.role == "head"}
    assert (spans["合计"], spans["公务用车购置及运行维护费"], spans["小计"]) == ((2, 2), (1, 6), (1, 2))


def test_headings_above_neighbours() -> None:
    rows = rows_of(table(report_at(REAL[0]), 4))
    assert rows[:3] == [
        ["项目", "本年支出"],
        ["科目编码", "科目名称", "小计", "基本支出", "项目支出"],
        ["栏次", "1", "2", "3"],
    ]
    assert rows_of(table(report_at(REAL[1]), 4))[0] == ["项目", "合计", "基本支出", "项目支出"], "not in this region"
