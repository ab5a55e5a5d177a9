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
