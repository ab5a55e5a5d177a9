"""Printed rates as linear conditions on the amounts that they were computed from."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.engine.comparisons import rounded
from jsrules.engine.weigh import value_of
from jsrules.model.ground import GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.reconciliation import RowSide
from jsrules.model.report import Amount, Report


def rate_conditions(report: Report, ground: GroundRatio) -> Iterator[tuple[RowSide, Linear, str]]:
    """What a rate asks of its amounts, by its least and greatest: the side, and a form with its relation to 0.

    None when its base may be 0. A negative base is believed where it gives a rate of the printed sign; else it is a
    slip, and the true base is positive.
    """
    printed = report.cells[ground.cell].amount
    assert printed is not None
    base, slack, _ = value_of(report, ground.denominator)
    if 2 * abs(base) <= slack:
        return
    top = value_of(report, ground.numerator)[0]
    if base < 0 and not top * printed.mantissa:
        return
    flipped = base < 0 and top * printed.mantissa < 0
    for side, (end, strict) in _range(printed).items():
        above = (side == "lower") is not flipped
        yield side, _form(ground, printed, end), (">" if above else "<") + ("" if strict else "=")


def side_of(report: Report, ground: GroundRatio, side: RowSide) -> Linear:
    """The form of one side of a rate."""
    printed = report.cells[ground.cell].amount
    assert printed is not None
    return _form(ground, printed, _range(printed)[side][0])


def is_rate_of_prints(report: Report, ground: GroundRatio) -> bool:
    """Whether a rate is that of the amounts as they are printed."""
    printed = report.cells[ground.cell].amount
    assert printed is not None
    top, _, top_scale = value_of(report, ground.numerator)
    base, _, base_scale = value_of(report, ground.denominator)
    return bool(base) and rounded(top * base_scale, base * top_scale, printed) == printed.mantissa


def _range(printed: Amount) -> dict[RowSide, tuple[int, bool]]:
    """Least and greatest rate that is printed so, as twice its mantissa and whether that end is left out.

    Rates are rounded half away from zero, also where they are printed as a count.
    """
    return {
        "lower": (2 * printed.mantissa - 1, printed.mantissa <= 0),
        "upper": (2 * printed.mantissa + 1, printed.mantissa >= 0),
    }


def _form(ground: GroundRatio, printed: Amount, end: int) -> Linear:
    """``numerator - rate * denominator`` for the rate ``end / (2 * 10**decimals)``."""
    form = ground.numerator.copy()
    other = ground.denominator.copy()
    other.scale(end, 2 * 10**printed.decimals)
    form.add(other, -1)
    return form
