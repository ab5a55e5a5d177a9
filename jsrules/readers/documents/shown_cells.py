"""A document as its readers see it: without the cells that it hides. Pure."""

from __future__ import annotations

from jsrules.base.record import replace
from jsrules.model.document import DocumentPart, Grid, PublishedDocument


def shown_document(document: PublishedDocument) -> PublishedDocument:
    """The document without hidden cells: no figure that nobody is shown is one that was published.

    Rows and columns that are hidden wholly are closed up; a table of which nothing shows is left out.
    """
    if not any(cell.hidden for part in document.parts if isinstance(part, Grid) for cell in part.cells):
        return document
    parts: list[DocumentPart] = []
    for part in document.parts:
        shown = _shown(part) if isinstance(part, Grid) else part
        if shown is not None:
            parts.append(shown)
    return replace(document, parts=tuple(parts))


def _shown(grid: Grid) -> Grid | None:
    visible = [cell for cell in grid.cells if not cell.hidden]
    if not visible:
        return None
    rows = _kept(grid.rows, [(cell.row, cell.hidden) for cell in grid.cells if cell.row_span == 1])
    columns = _kept(grid.columns, [(cell.column, cell.hidden) for cell in grid.cells if cell.column_span == 1])
    cells = tuple(
        replace(
            cell,
            row=rows[cell.row],
            column=columns[cell.column],
            row_span=max(rows[cell.row + cell.row_span] - rows[cell.row], 1),
            column_span=max(columns[cell.column + cell.column_span] - columns[cell.column], 1),
        )
        for cell in visible
    )
    return replace(grid, cells=cells, rows=rows[-1], columns=columns[-1])


def _kept(count: int, places: list[tuple[int, bool]]) -> list[int]:
    """For each row (or column), and behind the last, how many before it stay: those that have no hidden cells only."""
    hidden = {place for place, is_hidden in places if is_hidden} - {
        place for place, is_hidden in places if not is_hidden
    }
    kept = [0]
    for place in range(count):
        kept.append(kept[-1] + (place not in hidden))
    return kept
