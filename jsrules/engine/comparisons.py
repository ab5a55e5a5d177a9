"""The verdict on a linear comparison, and on a rule that could not be bound.

The definitions are in ``spec/numbers.md``.
"""

from __future__ import annotations

from jsrules.base.number import divide_half_up
from jsrules.engine.ranges import ALL_BLANK
from jsrules.engine.weigh import value_of
from jsrules.model.ground import GroundIdentity, GroundLinear, GroundRatio, Unbound
from jsrules.model.linear import holds
from jsrules.model.outcome import Judgement, Rational
from jsrules.model.reason import Reason
from jsrules.model.report import Amount, Report

_PASS = Judgement("pass")


def judge_identity(report: Report, ground: GroundIdentity) -> Judgement:
    """The verdict on an identity that is linear or a rate, or that could not be bound."""
    if isinstance(ground, GroundLinear):
        return judge_linear(report, ground)
    if isinstance(ground, Unbound):
        return Judgement.without(ground.reason)
    return judge_ratio(report, ground)


def judge_linear(report: Report, ground: GroundLinear) -> Judgement:
    """A linear comparison: explained by rounding when the difference is at most the allowance."""
    value, slack, scale = value_of(report, ground.row)
    operator = ground.operator
    holding = holds(operator, value)
    if holding and not ground.row.printed:
        return Judgement.without(ALL_BLANK)  # blanks agree with each other; what they fail to reach, they fail
    if holding and ground.tolerance is None and operator != "==":
        return _PASS
    left, _, left_scale = value_of(report, ground.left)
    right, _, right_scale = value_of(report, ground.right)
    allowance: Rational = (slack, 2 * scale)
    if ground.tolerance is not None:
        tolerance = ground.tolerance
        allowance = (tolerance.mantissa, 10**tolerance.decimals)
        if tolerance.relative:
            allowance = (allowance[0] * abs(right), allowance[1] * right_scale)
    elif operator == "==":
        allowance = (0, 1)
    within = abs(value) * allowance[1] - allowance[0] * scale
    judgement = Judgement("violation", "", (left, left_scale), (right, right_scale), (value, scale), allowance)
    if holding:
        judgement.verdict = "pass"
        return judgement
    if operator in ("<", ">", "<>"):
        # At the limit itself only a tie could satisfy a strict comparison; with no slack nothing can.
        explained = within < 0
    else:
        explained = within <= 0 and allowance[0] > 0
    if explained and not ground.row.printed:
        return Judgement.without(ALL_BLANK)
    if explained:
        judgement.verdict = "rounding"
        if ground.tolerance is not None:
            judgement.reason = Reason("tolerance")
        if operator == "=" and ground.tolerance is None:
            if _is_same_amount(report, ground):
                judgement.kind = "same_amount"
            elif within == 0:
                judgement.kind = "boundary"
    return judgement


def _is_same_amount(report: Report, ground: GroundLinear) -> bool:
    """Only two printed figures of equal decimals face each other and differ by one last place."""
    if ground.row.constant:
        return False
    terms = [(index, coefficient) for index, coefficient in ground.row.terms.items() if coefficient]
    if len(terms) != 2 or terms[0][1] + terms[1][1] != 0:
        return False
    one, other = (report.cells[index].amount for index, _ in terms)
    assert one is not None and other is not None
    return (
        one.decimals == other.decimals and not one.exact and not other.exact and abs(one.mantissa - other.mantissa) == 1
    )


def judge_ratio(report: Report, ground: GroundRatio) -> Judgement:
    """A printed rate against the rate of the printed amounts, rounded half up to the decimals it was printed with."""
    printed = report.cells[ground.cell].amount
    assert printed is not None
    top, _, top_scale = value_of(report, ground.numerator)
    bottom, _, bottom_scale = value_of(report, ground.denominator)
    if bottom == 0:
        value = (printed.mantissa, 10**printed.decimals)
        return Judgement("violation", "zero_denominator", left=value)
    numerator, denominator = top * bottom_scale, bottom * top_scale
    computed = rounded(numerator, denominator, printed)
    if computed == printed.mantissa:
        return _PASS
    from jsrules.engine.rates import judge_rate

    return judge_rate(report, ground, printed, computed)


def rounded(numerator: int, denominator: int, printed: Amount) -> int:
    """A quotient rounded half up to the decimals of a printed figure, as its mantissa."""
    return divide_half_up(numerator * 10**printed.decimals, denominator)
