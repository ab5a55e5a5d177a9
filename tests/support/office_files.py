"""Files of Excel and Word written by hand, part by part, so that a test can write what no program would."""

from __future__ import annotations

from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from support.drawn_tables import DrawnTable, simple

_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_SHEETS = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return stream.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    """A part of relations: kinds and paths, numbered from rId1."""
    return _RELATIONS.format(
        "".join(
            f'<Relationship Id="rId{number}" Type="{_KINDS}{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(targets, 1)
        )
    )


def workbook(
    *sheets: str,
    styles: str = "<cellXfs><xf/></cellXfs>",
    texts: str = "",
    head: str = "",
    names: tuple[str, ...] = (),
    **more: str | bytes,
) -> bytes:
    """An .xlsx file: each sheet is what stands inside its ``worksheet``; ``styles`` and ``texts`` likewise."""
    kinds = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    entries = "".join(
        f'<sheet name={quoteattr(names[number - 1] if names else f"表{number}")} sheetId="{number}" r:id="rId{number}"'
        f"{' state=' + quoteattr('hidden') if names and names[number - 1].startswith('隐') else ''}/>"
        for number in range(1, len(sheets) + 1)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f"<workbook {_SHEETS}>{head}<sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(*kinds, ("styles", "styles.xml"), ("sharedStrings", "texts.xml")),
        "xl/styles.xml": f"<styleSheet {_SHEETS}>{styles}</styleSheet>",
        "xl/texts.xml": f"<sst {_SHEETS}>{texts}</sst>",
    }
    for number, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = f"<worksheet {_SHEETS}>{sheet}</worksheet>"
    return zipped(parts | {name.replace("__", "/"): content for name, content in more.items()})


def formats(*codes: str) -> str:
    """Styles: number 1 and on have these number formats."""
    own = "".join(f'<numFmt numFmtId="{200 + at}" formatCode={quoteattr(code)}/>' for at, code in enumerate(codes))
    used = "".join(f'<xf numFmtId="{200 + at}"/>' for at in range(len(codes)))
    return f'<numFmts>{own}</numFmts><cellXfs><xf numFmtId="0"/>{used}</cellXfs>'


def rows(*texts: tuple[str, ...]) -> str:
    """Sheet data: texts as they stand; what begins with = is a number, what begins with < is a cell as written."""
    found = []
    for row in texts:
        cells = "".join(
            text
            if text.startswith("<")
            else f"<c><v>{text[1:]}</v></c>"
            if text.startswith("=")
            else f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            if text
            else "<c/>"
            for text in row
        )
        found.append(f"<row>{cells}</row>")
    return f"<sheetData>{''.join(found)}</sheetData>"


_WORDS = (
    'xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def document(*blocks: str, related: dict[str, str] | None = None) -> bytes:
    """A .docx file: what stands in its body, in the main vocabulary without a prefix; other parts by their kinds."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f"<document {_WORDS}><body>{''.join(blocks)}</body></document>",
        "word/_rels/document.xml.rels": relations(*((kind, f"{kind}.xml") for kind in related or {})),
    }
    for kind, content in (related or {}).items():
        parts[f"word/{kind}.xml"] = f"<{kind} {_WORDS}>{content}</{kind}>"
    return zipped(parts)


def paragraph(text: str, properties: str = "") -> str:
    runs = "<br/>".join(f'<t xml:space="preserve">{escape(line)}</t>' for line in text.split("\n"))
    return f"<p>{properties}<r>{runs}</r></p>"


def word_table(table: DrawnTable) -> str:
    """A table as Word writes it: a cell over several rows is written once more in each of them."""
    written = ""
    for row in range(len(table.heights)):
        cells = ""
        for cell in sorted(table.cells, key=lambda cell: cell.column):
            if not cell.row <= row < cell.row + cell.row_span:
                continue
            merge = "" if cell.row_span == 1 else '<vMerge val="restart"/>' if row == cell.row else "<vMerge/>"
            inner = "".join(map(paragraph, cell.lines)) if row == cell.row else ""
            cells += f'<tc><tcPr><gridSpan val="{cell.column_span}"/>{merge}</tcPr>{inner or "<p/>"}</tc>'
        written += f"<tr>{cells}</tr>"
    return f"<tbl>{written}</tbl>"


def plain_table(*texts: tuple[str, ...]) -> str:
    return word_table(simple(*texts))
