"""A report as a Word document: the title page, each table on a page of its own, lists of what the narrative states."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from jsrules.base.language import language
from jsrules.outputs.export.layout import LaidCell, LaidReport, LaidTable, stated_of
from jsrules.outputs.export.word_parts import (
    INSIDE,
    ROOM,
    SMALLEST,
    USUAL,
    document_file,
    grid,
    paper,
    paragraph,
    root,
    w,
)


def word_document(report: LaidReport) -> bytes:
    """The file."""
    with language(report.language):
        return document_file(report.title, _Document(report).element(), report.language)


class _Document:
    """Makes the text of the document, section by section of the paper."""

    def __init__(self, report: LaidReport) -> None:
        self._report = report
        self._body = w("body")

    def element(self) -> ET.Element:
        """The whole of it."""
        report, body = self._report, self._body
        body.append(paragraph(report.title, "Title"))
        body.extend(paragraph(entry, "Entry") for entry in report.lines_of_head())
        body.extend(paragraph(remark, "Note") for remark in report.remarks)
        papers = [*(table.is_wide for table in report.tables), *([False] if report.sections else [])]
        turned = False
        for table, wide in zip(report.tables, papers, strict=False):
            self._end_paper(turned)
            turned = wide
            self._table(table)
        if report.sections:
            self._end_paper(turned)
            turned = False
            self._narrative()
        body.append(paper(turned))
        return root("document", body)

    def _end_paper(self, wide: bool) -> None:
        self._body.append(w("p", w("pPr", w("pStyle", val="Small"), paper(wide))))

    def _table(self, table: LaidTable) -> None:
        body, room = self._body, ROOM[table.is_wide]
        body.append(paragraph(table.title, "Heading1"))
        stops = [w("tab", val="center", pos=room * 5 // 8), w("tab", val="right", pos=room)]
        for texts in table.captions:
            body.append(_tabbed(texts, w("tabs", *stops)))
        if table.cells:
            body.append(_laid(table, room))
        body.extend(paragraph(note, "Note") for note in table.notes)

    def _narrative(self) -> None:
        self._body.append(paragraph(self._report.narrative, "Heading1"))
        for section in self._report.sections:
            self._body.append(paragraph(section.title, "Heading2"))
            for item in section.items:
                self._body.append(paragraph(item[0], "Item", w("keepNext")))
                self._body.append(paragraph(stated_of(item), "Measure"))


def _tabbed(texts: tuple[str, ...], tabs: ET.Element) -> ET.Element:
    """Texts in one line, at tab stops."""
    line = paragraph(texts[0], "Caption", tabs)
    for text in texts[1:]:
        run = w("t")
        run.text = text
        line.append(w("r", w("tab"), *([run] if text else [])))
    return line


def _laid(table: LaidTable, room: int) -> ET.Element:
    """A table in as much room; cells over several rows go on in each of them."""
    whole = sum(table.widths)
    widths = [room * width // whole for width in table.widths]
    # A narrow character is half as wide as high. Where so wide letters do not fit, smaller ones are better than codes
    # and figures in two lines.
    fitting = (room - 2 * INSIDE * len(widths)) * 4 // (20 * whole)
    size = max(fitting, SMALLEST) if fitting < USUAL else 0
    starts: dict[tuple[int, int], tuple[LaidCell, bool]] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            starts[row, cell.column] = (cell, row == cell.row)
    rows = []
    for row in range(table.rows):
        properties = w("trPr", w("cantSplit"), *([w("tblHeader")] if row < table.head_rows else []))
        element = w("tr", properties)
        for column in range(len(widths)):
            if (row, column) in starts:
                element.append(_cell(*starts[row, column], widths, size))
        rows.append(element)
    return grid(widths, rows)


_LOOKS = {
    "head": ("TableHead", "center"),
    "code": ("TableText", "left"),
    "name": ("TableText", "left"),
    "line": ("TableText", "center"),
    "money": ("TableText", "right"),
    "figure": ("TableText", "right"),
    "unstated": ("TableText", "right"),
}
_SHADES = {"head": "F2F2F2", "unstated": "D9D9D9"}


def _cell(cell: LaidCell, begins: bool, widths: list[int], size: int) -> ET.Element:
    properties = w("tcPr", w("tcW", w=sum(widths[cell.column :][: cell.column_span]), type="dxa"))
    if cell.column_span > 1:
        properties.append(w("gridSpan", val=cell.column_span))
    if cell.row_span > 1:
        properties.append(w("vMerge", val="restart") if begins else w("vMerge"))
    if cell.role in _SHADES:
        properties.append(w("shd", val="clear", color="auto", fill=_SHADES[cell.role]))
    properties.append(w("vAlign", val="center"))
    style, side = _LOOKS[cell.role]
    if cell.role == "name" and cell.column_span > 1:
        side = "center"
    return w("tc", properties, paragraph(cell.text if begins else "", style, w("jc", val=side), size=size))
