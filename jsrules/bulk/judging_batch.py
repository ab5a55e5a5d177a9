"""What the rules say of some reports of a corpus: one pure function from tables to tables.

Whoever has many reports calls it: the loop of one process (`jsrules.bulk.batch`), its helpers, or an engine like Spark
whose executors read row groups by themselves. It reads nothing but what it is handed, the rules and packs of the job,
and the reports that others name as theirs (上年, 下级); so what it gives back depends on its arguments alone.

Reports in which nothing is found are told by `jsrules.bulk.judging_columns` from their figures alone, where enough of
them are printed alike. The others are judged by the ordinary engine, from the text of each: right by construction, and
the measure of the faster way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jsrules.base.defects import defect
from jsrules.base.diagnostic import SEVERITIES, InputError, Severity
from jsrules.base.language import Language, language
from jsrules.base.source import Source
from jsrules.base.system import slashed
from jsrules.bulk.batch_input import BatchInput
from jsrules.bulk.corpus import table_of
from jsrules.bulk.findings import COUNTS, DIAGNOSTICS, FINDINGS, ROADS, RULES, VERDICT_COUNTS, FindingsBatch
from jsrules.bulk.judging_columns import (
    FEWEST,
    NOTHING_DECIDED,
    ColumnJudge,
    ColumnVerdicts,
    Template,
    VerdictTally,
    diagnostics_of,
)
from jsrules.bulk.reading import told_of
from jsrules.engine.measure import terms_of
from jsrules.model.outcome import Verdict
from jsrules.model.result import Result
from jsrules.outputs.causes import ordered
from jsrules.outputs.compose import Told
from jsrules.outputs.finding import places, standing
from jsrules.outputs.severity import is_finding, is_unusable
from jsrules.verification.judging import Loaded, judge, waive
from jsrules.verification.verifier import Verifier
from jsrules.verification.waiver_file import only_file


class BatchJob(NamedTuple):
    """By what reports are judged: as for `jsrules.verification.verifier.Verifier`. ``reconcile`` is how many seconds of
    work reconciliation may spend on a report in which something is found, 0 for none; the work is counted, so that the
    same is found on every machine. ``made_by`` stands for what the rules, packs and form sets hold.
    ``one_by_one``: no report is judged in columns; the same is found. Waivers hold as of the day ``as_of``, without one
    none is looked at: those beside each report, or those of the file ``waivers``.
    """

    rules: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    lock: str = ""
    reconcile: int = 0
    language: Language = "zh"
    made_by: str = ""
    one_by_one: bool = False
    waivers: str = ""
    as_of: str = ""


class ReportText(NamedTuple):
    """A report as YAML; ``made`` of a published document, so that its lines are none."""

    path: str
    text: str
    made: bool


TableRow = tuple[object, ...]
"""A row of a table, its values in the order of the schema."""


_PLACES = {verdict: at for at, verdict in enumerate(VERDICT_COUNTS)}


class JudgedReport(NamedTuple):
    """What was found in a report: rows of `FINDINGS`, how often each verdict is among it, in the order of
    `VERDICT_COUNTS`, the number of the level of what is worst or -1, whether it is usable, how often each rule said
    what, rows of `DIAGNOSTICS`.
    """

    findings: list[TableRow]
    counts: VerdictTally
    worst: int
    usable: bool
    rules: Counter[tuple[str, Severity, Verdict]]
    diagnostics: list[TableRow]


def judge_batch(job: BatchJob, given: BatchInput) -> FindingsBatch:
    """What the rules say of these reports.

    Raises `InputError` when a rule file or a pack of the job cannot be read; what is wrong with a report stands in
    what is given back.
    """
    return _judge_of(job).judge(given)


_made: dict[BatchJob, BatchJudge] = {}
"""The judge of this process: what it has bound is used again for the next reports."""


def _judge_of(job: BatchJob) -> BatchJudge:
    if job not in _made:
        _made.clear()
        _made[job] = BatchJudge(job)
    return _made[job]


class BatchJudge:
    """Judges reports, one by one what columns do not decide."""

    def __init__(self, job: BatchJob) -> None:
        self._job = job
        self._verifier = Verifier(job.rules, job.packs, job.forms, lock=job.lock)
        self._columns = None if job.one_by_one else ColumnJudge(self._verifier)

    def judge(self, given: BatchInput) -> FindingsBatch:
        """What the rules say of them."""
        with language(self._job.language):
            return self._judge(given)

    def _judge(self, given: BatchInput) -> FindingsBatch:
        texts = _Texts(given.texts)
        index = given.index
        waivers = self._waivers(given)
        decided = self._decided(given, texts)
        wrong: dict[str, list[TableRow]] = {}
        for each in given.bad.to_pylist():
            wrong.setdefault(each["report"], []).append(tuple(each.get(name) for name in DIAGNOSTICS.names))
        counts = BatchCounts(index)
        clean: dict[int, Template] = {}
        for part in decided.parts:
            places = counts.places_of(part.reports)
            counts.put(places, part.counts)
            clean |= dict.fromkeys(places.tolist(), part.template)
        judged = []
        names = index["report"].to_pylist()
        rest = [at for at, name in enumerate(names) if at not in clean or clean[at].diagnostics or name in wrong]
        for at, about in zip(rest, index.take(pa.array(rest, pa.int64())).to_pylist(), strict=True):
            own = wrong.get(about["report"], [])
            if about["status"] == "bad":
                found = JudgedReport([], [0] * len(VERDICT_COUNTS), SEVERITIES.index("error"), False, Counter(), own)
            else:
                if at in clean:
                    found = _clean(about, counts.counts[at].tolist(), clean[at])
                else:
                    found = self.judge_report(about, texts[about["report"]], waivers.get(about["report"], []))
                found.diagnostics[:0] = own
            counts.put_one(at, found)
            judged.append(found)
        usable = index["status"].to_pylist().count("read")
        return batch_of(judged, counts, decided.rules, (len(clean), len(decided.asked), usable - len(clean)))

    def _decided(self, given: BatchInput, texts: _Texts) -> ColumnVerdicts:
        """What the figures alone decide."""
        if self._columns is None:
            return NOTHING_DECIDED
        index = given.index
        is_alone = pc.or_(index["related"], index["noted"])
        if self._job.as_of:
            is_alone = pc.or_(is_alone, pc.or_(index["waived"], bool(self._job.waivers)))
        excluded = index.filter(is_alone)["report"].to_pylist()
        if index.num_rows - len(excluded) < FEWEST:
            return NOTHING_DECIDED

        def source(name: str) -> Source:
            text = texts[name]
            return Source(text.path, text.text, made=text.made)

        return self._columns.decided(given, source, excluded)

    def _waivers(self, given: BatchInput) -> dict[str, list[str | Source]]:
        """The files of waivers for reports, by what these are known by; a path for one that could not be read."""
        if not self._job.as_of:
            return {}
        if self._job.waivers:
            return {each: [self._job.waivers] for each in given.index["report"].to_pylist()}
        found: dict[str, list[str | Source]] = {}
        for each in given.waivers().to_pylist() if pc.any(given.index["waived"]).as_py() else ():
            path, text = each["path"], each["text"]
            found.setdefault(each["report"], []).append(path if text is None else Source(path, text))
        return found

    def judge_report(
        self, about: Mapping[str, object], text: ReportText, waivers: Sequence[str | Source] = ()
    ) -> JudgedReport:
        """What the rules say of one report; ``about`` is its row of the index."""
        source = Source(text.path, text.text, made=text.made)
        try:
            loaded = self._verifier.load(source)
            judge(loaded, self._job.reconcile, None, (), with_witness=False)
            result = loaded.result
            if waivers:
                _waive(loaded, waivers, self._job.as_of)
        except InputError as error:
            result = Result(text.path, diagnostics=error.diagnostics)
        except (Exception, RecursionError) as error:  # a defect of ours must not cost the other reports their results
            result = Result(text.path, diagnostics=[defect(text.path, error)])
        return judged_of(about, result)


def _waive(loaded: Loaded, waivers: Sequence[str | Source], as_of: str) -> None:
    """Let findings stand that the file of waivers is for; of two it is told that there may be one."""
    try:
        given = only_file(waivers)
    except InputError as error:
        loaded.result.diagnostics += error.diagnostics
    else:
        waive(loaded, given or "", as_of)


def texts_of(table: pa.Table) -> dict[str, ReportText]:
    """Reports as YAML, by what they are known by."""
    columns = (table[name].to_pylist() for name in ("report", "path", "text", "made"))
    return {report: ReportText(path, text, made) for report, path, text, made in zip(*columns, strict=True)}


class _Texts:
    """The texts of reports, read when one is asked for."""

    def __init__(self, read: Callable[[], pa.Table]) -> None:
        self._read = read
        self._known: dict[str, ReportText] | None = None

    def __getitem__(self, report: str) -> ReportText:
        if self._known is None:
            self._known = texts_of(self._read())
        return self._known[report]


def _clean(about: Mapping[str, object], counts: VerdictTally, template: Template) -> JudgedReport:
    """A report in which nothing is found."""
    path = str(about["path"])
    result = Result(path, template.report, diagnostics=diagnostics_of(template, path))
    return judged_of(about, result)._replace(counts=counts)


def judged_of(about: Mapping[str, object], result: Result) -> JudgedReport:
    """A result as rows."""
    report = result.report
    head = tuple(about[name] for name in ("report", "path", "unit", "region", "year"))
    causes = causes_of(result)
    rules: Counter[tuple[str, Severity, Verdict]] = Counter()
    findings: list[TableRow] = []
    worst = -1
    for number, outcome in enumerate(result.outcomes):
        rules[outcome.rule.identifier, outcome.rule.severity, outcome.verdict] += 1
        if report is None or not is_finding(outcome):
            continue
        if outcome.verdict != "waived":
            worst = max(worst, SEVERITIES.index(outcome.severity))
        findings.append((*head, *finding_columns(Told(report, outcome)), *causes.get(number, ("", "", ""))))
    for each in result.diagnostics:
        worst = max(worst, SEVERITIES.index(each.severity))
    diagnostics: list[TableRow] = []
    for each in result.diagnostics:
        told = told_of(each)
        path = slashed(each.path or result.path)
        diagnostics.append(
            (about["report"], path, told.code, told.severity, told.message, told.remedy, told.line, told.column)
        )
    counts = result.counts()
    numbers = [counts[each] for each in VERDICT_COUNTS]
    return JudgedReport(findings, numbers, worst, not is_unusable(result), rules, diagnostics)


def finding_columns(told: Told) -> TableRow:
    """What is said of a finding by itself: the columns from ``rule`` to ``line``."""
    at = places(terms_of(told.report, told.outcome.ground), told.report)
    return (
        told.rule.identifier,
        told.verdict,
        told.kind,
        told.severity,
        told.table,
        told.row,
        told.column,
        told.left,
        told.right,
        told.difference,
        told.allowance,
        told.beyond,
        told.unit,
        told.message,
        told.reason,
        told.explanation,
        standing(told.outcome.waiver) if told.outcome.waiver is not None else "",
        [each.text for each in at],
        next((each.line for each in at if each.path == told.report.path and each.line), None),
    )


def causes_of(result: Result) -> dict[int, tuple[str, str, str]]:
    """For outcomes by their numbers, what reconciliation says they come from: the cause, the figures, and their values;
    of several corrections the first.
    """
    found: dict[int, tuple[str, str, str]] = {}
    if result.reconciliation is None:
        return found
    report = result.reconciliation.report
    for cause in ordered(result):
        if not cause.corrections:
            continue
        suspects = cause.corrections[0].suspects
        proposals = [each.proposals[0] if each.proposals else None for each in suspects]
        row = (
            next((each.explanation for each in proposals if each is not None and each.explanation), ""),
            "；".join(report.cell_path(each.cell) for each in suspects),
            "；".join(each.amount.text if each is not None else "" for each in proposals),
        )
        found |= dict.fromkeys(cause.findings, row)
    for part in result.reconciliation.structure:
        found |= dict.fromkeys(part.findings, (part.kind, report.forms.forms[part.form].path, ""))
    return found


class BatchCounts:
    """The table of `COUNTS` while it is made, of reports of which an index tells."""

    def __init__(self, index: pa.Table) -> None:
        self._index = index
        self._names = index["report"].combine_chunks()
        self.counts: NDArray[np.int64] = np.zeros((index.num_rows, len(VERDICT_COUNTS)), np.int64)
        self._worst = [""] * index.num_rows
        self._usable = np.ones(index.num_rows, np.bool_)

    def places_of(self, reports: pa.Array) -> NDArray[np.int64]:
        """The numbers of the rows of reports."""
        found: NDArray[np.int64] = pc.index_in(reports, self._names).to_numpy(zero_copy_only=False).astype(np.int64)
        return found

    def put(self, places: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
        """Put how often each verdict is in some reports, which are usable, and nothing bad in them."""
        self.counts[places] = counts

    def put_one(self, place: int, found: JudgedReport) -> None:
        """Put what was found in one."""
        self.counts[place] = found.counts
        self._worst[place] = SEVERITIES[found.worst] if found.worst >= 0 else ""
        self._usable[place] = found.usable

    def table(self) -> pa.Table:
        """All of it."""
        head = len(COUNTS) - len(VERDICT_COUNTS) - 2
        columns = [self._index[name].combine_chunks() for name in COUNTS.names[:head]]
        columns += [pa.array(self.counts[:, at]) for at in range(len(VERDICT_COUNTS))]
        columns += [pa.array(self._worst, pa.string()), pa.array(self._usable)]
        return pa.Table.from_arrays(
            [
                each.dictionary_encode() if pa.types.is_dictionary(field.type) else each.cast(field.type)
                for each, field in zip(columns, COUNTS, strict=True)
            ],
            schema=COUNTS,
        )


def batch_of(
    judged: list[JudgedReport],
    counts: BatchCounts,
    others: Mapping[tuple[str, Severity, Verdict], int],
    roads: TableRow,
) -> FindingsBatch:
    """The tables of what was found in reports; ``others`` is how often rules said what beside what the reports have."""
    rules: dict[tuple[str, str], list[int]] = {}
    every: list[Mapping[tuple[str, Severity, Verdict], int]] = [others, *(each.rules for each in judged)]
    for found in every:
        for (rule, severity, verdict), count in found.items():
            known = rules.get((rule, severity))
            if known is None:
                known = rules[rule, severity] = [0] * len(VERDICT_COUNTS)
            known[_PLACES[verdict]] += count
    said = [(*rule, *numbers) for rule, numbers in sorted(rules.items())]
    return FindingsBatch(
        table_of([row for each in judged for row in each.findings], FINDINGS),
        counts.table(),
        table_of(said, RULES),
        table_of([row for each in judged for row in each.diagnostics], DIAGNOSTICS),
        table_of([roads], ROADS),
    )
