"""A report as a page of HTML that needs nothing else, for screens and for paper (A4).

A page of tables needs no template engine: the standard library's tree escapes what it writes.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from jsrules.base.language import language, say
from jsrules.outputs.export.layout import LaidCell, LaidReport, LaidSection, LaidTable, stated_of

_STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --line: #777; --head: #f2f2f2; --unstated: #d9d9d9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --paper: #1b1b1d; --line: #777; --head: #2a2a2d;
  --unstated: #4a4a4e; } }
* { box-sizing: border-box; }
body { color: var(--ink); background: var(--paper); margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem;
  font: 15px/1.6 "Source Han Serif SC", "Noto Serif CJK SC", "Songti SC", SimSun, serif; }
h1, h2, h3 { font-family: "Source Han Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", SimHei,
  sans-serif; font-weight: 600; text-wrap: balance; }
h1 { font-size: 1.7rem; text-align: center; margin: 1.5rem 0; }
h2 { font-size: 1.25rem; text-align: center; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .2rem; }
nav ol { columns: 22rem; }
a { color: inherit; }
.scroll { overflow-x: auto; }
.captions { display: flex; align-items: end; gap: 1rem; font-size: .9rem; }
.captions div { flex: 1 1 0; text-align: center; }
.captions div:first-child { flex-grow: 2; text-align: left; }
.captions div:last-child { text-align: right; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; line-height: 1.35;
  font-variant-numeric: lining-nums tabular-nums; }
th, td { border: 1px solid var(--line); padding: .2em .45em; overflow-wrap: anywhere; }
th { background: var(--head); font-weight: 600; text-wrap: balance; }
td.money, td.figure, td.unstated { text-align: right; white-space: nowrap; }
td.figure { white-space: normal; }
td.line, td.total { text-align: center; }
td.code { white-space: nowrap; }
td.unstated { background: var(--unstated); }
.entry { text-align: center; margin: .2rem 0; }
.note { font-size: .88rem; margin: .3rem 0; }
.item { font-weight: 600; }
ul { margin: .2rem 0; padding-left: 1.6em; }
@page { size: A4; margin: 16mm 12mm; }
@page wide { size: A4 landscape; }
@media print {
  :root { --ink: #000; --paper: #fff; --line: #444; --head: #f2f2f2; --unstated: #d9d9d9; }
  body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav { display: none; }
  .table { break-before: page; }
  .wide { page: wide; }
  .scroll { overflow: visible; }
  table { font-size: 8.5pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  h2 { margin-top: 0; }
  h3 { break-after: avoid; }
  li { break-inside: avoid; }
}
"""


def web_page(report: LaidReport) -> bytes:
    """The page."""
    with language(report.language):
        html = ET.Element("html", lang="zh-CN" if report.language == "zh" else "en")
        head = ET.SubElement(html, "head")
        ET.SubElement(head, "meta", charset="utf-8")
        ET.SubElement(head, "meta", name="viewport", content="width=device-width")
        # Whatever a report holds: nothing is loaded, nothing runs.
        policy = {"http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"}
        ET.SubElement(head, "meta", policy)
        _text(head, "title", report.title)
        _text(head, "style", _STYLE)
        body = ET.SubElement(html, "body")
        _text(body, "h1", report.title)
        for entry in report.lines_of_head():
            _text(body, "p", entry, {"class": "entry"})
        for remark in report.remarks:
            _text(body, "p", remark, {"class": "note"})
        _contents(body, report)
        for number, table in enumerate(report.tables, 1):
            _table(body, table, f"t{number}")
        if report.sections:
            section = ET.SubElement(body, "section", {"class": "table", "id": "narrative"})
            _text(section, "h2", report.narrative)
            for each in report.sections:
                _section(section, each)
    return ("<!DOCTYPE html>\n" + ET.tostring(html, encoding="unicode", method="html") + "\n").encode()


def _contents(body: ET.Element, report: LaidReport) -> None:
    items = ET.SubElement(ET.SubElement(body, "nav", {"aria-label": say("目录", "Contents")}), "ol")
    titles = [(f"t{number}", table.title) for number, table in enumerate(report.tables, 1)]
    for anchor, title in [*titles, *([("narrative", report.narrative)] if report.sections else [])]:
        _text(ET.SubElement(items, "li"), "a", title, {"href": f"#{anchor}"})


def _table(body: ET.Element, table: LaidTable, anchor: str) -> None:
    section = ET.SubElement(body, "section", {"class": "table wide" if table.is_wide else "table", "id": anchor})
    _text(section, "h2", table.title)
    for texts in table.captions:
        captions = ET.SubElement(section, "div", {"class": "captions"})
        for text in texts:
            _text(captions, "div", text)
    grid = ET.SubElement(ET.SubElement(section, "div", {"class": "scroll"}), "table")
    columns = ET.SubElement(grid, "colgroup")
    whole = sum(table.widths) or 1
    for width in table.widths:
        thousandths = width * 1000 // whole
        ET.SubElement(columns, "col", style=f"width: {thousandths // 10}.{thousandths % 10}%")
    rows: list[list[LaidCell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    for name, own in (("thead", rows[: table.head_rows]), ("tbody", rows[table.head_rows :])):
        part = ET.SubElement(grid, name)
        for cells in own:
            row = ET.SubElement(part, "tr")
            for cell in cells:
                _cell(row, cell)
    for note in table.notes:
        _text(section, "p", note, {"class": "note"})


def _cell(row: ET.Element, cell: LaidCell) -> None:
    spans = {"rowspan": cell.row_span, "colspan": cell.column_span}
    attributes = {name: str(span) for name, span in spans.items() if span > 1}
    if cell.role == "head":
        _text(row, "th", cell.text, {**attributes, "scope": "colgroup" if cell.column_span > 1 else "col"})
    else:
        look = "total" if cell.role == "name" and cell.column_span > 1 else cell.role
        _text(row, "td", cell.text, {**attributes, "class": look})


def _section(body: ET.Element, section: LaidSection) -> None:
    _text(body, "h3", section.title)
    items = ET.SubElement(body, "ul")
    for item in section.items:
        entry = ET.SubElement(items, "li")
        _text(entry, "span", item[0], {"class": "item"})
        _text(entry, "div", stated_of(item))


def _text(parent: ET.Element, name: str, text: str, attributes: dict[str, str] | None = None) -> None:
    ET.SubElement(parent, name, attributes or {}).text = text
