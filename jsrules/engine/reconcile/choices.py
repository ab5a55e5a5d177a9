"""What decides which cells a sum is over: the figures that the conditions look at by which they are chosen."""

from __future__ import annotations

from jsrules.engine.algebra import Algebra
from jsrules.engine.ranges import NoAnswer
from jsrules.engine.truth import is_numeric
from jsrules.engine.weigh import value_of
from jsrules.model.ground import Place
from jsrules.model.linear import Beyond, Linear
from jsrules.model.syntax import Call, Cells, Chosen, Compare, Expression, If, Logic, Not


class Basis:
    """What the truth of a condition rests on: printed figures,
    and whether it stays the same for all true amounts behind them.
    """

    def __init__(self, algebra: Algebra, node: Expression, place: Place) -> None:
        self.cells: list[int] = []
        self.certain = True
        self._algebra = algebra
        self._visit(node, place)

    def _visit(self, node: Expression, place: Place) -> None:
        if isinstance(node, Logic):
            for each in node.operands:
                self._visit(each, place)
        elif isinstance(node, Not):
            self._visit(node.operand, place)
        elif isinstance(node, If):
            self._visit(node.condition, place)
            self._visit(node.consequence, place)
        elif is_numeric(node, self._algebra, place):
            self._compare(node, place)
        elif isinstance(node, Call) and node.function in ("any", "all"):
            self._of_elements(node, place)

    def _of_elements(self, node: Call, place: Place) -> None:
        for each in node.arguments:
            assert isinstance(each, Chosen) and isinstance(each.cells, Cells)
            try:
                elements = self._algebra.reach.elements(each.cells, place)
            except NoAnswer:
                continue  # what is not there cannot change it
            for element in elements:
                self._visit(each.condition, element)

    def _compare(self, node: Compare, place: Place) -> None:
        self._algebra.choices = []
        try:
            form, right = self._algebra.linear(node.left, place), self._algebra.linear(node.right, place)
        except NoAnswer:
            return  # what is not there cannot change it
        except Beyond:
            self.certain = False
            return
        if not isinstance(form, Linear) or not isinstance(right, Linear):
            self.certain = False
            return
        for each in self._algebra.choices:
            self._visit(*each)
        form.add(right, -1)
        self.cells += [index for index, value in form.terms.items() if value]
        if node.operator == "==":
            return  # of what is printed, whatever it stands for
        value, slack, _ = value_of(self._algebra.report, form)
        self.certain &= not slack or 2 * abs(value) > slack
