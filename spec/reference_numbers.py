"""``numbers.md`` as code, written to be read: figures, the values made of them, and the verdict when two values meet.

Exact fractions only. `reference` interprets the rules with it; nothing here is shared with the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from math import ceil, floor
from typing import Any, NamedTuple

from jsrules.model.syntax import Compare

Terms = dict["Figure | None", Fraction]  # Σ kᵢ·xᵢ, the constant being that of None


class Found(NamedTuple):
    """What a rule says in one place: amounts in the report's money unit, percentages divided by 100."""

    verdict: str
    kind: str = ""
    difference: Fraction | None = None
    allowance: Fraction | None = None


class Unknown(Exception):
    """A value that cannot be had; its argument is the verdict that whatever needs it comes to."""


def attempt(function: Callable[..., Any], *arguments: Any) -> Any:
    """What a function gives, or the `Unknown` that it raises."""
    try:
        return function(*arguments)
    except Unknown as unknown:
        return unknown


class Figure(NamedTuple):
    """印出的数 v，末位单位 u = 10⁻ᵈ，真实金额在 [v − u/2, v + u/2) 之内；``half`` 是 u/2，不舍入的数是 0。"""

    value: Fraction
    half: Fraction
    unit: Fraction
    index: int


class Number(NamedTuple):
    """A value as printed, and the ``ends`` that interval arithmetic (区间运算) gives the true one.

    ``terms`` are its coefficients as far as it is linear; with ``base`` it is a quotient of two linear forms. Once
    something is divided by what may be 0 there are no ``ends``, once by what is printed as 0 no ``value``.
    """

    value: Fraction | None
    ends: tuple[Fraction, ...]
    terms: Terms | None = None
    base: Terms | None = None

    @staticmethod
    def of(value: Fraction | int, half: Fraction = Fraction(0), figure: Figure | None = None) -> Number:
        """A figure's number; without a figure that of a literal or a blank, which is exactly its value."""
        return Number(Fraction(value), (value - half, value + half), {figure: Fraction(1 if figure else value)})

    def rising(self, function: Callable[..., Fraction], *others: Number) -> Number:
        """A function that never falls when an argument rises."""
        all_ends = [each.ends for each in (self, *others)]
        values = [each.value for each in (self, *others)]
        return Number(
            None if None in values else function(*values), tuple(map(function, *all_ends)) if all(all_ends) else ()
        )

    def constant(self) -> bool:
        """Whether no printed figure is left in it."""
        return self.terms is not None and self.base is None and not any(k for x, k in self.terms.items() if x)

    def plus(self, other: Number) -> Number:
        """The sum, linear when both are; of a quotient and a constant still a quotient: N/D + c = (N + c·D)/D."""
        form, added = (other, self) if self.constant() else (self, other)
        result, one, two = self.rising(lambda x, y: x + y, other), form.terms, added.terms
        if form.base and added.constant() and added.value is not None:
            two = {x: added.value * k for x, k in form.base.items()}
        elif form.base or added.base:
            return result
        if one is None or two is None:
            return result
        terms = {x: one.get(x, Fraction(0)) + two.get(x, Fraction(0)) for x in {**one, **two}}
        return result._replace(terms=terms, base=form.base)

    def times(self, other: Number) -> Number:
        """The product, linear (or still a quotient) when one of the two is a constant."""
        form, factor = (self, other) if other.constant() else (other, self)
        value = None if self.value is None or other.value is None else self.value * other.value
        ends = sorted(x * y for x in self.ends for y in other.ends)
        if not factor.constant() or form.terms is None or factor.value is None:
            return Number(value, tuple(ends[:1] + ends[-1:]))
        return Number(
            value, tuple(ends[:1] + ends[-1:]), {x: k * factor.value for x, k in form.terms.items()}, form.base
        )

    def over(self, other: Number) -> Number:
        """The quotient; linear when the divisor is a constant in which nothing was printed."""
        safe = other.ends and not other.ends[0] <= 0 <= other.ends[1]
        inverse = Number(
            1 / other.value if other.value else None, tuple(1 / x for x in other.ends[::-1]) if safe else ()
        )
        if other.value and other.constant() and (self.base or set(other.terms or ()) <= {None}):
            return self.times(inverse._replace(terms={None: 1 / other.value}))
        linear = self.terms is not None and other.terms is not None and not self.base and not other.base
        return self.times(inverse)._replace(terms=self.terms if linear else None, base=other.terms if linear else None)

    def absolute(self) -> Number:
        """The absolute value, never linear."""
        low, high = sorted(map(abs, self.ends)) if self.ends else (Fraction(0), Fraction(0))
        low = Fraction(0) if self.ends and self.ends[0] <= 0 <= self.ends[1] else low
        return Number(None if self.value is None else abs(self.value), (low, high) if self.ends else ())


OPERATIONS: dict[str, Callable[[Number, Number], Number]] = {
    "+": Number.plus,
    "-": lambda left, right: left.plus(right.times(Number.of(-1))),
    "*": Number.times,
    "/": Number.over,
}


def middle(values: Sequence[Fraction]) -> Fraction:
    """中位数: the value in the middle by size; of an even number the mean of the two in the middle."""
    ordered, half = sorted(values), len(values) // 2
    return (ordered[half] + ordered[-half - 1]) / 2


