"""What goes into the system and what does not, budgets, and the parts of the engine by themselves."""

from __future__ import annotations

import random
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.checking import load, resolve_text
from support.generated import RULES, draw, spoil, written
from support.solving import corrections, explanations, minima, reconciled

from jsrules.base.simplex import Conflict, Point, TooCoarse, check
from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.hitting import bits, components, least_weight, minimum_sets, weight_of
from jsrules.engine.reconcile.identities import collect
from jsrules.engine.reconcile.localise import localise
from jsrules.engine.reconcile.system import build
from jsrules.engine.reconcile.tableau import SystemTableau
from jsrules.model.ground import GroundLinear

# -- strictness


def test_an_interval_does_not_hold_its_upper_end() -> None:
    assert reconciled("a = b\n", "a: 1.00\nb: 1.01\n").status == "explained"


def test_a_sum_that_only_upper_ends_could_reach() -> None:
    """a + b is below 2.01 and c at least 2.01 - 0.005."""
    assert reconciled("c = a + b\n", "a: 1.00\nb: 1.00\nc: 2.01\n").status == "consistent"
    assert reconciled("c + 0.005 = a + b\n", "a: 1.00\nb: 1.00\nc: 2.01\n").status == "explained"


@pytest.mark.parametrize(("rule", "status"), [("a <= b", "consistent"), ("a < b", "explained"), ("a > b", "explained")])
def test_inequalities_of_exact_figures(rule: str, status: str) -> None:
    assert reconciled(f"{rule}\n  类型 逻辑\n", "a: 2 个\nb: 2 个\n").status == status


def test_a_tie_of_different_decimals() -> None:
    """10.5 is printed of 10.45 up to 10.55, 10.45 of 10.445 up to 10.455: they share 10.45 up to 10.455."""
    assert reconciled("a = b\n", "a: 10.5\nb: 10.45\n").status == "consistent"
    assert reconciled("a = b\n", "a: 10.5\nb: 10.55\n").status == "consistent"
    assert reconciled("a = b\n", "a: 10.5\nb: 10.56\n").status == "explained"


@given(st.integers(1, 40))
def test_many_parts_reach_all_but_their_allowance(count: int) -> None:
    """The sum of n parts is below n half places more than is printed, but comes as near as you like."""
    names = [f"p{number}" for number in range(count)]
    figures = "".join(f"{name}: 1.00\n" for name in names)
    rule = "t = " + " + ".join(names)
    for extra, status in ((count - 1, "consistent"), (count, "consistent"), (count + 1, "explained")):
        total = 2 * 100 * count + extra  # in half places; t itself may be off by one more
        if total % 2 == 0:
            text = f"{total // 200}.{total // 2 % 100:02d}"
            assert reconciled(rule, f"{figures}t: {text}\n").status == status


def test_a_gap_that_a_coarse_epsilon_would_miss() -> None:
    """With few decimals against many, a conflict that holds only for the epsilon is not believed."""
    rules = "a = b\na = c + 0.00000000499\n"
    claim = reconciled(rules, "a: 1.00\nb: 1.01000000\nc: 1.00500000\n")
    assert claim.status == "explained"
    assert reconciled("a = c - 0.00000000499\n", "a: 1.00\nc: 1.00500000\n").status == "consistent"


def test_too_coarse_is_told() -> None:
    report = load("a: 1.00\nc: 1.00500000\n")
    system = build(collect(report, evaluate(report, resolve_text("a = c - 0.00000000499", report.forms)), Budget()))
    with pytest.raises(TooCoarse):
        check(SystemTableau(system, 10), {}, Budget())
    assert isinstance(check(SystemTableau(system, 10**12), {}, Budget()), Point)


# -- what goes in


@pytest.mark.parametrize(
    ("rules", "report"),
    [
        ("a = b ± 0.05\n", "a: 1.00\nb: 2.00\n"),
        ("规则 x：a = b\n  口径 可不同\n", "a: 1.00\nb: 2.00\n"),
        ("规则 x：a = b\n  级别 提示\n", "a: 1.00\nb: 2.00\n"),
        ("a <> b\n", "a: 1.00\nb: 1.00\n"),  # they may differ by 0.004
        ("a = 2021 年\n", "a: 2020 年\n"),
        ("r = a / b\n", "r: 50.00%\na: 1.00\nb: 0.00\n"),
        ("若 c = 0 则 a = b\n", "a: 1.00\nb: 2.00\nc: 0.00\n"),  # c may be 0.004
    ],
)
def test_left_out(rules: str, report: str) -> None:
    assert reconciled(rules, report).status == "consistent"


