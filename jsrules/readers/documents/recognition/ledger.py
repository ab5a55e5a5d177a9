"""What became of every number of a document: none of them is lost, and none was added."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jsrules.base.record import Record, field
from jsrules.model.document import DocumentParagraph, PublishedDocument
from jsrules.model.imported import AmountUse, LedgerEntry
from jsrules.readers.documents.amount_tokens import AmountToken, amount_tokens

_CALENDAR = re.compile(r"\s*(?:[-—–~至到]\s*[0-9]{4}\s*)?(?:年|月|日|时|号)")
_ORDINAL = re.compile(r"\s*[、.．)）](?![0-9])")
_NUMBERED = re.compile(r"(?:第|表|公开|财决)\s*(?:[0-9]{1,2}[-－—])?\Z")


class TokenClaims(Record):
    """What tables took of documents. ``cells`` are the cells whose figures are in a table of the report, ``headings``
    those that name rows and columns, by their identity. Of tables in the lines of a text, ``figures`` and ``codes`` are
    places (document, part, offset), and ``lines`` where their lines begin and end, by document and part.
    """

    cells: set[int] = field(default_factory=set)
    headings: set[int] = field(default_factory=set)
    figures: set[tuple[int, int, int]] = field(default_factory=set)
    codes: set[tuple[int, int, int]] = field(default_factory=set)
    lines: dict[tuple[int, int], list[range]] = field(default_factory=dict)


def ledger(documents: Sequence[PublishedDocument], claims: TokenClaims) -> tuple[LedgerEntry, ...]:
    """An entry for each number."""
    return tuple(
        LedgerEntry(token.text, token.place, _use(token, number, document, claims), number, token.part, token.offset)
        for number, document in enumerate(documents)
        for token in amount_tokens(document)
    )


def _use(token: AmountToken, number: int, document: PublishedDocument, claims: TokenClaims) -> AmountUse:
    if token.cell is not None:
        if id(token.cell) in claims.cells:
            return "cell"
        cell = token.cell
        beside = id(cell) in claims.headings or _is_date(cell.text, token) or _is_table_number(cell.text, token)
        return "furniture" if cell.hidden or beside else "unread"
    part = document.parts[token.part]
    assert isinstance(part, DocumentParagraph)
    place = (number, token.part, token.offset)
    if place in claims.figures:
        return "cell"
    if place in claims.codes or part.furniture or _is_date(part.text, token) or _is_ordinal(part.text, token):
        return "furniture"
    in_line = any(token.offset in each for each in claims.lines.get((number, token.part), ()))
    return "unread" if in_line else "prose"


def _is_date(text: str, token: AmountToken) -> bool:
    """Whether a number is a year, a month or a day."""
    whole = token.text.isdigit() and len(token.text) <= 4
    return whole and _CALENDAR.match(text, token.offset + len(token.text)) is not None


def _is_table_number(text: str, token: AmountToken) -> bool:
    """Whether a number counts the tables of a document: 公开01表."""
    return _NUMBERED.search(text[: token.offset]) is not None


def _is_ordinal(text: str, token: AmountToken) -> bool:
    """Whether a number counts the items of a list, or the tables of a document."""
    before, behind = text[: token.offset], token.offset + len(token.text)
    if _is_table_number(text, token):
        return True
    return token.text.isdigit() and not before.strip(" \t(（") and _ORDINAL.match(text, behind) is not None
