"""Markup as data: elements of one build share a template, and each gives but the texts that stand in it.

A page of many findings says the same over and over: the tags, the words between the figures, the names of tables. So
the page's script gets each build once, as the static pieces between its holes, and of each element the values for the
holes, markup already; what is said several times, once. Putting them together is joining strings, and gives what
`markup` would have given, so nothing that was made safe becomes unsafe.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple
from xml.etree import ElementTree as ET

_VOID = frozenset({"br", "hr", "img", "input"})
"""Elements that have no end in HTML."""

_SHARED = 8
"""So long is a text at least that is shared: a shorter one takes no more than the number of it."""


class _Build(NamedTuple):
    """Elements of one build: the pieces around the holes, and each element's values."""

    pieces: list[str]
    values: list[list[str]]


class Templates:
    """Keeps elements of one page, each under a number; `written` gives what the page's script needs for one."""

    def __init__(self) -> None:
        self._builds: dict[str, int] = {}
        self._all: list[_Build] = []
        self._kept: list[tuple[int, int]] = []
        self._texts: dict[str, int] | None = None

    def keep(self, element: ET.Element) -> int:
        """Keeps an element as it is now."""
        pieces, values = [""], list[str]()
        _take(element, pieces, values)
        build = self._builds.setdefault("\0".join(pieces), len(self._all))
        if build == len(self._all):
            self._all.append(_Build(pieces, []))
        own = self._all[build].values
        self._kept.append((build, len(own)))
        own.append(values)
        return len(self._kept) - 1

    def shared(self) -> dict[str, object]:
        """The pieces of each build, and the texts that are given by number; after it nothing more is kept."""
        for build in self._all:
            _fold(build)
        counts: dict[str, int] = {}
        for build in self._all:
            for values in build.values:
                for value in values:
                    if len(value) >= _SHARED:
                        counts[value] = counts.get(value, 0) + 1
        repeated = (text for text, count in counts.items() if count > 1)
        self._texts = {text: number for number, text in enumerate(repeated)}
        return {"templates": [build.pieces for build in self._all], "texts": list(self._texts)}

    def written(self, number: int) -> list[str | int]:
        """The number of its build, then its values: each a text, or the number of one that is shared."""
        assert self._texts is not None, "`shared` comes first"
        build, place = self._kept[number]
        return [build, *(self._texts.get(value, value) for value in self._all[build].values[place])]


def _take(element: ET.Element, pieces: list[str], values: list[str]) -> None:
    """The text of an element, as pieces and what stands between them: attributes but for classes, and texts."""

    def hole(text: str) -> None:
        values.append(text)
        pieces.append("")

    pieces[-1] += f"<{element.tag}"
    for name, value in element.items():
        pieces[-1] += f' {name}="'
        if name == "class":
            pieces[-1] += escape(value)
        else:
            hole(escape(value))
        pieces[-1] += '"'
    pieces[-1] += ">"
    if element.text:
        hole(escape(element.text, quote=False))
    for child in element:
        _take(child, pieces, values)
        if child.tail:
            hole(escape(child.tail, quote=False))
    if element.tag not in _VOID:
        pieces[-1] += f"</{element.tag}>"


def _fold(build: _Build) -> None:
    """Puts into the pieces how all values of a hole begin and end; a hole that has nothing else is none."""
    pieces, holes = [build.pieces[0]], list[Sequence[str]]()
    for behind, column in zip(build.pieces[1:], zip(*build.values, strict=True), strict=True):
        front = _common(column)
        rest = [value[front:] for value in column]
        back = _common([value[::-1] for value in rest])
        pieces[-1] += column[0][:front]
        ending = rest[0][len(rest[0]) - back :] + behind
        if any(len(value) > back for value in rest):
            holes.append([value[: len(value) - back] for value in rest])
            pieces.append(ending)
        else:
            pieces[-1] += ending
    build.pieces[:] = pieces
    build.values[:] = [list(row) for row in zip(*holes, strict=True)] if holes else [[] for _ in build.values]


def _common(texts: Sequence[str]) -> int:
    """How many characters all texts begin with alike: those with which the first and the last in order do."""
    first, last = min(texts), max(texts)
    for place, (one, other) in enumerate(zip(first, last, strict=False)):
        if one != other:
            return place
    return len(first)
