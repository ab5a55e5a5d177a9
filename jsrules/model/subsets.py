"""Which rows and columns are meant: by a quantifier with its subsets (每行 表[行1..行10], 每栏 除 同比), by a reference."""

from __future__ import annotations

from jsrules.model.syntax import ColumnNumber, Every, Keys, Quantifier, Range, Selector

LEVEL_NUMBERS = {"class": 1, "group": 2, "item": 3}
"""The levels of a classification, counted from above."""


def columns_meant(columns: Selector, count: int) -> range | None:
    """The numbers of the columns that a resolved selector means in a block with ``count`` of them; None where the place
    of the rule decides.
    """
    match columns:
        case ColumnNumber(number):
            return range(number, number + 1)
        case Range(ColumnNumber(first), ColumnNumber(last)):
            return range(first, last + 1)
        case Every():
            return range(count)
    return None


def has_column(quantifier: Quantifier, number: int) -> bool:
    """Whether a resolved quantifier ranges over a column."""
    picked = [each.number for each in quantifier.only if isinstance(each, ColumnNumber)]
    return (not picked or number in picked) and ColumnNumber(number) not in quantifier.excluded


def has_row(quantifier: Quantifier, key: str) -> bool:
    """Whether a resolved quantifier ranges over a row."""
    picked = [each for each in quantifier.only if not isinstance(each, ColumnNumber)]
    return (not picked or any(_holds(each, key) for each in picked)) and not any(
        _holds(each, key) for each in quantifier.excluded
    )


def _holds(rows: Selector, key: str) -> bool:
    if isinstance(rows, Range):
        low, high = getattr(rows.first, "code", ""), getattr(rows.last, "code", "")
        return key.isdigit() and len(key) == len(low) and low <= key <= high
    return isinstance(rows, Keys) and key in rows.keys
