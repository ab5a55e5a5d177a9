"""Published documents against the same accounts typed by hand, every cell; skipped where their folder is absent."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.documents import SHARED, real_documents
from support.printed_tables import KINDS, uses
from support.published import imported_cells, typed_cells
from support.sources import ROOT

from jsrules.model.form import FormSet
from jsrules.model.imported import ImportedReport
from jsrules.packs.form_listing import latest_forms
from jsrules.readers.documents.open_document import open_document
from jsrules.readers.documents.recognition.head import read_head
from jsrules.readers.documents.recognition.recognise import recognise
from jsrules.verification.verifier import Verifier

if not real_documents():
    pytest.skip("the folder of published documents is not there", allow_module_level=True)

REPORT = ROOT / "reports" / "shanghai-putuo-guihua-2024.yaml"


def read(path: Path) -> tuple[ImportedReport, FormSet]:
    """The report in a file, by the form set of its year and region."""
    documents = [open_document(str(path))]
    head = read_head(documents, KINDS)
    forms = latest_forms("部门决算", head.year, places={"地区": head.region}).read()
    return recognise(documents, head, forms), forms


def test_every_cell_of_the_planning_bureau() -> None:
    report, forms = read(SHARED / "shanghai-putuo-guihua-2024.pdf")
    assert (report.kind, report.unit, report.year, report.region, report.money_unit) == (
        "部门决算",
        "上海市普陀区规划和自然资源局",
        2024,
        "上海市普陀区",
        "万元",
    )
    assert imported_cells(report, forms) == typed_cells(REPORT)
    assert not uses(report, "unread")
    assert len(uses(report, "cell")) == 308


def test_the_empty_template_has_no_figures() -> None:
    report, forms = read(SHARED / "shanghai-template-2024.pdf")
    assert len(report.tables) == 9
    assert all(table.known for table in report.tables)
    assert imported_cells(report, forms) == {}
    assert not uses(report, "cell")
    assert not uses(report, "unread")


def test_every_cell_of_the_service_centre() -> None:
    """Its tables are text with tabs; pages repeat headings, and one of them has lost a column."""
    report, forms = read(SHARED / "jiyuan-xingzheng-fuwu-zhongxin-2021.txt")
    assert imported_cells(report, forms) == typed_cells(ROOT / "reports" / "jiyuan-2021.yaml")
    assert not uses(report, "unread")
    assert len(uses(report, "cell")) == 139


def test_text_that_lost_its_empty_cells_is_marked_and_the_lost_digit_is_told() -> None:
    report = Verifier().import_files([str(SHARED / "sh-putuo-shiquan-2025.txt")]).report
    prose = {"20.04", "77.59", "25.83", "21.90"}  # of items that the form set does not have
    assert set(uses(report, "unread")) <= prose
    told = [fault.message for fault in report.faults if fault.code == "W415"]
    assert len(told) == 2
    assert "212 城乡社区支出：13,583.48、1,066.51、2,921.97" in told[0]
    assert "21201 城乡社区管理事务：12,029.15、1,066.51、1,367.64" in told[1]
    tables = {table.title: table for table in report.tables}
    expenditure = tables["支出决算表"].blocks[0]
    rows = {row.label: [cell.text for cell in row.cells] for row in expenditure.rows}
    assert rows["201 一般公共服务支出"] == ["306.90", *["？"] * 5]
    assert rows["212 城乡社区支出"] == ["？"] * 6
    hospitality = tables["财政拨款“三公”经费支出决算表"].blocks[0]
    assert [[cell.text for cell in row.cells] for row in hospitality.rows] == [
        ["53.93", "37.35"],
        ["", ""],
        ["52.40", "37.35"],
        ["25.00", "25.00"],
        ["27.40", "12.35"],
        ["1.53", "0"],
    ]


def test_what_verifying_the_planning_bureau_finds() -> None:
    """Gone through by hand: two figures of the prose are those of all funds, two rates were cut off, two are of 0; one
    amount is in two values, twice; all else is rounding.
    """
    result = Verifier().verify(str(SHARED / "shanghai-putuo-guihua-2024.pdf"))
    wrong = [
        (each.rule.name, each.kind, each.ground.place.row)
        for each in result.outcomes
        if each.verdict == "violation" and each.rule.severity != "info"  # words of the template that were left
    ]
    assert sorted(wrong) == [
        ("占本年支出比重", "truncation", ""),
        ("占本年支出比重按表", "truncation", ""),
        ("年初预算完成率", "truncation", ""),
        ("年初预算完成率按表", "truncation", ""),
        ("总体各项完成率按表", "zero_denominator", "公务用车购置及运行费"),
        ("总体各项完成率按表", "zero_denominator", "因公出国(境)费"),
        ("说明一般公共预算基本支出", "", ""),
        ("说明人员经费", "", ""),
    ]
    twice = [(each.rule.name, each.ground.place.row) for each in result.outcomes if each.kind == "same_amount"]
    assert sorted(twice) == [
        ("一般公共预算各类支出一致", "210"),
        ("各类支出一致", "210"),
        ("各类支出一致", "212"),
        ("说明各类支出", "210"),
    ]
    assert not result.diagnostics


def test_verifying_the_empty_template_finds_nothing_in_figures() -> None:
    result = Verifier().verify(str(SHARED / "shanghai-template-2024.pdf"))
    figures = [each for each in result.outcomes if each.rule.severity != "info"]  # others tell that words are left
    assert {outcome.verdict for outcome in figures} <= {"pass", "not_applicable", "undetermined"}
    assert [each.code for each in result.diagnostics] == ["W130"]


@pytest.mark.parametrize("path", sorted(SHARED.glob("budgets/*.pdf")), ids=lambda path: path.stem)
def test_every_amount_of_budgets_has_a_place_without_any_form(path: Path) -> None:
    documents = [open_document(str(path))]
    report = recognise(documents, read_head(documents, KINDS), None)
    cells = [cell for table in report.tables for block in table.blocks for row in block.rows for cell in row.cells]
    assert not uses(report, "unread")
    assert len(uses(report, "cell")) >= sum(1 for cell in cells if any(map(str.isdigit, cell.text)))
    assert not [cell for cell in cells if cell.is_undecided]
