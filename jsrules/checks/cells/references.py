"""Where a rule is bound in the reports of a form set, and from its references there to atoms; and what they need to be
decided.

This follows `jsrules.engine.reach` cell by cell, but over every report of a form set at once: what depends on the rows
that a report writes becomes one atom of its own, unless the form set tells the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jsrules.base.record import Record
from jsrules.base.units import TEXT_UNITS
from jsrules.checks.cells.rows import Key, Universe
from jsrules.model.form import BlockPlace
from jsrules.model.origins import Origin
from jsrules.model.statements import Missing, Rule
from jsrules.model.subsets import LEVEL_NUMBERS, columns_meant, has_column, has_row
from jsrules.model.syntax import (
    Beside,
    Cells,
    Children,
    ColumnNumber,
    Details,
    Every,
    Here,
    Keys,
    OfLevel,
    Quantifier,
    Range,
    Selector,
)
from jsrules.model.tree import adds

Atom = tuple[Any, ...]
"""One of

``("cell", form, block, key, column, origin)``: the amount in a cell, 0 where nothing is printed;
``("sum", form, block, which, key, column, origin)``: the sum over rows that only a report tells, ``which`` of them (下级,
各类 …); ``("count", atoms)``: how many of these cells are printed; ``("year", origin)``: the fiscal year of the head;

