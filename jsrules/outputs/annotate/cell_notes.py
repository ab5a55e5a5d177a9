"""Notes on the cells of a sheet, as Excel keeps them: what they say in one part, and where they are drawn in another.

Notes that are there already stay; where one stands on a marked cell, what there is to say goes behind it.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from jsrules.model.annotation import Mark
from jsrules.outputs.annotate.package_copy import PackageCopy, element, elements, made_in, namespace_of

_VML, _OFFICE, _EXCEL = (f"urn:schemas-microsoft-com:{name}" for name in ("vml", "office:office", "office:excel"))
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BEHIND = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
"""What stands behind the drawing of notes in a sheet, in the order that Excel wants."""
_IDS = 1024
"""So many numbers of shapes has a drawing."""


def put_notes(
    package: PackageCopy, path: str, root: Any, marks: dict[str, list[Mark]], author: str, number: int
) -> None:
    """Puts notes on cells of the sheet at this path, the ``number``-th of the workbook."""
    notes = _notes(package, path, namespace_of(root))
    name = _author(notes, author)
    known = {each.get("ref"): each for each in elements(element(notes, "commentList"), "comment")}
    new: list[str] = []
    for cell, own in marks.items():
        said = "\n\n".join(dict.fromkeys(each.note for each in own))
        note = known.get(cell)
        if note is None:
            note = made_in(element(notes, "commentList"), "comment", {"ref": cell, "authorId": str(name)})
            made_in(note, "text")
            new.append(cell)
        else:
            said = "\n\n" + said
        text = element(note, "text")
        if text is None:
            text = made_in(note, "text")
        made_in(made_in(text, "r"), "t", text=said)
    _draw(package, path, root, new, number)


def _notes(package: PackageCopy, path: str, space: str | None) -> Any:
    """The notes of a sheet, which may be none yet."""
    known = package.related(path, "comments")
    found = package.tree(known) if known else None
    if found is None:
        found = etree.Element(f"{{{space}}}comments", nsmap={None: space})
        made_in(found, "authors")
        made_in(found, "commentList")
        package.relate(path, "comments", package.add("xl", "findingsComments", ".xml", found, _COMMENTS_TYPE))
    for name in ("authors", "commentList"):
        if element(found, name) is None:
            made_in(found, name)
    return found


def _author(notes: Any, author: str) -> int:
    """The number of an author of notes."""
    authors = element(notes, "authors")
    names = [each.text for each in elements(authors, "author")]
    if author not in names:
        made = made_in(authors, "author")
        made.text = author
        names.append(author)
    return names.index(author)


def _draw(package: PackageCopy, path: str, root: Any, cells: list[str], number: int) -> None:
    """Shapes for new notes; without one, Excel shows no note."""
    known = package.related(path, "vmlDrawing") if element(root, "legacyDrawing") is not None else ""
    drawing = package.tree(known) if known else None
    if drawing is None:
        drawing = _new_drawing(number)
        added = package.add("xl/drawings", "findingsNotes", ".vml", drawing, _DRAWING_TYPE)
        mark = package.relate(path, "vmlDrawing", added)
        made = etree.Element(f"{{{namespace_of(root)}}}legacyDrawing")
        made.set(f"{{{package.links}}}id", mark)
        behind = next(elements(root, *_BEHIND), None)
        if behind is not None:
            behind.addprevious(made)
        else:
            root.append(made)
    used = [int(found[1]) for each in drawing if (found := re.fullmatch("_x0000_s([0-9]{1,9})", each.get("id", "")))]
    first = max(used, default=_IDS * number) + 1
    for place, cell in enumerate(cells):
        drawing.append(_shape(cell, first + place))


def _new_drawing(number: int) -> Any:
    drawing = etree.Element("xml", nsmap={"v": _VML, "o": _OFFICE, "x": _EXCEL})
    layout = etree.SubElement(drawing, f"{{{_OFFICE}}}shapelayout", {f"{{{_VML}}}ext": "edit"})
    etree.SubElement(layout, f"{{{_OFFICE}}}idmap", {f"{{{_VML}}}ext": "edit", "data": str(number)})
    kind = etree.SubElement(drawing, f"{{{_VML}}}shapetype", {"id": "_x0000_t202", "coordsize": "21600,21600"})
    kind.set(f"{{{_OFFICE}}}spt", "202")
    kind.set("path", "m,l,21600r21600,l21600,xe")
    etree.SubElement(kind, f"{{{_VML}}}stroke", {"joinstyle": "miter"})
    etree.SubElement(kind, f"{{{_VML}}}path", {"gradientshapeok": "t", f"{{{_OFFICE}}}connecttype": "rect"})
    return drawing


def _shape(cell: str, number: int) -> Any:
    """The hidden box of a note, beside its cell."""
    letters = cell.rstrip("0123456789")
    row, column = int(cell[len(letters) :]) - 1, 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    shape = etree.Element(f"{{{_VML}}}shape", nsmap={"v": _VML, "o": _OFFICE, "x": _EXCEL})
    shape.set("id", f"_x0000_s{number}")
    shape.set("type", "#_x0000_t202")
    shape.set("style", "position:absolute;width:300pt;height:150pt;z-index:1;visibility:hidden")
    shape.set("fillcolor", "#ffffe1")
    shape.set(f"{{{_OFFICE}}}insetmode", "auto")
    etree.SubElement(shape, f"{{{_VML}}}fill", {"color2": "#ffffe1"})
    etree.SubElement(shape, f"{{{_VML}}}shadow", {"on": "t", "color": "black", "obscured": "t"})
    etree.SubElement(shape, f"{{{_VML}}}path", {f"{{{_OFFICE}}}connecttype": "none"})
    box = etree.SubElement(shape, f"{{{_VML}}}textbox", {"style": "mso-direction-alt:auto"})
    etree.SubElement(box, "div", {"style": "text-align:left"})
    client = etree.SubElement(shape, f"{{{_EXCEL}}}ClientData", {"ObjectType": "Note"})
    for name, text in (
        ("MoveWithCells", ""),
        ("SizeWithCells", ""),
        ("Anchor", f"{column}, 15, {max(row - 1, 0)}, 10, {column + 5}, 15, {max(row - 1, 0) + 9}, 4"),
        ("AutoFill", "False"),
        ("Row", str(row)),
        ("Column", str(column - 1)),
    ):
        etree.SubElement(client, f"{{{_EXCEL}}}{name}").text = text or None
    return shape
