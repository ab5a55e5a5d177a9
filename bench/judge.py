"""Error localisation by Z3, to hold ours against: the same identities as constraints, cheapest sets of figures by its solver."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import z3

from jsrules.engine.reconcile.cases import CaseClaim, StandingCondition
from jsrules.engine.reconcile.hitting import bits
from jsrules.engine.reconcile.identities import Identities
from jsrules.engine.reconcile.localise import Localisation
from jsrules.engine.reconcile.rates import is_rate_of_prints
from jsrules.model.ground import GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.report import Cell
from jsrules.model.syntax import Compare

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
        self.prints: dict[int, z3.ArithRef] = {}
        self.unknown = identities.unknown
        self.solver = z3.SolverFor("QF_LRA")
        for entry in identities.entries:
            if entry.outcome not in used:
                continue
            if entry.branches is not None:
                self.solver.add(z3.Or([z3.And([self._claim(each) for each in branch]) for branch in entry.branches]))
            elif isinstance(entry.ground, GroundLinear | GroundRatio):
                self.solver.add(self._claim(CaseClaim(entry.ground, chosen=entry.condition)))

    def _may_be_negative(self, cell: Cell) -> bool:
        if cell.amount is not None and cell.amount.unit.dimension == "ratio":
            return True
        shape = self.report.forms.forms[cell.form].blocks[cell.block]
        row = shape.rows[shape.row_index[cell.row]] if cell.row in shape.row_index else None
        return self.report.forms.may_be_negative(cell.form, cell.block, row, cell.column)

    def _changed(self, index: int) -> z3.BoolRef:
        if index in self.unknown and index in self.amounts:
            return z3.BoolVal(False)
        if index not in self.changed:
            amount = self.report.cells[index].amount
            assert amount is not None
            true = self.amounts[index] = z3.Real(f"x{index}")
            if index in self.unknown:  # it may be anything, and nothing else is let off for it
                if index in self.held:
                    self.solver.add(true >= number(-self._half(index)))
                return z3.BoolVal(False)
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

    def _claim(self, claim: CaseClaim | StandingCondition) -> z3.BoolRef:
        """What an identity or a part of a case says."""
        if isinstance(claim, StandingCondition):
            return z3.Or([self._changed(index) for index in claim.cells])
        ground, free = claim.ground, [self._changed(index) for index in claim.chosen]
        if isinstance(ground, GroundRatio):
            return self._ratio(ground, free)
        if claim.premise and not (isinstance(ground.node, Compare) and ground.node.operator == "=="):
            return self._premise(ground)
        if ground.operator == "==" or claim.premise:
            printed = self._form_of_prints(ground.row)
            return z3.Or(*free, held(printed, ground.operator))
        return z3.Or(*free, held(self._form(ground.row), ground.operator))

    def _premise(self, ground: GroundLinear) -> z3.BoolRef:
        """A condition, which holds where it holds of the prints, or of any amounts that print so."""
        room = sum(abs(Fraction(value, ground.row.denominator)) * self._half(index)
                   for index, value in ground.row.terms.items())  # fmt: skip
        form = self._form_of_prints(ground.row)
        if not room:
            return held(form, ground.operator)
        low, up = form >= number(-room), form <= number(room)
        return {"=": z3.And(low, up), "<": up, "<=": up, ">": low, ">=": low}[ground.operator]

    def _form_of_prints(self, form: Linear) -> z3.ArithRef:
        terms = [
            number(Fraction(value, form.denominator)) * self._print(index)
            for index, value in form.terms.items() if value
        ]  # fmt: skip
        return z3.Sum([*terms, number(Fraction(form.constant, form.denominator))])

    def _ratio(self, ground: GroundRatio, free: list[z3.BoolRef]) -> z3.BoolRef:
        amount = self.report.cells[ground.cell].amount
        assert amount is not None
        sides = []
        for end, relation in (
            (2 * amount.mantissa - 1, ">" if amount.mantissa <= 0 else ">="),
            (2 * amount.mantissa + 1, "<" if amount.mantissa >= 0 else "<="),
        ):
            form, base = ground.numerator.copy(), ground.denominator.copy()
            base.scale(end, 2 * 10**amount.decimals)
            form.add(base, -1)
            sides.append((form, relation))
        free = [*free, self._changed(ground.cell)]
        # Once one of its figures is changed it may be of any true amounts that print so; else of the printed ones or of
        # the true ones.
        claims = [z3.Or(*free, self._can_be(form, relation)) for form, relation in sides]
        if not is_rate_of_prints(self.report, ground):
            figures = [self._changed(index) for index in {**ground.numerator.terms, **ground.denominator.terms}]
            claims += [z3.Or(*free, *figures, held(self._form(form), relation)) for form, relation in sides]
        return z3.And(claims)

    def _can_be(self, form: Linear, relation: str) -> z3.BoolRef:
        """Whether a form can be so for some amounts that print as the figures do."""
        sign = 1 if relation[0] == ">" else -1
        terms, strict, wider = [], len(relation) == 1, Fraction(0)
        for index, value in form.terms.items():
            if value:
                factor = sign * Fraction(value, form.denominator)
                terms.append(number(factor) * self._print(index))
                half = self._half(index)
                wider += abs(factor) * half
                strict = strict or (half > 0 and factor > 0)
        total = z3.Sum([*terms, number(wider + sign * Fraction(form.constant, form.denominator))])
        return held(total, ">" if strict else ">=")

    def _half(self, index: int) -> Fraction:
        amount = self.report.cells[index].amount
        assert amount is not None
        return Fraction(0) if amount.exact else Fraction(1, 2 * 10**amount.decimals)

    def _print(self, index: int) -> z3.ArithRef:
        """What a figure prints, or would once it is changed."""
        if index not in self.prints:
            free, half = self._changed(index), self._half(index)
            true, amount = self.amounts[index], self.report.cells[index].amount
            assert amount is not None
            printed = self.prints[index] = z3.Real(f"p{index}") if half else true
            if half:
                if index not in self.unknown:
                    self.solver.add(z3.Or(free, printed == number(Fraction(amount.mantissa, 10**amount.decimals))))
                self.solver.add(true - printed >= number(-half), true - printed < number(half))
                if index in self.held:
                    self.solver.add(printed >= 0)
        return self.prints[index]

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


def held(form: z3.ArithRef, relation: str) -> z3.BoolRef:
    """A form in a relation to 0."""
    return {"=": form == 0, "==": form == 0, "<=": form <= 0, "<": form < 0, ">=": form >= 0, ">": form > 0}[relation]


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
