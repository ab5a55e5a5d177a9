"""The verdict on a ground identity. The definitions are in ``spec/numbers.md``."""

from __future__ import annotations

from jsrules.base.record import Record
from jsrules.engine.bind import Binder
from jsrules.engine.truth import blank_reason, holds
from jsrules.engine.weigh import Rational, value_of
from jsrules.model.ground import Ground, GroundLinear, GroundRatio, Unbound
from jsrules.model.outcome import Verdict
from jsrules.model.report import Amount


class Judgement(Record, frozen=False):
    """A verdict with its numbers: each a numerator and a denominator, None where it means nothing."""

    verdict: Verdict
    kind: str = ""
    left: Rational | None = None
    right: Rational | None = None
    difference: Rational | None = None
    allowance: Rational | None = None
    reason: str = ""
    missing: str = ""

    @property
    def beyond(self) -> Rational | None:
        """How far the difference is past the allowance; 0 when it is not."""
        if self.verdict == "pass":
            return 0, 1
        if self.difference is None or self.allowance is None:
            return None
        (difference, scale), (allowance, other) = self.difference, self.allowance
        excess = abs(difference) * other - allowance * scale
        return max(0, excess), scale * other


_PASS = Judgement("pass")


def judge(binder: Binder, ground: Ground) -> Judgement:
    """The verdict on one ground identity."""
    if type(ground) is GroundLinear:
        return judge_linear(binder, ground)
    if type(ground) is GroundRatio:
        return judge_ratio(binder, ground)
    if isinstance(ground, Unbound):
        verdict: Verdict = "undetermined" if ground.missing else "not_applicable"
        return Judgement(verdict, reason=ground.reason, missing=ground.missing)
    from jsrules.engine.conditions import judge_condition

    return judge_condition(binder, ground.node, ground.place)


def judge_linear(binder: Binder, ground: GroundLinear) -> Judgement:
    """A linear comparison: explained by rounding when the difference is at most the allowance."""
    report = binder.report
    value, slack, scale = value_of(report, ground.row)
    operator = ground.operator
    holding = holds(operator, value)
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
        return Judgement("not_applicable", reason=blank_reason())
    if explained:
        judgement.verdict = "rounding"
        if operator == "=" and ground.tolerance is None:
            if _is_same_amount(binder, ground):
                judgement.kind = "same_amount"
            elif within == 0:
                judgement.kind = "boundary"
    return judgement


def _is_same_amount(binder: Binder, ground: GroundLinear) -> bool:
    """Only two printed figures of equal decimals face each other and differ by one last place."""
    if ground.row.constant:
        return False
    terms = [(index, coefficient) for index, coefficient in ground.row.terms.items() if coefficient]
    if len(terms) != 2 or terms[0][1] + terms[1][1] != 0:
        return False
    one, other = (binder.report.cells[index].amount for index, _ in terms)
    assert one is not None and other is not None
    return (
        one.decimals == other.decimals and not one.exact and not other.exact and abs(one.mantissa - other.mantissa) == 1
    )


def judge_ratio(binder: Binder, ground: GroundRatio) -> Judgement:
    """A printed rate against the rate of the printed amounts, rounded half up to the decimals it was printed with."""
    report = binder.report
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
    from jsrules.base.number import divide_half_up

    return divide_half_up(numerator * 10**printed.decimals, denominator)
