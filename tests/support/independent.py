"""Examples of a strategy that are independent of each other: Hypothesis follows each of its own with variations of it,
which find little where the rule itself matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

T = TypeVar("T")
# The first example of a run is always the simplest one, the second is drawn. It is never the first one again: where a way
# leads to the simplest example alone, as often((1, st.just(1)), (1, st.just(2))) has one, it is not taken. Rules and reports
# are never drawn so.
_ONE_DRAWN = settings(
    max_examples=2, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


def independent(strategy: st.SearchStrategy[T], seeds: Iterable[int]) -> Iterator[T]:
    """An example for each seed, always the same one."""
    for number in seeds:
        yield _drawn(strategy, number)


def _drawn(strategy: st.SearchStrategy[T], number: int) -> T:
    drawn: list[T] = []

    @seed(number)
    @_ONE_DRAWN
    @given(strategy)
    def keep(example: T) -> None:
        drawn.append(example)

    keep()
    return drawn[-1]


def often(*strategies: tuple[int, st.SearchStrategy[T]]) -> st.SearchStrategy[T]:
    """One of these strategies, each so often: ``one_of`` takes one that is named twice for one."""

    @st.composite
    def one(draw: st.DrawFn) -> T:
        number = draw(st.integers(1, sum(times for times, _ in strategies)))
        for times, each in strategies:
            number -= times
            if number <= 0:
                return draw(each)
        raise AssertionError

    return one()
