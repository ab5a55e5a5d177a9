"""A second writer of pages, for Markdown: composers know nothing of terminals. A pattern for the next one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jsrules.outputs.page import (
    CellReference,
    Code,
    Content,
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


def write(page: Page) -> str:
    return "\n\n".join(text for group in page for text in blocks(group)) + "\n"


def blocks(several: Sequence[PageBlock], margin: str = "") -> list[str]:
    return [margin + text.replace("\n", f"\n{margin}") for block in written(several) for text in marked(block)]


def marked(block: PageBlock) -> list[str]:
    match block:
        case Heading():
            return [f"## {inline(block.text)}"]
        case Paragraph():
            return [inline(block.content)]
        case Entry():
            label = inline(block.label).strip()
            text = f"{label} {inline(block.content)}" if label else inline(block.content)
            return [f"- {text}", *blocks(block.body, "  ")]
        case Item():
            anchor = f'<a id="{block.number}"></a>**{block.number}.** ' if block.number else "- "
            return [anchor + inline(block.title), *blocks(block.body, "" if block.number else "  ")]
        case Nested():
            return blocks(block.blocks, "> ")
        case TextTable():
            rows = [[inline(cell) for cell in row] for row in block.rows]
            head = rows.pop(0) if block.head else [""] * len(rows[0])
            rule = ["--:" if right else "---" for right in block.right]
            return ["\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))]
        case Code():
            return [f"```\n{block.text}\n```"]
        case Excerpt():
            marks = [
                (SourcePlace(each.source.path, *each.source.locate(each.span.start)), each.text)
                for each in block.labels
            ]
            return [*(f"> {inline(place)} {inline(text)}" for place, text in marks), block.path, *blocks(block.notes)]
        case _:
            return ["---"]


def inline(content: Content) -> str:
    made = ""
    for piece in pieces(content):
        match piece:
            case Styled(role="rules"):
                made += f"`{plain(piece.text)}`"
            case Styled():
                made += f"**{inline(piece.text)}**" if piece.role == "strong" else inline(piece.text)
            case SourcePlace():
                made += link(piece.text, piece)
            case CellReference():
                made += link(piece.text, piece.place) if piece.place else escaped(piece.text)
            case Reference():
                made += f"[{piece.text}](#{piece.text})"
            case Numeral():
                made += escaped(piece.text)
            case _:
                made += escaped(piece)
    return made


def link(text: str, place: SourcePlace) -> str:
    return f"[{escaped(text)}]({place.path}#L{place.line})" if place.line else escaped(text)


def escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text)
