"""What stands above and below a table: its title, number, unit of money, whose it is, and why it is empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from jsrules.base.labels import bare, unprefixed
from jsrules.base.names import fold, normal
from jsrules.base.table_numbers import numbered_title, table_number
from jsrules.model.document import DocumentPlace, Grid, GridCell, PublishedDocument
from jsrules.model.form import FormSet
from jsrules.readers.documents.recognition.words import words

PieceKind = Literal["title", "named", "number", "money_unit", "unit", "year", "note", "text", "prose"]
"""What a piece of text is: the title of a known table, what is called a table, entries above a table, a note below it,
a short text, a sentence."""

_LONGEST_TITLE = 50
_YEAR = re.compile(r"((?:19|20)[0-9]{2})\s*年(?:度)?")
_BEFORE_TITLE = re.compile(r".*?(?:19|20)[0-9]{2}年(?:度)?")
_SHEET_NUMBER = re.compile(r"\A[a-z]{0,2}[0-9]{1,2}(?:-[0-9]{1,2})?[-_.、 ]*(?=[^\x00-\x7f])")
_WHOSE = re.compile(r"\s*[（(]([^（()）]{2,10})[)）]\s*\Z")
_SHEET_TITLE = re.compile(r"(?:表|表\([^()]*\))\Z")


class CaptionPiece(NamedTuple):
    """A piece of text outside the body of tables, and what it is; ``value`` is what an entry states.

    It stands at ``offset`` of the text of a paragraph, in the line of that number; a piece of a table has no line, -1.
    """

    kind: PieceKind
    text: str
    value: str
    place: DocumentPlace
    part: int
    offset: int = 0
    line: int = -1


class GridSpan(NamedTuple):
    """Rows of a table, from ``top`` to before ``bottom``: the grid without captions and notes that stand in it."""

    part: int
    grid: Grid
    top: int
    bottom: int


class KnownTitles:
    """The titles of the tables of a form set, or none. A number is never taken for one: 公开07表 is another elsewhere."""

    def __init__(self, forms: FormSet | None, unit: str = "") -> None:
        self._unit = fold(unit)
        self._tables: dict[str, set[int]] = {}
        for number, form in enumerate(forms.forms if forms is not None else ()):
            for title in (form.title, *form.aliases) if not form.is_prose else ():
                self._tables.setdefault(bare(title), set()).add(number)

    def form_of(self, text: str) -> int:
        """The number of the table with this title; -1 where there is none, or several."""
        for title in titles_in(text, self._unit):
            found = self._tables.get(bare(title), ())
            if len(found) == 1:
                return next(iter(found))
        return -1

    def knows(self, text: str) -> bool:
        """Whether there is one."""
        return self.form_of(text) >= 0


def titles_in(text: str, unit: str = "") -> Iterator[str]:
    """What of a line may be the title: all of it, or what is left without its number, （续）, and what stands before it:
    the year, the name of the ``unit`` (folded), 部门决算; and what stands behind it: （本级）.
    """
    plain = without_continued(text)
    yield plain
    _, title = numbered_title(plain)
    whose = _WHOSE.search(title)
    bare_title = title[: whose.start()] if whose is not None and fold(whose[1]) in words().lists["题目后"] else title
    for found in dict.fromkeys((title, _SHEET_NUMBER.sub("", title), bare_title, _SHEET_NUMBER.sub("", bare_title))):
        short = _BEFORE_TITLE.sub("", found)
        for each in dict.fromkeys((found, short, short.removeprefix(unit), found.removeprefix(unit))):
            yield each
            yield from (each.removeprefix(word) for word in words().lists["题目前"] if each.startswith(word))


def without_continued(text: str) -> str:
    """A title without the mark that the table goes on here."""
    folded = text.strip()
    for mark in words().lists["续表"]:
        for pattern in (rf"[（(]\s*{mark}\s*[)）]\Z", rf"\A{mark}\s*[:：]?\s*(?=.)", rf"[-—\s]+{mark}\Z"):
            folded = re.sub(pattern, "", folded).strip()
    return folded


def piece_of(text: str, place: DocumentPlace, part: int, titles: KnownTitles) -> CaptionPiece:
    """A piece of text, told by what it says."""
    word, folded = words(), fold(text)
    plain = normal(text)

    def made(kind: PieceKind, value: str = "") -> CaptionPiece:
        return CaptionPiece(kind, text.strip(), value, place, part)

    note = word.entry("附注", text.strip())
    if note is not None and not word.money_unit(plain):
        return made("note", note)
    if word.holds("无数据", folded) and len(folded) > len(min(word.lists["无数据"], key=len)) + 2:
        return made("note", text.strip())
    if len(folded) <= _LONGEST_TITLE:
        if table_number(plain) is not None and not plain.isdigit():
            return made("number", plain)
        if titles.knows(text):
            return made("title")
        if money := word.money_unit(plain):
            return made("money_unit", money)
        unit = word.entry("单位名称", plain)
        if unit:
            return made("unit", unit)
        year = _YEAR.fullmatch(plain)
        if year is not None:
            return made("year", year[1])
    if len(folded) > _LONGEST_TITLE or plain[-1:] in "。；;":
        return made("prose")
    return made("named" if is_table_name(text) and len(folded) > 2 else "text")


def is_table_name(text: str) -> bool:
    """Whether a text ends as the titles of tables do."""
    return _SHEET_TITLE.search(bare(text)) is not None


def pieces_and_grids(document: PublishedDocument, titles: KnownTitles) -> Iterator[CaptionPiece | GridSpan]:
    """A document as pieces of text and tables, in reading order, without page numbers.

    A table that has its title, unit and notes in its own first and last rows, as in spreadsheets, is taken apart.
    """
    number = 0
    for index, part in enumerate(document.parts):
        if isinstance(part, Grid):
            yield from _of_grid(index, part, titles)
        elif part.furniture != "page_number":
            offset = 0
            for line in part.text.split("\n"):
                number += 1
                for text in line.split("\t"):
                    if text.strip():
                        start = offset + len(text) - len(text.lstrip())
                        piece = piece_of(text, part.place_at(offset), index, titles)
                        yield piece._replace(offset=start, line=number)
                    offset += len(text) + 1


def _of_grid(index: int, grid: Grid, titles: KnownTitles) -> Iterator[CaptionPiece | GridSpan]:
    rows: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell)
    start = row = 0
    while row < grid.rows:
        pieces = _caption_pieces(index, rows.get(row, []), grid, row == start, titles)
        if pieces:
            if start < row and any(each in rows for each in range(start, row)):
                yield GridSpan(index, grid, start, row)
            yield from pieces
            start = row + 1
        row += 1
    if any(each in rows for each in range(start, grid.rows)):
        yield GridSpan(index, grid, start, grid.rows)


def _caption_pieces(
    index: int, cells: Sequence[GridCell], grid: Grid, first: bool, titles: KnownTitles
) -> list[CaptionPiece]:
    """The row of a table as pieces, where it is no part of the table but stands above or below it."""
    alone = len(cells) == 1
    if not cells or not (alone or first):
        return []
    pieces = [piece_of(text, cell.place, index, titles) for cell in cells for text in _lines_of(cell) if text.strip()]
    kinds = {each.kind for each in pieces}
    if kinds == {"note"} and alone and (cells[0].column == 0 or cells[0].column_span > 1):
        return pieces
    if first and grid.rows > 1 and kinds <= {"title", "number", "money_unit", "unit", "year"}:
        return pieces
    if first and alone and kinds <= {"named", "title", "number", "money_unit", "unit", "year"}:
        return pieces
    return pieces if alone and kinds == {"title"} else []


def _lines_of(cell: GridCell) -> list[str]:
    """The lines of a cell that is a caption; a wrapped title is whole."""
    whole = plain_text(cell.text)
    return [whole] if len(whole) <= _LONGEST_TITLE else re.split("[\t\n]", cell.text)


def plain_text(text: str) -> str:
    """A name as it is written in one line: without breaks and the spaces that set Chinese characters apart."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text)).strip()


def plain_name(text: str) -> str:
    """A name in one line, without ordinals before it."""
    return unprefixed(plain_text(text))
