"""Localisation by components: the law that it rests on, what is known of each component within a budget, and floods."""

from __future__ import annotations

import random
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.checking import load, resolve_text
from support.generated import RULES, draw, spoil, written
from support.solving import reconciled

from jsrules.base.simplex import Point
from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.alternatives import Choice
from jsrules.engine.reconcile.budget import PER_SECOND, Budget
from jsrules.engine.reconcile.decide import decide
from jsrules.engine.reconcile.hitting import bits, cheapest_set, union, weight_of
from jsrules.engine.reconcile.identities import collect
from jsrules.engine.reconcile.localise import Localisation, _Search, localise
from jsrules.engine.reconcile.system import System, build
from jsrules.engine.reconcile.tableau import SystemTableau


def system_of(rules: str, text: str) -> System:
    report = load(text)
    return build(collect(report, evaluate(report, resolve_text(rules, report.forms)), Budget()))


RULE_TEXTS = (RULES.replace("\n  类型", "；类型").strip()).splitlines()


def copies(count: int, chance: random.Random) -> tuple[list[str], list[str]]:
    """So many small reports beside each other, each with an error, and their rules."""
    texts, rules = [], []
    for number in range(count):
        spoiled = spoil(chance, draw(chance))
        texts.append(written({f"{name}x{number}": value for name, value in spoiled.items()}))
        lines = []
        for line in RULE_TEXTS:
            formula, _, rest = line.partition("；")
            words = [f"{word}x{number}" if word.isidentifier() else word for word in formula.split()]
            lines.append(" ".join(words) + (f"\n  {rest}" if rest else ""))
        rules.append("\n".join(lines) + "\n")
    return rules, texts


# -- the monotone law


@settings(max_examples=60)
@given(st.integers(0, 10**9), st.integers(1, 4))
def test_whatever_can_be_with_some_figures_changed_can_be_with_more(seed: int, errors: int) -> None:
    chance = random.Random(seed)
    system = system_of(RULES, written(spoil(chance, draw(chance), errors)))
    tableau = SystemTableau(system)
    freed: list[int] = []
    figures = list(range(len(system.cells)))
    chance.shuffle(figures)
    feasible = False
    for figure in figures:
        found = isinstance(decide(tableau, tableau.changes(freed), Budget()), Point)
        assert found or not feasible
        feasible = found
        freed.append(figure)
    assert isinstance(decide(tableau, tableau.changes(freed), Budget()), Point)


# -- components


@given(st.integers(0, 10**9))
@settings(max_examples=15)
def test_components_are_the_same_by_themselves(seed: int) -> None:
    """Reports beside each other cost what they cost one by one, and have the same minima."""
    chance = random.Random(seed)
    rules, texts = copies(4, chance)
    together, _ = localise(system_of("".join(rules), "".join(texts)), Budget())
    weight = sets = 0
    for mine, own in zip(rules, texts, strict=True):
        found, _ = localise(system_of(mine, own), Budget())
        weight += found.weight
        sets += sum(len(each.sets) for each in found.choices)
    assert together.complete
    assert together.weight == weight
    assert sum(len(each.sets) for each in together.choices) == sets


def cheapest_by_trial(system: System) -> list[int]:
    """Every cheapest set of figures that makes everything consistent: whatever is as cheap is tried."""
    tableau = SystemTableau(system)
    free = [each for each in range(len(system.cells)) if not system.is_fixed(each)]
    by_weight: dict[int, list[int]] = {}
    for chosen in chain.from_iterable(combinations(free, count) for count in range(4)):
        mask = union(1 << each for each in chosen)
        by_weight.setdefault(weight_of(mask, system.weights), []).append(mask)
    for weight in sorted(by_weight):
        found = [
            each
            for each in by_weight[weight]
            if isinstance(decide(tableau, tableau.changes(bits(each)), Budget()), Point)
        ]
        if found:
            return sorted(found)
    return []


@pytest.mark.parametrize("seed", range(40))
def test_the_cheapest_corrections_are_those_that_trial_finds(seed: int) -> None:
    """Of reports with some errors, by themselves or beside another: what one set of each choice, together, corrects, and
    nothing besides.
    """
    chance = random.Random(seed)
    if seed % 4:
        system = system_of(RULES, written(spoil(chance, draw(chance), seed % 4)))
    else:
        rules, texts = copies(2, chance)
        system = system_of("".join(rules), "".join(texts))
    found, _ = localise(system, Budget())
    assert found.complete
    together = [union(each) for each in product(*(choice.sets for choice in found.choices))]
    assert sorted(together) == cheapest_by_trial(system)


@pytest.mark.parametrize("seed", range(20))
def test_trial_without_a_set_that_does_teaches_the_same(seed: int) -> None:
    """What is learned on the way to the least sets, where nothing was learned on the way to one that does."""
    chance = random.Random(seed)
    system = system_of(RULES, written(spoil(chance, draw(chance), 1 + seed % 4)))
    search = _Search(SystemTableau(system), Budget())
    search._part()
    search.best = union(1 << each for each in range(len(system.cells)))
    choices = search._choices()
    assert all(each.proven and each.complete for each in choices)
    found, _ = localise(system, Budget())
    assert sum(each.least for each in choices) == found.weight
    assert sum(len(each.sets) for each in choices) == sum(len(each.sets) for each in found.choices)


