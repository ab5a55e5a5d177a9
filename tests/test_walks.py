"""The walks of a figure and of a rule in CONTRIBUTING.md lead through the rooms that they name, in that order."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from jsrules.cli.program import run_command

ROOT = Path(__file__).parents[1]
Room = tuple[str, str]


def walks() -> list[list[Room]]:
    """The two lists: files and the functions by which one comes in."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Two walks through the house")[1].split("\n## ")[0]
    lists = re.split(r"^1\. ", text, flags=re.MULTILINE)[1:]
    return [re.findall(r"^(?:\d+\. )?`(jsrules/[\w/]+\.py)`, `(\w+)`:", each, re.MULTILINE) for each in lists]


def test_walks_are_short_and_enter_each_room_once() -> None:
    for walk in walks():
        assert 5 < len(walk) <= 10
        assert len({file for file, _ in walk}) == len(walk)


@pytest.mark.parametrize("number", [0, 1])
def test_walks_are_gone(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = walks()[number]
    met: list[Room] = []
    missing = set(walk)

    def look(frame: FrameType, event: str, _: Any) -> None:
        path, _, name = frame.f_code.co_filename.rpartition("/jsrules/")
        room = f"jsrules/{name}", frame.f_code.co_name
        if event == "call" and path and room in missing:
            missing.remove(room)
            met.append(room)

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # nothing was resolved before
    monkeypatch.chdir(ROOT)
    before = sys.getprofile()
    sys.setprofile(look)
    try:
        run_command(["verify", "reports/jiyuan-2021.yaml"])
    finally:
        sys.setprofile(before)
    assert met == walk
