"""The walk-through of spec/waivers.md is executed, and the file that it shows is the one that is written."""

from __future__ import annotations

import shlex
from pathlib import Path

from support.processes import run_jsrules
from support.transcripts import blocks, matches, transcripts

PAGE = "spec/waivers.md"


def test_the_walk_through(tmp_path: Path) -> None:
    files = {block.file: block.text for block in blocks(PAGE) if block.file}
    shown_waivers = files.pop("a.说明.yaml")
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    commands = transcripts(PAGE)
    assert len(commands) == 2
    for command, shown in commands:
        finished = run_jsrules(*shlex.split(command)[1:], cwd=tmp_path)
        assert matches(shown, finished.stderr + finished.stdout), finished.stderr + finished.stdout
    assert (tmp_path / "a.说明.yaml").read_text("utf-8") == shown_waivers
