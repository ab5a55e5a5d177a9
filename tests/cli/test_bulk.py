"""``ingest`` and ``batch`` as they are typed: folders, what is said, exit codes, what is written."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from support.corpora import bytes_below, small_rules, write_folder

from jsrules.cli import main


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_folder(Path("报告"), 20)
    small_rules(Path())


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    code = main([*arguments, "--lang", "zh"])
    return code, capsys.readouterr().err.splitlines()


def test_a_folder_is_read_then_verified_and_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "ingest", "报告", "-o", "corpus") == (0, ["20 份文件在 corpus 里，这次读了 20 份"])
    batch = ("batch", "corpus", "-o", "findings", "--rules", "规则.jsr")
    assert told(capsys, *batch) == (1, ["20 份报告的结果在 findings 里，这次检查了 20 份"])
    before = bytes_below(Path("findings"))
    assert {"overview.html", "summary.json", "batch.json"} <= set(before)
    assert told(capsys, *batch) == (1, ["20 份报告的结果在 findings 里，这次检查了 0 份"])
    assert bytes_below(Path("findings")) == before
    code, lines = told(capsys, "batch", "报告", "-o", "direct", "--rules", "规则.jsr", "--jobs", "1")
    assert (code, len(lines)) == (1, 2)
    direct = bytes_below(Path("direct"))
    assert {path: direct[path] for path in before} == before


def test_how_many_were_decided_at_once_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("齐").mkdir()
    for number in range(30):
        text = f"单位: 第{number}局\n年度: 2022\n甲: 6.00\n乙: 2.00\n丙: {3 + (number == 7)}.00\n"
        Path("齐", f"{number:02}.yaml").write_text(text, encoding="utf-8")
    Path("齐.jsr").write_text("甲 = 乙 * 丙\n甲 >= 乙\n", encoding="utf-8")
    batch = ("batch", "齐", "-o", "findings", "--rules", "齐.jsr")
    told(capsys, *batch, "--jobs", "1")
    before = bytes_below(Path("findings"))
    assert "：" not in told(capsys, *batch)[1][-1]
    for name in ("counts", "rules"):
        for path in Path("findings", name).iterdir():
            path.unlink()
    _, lines = told(capsys, *batch, "--jobs", "1")
    assert lines[-1] == (
        "30 份报告的结果在 findings 里，这次检查了 30 份：29 份整栏判定，1 份逐份判定，整栏判定的有 29 份由引擎补上几条规则"
    )
    assert bytes_below(Path("findings")) == before


def test_a_bad_report_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("报告", "坏.yaml").write_text("甲: [1\n", encoding="utf-8")
    code, (line,) = told(capsys, "ingest", "报告", "-o", "corpus")
    assert code == 2 and "1 份读不了" in line and "corpus/bad/" in line
    code, (line,) = told(capsys, "batch", "corpus", "-o", "findings", "--rules", "规则.jsr")
    assert code == 2 and "1 份不能用" in line
    assert "坏.yaml" in Path("findings", "overview.html").read_text("utf-8")
    summary = json.loads(Path("findings", "summary.json").read_text("utf-8"))
    assert [each["code"] for each in summary["unusable"]] == ["E102"]


def test_what_cannot_be_used(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    told(capsys, "ingest", "报告", "-o", "corpus")
    cases: list[tuple[Sequence[str], str]] = [
        (("ingest", "-", "-o", "corpus"), "E402"),
        (("ingest", "报告", "-o", "报告"), "E402"),
        (("ingest", "corpus", "-o", "x"), "E402"),
        (("ingest", "报告", "corpus", "-o", "x"), "E402"),
        (("ingest", "报告", "没有/", "-o", "x"), "E401"),
        (("batch", "没有/", "-o", "x"), "E401"),
        (("batch", "报告", "-o", "报告", "--rules", "规则.jsr"), "E402"),
        (("batch", "报告", "-o", "findings", "--rules", "没有.jsr"), "E401"),
    ]
    for arguments, expected in cases:
        code, lines = told(capsys, *arguments)
        assert code == 2 and expected in " ".join(lines), arguments
    assert sorted(bytes_below(Path("报告"))) == sorted(f"区{number % 2}/报告{number:03}.yaml" for number in range(20))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    for verb in ("ingest", "batch"):
        code, lines = told(capsys, verb, "报告", "-o", "x")
        assert code == 2 and "E335" in " ".join(lines) and "jsrules[bulk]" in " ".join(lines)


def test_a_folder_without_reports_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("空").mkdir()
    for verb in ("ingest", "batch"):
        code, lines = told(capsys, verb, "空", "-o", "x")
        assert code == 2 and "E401" in lines[0] and not Path("x").exists()


def test_a_file_is_no_folder(capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "ingest", "报告", "-o", "corpus")
    for arguments in (("ingest", "报告"), ("batch", "报告"), ("batch", "corpus")):
        code, lines = told(capsys, *arguments, "-o", "规则.jsr")
        assert code == 2 and "E403" in lines[0] and "要一个目录" in lines[0]


def test_an_output_that_cannot_be_made(capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "ingest", "报告", "-o", "corpus")
    for arguments in (("ingest", "报告"), ("batch", "报告"), ("batch", "corpus")):
        code, lines = told(capsys, *arguments, "-o", "规则.jsr/x")
        assert code == 2 and "E403" in lines[0], arguments


def test_a_corpus_of_another_version(capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "ingest", "报告", "-o", "corpus")
    about = Path("corpus", "corpus.json")
    about.write_text(about.read_text("utf-8").replace("jsrules/corpus/2", "jsrules/corpus/1"), encoding="utf-8")
    before = bytes_below(Path("corpus"))
    for arguments in (("ingest", "报告", "-o", "corpus"), ("batch", "corpus", "-o", "x")):
        code, lines = told(capsys, *arguments)
        assert code == 2 and "E402" in lines[0] and "另一个版本" in lines[0] and "jsrules/corpus/1" in lines[0]
    assert bytes_below(Path("corpus")) == before and not Path("x").exists()


@pytest.mark.parametrize("folder", ["index", "texts"])
def test_a_damaged_part_is_told_and_the_remedy_works(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "ingest", "报告", "-o", "corpus")
    before = bytes_below(Path("corpus"))
    (part,) = Path("corpus", folder).iterdir()
    part.write_bytes(part.read_bytes()[:100])
    code, lines = told(capsys, "batch", "corpus", "-o", "x", "--rules", "规则.jsr")
    said = "".join(lines).replace(" ", "")
    assert code == 2 and "E402" in lines[0] and f"index/（检查结果的counts/）里的{part.name}" in said
    Path("corpus", "index", part.name).unlink()
    assert told(capsys, "ingest", "报告", "-o", "corpus")[0] == 0
    assert bytes_below(Path("corpus")) == before
    assert told(capsys, "batch", "corpus", "-o", "x", "--rules", "规则.jsr")[0] == 1


def test_two_corpora(capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "ingest", "报告", "-o", "corpus")
    code, lines = told(capsys, "batch", "corpus", "报告", "-o", "findings")
    assert code == 2 and "一个" in " ".join(lines)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_the_sums(language: str) -> None:
    for number, path in enumerate(sorted(Path("报告").rglob("*.yaml"))):
        path.write_text(f"地区: 第<{number % 3}>市\n" + path.read_text("utf-8"), encoding="utf-8")
    assert main(["batch", "报告", "-o", "findings", "--rules", "规则.jsr", "--lang", language]) == 1
    page = Path("findings", "overview.html").read_text("utf-8")
    body = page.removeprefix("<!DOCTYPE html>\n").replace('<meta charset="utf-8">', "")
    tree = ET.fromstring(body.replace('<meta name="viewport" content="width=device-width">', ""))
    pictures = {each.get("aria-label") for each in tree.iter("svg")}
    assert pictures >= (
        {"按地区", "按规则", "末位数字（提示）"}
        if language == "zh"
        else {"By region", "By rule", "Last digits (a hint)"}
    )
    assert "<script" not in page and "http" not in page
    summary = json.loads(Path("findings", "summary.json").read_text("utf-8"))
    assert summary["total"]["violation"] == 4 == sum(each["violation"] for each in summary["regions"])
    assert [each["violation"] for each in summary["rules"]] == [4]
    assert {each["name"] for each in summary["regions"]} == {"第<0>市", "第<1>市", "第<2>市"}
    bars = [each for each in tree.iter("rect") if each.get("class") == "violation"]
    titles = {"".join(each.itertext()) for each in bars}
    assert any(title.endswith(": 4") for title in titles)


def test_findings_below_the_reports_are_no_reports(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("报告")
    for _ in range(2):
        code, lines = told(capsys, "batch", ".", "-o", "findings", "--rules", "../规则.jsr")
        assert (code, lines[0].partition("，")[0]) == (1, "20 份文件在 findings/corpus 里")


def test_causes_have_their_words() -> None:
    from jsrules.outputs.overview.page import render_overview
    from jsrules.outputs.overview.summary import BatchSummary, VerdictSums

    none: tuple[VerdictSums, ...] = ()
    causes = (("digit", 9), ("balanced", 4), ("columns_swapped", 1))
    page = render_overview(
        BatchSummary("页", VerdictSums(""), none, none, none, none, (), (), (), (), causes, (), (), 0)
    )
    for words in ("一位数字之差", "舍位平衡", "两栏互换"):
        assert words in page


@pytest.mark.parametrize("lacking", ["pyspark", "pandas"])
def test_spark_that_is_not_installed(
    lacking: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told(capsys, "ingest", "报告", "-o", "corpus")
    monkeypatch.setitem(sys.modules, lacking, None)
    code, lines = told(capsys, "batch", "corpus", "-o", "findings", "--rules", "规则.jsr", "--engine", "spark")
    assert code == 2 and "E335" in lines[0] and any("jsrules[spark]" in line for line in lines)
