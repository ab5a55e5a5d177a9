"""A program that is one file with its interpreter, as PyInstaller makes them, starts itself where it needs help."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.posix import POSIX

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.base.system import WORKER
from jsrules.cli import main
from jsrules.model.document import DocumentKind
from jsrules.readers.documents.guarded_process import guarded_bytes, guarded_items

PAGE = "<html><body><h1>收入支出决算总表</h1><table><tr><td>总计</td><td>1.00</td></tr></table></body></html>"
PROGRAM = """#!{python} -S
import sys
sys.frozen = True
open({told!r}, "a").write(" ".join(sys.argv[1:]) + "\\n")
sys.path[:] = {path!r}
from jsrules.cli import main
sys.exit(main())
"""


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This program is frozen, and knows no other interpreter; the file tells what it was started with."""
    program, found = tmp_path / "jsrules", tmp_path / "told"
    program.write_text(PROGRAM.format(python=sys.executable, told=str(found), path=sys.path), "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    return found


@POSIX
def test_documents_are_read_by_the_program_itself(told: Path) -> None:
    kind: DocumentKind = "html"
    faults: list[Diagnostic] = []
    assert list(guarded_items(kind, PAGE.encode(), "a.html", faults))
    assert faults == []
    assert told.read_text() == f"{WORKER} serve\n"


@POSIX
def test_what_is_made_of_documents_is_made_by_it_too(told: Path) -> None:
    assert guarded_bytes(bytes, (3,), "a.pdf") == bytes(3)
    with pytest.raises(InputError):
        guarded_bytes(bytes, ("x",), "a.pdf")
    assert told.read_text() == f"{WORKER} serve_bytes\n" * 2


def test_helpers_of_multiprocessing_begin_where_they_should(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    monkeypatch.setattr("multiprocessing.spawn.freeze_support", lambda: begun.append("asked"))
    assert main(["explain", "E204"]) == 0
    assert not begun, "an interpreter starts its helpers itself"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "argv", ["jsrules", "explain", "E204"])
    assert main(["explain", "E204"]) == 0
    assert begun == ["asked"]


def test_nobody_is_a_helper_by_what_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["jsrules", WORKER, "serve"])
    assert main([WORKER, "serve"]) == 2
