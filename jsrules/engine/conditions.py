"""Verdicts on conditions that are not one linear comparison or rate: existence, or, not, products,
smallest and largest.
"""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING

from jsrules.engine.algebra import Algebra
from jsrules.engine.comparisons import judge_identity
from jsrules.engine.ranges import Empty, NoAnswer, Undefined
from jsrules.engine.reach import Unreadable
from jsrules.engine.truth import (
    STRICT,
    both_as_printed,
    elements_of,
    is_numeric,
    printed_cells,
    states,
    tolerance_of,
    truth_of,
)
from jsrules.model.functions import FUNCTIONS
from jsrules.model.ground import Place
from jsrules.model.linear import Beyond, holds
from jsrules.model.outcome import Judgement, Verdict
from jsrules.model.reason import Reason, Subject
from jsrules.model.syntax import Call, Cells, Chosen, Compare, Expression, Header, If, Logic, Not
from jsrules.model.tree import walk

if TYPE_CHECKING:
    from fractions import Fraction


def judge_condition(algebra: Algebra, node: Expression, place: Place) -> Judgement:
    """The verdict on any condition; of several, the best for ``or``, the worst for ``and``."""
    try:
        return _judge(algebra, node, place)
    except NoAnswer as nothing:
        return Judgement.without(nothing.reason)


_BEST: tuple[Verdict, ...] = ("pass", "rounding", "undetermined", "not_applicable", "violation")
_WORST: tuple[Verdict, ...] = ("violation", "undetermined", "rounding", "pass", "not_applicable")


def _judge(algebra: Algebra, node: Expression, place: Place) -> Judgement:
    if isinstance(node, Logic):
        judgements = []
        for each in node.operands:
            judgement = judge_condition(algebra, each, place)
            if node.operator == "or" and judgement.verdict == "pass" and judgement.reason is None:
                return _alone(judgement)  # none of the others can be better
            judgements.append(judgement)
        order = _WORST
        if node.operator == "or":
            order, asked = _BEST, zip(judgements, node.operands, strict=True)
            judgements = [each for each, part in asked if _speaks(each, algebra, part, place)] or judgements
        found = min(judgements, key=lambda x: (order.index(x.verdict), not x.is_grave, x.reason is None))
        return _alone(found)
    if isinstance(node, Not):
        inner = judge_condition(algebra, node.operand, place)
        if inner.verdict == "pass":
            return Judgement("violation")
        return Judgement("pass") if inner.verdict == "violation" else _alone(inner)
    if isinstance(node, If):
        if not truth_of(algebra, node.condition, place):
            return Judgement.without(Reason("condition_false"))
        return judge_condition(algebra, node.consequence, place)
    assert isinstance(node, Call | Compare)
    if isinstance(node, Call) and node.function in ("any", "all"):
        return _of_elements(algebra, node, place)
    if isinstance(node, Call) and node.function == "consistent":
        from jsrules.engine.agreement import judge_agreement

        return judge_agreement(algebra, node, place)
    if not is_numeric(node, algebra, place):
        return Judgement("pass" if states(algebra, node, place) else "violation")
    try:
        return judge_identity(algebra.report, algebra.compare(node, place))
    except Beyond:
        return _judge_prints(algebra, node, place) or _judge_interval(algebra, node, place)


def _of_elements(algebra: Algebra, node: Call, place: Place) -> Judgement:
    """The best verdict of any, the worst of all; over nothing, none does and all do."""
    judged: list[tuple[Judgement, Subject | None]] = []
    passed_over: list[tuple[Judgement, Subject | None]] = []
    for each in node.arguments:
        assert isinstance(each, Chosen) and isinstance(each.cells, Cells)
        try:
            elements = elements_of(algebra, each, place)
        except NoAnswer as nothing:
            judged.append((Judgement.without(nothing.reason), None))
            continue
        for at in elements:
            cell = Subject("cell", at.form, at.block, at.row, at.column, each.cells.origin)
            judgement = judge_condition(algebra, each.condition, at)
            speaks = _speaks(judgement, algebra, each.condition, at)
            (judged if speaks else passed_over).append((judgement, cell))
    order = _BEST if node.function == "any" else _WORST
    judged = judged or passed_over  # a cell that the condition is not about is none that satisfies it
    if not judged:
        return Judgement("violation" if node.function == "any" else "pass")
    found, cell_ = min(judged, key=lambda each: order.index(each[0].verdict))
    if found.verdict != "violation":
        return _alone(found)
    failing = str(sum(each.verdict == "violation" for each, _ in judged))
    reason = Reason("none_fits", None, (failing,)) if node.function == "any" else Reason("not_all", cell_, (failing,))
    return Judgement("violation", found.kind, reason=reason)


