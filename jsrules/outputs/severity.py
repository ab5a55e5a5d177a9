"""How much a result weighs: what decides the exit code."""

from __future__ import annotations

from jsrules.base.diagnostic import SEVERITIES, Severity
from jsrules.model.outcome import Outcome
from jsrules.model.result import Result


def is_finding(outcome: Outcome) -> bool:
    """Whether readers should see it: everything but what holds and what does not apply."""
    return outcome.verdict not in ("pass", "not_applicable")


def reaches(result: Result, level: Severity) -> bool:
    """Whether anything was found at or above a level; what is waived does not count."""
    bound = SEVERITIES.index(level)
    return any(
        SEVERITIES.index(outcome.severity) >= bound
        for outcome in result.outcomes
        if is_finding(outcome) and outcome.verdict != "waived"
    ) or any(SEVERITIES.index(diagnostic.severity) >= bound for diagnostic in result.diagnostics)


def is_unusable(result: Result) -> bool:
    """Whether the report could not be read or checked."""
    return result.report is None or any(diagnostic.severity == "error" for diagnostic in result.diagnostics)
