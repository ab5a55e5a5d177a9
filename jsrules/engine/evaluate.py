"""Evaluating resolved rules on a report."""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.engine.applicability import outside
from jsrules.engine.bind import Binder
from jsrules.engine.judge import judge
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.ground import Ground
from jsrules.model.outcome import Judgement, Outcome, RuleInfo
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
        info = resolved.info
        outcomes += [Outcome(info, ground, judge_for(info, binder, ground)) for ground in bound]
    return outcomes


def judge_for(rule: RuleInfo, binder: Binder, ground: Ground) -> Judgement:
    """The verdict on a ground identity of a rule, whose sides may differ in scope (口径)."""
    judgement = judge(binder, ground)
    if binder.report.forms.inferred and judgement.verdict in ("violation", "rounding"):
        from jsrules.engine.doubts import doubt_of

        doubt = doubt_of(binder.report, ground, judgement)
        if doubt is not None:
            return Judgement.without(doubt)
    if not rule.comparable:
        if judgement.verdict == "violation":
            judgement.verdict, judgement.kind = "undetermined", "not_comparable"
        elif judgement.kind == "same_amount":
            judgement.kind = ""  # it may not be one amount at all
    return judgement
