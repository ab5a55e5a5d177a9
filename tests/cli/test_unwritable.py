"""A disk that is full, a folder that may not be written to, a file that another program holds open: for every format a
message that says so, the old file as it was, and nothing half-written beside it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from errno import ENOSPC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from support.annotated import wrong_report
from support.permissions import NOBODY

from jsrules.base import writing
from jsrules.cli import main
from jsrules.cli.result_formats import RESULT_FORMATS
from jsrules.outputs.export.kinds import exported

FILES = {
    "a.yaml": "年度: 2021\n甲: 1.00\n乙: 2.00\n丙: 4.00\n",
    "city/pack.yaml": "代号: city\n名称: 某市\n版本: 1.0.0\n",
    "city/rules/a.jsr": "规则 和：丙 = 甲 + 乙\n",
    "city/checklists/a.yaml": "检查表: 检查表\n栏: [{栏名: 内容, 填: 内容}]\n行: [{内容: 加得上, 规则: [和]}]\n",
}
OLD = "旧的结果"
ROOM = 20
"""So many bytes the full disk still takes."""


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with TemporaryDirectory() as made:
        place = Path(made)
        place.chmod(0o755)
        for name, text in FILES.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(text, "utf-8")
        (place / "out").mkdir()
        (place / "out" / "结果").write_text(OLD, "utf-8")
        monkeypatch.chdir(place)
        yield place


def is_as_it_was(folder: Path) -> bool:
    return [each.name for each in (folder / "out").iterdir()] == ["结果"] and (folder / "out" / "结果").read_text(
        "utf-8"
    ) == OLD


def verify(kind: str) -> int:
    return main(["verify", "a.yaml", "--pack", "city", "--format", f"{kind}=out/结果"])


class _FullDisk:
    """A file on a disk without room."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._left = ROOM

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        return int(self._file.write(data))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _FullDisk:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def fill_up(monkeypatch: pytest.MonkeyPatch) -> None:
    known = os.fdopen

    def opened(handle: int, mode: str, **named: Any) -> Any:
        file = known(handle, mode, **named)
        return _FullDisk(file) if "w" in mode else file

    monkeypatch.setattr(writing.os, "fdopen", opened)


def hold_open(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(writing.os, "replace", refuse)


@pytest.mark.parametrize("kind", RESULT_FORMATS)
def test_a_disk_that_is_full(
    kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_up(monkeypatch)
    assert verify(kind) == 2
    told = capsys.readouterr().err
    assert "E403" in told
    assert os.strerror(ENOSPC) in told
    assert "Traceback" not in told
    assert is_as_it_was(folder)


@pytest.mark.parametrize("kind", RESULT_FORMATS)
def test_a_file_that_is_open_elsewhere(
    kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hold_open(monkeypatch)
    assert verify(kind) == 2
    assert "在别的程序里打开着" in capsys.readouterr().err
    assert is_as_it_was(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="folders have other permissions there")
@pytest.mark.parametrize("kind", RESULT_FORMATS)
def test_a_folder_that_may_not_be_written_to(kind: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "out").chmod(0o555)
    is_root = os.geteuid() == 0
    try:
        if is_root:
            os.seteuid(NOBODY)
        code = verify(kind)
    finally:
        if is_root:
            os.seteuid(0)
        (folder / "out").chmod(0o755)
    assert code == 2
    told = capsys.readouterr().err
    assert "没有写入权限" in told
    assert is_as_it_was(folder)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("kind", RESULT_FORMATS)
def test_a_device_that_takes_nothing(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "a.yaml", "--pack", "city", "--format", f"{kind}=/dev/full"]) == 2
    assert "E403" in capsys.readouterr().err


@pytest.mark.parametrize("trouble", [fill_up, hold_open])
def test_a_marked_copy(
    trouble: Any, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("lxml")
    (folder / "决算.xlsx").write_bytes(exported(wrong_report(), "决算.xlsx"))
    (folder / "out" / "结果").rename(folder / "out" / "结果.xlsx")
    trouble(monkeypatch)
    assert main(["verify", "决算.xlsx", "--annotate", "out/结果.xlsx"]) == 2
    assert "E403" in capsys.readouterr().err
    assert [each.name for each in (folder / "out").iterdir()] == ["结果.xlsx"]
    assert (folder / "out" / "结果.xlsx").read_text("utf-8") == OLD
