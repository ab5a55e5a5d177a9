"""The notation of patterns: text to a small tree, and from the tree how much work a match can be.

``[…]`` may be absent, ``(a|b)`` is one of several, ``{…}`` a slot, ``...`` a few words that do not matter.
"""

from __future__ import annotations

from jsrules.base.record import Record


class PatternWords(Record):
    """Signs that stand there as they are."""

    text: str


class Slot(Record):
    """A place for a figure or for one of a kind of words."""

    name: str


class Filler(Record):
    """Words that do not matter."""


class PatternChoice(Record):
    """One of several sequences; ``optional``: or none of them. ``number`` counts the round brackets of a pattern."""

    branches: tuple[PatternSequence, ...]
    optional: bool
    number: int = -1


PatternPart = PatternWords | Slot | Filler | PatternChoice
PatternSequence = tuple[PatternPart, ...]

LONGEST = 400
"""So many signs may a pattern have."""

DEEPEST = 6
"""So many brackets may stand in one another."""


class NotationError(Exception):
    """What is wrong in a pattern, and where: ``key`` names it, ``offset`` counts from its first sign."""

    def __init__(self, key: str, offset: int) -> None:
        super().__init__(key)
        self.key = key
        self.offset = offset


def parse_pattern(text: str) -> PatternSequence:
    """The tree of a pattern. Raises `NotationError`."""
    if len(text) > LONGEST:
        raise NotationError("long", LONGEST)
    parser = _Parser(text)
    tree = parser.branches("", 0)
    if len(tree) != 1:
        raise NotationError("bar", text.index("|"))
    return tree[0]


class _Parser:
    """Reads a pattern from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._rounds = 0

    def branches(self, closing: str, depth: int) -> tuple[PatternSequence, ...]:
        """Sequences apart by ``|``, up to a closing bracket, or to the end where none is due."""
        if depth > DEEPEST:
            raise NotationError("deep", self._at)
        opened = self._at
        found: list[PatternSequence] = []
        parts: list[PatternPart] = []
        while self._at < len(self._text):
            sign = self._text[self._at]
            if sign in "])":
                if sign != closing:
                    raise NotationError("bracket", self._at)
                self._at += 1
                return (*found, tuple(parts))
            if sign == "|":
                found.append(tuple(parts))
                parts = []
                self._at += 1
            else:
                parts.append(self._part(sign, depth))
        if closing:
            raise NotationError("bracket", opened - 1)
        return (*found, tuple(parts))

    def _part(self, sign: str, depth: int) -> PatternPart:
        if sign in "[(":
            self._at += 1
            number = -1
            if sign == "(":
                number, self._rounds = self._rounds, self._rounds + 1
            inner = self.branches("]" if sign == "[" else ")", depth + 1)
            return PatternChoice(inner, sign == "[", number)
        if sign == "{":
            end = self._text.find("}", self._at)
            if end < 0:
                raise NotationError("bracket", self._at)
            name = self._text[self._at + 1 : end]
            self._at = end + 1
            return Slot(name)
        if sign == "}":
            raise NotationError("bracket", self._at)
        if self._text.startswith("...", self._at):
            self._at += 3
            return Filler()
        end = self._at
        while end < len(self._text) and self._text[end] not in "[](){}|" and not self._text.startswith("...", end):
            end += 1
        words = self._text[self._at : end]
        self._at = end
        return PatternWords(words)


def slots_of(tree: PatternSequence) -> list[str]:
    """The names of the slots, in order."""
    found: list[str] = []
    for part in tree:
        if isinstance(part, Slot):
            found.append(part.name)
        elif isinstance(part, PatternChoice):
            for branch in part.branches:
                found += slots_of(branch)
    return found


def has_own_words(tree: PatternSequence) -> bool:
    """Whether something of its own stands in every text that a pattern fits: a word, not a slot or filler alone."""
    for part in tree:
        if isinstance(part, PatternWords):
            return True
        if isinstance(part, PatternChoice) and not part.optional and all(map(has_own_words, part.branches)):
            return True
    return False


def may_be_empty(tree: PatternSequence) -> bool:
    """Whether a pattern fits no signs at all."""
    return all(
        isinstance(part, Filler)
        or (isinstance(part, PatternChoice) and (part.optional or any(map(may_be_empty, part.branches))))
        for part in tree
    )


def ways(tree: PatternSequence, lengths: dict[str, int]) -> int:
    """At most so many ways has a match of a pattern to go: ``lengths`` are those of slots and of ``...``."""
    total = 1
    for part in tree:
        if isinstance(part, Slot):
            total *= lengths.get(part.name, 2)
        elif isinstance(part, Filler):
            total *= lengths["..."]
        elif isinstance(part, PatternChoice):
            total *= sum(ways(branch, lengths) for branch in part.branches) + part.optional
    return total
