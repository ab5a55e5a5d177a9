"""Cells and sums that inequalities, alternatives and conditions leave one value only, or keep within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from jsrules.base.record import replace
from jsrules.checks.cells.references import Spot
from jsrules.checks.deep.consequences import Given
from jsrules.checks.deep.eliminate import CONSTANT, TooLarge, TracedRow, Vector
from jsrules.checks.deep.equations import Equation
from jsrules.checks.deep.inquiry import MAXIMUM_CONTEXTS, Inquiry
from jsrules.checks.deep.knowledge import ASKED, MAXIMUM_BOUNDED, Said, all_columns, columns_of, core, has_equation
from jsrules.checks.deep.needs import are_met
from jsrules.checks.deep.refute import Comparand, OneOf, Refuted, Refuter, Together
from jsrules.checks.deep.results import Derivation, FixedValue, Forced, ImpliedBound
from jsrules.model.linear import NEGATED

FAR = 10**15
"""A bound farther out than this is none."""

FACTOR = -2
"""The column of what a reduced unit vector was multiplied by."""


class Values:
    """Looks for them in one set."""

    def __init__(self, inquiry: Inquiry) -> None:
        self.inquiry = inquiry
        self.bound = inquiry.bound
        self.knowledge = inquiry.knowledge
        self.result = inquiry.result

    def find(self) -> None:
        """Note cells with one value, and bounds."""
        for part, tight in self.inquiry.parts:
            self._forced(part, tight)
        self._entailed()
        self._find_bounds()

    def _forced(self, part: Sequence[Said], contexts: Sequence[Given]) -> None:
        for given in contexts:
            usable = core([each for each in part if self.knowledge.may_use(each, given)])
            if usable:
                self._note_fixed(usable, given)

    def _entailed(self) -> None:
        """Cells with one value since an equation is what is left of several alternatives."""
        for bound in self.bound.statements:
            said = self.knowledge.said[bound.number]
            if said.number in self.knowledge.false or said.rule in self.inquiry.vacuous or not has_equation(said):
                continue
            if bound.statement.guards and len(bound.statement.claim) == 1 and said.number not in self.inquiry.always:
                continue
            for group in said.written.groups:
                one = group[0]
                if len(group) > 1 or one.strict is not None:
                    continue
                opposite = self.knowledge.opposite(OneOf(ASKED, (group,)))
                if self.knowledge.refute(opposite, said.given) is not None:
                    asked, _ = self.knowledge.reduce(OneOf(ASKED, (group,)))
                    self._note_fixed(core(self.knowledge.near(columns_of(asked), said.given), [asked]), said.given)

    def _note_fixed(self, usable: Sequence[Said], given: Given) -> None:
        known = {(fact.atom, each.when) for each in self.result.forced for fact in each.facts}
        stated = self._stated(given)
        try:
            found = self._fixed(usable, given)
        except TooLarge:
            self.knowledge.unanswered.update(each.rule for each in usable)
            return
        groups: dict[tuple[int, ...], list[FixedValue]] = {}
        facts: list[tuple[tuple[int, ...], FixedValue]] = []
        for column, value, proofs in found:
            atom = self.bound.atoms[column]
            if atom == ("money",) or {(atom, False), (atom, bool(given))} & known or (column, value) in stated:
                continue
            rules = tuple(sorted({rule for proof in proofs for rule in proof.rules}))
            facts.append((rules, FixedValue(atom, value, proofs)))
        for rules, fact in sorted(facts, key=lambda each: len(each[0])):
            root = next((each for each in groups if set(each) <= set(rules)), rules)
            groups.setdefault(root, []).append(fact)
        self.result.forced += [Forced(rules, tuple(each), bool(given)) for rules, each in groups.items()]

    def _stated(self, given: Given) -> set[tuple[int, Fraction]]:
        """Columns that a rule gives a value in so many words, wherever something is given."""
        return {
            (column, Fraction(-line.vector.get(CONSTANT, 0), line.vector[column]))
            for line in self.bound.lines
            if self.bound.is_equality(line.number)
            and self.bound.equations[line.number].written == 1
            and are_met(line.needs, given)
            for column in line.vector
            if column != CONSTANT
        }

    def _candidates(self, usable: Sequence[Said]) -> dict[int, Vector]:
        """The columns that these statements could fix, each times its `FACTOR` in terms of the reduced ones."""
        inside = {c for each in usable for group in each.reduced.groups for one in group for c in one.vector}
        parts = {number for column in inside for number in self.knowledge.column_parts.get(column, ())}
        near = {column for each in usable for group in each.written.groups for one in group for column in one.vector}
        for number in parts:
            consequences = self.inquiry.question.parts[number].consequences
            if consequences is not None and len(consequences.weights) <= 4 * MAXIMUM_CONTEXTS:
                near.update(consequences.weights)
        found: dict[int, Vector] = {}
        for column in sorted(near - {CONSTANT}):
            row = TracedRow({column: 1}, {CONSTANT: 1})
            for number in self.knowledge.column_parts.get(column, ()):
                consequences = self.inquiry.question.parts[number].consequences
                if consequences is not None:
                    row = consequences.firm.reduce(row)
            if set(row.vector) <= inside | {CONSTANT} and not row.is_empty:
                found[column] = {**row.vector, FACTOR: row.combination[CONSTANT]}
        return found

    def _fixed(self, usable: Sequence[Said], given: Given) -> list[tuple[int, Fraction, tuple[Derivation, ...]]]:
        choices = [each.reduced for each in usable]
        answer = Refuter(self.knowledge.budget).ask(choices)
        if isinstance(answer, Refuted) or len(all_columns(choices)) > MAXIMUM_BOUNDED:
            return []
        vectors = self._candidates(usable)
        open_ones = {column: _value(vector, answer.point) for column, vector in vectors.items()}
        found = []
        for column in vectors:
            if column not in open_ones:
                continue
            value = open_ones[column]
            sides = []
            for operator in ("<", ">"):
                asked = self._comparison(column, operator, value, given)
                reduced, _ = self.knowledge.reduce(asked)
                answer = Refuter(self.knowledge.budget).ask([reduced, *choices])
                if isinstance(answer, Together):
                    open_ones = {
                        each: known for each, known in open_ones.items() if _value(vectors[each], answer.point) == known
                    }
                    open_ones.pop(column, None)
                    break
                sides.append(self._bound_proof(column, operator, value, given))
            if len(sides) == 2 and all(sides):
                found.append((column, value, tuple(each for each in sides if each is not None)))
        return found

    def _comparison(self, column: int, operator: str, value: Fraction, given: Given) -> OneOf:
        equation = self._about(column, operator, given)
        return self.knowledge.groups([[replace(equation, constant=-value)]])

    def _about(self, column: int, operator: str, given: Given) -> Equation:
        terms = ((self.bound.atoms[column], Fraction(1)),)
        return Equation(-1, 0, 1, Spot(), (-1, -1), operator, terms, Fraction(), 1, given)

    def _bound_proof(self, column: int, operator: str, value: Fraction, given: Given) -> Derivation | None:
        """The proof that a column cannot be beyond a value, with the claim ``atom >= 0`` (or ``<=`` …), off by the
        value.
        """
        answer = self.knowledge.refute([self._comparison(column, operator, value, given)], given)
        if answer is None:
            return None
        claim = self._about(column, NEGATED[operator], given)
        asked = next((one for leaf in answer.leaves() for one, _ in leaf if one.number == ASKED), None)
        return self.inquiry.derive(answer, claim, asked, is_claim=True, shift=value)

    # -- bounds

    def _find_bounds(self) -> None:
        """Note the bounds of cells that follow and are not stated."""
        if not self.knowledge.said or len(self.bound.atoms) > MAXIMUM_BOUNDED:
            return
        if any(not each.under for each in self.result.clashes):
            return  # what is left of a contradiction says nothing of reports
        forced = {fact.atom for each in self.result.forced for fact in each.facts}
        forced |= {self.bound.atoms[column] for column, _ in self._stated(frozenset())}
        for column, atom in enumerate(self.bound.atoms):
            if atom in forced or atom == ("money",):
                continue
            for operator in ("<", ">"):
                try:
                    found = self._bound(column, operator)
                except TooLarge:
                    return
                if found is None:
                    continue
                value, strict = found
                proof = self._bound_proof(column, operator + "=" * strict, value, frozenset())
                if proof is not None and not self._is_stated(proof):
                    self.result.bounds.append(ImpliedBound(atom, proof.claim.operator, value, proof))

    def _is_stated(self, proof: Derivation) -> bool:
        return proof.cases is None and len(proof.steps) == 1 and proof.steps[0].equation.written == 1

    def _bound(self, column: int, operator: str) -> tuple[Fraction, bool] | None:
        """The least (``<``) or greatest (``>``) value of a column, and whether it is left out; None without any."""
        sign = 1 if operator == "<" else -1
        value, known = Fraction(-FAR * sign), False
        for _ in range(MAXIMUM_CONTEXTS):
            choice, _ = self.knowledge.reduce(self._comparison(column, operator + "=", value, frozenset()))
            near = core(self.knowledge.near(columns_of(choice), frozenset()), [choice])
            answer = Refuter(self.knowledge.budget).ask([choice, *(each.reduced for each in near)])
            if isinstance(answer, Together):
                return (value, False) if known else None
            bounds = [each for leaf in answer.leaves() if (each := _bound_in(leaf)) is not None]
            if not bounds:
                return None
            # Each sum says: the column (times its factor) is at least (at most) what makes it 0.
            least = min(bounds) if sign > 0 else max(bounds)
            nearest = value + least
            if known and nearest == value:
                return value, True
            value, known = nearest, True
        return None


def _value(vector: Vector, point: dict[int, Fraction]) -> Fraction:
    """A column at a point, as `Values._candidates` gives it: its factor times it is the reduced row."""
    total = sum((value * point.get(column, Fraction()) for column, value in vector.items() if column >= 0), Fraction())
    return Fraction(total + vector.get(CONSTANT, 0), vector[FACTOR])


def _bound_in(leaf: Sequence[tuple[Comparand, Fraction]]) -> Fraction | None:
    """How far a sum moves the bound that is asked about; None when it does not use it."""
    own = sum((factor * one.factor for one, factor in leaf if one.number == ASKED), Fraction())
    if not own:
        return None
    total = sum((factor * one.vector.get(CONSTANT, 0) for one, factor in leaf), Fraction())
    return Fraction(total, own)
