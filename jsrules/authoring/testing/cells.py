"""Which cells of the forms the rules of a pack touch, and why they do not touch the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from jsrules.authoring.testing.run import Seen
from jsrules.base.names import fold
from jsrules.base.record import Record, field
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.form import BlockForm, FormSet
from jsrules.model.syntax import (
    Cells,
    Children,
    ColumnNumber,
    Compare,
    Expression,
    Here,
    If,
    Keys,
    OfLevel,
    Quantifier,
    Range,
)
from jsrules.model.tree import walk

Touch = Literal["checked", "never", "unequal", "condition", "none"]
"""``checked``: an equation that was seen at work names the cell. Otherwise the reason: equations name it, but none was ever
seen at work; only inequalities and other conditions do; only the 若 of rules does; no rule does."""

TOUCHES: tuple[Touch, ...] = ("checked", "never", "unequal", "condition", "none")

OTHER = "*"
"""The key of the row that stands for all rows that a form does not declare, where it is open for them."""


class CellTouch(Record):
    """One cell of a form: how it is touched, and by which rules."""

    touch: Touch
    rules: tuple[str, ...] = ()


class BlockTouch(Record):
    """The cells of a block by the keys of its rows (and `OTHER`), for each column."""

    form: int
    block: int
    rows: dict[str, tuple[CellTouch, ...]] = field(default_factory=dict)

    def count(self, touch: Touch) -> int:
        """How many of its cells are touched so."""
        return sum(cell.touch == touch for row in self.rows.values() for cell in row)


def touch_cells(forms: FormSet, rules: Iterable[ResolvedRule], seen: Seen) -> list[BlockTouch]:
    """How every cell of every form is touched. ``seen`` tells which rules were at work in the tests."""
    roles: dict[tuple[int, int, str, int], dict[str, Touch]] = {}
    for rule in rules:
        verdicts = seen.get(rule.info.name, {})
        works = any(verdicts.get(each) for each in ("pass", "rounding", "violation", "undetermined"))
        for variant in rule.variants:
            for node, role in _references(variant.body):
                found: Touch = "never" if role == "checked" and not works else role
                for place in _places(node, variant.quantifier, forms):
                    of_cell = roles.setdefault(place, {})
                    of_cell[rule.info.name] = min(of_cell.get(rule.info.name, found), found, key=TOUCHES.index)
    return [
        BlockTouch(number, at, {key: _row(number, at, key, block, roles) for key in _keys(block)})
        for number, form in enumerate(forms.forms)
        for at, block in enumerate(form.blocks)
    ]


def _row(
    form: int, at: int, key: str, block: BlockForm, roles: dict[tuple[int, int, str, int], dict[str, Touch]]
) -> tuple[CellTouch, ...]:
    cells: list[CellTouch] = []
    for column in range(len(block.columns)):
        by_rule = roles.get((form, at, key, column), {})
        touch: Touch = min(by_rule.values(), key=TOUCHES.index, default="none")
        cells.append(CellTouch(touch, tuple(by_rule)))
    return tuple(cells)


def _keys(block: BlockForm) -> list[str]:
    return [row.key for row in block.rows] + ([OTHER] if block.open_rows else [])


def _references(body: Expression) -> Iterator[tuple[Cells, Touch]]:
    """The references of a rule with their role: in an equation, in another claim, or only in a condition."""
    if isinstance(body, If):
        yield from ((node, "condition") for node in walk(body.condition) if isinstance(node, Cells))
        yield from _references(body.consequence)
        return
    in_equations = {
        id(node)
        for part in walk(body)
        if isinstance(part, Compare) and part.operator in ("=", "==")
        for node in walk(part)
    }
    for node in walk(body):
        if isinstance(node, Cells) and not node.prior:
            yield node, "checked" if id(node) in in_equations else "unequal"


def _places(node: Cells, quantifier: Quantifier | None, forms: FormSet) -> Iterator[tuple[int, int, str, int]]:
    if node.prior:
        return
    block = forms.forms[node.form].blocks[node.block]
    for key in _row_keys(node, quantifier, forms):
        for column in _columns(node, quantifier, forms, block):
            yield node.form, node.block, key, column


def _row_keys(node: Cells, quantifier: Quantifier | None, forms: FormSet) -> Iterator[str]:
    block = forms.forms[node.form].blocks[node.block]
    system = forms.classifications.get(block.keyed)
    levels = {"class": 1, "group": 2, "item": 3}
    wanted = 0
    coded = False
    match node.rows:
        case Keys(keys):
            known = {row.key for row in block.rows}
            yield from dict.fromkeys(key if key in known else OTHER for key in keys)
            return
        case OfLevel(wanted_level):
            coded, wanted = True, levels.get(wanted_level, 1)
        case Children() | Range():
            coded = True
        case Here():
            axis = next((axis for axis in quantifier.axes if axis != "column"), "row") if quantifier else "row"
            coded, wanted = axis != "row", levels.get(axis, 0)
    for row in block.rows:
        level = system.level(row.code) if system is not None and row.code else 0
        if not coded or (level and wanted in (0, level)):
            yield row.key
    if block.open_rows:
        yield OTHER


def _columns(node: Cells, quantifier: Quantifier | None, forms: FormSet, block: BlockForm) -> Iterable[int]:
    if isinstance(node.columns, ColumnNumber):
        return (node.columns.number,)
    if isinstance(node.columns, Here) and quantifier is not None and len(quantifier.blocks) == 1:
        form, at = quantifier.blocks[0]
        if (form, at) != (node.form, node.block):  # the columns of the same names
            names = [fold(column.name) for column in forms.forms[form].blocks[at].columns]
            return [block.column_index[name] for name in names if name in block.column_index]
    return range(len(block.columns))
