"""Checks the true amounts that reconciliation claims, from the report and the evaluator's ground identities alone."""

from fractions import Fraction

from jsrules.model.ground import GroundLinear, GroundRatio
from jsrules.model.reconciliation import Reconciliation, Suspect
from jsrules.model.report import Amount
from support.rates import can_be_rate, figures_of, interval, is_rate, value_of


def told(suspect: Suspect) -> Amount | None:
    """What a wrong figure should be: a value, else the end that it must at least, or at most, be; some have neither."""
    return suspect.proposals[0].amount if suspect.proposals else suspect.least or suspect.most


def witness_holds(grounds: list[object], claim: Reconciliation) -> bool:
    """True amounts that print as the corrected figures do and satisfy every identity, ``grounds``, of the corrected report."""
    amounts = {cell.index: cell.amount for cell in claim.report.cells}
    values = {i: Fraction(a.mantissa, 10**a.decimals) if a else Fraction(0) for i, a in amounts.items()}
    values |= {each.cell.index: Fraction(each.numerator, each.denominator) for each in claim.witness}
    suspects = {each.cell.index: each for cause in claim.causes for each in cause.corrections[0].suspects}
    changed = set(suspects)
    for index, each in suspects.items():  # some have no value
        amounts[index] = each.proposals[0].amount if each.proposals else None
    ends = {index: told(each) for index, each in suspects.items()}
    anything = {index for index, end in ends.items() if end is None}
    amounts |= {cell.index: None for cell in claim.unknown}
    prints = {i: sum(interval(amount)[:2]) / 2 for i, amount in amounts.items()}
    fits = ((values[i], *interval(amount)) for i, amount in amounts.items() if amount)
    good = all(low <= value <= high and not (left_out and value == high) for value, low, high, left_out in fits)
    for ground in (grounds[number] for number in claim.identities):
        if getattr(ground, "under", ()):  # for support.cases to check
            continue
        if isinstance(ground, GroundLinear):
            operator = ground.operator
            x = value_of(ground.row, prints if operator == "==" else values)
            good &= (x == 0 and "=" in operator) or (x > 0 and ">" in operator) or (x < 0 and "<" in operator)
        elif isinstance(ground, GroundRatio):
            # One of a figure that was changed may be of true amounts of its own, and of any where nothing is said of it.
            printed, own = amounts[ground.cell], changed & figures_of(ground)
            good &= (
                bool(own & anything)
                or is_rate(ground, printed, prints)
                or (can_be_rate(ground, amounts | ends) if own else is_rate(ground, printed, values))
            )
    return good