@pytest.mark.parametrize(("best", "proven"), [(0b001, True), (0b010, True), (0b110, False)])
def test_trial_of_what_a_partial_answer_proves(best: int, proven: bool) -> None:
    """The set that does is proven where it costs what the component does at least, and only there."""
    system = system_of("a = b\nb = c\n", "a: 1\nb: 2\nc: 3\n")
    search = _Search(SystemTableau(system), Budget())
    search.best = best
    group = [0b011, 0b111]
    least = system.weights[0]
    search.solved[tuple(sorted(group))] = Choice([0b001, 0b010], group, least)
    choice = search._bounded(group, solved=False)
    assert (choice.sets[0], choice.least, choice.proven) == (best, least, proven)
    assert choice.complete is proven
    assert search._bounded(group, solved=True).sets == [0b001, 0b010]
    unsolved = search._bounded([0b111], solved=False)
    assert (unsolved.sets, unsolved.least, unsolved.complete) == ([best], least, False)
    assert unsolved.proven is proven
    for work in (0, 10**6):
        search.budget = Budget(work)
        assert search._fewest(choice, 1) == 1, "one figure does, and no budget makes more of it"


def assert_bounds(found: Localisation, full: Localisation, system: System) -> None:
    assert found.complete <= all(each.proven and each.complete for each in found.choices)
    assert found.weight <= full.weight
    assert found.least_figures <= full.least_figures
    for choice in found.choices:
        weights = {weight_of(each, system.weights) for each in choice.sets}
        assert len(weights) == 1
        assert choice.least <= min(weights)
        assert choice.proven == (choice.least == min(weights))
    if found.found:
        tableau = SystemTableau(system)
        mask = union(each.sets[0] for each in found.choices)
        freed = [each for each in range(len(system.cells)) if mask >> each & 1]
        assert isinstance(decide(tableau, tableau.changes(freed), Budget()), Point)


def test_what_is_known_of_each_component_within_any_budget() -> None:
    chance = random.Random(5)
    rules, texts = copies(4, chance)
    system = system_of("".join(rules), "".join(texts))
    full, _ = localise(system, Budget())
    assert full.complete
    seen = set()
    for work in [*range(0, 200_000, 4000), 10**6]:
        found, _ = localise(system, Budget(work))
        assert_bounds(found, full, system)
        seen.add((found.found, found.complete))
    assert {(False, False), (True, True)} <= seen


@settings(max_examples=15)
@given(st.integers(0, 10**9), st.integers(1, 3))
def test_the_same_answer_twice_and_after_others(seed: int, errors: int) -> None:
    chance = random.Random(seed)
    text = written(spoil(chance, draw(chance), errors))
    before = reconciled(RULES, text)
    reconciled(RULES, written(spoil(chance, draw(chance), 2)))
    assert repr(reconciled(RULES, text)) == repr(before)


# -- floods


def test_a_flood_of_violated_rules_ends_within_the_budget() -> None:
    """No clock is asked: work is counted, and less than a second of it was left over for what is not."""
    count = 600
    text = "".join(f"a{n}: 1.00\nb{n}: 2.00\nt{n}: 9.00\n" for n in range(count))
    system = system_of("".join(f"t{n} = a{n} + b{n}\n" for n in range(count)), text)
    found, _ = localise(system, Budget(2 * PER_SECOND))
    assert found.found
    assert found.least_figures == count
    assert all(each.proven for each in found.choices)


def test_a_flood_over_shared_figures_says_how_many_at_least() -> None:
    chance = random.Random(1)
    text = "".join(f"x{n}: {chance.randint(1, 99999) / 100:.2f}\n" for n in range(60))
    rules = "".join("规则 r{}：x{} = x{} + x{}\n".format(n, *chance.sample(range(60), 3)) for n in range(900))
    budget = Budget(PER_SECOND // 8)
    found, _ = localise(system_of(rules, text), budget)
    assert not found.complete
    assert 15 <= found.least_figures <= 60


def test_a_flood_names_the_figures_that_are_wrong() -> None:
    """More of them than whole parts, alternatives and values can be looked for: what must change at least is told."""
    count = 2500
    rules = "".join(f"t{n} = a{n} + b{n}\n" for n in range(count))
    claim = reconciled(rules, "".join(f"a{n}: 1.00\nb{n}: 2.00\nt{n}: 9.00\n" for n in range(count)))
    assert claim.figures == len(claim.causes) == count
    assert sum(len(cause.findings) for cause in claim.causes) == count
    assert not any(cause.complete for cause in claim.causes)  # any figure of a sum may be the wrong one


def test_what_cannot_be_told_within_the_budget_is_not_begun() -> None:
    """Conflicts are known, so that it is told how many figures at least; telling 2,000 causes would take longer."""
    count = 2000
    rules = "".join(f"t{n} = a{n} + b{n}\n" for n in range(count))
    text = "".join(f"a{n}: 1.00\nb{n}: 2.00\nt{n}: 9.00\n" for n in range(count))
    found = reconciled(rules, text, Budget(PER_SECOND // 5))
    assert (found.status, found.complete, found.figures, found.causes) == ("partial", False, count, [])


def test_the_clock_of_a_budget_runs_from_its_beginning() -> None:
    asked: list[bool] = []
    Budget(expired=lambda: bool(asked.append(True)))
    assert asked


def test_hitting_many_conflicts_is_not_quadratic() -> None:
    """20,000 conflicts that share nothing, or all of them one figure, cost less than half a second's work."""
    apart = [0b111 << 3 * (n % 50) | 1 << (200 + n) for n in range(20_000)]
    budget = Budget(PER_SECOND // 2)
    assert weight_of(cheapest_set(apart, [2] * 20_200, budget), [2] * 20_200) == 100
