"""From the rules of a set to lines of integers, in connected parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import lcm

from jsrules.base.record import Record, field
from jsrules.checks.cells.references import Atom
from jsrules.checks.cells.rows import Universe
from jsrules.checks.deep.consequences import Given, Line
from jsrules.checks.deep.eliminate import CONSTANT
from jsrules.checks.deep.equations import ONE_OF, Equation, EquationBinder, PartStatement
from jsrules.checks.deep.needs import close
from jsrules.checks.deep.results import Participation
from jsrules.checks.rules import CheckedRule


class BoundStatement(Record):
    """A `PartStatement` of a rule, with its number: that of its ``line``, or, where that is -1, one behind all."""

    number: int
    line: int
    rule: int
    statement: PartStatement
    needs: Given
    given: Given


class Lines(Record, frozen=False):
    """The equations of a set, with a line for each (multiplied by its scale to be whole),
    and the column of each atom.
    """

    equations: list[Equation] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    scales: list[int] = field(default_factory=list)
    atoms: list[Atom] = field(default_factory=list)
    columns: dict[Atom, int] = field(default_factory=dict)
    statuses: list[Participation] = field(default_factory=list)
    of_rule: list[list[int]] = field(default_factory=list)
    statements: list[BoundStatement] = field(default_factory=list)
    with_alternatives: set[int] = field(default_factory=set)
    """Rules of which a part is no line."""

    def is_equality(self, number: int) -> bool:
        """Whether a line states an equality."""
        return self.equations[number].operator == "="


def lines_of(checked: Sequence[CheckedRule], universe: Universe | None) -> Lines:
    """The lines of the rules of a set; `Participation` says of each rule what is outside."""
    result = Lines()
    binder = EquationBinder(universe)
    waiting: list[tuple[int, int, PartStatement]] = []
    for number, rule in enumerate(checked):
        outside: dict[str, None] = {}
        conditional = False
        found: list[Equation] = []
        stated: list[PartStatement] = []
        for count, variant in enumerate(rule.variants):
            bound = binder.bind(number, variant, rule.scope, count)
            outside.update(bound.outside)
            conditional |= bound.conditional
            found += bound.equations
            stated += bound.statements
        if found or stated:
            outside.pop("nowhere", None)  # another variant may bind
        if "size" in outside:  # a part of a rule is no rule
            found, stated = [], []
        numbers = {id(equation): _take(result, equation, universe) for equation in found}
        result.of_rule.append(list(numbers.values()))
        waiting += [(number, numbers.get(id(each.equation), -1), each) for each in stated]
        equalities = sum(equation.operator == "=" for equation in found)
        others = sum(equation.operator != "=" for equation in found) + sum(
            each.equation.operator == ONE_OF for each in stated
        )
        result.statuses.append(Participation(equalities, conditional, tuple(outside), others))
    for owner, line, each in waiting:
        for equation in (x for group in (*each.excluded, *each.claim) for x in group):
            for atom, _ in equation.terms:
                if result.columns.setdefault(atom, len(result.atoms)) == len(result.atoms):
                    result.atoms.append(atom)
        number = line if line >= 0 else len(result.lines) + len(result.statements)
        given = close(universe, each.needs) if universe is not None else each.needs
        if line < 0:
            result.with_alternatives.add(owner)
        result.statements.append(BoundStatement(number, line, owner, each, each.needs, given))
    return result


def _take(result: Lines, equation: Equation, universe: Universe | None) -> int:
    number = len(result.equations)
    scale = lcm(equation.constant.denominator, *(value.denominator for _, value in equation.terms))
    vector: dict[int, int] = {}
    for atom, value in equation.terms:
        column = result.columns.setdefault(atom, len(result.atoms))
        if column == len(result.atoms):
            result.atoms.append(atom)
        vector[column] = int(value * scale)
    if equation.constant:
        vector[CONSTANT] = int(equation.constant * scale)
    given = close(universe, equation.needs) if universe is not None else equation.needs
    result.equations.append(equation)
    result.scales.append(scale)
    result.lines.append(Line(number, equation.rule, vector, equation.needs, given))
    return number


def connected(lines: Iterable[Line]) -> list[list[Line]]:
    """The lines in parts: those that share columns, directly or over others."""
    parent: dict[int, int] = {}

    def root(column: int) -> int:
        path = []
        while (above := parent.setdefault(column, column)) != column:
            path.append(column)
            column = above
        for each in path:
            parent[each] = column
        return column

    several = list(lines)
    for line in several:
        first, *others = [column for column in line.vector if column != CONSTANT] or [CONSTANT]
        for column in others:
            parent[root(column)] = root(first)
    found: dict[int, list[Line]] = {}
    for line in several:
        column = next((column for column in line.vector if column != CONSTANT), CONSTANT)
        found.setdefault(root(column), []).append(line)
    return list(found.values())
