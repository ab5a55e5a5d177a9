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
        greatest: int | None = None,
    ) -> None:
        self.template = template
        self.columns = columns
        self.places = places
        self.count = count
        self._bounds: dict[int, int] = dict(bounds or ())
        #: The kind of integer that holds those of all columns.
        self.kind = kind or _kind_of(columns)
        self._greatest = greatest

    @property
    def greatest(self) -> int:
        """What no figure exceeds, whatever its sign, roughly."""
        if self._greatest is None:
            known = {id(each): number for number, each in enumerate(self.columns)}
            found = _greatest_of([self.columns[number] for number in known.values()])
            self._greatest = max(map(self.bound, known.values()), default=0) if found is None else found
        return self._greatest

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
            return Figures(self.template, some, self.places, len(numbers), self._bounds, self.kind, self._greatest)
        count = len(range(*numbers.indices(self.count)))
        columns = self.columns if count == self.count else [each[numbers] for each in self.columns]
        return Figures(self.template, columns, self.places, count, self._bounds, self.kind, self._greatest)

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
        found = int(np.maximum.reduce(column.view(unsigned[0])))
        if found < unsigned[1]:
            return found
    return max(-int(column.min()), int(column.max()), 0)


def _greatest_of(columns: Sequence[Column]) -> int | None:
    """What no figure exceeds, roughly: their bits together, in one step for each column; None where a figure is
    negative, or too large for a machine.
    """
    bits: dict[Any, Column] = {}
    for each in columns:
        kind = each.dtype
        if kind not in _UNSIGNED:
            return None
        if kind in bits:
            np.bitwise_or(bits[kind], each, bits[kind])
        else:
            bits[kind] = each.copy()
    found = 0
    for each in bits.values():
        if len(each) and int(each.min()) < 0:
            return None
        found = max(found, int(each.max()) if len(each) else 0)
    return (1 << found.bit_length()) - 1


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


class ColumnSum:
    """A form that is summed over many figures: what can be known of it beforehand."""

    def __init__(self, form: Linear) -> None:
        self.form = form
        added = [(cell, factor) for cell, factor in form.terms.items() if factor == 1]
        others = [(cell, factor) for cell, factor in form.terms.items() if factor and factor != 1]
        others.sort(key=lambda term: term[1] != -1)
        self._terms = [*added, *others]
        #: It starts with one figure added to another one, or taken from it, which takes one step.
        self._first_two = bool(added) and len(self._terms) > 1 and abs(self._terms[1][1]) == 1
        self.has_terms = bool(self._terms)
        self.weight: int = sum(abs(factor) for _, factor in self._terms)

    def kind(self, figures: Figures) -> Any:
        """The kind of integer that it is summed in."""
        kind: Any = np.int32
        if not self.is_small(figures):
            kind = type_for(figures.bound_of(self.form))
        if np.object_ in (kind, figures.kind):
            return np.object_
        return figures.kind if kind is np.int32 else kind

    def is_small(self, figures: Figures) -> bool:
        """Whether no figure is so large that 32 bits might not do."""
        constant = abs(self.form.constant) * 10**figures.places if self.form.constant else 0
        return self.weight * (figures.greatest or 1) + constant < _SMALL

    def of(self, figures: Figures) -> Column:
        """The sum over its denominator in each report, at the scale of the figures."""
        if not self._terms:
            constant = self.form.constant * 10**figures.places
            return np.full(figures.count, constant, type_for(abs(constant)))
        kind = self.kind(figures)
        return self._widened(figures) if kind is np.object_ else self.within(figures, kind)

    def _widened(self, figures: Figures) -> Column:
        """A sum in Python's integers, brought to another kind where it fits that."""
        total: Column = sum(figures.columns[cell].astype(np.object_) * factor for cell, factor in self._terms)
        total = total + self.form.constant * 10**figures.places
        return total.astype(type_for(figures.bound_of(self.form)))

    def within(self, figures: Figures, kind: Any, into: Column | None = None) -> Column:
        """The same in integers of a kind that is known to hold it; written to a column of them, if one is given."""
        columns, terms = figures.columns, self._terms
        first, factor = terms[0]
        start = 1
        if self._first_two:
            second, sign = terms[1]
            start = 2
            step = np.add if sign == 1 else np.subtract
            total: Column = step(columns[first], columns[second], into, dtype=kind)
        else:
            total = np.multiply(columns[first], factor, into, dtype=kind)
        for cell, factor in terms[start:]:
            if factor == -1:
                np.subtract(total, columns[cell], total)
            elif factor == 1:
                np.add(total, columns[cell], total)
            else:
                total += np.multiply(columns[cell], factor, dtype=kind)
        if self.form.constant:
            total += kind(self.form.constant * 10**figures.places)
        return total


def sum_of(figures: Figures, form: Linear) -> Column:
    """The sum of a form over its denominator in each report, at the scale of the figures."""
    return ColumnSum(form).of(figures)


class ColumnSums(Sequence[ColumnSum]):
    """Sums that are made together: whether 32 bits do for all of them is seen at once."""

    def __init__(self, sums: Iterable[ColumnSum]) -> None:
        self._sums = list(sums)
        self._weight: int = max((each.weight for each in self._sums), default=0)
        self._constant: int = max((abs(each.form.constant) for each in self._sums), default=0)

    def __len__(self) -> int:
        return len(self._sums)

    def __getitem__(self, number: Any) -> Any:
        return self._sums[number]

    def are_small(self, figures: Figures) -> bool:
        """Whether no figure is so large that 32 bits might not do for any of them."""
        constant: int = self._constant * 10**figures.places
        return self._weight * (figures.greatest or 1) + constant < _SMALL


def where_any(sums: ColumnSums, figures: Figures) -> NDArray[np.bool_]:
    """In which reports any of these sums is not 0."""
    found = np.zeros(figures.count, np.bool_)
    scratch: dict[Any, tuple[Column, Column]] = {}
    usual = figures.kind
    is_small = usual is not np.object_ and sums.are_small(figures)
    for each in sums:
        kind = usual if is_small else each.kind(figures)
        if kind is np.object_ or not each.has_terms:
            found |= each.of(figures) != 0
            continue
        if kind not in scratch:
            scratch[kind] = np.empty(figures.count, kind), np.zeros(figures.count, kind)
        into, signs = scratch[kind]
        # Where a bit of any is set, it is not 0: no sum has to be looked at by itself.
        np.bitwise_or(signs, each.within(figures, kind, into), signs)
    for _, signs in scratch.values():
        found |= signs != 0
    return found
