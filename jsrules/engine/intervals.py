"""Interval arithmetic with exact fractions, for what is neither linear nor a quotient. Imported only when needed."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from jsrules.base.number import divide_half_up
from jsrules.engine.bind import Binder
from jsrules.engine.reach import Empty
from jsrules.model.ground import Linear, Place, Quotient
from jsrules.model.syntax import Arithmetic, Call, Cells, Constant, Expression, Negative


class Interval(NamedTuple):
    """The value of the printed figures, and the least and greatest value that the true ones may have."""

    value: Fraction
    low: Fraction
    high: Fraction


class Undefined(Exception):
    """A division by zero."""


def interval_of(binder: Binder, node: Expression, place: Place) -> Interval:
    """The interval of any expression.

    Raises what binding raises when a figure is absent, and `Undefined` for a division by zero.
    """
    if isinstance(node, Arithmetic):
        spine: list[Arithmetic] = []
        first: Expression = node
        while isinstance(first, Arithmetic):
            spine.append(first)
            first = first.left
        result = interval_of(binder, first, place)
        for each in reversed(spine):
            result = _combine(each.operator, result, interval_of(binder, each.right, place))
        return result
    if isinstance(node, Negative):
        inner = interval_of(binder, node.operand, place)
        return Interval(-inner.value, -inner.high, -inner.low)
    if isinstance(node, Call) and node.function in ("minimum", "maximum"):
        return _extreme(binder, node, place)
    if isinstance(node, Call) and node.function == "round":
        inner = interval_of(binder, node.arguments[0], place)
        places = node.arguments[1]
        assert isinstance(places, Constant)
        return Interval(*(_round(each, places.mantissa) for each in inner))
    if isinstance(node, Call) and node.function == "absolute":
        inner = interval_of(binder, node.arguments[0], place)
        ends = (abs(inner.low), abs(inner.high))
        low = Fraction(0) if inner.low <= 0 <= inner.high else min(ends)
        return Interval(abs(inner.value), low, max(ends))
    if isinstance(node, Call) and node.function == "sum":
        result = Interval(Fraction(0), Fraction(0), Fraction(0))
        for argument in node.arguments:
            part = Call("sum", (argument,), node.span)
            single = (
                linear_interval(binder, binder.linear(part, place))
                if _is_cells(argument)
                else interval_of(binder, argument, place)
            )
            result = _combine("+", result, single)
        return result
    value = binder.linear(node, place)
    if isinstance(value, Quotient):
        return _combine("/", linear_interval(binder, value.numerator), linear_interval(binder, value.denominator))
    return linear_interval(binder, value)


def _round(value: Fraction, places: int) -> Fraction:
    """Rounded half up, away from zero, as printed figures are."""
    scale = 10**places
    return Fraction(divide_half_up(value.numerator * scale, value.denominator), scale)


def _is_cells(node: Expression) -> bool:
    return isinstance(node, Cells)


def linear_interval(binder: Binder, form: Linear | Quotient) -> Interval:
    """The interval of a linear form: its value, plus and minus half a unit of each figure's last place."""
    assert isinstance(form, Linear)
    value, slack = Fraction(form.constant), Fraction(0)
    for index, coefficient in form.terms.items():
        amount = binder.report.cells[index].amount
        assert amount is not None
        unit = Fraction(1, 10**amount.decimals)
        value += coefficient * amount.mantissa * unit
        if not amount.exact:
            slack += abs(coefficient) * unit * Fraction(1, 2)
    return Interval(
        Fraction(value, form.denominator),
        Fraction(value - slack, form.denominator),
        Fraction(value + slack, form.denominator),
    )


def _extreme(binder: Binder, node: Call, place: Place) -> Interval:
    choose = min if node.function == "minimum" else max
    parts: list[Interval] = []
    for argument in node.arguments:
        if _is_cells(argument):
            cells = binder.cells(Call("count", (argument,)), place)
            parts += [linear_interval(binder, Linear({cell.index: 1}, printed=1)) for cell in cells if cell is not None]
        else:
            parts.append(interval_of(binder, argument, place))
    if not parts:
        raise Empty
    return Interval(*(choose(column) for column in zip(*parts, strict=True)))


def _combine(operator: str, left: Interval, right: Interval) -> Interval:
    if operator == "+":
        return Interval(left.value + right.value, left.low + right.low, left.high + right.high)
    if operator == "-":
        return Interval(left.value - right.value, left.low - right.high, left.high - right.low)
    if operator == "/":
        if right.value == 0 or right.low <= 0 <= right.high:
            raise Undefined
        inverse = Interval(Fraction(1, right.value), Fraction(1, right.high), Fraction(1, right.low))
        return _combine("*", left, inverse)
    ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return Interval(left.value * right.value, min(ends), max(ends))
