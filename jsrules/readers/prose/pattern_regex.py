"""Patterns to regular expressions whose work is bounded, and the signs that they may begin with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from jsrules.base.record import Record, field
from jsrules.readers.prose.grammar import SlotKind
from jsrules.readers.prose.pattern_tree import Filler, PatternChoice, PatternPart, PatternWords, may_be_empty, ways
from jsrules.readers.prose.pattern_tree import PatternSequence as Tree
from jsrules.readers.prose.plain_text import plain

NUMBER = (
    r"(?<![0-9.,])(?<![0-9] )-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,13})(?:\.[0-9]{1,8})?(?![0-9]|\.[0-9]|,[0-9]| [0-9])"
)
"""A figure. One that a digit stands beside across a space, or a torn group of three, is none: nobody knows its end."""

MONEY = ("万元", "亿元", "千元", "百万元", "元", "万")
PERCENT = ("%", "个百分点", "百分点")
LONGEST_FILLER = 40
LONGEST_NAME = 30
MOST_WAYS = 200_000
"""So many ways may a match have to go at most; a pattern of the shipped pack has a few thousand."""

_BARE = r"(?=[，。；：、！？）]|和[0-9-]|$)"
_WITHIN = r"[^，。；：、！？（）0-9]"
_FREE = {
    "名": rf"{_WITHIN}{{1,{LONGEST_NAME}}}?",
    "整体": rf"(?:{_WITHIN}|（境）|（类）|（款）|（项）){{0,{LONGEST_NAME}}}?",
    "长名": rf"[^，。；：！？]{{1,{LONGEST_NAME + 20}}}?",
}
"""Slots of any words: a name, the whole of a share, a name that may hold figures."""

MONEY_SLOT = "额"
_FIGURES: dict[str, SlotKind] = {"额": "amount", "率": "rate", "年": "year"}


class SlotTable(Record):
    """What there is to be put into slots: classes of words and units of counts, as they are written. ``lengths``: in
    how many ways a slot can be matched at one place, at most.
    """

    classes: dict[str, tuple[str, ...]]
    units: dict[str, tuple[str, ...]]
    barred: tuple[str, ...] = ()
    lengths: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.lengths:
            self.lengths.update(self._lengths())

    def kind(self, name: str) -> SlotKind | None:
        """What a slot of this name takes; None when there is no such slot."""
        if name in _FIGURES:
            return _FIGURES[name]
        if name in self.units:
            return "count"
        if name in self.classes:
            return "word"
        return "free" if name in _FREE else None

    @property
    def names(self) -> list[str]:
        """The names of all slots."""
        return [*_FIGURES, *self.units, *self.classes, *_FREE]

    def _lengths(self) -> dict[str, int]:
        found = {"...": LONGEST_FILLER + 1, "名": LONGEST_NAME, "整体": LONGEST_NAME + 1, "长名": LONGEST_NAME + 20}
        for name, words in self.classes.items():
            known = set(words)
            beginnings = {word[:end] for word in words for end in range(1, len(word) + 1)}
            found[name] = max(
                (sum(each[:end] in known for end in range(1, len(each) + 1)) for each in beginnings), default=1
            )
        return found


def alternatives(words: Iterable[str]) -> str:
    """One of these words, the longest that fits first."""
    return "(?:" + "|".join(map(re.escape, sorted(set(words), key=lambda each: (-len(each), each)))) + ")"


@lru_cache(maxsize=256)
def _written(words: tuple[str, ...]) -> str:
    """`alternatives` of a class of words, which stand in many patterns."""
    return alternatives(words)


class Compiled(Record):
    """A pattern as the text of a regular expression, its slots with their groups, and the signs it may begin with, None
    for any. ``needed``: of each of these words one stands in every text that fits.
    """

    regex: str
    slots: tuple[tuple[str, str], ...]
    first: frozenset[str] | None
    needed: tuple[tuple[str, ...], ...] = ()


def is_bounded(tree: Tree, table: SlotTable) -> bool:
    """Whether matching it can be no great work, whatever the text is."""
    return ways(tree, table.lengths) <= MOST_WAYS


def compile_pattern(tree: Tree, table: SlotTable) -> Compiled:
    """The regular expression of a tree whose slots the table has. Groups: ``s0``, ``s1`` are slots, ``s0u`` the unit of
    one, ``c0`` round brackets.
    """
    slots: list[tuple[str, str]] = []
    text = _sequence(tree, table, slots)
    return Compiled(text, tuple(slots), _first(tree, table), tuple(sorted(_needed(tree, table), key=len)))


def unnamed(regex: str) -> str:
    """The same regular expression without names of groups, so that it can stand beside others."""
    return re.sub(r"\?P<\w+>", "?:", regex)


def _sequence(tree: Tree, table: SlotTable, slots: list[tuple[str, str]]) -> str:
    return "".join(_part(each, table, slots) for each in tree)


def _part(part: PatternPart, table: SlotTable, slots: list[tuple[str, str]]) -> str:
    if isinstance(part, PatternWords):
        return re.escape(plain(part.text, starred=True))
    if isinstance(part, Filler):
        barred = f"(?!{_written(table.barred)})" if table.barred else ""
        return f"(?:{barred}{_WITHIN}){{0,{LONGEST_FILLER}}}?"
    if isinstance(part, PatternChoice):
        inner = "|".join(_sequence(each, table, slots) for each in part.branches)
        return f"(?:{inner})?" if part.optional else f"(?P<c{part.number}>{inner})"
    group = f"s{len(slots)}"
    slots.append((group, part.name))
    return _slot(part.name, group, table)


def _slot(name: str, group: str, table: SlotTable) -> str:
    if name == "额":
        return rf"(?P<{group}>{NUMBER})(?P<{group}u>{_written(MONEY)}(?![人辆平亩吨余多])|{_BARE})"
    if name == "率":
        return rf"(?P<{group}>{NUMBER})(?P<{group}u>{_written(PERCENT)}|{_BARE})"
    if name == "年":
        return rf"(?P<{group}>(?<![0-9.,])[0-9]{{4}})年度?"
    if name in table.units:
        return rf"(?P<{group}>{NUMBER})(?P<{group}u>{_written(table.units[name])})"
    if name in table.classes:
        return rf"(?P<{group}>{_written(table.classes[name])})"
    return rf"(?P<{group}>{_FREE[name]})"


def _needed(tree: Tree, table: SlotTable) -> list[tuple[str, ...]]:
    """Words of each of which one stands in every text that fits."""
    found: list[tuple[str, ...]] = []
    for part in tree:
        if isinstance(part, PatternWords):
            found.append((plain(part.text, starred=True),))
        elif isinstance(part, PatternChoice):
            branches = [] if part.optional else [_needed(each, table) for each in part.branches]
            if branches and all(branches):
                found.append(tuple(word for each in branches for word in min(each, key=len)))
        elif not isinstance(part, Filler):
            words = table.units.get(part.name) or table.classes.get(part.name)
            if words:
                found.append(words)
    return found


def _first(tree: Tree, table: SlotTable) -> frozenset[str] | None:
    """The signs that a text which fits may begin with; None for any."""
    found: set[str] = set()
    for part in tree:
        one = _first_of(part, table)
        if one is None:
            return None
        found |= one
        if not may_be_empty((part,)):
            return frozenset(found)
    return None


def _first_of(part: PatternPart, table: SlotTable) -> frozenset[str] | None:
    if isinstance(part, PatternWords):
        return frozenset(plain(part.text, starred=True)[:1]) if plain(part.text, starred=True) else frozenset()
    if isinstance(part, Filler):
        return None
    if isinstance(part, PatternChoice):
        found: set[str] = set()
        for branch in part.branches:
            if may_be_empty(branch) and not branch:
                continue
            one = _first(branch, table)
            if one is None:
                return None
            found |= one
        return frozenset(found)
    if table.kind(part.name) == "word":
        return frozenset(each[0] for each in table.classes[part.name])
    return None if table.kind(part.name) == "free" else frozenset("-0123456789")
