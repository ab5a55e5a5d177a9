"""Zip containers of XML parts, as Excel and Word write them: parts, and what they refer to. With the standard library.

Whatever is unpacked counts against one limit, whatever sizes the container claims. A part that declares a document type
or entities is refused: those are no office document's, and a few of them can stand for gigabytes.
"""

from __future__ import annotations

import lzma
import posixpath
import struct
import zlib
from io import BytesIO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.printable import clean

MAXIMUM_UNPACKED = 512 << 20
"""Bytes of all parts that are read."""
MAXIMUM_ELEMENTS = 5_000_000
"""Of one part."""
MAXIMUM_DEPTH = 256
"""How deep elements of a part stand within each other."""

_BROKEN = (
    BadZipFile, EOFError, OSError, ValueError, NotImplementedError, zlib.error, lzma.LZMAError, struct.error,
    OverflowError,
)  # fmt: skip

_VOCABULARIES = (
    ("/drawingml/2006/main", "a-"),
    ("/drawingml/main", "a-"),
    ("/main", ""),
    ("package/2006/relationships", ""),
    ("/relationships", "r-"),
    ("/math", "m-"),
    ("/spreadsheetDrawing", "xdr-"),
    ("/markup-compatibility/2006", "mc-"),
    (":vml", "v-"),
)
"""How the names of vocabularies end, older and newer ones alike, and what stands here for them before a name."""


class Refused(Exception):
    """A part is no XML that is read: damaged, too deep, or with declarations that no office document has."""


class Declares(Refused):
    """A part declares a document type or entities."""


class TooManyElements(Exception):
    """A part has more elements than are read."""


class XmlPackage:
    """The parts of a container, by their paths.

    Raises `InputError` (E410) when it is damaged or locked with a password, and (E105) when it unpacks to more than
    `MAXIMUM_UNPACKED`; so do its methods.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._left = MAXIMUM_UNPACKED
        try:
            self._zip = ZipFile(BytesIO(data))
            self.parts = {part.lstrip("/"): part for part in self._zip.namelist()}
        except _BROKEN:
            raise damaged(name) from None

    def read(self, part: str) -> bytes | None:
        """The bytes of a part; None when there is none of this name."""
        stored = self.parts.get(part)
        if stored is None:
            return None
        try:
            with self._zip.open(stored) as stream:
                data = stream.read(self._left + 1)
        except RuntimeError:  # NotImplementedError is one, too
            raise locked(self.name) from None
        except _BROKEN:
            raise damaged(self.name) from None
        self._left -= len(data)
        if self._left < 0:
            raise self._too_large(
                say(
                    "文件解压后超过 {limit} MiB",
                    "the file unpacks to more than {limit} MiB",
                    limit=MAXIMUM_UNPACKED >> 20,
                )
            )
        return data

    def walk(self, part: str, handler: XmlHandler) -> bool:
        """Tell a handler of all that a part holds; whether there is such a part."""
        data = self.read(part)
        if data is None:
            return False
        try:
            walk(data, handler)
        except TooManyElements:
            raise self._too_large(
                say(
                    "文件里有一部分超过 {limit} 个元素",
                    "a part of the file has more than {limit} elements",
                    limit=MAXIMUM_ELEMENTS,
                )
            ) from None
        except Declares:
            raise declares(self.name, part) from None
        except Refused:
            raise damaged(self.name) from None
        return True

    def _too_large(self, what: str) -> InputError:
        return fail("E105", what, path=self.name, remedy=say("分成几份再读", "split the file"))

    def tree(self, part: str) -> Element | None:
        """A part as a tree; None when there is none of this name."""
        builder = _Builder()
        return builder.close() if self.walk(part, builder) else None

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to, by its own marks: the last word of the kind, and the path of the part."""
        folder, file = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}
        root = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        for each in root if root is not None else ():
            target = each.get("Target", "")
            if each.get("TargetMode") != "External":
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found[each.get("Id", "")] = each.get("Type", "").rsplit("/", 1)[-1], posixpath.normpath(path)
        return found

    def main_part(self) -> str:
        """The path of the document itself."""
        return next((path for kind, path in self.relations("").values() if kind == "officeDocument"), "")


class XmlHandler:
    """What is told of the elements of a part, in their order; names have the prefixes of `_VOCABULARIES`."""

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        """An element begins."""

    def end(self, tag: str, /) -> None:
        """An element ends."""

    def data(self, text: str, /) -> None:
        """A piece of text."""


class _Builder(XmlHandler):
    def __init__(self) -> None:
        self._builder = TreeBuilder()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._builder.start(tag, attributes)

    def end(self, tag: str) -> None:
        self._builder.end(tag)

    def data(self, text: str) -> None:
        self._builder.data(text)

    def close(self) -> Element:
        """The root."""
        return self._builder.close()


def walk(data: bytes, handler: XmlHandler) -> None:
    """Read XML; raises `Refused` or `TooManyElements`."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    names: dict[str, str] = {}
    depth = count = 0

    def short(name: str) -> str:
        known = names.get(name)
        if known is None:
            known = names[name] = _short(name)
        return known

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if count > MAXIMUM_ELEMENTS:
            raise TooManyElements
        if depth > MAXIMUM_DEPTH:
            raise Refused
        handler.start(short(tag), {short(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(short(tag))

    def refuse(*_: object) -> None:
        raise Declares

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise Refused from None


def _short(name: str) -> str:
    vocabulary, _, local = name.rpartition("}")
    if not vocabulary:
        return local
    return next((prefix for ending, prefix in _VOCABULARIES if vocabulary.endswith(ending)), "other-") + local


def declares(name: str, part: str) -> InputError:
    """E410: a part of the file declares what may stand for anything."""
    return fail(
        "E410",
        say(
            "文件里的 {part} 自己定义了实体或文档类型（DOCTYPE），为安全起见没有读",
            "{part} in the file declares entities or a document type (DOCTYPE); for safety it was not read",
            part=clean(part),
        ),
        path=name,
        notes=(
            say(
                "Office 和 WPS 存的文件没有这种定义；几行这样的定义就能展开成几个 GB",
                "files saved by Office or WPS have none; a few lines of these can stand for gigabytes",
            ),
        ),
        remedy=say("用 Office 或 WPS 打开后另存一份", "open it in Office or WPS and save a copy"),
    )


def damaged(name: str) -> InputError:
    """E410: the file is not whole."""
    return fail(
        "E410",
        say("文件打不开：坏了或不完整", "the file cannot be opened: it is damaged or not whole"),
        path=name,
        remedy=say("重新下载，或用 Office、WPS 打开后另存一份", "download it again, or open it and save a copy"),
    )


def locked(name: str) -> InputError:
    """E410: the file wants a password."""
    return fail(
        "E410",
        say("文件有密码", "the file is locked with a password"),
        path=name,
        remedy=say("另存一份没有密码的", "save a copy without one"),
    )
