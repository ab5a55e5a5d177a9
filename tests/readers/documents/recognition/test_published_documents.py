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


@pytest.mark.parametrize("path", sorted(SHARED.glob("budgets/*.pdf")), ids=lambda path: path.stem)
def test_every_amount_of_budgets_has_a_place_without_any_form(path: Path) -> None:
    documents = [open_document(str(path))]
    report = recognise(documents, read_head(documents, KINDS), None)
    cells = [cell for table in report.tables for block in table.blocks for row in block.rows for cell in row.cells]
    assert not uses(report, "unread")
    assert len(uses(report, "cell")) >= sum(1 for cell in cells if any(map(str.isdigit, cell.text)))
    assert not [cell for cell in cells if cell.is_undecided]
