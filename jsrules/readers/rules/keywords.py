r"""The words of the rule language, read off its grammar without a parser generator: what editors and colours go by.

A terminal of the grammar that is nothing but words, ``/(若|如果|if)(?!\w)/``, is a keyword when it has a priority and
the value of some metadata when it has none; one before a bracket is a function. Operators are terminals of literals.
"""

from __future__ import annotations

import re

from jsrules.base.record import Record
from jsrules.base.resources import grammar_path
from jsrules.readers.rules.selectors import LEVELS
from jsrules.readers.rules.statements import normalise

_WORDS = re.compile(r"^([A-Z_]+)(\.\d+)?: */\(([^()\[\]\\.*+?]+)\)(\(\?[=!][^/]*\))/$", re.MULTILINE)
_LITERALS = re.compile(r'^[A-Z_]+(?:\.\d+)?: *("[^"\n]+"(?: *\| *"[^"\n]+")*)$', re.MULTILINE)
_LITERAL = re.compile(r'"([^"\n]+)"')
_RULE = re.compile(r"^\??([a-z_]+): (.*(?:\n[ \t]+\|.*)*)", re.MULTILINE)

_GROUPS = {"IF": "control", "THEN": "control", "AND": "logic", "OR": "logic", "NOT": "logic", "UNIT": "unit"}
_BRACKETS = frozenset("()[]{},:;")

PLACES = ("本行", "本栏", "here", "本级", "current", "下级", "children", "本表", "this", *LEVELS)
"""Words for a place that depends on where the rule stands. They are names to the grammar."""

ORIGINS = ("报告", "report", "上年", "prior")
"""Words before a point that say of what the rest is."""

PRINTED = ("行", "栏", "row", "column")
"""Words before a printed number."""


class Keyword(Record):
    """A terminal that is a word: its spellings and, as a regular expression, what must follow."""

    terminal: str
    group: str
    words: tuple[str, ...]
    behind: str


class Vocabulary(Record):
    """The keywords in the grammar's order, and the operators, the longest first.

    Groups are: declaration, metadata, value, quantifier, control, logic, function, unit.
    """

    keywords: tuple[Keyword, ...]
    operators: tuple[str, ...]

    def of(self, group: str) -> list[Keyword]:
        """The keywords of a group."""
        return [keyword for keyword in self.keywords if keyword.group == group]


def read_vocabulary(grammar: str | None = None) -> Vocabulary:
    """The vocabulary of the grammar that comes with the tool, or of one given as text."""
    if grammar is None:
        with open(grammar_path(), encoding="utf-8") as file:
            grammar = file.read()
    metadata = _openings(grammar, "meta")
    keywords = []
    for name, priority, words, behind in _WORDS.findall(grammar):
        if name in _GROUPS:
            group = _GROUPS[name]
        elif r"\(" in behind:
            group = "function"
        elif name.startswith("EACH_"):
            group = "quantifier"
        elif name in metadata:
            group = "metadata"
        else:
            group = "declaration" if priority else "value"
        keywords.append(Keyword(name, group, tuple(words.split("|")), behind))
    operators = {each for line in _LITERALS.findall(grammar) for each in _LITERAL.findall(line)}
    signs = sorted(operators - _BRACKETS, key=lambda sign: (-len(sign), sign))
    return Vocabulary(tuple(keywords), tuple(signs))


def _openings(grammar: str, rule: str) -> set[str]:
    """The terminals that a rule may begin with."""
    rules = dict(_RULE.findall(grammar))
    found: set[str] = set()
    for alternative in rules.get(rule, "").split("|"):
        first = alternative.split()[0] if alternative.split() else ""
        if first.isupper():
            found.add(first)
        elif first != rule:
            found |= _openings(grammar, first)
    return found


_twins: dict[str, str] = {}


def twins_of(character: str) -> str:
    """An ASCII character and every other that stands for it in a rule file: ``:`` and ``：``."""
    if not _twins:
        wide = "".join(map(chr, (*range(0x80, 0x100), *range(0x2000, 0x3100), *range(0xFF00, 0xFFF0))))
        for other, meant in zip(wide, normalise(wide), strict=True):
            if other != meant:
                _twins[meant] = _twins.get(meant, "") + other
    return character + _twins.get(character, "")
