"""Workbooks of Excel and WPS (.xlsx, .xlsm) to tables and paragraphs, with the standard library.

Read by hand, since a number must arrive as the decimal text that the file keeps: libraries make it a binary float, and
make every cell of a merged range, however large. Macros, links and what is outside the file are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.model.document import DocumentParagraph, DocumentPart, DocumentPlace
from jsrules.readers.documents.known_formats import FORMATS
from jsrules.readers.documents.number_format import shown_number, shown_text
from jsrules.readers.documents.sheet_parts import MAXIMUM_CELLS, SheetCell, WorkbookSheet, cell_name, sheet_parts
from jsrules.readers.documents.stored_numbers import parse_stored, plain_text
from jsrules.readers.documents.xml_package import XmlHandler, XmlPackage, damaged

MAXIMUM_SHEETS = 1000

UNKNOWN = "\ufffd"
"""Stands for a value that the file does not keep."""

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


class _Style(NamedTuple):
    """How a cell shows: its number format, and the number of its sides that have a line."""

    code: str = "General"
    sides: int = 0


class _Book(NamedTuple):
    """What all sheets of a workbook share. ``stale``: its formulas are to be computed when it is opened."""

    texts: list[str]
    styles: list[_Style]
    date_1904: bool
    stale: bool


class _Enough(Exception):
    """So many cells were read as are read."""


def xlsx_parts(data: bytes, name: str, faults: list[Diagnostic]) -> Iterator[DocumentPart]:
    """The tables and paragraphs of a workbook, sheet by sheet; what could not be read is added to ``faults``.

    Raises `InputError` when it is damaged or locked (E410) or unpacks to too much (E105).
    """
    package = XmlPackage(data, name)
    main = package.main_part()
    root = package.tree(main)
    if root is None:
        raise damaged(name)
    relations = package.relations(main)
    properties, calculation = root.find("workbookPr"), root.find("calcPr")
    book = _Book(
        _shared_texts(package, relations),
        _styles(package, relations),
        properties is not None and _is_true(properties.get("date1904")),
        calculation is not None and _is_true(calculation.get("fullCalcOnLoad")),
    )
    if not book.styles:
        what = say(
            "文件里没有数字格式：数都按存的值读，可能与显示的不同",
            "the file has no number formats: numbers are read as stored, and may differ from what is shown",
        )
        faults.append(Diagnostic("W416", what, path=name))
    left = MAXIMUM_CELLS
    sheets = root.findall("sheets/sheet")
    for number, entry in enumerate(sheets):
        kind, path = relations.get(entry.get("r-id", ""), ("", ""))
        sheet = WorkbookSheet(entry.get("name", ""), entry.get("state", "visible") != "visible")
        reader = _SheetReader(sheet, book, left)
        try:
            if number >= MAXIMUM_SHEETS:
                raise _Enough
            if kind != "worksheet" or not package.walk(path, reader):
                what = say("是图表，没有读", "is a chart and was not read")
                if kind == "worksheet":
                    what = say("没有内容，文件不完整", "has no contents: the file is not whole")
                faults.append(_unread(name, sheet.name, what))
        except _Enough:
            what = say(
                "起没有读全：超过上限（{sheets} 张，{cells} 个单元格）",
                "and what follows were not read wholly: beyond the limit ({sheets} sheets, {cells} cells)",
                sheets=MAXIMUM_SHEETS,
                cells=MAXIMUM_CELLS,
            )
            faults.append(_unread(name, sheet.name, what, say("分成几份再读", "split the file")))
        left = reader.left
        yield from sheet_parts(sheet, name, faults)
        yield from _drawings(package, path, sheet.name, name, faults)
        reader.tell(name, faults)
        if left < 0 or number >= MAXIMUM_SHEETS:
            return


def _is_true(text: str | None) -> bool:
    return text in ("1", "true", "on")


def _unread(name: str, sheet: str, what: str, remedy: str = "") -> Diagnostic:
    message = say("工作表“{sheet}”{what}", 'sheet "{sheet}" {what}', sheet=sheet, what=what)
    return Diagnostic("W411", message, path=name, remedy=remedy)


def _related(relations: dict[str, tuple[str, str]], kind: str) -> str:
    return next((path for each, path in relations.values() if each == kind), "")


def _styles(package: XmlPackage, relations: dict[str, tuple[str, str]]) -> list[_Style]:
    root = package.tree(_related(relations, "styles"))
    if root is None:
        return []
    own = {each.get("numFmtId"): each.get("formatCode", "") for each in root.iterfind("numFmts/numFmt")}
    sides = [
        sum(1 for side in border if side.tag != "diagonal" and side.get("style", "none") != "none")
        for border in root.iterfind("borders/border")
    ]
    found = []
    for each in root.iterfind("cellXfs/xf"):
        number, border = each.get("numFmtId", "0"), _number(each.get("borderId"))
        code = own[number] if number in own else FORMATS.get(_number(number), "General")
        found.append(_Style(code, sides[border] if border < len(sides) else 0))
    return found


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text is not None and len(text) < 9 and text.isascii() and text.isdigit() else default


class _SharedTexts(XmlHandler):
    """The texts that cells name by number; readings of characters (rPh) are no part of them."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._reads = False
        self._readings = 0

    def start(self, tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            self._pieces = []
        elif tag == "rPh":
            self._readings += 1
        self._reads = tag == "t" and not self._readings

    def end(self, tag: str) -> None:
        if tag == "si":
            self.texts.append(_cleaned("".join(self._pieces)))
        elif tag == "rPh":
            self._readings -= 1
        self._reads = False

    def data(self, text: str) -> None:
        if self._reads:
            self._pieces.append(text)


def _shared_texts(package: XmlPackage, relations: dict[str, tuple[str, str]]) -> list[str]:
    reader = _SharedTexts()
    package.walk(_related(relations, "sharedStrings"), reader)
    return reader.texts


def _cleaned(text: str) -> str:
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class _SheetReader(XmlHandler):
    """Reads a sheet's cells one by one; rows and columns that do not say where they stand follow the last one."""

    def __init__(self, sheet: WorkbookSheet, book: _Book, left: int) -> None:
        self.sheet, self.book, self.left = sheet, book, left
        self._row = self._column = -1
        self._attributes: dict[str, str] = {}
        self._pieces: dict[str, list[str]] = {}
        self._inside = ""
        self._readings = 0
        self._zeros = True
        self._blank = MAXIMUM_CELLS
        self._unknown: list[str] = []
        self._lost: list[str] = []
        self._column_entries = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._attributes, self._pieces, self._inside = attributes, {}, ""
            self._row, self._column = _reference(attributes.get("r", "")) or (self._row, self._column + 1)
        elif tag in ("v", "t", "f"):
            self._inside = tag if not self._readings else ""
            self._pieces.setdefault(tag, [])
        elif tag == "rPh":
            self._readings += 1
        elif tag == "row":
            self._row, self._column = _number(attributes.get("r"), self._row + 2) - 1, -1
            if _is_true(attributes.get("hidden")) or _is_zero(attributes.get("ht")):
                self.sheet.hidden_rows.add(self._row)
        elif tag == "col":
            if _is_true(attributes.get("hidden")) or _is_zero(attributes.get("width")):
                start_column, end_column = (
                    _number(attributes.get("min"), 1),
                    _number(attributes.get("max"), _LAST_COLUMN),
                )
                if self._column_entries < _LAST_COLUMN:
                    self._column_entries += 1
                    self.sheet.hidden_columns.update(range(max(start_column, 1) - 1, min(end_column, _LAST_COLUMN)))
        elif tag == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            start, end = _reference(first), _reference(last)
            if start is not None and end is not None:
                self.sheet.merged.append((*start, *end))
        elif tag == "sheetView":
            self._zeros = attributes.get("showZeros") not in ("0", "false", "off")

    def data(self, text: str) -> None:
        if self._inside:
            self._pieces[self._inside].append(text)

    def end(self, tag: str) -> None:
        self._inside = ""
        if tag == "c":
            self._cell()
        elif tag == "rPh":
            self._readings -= 1

    def _cell(self) -> None:
        if not (0 <= self._row < _LAST_ROW and 0 <= self._column < _LAST_COLUMN):
            return
        index = _number(self._attributes.get("s"))
        style = self.book.styles[index] if index < len(self.book.styles) else _Style()
        text, stored = self._shown(style)
        if text or stored:
            self.left -= 1
            if self.left < 0:
                raise _Enough
        elif not style.sides or self._blank <= 0:
            return
        else:
            self._blank -= 1
        self.sheet.cells[self._row, self._column] = SheetCell(text, stored, style.sides)

    def _shown(self, style: _Style) -> tuple[str, str]:
        """What the cell shows, and the number behind it where that is another."""
        kind = self._attributes.get("t", "n")
        value = "".join(self._pieces.get("v", ()))
        if "f" in self._pieces and kind != "str" and (not value or (self.book.stale and value == "0")):
            self._unknown.append(cell_name(self._row, self._column))
            return UNKNOWN, ""
        if kind == "inlineStr":
            return shown_text(_cleaned("".join(self._pieces.get("t", ()))), style.code), ""
        if kind == "s":
            index = _number(value, -1)
            if 0 <= index < len(self.book.texts):
                return shown_text(self.book.texts[index], style.code), ""
            self._lost.append(cell_name(self._row, self._column))
            return UNKNOWN, ""
        if kind == "b":
            return ("TRUE" if value.strip() == "1" else "FALSE") if value else "", ""
        number = parse_stored(value) if kind == "n" else None
        if number is None:
            return shown_text(_cleaned(value), style.code), ""
        shown = shown_number(number, style.code, self.book.date_1904)
        if not number.mantissa and not self._zeros:
            return "", ""
        if shown.whole:
            return shown.text, ""
        if not shown.text:
            self.sheet.unshown.append(cell_name(self._row, self._column))
        return shown.text, plain_text(number)

    def tell(self, name: str, faults: list[Diagnostic]) -> None:
        """Say which cells have no value."""
        if self._lost:
            what = say(
                "有 {count} 个单元格的文字不在文件里（{first} 等）：文件不完整",
                "has {count} cells whose text is not in the file ({first} and on): it is not whole",
                count=len(self._lost),
                first=self._lost[0],
            )
            faults.append(_unread(name, self.sheet.name, what))
        if self._unknown:
            what = say(
                "有 {count} 个公式没有算出的值（{first} 等），没有读",
                "has {count} formulas without a computed value ({first} and on), not read",
                count=len(self._unknown),
                first=self._unknown[0],
            )
            remedy = say("用 Excel 或 WPS 打开，保存一次", "open it in Excel or WPS and save it once")
            faults.append(_unread(name, self.sheet.name, what, remedy))


def _is_zero(text: str | None) -> bool:
    return text is not None and (number := parse_stored(text)) is not None and not number.mantissa


def _reference(text: str) -> tuple[int, int] | None:
    """Row and column of ``B7``, from 0; None for anything else."""
    match = _REFERENCE.fullmatch(text.replace("$", ""))
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row - 1, column - 1) if 0 < row <= _LAST_ROW and column <= _LAST_COLUMN else None


def _drawings(
    package: XmlPackage, path: str, sheet: str, name: str, faults: list[Diagnostic]
) -> Iterator[DocumentParagraph]:
    """The text boxes that lie on a sheet; pictures are told."""
    drawing = _related(package.relations(path), "drawing") if path in package.parts else ""
    root = package.tree(drawing)
    pictures = 0
    for anchor in root if root is not None else ():
        pictures += sum(1 for _ in anchor.iter("xdr-pic"))
        lines = ["".join(each.text or "" for each in line.iter("a-t")) for line in anchor.iter("a-p")]
        text = "\n".join(line for line in lines if line.strip()).strip()
        row, column = anchor.findtext("xdr-from/xdr-row"), anchor.findtext("xdr-from/xdr-col")
        if text:
            place = DocumentPlace(sheet=sheet, cell=cell_name(_number(row), _number(column)))
            yield DocumentParagraph(text, ((0, place),))
    if pictures:
        what = say("有 {count} 张图片，没有读", "has {count} pictures, not read", count=pictures)
        faults.append(_unread(name, sheet, what, say("图片里的字和数要自己核对", "look through them yourself")))
