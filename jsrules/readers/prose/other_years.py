"""Years that are of no item: those of titles, of reasons, and later ones of what was not read. A wrong one is told."""

from __future__ import annotations

from collections import Counter

from jsrules.model.report import ILLEGIBLE
from jsrules.readers.prose.figures import YEAR, is_whole_year
from jsrules.readers.prose.grammar import Grammar
from jsrules.readers.prose.said import SaidFigure

_SEPARATORS = "，。；：、！？"
_BRACKETS = {"《": "》", "〔": "〕", "【": "】", "[": "]"}


class OtherYears:
    """Names them one after the other, as 总体情况的原因, 总体情况的原因（2）: each states a year of its own."""

    def __init__(self, grammar: Grammar, own: int | None) -> None:
        self._grammar = grammar
        self._own = own
        self._count: Counter[str] = Counter()

    def note(self, said: SaidFigure, text: str, section: str) -> None:
        """Let a year that a passage in a section names, and that was not read, state itself."""
        year = said.figure
        if year.kind != "year" or said.readings or not self._grammar.years or not section:
            return
        what = self._grammar.explanation_names.get(said.reason, "") if said.use == "explanation" else ""
        is_later = self._own is not None and int(year.text) > self._own
        if said.use == "constant" or not (what or is_later or not is_whole_year(year.text)):
            return
        if is_later and is_whole_year(year.text) and self._is_to_come(text, year.start, year.end):
            return
        self._state(said, section, what)

    def note_title(self, said: SaidFigure, text: str, section: str, title: str) -> None:
        """The year of a title of a section, where it is the only one that the title names, and not compared with."""
        year = said.figure
        if year.kind != "year" or not self._grammar.years or len(YEAR.findall(text)) != 1:
            return
        if self._grammar.compared.search(text[: year.start]) or self._is_to_come(text, year.start, year.end):
            return
        self._state(said, section, title)

    def _state(self, said: SaidFigure, section: str, what: str) -> None:
        name = f"{section}的{what}" if what else section
        self._count[name] += 1
        if self._count[name] > 1:
            name = f"{name}（{self._count[name]}）"
        for place in self._grammar.years:
            form, _, measure = place.partition(".")
            # 021年度 is no figure, and not to be passed over either.
            text = ILLEGIBLE if said.figure.text.startswith("0") else said.figure.text
            said.readings.append((form, name, measure, text))

    def _is_to_come(self, text: str, start: int, end: int) -> bool:
        """Whether a clause speaks of what is to come, or names a document: its year is no slip."""
        first, stop = start, end
        while first > 0 and text[first - 1] not in _SEPARATORS:
            first -= 1
        while stop < len(text) and text[stop] not in _SEPARATORS:
            stop += 1
        if self._grammar.to_come.search(text[first:stop]):
            return True
        return any(
            text.rfind(opening, 0, start) > text.rfind(closing, 0, start) for opening, closing in _BRACKETS.items()
        )
