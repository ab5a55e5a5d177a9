"""The words that tables are told by, read from ``spec/documents/words.yaml``."""

from __future__ import annotations

import re
from functools import cache

from jsrules.base.files import read_source
from jsrules.base.names import fold, is_like
from jsrules.base.record import Record
from jsrules.base.resources import spec_path
from jsrules.base.units import find_unit
from jsrules.readers.reports.nodes import Scalar, Sequence
from jsrules.readers.reports.yaml_tree import read_tree


class RecognitionWords(Record):
    """The words by what they are for, folded; ``nameless`` is what a row without a name is called, ``*`` its number;
    ``untitled`` a table without a title, ``*`` the number of its page or paragraph.
    """

    lists: dict[str, tuple[str, ...]]
    nameless: str
    untitled: dict[str, str]

    def has(self, what: str, text: str) -> bool:
        """Whether a folded text fits one of the patterns of a list."""
        return any(is_like(text, pattern) for pattern in self.lists[what])

    def holds(self, what: str, text: str) -> bool:
        """Whether one of a list's words stands in a folded text."""
        return any(each in text for each in self.lists[what])

    def entry(self, what: str, text: str) -> str | None:
        """What stands behind one of a list's words and a colon: ``万元`` of ``单位：万元``; None for another text."""
        match = _pattern(self.lists[what], r"\s*[:：]\s*(.*)").match(text)
        return match[1].strip() if match is not None else None

    def money_unit(self, text: str) -> str:
        """The unit of money that a text states; empty where it states none."""
        for match in _pattern(self.lists["金额单位"], r"\s*[:：]?\s*(?:人民币)?\s*([百千万亿]*元)").finditer(text):
            unit = find_unit(match[1])
            if unit is not None and unit.money:
                return unit.name
        return ""


@cache
def _pattern(listed: tuple[str, ...], behind: str) -> re.Pattern[str]:
    """One of these words, and this behind it."""
    longest_first = (r"\s*".join(map(re.escape, each)) for each in sorted(listed, key=len, reverse=True))
    return re.compile(f"(?:{'|'.join(longest_first)}){behind}", re.DOTALL)


@cache
def words() -> RecognitionWords:
    """The words, read once in a process."""
    tree = read_tree(read_source(spec_path("documents", "words.yaml")))
    lists: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    for key, node in tree.entries:
        if isinstance(node, Sequence):
            lists[key.text] = tuple(fold(each.text) for each in node.items if isinstance(each, Scalar))
        elif isinstance(node, Scalar):
            names[key.text] = node.text
    return RecognitionWords(lists, names["无名行"], {"page": names["无题表"], "paragraph": names["无题文字表"]})
