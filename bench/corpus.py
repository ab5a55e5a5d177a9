"""Corpora of Parquet: what judging in columns takes beside merely reading, in memory, streamed, and on Spark.

Run by `python bench/bulk.py --corpus`. The reports are those of `flat_reports.py`, drawn as columns: true amounts in 元,
a twentieth of them printed in 万元 rounded honestly, a fortieth with one wrong figure, the others exact.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import flat_reports
import numpy as np
import polars as pl
import pyarrow as pa
import yaml
from numpy.typing import NDArray

from jsrules.base.number import decimal_text
from jsrules.base.source import Source
from jsrules.bulk.batch_input import BatchInput
from jsrules.bulk.corpus import CELLS_HEAD, Partition, part_path, read_cells, write_part
from jsrules.bulk.flat_report import FormFrame, flatten
from jsrules.bulk.judging_columns import ColumnJudge
from jsrules.bulk.reading import FileReader, ReadingJob
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

    def source(self, table: pa.Table) -> Source:
        """The text of the first report of a table."""
        lines, section = ["单位: 某某局", "年度: 2021", "金额单位: 万元"], ""
        for name in self.names:
            head, _, part = name.rpartition(".")
            if head != section:
                lines.append(f"{head}:")
                section = head
            lines.append(f"  {part}: {decimal_text(table[name][0].as_py(), 2)}")
        return Source("report.yaml", "\n".join(lines) + "\n")

    def parts(self, top: str, count: int) -> Partition:
        """Write so many reports as parts of a corpus; behind some parts they are the same ones again."""
        frame = FormFrame(self.report.forms)
        flat = flatten(self.report, frame, related=False)
        partition = Partition(frame.identifier, 2021, flat.decimals)
        at = {name: number for number, name in enumerate(self.names)}
        schema = pa.schema([*CELLS_HEAD, *(pa.field(name, pa.int64()) for name in frame.columns)])
        same = (flat.state, flat.frame, flat.open_rows, flat.texts)
        written: list[str] = []
        for start in range(0, count, SHARD):
            size = min(SHARD, count - start)
            if len(written) == DISTINCT and size == SHARD:
                path = part_path(top, f"cells/{partition.folder}", f"{start:08}")
                os.link(written[start // SHARD % DISTINCT], path)
                continue
            figures = self.columns(size, start)
            names = pa.array([f"{number:032x}" for number in range(start, start + size)])
            about = [pa.array([each] * size, kind).dictionary_encode() for each, kind in
                     zip(("", ""), (pa.string(), pa.string()), strict=True)]  # fmt: skip
            coded = [
                pa.array([each] * size, pa.binary() if not number else pa.string()).dictionary_encode()
                for number, each in enumerate(same)
            ]
            scale = 10 ** (flat.decimals - 2)
            values = [pa.array(figures[at[name]] * scale) for name in frame.columns]
            table = pa.Table.from_arrays([names, pa.array(["某某局"] * size), *about, *coded, *values], schema=schema)
            write_part(top, f"cells/{partition.folder}", f"{start:08}", table)
            written.append(part_path(top, f"cells/{partition.folder}", f"{start:08}"))
        return partition


def files_below(top: str) -> list[str]:
    """The parts of a corpus."""
    return sorted(str(each) for each in Path(top).rglob("part-*.parquet"))


def judged_stream(drawing: Drawing, partition: Partition, paths: list[str]) -> Iterator[int]:
    """How many reports of each part are clean: read, judged, forgotten."""
    judge = ColumnJudge(drawing.verifier)
    nothing = pa.table({})
    for path in paths:
        table = read_cells(path)
        given = BatchInput(nothing, lambda table=table: {partition: table}, dict, dict, dict, nothing)  # type: ignore
        found = judge.decided(given, lambda _, table=table: drawing.source(table), frozenset())
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


def measure_reading(drawing: Drawing, partition: Partition, paths: list[str], count: int) -> None:
    """CPU time from Parquet, beside polars' bare read of the same files."""
    ratios = []
    for _ in range(3):
        start = time.process_time()
        for path in paths:
            pl.read_parquet(path)
        middle = time.process_time()
        clean = sum(judged_stream(drawing, partition, paths))
        end = time.process_time()
        ratios.append(((end - middle) / (middle - start), middle - start, end - middle))
    ratio, bare, ours = sorted(ratios)[1]
    print(
        f"from Parquet, {count:,} reports: polars' bare read {bare:.2f} CPU s, read and judged {ours:.2f}: {ratio:.2f} ×"
        f" ({clean:,} clean)"
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


def measure_spark(count: int) -> None:
    """CPU time of a batch on a local Spark beside one process, without the start of either: small batches taken off."""
    small, large = SHARD // 2, count
    with tempfile.TemporaryDirectory() as top:
        rules = Path(top, "rules.jsr")
        rules.write_text(flat_reports.rules_text(), encoding="utf-8")
        chance = random.Random(4)
        seconds: dict[tuple[str, int], float] = {}
        for size in (small, large):
            folder = Path(top, str(size))
            folder.mkdir()
            for number in range(size):
                kind = "wrong" if number % 40 == 39 else "rounded" if number % 20 == 9 else "exact"
                Path(folder, f"{number:06}.yaml").write_text(
                    flat_reports.drawn_report(chance, kind).text, encoding="utf-8"
                )  # type: ignore[arg-type]
            command = [sys.executable, "-m", "jsrules"]
            subprocess.run([*command, "ingest", str(folder), "-o", f"{folder}.corpus", "--jobs", "1"], check=True)
            for engine in ("local", "spark"):
                seconds[engine, size] = _cpu_of_all(
                    [
                        *command,
                        "batch",
                        f"{folder}.corpus",
                        "-o",
                        f"{folder}.{engine}",
                        "--rules",
                        str(rules),
                        "--reconcile",
                        "0",
                        "--jobs",
                        "1",
                        "--engine",
                        engine,
                        "--master",
                        "local[2]",
                    ],
                    dict(os.environ),
                )
    ours, theirs = (seconds[engine, large] - seconds[engine, small] for engine in ("local", "spark"))
    print(f"{large - small:,} reports more: one process {ours:.2f} CPU s, Spark {theirs:.2f}: {theirs / ours:.2f} ×")


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
        partition = drawing.parts(top, count)
        paths = files_below(top)
        print(f"{sum(map(os.path.getsize, paths)) / count:.0f} bytes a report in Parquet")
        some = paths[: max(1, 200_000 // SHARD)]
        measure_reading(drawing, partition, some, min(count, len(some) * SHARD))
        measure_text()
        measure_room(top, count)
    if spark:
        measure_spark(spark)


def stream(top: str) -> None:
    """Judge a corpus part by part, and print the most memory that it took, in kilobytes."""
    drawing = Drawing()
    partition = Partition(FormFrame(drawing.report.forms).identifier, 2021, 2)
    for _ in judged_stream(drawing, partition, files_below(top)):
        pass
    print(eval(_ROOM))


if __name__ == "__main__":
    stream(sys.argv[1])
