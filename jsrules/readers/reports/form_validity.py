"""What of a form set is valid in a fiscal year: tables, blocks, rows, columns, classes and names may say 年度."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jsrules.base.source import Source
from jsrules.readers.reports.entries import Entries
from jsrules.readers.reports.form_head import BODY_KEYS, CODE
from jsrules.readers.reports.form_shapes import (
    ALIASES,
    CLASS,
    FORM_SET,
    TITLE,
    VALIDITY,
    ThingKind,
    list_of_names,
    name_entries,
    value_of,
    without,
)
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
from jsrules.readers.reports.problems import Problems


def of_year(problems: Problems, body: Mapping, year: int) -> Mapping:
    """The tree of a form set, with what is valid in a year and without saying so."""
    selection = _Selection(problems, year)
    return selection.definition(body, FORM_SET)


_BODY = re.compile(rf"^(?:{'|'.join(BODY_KEYS)})[:：].*", re.MULTILINE | re.DOTALL)
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def last_turn(sources: Iterable[Source], year: int) -> int:
    """The latest year, up to this one, with which a form set that is read from these files may have changed; 0 for
    none.

    Whatever looks like a year below a head counts: two years with the same turn have the same form set.
    """
    found = 0
    for source in sources:
        body = _BODY.search(source.text)
        for each in _YEAR.findall(body.group()) if body is not None else ():
            found = max(found, *(turn for turn in (int(each), int(each) + 1) if turn <= year), 0)
    return found


class _Selection:
    def __init__(self, problems: Problems, year: int) -> None:
        self._year = year
        self._entries = Entries(problems, CODE, Mapping(), (), Mapping())

    def _holds(self, node: Node | None) -> bool:
        return node is None or not self._year or self._entries.years_of(node).holds(self._year)

    def definition(self, node: Mapping, kind: ThingKind) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        for key, value in node.entries:
            part = kind.parts.get(key.text)
            if part is not None and isinstance(value, Mapping):
                entries.append((key, self._things(value, part)))
            elif key.text == ALIASES:
                entries.append((key, self._names(value)))
            elif key.text != VALIDITY:
                entries.append((key, value))
        return Mapping(entries, node.line, node.column)

    def _things(self, node: Mapping, kind: ThingKind) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        for key, value in node.entries:
            if isinstance(value, Mapping):
                if self._holds(value_of(value, VALIDITY)):
                    made = self.definition(value, kind)
                    entries.append((key, _names_of_class(made) if kind is CLASS else made))
            else:
                entries.append((key, self._names(value) if kind is CLASS else value))
        return Mapping(entries, node.line, node.column)

    def _names(self, node: Node) -> Node:
        """A list of names without those that are not valid."""
        said = list(name_entries(node))
        if all(each is None for _, each in said):
            return node
        return list_of_names([(name, None) for name, each in said if self._holds(each)], node)


def _names_of_class(node: Mapping) -> Node:
    """A class that is written as a mapping, as the list of its names."""
    title = value_of(node, TITLE)
    if title is None or without(node, (TITLE, ALIASES)).entries:
        return node  # its reader says what is wrong with it
    return Sequence([title, *(name for name, _ in name_entries(value_of(node, ALIASES)))], node.line, node.column)
