"""Units of a resolved rule: adding 万元 to % is an error, 元 to 万元 converts. See ``spec/numbers.md``."""

from __future__ import annotations

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.source import Source
from jsrules.base.units import UNITS, find_unit
from jsrules.model.functions import FUNCTIONS
from jsrules.model.syntax import (
    Arithmetic,
    Call,
    Cells,
    Compare,
    Constant,
    Expression,
    Header,
    If,
    Logic,
    Negative,
    Not,
)

_ANY = ""
"""Goes with every unit: a bare number, or figures whose units are known only when the report is read."""

_ORDERS = ("<", "<=", ">", ">=")
"""Counts of different things may be put in order (至少一人一团组), but neither added nor equated."""

_DIMENSION_WORDS = {
    "money": ("金额", "an amount of money"),
    "ratio": ("%", "%"),
    "score": ("分", "points"),
    "year": ("年", "a year"),
}


class UnitCheck:
    """Checks the units of one source's rules. ``money`` is what figures without a unit of their own are in."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def check(self, node: Expression) -> str:
        """The dimension of an expression; empty when it goes with every one.

        Raises `InputError` (E204) at the first place where two units do not agree.
        """
        match node:
            case Constant():
                return _dimension(node.unit)
            case Cells():
                return _dimension(node.unit)
            case Header():
                return "year" if node.name == "年度" else _ANY
            case Negative():
                return self.check(node.operand)
            case Arithmetic():
                return self._arithmetic(node)
            case Call():
                return self._call(node)
            case Compare():
                left, right = self.check(node.left), self.check(node.right)
                if not (node.operator in _ORDERS and _is_count(left) and _is_count(right)):
                    self._agree(node.left, left, node.right, right)
                return _ANY
            case Logic():
                for each in node.operands:
                    self.check(each)
            case Not():
                self.check(node.operand)
            case If():
                self.check(node.condition)
                self.check(node.consequence)
        return _ANY

    def _arithmetic(self, node: Arithmetic) -> str:
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

    def _call(self, node: Call) -> str:
        dimensions = [self.check(each) for each in node.arguments]
        unit = FUNCTIONS[node.function].unit
        if unit == "none":
            return _ANY
        result = dimensions[0]
        if unit == "common":
            for argument, dimension in zip(node.arguments[1:], dimensions[1:], strict=True):
                result = self._agree(node.arguments[0], result, argument, dimension)
        return result

    def _agree(self, left: Expression, one: str, right: Expression, other: str) -> str:
        self._bare_percentage(left, one, right)
        self._bare_percentage(right, other, left)
        if one and other and one != other:
            labels = (
                Label(self.source, left.span, say("这里是“{unit}”", "this is “{unit}”", unit=_word(left, one))),
                Label(self.source, right.span, say("这里是“{unit}”", "this is “{unit}”", unit=_word(right, other))),
            )
            message = say(
                "单位不一致：一边是“{one}”，另一边是“{other}”",
                "units do not agree: “{one}” on one side, “{other}” on the other",
                one=_word(left, one),
                other=_word(right, other),
            )
            remedy = say(
                "核对两边的名称；金额与百分比、数量不能相加或相比",
                "check the names on both sides; amounts, rates and counts can neither be added nor compared",
            )
            raise InputError([Diagnostic("E204", message, labels, remedy=remedy)])
        return one or other

    def _bare_percentage(self, rate: Expression, dimension: str, literal: Expression) -> None:
        if dimension != "ratio" or not isinstance(rate, Cells | Call) or not isinstance(literal, Constant):
            return
        if literal.unit or literal.mantissa == 0:
            return
        written = self.source.text[literal.span.start : literal.span.end]
        message = say(
            "与百分比相比的数没有写 %：“{number}”",
            "a number compared with a percentage lacks its %: “{number}”",
            number=written,
        )
        remedy = say("写成 {number}%", "write {number}%", number=written)
        raise InputError([Diagnostic("E204", message, (Label(self.source, literal.span),), remedy=remedy)])


def _is_count(dimension: str) -> bool:
    return dimension in UNITS and UNITS[dimension].exact and dimension != "year"


def _dimension(unit: str) -> str:
    found = find_unit(unit) if unit else None
    return found.dimension if found else _ANY


def _word(node: Expression, dimension: str) -> str:
    unit = getattr(node, "unit", "")
    return unit or say(*_DIMENSION_WORDS.get(dimension, (dimension, dimension)))


def _product(one: str, other: str) -> str:
    if one in (_ANY, "ratio"):
        return other or one
    if other in (_ANY, "ratio"):
        return one
    return f"{one}*{other}"


def _quotient(one: str, other: str) -> str:
    if one == other:
        return "ratio" if one else _ANY
    if other in (_ANY, "ratio"):
        return one
    return f"{one}/{other}"
