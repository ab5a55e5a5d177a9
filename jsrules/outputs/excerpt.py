"""Excerpts of sources for a terminal: the lines with carets under what is marked, cut into windows where they are long."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import Label
from jsrules.base.record import Record
from jsrules.base.width import text_width, wrap
from jsrules.outputs.page import Entry, Excerpt, Role
from jsrules.outputs.terminal import Terminal, clean, clean_character

TAB = " " * 4
"""A tab as it is shown; wide enough to be seen."""


def excerpt_lines(excerpt: Excerpt, terminal: Terminal) -> list[str]:
    """An excerpt as lines: those in one source together and in the order of their lines; notes behind a margin."""
    by_source: dict[int, dict[int, list[Label]]] = {}
    for label in excerpt.labels:
        by_line = by_source.setdefault(id(label.source), {})
        by_line.setdefault(label.source.locate(label.span.start)[0], []).append(label)
    gutter = max((len(str(number)) for by_line in by_source.values() for number in by_line), default=1)
    opening = f"{' ' * gutter}{terminal.paint('┌─', 'faint')} "
    lines = [opening + clean(excerpt.path)] if excerpt.path and not excerpt.labels else []
    for by_line in by_source.values():
        first = next(iter(by_line.values()))[0]
        line, column = first.source.locate(first.span.start)
        lines.append(f"{opening}{clean(first.source.path)}:{line}:{column}")
        previous = 0
        for number in sorted(by_line):
            if previous and number > previous + 1:
                lines.append(" " * gutter + terminal.paint("┆", "faint"))
            previous = number
            lines += _marked_line(by_line[number], number, terminal, gutter, excerpt.role)
    for note in excerpt.notes:
        lines += terminal.lines([Entry(f"{' ' * gutter}= {note.label}", note.content)])
    return lines


class _Mark(Record):
    """What a label marks on its line, in display columns from 0."""

    start: int
    end: int
    text: str


def _marked_line(labels: Sequence[Label], number: int, terminal: Terminal, gutter: int, role: Role) -> list[str]:
    """One line of a source with the marks of its labels, cut into windows where it is longer than the page."""
    source = labels[0].source
    characters = [TAB if each == "\t" else clean_character(each) for each in source.line_text(number)]
    columns = [0]
    for character in characters:
        columns.append(columns[-1] + text_width(character))
    start = source.offset(number, 1)
    marks = []
    for label in sorted(labels, key=lambda label: label.span.start):
        first = min(max(label.span.start - start, 0), len(characters))
        last = min(max(label.span.end - start, first), len(characters))
        marks.append(_Mark(columns[first], max(columns[last], columns[first] + 1), label.text))
    bar = terminal.paint("│", "faint")
    room = terminal.columns - gutter - text_width("│") - 1
    lines: list[str] = []
    for group in _groups(marks, room):
        text, shift = _window(characters, columns, group, room)
        shown = terminal.paint(text, "rules") if source.path.endswith(".jsr") else text
        lines.append(f"{terminal.paint(str(number).rjust(gutter), 'faint')}{bar} {shown}".rstrip())
        moved = [_Mark(mark.start + shift, min(mark.end + shift, room), mark.text) for mark in group]
        lines += [f"{' ' * gutter}{bar} {line}".rstrip() for line in _mark_lines(moved, terminal, room, role)]
    return lines


def _groups(marks: list[_Mark], room: int) -> list[list[_Mark]]:
    """The marks of a line in groups that one window can show."""
    groups: list[list[_Mark]] = []
    usable = room - 2 * text_width("…")
    for mark in marks:
        if groups and mark.end - groups[-1][0].start <= usable:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def _window(characters: list[str], columns: list[int], group: list[_Mark], room: int) -> tuple[str, int]:
    """The part of a line around its marks, and how far it moved them."""
    if columns[-1] <= room and group[-1].end <= room:
        return "".join(characters), 0
    dots = text_width("…")
    usable = room - 2 * dots
    wanted = group[-1].end - group[0].start
    before = max(0, min(usable - wanted, usable // 2))
    first = 0
    while columns[first] < group[0].start - before:
        first += 1
    last = first
    while last < len(characters) and columns[last + 1] - columns[first] <= usable:
        last += 1
    head = "…" if first else ""
    tail = "…" if last < len(characters) else ""
    return head + "".join(characters[first:last]) + tail, (dots if first else 0) - columns[first]


def _mark_lines(marks: list[_Mark], terminal: Terminal, room: int, role: Role) -> list[str]:
    """Carets under the marks; the last one's text behind them, the others' below."""
    carets = ""
    for mark in marks:
        carets += " " * (mark.start - len(carets)) + "^" * (mark.end - max(mark.start, len(carets)))
    lines = [terminal.paint(carets, role)]
    waiting = [mark for mark in reversed(marks) if mark.text]
    if waiting and waiting[0] is marks[-1] and len(carets) + 1 + text_width(clean(waiting[0].text)) <= room:
        lines[0] += " " + terminal.paint(clean(waiting.pop(0).text), role)
    for mark in waiting:
        text = clean(mark.text)
        indent = " " * max(0, min(mark.start, room - text_width(text)))
        lines += [terminal.paint(line, role) for line in wrap(text, room, indent, indent)]
    return lines
