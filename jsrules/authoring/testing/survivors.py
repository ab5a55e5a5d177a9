"""Whether the tests of a pack notice when one of its rules is broken, or taken away."""

from __future__ import annotations

from collections.abc import Callable

from jsrules.authoring.testing.prepare import Prepared, PreparedCase
from jsrules.authoring.testing.run import judge_case
from jsrules.base.record import Record, field, replace
from jsrules.base.source import Span
from jsrules.checks.rule_mutants import MutationKind, mutants_of
from jsrules.engine.evaluate import evaluate
from jsrules.engine.resolved import ResolvedRule


class Survivor(Record):
    """A broken rule that no test noticed: what was done to it and where in its text."""

    rule: ResolvedRule
    kind: MutationKind
    text: str
    span: Span


class MutationRun(Record, frozen=False):
    """How many mutants there were; those that say the same as their rule are counted apart."""

    total: int = 0
    equivalent: int = 0
    survivors: list[Survivor] = field(default_factory=list)

    @property
    def noticed(self) -> int:
        """How many the tests noticed."""
        return self.total - len(self.survivors)

    @property
    def percent(self) -> int:
        """What was noticed, in whole percent, rounded down."""
        return 100 * self.noticed // self.total if self.total else 100


def mutate_rules(prepared: Prepared, step: Callable[[int, int], None] | None = None) -> MutationRun:
    """Break every rule of a pack in every way, and see whether a case that looks at it notices.

    ``step`` is told how many of how many rules are done.
    """
    run = MutationRun()
    watching: dict[int, list[_Watch]] = {}
    for case in prepared.cases:
        for rule in case.rules:
            watching.setdefault(id(rule), []).append(_Watch(case, rule))
    names = list(prepared.rules)
    for number, name in enumerate(names, 1):
        _mutate(run, prepared, name, watching)
        if step is not None:
            step(number, len(names))
    return run


def unguarded(prepared: Prepared) -> list[str]:
    """The rules that could be taken out of the pack without any test naming them."""
    named = {case.case.rule for case in prepared.cases}
    named |= {each.rule for case in prepared.cases for each in case.expected}
    return [
        name for name, (rule, _) in prepared.rules.items() if name not in named and rule.info.identifier not in named
    ]


class _Watch:
    """A case that looks at a rule. What its other rules say stays the same, so only this one is judged anew."""

    def __init__(self, case: PreparedCase, rule: ResolvedRule) -> None:
        self.rule = rule
        own = [each for each in case.expected if not each.rule or each.rule in (rule.info.name, rule.info.identifier)]
        patterns = [each for each in case.expected if each not in own]
        self._case = replace(case, expected=tuple(own))
        # An expectation of several rules at once cannot be judged by one of them.
        self._others = [each for each in case.rules if each is not rule] if patterns else []
        if patterns:
            self._case = case

    def notices(self, broken: ResolvedRule) -> bool:
        """Whether the case fails with the broken rule in place of its own."""
        rules = [*self._others, broken]
        outcomes = evaluate(self._case.report, rules, conditions=self._case.conditions)
        return bool(judge_case(self._case, outcomes))


def _mutate(run: MutationRun, prepared: Prepared, name: str, watching: dict[int, list[_Watch]]) -> None:
    """Break one rule, in each of the form sets that tests meet; a mutant is noticed when it is in any of them."""
    survivors: dict[tuple[str, str, Span], Survivor | None] = {}
    equivalent: set[tuple[str, str, Span]] = set()
    for resolved in prepared.resolved:
        rule = next((each for each in resolved.rules if each.info.name == name), None)
        if rule is None:
            continue
        done: set[tuple[object, ...]] = set()
        for mutant, same in mutants_of(rule.variants, resolved.forms):
            bodies = tuple(variant.body for variant in mutant.variants)
            key = mutant.kind, mutant.text, mutant.span
            if bodies in done or survivors.get(key, rule) is None:
                continue  # two slips that come to the same, or noticed already
            done.add(bodies)
            if same:
                equivalent.add(key)
                continue
            broken = ResolvedRule(rule.info, mutant.variants)
            noticed = any(each.notices(broken) for each in watching.get(id(rule), []))
            survivors[key] = None if noticed else Survivor(rule, mutant.kind, mutant.text, mutant.span)
    run.total += len(survivors)
    run.equivalent += len(equivalent - set(survivors))
    run.survivors += [each for each in survivors.values() if each is not None]
