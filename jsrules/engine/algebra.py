"""What expressions come to over the cells of one report: linear forms, quotients, and comparisons of them."""

from __future__ import annotations

from jsrules.base.units import find_unit
from jsrules.engine.reach import Absent, Beyond, Empty, Reach
from jsrules.engine.weigh import holds
from jsrules.model.ground import GroundIdentity, GroundLinear, GroundRatio, Linear, Place, Quotient, Unbound
from jsrules.model.reason import Reason
from jsrules.model.report import Cell, Report
from jsrules.model.syntax import (
    Arithmetic,
    Call,
    Cells,
    Compare,
    Constant,
    Expression,
    Header,
    Negative,
)
from jsrules.model.tree import walk


class Algebra:
    """Turns expressions into forms over the cells of one report.

    ``alike`` does so for a report with the same rows, whatever is printed in them: what it knows need not be found
    again.
    """

    def __init__(self, report: Report, alike: Algebra | None = None) -> None:
        self.report = report
        self.reach: Reach = Reach(report, alike.reach if alike is not None else None)
        unit = find_unit(report.forms.money_unit)
        self.money_power = unit.power if unit is not None else 0
        self._divided: dict[int, bool] = alike._divided if alike is not None else {}

    def compare(self, node: Compare, place: Place) -> GroundIdentity:
        """A comparison as a ground identity.

        Raises `Absent`, `Elsewhere`, `Empty`, or `Beyond` when it is not linear.
        """
        if node.operator == "=" and node.tolerance is None:
            ratio = self._ratio(node, node.left, node.right, place) or self._ratio(node, node.right, node.left, place)
            if ratio is not None:
                return ratio
        left, right = self.linear(node.left, place), self.linear(node.right, place)
        if isinstance(left, Quotient) or isinstance(right, Quotient):
            raise Beyond
        row = left.copy()
        row.add(right, -1)
        if not row.printed and holds(node.operator, row.constant):
            raise Empty  # blanks agree with each other; what they fail to reach, they fail
        return GroundLinear(place, node, node.operator, row, left, right, node.tolerance)

    def _ratio(self, node: Compare, figure: Expression, other: Expression, place: Place) -> GroundIdentity | None:
        """A bare cell facing a quotient (and constants) or a mean: a figure that was computed,
        then rounded for print.
        """
        if type(figure) is not Cells:
            return None
        divides = self._divided.get(id(other))
        if divides is None:
            divides = self._divided[id(other)] = _divides(other)
        if not divides:
            return None
        try:
            cell = self.reach.one(figure, place)
        except Absent as absent:
            if absent.optional or (self.report.forms.forms[figure.form].is_prose and figure.form in self.report.tables):
                return Unbound(place, Reason("not_stated", absent.what))
            raise
        if cell is None:
            return Unbound(place, Reason("not_printed"))
        value = self.linear(other, place)
        assert cell.amount is not None
        unit = cell.amount.unit
        if unit.dimension == "money" and unit.power != self.money_power:  # into the unit of the figure
            power = self.money_power - unit.power
            value.scale(10 ** max(0, power), 10 ** max(0, -power))
        if isinstance(value, Quotient):
            return GroundRatio(place, node, cell.index, *value.folded())
        if not value.divided:
            return None
        return GroundRatio(place, node, cell.index, value, Linear(constant=1))

    # -- expressions

    def linear(self, node: Expression, place: Place) -> Linear | Quotient:
        """An expression as a linear form, or a quotient of two plus a constant.

        Raises `Beyond` when it is neither, `Absent` when a figure is not there, `Empty` for a mean of nothing.
        """
        kind = type(node)
        if kind is Cells:
            return self._sum([self.reach.one(node, place)])  # type: ignore[arg-type]
        if kind is Arithmetic:
            return self._arithmetic(node, place)  # type: ignore[arg-type]
        if kind is Constant:
            return self._literal(node)  # type: ignore[arg-type]
        if kind is Call:
            return self._call(node, place)  # type: ignore[arg-type]
        if kind is Negative:
            value = self.linear(node.operand, place)  # type: ignore[union-attr]
            value.scale(-1, 1)
            return value
        if kind is Header:
            return Linear(constant=self.reach.year(node), printed=1)  # type: ignore[arg-type]
        raise Beyond

    def _literal(self, node: Constant) -> Linear:
        form = Linear(constant=node.mantissa, denominator=10**node.decimals)
        self._convert(form, node.unit)
        return form

    def _convert(self, form: Linear, unit_name: str) -> None:
        unit = find_unit(unit_name) if unit_name else None
        if unit is not None and unit.dimension == "money" and unit.power != self.money_power:
            form.scale(10 ** max(0, unit.power - self.money_power), 10 ** max(0, self.money_power - unit.power))

    def _sum(self, cells: list[Cell | None]) -> Linear:
        form = Linear()
        terms = form.terms
        power = self.money_power
        for cell in cells:
            if cell is None:
                continue
            unit = cell.amount.unit  # type: ignore[union-attr]
            if unit.power != power and unit.dimension == "money":
                single = Linear({cell.index: 1}, printed=1)
                self._convert(single, unit.name)
                form.add(single)
                terms = form.terms
            else:
                terms[cell.index] = terms.get(cell.index, 0) + form.denominator
                form.printed += 1
        return form

    def _arithmetic(self, node: Arithmetic, place: Place) -> Linear | Quotient:
        spine: list[Arithmetic] = []
        first: Expression = node
        while type(first) is Arithmetic:
            spine.append(first)
            first = first.left
        result = self.linear(first, place)
        for each in reversed(spine):
            result = _combine(each.operator, result, self.linear(each.right, place))
        return result

    def _call(self, node: Call, place: Place) -> Linear:
        if node.function == "sum":
            result = Linear()
            for argument in node.arguments:
                result.add(self._part(argument, place))
            return result
        if node.function == "count":
            # A count says something even when nothing is printed.
            return Linear(constant=sum(cell is not None for cell in self.cells(node, place)), printed=1)
        if node.function == "mean":
            return self._mean(node, place)
        raise Beyond

    def _mean(self, node: Call, place: Place) -> Linear:
        result, count = Linear(), 0
        for argument in node.arguments:
            cells = [each for each in self.reach.many(argument, place) if each] if type(argument) is Cells else None
            count += 1 if cells is None else len(cells)
            result.add(self._part(argument, place))
        if not count:
            raise Empty
        result.scale(1, count)
        result.divided = True
        return result

    def _part(self, node: Expression, place: Place) -> Linear:
        if type(node) is Cells:
            return self._sum(self.reach.many(node, place))
        value = self.linear(node, place)
        if isinstance(value, Quotient):
            raise Beyond
        return value

    def cells(self, node: Call, place: Place) -> list[Cell | None]:
        """The cells that the arguments of a function mean.

        Raises `Beyond` when an argument is no reference.
        """
        found: list[Cell | None] = []
        for argument in node.arguments:
            if type(argument) is not Cells:
                raise Beyond
            found.extend(self.reach.many(argument, place))
        return found


