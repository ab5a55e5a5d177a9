"""What tests of published documents ask: the tables that were read, and the real documents, where their folder is present."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from jsrules.model.document import Character, Grid, PublishedDocument
from jsrules.readers.documents.open_document import document_of
from support.pdf_writer import Page, write_pdf
from support.sources import ROOT

SHARED = Path(os.environ.get("JSRULES_DOCUMENTS") or ROOT.parent / "shared" / "documents")
"""Published documents, which are no part of the project: in a folder beside it, or where the variable says."""


def real_documents() -> list[Path]:
    """The PDFs of the shared folder; none where it is absent."""
    return sorted([*SHARED.glob("*.pdf"), *SHARED.glob("budgets/*.pdf")])


def read(*pages: Page) -> PublishedDocument:
    """What is read of these pages."""
    return document_of(write_pdf(*pages), "决算.pdf")


def grids(document: PublishedDocument) -> list[Grid]:
    return [part for part in document.parts if isinstance(part, Grid)]


def texts(document: PublishedDocument) -> list[str]:
    """The paragraphs."""
    return [part.text for part in document.parts if not isinstance(part, Grid)]


def cells(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in grid.cells]


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.rows)]


def seen_characters(characters: Iterable[Character]) -> Counter[str]:
    return Counter(each.text for each in characters if not each.text.isspace())


def read_characters(document: PublishedDocument) -> Counter[str]:
    """All characters of tables and paragraphs, without blanks."""
    found: Counter[str] = Counter()
    for part in document.parts:
        for text in [cell.text for cell in part.cells] if isinstance(part, Grid) else [part.text]:
            found.update(each for each in text if not each.isspace())
    return found
