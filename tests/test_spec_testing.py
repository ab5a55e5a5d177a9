"""``spec/testing.md`` from an empty folder: its files written and its commands run in their order, as an author would."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from support.processes import run_jsrules
from support.sources import ROOT
from support.transcripts import FENCE, matches

PAGE = (ROOT / "spec" / "testing.md").read_text("utf-8")
MOST_STEPS = 10


def test_the_page_leads_to_a_tested_pack(tmp_path: Path) -> None:
    steps = status = 0
    for match in FENCE.finditer(PAGE):
        kind, _, file = match["info"].partition(" ")
        if file:
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(match["text"], "utf-8")
            steps += 1
        elif kind == "console":
            _, *parts = re.split(r"^\$ (.*)\n", match["text"], flags=re.MULTILINE)
            for command, shown in zip(parts[::2], parts[1::2], strict=True):
                if command == "echo $?":
                    printed = f"{status}\n"
                else:
                    finished = run_jsrules(*shlex.split(command)[1:], cwd=tmp_path)
                    status, printed = finished.returncode, finished.stderr + finished.stdout
                    steps += 1
                assert matches(shown, printed), f"$ {command}\n{printed}"
    assert status == 0, "the last thing that is run succeeds"
    assert 5 <= steps <= MOST_STEPS
