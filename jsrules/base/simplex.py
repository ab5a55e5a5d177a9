"""Do true amounts exist? Bounded simplex over integers.

After Dutertre and de Moura, A fast linear-arithmetic solver for DPLL(T) (CAV 2006): every row has a variable of its own
with the row's bounds; a tableau expresses the basic variables by the others, which always stand on a bound or on an
integer, so that with one denominator for each tableau row everything is an integer. A basic variable out of its bounds
is exchanged for one that can move; when none can, its tableau row is the conflict: the only dependency between the
variables in it, so that it needs all of their bounds.

A tableau is *warm*: it stays as the last check left it, and the next one only exchanges the bounds that are others. So
that it stays sparse, the row that leaves is the shortest one, variables that are 0 whatever comes stand outside until
they may move, as do rows without bounds until they have some, and what has doubled is put back as it was at the first
point. Its answers depend on what was asked before, and on nothing else.

Strict bounds are met by an epsilon of 1/`grain` half units. A point found so is a point. A conflict is checked against
the bounds themselves: when it only holds for this epsilon, `TooCoarse` asks for a finer one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy as copy_of
from typing import Protocol, TypeVar

from jsrules.base.basis import BasisState, SimplexBasis
from jsrules.base.record import Record

GRAIN = 10**6
PATIENCE = 200
"""So many exchanges, and two for each variable out of its bounds, are made by the shortest row and column before
Bland's rule takes over, which cannot cycle.
"""

SPARE = 500
"""So many entries more than twice as many are no reason yet to put a tableau back."""

EXCHANGE = 60
"""What an exchange costs besides its entries, in thirds of what writing an entry does."""


class Bounds(Record):
    """A range of integers, None where it is open-ended; ``strict``: the ends themselves are left out."""

    low: int | None = None
    up: int | None = None
    strict_low: bool = False
    strict_up: bool = False

    @property
    def hold_zero(self) -> bool:
        """Whether 0 is in the range."""
        low, up = self.low, self.up
        return (low is None or low <= -self.strict_low) and (up is None or up >= self.strict_up)


OPEN = Bounds()


class WorkBudget(Protocol):
    """Counts work, and raises an error of its own when there is none left."""

    def spend(self, work: int) -> None:
        """Take work out."""


class TooCoarse(Exception):
    """A conflict holds for this epsilon only."""


class Conflict(Record):
    """Why no true amounts exist: ``sum(factor * variable) = 0`` for the deviations and rows in ``factors``, while their
    bounds make it positive.

    Rows are numbered behind the deviations. A positive factor uses the lower bound, a negative one the upper. Of the
    figures in ``freed`` (a set of bits) it uses no more than that they may not be negative.

    With ``cases`` it is one for each way in which something, ``split``, can hold, and has no factors of its own.
    """

    factors: tuple[tuple[int, int], ...]
    freed: int = 0
    cases: tuple[Conflict, ...] = ()
    split: int = -1

    @property
    def parts(self) -> tuple[Conflict, ...]:
        """The conflicts with factors that it consists of: itself, or those of its cases."""
        return tuple(part for each in self.cases for part in each.parts) if self.cases else (self,)

    @property
    def variables(self) -> set[int]:
        """The deviations and rows whose bounds it uses."""
        return {variable for part in self.parts for variable, _ in part.factors}


class Point(Record):
    """True amounts that satisfy every row: deviations times ``denominators``, those that are 0 left out."""

    values: dict[int, tuple[int, int]]


AnyTableau = TypeVar("AnyTableau", bound="Tableau")


class TableauState(Record):
    """How a tableau stands, and the bounds that are not its own."""

    standing: BasisState
    changed: Mapping[int, Bounds]

    @property
    def size(self) -> int:
        """How many entries it has."""
        return self.standing.entries


class Tableau:
    """Variables within bounds, and rows, sums of them, within bounds of their own.

    Rows are numbered behind the variables, from ``first``; ``rows`` is what they are sums of, ``columns`` the rows that
    a variable is in, ``bounds`` those of both, ``violated`` the rows whose bounds leave out 0.
    """

    def __init__(
        self, variables: Sequence[Bounds], rows: Sequence[tuple[dict[int, int], Bounds]], grain: int = GRAIN
    ) -> None:
        self.grain = grain
        first = self.first = len(variables)
        self.bounds: list[Bounds] = [*variables, *(bounds for _, bounds in rows)]
        self.rows: dict[int, dict[int, int]] = {}
        self.columns: dict[int, list[int]] = {variable: [] for variable in range(first)}
        for number, (terms, _) in enumerate(rows, first):
            self._define(number, terms)
        self.violated = [number for number in self.rows if not self.bounds[number].hold_zero]
        self._basis: SimplexBasis | None = None

    def _define(self, number: int, terms: dict[int, int]) -> None:
        self.rows[number] = terms
        for variable in terms:
            self.columns.setdefault(variable, []).append(number)

    def add(self, terms: dict[int, int]) -> int:
        """A further row, without bounds until changes give it some; its variable."""
        number = len(self.bounds)
        self.bounds.append(OPEN)
        self._define(number, terms)
        return number

    def restricted(self: AnyTableau, rows: Collection[int]) -> AnyTableau:
        """A tableau of some of the rows only, by their variable, that nothing was asked of yet."""
        copy = copy_of(self)
        copy.rows, copy.columns = {}, {}
        for number in rows:
            copy._define(number, self.rows[number])
        copy._basis = None
        return copy

    def scaled(self, bounds: Bounds) -> tuple[int | None, int | None]:
        """Bounds as integers of this grain, with the strict ones moved in by one."""
        low = None if bounds.low is None else bounds.low * self.grain + bounds.strict_low
        up = None if bounds.up is None else bounds.up * self.grain - bounds.strict_up
        return low, up

    def run(self, changes: Mapping[int, Bounds], budget: WorkBudget) -> Point | Conflict:
        """See `check`."""
        basis = self._basis
        if basis is None:
            budget.spend(10 * (len(self.columns) + len(self.rows)))
            basis = self._basis = self._started()
            self._changed: Mapping[int, Bounds] = {}
            self._kept, self._kept_point = self.state(), False
        elif basis.entries > 2 * self._kept.size + SPARE:
            budget.spend(4 * self._kept.size)
            self.restore(self._kept)
        budget.spend(8 * len(changes) + len(basis.rows))
        self._swap(basis, changes)
        patience = PATIENCE + 2 * basis.queue(by_length=True)
        while (basic := basis.first_out()) is not None:
            rising, entering = self._entering(basis, basic)
            if entering < 0:
                return self._conflict(basis, basic, rising)
            # Spent before anything is touched, so that the tableau stays whole.
            budget.spend(EXCHANGE + 3 * (len(basis.rows[basic]) + 1) * (len(basis.columns[entering]) + 1))
            target = basis.low[basic] if rising else basis.up[basic]
            assert target is not None
            basis.exchange(basic, entering, target)
            patience -= 1
            if not patience:
                basis.queue(by_length=False)
        if not self._kept_point:
            self._kept, self._kept_point = self.state(), True
        return self._point(basis)

    def state(self) -> TableauState:
        """How it stands now, for `restore`."""
        assert self._basis is not None
        return TableauState(self._basis.standing(), self._changed)

    def restore(self, state: TableauState) -> None:
        """Put it back as it stood."""
        assert self._basis is not None
        for number in {**self._changed, **state.changed}:
            bounds = state.changed.get(number) or self.bounds[number]
            self._basis.low[number], self._basis.up[number] = self.scaled(bounds)
        self._basis.put_back(state.standing)
        self._changed = state.changed

    def _started(self) -> SimplexBasis:
        basis = SimplexBasis(self.rows, self.columns)
        for number in (*self.columns, *self.rows):
            basis.low[number], basis.up[number] = self.scaled(self.bounds[number])
        for variable in self.columns:
            if not _is_zero(basis, variable):
                basis.columns[variable] = set()
                value = _within(basis, variable, 0)
                if value:
                    basis.values[variable] = value
        for number in self.rows:
            if self.bounds[number] != OPEN:
                basis.enter_row(number)
        return basis

    def _swap(self, basis: SimplexBasis, changes: Mapping[int, Bounds]) -> None:
        """Give the variables the bounds of these changes instead of those of the last."""
        before, self._changed = self._changed, dict(changes)
        for number in before:
            if number not in changes:
                self._bound(basis, number, self.bounds[number])
        for number, bounds in changes.items():
            known = before.get(number)
            if known is not bounds and known != bounds:
                self._bound(basis, number, bounds)

    def _bound(self, basis: SimplexBasis, number: int, bounds: Bounds) -> None:
        basis.low[number], basis.up[number] = self.scaled(bounds)
        if number in basis.rows:
            if number >= self.first and bounds == OPEN:
                basis.leave_row(number)
            else:
                basis.look_at(number)
        elif number in basis.columns:
            value = basis.values.get(number, 0)
            within = _within(basis, number, value)
            if within != value:
                basis.move(number, within)
            if number < self.first and _is_zero(basis, number):
                basis.leave_column(number)
        elif number >= self.first:
            if number in self.rows and bounds != OPEN:
                basis.enter_row(number)
        elif number in self.columns and not _is_zero(basis, number):
            basis.enter_column(number)
            value = _within(basis, number, 0)
            if value:
                basis.move(number, value)

    def _entering(self, basis: SimplexBasis, basic: int) -> tuple[bool, int]:
        """Whether a basic variable must rise, and which one can move for it, or -1: the one in the fewest rows; when
        patience is lost, the first.
        """
        low = basis.low[basic]
        rising = low is not None and basis.sums.get(basic, 0) < low * basis.scales.get(basic, 1)
        best, best_key = -1, (0, 0)
        for variable, coefficient in basis.rows[basic].items():
            limit = basis.up[variable] if (coefficient > 0) is rising else basis.low[variable]
            if limit is None or basis.values.get(variable, 0) != limit:
                key = (len(basis.columns[variable]) if basis.by_length else 0, variable)
                if best < 0 or key < best_key:
                    best, best_key = variable, key
        return rising, best

    def _conflict(self, basis: SimplexBasis, basic: int, rising: bool) -> Conflict:
        sign = 1 if rising else -1
        factors = {basic: sign * basis.scales.get(basic, 1)}
        for variable, coefficient in basis.rows[basic].items():
            factors[variable] = -sign * coefficient
        for number in [each for each in factors if each >= self.first]:
            for variable, coefficient in self.rows[number].items():
                if not basis.has(variable):  # it is 0, but part of the sum
                    factors[variable] = factors.get(variable, 0) - factors[number] * coefficient
        # scale * basic - row = 0 while the least of it is positive, for the true bounds?
        least, strict = 0, False
        for variable, factor in factors.items():
            if factor:
                bounds = self._changed.get(variable) or self.bounds[variable]
                end, left_out = (bounds.low, bounds.strict_low) if factor > 0 else (bounds.up, bounds.strict_up)
                assert end is not None
                least += factor * end
                strict |= left_out
        if least < 0 or (least == 0 and not strict):
            raise TooCoarse
        return Conflict(tuple(sorted(each for each in factors.items() if each[1])))

    def _point(self, basis: SimplexBasis) -> Point:
        grain, first = self.grain, self.first
        values = {variable: (value, grain) for variable, value in basis.values.items() if value and variable < first}
        for variable, total in basis.sums.items():
            if total and variable < first:
                values[variable] = (total, grain * basis.scales.get(variable, 1))
        return Point(values)


def check(tableau: Tableau, changes: Mapping[int, Bounds], budget: WorkBudget) -> Point | Conflict:
    """A point within the bounds, some of them changed, or the conflict that rules it out.

    Raises `TooCoarse`, and what the budget raises when it is spent.
    """
    return tableau.run(changes, budget)


def _is_zero(basis: SimplexBasis, variable: int) -> bool:
    return basis.low[variable] == 0 == basis.up[variable]


def _within(basis: SimplexBasis, variable: int, value: int) -> int:
    """A value within the bounds of a variable: the one given or, where it is outside, the middle or the only end."""
    low, up = basis.low[variable], basis.up[variable]
    if low is not None and value < low:
        return low if up is None else (low + up + 1) // 2
    if up is not None and value > up:
        return up if low is None else (low + up + 1) // 2
    return value
