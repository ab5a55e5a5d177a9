"""Findings put into a copy of an Excel file: a note and a colour on the very cells, and a sheet with the list of all.

Values and formulas of cells are not touched; every part but the marked sheets, the styles and the list of sheets stays
as it was, byte for byte.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from lxml import etree

from jsrules.model.annotation import MARK_LEVELS, Annotations, Mark, MarkLevel
from jsrules.outputs.annotate.cell_notes import put_notes
from jsrules.outputs.annotate.package_copy import PackageCopy, element, elements, made_in, namespace_of
from jsrules.readers.documents.sheet_parts import cell_name

FILLS: dict[MarkLevel, str] = {"error": "FFFFC7CE", "warning": "FFFFE2B8", "info": "FFD6E6FF", "waived": "FFE8E8E8"}
LINES: dict[MarkLevel, str] = {"error": "FFCC0D1A", "warning": "FFD97300", "info": "FF0D59CC", "waived": "FF808080"}

_LONGEST_SHEET_NAME = 31
_REFERENCE = re.compile("([A-Z]+)([0-9]+)")


def annotated_workbook(data: bytes, name: str, annotations: Annotations) -> bytes:
    """The copy. Raises `InputError` when the file cannot be read (E410, E105)."""
    package = PackageCopy(data, name)
    sheets = package.needed(element(package.root, "sheets"))
    marks: dict[str, dict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for mark in annotations.marks:
        if mark.place.sheet and _REFERENCE.fullmatch(mark.place.cell):
            marks[mark.place.sheet][mark.place.cell].append(mark)
    styles = _Styles(package)
    relations = package.relations(package.main)
    for number, sheet in enumerate(elements(sheets, "sheet"), 1):
        own = marks.get(sheet.get("name", ""))
        path = relations.get(_link(sheet), ("", ""))[1]
        root = package.tree(path) if own and path else None
        if own and root is not None:
            _colour_cells(root, own, styles)
            put_notes(package, path, root, own, annotations.author, number)
    _add_list(package, sheets, annotations, styles)
    return package.whole()


def _link(sheet: Any) -> str:
    """The mark of the part that a sheet stands in."""
    names = (name for name in sheet.attrib if name.startswith("{") and name.endswith("}id"))
    return str(sheet.get(next(names, ""), ""))


class _Styles:
    """The styles of a workbook, to which those of marked cells are added."""

    def __init__(self, package: PackageCopy) -> None:
        path = package.related(package.main, "styles")
        self._root = package.tree(path) if path else None
        self._made: dict[tuple[int, str], int] = {}
        self._parts: dict[tuple[str, str], int] = {}

    def marked(self, style: int, level: MarkLevel) -> int | None:
        """A style as it was but with the colour of a level; None where the workbook has no styles."""

        def change(entry: Any) -> None:
            entry.set("fillId", str(self._part("fills", level, _fill)))
            entry.set("borderId", str(self._part("borders", level, _border)))
            entry.set("applyFill", "1")
            entry.set("applyBorder", "1")

        return self._changed(style, level, change)

    def wrapping(self) -> int | None:
        """A style for text in several lines."""

        def change(entry: Any) -> None:
            entry.set("applyAlignment", "1")
            for each in list(elements(entry, "alignment")):
                entry.remove(each)
            alignment = made_in(entry, "alignment", {"vertical": "top", "wrapText": "1"})
            entry.insert(0, alignment)

        return self._changed(0, "wrap", change)

    def _changed(self, style: int, key: str, change: Any) -> int | None:
        formats = element(self._root, "cellXfs")
        entries = list(elements(formats, "xf"))
        if not entries:
            return None
        style = style if style < len(entries) else 0
        if (style, key) not in self._made:
            entry = deepcopy(entries[style])
            change(entry)
            self._made[style, key] = _appended(formats, entry)
        return self._made[style, key]

    def _part(self, name: str, level: MarkLevel, make: Any) -> int:
        if (name, level) not in self._parts:
            parent = element(self._root, name)
            if parent is None:  # without fills or borders the first of them is the default
                return 0
            self._parts[name, level] = _appended(parent, make(parent, level))
        return self._parts[name, level]


def _appended(parent: Any, made: Any) -> int:
    """Puts an entry at the end of a list; its number."""
    number = sum(1 for each in elements(parent) if each is not made)
    parent.append(made)
    parent.set("count", str(number + 1))
    return number


def _fill(parent: Any, level: MarkLevel) -> Any:
    fill = made_in(parent, "fill")
    pattern = made_in(fill, "patternFill", {"patternType": "solid"})
    made_in(pattern, "fgColor", {"rgb": FILLS[level]})
    made_in(pattern, "bgColor", {"indexed": "64"})
    return fill


def _border(parent: Any, level: MarkLevel) -> Any:
    border = made_in(parent, "border")
    for side in ("left", "right", "top", "bottom"):
        made_in(made_in(border, side, {"style": "medium"}), "color", {"rgb": LINES[level]})
    made_in(border, "diagonal")
    return border


def _colour_cells(root: Any, marks: dict[str, list[Mark]], styles: _Styles) -> None:
    """Gives the marked cells of a sheet their colours; one that is not written down is made where its row is."""
    wanted: dict[int, set[str]] = defaultdict(set)
    for cell in marks:
        wanted[_position(cell)[0]].add(cell)
    row_number = -1
    for row in elements(element(root, "sheetData"), "row"):
        row_number = _whole(row.get("r"), row_number + 2) - 1
        if row_number not in wanted:
            continue
        column = -1
        missing = set(wanted[row_number])
        written: list[tuple[int, Any]] = []
        for each in elements(row, "c"):
            found = _REFERENCE.fullmatch(each.get("r") or "")
            column = _position(found[0])[1] if found is not None else column + 1
            written.append((column, each))
            own = cell_name(row_number, column)
            if own in missing:
                missing.discard(own)
                _restyle(each, marks[own], styles)
        for own in sorted(missing, key=_position):
            at = next((each for column, each in written if column > _position(own)[1]), None)
            made = etree.Element(f"{{{namespace_of(row)}}}c", {"r": own})
            if row.get("s"):
                made.set("s", row.get("s"))
            if at is not None:
                at.addprevious(made)
            else:
                row.append(made)
            _restyle(made, marks[own], styles)


def _restyle(cell: Any, marks: Iterable[Mark], styles: _Styles) -> None:
    level: MarkLevel = max((each.level for each in marks), key=MARK_LEVELS.index)
    style = styles.marked(_whole(cell.get("s"), 0), level)
    if style is not None:
        cell.set("s", str(style))


def _position(cell: str) -> tuple[int, int]:
    """Row and column of a cell, from 0."""
    found = _REFERENCE.fullmatch(cell)
    assert found is not None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def _add_list(package: PackageCopy, sheets: Any, annotations: Annotations, styles: _Styles) -> None:
    """A last sheet with the list of all findings, each with a link to its first cell."""
    space = namespace_of(sheets)
    root = etree.Element(f"{{{space}}}worksheet", nsmap={None: space})
    made_in(made_in(root, "sheetPr"), "pageSetUpPr", {"fitToPage": "1"})
    columns = made_in(root, "cols")
    for number, width in enumerate((8, 8, 90, 40), 1):
        made_in(columns, "col", {"min": str(number), "max": str(number), "width": str(width), "customWidth": "1"})
    data = made_in(root, "sheetData")
    style = styles.wrapping()
    lines = [(annotations.title,), *((each,) for each in annotations.remarks), ()]
    table = [
        annotations.heads,
        *((each.number, each.level_word, each.message, each.where) for each in annotations.rows),
    ]
    for number, values in enumerate([*lines, *table]):
        line = made_in(data, "row", {"r": str(number + 1)})
        for column, value in enumerate(values):
            cell = made_in(line, "c", {"r": cell_name(number, column), "t": "inlineStr"})
            if style is not None and number >= len(lines):
                cell.set("s", str(style))
            made_in(made_in(cell, "is"), "t", text=value)
    links = _links(annotations, len(lines) + 1)
    if links:
        made = made_in(root, "hyperlinks")
        for at, target in links:
            made_in(made, "hyperlink", {"ref": at, "location": target})
    made_in(root, "pageSetup", {"paperSize": "9", "orientation": "landscape", "fitToHeight": "0"})
    path = package.add(
        "xl/worksheets",
        "findings",
        ".xml",
        root,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    )
    names = {each.get("name", "").casefold() for each in elements(sheets, "sheet")}
    title = annotations.title[:_LONGEST_SHEET_NAME]
    count = 1
    while title.casefold() in names:
        count += 1
        title = f"{annotations.title[: _LONGEST_SHEET_NAME - 4]}_{count}"
    highest = max((_whole(each.get("sheetId"), 0) for each in elements(sheets, "sheet")), default=0)
    sheet = made_in(sheets, "sheet", {"name": title, "sheetId": str(highest + 1)})
    sheet.set(f"{{{package.links}}}id", package.relate(package.main, "worksheet", path))


def _links(annotations: Annotations, first: int) -> list[tuple[str, str]]:
    """Which cell of the list, whose entries begin in the row ``first`` (from 0), leads to which cell."""
    found = []
    for number, row in enumerate(annotations.rows, first):
        place = annotations.marks[row.mark].place if row.mark >= 0 else None
        if place is not None and place.sheet:
            quoted = place.sheet.replace("'", "''")
            found.append((cell_name(number, 0), f"'{quoted}'!{place.cell}"))
    return found
