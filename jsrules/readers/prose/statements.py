"""What the patterns of a passage say of its figures: of which item which measure, and as a report writes it."""

from __future__ import annotations

from jsrules.base.number import DIRECTIONS
from jsrules.model.prose import ProseReason
from jsrules.readers.prose.context import Context, Sentence
from jsrules.readers.prose.figures import YEAR as YEAR_WORD
from jsrules.readers.prose.figures import ClauseFigure, is_whole_year
from jsrules.readers.prose.grammar import FigureMeaning, Grammar
from jsrules.readers.prose.matcher import Matcher, PatternFit
from jsrules.readers.prose.meanings import (
    AMOUNT,
    CHANGES,
    COMPARED,
    CONSTANT,
    NAMES,
    OPEN,
    PLACELESS,
    PRIOR_YEAR,
    RATE_OF_COMPLETION,
    SHARE,
    TOPIC,
    YEAR,
)
from jsrules.readers.prose.said import NO_UNIT_WRITTEN, SaidFigure, SaidWord
from jsrules.readers.prose.shares import Shares
from jsrules.readers.prose.terms import Terms

BUDGET = "预算"
_OF_WHOLE = frozenset((*CHANGES, RATE_OF_COMPLETION))
_DISTRIBUTING = ("均", "各", "都", "分别")
_UNIT_WORDS = 24


