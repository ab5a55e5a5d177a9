"""A report as a Word document: the title page, each table on a page of its own, lists of what the narrative states.

It is written with the standard library: of WordprocessingML it takes paragraphs and tables, and the file has to be the
same from run to run, which no library for it sees to.
"""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jsrules.base.language import Language, language
from jsrules.outputs.export.layout import LaidCell, LaidReport, LaidTable, stated_of

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ALWAYS = (1980, 1, 1, 0, 0, 0)

# In twentieths of a point: A4 and its margins.
_SHORT, _LONG, _MARGIN = 11906, 16838, 850
_INSIDE = 60
"""What is free inside of the sides of a cell."""
_USUAL, _SMALLEST = 18, 14
"""How high the letters of tables are, in half points."""
_ROOM = {False: _SHORT - 2 * _MARGIN, True: _LONG - 2 * _MARGIN}


def word_document(report: LaidReport) -> bytes:
    """The file."""
    with language(report.language):
        document = _Document(report).element()
    core = ET.Element("cp:coreProperties", {"xmlns:cp": _CORE, "xmlns:dc": "http://purl.org/dc/elements/1.1/"})
    ET.SubElement(core, "dc:title").text = report.title
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            (f"{_OFFICE}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": core,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations((f"{_OFFICE}/styles", "styles.xml"), (f"{_OFFICE}/footer", _FOOTER)),
        "word/styles.xml": _styles(report.language),
        f"word/{_FOOTER}": _footer(),
    }
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as file:
        for name, element in parts.items():
            file.writestr(ZipInfo(name, _ALWAYS), _XML + ET.tostring(element, encoding="utf-8"), ZIP_DEFLATED)
    return data.getvalue()


_FOOTER = "footer1.xml"


def _root(name: str, *children: ET.Element) -> ET.Element:
    """The outermost element of a part, which says what the prefixes stand for."""
    root = _w(name, *children)
    root.set("xmlns:w", _W)
    root.set("xmlns:r", _OFFICE)
    return root


def _w(name: str, *children: ET.Element, **attributes: str | int) -> ET.Element:
    """An element of WordprocessingML, with the usual prefix: not every reader looks at what prefixes stand for."""
    element = ET.Element(f"w:{name}", {f"w:{key}": str(value) for key, value in attributes.items()})
    element.extend(children)
    return element


def _paragraph(text: str, style: str, *more: ET.Element, size: int = 0) -> ET.Element:
    """A paragraph; its letters are so many half points high where its style does not say that."""
    properties = _w("pPr", _w("pStyle", val=style), *more)
    run = _w("t")
    run.text = text
    run.set("xml:space", "preserve")
    look = [_w("rPr", _w("sz", val=size), _w("szCs", val=size))] if size else []
    return _w("p", properties, *([_w("r", *look, run)] if text else []))