def _speaks(judgement: Judgement, algebra: Algebra, node: Expression, place: Place) -> bool:
    """Whether a condition says anything beside others of which one must hold: one that does not apply only where it
    holds all the same, being of blanks or under a condition that is false.
    """
    if judgement.verdict != "not_applicable":
        return True
    try:
        return truth_of(algebra, node, place)
    except NoAnswer:
        return False


def _alone(judgement: Judgement) -> Judgement:
    """A verdict without its figures: of several comparisons those of one would mislead."""
    return Judgement(judgement.verdict, judgement.kind, reason=judgement.reason)


def _judge_prints(algebra: Algebra, node: Compare, place: Place) -> Judgement | None:
    """A comparison that only asks what is printed, without the fractions of intervals; None for any other."""
    if node.operator != "==" or node.tolerance is not None:
        return None
    try:
        sides = both_as_printed(algebra, node.left, node.right, place)
    except Undefined:
        if _all_blank(algebra, node, place):
            raise Empty from None
        raise
    if sides is None:
        return None
    left, right = sides
    difference = _lowest(left[0] * right[1] - right[0] * left[1], left[1] * right[1])
    holding = holds("==", difference[0])
    if holding and _all_blank(algebra, node, place):
        raise Empty
    return Judgement("pass" if holding else "violation", "", _lowest(*left), _lowest(*right), difference, (0, 1))


def _lowest(numerator: int, denominator: int) -> tuple[int, int]:
    common = gcd(numerator, denominator)
    return numerator // common, denominator // common


def _judge_interval(algebra: Algebra, node: Compare, place: Place) -> Judgement:
    """A comparison by interval arithmetic: violated only when no true values can satisfy it."""
    from jsrules.engine.intervals import interval_of

    try:
        left, right = interval_of(algebra, node.left, place), interval_of(algebra, node.right, place)
    except Undefined:
        if _all_blank(algebra, node, place):
            raise Empty from None
        raise
    difference = left.value - right.value
    slack = _room(node.operator, difference, left.low - right.high, left.high - right.low)
    if node.tolerance is not None:
        slack = tolerance_of(node.tolerance, right.value)
    explained = abs(difference) < slack or (node.operator not in STRICT and abs(difference) == slack and slack > 0)
    holding = holds(node.operator, difference.numerator)
    if (holding or explained) and _all_blank(algebra, node, place):
        raise Empty
    return Judgement(
        "pass" if holding else "rounding" if explained else "violation",
        "",
        left.value.as_integer_ratio(),
        right.value.as_integer_ratio(),
        difference.as_integer_ratio(),
        slack.as_integer_ratio(),
    )


def _room(operator: str, difference: Fraction, low: Fraction, high: Fraction) -> Fraction:
    """How far rounding can move a difference toward where the comparison holds.

    Intervals need not be even on both sides.
    """
    downward, upward = difference - low, high - difference
    if operator == "==":
        return difference * 0
    if operator == "<>":
        return max(downward, upward)
    if operator in ("<", "<=") or (operator == "=" and difference >= 0):
        return downward
    return upward


def _all_blank(algebra: Algebra, node: Compare, place: Place) -> bool:
    """Whether nothing that a comparison is about is printed; a count, and the year, say something even then."""
    for each in walk(node):
        if isinstance(each, Header) or (isinstance(each, Call) and FUNCTIONS[each.function].linear == "count"):
            return False
        try:
            if isinstance(each, Cells) and printed_cells(algebra, each, place):
                return False
        except Unreadable:  # what nobody can read is printed, too; a filter may leave it out of what is added up
            return False
    return True
