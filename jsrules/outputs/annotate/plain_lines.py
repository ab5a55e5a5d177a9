"""Blocks of a page as plain lines, for a note that the reader's program lays out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jsrules.base.language import say
from jsrules.base.printable import clean
from jsrules.outputs.page import Content, Entry, Heading, Item, Nested, PageBlock, Paragraph, TextTable, plain, written


def plain_lines(blocks: Sequence[PageBlock]) -> Iterator[str]:
    """What blocks say, a line each; code and excerpts are no text for a note."""
    for block in written(blocks):
        if isinstance(block, Paragraph):
            yield _line(block.content)
        elif isinstance(block, Entry):
            label = _line(block.label)
            said = _line(block.content)
            if label.endswith(("：", ":", " ")) or not label:
                yield label + (" " if label.endswith(":") else "") + said
            else:
                yield say("{label}：{said}", "{label}: {said}", label=label, said=said)
            yield from plain_lines(block.body)
        elif isinstance(block, Item):
            yield f"- {_line(block.title)}"
            yield from plain_lines(block.body)
        elif isinstance(block, Nested):
            yield from plain_lines(block.blocks)
        elif isinstance(block, TextTable):
            yield from ("  ".join(map(_line, row)) for row in block.rows)
        elif isinstance(block, Heading):
            yield _line(block.text)


def _line(content: Content) -> str:
    return clean(plain(content).replace("\n", " "))
