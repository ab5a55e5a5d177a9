"""Layout shared by the outputs that people read: clean text, colour, headings, labelled paragraphs, aligned tables."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import category

from jsrules.base.record import Record
from jsrules.base.width import pad, text_width, wrap

MINIMUM_COLUMNS = 40
DEFAULT_COLUMNS = 80

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "good": "1;32",
    "strong": "1",
    "faint": "2",
}


class Place(str):
    """A path with line and column. It is never broken: people click on it and copy it."""

    __slots__ = ()


class Page(Record):
    """What is written on: how many columns a line has, and whether colour may be used."""

    columns: int = DEFAULT_COLUMNS
    color: bool = False

    def paint(self, text: str, role: str) -> str:
        """The text in the colour of a role (``error``, ``warning``, ``info``, ``good``, ``strong``, ``faint``)."""
        if not self.color or not text:
            return text
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m"

    def heading(self, title: str) -> str:
        """A line that opens a section: ``── title ─────``."""
        dash = text_width("─")
        lines = self.paragraph(title, "── ")
        free = self.columns - text_width(lines[-1]) - 1
        if free >= 2 * dash:
            lines[-1] += " " + "─" * (free // dash)
        return "\n".join(self.paint(line, "strong") for line in lines)

    def rule(self) -> str:
        """A line between two reports."""
        return self.paint("═" * (self.columns // text_width("═")), "strong")

    def paragraph(self, text: str, first: str = "", rest: str | None = None) -> list[str]:
        """The text wrapped to the page, its first line behind ``first``, the others behind ``rest``."""
        if rest is None:
            rest = " " * text_width(first)
        return wrap(clean(text), self.columns, first, rest)

    def flow(self, items: Sequence[str], separator: str, first: str = "") -> list[str]:
        """Items in a row; lines are broken between them, inside them only where one is longer than a line."""
        rest = " " * text_width(first)
        lines = [first]
        used = text_width(first)
        fresh = True
        for number, item in enumerate(items):
            piece = clean(item) + (separator if number + 1 < len(items) else "")
            width = text_width(piece.rstrip())
            if not fresh and used + width > self.columns:
                lines[-1] = lines[-1].rstrip()
                lines.append(rest)
                used, fresh = text_width(rest), True
            if fresh and used + width > self.columns and not isinstance(item, Place):
                wrapped = wrap(piece, self.columns, lines[-1], rest)
                wrapped[-1] += piece[len(piece.rstrip()) :]
                lines[-1:] = wrapped
                used, fresh = text_width(wrapped[-1]), False
                continue
            lines[-1] += piece
            used += text_width(piece)
            fresh = False
        lines[-1] = lines[-1].rstrip()
        return lines


def clean(text: str) -> str:
    """The text without anything that could steer a terminal: control and format characters are written as escapes."""
    if text.isprintable():
        return text
    return "".join(map(clean_character, text))


def clean_character(character: str) -> str:
    """One character as it may be shown: itself, a space for a tab, or an escape."""
    if character == "\t":
        return " "
    if category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return character.encode("unicode_escape").decode("ascii")
    return character


def table(rows: Sequence[Sequence[str]], right: Sequence[bool]) -> list[str]:
    """Rows of cells as lines, columns lined up by display width; ``right`` says which columns lean to the right."""
    cleaned = [[clean(cell) for cell in row] for row in rows]
    widths = [max(map(text_width, column)) for column in zip(*cleaned, strict=True)]
    lines = []
    for row in cleaned:
        cells = [
            " " * (width - text_width(cell)) + cell if leans else pad(cell, width)
            for cell, width, leans in zip(row, widths, right, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


NARROWEST_NAME = 24
"""The fewest columns that a name behind a row is wrapped into."""


def named_rows(rows: Sequence[Sequence[str]], names: Sequence[str], roles: Sequence[str], page: Page) -> list[str]:
    """Rows of numbers with a name behind each, which may be long; on a narrow page it gets lines of its own."""
    made_rows = table(rows, [True] * len(rows[0]))
    room = page.columns - max(map(text_width, made_rows)) - 2
    lines: list[str] = []
    for row, name, role in zip(made_rows, names, roles, strict=True):
        if not name:
            made = [row]
        elif room >= NARROWEST_NAME:
            made = page.paragraph(name, f"{row}  ")
        else:
            made = [row, *page.paragraph(name, "    ")]
        lines += [page.paint(line, role) for line in made] if role else made
    return lines
