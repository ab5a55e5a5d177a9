"""A basis, exchanged at random, stands for what it is meant for: against fractions, after every step."""

from __future__ import annotations

import random
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jsrules.base.basis import SimplexBasis


def a_basis(chance: random.Random) -> tuple[SimplexBasis, int, int]:
    """A basis in which nothing is yet, with so many variables and so many rows behind them."""
    size, count = chance.randint(1, 4), chance.randint(1, 5)
    meant = {
        size + number: {
            each: chance.choice([1, -1, 2, -2, 3, 4, -6])
            for each in chance.sample(range(size), chance.randint(1, size))
        }
        for number in range(count)
    }
    basis = SimplexBasis(meant, {each: [row for row in meant if each in meant[row]] for each in range(size)})
    for number in range(size + count):
        low, up = sorted(chance.choices(range(-6, 7), k=2))
        basis.low[number], basis.up[number] = chance.choice([low, None]), chance.choice([up, None])
    return basis, size, count


def stands_on(basis: SimplexBasis, variable: int) -> Fraction:
    """The value of a variable as the basis has it; 0 of one that is outside."""
    if variable in basis.rows:
        return Fraction(basis.sums.get(variable, 0), basis.scales.get(variable, 1))
    return Fraction(basis.values.get(variable, 0))


def assert_sound(basis: SimplexBasis) -> None:
    assert basis.entries == sum(map(len, basis.rows.values()))
    assert not basis.rows.keys() & basis.columns.keys()
    assert basis.sums.keys() | basis.scales.keys() <= basis.rows.keys()
    assert basis.values.keys() <= basis.columns.keys()
    for variable, column in basis.columns.items():
        assert column == {basic for basic, row in basis.rows.items() if variable in row}
    for basic, row in basis.rows.items():
        assert all(row.values())
        assert basis.sums.get(basic, 0) == sum(each * basis.values.get(other, 0) for other, each in row.items())
        assert basis.scales.get(basic, 1) > 0
    for number, terms in basis.meant.items():
        if basis.has(number):
            assert stands_on(basis, number) == sum(each * stands_on(basis, other) for other, each in terms.items())
    out = {each for each in basis.rows if not within(basis, each)}
    first = basis.first_out()
    assert (first in out) if out else (first is None)
    assert basis.by_length or first == min(out, default=None), "by Bland's rule it is the first by number"


def within(basis: SimplexBasis, variable: int) -> bool:
    low, up, value = basis.low[variable], basis.up[variable], stands_on(basis, variable)
    return (low is None or low <= value) and (up is None or value <= up)


def step(basis: SimplexBasis, size: int, count: int, chance: random.Random) -> None:
    """Something that the simplex does, where it may be done."""
    variable, number = chance.randrange(size), size + chance.randrange(count)
    kind = chance.randrange(7)
    if kind == 0 and not basis.has(variable):
        basis.enter_column(variable)
    elif kind == 1 and not basis.has(number):
        basis.enter_row(number)
    elif kind == 2 and number in basis.rows:
        basis.leave_row(number)
    elif kind == 3 and basis.columns:
        basis.move(chance.choice(sorted(basis.columns)), chance.randint(-5, 5))
    elif kind == 4 and number in basis.rows and basis.rows[number]:
        basis.exchange(number, chance.choice(sorted(basis.rows[number])), chance.randint(-3, 3))
    elif kind == 5 and variable in basis.columns and not basis.values.get(variable):
        basis.leave_column(variable)
    else:
        by_length = chance.random() < 0.5
        there = basis.queue(by_length=by_length)
        assert there >= sum(not within(basis, each) for each in basis.rows)


@given(st.integers(0, 10**9))
def test_whatever_is_exchanged_it_stands_for_what_it_is_meant_for(seed: int) -> None:
    chance = random.Random(seed)
    basis, size, count = a_basis(chance)
    for _ in range(30):
        step(basis, size, count, chance)
        assert_sound(basis)


@given(st.integers(0, 10**9))
def test_it_is_put_back_as_it_stood(seed: int) -> None:
    chance = random.Random(seed)
    basis, size, count = a_basis(chance)
    for _ in range(12):
        step(basis, size, count, chance)
    standing, before = basis.standing(), repr(basis.standing())
    for _ in range(12):
        step(basis, size, count, chance)
    basis.by_length = True
    assert repr(standing) == before
    basis.put_back(standing)
    assert repr(basis.standing()) == before


def test_what_enters_may_cancel_out_of_a_row() -> None:
    """Two rows are the same sum: once one of them stands for a variable, the other one is the first, whatever enters."""
    basis = SimplexBasis({2: {0: 1, 1: 1}, 3: {0: 1, 1: 1}}, {0: [2, 3], 1: [2, 3]})
    basis.low, basis.up = dict.fromkeys(range(4)), dict.fromkeys(range(4))
    basis.enter_column(0)
    basis.enter_row(2)
    basis.enter_row(3)
    basis.exchange(2, 0, 5)
    basis.enter_column(1)
    assert basis.rows == {0: {2: 1, 1: -1}, 3: {2: 1}}
    assert_sound(basis)


def test_a_coefficient_of_2_becomes_a_scale_of_2() -> None:
    basis = SimplexBasis({2: {0: 2, 1: 1}}, {0: [2], 1: [2]})
    basis.low, basis.up = dict.fromkeys(range(3)), dict.fromkeys(range(3))
    for variable in (0, 1):
        basis.enter_column(variable)
    basis.enter_row(2)
    basis.exchange(2, 0, 3)
    basis.move(1, 2)
    assert basis.rows == {0: {2: 1, 1: -1}}
    assert (basis.scales, basis.sums[0], stands_on(basis, 0)) == ({0: 2}, 1, Fraction(1, 2))
