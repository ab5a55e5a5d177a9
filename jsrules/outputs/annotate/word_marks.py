"""Findings put into a copy of a Word document as comments, each at the very paragraph or cell that it is about.

Comments that are there already stay, and so does every other part, byte for byte.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from jsrules.model.annotation import Annotations, Mark
from jsrules.outputs.annotate.package_copy import PackageCopy, element, elements, made_in, namespace_of
from jsrules.readers.documents.docx import docx_anchors

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


def annotated_word(data: bytes, name: str, annotations: Annotations) -> bytes:
    """The copy. Raises `InputError` when the file cannot be read (E410, E105)."""
    package = PackageCopy(data, name)
    root = package.root
    anchors = docx_anchors(data, name)
    in_order = [each for each in root.iter() if isinstance(each.tag, str)]
    comments = _comments(package, namespace_of(root))
    number = max((_whole(each.get(f"{{{namespace_of(each)}}}id")) for each in elements(comments)), default=-1)
    for mark in annotations.marks:
        order = anchors.order(mark.place)
        if order is None:
            continue
        number += 1
        _anchor(in_order[order], number)
        _comment(comments, mark, number, annotations.author)
    return package.whole()


def _comments(package: PackageCopy, space: str | None) -> Any:
    """The comments of a document, which may be none yet."""
    known = package.related(package.main, "comments")
    found = package.tree(known) if known else None
    if found is None:
        found = etree.Element(f"{{{space}}}comments", nsmap={"w": space})
        folder = package.main.rpartition("/")[0]
        path = package.add(folder, "findingsComments", ".xml", found, _COMMENTS_TYPE)
        package.relate(package.main, "comments", path)
    return found


def _anchor(paragraph: Any, number: int) -> None:
    """Marks a paragraph as what a comment is about."""
    space = namespace_of(paragraph)
    marked = {f"{{{space}}}id": str(number)}
    start = etree.Element(f"{{{space}}}commentRangeStart", marked)
    properties = element(paragraph, "pPr")
    if properties is not None:
        properties.addnext(start)
    else:
        paragraph.insert(0, start)
    made_in(paragraph, "commentRangeEnd", marked)
    made_in(made_in(paragraph, "r"), "commentReference", marked)


def _comment(comments: Any, mark: Mark, number: int, author: str) -> None:
    space = namespace_of(comments)
    made = made_in(comments, "comment")
    for key, value in (("id", str(number)), ("author", author), ("initials", ",".join(mark.numbers))):
        made.set(f"{{{space}}}{key}", value)
    for line in mark.note.split("\n"):
        run = made_in(made_in(made, "p"), "r")
        made_in(run, "t", text=line)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
