"""Hitting sets against all subsets of a few figures: the least, every one of them, bounds, and what is solved apart."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import jsrules.engine.reconcile.hitting as hitting
from jsrules.engine.reconcile.budget import Budget, Spent
from jsrules.engine.reconcile.hitting import (
    bits,
    cheapest_set,
    components,
    greedy_set,
    least_weight,
    minimum_sets,
    union,
    weight_of,
)

Family = tuple[list[int], list[int]]


def a_family(seed: int) -> Family:
    """Some conflicts among a few figures, and what each figure costs."""
    chance = random.Random(seed)
    size = chance.randint(1, 10)
    weights = [chance.choice([1, 2, 2, 3, 5]) for _ in range(size)]
    most = chance.randint(1, min(5, size))
    masks = [
        union(1 << each for each in chance.sample(range(size), chance.randint(1, most)))
        for _ in range(chance.randint(0, 14))
    ]
    return masks, weights


def hitting_sets(masks: list[int], size: int) -> list[int]:
    """Every set of so many figures that has one of each conflict."""
    return [each for each in range(1 << size) if all(mask & each for mask in masks)]


@given(st.sets(st.integers(0, 300)))
def test_a_set_is_the_numbers_in_it(numbers: set[int]) -> None:
    assert bits(union(1 << each for each in numbers)) == sorted(numbers)
    assert weight_of(union(1 << each for each in numbers), range(400)) == sum(numbers)


@given(st.integers(0, 10**9))
@example(3)
def test_the_cheapest_sets_are_those_of_all_subsets(seed: int) -> None:
    masks, weights = a_family(seed)
    every = hitting_sets(masks, len(weights))
    least = min(weight_of(each, weights) for each in every)
    one = cheapest_set(masks, weights, Budget())
    assert one in every
    assert weight_of(one, weights) == least
    assert sorted(minimum_sets(masks, weights, Budget())) == [
        each for each in every if weight_of(each, weights) == least
    ]


@given(st.integers(0, 10**9))
def test_a_cheaper_set_is_found_where_there_is_one_and_no_other(seed: int) -> None:
    """What decides whether a branch is looked into: any bound, below the least, at it and above."""
    masks, weights = a_family(seed)
    least = min(weight_of(each, weights) for each in hitting_sets(masks, len(weights)))
    for bound in range(least + 3):
        found = hitting._cheaper(masks, weights, bound, Budget())
        assert (found is not None) == (least < bound)
        assert found is None or (weight_of(found, weights) == least and all(mask & found for mask in masks))
        assert hitting._is_within(masks, weights, bound, Budget()) == (least <= bound)


@given(st.integers(0, 10**9))
def test_families_beside_each_other_cost_what_each_costs(seed: int) -> None:
    """Pairs and triples of five figures in a ring, so that little is forced, and what falls apart is put together."""
    chance = random.Random(seed)
    masks, weights, least, count = [], [], 0, chance.randint(2, 3)
    for part in range(count):
        mine = [1 << each | 1 << (each + chance.randint(1, 2)) % 5 | chance.getrandbits(1) << 3 for each in range(5)]
        own = [chance.choice([2, 2, 3]) for _ in range(5)]
        least += min(weight_of(each, own) for each in hitting_sets(mine, 5))
        masks += [each << 5 * part for each in mine]
        weights += own
    for bound in range(max(0, least - 2), least + 4):
        found = hitting._cheaper(masks, weights, bound, Budget())
        assert (found is not None) == (least < bound)
        assert found is None or (weight_of(found, weights) == least and all(mask & found for mask in masks))


@given(st.integers(0, 10**9))
def test_what_is_quick_bounds_what_is_least(seed: int) -> None:
    masks, weights = a_family(seed)
    least = min(weight_of(each, weights) for each in hitting_sets(masks, len(weights)))
    greedy = greedy_set(masks, weights)
    assert all(mask & greedy for mask in masks)
    assert not any(all(mask & (greedy ^ 1 << each) for mask in masks) for each in bits(greedy))
    assert least_weight(masks, weights) <= least <= weight_of(greedy, weights)
    if not any(one & other for one, other in combinations(masks, 2)):
        assert least_weight(masks, weights) == least


@given(st.integers(0, 10**9))
def test_only_conflicts_that_contain_no_other_count(seed: int) -> None:
    masks, _ = a_family(seed)
    kept = hitting._smallest(masks, Budget())
    assert sorted(kept) == sorted(
        each for each in set(masks) if not any(other != each and other & each == other for other in masks)
    )
    assert all(one.bit_count() <= other.bit_count() for one, other in pairwise(kept))


@given(st.integers(0, 10**9))
def test_components_share_nothing_and_hang_together(seed: int) -> None:
    masks, _ = a_family(seed)
    parts = components(masks)
    assert sorted(each for part in parts for each in part) == sorted(masks)
    assert all(not union(one) & union(other) for one, other in combinations(parts, 2))
    assert [min(part) for part in parts] == sorted(min(part) for part in parts)
    for part in parts:
        reached, left = part[0], list(part)
        while near := [each for each in left if each & reached]:
            reached |= union(near)
            left = [each for each in left if each not in near]
        assert not left


@given(st.integers(0, 10**9))
def test_what_is_forced_leaves_a_cheapest_set(seed: int) -> None:
    masks, weights = a_family(seed)
    least = min(weight_of(each, weights) for each in hitting_sets(masks, len(weights)))
    chosen, left = hitting._forced(hitting._smallest(masks, Budget()), weights, Budget())
    rest = min(weight_of(each, weights) for each in hitting_sets(left, len(weights)))
    assert not union(left) & chosen
    assert weight_of(chosen, weights) + rest == least
    assert all(each & (each - 1) for each in left)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_triangle_costs_two_and_triangles_add_up(count: int) -> None:
    """No conflict is single and no figure stands for another: only branching tells."""
    masks = [(1 << one | 1 << other) << 3 * at for at in range(count) for one, other in ((0, 1), (1, 2), (0, 2))]
    weights = [2] * 3 * count
    assert weight_of(cheapest_set(masks, weights, Budget()), weights) == 4 * count
    assert len(list(minimum_sets(masks, weights, Budget()))) == 3**count


def test_what_the_greedy_choice_takes_too_much_of_is_left_out_again() -> None:
    """The middle figure hits most at first, and nothing that the others do not hit."""
    masks = [0b00011, 0b00101, 0b01010, 0b10100]
    assert greedy_set([*masks, 0b01000, 0b10000, 0b00010, 0b00100], [1] * 5) == 0b11110


def test_the_search_ends_with_its_budget() -> None:
    chance = random.Random(1)
    masks = [union(1 << each for each in chance.sample(range(60), 4)) for _ in range(120)]
    for work in (0, 100, 2000):
        with pytest.raises(Spent):
            list(minimum_sets(masks, [2] * 60, Budget(work)))


def test_every_set_that_is_told_takes_work() -> None:
    """Thousands of sets are told for a few conflicts: what ends that is that each one is counted."""
    budget = Budget(10**6)
    left = [budget.left for _ in minimum_sets([0b11 << 2 * each for each in range(8)], [2] * 16, budget)]
    assert len(left) == 2**8
    assert all(one > other for one, other in pairwise(left))
