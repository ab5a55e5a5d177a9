"""Whole runs, as one readable file each: see tests/golden/README.md. ``JSRULES_UPDATE=1`` rewrites them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.golden import parse, play, written
from support.sources import ROOT
from support.transcripts import matches

from jsrules.base.width import text_width

GOLDEN = ROOT / "tests" / "golden"
CASES = sorted(path.stem for path in GOLDEN.glob("*.txt"))


@pytest.mark.parametrize("name", CASES)
def test_golden(name: str, tmp_path: Path) -> None:
    file = GOLDEN / f"{name}.txt"
    expected = file.read_text("utf-8")
    head, sections = parse(expected)
    printed = written(head, play(sections, tmp_path))
    if os.environ.get("JSRULES_UPDATE") and not matches(expected, printed):
        file.write_text(printed, "utf-8")
        expected = printed
    assert matches(expected, printed), printed
    assert "Traceback" not in printed
    assert str(tmp_path) not in printed


@pytest.mark.parametrize("name", CASES)
def test_it_fits_the_page(name: str) -> None:
    for section in parse((GOLDEN / f"{name}.txt").read_text("utf-8"))[1]:
        if section.title.startswith("$ ") and "json" not in section.title:
            assert all(text_width(line.rstrip("\n")) <= 80 for line in section.lines)


def test_there_are_cases() -> None:
    assert len(CASES) >= 10
