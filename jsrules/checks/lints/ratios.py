"""W318 a ratio of figures of which nobody knows the unit, compared with a bare number above 1: 70, or 70%?"""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.base.number import short_decimal_text
from jsrules.base.units import NO_UNIT
from jsrules.checks.lints.subject import LintSubject, in_every_variant
from jsrules.model.factors import in_percent
from jsrules.model.form import names_a_rate
from jsrules.model.statements import Rule
from jsrules.model.syntax import Cells, Compare, Expression, Name
from jsrules.model.tree import walk
from jsrules.readers.reports.inference import unit_in_name


def lint_ratios(subject: LintSubject) -> Iterator[Diagnostic]:
    """Quotients compared with a bare number above 1, where no unit says that they are no ratios."""
    if subject.forms is not None and not subject.forms.inferred:
        return iter(())
    return in_every_variant(subject, _look)


def _look(subject: LintSubject, rule: Rule) -> Iterator[Diagnostic]:
    for node in walk(rule.body):
        found = in_percent(node, _is_bare) if isinstance(node, Compare) else None
        if found is not None:
            number = short_decimal_text(found[0].mantissa, found[0].decimals)
            yield subject.finding(
                "W318",
                found[0].span,
                say(
                    "与比率相比的“{number}”，是 {number}% 还是 {number} 倍？",
                    "a ratio is compared with “{number}”: is it {number}%, or {number} times?",
                    number=number,
                ),
                say("写成 {number}% 或 {number} 倍", "write {number}% or {number} 倍", number=number),
            )


def _is_bare(node: Expression) -> bool:
    if isinstance(node, Cells):
        return not node.unit
    if not isinstance(node, Name):
        return False
    return not unit_in_name(node.parts[-1], NO_UNIT) and not names_a_rate(node.parts[-1])
