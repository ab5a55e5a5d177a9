"""The figures of a published report, imported or typed, in one shape."""

from __future__ import annotations

from pathlib import Path

from jsrules.base.files import read_source
from jsrules.base.names import fold
from jsrules.base.number import is_blank
from jsrules.model.form import BlockForm, FormSet
from jsrules.model.imported import ImportedBlock, ImportedReport, ImportedTable
from jsrules.readers.reports.report_reader import open_report
from jsrules.verification.verifier import Verifier

Figures = dict[tuple[str, str, str, str], str]
"""What is printed, by table, block, key of the row, and column; blanks are left out."""


def imported_cells(report: ImportedReport, forms: FormSet) -> Figures:
    """The figures of the tables that were recognised by a form set."""
    return {
        (table.title, block.name, _key(row.label, _shape(forms, table, block)), column): cell.text + cell.seen
        for table in report.tables
        for block in table.blocks
        for row in block.rows
        for column, cell in zip(block.columns, row.cells, strict=True)
        if not is_blank(cell.text)
    }


def _shape(forms: FormSet, table: ImportedTable, block: ImportedBlock) -> BlockForm:
    return next(each for each in forms.forms[table.form].blocks if each.name == block.name)


def _key(label: str, shape: BlockForm) -> str:
    code = label.partition(" ")[0]
    if code.isdigit():
        return code
    declared = shape.row(fold(label))
    return declared.key if declared is not None else fold(label)


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
