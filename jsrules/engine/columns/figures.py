"""The figures of many reports that are printed alike, as columns of integers, and exact sums over them.

Whether a sum fits the integers of a machine is decided beforehand, in Python's own; where it does not, it is made of
these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jsrules.base.record import replace
from jsrules.model.changes import with_cells
from jsrules.model.linear import Linear
from jsrules.model.report import Amount, Cell, Report

Column = NDArray[Any]
"""Integers: of 32 or 64 bits, or Python's own."""

Numbers = NDArray[np.intp]
"""Numbers of reports in a group."""

_SMALL, _LARGE = 1 << 31, 1 << 63


class Figures:
    """The figures of a group of reports that differ in nothing but what their figures come to.

    ``template`` is one of the ``count`` reports: in all others the same is written, in the same units and with the same
    decimals.
    ``columns`` has, by the number of a cell, its mantissas at ``places`` decimals, which are at least those of any
    figure; what it has of a cell without a figure does not matter. ``bounds`` may say how large the figures of a cell
    are at most.
    """

    def __init__(
        self,
        template: Report,
        columns: Sequence[Column],
        places: int,
        count: int,
        bounds: Mapping[int, int] | None = None,
        kind: Any = None,
    ) -> None:
        self.template = template
        self.columns = columns
        self.places = places
        self.count = count
        self._bounds: dict[int, int] = dict(bounds or ())
        #: The kind of integer that holds those of all columns.
        self.kind = kind or _kind_of(columns)

    def bound(self, cell: int) -> int:
        """How large a figure of a cell is at most, whatever its sign."""
        known = self._bounds.get(cell)
        if known is None:
            column = self.columns[cell]
            known = self._bounds[cell] = _greatest(column) if len(column) else 0
        return known

    def bound_of(self, form: Linear) -> int:
        """How large the sum of a form over its denominator, or any part of it, is at most."""
        found: int = abs(form.constant) * 10**self.places
        bounds = self._bounds
        for cell, factor in form.terms.items():
            if factor:
                bound = bounds[cell] if cell in bounds else self.bound(cell)
                found += abs(factor) * (bound or 1)
        return found

    def part(self, numbers: Numbers | slice) -> Figures:
        """Some of the reports."""
        if not isinstance(numbers, slice):
            some = _Part(self.columns, numbers)
            return Figures(self.template, some, self.places, len(numbers), self._bounds, self.kind)
        count = len(range(*numbers.indices(self.count)))
        columns = self.columns if count == self.count else [each[numbers] for each in self.columns]
        return Figures(self.template, columns, self.places, count, self._bounds, self.kind)

    def mantissa(self, cell: int, number: int) -> int:
        """The mantissa of a figure as it is printed in one report."""
        amount = self.template.cells[cell].amount
        assert amount is not None
        scale: int = 10 ** (self.places - amount.decimals)
        return int(self.columns[cell][number]) // scale

    def report(self, number: int) -> Report:
        """One of the reports, as far as figures make it: texts of figures are as a plain hand would print them, places
        in files and what its head says are those of the template.
        """
        return with_cells(self.template, self._cells(number))

    def _cells(self, number: int) -> Iterable[Cell]:
        for cell in self.template.cells:
            if cell.amount is not None:
                yield replace(cell, amount=amount_of(cell.amount, self.mantissa(cell.index, number)))


def amount_of(like: Amount, mantissa: int) -> Amount:
    """A figure that is printed like another one."""
    return like if mantissa == like.mantissa else replace(like, mantissa=mantissa)


_UNSIGNED = {np.dtype(np.int32): (np.uint32, _SMALL), np.dtype(np.int64): (np.uint64, _LARGE)}


def _kind_of(columns: Sequence[Column]) -> Any:
    kinds = {each.dtype for each in columns}
    if np.dtype(np.object_) in kinds:
        return np.object_
    return np.int32 if kinds == {np.dtype(np.int32)} else np.int64


def _greatest(column: Column) -> int:
    """The greatest size of integers; of such without a sign in one go, as negative ones are large then."""
    unsigned = _UNSIGNED.get(column.dtype)
    if unsigned is not None:
        found = int(column.view(unsigned[0]).max())
        if found < unsigned[1]:
            return found
    return max(-int(column.min()), int(column.max()), 0)


class _Part(Sequence[Column]):
    """Some of the rows of columns, each taken when it is asked for."""

    def __init__(self, columns: Sequence[Column], numbers: Numbers | slice) -> None:
        self._columns = columns
        self._numbers = numbers
        self._known: dict[int, Column] = {}

    def __len__(self) -> int:
        return len(self._columns)

    def __getitem__(self, cell: Any) -> Any:
        found = self._known.get(cell)
        if found is None:
            found = self._known[cell] = self._columns[cell][self._numbers]
        return found


def type_for(bound: int) -> Any:
    """The smallest kind of integer that holds everything up to a bound, whatever its sign."""
    return np.int32 if bound < _SMALL else np.int64 if bound < _LARGE else np.object_


def sum_of(figures: Figures, form: Linear) -> Column:
    """The sum of a form over its denominator in each report, at the scale of the figures."""
    kind = type_for(figures.bound_of(form))
    terms = [(figures.columns[cell], factor) for cell, factor in form.terms.items() if factor]
    constant = form.constant * 10**figures.places
    if not terms:
        return np.full(figures.count, constant, kind)
    if kind is np.object_ or figures.kind is np.object_:
        return _widened(terms, constant, kind)
    if kind is np.int32:
        kind = figures.kind
    (first, factor), *rest = terms
    if factor == 1 and rest and abs(rest[0][1]) == 1:
        second, sign = rest.pop(0)
        total: Column = (np.add if sign == 1 else np.subtract)(first, second, dtype=kind)
    else:
        total = np.multiply(first, factor, dtype=kind)
    for column, factor in rest:
        if factor == 1:
            np.add(total, column, out=total)
        elif factor == -1:
            np.subtract(total, column, out=total)
        else:
            total += np.multiply(column, factor, dtype=kind)
    if constant:
        total += kind(constant)
    return total


def _widened(terms: Sequence[tuple[Column, int]], constant: int, kind: Any) -> Column:
    """A sum in Python's integers, brought to another kind where it fits that."""
    total: Column = sum(column.astype(np.object_) * factor for column, factor in terms) + constant
    return total.astype(kind)
