"""Error localisation by Z3, to hold ours against: the same identities as constraints, cheapest sets of figures by its solver."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import z3

from jsrules.engine.reconcile.hitting import bits
from jsrules.engine.reconcile.identities import Identities
from jsrules.engine.reconcile.localise import Localisation
from jsrules.model.ground import GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.report import Cell

Sets = set[frozenset[int]]


class Judge:
    """The cheapest corrections of a report by Z3."""

    def __init__(self, identities: Identities, used: set[int]) -> None:
        self.report = identities.report
        held = [each for each in self.report.cells if not self._may_be_negative(each)]
        broken = any(each.amount is not None and each.amount.mantissa < 0 for each in held)
        self.held = set() if broken else {each.index for each in held}
        self.amounts: dict[int, z3.ArithRef] = {}
        self.changed: dict[int, z3.BoolRef] = {}
        self.solver = z3.SolverFor("QF_LRA")
        for entry in identities.entries:
            if entry.outcome in used:
                free = [self._changed(index) for index in entry.condition]
                if isinstance(entry.ground, GroundLinear):
                    self._linear(entry.ground, free)
                elif isinstance(entry.ground, GroundRatio):
                    self._ratio(entry.ground, free)

    def _may_be_negative(self, cell: Cell) -> bool:
        if cell.amount is not None and cell.amount.unit.dimension == "ratio":
            return True
        shape = self.report.forms.forms[cell.form].blocks[cell.block]
        row = shape.rows[shape.row_index[cell.row]] if cell.row in shape.row_index else None
        return self.report.forms.may_be_negative(cell.form, cell.block, row, cell.column)

    def _changed(self, index: int) -> z3.BoolRef:
        if index not in self.changed:
            amount = self.report.cells[index].amount
            assert amount is not None
            true = self.amounts[index] = z3.Real(f"x{index}")
            free = self.changed[index] = z3.Bool(f"b{index}")
            value = Fraction(amount.mantissa, 10**amount.decimals)
            if amount.exact:
                self.solver.add(z3.Or(free, true == number(value)))
                if index in self.held:
                    self.solver.add(true >= 0)
            else:
                half = Fraction(1, 2 * 10**amount.decimals)
                if index in self.held:
                    self.solver.add(true >= number(-half))
                self.solver.add(z3.Or(free, z3.And(true >= number(value - half), true < number(value + half))))
        return self.changed[index]

    def _form(self, form: Linear) -> z3.ArithRef:
        terms = []
        for index, value in form.terms.items():
            self._changed(index)
            if value:
                terms.append(number(Fraction(value, form.denominator)) * self.amounts[index])
        return z3.Sum([*terms, number(Fraction(form.constant, form.denominator))])

    def _linear(self, ground: GroundLinear, free: list[z3.BoolRef]) -> None:
        form = self._form(ground.row)
        relation = {"=": form == 0, "==": form == 0, "<=": form <= 0, "<": form < 0, ">=": form >= 0, ">": form > 0}
        self.solver.add(z3.Or(*free, relation[ground.operator]))

    def _ratio(self, ground: GroundRatio, free: list[z3.BoolRef]) -> None:
        amount = self.report.cells[ground.cell].amount
        assert amount is not None
        top, bottom = self._form(ground.numerator), self._form(ground.denominator)
        low = number(Fraction(2 * amount.mantissa - 1, 2 * 10**amount.decimals))
        high = number(Fraction(2 * amount.mantissa + 1, 2 * 10**amount.decimals))
        above = top > low * bottom if amount.mantissa <= 0 else top >= low * bottom
        below = top < high * bottom if amount.mantissa >= 0 else top <= high * bottom
        self.solver.add(z3.Or(*free, self._changed(ground.cell), z3.And(above, below)))

    def minima(self, weights: dict[int, int], most: int) -> tuple[int, Sets]:
        """The least weight, and all sets of figures of that weight whose change makes everything hold."""
        cells = sorted(self.changed)
        weighted = [(self.changed[index], weights[index]) for index in cells]
        bound = 0
        while True:
            self.solver.push()
            self.solver.add(z3.PbLe(weighted, bound))
            found: Sets = set()
            while len(found) < most and self.solver.check() == z3.sat:
                model = self.solver.model()
                one = frozenset(index for index in cells if z3.is_true(model[self.changed[index]]))
                found.add(one)
                self.solver.add(z3.Or([z3.Not(self.changed[index]) for index in one]))
            self.solver.pop()
            if found:
                return bound, found
            bound += 1


def number(value: Fraction) -> z3.RatNumRef:
    """An exact number of Z3."""
    return z3.Q(value.numerator, value.denominator)


def minima_of(found: Localisation, cells: list[int]) -> Sets:
    """The product of the choices."""
    sets: Sets = set()
    for parts in product(*(choice.sets for choice in found.choices)):
        union = 0
        for each in parts:
            union |= each
        sets.add(frozenset(cells[each] for each in bits(union)))
    return sets
