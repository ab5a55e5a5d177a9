"""A PDF file of lines and tables as tests write them, every cell in a frame of its own."""

from __future__ import annotations

from jsrules.model.document import Grid
from support.pdf_writer import Page, frame, text, write_pdf

_WIDE, _HIGH, _LEFT, _TOP = 1400, 800, 40, 760
_ROW = 18


def printed_pdf(*parts: Grid | str) -> bytes:
    """The file: a new page for each table but the first."""
    pages: list[Page] = [Page(size=(_WIDE, _HIGH))]
    top, drawn = _TOP, False
    for part in parts:
        if isinstance(part, str):
            pages[-1].add(text(_LEFT, top - 14, part))
            top -= _ROW
            continue
        if drawn:
            pages.append(Page(size=(_WIDE, _HIGH)))
            top = _TOP
        drawn = True
        across = (_WIDE - 2 * _LEFT) / part.columns
        for cell in part.cells:
            left, high = _LEFT + cell.column * across, top - cell.row * _ROW
            low = high - cell.row_span * _ROW
            pages[-1].add(frame(left, low, left + cell.column_span * across, high))
            if cell.text:
                pages[-1].add(text(left + 4, high - 13, cell.text))
        top -= part.rows * _ROW
    return write_pdf(*pages)
