"""Cells that have no column of their own, in a long table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

import pyarrow as pa

from jsrules.base.number import decimal_text
from jsrules.bulk.corpus import OTHER, table_of
from jsrules.bulk.flat_report import FIGURE, NOT_WRITTEN

if TYPE_CHECKING:
    from jsrules.bulk.reading import FileRead, FormsPlaces

OtherCell = tuple[object, ...]


def other_table(files: Sequence[FileRead], forms: Mapping[str, FormsPlaces], stored: AbstractSet[str]) -> pa.Table:
    """The cells of all reports that are not ``stored`` in tables of their own, and further statements of figures."""
    rows = [cell for each in files for cell in _cells(each, forms, each.report in stored)]
    return table_of(rows, OTHER)


def _cells(each: FileRead, forms: Mapping[str, FormsPlaces], stored: bool) -> Iterator[OtherCell]:
    figures = each.figures
    if figures is None:
        return
    decimals = figures.decimals
    if not stored:
        places = forms[each.forms]
        for name, value, sign in zip(places.columns, figures.values, figures.state, strict=True):
            if sign != NOT_WRITTEN:
                yield _cell(each.report, name, value, decimals, sign)
        lists = {found.place: found for found in places.lists}
        for row in figures.rows:
            found = lists[row.place]
            above = ".".join(part for part in (found.table, found.block, row.label) if part)
            for name, value, sign in zip(found.columns, row.values, row.state, strict=True):
                if sign != NOT_WRITTEN:
                    yield _cell(
                        each.report, f"{above}.{name}" if len(found.columns) > 1 else above, value, decimals, sign
                    )
    for again in figures.restated:
        yield _cell(each.report, again.reference, again.value, decimals, again.state)


def _cell(report: str, name: str, value: int | None, decimals: int, sign: int) -> OtherCell:
    printed = max(0, sign - FIGURE)
    text = None if value is None else decimal_text(value // 10 ** (decimals - printed), printed)
    return report, name, text, printed, sign
