"""The lints: what they find, and what they leave alone. A false alarm here teaches authors to ignore them."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.linting import lints, run_lints
from support.reading import form_set
from support.sources import ROOT

from jsrules.authoring.checking import check_paths
from jsrules.base.source import Source
from jsrules.readers.reports.form_reader import read_form_set

SUMMARY = "表 收入支出决算总表\n"


def codes(text: str, *, forms: bool = True, in_pack: bool = False) -> list[str]:
    return [each.code for each in lints(text, form_set() if forms else None, in_pack=in_pack)]


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        # W301
        ("规则 甲：收入.总计 = 支出.总计\n规则 乙：2 * 支出.总计 - 2 * 收入.总计 = 0", "W301"),
        ("规则 甲：合计(收入[行1..行3]) = 收入.总计\n规则 乙：收入[行3] + 收入[行2] + 收入[行1] = 收入.总计", "W301"),
        ("规则 甲：收入.总计 >= 3 万元\n规则 乙：30000 元 <= 收入.总计", "W301"),
        ("规则 甲：每行 支出：金额 >= 0\n规则 乙：每行 支出：0 <= 金额", "W301"),
        (
            "规则 甲：若 收入.总计 > 0 且 支出.总计 > 0 则 收入.总计 = 支出.总计\n规则 乙：若 支出.总计 > 0 且 收入.总计 > 0 则 支出.总计 = 收入.总计",
            "W301",
        ),
        ("规则 甲：收入.总计 = 支出.总计\n规则 乙：收入.总计 = 支出.总计\n  适用 年度 2021", "W302"),
        # W302
        ("规则 甲：收入.总计 = 支出.总计\n规则 乙：收入.总计 <= 支出.总计", "W302"),
        ("规则 乙：收入.总计 <= 支出.总计\n规则 甲：收入.总计 = 支出.总计", "W302"),
        ("规则 甲：收入.经营收入 <= 3\n规则 乙：收入.经营收入 <= 5", "W302"),
        ("规则 甲：收入.总计 = 支出.总计\n规则 乙：若 收入.总计 > 0 则 收入.总计 = 支出.总计", "W302"),
        ("规则 甲：收入.总计 = 支出.总计 = 收入.本年收入合计\n规则 乙：支出.总计 = 收入.总计", "W302"),
        ("规则 甲：收入.总计 = 支出.总计\n规则 乙：收入.总计 == 支出.总计", "W302"),
        # W303
        ("0 = 2", "W303"),
        ("收入.总计 = 收入.总计 + 1", "W303"),
        ("若 收入.总计 > 5 且 收入.总计 < 3 则 收入.总计 = 支出.总计", "W303"),
        ("若 空白(收入.总计) 且 收入.总计 > 0 则 支出.总计 = 0", "W303"),
        ("若 存在(收入决算表) 且 非 存在(收入决算表) 则 支出.总计 = 0", "W303"),
        ("若 计数(收入[行1..行8]) < 0 则 收入.总计 = 0", "W303"),
        ("若 收入.总计 > 1 则 收入.总计 = 0", "W303"),
        ("若 非 (收入.总计 > 1 或 收入.经营收入 > 2) 且 收入.经营收入 > 3 则 收入.总计 = 0", "W303"),
        # W304
        ("计数(收入[行1..行8]) >= 0", "W304"),
        ("绝对值(收入.总计) >= 0", "W304"),
        ("收入.总计 > 0 或 收入.总计 <= 0", "W304"),
        ("若 收入.总计 > 5 则 收入.总计 > 3", "W304"),
        ("若 1 < 2 则 收入.经营收入 <= 收入.总计", "W304"),
        # W305
        ("收入.总计 = 收入.总计", "W305"),
        ("收入.经营收入 + 收入.总计 = 收入.总计 + 收入.经营收入", "W305"),
        ("报告.单位 = 报告.单位", "W305"),
        # W306
        ("每个项 支出：金额 >= 0", "W306"),
        ("每个科目 收入：金额 >= 0", "W306"),
        ("每个科目 支出：本级 = 合计(下级)", "W306"),
        ("收入.总计 = 合计(收入[各类])", "W306"),
        ("合计(收入决算表[401..403, 财政拨款收入]) = 0", "W306"),
        ("每个项 收入决算表：财政拨款收入 = 合计(收入决算表[下级, 财政拨款收入])", "W306"),
        ("每个款 基本支出决算明细表.公用经费：决算数 <= 支出决算表[本行, 基本支出]", ""),
        ("每行 基本支出决算明细表.人员经费：决算数 <= “三公”经费支出决算表[本行, 决算数]", "W306"),
        ("每个项 收入决算表：财政拨款收入 >= 财政拨款收入支出决算总表.支出[本行, 小计]", "W306"),
        ("收入.总计 = 支出.总计\n  适用 年度 2019", "W306"),
        # W307
        ("收入.经营收入 < 收入.总计", "W307"),
        ("收入.经营收入 <> 收入.总计", "W307"),
        ("收入.经营收入 <> 0", "W307"),
        # W308
        ("收入.总计 = 支出.总计 ± 0.001", "W308"),
        ("收入.总计 = 支出.总计 ± 0", "W308"),
        ("收入.总计 = 收入.经营收入 + 收入.其他收入 ± 0.01", "W308"),
        # W315
        ("情况说明.一般公共具体[合计, 完成年初预算率] = 情况说明.一般公共具体[合计, 决算] / 情况说明.一般公共具体[合计, 年初预算] × 100", "W315"),
        ("情况说明.一般公共具体[合计, 完成年初预算率] = 情况说明.一般公共具体[合计, 决算] / 情况说明.一般公共具体[合计, 年初预算] × 100%", ""),
        ("收入.总计 = 支出.总计 / 10000", "W315"),
        ("收入.总计 = 支出.总计 / 12", ""),
        # W316
        ("收入.总计 = 支出.总计\n  信息 \"{左边} 不等于 {右}\"", "W316"),
        ("收入.总计 = 支出.总计\n  信息 \"{差额}\"", "W316"),
        ("收入.总计 = 支出.总计\n  信息 \"｛左｝\"", "W316"),
        ("收入.总计 = 支出.总计\n  信息 \"{左}、{右}、{差}、{尾差}、{表}、{行}、{栏}\"", ""),
        # W309
        ("设 其他 = 收入.经营收入 + 收入.其他收入\n收入.总计 >= 收入.经营收入", "W309"),
    ],
)  # fmt: skip
def test_found(rules: str, code: str) -> None:
    assert codes(SUMMARY + rules) == ([code] if code else [])


@pytest.mark.parametrize(
    "rules",
    [
        # of two rules, the stricter one must weigh as much, and be checked wherever the other is
        "规则 甲：收入.总计 = 支出.总计\n  级别 提示\n规则 乙：收入.总计 <= 支出.总计",
        "规则 甲：收入.总计 = 支出.总计\n  口径 可不同\n规则 乙：收入.总计 <= 支出.总计",
        "规则 甲：收入.总计 = 支出.总计\n  适用 年度 2021\n规则 乙：收入.总计 <= 支出.总计",
        "规则 甲：若 收入.总计 > 0 则 收入.总计 = 支出.总计\n规则 乙：收入.总计 <= 支出.总计",
        "规则 甲：收入.总计 = 支出.总计\n规则 乙：收入.总计 = 支出.总计 ± 0.05",
        "规则 甲：收入.总计 = 支出.总计\n规则 乙：收入.总计 = 上年.支出.总计",
        "规则 甲：收入.总计 = 支出.总计\n规则 乙：收入.总计 = 支出.总计\n  缺行 缺少",
        "规则 甲：每行 收入：金额 >= 0\n规则 乙：每行 支出：金额 >= 0",
        # conditions that may be either
        "若 收入.总计 > 3 且 收入.总计 < 5 则 收入.总计 = 支出.总计",
        "收入.总计 > 0 或 支出.总计 <= 0",
        "若 收入.总计 <= 支出.总计 则 收入.总计 = 支出.总计",
        "若 空白(收入.总计) 则 支出.总计 = 0",
        "若 非 空白(收入.总计) 且 收入.总计 = 0 则 支出.总计 = 0",
        "若 报告.年度 = 2021 则 收入.总计 = 支出.总计",
        # what is odd in one block may be right in another
        "每个科目 金额 >= 0",
        "每个科目、每栏 收入决算表：本级 = 合计(下级)",
        # strictness that means something
        "若 收入.经营收入 < 收入.总计 则 收入.其他收入 <= 收入.总计",
        "若 收入.经营收入 > 0 则 收入.总计 > 0",
        "情况说明.三公具体[因公出国, 团组数] < 情况说明.三公具体[因公出国, 人次]",
        "收入.总计 == 支出.总计",
        # tolerances that leave room for rounding
        "收入.总计 = 支出.总计 ± 0.01",
        "收入.总计 = 支出.总计 ± 0.1%",
        "情况说明.三公具体[公务用车, 保有量] = 情况说明.国有资产.车辆 ± 0",
        # definitions that are used
        "设 其他 = 收入.经营收入 + 收入.其他收入\n设 更多 = 其他 + 1\n收入.总计 >= 更多",
    ],
)
def test_left_alone(rules: str) -> None:
    assert codes(SUMMARY + rules) == []


def test_without_a_form_set_names_are_taken_as_written() -> None:
    assert codes("合计 = 甲 + 乙\n乙 + 甲 = 合计", forms=False) == ["W301"]
    assert codes("规则 一：合计 = 甲\n规则 二：合计 <= 甲\n规则 三：丙 = 丙", forms=False) == ["W302", "W305"]
    assert codes("表 子\n规则 一：合计 = 甲\n表 丑\n规则 二：合计 = 甲", forms=False) == []
    assert codes("若 甲 > 3 万元 且 甲 < 2 万元 则 乙 = 丙", forms=False) == []


def test_a_basis_is_asked_of_packs_only() -> None:
    rule = SUMMARY + "规则 收支平衡：收入.总计 = 支出.总计"
    assert codes(rule) == []
    (hint,) = lints(rule, form_set(), in_pack=True)
    assert (hint.code, hint.severity) == ("W310", "info")
    assert codes(rule + '\n  依据 "财决01表"', in_pack=True) == []
    assert codes(rule + "\n  级别 提示", in_pack=True) == []


def test_a_reason_silences_a_lint() -> None:
    text = SUMMARY + '收入.总计 = 收入.总计\n  允许 {code} "{reason}"'
    silenced = run_lints(text.format(code="W305", reason="占位"), form_set())
    assert (silenced.found, silenced.silenced) == ([], 1)
    assert codes(text.format(code="W304", reason="别的")) == ["W305"]


@pytest.mark.parametrize(
    "line", ['允许 W309 "下一年的规则要用"', "allow W309 kept for next year", "允许　W３０９　下年用"]
)
def test_a_reason_silences_an_unused_definition(line: str) -> None:
    text = SUMMARY + "设 其他 = 收入.其他收入\n  {line}\n设 经营 = 收入.经营收入\n收入.总计 >= 0"
    linted = run_lints(text.format(line=line), form_set())
    assert ([each.labels[0].span.start for each in linted.found], linted.silenced) == (
        [text.index("设 经") + len(line) - 6],
        1,
    )
    assert codes(text.format(line='允许 W301 "别的"')) == ["W309", "W309"]
    assert codes(text.format(line='允许 W309 ""')) == ["W309", "W309"]  # no reason, no silence


def test_what_is_allowed_of_a_definition_that_is_used_is_not_counted() -> None:
    linted = run_lints(SUMMARY + '设 其他 = 收入.其他收入\n  允许 W309 "以防"\n收入.总计 >= 其他', form_set())
    assert (linted.found, linted.silenced) == ([], 0)


def test_the_shipped_pack_is_clean() -> None:
    (checked,) = check_paths(["final-accounts"])
    assert checked.diagnostics == ()
    assert checked.rules > 200
    assert checked.silenced == 18  # strict comparisons of words with rounded figures: printed alike is a note


def test_a_statement_that_cannot_be_read_may_use_a_definition(tmp_path: Path) -> None:
    file = tmp_path / "r.jsr"
    file.write_text("设 甲 = 乙 + 丙\n丁 = = 甲\n", "utf-8")
    (checked,) = check_paths([str(file)])
    assert [each.code for each in checked.diagnostics] == ["E201"]


def test_a_file_of_a_pack_is_checked_with_its_form_set() -> None:
    (checked,) = check_paths([str(ROOT / "spec/packs/final-accounts/rules/02-income.jsr")])
    assert {each.full_title for each in checked.forms} > {"部门决算 2021", "部门决算 上海 2021-2025"}
    assert checked.diagnostics == ()


def test_large_sums_and_many_rules_are_quick() -> None:
    sums = "".join(f"规则 r{n}：合计 = {' + '.join(f'甲{k}' for k in range(n, n + 300))}\n" for n in range(100))
    assert codes(sums, forms=False) == []
    assert codes("\n".join(f"规则 r{n}：甲 <= {n}" for n in range(300)), forms=False) == ["W302"] * 299


STATEMENT = """表样: 企业
代号: company
年度: 2021
金额单位: 元
表:
  利润表:
    栏: {本期: 1}
    行: {一、营业收入: 1, 减：营业成本: 2, 税金: {别名: [减：税金]}, 加：其他收益: 4, 二、营业利润: 5}
