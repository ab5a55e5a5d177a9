"""Which cells of the forms the rules of a pack touch, and why they do not touch the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from jsrules.authoring.testing.run import Seen
from jsrules.base.record import Record, field
from jsrules.checks.cells.references import Atom
from jsrules.checks.cells.rows import Universe
from jsrules.checks.cells.touched import cells_of, touched
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.form import BlockForm, FormSet
from jsrules.model.syntax import Compare, Expression
from jsrules.model.tree import claims_of, walk

Touch = Literal["checked", "never", "unequal", "condition", "none"]
"""``checked``: an equation that was seen at work names the cell. Otherwise the reason: equations name it, but none was
ever seen at work; only inequalities and other conditions do; only the 若 of rules does; no rule does."""

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
    several = list(rules)
    universe = Universe(forms, [variant for rule in several for variant in rule.variants])
    roles: dict[tuple[int, int, str, int], dict[str, Touch]] = {}
    for rule in several:
        verdicts = seen.get(rule.info.name, {})
        works = any(verdicts.get(each) for each in ("pass", "rounding", "violation", "undetermined"))
        for role, atoms in _atoms_by_role(universe, rule).items():
            found: Touch = "never" if role == "checked" and not works else role
            for _, form, block, key, column, prior in cells_of(universe, atoms):
                if not prior:
                    row = key if universe.declared((form, block), key) is not None else OTHER
                    of_cell = roles.setdefault((form, block, row, column), {})
                    of_cell[rule.info.name] = min(of_cell.get(rule.info.name, found), found, key=TOUCHES.index)
    return [
        BlockTouch(number, at, {key: _row(number, at, key, block, roles) for key in _keys(block)})
        for number, form in enumerate(forms.forms)
        for at, block in enumerate(form.blocks)
    ]


def _atoms_by_role(universe: Universe, rule: ResolvedRule) -> dict[Touch, dict[Atom, None]]:
    """What a rule refers to, wherever it is bound: in an equation, in another claim, or only in a condition."""
    found: dict[Touch, dict[Atom, None]] = {}
    for variant in rule.variants:
        roles = dict(_roles(variant.body))
        for place in touched(universe, variant):
            for node, atoms in place.references:
                found.setdefault(roles[id(node)], {}).update(dict.fromkeys(atoms))
    return found


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


def _roles(body: Expression) -> Iterator[tuple[int, Touch]]:
    """The role of each reference in a rule, by its identity."""
    for guards, claim in claims_of(body):
        yield from ((id(node), "condition") for guard in guards for node in walk(guard))
        equations = (part for part in walk(claim) if isinstance(part, Compare) and part.operator in ("=", "=="))
        checked = {id(node) for part in equations for node in walk(part)}
        yield from ((id(node), "checked" if id(node) in checked else "unequal") for node in walk(claim))
