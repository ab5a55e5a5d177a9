"""Figures that prose states several times, in many reports: in which of them all statements are printed alike."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from jsrules.engine.agreement import distinct
from jsrules.engine.bind import Binder
from jsrules.engine.statements import blocks_of
from jsrules.model.form import BlockPlace
from jsrules.model.ground import GroundLinear, Place
from jsrules.model.linear import Linear
from jsrules.model.report import Cell
from jsrules.model.statements import Rule
from jsrules.model.syntax import Call, Cells
from jsrules.model.tree import parts, walk


def statements_alike(binder: Binder, rule: Rule, place: Place) -> Iterator[GroundLinear]:
    """Comparisons that tell which statements of the figures that a rule looks at are printed alike."""
    for first in _restated(binder, blocks_of(binder, rule) | _compared(rule)):
        for one, other in combinations(first.statements, 2):
            if _may_be_alike(one, other):
                left, right = Linear({one.index: 1}, printed=1), Linear({other.index: 1}, printed=1)
                row = Linear({one.index: 1, other.index: -1}, printed=2)
                yield GroundLinear(place, rule.body, "=", row, left, right)


def has_other_statements(binder: Binder, rule: Rule) -> bool:
    """Whether a figure that a rule looks at in one statement after the other is printed in several ways."""
    return any(len(distinct(first)) > 1 for first in _restated(binder, blocks_of(binder, rule)))


def _restated(binder: Binder, blocks: frozenset[BlockPlace]) -> Iterator[Cell]:
    """The first statements of the figures in some blocks that are stated several times."""
    for block, numbers in binder.restated.items():
        if block in blocks:
            yield from (binder.report.cells[number] for number in numbers)


def _compared(rule: Rule) -> frozenset[BlockPlace]:
    """The blocks whose statements a rule compares with each other (前后一致)."""
    calls = (each for each in walk(rule.body, parts) if isinstance(each, Call) and each.function == "consistent")
    return frozenset(
        (cells.form, cells.block) for each in calls for cells in each.arguments if isinstance(cells, Cells)
    )


def _may_be_alike(one: Cell, other: Cell) -> bool:
    if one.amount is None or other.amount is None:
        return False
    return (one.amount.decimals, one.amount.unit) == (other.amount.decimals, other.amount.unit)
