"""The blocks of a report's tables as sheets: rows in their order, and the number of the cell in each row and column."""

from __future__ import annotations

from jsrules.base.record import Record, field
from jsrules.model.origins import OWN
from jsrules.model.report import Report

AMOUNTS = frozenset(("money", ""))
"""The dimensions of figures that slip, are copied and swapped as columns are."""


class Sheet(Record, frozen=False):
    """A block. ``rows`` are the keys of its rows; ``numbers`` go by row and column and are -1 where nothing stands that
    a rule looks at. ``columns`` are the numbers of those that hold amounts. ``written``: how many of its rows the
    report writes.
    """

    form: int
    block: int
    rows: list[str]
    columns: list[int]
    numbers: list[list[int]] = field(default_factory=list)
    written: int = 0

    def column(self, column: int) -> list[int]:
        """The numbers of a column's cells."""
        return [row[column] for row in self.numbers]


def sheets_of(report: Report, full: bool = False) -> list[Sheet]:
    """The sheets of a report's own tables.

    With ``full`` only those of which the report leaves out declared rows, with these in their places.
    """
    places = {
        (cell.form, cell.block, cell.row, cell.column): cell.index
        for cell in report.cells
        if cell.origin == OWN and cell.statement == 1
    }
    found = []
    for form, table in report.tables.items():
        if report.forms.forms[form].is_prose:
            continue
        for block in range(len(table.blocks)):
            rows = _rows(report, form, block, full)
            columns = _columns(report, form, block)
            if not rows or not columns:
                continue
            width = range(len(report.forms.forms[form].blocks[block].columns))
            numbers = [[places.get((form, block, key, column), -1) for column in width] for key in rows]
            found.append(Sheet(form, block, rows, columns, numbers, len(table.blocks[block].rows)))
    return found


def _rows(report: Report, form: int, block: int, full: bool) -> list[str]:
    """The keys of a block's rows of amounts; with ``full``, all that are declared, if some of them are not written."""
    shape = report.forms.forms[form].blocks[block]
    written = list(report.tables[form].blocks[block].rows)
    if full:
        declared = [row.key for row in shape.rows]
        if len(declared) <= len(written) or [each for each in declared if each in set(written)] != written:
            return []
        written = declared
    units = {row.key for row in shape.rows if row.unit}
    return [key for key in written if key not in units]


def _columns(report: Report, form: int, block: int) -> list[int]:
    unlisted = report.tables[form].blocks[block].unlisted
    columns = range(len(report.forms.forms[form].blocks[block].columns))
    return [
        column
        for column in columns
        if column not in unlisted and report.forms.unit_of(form, block, None, column).dimension in AMOUNTS
    ]
