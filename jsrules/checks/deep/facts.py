"""What no report can satisfy, and what leaves a cell one value only."""

from __future__ import annotations

from fractions import Fraction

from jsrules.checks.cells.references import Spot
from jsrules.checks.deep.consequences import Given, Line
from jsrules.checks.deep.decide import Question
from jsrules.checks.deep.eliminate import TooLarge
from jsrules.checks.deep.equations import Equation
from jsrules.checks.deep.needs import are_met
from jsrules.checks.deep.proofs import Prover
from jsrules.checks.deep.results import Clash, Derivation, FixedValue, Forced


def find_clashes(question: Question, prover: Prover) -> None:
    """Note the rules that contradict each other."""
    found: dict[tuple[int, ...], list[tuple[Derivation, bool]]] = {}

    def add(line: Line, given: Given) -> None:
        proof = question.prove(prover, line, given, exactly=False)
        if proof is not None:
            derivation = question.derive(
                question.bound.equations[line.number], question.bound.scales[line.number], proof
            )
            rules = {line.rule, *(step.equation.rule for step in derivation.steps)}
            found.setdefault(tuple(sorted(rules)), []).append((derivation, bool(given)))

    for part in question.parts:
        for number, given in part.consequences.clashes.items() if part.consequences is not None else ():
            add(question.bound.lines[number], given)
    guarded = {each.line for each in question.bound.statements if each.statement.guards}
    for number, truth in question.truths.items():
        if truth is False and number not in guarded:  # else it depends on whether the condition can hold
            add(question.bound.lines[number], question.bound.lines[number].given)
    for rules, several in sorted(found.items()):
        proofs = tuple(derivation for derivation, _ in several)
        question.result.clashes.append(Clash(rules, proofs, all(when for _, when in several)))


def find_forced(question: Question, prover: Prover) -> None:
    """Note the cells and sums that have one value only, unless a rule says so in as many words."""
    stated: dict[int, list[Line]] = {}  # said in so many words, so that nobody need be told
    for line in question.bound.lines:
        if (
            question.bound.is_equality(line.number)
            and question.bound.equations[line.number].written == 1
            and line.vector
        ):
            stated.setdefault(next(iter(line.vector)), []).append(line)
    found: list[tuple[tuple[int, ...], bool, int, Derivation]] = []
    for part in question.parts:
        if part.consequences is None:
            continue
        try:
            several = part.consequences.fixed()
        except TooLarge:
            question.give_up(part)
            continue
        for fixed in several:
            atom = question.bound.atoms[fixed.column]
            if atom == ("money",) or any(are_met(line.needs, fixed.given) for line in stated.get(fixed.column, ())):
                continue
            line = Line(-1, -1, {fixed.column: 1}, fixed.given, fixed.given)
            proof = question.prove(prover, line, fixed.given, exactly=False)
            if proof is None:
                continue
            claim = Equation(-1, 0, 1, Spot(), (-1, -1), "=", ((atom, Fraction(1)),), Fraction(), 1, fixed.given)
            derivation = question.derive(claim, 1, proof)
            rules = tuple(sorted({step.equation.rule for step in derivation.steps}))
            found.append((rules, bool(fixed.given), fixed.column, derivation))
    # What follows from one constant is told with it, but apart where it does so only under conditions.
    groups: dict[tuple[frozenset[int], bool], list[FixedValue]] = {
        (frozenset((line.rule,)), not line.is_firm): [] for lines in stated.values() for line in lines
    }
    for rules, when, column, derivation in sorted(found, key=lambda each: (each[1], len(each[0]), *each[:3])):
        root = next((root for root, root_when in groups if root <= set(rules) and root_when <= when), frozenset(rules))
        fact = FixedValue(question.bound.atoms[column], -derivation.rest, (derivation,))
        groups.setdefault((root, when), []).append(fact)
    for (_, when), facts in groups.items():
        if facts:
            question.result.forced.append(Forced(tuple(sorted(facts[0].proofs[0].rules)), tuple(facts), when))
