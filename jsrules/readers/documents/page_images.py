"""Pictures of parts of PDF pages, for people who want to see a figure where it is printed.

Pages are drawn in a process of its own, with little time and memory: what cannot be drawn is left out, since nothing
but looks depends on it.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Sequence
from struct import pack
from typing import Any, NamedTuple

from jsrules.base.diagnostic import InputError
from jsrules.model.document import Box
from jsrules.readers.documents.guarded_process import guarded_bytes
from jsrules.readers.documents.pdf_primitives import read_page

_PIXELS_A_POINT = 2
_LARGEST_PAGE = 10**10
"""In square hundredths of a point, about two pages of A3; larger ones get a pixel for each point."""

_OFF = 150
"""How far a frame stands off what it is round, in hundredths of a point."""
_STROKE = 3
"""How thick it is, in pixels."""


class PageArea(NamedTuple):
    """A part of a page: the page's number from 1, and how far from its top it begins and ends, in hundredths of a
    point as a reader sees it. It is as wide as the page.
    """

    page: int
    top: int
    bottom: int


class PagePicture(NamedTuple):
    """A picture (PNG) of a part of a page, and the box that it shows, as a reader sees the page."""

    png: bytes
    box: Box


def page_pictures(
    data: bytes, areas: Sequence[PageArea], frames: Sequence[Sequence[Box]] = ()
) -> list[PagePicture | None]:
    """A picture for each area of a PDF file; None for what could not be drawn, for all where pypdfium2 is lacking.
    ``frames`` are boxes, for each area, that are framed in it.
    """
    if not areas:
        return []
    try:
        found: list[PagePicture | None] = pickle.loads(guarded_bytes(_packed, (data, list(areas), frames), ""))
    except InputError:
        return [None] * len(areas)
    return found


def _packed(data: bytes, areas: Sequence[PageArea], frames: Sequence[Sequence[Box]]) -> bytes:
    """The pictures, as the other process hands them over."""
    return pickle.dumps(_drawn(data, areas, frames), pickle.HIGHEST_PROTOCOL)


def _drawn(data: bytes, areas: Sequence[PageArea], frames: Sequence[Sequence[Box]]) -> list[PagePicture | None]:
    found: list[PagePicture | None] = [None] * len(areas)
    try:
        import pypdfium2
    except ImportError:
        return found
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return found
    for number in sorted({area.page for area in areas}):
        try:
            seen, _ = read_page(pypdfium2, document, number - 1, "", [])
            page = document[number - 1]
            if seen.width <= 0 or seen.height <= 0:
                continue
            scale = _PIXELS_A_POINT if seen.width * seen.height <= _LARGEST_PAGE else 1
            turn = (seen.turn - page.get_rotation()) % 360
            bitmap = page.render(scale=scale, rotation=turn, grayscale=True)
        except (pypdfium2.PdfiumError, IndexError):
            continue
        for place, area in enumerate(areas):
            if area.page == number:
                framed = frames[place] if place < len(frames) else ()
                found[place] = _cut(bitmap, area, seen.width, seen.height, framed)
    return found


def _cut(bitmap: Any, area: PageArea, width: int, height: int, frames: Sequence[Box]) -> PagePicture | None:
    """The rows of a drawn page that show an area."""
    first = max(0, area.top * bitmap.height // height)
    last = min(bitmap.height, -(-area.bottom * bitmap.height // height))
    if first >= last:
        return None
    stride, pixels = bitmap.stride, bytes(bitmap.buffer)
    rows = [bytearray(pixels[row * stride : row * stride + bitmap.width]) for row in range(first, last)]
    for frame in frames:
        left, right = (side * bitmap.width // width for side in (frame.left - _OFF, frame.right + _OFF))
        top, bottom = (side * bitmap.height // height - first for side in (frame.top - _OFF, frame.bottom + _OFF))
        _frame(rows, Box(left, top, right, bottom))
    box = Box(0, first * height // bitmap.height, width, last * height // bitmap.height)
    return PagePicture(_png(rows, bitmap.width), box)


def _frame(rows: Sequence[bytearray], box: Box) -> None:
    """Draws a frame into a picture, so far as it lies in it; the box is in its pixels."""
    width = len(rows[0])
    left, right = max(box.left, 0), min(box.right, width - 1)
    for at in range(max(box.top, 0), min(box.bottom, len(rows) - 1) + 1):
        row = rows[at]
        if min(at - box.top, box.bottom - at) < _STROKE:
            row[left : right + 1] = bytes(max(right + 1 - left, 0))
            continue
        for start in (box.left, box.right - _STROKE + 1):
            for place in range(max(start, 0), min(start + _STROKE, width)):
                row[place] = 0


def _png(rows: Sequence[bytes | bytearray], width: int) -> bytes:
    """A picture in 256 shades of grey (PNG, ISO/IEC 15948)."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))

    head = pack(">IIBBBBB", width, len(rows), 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
