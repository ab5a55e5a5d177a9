"""What is asked about the inequalities, alternatives and conditions of a set, and how the answers are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from jsrules.base.record import replace
from jsrules.checks.deep.consequences import Given
from jsrules.checks.deep.decide import Question
from jsrules.checks.deep.eliminate import CONSTANT
from jsrules.checks.deep.equations import Equation
from jsrules.checks.deep.knowledge import ASKED, Knowledge, Said
from jsrules.checks.deep.refute import Comparand, Refuted
from jsrules.checks.deep.results import Cases, Derivation, Step

MAXIMUM_CONTEXTS = 64
"""So many sets of needs are looked at in one part."""


class Inquiry:
    """One set, and what is known of it so far.

    ``always`` are statements whose condition always holds, ``vacuous`` rules whose condition never does; ``parts`` are
    those that contradict themselves or add to the equations, with what must be given for that.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self.bound = question.bound
        self.result = question.result
        self.knowledge = Knowledge(question)
        self.always: set[int] = set()
        self.vacuous: set[int] = set()
        self.parts: list[tuple[list[Said], list[Given]]] = []
        self.statements = {each.number: each for each in self.bound.statements}
        self.knowledge.false.update(
            number
            for number, truth in question.truths.items()
            if truth is False and not self.statements[number].statement.guards
        )

    def contexts(self, part: Iterable[Said]) -> list[Given]:
        """What may be given, each once."""
        nothing: Given = frozenset()
        return list(dict.fromkeys((nothing, *(each.given for each in part))))[:MAXIMUM_CONTEXTS]

    def equation_of(self, number: int) -> Equation:
        """The equation that stands for a statement."""
        if number in self.knowledge.equations:
            return self.bound.equations[number]
        return self.statements[number].statement.equation

    def finish(self) -> None:
        """Say of which rules something could not be answered."""
        for rule in sorted(self.knowledge.unanswered - {-1}):
            status = self.result.statuses[rule]
            if "size" not in status.outside:
                self.result.statuses[rule] = replace(status, outside=(*status.outside, "size"))

    # -- proofs as readers see them

    def derive(
        self, found: Refuted, claim: Equation, asked: Comparand | None, *, is_claim: bool, shift: Fraction = Fraction()
    ) -> Derivation:
        """A refutation of a claim's opposite as a proof of the claim; ``asked`` is the opposite in it.

        ``shift`` is what the claim is off by.
        """
        cases = self._cases(found) if found.choice is not None else None
        found = self.flat(found, asked)
        own = Fraction()
        if asked is not None and is_claim and found.choice is None:
            own = sum((factor for one, factor in found.sum if one is asked), Fraction()) * asked.factor
        if not own or asked is None:
            return Derivation(claim, (), -shift, cases=cases or self._cases(found))
        steps = tuple(
            Step(one.equation, Fraction(-factor * one.factor, own), one.number == ASKED)
            for one, factor in found.sum
            if one is not asked
        )
        # sum(factor * comparand) = total, and the opposite is asked.factor * (claim - shift) (or its turn)
        total = _total(found)
        rest = Fraction(-total, own) - shift
        carried = self.question.precision.carried(each for each in steps if not each.assumed)
        return Derivation(claim, steps, rest, self.question.precision.allowance(claim), carried, cases)

    def flat(self, found: Refuted, asked: Comparand | None) -> Refuted:
        """A refutation without the cases in which the condition of a rule does not hold, where what is asked about says
        that it does: all steps are then what rules claim.
        """
        while found.choice is not None:
            bound = self.statements.get(found.choice.number)
            excluded = len(bound.statement.excluded) if bound is not None else 0
            left = [
                each
                for number, (group, each) in enumerate(zip(found.choice.groups, found.cases, strict=True))
                if number >= excluded
                or each.choice is not None
                or not all(_is_in(one, group) or (one.number == ASKED and one is not asked) for one, _ in each.sum)
            ]
            if not excluded or len(left) != 1 or left[0] is not found.cases[-1]:
                return found
            found = left[0]
        return found

    def _cases(self, found: Refuted) -> Cases:
        if found.choice is None:
            steps = tuple(Step(one.equation, factor * one.factor, one.number == ASKED) for one, factor in found.sum)
            return Cases(steps, _total(found))
        number = found.choice.number
        rule = self.knowledge.rule_of(number) if number >= 0 else -1
        groups = [tuple(one.equation for one in group) for group in found.choice.groups]
        return Cases(rule=rule, cases=tuple(zip(groups, map(self._cases, found.cases), strict=True)))


def _is_in(one: Comparand, group: Sequence[Comparand]) -> bool:
    return any(one is each for each in group)


def _total(found: Refuted) -> Fraction:
    return sum((factor * one.vector.get(CONSTANT, 0) for one, factor in found.sum), Fraction())