def _combine(operator: str, left: Linear | Quotient, right: Linear | Quotient) -> Linear | Quotient:
    if isinstance(left, Quotient):
        return _with_constant(operator, left, right)
    if isinstance(right, Quotient):
        if operator == "/":
            raise Beyond
        if operator == "-":  # c - N/D
            right.scale(-1, 1)
        return _with_constant("*" if operator == "*" else "+", right, left)
    if operator in "+-":
        left.add(right, 1 if operator == "+" else -1)
        return left
    if operator == "*":
        factor, value = (right, left) if right.is_constant else (left, right)
        if not factor.is_constant:
            raise Beyond
        value.scale(factor.constant, factor.denominator)
        value.printed += factor.printed
        value.divided |= factor.divided
        return value
    if right.is_constant and right.printed == 0 and right.constant:
        left.scale(right.denominator, right.constant)
        left.divided = True
        return left
    return Quotient(left, right)


def _with_constant(operator: str, quotient: Quotient, other: Linear | Quotient) -> Quotient:
    """A quotient plus, minus, times or by a constant."""
    if isinstance(other, Quotient) or not other.is_constant:
        raise Beyond
    if operator in "+-":
        quotient.add(other, 1 if operator == "+" else -1)
    elif operator == "*":
        quotient.scale(other.constant, other.denominator)
    elif other.constant:
        quotient.scale(other.denominator, other.constant)
    else:
        raise Beyond
    return quotient


def _divides(node: Expression) -> bool:
    return any(
        (type(each) is Arithmetic and each.operator == "/") or (type(each) is Call and each.function == "mean")
        for each in walk(node)
    )