class Statements:
    """Collects what is said in one passage."""

    def __init__(
        self,
        grammar: Grammar,
        terms: Terms,
        matcher: Matcher,
        text: str,
        section: str,
        figures: list[ClauseFigure],
        topic: str,
    ) -> None:
        self._grammar = grammar
        self._terms = terms
        self._matcher = matcher
        self._text = text
        self._section = section
        self._topic = topic
        self._budgets = frozenset(grammar.classes.get(BUDGET, {}).values())
        self._years: list[tuple[SaidFigure, str]] = []
        self.shares = Shares(grammar, matcher, section)
        self._year = terms.year
        self.said = {each.start: SaidFigure(each) for each in figures}
        self.words: list[SaidWord] = []

    # ---- years ---------------------------------------------------------------------------------------------------

    def year(self, figure: ClauseFigure | None, context: Context) -> None:
        """A year by itself: it belongs to the item that is named next to it."""
        said = self.said.get(figure.start) if figure is not None else None
        if said is None:
            return
        if context.unknown:
            said.reason, said.detail = "unknown_words", context.unknown
            return
        said.reason = "no_item"
        self._years.append((said, YEAR))

    def settle_years(self, context: Context) -> None:
        """An item was named: the years before it are of its statement."""
        for said, measure in self._years:
            if measure == YEAR and self.is_other_year(int(said.figure.text)):
                said.reason = "other_year"
                continue
            self._read(said, context.items[0], measure, said.figure.text)
            self._year = int(said.figure.text) if measure == YEAR else self._year
        self._years = []

    def is_other_year(self, year: int) -> bool:
        """Whether a year is another than the report's, and no slip of the pen: one to come, or one beside the own."""
        own = self._terms.year
        if own is None or year == own or not is_whole_year(str(year)):
            return False
        return year > own or any(int(each[1]) == own for each in YEAR_WORD.finditer(self._text))

    def drop_years(self) -> None:
        """A statement ended: a year that found no item keeps none."""
        self._years.clear()

    def leave(self, figure: ClauseFigure, reason: ProseReason, detail: str = "") -> None:
        """A figure that was not read, and why."""
        said = self.said[figure.start]
        if said.use != "unread":
            return
        said.reason, said.detail = reason, detail[-_UNIT_WORDS:]
        if figure.kind == "named":
            said.use, said.reason = "constant", "name"

    def explained(self, start: int, stop: int, kind: ProseReason, context: Context) -> None:
        """An explanation from one place to another."""
        for at, said in self.said.items():
            if start <= at < stop and said.use == "unread":
                said.use, said.reason = "explanation", kind
        if kind == "listing" and context.items and (context.stated or context.trusted) and not context.unknown:
            text = self._text[start:stop].strip("：，。； ")
            names = [each for each in text.replace("，", "、").split("、") if each]
            if names:
                names[-1] = names[-1].removesuffix("等")
                values = tuple(each for each in names if each)
                self.words.append(SaidWord(context.items[0], NAMES, values, start, stop))

    def finish(self) -> None:
        """The passage is read."""
        for said in self.said.values():
            if said.use == "unread" and said.figure.kind == "named" and said.reason == "no_pattern":
                said.use, said.reason = "constant", "name"

    def group_of(self, items: list[str]) -> str:
        """The common name of two items; empty where they have none."""
        for name, members in self._grammar.groups.items():
            if set(members) == set(items) or (name in items and set(items) <= {name, *members}):
                return name
        return ""

    # ---- patterns -------------------------------------------------------------------------------------------------

    def take(self, fit: PatternFit, context: Context, sentence: Sentence) -> None:
        """A pattern fits: its figures are read, or left for a reason."""
        fault = self._base(fit, context, sentence)
        self._compare(fit, context)
        reason = fault or self._fault(fit, context)
        detail = context.unknown
        failed = False
        for number, ((group, slot), meaning) in enumerate(zip(fit.pattern.figures, fit.pattern.meanings, strict=True)):
            said = self._said(fit, group)
            if said is None:
                continue
            if meaning.measure == CONSTANT:
                said.use, said.reason = "constant", "threshold"
                continue
            own = self._own_fault(meaning, reason)
            if not own:
                own = self._state(said, fit, group, slot, number, meaning, context, sentence)
            failed = failed or bool(own and meaning.measure != PLACELESS)
            if own:
                said.reason, said.detail = own, detail[-_UNIT_WORDS:]
        if failed:
            context.trusted = context.stated = False
        elif fit.pattern.figures:
            context.unknown = ""

    def _said(self, fit: PatternFit, group: str) -> SaidFigure | None:
        """The figure in a group, when it is the whole of it."""
        if not fit.match[group]:
            return None
        start, end = fit.match.span(group)
        start += self._text[start] == "-"
        said = self.said.get(start)
        return said if said is not None and said.figure.end == end else None

    def _base(self, fit: PatternFit, context: Context, sentence: Sentence) -> ProseReason:
        """Set with what is compared from here on; a fault where that is not last year."""
        if not fit.pattern.base:
            return ""
        context.base = "prior_year" if fit.pattern.base == "prior_year" else "budget"
        context.base_fault = "no_base"
        context.budget = self._called(fit, BUDGET) or BUDGET
        if fit.pattern.base == "prior_year":
            own = self._terms.year or self._year
            for (group, _), meaning in zip(fit.pattern.figures, fit.pattern.meanings, strict=True):
                year = fit.match[group]
                if meaning.measure == PRIOR_YEAR and year and (own is None or int(year) != own - 1):
                    context.base, context.base_fault = "", "other_base"
        if not context.stated and not context.unknown:
            group_name = self.group_of(list(dict.fromkeys(sentence.uncompared)))
            if group_name:
                context.items = (group_name,)
        sentence.uncompared.clear()
        return ""

    def _fault(self, fit: PatternFit, context: Context) -> ProseReason:
        """Why the item of a pattern's figures is not known; empty where it is."""
        if context.unknown:
            return "unknown_words"
        if not context.items:
            return "item_lost" if context.lost or context.in_list else "no_item"
        if context.lost:
            return "item_lost"
        if not context.stated and (context.unclosed or not context.trusted):
            return "item_lost"
        if context.other_year:
            return "other_year"
        measures = {each.measure.removeprefix(OPEN) for each in fit.pattern.meanings}
        if context.in_list and context.loose and not context.stated and measures & _OF_WHOLE:
            return "item_lost"
        if fit.pattern.of_item and not any(word in context.items[0] for word in fit.pattern.of_item):
            return "no_item"
        first = fit.pattern.meanings[0] if fit.pattern.meanings else None
        if first is not None and first.measure == AMOUNT and not first.item and not context.stated:
            return "no_item"
        return ""

    def _own_fault(self, meaning: FigureMeaning, reason: ProseReason) -> ProseReason:
        """The fault of a figure whose pattern may name the item itself."""
        if meaning.measure == PLACELESS:
            return "no_measure"
        if meaning.item == TOPIC:
            return "" if self._topic else "no_item"
        if meaning.item:
            return "unknown_words" if reason == "unknown_words" else ""
        if meaning.measure in (YEAR, PRIOR_YEAR):
            return ""
        return reason

    def _state(
        self,
        said: SaidFigure,
        fit: PatternFit,
        group: str,
        slot: str,
        number: int,
        meaning: FigureMeaning,
        context: Context,
        sentence: Sentence,
    ) -> ProseReason:
        """Read a figure; the reason where its measure is not known."""
        if meaning.item:
            item = self._topic if meaning.item == TOPIC else self._filled(meaning.item, fit)
            context.items, context.stated, context.trusted = (item,), True, True
            context.unknown = ""
            if meaning.measure != YEAR:
                self.settle_years(context)
        if meaning.measure in (YEAR, PRIOR_YEAR) and not meaning.item:
            return self._state_year(said, meaning.measure, context, bool(fit.pattern.base))
        measure = self._measure(meaning.measure, fit, context, sentence)
        if measure.startswith(OPEN):
            return _REASONS[measure]
        items = self._items(fit, number, context)
        if not items:
            return "several"
        self.settle_years(context)
        value = self._value(said, fit, group, slot, meaning.measure)
        for each in items:
            self._read(said, each, measure, value, meaning.section)
            sentence.stated_items.add(each)
            self.shares.stated.add(each)
        if meaning.measure.startswith(OPEN):
            said.use, said.reason = "unread", "open_sign"
            said.wording = fit.match[0][: fit.match.start(group) - fit.match.start()]
            return ""
        if measure in self._budgets:
            sentence.budgets.add(measure)
        if meaning.measure not in (*CHANGES, RATE_OF_COMPLETION, SHARE):
            sentence.last_measure = measure
        if meaning.measure in CHANGES:
            sentence.uncompared.clear()
        return ""

    def _state_year(self, said: SaidFigure, measure: str, context: Context, compares: bool) -> ProseReason:
        known = context.items and (context.stated or context.trusted) and not context.unknown
        if (
            known
            and not (context.in_list and context.loose and not context.stated)
            and (compares or measure == PRIOR_YEAR)
        ):
            self._read(said, context.items[0], measure, said.figure.text)
        else:
            said.reason = "no_item"
            if measure == YEAR or compares:
                self._years.append((said, measure))
        return ""

    def _measure(self, measure: str, fit: PatternFit, context: Context, sentence: Sentence) -> str:
        """A measure as forms call it, by what is compared with what; a key of `_REASONS` where that is not known."""
        bare = measure.removeprefix(OPEN)
        if bare in CHANGES:
            if not context.base:
                return OPEN + context.base_fault
            if context.base == "prior_year":
                return f"比上年{bare}"
            budget = self._which(context.budget, sentence)
            return f"比{budget}{bare}" if budget else OPEN + "open_budget"
        if bare == RATE_OF_COMPLETION:
            budget = self._which(self._called(fit, BUDGET) or BUDGET, sentence)
            return f"完成{budget}率" if budget else OPEN + "open_budget"
        if bare == SHARE:
            return self.shares.measure(fit, context)
        if bare == f"{{{BUDGET}}}":
            return self._called(fit, BUDGET) or BUDGET
        if bare == AMOUNT and context.in_list:
            if context.listed in self._budgets:
                return context.listed
            if context.listed.startswith("比"):
                return OPEN + "no_base"
        return self._filled(bare, fit)

    def _which(self, budget: str, sentence: Sentence) -> str:
        """Which budget a bare 预算 is: the only one that the sentence states; empty where it states two."""
        if budget != BUDGET:
            return budget
        stated = sentence.budgets - {BUDGET}
        if len(stated) > 1:
            return ""
        return next(iter(stated), BUDGET)

    def _items(self, fit: PatternFit, number: int, context: Context) -> tuple[str, ...]:
        """The items of a figure: one, or each of several where the wording distributes; nothing where nobody knows."""
        count = sum(1 for group, _ in fit.pattern.figures if fit.match[group])
        kinds = {each.measure for each in fit.pattern.meanings}
        items = context.items
        if count > 1 and len(kinds) == 1:
            members = self._grammar.groups.get(items[0], ()) if len(items) == 1 else items
            return (members[number],) if len(members) == count else ()
        if len(items) == 1:
            return items
        if name := self.group_of(list(items)):
            return (name,)
        return items if any(word in fit.match[0] for word in _DISTRIBUTING) else ()

    def _filled(self, text: str, fit: PatternFit) -> str:
        """A name of a meaning with its ``{…}`` filled in."""
        if "{" not in text:
            return text
        for name, value in fit.match.groupdict().items():
            if name.startswith("c") and value:
                text = text.replace(f"{{{name[1:]}}}", value)
        return text

    def _called(self, fit: PatternFit, kind: str) -> str:
        """What the word of a class is called."""
        return self._grammar.classes.get(kind, {}).get(fit.word(kind), "")

    def _value(self, said: SaidFigure, fit: PatternFit, group: str, slot: str, measure: str) -> str:
        """A figure as a report writes it."""
        text = fit.match[group]
        unit = fit.match.groupdict().get(f"{group}u") or ""
        if slot == "额":
            if not unit or unit == "万":
                said.wording = said.wording or NO_UNIT_WRITTEN
                unit = "" if not unit else "万元"
            value = text if unit in ("", self._terms.money_unit) else f"{text} {unit}"
        elif slot == "率":
            said.wording = said.wording if unit else said.wording or NO_UNIT_WRITTEN
            value = f"{text}%"
        else:
            value = f"{text} {slot}" if slot in self._grammar.units else text
        if measure not in CHANGES:
            return value
        called = self._called(fit, "升降")
        if not called:
            compared = self._called(fit, "大小")
            called = {"大于": "增加", "小于": "减少"}.get(compared, "")
        printed = fit.word("升降")
        word = printed if printed in DIRECTIONS else called
        return f"{word} {value}" if word else value

    def _read(self, said: SaidFigure, item: str, measure: str, value: str, section: str = "") -> None:
        said.use, said.reason, said.detail = "read", "", ""
        said.readings.append((section, item, measure, value))

    def _compare(self, fit: PatternFit, context: Context) -> None:
        """A word that compares: 大于, 持平."""
        if not context.items or context.unknown or not (context.stated or context.trusted) or context.lost:
            return
        measure = COMPARED.get(context.base, "")
        for kind in ("大小", "持平"):
            if fit.word(kind) and measure:
                called = [self._grammar.classes[kind].get(each, "") for each in fit.words(kind)]
                values = tuple(dict.fromkeys(each for each in called if each))
                open_words = len(values) != 1 or values[0] == "不定" or "或" in fit.match[0]
                for item in context.items:
                    said = (fit.match[0],) if open_words else values
                    self.words.append(SaidWord(item, measure, said, fit.match.start(), fit.end))


_REASONS: dict[str, ProseReason] = {
    OPEN + "no_base": "no_base",
    OPEN + "other_base": "other_base",
    OPEN + "open_budget": "open_budget",
    OPEN + "other_whole": "other_whole",
    OPEN + "item_lost": "item_lost",
}
