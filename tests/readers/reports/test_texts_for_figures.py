"""Reports without a form set hold texts: what is said where one stands for a figure, on every way out."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from support.reading import HEAD, problems_of, report_of

import jsrules
from jsrules.base.width import text_width
from jsrules.cli import main

PRINTED = [
    *("￥40.00", "¥ 40.00", "$40", "RMB40.00", "40.00*", "40.00注1", "40.00①", "40.00[1]", "40.00（注）", "△40.00"),
    *("40.00\u200b", "40.00\ufeff", "1'040.00", "12O", "1l5", "40.00万", "9111X", "40～50"),
    *("40-50", "30.00至40.00", "约40", "近40", "40左右", "40余", ">40", "负40.00", "40.00；", "“40.00”", "=B2+B3"),
    *("40.00/50.00", "肆拾元整", "40.00元整", "40.00#REF!"),
]
"""What looks like a mistyped figure: a warning, and no verdict."""

OTHER = [
    *(
        "见附件",
        "无",
        "不详",
        "0012",
        "1:30",
        "2021-03-05",
        "2021年3月5日",
        "0391-6630000",
        "张三",
        "A栋301",
        "1/2",
        "四十",
    ),
    *("91410000MA45XXXX12", "豫财〔2021〕5号", "3-201", "1-12", "2020-2021", "v1.2", "N/A"),
]
"""What is no figure, and may be meant so: no warning unless a rule needs it."""


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@pytest.mark.parametrize("text", [*PRINTED, *OTHER])
def test_a_rule_that_needs_it_says_what_is_printed(text: str) -> None:
    report = jsrules.read({"总计": "100.00", "甲": text, "乙": "70.00"})
    result = jsrules.verify(report, rules=StringIO("总计 = 甲 + 乙"))
    (finding,) = result.findings
    assert (finding.verdict, finding.severity, finding.reason_code) == ("undetermined", "error", "unreadable")
    assert [(cell.ref, cell.text, cell.value) for cell in finding.cells] == [("甲", text, None)]
    assert finding.cells[0].line == 2
    assert "“甲”印的“" in finding.reason and "读不成数" in finding.reason
    assert [each.code for each in result.diagnostics] == (["W126"] if text in PRINTED else [])
    if text in PRINTED:
        assert result.diagnostics[0].remedy
    written = json.loads(result.to_json())
    assert written["findings"][0]["reason"] == finding.reason
    assert written["findings"][0]["missing"] is None
    assert [(cell["text"], cell["value"]) for cell in written["findings"][0]["cells"]] == [(text, None)]


@pytest.mark.parametrize("text", [*PRINTED, *OTHER])
def test_no_rule_needs_it(text: str) -> None:
    found = problems_of(f"甲: {quoted(text)}\n")
    assert [each.code for each in found] == (["W126"] if text in PRINTED else [])
    assert problems_of(f"统一社会信用代码: {quoted(text)}\n") == []
    assert problems_of(f"表: {{栏: [联系电话, 甲], 行: {{一: [{quoted(text)}, 1]}}}}\n") == []


def test_malformed_figures_are_still_refused() -> None:
    for text in ("1.2.3", "40。00", "1,2345", "1_000", "1e5", "67.00)", "--5"):
        assert [each.code for each in problems_of(f"甲: {quoted(text)}\n")] == ["E116"], text
        assert not problems_of(f"版本号: {quoted(text)}\n")


def test_numbers_that_name_something_are_texts() -> None:
    text = "开户账号: 6222 0212 3456\n日期: 2021.3.5\n编制: 2021.12.31\n联系电话: 010 6655 1234\n甲: 1\n"
    assert [cell.problem for cell in report_of(text).cells if cell.problem] == [
        *("6222 0212 3456", "2021.3.5", "2021.12.31", "010 6655 1234"),
    ]


ERROR_VALUES = ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#####", "#CALC!"]


@pytest.mark.parametrize("text", ERROR_VALUES)
@pytest.mark.parametrize("head", ["", HEAD])
@pytest.mark.parametrize(
    "form",
    [
        "收入支出决算总表: {{收入: {{总计: {} }}}}\n",
        "收入支出决算总表:\n  收入:\n    总计: {}\n",
        "收入支出决算总表:\n  收入:\n    总计: {} # 说明\n",
        "支出决算表:\n  栏: [本年支出合计, 基本支出]\n  行:\n    合计: [{}, 1.00]\n",
        "支出决算表:\n  栏: [本年支出合计, 基本支出]\n  行:\n    合计: [1.00, {}]\n",
        "支出决算表:\n  栏: [本年支出合计, 基本支出]\n  行:\n    合计:\n      - 1.00\n      - {}\n",
        "支出决算表:\n  栏: [本年支出合计, 基本支出]\n  行:\n    合计: {{本年支出合计: {}}}\n",
    ],
)
def test_error_values_are_refused(text: str, head: str, form: str) -> None:
    for each in (text, f'"{text}"', f"'{text}'"):
        (found,) = problems_of(head + form.format(each))
        assert found.code == "E127"
        assert text in found.message
        label = found.labels[0]
        assert label.source.text[label.span.start : label.span.end] == text


@pytest.mark.parametrize("text", ["＃REF！", "Err:502", "#ref!", "#n/a", "错误:504"])
def test_other_spellings_of_error_values(text: str) -> None:
    assert [each.code for each in problems_of(f"甲: {text}\n")] == ["E127"]


@pytest.mark.parametrize(
    "text",
    [
        "# 原表是 #REF!\n甲: 1\n",
        "# 甲: #REF!\n甲: 1\n",
        "########\n甲: 1\n  ####\n",
        "甲: 1 # 乙: #N/A\n",
        "说明: 表中原有 #REF! 一处\n甲: 1\n",
        "甲: 1 # #REF!\n",
        "甲:   # 待补\n",
    ],
)
def test_comments_may_speak_of_error_values(text: str) -> None:
    assert problems_of(text) == []


def test_error_values_in_python_values() -> None:
    with pytest.raises(jsrules.InputError, match="E127"):
        jsrules.read({"甲": "#REF!"})


def test_the_prior_year_too() -> None:
    prior = StringIO("年度: 2020\n甲: ￥40.00\n")
    result = jsrules.verify(StringIO("年度: 2021\n甲: 40.00\n"), rules=StringIO("甲 >= 上年.甲"), prior=prior)
    (finding,) = result.findings
    assert (finding.verdict, finding.reason_code, finding.cells[0].path) == ("undetermined", "unreadable", "<prior>")
    assert "上年.甲" in finding.reason


@pytest.mark.parametrize(("level", "code"), [("错误", 1), ("警告", 0), ("提示", 0)])
def test_the_exit_code_goes_by_the_rule(
    level: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text("甲: 1\n乙: ￥1\n", "utf-8")
    Path("r.jsr").write_text(f"规则 和：甲 = 乙\n  级别 {level}\n", "utf-8")
    assert main(["verify", "a.yaml", "--rules", "r.jsr"]) == code
    printed = capsys.readouterr().out
    assert ("无法判断 1 条（错误 1）" in printed) is (code == 1)
    assert f"（{level}，1 条公式）" in printed
    assert "位置  a.yaml:2:4" in printed
    assert all(text_width(line) <= 80 for line in printed.splitlines())
