"""Ground identities that say the same of the same cells: several rules do, and what they say counts once."""

from __future__ import annotations

from collections.abc import Hashable
from math import gcd

from jsrules.model.ground import Ground, GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.syntax import Comparison

_TURNED: dict[Comparison, Comparison] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def claim_of(ground: Ground) -> Hashable | None:
    """What an identity says, the same for all that say the same: ``a = b + c``, ``b + c = a`` and ``2 * a = 2 * b + 2 *
    c`` are one. None for one under conditions, or that is no comparison of sums, of which it is not told.
    """
    if not isinstance(ground, GroundLinear | GroundRatio) or ground.under or ground.choices:
        return None
    if isinstance(ground, GroundRatio):
        over, under = ground.numerator, ground.denominator
        numbers = [each * under.denominator for each in _numbers(over)]
        others = [each * over.denominator for each in _numbers(under)]
        scale = _scale(numbers + others)
        return "rate", ground.cell, _row(over, under.denominator, scale), _row(under, over.denominator, scale)
    scale = _scale(_numbers(ground.row))
    operator = _TURNED.get(ground.operator, ground.operator) if scale < 0 else ground.operator
    return operator, ground.tolerance, _row(ground.row, 1, scale)


def _numbers(form: Linear) -> list[int]:
    """The coefficients of a form in the order of its variables, then its constant; its denominator is left out."""
    terms = sorted((str(variable), value) for variable, value in {**form.terms, **form.blanks}.items())
    return [*(value for _, value in terms if value), form.constant]


def _scale(numbers: list[int]) -> int:
    """What they have in common, with the sign of the first."""
    first = next((each for each in numbers if each), 1)
    return (gcd(*numbers) or 1) * (1 if first > 0 else -1)


def _row(form: Linear, factor: int, scale: int) -> Hashable:
    terms = ((variable, value * factor // scale) for variable, value in {**form.terms, **form.blanks}.items() if value)
    return frozenset(terms), form.constant * factor // scale
