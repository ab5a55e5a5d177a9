"""Reports that went out as a document and came back: every cell has to be as it was printed."""

from __future__ import annotations

from functools import cache

from jsrules.base.source import Source
from jsrules.model.report import Report
from jsrules.readers.documents.open_document import document_of
from jsrules.readers.reports.report_reader import open_report
from jsrules.verification.verifier import Verifier

PrintedCells = dict[tuple[str, str, str, str], object]
"""What is printed, by table, block, row and column; blank cells are left out."""


@cache
def _verifier() -> Verifier:
    return Verifier()


def printed_cells(report: Report) -> PrintedCells:
    found: PrintedCells = {}
    for number, table in report.tables.items():
        form = report.forms.forms[number]
        if form.is_prose:
            continue
        for shape, block in zip(form.blocks, table.blocks, strict=True):
            for key, row in block.rows.items():
                for column, cell in zip(shape.columns, row.cells, strict=True):
                    if cell is not None and (cell.amount is not None or cell.problem):
                        found[form.title, shape.name, key, column.name] = cell.printed
    return found


def comes_back(data: bytes, kind: str, original: Report) -> None:
    """Whether a document of that kind, imported, gives the report that it was made of."""
    found = _verifier().import_documents([document_of(data, f"决算.{kind}")])
    report = open_report(Source("决算.yaml", found.text)).read(found.forms)[0]
    assert found.forms is not None and found.forms.title == original.forms.title
    assert (report.kind, report.unit, report.year) == (original.kind, original.unit, original.year)
    assert report.header.get("地区") == original.header.get("地区")
    assert printed_cells(report) == printed_cells(original)
    tables = {number for number in original.tables if not original.forms.forms[number].is_prose}
    assert set(report.tables) == tables
    notes = {number: table.note for number, table in original.tables.items() if number in tables}
    assert {number: table.note for number, table in report.tables.items()} == notes
    assert not [each.text for each in found.report.ledger if each.use == "unread"]
