"""Conditions on several cells at once: ``全部(表[*, 金额] >= 0)`` is said of each of them."""

from __future__ import annotations

from jsrules.base.source import Span
from jsrules.model.functions import Function
from jsrules.model.keywords import words_of
from jsrules.model.syntax import (
    Call,
    Children,
    Chosen,
    Compare,
    Current,
    Every,
    Expression,
    If,
    Index,
    Logic,
    Name,
    Not,
    OfLevel,
    Range,
)
from jsrules.model.tree import rebuild, walk

_CONDITIONS = (Compare, Logic, Not, If)
ELEMENT = words_of("ELEMENT")[0]


def called(function: Function, arguments: tuple[Expression, ...], span: Span) -> Expression:
    """A function of arguments, of which conditions on several cells are cells with a condition.

    ``全部`` and ``任一`` of plain conditions are ``且`` and ``或``.
    """
    if function not in ("any", "all", "count"):
        return Call(function, arguments, span)
    chosen = tuple(map(_of_each, arguments))
    if function == "count" or not any(_is_condition(each) for each in chosen):
        return Call(function, chosen, span)
    operands = tuple(each if _is_condition(each) else Call(function, (each,), span) for each in chosen)
    return Logic("or" if function == "any" else "and", operands, span) if len(operands) > 1 else operands[0]


def _of_each(node: Expression) -> Expression:
    """A condition on the several cells of one reference as these cells with a condition; anything else as it is."""
    if not _is_condition(node):
        return node
    several = {each: None for each in walk(node) if _is_several(each)}
    if len(several) != 1:
        return node
    (cells,) = several
    element = Name((ELEMENT,), cells.span)
    condition = rebuild(node, lambda each: element if each == cells else each, choices=False)
    return Chosen(cells, condition, node.span)


def _is_condition(node: Expression) -> bool:
    return isinstance(node, _CONDITIONS) or (isinstance(node, Call) and node.function in ("blank", "exists"))


def _is_several(node: Expression) -> bool:
    several = (Every, Range, OfLevel, Children)
    if isinstance(node, Index):
        return isinstance(node.row, several) or isinstance(node.column, Every)
    return isinstance(node, Current) and isinstance(node.rows, several)
