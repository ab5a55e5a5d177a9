"""Where the document prints the figures of a finding, as pictures: a strip of the page with the figures framed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from jsrules.base.diagnostic import InputError
from jsrules.base.files import MAXIMUM_DOCUMENT_BYTES, read_bytes
from jsrules.base.language import say
from jsrules.model.document import Box
from jsrules.model.result import Result
from jsrules.outputs.markup import add
from jsrules.readers.documents.page_images import PageArea, PagePicture, page_pictures

MOST_PICTURES = 60
"""A page has no more pictures than that; findings behind the last one go without."""

_ABOVE = 2200
_TALLEST = 20000
_FRAME = 150
_PARTS = 2

_Marks = list[tuple[PageArea, list[Box]]]


class Crops:
    """The pictures for the findings of a result that was read from a PDF: asked for first, then drawn all at once."""

    def __init__(self, result: Result) -> None:
        self._report = result.report
        self._path = result.path if result.imported is not None and result.path.lower().endswith(".pdf") else ""
        self._wanted: list[tuple[ET.Element, PageArea, list[Box]]] = []

    def want(self, parent: ET.Element, cells: Sequence[int]) -> None:
        """Asks for pictures of these cells, to be put at the end of an element."""
        if not self._path or self._report is None or len(self._wanted) >= MOST_PICTURES:
            return
        boxes: list[tuple[int, Box]] = []
        for number in cells:
            found = self._report.place_of(self._report.cells[number])
            if found is not None and found.place.page and found.place.box is not None:
                boxes.append((found.place.page, found.place.box))
        for area, marked in _areas(boxes)[:_PARTS]:
            self._wanted.append((parent, area, marked))

    def draw(self) -> None:
        """Draws what was asked for."""
        if not self._wanted:
            return
        try:
            data = read_bytes(self._path, MAXIMUM_DOCUMENT_BYTES)
        except InputError:
            return
        pictures = page_pictures(data, [area for _, area, _ in self._wanted])
        for (parent, area, marked), picture in zip(self._wanted, pictures, strict=True):
            if picture is not None:
                _put(parent, area.page, marked, picture)


def _areas(boxes: list[tuple[int, Box]]) -> _Marks:
    """Strips of pages that show boxes: those near each other in one."""
    found: _Marks = []
    for page, box in sorted(boxes, key=lambda each: (each[0], each[1].top)):
        top, bottom = box.top - _ABOVE, box.bottom + _ABOVE
        last = found[-1][0] if found else None
        if last is not None and last.page == page and bottom - last.top <= _TALLEST and top <= last.bottom + _ABOVE:
            found[-1] = (last._replace(bottom=max(bottom, last.bottom)), [*found[-1][1], box])
        else:
            found.append((PageArea(page, top, min(bottom, top + _TALLEST)), [box]))
    return found


def _put(parent: ET.Element, page: int, marked: Sequence[Box], picture: PagePicture) -> None:
    shown = picture.box
    width, height = shown.right - shown.left, shown.bottom - shown.top
    shell = add(parent, "div", "", {"class": "crop"})
    title = say("原件第 {page} 页", "page {page} of the document", page=page)
    add(shell, "p", title, {"class": "faint"})
    frame = add(shell, "svg", "", {"viewBox": f"0 0 {width} {height}", "role": "img", "aria-label": title})
    data = f"data:image/png;base64,{b64encode(picture.png).decode('ascii')}"
    add(frame, "image", "", {"href": data, "width": str(width), "height": str(height), "preserveAspectRatio": "none"})
    for box in marked:
        place = {
            "x": str(box.left - _FRAME),
            "y": str(box.top - shown.top - _FRAME),
            "width": str(box.right - box.left + 2 * _FRAME),
            "height": str(box.bottom - box.top + 2 * _FRAME),
        }
        add(frame, "rect", "", {**place, "class": "mark"})
