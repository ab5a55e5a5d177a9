"""The prose of documents: all passages read, each figure with its place and what it means."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.model.document import PublishedDocument
from jsrules.model.prose import ProseFigure, ProsePassage, ProseReason, ProseWord, Reading, ReadProse
from jsrules.readers.prose.clause_reader import ClauseReader, Start
from jsrules.readers.prose.figures import find_figures
from jsrules.readers.prose.grammar import Grammar
from jsrules.readers.prose.grammar_tree import TITLE
from jsrules.readers.prose.matcher import Matcher
from jsrules.readers.prose.other_years import OtherYears
from jsrules.readers.prose.passages import MARK, Passage, Taken, fits, fits_any, level_of, passages, without_mark
from jsrules.readers.prose.plain_text import PlainText, plain, plain_text
from jsrules.readers.prose.said import NO_UNIT_WRITTEN, SaidFigure, SaidWord
from jsrules.readers.prose.terms import Terms
from jsrules.readers.prose.wordings import (
    MOST_WORDINGS,
    Wording,
    find_wordings,
    words_before,
)

LONGEST_PROSE = 300_000
"""So many signs of documents are read; what is behind them stays unread. The prose of a real report has some 10,000."""


def read_prose(
    documents: Sequence[PublishedDocument], grammar: Grammar, terms: Terms, taken: Taken | None = None
) -> ReadProse:
    """All figures of the paragraphs of documents, in order, but for those of parts that tables took."""
    reader = _Reader(grammar, terms)
    for passage in passages(documents, grammar, taken or Taken()):
        reader.take(passage)
    return ReadProse(tuple(reader.passages), tuple(reader.figures), tuple(reader.words))


class _Reader:
    """Reads passages one after the other; the titles above one give it its section, and often its item."""

    def __init__(self, grammar: Grammar, terms: Terms) -> None:
        self._grammar = grammar
        self._terms = terms
        self._matcher = Matcher(grammar, terms)
        self._years = OtherYears(grammar, terms.year)
        self._left = LONGEST_PROSE
        self._wordings = 0
        self._no_unit = next((each for each in grammar.wordings if each.kind == NO_UNIT_WRITTEN), None)
        self._title_items: tuple[str, ...] = ()
        self._before: tuple[str, ...] = ()
        self.passages: list[ProsePassage] = []
        self.figures: list[ProseFigure] = []
        self.words: list[ProseWord] = []

    def take(self, passage: Passage) -> None:
        """One passage."""
        self.passages.append(
            ProsePassage(
                passage.text,
                passage.document,
                passage.section,
                passage.level >= 0,
                passage.silent,
                passage.origins,
                tuple(at for at, _ in passage.pieces),
            )
        )
        text = plain_text(passage.text)
        if not passage.silent:
            starred = plain_text(passage.text, starred=True)
            for each in find_wordings(starred.text, self._grammar):
                self._add_wording(passage, starred, each, starred.text[each.start : each.end])
        if passage.level >= 0:
            self._take_title(passage, text)
            return
        self._left -= 0 if passage.silent else len(passage.text)
        if passage.silent or not passage.section or self._left < 0:
            reason: ProseReason = "outside" if passage.silent else "no_section"
            for figure in find_figures(text.text):
                said = SaidFigure(figure, "explanation" if passage.silent else "unread", reason)
                self._add(passage, text, said)
            return
        start = Start(passage.section, self._before or self._title_items, _topic(passage, self._grammar.topic_endings))
        reader = ClauseReader(self._grammar, self._terms, self._matcher, text.text, start)
        reader.read()
        self._before = reader.only_names
        for said in reader.statements.said.values():
            self._years.note(said, text.text, passage.section)
            self._add(passage, text, said)
            if (
                self._no_unit
                and said.use == "read"
                and said.wording == NO_UNIT_WRITTEN
                and said.figure.text.strip("-0.,")
            ):
                figure = said.figure
                end = figure.end + text.text.startswith("万", figure.end)
                found = Wording(self._no_unit, figure.start, end)
                self._add_wording(
                    passage, text, found, words_before(text.text, figure.start) + text.text[figure.start : end]
                )
        for word in reader.statements.words:
            self._add_word(passage, text, passage.section, word)

    def _add_word(self, passage: Passage, text: PlainText, section: str, word: SaidWord) -> None:
        begin, end = text.origins[word.start], text.origins[word.end - 1] + 1
        place = passage.place_at(begin)
        number = len(self.passages) - 1
        self.words.append(ProseWord(section, word.item, word.measure, word.values, number, begin, end, place))

    def _add_wording(self, passage: Passage, text: PlainText, found: Wording, label: str) -> None:
        self._wordings += 1
        if self._wordings <= MOST_WORDINGS:
            pattern = found.pattern
            word = SaidWord(label, pattern.measure, (pattern.kind,), found.start, found.end)
            self._add_word(passage, text, pattern.section, word)

    def _take_title(self, passage: Passage, text: PlainText) -> None:
        """A title: it may name the item of what follows. Its figures are of the paper."""
        bare = plain(without_mark(passage.text))
        named = self._matcher.item(bare, 0, len(bare), passage.section) if bare and passage.section else None
        rest = bare[named.end :] if named is not None else ""
        whole = named is not None and (not rest or (rest.endswith(self._grammar.endings) and len(rest) <= 8))
        is_section = any(fits_any(each.titles, bare) for each in self._grammar.sections)
        self._title_items = (named.item,) if named is not None and whole and not is_section else ()
        self._before = ()
        for figure in find_figures(text.text):
            said = SaidFigure(figure, "explanation", "outside")
            own = next((each for each in self._grammar.sections if fits(each, bare)), None)
            if own is not None and not passage.silent:
                self._years.note_title(said, text.text, passage.section or own.name, TITLE)
            self._add(passage, text, said)

    def _add(self, passage: Passage, text: PlainText, said: SaidFigure) -> None:
        start = text.origins[said.figure.start]
        end = text.origins[said.figure.end - 1] + 1
        self.figures.append(
            ProseFigure(
                passage.text[start:end],
                said.figure.kind,
                len(self.passages) - 1,
                start,
                end,
                passage.place_at(start),
                said.use,
                said.reason,
                said.detail,
                tuple(
                    Reading(section or passage.section, item, measure, value)
                    for section, item, measure, value in said.readings
                ),
                said.wording,
            )
        )


def _topic(passage: Passage, endings: tuple[str, ...]) -> str:
    """What a passage is about by its first sentence, which is no more than an ordinal and a name, or by the name before
    the first colon, which ends as such headings do (“甲”项目绩效自评综述：); else by its title.
    """
    mark = MARK.match(passage.text)
    written = passage.text[mark.end() if mark else 0 :]
    head, colon, _ = written.partition("：")
    name = plain(head)
    ending = next((each for each in endings if name.endswith(each)), "")
    if colon and ending and 2 <= len(name) - len(ending) <= _LONGEST_NAME:
        return name.removesuffix(ending)
    if level_of(passage.text) >= 0:
        name, stop, _ = written.partition("。")
        if stop and 2 <= len(name.strip()) <= _LONGEST_NAME and not any(sign in name for sign in "，；："):
            name = name.strip()
            ending = next((each for each in endings if name.endswith(each) and len(name) > len(each) + 1), "")
            return name.removesuffix(ending)
    return passage.topic


_LONGEST_NAME = 40
