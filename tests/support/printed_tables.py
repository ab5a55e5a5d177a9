"""Documents made of tables and lines as tests write them, and what is recognised in them."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.model.document import (
    DocumentKind,
    DocumentParagraph,
    DocumentPart,
    DocumentPlace,
    Grid,
    GridCell,
    PublishedDocument,
)
from jsrules.model.form import FormSet
from jsrules.model.imported import ImportedReport, ImportedTable
from jsrules.readers.documents.recognition.head import read_head
from jsrules.readers.documents.recognition.recognise import recognise
from support.reading import form_set

KINDS = ("部门决算", "单位决算")

Merged = tuple[str, int, int]
"""A cell's text, and how many rows and columns it takes up."""


def grid(*rows: Sequence[str | Merged] | str, page: int = 1, sheet: str = "") -> Grid:
    """A table by its rows, top to bottom; a row may be a text with ``|`` between its cells. Places that a merged cell
    of a row above takes up are not written.
    """
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for each in row.split("|") if isinstance(row, str) else row:
            text, down, across = (each.strip(), 1, 1) if isinstance(each, str) else each
            while (number, column) in taken:
                column += 1
            taken.update((number + i, column + j) for i in range(down) for j in range(across))
            place = DocumentPlace(page, sheet=sheet, cell=f"{chr(65 + column)}{number + 1}" if sheet else "")
            cells.append(GridCell(number, column, down, across, text, place))
            column += across
    width = max(column for _, column in taken) + 1
    return Grid(tuple(cells), len(rows), width, DocumentPlace(page, sheet=sheet))


def line(text: str, page: int = 1) -> DocumentParagraph:
    return DocumentParagraph(text, ((0, DocumentPlace(page)),))


def document(*parts: Grid | str, kind: DocumentKind = "pdf") -> PublishedDocument:
    """A document of tables and lines of text."""
    made: list[DocumentPart] = [line(each) if isinstance(each, str) else each for each in parts]
    return PublishedDocument("决算.pdf", kind, tuple(made))


def imported(*parts: Grid | str, forms: FormSet | None = None, kind: DocumentKind = "pdf") -> ImportedReport:
    """What is recognised in such a document, by the form set of 2021 unless another is given."""
    documents = [document(*parts, kind=kind)]
    return recognise(documents, read_head(documents, KINDS), forms or form_set())


def only_table(*parts: Grid | str) -> ImportedTable:
    """The only table of such a document."""
    (table,) = imported(*parts).tables
    return table


def figures(table: ImportedTable) -> dict[str, dict[str, list[str]]]:
    """Blocks, rows and what their cells print: blanks are empty, what cannot be known has what was seen behind ？."""
    return {
        block.name: {row.label: [cell.text + cell.seen for cell in row.cells] for row in block.rows}
        for block in table.blocks
    }


def uses(report: ImportedReport, use: str) -> list[str]:
    """The numbers of a document that became this."""
    return [entry.text for entry in report.ledger if entry.use == use]
