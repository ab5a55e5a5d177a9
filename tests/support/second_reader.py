"""pdfplumber as a second reader of tables: an oracle that is often right, not the truth."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from jsrules.model.document import Grid, PublishedDocument

AMOUNT = re.compile(r"[0-9][0-9,]*\.[0-9]+")

Rows = Counter[tuple[int, tuple[str, ...]]]
"""How often a row with these amounts, from left to right, stands in a table of a page."""


def their_rows(path: Path) -> Rows:
    import pdfplumber  # here, so that who measures the other reader does not carry it

    found: Rows = Counter()
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                for row in table:
                    amounts = tuple(amount for cell in row for amount in AMOUNT.findall(cell or ""))
                    if amounts:
                        found[page.page_number, amounts] += 1
    return found


def our_rows(document: PublishedDocument) -> Rows:
    found: Rows = Counter()
    for part in document.parts:
        if isinstance(part, Grid):
            rows: dict[int, list[str]] = {}
            for cell in part.cells:
                rows.setdefault(cell.row, []).extend(AMOUNT.findall(cell.text))
            found.update((part.place.page, tuple(amounts)) for amounts in rows.values() if amounts)
    return found


PlacedCells = dict[tuple[int, int, int, int], str]
"""The texts of cells, without breaks, by page (from 1), table on it, row and column (from 0); blank ones are left out."""


def their_cells(path: Path) -> PlacedCells:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return {
            (page.page_number, table, row, column): text.replace("\n", "")
            for page in pdf.pages
            for table, rows in enumerate(page.extract_tables())
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
            if text
        }


def our_cells(document: PublishedDocument) -> PlacedCells:
    found: PlacedCells = {}
    tables: Counter[int] = Counter()
    for part in document.parts:
        if isinstance(part, Grid):
            page = part.place.page
            for cell in part.cells:
                if cell.text:
                    found[page, tables[page], cell.row, cell.column] = cell.text.replace("\n", "")
            tables[page] += 1
    return found
