"""Which strips of a document's pages show the figures of a finding."""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.base.diagnostic import InputError
from jsrules.base.files import MAXIMUM_DOCUMENT_BYTES, read_bytes
from jsrules.model.document import Box
from jsrules.model.report import Report
from jsrules.model.result import Result
from jsrules.readers.documents.page_images import PageArea

MOST_PICTURES = 60
"""A page or paper has no more pictures than that; findings behind the last one go without."""

_ABOVE = 2200
_TALLEST = 20000


def has_pictures(result: Result) -> bool:
    """Whether the document of a result can be shown: a PDF that was verified itself."""
    return result.report is not None and result.imported is not None and result.path.lower().endswith(".pdf")


def document_of(result: Result) -> bytes:
    """The document, empty where it cannot be read any more."""
    try:
        return read_bytes(result.path, MAXIMUM_DOCUMENT_BYTES)
    except InputError:
        return b""


def strips(report: Report, cells: Iterable[int]) -> list[tuple[PageArea, list[Box]]]:
    """Strips of pages that show cells, with the boxes of their figures: those near each other in one."""
    boxes: list[tuple[int, Box]] = []
    for number in cells:
        found = report.place_of(report.cells[number])
        if found is not None and found.place.page and found.place.box is not None:
            boxes.append((found.place.page, found.place.box))
    areas: list[tuple[PageArea, list[Box]]] = []
    for page, box in sorted(boxes, key=lambda each: (each[0], each[1].top)):
        top, bottom = box.top - _ABOVE, box.bottom + _ABOVE
        last = areas[-1][0] if areas else None
        if last is not None and last.page == page and bottom - last.top <= _TALLEST and top <= last.bottom + _ABOVE:
            areas[-1] = (last._replace(bottom=max(bottom, last.bottom)), [*areas[-1][1], box])
        else:
            areas.append((PageArea(page, top, min(bottom, top + _TALLEST)), [box]))
    return areas
