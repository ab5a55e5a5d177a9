"""The commonest YAML, read line by line: names and figures, nested by indentation, and nothing else.

What it takes it reads as YAML does, in a fraction of the time; anything else, were it a comment, is for YAML itself.
"""

from __future__ import annotations

import re

from jsrules.readers.reports.nodes import Mapping, Node, Scalar

_LETTER = "0-9A-Za-z_\u4e00-\u9fff"
_TEXT = rf"[{_LETTER}][{_LETTER}（）、.]{{0,80}}+(?: [{_LETTER}（）、.]{{1,80}}+){{0,4}}+"
_FIGURE = r"-?[0-9][0-9,]{0,30}+(?:\.[0-9]{1,30}+)?+%?+"
_LINE = rf"( {{0,16}}+)({_TEXT}):(?: ({_FIGURE}(?=\n|\Z)|{_TEXT}))?+(?:\n|\Z)"
"""Indentation, a name, and what stands behind it. All of these are plain scalars, which need no quotation marks."""

_MOST = 1_000_000
"""Longer texts are not looked at: their names must be counted."""


def read_lines(text: str) -> Mapping | None:
    """The tree of a text of such lines; None for any other text, and for one with a mistake in it."""
    if not text or len(text) > _MOST:
        return None
    root = entries = None
    seen: set[str] = set()
    indent = length = 0
    key: Scalar | None = None
    outer: list[tuple[int, list[tuple[Scalar, Node]], set[str]]] = []
    for line, (spaces, name, value) in enumerate(re.findall(_LINE, text), 1):
        depth = len(spaces)
        end = depth + len(name)
        length += end + 2
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
            length += len(value) + 1
            key = None
    read_all = length == len(text) + (text[-1] != "\n")  # whatever no line takes would be passed over
    return root if read_all and key is None else None
