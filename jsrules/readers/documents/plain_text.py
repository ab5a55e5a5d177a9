"""Texts to tables and paragraphs: runs of lines with tabs or pipes, tables of Markdown, files of commas.

Places are numbers of lines, from 1; a table's is that of its first. Words that only spaces set apart are no table: an
empty cell leaves nothing behind there, so nobody knows in which column a figure stands. Such lines stay lines.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.model.document import DocumentParagraph, DocumentPart, DocumentPlace, Furniture, Grid
from jsrules.readers.documents.cell_lines import rows_of_cells
from jsrules.readers.documents.laid_rows import SpannedCell, laid_grid
from jsrules.readers.documents.sheet_parts import MAXIMUM_CELLS
from jsrules.readers.documents.text_encoding import decoded, loss_of

_LINE_END = re.compile("\r\n?|[\n\x0b\x85\u2028\u2029]")
_PIPES = "|｜│┃║"
_PIPE = re.compile(rf"(?<!\\)[{_PIPES}]")
_DRAWN = frozenset("+-=:_ \t—─━═┄┈┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝" + _PIPES)
_PAGE_NUMBER = re.compile(
    r"[-—–－·]\s*[0-9]{1,4}\s*[-—–－·]|第\s*[0-9]{1,4}\s*页(?:\s*[/，,]?\s*共\s*[0-9]{1,4}\s*页)?"
)
_HEADING = re.compile("#{1,6} +")
_MOST_QUOTED = 20
"""Lines that a cell in quotation marks may have."""


class _Line(NamedTuple):
    """A line; ``page`` counts from 1 where the text has breaks of pages, else it is 0."""

    text: str
    number: int
    page: int


def text_parts(data: bytes, name: str, faults: list[Diagnostic]) -> Iterator[DocumentPart]:
    """The tables and paragraphs of a text, line by line; what could not be read is added to ``faults``."""
    found = decoded(data)
    text = found.text if found is not None else data.decode("utf-8", "replace")
    if "\ufffd" in text:
        what = say("有 {count} 个字认不出", "{count} characters are unreadable", count=text.count("\ufffd"))
        remedy = say("用正确的编码另存一份，再读", "save it in its right encoding")
        faults.append(Diagnostic(loss_of(text), what, path=name, remedy=remedy))
    lines = _whole(_lines(text))
    left = MAXIMUM_CELLS
    for part in _comma_table(text) or _parts(lines):
        if isinstance(part, Grid):
            left -= len(part.cells)
        if left < 0:
            what = say(
                "第 {line} 行起没有读：超过上限（{cells} 个单元格）",
                "from line {line} on nothing was read: beyond the limit ({cells} cells)",
                line=part.place.paragraph,
                cells=MAXIMUM_CELLS,
            )
            faults.append(Diagnostic("W411", what, path=name, remedy=say("分成几份再读", "split the file")))
            return
        yield part


def _lines(text: str) -> list[_Line]:
    page = 1 if "\f" in text else 0
    lines = []
    for number, line in enumerate(_LINE_END.split(text), 1):
        for at, piece in enumerate(line.split("\f")):
            page += at > 0
            lines.append(_Line(piece.replace("\0", "").replace("\ufeff", ""), number, page))
    return lines


def _whole(lines: list[_Line]) -> list[_Line]:
    """Lines with tabs; a cell in quotation marks may go on over several, as spreadsheets copy it."""
    found: list[_Line] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if _is_open(line.text):
            text = line.text
            for end in range(at, min(at + _MOST_QUOTED, len(lines))):
                text += "\n" + lines[end].text
                closed = '"' in lines[end].text and lines[end].page == line.page
                if closed and "\t" in text and not _is_open(text):
                    line, at = _Line(text, line.number, line.page), end + 1
                    break
        found.append(line)
    return found


def _is_open(text: str) -> bool:
    """Whether a last cell in quotation marks is not at its end."""
    last = text.rsplit("\t", 1)[-1]
    return last.startswith('"') and last.count('"') % 2 == 1


def _parts(lines: list[_Line]) -> Iterator[DocumentPart]:
    at = 0
    while at < len(lines):
        for run_end, grid_of in ((_tab_run, _tab_grid), (_pipe_run, _pipe_grid)):
            end = run_end(lines, at)
            grid = grid_of(lines[at:end]) if end - at > 1 else None
            if grid is not None:
                yield grid
                at = end
                break
        else:
            yield from _paragraph(lines, at)
            at += 1


def _paragraph(lines: list[_Line], at: int) -> Iterator[DocumentParagraph]:
    line = lines[at]
    text = line.text.strip()
    shown = text[match.end() :] if (match := _HEADING.match(text)) else text
    if not shown:
        return
    # A number by itself is one of a page where the page ends or begins there; elsewhere it may be a figure.
    edge = any(
        0 <= near < len(lines) and lines[near].page != line.page for near in (at - 1, at + 1)
    ) or _beside_blank_edge(lines, at)
    alone = shown.isascii() and shown.isdigit() and len(shown) < 5 and bool(line.page) and edge
    furniture: Furniture = "page_number" if alone or _PAGE_NUMBER.fullmatch(shown) else ""
    yield DocumentParagraph(shown, ((0, DocumentPlace(page=line.page, paragraph=line.number)),), furniture)


def _beside_blank_edge(lines: list[_Line], at: int) -> bool:
    """Whether nothing but blank lines stands between a line and the end or beginning of its page."""
    for step in (-1, 1):
        near = at + step
        while 0 <= near < len(lines) and lines[near].page == lines[at].page and not lines[near].text.strip():
            near += step
        if not 0 <= near < len(lines) or lines[near].page != lines[at].page:
            return True
    return False


def _tab_run(lines: Sequence[_Line], at: int) -> int:
    """Where a run of lines with tabs that begins here ends; one line without may stand between two with."""
    end = at
    while end < len(lines) and lines[end].page == lines[at].page:
        if "\t" not in lines[end].text:
            between = end > at and lines[end].text.strip() and end + 1 < len(lines)
            if not between or "\t" not in lines[end + 1].text or lines[end + 1].page != lines[at].page:
                break
        end += 1
    return end


def _tab_grid(lines: Sequence[_Line]) -> Grid | None:
    """The table of a run; None where its tabs only indent, or lead to page numbers."""
    rows = [[_unquoted(cell.strip()) for cell in line.text.split("\t")] for line in lines]
    inner = [row for row in rows if sum(1 for text in row if text.strip()) > 1]
    if len(rows) < 2 or len(inner) < 2 or _is_contents(rows):
        return None
    width = max(map(len, rows))
    return _grid([row + [""] * (width - len(row)) for row in rows], lines[0])


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and cell.count('"') % 2 == 0:
        return cell[1:-1].replace('""', '"').strip()
    return cell


def _is_contents(rows: list[list[str]]) -> bool:
    """Whether each line is some words and a number of a page, not getting smaller."""
    texts = [[text for text in row if text] for row in rows]
    if not all(len(row) == 2 and re.fullmatch("[0-9]{1,3}", row[1]) for row in texts):
        return False
    numbers = [int(row[1]) for row in texts]
    return numbers == sorted(numbers)


def _pipe_run(lines: Sequence[_Line], at: int) -> int:
    """Where a run of lines with pipes, or drawn between such, ends."""
    end = at
    while (
        end < len(lines)
        and lines[end].page == lines[at].page
        and (_PIPE.search(lines[end].text) or _is_drawn(lines[end].text))
    ):
        end += 1
    return end


def _is_drawn(text: str) -> bool:
    """Whether a line is drawn between the rows of a table."""
    text = text.strip()
    return len(text) > 2 and set(text) <= _DRAWN


def _pipe_grid(lines: Sequence[_Line]) -> Grid | None:
    """The table of a run: each line is a row, or what stands between two drawn lines, where all rows are apart so."""
    groups: list[list[list[str]]] = [[]]
    for line in lines:
        if _is_drawn(line.text):
            groups.append([])
        else:
            groups[-1].append(_pipe_cells(line.text))
    groups = [group for group in groups if group]
    rows = [row for group in groups for row in group]
    if len(groups) > 2:
        rows = [_stacked(group) for group in groups]
    if max(map(len, rows), default=0) < 2:
        rows = rows_of_cells([row[0] if row else "" for row in rows])
    if len(rows) < 2 or min(map(len, rows)) < 2:
        return None
    width = max(map(len, rows))
    return _grid([row + [""] * (width - len(row)) for row in rows], lines[0])


def _stacked(group: list[list[str]]) -> list[str]:
    width = max(map(len, group))
    columns = [[row[column] for row in group if column < len(row) and row[column]] for column in range(width)]
    return ["\n".join(texts) for texts in columns]


def _pipe_cells(text: str) -> list[str]:
    cells = _PIPE.split(text.strip())
    if not cells[0].strip():
        del cells[0]
    if cells and not cells[-1].strip() and text.strip()[-1] in _PIPES:
        del cells[-1]
    return [_shown(cell.strip()) for cell in cells]


def _shown(cell: str) -> str:
    """A cell of Markdown without the marks of bold type, of breaks, and before signs."""
    if len(cell) > 4 and cell[:2] == cell[-2:] and cell[:2] in ("**", "__"):
        cell = cell[2:-2].strip()
    cell = re.sub("<br */?>", "\n", cell)
    return re.sub(r"\\([|*_\\#-])", r"\1", cell)


def _comma_table(text: str) -> list[Grid]:
    """The whole text as one table, where all its lines have equally many cells apart by commas."""
    if text.count(",") < 2 or "\t" in text:
        return []
    try:
        rows = [row for row in csv.reader(text.removeprefix("\ufeff").splitlines(keepends=True), strict=True) if row]
    except csv.Error:
        return []
    if len(rows) < 2 or len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return []
    if re.search("[0-9],[0-9]", text[: text.find("\n")]):  # a figure: these commas set nothing apart
        return []
    return [_grid([[cell.strip() for cell in row] for row in rows], _Line("", 1, 0))]


def _grid(rows: list[list[str]], first: _Line) -> Grid:
    """The table; of one that is too large no more than shows that it is."""
    rows = rows[: MAXIMUM_CELLS // max(len(rows[0]), 1) + 1]
    return laid_grid([list(map(SpannedCell, row)) for row in rows], first.number, first.page)
