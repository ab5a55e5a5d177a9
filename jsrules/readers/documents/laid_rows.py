"""Rows of cells that say how many rows and columns they take up, as pages and texts have them, to a table. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.record import Record
from jsrules.model.document import DocumentPlace, Grid, GridCell
from jsrules.readers.documents.sheet_parts import MAXIMUM_CELLS, cell_name

MAXIMUM_SPAN = 1000
"""Rows or columns that a cell takes up at most."""


class SpannedCell(Record):
    """A cell and how far it reaches; ``place`` is where its column is known, else it stands in the next free one."""

    text: str
    rows: int = 1
    columns: int = 1
    hidden: bool = False
    stored: str = ""
    column: int = -1


def is_list(rows: Sequence[Sequence[object]]) -> bool:
    """Whether rows have but one cell each: a table that only sets texts below one another."""
    return all(len(row) < 2 for row in rows)


def laid_grid(rows: list[list[SpannedCell]], paragraph: int, page: int = 0) -> Grid:
    """The table that begins at a paragraph (on a page): its rows hold these cells, each in the next free column.

    A cell that would reach into another ends before it, and none reaches below the last row.
    """
    taken: set[tuple[int, int]] = set()
    budget = 4 * MAXIMUM_CELLS
    cells = []
    width = 0
    for row, own in enumerate(rows):
        column = 0
        for cell in own:
            column = max(column, cell.column)
            while (row, column) in taken:
                column += 1
            down = max(1, min(cell.rows, len(rows) - row, MAXIMUM_SPAN))
            across = max(1, min(cell.columns, MAXIMUM_SPAN))
            budget -= down * across
            if budget < 0:
                down = across = 1
            across = next((step for step in range(1, across) if (row, column + step) in taken), across)
            down = next(
                (
                    step
                    for step in range(1, down)
                    if any((row + step, column + each) in taken for each in range(across))
                ),
                down,
            )
            taken.update((row + r, column + c) for r in range(down) for c in range(across) if r or c)
            place = DocumentPlace(page=page, paragraph=paragraph, cell=cell_name(row, column))
            cells.append(GridCell(row, column, down, across, cell.text, place, cell.stored, cell.hidden))
            column += across
            width = max(width, column)
    return Grid(tuple(cells), len(rows), width, DocumentPlace(page=page, paragraph=paragraph))
