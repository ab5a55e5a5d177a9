"""A report, its rules and its mutants, made ready so that any run of mutants can be judged by any process.

Every process reads the same inputs and makes the same mutants in the same order, so that two numbers are all it needs
to be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jsrules.authoring.detection.detector import STATUSES, Detector, UnnoticedReason
from jsrules.authoring.detection.report_mutants import AT_MOST, KINDS, ReportMutant, mutants_of, spread
from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.names import did_you_mean, fold, nearest
from jsrules.base.source import Source
from jsrules.engine.parts import Parts
from jsrules.model.form import FormSet
from jsrules.model.report import Report
from jsrules.verification.judging import Loaded
from jsrules.verification.verifier import Verifier


class TrialRequest(NamedTuple):
    """What is to be found out, in plain words, so that another process can be asked. ``text`` is the report's.

    ``tables`` are names of tables, as people write them; none stands for all.
    """

    path: str
    text: str
    rules: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    prior: str = ""
    subordinates: tuple[str, ...] = ()
    kinds: tuple[str, ...] = KINDS
    tables: tuple[str, ...] = ()
    at_most: int = AT_MOST


class Stretch(NamedTuple):
    """What became of some mutants in a row: the number of each one's status, and of those that are not noticed, why.

    ``rules`` are for each rule, by its number, how many it notices, and how many it alone.
    """

    statuses: bytes
    reasons: dict[int, UnnoticedReason]
    rules: dict[int, tuple[int, int]]


class Trial:
    """Everything that is needed to judge the mutants of a report.

    Raises `InputError` when the report, the rules or the names of tables cannot be used.
    """

    def __init__(self, question: TrialRequest) -> None:
        self.question = question
        source = Source(question.path, question.text)
        loaded = Verifier(question.rules, question.packs, question.forms).load(
            source, question.prior, question.subordinates
        )
        report = loaded.result.report
        if report is None:
            raise InputError(loaded.result.diagnostics)
        self.loaded: Loaded = loaded
        self.report: Report = report
        self.parts = Parts(report, [(each.resolved.rules, each.conditions) for each in loaded.rules])
        self.detector = Detector(report, self.parts)
        forms = find_tables(report.forms, question.tables, question.path) if question.tables else None
        made = list(mutants_of(report, question.kinds, forms))
        self.made = len(made)
        self.mutants: Sequence[ReportMutant] = spread(made, question.at_most)

    def fingerprint(self) -> tuple[str, ...]:
        """What tells whether another process has the same inputs."""
        return (str(self.made), str(len(self.parts.parts)), *(each.sha256 for each in self.loaded.result.packs))

    def judge(self, start: int, stop: int) -> Stretch:
        """What becomes of the mutants from one number up to another."""
        statuses = bytearray()
        reasons: dict[int, UnnoticedReason] = {}
        rules: dict[int, tuple[int, int]] = {}
        for number in range(start, stop):
            detection = self.detector.detect(self.mutants[number])
            statuses.append(STATUSES.index(detection.status))
            if detection.reason:
                reasons[number] = detection.reason
            noticing = {self.parts.parts[part].rule for part in detection.parts}
            for rule in noticing:
                noticed, alone = rules.get(rule, (0, 0))
                rules[rule] = noticed + 1, alone + (len(noticing) == 1)
        return Stretch(bytes(statuses), reasons, rules)


def together(stretches: Iterable[Stretch]) -> Stretch:
    """Stretches that follow each other as one."""
    statuses: list[bytes] = []
    reasons: dict[int, UnnoticedReason] = {}
    rules: dict[int, tuple[int, int]] = {}
    for stretch in stretches:
        statuses.append(stretch.statuses)
        reasons.update(stretch.reasons)
        for rule, (noticed, alone) in stretch.rules.items():
            before = rules.get(rule, (0, 0))
            rules[rule] = before[0] + noticed, before[1] + alone
    return Stretch(b"".join(statuses), reasons, rules)


def find_tables(forms: FormSet, names: Iterable[str], path: str) -> list[int]:
    """The numbers of the tables of these names; the narrative's name stands for all of its sections.

    Raises `InputError` (E111) for a name that no table has.
    """
    found: dict[int, None] = {}
    for name in names:
        numbers = list(forms.index.get(fold(name), ()))
        if forms.narrative and fold(name) == fold(forms.narrative):
            numbers = [number for number, form in enumerate(forms.forms) if form.is_prose]
        if not numbers:
            known = [*(form.path for form in forms.forms if form.path), *([forms.narrative] if forms.narrative else [])]
            raise fail(
                "E111",
                say("没有“{name}”这张表", "there is no table “{name}”", name=name),
                path=path,
                remedy=did_you_mean(nearest(name, known))
                or say("有：{names}", "there are: {names}", names=say("、", ", ").join(known)),
            )
        found.update(dict.fromkeys(numbers))
    return list(found)
