"""What decides how a rule with conditions is bound and judged at a place: the comparisons of figures in it.

Where each of them has the same verdict in two reports that are printed alike, the rule comes to the same in both.
"""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.checks.places import is_text
from jsrules.engine.bind import Binder
from jsrules.engine.columns.linear_columns import is_constant
from jsrules.engine.ranges import NoAnswer
from jsrules.engine.truth import elements_of, is_numeric
from jsrules.model.ground import GroundLinear, Place
from jsrules.model.linear import Beyond
from jsrules.model.syntax import Call, Chosen, Compare, Expression, If, Logic, Not
from jsrules.model.tree import parts, walk


class NotInColumns(Exception):
    """A rule that only the figures of each report by itself decide."""


def atoms_of_claim(binder: Binder, node: Expression, place: Place) -> Iterator[GroundLinear]:
    """The comparisons that decide what a rule's body is bound to, and how what is no comparison itself is judged.

    Raises `NotInColumns`.
    """
    if isinstance(node, If):
        yield from atoms_of(binder, node.condition, place)
        yield from atoms_of_claim(binder, node.consequence, place)
    elif isinstance(node, Logic) and node.operator == "and":
        for each in node.operands:
            yield from atoms_of_claim(binder, each, place)
    elif isinstance(node, Compare):
        yield from _of_choices(binder, node, place)
    elif isinstance(node, Call) and node.function == "consistent":
        return  # which statements are printed alike decides it
    else:
        yield from atoms_of(binder, node, place)


def atoms_of(binder: Binder, node: Expression, place: Place) -> Iterator[GroundLinear]:
    """The comparisons that decide what a condition comes to. Raises `NotInColumns`."""
    match node:
        case Logic():
            for each in node.operands:
                yield from atoms_of(binder, each, place)
        case Not():
            yield from atoms_of(binder, node.operand, place)
        case If():
            yield from atoms_of(binder, node.condition, place)
            yield from atoms_of(binder, node.consequence, place)
        case Compare():
            yield from _of_comparison(binder, node, place)
        case Call(function="any" | "all"):
            for argument in node.arguments:
                yield from _of_elements(binder, argument, place)
        case Call(function="covers" | "consistent"):
            raise NotInColumns
        case _:
            yield from _of_choices(binder, node, place)


def _of_comparison(binder: Binder, node: Compare, place: Place) -> Iterator[GroundLinear]:
    if is_text(node.left) or is_text(node.right) or not is_numeric(node, binder, place):
        return
    if any(isinstance(each, Chosen) for each in walk(node, parts)):
        raise NotInColumns
    try:
        ground = binder.compare(node, place)
    except NoAnswer:
        return
    except Beyond:
        raise NotInColumns from None
    if not isinstance(ground, GroundLinear):
        raise NotInColumns  # a rate holds in one way as a condition and in another one as a claim
    if not is_constant(ground):
        yield ground


def _of_choices(binder: Binder, node: Expression, place: Place) -> Iterator[GroundLinear]:
    """The comparisons that choose the cells of an expression."""
    for each in walk(node, parts):
        if isinstance(each, Chosen):
            if any(isinstance(inner, Chosen) for inner in walk(each.condition, parts)):
                raise NotInColumns
            yield from _of_elements(binder, each, place)


def _of_elements(binder: Binder, node: Expression, place: Place) -> Iterator[GroundLinear]:
    """The comparisons that a condition makes of each of some cells."""
    assert isinstance(node, Chosen)
    try:
        elements = elements_of(binder, node, place)
    except NoAnswer:
        return
    for element in elements:
        yield from atoms_of(binder, node.condition, element)
