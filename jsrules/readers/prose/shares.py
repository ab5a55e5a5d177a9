"""Of what a share is a share: 占本年收入合计的, 占总支出的, or of the whole of a list."""

from __future__ import annotations

from jsrules.readers.prose.context import Context
from jsrules.readers.prose.grammar import Grammar
from jsrules.readers.prose.matcher import Matcher, PatternFit
from jsrules.readers.prose.meanings import OPEN

WHOLE, WHOLES = "整体", "泛称"
"""The slot of what it is a share of, and the class of words that say only that it is the whole: 总支出."""


class Shares:
    """Tells the measure of shares of one section. ``totals`` are the totals that the passage states outside lists."""

    def __init__(self, grammar: Grammar, matcher: Matcher, section: str) -> None:
        self._grammar = grammar
        self._matcher = matcher
        self._name = section
        own = grammar.section(section)
        self._section = own
        self._shares = own.shares if own is not None else {}
        self._general = grammar.classes.get(WHOLES, {})
        self.stated: set[str] = set()

    def measure(self, fit: PatternFit, context: Context) -> str:
        """The measure of a share, by the item that it is a share of; with `OPEN` before it, why it has none."""
        shares = self._shares
        named = self._named(fit)
        if named:
            whole = self._matcher.item_called(named, self._name)
            if named in self._general and whole not in shares:
                whole = context.whole or self._of_section(context)
            if not whole:
                return OPEN + "other_whole"
        elif not (whole := context.whole) and context.lost:
            return OPEN + "item_lost"
        if not whole:
            return next(iter(shares.values()), OPEN + "other_whole")
        return shares.get(whole, OPEN + "other_whole")

    def _named(self, fit: PatternFit) -> str:
        """What a share is said to be of, without words that do not matter, where they are of no name."""
        named = fit.word(WHOLE).removesuffix("的").removeprefix("全部").removeprefix("同期")
        while named and named not in self._general and not self._matcher.item_called(named, self._name):
            skipped = self._grammar.skipped.match(named)
            if skipped is None or skipped.end() == len(named):
                break
            named = named[skipped.end() :]
        return named

    def _of_section(self, context: Context) -> str:
        """The whole that a section is about, outside its lists: 占总支出的 is of all that was spent. Nobody knows where
        the section has several, where the item is not what the section is about, or the passage states another total.
        """
        shares = self._shares
        if context.in_list or len(set(shares.values())) != 1 or self._section is None:
            return ""
        if self._section.item and context.items != (self._section.item,):
            return ""
        groups = {member for name, members in self._grammar.groups.items() for member in (name, *members)}
        whole = next(iter(shares))
        return "" if self.stated & groups or whole in context.items else whole
