"""The functions of PDFium that are called for each character, path and corner of a page, with addresses for handles.

pypdfium2 declares them with types for handles and makes a new value for each that is given. A page of tables takes ten
thousand calls, and these values were half of its time; the functions here are the same ones, with plain integers.
"""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import addressof, c_float, c_uint, c_void_p, cast, sizeof
from functools import cache
from typing import Any

from jsrules.readers.documents.page_view import IDENTITY, Matrix, PagePoint, Rectangle

_WHITE = 250


def address_of(handle: Any) -> int:
    """A handle of pypdfium2's as a plain integer; 0 for none."""
    return cast(handle, c_void_p).value or 0


class PdfiumCalls:
    """PDFium's functions and constants by their names, and what they write to memory as values.

    A function takes and gives handles as integers, 0 (or None) where there is none.
    """

    def __init__(self, raw: Any) -> None:
        """``raw`` are the functions as pypdfium2 declares them, and PDFium's constants."""
        self._raw = raw
        # Where PDFium writes to; the next call of any method overwrites it.
        self._numbers = (c_float * 6)()
        self._whole = (c_uint * 4)()
        place = addressof(self._numbers)
        self._number_places = (place, place + sizeof(c_float))
        place = addressof(self._whole)
        self._whole_places = tuple(place + sizeof(c_uint) * each for each in range(4))

    def __getattr__(self, name: str) -> Any:
        """What PDFium calls so; kept, so that this is asked once for each name."""
        found = _plain_function(self._raw, name)
        setattr(self, name, found)
        return found

    def matrix(self, each: int) -> Matrix:
        """The transformation of an object of a page."""
        if not self.FPDFPageObj_GetMatrix(each, self._number_places[0]):
            return IDENTITY
        a, b, c, d, e, f = self._numbers
        return a, b, c, d, e, f

    def clip_corners(self, clip: int, index: int, count: int) -> list[PagePoint]:
        """Where the first segments of one of an object's clipping paths end; at 0, 0 those that end nowhere."""
        segment, point = self.FPDFClipPath_GetPathSegment, self.FPDFPathSegment_GetPoint
        numbers, (x, y) = self._numbers, self._number_places
        corners = []
        for each in range(count):
            known = point(segment(clip, index, each), x, y)
            corners.append((numbers[0], numbers[1]) if known else (0.0, 0.0))
        return corners

    def subpaths(self, path: int, count: int, matrix: Matrix) -> Iterator[tuple[list[PagePoint], bool]]:
        """The parts of a path of so many segments: their corners after a transformation, and whether all of their sides
        are straight.
        """
        a, b, c, d, e, f = matrix
        get, kind_of, point = self.FPDFPath_GetPathSegment, self.FPDFPathSegment_GetType, self.FPDFPathSegment_GetPoint
        closes, move, curve = self.FPDFPathSegment_GetClose, self.FPDF_SEGMENT_MOVETO, self.FPDF_SEGMENT_BEZIERTO
        numbers, places = self._numbers, self._number_places
        points: list[PagePoint] = []
        straight = True
        for index in range(count):
            segment = get(path, index)
            kind = kind_of(segment)
            x, y = numbers[:2] if point(segment, *places) else (0.0, 0.0)
            if kind == move:
                if len(points) > 1:
                    yield points, straight
                points, straight = [], True
            elif kind == curve:
                straight = False
            points.append((a * x + c * y + e, b * x + d * y + f))
            if closes(segment):
                points.append(points[0])
        if len(points) > 1:
            yield points, straight

    def character_area(self, text: int, index: int) -> Rectangle | None:
        """Where a character of a page's text stands in its line; None where that is not known."""
        if not self.FPDFText_GetLooseCharBox(text, index, self._number_places[0]):
            return None
        left, top, right, bottom = self._numbers[:4]
        if left > right:
            left, right = right, left
        if bottom > top:
            bottom, top = top, bottom
        return left, bottom, right, top

    def ink(self, each: int, stroke: bool) -> int:
        """The darkness of a colour: 0 for none at all, 1 for white, 2 for any other."""
        get = self.FPDFPageObj_GetStrokeColor if stroke else self.FPDFPageObj_GetFillColor
        if not get(each, *self._whole_places):
            return 2
        red, green, blue, alpha = self._whole
        if not alpha:
            return 0
        return 1 if min(red, green, blue) >= _WHITE else 2

    def draw_mode(self, path: int) -> tuple[int, int]:
        """How a path is filled, and whether it is stroked."""
        modes = self._whole
        modes[0] = modes[1] = 0
        self.FPDFPath_GetDrawMode(path, *self._whole_places[:2])
        return modes[0], modes[1]

    def stroke_width(self, path: int) -> float:
        """How wide the lines of a path are, in its own coordinates; 0 where that is not known."""
        self._numbers[0] = 0.0
        self.FPDFPageObj_GetStrokeWidth(path, self._number_places[0])
        return float(self._numbers[0])


@cache
def _plain_function(raw: Any, name: str) -> Any:
    """The function of this name, for handles and places in memory as integers; a constant as it is."""
    found = getattr(raw, name)
    if not hasattr(found, "argtypes"):
        return found
    # The same place in the library, called by the same convention.
    plain = type(found)(cast(found, c_void_p).value)
    plain.argtypes = tuple(map(_plain, found.argtypes))
    plain.restype = _plain(found.restype)
    return plain


def _plain(kind: Any) -> Any:
    """The type of an argument or result, an integer for what is a handle or a place in memory."""
    return c_void_p if hasattr(kind, "contents") else kind
