"""The conditions that a rule is under, with the figures that make them true."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.base.language import say
from jsrules.engine.bind import Binder
from jsrules.engine.measure import as_stated, terms_of, unit_of
from jsrules.engine.ranges import NoAnswer
from jsrules.model.ground import GroundCondition, GroundLinear, Unbound
from jsrules.model.linear import Beyond
from jsrules.model.syntax import Compare, Expression, Logic
from jsrules.outputs.compose import Told
from jsrules.outputs.figures import printed
from jsrules.outputs.formula import filled
from jsrules.outputs.reasons import cell_name

SHOWN = 3
"""So many figures of a condition that is no comparison of sums are shown."""


def premises_of(outcome: Told) -> list[str]:
    """The conditions of a violated rule, each as written, with its figures: ``甲 > 0：5.00 > 0``."""
    ground = outcome.outcome.ground
    if outcome.verdict != "violation" or isinstance(ground, Unbound) or not ground.under:
        return []
    parts = [each for condition in ground.under for each in _parts(condition)]
    return [_told(outcome, GroundCondition(ground.place, each, statement=ground.statement)) for each in parts]


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
    """The figures of a condition: of a comparison of sums on both sides, of any other the first cells by name."""
    report = as_stated(outcome.report, ground)
    if isinstance(ground.node, Compare):
        try:
            found = Binder(report).compare(ground.node, ground.place)
        except (NoAnswer, Beyond):
            pass
        else:
            if isinstance(found, GroundLinear):
                unit = unit_of(report, found.left, found.right)
                return f"{filled(report, found.left, unit)} {found.operator} {filled(report, found.right, unit)}"
    terms = terms_of(report, ground)[:SHOWN]
    names = [f"{cell_name(report, each.cell)} {printed(each)}" for each in terms]
    return say("、", ", ").join(names)
