"""Checks what reconciliation claims, from the report and the evaluator's ground identities alone, by none of its code."""

from collections import defaultdict
from fractions import Fraction

from jsrules.model.ground import GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.reconciliation import Contradiction, Reconciliation
from support.rates import figures_of, interval, is_rate, sides


def conflict_holds(grounds: list[object], claim: Reconciliation, conflict: Contradiction) -> bool:
    """Identities that add up to a form that they make at least 0, while it is below 0 for all amounts that print so."""
    if conflict.cases:  # one for each way in which a rule can hold; that these are all is for support.cases to check
        return all(conflict_holds(grounds, claim, each.conflict) for each in conflict.cases)
    cells, most, strict, sound = claim.report.cells, Fraction(0), False, True
    together, alone, prints_of = defaultdict(Fraction), [], defaultdict(Fraction)
    prints = {cell.index: sum(interval(cell.amount)[:2]) / 2 for cell in cells}
    named, positive = {cell.index for cell in conflict.cells}, {cell.index for cell in conflict.positive}
    for each, factor, ground in ((one, Fraction(*one.factor), grounds[one.outcome]) for one in conflict.identities):
        apart = False
        if each.part:
            form, relation = each.form, each.relation
        elif isinstance(ground, GroundRatio):  # of the prints, or of true amounts of its own: unless it is neither
            rate = cells[ground.cell].amount
            apart = is_rate(ground, rate, prints) or not figures_of(ground) <= named
            form, relation = sides(ground, rate)[each.side == "upper"]
            sound &= ground.cell in named
        else:  # formulas of nothing but blanks have no form of the evaluator's
            form, relation = (ground.row, ground.operator) if isinstance(ground, GroundLinear) else (Linear(), "=")
        printed = relation == "==" or each.side in ("print", "premise")  # of printed figures
        sound &= factor != 0 and (relation[0] == "=" or (factor > 0) == (relation[0] == ">"))
        strict, most = strict or relation in "<>", most + factor * Fraction(form.constant, form.denominator)
        for index, value in form.terms.items():
            value = factor * Fraction(value, form.denominator)
            if printed and index in named:
                most += value * prints[index]
            elif printed:
                prints_of[index] += value
            elif apart:
                alone.append((index, value))
            else:
                together[index] += value
    for index, factor in [*together.items(), *alone]:
        low, high, left_out = interval(cells[index].amount)
        strict |= left_out and factor > 0
        if index in named:
            most += factor * (high if factor > 0 else low)
        else:  # it may be anything, or print as 0 at least, and its true amount is as near to that as rounding allows
            prints_of[index] += factor
            most += abs(factor) * (high - low) / 2
    sound &= all(factor == 0 or (factor < 0 and index in positive) for index, factor in prints_of.items())
    return sound and (most < 0 or (most == 0 and strict))
