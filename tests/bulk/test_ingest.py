"""Folders of reports become a corpus: the same bytes on every road, and nothing is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.corpora import bytes_below, small_report, write_folder
from support.sources import ROOT

from jsrules.base.diagnostic import InputError
from jsrules.bulk.corpus import Partition
from jsrules.bulk.corpus_reading import Corpus
from jsrules.bulk.flat_report import BLANK, FIGURE, NOT_WRITTEN, FormFrame
from jsrules.bulk.ingesting import Ingested, ingest
from jsrules.bulk.reading import ReadingJob
from jsrules.cli.inputs import VERIFIABLE, expand
from jsrules.verification.verifier import Verifier

pytestmark = pytest.mark.usefixtures("inside")

SOUND = ROOT / "spec" / "packs" / "final-accounts" / "tests" / "base.yaml"


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where shards begin is said by the paths as given: those of tests are always the same."""
    monkeypatch.chdir(tmp_path)


def ingested(folder: Path, corpus: Path, jobs: int = 1, usual: int = 16) -> Ingested:
    return ingest(list(expand((str(folder),), VERIFIABLE)), str(corpus), ReadingJob(), jobs, usual=usual)


def paths_in(corpus: Path) -> list[str]:
    found = Corpus(str(corpus))
    return [path for shard in found.shards() for path in found.index(shard)["path"].to_pylist()]


def test_the_same_bytes_whatever_was_there_before() -> None:
    folder = write_folder(Path("报告"), 60)
    assert ingested(folder, Path("a")) == Ingested(60, 0, 60)
    assert ingested(folder, Path("a")) == Ingested(60, 0, 0)
    expected = bytes_below(Path("a"))
    assert len(Corpus(str(Path("a"))).shards()) > 2
    for each in sorted(folder.rglob("*.yaml"))[::3]:
        each.rename(each.with_suffix(".gone"))
    assert ingested(folder, Path("b")) == Ingested(40, 0, 40)
    for each in folder.rglob("*.gone"):
        each.rename(each.with_suffix(".yaml"))
    ingested(folder, Path("b"))
    assert bytes_below(Path("b")) == expected


def test_the_same_bytes_with_two_processes() -> None:
    folder = write_folder(Path("报告"), 40)
    ingested(folder, Path("a"))
    ingested(folder, Path("b"), jobs=2)
    assert bytes_below(Path("a")) == bytes_below(Path("b"))


def test_what_changed_is_read_again_and_what_is_gone_goes() -> None:
    folder = write_folder(Path("报告"), 60)
    ingested(folder, Path("a"))
    first, second, *_ = sorted(folder.rglob("*.yaml"))
    text = first.read_text("utf-8")
    first.write_text(text.replace("收入:", "支出:"), encoding="utf-8")
    os.utime(first, ns=(1, 1))
    second.unlink()
    found = ingested(folder, Path("a"))
    assert found.files == 59 and 0 < found.read < 59
    ingested(folder, Path("b"))
    assert bytes_below(Path("a")) == bytes_below(Path("b"))
    assert str(second) not in paths_in(Path("a"))


def test_figures_of_a_report_with_a_form_set() -> None:
    """Each figure of the model stands in its column, with its decimals; a blank is no figure, and neither is nothing."""
    Path("报告").mkdir()
    Path("报告", "a.yaml").write_bytes(SOUND.read_bytes())
    ingested(Path("报告"), Path("a"))
    corpus = Corpus(str(Path("a")))
    (shard,) = corpus.shards()
    tables = corpus.read(shard)
    (partition,) = tables.partitions
    cells, rows = tables.cells(partition), tables.rows(partition)
    report, _ = Verifier().read(Verifier().opened(str(SOUND))[0])
    state = cells["state"].to_pylist()[0]
    names = cells.schema.names[-len(state) :]
    columns = dict(zip(names, state, strict=True))
    places = FormFrame(report.forms)
    closed = opened = 0
    for cell in report.cells:
        if cell.statement > 1:
            continue
        amount = cell.amount
        start = places.starts.get((cell.form, cell.block, cell.row))
        name = places.columns[start + cell.column] if start is not None else cell.row
        if start is not None:
            closed += 1
            value = cells[name].to_pylist()[0]
            sign = columns[name]
        else:
            opened += 1
            found = rows[f"{cell.form}-{cell.block}"]
            at = found["key"].to_pylist().index(cell.row)
            label = report.forms.forms[cell.form].blocks[cell.block].columns[cell.column].name or "数"
            value, sign = found[label].to_pylist()[at], found["state"].to_pylist()[at][cell.column]
        if amount is not None:
            assert sign == FIGURE + amount.decimals
            assert value == amount.mantissa * 10 ** (partition.decimals - amount.decimals), name
        else:
            assert value is None and sign != NOT_WRITTEN and (sign == BLANK) == (not cell.problem)
    assert closed > 200 and opened > 100
    written = sum(sign != NOT_WRITTEN for sign in state)
    assert written == closed, "no column says that anything else is written"


def test_rare_layouts_stand_in_the_long_table() -> None:
    import random

    Path("报告").mkdir()
    Path("报告", "a.yaml").write_text(small_report(random.Random(3)), encoding="utf-8")
    Path("报告", "b.yaml").write_text("甲: -0.05\n乙: 123456789012345678901234567890.12\n", encoding="utf-8")
    ingested(Path("报告"), Path("a"))
    (path,) = Path("a", "other").iterdir()
    found = pq.read_table(path)
    assert not Path("a", "cells").exists()
    assert {"-0.05", "123456789012345678901234567890.12"} <= set(found["value"].to_pylist())
    assert found.num_rows == 5


def test_year_decimals_and_size_make_a_partition() -> None:
    assert Partition("final-accounts-1", 2021, 4, 32).folder == "forms=final-accounts-1/year=2021/decimals=4/bits=32"


def test_a_figure_that_needs_more_bits_changes_no_table_but_that_of_its_report() -> None:
    folder = Path("报告")
    folder.mkdir()
    limits = {"21474836.47": 32, "-21474836.47": 32, "21474836.48": 64, "92233720368547758.07": 64, "0.00": 32}
    for number, (printed, _) in enumerate(limits.items()):
        for again in range(8):
            Path(folder, f"{number}{again}.yaml").write_text(f"甲: {printed}\n乙: 0.0{again}\n", encoding="utf-8")
    Path(folder, "x.yaml").write_text("甲: 92233720368547758.08\n乙: 0.00\n", encoding="utf-8")
    ingest(sorted(map(str, folder.iterdir())), "a", ReadingJob(), usual=10**6)
    for bits, kind in ((32, pa.int32()), (64, pa.int64())):
        (part,) = Path("a", "cells").glob(f"forms=flat-*/year=0/decimals=2/bits={bits}/*.parquet")
        found = pq.read_table(part, partitioning=None)
        assert found.schema.types[-2:] == [kind, kind]
        due = [int(printed.replace(".", "")) for printed, own in limits.items() if own == bits for _ in range(8)]
        assert sorted(found["甲"].to_pylist()) == sorted(due)
    (part,) = Path("a", "other").iterdir()
    assert "92233720368547758.08" in pq.read_table(part)["value"].to_pylist()


def test_a_folder_with_something_else_is_left_alone() -> None:
    folder = write_folder(Path("报告"), 2)
    Path("x").mkdir()
    Path("x", "part-1.parquet").write_bytes(b"mine")
    with pytest.raises(InputError) as caught:
        ingested(folder, Path("x"))
    assert [each.code for each in caught.value.diagnostics] == ["E402"]
    assert Path("x", "part-1.parquet").read_bytes() == b"mine"
