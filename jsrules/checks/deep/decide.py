"""Which rules of a set follow from the rest, which contradict each other, and what they fix."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from jsrules.base.diagnostic import SEVERITIES
from jsrules.base.record import Record, replace
from jsrules.checks.deep.atoms import Spot
from jsrules.checks.deep.eliminate import CONSTANT, Budget, Row, TooLarge
from jsrules.checks.deep.ground import Equation
from jsrules.checks.deep.lines import Lines, connected
from jsrules.checks.deep.needs import are_met
from jsrules.checks.deep.precision import Precision
from jsrules.checks.deep.proofs import Proof, Prover
from jsrules.checks.deep.results import Analysis, Clash, Derivation, Forced, Implied, Partly, Step
from jsrules.checks.deep.system import Given, Line, System
from jsrules.checks.rules import CheckedRule

IMPLIED = "W313"
"""The code that an author allows to say why a rule stays that others imply."""

_HOLDS: dict[str, Callable[[int], bool]] = {
    "=": lambda value: value == 0,
    "<>": lambda value: value != 0,
    "<": lambda value: value < 0,
    "<=": lambda value: value <= 0,
    ">": lambda value: value > 0,
    ">=": lambda value: value >= 0,
}


class _Part(Record, frozen=False):
    """A connected part; ``system`` is None when it is too large."""

    lines: list[Line]
    budget: Budget
    system: System | None


class Decider:
    """Decides one set. What is proved about a part that turns out too large is not claimed."""

    def __init__(self, checked: Sequence[CheckedRule], bound: Lines, precision: Precision) -> None:
        self.checked = checked
        self.bound = bound
        self.precision = precision
        self.result = Analysis(list(bound.statuses))
        self.parts: list[_Part] = []
        self.part_of: dict[int, _Part] = {}
        self.budget = Budget()
        self.gone: set[int] = set()

    def run(self) -> Analysis:
        """Everything that there is to say."""
        equalities = [line for line in self.bound.lines if self.bound.is_equality(line.number)]
        for lines in connected(equalities):
            self._enter(sorted(lines, key=self._preference))
        self.result.equations = len(equalities)
        self.result.atoms = len({column for line in equalities for column in line.vector if column != CONSTANT})
        self.result.parts = len(self.parts)
        sound = Prover(self._standing(), self.budget)
        self._clashes(sound)
        self._forced(sound)
        dropped = self._reduce()
        kept = Prover(self._standing(), self.budget)
        for rule in dropped:
            self._explain(rule, kept)
        self._partly(kept)
        return self.result

    def _preference(self, line: Line) -> tuple[bool, int, int]:
        """First come the rules to keep: those that no author calls implied, heavy ones, early ones."""
        rule = self.checked[line.rule].rule
        acknowledged = any(code == IMPLIED and reason for code, reason in rule.allowed)
        return acknowledged, -SEVERITIES.index(rule.severity), line.number

    def _enter(self, lines: list[Line]) -> None:
        part = _Part(lines, Budget(), None)
        self.parts.append(part)
        try:
            part.system = System(lines, part.budget)
        except TooLarge:
            self._give_up(part)
        for line in lines:
            self.part_of[line.number] = part

    def _give_up(self, part: _Part) -> None:
        part.system = None
        for rule in sorted({line.rule for line in part.lines}):
            status = self.result.statuses[rule]
            if "size" not in status.outside:
                self.result.statuses[rule] = replace(status, outside=(*status.outside, "size"))

    def _standing(self) -> list[Line]:
        """The lines that proofs may use."""
        return [
            line
            for part in self.parts
            if part.system is not None
            for line in part.lines
            if line.number not in part.system.clashes and line.number not in part.system.gone
        ]

    # -- contradictions

    def _clashes(self, prover: Prover) -> None:
        found: dict[tuple[int, ...], list[tuple[Derivation, bool]]] = {}

        def add(line: Line, given: Given) -> None:
            proof = self._prove(prover, line, given, exactly=False)
            if proof is not None:
                derivation = self._derive(self.bound.equations[line.number], self.bound.scales[line.number], proof)
                rules = {line.rule, *(step.equation.rule for step in derivation.steps)}
                found.setdefault(tuple(sorted(rules)), []).append((derivation, bool(given)))

        for part in self.parts:
            for number, given in part.system.clashes.items() if part.system is not None else ():
                add(self.bound.lines[number], given)
        for line in self.bound.lines:
            if not self.bound.is_equality(line.number) and self._truth(line) is False:
                add(line, line.given)
        for rules, several in sorted(found.items()):
            proofs = tuple(derivation for derivation, _ in several)
            self.result.clashes.append(Clash(rules, proofs, all(when for _, when in several)))

    def _truth(self, line: Line) -> bool | None:
        """Whether the equalities make an inequality hold, or fail; None when they do not decide it."""
        row = Row(dict(line.vector), {CONSTANT: 1})
        columns = [column for column in line.vector if column != CONSTANT]
        try:
            for part in self.parts:
                if part.system is not None and any(column in part.system.weights for column in columns):
                    row = part.system.under(line.given).reduce(row)
        except TooLarge:
            return None
        if not row.is_empty:
            return None
        own = row.combination[CONSTANT]
        return _HOLDS[self.bound.equations[line.number].operator](row.constant if own > 0 else -row.constant)

    # -- constants

    def _forced(self, prover: Prover) -> None:
        stated: dict[int, list[Line]] = {}  # said in so many words, so that nobody need be told
        for line in self.bound.lines:
            if self.bound.is_equality(line.number) and self.bound.equations[line.number].written == 1 and line.vector:
                stated.setdefault(next(iter(line.vector)), []).append(line)
        found: dict[tuple[tuple[int, ...], bool], list[tuple[int, Derivation]]] = {}
        for part in self.parts:
            if part.system is None:
                continue
            try:
                several = part.system.fixed()
            except TooLarge:
                self._give_up(part)
                continue
            for fixed in several:
                if any(are_met(line.needs, fixed.given) for line in stated.get(fixed.column, ())):
                    continue
                line = Line(-1, -1, {fixed.column: 1}, fixed.given, fixed.given)
                proof = self._prove(prover, line, fixed.given, exactly=False)
                if proof is None:
                    continue
                atom = self.bound.atoms[fixed.column]
                claim = Equation(-1, Spot(), (-1, -1), "=", ((atom, Fraction(1)),), Fraction(), 1, fixed.given)
                derivation = self._derive(claim, 1, proof)
                rules = tuple(sorted({step.equation.rule for step in derivation.steps}))
                found.setdefault((rules, bool(fixed.given)), []).append((fixed.column, derivation))
        for (rules, when), several_ in sorted(found.items()):
            atoms = tuple(self.bound.atoms[column] for column, _ in several_)
            self.result.forced.append(Forced(rules, atoms, tuple(each for _, each in several_), when))

    # -- what follows

    def _reduce(self) -> list[int]:
        """The rules that can all be left out at once, in the order of the set: each follows from those that are kept."""
        order = sorted(
            (rule for rule, numbers in enumerate(self.bound.of_rule) if numbers),
            key=lambda rule: self._preference(self.bound.lines[self.bound.of_rule[rule][0]]),
        )
        return sorted(rule for rule in reversed(order) if self._leave_out(rule))

    def _leave_out(self, rule: int) -> bool:
        status = self.result.statuses[rule]
        if set(status.outside) - {"inequality"}:
            return False
        by_part: dict[int, list[int]] = {}
        for number in self.bound.of_rule[rule]:
            if self.bound.is_equality(number):
                by_part.setdefault(id(self.part_of[number]), []).append(number)
            elif not self._truth(self.bound.lines[number]):
                return False
        parts = [(self.part_of[numbers[0]], numbers) for numbers in by_part.values()]
        for part, numbers in parts:
            if part.system is None or len(self._implied(part, numbers)) < len(numbers):
                return False
        for part, numbers in parts:
            try:
                assert part.system is not None
                part.system.drop(numbers)
            except TooLarge:
                self._give_up(part)
                return False
        return True

    def _implied(self, part: _Part, numbers: Sequence[int]) -> list[int]:
        if part.system is None:
            return []
        try:
            return part.system.implied(numbers)
        except TooLarge:
            self._give_up(part)
            return []

    def _explain(self, rule: int, prover: Prover) -> None:
        numbers = self.bound.of_rule[rule]
        proofs = self._derivations(numbers, prover)
        if len(proofs) < len(numbers):
            return
        status = self.result.statuses[rule]
        self.result.statuses[rule] = replace(
            status, outside=tuple(each for each in status.outside if each != "inequality")
        )
        sources = sorted({step.equation.rule for proof in proofs for step in proof.steps})
        kind = "implied"
        if len(sources) == 1 and all(len(proof.steps) == 1 and not proof.rest for proof in proofs):
            stated = {proof.steps[0].equation for proof in proofs}
            whole = [self.bound.equations[number] for number in self.bound.of_rule[sources[0]]]
            outside = self.result.statuses[sources[0]].outside
            kind = "same" if not outside and stated == set(whole) else "included"
        others = {rule, *sources}
        instead = [each for each in sources if self._could_go(each, rule, others)]
        self.result.implied.append(Implied(rule, kind, proofs, tuple(instead)))

    def _could_go(self, source: int, rule: int, others: set[int]) -> bool:
        """Whether a rule of a proof could be left out instead: it follows from ``others``, those of the proof and what they prove.

        Not where a lighter rule would stand for it, nor where that would take more tables than the proof does.
        """
        mine, other = self.checked[source].rule, self.checked[rule].rule
        if SEVERITIES.index(other.severity) < SEVERITIES.index(mine.severity):
            return False
        if self.result.statuses[source].outside or not all(map(self.bound.is_equality, self.bound.of_rule[rule])):
            return False
        if len(self._tables(others - {source}) - self._tables({source})) > len(
            self._tables(others - {rule}) - self._tables({rule})
        ):
            return False
        lines = [self.bound.lines[number] for each in others - {source} for number in self.bound.of_rule[each]]
        prover = Prover(lines, self.budget)
        own = [self.bound.lines[number] for number in self.bound.of_rule[source]]
        return all(self._prove(prover, line, line.given) is not None for line in own)

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
        left_out = {each.rule for each in self.result.implied}
        for rule, numbers in enumerate(self.bound.of_rule):
            if rule in left_out:
                continue
            by_part: dict[int, list[int]] = {}
            for number in numbers:
                if number in self.part_of:
                    by_part.setdefault(id(self.part_of[number]), []).append(number)
            found = [each for several in by_part.values() for each in self._implied(self.part_of[several[0]], several)]
            found += [
                number
                for number in numbers
                if not self.bound.is_equality(number) and self._truth(self.bound.lines[number])
            ]
            if found:
                others = Prover((line for line in prover.lines.values() if line.rule != rule), self.budget)
                proofs = self._derivations(sorted(found), others)
                if proofs:
                    self.result.partly.append(Partly(rule, len(numbers), proofs))

    # -- proofs

    def _derivations(self, numbers: Sequence[int], prover: Prover) -> tuple[Derivation, ...]:
        """The proofs of lines, as far as they are found; like places are proved alike."""
        found: list[Derivation] = []
        rules: set[int] = set()
        for number in numbers:
            line = self.bound.lines[number]
            exactly = self.bound.is_equality(number)
            proof = self._prove(prover, line, line.given, exactly, rules) if rules else None
            proof = proof or self._prove(prover, line, line.given, exactly)
            if proof is not None:
                derivation = self._derive(self.bound.equations[number], self.bound.scales[number], proof)
                rules = {step.equation.rule for step in derivation.steps}
                found.append(derivation)
        return tuple(found)

    def _prove(
        self, prover: Prover, line: Line, given: Given, exactly: bool = True, rules: set[int] | None = None
    ) -> Proof | None:
        def may_use(each: Line) -> bool:
            return (rules is None or each.rule in rules) and each.number != line.number and are_met(each.needs, given)

        try:
            return prover.prove(line.vector, may_use, exactly)
        except TooLarge:
            return None

    def _derive(self, claim: Equation, scale: int, proof: Proof) -> Derivation:
        one = Fraction(1, scale)
        steps = tuple(
            Step(self.bound.equations[number], multiplier * self.bound.scales[number] * one)
            for number, multiplier in proof.combination.items()
        )
        return Derivation(
            claim, steps, proof.rest * one, self.precision.allowance(claim), self.precision.carried(steps)
        )
