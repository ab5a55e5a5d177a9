"""``jsrules mutate``: exit codes, where the result goes, the JSON by its schema, and the words of the help pages."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.processes import REPORT, run_jsrules
from support.sources import ROOT

from jsrules.authoring.detection.detector import STATUSES
from jsrules.authoring.detection.report_mutants import KINDS
from jsrules.base.width import text_width
from jsrules.cli import main
from jsrules.outputs.detection_words import KIND_WORDS, REASON_WORDS, STATUS_WORDS

SCHEMA = json.loads((ROOT / "spec" / "mutation.schema.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a report and rules that notice everything, or not."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "report.yaml": "总计: 3.00\n甲: 1.00\n乙: 2.00\n",
        "sum.jsr": "总计 = 甲 + 乙\n",
        "all.jsr": "总计 = 3.00 ± 0\n甲 = 1.00 ± 0\n乙 = 2.00 ± 0\n",
        "wrong.jsr": "总计 = 丙\n",
        "bad.yaml": "总计: 1.2.3\n",
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_a_rule_that_cannot_be_asked_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mutate", "report.yaml", "--rules", "wrong.jsr"]) == 1
    assert "用不上的规则：总计 = 丙（报告里没有“丙”" in capsys.readouterr().out.replace("\n", "")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["report.yaml", "--rules", "all.jsr"], 0),
        (["report.yaml", "--rules", "sum.jsr"], 1),  # 甲 and 乙 may change places
        (["report.yaml", "--rules", "sum.jsr", "--slip", "digit", "--slip", "sign"], 0),
        (["report.yaml", "--rules", "sum.jsr", "--min-detection", "90"], 0),
        (["report.yaml", "--rules", "sum.jsr", "--min-detection", "99.9%"], 1),
        (["report.yaml", "--rules", "all.jsr", "--min-detection", "100.00"], 0),
        (["report.yaml", "--rules", "sum.jsr", "--min-detection", "101"], 2),
        (["report.yaml", "--rules", "sum.jsr", "--min-detection", "many"], 2),
        (["report.yaml", "--rules", "sum.jsr", "--slip", "nonsense"], 2),
        (["report.yaml", "--rules", "wrong.jsr"], 1),  # 丙 is not there: nothing is noticed
        (["report.yaml", "--rules", "missing.jsr"], 2),
        (["bad.yaml", "--rules", "sum.jsr"], 2),
        (["missing.yaml", "--rules", "sum.jsr"], 2),
        (["report.yaml"], 2),
    ],
)
def test_exit_codes(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mutate", *arguments]) == code
    out, err = capsys.readouterr()
    assert bool(err) == (code == 2)
    assert bool(out) == (code != 2)


def test_an_unknown_table_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mutate", str(REPORT), "--table", "收入决算标"]) == 2
    assert "E111" in (err := capsys.readouterr().err)
    assert "收入决算表" in err


def as_json(*arguments: str) -> dict[str, Any]:
    finished = run_jsrules("mutate", *arguments, "--format", "json", cwd=Path.cwd())
    assert finished.returncode in (0, 1), finished.stderr
    made: dict[str, Any] = json.loads(finished.stdout)
    Draft202012Validator(SCHEMA).validate(made)
    return made


def test_the_json_is_as_its_schema_says() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    def check(value: object, schema: dict[str, Any]) -> None:
        if "$ref" in schema:
            schema = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]]
        if isinstance(value, dict):
            assert list(value) == list(schema["properties"]) == schema["required"]
            for key, each in value.items():
                check(each, schema["properties"][key])
        elif isinstance(value, list):
            for each in value:
                check(each, schema["items"])

    for made in (as_json(str(REPORT), "--table", "支出决算表"), as_json("report.yaml", "--rules", "sum.jsr")):
        check(made, SCHEMA)
        total = sum(made["summary"].values())
        assert total == made["judged"] == made["made"]
        for part in ("kinds", "tables"):
            for status in STATUSES:
                assert sum(each[status] for each in made[part]) == made["summary"][status]
        assert len(made["unnoticed"]) == total - made["summary"]["noticed"]
        assert max(each["noticed"] for each in made["rules"]) <= made["summary"]["noticed"]
        assert sum(each["alone"] for each in made["rules"]) <= made["summary"]["noticed"]


def test_a_swap_is_told_with_both_cells() -> None:
    made = as_json("report.yaml", "--rules", "sum.jsr")
    assert made["summary"]["survived"] == 1
    (survivor,) = [each for each in made["unnoticed"] if each["status"] == "survived"]
    assert survivor == {
        "kind": "swapped",
        "status": "survived",
        "reason": "balanced",
        "changes": [
            {"ref": "甲", "text": "1.00", "to": "2.00", "line": 2, "column": 4},
            {"ref": "乙", "text": "2.00", "to": "1.00", "line": 3, "column": 4},
        ],
    }
    assert made["proposals"] == []
    assert made["rules"] == [
        {
            "rule": "sum/总计 = 甲 + 乙",
            "noticed": made["summary"]["noticed"],
            "alone": made["summary"]["noticed"],
        }
    ]


def test_only_these_tables_and_slips() -> None:
    made = as_json(str(REPORT), "--table", "收入决算表", "--table", "公开03表", "--slip", "sign", "--slip", "digit")
    assert [each["table"] for each in made["tables"]] == ["收入决算表", "支出决算表"]
    assert [each["kind"] for each in made["kinds"]] == ["digit", "sign"]
    prose = as_json(str(REPORT), "--table", "情况说明", "--slip", "sign")
    assert all(each["table"].startswith("情况说明.") for each in prose["tables"])
    assert len(prose["tables"]) > 10


def test_at_most_takes_evenly() -> None:
    made = as_json(str(REPORT), "--at-most", "100")
    assert (made["judged"], made["made"] > 10_000) == (100, True)
    assert len(made["tables"]) > 15


def test_several_processes_print_the_same() -> None:
    one, two = (
        run_jsrules("mutate", REPORT, "--at-most", "1500", "--jobs", jobs, "--all", cwd=Path.cwd()) for jobs in "12"
    )
    assert one.stdout == two.stdout
    assert one.returncode == two.returncode == 1


def test_it_is_written_whole_or_not_at_all(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert main(["mutate", "report.yaml", "--rules", "sum.jsr", "-o", "out.txt"]) == 1
    assert "错例" in (folder / "out.txt").read_text("utf-8")
    assert main(["mutate", "report.yaml", "--rules", "sum.jsr", "-o", "report.yaml"]) == 2
    assert main(["mutate", "report.yaml", "--rules", "sum.jsr", "-o", "sum.jsr"]) == 2
    assert "E403" in capsys.readouterr().err
    assert main(["mutate", "bad.yaml", "--rules", "sum.jsr", "-o", "new.txt"]) == 2
    assert not (folder / "new.txt").exists()


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    class Bytes(io.StringIO):
        buffer = io.BytesIO((folder / "report.yaml").read_bytes())

    monkeypatch.setattr("sys.stdin", Bytes())
    assert main(["mutate", "-", "--rules", "sum.jsr", "--jobs", "2"]) == 1
    assert capsys.readouterr().out.startswith("-\n")


def test_a_defect_of_ours_is_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("jsrules.authoring.detection.power.measure", fail)
    assert main(["mutate", "report.yaml", "--rules", "sum.jsr"]) == 2
    assert "E900" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["--all"], ["--lang", "en"], ["--lang", "en", "--all"]])
def test_it_fits_the_page(arguments: list[str]) -> None:
    """But for the text of a formula, which may not be broken within a name."""
    shown = run_jsrules("mutate", REPORT, "--at-most", "1000", *arguments).stdout.splitlines()
    assert len(shown) > 50
    assert [line for line in shown if text_width(line) > 80 and " = " not in line] == []


def test_it_fits_a_narrow_page(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert main(["mutate", str(REPORT), "--table", "公开06表"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if text_width(line) > 50 and ".yaml:" not in line] == []


def test_every_kind_and_status_has_words_and_is_specified() -> None:
    page = (ROOT / "spec" / "mutation.md").read_text("utf-8")
    assert set(KIND_WORDS) == set(KINDS)
    assert set(STATUS_WORDS) == set(STATUSES)
    described = set(re.findall(r"^\| [^|`]+ \| `([a-z_]+)` \|", page, re.MULTILINE))
    assert described == {*KINDS, *STATUSES, *REASON_WORDS}
    for chinese, _ in [*KIND_WORDS.values(), *STATUS_WORDS.values()]:
        assert f"| {chinese} |" in page
    assert set(SCHEMA["properties"]) <= set(re.findall(r"`([a-z]+)`", page))
