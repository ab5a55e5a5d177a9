"""Web pages (.html, .mht) to tables and paragraphs. Only here is lxml.

What a reader sees is read: no scripts, nothing hidden. A table in which another stands arranges a page and is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jsrules.base.diagnostic import Diagnostic, fail
from jsrules.base.language import say
from jsrules.model.document import DocumentParagraph, DocumentPart, DocumentPlace
from jsrules.readers.documents.laid_rows import SpannedCell, is_list, laid_grid
from jsrules.readers.documents.sheet_parts import MAXIMUM_CELLS
from jsrules.readers.documents.stored_numbers import parse_stored, plain_text
from jsrules.readers.documents.text_encoding import decoded, loss_of

_LEFT_OUT = frozenset(
    "script style head title noscript template select textarea button svg audio video del s strike rt rp".split()
)
_FRAMES = frozenset(("iframe", "frame", "object", "embed"))
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code dfn em font i img ins kbd label mark nobr o:p q ruby rb samp small span".split()
    + "strong sub sup tt u var wbr".split()
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([-\w]+)""", re.IGNORECASE)
_BLANKS = re.compile("[ \t\r\n\f\xa0]+")
_HEAD = 8192
_SMALL = 200
"""Pixels from which on a picture may hold a table."""


def html_parts(data: bytes, name: str, faults: list[Diagnostic]) -> Iterator[DocumentPart]:
    """The tables and paragraphs of a page; what could not be read is added to ``faults``.

    Raises `InputError` when lxml is not installed (E335).
    """
    try:
        from lxml import etree, html
    except ImportError:
        raise fail(
            "E335",
            say("读网页还需要 lxml", "reading web pages also needs lxml"),
            path=name,
            remedy="pip install 'jsrules[import]'",
        ) from None
    walker = _Walker()
    for text in _pages(data):
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
        # Half characters cannot be written as UTF-8.
        source = text.encode("utf-8", "replace")
        try:
            root = html.document_fromstring(source, parser=parser)
        except etree.LxmlError:  # nothing but blanks
            continue
        walker.begin(root)
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if isinstance(element.tag, str):
                walker.start(element) if event == "start" else walker.end(element)
                yield from walker.taken()
        yield from walker.finished()
        if any(entry.level_name == "FATAL" for entry in parser.error_log):
            what = say("网页嵌套过深，后面没有读全", "the page is nested too deeply: what follows was not read wholly")
            faults.append(Diagnostic("W411", what, path=name))
        if "\ufffd" in text:
            what = say("有 {count} 个字认不出", "{count} characters are unreadable", count=text.count("\ufffd"))
            remedy = say("用正确的编码另存一份，再读", "save it in its right encoding")
            faults.append(Diagnostic(loss_of(text), what, path=name, remedy=remedy))
    walker.tell(name, faults)


def _pages(data: bytes) -> Iterator[str]:
    """The texts of a page, or of the pages that a web archive holds."""
    if re.match(rb"\s*[-A-Za-z]+:", data[:200]) and b"multipart/" in data[:_HEAD].lower():
        import email

        for part in email.message_from_bytes(data.lstrip()).walk():
            if part.get_content_type() == "text/html":
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes):
                    yield _text(payload, part.get_content_charset() or "")
    else:
        yield _text(data, "")


def _text(data: bytes, declared: str) -> str:
    found = _CHARSET.search(data[:_HEAD])
    text = decoded(data, declared or (found[1].decode("ascii", "replace") if found else ""))
    return text.text if text is not None else data.decode("utf-8", "replace")


