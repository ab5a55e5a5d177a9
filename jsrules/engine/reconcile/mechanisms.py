"""How figures were rounded where rounding alone cannot explain them: 舍位平衡, 合计取和, 截尾.

A figure that should be a little different was cut off when that gives what is printed; it is the sum of rounded parts
when it is the whole of an identity of its own table whose parts, as they should be, add up to it in print; it was moved
to balance when an identity of its own table adds up in print with it, and would not without.
"""

from __future__ import annotations

from jsrules.engine.comparisons import judge_ratio
from jsrules.engine.reconcile.review import Changes, Review, printed_in
from jsrules.engine.weigh import value_of
from jsrules.model.ground import GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.outcome import Explanation
from jsrules.model.reconciliation import Balance
from jsrules.model.report import Report


def mechanism_of(review: Review, figure: int, changes: Changes) -> tuple[Explanation, Balance | None]:
    """How a figure came to differ a little from what it should be, in ``changes``, and the identity that it was done
    for.

    Empty when it is no matter of rounding.
    """
    system = review.system
    amount = system.amount(figure)
    if not amount.text or figure not in changes:
        return "", None
    corrected = review.report(changes)
    if _is_cut_off(review, figure, changes, corrected):
        return "truncated", None
    moved = abs(changes[figure] - amount.mantissa)
    index = system.cells[figure].index
    found: tuple[Explanation, Balance | None] = "", None
    for identity in review.identities.get(figure, ()):
        ground = system.entries[identity].ground
        if not isinstance(ground, GroundLinear) or ground.operator not in ("=", "=="):
            continue
        printed = printed_in(system.report, ground.row)
        if (
            len(printed) < 3
            or index not in printed
            or any(not _same_table(system.report, index, each) for each in printed)
        ):
            continue
        difference, _, _ = value_of(system.report, ground.row)
        # One part takes at most what rounding leaves of the whole sum.
        if difference or 2 * moved > len(printed):
            continue
        cells = tuple(system.report.cells[each] for each in printed)
        balance = Balance(system.entries[identity].rule, cells)
        if is_whole(ground.row, index, printed) and _adds_up(
            ground.row, index, corrected, amount.mantissa, amount.decimals
        ):
            return "summed", balance
        if found[1] is None:
            found = "balanced", balance
    return found


def _is_cut_off(review: Review, figure: int, changes: Changes, corrected: Report) -> bool:
    system = review.system
    amount = system.amount(figure)
    for identity in review.identities.get(figure, ()):
        ground = system.entries[identity].ground
        if isinstance(ground, GroundRatio) and system.cells[figure].index == ground.cell:
            others = {each: value for each, value in changes.items() if each != figure}
            if judge_ratio(review.report(others), ground).kind == "truncation":
                return True
        elif isinstance(ground, GroundLinear) and ground.operator == "=":
            form = ground.row.copy()
            coefficient = form.terms.pop(system.cells[figure].index, 0)
            value, _, scale = value_of(corrected, form)
            if not coefficient:
                continue
            numerator, denominator = -value * form.denominator * 10**amount.decimals, scale * coefficient
            if denominator < 0:
                numerator, denominator = -numerator, -denominator
            cut = abs(numerator) // denominator * (-1 if numerator < 0 else 1)
            if numerator % denominator and cut == amount.mantissa:
                return True
    return False


def _same_table(report: Report, one: int, other: int) -> bool:
    return report.cells[one].form == report.cells[other].form and report.cells[one].origin == report.cells[other].origin


def is_whole(row: Linear, index: int, printed: list[int]) -> bool:
    """Whether a cell faces all the others of an identity."""
    sign = row.terms[index]
    return all(row.terms[each] * sign < 0 for each in printed if each != index)


def _adds_up(row: Linear, index: int, corrected: Report, mantissa: int, decimals: int) -> bool:
    """Whether the parts, as they should be, add up to the whole as it is printed."""
    form = row.copy()
    coefficient = form.terms.pop(index)
    value, _, scale = value_of(corrected, form)
    power: int = 10**decimals
    return value * form.denominator * power + scale * coefficient * mantissa == 0
