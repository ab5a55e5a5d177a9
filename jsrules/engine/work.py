"""How much work all rules together may take on one report: counted, so that a report gives the same answer everywhere.

A rule by itself is bounded in `jsrules.engine.reach`; thousands of rules, each at every row of a long table, are not.
"""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.model.ground import GroundLinear
from jsrules.model.outcome import Outcome
from jsrules.model.reason import Reason, Subject
from jsrules.model.statements import Rule
from jsrules.model.tree import walk

MOST_TOGETHER = 30_000_000
"""So much work all rules may take on a report: less than a minute. Ten rules for each of 50,000 rows take it.
"""

_PLACE, _TERM = 50, 4
"""What judging a rule at a place costs, and each part of its formula there; a cell that is reached costs 1."""

_TOLD = 200
"""What a finding costs besides: it is kept, put into words and written, which takes longer than it took to find it."""

_FEW, _HELD = 64, 4
"""What each term of an identity of more than a few costs besides, for the room that it takes."""

EXHAUSTED = Reason("absent", Subject("all_work"))
"""Why the rest cannot be decided."""


class WorkLeft:
    """What is left for all rules on a report."""

    def __init__(self) -> None:
        self.left = MOST_TOGETHER

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left: what has not been judged stays undecided."""
        return self.left < 0

    def take(self, work: int) -> None:
        """Take work out, which has been done, or is about to be."""
        self.left -= work


def cost_of_keeping(outcomes: Iterable[Outcome]) -> int:
    """What it costs to keep outcomes and to tell of those that a reader should see."""
    cost = 0
    for each in outcomes:
        if each.verdict not in ("pass", "not_applicable"):
            cost += _TOLD
        if isinstance(each.ground, GroundLinear):
            held = len(each.ground.row.terms) + len(each.ground.row.blanks)
            if held > _FEW:
                cost += _HELD * held
    return cost


def cost_at_a_place(rule: Rule) -> int:
    """What it costs to judge a rule at one place, besides the cells that it reaches in sums."""
    return _PLACE + _TERM * sum(1 for _ in walk(rule.body))
