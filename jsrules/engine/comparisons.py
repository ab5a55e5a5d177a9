"""The verdict on a linear comparison, and on a rule that could not be bound.

The definitions are in ``spec/numbers.md``.
"""

from __future__ import annotations

from jsrules.engine.holding import holds
from jsrules.engine.judgement import Judgement
from jsrules.engine.rates import judge_ratio
from jsrules.engine.truth import blank_reason
from jsrules.engine.weigh import Rational, value_of
from jsrules.model.ground import GroundIdentity, GroundLinear, Unbound
from jsrules.model.outcome import Verdict
from jsrules.model.report import Report


def judge_identity(report: Report, ground: GroundIdentity) -> Judgement:
    """The verdict on an identity that is linear or a rate, or that could not be bound."""
    if isinstance(ground, GroundLinear):
        return judge_linear(report, ground)
    if isinstance(ground, Unbound):
        verdict: Verdict = "undetermined" if ground.missing else "not_applicable"
        return Judgement(verdict, reason=ground.reason, missing=ground.missing)
    return judge_ratio(report, ground)


def judge_linear(report: Report, ground: GroundLinear) -> Judgement:
    """A linear comparison: explained by rounding when the difference is at most the allowance."""
    value, slack, scale = value_of(report, ground.row)
    operator = ground.operator
    holding = holds(operator, value)
    if holding and ground.tolerance is None and operator != "==":
        return Judgement("pass")
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
