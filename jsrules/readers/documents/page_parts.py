"""Pages of a PDF file to the tables and paragraphs of a document, in reading order. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.model.document import DocumentPage, DocumentPart, Grid, PublishedDocument
from jsrules.readers.documents.ruled_grids import find_grids
from jsrules.readers.documents.text_lines import (
    Margins,
    TextLine,
    furniture,
    goes_on,
    margins,
    paragraph,
    text_lines,
)


def document_of_pages(pages: Iterable[DocumentPage], name: str, faults: list[Diagnostic]) -> PublishedDocument:
    """The document on these pages; ``faults`` may still grow while they are read."""
    grids: list[list[Grid]] = []
    lines: list[list[TextLine]] = []
    heights: list[int] = []
    for page in pages:
        found, rest, too_many = find_grids(page)
        if too_many:
            what = say(
                "第 {page} 页的线太多，没有当作表", "page {page} has too many lines to be a table", page=page.number
            )
            faults.append(Diagnostic("W411", what, path=name))
        grids.append(found)
        lines.append(text_lines(rest, page.number))
        heights.append(page.height)
    return PublishedDocument(name, "pdf", tuple(_parts(grids, lines, heights)), tuple(faults), len(heights))


def _parts(grids: list[list[Grid]], lines: list[list[TextLine]], heights: list[int]) -> list[DocumentPart]:
    """Tables and paragraphs in reading order; a paragraph may go on over the page."""
    known = furniture(lines, heights)
    parts: list[DocumentPart] = []
    held: list[TextLine] = []
    its = Margins(0, 0)

    def finish() -> None:
        if held:
            parts.append(paragraph(held))
            held.clear()

    for tables, texts in zip(grids, lines, strict=True):
        own = margins(line for line in texts if line not in known)
        for item in _in_order(tables, texts):
            if isinstance(item, Grid):
                finish()
                parts.append(item)
            elif item in known:
                # It stands where it is read; a sentence that goes on over the page goes on behind it.
                parts.append(paragraph([item], known[item]))
            else:
                if held and not goes_on(held[-1], its, item, own):
                    finish()
                held.append(item)
                its = own
    finish()
    return parts


def _in_order(tables: list[Grid], texts: list[TextLine]) -> list[Grid | TextLine]:
    items: list[Grid | TextLine] = [*tables, *texts]
    return sorted(items, key=_top)


def _top(item: Grid | TextLine) -> tuple[int, int]:
    box = item.place.box if isinstance(item, Grid) else item.box
    return (box.top, box.left) if box else (0, 0)
