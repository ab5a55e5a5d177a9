"""``jsrules verify``: which reports, where the result goes, exit codes, and what happens when something breaks."""

from __future__ import annotations

import io
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.posix import POSIX
from support.processes import REPORT, START
from support.sources import ROOT

from jsrules.cli import main
from jsrules.verification.verifier import Verifier

GOOD = "总计: 3.00\n甲: 1.00\n乙: 2.00\n"
WRONG = "总计: 9.00\n甲: 1.00\n乙: 2.00\n"
RULE = "总计 = 甲 + 乙\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good and a wrong report, one that is none, and a rule."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "good.yaml": GOOD,
        "wrong.yaml": WRONG,
        "bad.yaml": "总计: 1.2.3\n甲: 1\n乙: 2\n",
        "r.jsr": RULE,
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def verify(*arguments: str) -> int:
    return main(["verify", *arguments, "--rules", "r.jsr"])


def python(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """jsrules in a process of its own, in bytes."""
    start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {START}"
    return subprocess.run([sys.executable, "-c", start, *arguments], capture_output=True, check=False, **options)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["good.yaml"], 0),
        (["wrong.yaml"], 1),
        (["bad.yaml"], 2),
        (["good.yaml", "wrong.yaml"], 1),
        (["wrong.yaml", "bad.yaml", "good.yaml"], 2),
        (["missing.yaml"], 2),
    ],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    assert verify(*arguments) == code


def test_levels(folder: Path) -> None:
    (folder / "r.jsr").write_text("规则 和：总计 = 甲 + 乙\n  级别 警告\n", "utf-8")
    assert [verify("wrong.yaml", "--fail-on", level) for level in ("error", "warning", "info")] == [0, 1, 1]
    (folder / "tail.yaml").write_text("总计: 3.01\n甲: 1.00\n乙: 2.00\n", "utf-8")
    assert [verify("tail.yaml", "--fail-on", level) for level in ("error", "warning", "info")] == [0, 0, 1]


def test_one_bad_report_does_not_stop_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify("bad.yaml", "good.yaml", "wrong.yaml") == 2
    printed = capsys.readouterr().out
    assert printed.count("结论：") == 3
    assert "共 3 份报告：有不符的 1 份，无法检查的 1 份。" in printed


def test_json_of_one_and_of_several(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify("wrong.yaml", "--format", "json") == 1
    one = capsys.readouterr().out
    assert one.startswith("{\n")
    assert json.loads(one)["summary"]["violation"] == 1
    assert verify("wrong.yaml", "bad.yaml", "--format", "json") == 2
    printed = capsys.readouterr()
    objects = [json.loads(line) for line in printed.out.splitlines()]
    assert [each["report"]["path"] for each in objects] == ["wrong.yaml", "bad.yaml"]
    assert objects[1]["diagnostics"][0]["code"] == "E116"
    assert "E116" in printed.err, "who redirects the JSON still sees what could not be read"


def test_json_of_the_real_report_is_valid(capsys: pytest.CaptureFixture[str]) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads((ROOT / "spec" / "result.schema.json").read_text("utf-8"))
    assert main(["verify", str(REPORT), "--format", "json", "--all"]) == 1
    made = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema).validate(made)
    assert len(made["findings"]) == sum(made["summary"].values())
    lines = REPORT.read_text("utf-8").splitlines()
    for finding in made["findings"]:
        for cell in finding["cells"]:
            if cell["text"]:
                assert cell["text"] in lines[cell["line"] - 1][cell["column"] - 1 :]


def test_a_directory_is_its_reports_sorted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "all" / "sub").mkdir(parents=True)
    (folder / "all" / ".hidden").mkdir()
    for name in ("b.yaml", "a.YML", "sub/c.yml", ".hidden/d.yaml", "e.md"):
        (folder / "all" / name).write_text(GOOD, "utf-8")
    assert verify("all", "--format", "json") == 0
    paths = [json.loads(line)["report"]["path"] for line in capsys.readouterr().out.splitlines()]
    assert paths == [os.path.join("all", *name.split("/")) for name in ("a.YML", "b.yaml", "sub/c.yml")]


