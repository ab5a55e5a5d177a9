"""Holding what rules say against what a test expects: strict both ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jsrules.authoring.testing.targets import Target
from jsrules.base.names import is_like
from jsrules.base.record import Record
from jsrules.engine.measure import measure, terms_of
from jsrules.model.cases import FINDINGS, Expectation
from jsrules.model.outcome import Outcome
from jsrules.model.report import Report

FindTarget = Callable[[str], Target]
"""What a cell's name in an expectation means."""


class Mismatch(Record):
    """One thing that is not as expected.

    ``expected`` without a finding that fits it; ``outcomes`` are then what the rule says instead. Without ``expected``
    they are findings that nobody expected.
    """

    expected: Expectation | None
    outcomes: tuple[Outcome, ...]


def compare(
    expected: Sequence[Expectation], outcomes: Sequence[Outcome], report: Report, place: FindTarget
) -> list[Mismatch]:
    """What is not as expected. Every finding must be expected by one expectation, and every expectation be met.

    A verdict that is no finding (相符, 不适用) is met when the rule gives it and finds nothing, or by exactly so many
    identities as its count says.
    """
    findings = [each for each in outcomes if each.verdict in FINDINGS]
    claimed: set[int] = set()
    mismatches: list[Mismatch] = []
    # The narrow ones first, so that a wide one does not take what only a narrow one is met by.
    for each in sorted(expected, key=_width):
        named = [outcome for outcome in outcomes if is_of(each.rule, outcome)]
        if each.verdict in FINDINGS:
            free = [
                number
                for number, outcome in enumerate(findings)
                if number not in claimed and is_of(each.rule, outcome) and fits(each, outcome, report, place)
            ]
            wanted = each.count if each.count is not None else 1
            claimed.update(free[:wanted])
            if len(free) < wanted:
                mismatches.append(Mismatch(each, tuple(named)))
            continue
        met = sum(fits(each, outcome, report, place) for outcome in named)
        silent = not any(outcome.verdict in FINDINGS for outcome in named)
        if (met != each.count) if each.count is not None else not (met and silent):
            mismatches.append(Mismatch(each, tuple(named)))
    surplus = tuple(outcome for number, outcome in enumerate(findings) if number not in claimed)
    told = {id(outcome) for mismatch in mismatches for outcome in mismatch.outcomes}
    surplus = tuple(outcome for outcome in surplus if id(outcome) not in told)
    return [*mismatches, Mismatch(None, surplus)] if surplus else mismatches


def is_of(rule: str, outcome: Outcome) -> bool:
    """Whether an outcome is of the rule that a name, a pattern or (empty) a rule's own case means."""
    return not rule or rule in (outcome.rule.name, outcome.rule.identifier) or is_like(outcome.rule.name, rule)


def fits(expected: Expectation, outcome: Outcome, report: Report, place: FindTarget) -> bool:
    """Whether an outcome is as an expectation says."""
    if outcome.verdict != expected.verdict or (expected.kind and outcome.kind != expected.kind):
        return False
    if expected.difference is not None and not _is_difference(expected, report, outcome):
        return False
    if not (expected.line or expected.place):
        return True
    cells = [term.cell for term in terms_of(report, outcome.shown)]
    if expected.line and not any(cell.line == expected.line for cell in cells):
        return False
    if expected.place:
        target = place(expected.place)
        return any(
            (cell.form, cell.block, cell.row) == (target.form, target.block, target.row)
            and target.column in (-1, cell.column)
            for cell in cells
        )
    return True


def _is_difference(expected: Expectation, report: Report, outcome: Outcome) -> bool:
    assert expected.difference is not None
    mantissa, decimals = expected.difference
    figures = measure(report, outcome)
    if figures.difference is None:
        return False
    difference, scale = figures.difference
    shown = 100 if figures.unit == "%" else 1
    found: int = difference if expected.signed else abs(difference)
    power: int = 10**decimals
    return found * shown * power == mantissa * scale


def _width(expected: Expectation) -> int:
    """How little an expectation says: the less, the later it is met."""
    narrow = (expected.place, expected.line, expected.difference, expected.kind)
    return ("*" in expected.rule or "?" in expected.rule) * 10 - sum(bool(each) for each in narrow)
