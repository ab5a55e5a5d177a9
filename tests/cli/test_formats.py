"""Several formats in one run: each whole in its place, or a message and nothing half-written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from support.processes import run_jsrules
from support.sources import ROOT

REPORT = """\
甲: 1.00
乙: 2.00
丙: 4.00
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(REPORT, "utf-8")
    (tmp_path / "b.yaml").write_text("甲: [1\n", "utf-8")
    (tmp_path / "a.jsr").write_text("规则 和：丙 = 甲 + 乙\n", "utf-8")
    return tmp_path


def verify(folder: Path, *arguments: str) -> tuple[int, str, str]:
    done = run_jsrules("verify", "a.yaml", "--rules", "a.jsr", *arguments, cache=folder / "cache", cwd=folder)
    return done.returncode, done.stdout, done.stderr


def test_several_at_once(folder: Path) -> None:
    code, shown, said = verify(
        folder,
        "b.yaml",
        "--format",
        "csv=a.csv",
        "--format=sarif=a.sarif",
        "--format",
        "text",
        "--format",
        "junit=a.xml",
    )
    assert (code, said) == (2, "")
    assert "左边多 1.00" in shown
    assert (folder / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert len((folder / "a.csv").read_text("utf-8").splitlines()) == 3
    (run,) = json.loads((folder / "a.sarif").read_text("utf-8"))["runs"]
    assert [each["ruleId"] for each in run["results"]] == ["a/和"]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert (folder / "a.xml").read_text("utf-8").count("<testsuite ") == 2


def test_the_file_of_the_output_is_that_of_the_format_that_has_none(folder: Path) -> None:
    code, shown, said = verify(folder, "--format", "json", "--format", "csv=a.csv", "-o", "a.json")
    assert (code, shown, said) == (1, "", "")
    assert json.loads((folder / "a.json").read_text("utf-8"))["summary"]["violation"] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--format", "pdf"), "没有“pdf”这种格式"),
        (("--format", "csv="), "后面没有文件名"),
        (("--format", "csv", "--format", "json"), "只有一种格式可以写到屏幕"),
        (("--format", "csv=a.csv", "-o", "x"), "--output 没有可写的"),
        (("--format", "csv=a.yaml"), "写出会毁掉它"),
        (("--format", "csv=nowhere/a.csv"), "nowhere/a.csv"),
        (("--format", "csv=a.out", "--format", "json=a.out"), "a.out"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is_written(
    folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    code, shown, said = verify(folder, *arguments)
    assert (code, shown) == (2, "")
    assert message in said
    assert sorted(each.name for each in folder.iterdir() if each.name != "cache") == ["a.jsr", "a.yaml", "b.yaml"]


def test_hooks_run_what_there_is(folder: Path) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [each["id"] for each in hooks] == ["jsrules-verify", "jsrules-check", "jsrules-fmt"]
    named = (ROOT / "spec" / "results.md").read_text("utf-8")
    for each in hooks:
        assert f"- id: {each['id']}" in named
        program, *arguments = each["entry"].split()
        assert program == "jsrules"
        assert re.search(each["files"], "reports/a.yaml" if each["id"] == "jsrules-verify" else "rules/a.jsr")
        given = ["a.yaml", "--rules", "a.jsr"] if each["id"] == "jsrules-verify" else ["a.jsr"]
        done = run_jsrules(*arguments, *given, cache=folder / "cache", cwd=folder)
        assert done.returncode in (0, 1), done.stderr


@pytest.mark.parametrize(("kind", "start"), [("xlsx", b"PK"), ("docx", b"PK"), ("html", b"<!DOCTYPE html>")])
def test_files_for_people(folder: Path, kind: str, start: bytes) -> None:
    code, shown, said = verify(folder, "--format", f"{kind}=a.{kind}")
    assert (code, shown, said) == (1, "", "")
    assert (folder / f"a.{kind}").read_bytes().startswith(start)


@pytest.mark.parametrize(("kind", "name"), [("xlsx", "结果.xlsx"), ("docx", "底稿.docx")])
def test_files_are_not_for_the_screen(folder: Path, kind: str, name: str) -> None:
    code, shown, said = verify(folder, "--format", kind)
    assert (code, shown) == (2, "")
    assert f"--format {kind}={name}" in said
    code, shown, said = verify(folder, "--format", kind, "-o", f"b.{kind}")
    assert (code, shown, said) == (1, "", "")
    (folder / f"b.{kind}").write_text("旧的", "utf-8")
    code, _, said = verify(folder, "--format", f"{kind}=a.yaml")
    assert code == 2
    assert "E403" in said
    assert (folder / "a.yaml").read_text("utf-8") == REPORT
