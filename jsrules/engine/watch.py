"""A report that tells which of its cells somebody looks at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from jsrules.base.record import replace
from jsrules.model.changes import CellPlace
from jsrules.model.report import Cell, Report, Row, Table


class Watch:
    """Watches a copy of a report: ``report`` is to be read, and ``seen`` holds the cells that were looked at since.

    Everything that is printed is reached through a row's cells or the report's list of them, and both are watched; a
    cell that is blank or not written counts as any other. The cells of the prior-year report do not.
    """

    def __init__(self, report: Report) -> None:
        self.seen: set[CellPlace] = set()
        self._original = report
        self._tables = {number: self._table(table, None, None) for number, table in report.tables.items()}
        self.report = self._watched(report, self._tables)

    def of(self, report: Report) -> Report:
        """A copy of the report with some cells printed otherwise, watched as well."""
        tables = {}
        for number, table in report.tables.items():
            old = self._original.tables.get(number)
            tables[number] = self._tables[number] if table is old else self._table(table, old, self._tables.get(number))
        return self._watched(report, tables)

    def _watched(self, report: Report, tables: dict[int, Table]) -> Report:
        return replace(report, tables=tables, cells=cast("list[Cell]", _Numbered(report.cells, self.seen)))

    def _table(self, table: Table, old: Table | None, watched: Table | None) -> Table:
        """A table with its cells watched; the rows that are those of the ``old`` one are ``watched`` there already."""
        blocks = []
        for number, block in enumerate(table.blocks):
            known: dict[str, Row] = {}
            if old is not None and watched is not None and number < len(old.blocks):
                made = watched.blocks[number].rows
                known = {key: made[key] for key, row in old.blocks[number].rows.items() if row is block.rows.get(key)}
            rows = {
                key: known[key] if key in known else self._row(row, table.form, number)
                for key, row in block.rows.items()
            }
            blocks.append(replace(block, rows=rows))
        return Table(table.form, blocks, table.line, table.note)

    def _row(self, row: Row, form: int, block: int) -> Row:
        return replace(row, cells=cast("list[Cell | None]", _Placed(row.cells, (form, block, row.key), self.seen)))


class _Placed:
    """The cells of a row. No list: whatever else may be done with one has to be watched, too, before it works here."""

    __slots__ = ("_cells", "_row", "_seen")

    def __init__(self, cells: list[Cell | None], row: tuple[int, int, str], seen: set[CellPlace]) -> None:
        self._cells = cells
        self._row = row
        self._seen = seen

    def __len__(self) -> int:
        return len(self._cells)

    def __getitem__(self, column: int) -> Cell | None:
        self._seen.add((*self._row, range(len(self._cells))[column]))
        return self._cells[column]

    def __iter__(self) -> Iterator[Cell | None]:
        self._seen.update([(*self._row, column) for column in range(len(self._cells))])
        return iter(self._cells)


class _Numbered:
    """The cells of a report by their numbers."""

    __slots__ = ("_cells", "_seen")

    def __init__(self, cells: list[Cell], seen: set[CellPlace]) -> None:
        self._cells = cells
        self._seen = seen

    def __len__(self) -> int:
        return len(self._cells)

    def __getitem__(self, index: int) -> Cell:
        cell = self._cells[index]
        if not cell.origin:
            self._seen.add((cell.form, cell.block, cell.row, cell.column))
        return cell
