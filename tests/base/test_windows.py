"""What Windows does otherwise, played here: files that are held open, closed pipes, paths, its language."""

from __future__ import annotations

import os
from errno import EINVAL
from pathlib import Path
from typing import Any

import pytest
from support.posix import POSIX

from jsrules.base import system, writing
from jsrules.base.diagnostic import InputError
from jsrules.base.files import beside
from jsrules.base.holding import holding
from jsrules.base.language import language_of_environment
from jsrules.base.system import is_closed_pipe, slashed
from jsrules.base.writing import write_whole
from jsrules.cli import main

HELD, SHARED, ELSE = 5, 32, 17


class Held:
    """A file that some program holds for so many trials; ``waited`` counts the pauses between them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, trials: int, number: int) -> None:
        self.left, self.waited = trials, 0
        known = os.replace

        def replace(source: str, target: str) -> None:
            if self.left:
                self.left -= 1
                error = PermissionError(13, "Access is denied")
                error.winerror = number  # type: ignore[attr-defined]
                raise error
            known(source, target)

        monkeypatch.setattr(writing.os, "replace", replace)
        monkeypatch.setattr(writing, "_pause", self.wait)

    def wait(self) -> None:
        self.waited += 1


@pytest.mark.parametrize("number", [HELD, SHARED])
def test_a_scanner_lets_go_at_once(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "结果.xlsx"
    place.write_text("旧")
    held = Held(monkeypatch, 2, number)
    write_whole(str(place), b"new")
    assert place.read_bytes() == b"new"
    assert held.waited == 2
    assert os.listdir(tmp_path) == [place.name]


def test_a_file_that_is_held_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "结果.xlsx"
    place.write_text("旧")
    held = Held(monkeypatch, 1000, SHARED)
    with pytest.raises(InputError) as told:
        write_whole(str(place), b"new")
    (found,) = told.value.diagnostics
    assert found.code == "E403"
    assert "文件正被别的程序打开" in found.message
    assert "关闭" in found.remedy
    assert held.waited == 2
    assert place.read_text() == "旧"
    assert os.listdir(tmp_path) == [place.name]


def test_other_trouble_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(monkeypatch, 1000, ELSE)
    with pytest.raises(InputError) as told:
        write_whole(str(tmp_path / "a"), b"new")
    assert "没有写入权限" in told.value.diagnostics[0].message
    assert held.waited == 0
    assert os.listdir(tmp_path) == []


@POSIX
def test_nothing_is_left_beside_a_file_that_is_read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new file takes the permissions of the old one, and Windows removes nothing that is read-only."""
    place = tmp_path / "a"
    place.write_text("旧")
    place.chmod(0o444)
    Held(monkeypatch, 1000, HELD)
    monkeypatch.setattr(system, "ON_WINDOWS", True)
    monkeypatch.setattr(writing.os, "access", lambda *_: False)
    known = os.remove

    def remove(path: str) -> None:
        if not os.stat(path).st_mode & 0o200:
            raise PermissionError(13, "Access is denied")
        known(path)

    monkeypatch.setattr(writing.os, "remove", remove)
    with pytest.raises(InputError, match="没有写入权限"):
        write_whole(str(place), b"new")
    assert os.listdir(tmp_path) == ["a"]
    assert place.read_text() == "旧"


def test_a_pipe_that_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = OSError(EINVAL, "Invalid argument")
    assert is_closed_pipe(BrokenPipeError())
    assert not is_closed_pipe(wrong)
    monkeypatch.setattr(system, "ON_WINDOWS", True)
    assert is_closed_pipe(wrong)
    assert not is_closed_pipe(OSError(EINVAL, "Invalid argument", "con")), "that is trouble with a file"
    assert not is_closed_pipe(OSError(28, "No space left"))