class _OpenTable:
    """A table while it is read."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.rows: list[list[SpannedCell]] = []
        self.lines: list[str] = []
        self.span = (1, 1)
        self.stored = ""
        self.in_cell = False


class _Walker:
    """Goes through a page, element by element."""

    def __init__(self) -> None:
        self._parts: list[DocumentPart] = []
        self._number = 1
        self._left = MAXIMUM_CELLS
        self._frames = self._pictures = self._unseen = 0
        self._grids = 0
        self._more = False

    def begin(self, root: Any) -> None:
        """Another page begins."""
        self._text: list[str] = []
        self._tables: list[_OpenTable] = []
        self._skipped: Any = None
        self._kept = 0
        self._arranging = {outer for table in root.iter("table") for outer in _outer_table(table)}

    def taken(self) -> list[DocumentPart]:
        """What was found since the last time."""
        parts, self._parts = self._parts, []
        return parts

    def finished(self) -> list[DocumentPart]:
        """What is left at the end of a page."""
        self._flush()
        return self.taken()

    def start(self, element: Any) -> None:
        """An element begins."""
        if self._skipped is not None:
            return
        tag = element.tag
        if self._is_left_out(element, tag):
            self._skipped = element
            return
        if tag == "br":
            self._text.append("\n")
        elif tag == "pre":
            self._kept += 1
        if tag not in _INLINE and tag != "br":
            self._flush()
        if tag == "table" and element not in self._arranging:
            self._tables.append(_OpenTable(self._number))
        elif tag in ("tr", "td", "th") and self._tables and _is_of(element, self._arranging):
            self._open(element, tag)
        self._add(element.text)

    def _is_left_out(self, element: Any, tag: str) -> bool:
        if tag in _LEFT_OUT or (tag == "input" and element.get("type", "").lower() == "hidden"):
            return True
        if tag in _FRAMES:
            self._frames += 1
            return True
        if tag == "img":
            self._pictures += not (_is_small(element.get("width")) or _is_small(element.get("height")))
        if element.get("hidden") is not None or _UNSEEN.search(element.get("style", "")):
            self._unseen += any(letter.isdigit() for text in element.itertext() for letter in text)
            return True
        return False

    def end(self, element: Any) -> None:
        """An element ends."""
        if self._skipped is not None:
            if element is self._skipped:
                self._skipped = None
                self._add(element.tail)
            return
        tag = element.tag
        if tag not in _INLINE and tag != "br":
            self._flush()
        if tag == "pre":
            self._kept -= 1
        if tag == "table" and element not in self._arranging:
            self._close(self._tables.pop())
        elif tag in ("td", "th") and self._tables and self._tables[-1].in_cell:
            self._close_cell(self._tables[-1])
        self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self._text.append(text if self._kept else _BLANKS.sub(" ", text))

    def _flush(self) -> None:
        """End a paragraph, or a line of a cell."""
        if not self._text:
            return
        lines = [line.strip() for line in "".join(self._text).replace("\r", "").split("\n")]
        self._text = []
        text = "\n".join(line for line in lines if line)
        if text and self._tables and self._tables[-1].in_cell:
            self._tables[-1].lines.append(text)
        elif text:
            self._paragraph(text)

    def _paragraph(self, text: str) -> None:
        self._parts.append(DocumentParagraph(text, ((0, DocumentPlace(paragraph=self._number)),)))
        self._number += 1

    def _open(self, element: Any, tag: str) -> None:
        table = self._tables[-1]
        if table.in_cell:
            self._close_cell(table)
        if tag == "tr" or not table.rows:
            table.rows.append([])
        if tag != "tr":
            table.in_cell = True
            rows = _count(element.get("rowspan"))
            table.stored = element.get("x:num") or element.get("sdval") or ""
            table.span = rows if rows else MAXIMUM_CELLS, _count(element.get("colspan")) or 1

    def _close_cell(self, table: _OpenTable) -> None:
        self._left -= 1
        if self._left >= 0:
            text = "\n".join(table.lines)
            table.rows[-1].append(SpannedCell(text, *table.span, stored=_other_value(table.stored, text)))
        else:
            self._more = True
        table.in_cell, table.lines = False, []

    def _close(self, table: _OpenTable) -> None:
        if table.in_cell:
            self._close_cell(table)
        texts = [cell.text for row in table.rows for cell in row if cell.text]
        if len(texts) < 2 or is_list(table.rows):
            for text in texts:
                self._paragraph(text)
            return
        self._parts.append(laid_grid(table.rows, table.number))
        self._grids += 1
        self._number += 1

    def tell(self, name: str, faults: list[Diagnostic]) -> None:
        """Say what was not read."""
        if self._more:
            what = say(
                "表格没有读全：超过上限（{cells} 个单元格）",
                "tables were not read wholly: beyond the limit ({cells} cells)",
                cells=MAXIMUM_CELLS,
            )
            faults.append(Diagnostic("W411", what, path=name, remedy=say("分成几份再读", "split the file")))
        if self._frames:
            what = say(
                "有 {count} 处内容在别的文件里（框架），没有读",
                "{count} parts stand in other files (frames) and were not read",
                count=self._frames,
            )
            faults.append(Diagnostic("W411", what, path=name, remedy=say("另给那些文件", "give those files, too")))
        if self._pictures and not self._grids:
            what = say(
                "没有表，有 {count} 张图片，没有读",
                "there are no tables, and {count} pictures, not read",
                count=self._pictures,
            )
            remedy = say("表是图片的，要手工录入", "a table that is a picture has to be typed in")
            faults.append(Diagnostic("W411", what, path=name, remedy=remedy))
        if self._unseen:
            what = say(
                "有 {count} 处不显示的内容里有数，没有读",
                "{count} hidden parts hold numbers and were not read",
                count=self._unseen,
            )
            remedy = say("确认它们该不该公开", "make sure whether they are meant to be published")
            faults.append(Diagnostic("W412", what, path=name, remedy=remedy))


def _outer_table(element: Any) -> Iterator[Any]:
    """The table in which another stands."""
    yield from (each for each in [next(element.iterancestors("table"), None)] if each is not None)


def _is_of(element: Any, arranging: set[Any]) -> bool:
    """Whether a row or cell is of a table that is read as one."""
    return next(element.iterancestors("table"), None) not in arranging


def _count(text: str | None) -> int:
    digits = re.match(r"\s*([0-9]{1,6})", text or "1")
    return int(digits[1]) if digits else 1


def _is_small(text: str | None) -> bool:
    return text is not None and text.isascii() and text.isdigit() and int(text[:6]) < _SMALL


def _other_value(stored: str, text: str) -> str:
    """The number that a spreadsheet wrote behind a cell, where the text shows another one."""
    number = parse_stored(stored)
    shown = parse_stored(text.replace(",", ""))
    return plain_text(number) if number is not None and shown is not None and number != shown else ""
