"""Units of a resolved rule: adding 万元 to % is an error, 元 to 万元 converts. See ``spec/numbers.md``."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.number import short_decimal_text
from jsrules.base.source import Source
from jsrules.base.units import NO_COUNTS, UNITS, find_unit
from jsrules.checks.lookup import find_anywhere
from jsrules.model.form import FormSet
from jsrules.model.functions import FUNCTIONS
from jsrules.model.subsets import columns_meant
from jsrules.model.syntax import (
    Arithmetic,
    Call,
    Cells,
    Chosen,
    Compare,
    Constant,
    Expression,
    Header,
    If,
    Keys,
    Logic,
    Negative,
    Not,
)
from jsrules.model.tree import walk

Factors = tuple[tuple[str, int], ...]
Dimension = Factors | Literal["any", "number"]
"""What a value measures: dimensions with how often each goes in, none for a ratio; ``number``: a bare number of the
rule; ``any``: a figure that goes with every unit, since its own is known only when the report is read.
"""

_RATIO: Factors = ()
_MONEY: Factors = (("money", 1),)
_ORDERS = ("<", "<=", ">", ">=")
"""Counts of different things may be put in order (至少一人一团组), but neither added nor equated."""

_LONGEST = 30


class UnitCheck:
    """Checks the units of one source's rules about reports of a form set."""

    def __init__(self, source: Source, forms: FormSet) -> None:
        self.source = source
        self.forms = forms

    def check(self, node: Expression) -> Dimension:
        """The dimension of an expression.

        Raises `InputError` (E204) at the first place where two units do not agree.
        """
        match node:
            case Constant():
                return self._constant(node)
            case Cells():
                return _dimension(node.unit)
            case Header():
                return (("year", 1),) if node.name == "年度" else "any"
            case Negative():
                return self.check(node.operand)
            case Arithmetic():
                return self._arithmetic(node)
            case Chosen():
                self.check(node.condition)
                return self.check(node.cells)
            case Call():
                return self._call(node)
            case Compare():
                self._compare(node)
            case Logic():
                for each in node.operands:
                    self.check(each)
            case Not():
                self.check(node.operand)
            case If():
                self.check(node.condition)
                self.check(node.consequence)
        return "any"

    def _constant(self, node: Constant) -> Dimension:
        if not node.unit:
            return "number"
        if node.unit not in UNITS and find_anywhere(self.forms, (node.unit,)):  # 3 乙, for 3 * 乙
            message = say(
                "“{name}”是报告里的名称：它前面缺运算符",
                "“{name}” is a name: an operator is missing before it",
                name=node.unit,
            )
            remedy = say("相乘写成 3 * {name}", "write 3 * {name} for a product", name=node.unit)
            raise InputError([Diagnostic("E204", message, (Label(self.source, node.span),), remedy=remedy)])
        return _dimension(node.unit)

    def _compare(self, node: Compare) -> None:
        left, right = self.check(node.left), self.check(node.right)
        if not (node.operator in _ORDERS and _is_count(left) and _is_count(right)):
            self._agree(node.left, left, node.right, right)
        self._bare_ratio(node.left, left, node.right)
        self._bare_ratio(node.right, right, node.left)

    def _arithmetic(self, node: Arithmetic) -> Dimension:
        left = node.first
        result = self.check(left)
        for each in node.rest:
            right = self.check(each.operand)
            if each.operator == "*":
                result = _product(result, right)
            elif each.operator == "/":
                result = _quotient(result, right)
            else:
                result = self._agree(left, result, each.operand, right)
            left = Arithmetic(node.first, (each,))  # all that is said of it is where the chain up to here stands
        return result

    def _call(self, node: Call) -> Dimension:
        dimensions = [self.check(each) for each in node.arguments]
        unit = FUNCTIONS[node.function].unit
        if unit == "none":
            return "any"
        result = dimensions[0]
        if unit == "common":
            for argument, dimension in zip(node.arguments[1:], dimensions[1:], strict=True):
                result = self._agree(node.arguments[0], result, argument, dimension)
        return result

    def _agree(self, left: Expression, one: Dimension, right: Expression, other: Dimension) -> Dimension:
        """The dimension that two values share which are added or equated."""
        self._bare_percentage(left, one, right)
        self._bare_percentage(right, other, left)
        if isinstance(one, str) or isinstance(other, str):
            return other if one == "number" or (one == "any" and not isinstance(other, str)) else one
        if one == other or _is_mean_of(one, other):
            return one if _is_simple(one) else other
        for each, dimension, counted in ((left, one, other), (right, other, one)):
            if dimension == _MONEY and _is_count(counted) and self._is_unstated(each):
                return counted  # beside persons a bare figure is a count of persons, whatever money is in
        raise self._differing(left, one, right, other)

    def _differing(self, left: Expression, one: Factors, right: Expression, other: Factors) -> InputError:
        words = self._word(left, one), self._word(right, other)
        labels = tuple(
            Label(self.source, node.span, say("这里是“{unit}”", "this is “{unit}”", unit=word))
            for node, word in zip((left, right), words, strict=True)
        )
        message = say(
            "单位不一致：“{left}”是“{one}”，“{right}”是“{other}”",
            "units do not agree: “{left}” is in “{one}”, “{right}” in “{other}”",
            left=self._written(left),
            one=words[0],
            right=self._written(right),
            other=words[1],
        )
        remedy = say(
            "核对两边的名称；金额与百分比、数量不能相加或相比",
            "check the names on both sides; amounts, rates and counts can neither be added nor compared",
        )
        if _is_count(one) and _is_count(other):
            remedy = say(
                "核对两边的名称；同一种数目在报告里写同一个单位",
                "check the names on both sides; write the same unit in the report for what is counted together",
            )
        return InputError([Diagnostic("E204", message, labels, remedy=remedy)])

    def _bare_percentage(self, rate: Expression, dimension: Dimension, literal: Expression) -> None:
        if dimension != _RATIO or not isinstance(rate, Cells | Call) or not _is_bare(literal) or not _in_percent(rate):
            return
        written = self._written(literal)
        message = say(
            "与百分比“{rate}”相比的数没有写 %：“{number}”",
            "a number compared with the percentage “{rate}” lacks its %: “{number}”",
            rate=self._written(rate),
            number=written,
        )
        remedy = say("写成 {number}", "write {number}", number=_as_percentage(literal))
        raise InputError([Diagnostic("E204", message, (Label(self.source, literal.span),), remedy=remedy)])

    def _bare_ratio(self, ratio: Expression, dimension: Dimension, literal: Expression) -> None:
        """A ratio of amounts lies near 1: faced with 70, was 70% meant?"""
        if dimension != _RATIO or isinstance(ratio, Cells | Call | Constant) or not _is_bare(literal):
            return
        if abs(_value(literal)) <= 1:
            return
        written = self._written(literal)
        message = say(
            "“{ratio}”是比率，与“{number}”相比：是 {number}% 还是 {number} 倍？",
            "“{ratio}” is a ratio, compared with “{number}”: is it {number}%, or {number} times?",
            ratio=self._written(ratio),
            number=written,
        )
        remedy = say("写成 {number}% 或 {number} 倍", "write {number}% or {number} 倍", number=written)
        raise InputError([Diagnostic("E204", message, (Label(self.source, literal.span),), remedy=remedy)])

    def _is_unstated(self, node: Expression) -> bool:
        """Whether nothing says what the figures of an expression are in, in a report without a form set."""
        cells = [each for each in walk(node) if isinstance(each, Cells)]
        return self.forms.inferred and bool(cells) and not any(map(self._is_stated, cells))

    def _is_stated(self, node: Cells) -> bool:
        columns = columns_meant(node.columns, len(self.forms.forms[node.form].blocks[node.block].columns))
        keys = node.rows.keys if isinstance(node.rows, Keys) else None
        return bool(self.forms.printed_unit(node.form, node.block, keys, columns))

    # -- words

    def _written(self, node: Expression) -> str:
        text = " ".join(self.source.text[node.span.start : node.span.end].split())
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

    def _word(self, node: Expression, dimension: Factors) -> str:
        """The unit of a value, in the words that the report has for it."""
        unit = getattr(node, "unit", "")
        if unit:
            return str(unit)
        above = [self._base(name) for name, count in dimension for _ in range(count)]
        below = [self._base(name) for name, count in dimension for _ in range(-count)]
        return "/".join(["×".join(above) or ("1" if below else say("比率", "a ratio")), *below])

    def _base(self, dimension: str) -> str:
        if dimension == "money":
            return self.forms.money_unit or say("金额", "money")
        return {"score": "分", "year": "年"}.get(dimension, dimension)


