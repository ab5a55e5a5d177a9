"""What the words and patterns of a pack say, ready to be matched."""

from __future__ import annotations

import re
from typing import Literal

from jsrules.base.record import Record, field

SlotKind = Literal["amount", "rate", "year", "count", "word", "free"]
"""What a slot takes: money, %, a year, so many of something, one of a class of words, any words."""

ExplanationKind = Literal["reason", "purpose", "listing", "account"]
"""What is told, and states no figure of an item: why, what for, of what it consists, anything else."""


MOST_COMPILED = 8192

NEVER_MATCHES = re.compile(r"(?!)")

ANY_SIGN = ""
"""In place of the first sign of a wording: any."""


_compiled: dict[str, re.Pattern[str]] = {}
"""The regular expressions of wordings, as they were tried."""


def compiled(text: str) -> re.Pattern[str]:
    """A regular expression. Most patterns of a pack are never tried on a text: those that are, are compiled then."""
    known = _compiled.get(text)
    if known is None:
        if len(_compiled) > MOST_COMPILED:
            _compiled.clear()
        known = _compiled[text] = re.compile(text)
    return known


def fit_of(pattern: ClausePattern | ItemPattern, text: str, at: int, end: int) -> re.Match[str] | None:
    """How a wording fits at a place of a text up to an end.

    Compiling takes the most time by far. Most wordings of a pack are never tried, and of those that are, half lack a
    word that they need: these are not compiled either.
    """
    if pattern.regex not in _compiled:
        for words in pattern.needed:
            if not any(text.find(word, at, end) >= 0 for word in words):
                return None
    return compiled(pattern.regex).match(text, at, end)


class FigureMeaning(Record):
    """What a figure of a pattern means: a measure, of the ``item`` and in the ``section`` where they are named.

    A measure that is empty is a constant. ``measure`` and ``item`` may hold ``{…}``: the word, or the branch, there.
    """

    measure: str
    item: str = ""
    section: str = ""


class ClausePattern(Record):
    """A wording. ``slots`` are all of its slots with their groups, ``figures`` those of figures; ``base`` is what later
    changes are compared with: a key of words, or empty; ``of_item``: it holds for items that have one of these words.
    ``needed``: of each of these words one stands in every text that it fits.
    """

    text: str
    regex: str
    slots: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    meanings: tuple[FigureMeaning, ...]
    base: str = ""
    first: frozenset[str] | None = None
    of_item: tuple[str, ...] = ()
    needed: tuple[tuple[str, ...], ...] = ()


class ItemPattern(Record):
    """A wording of an item; ``needed`` as for `ClausePattern`."""

    name: str
    regex: str
    first: frozenset[str] | None
    needed: tuple[tuple[str, ...], ...] = ()


class WordingPattern(Record):
    """What a text should not hold, of one ``kind``: what its template left to be chosen, removed or filled in. It is
    written down in a section, under this measure.
    """

    section: str
    measure: str
    kind: str
    regex: str


class ProseSection(Record):
    """A section of the narrative, by its titles: each of ``titles`` is words that must all be there.

    ``item``: of what a sentence speaks that names nothing; ``shares``: of which item a share is which measure;
    ``parts``: the sections below, by words of their titles, the first of which is where nothing is said.
    ``silent``: nothing in it is a figure of the narrative; ``container``: sections of their own stand below it.
    """

    name: str
    titles: tuple[tuple[str, ...], ...]
    never: tuple[str, ...] = ()
    item: str = ""
    shares: dict[str, str] = field(default_factory=dict)
    parts: tuple[tuple[str, str], ...] = ()
    silent: bool = False
    container: bool = False


class Grammar(Record):
    """All of it. ``classes``: of each class of words what it is called, by how it is written.

    ``measures``: by which columns of a form a measure may go, the first that there is counts. ``groups``: an item that
    speaks for two others. ``old_names``: of accounts, with
    their names of today. ``items`` hold everywhere, ``local`` in one section; they and ``patterns`` go by the sign
    that they begin with (`ANY_SIGN`: by any). ``wordings``: what no text should hold.
    ``kind_words``: words that stand together in titles of a report of the pack's kind.
    ``years``: where years go that are of no item, as section.measure; not those of clauses with words of what is
    ``to_come``, nor of titles that have ``compared`` with before them. ``explanation_names``: as the files have them.
    ``topic_endings``: with one of these and a colon, the first words of a passage tell what it is about.
    """

    classes: dict[str, dict[str, str]]
    units: dict[str, tuple[str, ...]]
    skipped: re.Pattern[str]
    leads: re.Pattern[str]
    barred: re.Pattern[str]
    explanations: tuple[tuple[ExplanationKind, re.Pattern[str]], ...]
    sections: tuple[ProseSection, ...]
    endings: tuple[str, ...]
    measures: dict[str, tuple[str, ...]]
    groups: dict[str, tuple[str, str]]
    items: dict[str, tuple[ItemPattern, ...]]
    local: dict[str, dict[str, tuple[ItemPattern, ...]]]
    patterns: dict[str, tuple[ClausePattern, ...]]
    old_names: dict[str, str] = field(default_factory=dict)
    wordings: tuple[WordingPattern, ...] = ()
    kind_words: tuple[tuple[str, ...], ...] = ()
    years: tuple[str, ...] = ()
    to_come: re.Pattern[str] = NEVER_MATCHES
    compared: re.Pattern[str] = NEVER_MATCHES
    explanation_names: dict[str, str] = field(default_factory=dict)
    topic_endings: tuple[str, ...] = ()

    def section(self, name: str) -> ProseSection | None:
        """The section of a name, or the one that it is a part of."""
        own = next((each for each in self.sections if each.name == name), None)
        return own or next((each for each in self.sections if any(part == name for _, part in each.parts)), None)
