"""``jsrules explain``: every code, every rule of the packs, quickly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.checking import ROOT
from support.processes import run_jsrules

from jsrules.authoring.rule_explanation import Explainer
from jsrules.base.diagnostic import CODES
from jsrules.base.width import text_width
from jsrules.cli import main


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", code]) == 0
    title, _, text = capsys.readouterr().out.partition("\n\n")
    assert title == f"{code} {CODES[code][0]}"
    assert len(text) > 5
    assert "```" not in text and "](" not in text and "###" not in text
    assert max(map(text_width, text.splitlines())) <= 80
    assert main(["explain", code, "--lang", "en"]) == 0
    title, _, english = capsys.readouterr().out.partition("\n\n")
    assert title == f"{code} {CODES[code][1]}"
    assert re.search("[a-z]{3} [a-z]", english.split("\n\n")[0])
    assert english.split("\n    ")[1:] == text.split("\n    ")[1:]  # the same example
    assert "```" not in english and "](" not in english
    assert max(map(text_width, english.splitlines())) <= 80


@pytest.mark.parametrize("written", ["e204", "Ｅ２０４", "[E204]", " E204 "])
def test_codes_as_people_type_them(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", written]) == 0
    assert capsys.readouterr().out.startswith("E204 ")


def test_every_rule_is_explained(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    names = Explainer().names()
    assert len(names) > 150
    monkeypatch.chdir(ROOT)
    assert main(["explain", *names, "--report", "reports/jiyuan-2021.yaml"]) == 0
    printed = capsys.readouterr().out
    for name in names:
        found = re.search(rf"{re.escape(name)}\n(  类型：\w+\n)?  级别：", printed)
        assert found is not None
        shown = printed[found.start() :]
        head, text, bindings, neighbours, figures, *_ = shown.split("\n\n")
        assert all(text_width(line) <= 80 for part in (bindings, neighbours, figures) for line in part.split("\n"))
        assert re.search(r"\n  范围：表.*\n(  适用：.*\n)?(  口径：可不同\n)?  位置：\S+\.jsr:\d+$", head)
        assert text.startswith(f"    规则 {name.partition('/')[2]}：")
        assert bindings.startswith("── 绑定（部门决算 2021） ─")
        assert "没有可绑定" not in bindings
        assert neighbours.startswith("── 与它有共同单元格的规则：")
        assert figures.startswith("── reports/jiyuan-2021.yaml  ")


def test_rules_that_share_cells_name_each_other() -> None:
    explainer = Explainer()
    shared: dict[str, set[str]] = {}
    for name in explainer.names():
        (explanation,) = explainer.find(name)
        shared[name] = {each.rule.info.identifier for each in explanation.shared}
        assert name not in shared[name]
    assert all(name in shared[other] for name, others in shared.items() for other in others)
    assert "final-accounts/总表收支平衡" in shared["final-accounts/总表收入总计"]
    assert "final-accounts/收入合计行" in shared["final-accounts/收入逐级汇总"]


def test_a_rule_is_found_beside_broken_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "r.jsr"
    file.write_text(
        "表 收入支出决算总表\n规则 好：收入.总计 = 支出.总计\n规则 坏：收入.总计 = = 0\n规则 错：收入.总汁 = 0\n",
        "utf-8",
    )
    arguments = ["--rules", str(file), "--for", "部门决算", "2021"]
    assert main(["explain", "好", *arguments]) == 0
    assert "绑定（部门决算 2021）" in capsys.readouterr().out
    assert main(["explain", "坏", *arguments]) == 2
    assert "E201" in capsys.readouterr().err
    assert main(["explain", "好", "--rules", str(file)]) == 0
    assert "没有表样" in capsys.readouterr().out


def test_a_rule_file_of_a_pack_is_bound_to_its_forms(capsys: pytest.CaptureFixture[str]) -> None:
    path = ROOT / "spec" / "packs" / "final-accounts" / "rules" / "02-income.jsr"
    assert main(["explain", "收入合计行", "--rules", str(path)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("02-income/收入合计行\n")
    assert "收入决算表：7 栏（本年收入合计、" in printed


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (["E205", "E999"], "没有 E999 这个代号；是不是 "),
        (["收入占必"], "没有“收入占必”这个代号或规则；是不是 收入占比"),
        (["%%%%%%%%%%%%%%%"], "没有“%%%%%%%%%%%%%%%”这个代号或规则\n"),
        (["收支平衡", "--for", "部门决算", "今年"], "“今年”不是四位数的年度"),
        (["收支平衡", "--for", "部门决算", "2021", "--report", "a.yaml"], "--for 与 --report 只能给一个"),
        (["收支平衡", "--report", "nowhere.yaml"], "找不到文件“nowhere.yaml”"),
        (["收支平衡", "--pack", "nowhere"], "没有名为“nowhere”的规则包"),
        (["E999", "--lang", "en"], "there is no code E999; did you mean E"),
        ([], "缺少代号或规则"),
    ],
)
def test_unknown_names(written: list[str], wanted: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", *written]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert wanted in printed.err


def test_a_code_needs_no_parser() -> None:
    finished = run_jsrules("explain", "E204", options=("-X", "importtime"))
    assert finished.returncode == 0
    modules = {line.rsplit("|", 1)[1].strip() for line in finished.stderr.splitlines() if "|" in line}
    assert "jsrules.outputs.manual" in modules
    assert not modules & {"lark", "yaml", "jsrules.readers.rules.parser", "jsrules.packs.library"}


def test_a_formula_of_whole_rows_says_each_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report, rules = tmp_path / "r.yaml", tmp_path / "a.jsr"
    report.write_text(
        "表一:\n  栏: [行次, 上年, 本年]\n  行:\n    甲: [1, 2.00, 3.00]\n    乙: [2, 2.00, 3.00]\n", "utf-8"
    )
    rules.write_text("表 表一\n规则 整行：1行=2行\n规则 整栏：1栏=2栏-1\n规则 一格：1行1栏=2行1栏\n", "utf-8")
    for rule, words in (("整行", "逐一：每栏"), ("整栏", "逐一：每行"), ("一格", "")):
        main(["explain", rule, "--rules", str(rules), "--report", str(report)])
        output = capsys.readouterr().out
        assert words in output
        assert bool(words) == ("逐一" in output)
