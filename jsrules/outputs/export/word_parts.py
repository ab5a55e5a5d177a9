"""What Word documents are made of: paragraphs, tables, papers, styles, and the package that holds them.

It is written with the standard library: of WordprocessingML it takes paragraphs and tables, and the file has to be the
same from run to run, which no library for it sees to.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jsrules.base.language import Language

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_EMU = 635
"""So many units of drawings are a twentieth of a point."""
_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ALWAYS = (1980, 1, 1, 0, 0, 0)

# In twentieths of a point: A4 and its margins.
_SHORT, _LONG, _MARGIN = 11906, 16838, 850
INSIDE = 60
"""What is free inside of the sides of a cell."""
USUAL, SMALLEST = 18, 14
"""How high the letters of tables are, in half points."""
ROOM = {False: _SHORT - 2 * _MARGIN, True: _LONG - 2 * _MARGIN}


def document_file(title: str, document: ET.Element, spoken: Language, pictures: Sequence[bytes] = ()) -> bytes:
    """The file of a document; ``pictures`` (PNG) are those that `picture` numbers, from 0."""
    core = ET.Element("cp:coreProperties", {"xmlns:cp": _CORE, "xmlns:dc": "http://purl.org/dc/elements/1.1/"})
    ET.SubElement(core, "dc:title").text = title
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            (f"{_OFFICE}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": core,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(
            (f"{_OFFICE}/styles", "styles.xml"),
            (f"{_OFFICE}/footer", _FOOTER),
            *((f"{_OFFICE}/image", _picture_name(number)) for number in range(len(pictures))),
        ),
        "word/styles.xml": _styles(spoken),
        f"word/{_FOOTER}": _footer(),
    }
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as file:
        for name, element in parts.items():
            file.writestr(ZipInfo(name, _ALWAYS), _XML + ET.tostring(element, encoding="utf-8"), ZIP_DEFLATED)
        for number, png in enumerate(pictures):
            file.writestr(ZipInfo(f"word/{_picture_name(number)}", _ALWAYS), png)  # it is compressed already
    return data.getvalue()


_FOOTER = "footer1.xml"
_BEFORE_PICTURES = 2
"""So many other parts belong to the document: styles, footer."""


def _picture_name(number: int) -> str:
    return f"media/image{number + 1}.png"


def root(name: str, *children: ET.Element) -> ET.Element:
    """The outermost element of a part, which says what the prefixes stand for."""
    root = w(name, *children)
    root.set("xmlns:w", _W)
    root.set("xmlns:r", _OFFICE)
    return root


def w(name: str, *children: ET.Element, **attributes: str | int) -> ET.Element:
    """An element of WordprocessingML, with the usual prefix: not every reader looks at what prefixes stand for."""
    element = ET.Element(f"w:{name}", {f"w:{key}": str(value) for key, value in attributes.items()})
    element.extend(children)
    return element


def paragraph(text: str, style: str, *more: ET.Element, size: int = 0) -> ET.Element:
    """A paragraph; its letters are so many half points high where its style does not say that."""
    properties = w("pPr", w("pStyle", val=style), *more)
    run = w("t")
    run.text = text
    run.set("xml:space", "preserve")
    look = [w("rPr", w("sz", val=size), w("szCs", val=size))] if size else []
    return w("p", properties, *([w("r", *look, run)] if text else []))


def picture(number: int, words: str, width: int, height: int) -> ET.Element:
    """A paragraph with a picture of the file, so many twentieths of a point wide and high; ``words`` say what it is."""
    extent = {"cx": str(width * _EMU), "cy": str(height * _EMU)}
    named = {"id": str(number + 1), "name": f"{number + 1}.png", "descr": words}

    def a(tag: str, /, *children: ET.Element, **attributes: str) -> ET.Element:
        element = ET.Element(tag, attributes)
        element.extend(children)
        return element

    blip = a("a:blip", **{"r:embed": f"rId{_BEFORE_PICTURES + number + 1}"})
    shape = a(
        "pic:spPr",
        a("a:xfrm", a("a:off", x="0", y="0"), a("a:ext", **extent)),
        a("a:prstGeom", a("a:avLst"), prst="rect"),
    )
    inner = a(
        "pic:pic",
        a("pic:nvPicPr", a("pic:cNvPr", **named), a("pic:cNvPicPr")),
        a("pic:blipFill", blip, a("a:stretch", a("a:fillRect"))),
        shape,
        **{"xmlns:pic": f"{_DRAWING}/picture"},
    )
    graphic = a("a:graphic", a("a:graphicData", inner, uri=f"{_DRAWING}/picture"), **{"xmlns:a": f"{_DRAWING}/main"})
    places = {"distT": "0", "distB": "0", "distL": "0", "distR": "0"}
    inline = a(
        "wp:inline",
        a("wp:extent", **extent),
        a("wp:docPr", **named),
        graphic,
        **places,
        **{"xmlns:wp": f"{_DRAWING}/wordprocessingDrawing"},
    )
    return w("p", w("pPr", w("pStyle", val="TableText"), w("jc", val="left")), w("r", w("drawing", inline)))


def paper(wide: bool) -> ET.Element:
    """The paper of what stands before it."""
    size = {"w": str(_LONG), "h": str(_SHORT), "orient": "landscape"} if wide else {"w": str(_SHORT), "h": str(_LONG)}
    margins = dict.fromkeys(("left", "right", "top", "bottom"), _MARGIN)
    footer = w("footerReference", type="default")
    footer.set("r:id", "rId2")
    return w("sectPr", footer, w("pgSz", **size), w("pgMar", header=500, footer=400, gutter=0, **margins))


def grid(widths: list[int], rows: list[ET.Element]) -> ET.Element:
    """A ruled table of columns so wide."""
    edges = [
        w(side, val="single", sz=4, space=0, color="000000")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ]
    properties = w(
        "tblPr",
        w("tblW", w=sum(widths), type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *edges),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=INSIDE, type="dxa") for side in ("left", "right"))),
    )
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in widths)), *rows)


# ---- the other parts


def _content_types() -> ET.Element:
    types = ET.Element("Types", xmlns=f"{_PACKAGE}/content-types")
    for extension, kind in (("rels", f"{_RELATIONS}+xml"), ("xml", "application/xml"), ("png", "image/png")):
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
    begin, separate, end = (w("r", w("fldChar", fldCharType=kind)) for kind in kinds)
    code = w("instrText")
    code.text = "PAGE"
    properties = w("pPr", w("pStyle", val="Caption"), w("jc", val="center"))
    return root("ftr", w("p", properties, begin, w("r", code), separate, end))


def _styles(spoken: Language) -> ET.Element:
    """The styles by which it looks; sizes are in half points."""
    text, display = ("宋体", "黑体") if spoken == "zh" else ("Times New Roman", "Arial")

    def fonts(name: str) -> ET.Element:
        return w("rFonts", ascii="Times New Roman", hAnsi="Times New Roman", eastAsia=name, cs="Times New Roman")

    def style(
        name: str, size: int, *, bold: bool = False, level: int = -1, colour: str = "", **spacing: str | int
    ) -> ET.Element:
        side = spacing.pop("jc", "")
        indent = spacing.pop("indent", 0)
        paragraph = w("pPr", *([w("keepNext")] if level >= 0 else []), w("spacing", **spacing))
        if indent:
            paragraph.append(w("ind", left=indent))
        if side:
            paragraph.append(w("jc", val=side))
        if level >= 0:
            paragraph.append(w("outlineLvl", val=level))
        shown = [w("color", val=colour)] if colour else []
        run = w("rPr", *([fonts(display), w("b")] if bold else []), *shown, w("sz", val=size), w("szCs", val=size))
        return w(
            "style",
            w("name", val=_NAMES.get(name, name)),
            w("qFormat"),
            paragraph,
            run,
            type="paragraph",
            styleId=name,
        )

    language_of_text = w("lang", val="en-US", eastAsia="zh-CN")
    defaults = w("docDefaults", w("rPrDefault", w("rPr", fonts(text), w("sz", val=21), language_of_text)))
    return root(
        "styles",
        defaults,
        style("Title", 40, bold=True, jc="center", before=2400, after=600),
        style("Entry", 24, jc="center", before=0, after=120),
        style("Heading1", 32, bold=True, level=0, jc="center", before=0, after=160),
        style("Heading2", 24, bold=True, level=1, before=240, after=60),
        style("Caption", 19, before=0, after=40),
        style("Note", 19, before=60, after=0),
        style("TableHead", USUAL, before=20, after=20),
        style("TableText", USUAL, before=10, after=10),
        style("TableWaived", USUAL, before=10, after=10, colour="6B6B6B"),
        style("Item", 21, before=60, after=0, indent=200),
        style("Measure", 21, before=0, after=0, indent=600),
        style("Small", 2, before=0, after=0),
    )


_NAMES = {"Heading1": "heading 1", "Heading2": "heading 2"}
