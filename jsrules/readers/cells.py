"""The cells of one report: numbered as they are read, each with its amount and place."""

from __future__ import annotations

from jsrules.base.units import find_unit
from jsrules.model.report import Amount, Cell
from jsrules.readers.figures import Figures, Misfit, Scope
from jsrules.readers.nodes import Scalar
from jsrules.readers.problems import Problems
from jsrules.readers.yaml_errors import misread_colon

# In a report without a form set these look like something else than a figure: 0012 may be the number of a room.
_OTHER_THINGS = frozenset(("zeros", "colon"))


class CellReader:
    """Reads scalars into cells. ``lenient``: a text that is no figure stays a text (a report without a form set)."""

    def __init__(self, problems: Problems, lenient: bool = False) -> None:
        self.cells: list[Cell] = []
        self._problems = problems
        self._lenient = lenient
        self._figures: dict[tuple[str, Scope], Figures] = {}

    def figures(self, unit: str, scope: Scope) -> Figures:
        """The reader of figures for cells of a declared unit; without one they are money."""
        known = self._figures.get((unit, scope))
        if known is None:
            found = (find_unit(unit) if unit else None) or scope.money
            known = Figures(found, scope.floor if found.dimension in ("money", "") else 0)
            self._figures[unit, scope] = known
        return known

    def cell(self, place: tuple[int, int, str, int], figures: Figures, value: Scalar) -> Cell:
        """The cell for a scalar at a place (form, block, row, column); what is wrong with its figure is noted."""
        amount: Amount | None = None
        problem = ""
        try:
            amount = figures.read(value.text)
        except Misfit as misfit:
            if self._lenient and (misfit.code != "E116" or misfit.reason in _OTHER_THINGS):
                problem = value.text
            else:
                self._complain(misfit, value)
        form, block, row, column = place
        cell = Cell(len(self.cells), form, block, row, column, amount, value.line, value.column, problem)
        self.cells.append(cell)
        return cell

    def _complain(self, misfit: Misfit, value: Scalar) -> None:
        if value.plain and misfit.code == "E115":
            colon = misread_colon(self._problems.source, value)
            if colon is not None:
                self._problems.errors.append(colon)
                return
        self._problems.add(misfit.code, misfit.message, value, remedy=misfit.remedy)
