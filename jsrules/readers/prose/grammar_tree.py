"""Files of words, sections, items and patterns put together: what they say, each with its place in its file.

Several files, and those of several packs one above the other, make one grammar: lists grow, and a name that stands in
two files has the entries of both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jsrules.base.diagnostic import InputError
from jsrules.base.language import say
from jsrules.base.record import Record, field
from jsrules.base.source import Source
from jsrules.readers.reports.nodes import Mapping, Node, Scalar
from jsrules.readers.reports.nodes import Sequence as List
from jsrules.readers.reports.problems import Problems, offer_names
from jsrules.readers.reports.yaml_tree import read_tree

WORDS, UNITS, SKIPPED, LEADS, BARRED = "词", "单位", "略", "引出", "不可略"
EXPLANATIONS, ENDINGS, SECTIONS, MEASURES, GROUPS = "说明", "标题末尾", "节", "度量", "同组"
ITEMS, LOCAL, PATTERNS, OLD_NAMES, WORDINGS = "项目", "节内项目", "句式", "科目旧名", "不该有"
KIND_WORDS = "种类的词"
YEARS, TO_COME, COMPARING, TITLE = "别处年度", "以后的事", "比较的话", "标题"
TOPIC_ENDINGS = "综述"
TITLES, NEVER, ITEM, SHARES, PARTS, SILENT, CONTAINER = TITLE, "不含", "主语", "占", "下级", "不读", "分节"
SECTION_KEYS = (TITLES, NEVER, ITEM, SHARES, PARTS, SILENT, CONTAINER)
KEYS = (
    *(WORDS, UNITS, SKIPPED, LEADS, BARRED, EXPLANATIONS, ENDINGS, SECTIONS, MEASURES, GROUPS),
    *(ITEMS, LOCAL, PATTERNS, OLD_NAMES, WORDINGS, KIND_WORDS, YEARS, TO_COME, COMPARING, TOPIC_ENDINGS),
)

_LISTS = (SKIPPED, LEADS, BARRED, ENDINGS, KIND_WORDS, YEARS, TO_COME, COMPARING, TOPIC_ENDINGS)

MAXIMUM_ENTRIES = 20_000
"""So many words, items and patterns may there be."""


class GrammarEntry(Record):
    """A text with its place."""

    text: str
    node: Scalar
    problems: Problems


class SectionEntry(Record):
    """What is said of a section."""

    name: GrammarEntry
    lists: dict[str, list[GrammarEntry]]
    pairs: dict[str, list[tuple[GrammarEntry, GrammarEntry]]]
    flags: frozenset[str]


class GrammarTree(Record):
    """Everything, in the order of the files. ``lists`` and ``tables`` go by the key on top (`KEYS`)."""

    lists: dict[str, list[GrammarEntry]] = field(default_factory=dict)
    tables: dict[str, dict[str, list[GrammarEntry]]] = field(default_factory=dict)
    nested: dict[str, dict[str, dict[str, list[GrammarEntry]]]] = field(default_factory=dict)
    names: dict[tuple[str, ...], GrammarEntry] = field(default_factory=dict)
    sections: list[SectionEntry] = field(default_factory=list)
    problems: list[Problems] = field(default_factory=list)

    def errors(self) -> None:
        """Raise an `InputError` with all that is wrong, if anything is."""
        found = [error for each in self.problems for error in each.errors]
        if found:
            raise InputError(found)

    def all_entries(self) -> Iterator[GrammarEntry]:
        """Every text of lists and tables."""
        for entries in self.lists.values():
            yield from entries
        for table in self.tables.values():
            for entries in table.values():
                yield from entries


def read_grammar_tree(sources: Sequence[Source]) -> GrammarTree:
    """What files say. What is no such file raises `InputError`; other faults are in ``problems``."""
    reader = _TreeReader()
    for source in sources:
        reader.take(source)
    return reader.found


class _TreeReader:
    def __init__(self) -> None:
        self.found = GrammarTree()
        self._problems = Problems(Source("", ""))
        self._budget = MAXIMUM_ENTRIES

    def take(self, source: Source) -> None:
        """A file more."""
        self._problems = Problems(source)
        self.found.problems.append(self._problems)
        tree = read_tree(source, self._problems, say("情况说明的读法", "the reading of prose"))
        for key, node in tree.entries:
            name = key.text
            if name in _LISTS:
                self.found.lists.setdefault(name, []).extend(self._list(node))
            elif name in (UNITS, EXPLANATIONS, MEASURES, GROUPS, ITEMS, PATTERNS, OLD_NAMES):
                self._table(self.found.tables.setdefault(name, {}), node, (name,))
            elif name in (WORDS, LOCAL, WORDINGS):
                for inner, value in self._entries(node):
                    self.found.names.setdefault((name, inner.text), self._entry(inner))
                    table = self.found.nested.setdefault(name, {}).setdefault(inner.text, {})
                    self._table(table, value, (name, inner.text))
            elif name == SECTIONS:
                for inner, value in self._entries(node):
                    self._section(inner, value)
            else:
                self._unknown(key, KEYS)

    def _table(self, table: dict[str, list[GrammarEntry]], node: Node, path: tuple[str, ...]) -> None:
        for key, value in self._entries(node):
            self.found.names.setdefault((*path, key.text), self._entry(key))
            table.setdefault(key.text, []).extend(self._list(value))

    def _section(self, key: Scalar, node: Node) -> None:
        lists: dict[str, list[GrammarEntry]] = {}
        pairs: dict[str, list[tuple[GrammarEntry, GrammarEntry]]] = {}
        flags: set[str] = set()
        for name, value in self._entries(node):
            if name.text in (TITLES, NEVER, ITEM):
                lists[name.text] = [self._entry(value)] if isinstance(value, Scalar) else self._list(value)
            elif name.text in (SHARES, PARTS):
                pairs[name.text] = [
                    (self._entry(inner), self._entry(each))
                    for inner, each in self._entries(value)
                    if isinstance(each, Scalar)
                ]
            elif name.text in (SILENT, CONTAINER):
                flags.update({name.text} if isinstance(value, Scalar) and value.text == "true" else ())
            else:
                self._unknown(name, SECTION_KEYS)
        self.found.sections.append(SectionEntry(self._entry(key), lists, pairs, frozenset(flags)))

    def _entries(self, node: Node) -> list[tuple[Scalar, Node]]:
        if isinstance(node, Mapping):
            return node.entries
        self._shape(node, say("这里应是“名称: …”", "names with what belongs to them are due here"))
        return []

    def _list(self, node: Node) -> list[GrammarEntry]:
        if not isinstance(node, List):
            self._shape(node, say("这里应是列表 [..]", "a list is due here"))
            return []
        found = []
        for each in node.items:
            if isinstance(each, Scalar) and each.text.strip():
                found.append(self._entry(each))
            else:
                self._shape(each, say("这里应是一个词", "a word is due here"))
        self._budget -= len(found)
        if self._budget < 0:
            self._shape(node, say("太多了：至多 {n} 个", "too many: at most {n}", n=MAXIMUM_ENTRIES))
            self._problems.raise_errors()
        return found

    def _entry(self, node: Scalar) -> GrammarEntry:
        return GrammarEntry(node.text, node, self._problems)

    def _shape(self, node: Node, message: str) -> None:
        self._problems.add("E420", message, node, remedy=say("写法见 spec/narrative.md", "see spec/narrative.md"))

    def _unknown(self, key: Scalar, known: tuple[str, ...]) -> None:
        message = say("不认识“{name}”", "“{name}” is unknown", name=key.text)
        self._problems.add("E420", message, key, remedy=offer_names(key.text, list(known)))
