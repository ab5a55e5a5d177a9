"""The specification's pages as pages for people: enough of Markdown for what ``spec/`` uses."""

from __future__ import annotations

import re

from jsrules.base.width import text_width
from jsrules.outputs.page import Blocks, Code, Entry, Page, Paragraph, TextTable

_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]*\)")
_ITEM = re.compile(r"(\s*)([-*]|\d+\.)\s+(.*)")


def sections_of(text: str, level: int = 3) -> dict[str, tuple[str, str]]:
    """The sections of a page by the first word of their heading: the rest of the heading, and what stands below it."""
    sections: dict[str, tuple[str, str]] = {}
    key, title, lines = "", "", list[str]()
    fenced = False
    for line in [*text.split("\n"), "# "]:
        fenced ^= line.startswith("```")
        heading = None if fenced else re.match(r"(#+) *(\S*) *(.*)", line)
        if heading is None or len(heading[1]) > level:
            lines.append(line)
            continue
        if key:
            sections[key] = title, "\n".join(lines).strip("\n")
        key, title, lines = (heading[2], heading[3], []) if len(heading[1]) == level else ("", "", [])
    return sections


def compose_manual(text: str) -> Page:
    """A piece of Markdown; code is left as it is."""
    return [_group(kind, lines) for kind, lines in _blocks(text)]


def _group(kind: str, lines: list[str]) -> Blocks:
    if kind == "code":
        return [Code("\n".join(lines))]
    if kind == "table":
        rows = [[_plain(cell.strip()) for cell in line.strip().strip("|").split("|")] for line in lines]
        rows = [row for row in rows if any(cell.strip("-: ") for cell in row)]
        return [TextTable(rows, [False] * max(map(len, rows)), head=True)]
    if kind == "list":
        items = [match for match in map(_ITEM.match, lines) if match is not None]
        return [Entry(f"{item[1]}{item[2]} ", _plain(item[3])) for item in items]
    if lines[0].startswith("#"):
        return [Paragraph(_plain(lines[0].lstrip("# ")), "strong")]
    return [Paragraph(_plain(_joined(lines)))]


def _blocks(text: str) -> list[tuple[str, list[str]]]:
    """Paragraphs, lists (an item each, with the lines that continue it), tables and code."""
    blocks: list[tuple[str, list[str]]] = []
    kind = ""
    for line in text.split("\n"):
        if line.startswith("```"):
            if kind == "code":
                kind = ""
            else:
                kind = "code"
                blocks.append(("code", []))
        elif kind == "code":
            blocks[-1][1].append(line)
        elif not line.strip():
            kind = ""
        elif line.startswith("#"):
            kind = ""
            blocks.append(("text", [line]))
        elif _ITEM.match(line):
            if kind != "list":
                blocks.append(("list", []))
            kind = "list"
            blocks[-1][1].append(line)
        elif kind == "list":
            blocks[-1][1][-1] = _joined([blocks[-1][1][-1], line])
        else:
            new = "table" if line.startswith("|") else "text"
            if kind != new:
                blocks.append((new, []))
            kind = new
            blocks[-1][1].append(line)
    return blocks


def _joined(lines: list[str]) -> str:
    """Lines as one: Chinese goes on without a space."""
    text = ""
    for line in map(str.strip, lines):
        wide = text and (text_width(text[-1]) == 2 or text_width(line[0]) == 2)
        text += line if wide or not text else f" {line}"
    return text


def _plain(text: str) -> str:
    """The text without links and emphasis."""
    return _LINK.sub(r"\1", text).replace("**", "")
