"""Waivers count in a batch as they do in ``verify``: those that stand beside reports when they are read."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from support.corpora import bytes_below, small_rules, write_folder

from jsrules.cli import main

REPORT = "报告/区0/报告000.yaml"
"""One that is wrong."""

VERDICTS = ("pass", "rounding", "violation", "undetermined", "waived", "not_applicable")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_folder(Path("报告"), 30)
    small_rules(Path())


def waived(through: str = "2031-12-31") -> None:
    about = ("--rules", "规则.jsr", "--as-of", "2031-01-01", "--through", through)
    assert main(["waive", REPORT, "1", *about, "--reason", "已核对", "--approver", "张三"]) == 0


def batch(*arguments: str) -> tuple[int, dict[str, dict[str, object]], list[dict[str, object]]]:
    """The exit code, the counts by report, and what is said of reports."""
    code = main(["batch", "corpus", "-o", "findings", "--rules", "规则.jsr", "--reconcile", "0", *arguments])
    rows = [row for each in sorted(Path("findings", "counts").iterdir()) for row in pq.read_table(each).to_pylist()]
    told = [row for each in Path("findings", "diagnostics").iterdir() for row in pq.read_table(each).to_pylist()]
    return code, {row["path"]: row for row in rows}, told


def verified(capsys: pytest.CaptureFixture[str], day: str) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = main(["verify", REPORT, "--rules", "规则.jsr", "--as-of", day, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("day", ["2031-06-01", "2032-01-01"])
def test_a_waiver_beside_a_report_counts_as_in_verify(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ingest", "报告", "-o", "corpus"])
    before = batch("--as-of", day)[1]
    waived()
    capsys.readouterr()
    main(["ingest", "报告", "-o", "corpus", "--lang", "zh"])
    assert "这次读了 0 份" not in capsys.readouterr().err
    _, counts, told = batch("--as-of", day)
    due = verified(capsys, day)[1]
    assert [counts[REPORT][each] for each in VERDICTS] == [due["summary"][each] for each in VERDICTS]  # type: ignore[index]
    assert counts[REPORT]["waived"] == (day < "2032")
    assert [row["code"] for row in told if row["path"] != REPORT] == ([] if day < "2032" else ["W503"])
    same = [each for each in counts if each != REPORT]
    assert all({**counts[each], "report": ""} == {**before[each], "report": ""} for each in same)
    findings = [row for each in Path("findings", "findings").iterdir() for row in pq.read_table(each).to_pylist()]
    own = [(row["verdict"], "张三" in row["waiver"]) for row in findings if row["path"] == REPORT]
    assert own == ([("waived", True)] if day < "2032" else [("violation", False)])


def test_another_day_judges_anew_what_waivers_are_beside(capsys: pytest.CaptureFixture[str]) -> None:
    waived()
    main(["ingest", "报告", "-o", "corpus"])
    batch("--as-of", "2031-06-01")
    first = bytes_below(Path("findings"))
    capsys.readouterr()
    for day, judged in (("2031-06-01", 0), ("2032-01-01", 30), ("2031-06-01", 30)):
        batch("--as-of", day, "--lang", "zh")
        assert f"这次检查了 {judged} 份" in capsys.readouterr().err
    assert bytes_below(Path("findings")) == first


def test_two_files_or_a_bad_one_are_told_with_the_report() -> None:
    waived()
    beside = Path(REPORT.replace(".yaml", ".说明.yaml"))
    other = Path(REPORT.replace(".yaml", ".waivers.yaml"))
    other.write_bytes(beside.read_bytes())
    main(["ingest", "报告", "-o", "corpus"])
    code, counts, told = batch("--as-of", "2031-06-01")
    assert (code, [row["code"] for row in told]) == (2, ["E510"])
    assert counts[REPORT]["violation"] == 1 and not counts[REPORT]["usable"]
    other.unlink()
    beside.write_text("说明: [1\n", encoding="utf-8")
    main(["ingest", "报告", "-o", "corpus"])
    code, _, told = batch("--as-of", "2031-06-01")
    assert code == 2 and [row["path"] for row in told] == [str(beside)]


def test_a_file_that_is_named_is_for_one_report(capsys: pytest.CaptureFixture[str]) -> None:
    waived()
    beside = Path(REPORT.replace(".yaml", ".说明.yaml"))
    beside.rename("w.yaml")
    main(["ingest", "报告", "-o", "corpus"])
    options = ("--rules", "规则.jsr", "--waivers", "w.yaml", "--as-of", "2031-06-01")
    assert main(["batch", "corpus", "-o", "findings", *options]) == 2
    assert "E510" in capsys.readouterr().err
    assert main(["batch", REPORT, "-o", "one", *options]) == 0
    (part,) = Path("one", "counts").iterdir()
    assert pq.read_table(part)["waived"].to_pylist() == [1]
