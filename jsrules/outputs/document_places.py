"""Where figures stand in the published document that a report was imported from, in words and as objects."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.model.report import Cell, Report
from jsrules.readers.documents.where_in import where_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.model.document import PublishedPlace


def place_words(found: PublishedPlace, before: PublishedPlace | None = None) -> str:
    """``决算.pdf 第 12 页 公开05表 第 7 行``. What the place ``before`` it has told is not told again; nothing is where
    that is all.
    """
    place = found.place
    last = place.cell or (say("第 {row} 行", "row {row}", row=found.row) if found.row else "")
    if before is not None and _frame(before) == _frame(found):
        return last if (place.cell, found.row) != (before.place.cell, before.row) else ""
    words = (found.document, where_in(place), "" if place.sheet else found.table, "" if place.sheet else last)
    return " ".join(filter(None, words))


def _frame(found: PublishedPlace) -> tuple[object, ...]:
    place = found.place
    return found.document, place.page, place.sheet, place.paragraph, found.table


def position_object(cell: Cell, report: Report) -> dict[str, object]:
    """Line and column of a cell in its file; null where it stands in none."""
    line = report.line_of(cell)
    return {"line": line or None, "column": (cell.place or None) if line else None}


def document_object(cell: Cell, report: Report) -> dict[str, object] | None:
    """Where a cell stands in the document that it was imported from; None where that is not known."""
    found = report.place_of(cell)
    if found is None:
        return None
    place = found.place
    return {
        "name": found.document or None,
        "page": place.page or None,
        "box": list(place.box) if place.box is not None else None,
        "sheet": place.sheet or None,
        "cell": place.cell or None,
        "paragraph": place.paragraph or None,
        "table": found.table or None,
        "row": found.row or None,
        "stored": found.stored or None,
    }
