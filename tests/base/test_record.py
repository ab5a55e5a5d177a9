"""Records compare field by field."""

from __future__ import annotations

import sys

import pytest

from jsrules.base.record import Record, field
from jsrules.base.source import Source, Span
from jsrules.model.statements import Rule
from jsrules.model.syntax import Arithmetic, Expression, Name, Operation
from jsrules.readers.rules.parser import parse_rules


class Pair(Record):
    left: object
    right: object = None
    note: str = field(default="", compare=False)


class Other(Record):
    left: object
    right: object = None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Pair(1), Pair(2)),
        (Pair(1), Other(1)),
        (Pair(Pair(1)), Pair(Other(1))),
        (Pair(1, Pair(2)), Pair(1, 2)),
        (Pair(1, 2), Pair(1, Pair(2))),
        (Pair((Pair(1), Pair(2))), Pair((Pair(1), Pair(3)))),
        (Pair((1, 2)), Pair((1, 2, 3))),
        (Pair((1, 2)), Pair([1, 2])),
        (Pair([Pair(1)]), Pair([Pair(2)])),
        (Pair({1: Pair(1)}), Pair({1: Pair(2)})),
        (Pair(((Pair(1),),)), Pair(((Pair(2),),))),
        (Pair("1"), Pair(1)),
    ],
)
def test_unequal(one: Record, other: Record) -> None:
    assert one != other
    assert other != one


@pytest.mark.parametrize(
    "make",
    [
        lambda: Pair(1, "a"),
        lambda: Pair(Pair(1), (Pair(2), [Pair(3)])),
        lambda: Pair({"a": Pair((1, 2))}, None),
        lambda: Pair(True, 0),
    ],
)
def test_equal(make: object) -> None:
    assert callable(make)
    assert make() == make()


def test_what_is_not_compared_makes_no_difference() -> None:
    assert Pair(Pair(1, note="a"), note="b") == Pair(Pair(1))
    assert Name(("甲",), Span(0, 1)) == Name(("甲",), Span(5, 6))
    assert Pair(1) != 1 and Pair(1).__eq__(1) is NotImplemented


def chain(names: list[str]) -> Expression:
    first, *rest = map(Name, zip(names))
    return Arithmetic.of(first, *(Operation("+", each) for each in rest))


def test_sums_longer_than_the_stack_is_deep_are_compared_hashed_and_shown() -> None:
    names = [f"甲{number}" for number in range(20 * sys.getrecursionlimit())]
    assert chain(names) == chain(names)
    assert hash(chain(names)) == hash(chain(names))
    assert chain(names) != chain(["乙", *names[1:]])
    assert chain(names) != chain([*names[:-1], "乙"])
    assert repr(chain(names)).count("甲") == len(names)


def test_rules_of_ten_thousand_terms_are_compared() -> None:
    text = "合计 = " + " + ".join(f"甲{number}" for number in range(10_000))
    (one,), (two,), (three,) = (parse_rules(Source("r.jsr", each))[0] for each in (text, text, text[:-1]))
    assert isinstance(one, Rule)
    assert one == two
    assert one != three


def test_what_makes_a_record_is_made_with_the_first_one() -> None:
    class Pair(Record):
        one: int
        two: int = 2

    class Same(Pair):
        pass

    before = Pair.__init__
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'one'"):
        Same()  # type: ignore[call-arg]
    assert Pair.__init__ is not before
    assert (Same(1).two, Pair(1, two=3).two) == (2, 3)


def test_classes_of_one_shape_share_the_code_but_not_the_names() -> None:
    class First(Record, frozen=False):
        left: int
        right: list[int] = field(default_factory=list)

    class Second(Record, frozen=False):
        right: int
        left: list[int] = field(default_factory=list)

    assert (First(1).left, First(right=[2], left=1).right) == (1, [2])
    assert (Second(1).right, Second(left=[2], right=1).left) == (1, [2])
    with pytest.raises(TypeError, match="'left'"):
        First()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="'middle'"):
        Second(1, middle=2)  # type: ignore[call-arg]


def test_a_field_without_a_default_does_not_follow_one_with() -> None:
    class Odd(Record):
        left: int = 0
        right: int

    with pytest.raises(TypeError, match="right"):
        Odd(1, 2)
