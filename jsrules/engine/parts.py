"""What rules say of a report, in parts that can be judged again one by one when some of its cells are printed
otherwise.

A part is a rule at one place. What it says depends on the cells that it looked at, on which tables and rows are
written, and on nothing else; so of a report with some cells changed, only the parts that looked at one of them need to
be judged again. It does not matter why they looked: for a sum, for a condition, or to see whether anything is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jsrules.base.record import Record
from jsrules.engine import reach
from jsrules.engine.applicability import outside
from jsrules.engine.bind import Binder
from jsrules.engine.evaluate import judge_at
from jsrules.engine.resolved import ResolvedRule
from jsrules.engine.watch import Watch
from jsrules.engine.work import cost_at_a_place
from jsrules.model.changes import CellPlace
from jsrules.model.ground import Place, Unbound
from jsrules.model.outcome import Found
from jsrules.model.report import Report
from jsrules.model.statements import Applies, Rule

WIDE = 500
"""A part that looks at more cells than these is judged again for any change in their blocks,
to keep the index small.
"""


class TooMuchWork(Exception):
    """Rules that take more work than they may be watched at."""


class Part(Record):
    """A rule at one place, with what it says of the report as it is.

    ``rule`` counts the rules that are for the report.
    """

    rule: int
    resolved: ResolvedRule
    variant: Rule
    place: Place
    found: tuple[Found, ...]


class Parts:
    """All parts of some rules on a report. ``watch`` watches the report, and copies of it.

    Each part has the whole of the work that a rule may do (`jsrules.engine.reach.MAXIMUM_WORK`) for itself.
    """

    def __init__(
        self,
        report: Report,
        rules: Iterable[tuple[Sequence[ResolvedRule], tuple[Applies, ...]]],
        most: int | None = None,
    ) -> None:
        """``work`` is what each group of rules takes, as `jsrules.engine.evaluate.evaluate` counts it. Raises
        `TooMuchWork` where all together take more than ``most``, if given, or one of them so much that it might be
        given up for it when it is judged at all of its places.
        """
        self.report = report
        self.work: list[int] = []
        self._most = most
        self.rules: list[ResolvedRule] = []
        self.parts: list[Part] = []
        self._readers: dict[CellPlace, list[int]] = {}
        self._wide: dict[tuple[int, int], list[int]] = {}
        self.watch = watch = Watch(report)
        self._binder = binder = Binder(watch.report)
        for group, conditions in rules:
            self.work.append(0)
            for resolved in group:
                if outside(report, (*conditions, *resolved.variants[0].applies)) is None:
                    self._add(resolved, binder, watch)
                    self.rules.append(resolved)

    def _add(self, resolved: ResolvedRule, binder: Binder, watch: Watch) -> None:
        reached = 0
        for variant in resolved.variants:
            places, cost = binder.places(variant), cost_at_a_place(variant)
            for place in [] if isinstance(places, Unbound) else places:
                watch.seen.clear()
                found = _judge(resolved, variant, place, binder)
                self.work[-1] += cost + binder.reach.work
                reached += binder.reach.work + len(watch.seen)
                much = reached > reach.MAXIMUM_WORK // reach.LITTLE
                if self._most is not None and (much or sum(self.work) > self._most):
                    raise TooMuchWork
                self._index(watch.seen, len(self.parts))
                self.parts.append(Part(len(self.rules), resolved, variant, place, found))

    def _index(self, seen: set[CellPlace], number: int) -> None:
        if len(seen) > WIDE:
            for block in {(form, block) for form, block, _, _ in seen}:
                self._wide.setdefault(block, []).append(number)
            return
        for place in seen:
            self._readers.setdefault(place, []).append(number)

    def note(self, seen: set[CellPlace], number: int) -> None:
        """That a part looks at these cells, too, once some are printed otherwise."""
        self._index({each for each in seen if number not in self._readers.get(each, ())}, number)

    def reading(self, places: Iterable[CellPlace]) -> list[int]:
        """The numbers of the parts that look at one of these cells, in order."""
        numbers: set[int] = set()
        for place in places:
            numbers.update(self._readers.get(place, ()))
            if self._wide:
                numbers.update(self._wide.get(place[:2], ()))
        return sorted(numbers)

    def bind(self, report: Report) -> Binder:
        """What binds the rules to a copy of the report with some cells printed otherwise."""
        return Binder(report, self._binder)

    def judge(self, number: int, binder: Binder) -> tuple[Found, ...]:
        """What a part says of the report that `bind` was asked for."""
        part = self.parts[number]
        return _judge(part.resolved, part.variant, part.place, binder)


def _judge(resolved: ResolvedRule, variant: Rule, place: Place, binder: Binder) -> tuple[Found, ...]:
    binder.reach.work = 0
    binder.reach.forget()  # each part is to be seen looking for itself at what its lists may lack
    return tuple(judge_at(resolved.info, binder, variant, place))
