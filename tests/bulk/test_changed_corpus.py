"""What was done to a corpus from outside is told, and what was not written by ingest is not judged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.corpora import bytes_below, small_rules, write_folder

from jsrules.base.diagnostic import InputError
from jsrules.bulk.batch import run_batch
from jsrules.bulk.corpus_reading import Corpus
from jsrules.bulk.ingesting import Ingested, ingest
from jsrules.bulk.judging_batch import BatchJob
from jsrules.bulk.only_writer import only_writer
from jsrules.bulk.reading import ReadingJob
from jsrules.cli.inputs import VERIFIABLE, expand


@pytest.fixture(autouse=True)
def _in_a_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_folder(Path("报告"), 40)
    small_rules(tmp_path)
    ingested()


def ingested() -> Ingested:
    return ingest(list(expand(("报告",), VERIFIABLE)), "corpus", ReadingJob(), usual=10**6)


def judged(top: str) -> dict[str, bytes]:
    run_batch(Corpus("corpus"), top, BatchJob(("规则.jsr",)))
    return bytes_below(Path(top))


def cut_off(part: Path) -> None:
    part.write_bytes(part.read_bytes()[:-7])


def with_another_figure(part: Path) -> None:
    """As somebody would do it who knows Parquet: a figure that makes a wrong sum right."""
    table = pq.read_table(part, partitioning=None)
    name = table.schema.names[-1]
    column = table[name].combine_chunks()
    values = pa.array([*column.to_pylist()[:-1], 4711], column.type)
    pq.write_table(table.set_column(table.num_columns - 1, table.schema.field(name), values), part)


def with_another_bit(part: Path) -> None:
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(bytes(data))


CHANGES = [
    ("cells", with_another_figure),
    *((folder, change) for folder in ("cells", "texts", "bad") for change in (cut_off, with_another_bit, Path.unlink)),
]


@pytest.mark.parametrize(("folder", "change"), CHANGES)
def test_a_part_that_ingest_did_not_write_is_not_judged(folder: str, change: Callable[[Path], None]) -> None:
    before, due = judged("before"), bytes_below(Path("corpus"))
    part = next(Path("corpus", folder).rglob("*.parquet"))
    change(part)
    with pytest.raises(InputError) as caught:
        judged("after")
    (told,) = caught.value.diagnostics
    assert (told.code, told.path) == ("E402", str(part)) and "jsrules ingest" in (told.remedy or "")
    if change is with_another_bit:  # that is found by nothing but reading all of it
        assert ingested().read == 0
        Path("corpus", "index", part.name).unlink()
    assert ingested().read == 40
    assert bytes_below(Path("corpus")) == due and judged("after") == before


def test_an_index_that_is_none_is_made_anew() -> None:
    due = bytes_below(Path("corpus"))
    (index,) = Path("corpus", "index").iterdir()
    changes: list[Callable[[Path], object]] = [cut_off, lambda part: part.write_bytes(b"")]
    for change in changes:
        change(index)
        assert ingested().read == 40 and bytes_below(Path("corpus")) == due


@pytest.mark.parametrize("text", ["", "{", "\ufeff", "null"])
def test_a_corpus_that_says_nothing_of_itself(text: str) -> None:
    due = bytes_below(Path("corpus", "index"))
    Path("corpus", "corpus.json").write_text(text, encoding="utf-8")
    for doing in (ingested, lambda: judged("x")):
        with pytest.raises(InputError) as caught:
            doing()
        assert [each.code for each in caught.value.diagnostics] == ["E402"]
    assert bytes_below(Path("corpus", "index")) == due


def test_two_do_not_write_at_once() -> None:
    before = bytes_below(Path("corpus"))
    for top, doing in (("corpus", ingested), ("findings", lambda: judged("findings"))):
        with only_writer(top), pytest.raises(InputError) as caught:
            doing()
        assert [(each.code, each.path) for each in caught.value.diagnostics] == [("E403", top)]
    assert bytes_below(Path("corpus")) == before and ingested().read == 0
    assert judged("findings")
