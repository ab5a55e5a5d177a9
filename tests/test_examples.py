"""``spec/examples``: formula lists of ten kinds of report, in their notices' notation; each is a tested pack."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.processes import run_jsrules
from support.sources import ROOT

EXAMPLES = ROOT / "spec" / "examples"
FOLDERS = sorted(folder for folder in EXAMPLES.iterdir() if folder.is_dir())


def test_there_are_ten_and_the_page_names_each() -> None:
    page = (EXAMPLES / "README.md").read_text("utf-8")
    assert len(FOLDERS) == 10
    assert [folder.name for folder in FOLDERS if f"]({folder.name}/rules/01.jsr)" not in page] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_it_runs(folder: Path) -> None:
    tested = run_jsrules("test", str(folder))
    assert (tested.returncode, tested.stderr) == (0, ""), tested.stdout + tested.stderr
    formatted = run_jsrules("fmt", "--check", str(folder))
    assert formatted.returncode == 0, formatted.stdout + formatted.stderr


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_its_report_has_no_error(folder: Path) -> None:
    report = next(path for path in sorted((folder / "tests").glob("*.yaml")) if path.name != "cases.yaml")
    verified = run_jsrules("verify", str(report), "--pack", str(folder))
    assert (verified.returncode, verified.stderr) == (0, ""), verified.stdout + verified.stderr
    assert "无法判断" not in verified.stdout
