"""Whether some number satisfies comparisons with numbers, held against trying the numbers that matter; and how many
conditions of a rule are held against each other.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

import pytest
from support.linting import lints

from jsrules.checks.lints import conditions
from jsrules.checks.lints.claims import Claim, Literal, contradict
from jsrules.model.linear import holds

SHAPE = frozenset([(("cell", 0), Fraction(1))])


def _satisfied(claims: list[Claim]) -> bool:
    bounds = sorted({each.bound for each in claims})
    tried = [bounds[0] - 1, *bounds, bounds[-1] + 1, *((low + high) / 2 for low, high in pairwise(bounds))]
    return any(all(holds(each.operator, (value - each.bound).numerator) for each in claims) for value in tried)


def test_comparisons_of_one_shape() -> None:
    chance = random.Random(5)
    seen = set()
    for _ in range(4000):
        claims = [
            Claim(SHAPE, chance.choice(["=", "==", "<>", "<", "<=", ">", ">="]), Fraction(chance.randint(0, 2)))
            for _ in range(chance.randint(1, 4))
        ]
        possible = _satisfied(claims)
        seen.add(possible)
        assert contradict(claims) is not possible, claims
    assert seen == {True, False}


def test_a_long_chain_of_conditions_is_looked_at_in_a_time_that_grows_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0

    def counted(literals: Iterable[Literal]) -> bool:
        nonlocal looked
        literals = list(literals)
        looked += len(literals)
        return contradict(literals)

    monkeypatch.setattr(conditions, "contradict", counted)
    monkeypatch.setattr(conditions, "MOST_KNOWN", 20)
    lints("a > 0" + " 且 a > 0" * 400, None)
    assert 400 < looked < 400 * 2 * 25
