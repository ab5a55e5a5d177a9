"""Of files that cannot be read each is listed with its reason, none is lost, and the rest is verified."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from support.corpora import small_report, small_rules
from support.posix import POSIX

from jsrules.base.diagnostic import CODES
from jsrules.base.files import MAXIMUM_BYTES
from jsrules.bulk import reading
from jsrules.bulk.batch import run_batch
from jsrules.bulk.corpus_reading import Corpus
from jsrules.bulk.ingesting import Ingested, ingest
from jsrules.bulk.judging_batch import BatchJob
from jsrules.bulk.reading import FileReader, ReadingJob
from jsrules.bulk.shards import KnownFile
from jsrules.cli.inputs import VERIFIABLE, expand

HEAD = "报告: 部门决算\n单位: 甲\n年度: 2021\n"

BAD: dict[str, tuple[str | bytes, str]] = {
    "空.yaml": ("", "E101"),
    "不是YAML.yaml": ("总计: [1, 2\n", "E102"),
    "制表符.yaml": ("表:\n\t甲: 1\n", "E103"),
    "键重复.yaml": ("甲: 1.00\n甲: 2.00\n", "E104"),
    "太大.yaml": ("#" * (MAXIMUM_BYTES + 1), "E105"),
    "太深.yaml": ("[" * 200, "E106"),
    "锚.yaml": ("甲: &a 1\n乙: *a\n", "E107"),
    "GBK.yaml": ("单位: 某局\n甲: 1.00\n".encode("gb18030"), "E108"),
    "是PDF.yaml": (b"%PDF-1.7\n", "E410"),
    "坏.pdf": (b"%PDF-1.7\nnothing\n", "E410"),
    "坏.xlsx": (b"PK\x03\x04nothing", "E410"),
    "没有年度.yaml": ("报告: 部门决算\n单位: 甲\n", "E110"),
    "没有这张表.yaml": (HEAD + "收入支出决算总表二:\n  收入:\n    总计: 1.00\n", "E111"),
    "没有表样.yaml": ("报告: 某种报告\n单位: 甲\n年度: 2021\n表:\n  甲: 1.00\n", "E119"),
    "不是数.yaml": (HEAD + "收入支出决算总表:\n  收入:\n    总计: 一千\n", "E115"),
    "数写坏.yaml": (HEAD + "收入支出决算总表:\n  收入:\n    总计: 1,00.00\n", "E116"),
}


def rows_of(folder: Path) -> list[dict[str, object]]:
    return [row for each in sorted(folder.iterdir()) for row in pq.read_table(each).to_pylist()]


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("报告").mkdir()
    for name, (content, _) in BAD.items():
        Path("报告", name).write_bytes(content.encode() if isinstance(content, str) else content)
    chance = random.Random(5)
    for number in range(6):
        Path("报告", f"好{number}.yaml").write_text(small_report(chance, number == 0), encoding="utf-8")


def ingested() -> Ingested:
    return ingest(list(expand(("报告",), VERIFIABLE)), "corpus", ReadingJob())


def test_every_kind_of_bad_report() -> None:
    assert ingested() == Ingested(len(BAD) + 6, len(BAD), len(BAD) + 6)
    told = rows_of(Path("corpus", "bad"))
    codes: dict[str, set[object]] = {}
    for row in told:
        codes.setdefault(Path(str(row["path"])).name, set()).add(row["code"])
        assert row["message"] and row["severity"] == "error" and row["code"] in CODES
    assert {name: code in codes[name] for name, (_, code) in BAD.items()} == dict.fromkeys(BAD, True)
    assert set(codes) == set(BAD)
    index = rows_of(Path("corpus", "index"))
    assert {Path(str(row["path"])).name for row in index if row["status"] == "bad"} == set(BAD)
    done = run_batch(Corpus("corpus"), "findings", BatchJob((small_rules(Path()),)))
    assert (done.reports, done.unusable) == (len(BAD) + 6, len(BAD))
    counts = rows_of(Path("findings", "counts"))
    assert sorted(Path(str(row["path"])).name for row in counts) == sorted(
        [*BAD, *(f"好{each}.yaml" for each in range(6))]
    )
    assert sum(int(str(row["pass"])) + int(str(row["violation"])) for row in counts) == 6
    listed = rows_of(Path("findings", "diagnostics"))
    assert [(row["path"], row["code"], row["message"]) for row in listed if row["severity"] == "error"] == [
        (row["path"], row["code"], row["message"]) for row in told
    ]


@POSIX
def test_what_is_no_plain_file() -> None:
    os.mkfifo("报告/管道.yaml")
    os.symlink("nowhere.yaml", "报告/断.yaml")
    ingested()
    codes = {Path(str(row["path"])).name: row["code"] for row in rows_of(Path("corpus", "bad"))}
    assert (codes["管道.yaml"], codes["断.yaml"]) == ("E402", "E401")


def test_a_defect_costs_no_other_file_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    flatten = reading.flatten

    def broken(report: object, *rest: object) -> object:
        if "好1" in report.path:  # type: ignore[attr-defined]
            raise ZeroDivisionError
        return flatten(report, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "flatten", broken)
    found = FileReader(ReadingJob()).read([KnownFile(f"报告/好{each}.yaml", 1, "") for each in range(3)])
    assert [[one.code for one in each.told] for each in found.files] == [[], ["E900"], []]


def test_rules_that_cannot_be_used_are_told_with_each_report() -> None:
    ingested()
    Path("坏.jsr").write_text("总计 = = 甲\n", encoding="utf-8")
    done = run_batch(Corpus("corpus"), "findings", BatchJob(("坏.jsr",)))
    assert done.unusable == len(BAD) + 6
    codes = {row["code"] for row in rows_of(Path("findings", "diagnostics"))}
    assert "E201" in codes


@POSIX
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    """Linux takes any bytes for a name; a table holds text."""
    name = os.fsdecode(b"\xff\xfe\xe7\x94\xb2.yaml")
    try:
        Path("报告", name).write_text("甲: 1.00\n", encoding="utf-8")
    except OSError:
        pytest.skip("this system takes texts only")
    ingested()
    done = run_batch(Corpus("corpus"), "findings", BatchJob((small_rules(tmp_path),)))
    assert done.reports == len(BAD) + 7
    assert "报告/\\xff\\xfe甲.yaml" in {row["path"] for row in rows_of(Path("findings", "counts"))}


def test_the_program_ends_as_it_should() -> None:
    """Readers with threads of their own once aborted the interpreter at its end, most of the time."""
    Path("好").mkdir()
    for number in range(32):
        Path("好", f"{number}.yaml").write_text("甲: 1.00\n", encoding="utf-8")
    for _ in range(2):
        command = [sys.executable, "-m", "jsrules", "ingest", "好", "-o", "c"]
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        shutil.rmtree("c")