def _dimension(unit: str) -> Dimension:
    found = find_unit(unit) if unit else None
    if found is None or found.dimension in ("", "text", "date"):
        return "any"
    above, _, below = found.dimension.partition("/")
    return _factors({above: 1}, below.split("·") if below else ())


def _factors(counts: dict[str, int], below: list[str] | tuple[str, ...] = ()) -> Factors:
    counts = dict(counts)
    for each in below:
        counts[each] = counts.get(each, 0) - 1
    counts.pop("ratio", None)
    return tuple(sorted((name, count) for name, count in counts.items() if count))


def _is_simple(dimension: Factors) -> bool:
    """Whether it is a ratio, or of one dimension."""
    return not dimension or (len(dimension) == 1 and dimension[0][1] == 1)


def _is_count(dimension: Dimension) -> bool:
    return not isinstance(dimension, str) and bool(dimension) and _is_simple(dimension) and _only_counts(dimension)


def _only_counts(dimension: Factors) -> bool:
    return all(name not in NO_COUNTS for name, _ in dimension)


def _is_mean_of(one: Factors, other: Factors) -> bool:
    """Whether one is of things counted what the other is in all, or the other way round: money for each car may be
    printed as money.
    """
    return _is_simple(one) is not _is_simple(other) and _only_counts(_times(one, other, -1))


