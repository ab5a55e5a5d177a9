"""Diagnostics as text: the line of the source, carets under what is meant, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import Diagnostic, Label, Severity
from jsrules.base.language import get_language, say
from jsrules.base.record import Record
from jsrules.base.width import text_width, wrap
from jsrules.model.outcome import SEVERITY_WORDS
from jsrules.outputs.layout import Page, clean, clean_character

FULL_DIAGNOSTICS = 20
"""So many are shown with their source; a flood of further ones takes one line each."""

TAB = " " * 4
"""A tab as it is shown; wide enough to be seen."""


def render_diagnostics(diagnostics: Sequence[Diagnostic], page: Page) -> str:
    """All diagnostics, a blank line between them."""
    blocks = [render_diagnostic(diagnostic, page) for diagnostic in diagnostics[:FULL_DIAGNOSTICS]]
    rest = diagnostics[FULL_DIAGNOSTICS:]
    if rest:
        lines = [say("另有 {count} 条，每条一行：", "{count} more, one line each:", count=len(rest))]
        for diagnostic in rest:
            path, line, column = diagnostic.place()
            place = f"{path}:{line}:{column}" if line else path
            lines += page.paragraph(f"{place} [{diagnostic.code}] {diagnostic.message}", "  ", "    ")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def render_diagnostic(diagnostic: Diagnostic, page: Page) -> str:
    """One diagnostic as lines."""
    role = diagnostic.severity
    word = SEVERITY_WORDS[role][get_language() == "en"]
    title = f"{word}[{diagnostic.code}]"
    lines = page.paragraph(diagnostic.message, title + " ", "  ")
    lines[0] = page.paint(title, role) + page.paint(lines[0].removeprefix(title), "strong")
    numbers = [label.source.locate(label.span.start)[0] for label in diagnostic.labels]
    gutter = len(str(max(numbers, default=1)))
    lines += _places(diagnostic.labels, diagnostic.path, role, page, gutter)
    margin = " " * gutter + "= "
    for note in diagnostic.notes:
        lines += page.paragraph(note, margin + say("说明：", "note: "))
    if diagnostic.remedy:
        lines += page.paragraph(diagnostic.remedy, margin + say("改法：", "remedy: "))
    return "\n".join(lines)


def render_places(labels: Sequence[Label], page: Page) -> list[str]:
    """The lines of a source with carets under what the labels mark, as diagnostics show them."""
    gutter = len(str(max(label.source.locate(label.span.start)[0] for label in labels)))
    return _places(labels, "", "warning", page, gutter)


def _places(labels: Sequence[Label], path: str, severity: Severity, page: Page, gutter: int) -> list[str]:
    """The places that labels mark, those in one source together and in the order of their lines; else the ``path``."""
    margin = " " * gutter
    if not labels:
        return [f"{margin}{page.paint('┌─', 'faint')} {clean(path)}"] if path else []
    lines: list[str] = []
    by_source: dict[int, list[Label]] = {}
    for label in labels:
        by_source.setdefault(id(label.source), []).append(label)
    for several in by_source.values():
        line, column = several[0].source.locate(several[0].span.start)
        place = f"{clean(several[0].source.path)}:{line}:{column}"
        lines.append(f"{margin}{page.paint('┌─', 'faint')} {place}")
        by_line: dict[int, list[Label]] = {}
        for label in several:
            by_line.setdefault(label.source.locate(label.span.start)[0], []).append(label)
        previous = 0
        for number in sorted(by_line):
            if previous and number > previous + 1:
                lines.append(margin + page.paint("┆", "faint"))
            previous = number
            lines += _excerpt(by_line[number], number, page, gutter, severity)
    return lines


class _Mark(Record):
    """What a label marks on its line, in display columns from 0."""

    start: int
    end: int
    text: str


def _excerpt(labels: list[Label], number: int, page: Page, gutter: int, role: str) -> list[str]:
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
    bar = page.paint("│", "faint")
    room = page.columns - gutter - text_width("│") - 1
    lines: list[str] = []
    for group in _groups(marks, room):
        text, shift = _window(characters, columns, group, room)
        lines.append(
            f"{page.paint(str(number).rjust(gutter), 'faint')}{bar} {_painted(text, source.path, page)}".rstrip()
        )
        moved = [_Mark(mark.start + shift, min(mark.end + shift, room), mark.text) for mark in group]
        lines += [f"{' ' * gutter}{bar} {line}".rstrip() for line in _mark_lines(moved, page, room, role)]
    return lines


def _painted(text: str, path: str, page: Page) -> str:
    """A line of a rule file in colours, where the page has them."""
    if not page.color or not path.endswith(".jsr"):
        return text
    from jsrules.outputs.highlight import paint_rules

    return paint_rules(text, page)


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


def _mark_lines(marks: list[_Mark], page: Page, room: int, role: str) -> list[str]:
    """Carets under the marks; the last one's text behind them, the others' below."""
    carets = ""
    for mark in marks:
        carets += " " * (mark.start - len(carets)) + "^" * (mark.end - max(mark.start, len(carets)))
    lines = [page.paint(carets, role)]
    waiting = [mark for mark in reversed(marks) if mark.text]
    if waiting and waiting[0] is marks[-1] and len(carets) + 1 + text_width(clean(waiting[0].text)) <= room:
        lines[0] += " " + page.paint(clean(waiting.pop(0).text), role)
    for mark in waiting:
        text = clean(mark.text)
        indent = " " * max(0, min(mark.start, room - text_width(text)))
        lines += [page.paint(line, role) for line in wrap(text, room, indent, indent)]
    return lines
