"""Evaluating resolved rules on a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from jsrules.base.named import NamedTuple
from jsrules.engine.applicability import outside
from jsrules.engine.bind import Binder
from jsrules.engine.judge import judge
from jsrules.engine.resolved import ResolvedRule
from jsrules.engine.work import EXHAUSTED, WorkLeft, cost_at_a_place, cost_of_keeping
from jsrules.model.ground import Ground, GroundCondition, GroundLinear, Place, Unbound
from jsrules.model.outcome import Found, Judgement, Outcome, RuleInfo
from jsrules.model.report import Report
from jsrules.model.statements import Applies, Rule
from jsrules.model.syntax import Compare, Constant, Negative


def evaluate(
    report: Report,
    rules: Iterable[ResolvedRule],
    conditions: tuple[Applies, ...] = (),
    work: WorkLeft | None = None,
) -> list[Outcome]:
    """One outcome for each ground identity, in the order of the rules and of the report's rows.

    ``conditions`` are what all of the rules are for, besides what each of them says itself. ``work`` is what they may
    take, with those that were judged before; a rule for which there is none left has one undetermined outcome for all
    of its places that have none.
    """
    work = work or WorkLeft()
    binder = Binder(report)
    outcomes: list[Outcome] = []
    for each in sites(report, binder, rules, conditions, work):
        if isinstance(each, Outcome):
            outcomes.append(each)
            continue
        outcomes += each.judged(binder, work)
    return outcomes


class Sites(NamedTuple):
    """A rule, as it is read in one of its forms, and the places where it is bound in a report."""

    rule: ResolvedRule
    variant: Rule
    places: list[Place]

    def judged(self, binder: Binder, work: WorkLeft | None = None) -> list[Outcome]:
        """The outcomes of the rule at these places, as far as there is work left."""
        info, outcomes = self.rule.info, list[Outcome]()
        work = work or WorkLeft()
        cost = cost_at_a_place(self.variant)
        binder.reach.work = reached = 0
        for place in self.places:
            work.take(cost + binder.reach.work - reached)
            if work.is_spent:
                outcomes.append(_not_judged(info))
                return outcomes
            reached = binder.reach.work
            found = [Outcome(info, *each) for each in judge_at(info, binder, self.variant, place)]
            work.take(cost_of_keeping(found))
            outcomes += found
        work.take(binder.reach.work - reached)
        return outcomes


def _not_judged(rule: RuleInfo) -> Outcome:
    return Outcome(rule, Unbound(Place(), EXHAUSTED), Judgement.without(EXHAUSTED))


def sites(
    report: Report,
    binder: Binder,
    rules: Iterable[ResolvedRule],
    conditions: tuple[Applies, ...],
    work: WorkLeft | None = None,
) -> Iterator[Outcome | Sites]:
    """Where rules are to be judged, in their order; the outcome of one that is for no place of the report, or for which
    there is no work left.
    """
    for resolved in rules:
        info = resolved.info
        excluded = outside(report, (*conditions, *resolved.variants[0].applies))
        if excluded is not None:
            yield Outcome(info, excluded, judge_for(info, binder, excluded))
            continue
        if work is not None and work.is_spent:
            yield _not_judged(info)
            continue
        for variant in resolved.variants:
            places = binder.places(variant)
            if isinstance(places, Unbound):
                yield Outcome(info, places, judge_for(info, binder, places))
            else:
                yield Sites(resolved, variant, places)


def judge_at(rule: RuleInfo, binder: Binder, variant: Rule, place: Place) -> list[Found]:
    """The verdicts on the ground identities of a rule at one of its places, those on further statements behind."""
    found = [(ground, judge_for(rule, binder, ground)) for ground in binder.bind_at(variant, place)]
    if binder.restated:
        from jsrules.engine.statements import of_other_statements

        found += of_other_statements(binder, variant, place, found, partial(judge_for, rule))
    return found


def judge_for(rule: RuleInfo, binder: Binder, ground: Ground) -> Judgement:
    """The verdict on a ground identity of a rule, whose sides may differ in scope (口径)."""
    return reviewed(rule, binder, ground, judge(binder, ground))


def reviewed(rule: RuleInfo, binder: Binder, ground: Ground, judgement: Judgement) -> Judgement:
    """A verdict as it stands once everything has been looked at that may speak against it."""
    if judgement.verdict == "violation":
        from jsrules.engine.superfluous import superfluous_factor

        slip = superfluous_factor(binder, ground)
        if slip is not None:
            return Judgement.without(slip)
    if binder.report.forms.inferred and (
        judgement.verdict in ("violation", "rounding")
        or (judgement.verdict == "pass" and (binder.has_counts or faces_number(ground)))
    ):
        from jsrules.engine.doubts import doubt_of

        doubt = doubt_of(binder, ground, judgement)
        if doubt is not None:
            return Judgement.without(doubt)
    if judgement.verdict == "violation" and rule.comparable:
        from jsrules.engine.lacking import lacking_in

        lacking = lacking_in(binder.reach, ground, judgement)
        if lacking is not None:
            return lacking
    if not rule.comparable:
        if judgement.verdict == "violation":
            judgement.verdict, judgement.kind = "undetermined", "not_comparable"
        elif judgement.kind == "same_amount":
            judgement.kind = ""  # it may not be one amount at all
    return judgement


def faces_number(ground: Ground) -> bool:
    """Whether something is compared with a number of the rule."""
    node = ground.node if isinstance(ground, GroundCondition | GroundLinear) else None
    return isinstance(node, Compare) and (isinstance(node.left, _NUMBERS) or isinstance(node.right, _NUMBERS))


_NUMBERS = (Constant, Negative)
