"""The conditions that a rule is under, with the figures that make them true."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.base.language import say
from jsrules.engine.algebra import Algebra
from jsrules.engine.measure import as_stated, terms_of, unit_of
from jsrules.engine.ranges import NoAnswer
from jsrules.model.functions import is_condition
from jsrules.model.ground import GroundCondition, GroundLinear, Unbound
from jsrules.model.linear import Beyond, Linear
from jsrules.model.report import Report
from jsrules.model.syntax import Call, Compare, Expression, Logic
from jsrules.model.tree import walk
from jsrules.outputs.compose import Told
from jsrules.outputs.figures import printed
from jsrules.outputs.formula import filled

SHOWN = 3
"""So many figures of a condition that is no comparison of sums are shown."""


def premises_of(outcome: Told, *, everything: bool) -> list[str]:
    """The conditions of a violated rule that compare figures, each as written, with these: ``甲 > 0：5.00 > 0``.

    Without ``everything`` only comparisons: what rules ask before they speak at all (is it stated, and if so, does it
    agree with another table) does not help to see what is wrong.
    """
    ground = outcome.outcome.ground
    if outcome.verdict != "violation" or isinstance(ground, Unbound) or not ground.under:
        return []
    parts = [each for condition in ground.under for each in _parts(condition)]
    compared = [
        each
        for each in parts
        if any(isinstance(one, Compare) for one in walk(each)) and (everything or not any(map(_asks, walk(each))))
    ]
    return [_told(outcome, GroundCondition(ground.place, each, statement=ground.statement)) for each in compared]


def _asks(node: Expression) -> bool:
    """Whether it asks what is there, and compares nothing."""
    return isinstance(node, Call) and is_condition(node.function)


def _parts(condition: Expression) -> Iterator[Expression]:
    """The conditions that must all hold."""
    if isinstance(condition, Logic) and condition.operator == "and":
        for each in condition.operands:
            yield from _parts(each)
    else:
        yield condition


def _told(outcome: Told, ground: GroundCondition) -> str:
    text, figures = outcome.written(ground.node), _figures(outcome, ground)
    return say("{text}：{figures}", "{text}: {figures}", text=text, figures=figures) if figures else text


def _figures(outcome: Told, ground: GroundCondition) -> str:
    """The figures of a condition: of a comparison of sums on both sides, of any other one by one."""
    report = as_stated(outcome.report, ground)
    if isinstance(ground.node, Compare):
        try:
            found = Algebra(report).compare(ground.node, ground.place)
        except (NoAnswer, Beyond):
            pass
        else:
            if isinstance(found, GroundLinear):
                unit = unit_of(report, found.left, found.right)
                left, right = (_side(report, each, unit) for each in (found.left, found.right))
                return f"{left} {found.operator} {right}"
    figures = [printed(each) for each in terms_of(report, ground)[:SHOWN]]
    return say("、", ", ").join(filter(None, figures))


def _side(report: Report, form: Linear, unit: str) -> str:
    """One side with its figures; a bare 0 of the rule is no blank."""
    return filled(report, form, unit if form.terms or form.blanks or form.constant else "")
