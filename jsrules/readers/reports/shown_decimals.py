"""To how many decimals the amounts of a table were printed where zeros at their ends were dropped (小数位)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jsrules.base.number import Figure, FigureError, parse_figure
from jsrules.readers.reports.header import MAXIMUM_DECIMALS


def shown_decimals(columns: Iterable[Sequence[str]]) -> int | None:
    """The decimals that every column of amounts shows; None where that is not known.

    A column shows the most that any of the table has where at least half of its amounts other than 0 have so many: the
    others have lost zeros. A column in which most have fewer may have been rounded to them.
    """
    found = [[each for each in map(_figure, texts) if each is not None and each.mantissa] for texts in columns]
    most = max((each.decimals for figures in found for each in figures), default=0)
    if not 0 < most <= MAXIMUM_DECIMALS:
        return None
    shown = all(2 * sum(each.decimals == most for each in figures) >= len(figures) for figures in found)
    return most if shown else None


def _figure(text: str) -> Figure | None:
    """An amount without a unit of its own, which keeps the precision that it is printed with."""
    try:
        figure = parse_figure(text)
    except FigureError:
        return None
    return figure if figure is not None and not (figure.percent or figure.unit) else None
