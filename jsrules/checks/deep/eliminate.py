"""Exact elimination: sparse integer rows, each with the record of how it was combined from the equations given.

Nothing is divided but by a common factor, so no fraction and no rounding arises (fraction-free elimination, E. H.
Bareiss, "Sylvester's Identity and Multistep Integer-Preserving Gaussian Elimination", 1968; here with the content of a
row removed instead of the last pivot, since rows are sparse).
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heappop, heappush
from math import gcd

from jsrules.base.record import Record, field

Vector = dict[int, int]
"""Column to coefficient, none of them 0."""

CONSTANT = -1
"""The column of an equation's constant."""

MAXIMUM_WORK = 80_000_000
"""How many coefficients may be touched for one connected part of a rule set (large ones count for more)."""

MAXIMUM_TOTAL = 160_000_000
"""How many for all parts together."""


class TooLarge(Exception):
    """A part whose elimination would take more than its share of work."""


class EliminationBudget:
    """The work that is left, for one part out of that for all."""

    def __init__(self, work: int = MAXIMUM_TOTAL, total: EliminationBudget | None = None) -> None:
        self.left = work
        self.total = total

    def spend(self, work: int) -> None:
        """Take some. Raises `TooLarge` when there is none left."""
        self.left -= work
        if self.left < 0:
            raise TooLarge
        if self.total is not None:
            self.total.spend(work)


class TracedRow(Record, frozen=False):
    """``vector`` is the sum of ``combination``: equation number to multiplier."""

    vector: Vector
    combination: Vector = field(default_factory=dict)

    def copy(self) -> TracedRow:
        """An independent copy."""
        return TracedRow(dict(self.vector), dict(self.combination))

    @property
    def is_empty(self) -> bool:
        """Whether no column but that of the constant is left in it."""
        return not self.vector or (len(self.vector) == 1 and CONSTANT in self.vector)

    @property
    def constant(self) -> int:
        """The constant."""
        return self.vector.get(CONSTANT, 0)

    def clear(self, column: int, pivot: TracedRow, budget: EliminationBudget) -> None:
        """Add a multiple of another row so that a column becomes 0, scaling this row as far as that takes."""
        self._add(self.vector[column], pivot.vector[column], pivot, budget)

    def cancel(self, equation: int, zero: TracedRow, budget: EliminationBudget) -> None:
        """Add a multiple of a row that is 0 = 0 so that an equation is no longer part of the combination."""
        self._add(self.combination[equation], zero.combination[equation], zero, budget)

    def _add(self, mine: int, theirs: int, other: TracedRow, budget: EliminationBudget) -> None:
        common = gcd(mine, theirs)
        own, factor = theirs // common, -mine // common
        if own < 0:
            own, factor = -own, -factor
        size = len(other.vector) + len(other.combination)
        if own != 1:
            size += len(self.vector) + len(self.combination)
        _combine(self.vector, own, other.vector, factor)
        _combine(self.combination, own, other.combination, factor)
        if own != 1 or factor not in (1, -1):
            self._shrink()
        budget.spend(size * (1 + (own.bit_length() + factor.bit_length() >> 6)))

    def _shrink(self) -> None:
        common = gcd(*self.vector.values(), *self.combination.values())
        if common > 1:
            for vector in (self.vector, self.combination):
                for key in vector:
                    vector[key] //= common


def _combine(vector: Vector, own: int, other: Vector, factor: int) -> None:
    """``vector = own * vector + factor * other``."""
    if own != 1:
        for key in vector:
            vector[key] *= own
    for key, value in other.items():
        total = vector.get(key, 0) + factor * value
        if total:
            vector[key] = total
        else:
            del vector[key]


class Echelon:
    """Rows of which each has a pivot column that no later one has, on top of another echelon, if there is one below.

    ``weights`` say how often a column is used: rare ones make the best pivots.
    """

    def __init__(self, weights: dict[int, int], budget: EliminationBudget, below: Echelon | None = None) -> None:
        self.rows: list[TracedRow] = []
        self.pivots: list[int] = []
        self.order: dict[int, int] = {}
        self.weights = weights
        self.budget = budget
        self.below = below

    def reduce(self, row: TracedRow) -> TracedRow:
        """The row with every pivot column cleared: it follows from the rows here if and only if nothing is left of
        it.
        """
        if self.below is not None:
            self.below.reduce(row)
        order = self.order
        waiting = sorted(order[column] for column in row.vector if column in order)
        while waiting:
            number = heappop(waiting)
            column = self.pivots[number]
            if column not in row.vector:
                continue
            pivot = self.rows[number]
            fresh = [each for each in pivot.vector if each in order and each not in row.vector]
            row.clear(column, pivot, self.budget)
            for each in fresh:
                heappush(waiting, order[each])
        return row

    def add(self, row: TracedRow) -> bool:
        """Take in a reduced row; False when it has no column left to hold on to."""
        if row.is_empty:
            return False
        column = min(
            (each for each in row.vector if each != CONSTANT),
            key=lambda each: (abs(row.vector[each]) != 1, self.weights.get(each, 0), each),
        )
        self.order[column] = len(self.rows)
        self.rows.append(row)
        self.pivots.append(column)
        return True


def reduced(echelon: Echelon) -> dict[int, Vector]:
    """The rows of an echelon (not of those below it), by pivot column, each cleared of the other pivots."""
    done: dict[int, Vector] = {}
    order = echelon.order
    for number in range(len(echelon.rows) - 1, -1, -1):
        row = TracedRow(dict(echelon.rows[number].vector))
        own = echelon.pivots[number]
        for column in [each for each in row.vector if each in order and each != own]:
            row.clear(column, TracedRow(done[column]), echelon.budget)
        done[own] = row.vector
    return done


def units(vectors: Iterable[Vector], budget: EliminationBudget) -> set[int]:
    """The columns whose unit vector is a combination of these vectors."""
    echelon = Echelon({}, budget)
    for vector in vectors:
        echelon.add(echelon.reduce(TracedRow(dict(vector))))
    return {column for column, vector in reduced(echelon).items() if len(vector) == 1}
