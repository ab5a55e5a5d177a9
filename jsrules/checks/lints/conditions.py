"""W303 never true, W304 always true, W305 the same on both sides."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.base.source import Span
from jsrules.checks.lints.claims import Claim, Claims, Literal, contradict, follows, truth
from jsrules.checks.lints.subject import LintSubject, in_every_variant
from jsrules.model.statements import Rule
from jsrules.model.syntax import Compare, Expression, If, Logic, Not


def lint_conditions(subject: LintSubject) -> Iterator[Diagnostic]:
    """Conditions whose truth does not depend on any report."""
    return in_every_variant(subject, lambda each, rule: _Conditions(each).look(rule))


MOST_KNOWN = 200
"""Each condition of a rule is held against so many of those before it, no more."""


class _Conditions:
    def __init__(self, subject: LintSubject) -> None:
        self.subject = subject
        self.claims: Claims = subject.claims

    def look(self, rule: Rule) -> Iterator[Diagnostic]:
        return self._look(rule.body, [])

    def _look(self, node: Expression, known: list[Literal]) -> Iterator[Diagnostic]:
        match node:
            case If(condition, consequence):
                yield from self._look(condition, known)
                assumed = [*known, *self.claims.conjuncts(condition)][:MOST_KNOWN]
                if not contradict(assumed):
                    yield from self._look(consequence, assumed)
            case Logic("and", operands):
                before = list(known)
                for each in operands:
                    yield from self._look(each, before)
                    claims = self.claims.conjuncts(each)
                    if contradict([*before, *claims]):
                        return
                    before += claims[: max(0, MOST_KNOWN - len(before))]
            case Logic(_, operands):
                yield from self._alternatives(node, operands, known)
            case Not(operand):
                if self.claims.literal(node) is None:
                    yield from self._look(operand, [])
                else:
                    yield from self._single(node, known)
            case _:
                yield from self._single(node, known)

    def _single(self, node: Expression, known: list[Literal]) -> Iterator[Diagnostic]:
        if isinstance(node, Compare) and not (claim := self.claims.claim(node)).shape:
            holds = truth(claim)
            if holds is None:
                return
            if holds and not claim.bound and self.claims.normal.sum(node.left).terms:
                yield self._same(node.span)
            else:
                yield self._always(node.span) if holds else self._never(node.span)
            return
        claims = self.claims.conjuncts(node)
        if contradict([*known, *claims]):
            yield self._never(node.span, bool(known))
        elif claims and follows(claims[0], known):
            yield self._always(node.span, bool(known))

    def _alternatives(
        self, node: Expression, operands: tuple[Expression, ...], known: list[Literal]
    ) -> Iterator[Diagnostic]:
        for each in operands:
            yield from self._look(each, known)
        opposites: list[Literal] = []
        for each in operands:
            literal = self.claims.literal(each)
            if isinstance(literal, Claim) and not literal.shape:
                return  # said already
            opposite = self.claims.literal(Not(each))
            if opposite is not None and len(opposites) < MOST_KNOWN:
                opposites.append(opposite)
        if contradict([*known, *opposites]):
            yield self._always(node.span)

    def _never(self, span: Span, among_others: bool = False) -> Diagnostic:
        message = (
            say("这个条件与前面的矛盾，永不成立", "this contradicts what stands before it: it is never true")
            if among_others
            else say("这个条件永不成立", "this condition is never true")
        )
        remedy = say("核对比较的方向和数，或删去这一部分", "check the operator and the numbers, or remove this part")
        return self.subject.finding("W303", span, message, remedy)

    def _always(self, span: Span, among_others: bool = False) -> Diagnostic:
        message = (
            say("前面的条件已经包含这一条，它总是成立", "what stands before implies this: it is always true")
            if among_others
            else say("这个条件总是成立，检查不出问题", "this condition is always true: it finds nothing")
        )
        remedy = say("核对比较的方向和数，或删去这一部分", "check the operator and the numbers, or remove this part")
        return self.subject.finding("W304", span, message, remedy)

    def _same(self, span: Span) -> Diagnostic:
        return self.subject.finding(
            "W305",
            span,
            say("等号两边是同样的内容，检查不出问题", "both sides are the same: this finds nothing"),
            say("多半是抄错了一边的名称；核对后改正", "one side is probably mistyped; check its names"),
        )
