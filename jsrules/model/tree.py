"""Walking and rebuilding expression trees."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jsrules.base.record import replace
from jsrules.model.syntax import Arithmetic, Call, Compare, Expression, If, Logic, Negative, Not


def children(node: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside one."""
    match node:
        case Arithmetic() | Compare():
            return node.left, node.right
        case Call():
            return node.arguments
        case Logic():
            return node.operands
        case Negative() | Not():
            return (node.operand,)
        case If():
            return node.condition, node.consequence
        case _:
            return ()


def walk(node: Expression) -> Iterator[Expression]:
    """The expression and everything inside it, from left to right."""
    stack = [node]
    while stack:
        each = stack.pop()
        yield each
        stack.extend(reversed(children(each)))


def rebuild(node: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """The expression with every leaf replaced by what ``change`` makes of it."""
    if isinstance(node, Arithmetic):
        return _rebuild_sum(node, change)
    match node:
        case Compare():
            return replace(node, left=rebuild(node.left, change), right=rebuild(node.right, change))
        case Call():
            return replace(node, arguments=tuple(rebuild(each, change) for each in node.arguments))
        case Logic():
            return replace(node, operands=tuple(rebuild(each, change) for each in node.operands))
        case Negative() | Not():
            return replace(node, operand=rebuild(node.operand, change))
        case If():
            return replace(
                node, condition=rebuild(node.condition, change), consequence=rebuild(node.consequence, change)
            )
        case _:
            return change(node)


def _rebuild_sum(node: Arithmetic, change: Callable[[Expression], Expression]) -> Expression:
    """Sums lean to the left and may be thousands of terms long, so their spine is walked in a loop."""
    spine: list[Arithmetic] = []
    left: Expression = node
    while isinstance(left, Arithmetic):
        spine.append(left)
        left = left.left
    result = rebuild(left, change)
    for each in reversed(spine):
        result = replace(each, left=result, right=rebuild(each.right, change))
    return result