STREAMS = [
    "结果.json:说明",
    "a/b:c",
    "ab:c/d",
    "C:\\决算\\a.yaml:x",
    "C:/决算/a::$DATA",
    "\\\\server\\share\\a:b",
    "\\\\?\\C:\\a:b",
]
PLACES = ["结果.json", "C:\\决算\\a.yaml", "C:a.yaml", "\\\\server\\share\\a.yaml", "\\\\?\\C:\\a.yaml", "a：b"]


@pytest.mark.parametrize("path", [*STREAMS, *PLACES])
def test_hidden_parts_of_files_are_told_from_places(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not system.names_a_stream(path), "elsewhere a colon is a sign like others"
    monkeypatch.setattr(system, "ON_WINDOWS", True)
    assert system.names_a_stream(path) == (path in STREAMS)


def test_nothing_is_written_into_a_hidden_part_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text("a: 1.00\nb: 1.00\n", "utf-8")
    Path("r.jsr").write_text("a = b\n", "utf-8")
    monkeypatch.setattr(system, "ON_WINDOWS", True)
    for command in (
        ["verify", "a.yaml", "--rules", "r.jsr", "--format", "json", "-o", "a.yaml:b"],
        ["verify", "a.yaml", "--rules", "r.jsr", "--format", "html=a.yaml:b"],
        ["verify", "a.yaml", "--rules", "r.jsr", "--format", "xlsx=new/b:c"],
        ["new", "部门决算", "2023", "-o", "new:b"],
    ):
        main(command)
        assert "文件名里有冒号" in capsys.readouterr().err, command
    with pytest.raises(OSError, match="new:x"), holding("new:x"):
        pass
    assert beside("a.yaml", "b:c") is None is beside("a.yaml", "b/c:d")
    assert sorted(os.listdir()) == ["a.yaml", "r.jsr"]


def test_paths_have_slashes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert slashed("a\\b") == "a\\b", "elsewhere that is a name"
    monkeypatch.setattr(system, "ON_WINDOWS", True)
    assert slashed("\\\\server\\决算\\a.yaml") == "//server/决算/a.yaml"


@pytest.mark.parametrize(
    ("shown", "asked", "spoken"),
    [
        (0x0409, {}, "en"),
        (0x0809, {}, "en"),
        (0x0804, {}, "zh"),
        (0x0404, {}, "zh"),
        (0x0407, {}, "zh"),
        (0x0409, {"LANG": "C.UTF-8"}, "en"),
        (0x0409, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (0x0804, {"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN"}, "en"),
        (0, {}, "zh"),
    ],
)
def test_it_speaks_the_language_of_windows(
    shown: int, asked: dict[str, str], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    assert language_of_environment() == (
        "zh" if not asked.get("LC_ALL") and "LANG" not in asked else spoken_here(asked)
    )
    monkeypatch.setattr(system, "ON_WINDOWS", True)
    monkeypatch.setattr(system, "_user_interface_language", lambda: shown)
    assert language_of_environment() == spoken


def spoken_here(asked: dict[str, str]) -> str:
    """What these variables ask for elsewhere."""
    return "en" if next(iter(asked.values())).startswith("en") else "zh"


def test_windows_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here there is no such library to be asked."""
    monkeypatch.setattr(system, "ON_WINDOWS", True)
    monkeypatch.delenv("LANG", raising=False)
    assert system.english_windows() is None


class ReaderGone:
    """Standard output of which nobody reads."""

    encoding = "utf-8"

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def write(self, _text: str) -> int:
        raise OSError(EINVAL, "Invalid argument")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def test_a_run_whose_reader_goes_away_ends_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import jsrules.cli

    monkeypatch.setattr(jsrules.cli, "_abandon_output", lambda: None)
    monkeypatch.setattr(jsrules.cli.sys, "stdout", ReaderGone(jsrules.cli.sys.stdout))
    assert jsrules.cli.main(["--version"]) == 2, "elsewhere that is trouble"
    assert "E403" in capsys.readouterr().err
    monkeypatch.setattr(system, "ON_WINDOWS", True)
    assert jsrules.cli.main(["--version"]) == jsrules.cli.BROKEN_PIPE
    assert capsys.readouterr().err == ""
