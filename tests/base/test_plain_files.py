"""A pipe or a device where a file is due is refused at once, wherever it is named: waiting for it may take for ever."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from jsrules.base.diagnostic import InputError
from jsrules.base.files import NoPlainFile, plain_bytes, read_source
from jsrules.cli import main
from jsrules.packs.lock import read_lock

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")


@pytest.fixture
def pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A pipe that nobody writes to, in the current folder, beside a report and its rules."""
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text("单位: 某局\n年度: 2021\n上年: pipe\na: 1.00\nb: 1.00\n", "utf-8")
    Path("a.jsr").write_text("a = b\n", "utf-8")
    os.mkfifo("pipe")
    os.symlink("pipe", "pipe.jsr")
    return "pipe"


READERS: dict[str, Callable[[str], object]] = {"source": read_source, "lock": read_lock}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_pipe_is_refused_at_once(read: Callable[[str], object], pipe: str) -> None:
    with pytest.raises(InputError) as caught:
        read(pipe)
    assert [each.code for each in caught.value.diagnostics] == ["E402"]


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_is_refused(device: str) -> None:
    if os.path.exists(device):
        with pytest.raises(NoPlainFile):
            plain_bytes(device, 10)


COMMANDS = (
    ["verify", "pipe"],
    ["verify", "a.yaml", "--rules", "pipe"],
    ["verify", "a.yaml", "--rules", "a.jsr", "--prior", "pipe"],
    ["verify", "a.yaml", "--rules", "a.jsr"],  # the report names it as its prior one
    ["verify", "a.yaml", "--rules", "a.jsr", "--waivers", "pipe"],
    ["diff", "pipe", "pipe"],
    ["check", "./pipe.jsr"],
    ["fmt", "pipe"],
)


@pytest.mark.usefixtures("pipe")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_verb_refuses_a_pipe(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command) == 2
    out, err = capsys.readouterr()
    assert "E402" in out + err and "普通文件" in out + err


def test_waivers_that_are_a_pipe(pipe: str, capsys: pytest.CaptureFixture[str]) -> None:
    os.rename(pipe, "b.waivers.yaml")
    Path("b.yaml").write_text("a: 1.00\nb: 1.00\n", "utf-8")
    assert main(["verify", "b.yaml", "--rules", "a.jsr"]) == 2
    assert "普通文件" in capsys.readouterr().out


def test_what_the_shell_hands_over_is_read() -> None:
    if not os.path.isdir("/dev/fd"):
        pytest.skip("no open files by number on this system")
    reading, writing = os.pipe()
    try:
        thread = threading.Thread(target=lambda: (os.write(writing, b"a: 1.00\n"), os.close(writing)))
        thread.start()
        assert read_source(f"/dev/fd/{reading}").text == "a: 1.00\n"
        thread.join()
    finally:
        os.close(reading)
