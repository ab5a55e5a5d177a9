"""Holding the claims of an analysis against the slow interpreter of spec/reference.py, on one report at a time.

A proof says that left less right of one rule is a sum of those of others, whatever the figures are: so on any report, however
wrong, the differences that the interpreter finds must add up. And where the rule is decided, so must be all that its proof uses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from jsrules.checks.cells.rows import Some, Universe
from jsrules.checks.deep.equations import Equation
from jsrules.checks.deep.results import Analysis, Derivation
from jsrules.checks.rules import CheckedRule
from jsrules.model import syntax as s
from jsrules.model.report import Report
from spec.reference import Interpreter
from spec.reference_numbers import Unknown, attempt


def derivations(analysis: Analysis) -> Iterator[Derivation]:
    """Every proof of an analysis whose claim is a rule's and that is one sum of rules."""
    for each in (*analysis.implied, *analysis.partly, *analysis.clashes):
        yield from (proof for proof in each.proofs if is_sum(proof))


def is_sum(proof: Derivation) -> bool:
    """Whether a proof is one sum of what rules claim; cases and conditions are for `support.farkas` to check."""
    return bool(proof.steps or proof.cases is None) and not any(step.assumed for step in proof.steps)


def hold(report: Report, checked: Sequence[CheckedRule], analysis: Analysis) -> int:
    """Check every proof on a report; how many times one could be looked at there."""
    judge = _Judge(report, checked)
    together = {id(proof) for each in analysis.clashes for proof in each.proofs}
    looked = sum(
        judge.holds(proof, key, id(proof) in together)
        for proof in derivations(analysis)
        for key in judge.keys(proof.claim)
    )
    return looked + sum(judge.is_forced(proof) for each in analysis.forced for proof in each.proofs if is_sum(proof))


class _Judge:
    def __init__(self, report: Report, checked: Sequence[CheckedRule]) -> None:
        self.report = report
        self.checked = checked
        self.universe = Universe(report.forms, [each for rule in checked for each in rule.variants])

    def keys(self, equation: Equation) -> list[str]:
        """The rows that a claim is about: one, or of those that stand for any row the ones written."""
        key = equation.spot.row
        if not isinstance(key, Some):
            return [key]
        form, block = equation.home
        rows = self.report.tables[form].blocks[block].rows if form in self.report.tables else {}
        known = set(self.universe.rows(equation.home))
        return [each for each, row in rows.items() if each not in known and row.level == key.level]

    def holds(self, proof: Derivation, key: str, together: bool) -> bool:
        """Whether a claim is decided in this row; if so its proof must be sound here.

        Rules that contradict each other do so where all of them apply: ``together``.
        """
        claim = self.difference(proof.claim, key, asked=True)
        if not isinstance(claim, Fraction):
            return False
        total = -proof.rest
        for step in proof.steps:
            found = self.difference(step.equation, key)
            if together and (found is None or isinstance(found, Unknown)):
                return False
            if isinstance(found, Unknown):
                assert found.args[0] == "undetermined", (self.name(proof.claim), self.name(step.equation))
                return False  # the report is not complete
            assert found is not None, (self.name(proof.claim), self.name(step.equation))
            total += step.multiplier * found
        assert claim == total, (self.name(proof.claim), claim, total)
        return True

    def is_forced(self, proof: Derivation) -> bool:
        """Whether a proof that a cell has one value can be looked at; if so it must add up."""
        ((atom, one),) = proof.claim.terms
        if (
            atom[0] != "cell"
            or isinstance(atom[3], Some)
            or any(isinstance(x.equation.spot.row, Some) for x in proof.steps)
        ):
            return False
        table = self.report.tables.get(atom[1])
        row = table.blocks[atom[2]].rows.get(atom[3]) if table is not None else None
        amount = row.cells[atom[4]].amount if row is not None and row.cells[atom[4]] is not None else None  # type: ignore[union-attr]
        if table is None or (amount is None and self.report.forms.forms[atom[1]].is_prose):
            return False
        value = Fraction(amount.mantissa, 10**amount.decimals) if amount is not None else Fraction(0)
        only_somewhere = bool(proof.claim.needs)
        found = [self.difference(step.equation, "", only_somewhere) for step in proof.steps]
        if not all(isinstance(each, Fraction) for each in found):
            return False
        total = sum((x.multiplier * each for x, each in zip(proof.steps, found, strict=True)), -proof.rest)  # type: ignore[operator]
        assert value * one == total, (atom, value, total)
        return True

    def name(self, equation: Equation) -> tuple[str, Any]:
        return self.checked[equation.rule].rule.name, equation.spot

    def difference(self, equation: Equation, key: str, asked: bool = False) -> Fraction | Unknown | None:
        """Left less right; None when the rule does not apply. Where it need not look (but was not ``asked``) it must be 0."""
        rule = self.checked[equation.rule].variants[equation.variant]
        interpreter = Interpreter(self.report, rule.missing)
        row = key if isinstance(equation.spot.row, Some) else equation.spot.row
        at = (equation.spot.form, equation.spot.block, row, equation.spot.column)
        if not all(attempt(interpreter.is_for, each) is True for each in rule.applies):
            return None
        guards, node = list(_parts(rule.body, ()))[equation.part - 1]
        for guard in guards:
            truth = attempt(interpreter.truth, guard, at)
            if isinstance(truth, Unknown):
                return truth
            if not truth:
                return None
        places = attempt(interpreter.places, rule)
        if isinstance(places, Unknown):
            return places
        sides = [attempt(interpreter.value, side, at) for side in (node.left, node.right)]
        for side in sides:
            if isinstance(side, Unknown):
                return side
        value: Fraction = sides[0].value - sides[1].value
        if at not in places:
            if asked:
                return None
            assert value == 0, self.name(equation)
        return value


def _parts(node: Any, guards: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(node, s.Logic) and node.operator == "and":
        for each in node.operands:
            yield from _parts(each, guards)
    elif isinstance(node, s.If):
        yield from _parts(node.consequence, (*guards, node.condition))
    else:
        yield guards, node
