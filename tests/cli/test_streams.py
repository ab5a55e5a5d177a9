"""Standard streams that are closed, full or empty, no home directory, and Ctrl-C at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from io import BytesIO, TextIOWrapper
from pathlib import Path
from threading import get_ident

import pytest
from support.posix import POSIX
from support.processes import REPORT
from support.sources import ROOT

from jsrules.base.files import read_source
from jsrules.base.home import home_directory
from jsrules.engine import cache
from jsrules.packs import store

CLOSED = """
import os, sys
for each in {closed}:
    os.close(each)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""

VERBS = {
    "verify": ["verify", "a.yaml", "--rules", "r.jsr"],
    "reconcile": ["reconcile", "a.yaml", "--rules", "r.jsr"],
    "check": ["check", "r.jsr"],
    "test": ["test", str(ROOT / "spec" / "packs" / "final-accounts"), "-k", "总表"],
    "mutate": ["mutate", "a.yaml", "--rules", "r.jsr"],
    "fmt": ["fmt", "--diff", "r.jsr"],
    "explain": ["explain", "E204"],
    "new": ["new", "pack", "made"],
    "pack list": ["pack", "list"],
    "pack build": ["pack", "build", "made"],
    "schema": ["schema", "部门决算", "2021"],
    "help": ["--help"],
    "version": ["--version"],
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("总计: 9.00\n甲: 1.00\n乙: 2.00\n", "utf-8")
    (tmp_path / "r.jsr").write_text("总计=甲+乙\n", "utf-8")
    return tmp_path


def start(program: str, *arguments: str, options: tuple[str, ...] = ()) -> list[str]:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{program}\nfrom jsrules.cli import main\nsys.exit(main())"
    return [sys.executable, *options, "-c", code, *arguments]


def run_without(closed: tuple[int, ...], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """jsrules with these standard streams closed."""
    command = [sys.executable, "-c", CLOSED.format(closed=closed), *start("", *arguments)[1:]]
    return subprocess.run(command, capture_output=True, check=False, timeout=120)


# -- standard streams


@pytest.mark.parametrize("verb", VERBS)
def test_closed_standard_output_is_told(verb: str) -> None:
    done = run_without((1,), *VERBS[verb])
    said = done.stderr.decode()
    assert done.returncode == 2, said
    assert "错误[E" in said
    assert "E900" not in said and "Traceback" not in said
    assert verb == "pack build" or "错误[E403] 无法写出结果：没有打开" in said


def test_results_may_go_to_a_file_instead(folder: Path) -> None:
    done = run_without((0, 1), *VERBS["verify"], "-o", "out.txt")
    assert (done.returncode, done.stderr) == (1, b"")
    assert "不符" in (folder / "out.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify", "-", "--rules", "r.jsr"],
        ["verify", "a.yaml", "--rules", "-"],
        ["check", "-"],
        ["fmt", "-"],
        ["mutate", "-", "--rules", "r.jsr"],
        ["reconcile", "-", "--rules", "r.jsr"],
    ],
)
def test_closed_standard_input_is_told(arguments: list[str]) -> None:
    done = run_without((0,), *arguments)
    said = done.stderr.decode()
    assert done.returncode == 2
    assert "错误[E402] 标准输入没有打开" in said + done.stdout.decode()
    assert "E900" not in said and "Traceback" not in said


def test_nobody_left_to_be_told() -> None:
    assert run_without((0, 1, 2), *VERBS["verify"]).returncode == 1
    assert run_without((2,), "verify", "missing.yaml", "--rules", "r.jsr").returncode == 2


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
def test_standard_error_that_is_full() -> None:
    with open("/dev/full", "wb") as full:
        for arguments, code in ((["explain", "E9999"], 2), (["verfy"], 2), (VERBS["verify"], 1)):
            done = subprocess.run(start("", *arguments), stdout=subprocess.PIPE, stderr=full, check=False)
            assert done.returncode == code
        done = subprocess.run(start("", *VERBS["verify"]), stdout=full, stderr=full, check=False)
        assert done.returncode == 2


def test_standard_input_is_read_once() -> None:
    rules, text = ["verify", "-", "--rules", "-"], b"a = b\n"
    done = subprocess.run(start("", *rules), input=text, capture_output=True, check=False)
    assert done.returncode == 2
    assert "标准输入只能读一次" in done.stdout.decode() + done.stderr.decode()
    report = (Path("a.yaml")).read_bytes()
    twice = subprocess.run(
        start("", "verify", "-", "-", "--rules", "r.jsr"), input=report, capture_output=True, check=False
    )
    assert twice.returncode == 1
    assert twice.stdout.decode().count("结论：") == 1
    for verb in (["check", "-", "-"], ["fmt", "-", "-"]):
        done = subprocess.run(start("", *verb), input="规则 一：a = b\n".encode(), capture_output=True, check=False)
        assert done.returncode in (0, 1)
        assert done.stderr == b""


