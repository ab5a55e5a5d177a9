"""Bare figures of reports without a form set, and what readers are told of them."""

from __future__ import annotations

from io import StringIO

import pytest

import jsrules
from jsrules.base.source import Source
from jsrules.base.units import UNITS
from jsrules.base.width import text_width
from jsrules.engine import reach
from jsrules.model.ground import Blank, Place
from jsrules.model.report import Cell
from jsrules.model.syntax import Cells
from jsrules.readers.reports.inference import unit_in_name
from jsrules.verification.verifier import Verifier


def verify(rules: str, report: str) -> jsrules.Result:
    return jsrules.verify(StringIO(report), rules=StringIO(rules))


def the_one(rules: str, report: str) -> jsrules.Finding:
    result = verify(rules, report)
    assert all(text_width(line) <= 80 for line in result.to_text().splitlines())
    (finding,) = result.findings
    return finding


def test_it_goes_with_the_unit_beside_it() -> None:
    assert verify("采购总额 = 货物", "采购总额: 12.98 万元\n货物: 12.98\n").ok
    finding = the_one("采购总额 = 货物", "采购总额: 12.98 万元\n货物: 12.88\n")
    assert (finding.verdict, finding.unit, str(finding.difference)) == ("violation", "万元", "1/10")
    assert finding.message == "采购总额 12.98 万元 应等于 货物 12.88"


def test_between_two_units_it_asks() -> None:
    finding = the_one("甲 = 丙 - 乙 + 乙", "甲: 1.00 万元\n乙: 5.00 元\n丙: 1.00\n")
    assert (finding.verdict, finding.reason_code, finding.severity) == ("undetermined", "unit_unknown", "error")
    assert finding.reason == "“丙”印的“1.00”没有写单位：是万元 还是 元？写上单位，或在表头写 金额单位"
    assert [(cell.ref, cell.text, cell.line) for cell in finding.cells] == [("丙", "1.00", 3)]


@pytest.mark.parametrize("side", ["最大(丙, 丙) - 乙 + 乙", "合计(丙, 乙) - 乙", "绝对值(丙) - 乙 + 乙"])
def test_what_a_function_gives_is_in_the_unit_of_what_it_takes(side: str) -> None:
    finding = the_one(f"甲 = {side}", "甲: 1.00 万元\n乙: 5.00 元\n丙: 1.00\n")
    assert (finding.verdict, finding.reason_code) == ("undetermined", "unit_unknown")


def test_what_is_counted_has_no_part_in_the_unit() -> None:
    assert verify("丁 = 个数(甲, 乙, 丙) + 戊 - 戊", "甲: 1.00 万元\n乙: 5.00 元\n丙: 1.00\n丁: 3\n戊: 1\n").ok


def test_in_another_unit_it_would_do() -> None:
    finding = the_one("甲 = 乙", "甲: 12.98 万元\n乙: 129,800.00\n")
    assert (finding.verdict, finding.reason_code) == ("undetermined", "unit_unknown")
    assert "是万元 还是 元？" in finding.reason
    assert finding.formula == "" and finding.difference is None


def test_a_rate_without_its_sign() -> None:
    finding = the_one("率 = 甲 / 乙", "率: 76.23\n甲: 76.23\n乙: 100.00\n")
    assert (finding.verdict, finding.reason_code) == ("undetermined", "percent_unstated")
    assert finding.reason == "“率”印的“76.23”没有写 %：写成 76.23% 就合；不是百分数，就是数不对"
    assert the_one("率 = 甲 / 乙", "率: 76.33\n甲: 76.23\n乙: 100.00\n").verdict == "violation"


def test_the_units_of_a_rule_take_no_more_work_than_its_verdicts(monkeypatch: pytest.MonkeyPatch) -> None:
    reached = 0
    many = reach.Reach.many

    def counted(self: reach.Reach, node: Cells, place: Place, texts: bool = False) -> list[Cell | Blank]:
        nonlocal reached
        found = many(self, node, place, texts)
        reached += len(found)
        return found

    monkeypatch.setattr(reach, "MAXIMUM_WORK", 200)
    monkeypatch.setattr(reach.Reach, "many", counted)
    rows = "".join(f"    行{number}: 1.00\n" for number in range(40))
    verify(
        "表 表\n每行 甲 <= 合计([*, 甲])",
        f"总计: 1.00 万元\n表:\n  栏: [甲]\n  行:\n{rows}".replace(": 1.00\n", ": [1.00]\n"),
    )
    assert reached < 600


def test_counts_are_exact() -> None:
    for report in ("职工人数: 100\n甲: 60\n乙: 39\n", "职工人数: 100 人\n甲: 60\n乙: 39\n"):
        for head in ("金额单位: 万元\n", "", "金额单位: 万元\n小数位: 2\n"):
            finding = the_one("职工人数 = 甲 + 乙", head + report)
            assert (finding.verdict, finding.unit, finding.allowance) == ("violation", "人", 0)


