"""What a passage says at a place: the pattern that fits longest, and the item that is named there."""

from __future__ import annotations

import re

from jsrules.base.record import Record
from jsrules.readers.prose.figures import CODE
from jsrules.readers.prose.grammar import ANY_SIGN, ClausePattern, Grammar, fit_of
from jsrules.readers.prose.meanings import CHANGES
from jsrules.readers.prose.pattern_regex import MONEY_SLOT
from jsrules.readers.prose.terms import PATH, Terms, longest

_NAME = r"[^，。；：、（）0-9]"
_ACCOUNT = re.compile(
    rf"(?P<class>{_NAME}{{2,25}}(?:（[^）]{{1,8}}）{_NAME}{{0,20}})?)（类）(?:支出)?"
    rf"(?:[、\-—]?(?P<group>(?:{_NAME}|（(?!款|类|项)[^）]{{1,8}}）){{2,40}}?)（款）(?:支出)?)?"
    rf"(?:[、\-—]?(?P<item>(?:{_NAME}|（(?!款|类|项)[^）]{{1,20}}）){{2,45}}?)（项）(?:支出)?)?"
)
_RATES, _SUMS = frozenset(("增长", "下降")), frozenset(("增加", "减少"))
_BEHIND_CLASS = re.compile(r"支出|（类）|[0-9]")
_SUFFIX = re.compile(r"支出(?!决算|预算|完成|总)")


class PatternFit(Record):
    """A pattern that fits, from the start of its match to its end."""

    pattern: ClausePattern
    match: re.Match[str]

    @property
    def end(self) -> int:
        """Behind its last sign."""
        return self.match.end()

    @property
    def states_amount(self) -> bool:
        """Whether its first figure is an amount, and no change."""
        pattern = self.pattern
        return (
            bool(pattern.figures) and pattern.figures[0][1] == MONEY_SLOT and pattern.meanings[0].measure not in CHANGES
        )

    def word(self, name: str) -> str:
        """What stands in the first filled slot of a name."""
        for group, slot in self.pattern.slots:
            if slot == name and self.match[group]:
                return self.match[group]
        return ""

    def words(self, name: str) -> list[str]:
        """What stands in all filled slots of a name."""
        return [self.match[group] for group, slot in self.pattern.slots if slot == name and self.match[group]]


class Named(Record):
    """An item that is named: what it is called in the data or the form set, and where its name ends."""

    item: str
    end: int


class Matcher:
    """Matches one passage after the other; a place of one is looked at once."""

    def __init__(self, grammar: Grammar, terms: Terms) -> None:
        self._grammar = grammar
        self._terms = terms
        self._text = ""
        self._section = ""
        self._fits: dict[int, PatternFit | None] = {}
        self._items: dict[int, Named | None] = {}

    def begin(self, text: str, section: str) -> None:
        """Another passage."""
        self._text = text
        self._section = section
        self._fits = {}
        self._items = {}

    def pattern_at(self, at: int) -> PatternFit | None:
        """The pattern that fits longest at a place of the passage; none at its end."""
        if at not in self._fits:
            self._fits[at] = self.pattern(self._text, at, len(self._text)) if at < len(self._text) else None
        return self._fits[at]

    def item_at(self, at: int) -> Named | None:
        """The item that is named at a place of the passage."""
        if at not in self._items:
            text = self._text
            self._items[at] = self.item(text, at, len(text), self._section) if at < len(text) else None
        return self._items[at]

    def pattern(self, text: str, at: int, end: int) -> PatternFit | None:
        """The pattern that fits longest at a place."""
        best: PatternFit | None = None
        patterns = self._grammar.patterns
        for each in (*patterns.get(text[at], ()), *patterns.get(ANY_SIGN, ())):
            match = fit_of(each, text, at, end)
            if match is None or match.end() == at or (best is not None and match.end() <= best.end):
                continue
            found = PatternFit(each, match)
            if not self._is_another_figure(found):
                best = found
        return best

    def _is_another_figure(self, fit: PatternFit) -> bool:
        """Whether a figure without a unit is taken for what its word of direction does not go with: one behind 增加 is
        an amount, one behind 增长 a rate.
        """
        for (group, _), meaning in zip(fit.pattern.figures, fit.pattern.meanings, strict=True):
            if meaning.measure in CHANGES and fit.match[group] and not fit.match[group + "u"]:
                called = self._grammar.classes.get("升降", {}).get(fit.word("升降"), "")
                if called in (_RATES if meaning.measure == CHANGES[0] else _SUMS):
                    return True
        return False

    def item(self, text: str, at: int, end: int, section: str) -> Named | None:
        """The longest name of an item at a place; in its section short names count too."""
        best: Named | None = None

        def better(item: str, stop: int) -> Named | None:
            return Named(item, stop) if stop <= end and (best is None or stop > best.end) else best

        if text.startswith(("（类）", "（款）", "（项）"), at):
            return None
        account = _ACCOUNT.match(text, at, end)
        if account is not None:
            known = self._terms.classes.get(account["class"].removesuffix("支出"), account["class"])
            parts = [known, account["group"], account["item"]]
            best = better(PATH.join(each for each in parts if each), account.end())
        local, items = self._grammar.local.get(section, {}), self._grammar.items
        for pattern in (*local.get(text[at], ()), *items.get(text[at], ()), *items.get(ANY_SIGN, ())):
            match = fit_of(pattern, text, at, end)
            if match is not None and match.end() > at:
                best = better(pattern.name, match.end())
        for names in (self._terms.rows.get(section, {}), self._terms.names):
            found = longest(names, text, at)
            if found is not None:
                best = better(found[1], found[0])
        if best is None:
            for short, name in self._terms.classes.items():
                if text.startswith(short, at) and _BEHIND_CLASS.match(text, at + len(short)):
                    best = better(name, at + len(short))
        return self._whole_name(best, text, end) if best is not None else None

    def _whole_name(self, named: Named, text: str, end: int) -> Named:
        """A name with what is written behind it: 支出, （类）, the code in brackets."""
        stop = named.end
        if text[stop - 2 : stop] != "支出" and (match := _SUFFIX.match(text, stop, end)):
            stop = match.end()
        item = named.item
        if match := CODE.match(text, stop, end):
            item, stop = match[1], match.end()
        return Named(item, stop)

    def are_rows(self, items: set[str]) -> bool:
        """Whether all of these items are rows of the form of the section."""
        rows = self._terms.rows.get(self._section, {})
        return items <= {meant for names in rows.values() for _, meant in names}

    def item_called(self, name: str, section: str) -> str:
        """The item that a whole text names; empty when it names none."""
        if not name:
            return ""
        found = self.item(name, 0, len(name), section)
        return found.item if found is not None and found.end == len(name) else ""
