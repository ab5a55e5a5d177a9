"""A result as Python programs see it."""

from __future__ import annotations

from functools import cached_property

from jsrules.base.diagnostic import Diagnostic, Severity
from jsrules.base.record import replace
from jsrules.interface.findings import Finding, FlatRecord, finding_of
from jsrules.interface.reconciliation import Reconciliation, reconciliation_of
from jsrules.interface.report import Report
from jsrules.model import result as model
from jsrules.model.outcome import PackInfo, Verdict
from jsrules.outputs.severity import is_finding, reaches


class Result:
    """What the rules say of one report. Words are made when they are asked for, in the language of the moment."""

    def __init__(self, found: model.Result, report: Report) -> None:
        self._found = found
        self._report = report
        self._made: dict[int, Finding] = {}
        self._notes = tuple(found.diagnostics[len(report.diagnostics) :])

    @property
    def report(self) -> Report:
        """The report."""
        return self._report

    @property
    def packs(self) -> tuple[PackInfo, ...]:
        """The packs and rule files that were used."""
        return tuple(self._found.packs)

    @cached_property
    def outcomes(self) -> tuple[Finding, ...]:
        """Every verdict, in the order of the rules and of the report's rows: what holds or does not apply, too."""
        return tuple(map(self._finding, range(len(self._found.outcomes))))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What a reader should see: everything but what holds and what does not apply."""
        return tuple(self._finding(number) for number, each in enumerate(self._found.outcomes) if is_finding(each))

    def _finding(self, number: int) -> Finding:
        """The outcome of that number, made once."""
        if number not in self._made:
            report, outcome = self._found.report, self._found.outcomes[number]
            assert report is not None
            self._made[number] = finding_of(report, outcome, tuple(self._suspects.get(number, ())))
        return self._made[number]

    @cached_property
    def _suspects(self) -> dict[int, list[str]]:
        from jsrules.outputs.reconciliation import suspects_of

        return suspects_of(self._found.reconciliation)

    @property
    def summary(self) -> dict[Verdict, int]:
        """How many outcomes have each verdict."""
        return self._found.counts()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Warnings: of reading the report, and of how current a locked pack is."""
        return (*self.report.diagnostics, *self._notes)

    @cached_property
    def reconciliation(self) -> Reconciliation | None:
        """Which figures are wrong and what they should be; None when every identity holds exactly, or it was not
        asked for.
        """
        return reconciliation_of(self._found, self._finding)

    @property
    def ok(self) -> bool:
        """Whether nothing was found at the level of an error: what the command's exit code 0 says."""
        return not self.reaches("error")

    def reaches(self, level: Severity) -> bool:
        """Whether anything was found at or above a level; what is waived does not count."""
        return reaches(self._found, level)

    def records(self, *, everything: bool = False) -> list[FlatRecord]:
        """The findings as flat records, which a data frame takes as they are; ``everything`` adds all others."""
        return [each.record() for each in (self.outcomes if everything else self.findings)]

    def to_json(self, *, everything: bool = False, indent: int | None = None) -> str:
        """What ``jsrules verify --format json`` prints; ``everything`` is its ``--all``."""
        from jsrules.outputs.json import render_json

        return render_json(self._now, everything=everything, indent=indent)

    def to_text(self, *, everything: bool = False, explain: bool = False, columns: int = 80) -> str:
        """What ``jsrules verify`` prints on so many columns, without colours."""
        from jsrules.outputs.terminal import Terminal
        from jsrules.outputs.text import compose_result

        return Terminal(columns).write(compose_result(self._now, everything=everything, explain=explain))

    @property
    def _now(self) -> model.Result:
        """The result with its diagnostics in the language of the moment."""
        return replace(self._found, diagnostics=list(self.diagnostics))

    def __repr__(self) -> str:
        counts = ", ".join(f"{verdict} {count}" for verdict, count in self.summary.items() if count)
        return f"<Result {self.report.path}: {counts}>"
