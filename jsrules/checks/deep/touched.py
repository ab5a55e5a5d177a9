"""The cells that a rule looks at, wherever it is bound: what people ask of a rule, whether it is linear or not."""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.base.record import Record
from jsrules.checks.deep.atoms import Atom, Key, Some, Spot
from jsrules.checks.deep.references import Elsewhere, References
from jsrules.checks.deep.spots import spots
from jsrules.checks.deep.universe import Universe
from jsrules.model.form import BlockPlace
from jsrules.model.syntax import Cells, Children, Every, Existing, OfLevel, Range, Rule
from jsrules.model.tree import walk


class Bound(Record):
    """A rule in one place: the atoms that it refers to there, and the tables that it asks about as a whole."""

    spot: Spot
    home: BlockPlace
    atoms: tuple[Atom, ...]
    tables: tuple[int, ...]


def bind(universe: Universe, rule: Rule) -> list[Bound]:
    """The places of a resolved rule, with what it refers to in each."""
    references = References(universe, rule.missing)
    nodes = [each for each in walk(rule.body) if isinstance(each, Cells)]
    tables = tuple(dict.fromkeys(each.form for each in walk(rule.body) if isinstance(each, Existing)))
    found = []
    for spot, home, _ in spots(universe, rule.quantifier):
        try:
            atoms = [atom for node in nodes for atom in references.atoms(node, spot)[0]]
        except Elsewhere:
            continue
        found.append(Bound(spot, home, tuple(dict.fromkeys(atoms)), tables))
    return found


def cells_of(universe: Universe, atoms: Iterable[Atom]) -> dict[Atom, None]:
    """The cells that atoms are about: of a sum over rows that only a report tells, those that it may hold."""
    cells: dict[Atom, None] = {}
    for atom in atoms:
        if atom[0] == "cell":
            cells[atom] = None
        elif atom[0] == "sum":
            _, form, block, rows, key, column, prior = atom
            for each in _within(universe, (form, block), rows, key):
                cells["cell", form, block, each, column, prior] = None
    return cells


def _within(universe: Universe, place: BlockPlace, rows: object, key: Key) -> list[Key]:
    match rows:
        case Every():
            return list(universe.rows(place))
        case OfLevel("top"):  # as a rule: a report may leave out the row above
            coded = universe.axis(place, "code")
            return [each for each in coded if not any(_is_below(universe, place, each, other) for other in coded)]
        case OfLevel(level):
            return universe.axis(place, level)
        case Range(first, last):
            low, high = getattr(first, "code", ""), getattr(last, "code", "")
            return [each for each in universe.axis(place, "code") if _is_between(universe, place, each, low, high)]
        case Children():
            return [each for each in universe.axis(place, "code") if _is_below(universe, place, each, key)]
    raise AssertionError(rows)


def _is_between(universe: Universe, place: BlockPlace, key: Key, low: str, high: str) -> bool:
    system = universe.classification(place)
    if isinstance(key, Some):
        return system is not None and key.level == system.level(low)
    return len(key) == len(low) and low <= key <= high


def _is_below(universe: Universe, place: BlockPlace, key: Key, above: Key) -> bool:
    if universe.level(place, key) <= universe.level(place, above):
        return False
    return isinstance(key, Some) or isinstance(above, Some) or key.startswith(above)
