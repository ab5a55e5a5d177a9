"""The program runs out of one zip file, with what it needs inside and nothing beside it but Python."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipapp
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest
from support.sources import ROOT

from jsrules.base import unpacking
from jsrules.base.unpacking import unpacked
from jsrules.cli import main

REPORT = ROOT / "reports" / "jiyuan-2021.yaml"
SEVERAL = """
import sys
sys.path.insert(0, sys.argv[1])
from jsrules.cli import main
words = ["explain", "E204"], ["check", "r.jsr"], ["pack", "list"], ["new", "pack", "made"]
print([main(each) for each in words])
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``jsrules.pyz``: the package with its data, as a wheel has it, and what it depends on."""
    top = tmp_path_factory.mktemp("zip")
    inside = top / "inside"
    leave = shutil.ignore_patterns("__pycache__", "*.so", "*.pyd")
    shutil.copytree(ROOT / "jsrules", inside / "jsrules", ignore=leave)
    for name in ("grammar", "spec"):
        shutil.copytree(ROOT / name, inside / "jsrules" / "_data" / name, ignore=leave)
    for name in ("lark", "yaml"):
        found = find_spec(name)
        assert found is not None
        assert found.origin is not None
        shutil.copytree(Path(found.origin).parent, inside / name, ignore=leave)
    zipapp.create_archive(inside, top / "jsrules.pyz", main="jsrules.__main__:run", compressed=True)
    return top / "jsrules.pyz"


def run(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Python alone: no installed packages."""
    line = [sys.executable, "-I", "-S", "-X", "utf8", *map(str, arguments)]
    return subprocess.run(line, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_it_verifies(program: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(REPORT)]) == 1
    expected = capsys.readouterr().out
    found = run(tmp_path, program, "verify", REPORT, "--format", "text", "--format", "html=page.html")
    assert (tmp_path / "page.html").stat().st_size > 100_000, "with its looks and its script"
    assert found.stderr == ""
    assert found.stdout == expected
    assert found.returncode == 1


def test_it_finds_what_comes_with_it(program: Path, tmp_path: Path) -> None:
    (tmp_path / "r.jsr").write_text("总计 = 甲 + 乙\n", "utf-8")
    found = run(tmp_path, "-c", SEVERAL, program)
    assert found.stdout.endswith("[0, 0, 0, 0]\n"), found.stdout[-200:] + found.stderr[-2000:]
    assert "E900" not in found.stderr
    assert (tmp_path / "made" / "pack.yaml").exists()


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "a.pyz"
    with ZipFile(place, "w") as file:
        for name, text in {"data/a": "甲", "data/b/c": "乙", "data/b/": "", "else": "丙"}.items():
            file.writestr(name, text)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return place


def files_in(folder: Path) -> dict[str, str]:
    return {
        each.relative_to(folder).as_posix(): each.read_text("utf-8") for each in folder.rglob("*") if each.is_file()
    }


@pytest.mark.skipif(sys.platform == "win32", reason="the folder is elsewhere there")
def test_what_is_unpacked_is_held_against_the_file(archive: Path) -> None:
    expected = {"a": "甲", "b/c": "乙"}
    folder = Path(unpacked(str(archive), "data"))
    assert files_in(folder) == expected
    assert folder.stat().st_mode & 0o077 == 0
    before = (folder / "a").stat().st_mtime_ns
    assert unpacked(str(archive), "data") == str(folder)
    assert (folder / "a").stat().st_mtime_ns == before
    (folder / "a").write_text("X")
    (folder / "b" / "more").write_text("a pack that nobody shipped")
    assert unpacked(str(archive), "data") == str(folder)
    assert files_in(folder) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="folders have other permissions there")
def test_a_folder_that_others_may_write_is_not_used(archive: Path, tmp_path: Path) -> None:
    folder = Path(unpacked(str(archive), "data"))
    folder.chmod(0o777)
    other = Path(unpacked(str(archive), "data"))
    assert tmp_path / "cache" not in other.parents
    assert files_in(other) == {"a": "甲", "b/c": "乙"}
    shutil.rmtree(other)


def test_without_a_place_it_is_unpacked_for_the_run(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "user_folder", lambda _: "")
    folder = Path(unpacked(str(archive), "data"))
    assert files_in(folder) == {"a": "甲", "b/c": "乙"}
    shutil.rmtree(folder)
