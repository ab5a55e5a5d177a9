"""Corpora of Parquet: what judging in columns takes beside merely reading, in memory, streamed, and on Spark.

Run by `python bench/bulk.py --corpus`. The reports are those of `flat_reports.py`, drawn as columns: true amounts in 元,
a twentieth of them printed in 万元 rounded honestly, a fortieth with one wrong figure, the others exact.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import flat_reports
import numpy as np
import polars as pl
import pyarrow as pa
import yaml
from numpy.typing import NDArray

from jsrules.base import __version__
from jsrules.base.number import decimal_text
from jsrules.base.source import Source
from jsrules.base.writing import write_whole
from jsrules.bulk.batch import BatchSetting, run_batch
from jsrules.bulk.batch_input import BatchInput
from jsrules.bulk.cell_table import CellTable, read_cells
from jsrules.bulk.corpus import ABOUT, SCHEMA, Partition, part_path, with_parts, write_part
from jsrules.bulk.corpus_reading import Corpus
from jsrules.bulk.corpus_tables import tables_of
from jsrules.bulk.flat_report import FormFrame, bits_for, flatten
from jsrules.bulk.judging_batch import BatchJob
from jsrules.bulk.judging_columns import ColumnJudge
from jsrules.bulk.reading import FileRead, FileReader, FormsPlaces, ReadingJob
from jsrules.bulk.shards import KnownFile
from jsrules.engine.columns.figures import Figures
from jsrules.engine.columns.group import ColumnRules
from jsrules.model.report import Report
from jsrules.verification.verifier import Verifier

SHARD, DISTINCT = 4096, 12
_ROOM = "open('/proc/self/status').read().partition('VmHWM:')[2].split()[0]"
"""The most memory that a process took so far, in kilobytes; what a parent took is not counted, as getrusage does."""

LEAVES = ("人员经费", "公用经费", "专项经费", "其他项目", "结转")


class Drawing:
    """A layout of flat reports, and columns of figures for it."""

    def __init__(self) -> None:
        self.text = flat_reports.drawn_report(random.Random(1), "exact").text
        self.verifier = Verifier([Source("rules.jsr", flat_reports.rules_text())])
        loaded = self.verifier.load(Source("report.yaml", self.text))
        assert loaded.result.report is not None
        self.report: Report = loaded.result.report
        self.ready = loaded.rules[0]
        self.names = [self.report.cell_path(cell) for cell in self.report.cells]
        self.frame = FormFrame(self.report.forms)
        self.partition = Partition(self.frame.identifier, 2021, 2, 32)

    def columns(self, count: int, seed: int, sound: bool = False) -> list[NDArray[np.int64]]:
        """So many reports, a column a cell; in ``sound`` ones every identity holds exactly."""
        chance = np.random.default_rng(seed)
        rounded, wrong = (0, 0) if sound else (count // 20, count // 40)
        true: dict[str, NDArray[np.int64]] = {}
        checks = flat_reports.identities()
        for total, parts in checks:
            for each in (total, *parts):
                if each.rpartition(".")[2] in LEAVES and each not in true:
                    true[each] = chance.integers(1, 10**5, count) * 100
                    true[each][:rounded] += chance.integers(0, 100, rounded)
        for total, parts in sorted(checks, key=lambda each: ("总计" in each[0], each[0].endswith("合计"))):
            true[total] = sum((true[each] for each in parts), np.zeros(count, np.int64))
        found = [(true[name] + 50) // 100 for name in self.names]
        for number in range(rounded, rounded + wrong):
            found[int(chance.integers(len(found)))][number] += 5400
        order = chance.permutation(count)
        return [each[order] for each in found]

    def text_of(self, values: Sequence[int]) -> str:
        """A report with these figures."""
        lines, section = ["单位: 某某局", "年度: 2021", "金额单位: 万元"], ""
        for name, value in zip(self.names, values, strict=True):
            head, _, part = name.rpartition(".")
            if head != section:
                lines.append(f"{head}:")
                section = head
            lines.append(f"  {part}: {decimal_text(value, 2)}")
        return "\n".join(lines) + "\n"

    def first_of(self, table: CellTable) -> Source:
        """The text of the first report of a table."""
        known = {name: table.part(slice(0, 1)).column(number) for number, name in enumerate(table.names)}
        values = [int(known[name][0]) for name in self.names]  # type: ignore[index]
        return Source("report.yaml", self.text_of(values))

    def reports(self, count: int, seed: int, sound: bool) -> Iterator[FileRead]:
        """So many reports, as they come out of reading their texts."""
        flat = flatten(self.report, self.frame, related=False)
        at = {name: number for number, name in enumerate(self.names)}
        columns = self.columns(count, seed, sound)
        own = np.stack([columns[at[name]] for name in self.frame.columns], 1) * 10 ** (flat.decimals - 2)
        for number, (printed, values) in enumerate(
            zip(np.stack(columns, 1).tolist(), own.tolist(), strict=True), start=seed
        ):
            data = self.text_of(printed)
            sha256 = f"{number:064x}"
            yield FileRead(
                f"{number:09}.yaml", sha256, len(data), f"{number:032x}", "flat", "某某局", 2021, "", "",
                self.frame.identifier, data, False, flat._replace(values=values, bits=bits_for(max(values))),
            )  # fmt: skip

    def corpus(self, top: str, count: int, sound: bool = False) -> list[str]:
        """Write a corpus of so many reports; behind some shards they are the same ones again. The parts of cells."""
        about = {"schema": SCHEMA, "version": __version__, "language": "zh", "packs": []}
        write_whole(os.path.join(top, ABOUT), json.dumps(about).encode())
        frame = self.frame
        places = {frame.identifier: FormsPlaces(frame.identifier, "flat", "", "万元", frame.columns, frame.units, ())}
        written: list[tuple[str, dict[str, str]]] = []
        found: list[str] = []
        for start in range(0, count, SHARD):
            size, shard = min(SHARD, count - start), f"{start:024x}"
            if len(written) == DISTINCT and size == SHARD:
                first, parts = written[start // SHARD % DISTINCT]
                for folder in (*parts, "index"):
                    os.link(part_path(top, folder, first), part_path(top, folder, shard))
            else:
                parts = {}
                for each in tables_of(list(self.reports(size, start, sound)), places, 1):
                    is_index = each.folder == "index"
                    table = with_parts(each.table, parts) if is_index else each.table
                    known = write_part(top, each.folder, shard, table)
                    parts |= {} if is_index else {each.folder: known}
                written.append((shard, parts))
            found += [part_path(top, folder, shard) for folder in parts if folder.startswith("cells/")]
        return found


def judged_stream(drawing: Drawing, judge: ColumnJudge, paths: list[str]) -> Iterator[int]:
    """How many reports of each part are clean: read, judged, forgotten."""
    nothing = pa.table({})
    for path in paths:
        table = read_cells(Path(path).read_bytes())
        given = BatchInput(nothing, lambda table=table: {drawing.partition: table}, dict, dict, dict, dict, nothing)  # type: ignore
        found = judge.decided(given, lambda _, table=table: drawing.first_of(table), frozenset())
        yield sum(len(each.reports) for each in found.parts)


def measure_in_memory(drawing: Drawing, count: int) -> None:
    """Evaluations a CPU second, the columns in memory."""
    rules = ColumnRules(drawing.report, 2, drawing.ready.resolved.rules, drawing.ready.conditions)
    for kind, sound in ((np.int32, True), (np.int64, True), (np.int32, False), (np.int64, False)):
        typed = [each.astype(kind) for each in drawing.columns(count, 7, sound)]
        which = "sound reports" if sound else "reports as they come"
        for what, only_clean in (("every verdict", False), ("which are clean", True)):
            rates = []
            for _ in range(3):
                figures = Figures(drawing.report, typed, 2, count)
                start = time.process_time()
                for group in rules.judged(figures, only_clean):
                    group.clean()
                rates.append(count * len(flat_reports.identities()) / (time.process_time() - start))
            print(
                f"in memory, {which}, {np.dtype(kind).name}, {what}: {statistics.median(rates):.3g} evaluations a CPU second"
            )


def measure_reading(drawing: Drawing, paths: list[str], count: int) -> None:
    """CPU time from Parquet, beside polars' bare read of the same files."""
    ratios = []
    bound = []
    for _ in range(5):
        judge = ColumnJudge(drawing.verifier)
        start = time.process_time()
        sum(judged_stream(drawing, judge, paths[:1]))
        bound.append(time.process_time() - start)
        start = time.process_time()
        for path in paths:
            pl.read_parquet(path)
        middle = time.process_time()
        clean = sum(judged_stream(drawing, judge, paths))
        end = time.process_time()
        ratios.append(((end - middle) / (middle - start), middle - start, end - middle))
    ratio, bare, ours = sorted(ratios)[2]
    first = sorted(bound)[2] - ours / len(paths)
    print(
        f"from Parquet, {count:,} reports: polars' bare read {bare:.3f} CPU s, read and judged {ours:.3f}: {ratio:.2f} ×,"
        f" {(ours + first) / bare:.2f} × with binding the rules once ({first:.3f} s) ({clean:,} clean)"
    )


