"""Form sets that are none, or that nothing would ever use: each is an error with its place, and nothing is silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from jsrules.cli import main

FORM = "表样: 年报\n代号: yearly\n年度: 2021\n金额单位: 元\n表: {资产表: {行: {资产: 1, 负债: 2}}}\n"
REPORT = "报告: 年报\n年度: 2021\n资产表: {资产: 3.00, 负债: 1.00}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {
        "ent/pack.yaml": "代号: ent\n名称: 企业\n版本: 1.0.0\n报告: [年报]\n",
        "ent/rules/a.jsr": "表 资产表\n规则 不超：负债 <= 资产\n",
        "ent/forms/a.yaml": FORM,
        "report.yaml": REPORT,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 2
    found = capsys.readouterr()
    return found.out + found.err


@pytest.mark.usefixtures("folder")
def test_a_report_is_no_form_set(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "verify", "report.yaml", "--pack", "ent", "--forms", "report.yaml")
    assert "错误[E303] 这是报告，不是表样" in text
    assert "report.yaml:1:1" in text
    assert text.count("错误[") == 1
    text = said(capsys, "verify", "report.yaml", "--pack", "ent", "--forms", "ent/pack.yaml")
    assert "错误[E303] 这不是表样：没有“表样: …”一行" in text
    assert text.count("错误[") == 1


def test_a_form_set_of_another_kind_in_a_pack(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ent/forms/b.yaml").write_text(FORM.replace("年报", "月报"), "utf-8")
    text = said(capsys, "check", "ent")
    assert "错误[E303] 这是“月报”的表样，规则包只用于“年报”：永远用不上" in text
    assert "ent/forms/b.yaml" in text


def test_two_that_are_the_same_but_for_the_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ent/forms/b.yaml").write_text(FORM, "utf-8")
    text = said(capsys, "verify", "report.yaml", "--pack", "ent").replace("\n  ", "")
    assert "2021（ent/forms/a.yaml）、2021（ent/forms/b.yaml）" in text


def test_every_verb_that_takes_rules_takes_forms(capsys: pytest.CaptureFixture[str]) -> None:
    from jsrules.cli.verbs import PROGRAM

    for verb in PROGRAM.commands:
        assert main([verb, "--help"]) == 0
        text = capsys.readouterr().out
        assert "--rules" not in text.replace("--pack、--rules", "") or "--forms" in text, verb


def test_the_schema_of_a_region(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ent/forms/b.yaml").write_text(
        FORM.replace("年度: 2021", "年度: 2021\n地区: [某省*]").replace("负债", "欠款"), "utf-8"
    )
    for arguments, named in (((), "负债"), (("--region", "某省某市"), "欠款")):
        assert main(["schema", "年报", "2021", "--pack", "ent", *arguments]) == 0
        assert f'"{named}"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "due"),
    [
        ("ent/forms/a.yaml", "表样文件开头写 表样、代号、年度"),
        ("ent/pack.yaml", "规则包的清单写 代号、名称、版本"),
        ("ent/history.yaml", "jsrules pack record"),
        ("ent/tests/a.yaml", "测试文件写 测试、报告、用例"),
    ],
)
@pytest.mark.parametrize("text", ["", "# 只有注释\n", "~\n"])
def test_an_empty_file_is_told_what_is_due_in_it(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, due: str, text: str
) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    verb = {"forms": ["check"], "history.yaml": ["pack", "build"]}.get(name.split("/")[1], ["test"])
    printed = said(capsys, *verb, "ent")
    assert "[E101]" in printed
    assert due in printed.replace("\n         ", "")
    assert name in printed and "数额" not in printed


def test_a_form_set_that_is_far_too_long(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ent/forms/a.yaml").write_text(FORM + "科目: [" + "1," * 1_000_001 + "]\n", "utf-8")
    text = said(capsys, "check", "ent")
    assert "[E105]" in text
    assert "报告" not in text


def test_a_build_names_files_by_the_folder_that_is_given(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ent").rename(folder / "一个文件夹")
    for name in ("forms/a.yaml", "rules/a.jsr"):
        path = folder / "一个文件夹" / name
        sound = path.read_text("utf-8")
        path.write_text(sound + "不对 ：\n", "utf-8")
        assert f"一个文件夹/{name}" in said(capsys, "pack", "build", "一个文件夹")
        path.write_text(sound, "utf-8")


def test_a_form_set_of_another_kind_is_told_when_its_pack_is_used(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "report.yaml", "--pack", "ent"]) == 0
    assert "W325" not in capsys.readouterr().out
    (folder / "ent/forms/b.yaml").write_text(FORM.replace("年报", "月报"), "utf-8")
    assert main(["verify", "report.yaml", "--pack", "ent"]) == 0
    text = capsys.readouterr().out.replace("\n  ", "")
    assert "警告[W325] 规则包“ent”里有“月报”的表样，而它只用于“年报”：永远用不上" in text
    assert "ent/forms/b.yaml" in text


def test_a_pack_for_whose_reports_there_is_no_form_set(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "form.yaml").write_text(FORM, "utf-8")
    (folder / "ent/forms/a.yaml").unlink()
    assert main(["check", "ent"]) == 1
    assert "警告[W325] 没有“年报”的表样" in capsys.readouterr().out
    assert main(["check", "ent", "--forms", "form.yaml"]) == 0
    assert "W325" not in capsys.readouterr().out
