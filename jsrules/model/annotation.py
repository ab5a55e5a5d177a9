"""Marks for a published document: which figures are to be marked, what is to be said of each, and a list of all.

Writers put them into a copy of the document and word nothing themselves.
"""

from __future__ import annotations

from typing import Literal

from jsrules.base.record import Record
from jsrules.model.document import DocumentPlace

MarkLevel = Literal["waived", "info", "warning", "error"]
"""How grave a finding is that is marked; what was explained stands, whatever its level."""
MARK_LEVELS: tuple[MarkLevel, ...] = ("waived", "info", "warning", "error")


class Mark(Record):
    """A figure to mark: where it stands and as what it is printed, empty for a blank.

    ``numbers`` are those of the findings that it belongs to, ``level`` is that of the gravest, ``note`` what they say.
    ``proposal`` is what it should be, where one value is told.
    """

    place: DocumentPlace
    text: str
    numbers: tuple[str, ...]
    level: MarkLevel
    note: str
    proposal: str = ""


class IndexRow(Record):
    """A finding in the list of all: its number, the level in words, what it says, and where, in words.

    ``mark`` is the number of its first mark, -1 where nothing is marked for it.
    """

    number: str
    level: MarkLevel
    level_word: str
    message: str
    where: str
    mark: int = -1


class Annotations(Record):
    """All that is to be put into a document. ``author`` is who says it, ``remarks`` stand above the list; ``heads`` are
    the heads of its four columns.
    """

    author: str
    title: str
    remarks: tuple[str, ...]
    heads: tuple[str, str, str, str]
    rows: tuple[IndexRow, ...]
    marks: tuple[Mark, ...]
