"""Minimum hitting sets: the cheapest sets of figures of which each conflict has at least one.

Sets are integers, one bit for each figure. The search is a branch and bound over the conflict with the fewest figures
left; what is tried in one branch is left out of the next, so that every set comes once. It deepens weight by weight, so
that the first sets found are the cheapest, and they are made one at a time: most are refuted before the next is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jsrules.engine.reconcile.budget import Budget


def bits(mask: int) -> list[int]:
    """The numbers in a set, in order."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def components(conflicts: Sequence[int]) -> list[list[int]]:
    """Conflicts by what they share, directly or through others, in the order of their first."""
    groups: list[tuple[int, list[int]]] = []
    for conflict in conflicts:
        joined, members, rest = conflict, [], []
        for mask, group in groups:
            if mask & conflict:
                joined |= mask
                members += group
            else:
                rest.append((mask, group))
        rest.append((joined, [*members, conflict]))
        groups = rest
    return [group for _, group in sorted(groups, key=lambda each: min(each[1]))]


def minimum_sets(conflicts: Sequence[int], weights: Sequence[int], budget: Budget) -> Iterator[int]:
    """All cheapest hitting sets, one at a time. Raises `Spent` when the budget is."""
    conflicts = _smallest(conflicts)
    bound = _least(conflicts, weights)
    while True:
        found = False
        for each in _search(conflicts, weights, bound, budget):
            found = True
            yield each
        if found or not conflicts:
            return
        bound += 1


def weight_of(figures: int, weights: Sequence[int]) -> int:
    """What changing the figures of a set costs."""
    return sum(weights[each] for each in bits(figures))


def least_weight(conflicts: Sequence[int], weights: Sequence[int]) -> int:
    """A lower bound for the weight of a hitting set: that of conflicts that share nothing."""
    return _least(_smallest(conflicts), weights)


def _smallest(conflicts: Sequence[int]) -> list[int]:
    """The conflicts that contain no other, the ones with few figures first."""
    kept: list[int] = []
    for conflict in sorted(set(conflicts), key=lambda each: (each.bit_count(), each)):
        if not any(each & conflict == each for each in kept):
            kept.append(conflict)
    return kept


def _least(conflicts: Sequence[int], weights: Sequence[int], excluded: int = 0) -> int:
    """The weights of disjoint conflicts, each that of its cheapest figure; they come with few figures first."""
    taken, total = 0, 0
    for conflict in conflicts:
        left = conflict & ~excluded
        if not left & taken:
            total += min((weights[each] for each in bits(left)), default=1 << 30)
            taken |= left
    return total


def _search(conflicts: list[int], weights: Sequence[int], bound: int, budget: Budget) -> Iterator[int]:
    """The hitting sets of weight ``bound`` exactly, when none is cheaper."""
    stack: list[tuple[int, int, int, list[int]]] = [(0, 0, 0, conflicts)]
    while stack:
        chosen, weight, excluded, left = stack.pop()
        budget.spend(4 * len(left) + 4)
        if not left:
            yield chosen
            continue
        if weight + _least(left, weights, excluded) > bound:
            continue
        branch = min(left, key=lambda each: ((each & ~excluded).bit_count(), each)) & ~excluded
        later = []
        for figure in sorted(bits(branch), key=lambda each: (weights[each], each)):
            if weight + weights[figure] <= bound:
                rest = [each for each in left if not each >> figure & 1]
                later.append((chosen | 1 << figure, weight + weights[figure], excluded, rest))
            excluded |= 1 << figure
        stack += reversed(later)
