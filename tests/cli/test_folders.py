"""Verbs that walk folders: nothing below one is passed over without a word, and what can be done is done."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from support.permissions import locked
from support.posix import POSIX

from jsrules.cli import main

GOOD = "总计: 3.00\n甲: 1.00\n乙: 2.00\n"
RULE = '规则 一：总计 = 甲 + 乙\n  依据 "自拟"\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Reports and rules in folders; ``r.jsr`` checks the reports."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "reports/a.yaml": GOOD,
        "reports/closed/b.yaml": GOOD,
        "reports/z/c.yml": GOOD,
        "rules/a.jsr": RULE,
        "rules/closed/b.jsr": RULE,
        "rules/z/c.jsr": RULE,
        "r.jsr": RULE,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    main(["verify", "reports", "--rules", "r.jsr"])  # everything is loaded: an ordinary user may not see this program
    main(["check", "rules"])
    main(["fmt", "rules"])
    return tmp_path


@POSIX
def test_an_unreadable_folder_is_told_and_the_others_are_verified(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    with locked(Path("reports/closed")):
        assert main(["verify", "reports", "--rules", "r.jsr"]) == 2
        printed = capsys.readouterr().out
        assert main(["verify", "reports", "--rules", "r.jsr", "--format", "json"]) == 2
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert printed.count("全部相符") == 2
    assert "错误[E402] 无法读取：Permission denied" in printed
    assert "reports/closed" in printed
    assert [each["report"]["path"] for each in lines] == ["reports/a.yaml", "reports/closed", "reports/z/c.yml"]
    assert [[each["code"] for each in line["diagnostics"]] for line in lines] == [[], ["E402"], []]


@POSIX
def test_a_folder_that_is_unreadable_itself(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    with locked(Path("reports/closed")):
        assert main(["verify", "reports/closed", "--rules", "r.jsr"]) == 2
        alone = capsys.readouterr()
        assert main(["verify", "reports/closed", "reports/a.yaml", "--rules", "r.jsr"]) == 2
        beside = capsys.readouterr()
    assert "错误[E402] 无法读取：Permission denied" in alone.err
    assert "E401" not in alone.err
    assert "全部相符" in beside.out


@POSIX
@pytest.mark.parametrize("verb", [["check"], ["fmt", "--check"]])
def test_rules_too(verb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    with locked(Path("rules/closed")):
        assert main([*verb, "rules"]) == 2
    printed = capsys.readouterr()
    assert "错误[E402] 无法读取：Permission denied" in printed.err
    assert "rules/closed" in printed.err
    assert verb != ["check"] or ("rules/a.jsr" in printed.out and "rules/z/c.jsr" in printed.out)


def test_a_folder_that_fails_otherwise(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    real = os.scandir

    def fail(path: str) -> object:
        if str(path).endswith("closed"):
            raise OSError(5, "Input/output error", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", fail)
    capsys.readouterr()
    assert main(["verify", "reports", "--rules", "r.jsr"]) == 2
    assert "错误[E402] 无法读取：Input/output error" in capsys.readouterr().out


@POSIX
def test_links_and_what_is_no_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "reports" / "gone.yaml").symlink_to("nowhere.yaml")
    (folder / "reports" / "loop.yaml").symlink_to("loop.yaml")
    os.mkfifo(folder / "reports" / "pipe.yaml")
    capsys.readouterr()
    assert main(["verify", "reports", "--rules", "r.jsr", "--format", "json"]) == 2
    found = {}
    for line in capsys.readouterr().out.splitlines():
        result = json.loads(line)
        found[result["report"]["path"]] = [each["code"] for each in result["diagnostics"]]
    assert found == {
        "reports/a.yaml": [],
        "reports/closed/b.yaml": [],
        "reports/gone.yaml": ["E401"],
        "reports/loop.yaml": ["E402"],
        "reports/pipe.yaml": ["E402"],
        "reports/z/c.yml": [],
    }


@POSIX
def test_linked_folders_are_entered_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "d.yaml").write_text(GOOD, "utf-8")
    (folder / "reports" / "linked").symlink_to(folder / "elsewhere")
    (folder / "reports" / "up").symlink_to(folder / "reports")
    (folder / "reports" / "lost").symlink_to("nowhere")  # no name of a report: nothing is missed
    (folder / "reports" / "folder.yaml").mkdir()
    capsys.readouterr()
    assert main(["verify", "reports", "--rules", "r.jsr"]) == 0
    printed = capsys.readouterr().out
    assert "reports/linked/d.yaml" in printed
    assert printed.count("结论：") == 4


def test_a_folder_without_reports_does_not_stop_the_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty").mkdir()
    capsys.readouterr()
    assert main(["verify", "empty", "reports", "--rules", "r.jsr"]) == 2
    printed = capsys.readouterr().out
    assert "错误[E401] 目录里没有报告" in printed
    assert printed.count("全部相符") == 3


@POSIX
def test_tests_of_a_pack(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = Path("my-pack")
    assert main(["new", "pack", "my-pack"]) == 0
    assert main(["test", "my-pack"]) == 0
    (pack / "tests" / "more").mkdir()
    (folder / pack / "tests" / "gone.yaml").symlink_to("nowhere.yaml")
    capsys.readouterr()
    with locked(pack / "tests" / "more"):
        assert main(["test", "my-pack"]) == 2
    printed = capsys.readouterr().out
    assert "E401" in printed and "gone.yaml" in printed
    assert "E402" in printed or "Permission denied" in printed


def test_other_systems_hide_nothing_either(capsys: pytest.CaptureFixture[str]) -> None:
    """A pattern that no shell has expanded, as on Windows, may mean folders."""
    capsys.readouterr()
    assert main(["verify", "report?", "--rules", "r.jsr"]) == 0
    assert capsys.readouterr().out.count("全部相符") == 3
