"""All reports of a corpus, judged shard by shard: in bounded memory, by several processes, and resumed where it was.

What was found in a shard is kept for as long as the shard, the rules and the packs are what they were; so a process
that is killed leaves what the next one goes on from, and the bytes are the same as if nothing had happened.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from jsrules.base import __version__
from jsrules.base.diagnostic import SEVERITIES, Severity, fail
from jsrules.base.files import read_source
from jsrules.base.language import say
from jsrules.base.writing import clear_parts, write_whole
from jsrules.bulk.batch_input import BatchInput
from jsrules.bulk.corpus import Partition, names_in, read_part, remove_parts, shards_in, write_part
from jsrules.bulk.corpus_reading import Corpus, ShardTables
from jsrules.bulk.findings import ABOUT, ROADS, SCHEMA, FindingsBatch, together
from jsrules.bulk.fingerprints import packs_used
from jsrules.bulk.judging_batch import BatchJob, judge_batch
from jsrules.bulk.only_writer import only_writer
from jsrules.bulk.processes import Answering

STRETCH = 512
"""So many reports are judged at a time."""


class ShardStretch(NamedTuple):
    """A part of a shard: from this row of its index on, to before that."""

    shard: str
    start: int
    stop: int


class BatchSetting(NamedTuple):
    """What every process is told: where the corpus is, and by what its reports are judged."""

    corpus: str
    job: BatchJob


class BatchDone(NamedTuple):
    """What came of it: so many reports, so many of them unusable, the level of what is worst ("" for nothing), and of
    how many reports it was found this time: how many of them were decided in ``columns``, of how many of these the
    engine was ``asked`` for some rules all the same, and how many were judged one by one.
    """

    reports: int
    unusable: int
    worst: Severity | str
    judged: int
    columns: int
    asked: int
    single: int


class BatchAnswers(Protocol):
    """Whoever judges stretches."""

    def answers(self, questions: Iterable[ShardStretch]) -> Iterator[FindingsBatch]:
        """What is found in each stretch, in their order."""


BatchEngine = Callable[[BatchSetting], AbstractContextManager[BatchAnswers]]
"""What makes whoever judges stretches, where these are not processes of this machine."""


def run_batch(
    corpus: Corpus,
    top: str,
    job: BatchJob,
    jobs: int = 1,
    step: Callable[[int], None] = lambda _: None,
    engine: BatchEngine | None = None,
) -> BatchDone:
    """Judge all reports of a corpus, and write what is found to the folder ``top``, with so many processes, or with an
    ``engine``; ``step`` is told how many more reports are done.

    Raises `InputError` when the rules or packs cannot be used, the corpus cannot be read or the folder not be written.
    """
    require_findings(top)
    with only_writer(top):
        return _run_batch(corpus, top, job, jobs, step, engine)


def _run_batch(
    corpus: Corpus, top: str, job: BatchJob, jobs: int, step: Callable[[int], None], engine: BatchEngine | None
) -> BatchDone:
    about = batch_about(corpus, job)
    made_by = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()
    clear_parts(top)
    about["as_of"] = job.as_of
    write_whole(os.path.join(top, ABOUT), (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode())
    shards = {each: _shard_about(corpus, each) for each in corpus.shards()}
    wanted = {name: _findings_name(name, each, made_by, job) for name, each in shards.items()}
    there = set(shards_in(top, "counts"))
    judged = 0
    roads = [0] * len(ROADS)

    def missing() -> Iterator[tuple[str, int]]:
        nonlocal judged
        for shard, name in wanted.items():
            each = shards[shard]
            if name in there and not each.related:
                step(each.reports)
            else:
                judged += each.reports
                yield shard, each.reports

    setting = BatchSetting(corpus.top, job._replace(made_by=made_by))
    with engine(setting) if engine is not None else Answering(judging, setting, jobs) as answering:
        for shard, found in _judged(answering, missing(), step):
            for each in found.stored():
                write_part(top, each.folder, wanted[shard], each.table, durable=each.folder == "counts")
            roads = [sum(found.roads[name].to_pylist(), known) for name, known in zip(ROADS.names, roads, strict=True)]
    remove_parts(top, set(wanted.values()), "counts")
    return _done(top, judged, roads)


class _ShardAbout(NamedTuple):
    """How many files a shard has, and whether other reports, or waivers, are beside any of them."""

    reports: int
    related: bool
    waived: bool


def _shard_about(corpus: Corpus, shard: str) -> _ShardAbout:
    index = corpus.index(shard)
    related, waived = (pc.any(index[name]).as_py() for name in ("related", "waived"))
    return _ShardAbout(index.num_rows, bool(related), bool(waived))


def _findings_name(shard: str, about: _ShardAbout, made_by: str, job: BatchJob) -> str:
    """What is found in a shard is known by this: nothing depends on the day but which waivers hold."""
    day = job.as_of if about.waived or job.waivers else ""
    return hashlib.sha256("\n".join(filter(None, (shard, made_by, day))).encode()).hexdigest()[:24]


def batch_about(corpus: Corpus, job: BatchJob) -> dict[str, object]:
    """All that what is found depends on beside the shards."""
    rules = {path: hashlib.sha256(read_source(path).text.encode()).hexdigest() for path in job.rules}
    return {
        "schema": SCHEMA,
        "version": __version__,
        "language": job.language,
        "reconcile": job.reconcile,
        "rules": rules,
        "waivers": hashlib.sha256(read_source(job.waivers).text.encode()).hexdigest() if job.waivers else "",
        "packs": packs_used(job.packs, job.forms, job.lock),
        "corpus": corpus.about,
    }


def require_findings(top: str) -> None:
    """Raises `InputError` (E402) when a folder holds something else: nothing of it must be removed."""
    names = names_in(top)
    if names and ABOUT not in names and names != ["corpus"]:
        raise fail(
            "E402",
            say("这个目录里有别的东西，不是检查结果", "this folder holds something else, and no findings"),
            path=top,
            remedy=say("换一个空的目录", "give an empty folder"),
        )


def judging(setting: BatchSetting) -> Callable[[ShardStretch], FindingsBatch]:
    """What judges stretches in a process."""
    corpus = Corpus(setting.corpus)
    tables = corpus.read("")

    def judge(stretch: ShardStretch) -> FindingsBatch:
        nonlocal tables
        if tables.shard != stretch.shard:  # the stretches of a shard come one after the other
            tables = corpus.read(stretch.shard)
        return judge_batch(setting.job, batch_input(tables, stretch))

    return judge


def batch_input(tables: ShardTables, stretch: ShardStretch) -> BatchInput:
    """The reports of a stretch, as they are handed to `judge_batch`."""
    index = tables.index.slice(stretch.start, stretch.stop - stretch.start)
    reports = index["report"].combine_chunks()

    def own(table: pa.Table) -> pa.Table:
        return table.filter(pc.is_in(table["report"], reports))

    def rows(partition: Partition) -> dict[str, pa.Table]:
        return {key: own(table) for key, table in tables.rows(partition).items()}

    return BatchInput(
        index,
        lambda: {each: tables.figures(each).of(reports) for each in tables.partitions},
        rows,
        lambda: own(tables.other),
        lambda: own(tables.texts),
        lambda: own(tables.waivers),
        own(tables.bad),
    )


def _judged(
    answering: BatchAnswers,
    shards: Iterator[tuple[str, int]],
    step: Callable[[int], None],
) -> Iterator[tuple[str, FindingsBatch]]:
    """The shards with all that was found in their reports."""
    waiting: deque[tuple[str, int]] = deque()

    def stretches() -> Iterator[ShardStretch]:
        for shard, count in shards:
            starts = range(0, count, STRETCH)
            waiting.append((shard, len(starts)))
            for start in starts:
                yield ShardStretch(shard, start, min(start + STRETCH, count))

    found: list[FindingsBatch] = []
    for each in answering.answers(stretches()):
        found.append(each)
        step(each.counts.num_rows)
        if len(found) == waiting[0][1]:
            yield waiting.popleft()[0], together(found)
            found = []


def _done(top: str, judged: int, roads: list[int]) -> BatchDone:
    reports = unusable = 0
    worst = -1
    for shard in shards_in(top, "counts"):
        counts = read_part(top, "counts", shard)
        reports += counts.num_rows
        unusable += counts["usable"].to_pylist().count(False)
        levels = pc.unique(counts["worst"].combine_chunks().dictionary_decode()).to_pylist()
        worst = max([worst, *(SEVERITIES.index(each) for each in levels if each)])
    return BatchDone(reports, unusable, SEVERITIES[worst] if worst >= 0 else "", judged, *roads)
