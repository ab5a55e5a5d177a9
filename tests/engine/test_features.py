"""Definitions, applicability, missing rows, texts, every table, rounding, and the prior year."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.checking import REAL_REPORT, ROOT, check, check_one

from jsrules.base.diagnostic import InputError
from jsrules.base.names import is_like
from jsrules.engine.measure import terms_of
from jsrules.outputs.compose import Teller, Told
from jsrules.verification.verifier import Verifier

FORMS = (ROOT / "spec/packs/final-accounts/forms/2021.yaml").read_text("utf-8")
REPORT = REAL_REPORT.read_text("utf-8")


def verdicts(rules: str, report: str, forms: str | None = None) -> list[str]:
    return [outcome.verdict for outcome in check(rules, report, forms)]


def codes(rules: str, report: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        check(rules, report)
    return [each.code for each in caught.value.diagnostics]


def test_a_definition_stands_for_its_expression() -> None:
    assert verdicts("设 和 = a + b\n设 两倍 = 和 + 和\nt = 和\nu = 两倍", "t: 3\nu: 6\na: 1\nb: 2") == ["pass", "pass"]


def test_a_definition_is_allowed_for_like_what_it_stands_for() -> None:
    direct = check_one("t = a / 2 + b", "t: 3.00\na: 1.00\nb: 2.00")
    defined = check_one("设 x = a / 2\nt = x + b", "t: 3.00\na: 1.00\nb: 2.00")
    assert (defined.verdict, defined.difference, defined.allowance) == (
        direct.verdict,
        direct.difference,
        direct.allowance,
    )


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ("设 x = a\n设 x = b\nx = a", "E205"),
        ("设 a = b\na = b", "E205"),
        ("".join(f"设 x{n + 1} = x{n} + x{n}\n" for n in range(40)).replace("x0", "a") + "x40 = a", "E207"),
    ],
)
def test_a_definition_that_cannot_be(rules: str, code: str) -> None:
    assert codes(rules, "a: 1\nb: 2")[0] == code


@pytest.mark.parametrize("rules", ["设 x = y\n设 y = x\nx = a", "设 x = x\nx = a"])
def test_a_definition_of_names_that_are_not_there(rules: str) -> None:
    outcome = check_one(rules, "a: 1\nb: 2")
    assert outcome.verdict == "undetermined"
    assert outcome.reason.startswith("报告里没有“")


@pytest.mark.parametrize(
    ("applies", "head", "verdict"),
    [
        ("年度 2020..2022", "年度: 2021", "pass"),
        ("年度 2020..2022", "年度: 2023", "not_applicable"),
        ("年度 2020..", "年度: 2023", "pass"),
        ("年度 ..2020", "年度: 2023", "not_applicable"),
        ("年度 2019、2023", "年度: 2023", "pass"),
        ("年度 2019", "", "undetermined"),
        ("地区 河南省*、北京", "地区: 河南省济源市", "pass"),
        ("地区 河南省*、北京", "地区: 上海市", "not_applicable"),
        ("地区 河南省*", "", "undetermined"),
        ("单位性质 事业单位", "单位性质: 事业单位", "pass"),
        ("单位性质 事业单位", "单位性质: 行政单位", "not_applicable"),
    ],
)
def test_what_a_rule_is_for(applies: str, head: str, verdict: str) -> None:
    report = f"{head}\na: 1\nb: 1\n"
    assert verdicts(f"规则 r：a = b\n  适用 {applies}", report) == [verdict]
    assert verdicts(f"适用 {applies}\n规则 r：a = b\n规则 s：b = a", report) == [verdict, verdict]


def test_every_condition_must_hold() -> None:
    rules = "适用 年度 2021\n规则 r：a = b\n  适用 地区 河南*"
    assert verdicts(rules, "年度: 2021\n地区: 河南\na: 1\nb: 1") == ["pass"]
    assert verdicts(rules, "年度: 2022\n地区: 河南\na: 1\nb: 1") == ["not_applicable"]
    assert verdicts(rules, "年度: 2022\na: 1\nb: 1") == ["not_applicable"], "one that is known to fail is enough"


@pytest.mark.parametrize(
    ("missing", "verdict"), [("空白", "violation"), ("缺少", "undetermined"), ("不适用", "not_applicable")]
)
def test_what_a_row_that_is_not_written_means(missing: str, verdict: str) -> None:
    rules = f"表 支出决算表\n规则 r：[208, 基本支出] = [20899, 基本支出]\n  缺行 {missing}"
    assert verdicts(rules, REPORT, FORMS) == [verdict]


@pytest.mark.parametrize(
    ("rule", "verdict"),
    [
        ('报告.单位 = "济源市行政服务中心"', "pass"),
        ('报告.单位 <> "济源市行政服务中心"', "violation"),
        ('形如(报告.单位, "*中心")', "pass"),
        ('形如(报告.地区, "北京*")', "violation"),
        ('若 形如(报告.地区, "北京*") 则 报告.年度 = 1', "not_applicable"),
        ("非 空白(政府性基金预算财政拨款收入支出决算表.说明)", "pass"),
        ("空白(支出决算表.说明)", "pass"),
        ('形如(支出决算表.说明, "*无数据*")', "violation"),
        ('国有资本经营预算财政拨款支出决算表.说明 = ""', "not_applicable"),
        ("报告.年度 >= 2000", "pass"),
        ('报告.种类 = "部门决算"', "pass"),
    ],
)
def test_texts(rule: str, verdict: str) -> None:
    assert verdicts(rule, REPORT, FORMS) == [verdict]


def test_every_table() -> None:
    found = verdicts("每张表 存在(本表)", REPORT, FORMS)
    assert sorted(found) == ["not_applicable", *["pass"] * 8]
    without = REPORT.replace("收入决算表:\n  栏", "x收入决算表:\n  栏")
    start = without.index("x收入决算表")
    end = without.index("# 公开 03 表")
    outcomes = check("每张表 存在(本表)", without[:start] + without[end:], FORMS)
    assert [each.table for each in outcomes if each.verdict == "violation"] == ["收入决算表"]


@pytest.mark.parametrize(
    ("rule", "report", "verdict"),
    [
        ("t = 舍入(a / b, 2)", "t: 0.33\na: 1\nb: 3", "pass"),
        ("t = 舍入(a / b, 2)", "t: 0.67\na: 2.00\nb: 3.00", "pass"),
        ("舍入(a, 0) = 2", "a: 1.5", "pass"),
        ("舍入(-a, 0) = -2", "a: 1.5", "pass"),
        ("舍入(a, 0) = 3", "a: 1.4", "violation"),
    ],
)
def test_rounding_on_purpose(rule: str, report: str, verdict: str) -> None:
    assert verdicts(rule, report) == [verdict]


@pytest.mark.parametrize(
    ("text", "pattern", "fits"),
    [
        ("", "", True),
        ("", "*", True),
        ("河南省济源市", "河南*", True),
        ("河南省济源市", "*济源*", True),
        ("河南省济源市", "河?省*", True),
        ("河南", "河南?", False),
        ("a*b", "a*b", True),
        ("a" * 5000, "*a" * 1000 + "b", False),
    ],
)
def test_patterns(text: str, pattern: str, fits: bool) -> None:
    assert is_like(text, pattern) is fits


# ---- the prior year


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return str(path)


def test_the_prior_year_without_a_form_set(tmp_path: Path) -> None:
    rules = write(tmp_path, "r.jsr", "收入 <= 上年.收入 + 增加\n若 上年.年 > 0 则 收入 = 9\n")
    this = write(tmp_path, "2021.yaml", "年度: 2021\n收入: 5.00\n增加: 2.00\n年: 1\n")
    last = write(tmp_path, "2020.yaml", "年度: 2020\n其他: 7.00\n收入: 3.00\n年: 0\n")
    result = Verifier([rules]).verify(this, prior=last)
    assert [outcome.verdict for outcome in result.outcomes] == ["pass", "not_applicable"]
    assert result.report is not None
    names = [result.report.cell_path(term.cell) for term in terms_of(result.report, result.outcomes[0].ground)]
    assert names == ["收入", "上年.收入", "增加"]


def test_without_a_prior_report_it_cannot_be_decided(tmp_path: Path) -> None:
    rules = write(tmp_path, "r.jsr", "收入 = 上年.收入\n")
    result = Verifier([rules]).verify(write(tmp_path, "2021.yaml", "年度: 2021\n收入: 5.00\n"))
    assert [(each.verdict, each.missing) for each in Teller(result).all()] == [("undetermined", "上年报告")]


def test_the_prior_year_with_the_form_set(tmp_path: Path) -> None:
    rules = write(
        tmp_path,
        "r.jsr",
        "表 支出决算表\n规则 不减：每行  [本行, 基本支出] >= 上年[本行, 基本支出]\n"
        "表间\n规则 上年数：上年.收入支出决算总表.收入.总计 = 情况说明.总体情况[收支总计, 金额] - 情况说明.总体情况[收支总计, 比上年增减额]\n",
    )
    last = REPORT.replace("年度: 2021\n", "年度: 2020\n", 1).replace(
        "事业运行:                             [  453.20", "x"
    )
    last = REPORT.replace("年度: 2021\n", "年度: 2020\n", 1)
    this = write(tmp_path, "2021.yaml", REPORT.replace("年度: 2021\n", "年度: 2021\n上年: old/2020.yaml\n", 1))
    write(tmp_path, "old/2020.yaml", last)
    result = Verifier([rules], []).verify(this)
    assert not [each for each in result.diagnostics if each.severity == "error"]
    own = [outcome for outcome in result.outcomes if outcome.rule.identifier.startswith("r/")]
    assert {outcome.verdict for outcome in own if outcome.rule.name == "不减"} <= {"pass", "not_applicable"}
    (total,) = [outcome for outcome in own if outcome.rule.name == "上年数"]
    assert result.report is not None
    told = Told(result.report, total)
    assert (told.verdict, told.difference) == ("violation", "-615.84")
    assert "上年.收入支出决算总表.收入.总计" in told.message


@pytest.mark.parametrize(
    ("head", "text"),
    [
        ("上年: ../2020.yaml", "同一文件夹"),
        ("上年: /etc/passwd", "同一文件夹"),
        ("上年: 'C:\\2020.yaml'", "同一文件夹"),
        ("上年: 没有.yaml", "找不到"),
        ("上年: 2019.yaml", "不是 2020 年度"),
        ("上年: other.yaml", "乙"),
    ],
)
def test_a_prior_report_that_cannot_be_used(tmp_path: Path, head: str, text: str) -> None:
    rules = write(tmp_path, "r.jsr", "收入 = 上年.收入\n")
    write(tmp_path, "2019.yaml", "年度: 2019\n收入: 1\n")
    write(tmp_path, "other.yaml", "单位: 乙\n年度: 2020\n收入: 1\n")
    result = Verifier([rules]).verify(write(tmp_path, "2021.yaml", f"单位: 甲\n年度: 2021\n{head}\n收入: 5.00\n"))
    assert result.report is None or result.outcomes == []
    assert any(text in each.message for each in result.diagnostics), result.diagnostics


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        ("201 甲: [1.00]\n    208 乙: [2.00]", "201 甲: [1.00]\n    208 乙: [2.00]", "pass"),
        ("201 甲: [1.00]", "201 甲: [1.00]\n    208 乙: [2.00]", "violation"),
        ("201 甲: [1.00]", "201 甲: [1.00]\n    208 乙: [0.00]", "pass"),
        ("201 甲: [1.00]\n    210 丙: [0.00]", "201 甲: [1.00]\n    208 乙: [2.00]", "violation"),
    ],
)
def test_one_list_covers_another(a: str, b: str, verdict: str) -> None:
    report = f"一:\n  栏: [数]\n  行:\n    {a}\n二:\n  栏: [数]\n  行:\n    {b}\n"
    assert verdicts("覆盖(一[*, 数], 二[*, 数])", report) == [verdict]


def test_a_list_of_other_items_is_not_accused(tmp_path: Path) -> None:
    """As many rows as the table, but not the same ones: the sum need not agree."""
    wrong = "2210201 住房公积金: {年初预算: 27.50, 决算: 28.09, 完成年初预算率: 100.21%}"
    assert wrong in REPORT
    path = write(
        tmp_path, "r.yaml", REPORT.replace(wrong, "2089999: {年初预算: 27.50, 决算: 0.00, 完成年初预算率: 0.00%}")
    )
    violated = {each.rule.name for each in Verifier().verify(path).outcomes if each.verdict == "violation"}
    assert "各项支出之和" not in violated
    assert "主要几项不大于支出" not in violated


def test_work_is_bounded_for_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jsrules.engine.reach.MAXIMUM_WORK", 50_000)
    rows = "\n".join(f"    2{n:06d} 项: [1.00]" for n in range(300))
    report = f"一:\n  栏: [数]\n  行:\n{rows}\n"
    found = verdicts("每行 一：数 <= 合计([*, 数])", report)
    assert 100 < found.count("pass") < 200
    assert found.count("undetermined") == 300 - found.count("pass")


def test_the_same_amount_is_not_claimed_where_scopes_may_differ() -> None:
    outcome = check_one("规则 r：a = b\n  口径 可不同", "a: 1.00\nb: 1.01")
    assert (outcome.verdict, outcome.kind) == ("rounding", "")
