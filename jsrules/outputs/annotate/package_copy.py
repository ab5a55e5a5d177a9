"""A copy of an office file with some of its parts changed and some added: all others are as they were, byte for byte.

Libraries that read a whole workbook or document and write it anew drop what they do not know (shapes, charts, macros).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from jsrules.readers.documents.xml_package import (
    Declares,
    Refused,
    TooManyElements,
    XmlHandler,
    XmlPackage,
    damaged,
    declares,
    walk,
)

_TYPES = "[Content_Types].xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class PackageCopy:
    """The copy while it is made. Raises `InputError` as `XmlPackage` does, and (E410) for a part that is no XML."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name
        self._package = XmlPackage(data, name)
        self._trees: dict[str, Any] = {}
        self._added: list[str] = []
        self.main = self._package.main_part()
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}
        self.root = self.needed(self.tree(self.main))

    def needed(self, found: Any) -> Any:
        """What no file of its kind is without. Raises `InputError` (E410) where it is None."""
        if found is None:
            raise damaged(self._name)
        return found

    def tree(self, part: str) -> Any:
        """A part as a tree that may be changed; None where there is no such part."""
        if part not in self._trees:
            data = self._package.read(part)
            if data is None:
                return None
            try:
                walk(data, XmlHandler())  # the limits of parts that are read hold for those that are changed
                self._trees[part] = etree.fromstring(data, _parser())
            except Declares:
                raise declares(self._name, part) from None
            except (Refused, TooManyElements, etree.XMLSyntaxError):
                raise damaged(self._name) from None
        return self._trees[part]

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: kinds and paths of parts, by its marks."""
        if part not in self._relations:
            self._relations[part] = self._package.relations(part)
        return self._relations[part]

    def related(self, part: str, kind: str) -> str:
        """The part of a kind that a part refers to; empty where there is none."""
        return next((path for each, path in self.relations(part).values() if each == kind), "")

    def add(self, folder: str, stem: str, end: str, tree: Any, content_type: str) -> str:
        """A new part under a name that is free; its path."""
        number, path = 1, ""
        while not path or path in self._package.parts or path in self._added or path in self._trees:
            path = posixpath.join(folder, f"{stem}{number}{end}")
            number += 1
        self._trees[path] = tree
        self._added.append(path)
        types = self.needed(self.tree(_TYPES))
        override = etree.SubElement(types, f"{{{_PACKAGE}/content-types}}Override")
        override.set("PartName", f"/{path}")
        override.set("ContentType", content_type)
        return path

    def relate(self, part: str, kind: str, path: str) -> str:
        """Lets a part refer to another; the mark that it is known by in there."""
        folder, file = posixpath.split(part)
        own = posixpath.join(folder, "_rels", f"{file}.rels")
        root = self.tree(own)
        if root is None:
            space = f"{_PACKAGE}/relationships"
            root = self._trees[own] = etree.Element(f"{{{space}}}Relationships", nsmap={None: space})
            self._added.append(own)
        used = {each.get("Id") for each in root}
        number = next(number for number in range(1, len(used) + 2) if f"rIdJsr{number}" not in used)
        relation = etree.SubElement(root, f"{{{_PACKAGE}/relationships}}Relationship")
        relation.set("Id", f"rIdJsr{number}")
        relation.set("Type", f"{_STRICT if self.is_strict else _TRANSITIONAL}/{kind}")
        relation.set("Target", posixpath.relpath(path, folder or "."))
        return f"rIdJsr{number}"

    @property
    def is_strict(self) -> bool:
        """Whether the main part is written in the newer vocabulary."""
        return "purl.oclc.org" in (namespace_of(self.root) or "")

    @property
    def links(self) -> str:
        """The namespace of marks in parts."""
        return _STRICT if self.is_strict else _TRANSITIONAL

    def whole(self) -> bytes:
        """The copy. The same original and changes give the same bytes."""
        package = XmlPackage(self._data, self._name)
        target = BytesIO()
        with ZipFile(BytesIO(self._data)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
            seen: set[str] = set()
            for info in source.infolist():
                part = info.filename.lstrip("/")
                if part in seen:
                    continue
                seen.add(part)
                entry = ZipInfo(info.filename, info.date_time)
                entry.compress_type, entry.external_attr = ZIP_DEFLATED, info.external_attr
                tree = self._trees.get(part)
                made.writestr(entry, _written(tree) if tree is not None else package.read(part) or b"")
            for part in self._added:
                made.writestr(ZipInfo(part), _written(self._trees[part]), ZIP_DEFLATED)
        return target.getvalue()


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def _written(tree: Any) -> bytes:
    made: bytes = etree.tostring(tree.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True)
    return made


def namespace_of(element: Any) -> str | None:
    """The vocabulary that an element is of."""
    found: str | None = etree.QName(element).namespace
    return found


def elements(parent: Any, *names: str) -> Iterator[Any]:
    """The elements right below one, of these names without their vocabulary, or all of them."""
    for each in parent if parent is not None else ():
        if isinstance(each.tag, str) and (not names or etree.QName(each).localname in names):
            yield each


def element(parent: Any, name: str) -> Any:
    """The first of them; None where there is none."""
    return next(elements(parent, name), None)


def made_in(parent: Any, name: str, attributes: dict[str, str] | None = None, text: str | None = None) -> Any:
    """A new last element of a parent, in its vocabulary."""
    made = etree.SubElement(parent, f"{{{namespace_of(parent)}}}{name}")
    for key, value in (attributes or {}).items():
        made.set(key, value)
    if text is not None:
        made.text = text
        made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made
