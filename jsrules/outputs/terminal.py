"""Writes pages as text for a terminal: lines as wide as it is, aligned tables, and colours where it has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from jsrules.base.printable import clean
from jsrules.base.record import Record
from jsrules.base.width import DEFAULT_COLUMNS, pad, text_width, wrap
from jsrules.outputs.page import (
    Code,
    Content,
    Divider,
    Entry,
    Excerpt,
    Flow,
    Heading,
    Inline,
    Item,
    Nested,
    Page,
    PageBlock,
    Paragraph,
    Role,
    SourcePlace,
    Styled,
    TextTable,
    pieces,
    plain,
    written,
)

NARROWEST_NAME = 24
"""The fewest columns that a name behind a row is wrapped into."""

_CODES: dict[Role, str] = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "waived": "2",
    "good": "1;32",
    "strong": "1",
    "faint": "2",
}


class Terminal(Record):
    """What is written on: how many columns a line has, and whether colour may be used."""

    columns: int = DEFAULT_COLUMNS
    color: bool = False

    def write(self, page: Page) -> str:
        """The page as text: its groups, with an empty line between them."""
        groups = ["".join(line + "\n" for line in self.lines(group)) for group in page]
        return "\n".join(filter(None, groups))

    def lines(self, blocks: Sequence[PageBlock], indent: str = "") -> list[str]:
        """Blocks as lines behind an indent."""
        lines: list[str] = []
        for block in written(blocks):
            if isinstance(block, Entry):
                lines += self._entry(block, indent)
            elif isinstance(block, Paragraph):
                rest = indent + "  " if block.hanging else indent
                lines += self._text(block.content, indent, rest, block.role, title=block.hanging)
            elif isinstance(block, Item):
                opening = indent + (f"{block.number:>3}. " if block.number else "  - ")
                below = " " * text_width(opening)
                lines += self._text(block.title, opening, below, block.role, title=True)
                lines += self.lines(block.body, below)
            elif isinstance(block, Nested):
                lines += self.lines(block.blocks, indent + (" " if block.close else "  "))
            elif isinstance(block, Heading):
                lines += self._heading(block)
            elif isinstance(block, TextTable):
                lines += self._table(block, indent)
            elif isinstance(block, Code):
                lines += [f"{indent}    {clean(line)}".rstrip() for line in block.text.split("\n")]
            elif isinstance(block, Excerpt):
                from jsrules.outputs.excerpt import lay_out

                lines += self.lines(lay_out(block, self.columns), indent)
            elif isinstance(block, Divider):
                lines.append(self.paint("═" * (self.columns // text_width("═")), "strong"))
            else:
                assert_never(block)
        return lines

    def paint(self, text: str, role: Role) -> str:
        """The text in the colour of a role."""
        if not self.color or not text or not role:
            return text
        if role == "rules":
            from jsrules.outputs.highlight import paint_rules

            return paint_rules(text)
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m"

    def _heading(self, heading: Heading) -> list[str]:
        """``── title ─────``."""
        dash = text_width("─")
        lines = self._text(heading.text, "── ", " " * text_width("── "))
        free = self.columns - text_width(lines[-1]) - 1
        if free >= 2 * dash:
            lines[-1] += " " + "─" * (free // dash)
        return [self.paint(line, "strong") for line in lines]

    def _entry(self, entry: Entry, indent: str) -> list[str]:
        label = clean(plain(entry.label))
        ends = label.endswith(("：", " ")) or not (label or entry.columns)
        opening = indent + pad(label, entry.columns) + ("" if ends else "  ")
        below = " " * text_width(opening)
        own = entry.label.role if isinstance(entry.label, Styled) else ""
        if 3 * len(below) > 2 * self.columns:  # too little room is left behind it
            labelled = [self.paint(line, own) for line in wrap(label, self.columns, indent, indent + "  ")]
            inner = indent + "    "
            return [*labelled, *self._text(entry.content, inner, inner, entry.role), *self.lines(entry.body, inner)]
        rest = indent + "  " if entry.hanging else below
        lines = self._text(entry.content, opening, rest, entry.role, label.rstrip(), own, title=entry.hanging)
        return lines + self.lines(entry.body, below)

    def _text(
        self,
        content: Content,
        first: str,
        rest: str,
        role: Role = "",
        label: str = "",
        own: Role = "",
        *,
        title: bool = False,
    ) -> list[str]:
        """A content, its first line behind ``first`` (a label in it in its ``own`` role),
        the others behind ``rest``.
        """
        if isinstance(content, Flow | SourcePlace):
            lines = self._flow(content if isinstance(content, Flow) else Flow((content,)), first, rest)
        elif _is_whole(content):
            lines = [first + clean(plain(content))]
        else:
            lines = wrap(clean(plain(content)), self.columns, first, rest)
        if not self.color:
            return lines
        if role:
            return [self.paint(line, role) for line in lines]
        runs = [(clean(plain(piece)), piece.role if isinstance(piece, Styled) else "") for piece in pieces(content)]
        before, label, gap = first.partition(label) if own else (first, "", "")
        runs[:1] = [(before, ""), (label, own), (gap + runs[0][0], runs[0][1])]
        # Of a title the first line alone is coloured: it stands out enough.
        several = 1 if title else len(lines)
        return self._colored(lines[:several], runs, len(rest)) + lines[several:]

    def _colored(self, lines: list[str], runs: list[tuple[str, Role]], margin: int) -> list[str]:
        """Lines in the colours of the runs of text that they were made of; but for the first they have a margin."""
        whole = "".join(text for text, _ in runs)
        colored: list[str] = []
        end = 0
        for line in lines:
            own = line[margin:] if colored else line
            start = whole.index(own, end)
            end, at, made = start + len(own), 0, line[: len(line) - len(own)]
            for text, role in runs:
                made += self.paint(text[max(start - at, 0) : max(end - at, 0)], role)
                at += len(text)
            colored.append(made)
        return colored

    def _flow(self, flow: Flow, first: str, rest: str) -> list[str]:
        lines = [first]
        used = text_width(first)
        fresh = True
        items = [item for item in flow.items if plain(item)]
        parts = [
            part
            for number, item in enumerate(items, 1)
            for part in self._parts(item, flow.separator if number < len(items) else "", text_width(rest))
        ]
        for piece, whole in parts:
            width = text_width(piece.rstrip())
            if not fresh and used + width > self.columns:
                lines[-1] = lines[-1].rstrip()
                lines.append(rest)
                used, fresh = text_width(rest), True
            if fresh and used + width > self.columns and not whole:
                lines[-1:] = wrap(piece, self.columns, lines[-1], rest)
                lines[-1] += piece[len(piece.rstrip()) :]
                used = text_width(lines[-1])
            else:
                lines[-1] += piece
                used += text_width(piece)
            fresh = False
        lines[-1] = lines[-1].rstrip()
        return lines

    def _parts(self, item: Inline, separator: str, margin: int) -> list[tuple[str, bool]]:
        """An item of a flow in parts between which a line may be broken, and whether each is whole: a place that is
        longer than a line behind that margin, and what stands in brackets behind it.
        """
        text = clean(plain(item))
        if isinstance(item, SourcePlace) and item.parts[1] and margin + text_width(text) > self.columns:
            printed = clean(item.parts[1])
            return [(text.removesuffix(printed), True), (printed + separator, False)]
        return [(text + separator, _is_whole(item))]

    def _table(self, table: TextTable, indent: str) -> list[str]:
        rows = [[clean(plain(cell)) for cell in row] for row in table.rows]
        if table.joint and max(len(row[0]) for row in rows) * 2 + 30 > self.columns:
            return self.lines([Paragraph(Flow((row[0], table.joint.join(row[1:])))) for row in rows], indent + "  ")
        names = [row.pop() for row in rows] if table.named else [""] * len(rows)
        widths = [max(map(text_width, column)) for column in zip(*rows, strict=True)]
        bands = self._bands(widths, indent)
        room = self.columns - len(indent) - sum(widths) - 2 * len(widths)
        lines: list[str] = []
        for number, (row, name) in enumerate(zip(rows, names, strict=True)):
            parts = []
            for text, cell, width, right in zip(row, table.rows[number], widths, table.right, strict=False):
                gap = " " * (width - text_width(text))
                shown = self.paint(text, cell.role) if isinstance(cell, Styled) else text
                parts.append(gap + shown if right else shown + gap)
            made = []
            for margin, band in bands:
                if len(indent) + margin + widths[band.start] > self.columns:
                    before = indent + " " * margin
                    made += wrap(row[band.start], self.columns, before, before + "  ") if row[band.start] else []
                elif any(row[band]) or not made:
                    made.append((indent + " " * margin + "  ".join(parts[band])).rstrip())
            if name and room >= NARROWEST_NAME:
                made = wrap(name, self.columns, f"{made[0]}  ", " " * (text_width(made[0]) + 2))
            elif name:
                made += wrap(name, self.columns, f"{indent}    ", f"{indent}    ")
            role = table.roles[number] if number < len(table.roles) else ""
            lines += [self.paint(line, role) for line in made]
        return lines

    def _bands(self, widths: Sequence[int], indent: str) -> list[tuple[int, slice]]:
        """The columns of a table that stand on one line, each with what its line is indented by: one band where all
        fit, else as many as the terminal needs, the same for every row.
        """
        bands: list[tuple[int, slice]] = []
        start = used = 0
        for number, width in enumerate(widths):
            margin = 4 if bands else 0
            if number > start and len(indent) + margin + used + width > self.columns:
                bands.append((margin, slice(start, number)))
                start, used = number, 0
            used += width + 2
        return [*bands, (4 if bands else 0, slice(start, len(widths)))]


def _is_whole(text: Content) -> bool:
    """Whether a text is never broken."""
    return isinstance(text, SourcePlace) or (isinstance(text, Styled) and text.whole)
