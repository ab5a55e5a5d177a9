"""W315 a rate multiplied by 100, or money divided by 10000: percentages and units of money convert by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.base.units import find_unit
from jsrules.checks.lints.subject import LintSubject, in_every_variant
from jsrules.model.factors import factors_in
from jsrules.model.statements import Rule
from jsrules.model.syntax import Cells, Compare, Expression, Name
from jsrules.model.tree import walk

_RATE_NAMES = re.compile("率|占比|比例|比重|百分比|percent|rate|ratio|share", re.IGNORECASE)
_HUNDRED = re.compile(r"\s*[*×＊]\s*100(?![\d.%％])|(?<![\d.])100\s*[*×＊]\s*")
_SCALE = re.compile(r"\s*[/÷／*×＊]\s*1(?:000|0000|00000000)(?![\d.])")


def lint_scaling(subject: LintSubject) -> Iterator[Diagnostic]:
    """Factors that authors know from spreadsheets, where a percentage is a number and money has no unit."""
    return in_every_variant(subject, _look)


def _look(subject: LintSubject, rule: Rule) -> Iterator[Diagnostic]:
    for node in walk(rule.body):
        if isinstance(node, Compare):
            for figure, other in ((node.left, node.right), (node.right, node.left)):
                yield from _sides(subject, node, figure, other)


def _sides(subject: LintSubject, node: Compare, figure: Expression, other: Expression) -> Iterator[Diagnostic]:
    written = subject.source.text[node.span.start : node.span.end]
    found = {kind: rest for kind, _, rest in factors_in(other)}
    if "rate" in found and _is_rate(subject, figure):
        yield subject.finding(
            "W315",
            node.span,
            say(
                "这里多乘了 100：百分数就是比率，70% 就是 0.7",
                "this multiplies by 100 once too often: a percentage is a ratio, 70% is 0.7",
            ),
            say("写成 {formula}", "write {formula}", formula=_HUNDRED.sub("", written, count=1)),
        )
    if "money" in found and _is_money(subject, figure, found["money"]):
        yield subject.finding(
            "W315",
            node.span,
            say("金额的单位自动换算：1 万元就是 10000 元", "units of money convert by themselves: 1 万元 is 10000 元"),
            say("写成 {formula}", "write {formula}", formula=_SCALE.sub("", written, count=1)),
        )


def _is_rate(subject: LintSubject, figure: Expression) -> bool:
    """Whether a figure is a percentage; where no form set tells, its name does."""
    if isinstance(figure, Cells) and subject.forms is not None:
        return figure.unit == "%"
    return isinstance(figure, Name) and _RATE_NAMES.search(figure.parts[-1]) is not None


def _is_money(subject: LintSubject, figure: Expression, other: Expression) -> bool:
    """Whether both are money, or may be, where no form set tells."""
    if subject.forms is None:
        return isinstance(figure, Name) and isinstance(other, Name)
    units = [find_unit(each.unit) for each in (figure, other) if isinstance(each, Cells)]
    return len(units) == 2 and all(unit is not None and unit.dimension == "money" for unit in units)
