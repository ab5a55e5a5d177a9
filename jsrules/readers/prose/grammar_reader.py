"""Files of words and patterns to a grammar, and what is wrong in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

from jsrules.base.language import say
from jsrules.base.source import Source
from jsrules.readers.prose.grammar import (
    ANY_SIGN,
    NEVER_MATCHES,
    ClausePattern,
    ExplanationKind,
    Grammar,
    ItemPattern,
    ProseSection,
    WordingPattern,
)
from jsrules.readers.prose.grammar_tree import (
    BARRED,
    COMPARING,
    CONTAINER,
    ENDINGS,
    EXPLANATIONS,
    GROUPS,
    ITEM,
    ITEMS,
    KIND_WORDS,
    LEADS,
    LOCAL,
    MEASURES,
    NEVER,
    OLD_NAMES,
    PARTS,
    PATTERNS,
    SHARES,
    SILENT,
    SKIPPED,
    TITLES,
    TO_COME,
    TOPIC_ENDINGS,
    UNITS,
    WORDINGS,
    WORDS,
    YEARS,
    GrammarEntry,
    GrammarTree,
    SectionEntry,
    read_grammar_tree,
)
from jsrules.readers.prose.meanings import RightSide, read_right_side
from jsrules.readers.prose.pattern_regex import (
    MOST_WAYS,
    Compiled,
    SlotTable,
    alternatives,
    compile_pattern,
    is_bounded,
    unnamed,
)
from jsrules.readers.prose.pattern_tree import NotationError, has_own_words, may_be_empty, parse_pattern, slots_of
from jsrules.readers.prose.pattern_tree import PatternSequence as Tree
from jsrules.readers.prose.plain_text import plain
from jsrules.readers.reports.problems import offer_names

EXPLANATION_KINDS: dict[str, ExplanationKind] = {
    "原因": "reason",
    "用途": "purpose",
    "列名": "listing",
    "叙述": "account",
}

ARROW = "=>"


def read_grammar(sources: Sequence[Source]) -> Grammar:
    """The grammar that files make together. Raises `InputError` when anything is wrong in them."""
    tree = read_grammar_tree(sources)
    grammar = build_grammar(tree)
    tree.errors()
    return grammar


def build_grammar(tree: GrammarTree) -> Grammar:
    """The grammar of what files say; what is wrong in it is left out, and noted with its file."""
    return _Builder(tree).grammar()


class _Builder:
    """Builds the parts of a grammar from the tree of its files; what is wrong is noted with the file."""

    def __init__(self, tree: GrammarTree) -> None:
        self._tree = tree
        self._classes = {
            name: {plain(word.text): called for called, words in table.items() for word in words}
            for name, table in tree.nested.get(WORDS, {}).items()
        }
        self._units = {
            name: tuple(plain(each.text) for each in words) for name, words in tree.tables.get(UNITS, {}).items()
        }
        barred = tuple(plain(each.text) for each in tree.lists.get(BARRED, []))
        self._slots = SlotTable({name: tuple(words) for name, words in self._classes.items()}, self._units, barred)
        self._seen: dict[str, GrammarEntry] = {}

    def grammar(self) -> Grammar:
        """All of it."""
        tables = self._tree.tables
        patterns = [
            found
            for entries in tables.get(PATTERNS, {}).values()
            for each in entries
            if (found := self._pattern(each)) is not None
        ]
        return Grammar(
            self._classes,
            self._units,
            self._any(SKIPPED),
            self._leads(),
            self._any(BARRED),
            tuple(
                (EXPLANATION_KINDS[name], re.compile(alternatives(plain(each.text) for each in entries)))
                for name, entries in tables.get(EXPLANATIONS, {}).items()
                if self._is_explanation(name) and entries
            ),
            tuple(map(self._section, self._tree.sections)),
            tuple(plain(each.text) for each in self._tree.lists.get(ENDINGS, [])),
            {name: tuple(each.text for each in entries) for name, entries in tables.get(MEASURES, {}).items()},
            {
                name: (entries[0].text, entries[1].text)
                for name, entries in tables.get(GROUPS, {}).items()
                if self._is_pair(name, entries)
            },
            self._items(tables.get(ITEMS, {})),
            {section: self._items(table) for section, table in self._tree.nested.get(LOCAL, {}).items()},
            _by_sign(patterns),
            {plain(each.text): plain(name) for name, entries in tables.get(OLD_NAMES, {}).items() for each in entries},
            tuple(self._wordings()),
            tuple(map(_together, self._tree.lists.get(KIND_WORDS, []))),
            tuple(self._years()),
            self._any(TO_COME),
            self._any(COMPARING),
            {kind: name for name, kind in EXPLANATION_KINDS.items()},
            tuple(plain(each.text) for each in self._tree.lists.get(TOPIC_ENDINGS, [])),
        )

    def _years(self) -> Iterator[str]:
        for entry in self._tree.lists.get(YEARS, []):
            if self._is_place(entry.text, entry):
                yield entry.text

    def _is_place(self, place: str, entry: GrammarEntry) -> bool:
        """Whether a text names a section and a measure; it is noted where it does not."""
        if all(place.partition(".")):
            return True
        message = say("“{name}”要写成“节.度量”", "“{name}” is to be “section.measure”", name=place)
        entry.problems.add("E420", message, entry.node, remedy=_see())
        return False

    def _wordings(self) -> Iterator[WordingPattern]:
        for place, table in self._tree.nested.get(WORDINGS, {}).items():
            if not self._is_place(place, self._tree.names[WORDINGS, place]):
                continue
            section, _, measure = place.partition(".")
            for kind, entries in table.items():
                trees = [tree for each in entries if (tree := self._parsed(each)) is not None]
                found = [unnamed(compile_pattern(each, self._slots).regex) for each in trees]
                yield WordingPattern(section, measure, kind, "|".join(found) or NEVER_MATCHES.pattern)

    def _any(self, name: str) -> re.Pattern[str]:
        words = [plain(each.text) for each in self._tree.lists.get(name, [])]
        return re.compile(alternatives(words)) if words else NEVER_MATCHES

    def _leads(self) -> re.Pattern[str]:
        words = sorted(
            (plain(each.text) for each in self._tree.lists.get(LEADS, [])), key=lambda each: (-len(each), each)
        )
        some = (re.escape(each).replace("…", "[^，。；：、（）0-9]{1,8}?") for each in words)
        return re.compile(f"(?:{'|'.join(some)})") if words else NEVER_MATCHES

    def _is_explanation(self, name: str) -> bool:
        if name in EXPLANATION_KINDS:
            return True
        entry = self._tree.names[EXPLANATIONS, name]
        message = say("没有“{name}”这种说明", "there is no explanation of the kind “{name}”", name=name)
        entry.problems.add("E420", message, entry.node, remedy=offer_names(name, list(EXPLANATION_KINDS)))
        return False

    def _is_pair(self, name: str, entries: list[GrammarEntry]) -> bool:
        if len(entries) == 2:
            return True
        entry = self._tree.names[GROUPS, name]
        message = say("“{name}”要正好说两项", "“{name}” must speak for two items", name=name)
        entry.problems.add("E420", message, entry.node)
        return False

    def _section(self, entry: SectionEntry) -> ProseSection:
        titles = entry.lists.get(TITLES, [])
        item = entry.lists.get(ITEM, [])
        return ProseSection(
            entry.name.text,
            tuple(map(_together, titles)),
            tuple(plain(each.text) for each in entry.lists.get(NEVER, [])),
            item[0].text if item else "",
            {key.text: value.text for key, value in entry.pairs.get(SHARES, [])},
            tuple((plain(key.text), value.text) for key, value in entry.pairs.get(PARTS, [])),
            SILENT in entry.flags,
            CONTAINER in entry.flags,
        )

    def _items(self, table: dict[str, list[GrammarEntry]]) -> dict[str, tuple[ItemPattern, ...]]:
        found = []
        for name, entries in table.items():
            for each in entries:
                tree = self._parsed(each)
                if tree is None:
                    continue
                if slots_of(tree):
                    each.problems.add(
                        "E422",
                        say("项目的说法里不能有 {slots}", "the name of an item has no {slots}", slots="{…}"),
                        each.node,
                    )
                    continue
                made = compile_pattern(tree, self._slots)
                found.append(ItemPattern(name, made.regex, made.first, made.needed))
        return _by_sign(found)

    def _parsed(self, entry: GrammarEntry, text: str = "") -> Tree | None:
        """The tree of a pattern; None when something is wrong in it, which is noted."""
        try:
            tree = parse_pattern(text or entry.text)
        except NotationError as error:
            entry.problems.add("E421", _NOTATION[error.key](), entry.node, remedy=_see())
            return None
        unknown = [each for each in slots_of(tree) if self._slots.kind(each) is None]
        for each in unknown:
            message = say("没有 {slot} 这样的空", "there is no slot {slot}", slot=f"{{{each}}}")
            entry.problems.add("E422", message, entry.node, remedy=offer_names(each, self._slots.names))
        if unknown:
            return None
        if may_be_empty(tree):
            message = say("什么都没有也合这个句式", "this pattern fits no words at all")
            entry.problems.add("E421", message, entry.node, remedy=_see())
            return None
        if not is_bounded(tree, self._slots):
            message = say(
                "这个句式可有可无的太多：读一处要试 {n} 种以上",
                "too much of this pattern may be absent: one place can be tried in more than {n} ways",
                n=MOST_WAYS,
            )
            entry.problems.add("E421", message, entry.node, remedy=say("分成几个句式", "make several patterns of it"))
            return None
        return tree

    def _pattern(self, entry: GrammarEntry) -> ClausePattern | None:
        left, arrow, right = entry.text.partition(ARROW)
        text = left.strip()
        if not arrow or not text:
            message = say("句式要写成“话 {arrow} 意思”", "a pattern is “words {arrow} meaning”", arrow=ARROW)
            entry.problems.add("E421", message, entry.node, remedy=_see())
            return None
        tree = self._parsed(entry, text)
        if tree is None:
            return None
        made = compile_pattern(tree, self._slots)
        side = read_right_side(right)
        if not self._is_sound(entry, tree, made, side):
            return None
        if (twin := self._seen.setdefault(text, entry)) is not entry:
            entry.problems.add(
                "E426",
                say("这个句式写了两次", "this pattern stands twice"),
                entry.node,
                *([entry.problems.first(twin.node)] if twin.problems is entry.problems else []),
                remedy=say("删去一个", "remove one"),
            )
            return None
        figures = tuple((group, name) for group, name in made.slots if self._slots.kind(name) not in ("word", "free"))
        return ClausePattern(
            text,
            made.regex,
            made.slots,
            figures,
            side.meanings,
            side.base,
            made.first,
            side.of_item,
            made.needed,
        )

    def _is_sound(self, entry: GrammarEntry, tree: Tree, made: Compiled, side: RightSide) -> bool:
        for each in side.unknown:
            message = say("不认识“{name}”", "“{name}” is unknown", name=each)
            entry.problems.add(
                "E420", message, entry.node, remedy=say("可以写 @比=上年、@比=预算", "there are @比=上年 and @比=预算")
            )
        figures = [name for _, name in made.slots if self._slots.kind(name) not in ("word", "free")]
        if len(figures) != len(side.meanings):
            message = say(
                "句式里有 {figures} 个数，写了 {meanings} 个意思",
                "there are {figures} figures in the pattern and {meanings} meanings",
                figures=len(figures),
                meanings=len(side.meanings),
            )
            entry.problems.add("E423", message, entry.node, remedy=_see())
            return False
        if any(each.item for each in side.meanings) and not has_own_words(tree):
            message = say(
                "句式指明了项目，可是没有一个非有不可的词",
                "the pattern names an item, but there is no word that it cannot do without",
            )
            entry.problems.add(
                "E424", message, entry.node, remedy=say("加上说这一项的词", "add a word that tells the item")
            )
            return False
        return not side.unknown


def _together(entry: GrammarEntry) -> tuple[str, ...]:
    """The words of 决算+财政拨款, which stand in one title."""
    return tuple(plain(each) for each in entry.text.split("+"))


Worded = TypeVar("Worded", ItemPattern, ClausePattern)


def _by_sign(found: Sequence[Worded]) -> dict[str, tuple[Worded, ...]]:
    """Wordings by the signs that they may begin with."""
    buckets: dict[str, list[Worded]] = {}
    for each in found:
        for sign in each.first if each.first is not None else (ANY_SIGN,):
            buckets.setdefault(sign, []).append(each)
    return {sign: tuple(some) for sign, some in buckets.items()}


def _see() -> str:
    return say("写法见 spec/narrative.md", "see spec/narrative.md")


_NOTATION = {
    "long": lambda: say("句式太长", "the pattern is too long"),
    "bar": lambda: say("“|”要写在括号里", "“|” belongs in brackets"),
    "deep": lambda: say("括号套得太深", "too many brackets stand in one another"),
    "bracket": lambda: say("括号不成对", "brackets do not match"),
}
