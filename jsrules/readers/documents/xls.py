"""Workbooks of older Excel and WPS (.xls, .et) to tables and paragraphs. Only here is xlrd.

These files keep numbers in binary; the shortest decimal text that stands for one is what was typed or computed, to the
15 digits that are shown.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from jsrules.base.diagnostic import Diagnostic, fail
from jsrules.base.language import say
from jsrules.model.document import DocumentPart
from jsrules.readers.documents.known_formats import FORMATS
from jsrules.readers.documents.number_format import shown_number, shown_text
from jsrules.readers.documents.sheet_parts import MAXIMUM_CELLS, SheetCell, WorkbookSheet, cell_name, sheet_parts
from jsrules.readers.documents.stored_numbers import parse_stored, plain_text
from jsrules.readers.documents.xml_package import damaged, locked

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1")


def xls_parts(data: bytes, name: str, faults: list[Diagnostic]) -> Iterator[DocumentPart]:
    """The tables and paragraphs of a workbook, sheet by sheet; what could not be read is added to ``faults``.

    Raises `InputError` when it is damaged or locked (E410), or xlrd is not installed (E335).
    """
    try:
        import xlrd
    except ImportError:
        raise fail(
            "E335",
            say("读 .xls 还需要 xlrd", "reading .xls also needs xlrd"),
            path=name,
            remedy="pip install 'jsrules[import]'",
        ) from None
    with open(os.devnull, "w") as nowhere:
        try:
            book = xlrd.open_workbook(
                file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=nowhere
            )
        except Exception as error:  # what it raises on a damaged file is not settled
            raise (locked if "encrypted" in str(error) else damaged)(name) from None
        left = MAXIMUM_CELLS
        for number in range(book.nsheets):
            try:
                source = book.sheet_by_index(number)
                sheet = _sheet(xlrd, book, source, left)
            except Exception:
                what = say("坏了，没有读", "is damaged and was not read")
                faults.append(_unread(name, book.sheet_names()[number], what))
                continue
            book.unload_sheet(number)
            left -= len(sheet.cells)
            yield from sheet_parts(sheet, name, faults)
            if left <= 0:
                what = say(
                    "起没有读全：超过上限（{cells} 个单元格）",
                    "and what follows were not read wholly: beyond the limit ({cells} cells)",
                    cells=MAXIMUM_CELLS,
                )
                faults.append(_unread(name, sheet.name, what, say("分成几份再读", "split the file")))
                return
    if any(start in data for start in _PICTURES):
        what = say("文件里有图片，没有读", "the file holds pictures, not read")
        remedy = say("图片里的字和数要自己核对", "look through them yourself")
        faults.append(Diagnostic("W411", what, path=name, remedy=remedy))


def _unread(name: str, sheet: str, what: str, remedy: str = "") -> Diagnostic:
    message = say("工作表“{sheet}”{what}", 'sheet "{sheet}" {what}', sheet=sheet, what=what)
    return Diagnostic("W411", message, path=name, remedy=remedy)


def _sheet(xlrd: Any, book: Any, source: Any, left: int) -> WorkbookSheet:
    """What stands on a sheet, at most so many cells."""
    sheet = WorkbookSheet(source.name, bool(source.visibility))
    sheet.merged = [(top, start, bottom - 1, end - 1) for top, bottom, start, end in source.merged_cells]
    sheet.hidden_rows = {row for row, info in source.rowinfo_map.items() if info.hidden or info.height == 0}
    sheet.hidden_columns = {column for column, info in source.colinfo_map.items() if info.hidden or info.width == 0}
    styles: dict[int, tuple[str, int]] = {}
    for row in range(source.nrows):
        for column in range(source.row_len(row)):
            index = source.cell_xf_index(row, column)
            if index not in styles:
                styles[index] = _style(xlrd, book, index)
            code, sides = styles[index]
            shown = _shown(xlrd, book, source, row, column, code)
            if shown[0] or shown[1] or sides:
                sheet.cells[row, column] = SheetCell(*shown, sides)
                if shown[1] and not shown[0]:
                    sheet.unshown.append(cell_name(row, column))
                if len(sheet.cells) >= left:
                    return sheet
    return sheet


def _style(xlrd: Any, book: Any, index: int) -> tuple[str, int]:
    """The number format of a cell, and how many of its sides have a line."""
    style = book.xf_list[index]
    code = book.format_map[style.format_key].format_str
    if style.format_key in FORMATS and code == xlrd.formatting.std_format_strings.get(style.format_key):
        code = FORMATS[style.format_key]
    border = style.border
    lines = (border.left_line_style, border.right_line_style, border.top_line_style, border.bottom_line_style)
    return code, sum(map(bool, lines))


def _shown(xlrd: Any, book: Any, source: Any, row: int, column: int, code: str) -> tuple[str, str]:
    """What a cell shows, and the number behind it where that is another."""
    kind, value = source.cell_type(row, column), source.cell_value(row, column)
    if kind == xlrd.XL_CELL_TEXT:
        return shown_text(value.replace("\r\n", "\n").replace("\r", "\n").strip(), code), ""
    if kind == xlrd.XL_CELL_BOOLEAN:
        return ("TRUE" if value else "FALSE"), ""
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(value, "#ERR!"), ""
    number = parse_stored(repr(value)) if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE) else None
    if number is None or (not number.mantissa and not source.show_zero_values):
        return "", ""
    shown = shown_number(number, code, bool(book.datemode))
    return shown.text, "" if shown.whole else plain_text(number)
