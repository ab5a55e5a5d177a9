"""Reports as they are drawn, and what stands in the files that are written of them, read without this project's readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from jsrules.base.files import read_source
from jsrules.base.source import Source
from jsrules.model.form import FormSet
from jsrules.model.report import Report
from jsrules.outputs.export.layout import LaidTable
from jsrules.readers.reports.report_reader import open_report
from jsrules.verification.verifier import Verifier
from support.sources import ROOT

SpannedCell = tuple[int, int, int, int, str]
"""Row and column from 0, how many of each, and the text."""

REAL = [str(ROOT / "reports" / "jiyuan-2021.yaml"), str(ROOT / "tests" / "published" / "putuo-guihua-2024.yaml")]


def report_at(path: str) -> Report:
    return Verifier().read(open_report(read_source(path)))[0]


def report_in(text: str, forms: FormSet | None = None) -> Report:
    """The report in a text: with these forms, or those that are for it."""
    opened = open_report(Source("报告.yaml", text))
    return opened.read(forms)[0] if forms is not None else Verifier().read(opened)[0]


def drawn_cells(table: LaidTable) -> list[SpannedCell]:
    return [(each.row, each.column, each.row_span, each.column_span, each.text) for each in table.cells]


def rows_of(table: LaidTable) -> list[list[str]]:
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.rows)]


def shown(value: object, shape: str) -> str:
    """What a spreadsheet shows of a value under one of the formats that are written."""
    if not isinstance(value, int | float):
        return str(value or "")
    number = Decimal(repr(value))
    parts = shape.split(";")
    if number < 0 and len(parts) > 1:
        number, shape = -number, parts[1]
    else:
        shape = parts[0]
    match = re.fullmatch(r'("[^"]*")?(#,##0|0)(?:\.(0+))?(%?)("[^"]*")?', shape)
    assert match is not None, shape
    number *= 100 if match[4] else 1
    digits = f"{number:{',' if match[2] == '#,##0' else ''}.{len(match[3] or '')}f}"
    return (match[1] or "").strip('"') + digits + match[4] + (match[5] or "").strip('"')


def sheets(data: bytes) -> dict[str, list[SpannedCell]]:
    """The ruled cells of each sheet of a workbook, counted from the first of them."""
    from openpyxl import load_workbook

    found: dict[str, list[SpannedCell]] = {}
    for sheet in load_workbook(BytesIO(data)):
        spans = {
            each.coord.split(":")[0]: (each.size["rows"], each.size["columns"]) for each in sheet.merged_cells.ranges
        }
        inner = {place for each in sheet.merged_cells.ranges for place in list(each.cells)[1:]}
        cells = [
            (cell.row, cell.column - 1, *spans.get(cell.coordinate, (1, 1)), shown(cell.value, cell.number_format))
            for row in sheet.iter_rows()
            for cell in row
            if (cell.row, cell.column) not in inner and cell.border.left.style
        ]
        first = min((row for row, *_ in cells), default=0)
        found[sheet.title] = [(row - first, *rest) for row, *rest in cells]  # type: ignore[misc]
    return found


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word_tables(data: bytes) -> list[list[SpannedCell]]:
    """The tables of a Word document."""
    with ZipFile(BytesIO(data)) as file:
        assert file.testzip() is None
        body = ET.fromstring(file.read("word/document.xml"))
    return [sorted(_word_cells(table)) for table in body.iter(f"{_W}tbl")]


def _word_cells(table: ET.Element) -> Iterator[SpannedCell]:
    open_cells: dict[int, SpannedCell] = {}
    for row, line in enumerate(table.iter(f"{_W}tr")):
        column = 0
        for cell in line.iter(f"{_W}tc"):
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            across = int(span.get(f"{_W}val", "1")) if span is not None else 1
            if merge is not None and merge.get(f"{_W}val") != "restart":
                top, left, down, wide, text = open_cells[column]
                open_cells[column] = (top, left, down + 1, wide, text)
            else:
                if column in open_cells:
                    yield open_cells.pop(column)
                text = "".join(each.text or "" for each in cell.iter(f"{_W}t"))
                open_cells[column] = (row, column, 1, across, text)
            column += across
    yield from open_cells.values()


def page_tables(data: bytes) -> list[list[SpannedCell]]:
    """The tables of a page of HTML."""
    from lxml import html

    found = []
    for table in html.fromstring(data.decode()).iter("table"):
        cells: list[SpannedCell] = []
        taken: set[tuple[int, int]] = set()
        for row, line in enumerate(table.iter("tr")):
            column = 0
            for cell in line:
                while (row, column) in taken:
                    column += 1
                down, across = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
                cells.append((row, column, down, across, cell.text_content()))
                taken |= {(row + step, column + side) for step in range(down) for side in range(across)}
        found.append(cells)
    return found
