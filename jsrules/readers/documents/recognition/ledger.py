"""What became of every number of a document: none of them is lost, and none was added."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from jsrules.model.document import DocumentParagraph, PublishedDocument
from jsrules.model.imported import AmountUse, LedgerEntry
from jsrules.readers.documents.amount_tokens import AmountToken, amount_tokens

_CALENDAR = re.compile(r"\s*(?:[-—–~至到]\s*[0-9]{4}\s*)?(?:年|月|日|时|号)")
_ORDINAL = re.compile(r"\s*[、.．)）](?![0-9])")
_NUMBERED = re.compile(r"(?:第|表|公开|财决)\s*\Z")


def ledger(
    documents: Sequence[PublishedDocument], claimed: Collection[int], headings: Collection[int]
) -> tuple[LedgerEntry, ...]:
    """An entry for each number. ``claimed`` are the cells whose figures are in a table of the report, ``headings``
    those that name rows and columns, by their identity.
    """
    return tuple(
        LedgerEntry(token.text, token.place, _use(token, document, claimed, headings))
        for document in documents
        for token in amount_tokens(document)
    )


def _use(
    token: AmountToken, document: PublishedDocument, claimed: Collection[int], headings: Collection[int]
) -> AmountUse:
    if token.cell is not None:
        if id(token.cell) in claimed:
            return "cell"
        return "furniture" if id(token.cell) in headings or _is_date(token.cell.text, token) else "unread"
    part = document.parts[token.part]
    assert isinstance(part, DocumentParagraph)
    return "furniture" if part.furniture or _is_date(part.text, token) or _is_ordinal(part.text, token) else "prose"


def _is_date(text: str, token: AmountToken) -> bool:
    """Whether a number is a year, a month or a day."""
    whole = token.text.isdigit() and len(token.text) <= 4
    return whole and _CALENDAR.match(text, token.offset + len(token.text)) is not None


def _is_ordinal(text: str, token: AmountToken) -> bool:
    """Whether a number counts the items of a list, or the tables of a document."""
    before, behind = text[: token.offset], token.offset + len(token.text)
    if _NUMBERED.search(before):
        return True
    return token.text.isdigit() and not before.strip(" \t(（") and _ORDINAL.match(text, behind) is not None
