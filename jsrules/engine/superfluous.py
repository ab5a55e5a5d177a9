"""A violation that only a factor of the rule makes: × 100 where the report prints a percentage, / 10000 where units of
money convert.

Imported when something is violated.
"""

from __future__ import annotations

from jsrules.base.number import short_decimal_text
from jsrules.base.record import replace
from jsrules.base.units import find_unit
from jsrules.engine.algebra import Algebra
from jsrules.engine.conditions import judge_condition
from jsrules.engine.ranges import NoAnswer
from jsrules.model.factors import Factor, factors_in
from jsrules.model.ground import Ground, Place, Unbound
from jsrules.model.reason import Reason, subject_of
from jsrules.model.report import Cell
from jsrules.model.syntax import Cells, Compare, Expression
from jsrules.model.tree import walk

_DIMENSIONS: dict[Factor, str] = {"rate": "ratio", "money": "money"}


def superfluous_factor(algebra: Algebra, ground: Ground) -> Reason | None:
    """Why the rule and not the report is to be doubted: without the factor it holds; None where it does not."""
    if isinstance(ground, Unbound) or not isinstance(ground.node, Compare):
        return None
    node = ground.node
    for figure, other in ((node.left, node.right), (node.right, node.left)):
        cell = _figure(algebra, figure, ground.place)
        if cell is None or cell.amount is None:
            continue
        for kind, factor, rest in factors_in(other):
            unit = cell.amount.unit
            if unit.dimension != _DIMENSIONS[kind] or (kind == "rate" and unit.places != 2):
                continue
            if kind == "money" and not _is_money(rest):
                continue
            meant = replace(node, right=rest) if figure is node.left else replace(node, left=rest)
            if judge_condition(algebra, meant, ground.place).verdict in ("pass", "rounding"):
                number = short_decimal_text(factor.mantissa, 0)
                return Reason("superfluous_factor", subject_of(cell), (cell.amount.text, number))
    return None


def _figure(algebra: Algebra, node: Expression, place: Place) -> Cell | None:
    if not isinstance(node, Cells):
        return None
    try:
        cell = algebra.reach.one(node, place)
    except NoAnswer:
        return None
    return cell if isinstance(cell, Cell) else None


def _is_money(node: Expression) -> bool:
    """Whether all that it refers to is money, so that units convert."""
    units = [find_unit(each.unit) for each in walk(node) if isinstance(each, Cells)]
    return bool(units) and all(unit is not None and unit.dimension == "money" for unit in units)
