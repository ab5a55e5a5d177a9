"""W301 a rule that another one repeats, W302 a rule that a stricter one implies."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from jsrules.base.diagnostic import SEVERITIES, Diagnostic, Label
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.checks.lints.claims import Claim, follows
from jsrules.checks.lints.subject import LintSubject
from jsrules.model.statements import Rule
from jsrules.model.tree import claims_of

MANY = 40
"""A rule of more parts than this is compared with others only as a whole."""


class _Part(Record):
    """One thing that a rule asks: over a range of cells, under conditions, a claim."""

    scope: Hashable
    guards: frozenset[Hashable]
    asks: Hashable

    def implies(self, other: _Part) -> bool:
        """Whether the other holds wherever this one does."""
        if self.scope != other.scope or not self.guards <= other.guards:
            return False
        if self.asks == other.asks:
            return True
        one, two = self.asks, other.asks
        return (
            isinstance(one, Claim)
            and isinstance(two, Claim)
            and one.shape == two.shape
            and one.is_plain
            and two.is_plain
            and bool(one.shape)
            and (two.operator != "==" and follows(two, [one]))
        )


def lint_overlap(subjects: Sequence[LintSubject]) -> Iterator[Diagnostic]:
    """Rules that say nothing which another rule of the set does not say."""
    parts = [_parts(each) for each in subjects]
    by_shape: dict[Hashable, list[int]] = {}
    for number, several in enumerate(parts):
        for key in {_bucket(each) for each in several}:
            by_shape.setdefault(key, []).append(number)
    for number, subject in enumerate(subjects):
        several = parts[number]
        if not several:
            continue
        for other in by_shape[_bucket(several[0])]:
            if other == number or not _may_stand_for(subjects[other].rule, subject.rule):
                continue
            if not _cover(parts[other], several):
                continue
            mutual = _cover(several, parts[other]) and _may_stand_for(subject.rule, subjects[other].rule)
            if mutual:
                if other < number:
                    yield _repeated(subject, subjects[other])
                    break
            elif _is_heavier(subjects[other].rule, subject.rule):
                yield _shadowed(subject, subjects[other])
                break


def _bucket(part: _Part) -> Hashable:
    return part.asks.shape if isinstance(part.asks, Claim) else part.asks


def _cover(stricter: list[_Part], weaker: list[_Part]) -> bool:
    if len(stricter) * len(weaker) > MANY * MANY:
        return set(weaker) <= set(stricter)
    return all(any(one.implies(two) for one in stricter) for two in weaker)


def _parts(subject: LintSubject) -> list[_Part]:
    found: dict[_Part, None] = {}
    for rule in subject.variants:
        scope = _scope(subject, rule)
        for guards, node in claims_of(rule.body):
            asks = subject.claims.key(node)
            if not isinstance(asks, Claim) or asks.shape:
                found[_Part(scope, frozenset(map(subject.claims.key, guards)), asks)] = None
    return list(found)


def _scope(subject: LintSubject, rule: Rule) -> Hashable:
    quantifier = rule.quantifier
    if quantifier is None:
        return None
    where = quantifier.blocks or (quantifier.domain, subject.claims.normal.scope)
    return frozenset(quantifier.axes), where, quantifier.only, quantifier.excluded


def _may_stand_for(stricter: Rule, weaker: Rule) -> bool:
    """Whether the stricter rule is checked wherever the weaker one is."""
    return stricter.missing == weaker.missing and (not stricter.applies or stricter.applies == weaker.applies)


def _is_heavier(stricter: Rule, weaker: Rule) -> bool:
    """Whether the stricter rule's finding weighs at least as much:
    an identity that is a mere hint replaces no error.
    """
    heavier = SEVERITIES.index(stricter.severity) >= SEVERITIES.index(weaker.severity)
    plausible = stricter.nature == "plausibility" and weaker.nature != "plausibility"
    return heavier and not plausible and (stricter.comparable or not weaker.comparable)


def _other(subject: LintSubject, other: LintSubject, text: str) -> Label:
    same = other.source is subject.source and other.rule.name_span == subject.rule.name_span
    return Label(other.source, other.rule.span if same else other.rule.name_span, text)


def _repeated(subject: LintSubject, other: LintSubject) -> Diagnostic:
    return subject.finding(
        "W301",
        subject.rule.name_span,
        say("这条规则与“{name}”检查同样的内容", "this rule checks the same as “{name}”", name=other.rule.name),
        say("删去其中一条；如果抄错了名称，改正它", "remove one of the two, or correct the name that was mistyped"),
        _other(subject, other, say("先写的在这里", "the first one is here")),
    )


def _shadowed(subject: LintSubject, other: LintSubject) -> Diagnostic:
    return subject.finding(
        "W302",
        subject.rule.name_span,
        say(
            "“{name}”更严，已经包含这条规则",
            "“{name}” is stricter and includes this rule",
            name=other.rule.name,
        ),
        say("删去这一条，或核对两条里的比较符号", "remove this one, or check the operators of the two"),
        _other(subject, other, say("更严的在这里", "the stricter one is here")),
    )
