"""The normal form of an expression: a sum of atoms with coefficients, so that rules written in two ways can be
compared.

An atom is a reference to one cell, or to rows whose number depends on the report, or anything that is not linear, in a
form that can be compared. Works on resolved trees, and on names that are not resolved.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from fractions import Fraction

from jsrules.base.names import fold
from jsrules.base.record import Record, field
from jsrules.base.units import UNITS, find_unit
from jsrules.model.form import FormSet
from jsrules.model.syntax import (
    Arithmetic,
    Call,
    Cells,
    ColumnNumber,
    Constant,
    Every,
    Expression,
    Header,
    Keys,
    Name,
    Negative,
)

Atom = tuple[Hashable, ...]


class Sum(Record, frozen=False):
    """``sum of coefficient * atom + constant``. Atoms that cancel stay, with the coefficient 0."""

    terms: dict[Atom, Fraction] = field(default_factory=dict)
    constant: Fraction = field(default_factory=Fraction)

    def add(self, other: Sum, factor: Fraction | int = 1) -> None:
        """Add ``factor * other``."""
        for atom, coefficient in other.terms.items():
            self.terms[atom] = self.terms.get(atom, Fraction()) + coefficient * factor
        self.constant += other.constant * factor

    def scale(self, factor: Fraction) -> None:
        """Multiply by a number."""
        self.terms = {atom: coefficient * factor for atom, coefficient in self.terms.items()}
        self.constant *= factor

    @property
    def is_constant(self) -> bool:
        """Whether no atom is left in it."""
        return not any(self.terms.values())

    def key(self) -> Hashable:
        """Equal for sums that are equal."""
        return frozenset((atom, value) for atom, value in self.terms.items() if value), self.constant


class Normaliser:
    """Makes normal forms. ``scope`` sets apart names that are not resolved and stand under different tables."""

    def __init__(self, forms: FormSet | None, scope: Hashable = None) -> None:
        self.forms = forms
        self.scope = scope
        unit = find_unit(forms.money_unit) if forms is not None else None
        self.money_power = unit.power if unit is not None else 0

    def sum(self, node: Expression) -> Sum:
        """The normal form of a figure."""
        result = Sum()
        while isinstance(node, Arithmetic) and node.operator in "+-":  # sums lean to the left, thousands of terms deep
            result.add(self.sum(node.right), 1 if node.operator == "+" else -1)
            node = node.left
        result.add(self._part(node))
        return result

    def _part(self, node: Expression) -> Sum:
        match node:
            case Constant():
                return self._constant(node)
            case Negative():
                result = self.sum(node.operand)
                result.scale(Fraction(-1))
                return result
            case Arithmetic():
                return self._product(node)
            case Cells():
                return Sum(dict.fromkeys(self.cells(node), Fraction(1)))
            case Call("sum", arguments):
                result = Sum()
                for each in arguments:
                    result.add(self.sum(each))
                return result
            case Call(function, arguments):
                return _atom("call", function, *(self.sum(each).key() for each in arguments))
        return Sum({self.atom(node): Fraction(1)})

    def _constant(self, node: Constant) -> Sum:
        value = Fraction(node.mantissa, 10**node.decimals)
        unit = UNITS.get(node.unit)
        if unit is not None and unit.dimension == "money":
            value *= Fraction(10**unit.power, 10**self.money_power)
            if self.forms is None:  # whatever the report is in: 3 万元 is not 3
                return Sum({("money",): value})
        return Sum(constant=value)

    def _product(self, node: Arithmetic) -> Sum:
        left, right = self.sum(node.left), self.sum(node.right)
        if node.operator == "*":
            if left.is_constant:
                left, right = right, left
            if right.is_constant:
                left.scale(right.constant)
                return left
            return _atom("*", frozenset((left.key(), right.key())))
        if right.is_constant and right.constant:
            left.scale(Fraction(right.constant.denominator, right.constant.numerator))
            return left
        return _atom("/", left.key(), right.key())

    def cells(self, node: Cells) -> Iterator[Atom]:
        """The atoms of a reference: one for each cell, as far as the form set tells which these are."""
        columns: list[Hashable] = [node.columns]
        if isinstance(node.columns, Every) and self.forms is not None:
            block = self.forms.forms[node.form].blocks[node.block]
            columns = [ColumnNumber(number) for number in range(len(block.columns))]
        rows: list[Hashable] = [node.rows]
        if isinstance(node.rows, Keys):
            rows = [Keys((key,)) for key in node.rows.keys]
        for row in rows:
            for column in columns:
                yield "cell", node.form, node.block, row, column, node.prior

    def atom(self, node: Expression) -> Atom:
        """Any other leaf as an atom."""
        if isinstance(node, Header):
            return "header", node.name, node.prior
        if isinstance(node, Name):
            return "name", self.scope, tuple(map(fold, node.parts)), node.prior
        return "leaf", self.scope, node


def _atom(*parts: Hashable) -> Sum:
    return Sum({parts: Fraction(1)})
