"""Conditions as alternatives: at least one of several groups of comparisons holds, all of the group."""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.base.record import replace
from jsrules.model.linear import NEGATED
from jsrules.model.syntax import Compare, Expression, If, Logic, Not

MAXIMUM_ALTERNATIVES = 8
"""So many alternatives a part of a rule may have."""

Alternatives = tuple[tuple[Compare, ...], ...]


class NoAlternatives(Exception):
    """Something other than comparisons, or too many of them."""


def alternatives(node: Expression, negated: bool = False) -> Alternatives:
    """A condition, or its opposite. Raises `NoAlternatives`."""
    match node:
        case Not(operand):
            return alternatives(operand, not negated)
        case Logic(operator, operands):
            several = [alternatives(each, negated) for each in operands]
            return either(several) if (operator == "or") is not negated else both(several)
        case If(condition, consequence):
            several = [alternatives(condition, not negated), alternatives(consequence, negated)]
            return both(several) if negated else either(several)
        case Compare():
            if negated and (node.tolerance is not None or node.operator == "=="):
                raise NoAlternatives
            return _plain(replace(node, operator=NEGATED[node.operator]) if negated else node)
    raise NoAlternatives


def _plain(node: Compare) -> Alternatives:
    if node.operator != "<>":
        return ((node,),)
    return tuple((replace(node, operator=operator),) for operator in ("<", ">"))


def either(several: Iterable[Alternatives]) -> Alternatives:
    """One of several. Raises `NoAlternatives` when that makes too many."""
    found = tuple(dict.fromkeys(group for each in several for group in each))
    if len(found) > MAXIMUM_ALTERNATIVES:
        raise NoAlternatives
    return found


def both(several: Iterable[Alternatives]) -> Alternatives:
    """All of several. Raises `NoAlternatives` when that makes too many."""
    found: Alternatives = ((),)
    for each in several:
        found = either([tuple((*one, *other) for one in found for other in each)])
    return found
