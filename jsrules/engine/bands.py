"""Rows of a plan that are made alike, weighed together.

Of many reports nearly every identity holds, and most are sums of two or three figures. Those of one pattern are added
up figure by figure, the first ones of all rows with the second ones of all rows: a loop of its own for none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from operator import add, itemgetter, mul, sub

from jsrules.base.named import NamedTuple
from jsrules.model.linear import holds
from jsrules.model.syntax import Comparison

_Picked = Callable[[Sequence[int]], Sequence[int]]

_FEW = 3
"""So few rows of a pattern are weighed one by one."""


class RowTerms(NamedTuple):
    """A linear identity as integers, as `jsrules.engine.planned.WeighedRow`, with the numbers of its cells."""

    number: int
    cells: tuple[int, ...]
    factors: tuple[int, ...]
    constant: int
    operator: Comparison


class Band(NamedTuple):
    """Rows of one pattern: their numbers, and what takes the figures of all of them for each place in the pattern:
    of those that are added, of those that are taken away, and of those with another factor.
    """

    numbers: tuple[int, ...]
    added: tuple[_Picked, ...]
    taken: tuple[_Picked, ...]
    others: tuple[tuple[_Picked, int], ...]
    constant: int
    operator: Comparison

    def failing(self, values: Sequence[int], scale: int) -> Iterable[tuple[int, int]]:
        """The numbers of the rows that do not hold, with their values."""
        more, less = _sum_of(self.added, values), _sum_of(self.taken, values)
        for pick, factor in self.others:
            more = map(add, more, map(mul, pick(values), repeat(factor)))
        if self.constant:
            more = map(add, more, repeat(self.constant * scale))
        sums = list(map(sub, more, less))
        if not any(sums):
            return ()
        found = [(number, value) for number, value in zip(self.numbers, sums, strict=True) if value]
        return found if self.operator == "=" else [each for each in found if not holds(self.operator, each[1])]


class LoneRow(NamedTuple):
    """A row of a pattern of its own: the figures that are added, those that are taken away, and the others."""

    number: int
    added: _Picked
    taken: _Picked
    others: tuple[tuple[int, int], ...]
    constant: int
    operator: Comparison

    def failing(self, values: Sequence[int], scale: int) -> Iterable[tuple[int, int]]:
        """The row's number and value, where it does not hold."""
        value = sum(self.added(values)) - sum(self.taken(values)) + self.constant * scale
        for cell, factor in self.others:
            value += factor * values[cell]
        if not value or (self.operator != "=" and holds(self.operator, value)):
            return ()
        return ((self.number, value),)


def bands_of(rows: Sequence[RowTerms]) -> list[Band | LoneRow]:
    """The rows, those of one pattern together."""
    patterns: dict[tuple[tuple[int, ...], int, Comparison], list[RowTerms]] = {}
    for each in rows:
        order = sorted(range(len(each.cells)), key=each.factors.__getitem__)
        cells, factors = (tuple([of[at] for at in order]) for of in (each.cells, each.factors))
        patterns.setdefault((factors, each.constant, each.operator), []).append(each._replace(cells=cells))
    return [band for pattern, alike in patterns.items() for band in _bands(pattern[0], alike)]


def _bands(factors: tuple[int, ...], alike: list[RowTerms]) -> Iterator[Band | LoneRow]:
    first = alike[0]
    if len(alike) <= max(_FEW, len(factors) // 2):
        for each in alike:
            added, taken = (
                [cell for cell, of in zip(each.cells, factors, strict=True) if of == sign] for sign in (1, -1)
            )
            others = [(cell, of) for cell, of in zip(each.cells, factors, strict=True) if abs(of) != 1]
            yield LoneRow(each.number, _picked(added), _picked(taken), tuple(others), each.constant, each.operator)
        return
    columns = [itemgetter(*[each.cells[at] for each in alike]) for at in range(len(factors))]
    more, less = (tuple([pick for pick, of in zip(columns, factors, strict=True) if of == sign]) for sign in (1, -1))
    rest = tuple([(pick, of) for pick, of in zip(columns, factors, strict=True) if abs(of) != 1])
    yield Band(tuple([each.number for each in alike]), more, less, rest, first.constant, first.operator)


def _sum_of(picks: Sequence[_Picked], values: Sequence[int]) -> Iterator[int] | Sequence[int]:
    """The sums of what several take, place by place."""
    if not picks:
        return repeat(0)
    found: Iterator[int] | Sequence[int] = picks[0](values)
    for pick in picks[1:]:
        found = map(add, found, pick(values))
    return found


def _picked(cells: Sequence[int]) -> _Picked:
    """What takes the values of cells from those of all, as a tuple however many they are."""
    if len(cells) > 1:
        return itemgetter(*cells)
    return (lambda values: (values[cells[0]],)) if cells else lambda _: ()
