"""Words and patterns held against the form sets that they are for: every name must have its place there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.source import Source
from jsrules.model.form import Form, FormSet
from jsrules.readers.prose.grammar_reader import ARROW, build_grammar
from jsrules.readers.prose.grammar_tree import (
    CONTAINER,
    GROUPS,
    ITEM,
    ITEMS,
    LOCAL,
    MEASURES,
    PARTS,
    PATTERNS,
    SHARES,
    SILENT,
    TITLES,
    YEARS,
    GrammarEntry,
    GrammarTree,
    read_grammar_tree,
)
from jsrules.readers.prose.meanings import CONSTANT, OPEN, OWN_MEASURES, PLACELESS, TOPIC, read_right_side
from jsrules.readers.reports.problems import offer_names

_OWN = frozenset(OWN_MEASURES)


def lint_grammar(sources: Sequence[Source], forms: Iterable[FormSet]) -> list[Diagnostic]:
    """All that is wrong in files, held against form sets; nothing is wrong with names where there are none."""
    try:
        tree = read_grammar_tree(sources)
    except InputError as error:
        return list(error.diagnostics)
    build_grammar(tree)
    narrative = [form for each in forms for form in each.forms if form.is_prose]
    if narrative:
        _Lint(tree, narrative).run()
    return [found for each in tree.problems for found in (*each.errors, *each.warnings)]


class _Lint:
    """Looks up every name."""

    def __init__(self, tree: GrammarTree, forms: Sequence[Form]) -> None:
        self._tree = tree
        self._sections = {name for form in forms for name in (form.title, *form.aliases)}
        self._measures = {column.name for form in forms for block in form.blocks for column in block.columns}
        rows = [row for form in forms for block in form.blocks for row in block.rows]
        self._items = {name for row in rows for name in (row.name, *row.aliases)}
        self._groups = set(tree.tables.get(GROUPS, {}))
        self._named = self._items | set(tree.tables.get(ITEMS, {})) | self._groups

    def run(self) -> None:
        """Note what no form set has."""
        titles = {each.name.text for each in self._tree.sections}
        for section in self._tree.sections:
            is_own = bool(section.lists.get(TITLES)) and (
                bool(section.pairs.get(PARTS)) or bool(section.flags & {SILENT, CONTAINER})
            )
            if not is_own:
                self._known(section.name, self._sections, say("节", "section"))
            for _, part in section.pairs.get(PARTS, []):
                self._known(part, self._sections, say("节", "section"))
            for item in section.lists.get(ITEM, []):
                self._known(item, self._named, say("项目", "item"))
            for item, measure in section.pairs.get(SHARES, []):
                self._known(item, self._named, say("项目", "item"))
                self._known(measure, self._measures, say("度量", "measure"))
        for name, entries in self._tree.tables.get(MEASURES, {}).items():
            if not any(each.text in self._measures for each in entries):
                self._known(self._tree.names[MEASURES, name], self._measures, say("度量", "measure"))
        for name in self._tree.tables.get(ITEMS, {}):
            self._known(self._tree.names[ITEMS, name], self._items, say("项目", "item"))
        for section_name, table in self._tree.nested.get(LOCAL, {}).items():
            self._known(self._tree.names[LOCAL, section_name], self._sections | titles, say("节", "section"))
            for name in table:
                self._known(self._tree.names[LOCAL, section_name, name], self._items, say("项目", "item"))
        for entry in self._tree.lists.get(YEARS, []):
            section_name, _, measure_name = entry.text.partition(".")
            self._known(entry, self._sections, say("节", "section"), section_name)
            self._known(entry, self._measures, say("度量", "measure"), measure_name)
        for entry in (each for entries in self._tree.tables.get(PATTERNS, {}).values() for each in entries):
            self._pattern(entry, titles)

    def _pattern(self, entry: GrammarEntry, titles: set[str]) -> None:
        """The names behind the arrow of a pattern."""
        measures = set(self._tree.tables.get(MEASURES, {})) | self._measures | _OWN
        for meaning in read_right_side(entry.text.partition(ARROW)[2]).meanings:
            measure = meaning.measure.removeprefix(OPEN)
            if measure not in (CONSTANT, PLACELESS) and "{" not in measure:
                self._known(entry, measures, say("度量", "measure"), measure)
            if meaning.item and meaning.item != TOPIC and "{" not in meaning.item:
                self._known(entry, self._named, say("项目", "item"), meaning.item)
            if meaning.section:
                self._known(entry, self._sections | titles, say("节", "section"), meaning.section)

    def _known(self, entry: GrammarEntry, known: set[str], kind: str, name: str = "") -> None:
        text = name or entry.text
        if fold(text) not in {fold(each) for each in known}:
            message = say("表样没有{kind}“{name}”", "no form set has the {kind} “{name}”", kind=kind, name=text)
            entry.problems.add("E425", message, entry.node, remedy=offer_names(text, sorted(known)))
