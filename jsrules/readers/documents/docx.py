"""Documents of Word and WPS (.docx) to tables and paragraphs, with the standard library.

What is shown is read: automatic numbers, insertions, text boxes; not what is deleted or hidden. A table's place
is the number of the paragraph at which it begins, counted from 1, those in its cells with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.model.document import DocumentParagraph, DocumentPart, DocumentPlace, Furniture
from jsrules.readers.documents.laid_rows import SpannedCell, is_list, laid_grid
from jsrules.readers.documents.sheet_parts import MAXIMUM_CELLS
from jsrules.readers.documents.text_lines import is_page_number
from jsrules.readers.documents.word_numbering import WordNumbering
from jsrules.readers.documents.xml_package import XmlPackage, damaged

MAXIMUM_NESTING = 8
"""Tables within each other; deeper ones are read as text."""

_SKIPPED = frozenset(("del", "moveFrom", "mc-Fallback", "rt", "instrText", "delText", "rPr", "pPr", "sdtPr"))
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_FURNITURE: dict[str, Furniture] = {"header": "running_title", "footer": "running_title"}


class DocxAnchors(NamedTuple):
    """Where the places of a document stand in its main part: ``orders`` are those of its paragraphs, by their numbers,
    in the order of all its elements; ``cells`` are the paragraphs that cells begin with, by the table's first paragraph
    and their name.
    """

    orders: dict[int, int]
    cells: dict[tuple[int, str], int]

    def order(self, place: DocumentPlace) -> int | None:
        """Which element of the main part, from 0, is the paragraph of a place; None where it is in another part."""
        number = self.cells.get((place.paragraph, place.cell), 0) if place.cell else place.paragraph
        return self.orders.get(number)


def docx_anchors(data: bytes, name: str) -> DocxAnchors:
    """Where the places that `docx_parts` tells stand. Raises `InputError` as it does."""
    package = XmlPackage(data, name)
    main = package.main_part()
    root = package.tree(main)
    body = root.find("body") if root is not None else None
    if root is None or body is None:
        raise damaged(name)
    reader = _Reader(WordNumbering(None, None))
    for _ in reader.parts(body):
        pass
    order = {id(each): number for number, each in enumerate(root.iter())}
    orders = {number: order[id(each)] for number, each in enumerate(reader.paragraphs, 1)}
    return DocxAnchors(orders, reader.cells)


class _Line(NamedTuple):
    """The text of a paragraph and its number."""

    text: str
    number: int


class _Cell:
    """A cell while its table is read."""

    def __init__(self, lines: list[_Line], first: int, column: int, across: int, hidden: bool) -> None:
        self.lines, self.column, self.across, self.hidden = lines, column, across, hidden
        self.first = lines[0].number if lines else first
        self.down = 1


def docx_parts(data: bytes, name: str, faults: list[Diagnostic]) -> Iterator[DocumentPart]:
    """The tables and paragraphs of a document; what could not be read is added to ``faults``.

    Raises `InputError` when it is damaged or locked (E410) or unpacks to too much (E105).
    """
    package = XmlPackage(data, name)
    main = package.main_part()
    root = package.tree(main)
    body = root.find("body") if root is not None else None
    if body is None:
        raise damaged(name)
    related: dict[str, list[str]] = {}
    for kind, path in package.relations(main).values():
        related.setdefault(kind, []).append(path)
    numbering, styles = (
        package.tree(related[kind][0]) if kind in related else None for kind in ("numbering", "styles")
    )
    reader = _Reader(WordNumbering(numbering, styles))
    yield from reader.parts(body)
    for kind in ("footnotes", "endnotes", "header", "footer"):
        for path in dict.fromkeys(related.get(kind, ())):
            other = package.tree(path)
            if other is not None:
                yield from reader.parts(other, _FURNITURE.get(kind, ""))
    reader.tell(name, "comments" in related, faults)


class _Reader:
    """Reads the blocks of a document, in their order."""

    def __init__(self, numbering: WordNumbering) -> None:
        self._numbering = numbering
        self._number = 0
        self.paragraphs: list[Element] = []
        self.cells: dict[tuple[int, str], int] = {}
        self._left = MAXIMUM_CELLS
        self._depth = 0
        self._boxes: list[Element] = []
        self._pictures: list[int] = []
        self._objects: list[int] = []
        self._hidden: list[int] = []
        self._changes: list[int] = []
        self._pieces = 0
        self._covered: list[int] = []
        self._deep = self._more = False

    def parts(self, container: Element, furniture: Furniture = "") -> Iterator[DocumentPart]:
        """The tables and paragraphs that stand in an element."""
        for block in self._blocks(container):
            if block.tag == "tbl":
                yield from self._table(block)
            else:
                line = self._line(block)
                if line.text:
                    yield _paragraph(line, "page_number" if furniture and is_page_number(line.text) else furniture)
            yield from self._boxed()

    def _boxed(self) -> Iterator[DocumentPart]:
        """Text boxes that were met, behind the paragraph or table that holds them."""
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self.parts(box)

    def _blocks(self, container: Element) -> Iterator[Element]:
        """Paragraphs and tables, out of whatever wraps them."""
        for each in container:
            if each.tag in ("p", "tbl"):
                yield each
            elif each.tag == "altChunk":
                self._pieces += 1
            elif each.tag in ("del", "moveFrom"):
                self._changes.append(self._number + 1)
            elif each.tag not in _SKIPPED:
                yield from self._blocks(each)

    def _line(self, paragraph: Element) -> _Line:
        self._number += 1
        self.paragraphs.append(paragraph)
        pieces: list[str] = []
        before = self._numbering.before(paragraph.find("pPr"))
        self._inline(paragraph, pieces)
        text = "".join(pieces).strip()
        return _Line(before + text if text else "", self._number)

    def _inline(self, element: Element, pieces: list[str]) -> None:
        for each in element:
            tag = each.tag
            if tag in ("t", "m-t"):
                pieces.append(each.text or "")
            elif tag in _SIGNS:
                pieces.append(_SIGNS[tag])
            elif tag == "sym":
                pieces.append(_symbol(each.get("char", "")))
            elif tag == "txbxContent":
                self._boxes.append(each)
            elif tag in ("drawing", "pict", "object"):
                boxes = len(self._boxes)
                self._inline(each, pieces)
                if len(self._boxes) == boxes:
                    (self._objects if tag == "object" else self._pictures).append(self._number)
            elif tag in ("del", "moveFrom", "ins", "moveTo"):
                self._changes.append(self._number)
                if tag in ("ins", "moveTo"):
                    self._inline(each, pieces)
            elif tag == "r" and _is_on(each.find("rPr/vanish")):
                if any(text.text for text in each.iter("t")):
                    self._hidden.append(self._number)
            elif tag not in _SKIPPED:
                self._inline(each, pieces)

    def _table(self, table: Element) -> Iterator[DocumentPart]:
        """A table, and behind it those in its cells; a frame round some text is paragraphs."""
        first = self._number + 1
        inner: list[DocumentPart] = []
        self._depth += 1
        rows = self._rows(table, inner)
        self._depth -= 1
        filled = [cell for row in rows for cell in row if cell.lines]
        if len(filled) < 2 or is_list(rows):
            yield from (_paragraph(line, "") for cell in filled for line in cell.lines)
        else:
            grid = laid_grid([list(map(_laid, row)) for row in rows], first)
            for laid, cell in zip(grid.cells, (cell for row in rows for cell in row), strict=True):
                self.cells[first, laid.place.cell] = cell.first
            yield grid
        yield from inner

    def _rows(self, table: Element, inner: list[DocumentPart]) -> list[list[_Cell]]:
        rows: list[list[_Cell]] = []
        open_: dict[int, _Cell] = {}
        for row in _wrapped(table, "tr"):
            properties = row.find("trPr")
            if properties is not None and properties.find("del") is not None:
                self._changes.append(self._number + 1)
                continue
            hidden = properties is not None and _is_on(properties.find("hidden"))
            column = _value(properties, "gridBefore", 0)
            cells: list[_Cell] = []
            now: dict[int, _Cell] = {}
            for element in _wrapped(row, "tc"):
                own = element.find("tcPr")
                across = max(_value(own, "gridSpan", 1), 1)
                before = self._number
                lines = self._cell(element, inner)
                merge = own.find("vMerge") if own is not None else None
                sideways = own.find("hMerge") if own is not None else None
                above = open_.get(column)
                if sideways is not None and sideways.get("val", "continue") == "continue" and cells:
                    cells[-1].across += across
                    self._covered += [line.number for line in lines]
                elif (
                    merge is not None
                    and merge.get("val", "continue") == "continue"
                    and above
                    and above.across == across
                ):
                    above.down += 1
                    now[column] = above
                    self._covered += [line.number for line in lines]
                else:
                    cells.append(_Cell(lines, before + 1, column, across, hidden))
                    self._left -= 1
                    if merge is not None:
                        now[column] = cells[-1]
                column += across
            open_ = now
            rows.append(cells)
            if self._left < 0:
                self._more = True
                break
        return rows

    def _cell(self, element: Element, inner: list[DocumentPart]) -> list[_Line]:
        """The lines of a cell; tables in it go to ``inner``."""
        lines: list[_Line] = []
        for block in self._blocks(element):
            if block.tag == "p":
                line = self._line(block)
                if line.text:
                    lines.append(line)
            elif self._depth < MAXIMUM_NESTING:
                inner += self._table(block)
            else:
                self._deep = True
                lines += [line for each in block.iter("p") if (line := self._line(each)).text]
        return lines

    def tell(self, name: str, comments: bool, faults: list[Diagnostic]) -> None:
        """Say what was not read, and what is not shown."""

        def unread(what: str, remedy: str = "") -> None:
            faults.append(Diagnostic("W411", what, path=name, remedy=remedy))

        look = say("图里的字和数要自己核对", "look through them yourself")
        if self._pictures:
            count, first = len(self._pictures), self._pictures[0]
            unread(
                say(
                    "有 {count} 张图片或图示，没有读（第 {first} 段等）",
                    "{count} pictures or drawings were not read (paragraph {first} and on)",
                    count=count,
                    first=first,
                ),
                look,
            )
        if self._objects:
            count, first = len(self._objects), self._objects[0]
            unread(
                say(
                    "有 {count} 个嵌入的对象（如 Excel 表），没有读（第 {first} 段等）",
                    "{count} embedded objects, such as sheets of Excel, were not read (paragraph {first} and on)",
                    count=count,
                    first=first,
                ),
                say("把其中的表粘贴成 Word 的表，或另给 Excel 文件", "paste them as tables, or give the workbook, too"),
            )
        if self._pieces:
            unread(
                say("有 {count} 个嵌入的文件，没有读", "{count} embedded files were not read", count=self._pieces),
                say("用 Word 打开，另存一份", "open it in Word and save a copy"),
            )
        if self._deep:
            unread(
                say(
                    "表中套表超过 {most} 层的，读成文字",
                    "tables more than {most} deep within each other were read as text",
                    most=MAXIMUM_NESTING,
                )
            )
        if self._more:
            unread(
                say(
                    "表格没有读全：超过上限（{cells} 个单元格）",
                    "tables were not read wholly: beyond the limit ({cells} cells)",
                    cells=MAXIMUM_CELLS,
                ),
                say("分成几份再读", "split the file"),
            )
        self._tell_hidden(name, comments, faults)

    def _tell_hidden(self, name: str, comments: bool, faults: list[Diagnostic]) -> None:
        def hidden(what: str, remedy: str = "") -> None:
            remedy = remedy or say("确认它们该不该公开", "make sure whether they are meant to be published")
            faults.append(Diagnostic("W412", what, path=name, remedy=remedy))

        if self._changes:
            hidden(
                say(
                    "有没有接受的修订（第 {first} 段等）：按全部接受来读",
                    "it holds tracked changes (paragraph {first} and on): read as if all were accepted",
                    first=self._changes[0],
                ),
                say("在“审阅”里接受或拒绝全部修订，再公开", "accept or reject them all before publishing"),
            )
        if self._hidden:
            hidden(
                say(
                    "有隐藏的文字，没有读（第 {first} 段等）",
                    "it holds hidden text, not read (paragraph {first} and on)",
                    first=self._hidden[0],
                )
            )
        if self._covered:
            hidden(
                say(
                    "合并的单元格盖住了内容，没有读（第 {first} 段等）",
                    "merged cells cover contents, not read (paragraph {first} and on)",
                    first=self._covered[0],
                )
            )
        if comments:
            hidden(say("有批注，没有读", "it holds comments, not read"))


def _wrapped(container: Element, tag: str) -> Iterator[Element]:
    """The elements of this name, out of whatever wraps them."""
    for each in container:
        if each.tag == tag:
            yield each
        elif each.tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "mc-AlternateContent", "mc-Choice"):
            yield from _wrapped(each, tag)


def _laid(cell: _Cell) -> SpannedCell:
    text = "\n".join(line.text for line in cell.lines)
    return SpannedCell(text, cell.down, cell.across, cell.hidden, column=cell.column)


def _paragraph(line: _Line, furniture: Furniture) -> DocumentParagraph:
    return DocumentParagraph(line.text, ((0, DocumentPlace(paragraph=line.number)),), furniture)


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get("val", "1") not in ("0", "false", "off")


def _value(properties: Element | None, name: str, default: int) -> int:
    found = properties.find(name) if properties is not None else None
    text = found.get("val", "") if found is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else default


def _symbol(code: str) -> str:
    """A sign of a font of signs: which one it shows is known to the font alone."""
    try:
        number = int(code, 16)
    except ValueError:
        return "\ufffd"
    return chr(number) if 32 <= number < 0xD800 else "\ufffd"
