"""``jsrules new``: packs for another kind of report, and empty reports to fill in."""

from __future__ import annotations

from pathlib import Path

import pytest

from jsrules.cli import main


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_pack_of_its_own_kind_works_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "pack", "made", "--kind", "企业：财务报表", "--title", "企业", "--publisher", "某局"]) == 0
    assert (folder / "made" / "forms" / "standard.yaml").is_file()
    for arguments in (
        ["test", "made"],
        ["check", "made"],
        ["verify", "made/tests/base.yaml", "--pack", "made"],
        ["pack", "build", "made"],
        ["verify", "made/tests/base.yaml", "--pack", "made-1.0.0.jspack"],
    ):
        assert main(arguments) == 0, capsys.readouterr()
    assert "made 1.0.0" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["部门决算", "单位决算"])
def test_an_empty_report_can_be_read(folder: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", kind, "2021", "-o", "空表.yaml"]) == 0
    text = (folder / "空表.yaml").read_text("utf-8")
    assert text.startswith("# 空表：按“部门决算 2021”的表样。")
    assert f"\n报告: {kind}\n" in text
    assert main(["verify", "空表.yaml"]) == 0
    assert "结论：不符 1 条（警告 1）" in (out := capsys.readouterr().out)
    assert "空的政府性基金表须说明" in out  # an empty table is published with a note that says why


def test_an_empty_report_of_a_form_set_that_is_given(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "f.yaml").write_text(
        "表样: 年报\n代号: y\n年度: 2024\n金额单位: 元\n表: {甲表: {栏: [金额, '#1: 占比'], 行: {'一: 收入': 1, 支出: 2}}}\n",
        "utf-8",
    )
    assert main(["new", "年报", "2024", "--forms", "f.yaml", "-o", "r.yaml"]) == 0
    (folder / "r.jsr").write_text("表 甲表\n规则 平：支出[金额] <= 9\n", "utf-8")
    assert main(["verify", "r.yaml", "--forms", "f.yaml", "--rules", "r.jsr"]) == 0, capsys.readouterr()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["new", "pack", "made", "--kind", "甲", "--over", "final-accounts"], "--over 与 --kind"),
        (["new", "pack", "made", "-o", "x.yaml"], "用于写空表"),
        (["new", "部门决算", "今年"], "“今年”不是四位数的年度"),
        (["new", "部门预算", "2021"], "E119"),
    ],
)
def test_what_does_not_go_together(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert words in capsys.readouterr().err
