"""Interval arithmetic with exact fractions, for what is neither linear nor a quotient. Imported only when needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple, assert_never

from jsrules.base.number import divide_half_up
from jsrules.engine.algebra import Algebra
from jsrules.engine.ranges import Empty, Undefined
from jsrules.model.functions import is_figure
from jsrules.model.ground import Place
from jsrules.model.linear import Linear
from jsrules.model.report import Cell
from jsrules.model.syntax import Arithmetic, Call, Cells, Chosen, Constant, Expression, Negative


class Interval(NamedTuple):
    """The value of the printed figures, and the least and greatest value that the true ones may have."""

    value: Fraction
    low: Fraction
    high: Fraction


def interval_of(algebra: Algebra, node: Expression, place: Place, exactly: bool = False) -> Interval:
    """The interval of any expression; ``exactly``: of the figures as printed, without width.

    Raises what binding raises when a figure is absent, and `Undefined` for a division by zero.
    """
    if isinstance(node, Arithmetic):
        result = interval_of(algebra, node.first, place, exactly)
        for each in node.rest:
            result = _combine(each.operator, result, interval_of(algebra, each.operand, place, exactly))
        return result
    if isinstance(node, Negative):
        inner = interval_of(algebra, node.operand, place, exactly)
        return Interval(-inner.value, -inner.high, -inner.low)
    if isinstance(node, Call):
        return _function(algebra, node, place, exactly)
    return _linear(algebra, node, place, exactly)


def _function(algebra: Algebra, node: Call, place: Place, exactly: bool) -> Interval:
    """The interval of a function; those that never fall when a figure rises are taken of both ends."""
    function = node.function
    assert is_figure(function)
    match function:
        case "sum":
            result = Interval(Fraction(0), Fraction(0), Fraction(0))
            for argument in node.arguments:
                if isinstance(argument, Cells | Chosen):
                    part = linear_interval(algebra, algebra.part(argument, place), exactly)
                else:
                    part = interval_of(algebra, argument, place, exactly)
                result = _combine("+", result, part)
            return result
        case "count":
            return _linear(algebra, node, place, exactly)
        case "mean":
            return _of_parts(algebra, node, place, exactly, _mean)
        case "minimum":
            return _of_parts(algebra, node, place, exactly, min)
        case "median":
            return _of_parts(algebra, node, place, exactly, _median)
        case "maximum":
            return _of_parts(algebra, node, place, exactly, max)
        case "absolute":
            inner = interval_of(algebra, node.arguments[0], place, exactly)
            ends = (abs(inner.low), abs(inner.high))
            low = Fraction(0) if inner.low <= 0 <= inner.high else min(ends)
            return Interval(abs(inner.value), low, max(ends))
        case "round":
            inner = interval_of(algebra, node.arguments[0], place, exactly)
            places = node.arguments[1]
            assert isinstance(places, Constant)
            return Interval(*(_round(each, places.mantissa) for each in inner))
        case _:
            assert_never(function)


def _mean(values: Sequence[Fraction]) -> Fraction:
    return Fraction(sum(values), len(values))


def _median(values: Sequence[Fraction]) -> Fraction:
    """The value in the middle by size; of an even number, the mean of the two in the middle."""
    ordered, half = sorted(values), len(values) // 2
    return Fraction(ordered[half] + ordered[-half - 1], 2)


def _linear(algebra: Algebra, node: Expression, place: Place, exactly: bool) -> Interval:
    """The interval of what is linear."""
    value = algebra.linear(node, place)
    assert isinstance(value, Linear)
    return linear_interval(algebra, value, exactly)


def _round(value: Fraction, places: int) -> Fraction:
    """Rounded half up, away from zero, as printed figures are."""
    scale = 10**places
    return Fraction(divide_half_up(value.numerator * scale, value.denominator), scale)


def linear_interval(algebra: Algebra, form: Linear, exactly: bool = False) -> Interval:
    """The interval of a linear form: its value, plus and minus half a unit of each figure's last place."""
    value, slack = Fraction(form.constant), Fraction(0)
    for index, coefficient in form.terms.items():
        amount = algebra.report.cells[index].amount
        assert amount is not None
        unit = Fraction(1, 10**amount.decimals)
        value += coefficient * amount.mantissa * unit
        if not (amount.exact or exactly):
            slack += abs(coefficient) * unit * Fraction(1, 2)
    return Interval(
        Fraction(value, form.denominator),
        Fraction(value - slack, form.denominator),
        Fraction(value + slack, form.denominator),
    )


def _of_parts(
    algebra: Algebra, node: Call, place: Place, exactly: bool, choose: Callable[[Sequence[Fraction]], Fraction]
) -> Interval:
    parts = _parts(algebra, node, place, exactly)
    if not parts:
        raise Empty
    return Interval(*(choose(column) for column in zip(*parts, strict=True)))


def _parts(algebra: Algebra, node: Call, place: Place, exactly: bool) -> list[Interval]:
    """The intervals of what a mean, the smallest or the largest is taken of: of cells only the printed ones."""
    parts: list[Interval] = []
    for argument in node.arguments:
        if isinstance(argument, Cells | Chosen):
            cells = algebra.printed_of(argument, place)
            parts += [_cell_interval(algebra, cell, exactly) for cell in cells]
        else:
            parts.append(interval_of(algebra, argument, place, exactly))
    return parts


def _cell_interval(algebra: Algebra, cell: Cell, exactly: bool) -> Interval:
    """The interval of one printed figure, in the report's unit of money."""
    inside = linear_interval(algebra, Linear({cell.index: 1}, printed=1), exactly)
    assert cell.amount is not None
    factor = Fraction(10) ** cell.amount.unit.shift(algebra.money_power)
    return Interval(*(each * factor for each in inside))


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
