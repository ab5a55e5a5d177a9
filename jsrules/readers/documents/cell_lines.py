"""Tables of which each cell stands in a line of its own: what is left of a web page that was copied as text."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FIGURE = re.compile(r"[-－—+＋(（]?[0-9０-９][0-9０-９,，.．]*[%％)）]?")
_DASHES = frozenset("-－—–")
_WIDEST = 12


def rows_of_cells(cells: Sequence[str]) -> list[list[str]]:
    """The rows of a table from its cells in reading order; nothing where nobody knows how many make a row.

    There is one number of columns only with which the first row is words, and every other one words and then figures or
    blanks; the last row may break off behind its name. A blank that left nothing behind moves a word among the figures,
    and then there is none.
    """
    found = [rows for width in range(2, _WIDEST + 1) if _is_table(rows := _cut(cells, width))]
    return found[0] if len(found) == 1 else []


def _cut(cells: Sequence[str], width: int) -> list[list[str]]:
    rows = [list(cells[at : at + width]) for at in range(0, len(cells), width)]
    if rows and len(rows[-1]) == 1:
        rows[-1] += [""] * (width - 1)
    return rows


def _is_table(rows: list[list[str]]) -> bool:
    if len(rows) < 3 or len(rows[-1]) < len(rows[0]) or not all(map(_is_word, rows[0])):
        return False
    return any(map(_FIGURE.fullmatch, rows[1][1:])) and all(
        _is_word(row[0]) and all(not text or set(text) <= _DASHES or _FIGURE.fullmatch(text) for text in row[1:])
        for row in rows[1:]
    )


def _is_word(text: str) -> bool:
    return bool(text) and not set(text) <= _DASHES and _FIGURE.fullmatch(text) is None
