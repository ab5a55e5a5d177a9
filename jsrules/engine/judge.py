"""The verdict on a ground identity."""

from __future__ import annotations

from jsrules.engine.bind import Binder
from jsrules.engine.comparisons import judge_identity
from jsrules.model.ground import Ground, GroundCondition
from jsrules.model.outcome import Judgement


def judge(binder: Binder, ground: Ground) -> Judgement:
    """The verdict on one ground identity."""
    if not isinstance(ground, GroundCondition):
        return judge_identity(binder.report, ground)
    from jsrules.engine.conditions import judge_condition

    return judge_condition(binder, ground.node, ground.place)