def test_a_condition_that_rounding_cannot_have_decided() -> None:
    claim = reconciled("若 c > 0 则 a = b\n", "a: 1.00\nb: 2.00\nc: 3.00\n")
    assert claim.status == "explained"
    assert frozenset({"c"}) in minima(claim), "the condition may be what is wrong"


def test_equal_in_print() -> None:
    """`==` is of printed figures: there is no tail, and a correction must print the same."""
    assert reconciled("a == b\n", "a: 1.00\nb: 1.00\n").status == "consistent"
    claim = reconciled("a == b\na = c\na = d\n", "a: 1.00\nb: 1.10\nc: 1.00\nd: 1.00\n")
    assert corrections(claim) == {"b": "1.00"}
    tail = reconciled("a == b + c\n", "a: 3.01\nb: 1.00\nc: 2.00\n")
    assert tail.status == "explained"


def test_a_blank_that_was_left_out() -> None:
    """One blank is cheaper than two figures, one figure is cheaper than a blank."""
    claim = reconciled("t = a + b + c\nu = a + b + c\nt = u\n", "a: 1.00\nb: 2.00\nc: ~\nt: 6.00\nu: 6.00\n")
    assert frozenset({"c"}) not in minima(claim), "a or b may be what is wrong, and is cheaper"
    rules = "t = a + b + c\nu = a + b + c\nt = u\nv = a\nw = b\n"
    claim = reconciled(rules, "a: 1.00\nb: 2.00\nc: ~\nt: 6.00\nu: 6.00\nv: 1.00\nw: 2.00\n")
    assert minima(claim) == {frozenset({"c"})}
    assert corrections(claim) == {"c": "3.00"}


def test_identities_that_contradict_each_other() -> None:
    claim = reconciled("a = 5 个\na = 6 个\nb = c\n", "a: 5 个\nb: 1.00\nc: 2.00\n")
    (contradiction,) = claim.contradictions
    assert not contradiction.cells
    assert len(contradiction.identities) == 2
    assert minima(claim) == {frozenset({"b"}), frozenset({"c"})}


# -- how figures went wrong


@pytest.mark.parametrize(
    ("printed", "explanation"),
    [
        ("1134.56", "digit"),
        ("1243.56", "digit"),
        ("2134.56", "transposed"),
        ("123.56", "missing_digit"),
        ("12344.56", "extra_digit"),
        ("-1234.56", "sign"),
        ("12345600.00", "unit_scale"),
    ],
)
def test_slips(printed: str, explanation: str) -> None:
    claim = reconciled("a = b\na = c\n", f"a: {printed}\nb: 1234.56\nc: 1234.56\n")
    found = explanations(claim)
    assert corrections(claim) == {"a": "1234.56"}
    assert found == {"a": explanation} or printed == "1243.56"


def test_swapped() -> None:
    rules = "a = a2\na = a3\nb = b2\nb = b3\n"
    claim = reconciled(rules, "a: 77.10\nb: 12.34\na2: 12.34\na3: 12.34\nb2: 77.10\nb3: 77.10\n")
    (cause,) = claim.causes
    assert len(cause.corrections[0].suspects) == 2
    assert explanations(claim) == {"a": "swapped", "b": "swapped"}


def test_a_column_that_slipped_by_a_row() -> None:
    values = [("11.11", 1), ("27.18", 2), ("31.41", 3), ("57.72", 4), ("16.18", 5)]
    rules = "".join(f"甲.x{n} = 乙.x{n}\n甲.x{n} = 丙.x{n}\n" for _, n in values)
    right = "".join(f"  x{n}: {value}\n" for value, n in values)
    slipped = "".join(f"  x{n}: {values[max(0, at - 1)][0]}\n" for at, (_, n) in enumerate(values))
    claim = reconciled(rules, f"甲:\n{slipped}乙:\n{right}丙:\n{right}")
    (cause,) = claim.structure
    assert (cause.kind, [claim.report.cell_path(each.cell) for each in cause.moved]) == (
        "shifted",
        ["甲.x2", "甲.x3", "甲.x4", "甲.x5"],
    )
    assert not claim.causes


