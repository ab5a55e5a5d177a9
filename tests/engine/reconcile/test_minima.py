"""Minima against brute force, and every claim of a reconciliation against a checker that knows nothing of how it was found."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.checker import conflict_holds
from support.checking import load, resolve_text
from support.elimination import brute_minima, conditions_of, feasible
from support.generated import RULES, draw, rates_of_prints, spoil, written
from support.solving import grounds, minima, reconcile_by
from support.sources import ROOT
from support.witness import told, witness_holds

from jsrules.base.record import replace
from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.hitting import bits
from jsrules.engine.reconcile.identities import collect
from jsrules.engine.reconcile.localise import Localisation, localise
from jsrules.engine.reconcile.system import System, build
from jsrules.model.changes import with_amounts
from jsrules.model.reconciliation import Contradiction, Reconciliation, Witness
from jsrules.model.report import Report


def localised(text: str) -> tuple[System, Localisation]:
    report = load(text)
    system = build(collect(report, evaluate(report, resolve_text(RULES, report.forms)), Budget()))
    return system, localise(system, Budget())[0]


def sets_of(system: System, found: Localisation) -> set[frozenset[int]]:
    sets = {0}
    for choice in found.choices:
        sets = {one | other for one in sets for other in choice.sets}
    return {frozenset(system.cells[each].index for each in bits(one)) for one in sets}


def assert_like_brute_force(text: str) -> int:
    system, found = localised(text)
    assert found.found
    assert found.complete
    weights = {cell.index: system.weights[figure] for figure, cell in enumerate(system.cells)}
    weight, sets = brute_minima(system.report, [each.ground for each in system.entries], weights)
    assert (found.weight, sets_of(system, found)) == (weight, sets), text
    return weight


@pytest.mark.parametrize("block", range(8))
def test_single_errors(block: int) -> None:
    """160 reports with one error; most of them are inconsistent, the rest rounding hides."""
    chance = random.Random(block)
    weights = [assert_like_brute_force(written(spoil(chance, draw(chance)))) for _ in range(20)]
    assert sum(weight > 0 for weight in weights) > 10


@pytest.mark.parametrize("block", range(4))
def test_two_errors(block: int) -> None:
    chance = random.Random(f"two {block}")
    for _ in range(4):
        assert_like_brute_force(written(spoil(chance, draw(chance), 2)))


@given(st.integers(0, 10**9), st.integers(0, 2), st.sampled_from([10**3, 10**4, 10**5]))
def test_honest_rounding_is_never_accused(seed: int, decimals: int, scale: int) -> None:
    _, found = localised(written(draw(random.Random(seed), decimals, scale)))
    assert (found.found, found.weight) == (True, 0)


@given(
    st.integers(0, 10**9), st.integers(0, 2), st.sampled_from([10**3, 10**4, 10**5]), st.sampled_from(["r", "q", "rq"])
)
def test_rates_of_printed_amounts_are_never_accused(seed: int, decimals: int, scale: int, which: str) -> None:
    """All of them, or one of two while the other is of true amounts."""
    texts = draw(random.Random(seed), decimals, scale)
    if int(texts["t"].replace(".", "")):
        printed = rates_of_prints(texts)
        texts |= {name: printed[name] for name in which}
        _, found = localised(written(texts))
        assert (found.found, found.weight) == (True, 0)


def corrected_grounds(claim: Reconciliation) -> list[object]:
    """The ground identities of the report as it should be."""
    suspects = [each for cause in claim.causes for each in cause.corrections[0].suspects]
    places = {(each.cell.form, each.cell.block, each.cell.row, each.cell.column): each for each in suspects}
    report = with_amounts(
        load(claim.report.source.text),
        {place: told(each) or each.cell.amount for place, each in places.items()},
    )
    return grounds(report, resolve_text(RULES, report.forms))


def solved(text: str) -> tuple[Report, list[object], Reconciliation]:
    report = load(text)
    rules = resolve_text(RULES, report.forms)
    return report, grounds(report, rules), reconcile_by(report, rules)


@settings(max_examples=60)
@given(st.integers(0, 10**9), st.integers(0, 4))
@example(341, 3)  # a blank for which no formula gives a value, only the least that it can be
@example(928, 4)  # a figure of which not even an end can be told: no print of its decimals suits both of its rates
def test_every_claim_is_checked(seed: int, errors: int) -> None:
    chance = random.Random(seed)
    _, found, claim = solved(written(spoil(chance, draw(chance), errors)))
    assert claim.status != "partial"
    assert witness_holds(corrected_grounds(claim), claim)
    assert all(conflict_holds(found, claim, each) for each in claim.conflicts)
    assert (claim.status == "explained") == bool(claim.figures) == bool(claim.causes)


@settings(max_examples=60)
@given(st.integers(0, 10**9), st.integers(1, 3))
def test_conflicts_are_irreducible(seed: int, errors: int) -> None:
    """What is left of a conflict without any one of its figures, or identities, can be satisfied."""
    chance = random.Random(seed)
    system, _ = localised(text := written(spoil(chance, draw(chance), errors)))
    _, _, claim = solved(text)
    for conflict in claim.conflicts:
        numbers = {each.outcome for each in conflict.identities}
        mine = [system.entries[each].ground for each in sorted(numbers)]
        named = {cell.index for cell in conflict.cells}
        beside = frozenset(each.index for each in system.cells) - named
        assert not feasible(conditions_of(claim.report, mine, frozenset(beside)))
        for cell in named:
            assert feasible(conditions_of(claim.report, mine, beside | {cell}))
        for number in numbers:
            rest = [system.entries[each].ground for each in sorted(numbers - {number})]
            assert feasible(conditions_of(claim.report, rest, frozenset(beside)))


WRONG = "a1: 1.00\na2: 2.00\na: 3.02\nb1: 1.00\nb2: 1.00\nb: 2.00\nc: 1.00\nt: 6.00\nt_text: 6.00\na_text: 3.00\nv: 1.00\nu: 5.00\nr: 50.00%\nq: 33.33%\n"


def test_the_checker_accepts_what_is_right() -> None:
    _, found, claim = solved(WRONG)
    assert minima(claim) == {frozenset({"a"})}
    assert witness_holds(corrected_grounds(claim), claim)
    assert claim.conflicts
    assert all(conflict_holds(found, claim, each) for each in claim.conflicts)


@pytest.mark.parametrize("at", range(3))
def test_a_broken_witness_is_refused(at: int) -> None:
    _, _, claim = solved(WRONG)
    broken: list[list[Witness]] = [
        [],  # as printed
        [replace(claim.witness[0], numerator=claim.witness[0].numerator + claim.witness[0].denominator)],
        [*claim.witness, Witness(claim.report.cells[0], 2, 1)],  # prints otherwise
    ]
    claim.witness = broken[at]
    assert not witness_holds(corrected_grounds(claim), claim)


def test_a_broken_conflict_is_refused() -> None:
    _, found, claim = solved(WRONG)
    for conflict in claim.conflicts:
        first, *rest = conflict.identities
        numerator, denominator = first.factor
        for broken in (
            Contradiction(conflict.cells, tuple(rest)),
            Contradiction(conflict.cells[1:], conflict.identities),
            Contradiction(conflict.cells, (replace(first, factor=(-numerator, denominator)), *rest)),
            Contradiction(conflict.cells, (replace(first, factor=(0, 1)), *rest)),
        ):
            assert not conflict_holds(found, claim, broken)


def test_a_conflict_of_figures_that_agree_is_refused() -> None:
    _, found, claim = solved(WRONG)
    _, others, sound = solved(WRONG.replace("3.02", "3.00"))
    assert sound.status == "consistent"
    for conflict in claim.conflicts:
        assert conflict_holds(found, claim, conflict)
        assert not conflict_holds(others, sound, conflict)


def test_the_checker_is_short_and_independent() -> None:
    for name in ("checker.py", "witness.py", "rates.py"):
        text = (ROOT / "tests" / "support" / name).read_text("utf-8")
        assert len([line for line in text.splitlines() if line.strip()]) <= 60
        assert "jsrules.engine" not in text
