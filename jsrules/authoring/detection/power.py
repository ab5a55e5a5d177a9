"""The detection power of rules on a report, counted: by slip, by table, by cell, by rule."""

from __future__ import annotations

from collections.abc import Callable

from jsrules.authoring.detection.detector import STATUSES, MutantStatus, UnnoticedReason
from jsrules.authoring.detection.proposals import FormulaProposal, propose
from jsrules.authoring.detection.report_mutants import KINDS, ReportMutant, SlipKind
from jsrules.authoring.detection.trial import Trial, TrialRequest
from jsrules.authoring.detection.workers import judge_all, processes_for
from jsrules.base.record import Record, field
from jsrules.model.changes import CellPlace
from jsrules.model.result import Result
from jsrules.model.syntax import Unknown


class Counts(Record, frozen=False):
    """How many mutants there are of each status."""

    numbers: dict[MutantStatus, int] = field(default_factory=lambda: dict.fromkeys(STATUSES, 0))

    def __getitem__(self, status: MutantStatus) -> int:
        return self.numbers[status]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.numbers.values())

    @property
    def wrong(self) -> int:
        """Those that rounding cannot explain, and that do not mend what was wrong: what detection is measured by."""
        return self["noticed"] + self["hinted"] + self["survived"]

    def percent(self, decimals: int) -> int | None:
        """What part of those is noticed, in percent as an integer with so many decimals, cut off: 100 only when all
        are.

        None when there are none.
        """
        return self["noticed"] * 100 * 10**decimals // self.wrong if self.wrong else None


class Unnoticed(Record):
    """A mutant that no rule accuses, with its number among all that were judged."""

    number: int
    mutant: ReportMutant
    status: MutantStatus
    reason: UnnoticedReason


class RulePower(Record):
    """How many mutants a rule notices, and how many of these no other does."""

    rule: str
    noticed: int
    alone: int


class Power(Record):
    """What mutating a report showed.

    ``made`` are the mutants there are, ``counts`` those that were judged. ``tables`` go by the number of the form.
    ``nameless`` are the rules that can notice nothing, with the name that the report does not have.
    """

    result: Result
    made: int
    counts: Counts
    kinds: dict[SlipKind, Counts]
    tables: dict[int, Counts]
    unnoticed: list[Unnoticed]
    rules: list[RulePower]
    proposals: list[FormulaProposal]
    nameless: dict[str, str] = field(default_factory=dict)

    def of(self, status: MutantStatus) -> list[Unnoticed]:
        """The mutants of a status other than noticed."""
        return [each for each in self.unnoticed if each.status == status]


def measure(
    question: TrialRequest, jobs: int = 0, begin: Callable[[int], Callable[[int], None]] | None = None
) -> Power:
    """The detection power that a question asks about.

    ``jobs`` are the processes to use, 0 for as many as are worth it. ``begin`` is told how many mutants will be judged,
    and gives back what is told how many more have been.

    Raises `InputError` when the report, the rules or the names of tables cannot be used.
    """
    trial = Trial(question)
    count = len(trial.mutants)
    step = begin(count) if begin else lambda _: None
    findings = judge_all(trial, jobs or processes_for(count), step)
    counts = Counts()
    kinds: dict[SlipKind, Counts] = {kind: Counts() for kind in KINDS if kind in question.kinds}
    tables: dict[int, Counts] = {}
    unnoticed: list[Unnoticed] = []
    for number, (mutant, index) in enumerate(zip(trial.mutants, findings.statuses, strict=True)):
        status = STATUSES[index]
        for each in (counts, kinds[mutant.kind], tables.setdefault(place_of(mutant)[0], Counts())):
            each.numbers[status] += 1
        if status != "noticed":
            unnoticed.append(Unnoticed(number, mutant, status, findings.reasons.get(number, "")))
    rules = [
        RulePower(rule.info.identifier, *findings.rules.get(number, (0, 0)))
        for number, rule in enumerate(trial.parts.rules)
    ]
    survivors = [each.number for each in unnoticed if each.status == "survived"]
    proposals = propose(trial.report, trial.mutants, survivors) if survivors else []
    nameless = {
        rule.info.name: variant.body.name
        for ready in trial.loaded.rules
        for rule in ready.resolved.rules
        for variant in rule.variants
        if isinstance(variant.body, Unknown)
    }
    return Power(trial.loaded.result, trial.made, counts, kinds, tables, unnoticed, rules, proposals, nameless)


def place_of(mutant: ReportMutant) -> CellPlace:
    """The cell that a mutant is about."""
    return mutant.changes[0][0]
