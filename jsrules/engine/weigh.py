"""The exact value of a linear form, and how far rounding can move it. All integers.

For figures v with d printed decimals the true amount lies within half a unit of the last place, u/2 = 10**-d / 2. A
form sum(k*v) can then be off by at most sum(|k|*u)/2, the allowance (最大尾差).
"""

from __future__ import annotations

from jsrules.model.linear import Linear
from jsrules.model.report import Report

_POWERS = [10**exponent for exponent in range(64)]


def value_of(report: Report, form: Linear) -> tuple[int, int, int]:
    """``(value, slack, scale)``: the form is ``value / scale``, its allowance ``slack / (2 * scale)``."""
    cells = report.cells
    value, slack, places = form.constant, 0, 0
    for index, coefficient in form.terms.items():
        if coefficient:
            amount = cells[index].amount
            assert amount is not None
            decimals = amount.decimals
            if decimals > places:  # all that was added up counts in a finer place from here
                finer = _POWERS[decimals - places]
                value, slack, places = value * finer, slack * finer, decimals
            elif decimals < places:
                coefficient *= _POWERS[places - decimals]
            value += coefficient * amount.mantissa
            if not amount.exact:
                slack += abs(coefficient)
    return value, slack, form.denominator * _POWERS[places]
