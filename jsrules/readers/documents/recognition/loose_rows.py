"""Lines of text that were rows of a table: names and figures in order, their empty cells lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from jsrules.base.names import fold
from jsrules.base.record import Record, field
from jsrules.model.document import DocumentPlace
from jsrules.readers.documents.recognition.captions import CaptionPiece

_TOKEN = re.compile(
    r"(?P<figure>[-−]?[0-9][0-9,，]*\.[0-9]+|[-−]?[0-9]{1,3}(?:,[0-9]{3})+)(?![0-9.])"
    r"|(?P<number>[0-9]+)(?![0-9.])|(?P<name>(?:[^\s0-9]|(?<=[^\s])[0-9]+(?=[^\s0-9.,]))+)"
)
_CODE_LENGTHS = (3, 5, 7)


class LooseFigure(NamedTuple):
    """A figure in a line: its text, and where it stands in its part of the document."""

    text: str
    part: int
    offset: int


class LooseRow(Record, frozen=False):
    """What one name of a line has behind it; ``names`` are the pieces of the name in order, ``code_places`` where the
    code stands: the part of the document, and the offset there.
    """

    code: str
    names: list[str]
    figures: list[LooseFigure]
    place: DocumentPlace
    code_places: list[tuple[int, int]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name in one."""
        return "".join(self.names)

    @property
    def is_fragment(self) -> bool:
        """Whether it is a name and nothing else."""
        return bool(self.names) and not self.code and not self.figures


class _Line(Record, frozen=False):
    """The rows of a line."""

    rows: list[LooseRow] = field(default_factory=list)


Knows = Callable[[str, str], bool]
"""Whether a row has this code and name."""


def loose_rows(pieces: Iterable[CaptionPiece], knows: Knows, is_code: Callable[[str], bool]) -> Iterator[LooseRow]:
    """The rows in lines, the names that were wrapped put together: a piece stands in the line above, one in that below.

    Rows that are not known by code or name are given, too; figures without any name have no code and no name.
    """
    lines = [_Line(list(_rows_of(group, knows, is_code))) for group in _lines(pieces)]
    for number, line in enumerate(lines):
        for row in line.rows:
            if row.names or not (row.code or row.figures):
                continue
            above = _fragment(lines, number - 1, knows)
            below = _fragment(lines, number + 1, knows)
            wrapped = [each.name for each in (above, below) if each is not None]
            if row.code or knows("", "".join(wrapped)):
                row.names = wrapped
                for each in (above, below):
                    if each is not None:
                        each.names.clear()
    yield from (row for line in lines for row in line.rows if row.names or row.code or row.figures)


def _lines(pieces: Iterable[CaptionPiece]) -> Iterator[list[CaptionPiece]]:
    held: list[CaptionPiece] = []
    for piece in pieces:
        if held and piece.line != held[-1].line:
            yield held
            held = []
        held.append(piece)
    if held:
        yield held


def _fragment(lines: Sequence[_Line], number: int, knows: Knows) -> LooseRow | None:
    """The only row of a line, where it is no more than a piece of a name."""
    if not 0 <= number < len(lines) or len(lines[number].rows) != 1:
        return None
    (row,) = lines[number].rows
    return row if row.is_fragment and not knows("", row.name) else None


_TokenKind = Literal["figure", "code", "name"]


def _rows_of(group: Sequence[CaptionPiece], knows: Knows, is_code: Callable[[str], bool]) -> Iterator[LooseRow]:
    row: LooseRow | None = None
    for kind, text, piece, start in _tokens(group, is_code):
        if row is None:
            row = LooseRow("", [], [], piece.place)
        begins = kind != "figure" and bool(
            row.figures
            or (kind == "code" and (row.code or row.names))
            or (kind == "name" and row.names and knows(row.code, row.name) and not knows(row.code, row.name + text))
        )
        if begins:
            yield row
            row = LooseRow("", [], [], piece.place)
        if kind == "figure":
            row.figures.append(LooseFigure(text, piece.part, piece.offset + start))
        elif kind == "code":
            row.code = text
            row.code_places.append((piece.part, piece.offset + start))
        else:
            row.names.append(text)
    if row is not None:
        yield row


def _tokens(
    group: Sequence[CaptionPiece], is_code: Callable[[str], bool]
) -> Iterator[tuple[_TokenKind, str, CaptionPiece, int]]:
    for piece in group:
        for match in _TOKEN.finditer(piece.text):
            if match["name"] is not None:
                if fold(match[0]):
                    yield "name", match[0], piece, match.start()
            elif match["number"] is not None and len(match[0]) in _CODE_LENGTHS and is_code(match[0]):
                yield "code", match[0], piece, match.start()
            else:
                yield "figure", match[0], piece, match.start()
