"""What is found in a corpus is what `verify` finds in each of its reports, in the same bytes on every road."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.corpora import bytes_below, small_rules, write_folder

from jsrules.bulk.batch import BatchSetting, run_batch
from jsrules.bulk.corpus_reading import Corpus
from jsrules.bulk.ingesting import ingest
from jsrules.bulk.judging_batch import BatchJob
from jsrules.bulk.reading import ReadingJob
from jsrules.bulk.spark import TOLD, judged_batches
from jsrules.cli.inputs import VERIFIABLE, expand
from jsrules.outputs.json import result_object
from jsrules.verification.verifier import Verifier


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    folder = write_folder(tmp_path / "报告", 60)
    (folder / "坏.yaml").write_text("甲: [1\n", encoding="utf-8")
    ingest(list(expand((str(folder),), VERIFIABLE)), str(tmp_path / "corpus"), ReadingJob(), usual=16)
    return Corpus(str(tmp_path / "corpus"))


def rows_below(folder: Path) -> list[dict[str, object]]:
    tables = [pq.read_table(each) for each in sorted(folder.iterdir())]
    return sorted((row for each in tables for row in each.to_pylist()), key=lambda row: str(row["path"]))


def test_findings_are_those_of_verify(corpus: Corpus, tmp_path: Path) -> None:
    rules = small_rules(tmp_path)
    done = run_batch(corpus, str(tmp_path / "out"), BatchJob((rules,), reconcile=2))
    assert (done[:4], done.columns + done.single) == ((61, 1, "error", 61), 60)  # where shards end is up to the paths
    verifier = Verifier([rules])
    expected = []
    for path in expand((str(tmp_path / "报告"),), VERIFIABLE):
        result = verifier.verify(path, reconcile=2)
        told = result_object(result)
        assert isinstance(told["findings"], list)
        expected += [
            (path, each["rule"], each["verdict"], each["difference"], each["message"]) for each in told["findings"]
        ]
    found = rows_below(tmp_path / "out" / "findings")
    keys = ("path", "rule", "verdict", "difference", "message")
    assert [tuple(row[key] for key in keys) for row in found] == sorted(expected)
    assert len(found) == 12
    assert {row["cause"] for row in found} and all(row["suspects"] for row in found)
    counts = rows_below(tmp_path / "out" / "counts")
    assert [row["path"] for row in counts if not row["usable"]] == [str(tmp_path / "报告" / "坏.yaml")]
    assert sum(int(str(row["pass"])) for row in counts) == 48
    assert [row["code"] for row in rows_below(tmp_path / "out" / "diagnostics")] == ["E102"]


def test_what_was_found_stays_until_something_changes(corpus: Corpus, tmp_path: Path) -> None:
    job = BatchJob((small_rules(tmp_path),))
    run_batch(corpus, str(tmp_path / "out"), job)
    before = bytes_below(tmp_path / "out")
    assert run_batch(corpus, str(tmp_path / "out"), job).judged == 0
    assert bytes_below(tmp_path / "out") == before
    Path(job.rules[0]).write_text("总计 = 甲 + 乙\n乙 >= 0\n", encoding="utf-8")
    assert run_batch(corpus, str(tmp_path / "out"), job).judged == 61
    run_batch(corpus, str(tmp_path / "new"), job, jobs=2)
    assert bytes_below(tmp_path / "out") == bytes_below(tmp_path / "new") != before


def test_what_executors_give_back_is_what_spark_is_told_of(corpus: Corpus, tmp_path: Path) -> None:
    shard = corpus.shards()[0]
    setting = BatchSetting(corpus.top, BatchJob((small_rules(tmp_path),)))
    asked = pa.RecordBatch.from_pylist([{"number": 0, "shard": shard, "start": 0, "stop": 4}])
    (told,) = judged_batches(setting)(iter([asked]))
    assert told.schema.names == [each.split()[0] for each in TOLD.split(", ")]