def test_a_terminal_of_no_kind() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "TERM"}
    done = subprocess.run(start("", *VERBS["verify"]), capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (1, b"")


# -- no home


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing says where the home directory is."""
    import pwd

    def unknown(_: int) -> None:
        raise KeyError("no such user")

    for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)


@pytest.mark.usefixtures("homeless")
def test_without_a_home_there_is_no_cache(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for home in (None, "", "~", "relative"):
        if home is not None:
            monkeypatch.setenv("HOME", home)
        assert home_directory() == cache.cache_directory() == ""
        cache.store("0" * 40, ["a"])
        assert cache.load("0" * 40) is None
    assert sorted(each.name for each in folder.iterdir()) == ["a.yaml", "r.jsr"]


@pytest.mark.usefixtures("homeless")
def test_without_a_home_trust_cannot_be_kept() -> None:
    from jsrules.base.diagnostic import InputError

    with pytest.raises(InputError) as caught:
        store.keep_archive(b"x")
    (found,) = caught.value.diagnostics
    assert found.code == "E332" and "没有主目录" in found.message and "XDG_DATA_HOME" in found.remedy


def test_a_home_that_the_system_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/somewhere")
    assert home_directory() == "/somewhere"
    monkeypatch.delenv("HOME")
    assert os.path.isabs(home_directory())
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache.cache_directory().startswith(home_directory())


def test_a_run_without_a_home_leaves_no_folder(folder: Path) -> None:
    """In a process of its own, by the number of a user that no file knows."""
    program = "import os, pwd\nfor name in ('HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME'): os.environ.pop(name, None)\n"
    program += "def unknown(_): raise KeyError\npwd.getpwuid = unknown"
    done = subprocess.run(start(program, *VERBS["verify"]), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert sorted(each.name for each in folder.iterdir()) == ["a.yaml", "r.jsr"]


# -- Ctrl-C

INTERRUPTING = """
import sys
left = {after}
def hook(event, arguments):
    global left
    if event == "import" and arguments[0].startswith(("jsrules.", "lark", "yaml")) and arguments[0] != "jsrules.cli":
        left -= 1
        if left == 0:
            raise KeyboardInterrupt
sys.addaudithook(hook)
"""


@pytest.mark.parametrize("verb", VERBS)
def test_ctrl_c_while_anything_is_imported(verb: str, tmp_path: Path) -> None:
    """At the n-th import; nothing swallows it, nothing prints a traceback, whichever verb is starting."""
    codes = []
    for after in (1, 2, 5, 13, 34, 55):
        environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cold" / verb)}  # rules are read anew
        command = start(INTERRUPTING.format(after=after), *VERBS[verb])
        done = subprocess.run(command, capture_output=True, check=False, env=environment)
        if done.returncode != 130:
            codes.append(done.returncode)
            break  # so many imports there are not
        assert done.stderr == b"", after
    assert verb == "pack build" or codes in ([], [0], [1])


def interrupt(process: subprocess.Popen[bytes], seconds: float) -> tuple[int, bytes]:
    """Ctrl-C after a while: it reaches the whole group of processes."""
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    return process.returncode, said


def test_ctrl_c_while_it_reads() -> None:
    with subprocess.Popen(
        start("print('x', flush=True)", "verify", "-", "--rules", "r.jsr"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        assert interrupt(process, 0.5) == (130, b"")


def test_ctrl_c_while_processes_work() -> None:
    command = start("", "mutate", str(REPORT), "--jobs", "3")
    for seconds in (0.5, 1.5):
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True, cwd=ROOT
        ) as process:
            assert interrupt(process, seconds) == (130, b"")


@POSIX
def test_ctrl_c_while_processes_are_started_is_not_lost() -> None:
    from jsrules.base.processes import deaf

    reached = []

    def starting() -> None:
        with deaf():
            reached.append("before")
            signal.pthread_kill(
                get_ident(), signal.SIGINT
            )  # the process of a test has other threads that would hear it
            reached.append("after")  # it is heard when all have started

    with pytest.raises(KeyboardInterrupt):
        starting()
    assert reached == ["before", "after"]


def test_a_stream_that_was_closed_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    from jsrules.base.diagnostic import InputError

    with open(os.devnull, encoding="utf-8") as stream:
        pass
    for stdin in (None, stream):
        monkeypatch.setattr(sys, "stdin", stdin)
        with pytest.raises(InputError, match="E402"):
            read_source("-")


@pytest.mark.parametrize(
    ("system", "asked", "used"),
    [
        ("gbk", "", "gbk"),
        ("cp1252", "", "utf-8"),
        ("ascii", "auto", "utf-8"),
        ("gbk", "utf-8", "utf-8"),
        ("utf-8", "gb18030", "gb18030"),
    ],
)
def test_the_encoding_of_what_goes_into_a_pipe(
    system: str, asked: str, used: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Chinese Windows has GBK there, as what reads the pipe has; one that has no Chinese gets UTF-8."""
    from jsrules.cli import main

    taken = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(taken, encoding=system))
    assert main(["explain", "E204", "--lang", "zh", *(["--encoding", asked] if asked else [])]) == 0
    assert "单位" in taken.getvalue().decode(used)


def test_an_encoding_that_is_not_offered(capsys: pytest.CaptureFixture[str]) -> None:
    from jsrules.cli import main

    assert main(["explain", "E204", "--encoding", "big5"]) == 2
    assert "gb18030" in capsys.readouterr().err
