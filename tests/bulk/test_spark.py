"""What is found on a cluster of Spark is what one process finds, in the same bytes, whatever dies on the way."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from support.corpora import bytes_below, small_rules, write_folder

from jsrules.bulk.batch import BatchSetting, run_batch
from jsrules.bulk.corpus_reading import Corpus
from jsrules.bulk.ingesting import ingest
from jsrules.bulk.judging_batch import BatchJob
from jsrules.bulk.reading import ReadingJob
from jsrules.bulk.spark import MappedBatches, SparkAnswering, judged_batches
from jsrules.cli.inputs import VERIFIABLE, expand

pytest.importorskip("pyspark", reason="the extra spark is not installed")
pytest.importorskip("pandas")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)

CLUSTER = "local-cluster[2,1,1024]"


def dying_once(setting: BatchSetting, mark: str) -> MappedBatches:
    """What executors do, the first of which is killed with its whole process when it has judged one stretch."""
    judge = judged_batches(setting)

    def mapped(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for found in judge(batches):
            try:
                os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                yield found
                continue
            daemon = os.getppid()
            status = Path(f"/proc/{daemon}/status").read_text(encoding="utf-8")
            executor = int(status.partition("PPid:")[2].split()[0])
            os.kill(executor, signal.SIGKILL)
            yield found

    return mapped


@pytest.mark.skipif(sys.platform != "linux", reason="an executor is found in /proc")
def test_a_cluster_finds_the_same_and_loses_nothing(tmp_path: Path) -> None:
    from pyspark import cloudpickle  # type: ignore[attr-defined]

    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    folder = write_folder(tmp_path / "报告", 60)
    (folder / "坏.yaml").write_text("甲: [1\n", encoding="utf-8")
    ingest(list(expand((str(folder),), VERIFIABLE)), str(tmp_path / "corpus"), ReadingJob(), usual=16)
    corpus = Corpus(str(tmp_path / "corpus"))
    job = BatchJob((small_rules(tmp_path),), reconcile=2)
    run_batch(corpus, str(tmp_path / "one"), job)
    mark = tmp_path / "died"

    def engine(setting: BatchSetting) -> SparkAnswering:
        return SparkAnswering(setting, CLUSTER, dying_once(setting, str(mark)))

    done = run_batch(corpus, str(tmp_path / "cluster"), job, engine=engine)
    assert mark.exists()
    assert (done[:4], done.columns + done.single) == ((61, 1, "error", 61), 60)  # where shards end is up to the paths
    assert bytes_below(tmp_path / "cluster") == bytes_below(tmp_path / "one")
