"""Can several statements hold together? By cases over their alternatives, with the exact simplex in each.

Where they cannot, the answer is a tree: a case without cases of its own is a sum of comparisons, each times a number
(of an inequality, not below 0), that leaves a constant which it rules out (Farkas). Where they can, it is one point.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm

from jsrules.base.record import Record, replace
from jsrules.base.simplex import GRAIN, Bounds, Conflict, Point, Tableau, TooCoarse, check
from jsrules.checks.cells.references import Atom
from jsrules.checks.deep.eliminate import CONSTANT, EliminationBudget, TooLarge, Vector
from jsrules.checks.deep.equations import Equation

MAXIMUM_CASES = 256
"""So many cases are looked at for one question."""

MAXIMUM_ROWS = 400
"""So many comparisons are looked at together."""

_FINEST = GRAIN**8


class Comparand(Record):
    """``vector`` is 0 (``strict`` None), at least 0 (False) or above 0 (True).

    It is ``factor`` times left less right of ``equation``. ``number`` is the statement that it is of, below 0 for what
    is only asked about.
    """

    number: int
    vector: Vector
    strict: bool | None
    equation: Equation
    factor: Fraction

    def negated(self) -> list[Comparand]:
        """The alternatives of its opposite."""
        vector, factor, strict = _turned(self.vector), -self.factor, not self.strict
        if self.strict is None:
            return [self._other(self.vector, self.factor, True), self._other(vector, factor, True)]
        return [self._other(vector, factor, strict)]

    def _other(self, vector: Vector, factor: Fraction, strict: bool) -> Comparand:
        operator = (">" if factor > 0 else "<") + ("" if strict else "=")
        return Comparand(self.number, vector, strict, replace(self.equation, operator=operator), factor)


def comparand(number: int, equation: Equation, columns: dict[Atom, int]) -> Comparand:
    """A comparison, other than ``<>``, as a whole vector."""
    scale = lcm(equation.constant.denominator, *(value.denominator for _, value in equation.terms))
    if equation.operator in ("<", "<="):
        scale = -scale
    vector = {columns[atom]: int(value * scale) for atom, value in equation.terms}
    if equation.constant:
        vector[CONSTANT] = int(equation.constant * scale)
    strict = None if equation.operator == "=" else equation.operator in ("<", ">")
    return Comparand(number, vector, strict, equation, Fraction(scale))


def _turned(vector: Vector) -> Vector:
    return {column: -value for column, value in vector.items()}


class OneOf(Record):
    """One group holds, at least; ``number`` tells the statement."""

    number: int
    groups: tuple[tuple[Comparand, ...], ...]


class Refuted(Record):
    """Why not: by ``sum``, or in each group of ``choice`` by one of ``cases``."""

    sum: tuple[tuple[Comparand, Fraction], ...] = ()
    choice: OneOf | None = None
    cases: tuple[Refuted, ...] = ()

    def leaves(self) -> Iterable[tuple[tuple[Comparand, Fraction], ...]]:
        """The sums of all cases."""
        if self.choice is None:
            yield self.sum
        for each in self.cases:
            yield from each.leaves()

    def numbers(self) -> set[int]:
        """The statements that it uses."""
        found = {self.choice.number} if self.choice is not None else set()
        for each in self.cases:
            found |= each.numbers()
        return found | {each.number for each, _ in self.sum}


class Together(Record):
    """A point at which everything holds, and the comparisons that were chosen for it."""

    point: dict[int, Fraction]
    chosen: tuple[Comparand, ...]


class Refuter:
    """Answers one question. Raises `TooLarge` beyond its limits."""

    def __init__(self, budget: EliminationBudget) -> None:
        self.budget = budget
        self.cases = 0

    def ask(self, choices: Sequence[OneOf]) -> Refuted | Together:
        """Whether all can hold together."""
        units = [each for choice in choices if len(choice.groups) == 1 for each in choice.groups[0]]
        empty = next((each for each in choices if not each.groups), None)
        if empty is not None:
            return Refuted(choice=empty)
        return self._ask(units, [each for each in choices if len(each.groups) > 1])

    def _ask(self, units: list[Comparand], choices: list[OneOf]) -> Refuted | Together:
        self.cases += 1
        if self.cases > MAXIMUM_CASES or len(units) > MAXIMUM_ROWS:
            raise TooLarge
        found = solve(units, self.budget)
        if isinstance(found, Refuted):
            return found
        self.budget.spend(sum(len(each.groups) for each in choices))
        open_ones = [
            choice for choice in choices if not any(all(_is_met(x, found) for x in group) for group in choice.groups)
        ]
        if not open_ones:
            return Together(found, tuple(units))
        choice = min(open_ones, key=lambda each: len(each.groups))
        rest = [each for each in choices if each is not choice]
        cases: list[Refuted] = []
        for group in choice.groups:
            answer = self._ask([*units, *group], rest)
            if isinstance(answer, Together):
                return answer
            if not any(one is each for leaf in answer.leaves() for one, _ in leaf for each in group):
                return answer
            cases.append(answer)
        return Refuted(choice=choice, cases=tuple(cases))


def _is_met(comparand: Comparand, point: dict[int, Fraction]) -> bool:
    total = sum((value * point.get(column, Fraction()) for column, value in comparand.vector.items()), Fraction())
    total += comparand.vector.get(CONSTANT, 0)
    return total == 0 if comparand.strict is None else total > 0 if comparand.strict else total >= 0


def solve(units: Sequence[Comparand], budget: EliminationBudget) -> Refuted | dict[int, Fraction]:
    """Whether comparisons can hold together: a point, or a sum that rules it out."""
    columns: dict[int, int] = {}
    rows: list[tuple[dict[int, int], Bounds]] = []
    for each in units:
        terms = {
            columns.setdefault(column, len(columns)): value
            for column, value in each.vector.items()
            if column != CONSTANT
        }
        end = -each.vector.get(CONSTANT, 0)
        if not terms:
            if end > 0 or (end == 0 and each.strict) or (end < 0 and each.strict is None):
                return Refuted(((each, Fraction(1 if end > 0 or each.strict is not None else -1)),))
            rows.append((terms, Bounds()))
        else:
            rows.append((terms, Bounds(end, end if each.strict is None else None, bool(each.strict))))
    variables = [Bounds()] * len(columns)
    found = _checked(variables, rows, budget)
    if isinstance(found, Point):
        named = list(columns)
        return {named[number]: Fraction(*value) for number, value in found.values.items()}
    first = len(variables)
    return Refuted(tuple((units[number - first], Fraction(factor)) for number, factor in found.factors))


def _checked(
    variables: list[Bounds], rows: list[tuple[dict[int, int], Bounds]], budget: EliminationBudget
) -> Point | Conflict:
    grain = GRAIN
    while grain <= _FINEST:
        try:
            return check(Tableau(variables, rows, grain), {}, budget)
        except TooCoarse:
            grain **= 2
    raise TooLarge
