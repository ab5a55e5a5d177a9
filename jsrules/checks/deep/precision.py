"""How far rounding can move the equations of an analysis, if every figure is printed with the usual decimals."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from jsrules.checks.cells.references import Atom
from jsrules.checks.deep.equations import Equation
from jsrules.checks.deep.results import Step
from jsrules.checks.lints.rounding import USUAL_DECIMALS, last_place
from jsrules.model.form import FormSet


class Precision:
    """The allowance (最大尾差) of equations; see ``spec/numbers.md``."""

    def __init__(self, forms: FormSet | None) -> None:
        self.forms = forms

    def allowance(self, equation: Equation) -> Fraction | None:
        """Half the sum of last places, each times its coefficient;
        None when a sum over rows goes in that only a report tells.
        """
        total = Fraction()
        for atom, coefficient in equation.terms:
            place = self._last_place(atom)
            if place is None:
                return None
            total += abs(coefficient) * place
        return total * Fraction(1, 2)

    def carried(self, steps: Iterable[Step]) -> Fraction | None:
        """What is left of the allowances of a proof's steps when they are put together."""
        total = Fraction()
        for step in steps:
            own = self.allowance(step.equation)
            if own is None:
                return None
            total += abs(step.multiplier) * own
        return total

    def _last_place(self, atom: Atom) -> Fraction | None:
        kind = atom[0]
        if kind in ("sum", "names"):
            return None
        if kind == "cell" and self.forms is not None:
            _, form, block, key, column, _ = atom
            row = self.forms.forms[form].blocks[block].row(key)
            return last_place(self.forms.unit_of(form, block, row, column), self.forms.money_power)
        return Fraction(1, 10**USUAL_DECIMALS) if kind == "name" else Fraction()
