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
