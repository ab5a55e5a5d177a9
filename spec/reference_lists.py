"""``language.md`` as code, page of lists: which a formula sums up, and what tells whether they are whole."""

from __future__ import annotations

from typing import Any

from jsrules.model import syntax as s
from jsrules.model.report import Block

LISTS = (s.Every, s.Children, s.OfLevel, s.Range, s.Details)


def only_totals(block: Block, due: list[str]) -> bool:
    """只写了应列的行（合计、总计），而它们有数：别的行没有列出。"""
    amounts = [cell.amount for row in block.rows.values() for cell in row.cells if cell]
    return bool(due) and set(block.rows) <= set(due) and any(each and each.mantissa for each in amounts)


def proven_by(condition: Any) -> list[tuple[int, int]]:
    """The blocks that a condition which holds proves to be whole: 覆盖，或个数与写明的相等。"""
    match condition:
        case s.Logic("and", operands):
            return [place for each in operands for place in proven_by(each)]
        case s.Compare("=" | "==", left, right):
            calls = [each for each in (left, right) if getattr(each, "function", "") == "count"]
        case _:
            calls = [condition] if getattr(condition, "function", "") == "covers" else []
    lists = [each.arguments[0] for each in calls]
    return [(each.form, each.block) for each in lists if isinstance(each, s.Cells)]


def lists_in(node: Any, sign: int) -> list[tuple[s.Cells, int]]:
    """The lists of rows in one side of a comparison, with the sign that they are added with; 0 where it is neither."""
    match node:
        case s.Cells():
            return [(node, sign)] if isinstance(node.rows, LISTS) else []
        case s.Negative(operand):
            return lists_in(operand, -sign)
        case s.Arithmetic(first, rest):
            turned = {"+": sign, "-": -sign}
            later = [x for each in rest for x in lists_in(each.operand, turned.get(each.operator, 0))]
            return lists_in(first, sign) + later
        case s.Chosen(cells):
            return lists_in(cells, 0)
        case s.Call(function, arguments):
            return [x for each in arguments for x in lists_in(each, sign if function in ("sum", "count") else 0)]
    return []
