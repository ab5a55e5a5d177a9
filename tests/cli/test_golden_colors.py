"""Colours, as golden files: what ``--color always`` writes, with its codes made visible. See tests/golden/README.md."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from support.golden import parse, play, written
from support.sources import ROOT

GOLDEN = ROOT / "tests" / "golden" / "colors"
CASES = sorted(path.stem for path in GOLDEN.glob("*.txt"))


@pytest.mark.parametrize("name", CASES)
def test_golden(name: str, tmp_path: Path) -> None:
    file = GOLDEN / f"{name}.txt"
    expected = file.read_text("utf-8")
    head, sections = parse(expected)
    printed = re.sub("\x1b\\[([0-9;]*)m", r"«\1»", written(head, play(sections, tmp_path)))
    if os.environ.get("JSRULES_UPDATE"):
        file.write_text(printed, "utf-8")
        expected = printed
    assert expected == printed, printed
    assert printed.count("«") > len(sections), "nothing is coloured"
