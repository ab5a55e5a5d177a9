"""The walk-through of spec/packs.md: a bureau and a department, from the first key to the second stick.

Blocks are taken in their order: one whose fence names a file is written, ``console`` blocks are run and compared. ``…``
stands for anything, on a line of its own for any lines. What is answered to ``[y/N]:`` is typed at a terminal. Files named before they are shown are written first.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from support.posix import POSIX
from support.processes import run_jsrules
from support.sources import ROOT

PAGE = (ROOT / "spec" / "packs.md").read_text("utf-8")
FENCE = re.compile(r"^```(?P<kind>\S+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
EARLY = "口令.txt"
ANSWER = re.compile(r"\[y/N\]: (y|n)\n")


def matches(shown: str, printed: str) -> bool:
    pattern = ""
    for line in shown.splitlines(keepends=True):
        pattern += "(?:.*\n)*" if line == "…\n" else re.escape(line).replace("…", ".*")
    return re.fullmatch(pattern, printed) is not None


@POSIX
def test_the_walk_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "work"
    folder.mkdir()
    blocks = list(FENCE.finditer(PAGE))
    for block in blocks:
        if block["file"] == EARLY:
            (folder / EARLY).write_text(block["text"], "utf-8")
    count = verified = 0
    for block in blocks:
        if block["file"]:
            (folder / block["file"]).parent.mkdir(exist_ok=True)
            (folder / block["file"]).write_text(block["text"], "utf-8")
        elif block["kind"] == "console":
            head, *parts = re.split(r"^\$ (.*)\n", block["text"], flags=re.MULTILINE)
            assert not head
            for command, shown in zip(parts[::2], parts[1::2], strict=True):
                program, *arguments = shlex.split(command)
                assert program == "jsrules"
                answers = "".join(f"{each}\n" for each in ANSWER.findall(shown))
                finished = run_jsrules(*arguments, cwd=folder, typed=answers)
                printed = finished.stderr + finished.stdout
                for answer in ANSWER.findall(shown):  # a terminal shows it
                    printed = re.sub(r"\[y/N\]: (?![yn]\n)", f"[y/N]: {answer}\n", printed, count=1)
                assert matches(shown, printed), f"$ {command}\n{printed}"
                assert "E900" not in printed
                count += 1
                if arguments[0] == "verify" and not verified:
                    verified = count
    assert count > 25
    assert verified <= 12, "from nothing to a department's first verified report"
    assert not list(tmp_path.rglob("*.part"))


def test_every_command_is_on_the_page() -> None:
    from jsrules.cli.pack import SUBVERBS

    missing = [name for name in SUBVERBS if f"pack {name}" not in PAGE and f"`{name}`" not in PAGE]
    assert missing in ([], ["explain"])


def test_the_comparison_itself() -> None:
    assert matches("a …\n…\nc\n", "a b\nx\ny\nc\n")
    assert not matches("a …\nc\n", "b\nc\n")
