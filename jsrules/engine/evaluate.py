"""Evaluating resolved rules on a report."""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.engine.applicability import outside
from jsrules.engine.bind import Binder
from jsrules.engine.judge import judge
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.ground import Ground, GroundLinear, Unbound
from jsrules.model.outcome import Judgement, Outcome
from jsrules.model.report import Report
from jsrules.model.syntax import Applies


def evaluate(report: Report, rules: Iterable[ResolvedRule], conditions: tuple[Applies, ...] = ()) -> list[Outcome]:
    """One outcome for each ground identity, in the order of the rules and of the report's rows.

    ``conditions`` are what all of the rules are for, besides what each of them says itself.
    """
    binder = Binder(report)
    outcomes: list[Outcome] = []
    for resolved in rules:
        excluded = outside(report, (*conditions, *resolved.variants[0].applies))
        bound: list[Ground] = (
            [excluded]
            if excluded is not None
            else [each for variant in resolved.variants for each in binder.bind(variant)]
        )
        for ground in bound:
            judgement = judge_for(resolved, binder, ground)
            if judgement.verdict == "not_applicable" and isinstance(ground, GroundLinear):
                assert judgement.reason is not None
                ground = Unbound(ground.place, judgement.reason)  # blanks only: there are no figures to show
            outcomes.append(Outcome(resolved.info, ground, judgement))
    return outcomes


def judge_for(resolved: ResolvedRule, binder: Binder, ground: Ground) -> Judgement:
    """The verdict on a ground identity of a rule, whose sides may differ in scope (口径)."""
    judgement = judge(binder, ground)
    if not resolved.comparable:
        if judgement.verdict == "violation":
            judgement.verdict, judgement.kind = "undetermined", "not_comparable"
        elif judgement.kind == "same_amount":
            judgement.kind = ""  # it may not be one amount at all
    return judgement
