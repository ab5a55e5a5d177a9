"""The normal form of an expression: a sum of atoms with coefficients, so that rules written in two ways can be
compared.

An atom is a reference to one cell, or to rows whose number depends on the report, or anything that is not linear, in a
form that can be compared. Works on resolved trees, and on names that are not resolved.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

from jsrules.base.names import fold
from jsrules.model.form import FormSet
from jsrules.model.linear import Linear, LinearFold
from jsrules.model.subsets import columns_meant
from jsrules.model.syntax import Call, Cells, ColumnNumber, Compare, Expression, Header, Keys, Name, Operator

NormalAtom = tuple[Any, ...]


class Normaliser(LinearFold[None]):
    """Makes normal forms. ``scope`` sets apart names that are not resolved and stand under different tables."""

    def __init__(self, forms: FormSet | None, scope: Hashable = None) -> None:
        self.forms = forms
        self.scope = scope
        self.money_power = forms.money_power if forms is not None else 0
        self.money = ("money",) if forms is None else None

    def sum(self, node: Expression) -> Linear:
        """The normal form of a figure."""
        form = self.linear(node, None)
        assert isinstance(form, Linear)  # what is a quotient elsewhere is an atom here
        return form

    def difference(self, node: Compare) -> Linear:
        """Left less right."""
        form = self.sum(node.left)
        form.add(self.sum(node.right), -1)
        return form

    def _many(self, node: Cells, _at: None) -> Linear:
        return Linear(dict.fromkeys(self.cells(node), 1))

    def _leaf(self, node: Expression, _at: None) -> Linear:
        return Linear({self.atom(node): 1})

    def _function(self, node: Call, _at: None) -> Linear:
        return Linear({("call", node.function, *(self.sum(each).key() for each in node.arguments)): 1})

    def _beyond(self, operator: Operator, left: Linear, right: Linear) -> Linear:
        keys = (left.key(), right.key())
        return Linear({(operator, *keys) if operator == "/" else (operator, frozenset(keys)): 1})

    def cells(self, node: Cells) -> Iterator[NormalAtom]:
        """The atoms of a reference: one for each cell, as far as the form set tells which these are."""
        columns: list[Hashable] = [node.columns]
        if self.forms is not None:
            block = self.forms.forms[node.form].blocks[node.block]
            meant = columns_meant(node.columns, len(block.columns))
            columns = columns if meant is None else list(map(ColumnNumber, meant))
        rows: list[Hashable] = [node.rows]
        if isinstance(node.rows, Keys):
            rows = [Keys((key,)) for key in node.rows.keys]
        for row in rows:
            for column in columns:
                yield "cell", node.form, node.block, row, column, node.origin

    def atom(self, node: Expression) -> NormalAtom:
        """Any other leaf as an atom."""
        if isinstance(node, Header):
            return "header", node.name, node.origin
        if isinstance(node, Name):
            return "name", self.scope, tuple(map(fold, node.parts)), node.origin
        return "leaf", self.scope, node
