"""A published document as it was read: tables and paragraphs in reading order, each with the place it came from.

All geometry is in hundredths of a point, in integers, from the top left corner of a page as a reader sees it.
Spreadsheets and flowing documents have no boxes.
"""

from __future__ import annotations

from typing import Literal

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.named import NamedTuple
from jsrules.base.record import Record

DocumentKind = Literal["pdf", "xlsx", "xls", "docx", "html", "text"]

Furniture = Literal["", "page_number", "running_title"]
"""What a paragraph is that belongs to the paper and not to the text; empty for the text itself."""


class Box(NamedTuple):
    """A rectangle: ``left <= right`` and ``top <= bottom``, in hundredths of a point."""

    left: int
    top: int
    right: int
    bottom: int


class Character(NamedTuple):
    """What was drawn as one character, and the box that it takes up in its line; U+FFFD where the font hides which."""

    text: str
    left: int
    top: int
    right: int
    bottom: int


class PageLine(NamedTuple):
    """A line that a reader sees: horizontal with ``top == bottom``, or vertical with ``left == right``."""

    left: int
    top: int
    right: int
    bottom: int


class DocumentPage(Record):
    """What stands on one page, before anybody asks what it means.

    ``number`` counts from 1; ``turn`` are the degrees by which the page's own coordinates were turned clockwise so that
    its text stands upright; ``images`` are the boxes of pictures. ``corner`` is the lower left corner of the paper in
    the page's own coordinates, from left to right and from below.
    """

    number: int
    width: int
    height: int
    characters: tuple[Character, ...] = ()
    lines: tuple[PageLine, ...] = ()
    images: tuple[Box, ...] = ()
    turn: int = 0
    corner: tuple[int, int] = (0, 0)


class DocumentPlace(Record):
    """Where something stands: page and box, sheet and cell, or paragraph; numbers count from 1, 0 is unknown.

    ``nth`` and ``among`` tell of a figure of prose which it is of those that are printed alike there, and of how many;
    0 where there is one only.
    """

    page: int = 0
    box: Box | None = None
    sheet: str = ""
    cell: str = ""
    paragraph: int = 0
    nth: int = 0
    among: int = 0


class PublishedPlace(Record):
    """Where a figure of a report stands in a published document: in which, where there, and in the table that it calls
    so, by its number where it has one; ``row`` counts the table's rows on that page from 1, 0 is unknown. ``stored`` is
    the value behind the figure where the document keeps another one.
    """

    document: str
    place: DocumentPlace
    table: str = ""
    row: int = 0
    stored: str = ""


class GridCell(Record):
    """A cell of a table: its upper left position, from 0, how many rows and columns it takes up, and its text as shown.

    Lines of the text are apart by line feeds. ``stored`` is the value behind the text where a document keeps another
    one; ``hidden`` cells are not shown by the document.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    place: DocumentPlace
    stored: str = ""
    hidden: bool = False


class Grid(Record):
    """A table: cells that do not overlap, by rows and columns. A merged cell stands once, at its upper left."""

    cells: tuple[GridCell, ...]
    rows: int
    columns: int
    place: DocumentPlace


class DocumentParagraph(Record):
    """Text outside tables. ``pieces`` tell from which offset on the text stands where; the first offset is 0."""

    text: str
    pieces: tuple[tuple[int, DocumentPlace], ...]
    furniture: Furniture = ""

    @property
    def place(self) -> DocumentPlace:
        """Where it begins."""
        return self.pieces[0][1]

    def place_at(self, offset: int) -> DocumentPlace:
        """Where the character at ``offset`` stands."""
        found = self.place
        for start, place in self.pieces:
            if start > offset:
                break
            found = place
        return found


DocumentPart = Grid | DocumentParagraph


class PublishedDocument(Record):
    """What was read of a document; ``faults`` say what was not, page by page."""

    name: str
    kind: DocumentKind
    parts: tuple[DocumentPart, ...]
    faults: tuple[Diagnostic, ...] = ()
    pages: int = 0
