"""The specification's pages as text for a terminal: enough of Markdown for what ``spec/`` uses."""

from __future__ import annotations

import re

from jsrules.base.width import text_width
from jsrules.outputs.layout import Page, clean, table

_INDENT = "    "

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


def render_manual(text: str, page: Page) -> str:
    """A piece of Markdown, wrapped to the page; code is indented and left as it is."""
    out: list[str] = []
    for kind, lines in _blocks(text):
        if out:
            out.append("")
        if kind == "code":
            out += [_INDENT + clean(line) if line else "" for line in lines]
        elif kind == "table":
            rows = [[_plain(cell.strip()) for cell in line.strip().strip("|").split("|")] for line in lines]
            rows = [row for row in rows if any(cell.strip("-: ") for cell in row)]
            out += table(rows, [False] * max(map(len, rows)))
        elif kind == "list":
            for item in lines:
                match = _ITEM.match(item)
                assert match is not None
                out += page.paragraph(_plain(match[3]), f"{match[1]}{match[2]} ")
        elif lines[0].startswith("#"):
            out.append(page.paint(_plain(lines[0].lstrip("# ")), "strong"))
        else:
            out += page.paragraph(_plain(_joined(lines)))
    return "\n".join(out) + "\n"


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