def measure_batch(drawing: Drawing, count: int) -> None:
    """CPU time of the whole command on reports in which nothing is found, without its start, beside the bare read."""
    with tempfile.TemporaryDirectory() as top:
        rules = Path(top, "rules.jsr")
        rules.write_text(flat_reports.rules_text(), encoding="utf-8")
        seconds = []
        for size in (64, count):
            paths = drawing.corpus(os.path.join(top, f"{size}"), size, sound=True)
            command = [sys.executable, "-m", "jsrules", "batch", os.path.join(top, f"{size}"), "-o"]
            command += [os.path.join(top, f"{size}.found"), "--rules", str(rules), "--reconcile", "0", "--jobs", "1"]
            seconds.append(_cpu_of_all(command, dict(os.environ)))
        start = time.process_time()
        for path in paths:
            pl.read_parquet(path)
        bare = time.process_time() - start
    ours = seconds[1] - seconds[0]
    print(
        f"jsrules batch, {count:,} sound reports: {ours:.2f} CPU s after the start ({seconds[0]:.2f}),"
        f" {ours / count * 1e6:.1f} µs a report, {ours / bare:.1f} × polars' bare read"
    )


def measure_text() -> None:
    """CPU time for reading reports in the canonical form, beside the plain script's reading of them."""
    chance = random.Random(3)
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number in range(300):
            data = flat_reports.drawn_report(chance, "exact").text.encode()
            path = Path(folder, f"{number:03}.yaml")
            path.write_bytes(data)
            files.append(KnownFile(str(path), len(data), hashlib.sha256(data).hexdigest()))
        reader = FileReader(ReadingJob())
        reader.read(files[:20])
        start = time.process_time()
        reader.read(files)
        middle = time.process_time()
        for each in files:
            dict(flat_reports.flattened(yaml.load(Path(each.path).read_bytes(), Loader=yaml.CBaseLoader)))
        end = time.process_time()
    ours, plain = (middle - start) / len(files) * 1000, (end - middle) / len(files) * 1000
    print(f"text, first pass: {ours:.2f} ms a report, the plain script {plain:.2f}: {plain / ours:.2f} × as fast")


