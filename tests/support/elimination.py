"""Do true amounts exist? Fourier and Motzkin's elimination, slow and obvious, to hold the simplex against.

A condition is ``sum(k * x) + c >= 0``, or ``> 0``. Equations are two conditions.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from jsrules.model.ground import GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.report import Report

Condition = tuple[dict[int, Fraction], Fraction, bool]


def conditions_of(
    report: Report, grounds: list[object], freed: frozenset[int], positive: frozenset[int] = frozenset()
) -> list[Condition]:
    """What the figures and identities say; ``freed`` cells may be anything, and free the rates printed in them.

    Amounts in ``positive`` print as 0 at least, whatever else they are. A rate is that of the amounts as printed, or of
    the true ones; one of a freed cell is that of any true ones that print so. The print of a cell i that is freed is the
    variable -1 - i.
    """
    found: list[Condition] = []
    used: set[int] = set()
    prints: set[int] = set()

    def add(form: Linear, relation: str) -> None:
        terms = {i: Fraction(k, form.denominator) for i, k in form.terms.items() if k}
        constant = Fraction(form.constant, form.denominator)
        used.update(terms)
        if relation[0] in "=>":
            found.append((terms, constant, relation == ">"))
        if relation[0] in "=<":
            found.append(({i: -k for i, k in terms.items()}, -constant, relation == "<"))

    for ground in grounds:
        if isinstance(ground, GroundLinear):
            add(ground.row, ground.operator)
        elif isinstance(ground, GroundRatio) and ground.cell not in freed and _is_positive(report, ground.denominator):
            amount = report.cells[ground.cell].amount
            assert amount is not None
            changed = freed & {*ground.numerator.terms, *ground.denominator.terms}
            if not changed and _is_rate(report, ground):
                continue
            for end, relation in (
                (2 * amount.mantissa - 1, ">=" if amount.mantissa > 0 else ">"),
                (2 * amount.mantissa + 1, "<" if amount.mantissa >= 0 else "<="),
            ):
                form, base = ground.numerator.copy(), ground.denominator.copy()
                base.scale(end, 2 * 10**amount.decimals)
                form.add(base, -1)
                if changed:
                    found.append(_widest(report, form, relation, changed))
                else:
                    add(form, relation)
            prints |= changed
    for index in prints:
        half = _half(report, index)
        found.append(({index: Fraction(1), -1 - index: Fraction(-1)}, half, False))
        found.append(({index: Fraction(-1), -1 - index: Fraction(1)}, half, half > 0))
        if index in positive:
            found.append(({-1 - index: Fraction(1)}, Fraction(0), False))
    for index in (used | prints) - freed:
        amount = report.cells[index].amount
        assert amount is not None
        value = Fraction(amount.mantissa, 10**amount.decimals)
        half = Fraction(0) if amount.exact else Fraction(1, 2 * 10**amount.decimals)
        found.append(({index: Fraction(1)}, half - value, False))
        found.append(({index: Fraction(-1)}, value + half, half > 0))
    for index in (used | prints) & positive:
        amount = report.cells[index].amount
        assert amount is not None
        found.append(({index: Fraction(1)}, Fraction(0 if amount.exact else 1, 2 * 10**amount.decimals), False))
    return found


def _half(report: Report, index: int) -> Fraction:
    amount = report.cells[index].amount
    assert amount is not None
    return Fraction(0 if amount.exact else 1, 2 * 10**amount.decimals)


def _value(report: Report, form: Linear) -> Fraction:
    total = Fraction(form.constant, form.denominator)
    for index, factor in form.terms.items():
        amount = report.cells[index].amount
        assert amount is not None
        total += Fraction(factor * amount.mantissa, form.denominator * 10**amount.decimals)
    return total


def _is_rate(report: Report, ground: GroundRatio) -> bool:
    """Whether a rate is that of the amounts as printed."""
    amount = report.cells[ground.cell].amount
    assert amount is not None
    rate = _value(report, ground.numerator) / _value(report, ground.denominator) * 10**amount.decimals
    whole, rest = divmod(abs(rate), 1)
    return (whole + (rest >= Fraction(1, 2))) * (-1 if rate < 0 else 1) == amount.mantissa


def _widest(report: Report, form: Linear, relation: str, changed: frozenset[int]) -> Condition:
    """That a form can be so for some amounts that print as the figures do, the changed ones as their variables say."""
    sign = 1 if relation[0] == ">" else -1
    kept = Linear({i: k for i, k in form.terms.items() if i not in changed}, form.constant, form.denominator)
    constant, strict = sign * _value(report, kept), len(relation) == 1
    for index, factor in form.terms.items():
        half = _half(report, index)
        constant += abs(Fraction(factor, form.denominator)) * half
        strict = strict or (half > 0 and sign * factor > 0)
    terms = {-1 - i: sign * Fraction(form.terms[i], form.denominator) for i in sorted(changed) if form.terms.get(i)}
    return terms, constant, strict


def _is_positive(report: Report, form: Linear) -> bool:
    """Whether a base is surely above 0; rates on others are not looked at."""
    least = Fraction(form.constant, form.denominator)
    for index, factor in form.terms.items():
        amount = report.cells[index].amount
        assert amount is not None
        half = Fraction(0) if amount.exact else Fraction(1, 2 * 10**amount.decimals)
        value = Fraction(amount.mantissa, 10**amount.decimals)
        least += Fraction(factor, form.denominator) * (value - half if factor > 0 else value + half)
    return least > 0


def feasible(conditions: list[Condition]) -> bool:
    """Whether all conditions can hold."""
    left = conditions
    while True:
        variables = {variable for terms, _, _ in left for variable in terms}
        if not variables:
            return all(constant > 0 or (constant == 0 and not strict) for _, constant, strict in left)
        variable = min(variables, key=lambda each: (_cost(left, each), each))
        lower = [each for each in left if each[0].get(variable, 0) > 0]
        upper = [each for each in left if each[0].get(variable, 0) < 0]
        left = [each for each in left if variable not in each[0]]
        for one in lower:
            for other in upper:
                a, b = one[0][variable], -other[0][variable]
                terms = {i: b * one[0].get(i, 0) + a * other[0].get(i, 0) for i in {*one[0], *other[0]}}
                terms = {i: Fraction(k) for i, k in terms.items() if k}
                left.append((terms, b * one[1] + a * other[1], one[2] or other[2]))
        left = _distinct(left)


def _cost(conditions: list[Condition], variable: int) -> int:
    signs = [each[0][variable] > 0 for each in conditions if variable in each[0]]
    return sum(signs) * (len(signs) - sum(signs)) - len(signs)


def _distinct(conditions: list[Condition]) -> list[Condition]:
    """Of conditions with the same terms, but for their size, the narrowest."""
    best: dict[tuple[tuple[int, Fraction], ...], tuple[Fraction, bool]] = {}
    for terms, constant, strict in conditions:
        size = max((abs(k) for k in terms.values()), default=Fraction(1))
        key = tuple(sorted((i, k / size) for i, k in terms.items()))
        mine = (constant / size, strict)
        known = best.get(key)
        if known is None or (mine[0], not mine[1]) < (known[0], not known[1]):
            best[key] = mine
    return [(dict(key), constant, strict) for key, (constant, strict) in best.items()]


def brute_minima(
    report: Report,
    grounds: list[object],
    weights: dict[int, int],
    most: int = 6,
    positive: frozenset[int] = frozenset(),
) -> tuple[int, set[frozenset[int]]]:
    """The least weight, up to ``most``, and all sets of cells of that weight whose change makes everything hold."""
    for weight in range(most + 1):
        found = set()
        for size in range(weight + 1):
            for each in combinations(sorted(weights), size):
                if sum(weights[index] for index in each) == weight:
                    freed = frozenset(each)
                    if feasible(conditions_of(report, grounds, freed, positive)):
                        found.add(freed)
        if found:
            return weight, found
    raise AssertionError("dearer than was looked for")
