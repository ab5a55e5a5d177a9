"""The tableau of a report's system."""

from __future__ import annotations

from collections.abc import Collection

from jsrules.base.simplex import GRAIN, Bounds, Tableau
from jsrules.engine.reconcile.system import System

RenewedRow = tuple[int, int, Bounds]
"""The variable of a row that was added, the number of the one that it stands for, and its bounds."""


class SystemTableau(Tableau):
    """The rows of a system over the deviations of its figures.

    ``renewed`` are rows of rates as if they were printed otherwise, by figure and mantissa.
    """

    def __init__(self, system: System, grain: int = GRAIN) -> None:
        super().__init__(
            [each.bounds for each in system.variables],
            [(dict(row.terms), row.bounds) for row in system.rows],
            grain,
        )
        self.system = system
        self.renewed: dict[tuple[int, int], list[RenewedRow]] = {}

    def changes(self, freed: Collection[int]) -> dict[int, Bounds]:
        """The bounds that are different when some figures may be anything."""
        system = self.system
        changes: dict[int, Bounds] = {}
        for figure in freed:
            for variable in system.owned[figure]:
                changes[variable] = system.variables[variable].freed
            for row in system.freeing.get(figure, ()):
                changes[self.first + row] = Bounds()
        return changes
