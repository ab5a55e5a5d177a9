"""Rates in many reports: `jsrules.engine.comparisons.judge_ratio` in columns, as far as one prints as printed."""

from __future__ import annotations

import numpy as np

from jsrules.engine.columns.figures import Figures, Numbers, sum_of, type_for
from jsrules.model.ground import GroundRatio


def not_as_printed(figures: Figures, ground: GroundRatio) -> Numbers:
    """The reports in which a rate is not the rate of the printed amounts, rounded half up, or has no base."""
    printed = figures.template.cells[ground.cell].amount
    assert printed is not None
    power = 10**printed.decimals
    over = ground.denominator.denominator * power
    greatest = 2 * figures.bound_of(ground.numerator) * over
    least = figures.bound_of(ground.denominator) * ground.numerator.denominator
    kind = type_for(greatest + 2 * least)
    top = sum_of(figures, ground.numerator).astype(kind) * over
    bottom = sum_of(figures, ground.denominator).astype(kind) * ground.numerator.denominator
    negative = (top < 0) != (bottom < 0)
    top, bottom = np.abs(top), np.abs(bottom)
    none = bottom == 0
    bottom[none] = 1
    computed = (2 * top + bottom) // (2 * bottom)
    computed[negative] *= -1
    # The figure itself is at the scale of all figures, whatever decimals it has.
    shift = 10 ** (figures.places - printed.decimals)
    return np.flatnonzero(none | (computed != figures.columns[ground.cell] // shift))
