"""What the analysis says of inequalities, alternatives and conditions: every proof is added up by a checker of its own,
no point of a box belies a claim, and on conjunctions Fourier and Motzkin's elimination finds no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support.deep import analysed, confirm
from support.elimination import Condition, feasible
from support.farkas import figure, ways

NAMES = "abc"
BOX = [dict(zip(NAMES, values, strict=True)) for values in product(range(-3, 4), repeat=len(NAMES))]
Tree = tuple[Any, ...]

OPERATORS = ["=", "=", "<=", ">=", "<", ">", "<>"]


@st.composite
def comparisons(draw: st.DrawFn, operators: Sequence[str] = OPERATORS) -> Tree:
    form = {name: Fraction(draw(st.sampled_from([0, 0, 1, 1, -1, 2]))) for name in NAMES}
    if not any(form.values()):
        form[draw(st.sampled_from(NAMES))] = Fraction(1)
    form[""] = Fraction(draw(st.integers(-3, 3)))
    return "is", form, draw(st.sampled_from(operators))


@st.composite
def rules(draw: st.DrawFn) -> Tree:
    kind = draw(st.integers(0, 9))
    if kind < 5:
        return draw(comparisons())
    if kind < 7:
        return "or", draw(comparisons()), draw(comparisons())
    guard = draw(comparisons())
    if kind == 9:
        guard = (draw(st.sampled_from(["and", "or"])), guard, draw(comparisons()))
    claim = draw(comparisons())
    return "if", guard, ("and", claim, draw(comparisons())) if draw(st.integers(0, 4)) == 0 else claim


def text(node: Tree) -> str:
    kind, *rest = node
    if kind == "if":
        return f"若 {text(rest[0])} 则 {text(rest[1])}"
    if kind != "is":
        return (" 且 " if kind == "and" else " 或 ").join(text(each) for each in rest)
    form, operator = rest
    sides: dict[bool, list[str]] = {True: [], False: []}
    for name, value in form.items():
        if value:
            sides[value > 0].append(f"{abs(value)} * {name}" if name else str(abs(value)))
    left, right = (" + ".join(sides[side]) or "0" for side in (True, False))
    return f"{left} {operator} {right}"


def written(several: Sequence[Tree]) -> str:
    return "".join(f"规则 {number}号：{text(each)}\n" for number, each in enumerate(several))


@given(st.lists(rules(), min_size=1, max_size=6))
def test_no_claim_is_false(several: list[Tree]) -> None:
    _, analysis = analysed(written(several))
    confirm(several, analysis, BOX)


def conditions(node: Tree) -> list[Condition]:
    """A comparison other than ``<>`` as Fourier and Motzkin's elimination takes it."""
    (way,) = ways(node)
    found: list[Condition] = []
    for form, operator in way:
        terms = {NAMES.index(name): value for name, value in form if name}
        constant = dict(form).get("", Fraction())
        found.append((terms, constant, operator == ">"))
        if operator == "=":
            found.append(({name: -value for name, value in terms.items()}, -constant, False))
    return found


def can_be(several: Sequence[Tree]) -> bool:
    """Whether some way of all of them can be."""
    return any(
        feasible([one for each in choice for one in conditions_of_way(each)])
        for choice in product(*(ways(each) for each in several))
    )


def conditions_of_way(way: Any) -> list[Condition]:
    return [one for form, operator in way for one in conditions(("is", dict(form), operator))]


@given(st.lists(rules(), min_size=1, max_size=4))
def test_nothing_is_missed(several: list[Tree]) -> None:
    """Contradictions, implied rules and values, all of them."""
    _, analysis = analysed(written(several))
    assert not any(status.outside for status in analysis.statuses)
    whole = [each for each in analysis.clashes if not each.when and not each.under]
    assert bool(whole) is not can_be(several)
    if whole:
        return
    gone = {each.rule for each in analysis.implied}
    vacuous = {each.rule for each in analysis.conditions if not each.holds} | {
        rule for each in analysis.clashes if each.under for rule in each.rules
    }
    for number, each in enumerate(several):
        if number not in gone and number not in vacuous:
            others = [other for place, other in enumerate(several) if place not in gone and place != number]
            assert can_be([*others, ("not", each)]), number
    if analysis.clashes:
        return
    for name in NAMES:
        values = _values(several, name)
        told = {
            fact.value for each in analysis.forced if not each.when for fact in each.facts if figure(fact.atom) == name
        }
        stated = {_stated(each, name) for each in several} - {None}
        assert len(told) <= 1
        assert values is None or told == {values} - stated, name


def _values(several: Sequence[Tree], name: str) -> Fraction | None:
    """The one value of a figure, if it has one; there are others than those that are tried."""
    for value in (Fraction(number, size) for size in (1, 2) for number in range(-9, 10)):
        form = {name: Fraction(1), "": -value}
        if can_be([*several, ("is", form, "=")]):
            return None if can_be([*several, ("is", form, "<>")]) else value
    return None


def _stated(rule: Tree, name: str) -> Fraction | None:
    """The value that a rule gives a figure in so many words."""
    known = set(ways(rule))
    if rule[0] == "if" or len(known) != 1:
        return None
    ((form, operator),) = known.pop()
    sizes = dict(form)
    if operator != "=" or set(sizes) - {""} != {name}:
        return None
    return -sizes.get("", Fraction()) / sizes[name]


def test_what_is_too_large_is_said() -> None:
    """Five figures with four values, no two alike: that takes more cases than are looked at."""
    names = "abcde"
    rules = [f"规则 值{x}：" + " 或 ".join(f"{x} = {value}" for value in range(1, 5)) for x in names]
    rules += [f"规则 不同{x}{y}：{x} <> {y}" for x in names for y in names if x < y]
    _, analysis = analysed("\n".join([*rules, "规则 别的：f >= 2", "规则 别的二：f >= 1"]) + "\n")
    outside = [status.outside for status in analysis.statuses]
    assert outside[:-2] == [("size",)] * 15
    assert outside[-2:] == [(), ()]
    assert not analysis.clashes
    assert [each.rule for each in analysis.implied] == [16]
