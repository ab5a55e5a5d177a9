"""A printed rate that differs from the rate of the printed amounts: can rounding explain it, was it cut off?

The range of rates that true amounts allow is found exactly, in integers: the rate N(x)/D(x) of a box of amounts, with
linear N and D, is greatest at a corner, reached by Dinkelbach's iteration (On nonlinear fractional programming,
Management Science 13, 1967).
"""

from __future__ import annotations

from jsrules.model.ground import GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.outcome import Judgement, Rational
from jsrules.model.reason import Reason, subject_of
from jsrules.model.report import Amount, Report


def judge_rate(report: Report, ground: GroundRatio, printed: Amount, computed: int) -> Judgement:
    """The verdict on a rate that does not print as printed;
    ``computed`` is the mantissa that should have been printed.
    """
    scale = 10**printed.decimals
    mantissa = printed.mantissa
    judgement = Judgement(
        "violation", "", (mantissa, scale), (computed, scale), (mantissa - computed, scale), (0, scale)
    )
    box = _Box(report, ground.numerator, ground.denominator)
    if box.may_vanish():
        judgement.verdict = "undetermined"
        judgement.reason = Reason("vanishing_base", subject_of(report.cells[ground.cell]))
        judgement.allowance = None
        return judgement
    (low, low_over), (high, high_over) = box.extreme(-1), box.extreme(1)
    # From here on in units of the rate's last place; ``rounds`` is 1 when half a unit of it may have been rounded off.
    low, high = low * scale, high * scale
    rounds = 0 if printed.exact else 1
    if mantissa > computed:
        # The greatest mantissa that rates up to ``high`` can be printed as.
        limit = (2 * high + rounds * high_over) // (2 * high_over)
        allowance = max(0, limit - computed)
        boundary = (2 * mantissa - rounds) * high_over == 2 * high
    else:
        limit = -((rounds * low_over - 2 * low) // (2 * low_over))
        allowance = max(0, computed - limit)
        boundary = (2 * mantissa + rounds) * low_over == 2 * low
    judgement.allowance = (allowance, scale)
    if abs(mantissa - computed) <= allowance:
        judgement.verdict = "rounding"
        judgement.kind = "boundary" if boundary else ""
    elif _is_cut_off(mantissa, (low, low_over), (high, high_over)):
        judgement.kind = "truncation"
    return judgement


def _is_cut_off(mantissa: int, low: Rational, high: Rational) -> bool:
    """Whether a rate between low and high, cut off toward zero, is the mantissa."""
    first = mantissa if mantissa > 0 else mantissa - 1
    last = mantissa if mantissa < 0 else mantissa + 1
    starts_before_end = low[0] < last * low[1] if mantissa >= 0 else low[0] <= last * low[1]
    ends_after_start = high[0] >= first * high[1] if mantissa > 0 else high[0] > first * high[1]
    return starts_before_end and ends_after_start


class _Box:
    """The true amounts behind two linear forms: an interval for each cell, as integers of one scale."""

    def __init__(self, report: Report, numerator: Linear, denominator: Linear) -> None:
        self.numerator = numerator
        self.denominator = denominator
        self.cells = sorted({*numerator.terms, *denominator.terms})
        amounts = [report.cells[index].amount for index in self.cells]
        places = max((amount.decimals for amount in amounts if amount is not None), default=0)
        self.scale: int = 2 * 10**places
        self.bounds: list[tuple[int, int]] = []
        for amount in amounts:
            assert amount is not None
            unit: int = 10 ** (places - amount.decimals)
            half = 0 if amount.exact else unit
            self.bounds.append((2 * amount.mantissa * unit - half, 2 * amount.mantissa * unit + half))

    def may_vanish(self) -> bool:
        """Whether true amounts may make the denominator 0."""
        low = high = self.denominator.constant * self.scale
        for index, (least, greatest) in zip(self.cells, self.bounds, strict=True):
            coefficient = self.denominator.terms.get(index, 0)
            ends = (coefficient * least, coefficient * greatest)
            low += min(ends)
            high += max(ends)
        return low <= 0 <= high

    def extreme(self, direction: int) -> Rational:
        """The least (-1) or greatest (1) rate; the denominator must not vanish."""
        tops = [self.numerator.terms.get(index, 0) * self.denominator.denominator for index in self.cells]
        bottoms = [self.denominator.terms.get(index, 0) * self.numerator.denominator for index in self.cells]
        top_constant = self.numerator.constant * self.denominator.denominator * self.scale
        bottom_constant = self.denominator.constant * self.numerator.denominator * self.scale

        def rate_at(point: list[int]) -> Rational:
            top = sum((a * x for a, x in zip(tops, point, strict=True)), top_constant)
            bottom = sum((a * x for a, x in zip(bottoms, point, strict=True)), bottom_constant)
            return (top, bottom) if bottom > 0 else (-top, -bottom)

        point = [low for low, _ in self.bounds]
        bottom = sum((a * x for a, x in zip(bottoms, point, strict=True)), bottom_constant)
        upward = direction if bottom > 0 else -direction
        rate = rate_at(point)
        while True:
            point = [
                high if upward * (top * rate[1] - rate[0] * under) > 0 else low
                for top, under, (low, high) in zip(tops, bottoms, self.bounds, strict=True)
            ]
            better = rate_at(point)
            if direction * (better[0] * rate[1] - rate[0] * better[1]) <= 0:
                return rate
            rate = better