"""


@pytest.mark.parametrize(
    ("formula", "count"),
    [
        ("营业利润 = 营业收入 + 营业成本 + 其他收益", 1),
        ("营业利润 = 营业收入 + 营业成本 + 税金 + 其他收益", 2),
        ("营业利润 - 营业收入 = 营业成本", 0),
        ("营业利润 = 营业收入 - 营业成本 - 税金 + 其他收益", 0),
        ("营业利润 = 营业收入 - (营业成本 + 税金)", 0),
        ("营业利润 = 营业收入 - (其他收益 - 营业成本)", 1),
        ("营业利润 = 合计([营业收入..其他收益, 本栏])", 1),
        ("营业收入 = 营业利润 + 营业成本", 0),
        ("营业收入 >= 营业成本", 0),
        ('营业利润 = 营业收入 + 营业成本\n  允许 W317 "印的是负数"', 0),
    ],
)
def test_rows_to_subtract(formula: str, count: int) -> None:
    found = lints(f"表 利润表\n每栏 {formula}", read_form_set([Source("forms.yaml", STATEMENT)]))
    assert [each.code for each in found] == ["W317"] * count


@pytest.mark.parametrize(
    ("formula", "count"),
    [
        ("利润 = 收入 + 减：成本", 1),
        ("利润 = 合计(收入, 减：成本)", 1),
        ("利润 = 收入 - 减：成本", 0),
        ("利润 = 收入 + 成本", 0),
        ("减：成本 = 甲 + 减：乙", 0),
    ],
)
def test_names_printed_with_less(formula: str, count: int) -> None:
    assert codes(formula, forms=False) == ["W317"] * count


@pytest.mark.parametrize(
    ("formula", "count"),
    [
        ("负债 / 资产 <= 70", 1),
        ("70 >= (负债 + 其他) / 资产", 1),
        ("负债 / 资产 - 1 <= 20", 1),
        ("负债 / 资产 <= 1", 0),
        ("负债 / 资产 <= 70%", 0),
        ("负债 / 资产 <= 70 倍", 0),
        ("负债 / 资产 * 100 <= 70", 0),
        ("支出 / 在职人数 <= 70", 0),
        ("负债 / 12 <= 70", 0),
    ],
)
def test_ratios_compared_with_numbers(formula: str, count: int) -> None:
    assert codes(formula, forms=False) == ["W318"] * count
