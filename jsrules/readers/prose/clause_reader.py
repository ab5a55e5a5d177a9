"""A passage read clause by clause: what each of its figures means, or why nobody knows.

Everything that stands before a figure must be understood: words that nothing knows make it unread, and after them
nothing is carried on. Nothing is guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from jsrules.base.record import Record
from jsrules.model.prose import ProseReason
from jsrules.readers.prose.context import Context, Sentence
from jsrules.readers.prose.explanations import Explanations
from jsrules.readers.prose.figures import DATE, ORDINAL, YEAR, ClauseFigure, find_figures
from jsrules.readers.prose.grammar import Grammar
from jsrules.readers.prose.matcher import Matcher, Named, PatternFit
from jsrules.readers.prose.meanings import AMOUNT, CONSTANT, RATE_OF_COMPLETION, SHARE
from jsrules.readers.prose.plain_text import closing_brackets
from jsrules.readers.prose.statements import BUDGET, Statements
from jsrules.readers.prose.terms import Terms, UnitNames

_SEPARATORS = "，。；：、！？"
_JOINTS = "、和与及"
_OF = "的中"


class Start(Record):
    """What holds at the beginning of a passage: its section, the item and the topic that a title gave."""

    section: str
    items: tuple[str, ...] = ()
    topic: str = ""


class ClauseReader:
    """Reads one passage; the result is in ``statements``, and ``items`` is what its last sentence speaks of."""

    def __init__(self, grammar: Grammar, terms: Terms, matcher: Matcher, text: str, start: Start) -> None:
        self._grammar = grammar
        self._matcher = matcher
        self._text = text
        self._end = len(text)
        matcher.begin(text, start.section)
        self._section = start.section
        self._units = UnitNames(terms.unit)
        self._figures = {each.start: each for each in find_figures(text)}
        self._starts = sorted(self._figures)
        self._closing = closing_brackets(text)
        self._context = Context()
        self._sentence = Sentence()
        self._frames: list[Context] = []
        self._last = "。"
        self._joining = False
        self._begins = True
        self._item_end = -1
        self._named_text = ""
        self._saw_unknown = False
        self._named: tuple[str, ...] = ()
        self.statements = Statements(
            grammar, terms, matcher, text, start.section, list(self._figures.values()), start.topic
        )
        self.explanations = Explanations(grammar, text)
        section = grammar.section(start.section)
        home = section.item if section is not None else ""
        self._home: tuple[str, ...] = start.items or ((home,) if home else ())
        self._main = self._home
        self._open_sentence()

    @property
    def only_names(self) -> tuple[str, ...]:
        """The items that a passage without figures names, when it does nothing else."""
        context = self._context
        return () if self._figures or context.unknown or self._saw_unknown else self._named

    def read(self) -> None:
        """Read the passage."""
        at = 0
        while at < self._end:
            at = self._step(at)
        self._close_sentence()
        self.statements.finish()

    # ---- steps ---------------------------------------------------------------------------------------------------

    def _step(self, at: int) -> int:
        """Read what stands at a place, and say where to go on."""
        text, context = self._text, self._context
        sign = text[at]
        if self._last in "。；：，（、" and (match := ORDINAL.match(text, at)) and self._is_ordinal(match):
            self._forget_list_item()
            return match.end()
        if sign in _SEPARATORS:
            self._separate(sign)
            return at + 1
        if sign == "（":
            return self._open_bracket(at)
        if sign == "）":
            if self._frames:
                self._context = self._frames.pop()
            else:  # what it closes is not there: nobody knows of what was spoken before it
                context.items, context.stated, context.trusted = (), False, False
            context.unknown = ""
            return at + 1
        lead = self._grammar.leads.match(text, at)
        told = self.explanations.at(at)
        if lead is not None and (told is None or lead.end() >= told[1]) and not self._is_name_ahead(at, lead.end()):
            self._lead(lead.end())
            return lead.end()
        if told is not None:
            return self._explain(*told)
        return self._word(at)

    def _word(self, at: int) -> int:
        text, context = self._text, self._context
        fit = self._matcher.pattern_at(at)
        named = self._matcher.item_at(at)
        if fit is not None and named is not None and self._item_first(fit, named):
            fit = None
        if fit is not None:
            self._last = text[fit.end - 1]
            self._begins = False
            self.statements.take(fit, context, self._sentence)
            if not self._frames and not context.in_list:
                self._note_main(context.items if context.stated else ())
            return fit.end
        if named is not None:
            self._name(named, at)
            return named.end
        if (year := YEAR.match(text, at)) is not None:
            return self._year(year)
        if (date := DATE.match(text, at)) is not None:
            return date.end()
        skipped = self._grammar.skipped.match(text, at)
        if skipped is not None and not context.unknown:
            self._last = text[skipped.end() - 1]
            if self._item_end == at and skipped[0] in _OF:
                self._item_end = skipped.end()
            return skipped.end()
        unit = self._units.end_at(text, at)
        if unit > at:
            return unit
        if at in self._figures:
            return self._stray(self._figures[at])
        context.unknown += text[at]
        self._last = text[at]
        return at + 1

    def _item_first(self, fit: PatternFit, named: Named) -> bool:
        """Whether the item counts, and what follows it, and not the pattern that begins where it does."""
        if named.end >= self._end:
            return named.end > fit.end
        behind = self._matcher.pattern_at(named.end)
        if behind is not None and behind.pattern.figures and behind.end >= fit.end:
            return behind.end > fit.end or not all(each.item for each in fit.pattern.meanings)
        return named.end > fit.end or (named.end == fit.end and not fit.pattern.slots)

    def _is_name_ahead(self, at: int, lead_end: int) -> bool:
        """Whether what looks like the opening of a list is the beginning of a longer name or wording."""
        fit = self._matcher.pattern_at(at)
        return fit is not None and fit.end > lead_end and bool(fit.pattern.figures)

    def _is_ordinal(self, match: re.Match[str]) -> bool:
        return match.start() not in self._figures

    def _name(self, named: Named, at: int) -> None:
        """An item is named."""
        context = self._context
        if self._item_end == at and not self._joining:
            # One name right behind another, 一般公共预算财政拨款 基本支出, is that of neither.
            context.unknown += self._named_text
        clean = not context.unknown
        self._item_end, self._named_text = named.end, self._text[at : named.end]
        if self._joining and context.stated and clean:
            context.items = (*context.items, named.item)
        else:
            context.items = (named.item,)
        self._joining = False
        context.stated = context.trusted = clean
        if not clean:
            context.unknown += self._named_text
        else:
            self._named = context.items
            self._sentence.uncompared.append(named.item)
            self.statements.settle_years(context)
            if not self._frames and not context.in_list:
                self._note_main(context.items)
        self._begins = False
        self._last = "项"
        # Names are joined by 、 or 和 only right behind one another.
        behind = self._text[named.end : named.end + 1]
        self._joining = bool(behind) and behind in _JOINTS

    def _year(self, year: re.Match[str]) -> int:
        context = self._context
        if context.unknown and self._begins and not self._grammar.barred.search(context.unknown):
            self._units.learn(context.unknown)
            context.unknown = ""
        context.other_year = self.statements.is_other_year(int(year[1]))
        self.statements.year(self._figures.get(year.start()), context)
        self._last = "年"
        return year.end()

    def _stray(self, figure: ClauseFigure) -> int:
        """A figure that no pattern takes."""
        self.statements.leave(figure, "no_pattern", self._context.unknown)
        self._context.unknown += figure.text
        self._context.trusted = self._context.stated = False
        self._saw_unknown = True
        return figure.end

    # ---- separators, brackets, lists ----------------------------------------------------------------------------

    def _separate(self, sign: str) -> None:
        context = self._context
        if context.unknown:
            self._saw_unknown = True
            context.trusted = False
        context.unknown = ""
        self._last = sign
        self._begins = False
        if sign == "。" or sign in "！？":
            self._close_sentence()
            self._open_sentence()
            return
        if sign == "、" and self._joining:
            return
        self._joining = False
        if sign == "：" and context.stated:
            return
        context.stated = False
        if sign == "；" and not self._frames:
            self.statements.drop_years()
            self._forget_list_item()
            context.loose = False
            if not context.in_list:
                context.items = self._mains()
                context.trusted = bool(context.items)

    def _forget_list_item(self) -> None:
        """A new member of a list: what was said of the last one does not go on."""
        if self._context.in_list:
            self._context.items = ()
            self._context.trusted = self._context.stated = False

    def _open_bracket(self, at: int) -> int:
        """A bracket: without a figure it is passed over, else what is in it is read, and then the state restored."""
        stop = self._closing.get(at, self._end)
        first = bisect_left(self._starts, at)
        if first == len(self._starts) or self._starts[first] >= stop:
            return stop
        self._frames.append(self._context)
        self._context = self._context.copy()
        self._context.unclosed = self._context.unclosed or at not in self._closing
        self._context.stated = False
        self._context.unknown = ""
        if len(self._frames) > 8:
            self._frames.pop(0)
        self._last = "（"
        return at + 1

    def _lead(self, at: int) -> None:
        """What follows are the parts of what was spoken of. With a colon and semicolons it is clear which words are of
        which part; else a comparison behind the first part may be of the whole as well, where
        that has a figure.
        """
        context = self._context
        stop = self._text.find("。", at)
        rest = self._text[at : stop if stop >= 0 else self._end]
        context.loose = bool(self._sentence.last_measure) and not (rest.startswith("：") and "；" in rest)
        known = bool(context.items) and (context.stated or context.trusted) and not context.unknown
        # A sentence that begins so lists the parts of what its section is about.
        opens = self._begins and not context.unknown and not self._sentence.stated_items
        context.lost = context.lost or not (known or opens) or len(context.items) > 1
        context.whole = context.items[0] if known and len(context.items) == 1 else ""
        context.listed = self._sentence.last_measure
        context.in_list = True
        context.items = ()
        context.trusted = context.stated = False
        context.unknown = ""
        self._last = "："
        self.statements.drop_years()

    def _open_sentence(self) -> None:
        self._context = Context(items=self._main, trusted=bool(self._main))
        self._sentence = Sentence()
        self._frames = []
        self._joining = False

    def _close_sentence(self) -> None:
        mains = self._mains()
        if self._sentence.mains:
            self._main = mains
        self.statements.drop_years()

    def _note_main(self, items: tuple[str, ...]) -> None:
        for each in items:
            if each not in self._sentence.mains:
                self._sentence.mains.append(each)

    def _mains(self) -> tuple[str, ...]:
        """Of what a sentence spoke outside lists: one item, or two that have a common name; else nobody knows."""
        mains = self._sentence.mains
        if not mains:
            return self._main
        if len(mains) == 1:
            return (mains[0],)
        group = self.statements.group_of(mains)
        return (group,) if group else ()

    # ---- explanations ---------------------------------------------------------------------------------------------

    def _explain(self, kind: ProseReason, opener_end: int) -> int:
        """Pass over an explanation; its figures are of no item."""
        context = self._context
        stop, resumes = self._explanation_end(kind, opener_end)
        self.statements.explained(opener_end, stop, kind, context)
        if resumes:
            context.stated = False
            if self._text[stop] in "，：" and self._has_figures(opener_end, stop):
                # 主要用于甲 5 万元，占 10%: nobody knows whether that is of what it explains, or of 甲.
                context.items, context.trusted = (), False
        self._last = "说"
        context.unknown = ""
        return max(stop, opener_end)

    def _explanation_end(self, kind: ProseReason, at: int) -> tuple[int, bool]:
        """Where an explanation ends: with the sentence, or where a clause can only be the next statement."""
        text = self._text
        stop, depth = at, 0
        while stop < self._end and text[stop] not in "。！？":
            sign = text[stop]
            depth += (sign == "（") - (sign == "）")
            if depth < 0 and self._frames:
                return stop, True
            depth = max(depth, 0)
            if sign in "；，：" and self._resumes(kind, sign, stop + 1, at):
                return stop, True
            stop += 1
        return stop, False

    def _has_figures(self, start: int, stop: int) -> bool:
        """Whether a part of an explanation has figures that are no years."""
        return any(self._figures[at].kind != "year" for at in self._starts if start <= at < stop)

    def _is_sibling(self, item: str, bare: bool) -> bool:
        """Whether a list goes on with an item, the second of two, or behind a bare explanation another row."""
        stated = self._sentence.stated_items
        pairs = (members for members in self._grammar.groups.values() if item in members)
        return item not in stated and (
            self._context.in_list
            or any(stated & set(members) for members in pairs)
            or (bare and self._matcher.are_rows({item, *stated}))
        )

    def _completes(self, budget: PatternFit) -> bool:
        """Whether a budget that is stated is followed by how much of it was spent: it is a statement of its own."""
        behind = budget.end + 1
        if not budget.states_amount or self._text[budget.end : behind] != "，" or behind >= self._end:
            return False
        fit = self._matcher.pattern_at(behind)
        return fit is not None and [each.measure for each in fit.pattern.meanings] == [RATE_OF_COMPLETION]

    def _resumes(self, kind: ProseReason, sign: str, at: int, opener_end: int) -> bool:
        if kind == "listing":
            return sign == "；"
        if at >= self._end:
            return False
        fit = self._matcher.pattern_at(at)
        bases = {fit.pattern.base, self._context.base} if fit is not None else set()
        if sign == "；" and kind == "reason" and len(bases - {""}) == 2:
            return True  # a second comparison, behind the reason of the first
        if sign == "；" and fit is not None and {each.measure for each in fit.pattern.meanings} == {CONSTANT}:
            return True
        if sign == "；" and kind in ("reason", "purpose"):
            for pattern in (ORDINAL, self._grammar.leads, YEAR):
                match = pattern.match(self._text, at)
                if match is not None and match.start() not in self._figures:
                    at = match.end()
            named = self._matcher.item_at(at)
            if named is None or named.end >= self._end:
                return False
            fit = self._matcher.pattern_at(named.end)
            if not self._is_sibling(named.item, kind == "purpose" and not self._has_figures(opener_end, at)):
                return fit is not None and fit.word(BUDGET) != "" and self._completes(fit)
            return (
                fit is not None
                and fit.states_amount
                and self._text[fit.end : fit.end + 1] in _SEPARATORS
                and bool(self._sentence.stated_items)
            )
        if kind != "purpose" or fit is None:
            return False
        if fit.pattern.meanings and all(each.item for each in fit.pattern.meanings):
            return True
        first = fit.pattern.meanings[0].measure if fit.pattern.meanings else ""
        strong = first != AMOUNT and (fit.states_amount or first in (RATE_OF_COMPLETION, SHARE))
        return strong or (bool(fit.pattern.base) and bool(fit.pattern.slots))