def test_the_prior_year_is_settled_too() -> None:
    rules = StringIO("甲 = 上年.甲")
    result = jsrules.verify(StringIO("甲: 5 人\n"), rules=rules, prior=StringIO("甲: 5\n"), reconcile=0)
    assert result.ok
    result = jsrules.verify(
        StringIO("金额单位: 万元\n乙: 1.00\n甲: 5 人\n"),
        rules=StringIO("甲 = 上年.甲"),
        prior=StringIO("金额单位: 万元\n乙: 1.00\n甲: 4\n"),
    )
    assert [(each.verdict, each.allowance) for each in result.findings] == [("violation", 0)]


def test_one_report_with_other_rules_is_as_it_was() -> None:
    report = jsrules.read(StringIO("甲: 12.98 万元\n乙: 12.98\n丙: 12.98\n"))
    assert jsrules.verify(report, rules=StringIO("甲 = 乙")).ok
    assert jsrules.verify(report, rules=StringIO("丙 = 乙")).ok
    assert not jsrules.verify(report, rules=StringIO("甲 = 乙 + 丙")).ok


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        *(("在职人数", "人"), ("年末职工人数合计", "人"), ("接待人次", "人次"), ("户数", "户"), ("文件数", "件")),
        *(("国内公务接待批次", "批次"), ("金额（万元）", "万元"), ("占比(%)", "%"), ("车辆（单位：辆）", "辆")),
        *(
            ("本期数", ""),
            ("决算数", ""),
            ("比例数", ""),
            ("个人", ""),
            ("其他收入（个人）", ""),
            ("行政运行（项）", ""),
        ),
        *(("转移支付（省）", ""), ("利息（年）", ""), ("用户", ""), ("总计", ""), ("年初数", ""), ("人数增长率", "")),
    ],
)
def test_names_that_say_a_unit(name: str, unit: str) -> None:
    from jsrules.base.units import NO_UNIT

    assert unit_in_name(name, NO_UNIT) == unit
    if unit == "万元":
        assert unit_in_name(name, UNITS["元"]) == ""


def test_a_rate_without_its_percent_is_no_money_and_no_evidence() -> None:
    report = "金额单位: 万元\n决算: 50.00\n预算: 100.00\n完成率: 50.00\n占比: 0.50\n增长率: 0.70\n"
    rules = "完成率 = 决算 / 预算\n占比 = 决算 / 预算\n增长率 = 决算 / 预算\n"
    result = verify(rules, report)
    assert [each.verdict for each in result.outcomes] == ["undetermined", "pass", "violation"]
    assert result.outcomes[0].reason_code == "percent_unstated"
    assert result.reconciliation is not None
    suspects = {each.cell.ref for cause in result.reconciliation.causes for one in cause.corrections for each in one}
    assert "增长率" in suspects and "完成率" not in suspects


def test_a_section_of_this_year_only_is_no_part_of_the_year_before() -> None:
    """The title of a section that the year before does not have apart is not that of the whole report."""
    this = Source("r.yaml", "年度: 2021\n甲: 0.4\n情况说明:\n  各项:\n    列全: true\n    子: 1.00\n")
    last = Source("p.yaml", "年度: 2020\n甲: 0.02\n情况说明:\n  总体: {金额: [1.68, 0.19]}\n")
    result = Verifier([Source("r.jsr", "上年.甲 <= 甲\n")]).verify(this, last)
    assert result.report is not None
    assert [each.index for each in result.report.cells] == list(range(5))
    assert [each.verdict for each in result.outcomes] == ["pass"]


def test_other_figures_say_nothing_of_two_statements_of_one() -> None:
    """A count beside a figure that is stated twice does not make it doubtful whether the statements agree."""
    report = StringIO("甲: 5.00\n情况说明:\n  总体: {金额: [1.00, 1.02], 件数: 5 件}\n")
    rules = StringIO("前后一致(情况说明.总体[*])\n")
    result = jsrules.verify(report, rules=rules, reconcile=0)
    assert [each.verdict for each in result.outcomes] == ["violation"]


@pytest.mark.parametrize(
    ("rule", "unit", "difference"),
    [("甲 = 乙", "人", "2"), ("甲 <= 乙", "", "2"), ("甲 < 乙", "", "2"), ("甲 < 6 人", "", "1")],
)
def test_what_is_put_in_order_with_a_count_is_a_number_of_its_own(rule: str, unit: str, difference: str) -> None:
    """Fewer of one thing than of another: a bare figure need not be of the same kind, and is as large as printed."""
    finding = the_one(rule, "甲: 7\n乙: 5 人\n")
    assert (finding.verdict, finding.unit, str(finding.difference)) == ("violation", unit, difference)
    assert verify(rule, "甲: 5\n乙: 5 人\n").ok is (rule != "甲 < 乙")


@pytest.mark.parametrize("bare", ["5", "5.5"])
def test_between_two_sizes_of_a_count_it_asks(bare: str) -> None:
    finding = the_one("甲 = 乙 + 丙", f"甲: {bare}\n乙: 2 人\n丙: 3.0 万人\n")
    assert (finding.verdict, finding.reason_code) == ("undetermined", "unit_unknown")