def test_a_directory_of_one_report_still_gives_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "one").mkdir()
    (folder / "one" / "a.yaml").write_text(GOOD, "utf-8")
    assert verify("one", "--format", "json") == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_an_empty_directory_is_a_mistake(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty").mkdir()
    assert verify("empty") == 2
    assert "错误[E401] 目录里没有报告" in capsys.readouterr().err


def test_patterns_that_no_shell_has_expanded(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify("[gw]*.yaml", "--format", "json") == 1
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_report_named_twice_is_verified_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify("good.yaml", "good.yaml") == 0
    assert capsys.readouterr().out.count("结论：") == 1


def test_standard_input(folder: Path) -> None:
    finished = python("verify", "-", "--rules", "r.jsr", cwd=folder, input=WRONG.encode())
    assert finished.returncode == 1
    assert "总计 9.00" in finished.stdout.decode()


@pytest.mark.parametrize("name", ["缺.jsr", "语法.jsr", "名称.jsr"])
def test_bad_rules_are_said_on_standard_error(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "语法.jsr").write_text("总计 = = 甲\n", "utf-8")
    (folder / "名称.jsr").write_text("设 总计 = 甲\n总计 = 甲\n", "utf-8")
    assert main(["verify", "good.yaml", "--rules", name]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "错误[E" in printed.err
    assert name in printed.err


def test_bad_rules_for_several_reports_are_shown_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "名称.jsr").write_text("设 总计 = 甲\n总计 = 甲\n", "utf-8")
    assert main(["verify", "good.yaml", "wrong.yaml", "--rules", "名称.jsr"]) == 2
    printed = capsys.readouterr().out
    assert printed.count("已是表样或报告里的名称") == 1
    assert "规则有误，与 good.yaml 的 1 处相同" in printed


def test_a_name_that_one_report_lacks_stops_no_other_rule(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "r.jsr").write_text(RULE + "规则 错字：总汁 = 甲\n", "utf-8")
    (folder / "whole.yaml").write_text(GOOD + "总汁: 1.00\n", "utf-8")
    assert verify("good.yaml", "whole.yaml") == 1
    printed = capsys.readouterr().out
    assert "未发现不符；无法判断 1 条（错误 1）；相符 1 条" in printed
    assert "报告里没有“总汁”；是不是“总计”？（错误，1 条公式）" in printed
    assert "出处  r.jsr:2:4" in printed
    assert "全部相符，共 2 条公式" in printed
    (folder / "r.jsr").write_text(RULE + "规则 错字：总汁 = 甲\n  级别 警告\n", "utf-8")
    assert verify("good.yaml") == 0


def test_no_such_pack(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "good.yaml", "--pack", "final-acounts"]) == 2
    assert "错误[E301]" in capsys.readouterr().err


# -- output files


def test_output_goes_to_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "out.txt").write_text("旧", "utf-8")
    assert verify("wrong.yaml", "-o", "out.txt", "--color", "auto") == 1
    assert capsys.readouterr() == ("", "")
    assert "结论：不符 1 条" in (folder / "out.txt").read_text("utf-8")
    assert sorted(path.name for path in folder.iterdir() if "out" in path.name) == ["out.txt"]


def test_output_says_on_standard_error_what_could_not_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify("bad.yaml", "-o", "out.txt") == 2
    assert "错误[E116]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("target", "why"), [("no/such/out.txt", "目录不存在"), (".", "这是一个目录"), ("good.yaml", "会毁掉它")]
)
def test_output_that_cannot_be_written(folder: Path, target: str, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(folder.iterdir())
    assert verify("good.yaml", "-o", target) == 2
    assert "错误[E403]" in (printed := capsys.readouterr().err)
    assert why in printed
    assert sorted(folder.iterdir()) == before
    assert (folder / "good.yaml").read_text("utf-8") == GOOD


def test_an_interrupted_run_leaves_the_old_output(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    (folder / "out.txt").write_text("旧", "utf-8")
    monkeypatch.setattr(Verifier, "verify", interrupt)
    before = sorted(folder.iterdir())
    assert verify("good.yaml", "-o", "out.txt") == 130
    assert (folder / "out.txt").read_text("utf-8") == "旧"
    assert sorted(folder.iterdir()) == before


@POSIX
def test_output_keeps_links_and_permissions(folder: Path) -> None:
    (folder / "real.txt").write_text("旧", "utf-8")
    (folder / "real.txt").chmod(0o640)
    (folder / "link.txt").symlink_to("real.txt")
    assert verify("good.yaml", "-o", "link.txt") == 0
    assert (folder / "link.txt").is_symlink()
    assert "相符" in (folder / "real.txt").read_text("utf-8")
    assert (folder / "real.txt").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="no such device here")
def test_a_device_is_written_to_and_not_replaced() -> None:
    assert verify("good.yaml", "-o", os.devnull) == 0
    assert not os.path.isfile(os.devnull)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
def test_a_full_disk_is_no_traceback(folder: Path) -> None:
    with open("/dev/full", "wb") as full:
        start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {START}"
        command = [sys.executable, "-c", start, "verify", "good.yaml", "--rules", "r.jsr"]
        finished = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, cwd=folder)
    assert finished.returncode == 2
    assert "错误[E403]" in finished.stderr.decode()
    assert b"Traceback" not in finished.stderr
    assert b"Exception ignored" not in finished.stderr


# -- trouble


