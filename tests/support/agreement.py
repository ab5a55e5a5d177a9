"""Holding the engine against the slow interpreter of spec/reference.py."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from jsrules.engine.resolved import ResolvedRule
from jsrules.model.report import Report
from jsrules.model.statements import Rule
from jsrules.outputs.compose import Told
from spec.reference import Interpreter, interpret
from spec.reference_numbers import Found, attempt
from support.checking import resolve_text, tell


def agree(report: Report, rules: str | Iterable[ResolvedRule]) -> list[Told]:
    """The outcomes of rules on a report, after checking that the reference finds the same."""
    resolved = resolve_text(rules, report.forms) if isinstance(rules, str) else list(rules)
    outcomes: list[Told] = []
    for rule in resolved:
        expected = [found for variant in _variants(report, rule) for found in interpret(report, variant)]
        found = tell(report, [rule])
        says = [written(each) for each in found]
        should = [as_written(report, *pair) for pair in zip(expected, [*found, *[None] * len(expected)], strict=False)]
        assert says == should, f"engine {says}, reference {should}"
        outcomes += found
    return outcomes


def _variants(report: Report, rule: ResolvedRule) -> tuple[Rule, ...]:
    """What a rule says of each table; that it is not for a report is said once."""
    reader = Interpreter(report, rule.variants[0].missing)
    fits = [attempt(reader.is_for, each) for each in rule.variants[0].applies]
    return rule.variants if all(each is True for each in fits) else rule.variants[:1]


def written(outcome: Told) -> tuple[str, str, Fraction | None, Fraction | None]:
    """What an outcome says, its amounts as fractions."""
    difference, allowance = (Fraction(text) if text else None for text in (outcome.difference, outcome.allowance))
    return outcome.verdict, outcome.kind, difference, allowance


def as_written(report: Report, found: Found, outcome: Told | None) -> tuple[str, str, Fraction | None, Fraction | None]:
    """What the reference found, as outcomes write it: in their unit, percentages in percent."""
    factor = Fraction(1)
    if outcome is not None and outcome.unit:
        factor = Fraction(100) if outcome.unit == "%" else 1 / Interpreter(report, "blank").size(outcome.unit)
    amounts = [None if each is None else each * factor for each in (found.difference, found.allowance)]
    return found.verdict, found.kind, amounts[0], amounts[1]


def shortened(value: Fraction) -> Fraction:
    """A fraction that does not end within twelve decimals, rounded half up there."""
    scaled = abs(value) * 10**12
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**12)
