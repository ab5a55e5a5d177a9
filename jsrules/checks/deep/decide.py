"""The parts of a rule set with what is known of each, and proofs over them:
what the questions in `facts` and `implied` share.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from jsrules.base.diagnostic import SEVERITIES
from jsrules.base.record import Record, replace
from jsrules.checks.deep.consequences import Consequences, Given, Line
from jsrules.checks.deep.eliminate import CONSTANT, MAXIMUM_WORK, EliminationBudget, TooLarge, TracedRow
from jsrules.checks.deep.equations import Equation
from jsrules.checks.deep.lines import Lines, connected
from jsrules.checks.deep.needs import are_met
from jsrules.checks.deep.precision import Precision
from jsrules.checks.deep.proofs import Proof, Prover
from jsrules.checks.deep.results import Analysis, Derivation, Step
from jsrules.checks.rules import CheckedRule
from jsrules.model.linear import holds

IMPLIED = "W313"
"""The code that an author allows to say why a rule stays that others imply."""


class Component(Record, frozen=False):
    """A connected part; ``consequences`` is None when it is too large."""

    lines: list[Line]
    budget: EliminationBudget
    consequences: Consequences | None


class Question:
    """One set in its parts. What turns out too large is not claimed."""

    def __init__(self, checked: Sequence[CheckedRule], bound: Lines, precision: Precision) -> None:
        self.checked = checked
        self.bound = bound
        self.precision = precision
        self.result = Analysis(list(bound.statuses))
        self.parts: list[Component] = []
        self.part_of: dict[int, Component] = {}
        self.total = EliminationBudget()
        self.budget = EliminationBudget(MAXIMUM_WORK)
        equalities = [line for line in bound.lines if bound.is_equality(line.number)]
        for lines in connected(equalities):
            self._enter(sorted(lines, key=self.preference))
        self.result.equations = len(equalities)
        self.result.atoms = len(bound.atoms)
        self.result.parts = len(self.parts)
        self.result.inequalities = sum(status.inequalities for status in bound.statuses)
        self.truths: dict[int, bool | None] = {}
        self._settle()

    def preference(self, line: Line) -> tuple[bool, int, int]:
        """The order of the lines: first come the rules to keep: those that no author calls implied, heavy ones,
        early ones.
        """
        return self.preference_of(line.rule, line.number)

    def preference_of(self, number: int, tie: int) -> tuple[bool, int, int]:
        """The same for a rule by its number; then ``tie`` decides."""
        rule = self.checked[number].rule
        acknowledged = any(code == IMPLIED and reason for code, reason in rule.allowed)
        return acknowledged, -SEVERITIES.index(rule.severity), tie

    def _enter(self, lines: list[Line]) -> None:
        part = Component(lines, EliminationBudget(MAXIMUM_WORK, self.total), None)
        self.parts.append(part)
        try:
            part.consequences = Consequences(lines, part.budget)
        except TooLarge:
            self.give_up(part)
        for line in lines:
            self.part_of[line.number] = part

    def give_up(self, part: Component) -> None:
        """Say that a part is too large, and make no claim about it any more."""
        part.consequences = None
        for rule in sorted({line.rule for line in part.lines}):
            status = self.result.statuses[rule]
            if "size" not in status.outside:
                self.result.statuses[rule] = replace(status, outside=(*status.outside, "size"))

    def standing(self) -> list[Line]:
        """The lines that proofs may use."""
        return [
            line
            for part in self.parts
            if part.consequences is not None
            for line in part.lines
            if line.number not in part.consequences.clashes and line.number not in part.consequences.gone
        ]

    def _settle(self) -> None:
        """Whether the equalities make the inequalities hold, or fail; None for those that they do not decide."""
        for line in self.bound.lines:
            if not self.bound.is_equality(line.number):
                self.truths[line.number] = self._truth(line)

    def _truth(self, line: Line) -> bool | None:
        row = TracedRow(dict(line.vector), {CONSTANT: 1})
        columns = [column for column in line.vector if column != CONSTANT]
        try:
            for part in self.parts:
                if part.consequences is not None and any(column in part.consequences.weights for column in columns):
                    row = part.consequences.under(line.given).reduce(row)
        except TooLarge:
            return None
        if not row.is_empty:
            return None
        own = row.combination[CONSTANT]
        return holds(self.bound.equations[line.number].operator, row.constant if own > 0 else -row.constant)

    def prove(
        self,
        prover: Prover,
        line: Line,
        given: Given,
        exactly: bool = True,
        rules: set[int] | None = None,
        without: int = -1,
    ) -> Proof | None:
        """A short proof of a line by others that are decided where it is: only by ``rules``, if they are given,
        not by ``without``.
        """

        def may_use(each: Line) -> bool:
            return (
                (rules is None or each.rule in rules)
                and each.rule != without
                and each.number != line.number
                and are_met(each.needs, given)
            )

        try:
            return prover.prove(line.vector, may_use, exactly)
        except TooLarge:
            return None

    def derive(self, claim: Equation, scale: int, proof: Proof) -> Derivation:
        """A proof as readers see it: in terms of the equations as written."""
        one = Fraction(1, scale)
        steps = tuple(
            Step(self.bound.equations[number], multiplier * self.bound.scales[number] * one)
            for number, multiplier in proof.combination.items()
        )
        return Derivation(
            claim, steps, proof.rest * one, self.precision.allowance(claim), self.precision.carried(steps)
        )
