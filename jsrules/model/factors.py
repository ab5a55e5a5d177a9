"""Numbers in a comparison that may be a slip of units: × 100 for a percentage, / 10000 for 万元, 70 for 70%."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from jsrules.base.record import replace
from jsrules.model.functions import FUNCTIONS
from jsrules.model.syntax import Arithmetic, Call, Chosen, Compare, Constant, Expression, Negative

Factor = Literal["rate", "money"]
"""What a factor is for: a quotient times 100 as a percentage, an amount in another unit of money."""

_SCALES = (1000, 10_000, 100_000_000)


def factors_in(node: Expression) -> Iterator[tuple[Factor, Constant, Expression]]:
    """The factors in a product that may be too many, each with what is left without it."""
    if not isinstance(node, Arithmetic) or any(each.operator in "+-" for each in node.rest):
        return
    operands = [("*", node.first), *((each.operator, each.operand) for each in node.rest)]
    others = [each for _, each in operands if not isinstance(each, Constant)]
    divides = any(sign == "/" and not isinstance(each, Constant) for sign, each in operands)
    for number, (sign, each) in enumerate(operands):
        if not isinstance(each, Constant) or each.unit or each.decimals:
            continue
        if sign == "*" and each.mantissa == 100 and divides:
            yield "rate", each, _without(node, number)
        if len(others) == 1 and each.mantissa in _SCALES and (number or node.rest[0].operator == "*"):
            yield "money", each, _without(node, number)


def _without(node: Arithmetic, number: int) -> Expression:
    if number:
        return Arithmetic.of(node.first, *node.rest[: number - 1], *node.rest[number:])
    return Arithmetic.of(node.rest[0].operand, *node.rest[1:])


def in_percent(node: Compare, is_bare: Callable[[Expression], bool]) -> tuple[Constant, Compare] | None:
    """The number above 1 that a ratio of bare figures is compared with, and the comparison with so many percent; None
    for any other comparison. ``is_bare`` tells of a reference whether nobody knows what its figures are in.
    """
    for number, ratio in ((node.right, node.left), (node.left, node.right)):
        constant = number.operand if isinstance(number, Negative) else number
        if not isinstance(constant, Constant) or constant.unit or constant.mantissa <= 10**constant.decimals:
            continue
        if _kind(ratio, is_bare) == "ratio":
            meant = replace(constant, decimals=constant.decimals + 2, unit="%")
            other: Expression = replace(number, operand=meant) if isinstance(number, Negative) else meant
            return constant, replace(node, right=other) if number is node.right else replace(node, left=other)
    return None


_Kind = Literal["", "number", "figure", "ratio"]


def _kind(node: Expression, is_bare: Callable[[Expression], bool]) -> _Kind:
    """Whether it is a bare number, a bare figure, the ratio of two such, or (empty) anything else."""
    match node:
        case Constant():
            return "" if node.unit else "number"
        case Negative():
            return _kind(node.operand, is_bare)
        case Chosen():
            return _kind(node.cells, is_bare)
        case Call():
            if FUNCTIONS[node.function].unit == "none":
                return ""
            return _sum([_kind(each, is_bare) for each in node.arguments])
        case Arithmetic():
            kind = _kind(node.first, is_bare)
            for each in node.rest:
                kind = _joined(kind, each.operator, _kind(each.operand, is_bare))
            return kind
    return "figure" if is_bare(node) else ""


def _joined(one: _Kind, operator: str, other: _Kind) -> _Kind:
    if operator in "+-":
        return _sum([one, other])
    if operator == "/" and one == other == "figure":
        return "ratio"
    if one == other == "number" or (one == "figure" and other == "number"):
        return one
    return other if operator == "*" and one == "number" and other == "figure" else ""


def _sum(kinds: list[_Kind]) -> _Kind:
    found = set(kinds) - {"number"}
    if "" in found or len(found) > 1:
        return ""
    return found.pop() if found else "number"