_SUBREAPER = 36
"""What prctl of Linux calls it: orphans below this process become its children, so that their time can be asked for."""


def _cpu_of_all(command: list[str], environment: dict[str, str]) -> float:
    """CPU seconds of a whole process and of all that it started, also of what outlives it for a moment."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds = 0.0
    while True:
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return seconds
        seconds += usage.ru_utime + usage.ru_stime


def measure_spark(drawing: Drawing, count: int) -> None:
    """CPU time of a batch on a local Spark beside one process, without the start of either: a batch of 64 reports."""
    with tempfile.TemporaryDirectory() as top:
        rules = Path(top, "rules.jsr")
        rules.write_text(flat_reports.rules_text(), encoding="utf-8")
        seconds: dict[tuple[str, int], float] = {}
        for size in (64, count):
            drawing.corpus(os.path.join(top, f"{size}"), size)
            corpus, times = os.path.join(top, f"{size}"), Path(top, f"{size}.times")
            times.mkdir()
            for engine in ("local", "spark"):
                command = [sys.executable, __file__, engine, corpus, f"{corpus}.{engine}", str(rules), str(times)]
                seconds[engine, size] = _cpu_of_all(command, dict(os.environ))
            seconds["spark", size] += sum(float(each.read_text()) for each in times.iterdir())
            outputs = [Path(f"{corpus}.{engine}") for engine in ("local", "spark")]
            first, second = ([each.read_bytes() for each in sorted(top.rglob("*.parquet"))] for top in outputs)
            assert first == second
    ours, theirs = (seconds[engine, count] - seconds[engine, 64] for engine in ("local", "spark"))
    print(
        f"{count:,} reports: one process {ours:.2f} CPU s after its start ({seconds['local', 64]:.2f}),"
        f" Spark {theirs:.2f} ({seconds['spark', 64]:.2f}): {theirs / ours:.2f} ×"
    )


def measure_room(top: str, count: int) -> None:
    """The most memory that a process takes which streams a corpus, over Python's own."""
    own, streamed = (
        int(subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True).stdout)
        for arguments in (
            ("-c", f"print({_ROOM})"),
            (__file__, top),
        )
    )
    print(f"streamed, {count:,} reports: {(streamed - own) // 1024} MB over Python's own")


