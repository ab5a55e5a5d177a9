"""Broken rules: every operator, each in its place, and none that says the same as the rule."""

from __future__ import annotations

import pytest
from support.checking import check_one, load, resolve_text

from jsrules.checks.rule_mutants import MUTATIONS, mutants_of
from jsrules.engine.evaluate import evaluate
from jsrules.engine.resolved import ResolvedRule

REPORT = "甲: 3.00\n乙: 2.00\n丙: 1.00\n丁: 2.00\n率: 50.00%\n"


def mutants(rule: str) -> list[tuple[str, str, bool]]:
    """For each mutant its kind, the text it changes, and whether it is equivalent."""
    loaded = load(REPORT)
    (resolved,) = resolve_text(rule, loaded.forms)
    return [
        (mutant.kind, rule[mutant.span.start : mutant.span.end], same)
        for mutant, same in mutants_of(resolved.variants, loaded.forms)
    ]


def test_every_operator() -> None:
    assert mutants("甲 = 乙 + 丙") == [
        ("weaken", "甲 = 乙 + 丙", False),
        ("weaken", "甲 = 乙 + 丙", False),
        ("tolerance", "甲 = 乙 + 丙", False),
        ("swap", "甲", False),
        ("sign", "乙", False),
        ("drop", "乙", False),
        ("swap", "乙", False),
        ("sign", "丙", False),
        ("drop", "丙", False),
        ("swap", "丙", False),
    ]


def test_conditions() -> None:
    found = mutants("若 甲 > 0 且 乙 > 0 则 甲 <= 丙")
    assert [each for each in found if each[0] == "condition"] == [
        ("condition", "甲 > 0 且 乙 > 0", False),
        ("condition", "甲 > 0 且 乙 > 0", False),
        ("condition", "甲 > 0", False),
        ("condition", "乙 > 0", False),
    ]
    assert ("weaken", "甲 <= 丙", False) in found


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ("率 = 丙 / 乙", ("swap", "丙 / 乙")),
        ("甲 = 合计(乙, 丙)", ("drop", "丙")),
        ("甲 = -乙", ("sign", "-乙")),
        ("非 甲 > 乙", ("condition", "非 甲 > 乙")),
        ("甲 > 乙 或 甲 > 丙", ("drop", "甲 > 丙")),
        ("甲 = 乙 ± 0.5", ("tolerance", "甲 = 乙 ± 0.5")),
    ],
)
def test_other_parts(rule: str, part: tuple[str, str]) -> None:
    assert part in [each[:2] for each in mutants(rule)]


def test_what_says_the_same_is_equivalent() -> None:
    # 丁 stands on both sides, so that dropping it from one is a change and swapping the order is none.
    found = mutants("甲 + 乙 = 乙 + 甲 + 丙 - 丙")
    same = {part for kind, part, equivalent in found if equivalent}
    assert same == set(), found
    # A sum of nothing but a constant 0 that is dropped says the same.
    assert ("drop", "0", True) in mutants("甲 = 乙 + 0")
    assert ("sign", "0", True) in mutants("甲 = 乙 + 0")


def test_every_mutant_that_is_not_equivalent_can_be_noticed() -> None:
    """On a report in which the rule holds and all figures differ, each breaks the verdict here or once a figure moves."""
    rule = "甲 = 乙 + 丙"
    loaded = load(REPORT)
    (resolved,) = resolve_text(rule, loaded.forms)
    moved = [load(REPORT.replace("甲: 3.00", f"甲: {text}")) for text in ("3.00", "3.02", "2.98", "3.50", "2.50")]
    for mutant, same in mutants_of(resolved.variants, loaded.forms):
        assert not same
        broken = ResolvedRule(resolved.info, mutant.variants)
        before = [evaluate(each, [resolved])[0].verdict for each in moved]
        after = [evaluate(each, [broken])[0].verdict for each in moved]
        assert before != after, mutant


def test_every_kind_has_words() -> None:
    assert {kind for kind, _, _ in mutants("若 甲 > 0 则 甲 = 乙 - 丙")} == set(MUTATIONS)


def test_long_sums_are_broken_without_recursion() -> None:
    names = [f"项{number}" for number in range(1500)]
    report = load("".join(f"{name}: 1.00\n" for name in names))
    (resolved,) = resolve_text(f"{names[0]} = " + " + ".join(names[1:]), report.forms)
    first = next(iter(mutants_of(resolved.variants, report.forms)))
    assert first[0].kind == "weaken"


def test_the_rule_itself_still_holds() -> None:
    assert check_one("甲 = 乙 + 丙", REPORT).verdict == "pass"
