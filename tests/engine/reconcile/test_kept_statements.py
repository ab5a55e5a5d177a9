"""Rule files say which figures are known from elsewhere (不改): they are not changed, and the answer says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.cli import main
from jsrules.model.reconciliation import Reconciliation
from jsrules.verification.verifier import Verifier

SUM = "规则 合计：丙 = 甲 + 乙\n"
REPORT = "甲: 1.00\n乙: 2.00\n丙: 4.00\n"
BLOCKS = """年度: 2021
收支:
  栏: [上年, 本年]
  行:
    甲: [1.00, 2.00]
    乙: [2.00, 3.00]
    合计: [4.00, 9.00]
"""
BLOCK_SUM = "表 收支\n规则 合计：每栏 合计 = 甲 + 乙\n"


def reconciled(rules: str, *keep: str, report: str = REPORT) -> Reconciliation:
    verifier = Verifier([Source("r.jsr", rules)])
    claim = verifier.verify(Source("a.yaml", report), reconcile=10, keep=keep).reconciliation
    assert claim is not None
    return claim


def names(claim: Reconciliation) -> set[str]:
    """The figures that may be wrong."""
    found = (suspect for cause in claim.causes for each in cause.corrections for suspect in each.suspects)
    return {claim.report.cell_path(each.cell) for each in found}


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ("", {"甲", "乙", "丙"}),
        ("不改 丙", {"甲", "乙"}),
        ("keep 丙", {"甲", "乙"}),
        ("不改 丙\n  权重 2", {"甲", "乙"}),
        ("keep 丙\n  weight 1", {"甲", "乙", "丙"}),
        ("不改 丙、甲", {"乙"}),
        ("不改 丙\n不改 甲", {"乙"}),
        ("不改 合计(甲, 乙)", {"丙"}),
        ("不改 甲 + 乙", {"丙"}),
        ("设 部分 = 甲 + 乙\n不改 部分", {"丙"}),
        ("不改 甲\n  权重 2\n不改 乙\n  权重 3", {"丙"}),
    ],
)
def test_other_figures_are_wrong_then(statements: str, expected: set[str]) -> None:
    claim = reconciled(f"{SUM}{statements}\n")
    assert names(claim) == expected
    assert claim.figures == 1
    assert not claim.unfit


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("收支[合计]", {"收支.甲.上年", "收支.甲.本年", "收支.乙.上年", "收支.乙.本年"}),
        ("收支[合计, *]", {"收支.甲.上年", "收支.甲.本年", "收支.乙.上年", "收支.乙.本年"}),
        ("收支.合计", {"收支.甲.上年", "收支.甲.本年", "收支.乙.上年", "收支.乙.本年"}),
        ("收支[甲..乙, 本年]", {"收支.合计.本年", "收支.甲.上年", "收支.乙.上年", "收支.合计.上年"}),
        ("收支[甲, 本年], 收支[乙]", {"收支.合计.本年", "收支.甲.上年", "收支.合计.上年"}),
    ],
)
def test_rows_and_ranges(name: str, expected: set[str]) -> None:
    assert names(reconciled(f"{BLOCK_SUM}表间\n不改 {name}\n", report=BLOCKS)) == expected


def test_a_column_and_a_table_cannot_stay_as_they_are() -> None:
    claim = reconciled(f"{BLOCK_SUM}不改 [*, 本年]\n", report=BLOCKS)
    (conflict,) = claim.unfit
    assert {claim.report.cell_path(each) for each in conflict.cells} == {
        "收支.甲.本年", "收支.乙.本年", "收支.合计.本年",
    }  # fmt: skip
    assert names(claim) > {"收支.甲.上年"}  # what is wrong in the other column has nothing to do with it
    claim = reconciled(f"{BLOCK_SUM}表间\n不改 收支\n", report=BLOCKS)
    assert [len(each.cells) for each in claim.unfit] == [3, 3]


def test_what_is_only_kept_in_part_fits() -> None:
    claim = reconciled(f"{SUM}不改 丙、甲\n")
    assert not claim.unfit
    assert claim.complete


def test_a_blank_that_is_kept_is_not_filled() -> None:
    rules, report = "t = a + b\n不改 a, t\n", "a: 1.00\nb: ~\nt: 3.00\n"
    assert names(reconciled(rules, report=report)) == {"b"}
    claim = reconciled(f"{rules}不改 b\n", report=report)
    assert [len(each.cells) for each in claim.unfit] == [3]


def test_the_strictest_counts_and_who_asks_comes_first() -> None:
    twice = f"{SUM}不改 甲\n  权重 2\n不改 甲\n不改 乙\n  权重 2\n"
    assert names(reconciled(twice)) == {"丙"}
    assert names(reconciled(f"{SUM}不改 丙\n", "丙=1")) == {"甲", "乙", "丙"}
    assert [(each.name, each.weight) for each in reconciled(f"{SUM}不改 丙\n", "甲").keeps] == [("丙", 0), ("甲", 0)]


@pytest.mark.parametrize(
    ("statements", "kept"),
    [
        ("不改 [合计]\n  适用 年度 2021", 1),
        ("不改 [合计]\n  适用 年度 2022..", 0),
        ("不改 [合计]\n  for year ..2021", 1),
        ("适用 年度 2022\n不改 [合计]", 0),
    ],
)
def test_it_is_for_some_reports(statements: str, kept: int) -> None:
    rules = BLOCK_SUM + statements + "\n"
    if statements.startswith("适用"):
        rules = BLOCK_SUM + "规则 有：存在([合计, 上年])\n" + statements + "\n"
    assert len(reconciled(rules, report=BLOCKS).keeps) == kept


@pytest.mark.parametrize(
    ("statement", "code", "words"),
    [
        ("不改 3", "E206", "报告里的数"),
        ("不改 甲 * 乙", "E206", "报告里的数"),
        ("不改 绝对值(甲)", "E206", "报告里的数"),
        ("不改 报告.年度", "E206", "报告里的数"),
        ("不改 丙\n  权重 0", "E201", "不是权重"),
        ("不改 丙\n  权重 1000", "E201", "不是权重"),
        ("不改 丙\n  权重 1.5", "E201", "不是权重"),
        ("不改 丙\n  级别 警告", "E201", "权重、依据、适用、允许"),
        ("不改 丙\n  权重 2\n  权重 3", "E201", "两次"),
        ("甲 = 乙\n  权重 2", "E201", "规则没有权重"),
    ],
)
def test_mistakes_are_told(statement: str, code: str, words: str) -> None:
    with pytest.raises(InputError) as raised:
        reconciled(f"{SUM}{statement}\n")
    (found,) = raised.value.diagnostics
    assert found.code == code
    assert words in found.message
    assert found.remedy


def test_a_name_that_the_form_set_does_not_have(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = tmp_path / "r.jsr"
    rules.write_text("不改 支出决算表[合计, 本年支出合记]\n不改 支出决算表[201], 收入支出决算总表.收入\n", "utf-8")
    assert main(["check", str(rules), "--for", "部门决算", "2021"]) == 1
    said = capsys.readouterr().out
    assert said.count("错误[E") == 1
    assert "本年支出合计" in said


def test_the_answer_says_what_was_kept_and_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(REPORT, "utf-8")
    Path("r.jsr").write_text(f'{SUM}不改 丙\n  依据 "银行对账单"\n不改 甲\n  权重 3\n', "utf-8")
    for command in (["reconcile"], ["verify"], ["reconcile"]):  # the last is out of the cache
        assert main([*command, "a.yaml", "--rules", "r.jsr"]) == 1
        said = capsys.readouterr().out
        assert "按要求不改：丙（银行对账单）。" in said
        assert "改起来算得多的：甲（改一个算 3 个）。" in said
        assert "2.00 应为 3.00" in said
        assert "4.00 应为" not in said
    assert main(["reconcile", "a.yaml", "--rules", "r.jsr", "--lang", "en"]) == 1
    assert "Not to be changed, as asked: 丙 (银行对账单)." in capsys.readouterr().out
    assert main(["reconcile", "a.yaml", "--rules", "r.jsr", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["reconciliation"]
    assert found["kept"] == [
        {
            "name": "丙",
            "weight": None,
            "basis": "银行对账单",
            "source": {"file": "r.jsr", "line": 2, "column": 1},
        },
        {"name": "甲", "weight": 3, "basis": None, "source": {"file": "r.jsr", "line": 4, "column": 1}},
    ]
    assert found["unfit"] == []


def test_that_nothing_fits_is_told_with_its_proof(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(REPORT, "utf-8")
    Path("r.jsr").write_text(f"{SUM}不改 甲, 乙, 丙\n", "utf-8")
    assert main(["reconcile", "a.yaml", "--rules", "r.jsr"]) == 1
    said = capsys.readouterr().out
    assert "不改丙、甲、乙，别的数无论怎样改，“合计”都不能成立。" in said
    assert said.count("-1 × [4.00 - 1.00 - 2.00 = 0]  合计") == 2


def test_a_file_of_kept_figures_alone_goes_with_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(REPORT, "utf-8")
    Path("r.jsr").write_text(SUM, "utf-8")
    Path("known.jsr").write_text("不改 丙\n", "utf-8")
    assert main(["reconcile", "a.yaml", "--rules", "r.jsr", "--rules", "known.jsr"]) == 1
    assert "按要求不改：丙。" in capsys.readouterr().out
    assert main(["verify", "a.yaml", "--rules", "known.jsr"]) == 2
    assert "E304" in capsys.readouterr().err


def test_one_amount_in_two_values_takes_that_of_the_figure_that_is_kept() -> None:
    report = "a: 236.63\nb: 236.64\nc: 236.64\n"
    rules = "a = b\nc = b\n"
    (cause,) = reconciled(f"{rules}不改 a\n", report=report).causes
    assert cause.two_values is not None
    assert cause.two_values.value is not None
    assert cause.two_values.value.text == "236.63"


def test_explain_says_which_figures_of_a_rule_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("r.jsr").write_text(
        "规则 收支：收入支出决算总表.收入.总计 = 收入支出决算总表.支出.总计\n"
        "规则 栏：每行 支出决算表：本年支出合计 = 基本支出 + 项目支出\n"
        '不改 收入支出决算总表.收入.总计\n  依据 "银行对账单"\n'
        "不改 支出决算表[*, 项目支出]\n  权重 3\n不改 收入决算表\n",
        "utf-8",
    )
    given = ["--rules", "r.jsr", "--for", "部门决算", "2021"]
    assert main(["explain", "收支", *given]) == 0
    assert "不改：收入支出决算总表.收入.总计（银行对账单）\n" in capsys.readouterr().out
    assert main(["explain", "栏", *given]) == 0
    assert "不改：支出决算表[*, 项目支出]（改一个算 3 个）\n" in capsys.readouterr().out
