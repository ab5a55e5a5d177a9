"""Judging a report again and again, each time with some of its figures printed otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from jsrules.base.record import Record
from jsrules.engine.bind import Binder
from jsrules.engine.evaluate import evaluate, sites
from jsrules.engine.parts import Parts, TooMuchWork
from jsrules.engine.resolved import ResolvedRule
from jsrules.engine.work import WorkLeft
from jsrules.model.changes import CellPlace
from jsrules.model.outcome import Found, Outcome
from jsrules.model.report import Block, Cell, Report
from jsrules.model.statements import Applies

RuleGroups = Sequence[tuple[Sequence[ResolvedRule], tuple[Applies, ...]]]
"""Rules, with what all rules of a group are for."""


OtherwisePrinted = dict[CellPlace, "Cell | None"]
"""What is printed in some cells."""


class _Span(Record):
    """Outcomes that no figure changes, and the number of the part that comes behind them."""

    fixed: tuple[Outcome, ...]
    part: int


class Anew:
    """Judges a report as `jsrules.engine.evaluate.evaluate` does.

    Of a copy of the report that differs in what is printed in some cells, only what looks at one of these is judged
    again; any other report is judged as a whole. What was judged last is kept: the next copy often differs from it in
    few cells. ``known`` are the outcomes of the report as it is, where they are known: what stays as it is is one of
    these then.
    """

    def __init__(self, report: Report, rules: RuleGroups, known: Sequence[Outcome] = ()) -> None:
        self._report = report
        self._rules = rules
        self._known = known
        self._parts: Parts | None = None
        self._last: OtherwisePrinted = {}
        self._outcomes: list[tuple[Outcome, ...]] = []
        self._spans: list[_Span] = []
        self._rest: tuple[Outcome, ...] = ()

    def __call__(self, report: Report) -> list[Outcome]:
        """The outcomes of all rules, in their order."""
        printed = _printed_otherwise(self._report, report)
        if printed is None:
            return self._whole(report)
        if self._parts is None:
            self._parts = Parts(self._report, self._rules)
            self._lay_out(self._parts)
        last = self._last
        places = {each for each in (*printed, *last) if each not in printed or each not in last}
        places.update(each for each, cell in printed.items() if each in last and _is_other(last[each], cell))
        watch = self._parts.watch
        binder = self._parts.bind(watch.of(report))
        for number in self._parts.reading(places):
            watch.seen.clear()
            self._outcomes[number] = self._told(number, self._parts.judge(number, binder))
            self._parts.note(watch.seen, number)  # a condition that holds now has more looked at
        self._last = printed
        return self._laid()

    def first(self, most: int) -> tuple[list[Outcome], list[int]] | None:
        """The outcomes of the report as it is, and the work that each group of rules takes; None where they take more
        than ``most`` together. To be asked for before those of any copy.
        """
        try:
            self._parts = Parts(self._report, self._rules, most)
        except TooMuchWork:
            return None
        self._lay_out(self._parts)
        return self._laid(), self._parts.work

    def _whole(self, report: Report) -> list[Outcome]:
        work = WorkLeft()
        return [each for rules, conditions in self._rules for each in evaluate(report, rules, conditions, work)]

    def _laid(self) -> list[Outcome]:
        return [each for span in self._spans for each in (*span.fixed, *self._outcomes[span.part])] + [*self._rest]

    def _told(self, number: int, found: Sequence[Found]) -> tuple[Outcome, ...]:
        assert self._parts is not None
        info = self._parts.parts[number].resolved.info
        return tuple(Outcome(info, *each) for each in found)

    def _lay_out(self, parts: Parts) -> None:
        """Where the outcomes of each part stand among those of the whole report."""
        binder, fixed = Binder(self._report), list[Outcome]()
        found = (each for rules, conditions in self._rules for each in sites(self._report, binder, rules, conditions))
        for each in found:
            if isinstance(each, Outcome):
                fixed.append(each)
                continue
            for _ in each.places:
                number = len(self._spans)
                self._spans.append(_Span(tuple(fixed), number))
                self._outcomes.append(self._told(number, parts.parts[number].found))
                fixed.clear()
        self._rest = tuple(fixed)
        if self._known:
            self._take(iter(self._known))

    def _take(self, known: Iterator[Outcome]) -> None:
        """Put the known outcomes in the places of those that were laid out, in their order."""
        for number, (span, told) in enumerate(zip(self._spans, self._outcomes, strict=True)):
            self._spans[number] = _Span(tuple(islice(known, len(span.fixed))), span.part)
            self._outcomes[number] = tuple(islice(known, len(told)))
        self._rest = tuple(known)


def _printed_otherwise(one: Report, other: Report) -> OtherwisePrinted | None:
    """What is printed in the cells in which a copy differs from a report; None where they differ in anything else."""
    same = (
        one.forms is other.forms
        and one.header is other.header
        and (one.kind, one.unit, one.year, one.restated) == (other.kind, other.unit, other.year, other.restated)
        and one.prior is other.prior
        and one.subordinates is other.subordinates
        and one.tables.keys() == other.tables.keys()
    )
    found: OtherwisePrinted = {}
    for form, table in other.tables.items() if same else ():
        before = one.tables[form]
        if table is before:
            continue
        if (table.note, len(table.blocks)) != (before.note, len(before.blocks)):
            return None
        for block, (old, new) in enumerate(zip(before.blocks, table.blocks, strict=True)):
            if new is not old:
                if _frame(old) != _frame(new):
                    return None
                for (key, was), row in zip(old.rows.items(), new.rows.values(), strict=True):
                    if row is was:
                        continue
                    if (row.label, row.code, row.level) != (was.label, was.code, was.level):
                        return None
                    for column, (less, more) in enumerate(zip(was.cells, row.cells, strict=True)):
                        if _is_other(less, more):
                            found[form, block, key, column] = more
    return found if same else None


def _is_other(one: Cell | None, other: Cell | None) -> bool:
    """Whether two cells are printed otherwise."""
    if one is other:
        return False
    return one is None or other is None or one != other


def _frame(block: Block) -> tuple[object, ...]:
    return (block.decimals, block.money_unit, block.stated, block.unlisted, block.whole, list(block.rows))
