"""The commonest YAML, read line by line: names and figures, nested by indentation, lists and brackets of them on one
line, and nothing else.

What it takes it reads as YAML does, in a fraction of the time; anything else, were it a comment, is for YAML itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence

_TEXT = r"[\w“][\w（）“”、.]{0,80}+(?: [\w（）“”、.]{1,80}+){0,4}+"
"""Letters of any script: none of them means anything to YAML. A class of Chinese ones would take six times as long to
compile, at every start.
"""

_FIGURE = r"-?[0-9][0-9,]{0,30}+(?:\.[0-9]{1,30}+)?+%?+"
_QUOTED = r'"[\w（）“”、., %-]{1,60}+"'
_LIST = r"\[[^\[\]{}\n]++\]"
_BRACKETS = rf"{_LIST}|\{{(?:[^\[\]{{}}\n]|{_LIST})++\}}"
_SEEN = r"[\w -~（）“”‘’，。、：；！？《》【】〔〕—…·]"
_REMARK = rf" {{0,99}}+(?:#{_SEEN}{{0,2000}}+)?+\n"
"""A line that says nothing: empty, or a comment."""

_VALUE = rf"{_FIGURE}(?=\n|\Z)|{_TEXT}%?+|{_QUOTED}|{_BRACKETS}"
_LINE = rf"( {{0,16}}+)({_TEXT}):(?:( {{1,99}}+)({_VALUE}))?+(?:\n|\Z)((?:{_REMARK})*+)"
"""Indentation, a name, and what stands behind it: plain scalars, which need no quotation marks, figures in these, and
brackets; lines that say nothing.
"""

_WITHIN = rf"-?[0-9]{{1,30}}+(?:\.[0-9]{{1,30}}+)?+%?+(?= *+,)|~|{_TEXT}%?+"
_ITEM = rf" *+(?:({_WITHIN})|({_QUOTED})) *+,"
"""An entry of a list, plain or in quotation marks; a comma parts it from the next."""

_PAIR = rf" *+({_TEXT}): +(?:({_WITHIN})|({_QUOTED})|({_LIST})) *+,"
"""A name between braces, and what stands behind it."""

_MOST = 499_999
"""Texts of so many lines and entries are not looked at: these must be counted."""

_STRETCH = 1 << 16
"""So much is looked at together. Where a line is another, the rest is not tried; and what a text is made of lies
together in memory, so that there is room again when the tree is gone.
"""

_LONGEST = 4 * _STRETCH
"""A text with a line so long is left to the other reader: in one that is no such line one would be begun at every sign.
"""


def read_lines(text: str) -> Mapping | None:
    """The tree of a text of such lines; None for any other text, and for one with a mistake in it."""
    if not text or text.count("\n") + text.count(",") >= _MOST:
        return None
    root = entries = None
    seen: set[str] = set()
    indent = line = 0
    skipped = text.count("\n", 0, _beginning(text))
    key: Scalar | None = None
    outer: list[tuple[int, list[tuple[Scalar, Node]], set[str]]] = []
    for lines in _stretches(text):
        if lines is None:
            return None
        for spaces, name, gap, value, remarks in lines:
            line += 1
            if skipped:
                line += skipped
                skipped = 0
            if remarks:
                skipped = remarks.count("\n")
            depth = len(spaces)
            end = depth + len(name)
            if key is not None and depth <= indent:  # nothing stands behind it
                assert entries is not None
                entries.append((key, Scalar("", key.line, key.column + len(key.text) + 1)))
                key = None
            if entries is None:
                if depth:
                    return None
                root = Mapping([], line, 1)
                entries = root.entries
            elif key is not None:  # what it holds stands further in
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
                column = end + len(gap) + 2
                sign = value[0]
                if sign == "[" or sign == "{" or sign == '"':
                    node = _quoted(value, line, column) if sign == '"' else _bracketed(value, line, column)
                    if node is None:
                        return None
                    entries.append((key, node))
                else:
                    entries.append((key, Scalar(value, line, column)))
                key = None
    return root if key is None else None


def _quoted(value: str, line: int, column: int) -> Scalar:
    """What stands between quotation marks; there are no escapes in it."""
    return Scalar(value[1:-1], line, column + 1, False)


def _bracketed(value: str, line: int, column: int) -> Node | None:
    """A list, or names between braces; None where something else is in it, or a name twice."""
    inside = value[1:-1] + ","  # so that every entry ends with one
    done = 0
    if value[0] == "[":
        items: list[Node] = []
        if '"' not in inside and re.fullmatch(rf"(?: *+(?:{_WITHIN}) *+,)++", inside):
            place = column + 1
            for piece in inside[:-1].split(","):
                text = piece.lstrip(" ")
                items.append(Scalar(text.rstrip(" "), line, place + len(piece) - len(text)))
                place += len(piece) + 1
            return Sequence(items, line, column)
        for found in re.finditer(_ITEM, inside):
            if found.start() != done:
                return None
            done = found.end()
            plain, quoted = found.groups()
            if plain:
                items.append(Scalar(plain, line, column + 1 + found.start(1)))
            else:
                items.append(_quoted(quoted, line, column + 1 + found.start(2)))
        return Sequence(items, line, column) if done == len(inside) else None
    entries: dict[str, tuple[Scalar, Node]] = {}
    for found in re.finditer(_PAIR, inside):
        name, plain, quoted, bracketed = found.groups()
        if found.start() != done or name in entries:
            return None
        done = found.end()
        node: Node | None
        if plain:
            node = Scalar(plain, line, column + 1 + found.start(2))
        elif quoted:
            node = _quoted(quoted, line, column + 1 + found.start(3))
        else:
            node = _bracketed(bracketed, line, column + 1 + found.start(4))
            if node is None:
                return None
        entries[name] = (Scalar(name, line, column + 1 + found.start(1)), node)
    return Mapping(list(entries.values()), line, column) if done == len(inside) else None


def _beginning(text: str, start: int = 0) -> int:
    """Where the next line that says something begins, from the beginning of a line on."""
    found = re.compile(rf"(?:{_REMARK})++").match(text, start)
    return found.end() if found is not None else start


def _stretches(text: str) -> Iterator[list[tuple[str, str, str, str, str]] | None]:
    """Indentation, name, room and value of the lines of a stretch, in which no other line is; None where one is."""
    start = _beginning(text)
    while start < len(text):
        end = _beginning(text, text.find("\n", start + _STRETCH) + 1 or len(text))
        if end - start > _LONGEST:
            yield None
            return
        stretch = text[start:end]
        lines: list[tuple[str, str, str, str, str]] = re.findall(_LINE, stretch)
        # Whatever no line takes would be passed over.
        length = sum(
            [
                len(remarks) + len(spaces) + len(name) + 2 + len(gap) + len(value)
                for remarks, spaces, name, gap, value in lines
            ]
        )
        yield lines if length == len(stretch) + (stretch[-1] != "\n") else None
        start = end
