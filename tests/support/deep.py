"""Analysing rules given as text, and holding the claims against what the rules mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from jsrules.base.source import Source
from jsrules.checks.deep.analysis import analyse
from jsrules.checks.deep.results import Analysis
from jsrules.checks.parsed_files import parse_files
from jsrules.checks.rules import CheckedRule, examine_rules
from jsrules.readers.reports.form_reader import read_form_set
from support.farkas import Checker, figure, is_true

Tree = tuple[Any, ...]
"""A rule as `support.farkas` takes it."""

Point = Mapping[str, int]


def analysed(rules: str, forms: str | None = None) -> tuple[Sequence[CheckedRule], Analysis]:
    """Rules that must be without mistakes, checked and analysed."""
    files, mistakes = parse_files([Source("rules.jsr", rules)])
    shape = read_form_set([Source("forms.yaml", forms)]) if forms is not None else None
    checked, errors = examine_rules(files, shape)
    assert not mistakes + errors, mistakes + errors
    return checked, analyse(checked, shape)


def _guard_of(rule: Tree) -> list[Tree]:
    return [rule[1]] if rule[0] == "if" else []


def _holding(points: Sequence[Point], several: Sequence[Tree]) -> list[Point]:
    return [point for point in points if all(is_true(each, point) for each in several)]


def confirm(several: Sequence[Tree], analysis: Analysis, points: Sequence[Point] = ()) -> None:
    """Every claim, against the checker of `support.farkas` and against points at which rules hold."""
    checker = Checker(several)
    for clash in analysis.clashes:
        guards = (
            [each for rule in clash.rules for each in _guard_of(several[rule])] if clash.when or clash.under else []
        )
        assert not _holding(points, [*(several[rule] for rule in clash.rules), *guards])
    for forced in analysis.forced:
        for fact in forced.facts:
            used = sorted({rule for proof in fact.proofs for rule in proof.rules})
            guards = [each for rule in used for each in _guard_of(several[rule])] if forced.when else []
            for point in _holding(points, [*(several[rule] for rule in used), *guards]):
                assert point[figure(fact.atom)] == fact.value
            for proof in fact.proofs:
                if len(fact.proofs) == 2:
                    assert checker.proves(proof, value=fact.value)
    for condition in analysis.conditions:
        guard = several[condition.rule][1]
        used = sorted({rule for proof in condition.proofs for rule in proof.rules})
        assert condition.rule not in used
        assert all(
            is_true(guard, point) is condition.holds for point in _holding(points, [several[each] for each in used])
        )
        for proof in condition.proofs:
            if proof.cases is not None:
                assert checker.refutes(proof.cases, [("not", guard) if condition.holds else guard])
    for implied in analysis.implied:
        own = several[implied.rule]
        sources = implied.sources
        assert implied.rule not in sources
        assert not _holding(points, [*(several[each] for each in sources), ("not", own)])
        for proof in implied.proofs:
            if proof.cases is not None:
                assert checker.refutes(proof.cases, [("not", own)]) or _by_parts(checker, proof, own)
            else:
                assert _is_equation(proof) or checker.proves(proof, _guard_of(own))
    for bound in analysis.bounds:
        for point in _holding(points, [several[each] for each in bound.rules]):
            value = Fraction(point[figure(bound.atom)]) - bound.value
            assert is_true(("is", {"": value}, bound.operator), point)
        assert checker.proves(bound.proof, value=bound.value)
    gone = {each.rule for each in analysis.implied}
    assert not gone & {rule for each in analysis.implied for rule in each.sources}


def _is_equation(proof: Any) -> bool:
    return all(step.equation.operator == "=" for step in proof.steps)


def _by_parts(checker: Checker, proof: Any, own: Tree) -> bool:
    """A rule of several parts has a proof for each; an equation one for either side."""
    claim = own[2] if own[0] == "if" else own
    for part in claim[1:] if claim[0] == "and" else (claim,):
        opposites = [("not", part)]
        if part[0] == "is" and part[2] == "=":
            opposites += [("is", part[1], operator) for operator in "<>"]
        if any(checker.refutes(proof.cases, [*_guard_of(own), each]) for each in opposites):
            return True
    return False
