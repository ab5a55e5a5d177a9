"""Linear forms over any variables, and the one fold that turns an expression into one.

What the variables are, cells of one report or those of every report of a form set, is for those to say who fold:
binding, the lints and with them mutation, the analysis of rule sets.
"""

from __future__ import annotations

from collections.abc import Hashable
from math import gcd
from typing import Any, Generic, TypeVar

from jsrules.base.record import Record, field
from jsrules.base.units import Unit, find_unit
from jsrules.model.functions import FUNCTIONS
from jsrules.model.syntax import Arithmetic, Call, Cells, Chosen, Comparison, Constant, Expression, Negative, Operator

At = TypeVar("At")
"""Where an expression is folded: what tells the cells that its references mean."""


class Beyond(Exception):
    """An expression that is not linear, nor a quotient of linear forms."""


class Linear(Record, frozen=False):
    """A sparse linear form: ``(sum of coefficient * variable + constant) / denominator``, all integers.

    Over the cells of a report ``terms`` maps their numbers to coefficients. Variables that cancel stay, with the
    coefficient 0. Blank cells are exactly 0; ``blanks`` holds the coefficients that they would have, and ``bent``
    says that one was multiplied or divided by, so that the form is linear only while that stays blank. With blanks,
    ``order`` is that in which variables and blanks were met; without, they were met as ``terms`` has them.
    ``printed`` counts the printed cells that went in, also those that cancel; ``divided`` says that a quotient or
    mean was taken, so that a figure printed for it was rounded afterwards.
    """

    terms: dict[Any, int] = field(default_factory=dict)
    constant: int = 0
    denominator: int = 1
    printed: int = 0
    divided: bool = False
    blanks: dict[Hashable, int] = field(default_factory=dict)
    bent: bool = False
    order: tuple[Hashable, ...] = ()

    def add(self, other: Linear, sign: int = 1) -> None:
        """Add ``sign * other`` to this form."""
        if self.blanks or other.blanks:
            self.order = tuple(dict.fromkeys((*(self.order or self.terms), *(other.order or other.terms))))
        self.printed += other.printed
        self.divided |= other.divided
        self.bent |= other.bent
        if self.denominator != other.denominator:
            mine, theirs = other.denominator, self.denominator
            self.terms = {variable: value * mine for variable, value in self.terms.items()}
            if self.blanks:
                self.blanks = {blank: value * mine for blank, value in self.blanks.items()}
            self.constant *= mine
            self.denominator *= mine
            sign *= theirs
        terms = self.terms
        for variable, value in other.terms.items():
            terms[variable] = terms.get(variable, 0) + sign * value
        if other.blanks:
            for blank, value in other.blanks.items():
                self.blanks[blank] = self.blanks.get(blank, 0) + sign * value
        self.constant += sign * other.constant

    def scale(self, numerator: int, denominator: int) -> None:
        """Multiply by ``numerator / denominator`` (the denominator not 0)."""
        if denominator < 0:
            numerator, denominator = -numerator, -denominator
        if numerator != 1:
            self.terms = {variable: value * numerator for variable, value in self.terms.items()}
            if self.blanks:
                self.blanks = {blank: value * numerator for blank, value in self.blanks.items()}
            self.constant *= numerator
        self.denominator *= denominator

    @property
    def is_constant(self) -> bool:
        """Whether no variable is left in it."""
        return not any(self.terms.values())

    def copy(self) -> Linear:
        """An independent copy."""
        return Linear(
            dict(self.terms),
            self.constant,
            self.denominator,
            self.printed,
            self.divided,
            dict(self.blanks),
            self.bent,
            self.order,
        )

    def key(self) -> Hashable:
        """Equal for forms that are equal."""
        common = gcd(self.denominator, self.constant, *self.terms.values())
        terms = frozenset((variable, value // common) for variable, value in self.terms.items() if value)
        return terms, self.constant // common, self.denominator // common


class Quotient(Record, frozen=False):
    """A quotient of two linear forms, plus a constant: a form in which no variable is left."""

    numerator: Linear
    denominator: Linear
    constant: Linear = field(default_factory=Linear)

    def add(self, other: Linear, sign: int = 1) -> None:
        """Add ``sign`` times a constant."""
        self.constant.add(other, sign)

    def scale(self, numerator: int, denominator: int) -> None:
        """Multiply by ``numerator / denominator`` (the denominator not 0)."""
        self.numerator.scale(numerator, denominator)
        self.constant.scale(numerator, denominator)

    def folded(self) -> tuple[Linear, Linear]:
        """Numerator and denominator of it as one quotient: N/D + c = (N + c·D)/D."""
        if not self.constant.constant:
            return self.numerator, self.denominator
        shift = self.denominator.copy()
        shift.scale(self.constant.constant, self.constant.denominator)
        numerator = self.numerator.copy()
        numerator.add(shift)
        return numerator, self.denominator


class LinearFold(Generic[At]):
    """Turns expressions into linear forms, or quotients of two.

    A subclass says what references and other leaves are (`_many`, `_leaf`), what functions other than totals
    (`_function`), and may give a meaning to what is not linear (`_beyond`). ``money_power`` is the unit of money, as a
    power of ten in 元; where it is not known, ``money`` is the variable that stands for 1 元.
    """

    money_power: int = 0
    money: Any = None

    def linear(self, node: Expression, at: At) -> Linear | Quotient:
        """An expression as a linear form, or a quotient of two plus a constant.

        Raises `Beyond` when it is neither, and what a leaf raises that cannot be had.
        """
        if type(node) is Cells:
            return self._one(node, at)
        if type(node) is Arithmetic:
            result = self.linear(node.first, at)
            for operation in node.rest:
                result = self._operate(operation.operator, result, self.linear(operation.operand, at))
            return result
        if type(node) is Constant:
            return self._literal(node)
        if type(node) is Call:
            return self._call(node, at)
        if type(node) is Negative:
            result = self.linear(node.operand, at)
            result.scale(-1, 1)
            return result
        return self._leaf(node, at)

    # -- leaves

    def _one(self, node: Cells, at: At) -> Linear:
        """A reference that stands for one figure."""
        return self._many(node, at)

    def _many(self, node: Cells, at: At) -> Linear:
        """The sum of all cells that a reference means."""
        raise NotImplementedError

    def _chosen(self, node: Chosen, at: At) -> Linear:
        """The sum of the cells that a condition chooses; a leaf where figures are not known."""
        return self._leaf(node, at)

    def _leaf(self, node: Expression, at: At) -> Linear:
        """Anything that is neither composed nor a reference to cells."""
        raise NotImplementedError

    def _literal(self, node: Constant) -> Linear:
        form = Linear(constant=node.mantissa, denominator=10**node.decimals)
        unit = find_unit(node.unit) if node.unit else None
        if unit is not None:
            self._convert(form, unit)
            if self.money is not None and unit.money:  # whatever the report is in: 3 万元 is not 3
                if unit.money != 1:
                    raise Beyond
                return Linear({self.money: form.constant}, 0, form.denominator)
        return form

    def _convert(self, form: Linear, unit: Unit) -> None:
        """From figures of a unit into its base unit, money into the unit of money."""
        shift = unit.shift(self.money_power)
        if shift:
            form.scale(10 ** max(0, shift), 10 ** max(0, -shift))

    def _call(self, node: Call, at: At) -> Linear:
        """A function; only a total is the same for all."""
        if FUNCTIONS[node.function].linear != "total":
            return self._function(node, at)
        result = Linear()
        for argument in node.arguments:
            result.add(self.part(argument, at))
        return result

    def _function(self, node: Call, at: At) -> Linear:
        """A function other than a total."""
        raise NotImplementedError

    def part(self, node: Expression, at: At) -> Linear:
        """An argument of a total: all the cells of a reference, or one figure."""
        if type(node) is Cells:
            return self._many(node, at)
        if type(node) is Chosen:
            return self._chosen(node, at)
        value = self.linear(node, at)
        if isinstance(value, Quotient):
            raise Beyond
        return value

    # -- operations

    def _operate(
        self,
        operator: Operator,
        left: Linear | Quotient,
        right: Linear | Quotient,
    ) -> Linear | Quotient:
        if isinstance(left, Quotient):
            return _with_constant(operator, left, right)
        if isinstance(right, Quotient):
            if operator == "/":
                raise Beyond
            if operator == "-":  # c - N/D
                right.scale(-1, 1)
            return _with_constant("*" if operator == "*" else "+", right, left)
        if operator == "+" or operator == "-":
            left.add(right, 1 if operator == "+" else -1)
            return left
        if operator == "*":
            factor, value = (right, left) if right.is_constant else (left, right)
            if not factor.is_constant:
                return self._beyond(operator, left, right)
            value.scale(factor.constant, factor.denominator)
            value.printed += factor.printed
            value.divided |= factor.divided
            value.bent |= bool(factor.blanks)
            return value
        if right.is_constant and right.printed == 0 and right.constant:
            left.scale(right.denominator, right.constant)
            left.divided = True
            left.bent |= bool(right.blanks)
            return left
        return self._beyond(operator, left, right)

    def _beyond(self, operator: Operator, left: Linear, right: Linear) -> Linear | Quotient:
        """The product of two forms of which neither is a constant, or a form over one with figures in it, or over 0."""
        if operator == "/":
            return Quotient(left, right)
        raise Beyond


def _with_constant(operator: Operator, quotient: Quotient, other: Linear | Quotient) -> Quotient:
    """A quotient plus, minus, times or by a constant."""
    if isinstance(other, Quotient) or not other.is_constant:
        raise Beyond
    quotient.numerator.bent |= bool(other.blanks)
    if operator == "+" or operator == "-":
        quotient.add(other, 1 if operator == "+" else -1)
    elif operator == "*":
        quotient.scale(other.constant, other.denominator)
    elif other.constant:
        quotient.scale(other.denominator, other.constant)
    else:
        raise Beyond
    return quotient


NEGATED: dict[str, Comparison] = {"=": "<>", "==": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
"""The comparison that holds where another one does not."""


def holds(operator: str, sign: int) -> bool:
    """Whether ``x operator 0`` for a number with that sign."""
    if operator in ("=", "=="):
        return sign == 0
    if operator == "<>":
        return sign != 0
    if operator == "<":
        return sign < 0
    if operator == "<=":
        return sign <= 0
    if operator == ">":
        return sign > 0
    return sign >= 0
