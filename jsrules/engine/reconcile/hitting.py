"""Minimum hitting sets: the cheapest sets of figures of which each conflict has at least one.

Sets are integers, one bit for each figure. One cheapest set is found by branch and bound: what contains another
conflict is left out, a figure that another one stands for as cheaply too, what falls apart is solved apart, and
conflicts that share nothing bound the rest. All of them are found by branching on the conflict with the fewest figures
left, where the same search says of each branch whether there is one in it; what is tried in one branch is left out of
the next, so that every set comes once. They are made one at a time: most are refuted before the next is needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heapreplace

from jsrules.engine.reconcile.budget import Budget, Spent

DEEPEST = 200
"""So many figures are decided one after another; what needs more is taken for more than the budget allows."""


def bits(mask: int) -> list[int]:
    """The numbers in a set, in order."""
    found = []
    first = 0
    while mask:
        zeros = (mask & -mask).bit_length() - 1
        first += zeros
        mask >>= zeros + 1  # what is left of a few figures of many is short
        found.append(first)
        first += 1
    return found


def union(sets: Iterable[int]) -> int:
    """All that is in some of the sets."""
    found = 0
    for each in sets:
        found |= each
    return found


def components(conflicts: Iterable[int]) -> list[list[int]]:
    """Conflicts by what they share, directly or through others, in the order of the least of each."""
    above: dict[int, int] = {}

    def root(figure: int) -> int:
        while (next_ := above.setdefault(figure, figure)) != figure:
            above[figure] = figure = above[next_]
        return figure

    firsts = []
    for conflict in conflicts:
        first, *others = bits(conflict)
        firsts.append((first, conflict))
        for each in others:
            above[root(each)] = root(first)
    groups: dict[int, list[int]] = {}
    for first, conflict in firsts:
        groups.setdefault(root(first), []).append(conflict)
    return sorted(groups.values(), key=min)


def minimum_sets(conflicts: Sequence[int], weights: Sequence[int], budget: Budget) -> Iterator[int]:
    """All cheapest hitting sets, one at a time. Raises `Spent` when the budget is."""
    conflicts = _smallest(conflicts, budget)
    bound = weight_of(cheapest_set(conflicts, weights, budget), weights)
    stack: list[tuple[int, int, list[int]]] = [(0, bound, conflicts)]
    while stack:
        chosen, rest, left = stack.pop()
        budget.spend(4 * len(left) + 4)
        if not left:
            yield chosen
            continue
        if not _is_within(left, weights, rest, budget):
            continue
        branch = min(left, key=lambda each: (each.bit_count(), each))
        later, excluded = [], 0
        for figure in sorted(bits(branch), key=lambda each: (weights[each], each)):
            if weights[figure] <= rest:
                others = [each & ~excluded for each in left if not each >> figure & 1]
                if all(others):
                    later.append((chosen | 1 << figure, rest - weights[figure], others))
            excluded |= 1 << figure
        stack += reversed(later)


def cheapest_set(conflicts: Sequence[int], weights: Sequence[int], budget: Budget) -> int:
    """One cheapest hitting set. Raises `Spent` when the budget is."""
    greedy = greedy_set(conflicts, weights)
    found = _cheaper(conflicts, weights, weight_of(greedy, weights), budget)
    return greedy if found is None else found


def greedy_set(conflicts: Sequence[int], weights: Sequence[int]) -> int:
    """A hitting set: always the figure that hits most of what is left for its weight; the others are tried for it."""
    within: dict[int, list[int]] = {}
    for number, conflict in enumerate(conflicts):
        for figure in bits(conflict):
            within.setdefault(figure, []).append(number)
    left = set(range(len(conflicts)))
    queue = [(-_gain(len(numbers), weights[figure]), figure) for figure, numbers in within.items()]
    heapify(queue)
    chosen: list[int] = []
    hits = [0] * len(conflicts)
    while left:
        gain, figure = queue[0]
        now = -_gain(sum(number in left for number in within[figure]), weights[figure])
        if now != gain:
            heapreplace(queue, (now, figure))
            continue
        heappop(queue)
        chosen.append(figure)
        left.difference_update(within[figure])
        for number in within[figure]:
            hits[number] += 1
    kept = union(1 << each for each in chosen)
    for figure in chosen:
        if all(hits[number] > 1 for number in within[figure]):
            kept ^= 1 << figure
            for number in within[figure]:
                hits[number] -= 1
    return kept


def _gain(hits: int, weight: int) -> int:
    """What a figure hits for its weight."""
    return hits * 10**9 // weight


def weight_of(figures: int, weights: Sequence[int]) -> int:
    """What changing the figures of a set costs."""
    return sum(weights[each] for each in bits(figures))


def least_weight(conflicts: Sequence[int], weights: Sequence[int]) -> int:
    """A lower bound for the weight of a hitting set: that of conflicts that share nothing, those with few figures
    first, each that of its cheapest figure.
    """
    taken, total = 0, 0
    for conflict in sorted(conflicts, key=lambda each: (each.bit_count(), each)):
        if not conflict & taken:
            total += min(weights[each] for each in bits(conflict))
            taken |= conflict
    return total


def _smallest(conflicts: Iterable[int], budget: Budget) -> list[int]:
    """The conflicts that contain no other, the ones with few figures first.

    Each is looked for among those that have its rarest figure.
    """
    ordered = sorted(set(conflicts), key=lambda each: (each.bit_count(), each))
    listed = [bits(each) for each in ordered]
    often = Counter(figure for figures in listed for figure in figures)
    kept: list[int] = []
    by_rarest: dict[int, list[int]] = {}
    for conflict, figures in zip(ordered, listed, strict=True):
        near = [by_rarest[figure] for figure in figures if figure in by_rarest]
        budget.spend(3 * len(figures) + sum(map(len, near)))  # they are listed, counted and ordered, too
        if not any(each & conflict == each for some in near for each in some):
            kept.append(conflict)
            by_rarest.setdefault(min(figures, key=lambda each: (often[each], each)), []).append(conflict)
    return kept


def _is_within(conflicts: list[int], weights: Sequence[int], most: int, budget: Budget) -> bool:
    """Whether a hitting set costs no more than that."""
    if least_weight(conflicts, weights) > most:
        return False
    budget.spend(5 * len(conflicts))
    if weight_of(greedy_set(conflicts, weights), weights) <= most:
        return True
    return _cheaper(conflicts, weights, most + 1, budget) is not None


def _cheaper(
    conflicts: Sequence[int], weights: Sequence[int], bound: int, budget: Budget, depth: int = 0
) -> int | None:
    """A cheapest hitting set if it is cheaper than the bound."""
    if depth > DEEPEST:
        raise Spent
    chosen, left = _forced(_smallest(conflicts, budget), weights, budget)
    bound -= weight_of(chosen, weights)
    if not left:
        return chosen if bound > 0 else None
    parts = components(left)
    least = [least_weight(part, weights) for part in parts]
    if sum(least) >= bound:
        return None
    if len(parts) == 1:
        found = _branched(left, weights, bound, budget, depth)
        return None if found is None else chosen | found
    for part, own in sorted(zip(parts, least, strict=True), key=lambda each: (len(each[0]), each[0])):
        others = sum(least) - own
        found = _branched(part, weights, bound - others, budget, depth)
        if found is None:
            return None
        chosen |= found
        bound -= weight_of(found, weights) - own  # what is known of it now takes the place of its bound
    return chosen


def _branched(conflicts: list[int], weights: Sequence[int], bound: int, budget: Budget, depth: int) -> int | None:
    """The same by trying the figure that hits most, and then without it."""
    often = Counter(figure for each in conflicts for figure in bits(each))
    budget.spend(5 * sum(often.values()) + 20)
    figure = min(often, key=lambda each: (-_gain(often[each], weights[each]), each))
    best = None
    rest = [each for each in conflicts if not each >> figure & 1]
    found = _cheaper(rest, weights, bound - weights[figure], budget, depth + 1)
    if found is not None:
        best = found | 1 << figure
        bound = weight_of(best, weights)
    without = [each & ~(1 << figure) for each in conflicts]
    found = _cheaper(without, weights, bound, budget, depth + 1) if all(without) else None
    return best if found is None else found


def _forced(conflicts: list[int], weights: Sequence[int], budget: Budget) -> tuple[int, list[int]]:
    """What is sure to be in one cheapest set, and the conflicts that are left then.

    A figure that is in no other conflicts than a cheaper one, or one as cheap, need not be looked at.
    """
    chosen = 0
    while True:
        single = union(each for each in conflicts if not each & (each - 1))
        chosen |= single
        conflicts = [each for each in conflicts if not each & single]
        within: dict[int, int] = {}
        for number, conflict in enumerate(conflicts):
            for figure in bits(conflict):
                within[figure] = within.get(figure, 0) | 1 << number
        removed = 0
        for figure, mine in within.items():
            first = (mine & -mine).bit_length() - 1
            for other in bits(conflicts[first] & ~removed):
                theirs = within[other]
                if (
                    other != figure
                    and mine & theirs == mine
                    and weights[other] <= weights[figure]
                    and (mine != theirs or weights[other] < weights[figure] or other < figure)
                ):
                    removed |= 1 << figure
                    break
        budget.spend(10 * len(within) + 10)
        if not removed:
            return chosen, conflicts
        conflicts = _smallest([each & ~removed for each in conflicts], budget)
