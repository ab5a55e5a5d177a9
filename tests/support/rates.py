"""When a printed rate is that of some amounts, for those who check what reconciliation claims."""

from fractions import Fraction

from jsrules.model.ground import GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.report import Amount

Amounts = dict[int, Amount | None]
Values = dict[int, Fraction]


def interval(amount: Amount | None) -> tuple[Fraction, Fraction, bool]:
    """Low and high end of a figure, or of a blank, and whether the high one is left out."""
    value = Fraction(amount.mantissa, 10**amount.decimals) if amount else Fraction(0)
    half = Fraction(1, 2 * 10**amount.decimals) if amount and not amount.exact else Fraction(0)
    return value - half, value + half, half > 0


def value_of(form: Linear, values: Values) -> Fraction:
    return (sum((k * values[i] for i, k in form.terms.items()), Fraction(form.constant))) / form.denominator


def holds(value: Fraction, relation: str) -> bool:
    return (value == 0 and "=" in relation) or (value > 0 and ">" in relation) or (value < 0 and "<" in relation)


def sides(ground: GroundRatio, printed: Amount) -> list[tuple[Linear, str]]:
    """What the least and the greatest rate that is printed so ask of the amounts: a form and how it is to 0."""
    found = []
    for end, relation in ((-1, ">" if printed.mantissa <= 0 else ">="), (1, "<" if printed.mantissa >= 0 else "<=")):
        form, rate = ground.numerator.copy(), ground.denominator.copy()
        rate.scale(2 * printed.mantissa + end, 2 * 10**printed.decimals)
        form.add(rate, -1)
        found.append((form, relation))
    return found


def is_rate(ground: GroundRatio, printed: Amount, values: Values) -> bool:
    """Whether it is the rate of these amounts: rounded half away from zero it is what is printed."""
    base = value_of(ground.denominator, values)
    sign = (base > 0) - (base < 0)
    return bool(sign) and all(
        holds(sign * value_of(form, values), relation) for form, relation in sides(ground, printed)
    )


def can_be_rate(ground: GroundRatio, amounts: Amounts) -> bool:
    """Whether it is the rate of some amounts that are printed so."""
    good = True
    for form, relation in sides(ground, amounts[ground.cell]):
        sign = 1 if ">" in relation else -1
        ends = {i: interval(amounts[i])[sign * k > 0] for i, k in form.terms.items()}
        left_out = any(sign * k > 0 and interval(amounts[i])[2] for i, k in form.terms.items())
        good &= holds(value_of(form, ends), relation[0] if left_out else relation)
    return good


def figures_of(ground: GroundRatio) -> set[int]:
    return {ground.cell, *ground.numerator.terms, *ground.denominator.terms}
