"""Writes the blocks of a page as elements: findings as lines to open, whatever they point at as links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never
from xml.etree import ElementTree as ET

from jsrules.base.printable import clean
from jsrules.outputs.markup import add, append
from jsrules.outputs.page import (
    CellReference,
    Code,
    Content,
    Divider,
    Entry,
    Excerpt,
    Heading,
    Item,
    Nested,
    Numeral,
    PageBlock,
    Paragraph,
    Reference,
    SourcePlace,
    Styled,
    TextTable,
    pieces,
    plain,
    written,
)


class BlockWriter:
    """Writes blocks into elements. ``prefix`` stands before the ids of this report, ``drawn`` are the numbers of the
    cells that its tables show.
    """

    def __init__(self, prefix: str, drawn: frozenset[int] = frozenset()) -> None:
        self.prefix = prefix
        self._drawn = drawn

    def write(self, parent: ET.Element, blocks: Iterable[PageBlock]) -> None:
        """Writes blocks, one after another; entries in a row are one list."""
        entries: ET.Element | None = None
        for block in written(list(blocks)):
            if isinstance(block, Entry):
                if entries is None:
                    entries = add(parent, "dl")
                self._entry(entries, block)
                continue
            entries = None
            self._block(parent, block)

    def _block(self, parent: ET.Element, block: PageBlock) -> None:
        if isinstance(block, Heading):
            self.inline(add(parent, "h3"), block.text)
        elif isinstance(block, Paragraph):
            self.inline(add(parent, "p", "", {"class": block.role} if block.role else None), block.content)
        elif isinstance(block, Entry):
            self._entry(add(parent, "dl"), block)
        elif isinstance(block, Item):
            self.item(parent, block)
        elif isinstance(block, Nested):
            self.write(add(parent, "div", "", {"class": "nested"}), block.blocks)
        elif isinstance(block, TextTable):
            self.table(parent, block)
        elif isinstance(block, Code):
            add(parent, "pre").text = "\n".join(map(clean, block.text.split("\n")))
        elif isinstance(block, Excerpt):
            self._excerpt(parent, block)
        elif isinstance(block, Divider):
            add(parent, "hr")
        else:
            assert_never(block)

    def _entry(self, entries: ET.Element, block: Entry) -> None:
        add(entries, "dt", plain(block.label).strip(" :："), None)
        said = add(entries, "dd", "", {"class": block.role} if block.role else None)
        self.inline(said, block.content)
        if block.body:
            self.write(said, block.body)

    def item(self, parent: ET.Element, block: Item) -> None:
        """An item that is told of no finding: a point of a list."""
        shell = add(parent, "div", "", {"class": "point"})
        if block.number:
            shell.set("id", self.anchor(block.number))
            add(shell, "b", f"{block.number}. ")
        self.inline(add(shell, "span"), block.title)
        self.write(shell, block.body)

    def anchor(self, number: int | str) -> str:
        """The id of an item."""
        return f"{self.prefix}f{number}"

    def table(self, parent: ET.Element, block: TextTable, name: str = "") -> None:
        """A table of texts."""
        shell = add(parent, "table", "", {"class": name} if name else None)
        for number, row in enumerate(block.rows):
            line = add(shell, "tr")
            for place, cell in enumerate(row):
                right = place < len(block.right) and block.right[place]
                tag = "th" if block.head and not number else "td"
                self.inline(add(line, tag, "", {"class": "right"} if right else None), cell)

    def _excerpt(self, parent: ET.Element, block: Excerpt) -> None:
        shell = add(parent, "div", "", {"class": "excerpt"})
        for label in block.labels:
            source, start = label.source, label.span.start
            line, column = source.locate(start)
            self.inline(add(shell, "p"), (SourcePlace(source.path, line, column), " ", label.text))
        if block.path and not block.labels:
            add(shell, "p", block.path)
        self.write(shell, block.notes)

    def inline(self, parent: ET.Element, content: Content) -> None:
        """A text with its pieces."""
        for piece in pieces(content):
            if isinstance(piece, Styled):
                self.inline(
                    add(parent, "code" if piece.role == "rules" else "span", "", {"class": piece.role}), piece.text
                )
            elif isinstance(piece, SourcePlace):
                add(parent, "span", piece.text, {"class": "place"})
            elif isinstance(piece, CellReference):
                self._cell(parent, piece)
            elif isinstance(piece, Numeral):
                add(parent, "span", piece.text, {"class": "numeral"})
            elif isinstance(piece, Reference):
                add(parent, "a", piece.text, {"href": f"#{self.anchor(piece.text)}"})
            else:
                append(parent, piece)

    def _cell(self, parent: ET.Element, piece: CellReference) -> None:
        if piece.cell in self._drawn:
            add(parent, "a", piece.text, {"class": "cell", "href": f"#{self.prefix}c{piece.cell}"})
        else:
            append(parent, piece.text)


def first_paragraph(body: Sequence[PageBlock]) -> tuple[Content, Sequence[PageBlock]]:
    """What a body says first, where that is a sentence, and the rest of it."""
    shown = list(written(body))
    if shown and isinstance(shown[0], Paragraph):
        return shown[0].content, shown[1:]
    return "", shown
