"""The cells that a rule looks at, wherever it is bound, whether it is linear or not: for people who ask about a rule,
and coverage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jsrules.base.record import Record
from jsrules.checks.cells.references import Atom, NotHere, References, Spot, spots
from jsrules.checks.cells.rows import Key, Some, Universe
from jsrules.model.form import BlockPlace
from jsrules.model.statements import Rule
from jsrules.model.syntax import Beside, Cells, Children, Details, Every, Existing, OfLevel, Range, Selector
from jsrules.model.tree import walk


class Touched(Record):
    """A rule in one place: the atoms of each of its references there, and the tables that it asks about as a whole."""

    spot: Spot
    home: BlockPlace
    references: tuple[tuple[Cells, tuple[Atom, ...]], ...]
    tables: tuple[int, ...]

    @property
    def atoms(self) -> dict[Atom, None]:
        """All its atoms, each once."""
        return dict.fromkeys(atom for _, atoms in self.references for atom in atoms)


def touched(universe: Universe, rule: Rule) -> Iterator[Touched]:
    """The places of a resolved rule, with what it refers to in each."""
    references = References(universe, rule.missing)
    nodes = [each for each in walk(rule.body) if isinstance(each, Cells)]
    tables = tuple(dict.fromkeys(each.form for each in walk(rule.body) if isinstance(each, Existing)))
    for spot, home, _ in spots(universe, rule):
        try:
            found = tuple((node, tuple(references.atoms(node, spot)[0])) for node in nodes)
        except NotHere:
            continue
        yield Touched(spot, home, found, tables)


def cells_of(universe: Universe, atoms: Iterable[Atom]) -> dict[Atom, None]:
    """The cells that atoms are about: of a sum over rows that only a report tells, those that it may hold."""
    cells: dict[Atom, None] = {}
    for atom in atoms:
        if atom[0] == "cell":
            cells[atom] = None
        elif atom[0] == "sum":
            _, form, block, rows, key, column, prior = atom
            for each in rows_of(universe, (form, block), rows, key):
                cells["cell", form, block, each, column, prior] = None
    return cells


def rows_of(universe: Universe, place: BlockPlace, rows: Selector, key: Key = "") -> list[Key]:
    """The rows that a selector of several may mean in a block, or below the row ``key`` there."""
    match rows:
        case Every() | Beside() | Details():  # which of them only a report tells
            return list(universe.rows(place))
        case OfLevel("top"):  # as a rule: a report may leave out the row above
            levels = {each: universe.level(place, each) for each in universe.axis(place, "code")}
            lowest = max(levels.values(), default=0)
            heads = [each for each, level in levels.items() if level < lowest]
            return [
                each
                for each, level in levels.items()
                if not any(level > levels[other] and _starts_with(each, other) for other in heads)
            ]
        case OfLevel(level):
            return universe.axis(place, level)
        case Range(first, last):
            low, high = getattr(first, "code", ""), getattr(last, "code", "")
            return [each for each in universe.axis(place, "code") if _is_between(universe, place, each, low, high)]
        case Children():
            return [each for each in universe.axis(place, "code") if _is_below(universe, place, each, key)]
    raise AssertionError(rows)


def _is_between(universe: Universe, place: BlockPlace, key: Key, low: str, high: str) -> bool:
    if isinstance(key, str):
        return len(key) == len(low) and low <= key <= high
    system = universe.classification(place)
    if system is None or key.level != system.level(low):
        return False
    size = system.digits[0]
    return not system.classes or any(low[:size] <= each <= high[:size] for each in system.classes)


def _is_below(universe: Universe, place: BlockPlace, key: Key, above: Key) -> bool:
    return universe.level(place, key) > universe.level(place, above) and _starts_with(key, above)


def _starts_with(key: Key, above: Key) -> bool:
    """Whether a code may be below another one, levels aside."""
    return isinstance(key, Some) or isinstance(above, Some) or key.startswith(above)