def _times(one: Factors, other: Factors, sign: int) -> Factors:
    counts = dict(one)
    for name, count in other:
        counts[name] = counts.get(name, 0) + sign * count
    return _factors(counts)


def _product(one: Dimension, other: Dimension) -> Dimension:
    if isinstance(one, str) or isinstance(other, str):
        if one == other == "number":
            return "number"
        known = one if other == "number" else other if one == "number" else "any"
        # Of a count a number may be the norm: 人数 * 0.5 is money. Of a ratio it makes anything: 负债 / 资产 * 100.
        return known if known in ((("money", 1),), (("score", 1),)) else "any"
    result = _times(one, other, 1)
    money = [each for each in result if each[0] == "money"]
    rest = tuple(each for each in result if each[0] != "money")
    if money == [("money", 1)] and _only_counts(rest) and all(count > 0 for _, count in rest):
        return (("money", 1),)  # a count times what one costs; norms are printed without 每人, too
    return result


def _quotient(one: Dimension, other: Dimension) -> Dimension:
    if isinstance(one, str) or isinstance(other, str):
        return one if other == "number" else "any"
    return _times(one, other, -1)


def _is_bare(node: Expression) -> bool:
    """Whether it is a number of the rule without a unit, other than 0."""
    inner = node.operand if isinstance(node, Negative) else node
    return isinstance(inner, Constant) and not inner.unit and inner.mantissa != 0


def _value(node: Expression) -> Fraction:
    inner = node.operand if isinstance(node, Negative) else node
    assert isinstance(inner, Constant)
    return Fraction(inner.mantissa, 10**inner.decimals) * (1 if inner is node else -1)


def _in_percent(node: Expression) -> bool:
    """Whether figures are printed as percentages or the like, so that the number beside them is one."""
    units = [find_unit(each.unit) for each in walk(node) if isinstance(each, Cells) and each.unit]
    return any(unit is not None and unit.places for unit in units)


def _as_percentage(node: Expression) -> str:
    """A number as the percentage that was meant: 0.25 is 25%, 1 is 100%, and 70 is 70%."""
    value = _value(node)
    inner = node.operand if isinstance(node, Negative) else node
    assert isinstance(inner, Constant)
    sign = "-" if value < 0 else ""
    hundredfold = 100 if abs(value) <= 1 else 1
    return f"{sign}{short_decimal_text(inner.mantissa * hundredfold, inner.decimals)}%"
