"""A report with some of its cells changed or left out: a copy, the original stays as it is.

What tests of rules, mutants and corrections are made with. Only what leads to a change is copied, so thousands are
cheap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jsrules.base.record import replace
from jsrules.model.origins import OWN, PRIOR
from jsrules.model.report import Amount, Block, Cell, Report, Row, Table

CellPlace = tuple[int, int, str, int]
"""A cell of a report: the numbers of form and block, the row's key, the number of the column."""


def cell_at(report: Report, place: CellPlace, statement: int = 1) -> Cell | None:
    """The cell at a place, in a row that the report writes, or a further statement of its figure; None where the row
    has no such cell.
    """
    form, block, row, column = place
    cell = report.tables[form].blocks[block].rows[row].cells[column]
    return cell if cell is None else cell.statements[statement - 1]


def with_amounts(report: Report, amounts: Mapping[CellPlace, Amount | str | None]) -> Report:
    """The report with these cells printed so; None is a blank, a string a text.

    Every cell must stand in a row that the report writes.
    """
    copy = _Copy(report)
    for (form, block, key, column), amount in amounts.items():
        copy.set(copy.row(form, block, key), (form, block, key, column), amount)
    return copy.report


def with_row(report: Report, form: int, block: int, row: Row) -> Report:
    """The report with one more row, which has no cells yet, at the end of a block that it writes."""
    copy = _Copy(report)
    copy.block(form, block).rows[row.key] = row
    return copy.report


def with_cells(report: Report, cells: Iterable[Cell]) -> Report:
    """The report with some of its cells, or of those of related reports, replaced by others of their numbers."""
    copies = {OWN: _Copy(report)}
    for cell in cells:
        if cell.origin not in copies:
            copies[cell.origin] = _Copy(report.of(cell.origin) or report)
        first = copies[cell.origin].put(cell)
        for each in (cell, first):
            copies[OWN].report.cells[each.index] = each
    changed = copies[OWN].report
    changed.prior = copies[PRIOR].report if PRIOR in copies else report.prior
    if report.subordinates is not None:
        units = zip(report.units or (), report.subordinates, strict=True)
        changed.subordinates = tuple(copies[unit].report if unit in copies else each for unit, each in units)
    return changed


def with_statement(report: Report, cell: Cell) -> Report:
    """The report as if a further statement of a figure were its only one. Cells keep their numbers."""
    other = report.of(cell.origin) or report
    table = other.tables[cell.form]
    block = table.blocks[cell.block]
    cells = list(block.rows[cell.row].cells)
    cells[cell.column] = cell
    rows = {**block.rows, cell.row: replace(block.rows[cell.row], cells=cells)}
    blocks = list(table.blocks)
    blocks[cell.block] = replace(block, rows=rows)
    changed = replace(other, tables={**other.tables, cell.form: replace(table, blocks=blocks)})
    if cell.origin == OWN:
        return changed
    if cell.origin == PRIOR:
        return replace(report, prior=changed)
    return replace(report, subordinates=tuple(changed if each is other else each for each in report.subordinates or ()))


def without_rows(report: Report, form: int, block: int, keys: Iterable[str]) -> Report:
    """The report without some of the rows of a block."""
    copy = _Copy(report)
    rows = copy.block(form, block).rows
    for key in keys:
        for cell in rows.pop(key).cells:
            if cell is not None:
                copy.report.cells[cell.index] = replace(cell, amount=None)  # numbers of cells stay what they are
    return copy.report


def without_table(report: Report, form: int) -> Report:
    """The report with a table left out (absent)."""
    copy = _Copy(report)
    for block in copy.report.tables.pop(form).blocks:
        for row in block.rows.values():
            for cell in row.cells:
                if cell is not None:
                    copy.report.cells[cell.index] = replace(cell, amount=None)
    return copy.report


class _Copy:
    """A report under change: the way down to each change is copied once."""

    def __init__(self, report: Report) -> None:
        self.report = replace(report, tables=dict(report.tables), cells=list(report.cells))
        self._tables: set[int] = set()
        self._blocks: set[tuple[int, int]] = set()
        self._rows: set[tuple[int, int, str]] = set()

    def block(self, form: int, block: int) -> Block:
        """A block that may be changed."""
        if form not in self._tables:
            self._tables.add(form)
            table = self.report.tables[form]
            self.report.tables[form] = Table(form, list(table.blocks), table.line, table.note)
        blocks = self.report.tables[form].blocks
        if (form, block) not in self._blocks:
            self._blocks.add((form, block))
            blocks[block] = replace(blocks[block], rows=dict(blocks[block].rows))
        return blocks[block]

    def row(self, form: int, block: int, key: str) -> Row:
        """A row that may be changed."""
        rows = self.block(form, block).rows
        if (form, block, key) not in self._rows:
            self._rows.add((form, block, key))
            rows[key] = replace(rows[key], cells=list(rows[key].cells))
        return rows[key]

    def put(self, cell: Cell) -> Cell:
        """Put a cell in the place of one of its number, and give what then stands at the place: the first statement."""
        cells = self.row(cell.form, cell.block, cell.row).cells
        first = cells[cell.column]
        if first is None or first.index == cell.index:
            first = cell if first is None else replace(cell, restated=first.restated)
        else:
            restated = tuple(cell if each.index == cell.index else each for each in first.restated)
            first = replace(first, restated=restated)
        cells[cell.column] = first
        return first

    def set(self, row: Row, place: CellPlace, printed: Amount | str | None) -> None:
        """Print a cell anew; one that was not written gets the next number."""
        form, block, key, column = place
        amount, text = (None, printed) if isinstance(printed, str) else (printed, "")
        old = row.cells[column]
        if old is None:
            new = Cell(len(self.report.cells), form, block, key, column, amount, row.line, 1, text)
            self.report.cells.append(new)
        else:
            new = replace(old, amount=amount, problem=text)
            self.report.cells[old.index] = new
        row.cells[column] = new
