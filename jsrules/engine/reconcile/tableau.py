"""The tableau of a report's system."""

from __future__ import annotations

from collections.abc import Collection

from jsrules.base.simplex import GRAIN, OPEN, Bounds, Tableau
from jsrules.engine.reconcile.system import NONE, ROUNDED, System

RenewedRow = tuple[int, int, Bounds]
"""The variable of a row that was added, the number of the one that it stands for, and its bounds."""


class SystemTableau(Tableau):
    """The rows of a system over the deviations of its figures.

    ``renewed`` are rows of rates as if they were printed otherwise, by figure and mantissa.
    """

    def __init__(self, system: System, grain: int = GRAIN) -> None:
        super().__init__(
            [each.bounds for each in system.variables],
            [(dict(row.terms), row.bounds if row.clause < 0 else NONE) for row in system.rows],
            grain,
        )
        self.system = system
        self.renewed: dict[tuple[int, int], list[RenewedRow]] = {}
        self.clauses: list[int] = [number for number, each in enumerate(system.clauses) if not each.left_out]

    def leave_out(self, clauses: Collection[int]) -> None:
        """Hold the report to these clauses no more, here and in what is made of its system later."""
        for number in clauses:
            clause = self.system.clauses[number]
            clause.left_out = True
            self.system.left_out.append(clause.identity)
        self.clauses = [each for each in self.clauses if each not in clauses]

    def restricted(self, rows: Collection[int]) -> SystemTableau:
        """A copy with some of the rows only, by their variable, and the clauses that are made of these."""
        copy = super().restricted(rows)
        mine = {self.system.rows[each - self.first].clause for each in rows}
        copy.clauses = [each for each in self.clauses if each in mine]
        return copy

    def changes(self, freed: Collection[int]) -> dict[int, Bounds]:
        """The bounds that are different when some figures may be anything."""
        system = self.system
        changes: dict[int, Bounds] = {}
        for figure in freed:
            for variable in system.owned[figure]:
                changes[variable] = system.variables[variable].freed
            for row in system.freeing.get(figure, ()):
                changes[self.first + row] = OPEN
            for variable in system.owned[figure][1:]:
                changes[self.first + system.links[variable]] = ROUNDED
        return changes
