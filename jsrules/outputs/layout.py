"""Layout shared by the outputs that people read: clean text, colour, headings, labelled paragraphs, aligned tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from jsrules.base.printable import clean, clean_character
from jsrules.base.width import pad, text_width, wrap
from jsrules.outputs.page import Role
from jsrules.outputs.terminal import DEFAULT_COLUMNS, MINIMUM_COLUMNS, NARROWEST_NAME, Terminal

__all__ = ["DEFAULT_COLUMNS", "MINIMUM_COLUMNS", "Page", "Place", "clean", "clean_character", "named_rows", "table"]


class Place(str):
    """A path with line and column. It is never broken: people click on it and copy it."""

    __slots__ = ()


class Page(Terminal):
    """A terminal, for outputs that still lay out their lines themselves."""

    def paint(self, text: str, role: str) -> str:
        """The text in the colour of a role."""
        return super().paint(text, cast(Role, role))

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
