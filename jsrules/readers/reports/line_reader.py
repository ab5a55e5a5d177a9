"""The commonest YAML, read line by line: names and figures, nested by indentation, and nothing else.

What it takes it reads as YAML does, in a fraction of the time; anything else, were it a comment, is for YAML itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jsrules.readers.reports.nodes import Mapping, Node, Scalar

_TEXT = r"\w[\w（）、.]{0,80}+(?: [\w（）、.]{1,80}+){0,4}+"
"""Letters of any script: none of them means anything to YAML. A class of Chinese ones would take six times as long to
compile, at every start.
"""

_FIGURE = r"-?[0-9][0-9,]{0,30}+(?:\.[0-9]{1,30}+)?+%?+"
_LINE = rf"( {{0,16}}+)({_TEXT}):(?: ({_FIGURE}(?=\n|\Z)|{_TEXT}))?+(?:\n|\Z)"
"""Indentation, a name, and what stands behind it. All of these are plain scalars, which need no quotation marks."""

_MOST = 499_999
"""Texts of so many lines are not looked at: their names must be counted."""

_STRETCH = 1 << 16
"""So much is looked at together. Where a line is another, the rest is not tried; and what a text is made of lies
together in memory, so that there is room again when the tree is gone.
"""


def read_lines(text: str) -> Mapping | None:
    """The tree of a text of such lines; None for any other text, and for one with a mistake in it."""
    if not text or text.count("\n") >= _MOST:
        return None
    root = entries = None
    seen: set[str] = set()
    indent = line = 0
    key: Scalar | None = None
    outer: list[tuple[int, list[tuple[Scalar, Node]], set[str]]] = []
    for lines in _stretches(text):
        if lines is None:
            return None
        for spaces, name, value in lines:
            line += 1
            depth = len(spaces)
            end = depth + len(name)
            if entries is None:
                if depth:
                    return None
                root = Mapping([], 1, 1)
                entries = root.entries
            elif key is not None:  # what it holds stands further in
                if depth <= indent:
                    return None
                child = Mapping([], line, depth + 1)
                entries.append((key, child))
                outer.append((indent, entries, seen))
                indent, entries, seen = depth, child.entries, set()
            else:
                while depth < indent:
                    indent, entries, seen = outer.pop()
                if depth != indent:
                    return None
            if name in seen:
                return None
            seen.add(name)
            key = Scalar(name, line, depth + 1)
            if value:
                entries.append((key, Scalar(value, line, end + 3)))
                key = None
    return root if key is None else None


def _stretches(text: str) -> Iterator[list[tuple[str, str, str]] | None]:
    """Indentation, name and value of the lines of a stretch, in which no other line is; None where one is."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _STRETCH) + 1 or len(text)
        stretch = text[start:end]
        lines: list[tuple[str, str, str]] = re.findall(_LINE, stretch)
        # Whatever no line takes would be passed over.
        length = sum(len(spaces) + len(name) + 2 + (len(value) + 1 if value else 0) for spaces, name, value in lines)
        yield lines if length == len(stretch) + (stretch[-1] != "\n") else None
        start = end
