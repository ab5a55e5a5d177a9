"""A batch on Apache Spark: stretches of a corpus are judged by executors, each of which reads its own row groups.

What travels to them is which stretches, some bytes each; what comes back is what was found there. The executors read
the corpus by themselves, so it must stand where all of them see it under the same path, and jsrules must be installed
there. The findings are written here, as by one process, in the same bytes. A task that fails, or dies with its
executor, is given to another one by Spark; what was found is a function of the corpus and the job alone, so nothing is
lost and nothing is there twice.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import pyarrow as pa

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.bulk.batch import BatchSetting, ShardStretch, judging
from jsrules.bulk.findings import FindingsBatch

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ASKED = "number long, shard string, start long, stop long"
TOLD = ", ".join(("number long", *(f"{name} binary" for name in FindingsBatch._fields)))
_TOLD = pa.schema([("number", pa.int64()), *((name, pa.large_binary()) for name in FindingsBatch._fields)])

AHEAD = 8
"""So many stretches are asked for together for each core that Spark has."""

_made: dict[BatchSetting, Callable[[ShardStretch], FindingsBatch]] = {}
"""What an executor judges with, which is used again for its next tasks."""


MappedBatches = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]
"""What executors map over record batches."""


class SparkAnswering:
    """Judges stretches of a corpus on Spark; as `jsrules.bulk.processes.Answering`, for this one question. ``mapped``
    is what executors do, by default `judged_batches` of the setting.
    """

    def __init__(self, setting: BatchSetting, master: str, mapped: MappedBatches | None = None) -> None:
        self._setting = setting
        self._master = master
        self._mapped = mapped or judged_batches(setting)
        self._session: SparkSession | None = None

    def __enter__(self) -> SparkAnswering:
        require_spark()
        self._session = started(self._master)
        return self

    def __exit__(self, *_error: object) -> None:
        if self._session is not None:
            self._session.stop()

    def answers(self, questions: Iterable[ShardStretch]) -> Iterator[FindingsBatch]:
        """What is found in each stretch, in their order."""
        assert self._session is not None
        cores = self._session.sparkContext.defaultParallelism
        waiting = iter(questions)
        while some := list(islice(waiting, cores * AHEAD)):
            rows = [(number, *each) for number, each in enumerate(some)]
            slices = min(len(rows), 2 * cores)
            frame = self._session.createDataFrame(self._session.sparkContext.parallelize(rows, slices), ASKED)
            found = frame.mapInArrow(self._mapped, TOLD).toArrow().sort_by("number")
            for at in range(found.num_rows):
                yield FindingsBatch(*(_table(found[name][at].as_py()) for name in FindingsBatch._fields))


def judged_batches(setting: BatchSetting) -> MappedBatches:
    """The function that executors map over record batches: rows of stretches become rows of what was found in them."""

    def judge(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        if setting not in _made:
            _made.clear()
            _made[setting] = judging(setting)
        for batch in batches:
            for row in batch.to_pylist():
                found = _made[setting](ShardStretch(row["shard"], row["start"], row["stop"]))
                told = [[row["number"]], *([_bytes(each)] for each in found)]
                yield pa.RecordBatch.from_arrays(
                    [pa.array(each, field.type) for each, field in zip(told, _TOLD, strict=True)], schema=_TOLD
                )

    return judge


def _bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    found: bytes = sink.getvalue().to_pybytes()
    return found


def _table(data: bytes) -> pa.Table:
    with pa.ipc.open_stream(data) as reader:
        return reader.read_all()


def require_spark() -> None:
    """Raises `InputError` (E335) where Spark cannot be driven."""
    try:
        import pandas as pd  # noqa: F401  mapInArrow asks for it
        import pyspark  # noqa: F401
    except ImportError:
        raise fail(
            "E335",
            say("在 Spark 上检查还需要 pyspark 和 pandas", "verifying on Spark also needs pyspark and pandas"),
            remedy=say("运行 pip install 'jsrules[spark]'", "run pip install 'jsrules[spark]'"),
        ) from None


def started(master: str) -> SparkSession:
    """A session of Spark. Raises `InputError` (E335) when there is none to be had: no Java, or no such master."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    builder = (
        SparkSession.builder.appName("jsrules")
        .master(master)
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "1")
        .config("spark.python.worker.reuse", "true")
    )
    try:
        session: SparkSession = builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        raise fail(
            "E335",
            say("Spark 没有启动：{reason}", "Spark did not start: {reason}", reason=str(error).splitlines()[0]),
            remedy=say("装上 Java 17，检查 --master", "install Java 17, and look at --master"),
        ) from error
    session.sparkContext.setLogLevel("ERROR")
    return session
