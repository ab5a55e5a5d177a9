"""Walking and rebuilding expression trees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from jsrules.base.record import replace
from jsrules.model.functions import FUNCTIONS
from jsrules.model.syntax import Arithmetic, Call, Chosen, Compare, Expression, If, Logic, Negative, Not, Operation


def children(node: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside one, that are read at the same place: not a condition that chooses cells."""
    match node:
        case Arithmetic():
            return node.first, *(each.operand for each in node.rest)
        case Compare():
            return node.left, node.right
        case Call():
            return node.arguments
        case Logic():
            return node.operands
        case Negative() | Not():
            return (node.operand,)
        case If():
            return node.condition, node.consequence
        case Chosen():
            return (node.cells,)
        case _:
            return ()


def parts(node: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside one, wherever they are read."""
    return (node.cells, node.condition) if isinstance(node, Chosen) else children(node)


def walk(node: Expression, inside: Callable[[Expression], tuple[Expression, ...]] = children) -> Iterator[Expression]:
    """The expression and everything inside it, from left to right: what is read at the same place, or with `parts` all
    of it.
    """
    stack = [node]
    while stack:
        each = stack.pop()
        yield each
        stack.extend(reversed(inside(each)))


def rebuild(node: Expression, change: Callable[[Expression], Expression], *, choices: bool = True) -> Expression:
    """The expression with every leaf replaced by what ``change`` makes of it.

    Without ``choices`` cells that a condition chooses are a leaf.
    """
    if isinstance(node, Chosen) and not choices:
        return change(node)
    within = partial(rebuild, change=change, choices=choices)
    match node:
        case Chosen():
            return replace(node, cells=within(node.cells), condition=within(node.condition))
        case Arithmetic():
            first = within(node.first)
            rest = (Operation(each.operator, within(each.operand), each.span) for each in node.rest)
            return Arithmetic.of(first, *rest)
        case Compare():
            return replace(node, left=within(node.left), right=within(node.right))
        case Call():
            return replace(node, arguments=tuple(within(each) for each in node.arguments))
        case Logic():
            return replace(node, operands=tuple(within(each) for each in node.operands))
        case Negative() | Not():
            return replace(node, operand=within(node.operand))
        case If():
            return replace(node, condition=within(node.condition), consequence=within(node.consequence))
        case _:
            return change(node)


def claims_of(
    node: Expression, guards: tuple[Expression, ...] = ()
) -> Iterator[tuple[tuple[Expression, ...], Expression]]:
    """What a rule's body claims, part by part: the conditions that a part is under, and the part."""
    if isinstance(node, Logic) and node.operator == "and":
        for each in node.operands:
            yield from claims_of(each, guards)
    elif isinstance(node, If):
        inner = node.condition
        conditions = inner.operands if isinstance(inner, Logic) and inner.operator == "and" else (inner,)
        yield from claims_of(node.consequence, (*guards, *conditions))
    else:
        yield guards, node


def adds(node: Expression) -> bool:
    """Whether an expression adds figures, or subtracts one from another."""
    return any(
        any(operation.operator in "+-" for operation in each.rest)
        if isinstance(each, Arithmetic)
        else isinstance(each, Call) and FUNCTIONS[each.function].linear in ("total", "mean")
        for each in walk(node)
    )


def products(node: Expression) -> int:
    """How often an expression multiplies or divides."""
    chains = (each for each in walk(node, parts) if isinstance(each, Arithmetic))
    return sum(operation.operator in "*/" for each in chains for operation in each.rest)


def divides(node: Expression) -> bool:
    """Whether a quotient or a mean goes into an expression: a figure that equals it was computed,
    then rounded for print.
    """
    return any(
        any(operation.operator == "/" for operation in each.rest)
        if isinstance(each, Arithmetic)
        else isinstance(each, Call) and FUNCTIONS[each.function].linear == "mean"
        for each in walk(node)
    )
