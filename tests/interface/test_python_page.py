"""What ``spec/python.md`` shows is executed, and its output compared: sessions, the notebook and the script."""

from __future__ import annotations

import doctest
import shutil
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from support.processes import REPORT, run
from support.sources import ROOT
from support.transcripts import blocks

PAGE = "spec/python.md"
PROGRAMS = {block.file: block.text for block in blocks(PAGE) if block.file}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the reader is: the report is there."""
    (tmp_path / "reports").mkdir()
    shutil.copyfile(REPORT, tmp_path / "reports" / REPORT.name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_sessions() -> None:
    sessions = "\n".join(block.text for block in blocks(PAGE) if block.kind == "python" and not block.file)
    test = doctest.DocTestParser().get_doctest(sessions, {}, PAGE, PAGE, 0)
    assert len(test.examples) > 15
    told: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    assert runner.run(test, out=told.append).failed == 0, "".join(told)


class DataFrame:
    """Takes what a data frame takes as it is: flat records with the same keys, their values plain."""

    def __init__(self, records: list[dict[str, object]]) -> None:
        self.columns = list(records[0])
        assert all(list(record) == self.columns for record in records)
        assert {type(value) for record in records for value in record.values()} <= {str, int, Decimal, type(None)}

    def __getitem__(self, names: list[str]) -> DataFrame:
        assert set(names) <= set(self.columns)
        return self


@pytest.mark.usefixtures("folder")
def test_the_notebook_has_ten_lines_and_works(monkeypatch: pytest.MonkeyPatch) -> None:
    pandas = ModuleType("pandas")
    pandas.DataFrame = DataFrame  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pandas", pandas)
    program = PROGRAMS["notebook.py"]
    assert len(program.splitlines()) == 10
    variables: dict[str, object] = {}
    exec(compile(program, "notebook.py", "exec"), variables)
    assert isinstance(variables["frame"], DataFrame)


def test_the_script(folder: Path) -> None:
    (folder / "ci.py").write_text(f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{PROGRAMS['ci.py']}", "utf-8")
    command = (sys.executable, "ci.py")
    found = run(*command, "reports/jiyuan-2021.yaml", cwd=folder)
    assert (found.returncode, found.stderr) == (1, "")
    assert "28.29 应为 28.09" in found.stdout
    unusable = run(*command, "nothing.yaml", cwd=folder)
    assert (unusable.returncode, unusable.stdout) == (2, "")
    assert unusable.stderr.startswith("nothing.yaml: [E401] ")
    sound = ROOT / "spec" / "packs" / "final-accounts" / "tests" / "base.yaml"
    assert run(*command, sound, cwd=folder).returncode == 0
