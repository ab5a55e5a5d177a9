"""Whether the parts of a whole add up to what is printed for it, against fractions."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from support.checking import load

from jsrules.engine.reconcile.mechanisms import _adds_up
from jsrules.model.linear import Linear


@pytest.mark.parametrize("seed", range(60))
def test_parts_add_up_where_their_sum_is_the_whole(seed: int) -> None:
    chance = random.Random(seed)
    texts = [f"{chance.randint(0, 9)}.{chance.randint(0, 9)}", f"{chance.randint(0, 9)}.50", f"{chance.randint(1, 9)}"]
    report = load("".join(f"{name}: {text}\n" for name, text in zip("总甲乙", texts, strict=True)))
    terms = {0: chance.choice((-2, -1, 1, 2)), 1: chance.choice((-3, 1, 2)), 2: chance.choice((-1, 1, 4))}
    row = Linear(dict(terms), chance.choice((0, 0, 6)), chance.choice((1, 2)))
    parts = sum((factor * Fraction(texts[cell]) for cell, factor in terms.items() if cell), Fraction(row.constant))
    whole = -parts / terms[0]  # terms[0] * whole + parts = 0
    for decimals in (1, 2, 3):
        mantissa = round(whole * 10**decimals)
        exact = Fraction(mantissa, 10**decimals) == whole
        assert _adds_up(row, 0, report, mantissa, decimals) is exact
        assert not _adds_up(row, 0, report, mantissa + 1, decimals)
