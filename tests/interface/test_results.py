"""Results as values: what the command tells, exact, in either language, and flat where a data frame wants it so."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path

import pytest
from support.processes import REPORT, run_jsrules
from support.sources import ROOT

import jsrules

FLAT = "总计: 1,669.02\n本年收入合计: 1,669.00\n年初结转: 0.01\n占比: 99.99%\n预算: 0.00\n率: 100.00%\n"
RULES = (
    "规则 一：总计 = 本年收入合计 + 年初结转\n规则 二：占比 = 本年收入合计 / 总计\n"
    '规则 三：率 = 年初结转 / 预算\n规则 四：年初结转 * 3 = 总计 / 7\n规则 五：总计 = 没有的数\n  依据 "某通知"\n'
)


@pytest.fixture(scope="module")
def result() -> jsrules.Result:
    return jsrules.verify(REPORT)


@pytest.fixture
def small() -> jsrules.Result:
    rules = RULES.replace("规则 五：总计 = 没有的数\n", "规则 五：总计 = 上年.总计\n")
    return jsrules.verify(StringIO(FLAT), rules=StringIO(rules))


def test_what_it_holds(result: jsrules.Result) -> None:
    report = result.report
    assert (report.path, report.kind, report.unit, report.year) == (
        str(REPORT),
        "部门决算",
        "济源市行政服务中心",
        2021,
    )
    assert [(pack.name, pack.origin, pack.why) for pack in result.packs] == [
        ("final-accounts", "shipped", ("kind", "year"))
    ]
    assert result.summary == {
        "pass": 395,
        "rounding": 5,
        "violation": 10,
        "undetermined": 0,
        "not_applicable": 864,
        "waived": 0,
    }
    assert len(result.outcomes) == 1274
    assert len(result.findings) == 15
    assert set(result.findings) <= set(result.outcomes)
    assert (result.ok, result.reaches("error"), result.reaches("info")) == (False, True, True)
    assert result.diagnostics == ()


def test_a_finding_is_exact(result: jsrules.Result) -> None:
    finding = next(each for each in result.findings if each.rule == "final-accounts/说明各类支出")
    assert (finding.verdict, finding.kind, finding.severity) == ("violation", "", "error")
    assert (finding.left, finding.right, finding.difference) == (Fraction("28.29"), Fraction("28.09"), Fraction("0.2"))
    assert (finding.allowance, finding.beyond, finding.unit) == (Fraction("0.01"), Fraction("0.19"), "万元")
    assert finding.where == jsrules.Where("情况说明.一般公共结构", "221 住房保障支出", "金额")
    one, other = finding.cells
    assert (one.ref, one.text, one.value, one.coefficient) == (
        "情况说明.一般公共结构.221 住房保障支出.金额",
        "28.29",
        Fraction("28.29"),
        1,
    )
    assert (one.path, one.line, one.column, other.coefficient) == (str(REPORT), 197, 22, -1)
    assert (finding.explanation, finding.suspects) == ("digit", (one.ref,))
    assert finding.basis == "取自 05表 同类 1 栏"
    path, line, column = finding.source.rsplit(":", 2)
    assert path.endswith(".jsr") and int(line) > 0 and int(column) > 0


def test_percentages_are_in_percent(small: jsrules.Result) -> None:
    share = next(each for each in small.findings if each.rule.endswith("二"))
    assert (share.unit, share.left, share.right) == ("%", Fraction("99.99"), 100)
    assert share.cells[0].value == Fraction("99.99")


def test_fractions_that_do_not_end_stay_exact() -> None:
    (finding,) = jsrules.verify({"甲": "1.00", "乙": "2.00"}, rules=StringIO("甲 + 甲 = 乙 / 7")).findings
    assert finding.right == Fraction(2, 7)
    assert finding.record()["right"] == Decimal("0.285714285714")


def test_where_there_is_no_number_there_is_none(small: jsrules.Result) -> None:
    undefined = next(each for each in small.findings if each.kind == "zero_denominator")
    assert (undefined.left, undefined.right, undefined.difference) == (100, None, None)
    unsure = next(each for each in small.findings if each.verdict == "undetermined")
    assert (unsure.left, unsure.beyond, unsure.unit, unsure.cells) == (None, None, "", ())
    assert (unsure.reason_code, unsure.missing, unsure.reason) == ("absent", "上年报告", "缺“上年报告”")


def test_blanks_and_texts() -> None:
    report = {"甲": None, "乙": "2.00", "丙": "文字"}
    (finding,) = jsrules.verify(report, rules=StringIO("甲 = 乙")).findings
    assert [(cell.text, cell.value) for cell in finding.cells] == [("2.00", 2)]
    (unsure,) = jsrules.verify(report, rules=StringIO("丙 = 乙")).findings
    assert unsure.verdict == "undetermined"


def test_what_should_be_changed(result: jsrules.Result) -> None:
    found = result.reconciliation
    assert found is not None
    assert (found.status, found.figures, found.complete, found.contradictions) == ("explained", 5, True, ())
    first = found.causes[0]
    ((suspect,),) = first.corrections
    assert (suspect.cell.text, suspect.cell.value, suspect.tied) == ("28.29", Fraction("28.29"), 1)
    assert suspect.proposals[0] == jsrules.Proposal("28.09", Fraction("28.09"), "digit", 3)
    assert {each.rule for each in first.findings} >= {"final-accounts/说明各类支出"}
    assert all(each in result.findings for each in first.findings)
    assert jsrules.verify(REPORT, reconcile=0).reconciliation is None


def test_rules_that_contradict_each_other() -> None:
    rules = StringIO("甲 = 乙 + 1\n乙 = 甲 + 1\n")
    found = jsrules.verify({"甲": "1.00", "乙": "2.00"}, rules=rules).reconciliation
    assert found is not None
    assert (found.status, found.contradictions) == ("contradictory", (("<rules>/甲 = 乙 + 1", "<rules>/乙 = 甲 + 1"),))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("everything", [False, True])
def test_it_says_what_the_command_says(language: jsrules.Language, everything: bool) -> None:
    report = str(REPORT.relative_to(ROOT))
    result = jsrules.verify(report)  # in Chinese, whatever it is told in
    more = ["--all"] if everything else []
    with jsrules.language(language):
        text = result.to_text(everything=everything)
        made = result.to_json(everything=everything, indent=2)
    assert text == run_jsrules("verify", report, "--lang", language, *more).stdout
    printed = run_jsrules("verify", report, "--lang", language, "--format", "json", *more).stdout
    assert made + "\n" == printed


WARNED = "报告: 部门决算\n年度: 2021\n支出决算表:\n  栏: [本年支出合计]\n  行:\n    201 一般公共服务费: [1.00]\n"


def test_warnings_are_told_in_either_language_too(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(WARNED, "utf-8")
    result = jsrules.verify(path)
    assert [(each.code, each.line, each.column) for each in result.diagnostics] == [("W120", 6, 5)]
    for language in ("zh", "en"):
        printed = run_jsrules("verify", path, "--format", "json", "--lang", language).stdout
        with jsrules.language(language):  # type: ignore[arg-type]
            assert result.to_json(indent=2) + "\n" == printed


def test_the_prior_year(tmp_path: Path) -> None:
    this, last, rules = tmp_path / "2021.yaml", tmp_path / "2020.yaml", tmp_path / "r.jsr"
    this.write_text("年度: 2021\n收入: 5.00\n增加: 1.00\n", "utf-8")
    last.write_text("年度: 2020\n其他: 9.00\n收入: 3.00\n", "utf-8")
    rules.write_text("收入 = 上年.收入 + 增加\n", "utf-8")
    result = jsrules.verify(this, rules=rules, prior=last)
    command = ("verify", this, "--rules", rules, "--prior", last, "--format", "json")
    assert result.to_json(indent=2) + "\n" == run_jsrules(*command).stdout
    (finding,) = result.findings
    assert [(each.ref, each.path) for each in finding.cells][1] == ("上年.收入", str(last))
    assert finding.record()["line"] == 2


KEYS = """report rule verdict kind severity nature table row column left right difference allowance beyond unit message formula
reason missing explanation suspects basis line""".split()


def test_records_are_flat_and_exact(result: jsrules.Result) -> None:
    records = result.records()
    assert len(records) == len(result.findings)
    assert len(result.records(everything=True)) == len(result.outcomes)
    for record, finding in zip(records, json.loads(result.to_json())["findings"], strict=True):
        assert list(record) == KEYS
        assert {type(value) for value in record.values()} <= {str, int, Decimal, type(None)}
        for name in ("left", "right", "difference", "allowance", "beyond"):
            value = record[name]
            assert (None if value is None else str(value)) == finding[name]
        for name in ("rule", "verdict", "kind", "severity", "unit", "message", "formula", "reason", "explanation"):
            assert record[name] == finding[name]
        assert {name: record[name] for name in ("table", "row", "column")} == finding["where"]
        assert record["line"] == finding["cells"][0]["line"]


def test_words_are_made_when_they_are_asked_for(small: jsrules.Result) -> None:
    unsure = next(each for each in small.findings if each.verdict == "undetermined")
    chinese = unsure.record()
    with jsrules.language("en"):
        assert unsure.missing == "the prior-year report"
        assert unsure.record()["message"] == "“the prior-year report” is absent"
    assert unsure.record() == chinese


def test_what_is_shown_is_short(result: jsrules.Result) -> None:
    found = result.reconciliation
    assert found is not None
    first = found.causes[0]
    (suspect,) = first.corrections[0]
    shown = [result, result.report, found, first, suspect, suspect.cell, result.findings[0], jsrules.open_pack(PACK)]
    assert repr(result.packs) == "(<PackInfo final-accounts 1.0.0 shipped>,)"
    assert repr(shown[2]) == "<Reconciliation explained: 5 figures, 5 causes>"
    assert repr(suspect) == "<Suspect 情况说明.一般公共结构.221 住房保障支出.金额 28.29 -> 28.09>"
    for each in shown:
        assert repr(each).startswith(f"<{type(each).__name__} ")
        assert len(repr(each)) < 150 + len(str(REPORT))


PACK = "final-accounts"


def test_it_can_be_sent_to_another_process(result: jsrules.Result) -> None:
    again = pickle.loads(pickle.dumps(result))
    assert again.to_json() == result.to_json()
    assert again.records() == result.records()
    assert repr(again.reconciliation) == repr(result.reconciliation)


def test_figures_that_are_known_from_elsewhere() -> None:
    given = {"甲": "1.00", "乙": "2.00", "丙": "4.00"}
    found = jsrules.verify(given, rules=StringIO("丙 = 甲 + 乙\n"), keep=["甲", "乙"]).reconciliation
    assert found is not None
    assert [[each.cell.ref for each in cause.corrections[0]] for cause in found.causes] == [["丙"]]
    assert [each.ref for each in found.kept] == ["甲", "乙"]
    weighed = jsrules.verify(given, rules=StringIO("丙 = 甲 + 乙\n"), keep="丙=3").reconciliation
    assert weighed is not None and not weighed.kept
    assert {each.cell.ref for cause in weighed.causes for one in cause.corrections for each in one} == {"甲", "乙"}
    bound = jsrules.verify(given, rules=StringIO("丙 = 甲\n丙 = 乙\n丙 = 甲 * 1\n甲 = 乙\n"), keep="丙").reconciliation
    assert bound is not None and bound.not_keeping == ()  # two figures, kept or not
    equal = {"甲": "1.00", "乙": "1.00", "丙": "4.00"}
    bound = jsrules.verify(equal, rules=StringIO("丙 = 甲\n丙 = 乙\n"), keep="丙").reconciliation
    assert bound is not None and (bound.figures, bound.not_keeping) == (2, ((("丙",), 1),))
    with pytest.raises(jsrules.InputError):
        jsrules.verify(given, rules=StringIO("丙 = 甲 + 乙\n"), keep="丁")
