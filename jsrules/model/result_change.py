"""Two results side by side: findings that are new, gone or changed, and figures that differ."""

from __future__ import annotations

from jsrules.base.diagnostic import SEVERITIES, Severity
from jsrules.base.record import Record, field
from jsrules.model.outcome import Verdict


class NotedFinding(Record):
    """A finding as a result tells it: ``place`` is its table, row and column, ``difference`` the exact text of its
    difference, ``figures`` the full names of its cells with what is printed there.
    """

    fingerprint: str
    rule: str
    verdict: Verdict
    kind: str
    severity: Severity
    message: str
    place: tuple[str, ...]
    difference: str
    figures: tuple[tuple[str, str], ...]

    def fails(self, level: Severity) -> bool:
        """Whether it counts as failed from a level on; what holds, does not apply or is waived never does."""
        if self.verdict in ("pass", "not_applicable", "waived"):
            return False
        return SEVERITIES.index(self.severity) >= SEVERITIES.index(level)


class NotedResult(Record):
    """What is known of one side: whose accounts of which year, its form set and packs, its findings by fingerprint, and
    its figures by their full names; ``whole``: all figures of the report, not only those of its findings.
    """

    path: str
    unit: str
    year: int | None
    forms: str
    packs: tuple[str, ...]
    findings: dict[str, NotedFinding]
    figures: dict[str, str]
    whole: bool = False


class FindingChange(Record):
    """A finding before and after; None where it is not there."""

    before: NotedFinding | None
    after: NotedFinding | None


class FigureChange(Record):
    """A figure that is printed differently: None where it is not there, an empty text where it is blank."""

    name: str
    before: str | None
    after: str | None


class ResultComparison(Record):
    """How two results differ; ``same`` findings are in both, ``figures`` is None where there is nothing to compare."""

    old: NotedResult
    new: NotedResult
    appeared: list[NotedFinding] = field(default_factory=list)
    gone: list[NotedFinding] = field(default_factory=list)
    changed: list[FindingChange] = field(default_factory=list)
    same: int = 0
    figures: list[FigureChange] | None = None

    def newly_failing(self, level: Severity) -> list[NotedFinding]:
        """The findings that count as failed from a level on and did not before."""
        found = [each for each in self.appeared if each.fails(level)]
        for each in self.changed:
            assert each.before is not None and each.after is not None
            if each.after.fails(level) and not each.before.fails(level):
                found.append(each.after)
        return found