def test_a_defect_costs_no_other_report(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    real = Verifier.verify

    def fail_once(self: Verifier, path: str, *arguments: Any, **named: Any) -> object:
        if path == "good.yaml":
            raise ZeroDivisionError("某处")
        return real(self, path, *arguments, **named)

    monkeypatch.setattr(Verifier, "verify", fail_once)
    assert verify("good.yaml", "wrong.yaml") == 2
    printed = capsys.readouterr().out
    assert "错误[E900] 程序内部错误（ZeroDivisionError：某处）" in printed
    assert "结论：不符 1 条" in printed
    assert "Traceback" not in printed


def test_a_reader_who_leaves_is_no_trouble(folder: Path) -> None:
    for number in range(300):
        (folder / f"{number}.yaml").write_text(WRONG, "utf-8")
    start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {START}"
    with subprocess.Popen(
        [sys.executable, "-c", start, "verify", ".", "--rules", "r.jsr", "--explain"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1", "cp437"])
@pytest.mark.parametrize("output", ["text", "json"])
def test_any_encoding_of_the_console(folder: Path, encoding: str, output: str) -> None:
    (folder / "w.yaml").write_text(WRONG + "“€𠮷”: 1\n", "utf-8")
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    finished = python("verify", "w.yaml", "--rules", "r.jsr", "--format", output, cwd=folder, env=environment)
    assert (finished.returncode, finished.stderr) == (1, b"")
    printed = finished.stdout.decode("gbk" if encoding == "gbk" and output == "text" else "utf-8")
    assert "总计 9.00" in printed


def test_no_standard_streams_at_all(folder: Path) -> None:
    start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.stdout = sys.stderr = None; {START}"
    command = [sys.executable, "-c", start, "verify", "wrong.yaml", "--rules", "r.jsr"]
    assert subprocess.run(command, check=False, cwd=folder, capture_output=True).returncode == 1


# -- the terminal


def on_terminal(folder: Path, columns: int, *arguments: str, **variables: str) -> str:
    """What a terminal of that width shows."""
    import struct

    pty, fcntl, termios = map(pytest.importorskip, ("pty", "fcntl", "termios"))
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {START}"
    environment = os.environ | {"TERM": "xterm"} | variables
    with subprocess.Popen(
        [sys.executable, "-c", start, "verify", *arguments, "--rules", "r.jsr"],
        stdout=follower,
        stderr=follower,
        stdin=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
    ) as process:
        os.close(follower)
        shown = io.BytesIO()
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:
                break
            if not piece:
                break
            shown.write(piece)
        process.wait()
    os.close(leader)
    return shown.getvalue().decode()


def test_colors_on_a_terminal_only(folder: Path) -> None:
    assert "\x1b[1;31m不符（错误）" in on_terminal(folder, 80, "wrong.yaml")
    assert "\x1b" not in on_terminal(folder, 80, "wrong.yaml", NO_COLOR="1")
    assert "\x1b" not in on_terminal(folder, 80, "wrong.yaml", "--color", "never")
    assert "\x1b" not in on_terminal(folder, 80, "wrong.yaml", TERM="dumb")
    assert "\x1b" in on_terminal(folder, 80, "wrong.yaml", "--color", "always", NO_COLOR="1")


def test_colors_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify("wrong.yaml", "--color", "always") == 1
    assert "\x1b[1;31m" in capsys.readouterr().out


@pytest.mark.parametrize(("columns", "wanted"), [(120, 120), (60, 60), (20, 40)])
def test_the_width_of_the_terminal(folder: Path, columns: int, wanted: int) -> None:
    from jsrules.base.width import text_width

    shown = on_terminal(folder, columns, "wrong.yaml", "good.yaml", NO_COLOR="1")
    assert {text_width(line) for line in shown.splitlines() if line.startswith("═")} == {wanted}


def test_the_width_may_be_set(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from jsrules.base.width import text_width

    monkeypatch.setenv("COLUMNS", "50")
    verify("wrong.yaml", "good.yaml")
    assert {text_width(line) for line in capsys.readouterr().out.splitlines() if line.startswith("═")} == {50}


@pytest.mark.parametrize(("taken", "is_shown"), [(490_000_000, False), (510_000_000, True)])
def test_a_bar_appears_only_when_it_takes_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], taken: int, is_shown: bool
) -> None:
    from jsrules.cli import progress

    clock = itertools.count(0, taken)  # looked at when it begins, and when each report is done
    monkeypatch.setattr(progress, "monotonic_ns", lambda: next(clock))
    monkeypatch.setattr(progress, "is_terminal", lambda _: True)
    assert verify("good.yaml", "wrong.yaml") == 1
    assert ("检查中" in capsys.readouterr().err) == is_shown


def test_the_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from jsrules.cli import progress

    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(progress, "is_terminal", lambda _: True)
    assert verify("good.yaml", "wrong.yaml", "bad.yaml") == 2
    printed = capsys.readouterr()
    assert printed.err.startswith("\r检查中  [############------------------------]   33%  00:00:0")
    assert "\r检查中  [####################################]  100%  00:00:00\n" in printed.err
    assert printed.out.count("结论：") == 3
