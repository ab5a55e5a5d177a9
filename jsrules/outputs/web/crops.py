"""Where the document prints the figures of a finding, as pictures: a strip of the page with the figures framed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from jsrules.base.language import say
from jsrules.model.document import Box
from jsrules.model.result import Result
from jsrules.outputs.document_crops import MOST_PICTURES, document_of, has_pictures, strips
from jsrules.outputs.markup import add
from jsrules.readers.documents.page_images import PageArea, PagePicture, page_pictures

_FRAME = 150
_PARTS = 2


class Crops:
    """The pictures for the findings of a result that was read from a PDF: asked for first, then drawn all at once."""

    def __init__(self, result: Result) -> None:
        self._report = result.report
        self._result = result
        self._drawable = has_pictures(result)
        self._wanted: list[tuple[ET.Element, PageArea, list[Box]]] = []

    def want(self, parent: ET.Element, cells: Sequence[int]) -> None:
        """Asks for pictures of these cells, to be put at the end of an element."""
        if not self._drawable or self._report is None or len(self._wanted) >= MOST_PICTURES:
            return
        for area, marked in strips(self._report, cells)[:_PARTS]:
            self._wanted.append((parent, area, marked))

    def draw(self) -> None:
        """Draws what was asked for."""
        if not self._wanted:
            return
        data = document_of(self._result)
        if not data:
            return
        pictures = page_pictures(data, [area for _, area, _ in self._wanted])
        for (parent, area, marked), picture in zip(self._wanted, pictures, strict=True):
            if picture is not None:
                _put(parent, area.page, marked, picture)


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
