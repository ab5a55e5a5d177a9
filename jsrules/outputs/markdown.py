"""Writes pages as Markdown, as code hosts show it. Text of files is inert in it: no markup, no mention."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import assert_never
from urllib.parse import quote

from jsrules.base.printable import clean
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
    Page,
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

_MARKUP = re.compile(r"([\\`*_\[\]<>|#~&$!])")
_OPENING = re.compile(r"\A(\d*)([-+.)=])")
"""What would make a list or a heading of a paragraph that begins with it."""
_MENTION = re.compile(r"@(?=\w)")
_TICKS = re.compile(r"`+")


def write_markdown(page: Page) -> str:
    """The page as Markdown."""
    return "\n\n".join(text for group in page for text in _blocks(group)) + "\n"


def _blocks(several: Sequence[PageBlock], margin: str = "") -> list[str]:
    """Blocks, each line of which stands behind a margin."""
    return [margin + text.replace("\n", f"\n{margin}") for block in written(several) for text in _marked(block)]


def _marked(block: PageBlock) -> list[str]:
    if isinstance(block, Heading):
        return [f"## {inline(block.text)}"]
    if isinstance(block, Paragraph):
        return [_OPENING.sub(r"\1\\\2", inline(block.content))]
    if isinstance(block, Entry):
        label = inline(block.label).strip()
        text = f"{label} {inline(block.content)}" if label else inline(block.content)
        return [f"- {text}", *_blocks(block.body, "  ")]
    if isinstance(block, Item):
        if not block.number:
            return [f"- {inline(block.title)}", *_blocks(block.body, "  ")]
        anchor = f'<a id="{_name(str(block.number))}"></a>**{escaped(str(block.number))}.** '
        return [anchor + inline(block.title), *_blocks(block.body)]
    if isinstance(block, Nested):
        return _blocks(block.blocks, "> ")
    if isinstance(block, TextTable):
        return [_table(block)] if block.rows else []
    if isinstance(block, Code):
        return [_fenced("\n".join(map(clean, block.text.split("\n"))))]
    if isinstance(block, Excerpt):
        places = [(SourcePlace(each.source.path, *each.source.locate(each.span.start)), each) for each in block.labels]
        marks = [f"> {inline(place)} {escaped(each.text)}".rstrip() for place, each in places]
        return [*marks, *([escaped(block.path)] if block.path and not marks else []), *_blocks(block.notes)]
    if isinstance(block, Divider):
        return ["---"]
    assert_never(block)


def _table(table: TextTable) -> str:
    rows = [[inline(cell) for cell in row] for row in table.rows]
    head = rows.pop(0) if table.head else [""] * len(rows[0])
    leaning = [*table.right, *[False] * (len(head) - len(table.right))]
    rule = ["--:" if right else "---" for right in leaning]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def inline(content: Content) -> str:
    """A text with its pieces: links to places and items, what stands out in bold, rules as code."""
    made = ""
    for piece in pieces(content):
        if isinstance(piece, Styled):
            if piece.role == "rules":
                made += _code(plain(piece.text))
            else:
                text = inline(piece.text)
                made += f"**{text}**" if piece.role == "strong" and text.strip() == text else text
        elif isinstance(piece, SourcePlace):
            made += _link(piece.text, piece)
        elif isinstance(piece, CellReference):
            made += _link(piece.text, piece.place) if piece.place else escaped(piece.text)
        elif isinstance(piece, Reference):
            made += f"[{escaped(piece.text)}](#{_name(piece.text)})"
        elif isinstance(piece, Numeral):
            made += escaped(piece.text)
        else:
            made += escaped(piece)
    return made


def _link(text: str, place: SourcePlace) -> str:
    if not place.line or place.path == "-":
        return escaped(text)
    target = quote(place.path.replace("\\", "/"), errors="surrogateescape")
    return f"[{escaped(text)}]({target}#L{place.line})"


def _name(number: str) -> str:
    return "n" + re.sub(r"\W", "", number)


def _fenced(text: str) -> str:
    fence = "`" * max(3, 1 + max((len(each) for each in _TICKS.findall(text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def _code(text: str) -> str:
    text = clean(text)
    ticks = "`" * (1 + max((len(each) for each in _TICKS.findall(text)), default=0))
    return f"{ticks} {text} {ticks}" if "`" in text else f"{ticks}{text}{ticks}"


def escaped(text: str) -> str:
    """A text of a file, so that nothing in it is markup."""
    return _MENTION.sub("@<!-- -->", _MARKUP.sub(r"\\\1", clean(text)))
