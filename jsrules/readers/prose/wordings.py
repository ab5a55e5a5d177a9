"""What no text should hold: words that its template left to be chosen, removed or filled in, doubled signs."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.base.record import Record
from jsrules.readers.prose.grammar import Grammar, WordingPattern, compiled

MOST_WORDINGS = 200
"""So many are told of a report's documents: an empty template has hundreds, and one would do."""


class Wording(Record):
    """What was found, from ``start`` to ``end`` of a plain text."""

    pattern: WordingPattern
    start: int
    end: int


def find_wordings(text: str, grammar: Grammar) -> Iterator[Wording]:
    """Each of them once, in order of the kinds and of the text; of two that overlap the first. None begins within a
    figure.
    """
    taken: list[tuple[int, int]] = []
    for pattern in grammar.wordings:
        for match in compiled(pattern.regex).finditer(text):
            start, end = match.span()
            if start and text[start - 1 : start + 1].isdigit():
                continue
            if start < end and all(end <= begin or stop <= start for begin, stop in taken):
                taken.append((start, end))
                yield Wording(pattern, start, end)


def words_before(text: str, start: int) -> str:
    """The words before a figure, as far as they belong to its clause and are few."""
    begin = start
    while begin > max(0, start - _BEFORE) and text[begin - 1] not in "，。；：、！？（）0123456789":
        begin -= 1
    return text[begin:start]


_BEFORE = 8