or, without a form set, ``("name" | "names", tag, scope, node)``: a name, or a reference to several figures, as written
under the table ``scope``, the tag telling what it is repeated over; and ``("money",)``: a unit of money, whichever the
report is in.
"""

Need = tuple[Any, ...]
"""Something that must be so for a rule to be decided, and that a complete report may lack: a table or figure that may
be left out, a row that is written, a condition that holds. The first item says which kind it is.
"""


class Spot(Record):
    """Where a rule is bound: the current block, row and column, as far as it ranges over them."""

    form: int = -1
    block: int = -1
    row: Key = ""
    column: int = -1


class NotHere(Exception):
    """The current row or column does not exist where a reference looks it up: the rule is not decided here."""


def spots(universe: Universe | None, rule: Rule) -> Iterator[tuple[Spot, BlockPlace, list[Need]]]:
    """The places of a rule, each with a block that has its row and the need that the row is written there.

    Without a form set, or when the rule does not range over anything, there is one.
    """
    quantifier = rule.quantifier
    if quantifier is None or universe is None or quantifier.axes == ("unit",):
        yield Spot(), (-1, -1), []
        return
    blocks = quantifier.blocks
    axis = next((each for each in quantifier.axes if each != "column"), "")
    keys: dict[Key, None] = {} if axis else {"": None}
    for place in blocks if axis else ():
        keys.update(
            dict.fromkeys(key for key in universe.axis(place, axis) if _is_ranged_over(universe, quantifier, key))
        )
    columns = [-1]
    if "column" in quantifier.axes:
        shape = universe.block(blocks[0]).columns
        columns = [
            number
            for number, column in enumerate(shape)
            if column.unit not in TEXT_UNITS and has_column(quantifier, number)
        ]
        if quantifier.implied or adds(rule.body):
            columns = [each for each in columns if not universe.forms.is_rate(*blocks[0], each)]
    form, block = blocks[0] if len(blocks) == 1 else (-1, -1)
    for key in keys:
        places = tuple(place for place in blocks if key in universe.rows(place)) if axis else ()
        needs = _row_is_written(universe, places, key) if axis else []
        for column in columns:
            yield Spot(form, block, key, column), places[0] if places else blocks[0], needs


def _is_ranged_over(universe: Universe, quantifier: Quantifier, key: Key) -> bool:
    if isinstance(key, str):
        if quantifier.implied and universe.forms.is_rate_row(*quantifier.blocks[0], key):
            return False
        return has_row(quantifier, key)
    picked = any(not isinstance(each, ColumnNumber) for each in quantifier.only)
    return not picked and not any(isinstance(each, Range) for each in quantifier.excluded)


def _row_is_written(universe: Universe, blocks: tuple[BlockPlace, ...], key: Key) -> list[Need]:
    """The need that a row is written in one of these blocks.

    A row of prose that may not be left out is taken to be there when its section is.
    """
    if len(blocks) == 1:
        form = universe.forms.forms[blocks[0][0]]
        row = form.blocks[blocks[0][1]].row(key)
        if form.is_prose and row is not None and not row.optional:
            return [("table", blocks[0][0], False)] if form.optional else []
    return [("written", tuple(sorted(blocks)), key)]


def _moved(universe: Universe, beside: Beside, spot: Spot) -> int:
    """The column beside the current one, among those that the rule ranges over."""
    assert beside.over is not None
    count = len(universe.block((spot.form, spot.block)).columns)
    order = [number for number in range(count) if has_column(beside.over, number)]
    at = order.index(spot.column) + beside.step
    if not 0 <= at < len(order):
        raise NotHere
    return order[at]


class References:
    """Takes the references of one rule to atoms. ``missing`` is what a row means that is not written (缺行)."""

    def __init__(self, universe: Universe, missing: Missing = "blank") -> None:
        self.universe = universe
        self.forms = universe.forms
        self.missing = missing

    def atoms(self, node: Cells, spot: Spot) -> tuple[list[Atom], set[Need]]:
        """The atoms whose sum a reference is, and what must be there for it to be decided.

        Raises `NotHere` when the reference has no meaning in this place.
        """
        place = (node.form, node.block)
        columns = self._columns(node, spot)
        keys = self._keys(node, place, spot)
        needs: set[Need] = set()
        if node.origin:
            needs.add(("report", node.origin))
        form = self.forms.forms[node.form]
        if form.optional:
            needs.add(("table", node.form, node.origin))
        if isinstance(keys, tuple):
            atoms: list[Atom] = [("sum", *place, keys[0], keys[1], column, node.origin) for column in columns]
        else:
            atoms = [("cell", *place, key, column, node.origin) for key in keys for column in columns]
        lone = isinstance(node.rows, Keys | Here)
        if isinstance(node.rows, Children):
            needs.add(("children", *place, spot.row, node.origin))
        if form.is_prose:
            if lone:
                assert not isinstance(keys, tuple)
                needs |= self._figures(place, keys, columns, node.origin)
            else:
                below = spot.row if isinstance(node.rows, Children) else ""
                needs.add(("complete", *place, below, node.origin, node.rows, tuple(columns)))
        elif lone and self.missing != "blank":
            assert not isinstance(keys, tuple)
            needs |= {("row", *place, key, node.origin) for key in keys}
        return atoms, needs

    def _figures(self, place: BlockPlace, keys: Iterable[Key], columns: list[int], origin: Origin) -> set[Need]:
        """The figures of prose that may be left out, and rows that need not be. All others are taken to be there."""
        block = self.universe.block(place)
        needs: set[Need] = set()
        for key in keys:
            row = block.row(key)
            if row is None:
                needs.add(("row", *place, key, origin))
            elif row.optional:
                needs |= {("figure", *place, key, origin, column) for column in columns}
        return needs

    def _columns(self, node: Cells, spot: Spot) -> list[int]:
        block = self.universe.block((node.form, node.block))
        meant = columns_meant(node.columns, len(block.columns))
        if meant is not None:
            return list(meant)
        current = spot.column
        if isinstance(node.columns, Beside):
            current = _moved(self.universe, node.columns, spot)
        if (node.form, node.block) == (spot.form, spot.block):
            return [current]
        name = self.universe.block((spot.form, spot.block)).columns[current].name
        number = block.column_named(name)
        if number < 0:
            raise NotHere
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
                    raise NotHere
                return [spot.row]
            case Children():
                if universe.is_flat(place) or universe.is_lowest(place, spot.row):
                    raise NotHere
                return rows, spot.row
            case Beside() | Details():
                return rows, spot.row
            case Every():
                return [row.key for row in block.rows] if universe.listed(place) else (rows, "")
            case OfLevel("top"):
                return universe.axis(place, "code") if universe.is_flat(place) else (rows, "")
            case OfLevel(level):
                listed = universe.listed(place, LEVEL_NUMBERS[level])
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