def main(count: int, spark: int) -> None:
    """Measure and print; ``spark``: on so many reports beside one process, 0 for not at all."""
    drawing = Drawing()
    measure_in_memory(drawing, min(count, 200_000))
    with tempfile.TemporaryDirectory() as top:
        paths = drawing.corpus(top, count)
        print(f"{sum(map(os.path.getsize, paths)) / count:.0f} bytes a report in Parquet")
        some = paths[: max(1, 200_000 // SHARD)]
        measure_reading(drawing, some, min(count, len(some) * SHARD))
        measure_text()
        measure_room(top, count)
    measure_batch(drawing, min(count, 200_000))
    if spark:
        measure_spark(drawing, spark)


def batch_on(engine: str, corpus: str, output: str, rules: str, times: str) -> None:
    """Judge a corpus in this process, or on Spark. The processes that Spark runs Python in are waited for by nobody, so
    that no one is told of their time: each writes its own to a file in the folder ``times``.
    """
    from jsrules.bulk.spark import MappedBatches, SparkAnswering, judged_batches

    def timed(setting: BatchSetting) -> MappedBatches:
        judge = judged_batches(setting)

        def mapped(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for found in judge(batches):
                Path(times, str(os.getpid())).write_text(str(time.process_time()))
                yield found

        return mapped

    def on_spark(setting: BatchSetting) -> SparkAnswering:
        return SparkAnswering(setting, "local[2]", timed(setting))

    run_batch(Corpus(corpus), output, BatchJob((rules,)), engine=on_spark if engine == "spark" else None)


def stream(top: str) -> None:
    """Judge a corpus part by part, and print the most memory that it took, in kilobytes."""
    drawing = Drawing()
    paths = sorted(str(each) for each in Path(top, "cells").rglob("part-*.parquet"))
    for _ in judged_stream(drawing, ColumnJudge(drawing.verifier), paths):
        pass
    print(eval(_ROOM))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        batch_on(*sys.argv[1:])
    else:
        stream(sys.argv[1])
