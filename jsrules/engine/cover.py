"""覆盖(A, B): whether the rows of A are all those in which B has an amount,
so that the sum of A should be the sum of B.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsrules.model.ground import Place
from jsrules.model.report import Cell
from jsrules.model.syntax import Call, Cells

if TYPE_CHECKING:
    from jsrules.engine.algebra import Algebra


def covers(algebra: Algebra, node: Call, place: Place) -> bool:
    """Whether every row with an amount other than 0 in the second reference is printed in the first.

    Raises `Absent` when a table is left out.
    """
    one, other = node.arguments
    assert isinstance(one, Cells)
    assert isinstance(other, Cells)
    listed = {cell.row for cell in _printed(algebra, one, place)}
    needed = {cell.row for cell in _printed(algebra, other, place) if cell.amount is not None and cell.amount.mantissa}
    return needed <= listed


def _printed(algebra: Algebra, node: Cells, place: Place) -> list[Cell]:
    reach = algebra.reach
    rows = reach.block(node.form, node.block, node.prior).rows
    column = reach.column(node, place)
    cells = (rows[key].cells[column] for key in reach.keys(node, place) if key in rows)
    return [cell for cell in cells if cell is not None and cell.amount is not None]
