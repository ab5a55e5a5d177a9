"""The figures of a published report, imported or typed, in one shape."""

from __future__ import annotations

from pathlib import Path

from jsrules.base.files import read_source
from jsrules.base.names import fold
from jsrules.base.number import is_blank
from jsrules.model.imported import ImportedReport
from jsrules.readers.reports.report_reader import open_report
from jsrules.verification.verifier import Verifier

Figures = dict[tuple[str, str, str, str], str]
"""What is printed, by table, block, key of the row, and column; blanks are left out."""


def imported_cells(report: ImportedReport) -> Figures:
    return {
        (table.title, block.name, _key(row.label), column): cell.text
        for table in report.tables
        for block in table.blocks
        for row in block.rows
        for column, cell in zip(block.columns, row.cells, strict=True)
        if not is_blank(cell.text)
    }


def _key(label: str) -> str:
    code = label.partition(" ")[0]
    return code if code.isdigit() else fold(label)


def typed_cells(path: Path) -> Figures:
    """The figures of the tables of a report in YAML."""
    report, _ = Verifier().read(open_report(read_source(str(path))))
    found: Figures = {}
    for cell in report.cells:
        form = report.forms.forms[cell.form]
        if not form.is_prose and (cell.amount is not None or cell.problem):
            block = form.blocks[cell.block]
            text = cell.amount.text if cell.amount is not None else cell.problem
            found[form.title, block.name, cell.row, block.columns[cell.column].name] = text
    return found
