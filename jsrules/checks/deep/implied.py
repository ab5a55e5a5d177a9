"""Which rules follow from the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jsrules.base.diagnostic import SEVERITIES
from jsrules.checks.deep.decide import Component, Question
from jsrules.checks.deep.eliminate import TooLarge
from jsrules.checks.deep.proofs import MANY, Prover
from jsrules.checks.deep.results import Derivation, Implied, Partly


class Redundancy:
    """Finds the rules that can all be left out at once, with proofs from those that are kept."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.bound = question.bound

    def find(self) -> None:
        """Note the rules that are implied, and those that are in part."""
        dropped = self._reduce()
        kept = Prover(self.question.standing(), self.question.budget)
        for rule in dropped:
            self._explain(rule, kept)
        self._partly(kept)

    def _reduce(self) -> list[int]:
        """The rules that can all be left out at once, in the order of the set:
        each follows from those that are kept.
        """
        order = sorted(
            (rule for rule, numbers in enumerate(self.bound.of_rule) if numbers),
            key=lambda rule: self.question.preference(self.bound.lines[self.bound.of_rule[rule][0]]),
        )
        return sorted(rule for rule in reversed(order) if self._leave_out(rule))

    def _leave_out(self, rule: int) -> bool:
        if self.question.result.statuses[rule].outside or rule in self.bound.with_alternatives:
            return False
        by_part: dict[int, list[int]] = {}
        for number in self.bound.of_rule[rule]:
            if self.bound.is_equality(number):
                by_part.setdefault(id(self.question.part_of[number]), []).append(number)
            elif not self.question.truths[number]:
                return False
        parts = [(self.question.part_of[numbers[0]], numbers) for numbers in by_part.values()]
        for part, numbers in parts:
            if part.consequences is None or len(self._implied(part, numbers)) < len(numbers):
                return False
        for part, numbers in parts:
            try:
                assert part.consequences is not None
                part.consequences.drop(numbers)
            except TooLarge:
                self.question.give_up(part)
                return False
        return True

    def _implied(self, part: Component, numbers: Sequence[int]) -> list[int]:
        if part.consequences is None:
            return []
        try:
            return part.consequences.implied(numbers)
        except TooLarge:
            self.question.give_up(part)
            return []

    def _explain(self, rule: int, prover: Prover) -> None:
        numbers = self.bound.of_rule[rule]
        proofs = self._derivations(numbers, prover)
        if len(proofs) < len(numbers):
            return
        sources = sorted({step.equation.rule for proof in proofs for step in proof.steps})
        kind = "implied"
        if len(sources) == 1 and all(len(proof.steps) == 1 for proof in proofs):
            kind = "same" if self._restates(rule, sources[0]) else "included"
        others = {rule, *sources}
        instead = [each for each in sources if len(sources) <= MANY and self._could_go(each, rule, others)]
        self.question.result.implied.append(Implied(rule, kind, proofs, tuple(instead)))

    def _restates(self, rule: int, other: int) -> bool:
        """Whether a rule says all that another one says."""
        if any(
            self.question.result.statuses[each].outside or each in self.bound.with_alternatives
            for each in (rule, other)
        ):
            return False
        prover = Prover((self.bound.lines[number] for number in self.bound.of_rule[rule]), self.question.budget)
        lines = [self.bound.lines[number] for number in self.bound.of_rule[other]]
        return all(map(self.bound.is_equality, self.bound.of_rule[rule])) and all(
            self.question.prove(prover, line, line.given) is not None for line in lines
        )

    def _could_go(self, source: int, rule: int, others: set[int]) -> bool:
        """Whether a rule of a proof could be left out instead: it follows from ``others``, those of the proof and what
        they prove.

        Not where a lighter rule would stand for it, nor where that would take more tables than the proof does.
        """
        mine, other = self.question.checked[source].rule, self.question.checked[rule].rule
        if SEVERITIES.index(other.severity) < SEVERITIES.index(mine.severity):
            return False
        if (
            self.question.result.statuses[source].outside
            or source in self.bound.with_alternatives
            or not all(map(self.bound.is_equality, self.bound.of_rule[rule]))
        ):
            return False
        if len(self._tables(others - {source}) - self._tables({source})) > len(
            self._tables(others - {rule}) - self._tables({rule})
        ):
            return False
        lines = [self.bound.lines[number] for each in others - {source} for number in self.bound.of_rule[each]]
        prover = Prover(lines, self.question.budget)
        own = [self.bound.lines[number] for number in self.bound.of_rule[source]]
        return all(self.question.prove(prover, line, line.given) is not None for line in own)

    def _tables(self, rules: Iterable[int]) -> set[object]:
        """The tables that rules refer to."""
        return {
            atom[1]
            for rule in rules
            for number in self.bound.of_rule[rule]
            for atom, _ in self.bound.equations[number].terms
            if atom[0] in ("cell", "sum")
        }

    def _partly(self, prover: Prover) -> None:
        left_out = {each.rule for each in self.question.result.implied}
        for rule, numbers in enumerate(self.bound.of_rule):
            if rule in left_out:
                continue
            by_part: dict[int, list[int]] = {}
            for number in numbers:
                if number in self.question.part_of:
                    by_part.setdefault(id(self.question.part_of[number]), []).append(number)
            found = [
                each
                for several in by_part.values()
                for each in self._implied(self.question.part_of[several[0]], several)
            ]
            found += [number for number in numbers if self.question.truths.get(number)]
            if found:
                proofs = self._derivations(sorted(found), prover, rule)
                if proofs:
                    self.question.result.partly.append(Partly(rule, len(numbers), proofs))

    def _derivations(self, numbers: Sequence[int], prover: Prover, without: int = -1) -> tuple[Derivation, ...]:
        """The proofs of lines, as far as they are found; like places are proved alike."""
        found: list[Derivation] = []
        rules: set[int] = set()
        for number in numbers:
            line = self.bound.lines[number]
            exactly = self.bound.is_equality(number)
            proof = self.question.prove(prover, line, line.given, exactly, rules, without) if rules else None
            proof = proof or self.question.prove(prover, line, line.given, exactly, None, without)
            if proof is not None:
                derivation = self.question.derive(self.bound.equations[number], self.bound.scales[number], proof)
                rules = {step.equation.rule for step in derivation.steps}
                found.append(derivation)
        return tuple(found)
