"""Checks what reconciliation claims, from the report and the evaluator's ground identities alone, by none of its code."""

from fractions import Fraction

from jsrules.model.ground import GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.reconciliation import Contradiction, Reconciliation
from jsrules.model.report import Amount


def interval(amount: Amount | None) -> tuple[Fraction, Fraction, bool]:
    """Low and high end of a figure, or of a blank, and whether the high one is left out."""
    value = Fraction(amount.mantissa, 10**amount.decimals) if amount else Fraction(0)
    half = Fraction(1, 2 * 10**amount.decimals) if amount and not amount.exact else Fraction(0)
    return value - half, value + half, half > 0


def value_of(form: Linear, values: dict[int, Fraction]) -> Fraction:
    return (sum((k * values[i] for i, k in form.terms.items()), Fraction(form.constant))) / form.denominator


def conflict_holds(grounds: list[object], claim: Reconciliation, conflict: Contradiction) -> bool:
    """Identities that add up to a form that they make at least 0, while it is below 0 for all amounts that print so."""
    if conflict.cases:  # one for each way in which a rule can hold; that these are all is for support.cases to check
        return all(conflict_holds(grounds, claim, each.conflict) for each in conflict.cases)
    cells, total, printed_total, most, strict, sound = claim.report.cells, {}, {}, Fraction(0), False, True
    prints = {cell.index: sum(interval(cell.amount)[:2]) / 2 for cell in cells}
    positive = {cell.index for cell in conflict.positive}
    for each, factor, ground in ((one, Fraction(*one.factor), grounds[one.outcome]) for one in conflict.identities):
        if each.part:
            form, relation = each.form, each.relation
        elif isinstance(ground, GroundRatio):
            printed, up = cells[ground.cell].amount, each.side == "upper"
            form, rate = ground.numerator.copy(), ground.denominator.copy()
            rate.scale(2 * printed.mantissa + (1 if up else -1), 2 * 10**printed.decimals)
            form.add(rate, -1)
            relation = ("<" if up else ">") + ("" if (printed.mantissa >= 0 if up else printed.mantissa <= 0) else "=")
        else:  # formulas of nothing but blanks have no form of the evaluator's
            form, relation = (ground.row, ground.operator) if isinstance(ground, GroundLinear) else (Linear(), "=")
        if relation == "==" or each.side in ("print", "premise"):  # of printed figures
            for index, value in form.terms.items():
                printed_total[index] = printed_total.get(index, Fraction(0)) + factor * Fraction(
                    value, form.denominator
                )
            form = Linear({}, *value_of(form, prints).as_integer_ratio())
        sound &= factor != 0 and (relation[0] == "=" or (factor > 0) == (relation[0] == ">"))
        strict, most = strict or relation in "<>", most + factor * Fraction(form.constant, form.denominator)
        for index, value in form.terms.items():
            total[index] = total.get(index, Fraction(0)) + factor * Fraction(value, form.denominator)
    for index, factor in total.items():
        low, high, left_out = interval(cells[index].amount)
        if index in positive:  # no more is known of it than that it prints as 0 at least
            low, sound = (low - high) / 2, sound and factor < 0
        most, strict = most + factor * (high if factor > 0 else low), strict or (left_out and factor > 0)
    free = {index for index, factor in total.items() if factor + printed_total.get(index, 0)}  # not just half a place
    sound &= free <= {cell.index for cell in conflict.cells} | positive
    return sound and (most < 0 or (most == 0 and strict))
