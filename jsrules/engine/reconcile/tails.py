"""True amounts near the print, found by moving printed figures along the tails: for one that is off by a last place, by
half a last place of some of its figures.

What most reports with rounding differences need is not more than that. First figures are moved that bring several
identities nearer at once; then those that stand in several identities where the ones that stand in one alone do not do,
the shortest identities first, and as far as none suffers that was looked at before; then figures of one identity alone
take what is left. It either ends so or finds nothing, which proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

GRID = 10
"""So many steps are in half a last place. The upper end itself is left out: a figure is moved by nine steps there."""

STILL, ROUNDED = (0, 0), (-GRID, GRID - 1)
"""How far an exact figure is moved, and one that is rounded."""

_PASSES = 3
"""So many times all identities are gone through: one may be off again after another one is not."""

TailRange = tuple["int | None", "int | None"]
"""The least and the greatest, None where there is none."""

TailTerms = Sequence[tuple[int, int]]
"""Variables, by their numbers, with their factors in a sum."""


class TailRows:
    """Sums of variables, and how far each of these is moved."""

    def __init__(self, rows: Sequence[TailTerms], variables: Sequence[tuple[int, int]]) -> None:
        self.rows = rows
        self.variables = variables
        uses: list[list[tuple[int, int]]] = [[] for _ in variables]
        for number, row in enumerate(rows):
            for variable, factor in row:
                uses[variable].append((number, factor))
        movable = [least < most for least, most in variables]
        self.uses = uses
        self.own = [[each for each in row if len(uses[each[0]]) == 1 and movable[each[0]]] for row in rows]
        self.shared = [[each for each in row if len(uses[each[0]]) > 1 and movable[each[0]]] for row in rows]
        self.spare = [_spare(row, variables) for row in self.own]
        self.order = sorted(range(len(rows)), key=lambda each: (not self.own[each], len(self.shared[each])))
        self.several = [number for number, each in enumerate(uses) if len(each) > 1 and movable[number]]

    def solved(self, ranges: Sequence[TailRange]) -> dict[int, int] | None:
        """Values of the variables, whole numbers, with which all rows are within these ranges, those that are 0 left
        out; None where none are found.
        """
        search = _Search(self, ranges)
        if not search.run(nearer=True):
            search = _Search(self, ranges)
            if not search.run(nearer=False):
                return None
        values = search.values
        for row, within in zip(self.rows, ranges, strict=True):
            if not _is_within(sum([factor * values[variable] for variable, factor in row]), within):
                return None
        found = {variable: value for variable, value in enumerate(values) if value}
        return found if all(_is_within(value, self.variables[each]) for each, value in found.items()) else None


def _spare(own: TailTerms, variables: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """How much less, and how much more, a row is made by figures of its own."""
    below = above = 0
    for variable, factor in own:
        least, most = variables[variable]
        if factor > 0:
            below, above = below + factor * least, above + factor * most
        else:
            below, above = below + factor * most, above + factor * least
    return below, above


class _Search:
    def __init__(self, rows: TailRows, ranges: Sequence[TailRange]) -> None:
        self.rows = rows
        self.ranges = ranges
        self.values = [0] * len(rows.variables)
        self.sums = [0] * len(rows.rows)
        self.low: list[int | None] = []
        self.up: list[int | None] = []
        for (low, up), (below, above) in zip(ranges, rows.spare, strict=True):
            self.low.append(None if low is None else low - above)
            self.up.append(None if up is None else up - below)

    def run(self, *, nearer: bool) -> bool:
        """Whether all rows are as they must be; ``nearer``: figures are moved first that help several of them."""
        rows, order = self.rows, self.rows.order
        if nearer:
            self._bring_nearer()
        for _ in range(_PASSES):
            off = [number for number in order if self._need(number)]
            if not off:
                break
            done = {number for number in order if rows.own[number]}
            done.difference_update(off)
            for number in off:
                self._push(number, done)
                done.add(number)
        return not any(map(self._need, order)) and all(map(self._fill, order))

    def _bring_nearer(self) -> None:
        """Move figures that bring more rows nearer to what they must be than they take away from it: first those that
        can be moved by the whole of half a last place.
        """
        for up in (False, True):
            for variable in self.rows.several:
                end = self.rows.variables[variable][up]
                if self.values[variable]:
                    continue
                uses = self.rows.uses[variable]
                steps, helped = abs(end), 0
                for number, factor in uses:
                    wanted = self._lack(number)
                    if wanted and ((wanted > 0) is (factor > 0)) is up:
                        helped += 1
                        steps = min(steps, abs(wanted) // abs(factor))
                if helped > 1 and 2 * helped > len(uses):
                    self._move(variable, steps if up else -steps)

    def _lack(self, number: int) -> int:
        """How much more a row must be than it is, or less, if figures of its own stay."""
        low, up = self.ranges[number]
        total = self.sums[number]
        if low is not None and total < low:
            return low - total
        return up - total if up is not None and total > up else 0

    def _need(self, number: int) -> int:
        """How much more a row must be than it is, or less, beyond what its own figures can give."""
        low, up, total = self.low[number], self.up[number], self.sums[number]
        if low is not None and total < low:
            return low - total
        return up - total if up is not None and total > up else 0

    def _push(self, number: int, done: set[int]) -> None:
        """Move shared figures of a row until it is as it must be, those first that can be moved furthest."""
        need = self._need(number)
        if not need:
            return
        found = []
        for variable, factor in self.rows.shared[number]:
            rising = (need > 0) is (factor > 0)
            extent = self._extent(variable, number, rising, done)
            if extent:
                found.append((-extent * abs(factor), variable, factor, extent if rising else -extent))
        for _, variable, factor, extent in sorted(found):
            steps = min(abs(extent), -(-abs(need) // abs(factor)))
            self._move(variable, steps if extent > 0 else -steps)
            need = self._need(number)
            if not need:
                return

    def _extent(self, variable: int, number: int, rising: bool, done: set[int]) -> int:
        """How far a figure can be moved without harm to the other rows that were looked at."""
        extent = abs(self.rows.variables[variable][rising] - self.values[variable])
        for other, factor in self.rows.uses[variable]:
            if other == number or other not in done:
                continue
            upward = rising is (factor > 0)
            limit = self.up[other] if upward else self.low[other]
            if limit is not None:
                room = limit - self.sums[other] if upward else self.sums[other] - limit
                extent = min(extent, max(0, room) // abs(factor))
        return extent

    def _move(self, variable: int, steps: int) -> None:
        self.values[variable] += steps
        for number, factor in self.rows.uses[variable]:
            self.sums[number] += factor * steps

    def _fill(self, number: int) -> bool:
        """Give a row with its own figures what it lacks, as few of them as that takes; whether that goes."""
        need = self._lack(number)
        if not need:
            return True
        found = []
        for variable, factor in self.rows.own[number]:
            rising = (need > 0) is (factor > 0)
            extent = abs(self.rows.variables[variable][rising])
            found.append((-extent * abs(factor), variable, factor, rising))
        for most, variable, factor, rising in sorted(found):
            steps = min(-most, abs(need)) // abs(factor)
            steps = steps if rising else -steps
            self._move(variable, steps)
            need -= factor * steps
            if not need:
                return True
        return False


def _is_within(value: int, within: TailRange) -> bool:
    low, up = within
    return (low is None or value >= low) and (up is None or value <= up)
