"""A printed rate that differs from the rate of the printed amounts: can rounding explain it, was it cut off?

The range of rates that true amounts allow is found exactly: the rate of a box of amounts, N(x)/D(x) with linear N and D, is
greatest at a corner, reached by Dinkelbach's iteration (On nonlinear fractional programming, Management Science 13, 1967).
"""

from __future__ import annotations

from fractions import Fraction

from jsrules.engine.judge import Judgement
from jsrules.model.ground import GroundRatio, Linear
from jsrules.model.report import Amount, Report


def judge_rate(report: Report, ground: GroundRatio, printed: Amount, computed: int) -> Judgement:
    """The verdict on a rate that does not print as printed; ``computed`` is what should have been printed."""
    scale = 10**printed.decimals
    judgement = Judgement(
        "violation",
        "",
        (printed.mantissa, scale),
        (computed, scale),
        (printed.mantissa - computed, scale),
        (0, scale),
    )
    if may_vanish(report, ground.denominator):
        judgement.verdict = "undetermined"
        judgement.reason = "base"
        judgement.allowance = None
        return judgement
    low, high = rate_range(report, ground.numerator, ground.denominator)
    half = Fraction(0) if printed.exact else Fraction(1, 2)
    # In units of the rate's last place: which printed mantissas do rates from low to high allow?
    if printed.mantissa > computed:
        limit = (high * scale + half).__floor__()
        allowance = max(0, limit - computed)
        boundary = Fraction(printed.mantissa) - half == high * scale
    else:
        limit = (low * scale - half).__ceil__()
        allowance = max(0, computed - limit)
        boundary = Fraction(printed.mantissa) + half == low * scale
    judgement.allowance = (allowance, scale)
    if abs(printed.mantissa - computed) <= allowance:
        judgement.verdict = "rounding"
        judgement.kind = "boundary" if boundary else ""
    elif _is_cut_off(printed.mantissa, low * scale, high * scale):
        judgement.kind = "truncation"
    return judgement


def _is_cut_off(mantissa: int, low: Fraction, high: Fraction) -> bool:
    """Whether a rate between low and high, cut off toward zero, is the mantissa."""
    if mantissa > 0:
        return low < mantissa + 1 and high >= mantissa
    if mantissa < 0:
        return high > mantissa - 1 and low <= mantissa
    return low < 1 and high > -1


def _bounds(report: Report, index: int) -> tuple[Fraction, Fraction]:
    amount = report.cells[index].amount
    assert amount is not None
    value = Fraction(amount.mantissa, 10**amount.decimals)
    half = Fraction(0) if amount.exact else Fraction(1, 2 * 10**amount.decimals)
    return value - half, value + half


def may_vanish(report: Report, form: Linear) -> bool:
    """Whether true amounts may make the form 0."""
    box = {index: _bounds(report, index) for index in form.terms}
    low = high = Fraction(form.constant)
    for index, coefficient in form.terms.items():
        ends = (coefficient * box[index][0], coefficient * box[index][1])
        low += min(ends)
        high += max(ends)
    return low <= 0 <= high


def rate_range(report: Report, numerator: Linear, denominator: Linear) -> tuple[Fraction, Fraction]:
    """The least and the greatest rate that true amounts allow; the denominator must not vanish."""
    cells = sorted({*numerator.terms, *denominator.terms})
    box = [_bounds(report, index) for index in cells]
    tops = [Fraction(numerator.terms.get(index, 0), numerator.denominator) for index in cells]
    bottoms = [Fraction(denominator.terms.get(index, 0), denominator.denominator) for index in cells]
    top_constant = Fraction(numerator.constant, numerator.denominator)
    bottom_constant = Fraction(denominator.constant, denominator.denominator)
    middle = [Fraction(low + high, 2) for low, high in box]
    sign = 1 if _dot(bottoms, middle, bottom_constant) > 0 else -1

    def extreme(direction: int) -> Fraction:
        point = middle
        rate = Fraction(_dot(tops, point, top_constant), _dot(bottoms, point, bottom_constant))
        while True:
            point = [
                high if direction * sign * (top - rate * bottom) > 0 else low
                for top, bottom, (low, high) in zip(tops, bottoms, box, strict=True)
            ]
            better = Fraction(_dot(tops, point, top_constant), _dot(bottoms, point, bottom_constant))
            if direction * better <= direction * rate:
                return rate
            rate = better

    return extreme(-1), extreme(1)


def _dot(coefficients: list[Fraction], point: list[Fraction], constant: Fraction) -> Fraction:
    return sum((a * x for a, x in zip(coefficients, point, strict=True)), constant)
