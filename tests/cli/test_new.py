"""``jsrules new``: packs for another kind of report, and empty reports to fill in."""

from __future__ import annotations

import re
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


@pytest.mark.parametrize("options", [[], ["--kind", "企业财务报表"], ["--over", "final-accounts"], ["--over", "below"]])
def test_what_a_pack_begins_with_is_written_as_the_formatter_writes(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    if "below" in options:
        assert main(["new", "pack", "below", "--kind", "企业财务报表"]) == 0
    assert main(["new", "pack", "made", *options]) == 0
    assert main(["fmt", "made", "--check"]) == 0, capsys.readouterr()


@pytest.mark.parametrize("kind", ["部门决算", "单位决算"])
def test_an_empty_report_can_be_read(folder: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", kind, "2021", "-o", "空表.yaml"]) == 0
    text = (folder / "空表.yaml").read_text("utf-8")
    assert text.startswith("# 空表：按“部门决算 2021”的表样。")
    assert f"\n报告: {kind}\n" in text
    assert "\n  说明" not in text, "left there it would be the note that an empty table owes"
    assert main(["verify", "空表.yaml"]) == 0
    said = capsys.readouterr().out
    assert "[W130]" in said and "全部相符" not in said and "未发现不符" not in said
    assert main(["verify", "空表.yaml", "--fail-on", "warning"]) == 1


def test_a_table_that_is_left_empty_owes_its_note(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "部门决算", "2024", "-o", "空表.yaml"]) == 0
    path = folder / "空表.yaml"
    text = path.read_text("utf-8").replace("    总计:\n", "    总计: 5.00\n")
    for note, owed in (("", 2), ("  说明: 本单位没有收支，故本表无数据。\n", 0)):
        path.write_text(re.sub(r"(?m)^((?:政府性基金|国有资本).*表:\n)", rf"\1{note}", text), "utf-8")
        main(["verify", "空表.yaml", "--all", "--no-reconcile"])
        said = capsys.readouterr().out
        assert "[W130]" not in said
        assert len(re.findall("不符（警告）  空的.*表须说明", said)) == owed


@pytest.mark.parametrize("region", ["上海", "上海市杨浦区", "四川省", "河南省"])
@pytest.mark.parametrize("year", ["2018", "2021", "2024"])
def test_an_empty_report_of_a_region(folder: Path, region: str, year: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "部门决算", year, "--region", region, "-o", "空表.yaml"]) == 0
    text = (folder / "空表.yaml").read_text("utf-8")
    assert f"\n地区: {region}\n" in text
    assert region[:2] in text.splitlines()[0] or region == "河南省", "the form set of that region"
    main(["verify", "空表.yaml", "--all"])
    said = capsys.readouterr().out
    assert not re.findall("(?m)^ +[0-9]+[.] 不符(?!（警告）  空的.*表须说明)", said), (
        "only that empty tables owe a note"
    )


def test_an_empty_report_of_a_region_and_a_kind_of_unit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, more in (("a", "地区: 甲省*\n"), ("b", "地区: 甲省*\n单位性质: [学校]\n"), ("c", "")):
        head = f"表样: 年报\n代号: y\n年度: 2024\n名称: {name}套\n金额单位: 元\n{more}"
        (folder / f"{name}.yaml").write_text(head + "表: {甲表: {行: {收入: 1}}}\n", "utf-8")
    for options, title in (
        (["--region", "甲省乙市"], "a套"),
        (["--region", "甲省", "--unit-kind", "学校"], "b套"),
        (["--region", "丙省"], "c套"),
        ([], "c套"),
    ):
        assert main(["new", "年报", "2024", "--forms", str(folder), *options]) == 0
        assert f"“年报 {title}”" in capsys.readouterr().out


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
        (["new", "pack", "made", "--region", "上海"], "用于写空表"),
        (["new", "部门决算", "今年"], "“今年”不是四位数的年度"),
        (["new", "部门预算", "2021"], "E119"),
    ],
)
def test_what_does_not_go_together(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["企业财务报表", ""])
def test_a_pack_over_one_in_a_folder(folder: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "pack", "根/base", *(["--kind", kind] if kind else []), "--publisher", "某局"]) == 0
    assert main(["new", "pack", "over", "--over", "根/base", "--title", "一省的", "--publisher", "某局"]) == 0
    assert "依赖: base >=1.0 <2" in (folder / "over/pack.yaml").read_text("utf-8")
    assert (folder / "over/forms/more.yaml").is_file() == bool(kind)
    base = ["--base", "根/base"]
    for arguments in (["test", "over", *base], ["check", "over", *base], ["pack", "build", "over", *base]):
        assert main(arguments) == 0, capsys.readouterr()
    capsys.readouterr()
    assert main(["verify", "over/tests/base.yaml", "--pack", "根/base", "--pack", "over"]) == 0
    assert "over/" in capsys.readouterr().out or not kind
    assert main(["pack", "build", "over"]) == 2
    assert "[E316]" in capsys.readouterr().err


def test_a_pack_over_one_that_is_not_here(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "pack", "over", "--over", "没有的"]) == 2
    assert "[E301]" in capsys.readouterr().err
    assert not (folder / "over").exists()


def test_an_overlay_whose_base_is_not_here_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "pack", "base", "--kind", "年报"]) == 0
    assert main(["new", "pack", "over", "--over", "base"]) == 0
    capsys.readouterr()
    assert main(["check", "over"]) == 1
    assert "警告[W325] 依赖的规则包“base”不在这里" in capsys.readouterr().out