def of_function(function: str, values: list[Number]) -> Number:
    """A function of figures. Nothing has no mean, median, largest or smallest value."""
    if function not in ("sum", "count") and not values:
        raise Unknown("not_applicable")
    match function:
        case "count":  # 印出的个数
            return Number.of(len(values))
        case "sum" | "mean":
            result = reduce(Number.plus, values, Number.of(0))
            return result.times(Number.of(Fraction(1, len(values)))) if function == "mean" else result
        case "maximum" | "minimum" | "median":
            choose: Any = {"maximum": max, "minimum": min, "median": middle}[function]
            return values[0].rising(lambda *those: choose(those), *values[1:])
        case "absolute":
            return values[0].absolute()
        case "round":
            scale = 10 ** int(values[1].value or 0)
            return values[0].rising(lambda x: Fraction(half_up(x * scale), scale))
    raise NotImplementedError(function)


def total(terms: Terms) -> Fraction:
    """Σ kᵢ·vᵢ, of the figures as printed."""
    return sum((k * (x.value if x else 1) for x, k in terms.items()), Fraction(0))


def half_up(value: Fraction) -> int:
    """四舍五入，五入向绝对值大的方向。"""
    return floor(abs(value) + Fraction(1, 2)) * (1 if value >= 0 else -1)


def holds(operator: str, difference: Fraction) -> bool:
    """Whether ``left operator right``, by their difference."""
    return ("<" if difference < 0 else ">" if difference > 0 else "=") in operator


def compare(node: Compare, left: Number, right: Number) -> Found:
    """A comparison: |r| ≤ a 时是尾差，否则不符；真实金额无论怎样取都不能满足时才是不符。"""
    both = left.plus(right.times(Number.of(-1)))
    if both.value is None or right.value is None or not both.ends:
        return Found("undetermined")
    difference, low, high = both.value, *both.ends
    linear = both.terms if both.base is None else None
    if linear is not None:  # 最大尾差 a = ½·Σ |kᵢ|·uᵢ，只计印出的、会舍入的数
        room = sum((abs(k) * x.half for x, k in linear.items() if x), Fraction(0))
        low, high = difference - room, difference + room
    downward, upward = difference - low, high - difference
    operator, tolerance = node.operator, node.tolerance
    allowance = {"<": downward, "<=": downward, ">": upward, ">=": upward, "<>": max(upward, downward), "==": 0}.get(
        operator, upward if difference < 0 else downward
    )
    if tolerance is not None:  # 用写明的允许差代替最大尾差
        allowance = Fraction(tolerance.mantissa, 10**tolerance.decimals) * (
            abs(right.value) if tolerance.relative else 1
        )
    if holds(operator, difference):
        return Found("pass", "", difference, Fraction(allowance))
    reaches = abs(difference) == allowance > 0 and operator not in ("<", ">", "<>")
    if abs(difference) >= allowance and not reaches:
        return Found("violation", "", difference, Fraction(allowance))
    kind = ""
    if linear is not None and operator == "=" and tolerance is None:
        figures = [x for x, k in linear.items() if k]
        if len(figures) == 2 and sum(linear[x] for x in figures) == 0:
            one, two = figures  # 同数异值：只有两个小数位相同的数相对，差一个末位
            alike = one and two and one.half == two.half > 0 and one.unit == two.unit
            kind = "same_amount" if one and two and alike and abs(one.value - two.value) == one.unit else ""
        kind = kind or ("boundary" if reaches else "")  # 临界：|r| 恰等于 a
    return Found("rounding", kind, difference, Fraction(allowance))


def compare_rate(stated: Figure, rate: Number) -> Found:
    """一边是商或平均数，另一边的单元格就是算出来再舍入的数。"""
    top, base, unit = rate.terms or {}, rate.base or {None: Fraction(1)}, stated.unit
    if total(base) == 0:
        return Found("violation", "zero_denominator")
    printed, should, half = stated.value / unit, half_up(total(top) / total(base) / unit), stated.half / unit
    difference = (printed - should) * unit  # 差额 = 印出的 − 应印的
    if printed == should:
        return Found("pass", "", Fraction(0))
    corners = {(top.get(None, Fraction(0)), base.get(None, Fraction(0)))}  # 各金额在自己的区间里变动，最值在端点
    for x in dict.fromkeys([x for x in (*top, *base) if x]):
        ends = {(top.get(x, 0) * end, base.get(x, 0) * end) for end in (x.value - x.half, x.value + x.half)}
        corners = {(one + more, two + less) for one, two in corners for more, less in ends}
    if min(bottom for _, bottom in corners) <= 0 <= max(bottom for _, bottom in corners):
        return Found("undetermined", "", difference)  # 分母在尾差范围内可能是 0
    rates = [one / two / unit for one, two in corners]
    low, high = min(rates), max(rates)
    # 最大尾差是范围允许的印数（在差额那一边）离应印的数最远多少
    furthest = max(0, floor(high + half) - should if printed > should else should - ceil(low - half))
    if abs(printed - should) <= furthest:
        tie = printed - half == high if printed > should else printed + half == low
        return Found("rounding", "boundary" if tie else "", difference, furthest * unit)
    cut = (low < printed + 1 if printed >= 0 else low <= printed) and (
        high > printed - 1 if printed <= 0 else high >= printed
    )  # 范围内的比率截去尾数后正好是印出的数
    return Found("violation", "truncation" if cut else "", difference, furthest * unit)
