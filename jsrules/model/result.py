"""The result for a report: everything that was found out about it."""

from __future__ import annotations

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.record import Record, field
from jsrules.model.outcome import VERDICTS, FormSetInfo, Outcome, PackInfo, Verdict
from jsrules.model.report import Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.base.source import Source
    from jsrules.model.imported import ImportedReport
    from jsrules.model.reconciliation import Reconciliation


class Result(Record, frozen=False):
    """Everything that was found out about one report: outcomes in the order of rules and rows.

    ``forms`` is the form set that it was read with; None for a report without one.

    ``report`` is None when it could not be read; ``diagnostics`` then says why. ``reconciliation`` is None when it was
    not asked for, or when there was nothing to reconcile. ``imported`` is what was recognised in a published document,
    where the report was read from one. ``checklists`` are the check forms of the packs, those of each pack before
    those of what it builds on.
    """

    path: str
    report: Report | None = None
    packs: list[PackInfo] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    reconciliation: Reconciliation | None = None
    forms: FormSetInfo | None = None
    imported: ImportedReport | None = None
    checklists: tuple[tuple[Source, ...], ...] = ()

    def counts(self) -> dict[Verdict, int]:
        """How many outcomes have each verdict."""
        found: dict[Verdict, int] = dict.fromkeys(VERDICTS, 0)
        for outcome in self.outcomes:
            found[outcome.verdict] += 1
        return found

    def count(self, verdict: Verdict) -> int:
        """How many outcomes have that verdict."""
        return self.counts()[verdict]
