"""Every number of a document and where it stands: the list against which it is held that none was lost or invented."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jsrules.base.record import Record
from jsrules.model.document import DocumentPlace, Grid, GridCell, PublishedDocument

_DIGIT = "[0-9０-９]"
_NUMBER = re.compile(
    rf"{_DIGIT}{{1,3}}(?:[,，]{_DIGIT}{{3}})+(?!{_DIGIT})(?:[.．]{_DIGIT}+)?|{_DIGIT}+(?:[.．]{_DIGIT}+)?"
)


class AmountToken(Record):
    """A number as printed and where: in part ``part`` of its document, at ``offset`` of its part's or cell's text."""

    text: str
    part: int
    offset: int
    place: DocumentPlace
    cell: GridCell | None = None


def numbers_in(text: str) -> list[str]:
    """The numbers of a text, in order."""
    return _NUMBER.findall(text)


def amount_tokens(document: PublishedDocument) -> Iterator[AmountToken]:
    """All numbers of tables and paragraphs, in reading order: amounts, and years, codes, page numbers."""
    for index, part in enumerate(document.parts):
        if isinstance(part, Grid):
            for cell in part.cells:
                for match in _NUMBER.finditer(cell.text):
                    yield AmountToken(match[0], index, match.start(), cell.place, cell)
        else:
            for match in _NUMBER.finditer(part.text):
                yield AmountToken(match[0], index, match.start(), part.place_at(match.start()))
