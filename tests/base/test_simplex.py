"""The simplex, asked again and again of one tableau, against elimination, and its answers against arithmetic."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.elimination import Condition, feasible

import jsrules.base.simplex as simplex
from jsrules.base.simplex import OPEN, Bounds, Conflict, Point, Tableau, TooCoarse, check

Rows = list[tuple[dict[int, int], Bounds]]


class Counted:
    """Counts work, and ends what has no end."""

    def __init__(self, most: int = 200_000) -> None:
        self.left = most

    def spend(self, work: int) -> None:
        self.left -= work
        assert self.left > 0


def some_bounds(chance: random.Random) -> Bounds:
    kind = chance.randrange(7)
    low = chance.randint(-4, 4)
    up = low + chance.randint(1, 5)
    if kind == 0:
        return OPEN
    if kind == 1:
        return Bounds(0, 0)
    if kind == 2:
        return Bounds(low, low)
    strict = chance.random() < 0.4, chance.random() < 0.4
    if kind == 3:
        return Bounds(low, None, strict_low=strict[0])
    if kind == 4:
        return Bounds(None, up, strict_up=strict[1])
    return Bounds(low, up, *strict)


def drawn(chance: random.Random, factors: list[int], size: int = 5) -> tuple[list[Bounds], Rows]:
    variables = [some_bounds(chance) for _ in range(chance.randint(1, size))]
    rows: Rows = []
    for _ in range(chance.randint(1, size)):
        used = chance.sample(range(len(variables)), chance.randint(1, min(3, len(variables))))
        rows.append(({each: chance.choice(factors) for each in used}, some_bounds(chance)))
    return variables, rows


def conditions(variables: list[Bounds], rows: Rows, changes: Mapping[int, Bounds]) -> list[Condition]:
    found: list[Condition] = []
    every = [({number: 1}, bounds) for number, bounds in enumerate(variables)] + rows
    for number, (terms, own) in enumerate(every):
        bounds = changes.get(number, own)
        if bounds.low is not None:
            found.append(({i: Fraction(k) for i, k in terms.items()}, Fraction(-bounds.low), bounds.strict_low))
        if bounds.up is not None:
            found.append(({i: Fraction(-k) for i, k in terms.items()}, Fraction(bounds.up), bounds.strict_up))
    return found


def is_within(value: Fraction, bounds: Bounds) -> bool:
    low, up = bounds.low, bounds.up
    return (low is None or value > low or (value == low and not bounds.strict_low)) and (
        up is None or value < up or (value == up and not bounds.strict_up)
    )


def assert_right(variables: list[Bounds], rows: Rows, changes: Mapping[int, Bounds], found: Point | Conflict) -> None:
    first = len(variables)
    bounds = {number: changes.get(number, each) for number, each in enumerate(variables)}
    bounds |= {number: changes.get(number, each) for number, (_, each) in enumerate(rows, first)}
    if isinstance(found, Point):
        values = {each: Fraction(*found.values.get(each, (0, 1))) for each in range(first)}
        for number, (terms, _) in enumerate(rows, first):
            values[number] = sum((k * values[i] for i, k in terms.items()), Fraction(0))
        assert all(is_within(values[number], each) for number, each in bounds.items())
        return
    total: dict[int, int] = {}
    least, strict = 0, False
    for number, factor in found.factors:
        for variable, coefficient in rows[number - first][0].items() if number >= first else [(number, 1)]:
            total[variable] = total.get(variable, 0) + factor * coefficient
        end = bounds[number].low if factor > 0 else bounds[number].up
        assert end is not None
        least += factor * end
        strict |= bounds[number].strict_low if factor > 0 else bounds[number].strict_up
    assert not any(total.values())
    assert least > 0 or (least == 0 and strict)


def asked(tableau: Tableau, changes: Mapping[int, Bounds], budget: Counted) -> Point | Conflict | None:
    """None where a finer grain would be needed."""
    try:
        return check(tableau, changes, budget)
    except TooCoarse:
        return None


def assert_warm(chance: random.Random, factors: list[int]) -> int:
    """One tableau, asked with other bounds each time; how often there was a point."""
    variables, rows = drawn(chance, factors)
    tableau, budget = Tableau(variables, rows), Counted()
    points = 0
    for _ in range(chance.randint(1, 12)):
        numbers = range(len(variables) + len(rows))
        changes = {each: some_bounds(chance) for each in numbers if chance.random() < 0.3}
        if chance.random() < 0.2:  # a row that comes later
            used = chance.sample(range(len(variables)), 1)
            added = tableau.add(terms := {used[0]: chance.choice(factors)})
            rows.append((terms, OPEN))
            changes[added] = some_bounds(chance)
        found = asked(tableau, changes, budget)
        assert found is not None
        assert isinstance(found, Point) == feasible(conditions(variables, rows, changes))
        assert_right(variables, rows, changes, found)
        points += isinstance(found, Point)
    return points


@given(st.integers(0, 10**9))
def test_what_was_asked_before_does_not_matter(seed: int) -> None:
    assert_warm(random.Random(seed), [1, -1])


@given(st.integers(0, 10**9), st.sampled_from([[2, -2], [1, 2, 3, -1, -2, -3], [2, 3], [6, 4, -9]]))
def test_pivots_on_other_coefficients_than_1(seed: int, factors: list[int]) -> None:
    assert_warm(random.Random(seed), factors)


def test_both_answers_are_drawn() -> None:
    points = [assert_warm(random.Random(seed), [1, 2, -3]) for seed in range(100)]
    assert 100 < sum(points) < 600


def test_it_ends_by_the_first_row_and_column_alone(monkeypatch: object) -> None:
    """From the first exchange on, as after patience is lost."""
    assert hasattr(monkeypatch, "setattr")
    monkeypatch.setattr(simplex, "PATIENCE", 1)
    for seed in range(150):
        assert_warm(random.Random(seed), [1, 2, 3, -1, -2])


@settings(max_examples=40)
@given(st.integers(0, 10**9))
def test_what_has_grown_is_put_back(seed: int) -> None:
    spare, simplex.SPARE = simplex.SPARE, -(10**6)  # always
    try:
        assert_warm(random.Random(seed), [1, 2, -3])
    finally:
        simplex.SPARE = spare


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_a_state_is_put_back(seed: int) -> None:
    """The same questions from the same state have the same answers."""
    chance = random.Random(seed)
    variables, rows = drawn(chance, [1, 2, -3], 7)
    numbers = range(len(variables) + len(rows))
    tableau = Tableau(variables, rows)
    check(tableau, {}, Counted())
    state = tableau.state()
    questions = [{each: some_bounds(chance) for each in numbers if chance.random() < 0.3} for _ in range(4)]
    before = [asked(tableau, each, Counted()) for each in questions]
    tableau.restore(state)
    assert [asked(tableau, each, Counted()) for each in questions] == before


def test_a_budget_that_ends_leaves_the_tableau_whole() -> None:
    class Spent(Exception):
        pass

    class Short:
        def __init__(self, left: int) -> None:
            self.left = left

        def spend(self, work: int) -> None:
            self.left -= work
            if self.left < 0:
                raise Spent

    for seed in range(60):
        chance = random.Random(seed)
        variables, rows = drawn(chance, [1, 2, -3], 7)
        whole = Tableau(variables, rows)
        for left in range(0, 60, 3):
            try:
                check(whole, {}, Short(left))
            except Spent:
                continue
        found = check(whole, {}, Counted())
        assert isinstance(found, Point) == feasible(conditions(variables, rows, {}))
        assert_right(variables, rows, {}, found)


def test_some_of_the_rows() -> None:
    for seed in range(60):
        chance = random.Random(seed)
        variables, rows = drawn(chance, [1, 2, -3])
        tableau = Tableau(variables, rows)
        check(tableau, {}, Counted())
        kept = [number for number in range(len(rows)) if chance.random() < 0.6]
        found = check(tableau.restricted([len(variables) + each for each in kept]), {}, Counted())
        left = [row if number in kept else (row[0], OPEN) for number, row in enumerate(rows)]
        assert isinstance(found, Point) == feasible(conditions(variables, left, {}))
        if isinstance(found, Conflict):
            assert_right(variables, left, {}, found)


def test_a_grain_may_be_too_coarse() -> None:
    """x < y, and y below x by no more than a tenth of the grain."""
    rows: Rows = [({0: 1, 1: -1}, Bounds(0, None, strict_low=True)), ({0: 1, 1: -1}, Bounds(None, 1))]
    rows += [({0: 30}, Bounds(0, 1)), ({1: 30}, Bounds(0, 1))]
    assert asked(Tableau([OPEN, OPEN], rows, 10), {}, Counted()) is None
    assert isinstance(asked(Tableau([OPEN, OPEN], rows, 100), {}, Counted()), Point)


@pytest.mark.parametrize("low", [None, -2, -1, 0, 1, 2])
@pytest.mark.parametrize("up", [None, -2, -1, 0, 1, 2])
@pytest.mark.parametrize("strict_low", [False, True])
@pytest.mark.parametrize("strict_up", [False, True])
def test_whether_0_is_in_a_range(low: int | None, up: int | None, strict_low: bool, strict_up: bool) -> None:
    above = low is None or low < 0 or (low == 0 and not strict_low)
    below = up is None or up > 0 or (up == 0 and not strict_up)
    assert Bounds(low, up, strict_low, strict_up).hold_zero == (above and below)


def test_a_conflict_of_cases_consists_of_those_of_all_its_cases() -> None:
    first, second, third = (Conflict(((each, 1),)) for each in range(3))
    nested = Conflict((), cases=(first, Conflict((), cases=(second, third), split=1)), split=0)
    assert first.parts == (first,)
    assert nested.parts == (first, second, third)
    assert nested.variables == {0, 1, 2}


def test_what_the_first_question_takes_is_charged() -> None:
    """Laying out a tableau takes ten for each variable and row; every question then what its rows and changes take."""
    bounds = Bounds(-1, 1)
    tableau = Tableau([bounds, bounds, bounds], [({0: 1, 1: 1}, bounds), ({1: 1, 2: -1}, bounds)])
    took = []
    for changes in ({}, {}, {0: Bounds(0, 1), 1: Bounds(0, 1)}):
        budget = Counted()
        before = budget.left
        assert isinstance(check(tableau, changes, budget), Point)
        took.append(before - budget.left)
    assert took == [10 * 5 + 2, 2, 8 * 2 + 2]


def test_a_row_that_a_part_does_not_have_may_have_other_bounds() -> None:
    tableau = Tableau([Bounds(0, 2), Bounds(0, 2)], [({0: 1}, Bounds(1, 2)), ({1: 1}, Bounds(1, 2))])
    part = tableau.restricted([2])
    found = check(part, {3: Bounds(7, 8)}, Counted())
    assert isinstance(found, Point), "the other row asks for what cannot be, but is no part"
    assert isinstance(check(tableau, {3: Bounds(7, 8)}, Counted()), Conflict)


def test_a_variable_that_is_held_at_one_grain_is_not_0() -> None:
    for row, holds in ((Bounds(1, 1), True), (Bounds(0, 0), False), (Bounds(2, 3), False)):
        tableau = Tableau([Bounds(1, 1), Bounds(0, 0)], [({0: 1, 1: 1}, row)], grain=1)
        found = check(tableau, {}, Counted())
        assert isinstance(found, Point) == holds
        if isinstance(found, Point):
            assert found.values == {0: (1, 1)}
