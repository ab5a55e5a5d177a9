"""Completion: what is offered where, and that shells take the scripts. Nothing offered means that files are."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.posix import POSIX
from support.processes import START, run_jsrules
from support.sources import ROOT

from jsrules.cli.completion import offers
from jsrules.cli.verbs import PROGRAM


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", " ".join(PROGRAM.commands)),
        ("ve", "verify"),
        ("--lang en re", "read reconcile"),
        ("--v", "--version"),
        ("verify ", ""),
        ("verify report", ""),
        ("verify --form", "--forms --format"),
        ("verify --format ", "text html xlsx docx checklist json jsonl csv sarif junit markdown github"),
        ("verify --format js", "json jsonl"),
        ("verify --format=j", "--format=json --format=jsonl --format=junit"),
        ("verify --format = ", "text html xlsx docx checklist json jsonl csv sarif junit markdown github"),
        ("verify --format = js", "json jsonl"),
        ("check --format ", "text json"),
        ("verify --all --a", "--as-of --annotate --ambiguous-width"),
        ("verify --rules a.jsr --ru", "--rules"),
        ("verify -o ", ""),
        ("verify -- --a", ""),
        ("mutate --slip s", "sign swapped shifted"),
        ("new ", ""),
        ("new pack ", ""),
        ("pack re", "record renew rekey"),
        ("pack rekey --role e", "everyday"),
        ("nonsense ", " ".join(PROGRAM.commands)),
    ],
)
def test_what_is_offered(line: str, words: str) -> None:
    *before, typed = line.split(" ")
    assert " ".join(word for word, _ in offers(before, typed)) == words


SHELLS = {
    "bash": [
        "bash",
        "-c",
        'eval "$1"; COMP_WORDS=(jsrules pack ""); COMP_CWORD=2; _jsrules jsrules; echo "${COMPREPLY[@]}"',
        "-",
    ],
    "zsh": [
        *("zsh", "-fc"),
        (
            "compdef() {}; _describe() { print -l ${(P)2} }; _files() { print files }; "
            'eval "$1"; words=(jsrules pack ""); CURRENT=3; _jsrules; words=(jsrules verify ""); _jsrules'
        ),
        "-",
    ],
    "fish": ["fish", "--no-config", "-c", 'eval $argv[1]; complete -C "jsrules pack "', "--"],
}


@POSIX
@pytest.mark.parametrize("shell", [each for each in SHELLS if shutil.which(each)])
def test_a_shell_takes_its_script(shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "jsrules"
    program.write_text(f"#!{sys.executable}\nimport sys; sys.path.insert(0, {str(ROOT)!r}); {START}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("_JSRULES_COMPLETE", f"{shell}_source")
    script = run_jsrules().stdout
    monkeypatch.delenv("_JSRULES_COMPLETE")
    done = subprocess.run([*SHELLS[shell], script], capture_output=True, encoding="utf-8", check=False, cwd=tmp_path)
    assert done.stderr == ""
    for word in ("list", "explain", "doctor"):
        assert word in done.stdout
    if shell != "bash":
        assert "列出可用的规则包" in done.stdout
    if shell == "zsh":
        assert done.stdout.endswith("files\n")


def test_an_unknown_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_JSRULES_COMPLETE", "tcsh_source")
    finished = run_jsrules()
    assert (finished.returncode, finished.stdout) == (2, "")
