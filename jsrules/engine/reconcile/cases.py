"""Conditions taken apart into cases: of what a rule demands, the ways in which it can hold.

``若 C 则 Q`` holds where C does not, or Q does: also where C is false as printed, for a correction may make it true.
What a rule demands is demanded of the true amounts. A condition is read off the prints, so that it counts as true where
the prints make it so, or any true amounts that print like that: what rounding may have decided accuses nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from jsrules.base.record import Record, replace
from jsrules.engine.evaluate import judge_for
from jsrules.engine.lacking import lacking_in
from jsrules.engine.ranges import NoAnswer
from jsrules.engine.reconcile.choices import Basis
from jsrules.engine.truth import elements_of, is_numeric, truth_of
from jsrules.model.functions import FUNCTIONS
from jsrules.model.ground import Blank, GroundLinear, GroundRatio, Place, Unbound
from jsrules.model.linear import NEGATED, Beyond, Linear, holds
from jsrules.model.outcome import Judgement, RuleInfo
from jsrules.model.syntax import Call, Cells, Chosen, Compare, Expression, If, Logic, Not
from jsrules.model.tree import walk

if TYPE_CHECKING:
    from jsrules.engine.bind import Binder
    from jsrules.engine.reconcile.numbering import Numbering

MOST_BRANCHES = 16
"""In so many ways may a rule hold; one with more is left out."""

MOST_LOOKED_AT = 60
"""So many figures may a condition look at that is no comparison of sums; one that looks at more stays as it is."""


class CaseClaim(Record):
    """A comparison that a case consists of. ``premise``: it is part of a condition; ``chosen`` are the cells whose
    figures chose those that it sums up.
    """

    ground: GroundLinear | GroundRatio
    premise: bool = False
    chosen: tuple[int, ...] = ()


class StandingCondition(Record):
    """A condition that is no comparison of sums and does not hold as printed; it may once one of these cells, which it
    looks at, is printed otherwise.
    """

    cells: tuple[int, ...]


Branch = tuple[CaseClaim | StandingCondition, ...]
"""One way in which a rule can hold: all of it together."""

ALWAYS: list[Branch] = [()]
"""Nothing is demanded."""


class TooManyCases(Exception):
    """A rule can hold in more ways than `MOST_BRANCHES`."""


class OutOfScope(Exception):
    """A rule demands what corrections are not looked for in, or what cannot be told of this report."""


def either_side(ground: GroundLinear, chosen: tuple[int, ...] = (), premise: bool = False) -> list[Branch]:
    """The two cases of what is different: it is less or more."""
    return [(CaseClaim(replace(ground, operator=operator), premise, chosen),) for operator in ("<", ">")]


class _Inapplicable(Exception):
    """What is demanded does not apply, so that it is no part of what must hold, nor a way in which anything can."""


class Splitter:
    """Takes rules apart at their places. ``printed`` reads what is printed, ``unknown`` has a figure also where none
    can be read.
    """

    def __init__(self, printed: Binder, unknown: Binder, numbers: Numbering) -> None:
        self.printed = printed
        self.unknown = unknown
        self.numbers = numbers

    @property
    def unknown_blanks(self) -> set[Blank]:
        """The figures of the rule that was taken apart last that nobody knows."""
        found = self.unknown.reach.unknown
        assert found is not None
        return found

    def branches(self, rule: RuleInfo, node: Expression, place: Place) -> list[Branch]:
        """The ways in which what a rule says at a place can hold; `ALWAYS` where it demands nothing.

        Raises `TooManyCases`, and `OutOfScope`.
        """
        self.printed.reach.missing = self.unknown.reach.missing = rule.missing
        self.printed.reach.work = self.unknown.reach.work = 0
        self.unknown_blanks.clear()
        try:
            return self._demanded(rule, node, place, True)
        except _Inapplicable:
            return ALWAYS

    # -- what is demanded

    def _demanded(
        self, rule: RuleInfo, node: Expression, place: Place, wanted: bool, *, alternative: bool = False
    ) -> list[Branch]:
        if isinstance(node, Logic):
            operands = [(each, place) for each in node.operands]
            together = (node.operator == "and") is wanted
            alternative = alternative or (wanted and not together)
            return self._several(rule, operands, wanted, together=together, alternative=alternative)
        if isinstance(node, Not):
            return self._demanded(rule, node.operand, place, not wanted)
        if isinstance(node, If) and wanted:
            fails = self._read(node.condition, place, False)
            if fails == ALWAYS:
                return ALWAYS
            return _one_of((fails, self._demanded(rule, node.consequence, place, True)))
        if isinstance(node, Call) and node.function in ("any", "all"):
            elements = list(self._elements(node, place))
            return self._several(rule, elements, wanted, together=(node.function == "all") is wanted)
        if not isinstance(node, Compare) or node.tolerance is not None:
            raise OutOfScope
        try:
            if not is_numeric(node, self.printed, place):
                raise OutOfScope
        except NoAnswer:
            raise OutOfScope from None
        return self._compared(rule, node if wanted else replace(node, operator=NEGATED[node.operator]), place)

    def _several(
        self,
        rule: RuleInfo,
        operands: Iterable[tuple[Expression, Place]],
        wanted: bool,
        *,
        together: bool,
        alternative: bool = False,
    ) -> list[Branch]:
        """What several conditions demand ``together``, or one of them; those that do not apply play no part.

        Of what is demanded together the rest stays where corrections are not looked for in a part; where that is an
        ``alternative`` to others, it is none unless the part holds.
        """
        parts: list[list[Branch]] = []
        for each, place in operands:
            try:
                parts.append(self._demanded(rule, each, place, wanted, alternative=alternative))
            except _Inapplicable:
                continue
            except OutOfScope:
                if not together:
                    raise
                parts.append(self._stands(each, place, wanted) if alternative else ALWAYS)
        if not parts:
            raise _Inapplicable
        return _all_of(parts) if together else _one_of(parts)

    def _elements(self, node: Call, place: Place) -> Iterator[tuple[Expression, Place]]:
        for each in node.arguments:
            assert isinstance(each, Chosen)
            try:
                places = elements_of(self.printed, each, place)
            except NoAnswer:
                raise OutOfScope from None
            for at in places:
                yield each.condition, at

    def _compared(self, rule: RuleInfo, node: Compare, place: Place) -> list[Branch]:
        binder = self.printed if _selects(node) else self.unknown
        try:
            found = binder.compare(node, place)
        except NoAnswer as nothing:
            raise (OutOfScope if nothing.reason.undecided else _Inapplicable) from None
        except Beyond:
            raise OutOfScope from None
        if isinstance(found, Unbound):
            raise OutOfScope if found.reason.undecided else _Inapplicable
        if self._is_doubtful(rule, found):
            raise OutOfScope
        ground = self.numbers.ground(found)
        if not isinstance(ground, GroundLinear | GroundRatio) or not is_demanded(rule, ground, self.numbers):
            raise OutOfScope
        chosen: tuple[int, ...] = ()
        if ground.choices:
            bases = [Basis(self.printed, *each) for each in ground.choices]
            if not all(each.certain for each in bases):
                raise OutOfScope
            chosen = tuple(dict.fromkeys(cell for each in bases for cell in each.cells))
        if isinstance(ground, GroundLinear) and ground.operator == "<>":
            return either_side(ground, chosen)
        return [(CaseClaim(ground, False, chosen),)]

    def _is_doubtful(self, rule: RuleInfo, ground: GroundLinear | GroundRatio) -> bool:
        """Whether what it says could not be believed, if it did not hold."""
        forms = (ground.row,) if isinstance(ground, GroundLinear) else (ground.numerator, ground.denominator)
        if any(blank in self.unknown_blanks for form in forms for blank in form.blanks):
            return lacking_in(self.printed.reach, ground, Judgement("violation")) is not None
        return judge_for(rule, self.printed, ground).is_doubtful

    # -- conditions

    def _read(self, node: Expression, place: Place, wanted: bool) -> list[Branch]:
        """The ways in which a condition can be true, or false, as ``wanted``."""
        if isinstance(node, Logic):
            parts = (self._read(each, place, wanted) for each in node.operands)
            return _all_of(parts) if (node.operator == "and") is wanted else _one_of(parts)
        if isinstance(node, Not):
            return self._read(node.operand, place, not wanted)
        if isinstance(node, If):  # it is false only where its condition holds and the rest does not
            both = (self._read(node.condition, place, not wanted), self._read(node.consequence, place, wanted))
            return _one_of(both) if wanted else _all_of(both)
        try:
            if is_numeric(node, self.printed, place):
                return self._read_comparison(node, place, wanted)
            if isinstance(node, Call) and node.function in ("any", "all"):
                return self._read_elements(node, place, wanted)
        except NoAnswer:
            return ALWAYS
        return self._stands(node, place, wanted)

    def _read_elements(self, node: Call, place: Place, wanted: bool) -> list[Branch]:
        places: list[tuple[Expression, Place]] = []
        for each in node.arguments:
            assert isinstance(each, Chosen)
            places += ((each.condition, at) for at in elements_of(self.printed, each, place))
        parts = (self._read(condition, at, wanted) for condition, at in places)
        return _all_of(parts) if (node.function == "all") is wanted else _one_of(parts)

    def _read_comparison(self, node: Compare, place: Place, wanted: bool) -> list[Branch]:
        algebra = self.unknown
        if node.tolerance is not None or _selects(node):
            return self._stands(node, place, wanted)
        try:
            left, right = algebra.linear(node.left, place), algebra.linear(node.right, place)
        except Beyond:
            return self._stands(node, place, wanted)
        if not isinstance(left, Linear) or not isinstance(right, Linear):
            return self._stands(node, place, wanted)
        operator = node.operator if wanted else NEGATED[node.operator]
        row = left.copy()
        row.add(right, -1)
        ground = self.numbers.ground(GroundLinear(place, node, operator, row, left, right))
        if not isinstance(ground, GroundLinear) or self.numbers.has_years(ground.row):
            return self._stands(node, place, wanted)
        row = ground.row
        if row.is_constant:
            return ALWAYS if holds(operator, row.constant) else []
        if node.operator == "==" and self.numbers.has_unknown(row):
            return ALWAYS
        if operator != "<>":
            return [(CaseClaim(ground, True),)]
        if node.operator != "==" and self.numbers.is_rounded(row):
            return ALWAYS
        return either_side(ground, premise=True)

    def _stands(self, node: Expression, place: Place, wanted: bool) -> list[Branch]:
        """A condition that is no comparison of sums: it stays what it is until something that it looks at changes."""
        try:
            if truth_of(self.printed, node, place) is wanted:
                return ALWAYS
        except NoAnswer:
            return ALWAYS
        cells = self._looked_at(node, place)
        return [(StandingCondition(cells),)] if cells else []

    def _looked_at(self, node: Expression, place: Place) -> tuple[int, ...]:
        """The cells whose figures may decide a condition.

        Of one that only asks whether something is printed, as 存在 does, they are those where nothing is.
        """
        presence = _asks_presence(node)
        found: dict[int, None] = {}
        for each, at in self._references(node, place):
            try:
                cells = self.printed.reach.many(each, at, texts=True)
            except NoAnswer:
                continue
            chosen = at is not place
            for cell in cells:
                index = self.numbers.index_of(cell)
                if index is not None and (chosen or not presence or not self.numbers.cells[index].amount):
                    found[index] = None
        return tuple(found) if len(found) <= MOST_LOOKED_AT else ()

    def _references(self, node: Expression, place: Place) -> Iterator[tuple[Cells, Place]]:
        """The references in a condition, those that choose cells at each of these."""
        for each in walk(node):
            if isinstance(each, Cells):
                yield each, place
            elif isinstance(each, Chosen) and isinstance(each.cells, Cells):
                try:
                    elements = self.printed.reach.elements(each.cells, place)
                except NoAnswer:
                    continue
                for at in elements:
                    yield from ((inner, at) for inner in walk(each.condition) if isinstance(inner, Cells))


def _selects(node: Expression) -> bool:
    """Whether which cells a comparison is about depends on what is printed in them."""
    return any(
        isinstance(each, Chosen) or (isinstance(each, Call) and FUNCTIONS[each.function].linear in LOOKING)
        for each in walk(node)
    )


LOOKING = ("count", "mean")
"""What looks at how much is printed."""


def _asks_presence(node: Expression) -> bool:
    """Whether a condition only asks whether something is printed."""
    if not isinstance(node, Compare):
        return True
    counted = {id(cells) for each in walk(node) if _is_count(each) for cells in walk(each)}
    return all(id(each) in counted for each in walk(node) if isinstance(each, Cells))


def _is_count(node: Expression) -> bool:
    return isinstance(node, Call) and FUNCTIONS[node.function].linear == "count"


def _one_of(parts: Iterable[list[Branch]]) -> list[Branch]:
    found: list[Branch] = []
    for each in parts:
        if () in each:
            return ALWAYS
        found += (branch for branch in each if branch not in found)
    if len(found) > MOST_BRANCHES:
        raise TooManyCases
    return found


def _all_of(parts: Iterable[list[Branch]]) -> list[Branch]:
    found = ALWAYS
    for each in parts:
        if each == ALWAYS:
            continue
        found = [(*one, *other) for one in found for other in each]
        if len(found) > MOST_BRANCHES:
            raise TooManyCases
        if not found:
            return found
    return found


def is_demanded(rule: RuleInfo, ground: GroundLinear | GroundRatio, numbers: Numbering) -> bool:
    """Whether a comparison is one that figures are wrong by.

    Equalities and rates are, and inequalities of rules that say that they are 平衡 or 逻辑. Others only bound figures:
    by a number of the rule, or counts by counts; of two amounts of money the one may well exceed the other, as spending
    does a budget.
    """
    if isinstance(ground, GroundRatio):
        return not numbers.has_unknown(ground.numerator) and not numbers.has_unknown(ground.denominator)
    row = ground.row
    if ground.tolerance is not None or numbers.has_years(row):
        return False
    if numbers.has_unknown(row) and (ground.operator == "==" or not numbers.knows_units(row)):
        return False
    return bool(rule.nature) or ground.operator in ("=", "==") or numbers.is_bound(row)
