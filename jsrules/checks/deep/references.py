"""From a resolved reference to atoms, in the current row and column; and what a reference needs to be decided.

This follows `jsrules.engine.reach` cell by cell, but over every report of a form set at once: what depends on the rows
that a report writes becomes one atom of its own, unless the form set tells the rows.
"""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.base.names import fold
from jsrules.checks.deep.atoms import Atom, Key, Need, Spot
from jsrules.checks.deep.universe import LEVELS, Universe
from jsrules.model.form import BlockPlace
from jsrules.model.syntax import (
    Cells,
    Children,
    ColumnNumber,
    Every,
    Here,
    Keys,
    Missing,
    OfLevel,
    Range,
    Selector,
)


class Elsewhere(Exception):
    """The current row or column does not exist where a reference looks it up: the rule is not decided here."""


class References:
    """Takes the references of one rule to atoms. ``missing`` is what a row means that is not written (缺行)."""

    def __init__(self, universe: Universe, missing: Missing = "blank") -> None:
        self.universe = universe
        self.forms = universe.forms
        self.missing = missing

    def atoms(self, node: Cells, spot: Spot) -> tuple[list[Atom], set[Need]]:
        """The atoms whose sum a reference is, and what must be there for it to be decided.

        Raises `Elsewhere` when the reference has no meaning in this place.
        """
        place = (node.form, node.block)
        columns = self._columns(node, spot)
        keys = self._keys(node, place, spot)
        needs: set[Need] = set()
        if node.prior:
            needs.add(("prior",))
        form = self.forms.forms[node.form]
        if form.optional:
            needs.add(("table", node.form, node.prior))
        if isinstance(keys, tuple):
            atoms: list[Atom] = [("sum", *place, keys[0], keys[1], column, node.prior) for column in columns]
        else:
            atoms = [("cell", *place, key, column, node.prior) for key in keys for column in columns]
        lone = isinstance(node.rows, Keys | Here)
        if isinstance(node.rows, Children):
            needs.add(("children", *place, spot.row, node.prior))
        if form.is_prose:
            if lone:
                assert not isinstance(keys, tuple)
                needs |= self._figures(place, keys, columns, node.prior)
            else:
                below = spot.row if isinstance(node.rows, Children) else ""
                needs.add(("complete", *place, below, node.prior, node.rows, tuple(columns)))
        elif lone and self.missing != "blank":
            assert not isinstance(keys, tuple)
            needs |= {("row", *place, key, node.prior) for key in keys}
        return atoms, needs

    def _figures(self, place: BlockPlace, keys: Iterable[Key], columns: list[int], prior: bool) -> set[Need]:
        """The figures of prose that may be left out, and rows that need not be. All others are taken to be there."""
        block = self.universe.block(place)
        needs: set[Need] = set()
        for key in keys:
            number = block.row_index.get(key, -1) if isinstance(key, str) else -1
            if number < 0:
                needs.add(("row", *place, key, prior))
            elif block.rows[number].optional:
                needs |= {("figure", *place, key, prior, column) for column in columns}
        return needs

    def _columns(self, node: Cells, spot: Spot) -> list[int]:
        block = self.universe.block((node.form, node.block))
        if isinstance(node.columns, Every):
            return list(range(len(block.columns)))
        if isinstance(node.columns, ColumnNumber):
            return [node.columns.number]
        if (node.form, node.block) == (spot.form, spot.block):
            return [spot.column]
        name = self.universe.block((spot.form, spot.block)).columns[spot.column].name
        number = block.column_index.get(fold(name), -1)
        if number < 0:
            raise Elsewhere
        return [number]

    def _keys(self, node: Cells, place: BlockPlace, spot: Spot) -> list[Key] | tuple[Selector | str, Key]:
        """The rows one by one; or, where only a report tells them, which they are, and below which row."""
        universe, rows = self.universe, node.rows
        block = universe.block(place)
        match rows:
            case Keys(keys):
                return list(keys)
            case Here():
                if not universe.may_have(place, spot.row):
                    raise Elsewhere
                return [spot.row]
            case Children():
                if universe.is_flat(place) or universe.is_lowest(place, spot.row):
                    raise Elsewhere
                return rows, spot.row
            case Every():
                return [row.key for row in block.rows] if universe.listed(place) else (rows, "")
            case OfLevel("top"):
                return universe.axis(place, "code") if universe.is_flat(place) else (rows, "")
            case OfLevel(level):
                listed = universe.listed(place, LEVELS[level])
                return universe.axis(place, level) if listed else (rows, "")
            case Range(first, last):
                low, high = getattr(first, "code", ""), getattr(last, "code", "")
                system = universe.classification(place)
                if not universe.listed(place, system.level(low) if system is not None else 0):
                    return rows, ""
                return [
                    key
                    for key in universe.rows(place)
                    if isinstance(key, str) and key.isdigit() and len(key) == len(low) and low <= key <= high
                ]
        raise AssertionError(rows)
