"""A part of ``cells/`` in memory: who its reports are, how they are printed, and their figures, a column a cell.

Polars reads many columns of integers in two thirds of the time that pyarrow takes, and its columns are taken over as
they are; pyarrow reads where it is not installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice, repeat
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jsrules.bulk.corpus import CELLS_HEAD, table_in
from jsrules.engine.columns.figures import Column, Numbers

PRINTS = ("state", "frame", "open_rows", "texts")
"""The columns by which reports are told that differ in nothing but what their figures come to."""

_HEAD = [each.name for each in CELLS_HEAD]

_Cells = tuple[Column, NDArray[np.bool_] | None]
"""Figures, and where there is none, if that is anywhere."""

Print = tuple[bytes, str, str, str]
"""What `PRINTS` say of a report."""


class CellTable:
    """Some reports of a part: ``reports`` are what they are known by, ``names`` those of the columns of figures."""

    def __init__(
        self,
        reports: pa.Array,
        names: Sequence[str],
        prints: Sequence[Print],
        labels: NDArray[np.int64],
        read: Callable[[int], _Cells],
    ) -> None:
        self.reports = reports
        self.names = names
        # In which ways reports are printed, and which of them is that of a report.
        self._prints = prints
        self._labels = labels
        self._read = read

    def __len__(self) -> int:
        return len(self.reports)

    def column(self, number: int) -> Column | None:
        """The figures of a cell, by its number; None where not all reports have one."""
        values, blank = self._read(number)
        return values if blank is None or not blank.any() else None

    def part(self, numbers: Numbers | slice) -> CellTable:
        """Some of the reports, by their numbers, which ascend."""
        if not isinstance(numbers, slice) and len(numbers) and numbers[-1] - numbers[0] + 1 == len(numbers):
            numbers = slice(int(numbers[0]), int(numbers[-1]) + 1)  # then no figure has to be copied
        read = self._read
        if isinstance(numbers, slice):
            names = self.reports[numbers.start : numbers.stop]
        else:
            names = self.reports.take(pa.array(numbers))

        def some(number: int) -> _Cells:
            values, blank = read(number)
            return values[numbers], blank if blank is None else blank[numbers]

        return CellTable(names, self.names, self._prints, self._labels[numbers], some)

    def of(self, reports: pa.Array) -> CellTable:
        """Those of these reports that are in it."""
        return self.part(np.flatnonzero(pc.is_in(self.reports, reports).to_numpy(zero_copy_only=False)))

    def groups(self) -> list[tuple[Print, Numbers | slice]]:
        """The reports by what they have in common, in the order of the first of each."""
        labels = self._labels
        if not len(labels):
            return []
        if (labels == labels[0]).all():
            return [(self._print(0), slice(0, len(labels)))]
        order = np.argsort(labels, kind="stable")
        starts = np.flatnonzero(np.diff(labels[order], prepend=-1))
        every = sorted(np.split(order, starts[1:]), key=lambda each: int(each[0]))
        return [(self._print(int(each[0])), each) for each in every]

    def _print(self, number: int) -> Print:
        return self._prints[int(self._labels[number])]


def read_cells(data: bytes) -> CellTable:
    """A file of ``cells/``, given what is in it.

    Raises `ValueError`, or an exception of Arrow or Polars, when that is none.
    """
    try:
        import polars as pl
    except ImportError:
        return cells_of(table_in(data))
    frame = pl.read_parquet(data)
    names = _figures_of(frame.columns, [each in (pl.Int32, pl.Int64) for each in _distinct(frame.dtypes[len(_HEAD) :])])

    columns, blanks = frame.get_columns()[len(_HEAD) :], frame.null_count().row(0)[len(_HEAD) :]
    figures = [None if blank else each.to_numpy() for each, blank in zip(columns, blanks, strict=True)]

    def read(number: int) -> _Cells:
        known = figures[number]
        return (known, None) if known is not None else _cells(columns[number].to_arrow())

    def ways(series: pl.Series) -> list[Any]:
        if len(series) and series.null_count() == 0 and (series == series.head(1)).all():
            return [series[0]]  # which is known sooner than what there is of others
        return series.unique().to_list()

    prints = [(ways(frame[each]), frame[each].to_list) for each in PRINTS]
    return CellTable(frame["report"].to_arrow().cast(pa.string()), names, *_labelled(prints, len(frame)), read)


def cells_of(table: pa.Table) -> CellTable:
    """A table of ``cells/``. Raises `ValueError` when it is none."""
    kinds = _distinct(table.schema.types[len(_HEAD) :])
    names = _figures_of(table.column_names, [each in (pa.int32(), pa.int64()) for each in kinds])

    def read(number: int) -> _Cells:
        return _cells(table.column(len(_HEAD) + number).combine_chunks())

    prints = [(table[each].unique().to_pylist(), table[each].to_pylist) for each in PRINTS]
    reports = table["report"].combine_chunks()
    return CellTable(reports, names, *_labelled(prints, table.num_rows), read)


def _distinct(kinds: list[Any]) -> list[Any]:
    """The types that there are among these, few of which differ."""
    return [each for number, each in enumerate(kinds) if not number or each != kinds[number - 1]]


def _figures_of(names: list[str], are_integers: list[bool]) -> list[str]:
    """The columns of figures. Raises `ValueError` when these are not the columns of a part of ``cells/``."""
    if names[: len(_HEAD)] != _HEAD or not all(are_integers):
        raise ValueError(", ".join(names[: len(_HEAD)]))
    return names[len(_HEAD) :]


def _cells(array: pa.Array) -> _Cells:
    values: Column = array.fill_null(0).to_numpy(zero_copy_only=False)
    return values, array.is_null().to_numpy(zero_copy_only=False) if array.null_count else None


def _labelled(
    columns: Iterable[tuple[list[Any], Callable[[], list[Any]]]], count: int
) -> tuple[list[Print], NDArray[np.int64]]:
    """The ways in which reports are printed, and the number of that of each, given what each column has, and all of
    it.
    """
    every = [repeat(ways[0], count) if len(ways) == 1 else values() for ways, values in columns]
    if all(isinstance(each, repeat) for each in every):
        return list(zip(*(islice(each, 1) for each in every), strict=True)), np.zeros(count, np.int64)
    known: dict[Print, int] = {}
    labels = [known.setdefault(each, len(known)) for each in zip(*every, strict=True)]
    return list(known), np.array(labels, np.int64)
