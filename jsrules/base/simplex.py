"""Do true amounts exist? Bounded simplex over integers.

After Dutertre and de Moura, A fast linear-arithmetic solver for DPLL(T) (CAV 2006): every row has a variable of its own
with the row's bounds; a tableau expresses the basic variables by the others, which always stand on a bound or on an
integer, so that with one denominator for each tableau row everything is an integer. A basic variable out of its bounds
is exchanged for one that can move; when none can, its tableau row is the conflict: the only dependency between the
variables in it, so that it needs all of their bounds.

Strict bounds are met by an epsilon of 1/`grain` half units. A point found so is a point. A conflict is checked against
the bounds themselves: when it only holds for this epsilon, `TooCoarse` asks for a finer one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy as copy_of
from heapq import heappop, heappush
from math import gcd
from typing import Protocol, TypeVar

from jsrules.base.record import Record

GRAIN = 10**6
PATIENCE = 200
"""So many exchanges are made by the shortest column before Bland's rule takes over, which cannot cycle."""


class Bounds(Record):
    """A range of integers, None where it is open-ended; ``strict``: the ends themselves are left out."""

    low: int | None = None
    up: int | None = None
    strict_low: bool = False
    strict_up: bool = False


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
    """

    factors: tuple[tuple[int, int], ...]
    freed: int = 0


class Point(Record):
    """True amounts that satisfy every row: deviations times ``denominators``, those that are 0 left out."""

    values: dict[int, tuple[int, int]]


AnyTableau = TypeVar("AnyTableau", bound="Tableau")


class Tableau:
    """The tableau that every check starts from, made once: variables within bounds, and rows, sums of them, within
    bounds of their own. Rows are numbered behind the variables, from ``first``.
    """

    def __init__(
        self, variables: Sequence[Bounds], rows: Sequence[tuple[dict[int, int], Bounds]], grain: int = GRAIN
    ) -> None:
        self.grain = grain
        first = self.first = len(variables)
        self.rows: dict[int, dict[int, int]] = {}
        self.columns: dict[int, frozenset[int] | set[int]] = {}
        columns: dict[int, set[int]] = {}
        self.bounds: list[Bounds] = list(variables)
        for number, (terms, bounds) in enumerate(rows, first):
            self.rows[number] = terms
            self.bounds.append(bounds)
            for variable in terms:
                columns.setdefault(variable, set()).add(number)
        self.columns = dict(columns)
        self.low: list[int | None] = []
        self.up: list[int | None] = []
        for each in self.bounds:
            low, up = self.scaled(each)
            self.low.append(low)
            self.up.append(up)
        self.violated = [
            number
            for number, (_, bounds) in enumerate(rows, first)
            if not (bounds.low is None or bounds.low <= -bounds.strict_low)
            or not (bounds.up is None or bounds.up >= bounds.strict_up)
        ]

    def scaled(self, bounds: Bounds) -> tuple[int | None, int | None]:
        """Bounds as integers of this grain, with the strict ones moved in by one."""
        low = None if bounds.low is None else bounds.low * self.grain + bounds.strict_low
        up = None if bounds.up is None else bounds.up * self.grain - bounds.strict_up
        return low, up

    def with_rows(self: AnyTableau, renewed: Mapping[int, tuple[dict[int, int], Bounds]]) -> AnyTableau:
        """A copy with some rows, by their variable, and their bounds made anew."""
        copy = copy_of(self)
        copy.rows, copy.columns = dict(self.rows), dict(self.columns)
        copy.bounds, copy.low, copy.up = list(self.bounds), list(self.low), list(self.up)
        for number, (terms, bounds) in renewed.items():
            for variable in {*copy.rows[number], *terms}:
                column = set(copy.columns.get(variable, ()))
                (column.add if variable in terms else column.discard)(number)
                copy.columns[variable] = column
            copy.rows[number], copy.bounds[number] = terms, bounds
            copy.low[number], copy.up[number] = self.scaled(bounds)
        copy.violated = [*self.violated, *renewed]
        return copy

    def restricted(self: AnyTableau, rows: Collection[int]) -> AnyTableau:
        """A copy with some of the rows only, by their variable."""
        copy = copy_of(self)
        copy.rows = {number: self.rows[number] for number in rows}
        columns: dict[int, set[int]] = {}
        for number, row in copy.rows.items():
            for variable in row:
                columns.setdefault(variable, set()).add(number)
        copy.columns = dict(columns)
        copy.violated = [number for number in self.violated if number in copy.rows]
        return copy


def check(tableau: Tableau, changes: Mapping[int, Bounds], budget: WorkBudget) -> Point | Conflict:
    """A point within the bounds, some of them changed, or the conflict that rules it out.

    Raises `TooCoarse`, and what the budget raises when it is spent.
    """
    return _Check(tableau, changes, budget).run()


class _Check:
    """One run.

    It copies only the rows and columns that it changes, so that its way does not depend on what was asked before.
    """

    def __init__(self, tableau: Tableau, changes: Mapping[int, Bounds], budget: WorkBudget) -> None:
        self.tableau = tableau
        self.budget = budget
        self.changes = changes
        self.low = tableau.low
        self.up = tableau.up
        if changes:
            self.low, self.up = list(tableau.low), list(tableau.up)
            for variable, bounds in changes.items():
                self.low[variable], self.up[variable] = tableau.scaled(bounds)
        # A basic variable is sum(row * others) / scale; sums hold the numerator, values the others that are not 0.
        self.rows = dict(tableau.rows)
        self.columns = dict(tableau.columns)
        self.own: set[int] = set()
        self.scale: dict[int, int] = {}
        self.sums: dict[int, int] = {}
        self.values: dict[int, int] = {}
        self.queue: list[int] = []
        self.steps = 0

    def run(self) -> Point | Conflict:
        tableau = self.tableau
        first = tableau.first
        for variable in self.changes:
            if variable < first and not self._holds_zero(variable):
                low, up = self.low[variable], self.up[variable]
                self._move(variable, low if low is not None and low > 0 else up or 0)
        for row in tableau.violated:
            if not self._fits(row):
                heappush(self.queue, row)
        for row in list(self.sums):
            if not self._fits(row):
                heappush(self.queue, row)
        while self.queue:
            basic = heappop(self.queue)
            if basic not in self.rows or self._fits(basic):
                continue
            conflict = self._repair(basic)
            if conflict is not None:
                return conflict
        return self._point()

    def _holds_zero(self, variable: int) -> bool:
        low, up = self.low[variable], self.up[variable]
        return (low is None or low <= 0) and (up is None or up >= 0)

    def _fits(self, basic: int) -> bool:
        total, scale = self.sums.get(basic, 0), self.scale.get(basic, 1)
        low, up = self.low[basic], self.up[basic]
        return (low is None or total >= low * scale) and (up is None or total <= up * scale)

    def _move(self, variable: int, value: int) -> None:
        """Give a variable that is not basic another value."""
        change = value - self.values.get(variable, 0)
        self.values[variable] = value
        for row in self.columns.get(variable, ()):
            self.sums[row] = self.sums.get(row, 0) + self.rows[row][variable] * change

    def _repair(self, basic: int) -> Conflict | None:
        """Bring a basic variable to the bound that it misses, in exchange for one that can move."""
        row, scale = self.rows[basic], self.scale.get(basic, 1)
        total = self.sums.get(basic, 0)
        low, up = self.low[basic], self.up[basic]
        rising = low is not None and total < low * scale
        target = low if rising else up
        assert target is not None
        best = -1
        best_key: tuple[int, int] | None = None
        patient = self.steps < PATIENCE
        for variable, coefficient in row.items():
            limit = self.up[variable] if (coefficient > 0) is rising else self.low[variable]
            if limit is None or self.values.get(variable, 0) != limit:
                key = (len(self.columns[variable]) if patient else 0, variable)
                if best_key is None or key < best_key:
                    best, best_key = variable, key
        if best_key is None:
            return self._conflict(basic, rising)
        self.steps += 1
        self._exchange(basic, best, target)
        return None

    def _exchange(self, leaving: int, entering: int, target: int) -> None:
        rows, columns, sums, scales = self.rows, self.columns, self.sums, self.scale
        row = dict(rows.pop(leaving))
        pivot = row.pop(entering)
        scale = scales.pop(leaving, 1)
        old = self.values.pop(entering, 0)
        rest = sums.pop(leaving, 0) - pivot * old
        # scale * leaving = pivot * entering + rest  =>  pivot * entering = scale * leaving - rest
        if pivot > 0:
            new = {variable: -each for variable, each in row.items()}
            new[leaving] = scale
        else:
            new, pivot = row, -pivot
            new[leaving] = -scale
            rest = -rest
        total = new[leaving] * target - rest
        work = len(new)
        for variable in row:
            self._column(variable).discard(leaving)
        column = self._column(entering)
        column.discard(leaving)
        del columns[entering]
        self._column(leaving)
        for other in column:
            target_row = dict(rows[other])
            factor = target_row.pop(entering)
            other_scale = scales.get(other, 1)
            other_sum = pivot * (sums.get(other, 0) - factor * old) + factor * total
            if pivot != 1:
                for variable in target_row:
                    target_row[variable] *= pivot
                other_scale *= pivot
            for variable, each in new.items():
                value = target_row.get(variable, 0) + factor * each
                if value:
                    if variable not in target_row:
                        self._column(variable).add(other)
                    target_row[variable] = value
                elif variable in target_row:
                    del target_row[variable]
                    self._column(variable).discard(other)
            if other_scale != 1:
                common = gcd(other_scale, *target_row.values())
                if common > 1:
                    other_scale //= common
                    other_sum //= common
                    for variable in target_row:
                        target_row[variable] //= common
            rows[other] = target_row
            scales[other] = other_scale
            sums[other] = other_sum
            work += len(target_row) + len(new)
            if not self._fits(other):
                heappush(self.queue, other)
        common = gcd(pivot, *new.values())
        if common > 1:
            new = {variable: each // common for variable, each in new.items()}
            pivot //= common
            total //= common
        rows[entering], scales[entering], sums[entering] = new, pivot, total
        for variable in new:
            self._column(variable).add(entering)
        self.values[leaving] = target
        if not self._fits(entering):
            heappush(self.queue, entering)
        self.budget.spend(work)

    def _column(self, variable: int) -> set[int]:
        """The rows that a variable is in, as a set that may be changed."""
        if variable in self.own:
            return self.columns.setdefault(variable, set())  # type: ignore[return-value]
        self.own.add(variable)
        made = self.columns[variable] = set(self.columns.get(variable, ()))
        return made

    def _conflict(self, basic: int, rising: bool) -> Conflict:
        sign = 1 if rising else -1
        factors = {basic: sign * self.scale.get(basic, 1)}
        for variable, coefficient in self.rows[basic].items():
            factors[variable] = -sign * coefficient
        # scale * basic - row = 0 while the least of it is positive, for the true bounds?
        least, strict = 0, False
        for variable, factor in factors.items():
            bounds = self.changes.get(variable) or self.tableau.bounds[variable]
            end, left_out = (bounds.low, bounds.strict_low) if factor > 0 else (bounds.up, bounds.strict_up)
            assert end is not None
            least += factor * end
            strict |= left_out
        if least < 0 or (least == 0 and not strict):
            raise TooCoarse
        return Conflict(tuple(sorted(factors.items())))

    def _point(self) -> Point:
        grain, first = self.tableau.grain, self.tableau.first
        values = {variable: (value, grain) for variable, value in self.values.items() if variable < first and value}
        for variable, total in self.sums.items():
            if variable < first and total and variable in self.rows:
                values[variable] = (total, grain * self.scale.get(variable, 1))
        return Point(values)