def test_copied_from_the_row_above() -> None:
    claim = reconciled(
        "甲.b = 乙.b\n甲.b = 丙.b\n甲.a = 乙.a\n",
        "甲:\n  a: 5.55\n  b: 5.55\n乙:\n  a: 5.55\n  b: 1234.98\n丙:\n  b: 1234.98\n",
    )
    assert corrections(claim) == {"甲.b": "1234.98"}
    assert explanations(claim) == {"甲.b": "copied"}


def test_ties_are_ties() -> None:
    claim = reconciled("t = a + b\n", "a: 1.00\nb: 2.00\nt: 9.00\n")
    (cause,) = claim.causes
    assert (cause.tied, len(cause.corrections)) == (3, 3)


# -- budgets


def test_a_spent_budget_gives_a_partial_answer() -> None:
    chance = random.Random(3)
    text = written(spoil(chance, draw(chance), 4))
    full = reconciled(RULES, text)
    assert full.status == "explained"
    seen = set()
    for work in (0, 150, 400, 600, 1000, 2000, 5000, 10**6):
        claim = reconciled(RULES, text, Budget(work))
        seen.add(claim.status)
        if claim.status == "partial":
            assert not claim.complete
            assert claim.figures <= full.figures
        else:
            assert minima(claim) == minima(full)
    assert seen == {"partial", "explained"}


def test_a_clock_can_end_it() -> None:
    chance = random.Random(3)
    text = written(spoil(chance, draw(chance), 4))
    asked = []

    def expired() -> bool:
        asked.append(True)
        return True

    budget = Budget(expired=expired)
    budget.spend(15_000)
    claim = reconciled(RULES, text, budget)
    assert asked
    assert claim.status == "partial"


# -- hitting sets


@given(
    st.lists(st.sets(st.integers(0, 7), min_size=1, max_size=4), max_size=7),
    st.lists(st.sampled_from([2, 3]), min_size=8, max_size=8),
)
def test_minimum_hitting_sets(conflicts: list[set[int]], weights: list[int]) -> None:
    masks = [sum(1 << each for each in conflict) for conflict in conflicts]
    found = list(minimum_sets(masks, weights, Budget()))
    hitting = [
        sum(1 << each for each in chosen)
        for size in range(9)
        for chosen in combinations(range(8), size)
        if all(conflict & set(chosen) for conflict in conflicts)
    ]
    least = min(weight_of(each, weights) for each in hitting)
    assert sorted(found) == sorted(each for each in hitting if weight_of(each, weights) == least)
    assert least_weight(masks, weights) <= least
    groups = components(masks)
    assert sum(len(each) for each in groups) == len(masks)
    for one, other in product(groups, groups):
        assert one is other or not any(a & b for a in one for b in other)


def test_bits() -> None:
    assert bits(0b101001) == [0, 3, 5]


def test_a_conflict_is_what_it_says() -> None:
    report = load("a: 1.00\nb: 2.00\n")
    system = build(collect(report, evaluate(report, resolve_text("a = b", report.forms)), Budget()))
    conflict = check(SystemTableau(system), {}, Budget())
    assert isinstance(conflict, Conflict)
    found, _ = localise(system, Budget())
    assert [sorted(bits(each) for each in choice.sets) for choice in found.choices] == [[[0], [1]]]


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("b = x + c + d", ["b", "x", "c", "d"]),
        ("x + b = 合计(c, y, d) - x", ["x", "b", "c", "y", "d"]),
        ("合计(c, y, d) = b", ["c", "y", "d", "b"]),
        ("c - 平均(b, x) = y * 2 + d", ["c", "b", "y", "d"]),
    ],
)
def test_blanks_stand_where_the_formula_has_them(rule: str, wanted: list[str]) -> None:
    report = load("b: 3.00\nx: ~\nc: 1.00\ny: ~\nd: 1.00\n")
    identities = collect(report, evaluate(report, resolve_text(rule, report.forms)), Budget())
    (entry,) = identities.entries
    assert isinstance(entry.ground, GroundLinear)
    cells = identities.report.cells
    assert [identities.report.cell_path(cells[each]) for each in entry.ground.row.terms] == wanted
