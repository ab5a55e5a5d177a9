"""What the README tells a reader to type works, and prints what it says.

``bash`` blocks hold the two install commands, which ``.ci/run`` executes word for word. ``console`` blocks are
transcripts: their commands are run here and what they print is compared, where a line with nothing but ``…`` stands
for any lines. A block whose fence names a file, such as ``yaml flat.yaml``, is that file. Commands in running text
must at least be understood.
"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from support.printed_pdf import printed_pdf
from support.printed_tables import grid
from support.processes import REPORT, run_jsrules
from support.sources import ROOT
from support.transcripts import FENCE, blocks, matches, read, transcripts

READMES = ["README.md", "README.zh.md"]
INLINE = re.compile(r"(?<!`)`(jsrules [^`\n]+)`")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the reader is: the report is there, and a published document, under the names the README uses."""
    (tmp_path / "reports").mkdir()
    shutil.copyfile(REPORT, tmp_path / "reports" / REPORT.name)
    table = grid("科目编码 | 科目名称 | 本年支出合计", "合计 |  | 9.00")
    for name in ("final-accounts.pdf", "决算.pdf"):
        (tmp_path / name).write_bytes(printed_pdf("某市某局2021年度部门决算", "支出决算表", table))
    return tmp_path


@pytest.mark.parametrize("name", READMES)
def test_ci_runs_the_install_commands(name: str) -> None:
    commands = [line for block in blocks(name) if block.kind == "bash" for line in block.text.splitlines() if line]
    assert len(commands) == 2, "one command that verifies the report, one that runs the tests"
    steps = (ROOT / ".ci" / "run").read_text("utf-8")
    for command in commands:
        assert command in steps


@pytest.mark.parametrize("name", READMES)
def test_transcripts(name: str, folder: Path) -> None:
    for block in blocks(name):
        if block.file:
            (folder / block.file).write_text(block.text, "utf-8")
    commands = transcripts(name)
    assert len(commands) >= 3
    status = 0
    for command, shown in commands:
        if command == "echo $?":
            printed = f"{status}\n"
        else:
            program, *arguments = shlex.split(command)
            assert program == "jsrules"
            finished = run_jsrules(*arguments, cwd=folder)
            status = finished.returncode
            printed = finished.stderr + finished.stdout
        assert matches(shown, printed), f"$ {command}\n{printed}"


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "spec/README.md"])
def test_commands_in_running_text(name: str, folder: Path) -> None:
    text = FENCE.sub("", read(name))
    for command in set(INLINE.findall(text)):
        finished = run_jsrules(*shlex.split(command)[1:], cwd=folder)
        assert finished.returncode in (0, 1), f"$ {command}\n{finished.stdout}{finished.stderr}"


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "spec/README.md", "spec/python.md", "bench/README.md"])
def test_paths_exist(name: str) -> None:
    base = (ROOT / name).parent
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", read(name))
    missing = [link for link in links if not (base / link).exists()]
    assert not missing


def test_the_twins_agree() -> None:
    """The same commands in both languages; the English one asks for English messages."""
    english = [command.replace(" --lang en", "") for command, _ in transcripts("README.md")]
    assert english == [command for command, _ in transcripts("README.zh.md")]
    assert [b.text for b in blocks("README.md") if b.kind == "bash"] == [
        b.text for b in blocks("README.zh.md") if b.kind == "bash"
    ]


def test_the_comparison_itself() -> None:
    assert matches("a\n…\nd\n", "a\nb\nc\nd\n")
    assert matches("a\n", "a\n")
    assert not matches("a\n", "a\nb\n")
    assert not matches("a\n…\nd\n", "a\nb\n")
