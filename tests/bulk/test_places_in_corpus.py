"""A finding in a published document is found again in it: the text that a corpus keeps tells where each cell stands."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from support.checking import ROOT

from jsrules.base.source import Source
from jsrules.bulk.corpus_reading import Corpus
from jsrules.cli import main
from jsrules.outputs.severity import is_finding
from jsrules.verification.verifier import Verifier

BASE = ROOT / "spec" / "packs" / "final-accounts" / "tests" / "base.yaml"


def test_the_places_of_an_imported_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("公布").mkdir()
    assert main(["export", str(BASE), "-o", "公布/决算.xlsx"]) == 0
    assert main(["ingest", "公布", "-o", "corpus"]) == 0
    assert main(["batch", "corpus", "-o", "findings", "--reconcile", "0"]) < 2
    corpus = Corpus("corpus")
    (shard,) = corpus.shards()
    (kept,) = corpus.read(shard).texts.to_pylist()
    assert kept["made"]
    ours, direct = (
        Verifier().verify(each) for each in (Source(kept["path"], kept["text"], made=True), "公布/决算.xlsx")
    )
    assert ours.report is not None and direct.report is not None
    (part,) = Path("findings", "findings").iterdir()
    rows = pq.read_table(part).to_pylist()
    told = [each for each in ours.outcomes if is_finding(each)]
    assert [row["rule"] for row in rows] == [each.rule.identifier for each in told] and rows
    assert any(each.startswith("工作表 ") for row in rows for each in row["places"])
    for cell, same in zip(ours.report.cells, direct.report.cells, strict=True):
        assert ours.report.cell_path(cell) == direct.report.cell_path(same)
        assert ours.report.place_of(cell) == direct.report.place_of(same)
        if cell.amount is not None:
            place = ours.report.place_of(cell)
            assert place is not None and place.document == "决算.xlsx"
