"""A font that shows every character as a box, for fonts that a PDF file names but does not carry.

PDFium leaves out text of which it finds no shape. What stands in such a file must not depend on the fonts of the
machine that reads it, and less may it vanish: with this font all its characters have a shape. Their widths come from
the file itself. The font is for the whole process: pages drawn by the same PDFium would show boxes, too.
"""

from __future__ import annotations

import ctypes
import struct
from typing import Any

_EM = 1000
# No wider than the narrowest character: what a character takes up is its width in the file or this, whichever is more.
_BOX = (0, -140, 150, 860)


def box_font() -> bytes:
    """The font, as a TrueType file of some 400 bytes."""
    left, bottom, right, top = _BOX
    corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
    steps = [(x - px, y - py) for (px, py), (x, y) in zip([(0, 0), *corners], corners, strict=False)]
    glyph = struct.pack(">hhhhhHH", 1, *_BOX, len(corners) - 1, 0) + b"\x01" * len(corners)
    glyph += b"".join(struct.pack(">h", x) for x, _ in steps) + b"".join(struct.pack(">h", y) for _, y in steps)
    glyph += b"\0" * (-len(glyph) % 4)
    size = len(glyph)
    # Format 13 gives all characters of a range one glyph.
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + struct.pack(">HHIIIIII", 13, 0, 28, 0, 1, 1, 0x10FFFF, 1)
    tables = {
        b"cmap": cmap,
        b"glyf": glyph * 2,
        b"head": struct.pack(">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, _EM, 0, 0, *_BOX, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">IhhhHhhh16xH", 0x10000, 860, -140, 0, _EM, 0, 0, _EM, 2),
        b"hmtx": struct.pack(">HhHh", _EM, 0, _EM, 0),
        b"loca": struct.pack(">III", 0, size, 2 * size),
        b"maxp": struct.pack(">IHHH24x", 0x10000, 2, len(corners), 1),
        b"post": struct.pack(">IIhhI16x", 0x30000, 0, 0, 0, 0),
    }
    place = 12 + 16 * len(tables)
    head, body = struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, 0), b""
    for name, table in tables.items():
        padded = table + b"\0" * (-len(table) % 4)
        head += struct.pack(">4sIII", name, 0, place + len(body), len(table))
        body += padded
    return head + body


_callbacks: list[Any] = []
"""What PDFium was given to call, which must live as long as it does."""


def use_box_font(raw: Any) -> None:
    """Give PDFium `box_font` in place of the fonts of this machine, once in a process."""
    if _callbacks:
        return
    font = box_font()

    def font_data(_: Any, __: Any, table: int, buffer: Any, size: int) -> int:
        if table:  # single tables, or whether this is a collection
            return 0
        if buffer and size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    calls = {
        "Release": lambda _: None,
        "EnumFonts": lambda *_: None,
        "MapFont": lambda *_: 1,
        "GetFont": lambda *_: 1,
        "GetFontData": font_data,
        "GetFaceName": lambda *_: 0,
        "GetFontCharset": lambda *_: 1,
        "DeleteFont": lambda *_: None,
    }
    fonts = raw.FPDF_SYSFONTINFO()
    fonts.version = 1
    types = dict(raw.FPDF_SYSFONTINFO._fields_)
    for name, call in calls.items():
        callback = types[name](call)
        setattr(fonts, name, callback)
        _callbacks.append(callback)
    _callbacks.append(fonts)
    raw.FPDF_SetSystemFontInfo(fonts)
