"""Some variables expressed by the others: what the simplex of `jsrules.base.simplex` stands on and exchanges.

A *basic* variable is ``sum(row * others) / scale``, all integers; the others stand on values of their own. Variables
that are 0 whatever comes, and rows without bounds, stand outside until they are taken in.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heapify, heappop, heappush, heapreplace
from math import gcd, lcm

from jsrules.base.record import Record


class BasisState(Record):
    """How a basis stands, to be put back so; ``entries`` says how large it is."""

    rows: dict[int, dict[int, int]]
    columns: dict[int, set[int]]
    scales: dict[int, int]
    sums: dict[int, int]
    values: dict[int, int]
    queue: list[tuple[int, int]]
    entries: int


class SimplexBasis:
    """Variables within ``low`` and ``up`` (None: open-ended), which the owner sets.

    ``sums`` are the numerators of basic variables, ``columns`` the rows that each of the others is in. ``meant`` is
    what the variables of rows are sums of, ``uses`` the rows that a variable is in there.
    """

    def __init__(self, meant: Mapping[int, Mapping[int, int]], uses: Mapping[int, list[int]]) -> None:
        self.meant = meant
        self.uses = uses
        self.low: dict[int, int | None] = {}
        self.up: dict[int, int | None] = {}
        self.rows: dict[int, dict[int, int]] = {}
        self.columns: dict[int, set[int]] = {}
        self.scales: dict[int, int] = {}
        self.sums: dict[int, int] = {}
        self.values: dict[int, int] = {}
        self.entries = 0
        self.by_length = True
        self._queue: list[tuple[int, int]] = []

    def standing(self) -> BasisState:
        """How it stands now."""
        return BasisState(
            {number: row.copy() for number, row in self.rows.items()},
            {number: column.copy() for number, column in self.columns.items()},
            self.scales.copy(),
            self.sums.copy(),
            self.values.copy(),
            self._queue.copy(),
            self.entries,
        )

    def put_back(self, standing: BasisState) -> None:
        """Let it stand as it stood; the bounds are to be those of then, too."""
        self.rows = {number: row.copy() for number, row in standing.rows.items()}
        self.columns = {number: column.copy() for number, column in standing.columns.items()}
        self.scales, self.sums, self.values = standing.scales.copy(), standing.sums.copy(), standing.values.copy()
        self._queue, self.entries = standing.queue.copy(), standing.entries

    def has(self, variable: int) -> bool:
        """Whether a variable is not outside."""
        return variable in self.columns or variable in self.rows

    # -- the queue of basic variables that may be out of their bounds

    def fits(self, basic: int) -> bool:
        """Whether a basic variable is within its bounds."""
        total, scale = self.sums.get(basic, 0), self.scales.get(basic, 1)
        low, up = self.low[basic], self.up[basic]
        return (low is None or total >= low * scale) and (up is None or total <= up * scale)

    def look_at(self, basic: int) -> None:
        """Queue a basic variable if it is out of its bounds."""
        if not self.fits(basic):
            heappush(self._queue, (len(self.rows[basic]) if self.by_length else 0, basic))

    def queue(self, *, by_length: bool) -> int:
        """Queue what is out of its bounds by the lengths of rows, or else by numbers; how many there may be."""
        self.by_length = by_length
        left = {basic for _, basic in self._queue if basic in self.rows}
        self._queue = [(len(self.rows[basic]) if by_length else 0, basic) for basic in left]
        heapify(self._queue)
        return len(left)

    def first_out(self) -> int | None:
        """The first basic variable of the queue that is out of its bounds; it stays there."""
        queue = self._queue
        while queue:
            length, basic = queue[0]
            row = self.rows.get(basic)
            if row is None or self.fits(basic):
                heappop(queue)
            elif self.by_length and length != len(row):
                heapreplace(queue, (len(row), basic))
            else:
                return basic
        return None

    # -- taking in and letting go

    def enter_row(self, number: int) -> None:
        """Express the variable of a row by those that are not basic."""
        row: dict[int, int] = {}
        total, basic = 0, []
        for each, factor in self.meant[number].items():
            if each in self.columns:
                row[each] = factor
                total += factor * self.values.get(each, 0)
            elif each in self.rows:
                basic.append((each, factor))
        scale = 1
        if basic:
            scale = lcm(*(self.scales.get(each, 1) for each, _ in basic))
            total *= scale
            row = {each: factor * scale for each, factor in row.items()}
            for each, factor in basic:
                factor *= scale // self.scales.get(each, 1)
                total += factor * self.sums.get(each, 0)
                for variable, value in self.rows[each].items():
                    row[variable] = row.get(variable, 0) + factor * value
            row = {variable: value for variable, value in row.items() if value}
        self.rows[number], self.sums[number] = row, total
        if scale != 1:
            self.scales[number] = scale
        for variable in row:
            self.columns[variable].add(number)
        self.entries += len(row)
        self.look_at(number)

    def leave_row(self, number: int) -> None:
        """Put a basic variable outside: nothing holds it any more."""
        row = self.rows.pop(number)
        for variable in row:
            self.columns[variable].discard(number)
        self.entries -= len(row)
        self.scales.pop(number, None)
        self.sums.pop(number, None)

    def enter_column(self, variable: int) -> None:
        """Take in a variable that is 0: what its rows' own variables stand for is more by it."""
        column = self.columns[variable] = set()
        for number in self.uses[variable]:
            factor = self.meant[number][variable]
            if number in self.rows:
                self._put(number, variable, factor * self.scales.get(number, 1), column)
            elif number in self.columns:
                for other in self.columns[number]:
                    self._put(other, variable, -factor * self.rows[other][number], column)

    def _put(self, basic: int, variable: int, factor: int, column: set[int]) -> None:
        """Add to an entry of a row."""
        row = self.rows[basic]
        value = row.get(variable, 0) + factor
        if value:
            self.entries += variable not in row
            row[variable] = value
            column.add(basic)
        else:
            self.entries -= 1
            del row[variable]
            column.discard(basic)

    def leave_column(self, variable: int) -> None:
        """Put a variable that is not basic, and 0, outside."""
        for number in self.columns.pop(variable):
            del self.rows[number][variable]
            self.entries -= 1
        self.values.pop(variable, None)

    def move(self, variable: int, value: int) -> None:
        """Give a variable that is not basic another value."""
        change = value - self.values.get(variable, 0)
        self.values[variable] = value
        for basic in self.columns[variable]:
            self.sums[basic] = self.sums.get(basic, 0) + self.rows[basic][variable] * change
            self.look_at(basic)

    # -- exchanging

    def exchange(self, leaving: int, entering: int, target: int) -> None:
        """Make a variable basic in the place of another, which then stands on ``target``."""
        rows, columns, sums, scales = self.rows, self.columns, self.sums, self.scales
        row = rows.pop(leaving)
        for variable in row:
            columns[variable].discard(leaving)
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
        if pivot != 1:
            common = gcd(pivot, *new.values())
            if common > 1:
                new = {variable: each // common for variable, each in new.items()}
                pivot //= common
                total //= common
        column = columns.pop(entering)
        columns[leaving] = set()
        for other in column:
            self._substitute(other, entering, old, new, pivot, total)
        rows[entering], sums[entering] = new, total
        if pivot != 1:
            scales[entering] = pivot
        for variable in new:
            columns[variable].add(entering)
        if target:
            self.values[leaving] = target
        self.look_at(entering)

    def _substitute(self, basic: int, entering: int, old: int, new: dict[int, int], pivot: int, total: int) -> None:
        """Put ``new / pivot`` in the place of a variable in a row."""
        columns = self.columns
        row = self.rows[basic]
        before = len(row)
        factor = row.pop(entering)
        sum_ = self.sums.get(basic, 0) - factor * old
        scale = self.scales.get(basic, 1)
        if pivot != 1:
            common = gcd(pivot, factor)
            times = pivot // common
            factor //= common
            if times != 1:
                for variable in row:
                    row[variable] *= times
                scale *= times
                sum_ *= times
        sum_ += factor * total
        for variable, each in new.items():
            value = row.get(variable)
            if value is None:
                columns[variable].add(basic)
                row[variable] = factor * each
            elif value := value + factor * each:
                row[variable] = value
            else:
                del row[variable]
                columns[variable].discard(basic)
        if scale != 1:
            common = gcd(scale, *row.values())
            if common > 1:
                scale //= common
                sum_ //= common
                for variable in row:
                    row[variable] //= common
        if scale != 1:
            self.scales[basic] = scale
        else:
            self.scales.pop(basic, None)
        self.sums[basic] = sum_
        self.entries += len(row) - before
        self.look_at(basic)
