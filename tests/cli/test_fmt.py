"""``jsrules fmt``: what it does to files, and what it leaves alone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from support.processes import START
from support.sources import ROOT

from jsrules.cli import main

UNTIDY, TIDY = "总计=本年收入+ 年初结转", "总计 = 本年收入 + 年初结转\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    "written", [UNTIDY, f"{UNTIDY}\r\n", f"\ufeff{TIDY}", TIDY.replace("\n", "\r"), f"{UNTIDY}\n\n\n", f"\n{TIDY}"]
)
def test_files_become_utf_8_with_line_feeds(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = put("a.jsr", written)
    assert main(["fmt", "a.jsr", "--check"]) == 1
    assert path.read_bytes() == written.encode()
    assert main(["fmt", "a.jsr"]) == 0
    assert path.read_bytes() == TIDY.encode()
    assert main(["fmt", "a.jsr", "--check"]) == 0
    assert capsys.readouterr().out == "a.jsr\n已改写 a.jsr\n"


def test_a_file_in_style_is_not_written() -> None:
    path = put("a.jsr", TIDY)
    os.utime(path, (1, 1))
    assert main(["fmt", "a.jsr"]) == 0
    assert path.stat().st_mtime == 1


def test_a_bad_file_is_left_alone_and_the_others_are_done(capsys: pytest.CaptureFixture[str]) -> None:
    put("rules/a.jsr", UNTIDY)
    bad = put("rules/b.jsr", "总计==\n规则 x")
    put("rules/sub/c.JSR", UNTIDY)
    put("rules/.hidden.jsr", UNTIDY)
    put("rules/d.yaml", UNTIDY)
    gbk = Path("rules/e.jsr")
    gbk.write_bytes(UNTIDY.encode("gbk"))
    assert main(["fmt", "no-such.jsr", "rules", "rules/a.jsr"]) == 2
    printed = capsys.readouterr()
    assert printed.out.split() == ["已改写", f"rules{os.sep}a.jsr", "已改写", os.path.join("rules", "sub", "c.JSR")]
    assert printed.err.count("E201") == 2
    assert "E108" in printed.err and "E401" in printed.err
    assert bad.read_text("utf-8") == "总计==\n规则 x"
    assert gbk.read_bytes() == UNTIDY.encode("gbk")
    assert Path("rules/.hidden.jsr").read_text("utf-8") == UNTIDY
    assert Path("rules/d.yaml").read_text("utf-8") == UNTIDY


def test_a_folder_without_rules(capsys: pytest.CaptureFixture[str]) -> None:
    put("reports/a.yaml", "a: 1")
    put("a.jsr", UNTIDY)
    assert main(["fmt", "reports", "a.jsr"]) == 2
    assert "目录里没有规则文件（*.jsr）" in capsys.readouterr().err
    assert Path("a.jsr").read_text("utf-8") == TIDY


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_permissions_and_links_stay() -> None:
    path = put("real/a.jsr", UNTIDY)
    path.chmod(0o640)
    Path("link.jsr").symlink_to(path)
    assert main(["fmt", "link.jsr"]) == 0
    assert Path("link.jsr").is_symlink()
    assert path.read_text("utf-8") == TIDY
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in path.parent.iterdir()] == ["a.jsr"]


def test_a_file_that_may_not_be_written(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = put("a.jsr", UNTIDY)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert main(["fmt", "a.jsr"]) == 2
    assert "错误[E403] 无法写出结果：没有写入权限" in capsys.readouterr().err
    assert path.read_text("utf-8") == UNTIDY


def test_trouble_while_writing_leaves_the_old_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put("a.jsr", UNTIDY)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert main(["fmt", "a.jsr"]) == 2
    assert "E403" in capsys.readouterr().err
    assert [each.name for each in Path().iterdir()] == ["a.jsr"]
    assert path.read_text("utf-8") == UNTIDY


def test_a_defect_costs_one_file_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from jsrules.readers.rules import formatter as rule_formatter

    put("a.jsr", UNTIDY)
    put("b.jsr", UNTIDY + "# b")
    original = rule_formatter._format
    monkeypatch.setattr(rule_formatter, "_format", lambda source: original(source).removesuffix("  # b\n"))
    assert main(["fmt", "a.jsr", "b.jsr"]) == 2
    assert "E900" in capsys.readouterr().err
    assert Path("a.jsr").read_text("utf-8") == TIDY
    assert Path("b.jsr").read_text("utf-8") == UNTIDY + "# b"


@pytest.mark.parametrize(
    ("options", "code", "wanted"),
    [
        ((), 0, TIDY),
        (("--check",), 1, "-\n"),
        (("--diff",), 0, f"--- a/-\n+++ b/-\n@@ -1 +1 @@\n-{UNTIDY}\n\\ No newline at end of file\n+{TIDY}"),
    ],
)
def test_standard_input(options: tuple[str, ...], code: int, wanted: str) -> None:
    start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {START}"
    command = [sys.executable, "-c", start, "fmt", "-", *options]
    # Bytes: what comes out is UTF-8 with line feeds whatever the locale says.
    environment = {**os.environ, "PYTHONUTF8": "0", "LC_ALL": "C"}
    finished = subprocess.run(command, input=UNTIDY.encode(), capture_output=True, env=environment, check=False)
    assert (finished.stdout.decode(), finished.stderr, finished.returncode) == (wanted, b"", code)


def test_a_difference_can_be_applied(capsys: pytest.CaptureFixture[str]) -> None:
    path = put("rules/a.jsr", f"# 甲\r\n{UNTIDY}")
    assert main(["fmt", "rules", "--diff"]) == 0
    patch = capsys.readouterr().out
    if os.name == "nt":
        return
    Path("p.diff").write_bytes(patch.encode())
    subprocess.run(["git", "apply", "p.diff"], check=True, capture_output=True)
    assert path.read_text("utf-8") == f"# 甲\n{TIDY}"