class _Document:
    """Makes the text of the document, section by section of the paper."""

    def __init__(self, report: LaidReport) -> None:
        self._report = report
        self._body = _w("body")

    def element(self) -> ET.Element:
        """The whole of it."""
        report, body = self._report, self._body
        body.append(_paragraph(report.title, "Title"))
        body.extend(_paragraph(entry, "Entry") for entry in report.lines_of_head())
        body.extend(_paragraph(remark, "Note") for remark in report.remarks)
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
        body.append(_paper(turned))
        return _root("document", body)

    def _end_paper(self, wide: bool) -> None:
        self._body.append(_w("p", _w("pPr", _w("pStyle", val="Small"), _paper(wide))))

    def _table(self, table: LaidTable) -> None:
        body, room = self._body, _ROOM[table.is_wide]
        body.append(_paragraph(table.title, "Heading1"))
        stops = [_w("tab", val="center", pos=room * 5 // 8), _w("tab", val="right", pos=room)]
        for texts in table.captions:
            body.append(_tabbed(texts, _w("tabs", *stops)))
        if table.cells:
            body.append(_laid(table, room))
        body.extend(_paragraph(note, "Note") for note in table.notes)

    def _narrative(self) -> None:
        self._body.append(_paragraph(self._report.narrative, "Heading1"))
        for section in self._report.sections:
            self._body.append(_paragraph(section.title, "Heading2"))
            for item in section.items:
                self._body.append(_paragraph(item[0], "Item", _w("keepNext")))
                self._body.append(_paragraph(stated_of(item), "Measure"))


def _tabbed(texts: tuple[str, ...], tabs: ET.Element) -> ET.Element:
    """Texts in one line, at tab stops."""
    line = _paragraph(texts[0], "Caption", tabs)
    for text in texts[1:]:
        run = _w("t")
        run.text = text
        line.append(_w("r", _w("tab"), *([run] if text else [])))
    return line


def _paper(wide: bool) -> ET.Element:
    """The paper of what stands before it."""
    size = {"w": str(_LONG), "h": str(_SHORT), "orient": "landscape"} if wide else {"w": str(_SHORT), "h": str(_LONG)}
    margins = dict.fromkeys(("left", "right", "top", "bottom"), _MARGIN)
    footer = _w("footerReference", type="default")
    footer.set("r:id", "rId2")
    return _w("sectPr", footer, _w("pgSz", **size), _w("pgMar", header=500, footer=400, gutter=0, **margins))


def _grid(widths: list[int], rows: list[ET.Element]) -> ET.Element:
    edges = [
        _w(side, val="single", sz=4, space=0, color="000000")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ]
    properties = _w(
        "tblPr",
        _w("tblW", w=sum(widths), type="dxa"),
        _w("jc", val="center"),
        _w("tblBorders", *edges),
        _w("tblLayout", type="fixed"),
        _w("tblCellMar", *(_w(side, w=_INSIDE, type="dxa") for side in ("left", "right"))),
    )
    return _w("tbl", properties, _w("tblGrid", *(_w("gridCol", w=width) for width in widths)), *rows)


def _laid(table: LaidTable, room: int) -> ET.Element:
    """A table in as much room; cells over several rows go on in each of them."""
    whole = sum(table.widths)
    widths = [room * width // whole for width in table.widths]
    # A narrow character is half as wide as high. Where so wide letters do not fit, smaller ones are better than codes
    # and figures in two lines.
    fitting = (room - 2 * _INSIDE * len(widths)) * 4 // (20 * whole)
    size = max(fitting, _SMALLEST) if fitting < _USUAL else 0
    starts: dict[tuple[int, int], tuple[LaidCell, bool]] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            starts[row, cell.column] = (cell, row == cell.row)
    rows = []
    for row in range(table.rows):
        properties = _w("trPr", _w("cantSplit"), *([_w("tblHeader")] if row < table.head_rows else []))
        element = _w("tr", properties)
        for column in range(len(widths)):
            if (row, column) in starts:
                element.append(_cell(*starts[row, column], widths, size))
        rows.append(element)
    return _grid(widths, rows)


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
    properties = _w("tcPr", _w("tcW", w=sum(widths[cell.column :][: cell.column_span]), type="dxa"))
    if cell.column_span > 1:
        properties.append(_w("gridSpan", val=cell.column_span))
    if cell.row_span > 1:
        properties.append(_w("vMerge", val="restart") if begins else _w("vMerge"))
    if cell.role in _SHADES:
        properties.append(_w("shd", val="clear", color="auto", fill=_SHADES[cell.role]))
    properties.append(_w("vAlign", val="center"))
    style, side = _LOOKS[cell.role]
    if cell.role == "name" and cell.column_span > 1:
        side = "center"
    return _w("tc", properties, _paragraph(cell.text if begins else "", style, _w("jc", val=side), size=size))


# ---- the other parts


def _content_types() -> ET.Element:
    types = ET.Element("Types", xmlns=f"{_PACKAGE}/content-types")
    for extension, kind in (("rels", f"{_RELATIONS}+xml"), ("xml", "application/xml")):
        ET.SubElement(types, "Default", Extension=extension, ContentType=kind)
    for name, kind in (
        ("word/document.xml", f"{_MAIN}.document.main+xml"),
        ("word/styles.xml", f"{_MAIN}.styles+xml"),
        (f"word/{_FOOTER}", f"{_MAIN}.footer+xml"),
        ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ):
        ET.SubElement(types, "Override", PartName=f"/{name}", ContentType=kind)
    return types


_RELATIONS = "application/vnd.openxmlformats-package.relationships"


def _relations(*targets: tuple[str, str]) -> ET.Element:
    relations = ET.Element("Relationships", xmlns=f"{_PACKAGE}/relationships")
    for number, (kind, target) in enumerate(targets, 1):
        ET.SubElement(relations, "Relationship", Id=f"rId{number}", Type=kind, Target=target)
    return relations


def _footer() -> ET.Element:
    """The number of the page."""
    kinds = ("begin", "separate", "end")
    begin, separate, end = (_w("r", _w("fldChar", fldCharType=kind)) for kind in kinds)
    code = _w("instrText")
    code.text = "PAGE"
    properties = _w("pPr", _w("pStyle", val="Caption"), _w("jc", val="center"))
    return _root("ftr", _w("p", properties, begin, _w("r", code), separate, end))


def _styles(spoken: Language) -> ET.Element:
    """The styles by which it looks; sizes are in half points."""
    text, display = ("宋体", "黑体") if spoken == "zh" else ("Times New Roman", "Arial")

    def fonts(name: str) -> ET.Element:
        return _w("rFonts", ascii="Times New Roman", hAnsi="Times New Roman", eastAsia=name, cs="Times New Roman")

    def style(name: str, size: int, *, bold: bool = False, level: int = -1, **spacing: str | int) -> ET.Element:
        side = spacing.pop("jc", "")
        indent = spacing.pop("indent", 0)
        paragraph = _w("pPr", *([_w("keepNext")] if level >= 0 else []), _w("spacing", **spacing))
        if indent:
            paragraph.append(_w("ind", left=indent))
        if side:
            paragraph.append(_w("jc", val=side))
        if level >= 0:
            paragraph.append(_w("outlineLvl", val=level))
        run = _w("rPr", *([fonts(display), _w("b")] if bold else []), _w("sz", val=size), _w("szCs", val=size))
        return _w(
            "style",
            _w("name", val=_NAMES.get(name, name)),
            _w("qFormat"),
            paragraph,
            run,
            type="paragraph",
            styleId=name,
        )

    language_of_text = _w("lang", val="en-US", eastAsia="zh-CN")
    defaults = _w("docDefaults", _w("rPrDefault", _w("rPr", fonts(text), _w("sz", val=21), language_of_text)))
    return _root(
        "styles",
        defaults,
        style("Title", 40, bold=True, jc="center", before=2400, after=600),
        style("Entry", 24, jc="center", before=0, after=120),
        style("Heading1", 32, bold=True, level=0, jc="center", before=0, after=160),
        style("Heading2", 24, bold=True, level=1, before=240, after=60),
        style("Caption", 19, before=0, after=40),
        style("Note", 19, before=60, after=0),
        style("TableHead", _USUAL, before=20, after=20),
        style("TableText", _USUAL, before=10, after=10),
        style("Item", 21, before=60, after=0, indent=200),
        style("Measure", 21, before=0, after=0, indent=600),
        style("Small", 2, before=0, after=0),
    )


_NAMES = {"Heading1": "heading 1", "Heading2": "heading 2"}
