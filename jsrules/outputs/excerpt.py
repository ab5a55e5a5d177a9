"""Excerpts of sources laid out for a width: lines with carets under what is marked, long ones cut to windows."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import Label
from jsrules.base.printable import clean, clean_character
from jsrules.base.record import Record
from jsrules.base.width import text_width, wrap
from jsrules.outputs.page import Entry, Excerpt, Inline, PageBlock, Paragraph, Role, SourcePlace, Styled

TAB = " " * 4
"""A tab as it is shown; wide enough to be seen."""


def lay_out(excerpt: Excerpt, columns: int) -> list[PageBlock]:
    """An excerpt as lines: those of one source together, in their order; the notes behind a margin."""
    sources: dict[int, dict[int, list[Label]]] = {}
    for label in excerpt.labels:
        lines = sources.setdefault(id(label.source), {})
        lines.setdefault(label.source.locate(label.span.start)[0], []).append(label)
    gutter = max((len(str(number)) for lines in sources.values() for number in lines), default=1)
    margin = " " * gutter
    made: list[Inline] = []
    if excerpt.path and not sources:
        made.append((margin, Styled("┌─", "faint"), " ", SourcePlace(excerpt.path)))
    for lines in sources.values():
        first = next(iter(lines.values()))[0]
        source = first.source
        place = SourcePlace(source.path, *(() if source.made else source.locate(first.span.start)))
        made.append((margin, Styled("┌─", "faint"), " ", place))
        previous = 0
        for number in sorted(lines):
            if previous and number > previous + 1:
                made.append((margin, Styled("┆", "faint")))
            previous = number
            made += _marked_line(lines[number], number, gutter, columns, excerpt.role)
    notes = [Entry(f"{margin}= {note.label}", note.content) for note in excerpt.notes]
    return [*(Paragraph(Styled(line, whole=True)) for line in made), *notes]


class _Mark(Record):
    """What a label marks on its line, in display columns from 0."""

    start: int
    end: int
    text: str


def _marked_line(labels: Sequence[Label], number: int, gutter: int, columns: int, role: Role) -> list[Inline]:
    """One line of a source with the marks of its labels, cut into windows where it is longer than the page."""
    source = labels[0].source
    bar = Styled("│", "faint")
    room = columns - gutter - text_width("│") - 1
    lines: list[Inline] = []
    windows = [each for near in _neighbours(labels, columns) for each in _windows(near, number, columns, room)]
    for group, text, shift in windows:
        shown = (" ", Styled(text.rstrip(), "rules" if source.path.endswith(".jsr") else "")) if text.strip() else ""
        lines.append((Styled(str(number).rjust(gutter), "faint"), bar, shown))
        moved = [_Mark(mark.start + shift, min(mark.end + shift, room), mark.text) for mark in group]
        lines += [(" " * gutter, bar, " ", line) for line in _mark_lines(moved, room, role)]
    return lines


def _neighbours(labels: Sequence[Label], columns: int) -> list[list[Label]]:
    """The labels of a line in their order, apart where no window could show two of them."""
    found: list[list[Label]] = []
    for label in sorted(labels, key=lambda label: label.span.start):
        if found and label.span.start - found[-1][-1].span.start <= 4 * columns:
            found[-1].append(label)
        else:
            found.append([label])
    return found


def _windows(labels: Sequence[Label], number: int, columns: int, room: int) -> list[tuple[list[_Mark], str, int]]:
    """Marks that one window shows, with its text, and how far that moved them. Of a line of a million signs only what
    is around them is looked at.
    """
    source = labels[0].source
    line, start = source.line_text(number), source.offset(number, 1)
    places = [min(max(label.span.start - start, 0), len(line)) for label in labels]
    low, high = max(places[0] - 4 * columns, 0), places[-1] + 8 * columns
    characters = [TAB if each == "\t" else clean_character(each) for each in line[low:high]]
    ends = [0]
    for character in characters:
        ends.append(ends[-1] + text_width(character))
    marks = []
    for label, place in zip(labels, places, strict=True):
        last = min(max(label.span.end - start, place), low + len(characters))
        marks.append(_Mark(ends[place - low], max(ends[last - low], ends[place - low] + 1), label.text))
    cut = low > 0, high < len(line)
    return [(group, *_window(characters, ends, group, room, cut)) for group in _groups(marks, room)]


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


def _window(
    characters: list[str], ends: list[int], group: list[_Mark], room: int, cut: tuple[bool, bool]
) -> tuple[str, int]:
    """The part of a line around its marks, and how far it moved them; ``cut``: there is more of it before, behind."""
    if ends[-1] <= room and group[-1].end <= room and not any(cut):
        return "".join(characters), 0
    dots = text_width("…")
    usable = room - 2 * dots
    wanted = group[-1].end - group[0].start
    before = max(0, min(usable - wanted, usable // 2))
    first = 0
    while ends[first] < group[0].start - before:
        first += 1
    last = first
    while last < len(characters) and ends[last + 1] - ends[first] <= usable:
        last += 1
    head = "…" if first or cut[0] else ""
    tail = "…" if last < len(characters) or cut[1] else ""
    return head + "".join(characters[first:last]) + tail, (dots if head else 0) - ends[first]


def _mark_lines(marks: list[_Mark], room: int, role: Role) -> list[Inline]:
    """Carets under the marks; the last one's text behind them, the others' below."""
    carets = ""
    for mark in marks:
        carets += " " * (mark.start - len(carets)) + "^" * (mark.end - max(mark.start, len(carets)))
    lines: list[Inline] = [Styled(carets, role)]
    waiting = [mark for mark in reversed(marks) if mark.text]
    if waiting and waiting[0] is marks[-1] and len(carets) + 1 + text_width(clean(waiting[0].text)) <= room:
        lines[0] = (lines[0], " ", Styled(waiting.pop(0).text, role))
    for mark in waiting:
        text = clean(mark.text)
        indent = " " * max(0, min(mark.start, room - text_width(text)))
        lines += [Styled(line, role) for line in wrap(text, room, indent, indent)]
    return lines
