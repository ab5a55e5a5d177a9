"""What authors and departments type first, each line with its right answer: the verdicts, or the code of the error."""

from __future__ import annotations

from io import StringIO

import pytest

import jsrules

NUMBERED = "表一:\n  栏: [行次, 决算数]\n  行:\n    收入: [27, 3.00]\n    结余: [28, 1.00]\n    结转: [29, 1.00]\n    总计: [31, 5.00]\n"
LABELS = "利润表:\n  栏: [本年, 上年]\n  行:\n    一、营业收入: [10.00, 9.00]\n    减：营业成本: [6.00, 5.00]\n    加：其他收益: [1.00, 1.00]\n    二、营业利润: [5.00, 5.00]\n"
WIDE = "表一:\n  栏: [行次, 上年数, 决算数, 增减率, 备注]\n  行:\n    收入: [27, 2.00, 3.00, 50.0%, 见附件]\n    结余: [28, 1.00, 1.00, 0.0%, ~]\n    结转: [29, 1.00, 1.00, 0.0%, ~]\n    总计: [31, 4.00, 5.10, 25.0%, 略]\n"
COLUMNS = "表二:\n  栏: [小计, 基本, 项目]\n  行:\n    甲: [5.00, 3.00, 2.00]\n    乙: [6.00, 3.00, 2.00]\n    比重: [45%, 50%, 50%]\n    文号: [财预, 财预, 财综]\n"
MONTHS = "表二:\n  栏: [1月, 2月, 3月, 同比]\n  行:\n    月初: [1.00, 2.00, 3.00, 5.0%]\n    增加: [1.00, 1.00, 1.00, 2.0%]\n    月末: [2.00, 3.00, 4.00, 1.0%]\n"

TYPED = [
    ("总计: 100.00\n甲: ￥40.00\n乙: 70.00\n", "总计 = 甲 + 乙\n", "undetermined"),
    ("总计: 100.00\n甲: 40.00*\n乙: 70.00\n", "总计 = 甲 + 乙\n", "undetermined"),
    ("总计: 100.00\n甲: 40.00注1\n乙: 70.00\n", "总计 = 甲 + 乙\n", "undetermined"),
    ("总计: 100.00\n甲: 40.00\u200b\n乙: 70.00\n", "总计 = 甲 + 乙\n", "undetermined"),
    ("总计: 100.00\n甲: 40.00万\n乙: 70.00\n", "总计 = 甲 + 乙\n", "undetermined"),
    ("总计: 100.00\n甲: 0012\n乙: 70.00\n", "总计 = 甲 + 乙\n", "undetermined"),
    ("总计: 100.00\n甲: 1:30\n乙: 70.00\n", "总计 = 甲 + 乙\n", "undetermined"),
    ("总计: 100.00\n甲: 9111X\n乙: 70.00\n", "总计 = 甲 + 乙\n", "undetermined"),
    ("总计: 100.00\n甲: 见附件\n乙: 70.00\n", "总计 = 甲 + 乙\n", "undetermined"),
    ("总计: 100.00\n甲: 5 件\n乙: 70.00\n", "总计 = 甲 + 乙\n", "undetermined"),
    ("总计: 100.00\n甲: 5‰\n乙: 70.00\n", "总计 = 甲 + 乙\n", "undetermined"),
    ("本年: 76.23\n上年: 100.00\n完成率: 76.23\n", "完成率 = 本年 / 上年\n", "undetermined"),
    ("甲: 见附件\n乙: 1.00", "存在(甲)\n非 空白(甲)\n", "pass pass"),
    ("总计: 100.00\n甲: 40.00\n乙: #REF!\n", "总计 = 甲 + 乙\n", "E127"),
    ("总计: 100.00\n甲: 40.00\n乙: #N/A\n", "总计 = 甲 + 乙\n", "E127"),
    ("总计: 100.00\n甲: 40.00\n乙: #DIV/0!\n", "总计 = 甲 + 乙\n", "E127"),
    ("总计: 100.00\n甲: 40.00\n乙: #VALUE!\n", "总计 = 甲 + 乙\n", "E127"),
    ("总计: 100.00\n甲: 40.00\n乙: #NAME?\n", "总计 = 甲 + 乙\n", "E127"),
    ("金额单位: 万元\n完成率: ~\n决算: 1.00\n预算: 2.00\n", "完成率 = 决算 / 预算\n", "not_applicable"),
    ("总计: 3.00\n甲乙: 1.00\n丙: 2.00\n", "总计 = 甲丁 + 丙\n丙 = 2\n", "undetermined pass"),
    ("采购总额: 12.98 万元\n货物: 12.98\n", "采购总额 = 货物\n", "pass"),
    ("金额单位: 万元\n年末人数: 100\n在职人数: 60\n退休人数: 39\n", "年末人数 = 在职人数 + 退休人数\n", "violation"),
    ("甲: 5 件\n乙: 3 件\n丙: 2 件\n", "甲 = 乙 + 丙\n", "pass"),
    ("甲: 5 篇\n乙: 3 篇\n丙: 2 篇\n", "甲 = 乙 + 丙\n", "pass"),
    ("甲: 5 天\n乙: 3 天\n丙: 2 天\n", "甲 = 乙 + 丙\n", "pass"),
    ("甲: 5 倍\n乙: 3 倍\n丙: 2 倍\n", "甲 = 乙 + 丙\n", "pass"),
    ("甲: 5 户\n乙: 3 户\n丙: 2 户\n", "甲 = 乙 + 丙\n", "pass"),
    ("甲: 5 株\n乙: 3 株\n丙: 2 株\n", "甲 = 乙 + 丙\n", "pass"),
    ("甲: 5 元/人\n乙: 3 元/人\n丙: 2 元/人\n", "甲 = 乙 + 丙\n", "pass"),
    ("金额单位: 万元\n运行支出: 7.00\n保有量: 2 辆\n", "运行支出 / 保有量 <= 3 万元/辆\n", "violation"),
    ("金额单位: 万元\n运行支出: 5.00\n保有量: 2 辆\n", "运行支出 / 保有量 <= 3 万元/辆\n", "pass"),
    ("金额单位: 万元\n经费: 6.00\n人数: 3 人\n定额: 2 万元/人\n", "经费 = 人数 * 定额\n", "pass"),
    ("人民币: 710.00 元\n外币: 100.00\n汇率: 7.10\n", "人民币 = 外币 * 汇率\n", "pass"),
    ("金额单位: 元\n负债: 60.00\n资产: 100.00\n", "负债/资产 <= 70\n", "E204"),
    ("占比: 25%\n", "占比 <= 0.25\n", "E204"),
    ("类: 甲\n数: 3\n", '若 类 == "甲" 则 数 = 3\n类 <> "乙"\n', "pass pass"),
    ("编号: A-001\n", '形如(编号, "A-*")\n', "pass"),
    ("开工: 2021-03-01\n完工: 2021-12-31\n", "开工 <= 完工\n", "pass"),
    ("开工: 2022-03-01\n完工: 2021-12-31\n", "开工 <= 完工\n", "violation"),
    ("甲: 0.000000000001\n乙: 0.000000000002\n", "甲 == 乙\n", "violation"),
    ("甲: 1.006\n乙: 1.01\n", "甲 == 乙\n", "violation"),
    ("甲: 1.00\n乙: 1.01\n", "甲 = 乙 ± 0\n", "violation"),
    ("甲: -(67.00)\n乙: 1.00\n", "甲 = 乙\n", "E116"),
    ("甲: (67.00)%\n乙: 1.00\n", "甲 = 乙\n", "E116"),
    ("甲: 1234.50-\n乙: 1.00\n", "甲 = 乙\n", "E116"),
    ('甲: "1,234.50-"\n乙: 1.00\n', "甲 = 乙\n", "E116"),
    ("甲:\u3000100.00\n乙: 100.00\n", "甲 = 乙\n", "E117"),
    (NUMBERED, "表 表一\n31行=27行+28行+29行\n", "pass"),
    (NUMBERED, "表 表一\n31=27+28+29\n", "E206"),
    (NUMBERED, "表 表一\n每栏 31行=(27+28+29)行\n", "pass"),
    (NUMBERED, "表 表一\n31行=27行+…+29行\n", "pass"),
    (NUMBERED, "表 表一\n[行31, 决算数] = [行27, 决算数]+[行28, 决算数]+[行29, 决算数]\n", "pass"),
    (NUMBERED, "表 表一\n31行≥27行≥28行\n", "pass pass"),
    (NUMBERED, "表 表一\n第31行=第27行+第28行+第29行\n", "pass"),
    (NUMBERED, "表 表一\n３１行＝２７行＋２８行＋２９行\n", "pass"),
    ("甲: 1.00\n", "31=27+28+29\n", "E206"),
    (NUMBERED, "表 表一\n31=27行+28行+29行\n", "E206"),
    (NUMBERED, "表 表一\n31=(27+28+29)行\n", "E206"),
    (NUMBERED, "表 表一\n31=27行+…+29行\n", "E206"),
    (NUMBERED, "表 表一\n31=合计(27行..29行)\n", "E206"),
    (NUMBERED, "表 表一\n31行=27+28+29\n", "E206"),
    (NUMBERED, "表 表一\n31行=27行+28+29\n", "E206"),
    (NUMBERED, "表 表一\n27行+28行+29行=31\n", "E206"),
    (NUMBERED, "表 表一\n31≥27行≥28行\n", "E206"),
    (NUMBERED, "表 表一\n31=27行1栏+28行1栏+29行1栏\n", "E206"),
    (NUMBERED, "表 表一\n若 27行>0 则 31=27行+28行+29行\n", "E206"),
    (NUMBERED, "表 表一\n31.0=27行+28行+29行\n", "violation"),
    (NUMBERED, "表 表一\n27行 = 0\n", "violation"),
    (NUMBERED, "表 表一\n27行 = 1\n", "violation"),
    (NUMBERED, "表 表一\n27行 >= 100\n", "violation"),
    (NUMBERED, "表 表一\n27行 <= 28\n", "pass"),
    (NUMBERED, "表 表一\n27行 + 28行 = 100\n", "violation"),
    (NUMBERED, "表 表一\n28行 = 27行 * 2 - 5\n", "pass"),
    (NUMBERED, "合计(表一[行27..行29]) <= 31\n", "pass"),
    (NUMBERED, "表 表一\n27行 = 28行 + 1\n", "violation"),
    (NUMBERED, "表 表一\n27行 < 28行 + 28\n", "pass"),
    (WIDE, "表 表一\n31行=27行+28行+29行\n", "pass violation not_applicable"),
    (WIDE, "表 表一\n31行=27行+…+29行\n", "pass violation not_applicable"),
    (WIDE, "表 表一\n第31行=第27行+第28行+第29行\n", "pass violation not_applicable"),
    (WIDE, "表 表一\n[行31]=合计([行27..行29])\n", "pass violation not_applicable"),
    (WIDE, "表 表一\n31行=(27+28+29)行\n", "pass violation not_applicable"),
    (WIDE, "表一.31行=表一.27行+表一.28行+表一.29行\n", "pass violation not_applicable"),
    (WIDE, "31行≥27行≥28行\n", "pass pass pass pass not_applicable"),
    (WIDE, "表 表一\n若 27行>0 则 31行>0\n", "pass pass not_applicable"),
    (WIDE, "表 表一\n31行2栏=27行2栏+28行2栏+29行2栏\n", "violation"),
    (WIDE, "表 表一\n31=27+28+29\n", "E206"),
    (WIDE, "表 表一\n31行=27行2栏+28行+29行\n", "E206"),
    (WIDE, "表 表一\n总计=收入+结余+结转\n", "E206"),
    (WIDE, "表 表一\n存在(31行)\n", "E206"),
    (WIDE + WIDE.replace("表一", "表三"), "31行=27行+28行+29行\n", "E203"),
    (COLUMNS, "表 表二\n1栏=2栏+3栏\n", "pass violation not_applicable"),
    (COLUMNS, "1栏=2栏+3栏\n", "pass violation not_applicable"),
    (COLUMNS, "表二.1栏=表二.2栏+…+表二.3栏\n", "pass violation not_applicable"),
    (COLUMNS, "表 表二\n第1列≥第2列≥第3列\n", "pass pass pass pass not_applicable"),
    (COLUMNS, "表 表二\n1栏=2栏+项目\n", "E206"),
    (COLUMNS, "表 表二\n1栏=2+3\n", "E206"),
    (COLUMNS, "表 表二\n每行 3=1栏-2栏\n", "E206"),
    (COLUMNS + COLUMNS.replace("表二", "表三"), "1栏=2栏+3栏\n", "E203"),
    (LABELS, "表 利润表\n每栏 营业利润 = 营业收入 - 营业成本 + 其他收益\n", "pass pass"),
    (LABELS, "表 利润表\n每栏 [二、营业利润] = [一、营业收入] - [减：营业成本] + [加：其他收益]\n", "pass pass"),
    (LABELS, "表 利润表\n每栏 二、营业利润 = 一、营业收入 - 减：营业成本 + 加：其他收益\n", "pass pass"),
    (MONTHS, "表 表二\n每栏 除 同比  月末 = 月初 + 增加\n", "pass pass pass"),
    (MONTHS, "表 表二\n每栏 除 同比  月初 = 月末[上一栏]\n", "not_applicable pass pass"),
    (MONTHS, "表 表二\n每栏 除 同比  月初 = [月末, 上一栏]\n", "not_applicable pass pass"),
    (MONTHS, "表 表二\n每行 表二[月初..增加]  [1月] <= [3月]\n", "pass pass"),
    ("决算: 2.00\n预算: 1.00\n", "决算 <= 预算\n  类型 核实\n", "violation"),
    ("甲: 3.00\n乙: 1.99\n", "甲 大于等于 乙\n", "pass"),
    ("甲: 3.00\n乙: 1.99\n", "甲 等于 3\n", "pass"),
    ("甲: 3.00\n乙: 1.99\n", "甲 介于 1 和 5 之间\n", "pass pass"),
    ("甲: 3.00\n乙: 1.99\n", "甲 在 1 和 5 之间\n", "pass pass"),
    ("甲: 3.00\n乙: 1.99\n", "甲 不为空\n", "pass"),
    ("甲: 3.00\n乙: 1.99\n", "乙 = 四舍五入(1.994, 2)\n", "pass"),
    ("甲: 3.00\n乙: 1.99\n", "|乙 - 甲| = 1.01\n", "pass"),
    ("甲: 3.00\n乙: 1.99\n", "若 甲 > 1，则 乙 > 1\n", "pass"),
    ("甲: 3.00\n乙: 1.99\n", "甲 不小于 乙\n", "pass"),
    ("甲: 3.00\n乙: 1.99\n", "甲 — 乙 = 1.01\n", "pass"),
    ("占比: 60.00%\n负债: 60.00\n资产: 100.00\n", "占比=负债÷资产×100\n", "undetermined"),
    ("占比: 61.00%\n负债: 60.00\n资产: 100.00\n", "占比=负债÷资产×100\n", "violation"),
    ("甲: 1.50 万元\n乙: 15,000 元\n", "甲 = 乙/10000\n", "undetermined"),
    ("负债: 60.00\n资产: 100.00\n", "负债/资产 <= 70\n", "pass"),
    ("负债: 90.00\n资产: 100.00\n", "负债/资产 <= 70\n", "undetermined"),
    ("支出: 500.00\n人数: 10\n", "支出/人数 <= 70\n", "pass"),
    ("甲: 1.00\n乙: 2.00\n", '规则 a：甲 = 乙\n  信息 "差 {差额}"\n', "violation"),
    (MONTHS, "表 表二\n计数(月末[1月..3月], 若 本值 > 2) = 2\n", "pass"),
    (MONTHS, "表 表二\n任一(月末[1月..3月], 若 本值 > 3)\n", "pass"),
    (MONTHS, "表 表二\n全部(月末[1月..3月], 若 本值 > 1)\n", "pass"),
]


def answer_to(report: str, rules: str) -> list[str]:
    try:
        result = jsrules.verify(StringIO(report), rules=StringIO(rules))
    except jsrules.InputError as error:
        return [each.code for each in error.diagnostics]
    return [each.verdict for each in result.outcomes]


@pytest.mark.parametrize(("report", "rules", "answer"), TYPED)
def test_it_is_answered(report: str, rules: str, answer: str) -> None:
    assert " ".join(answer_to(report, rules)) == answer


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ("占比=负债÷资产×100\n", "W315"),
        ('规则 a：负债 <= 资产\n  信息 "差 {差额}"\n', "W316"),
        ("负债/资产 <= 70\n", "W318"),
        ("负债/资产 <= 70%\n", ""),
        ("负债/资产 <= 70 倍\n", ""),
        ('负债/资产 <= 70\n  允许 W318 "比率"\n', ""),
        ("负债 = 负债\n", "W305"),
        ("负债 <= 资产\n", ""),
    ],
)
def test_verify_tells_what_check_tells_of_a_rule(rules: str, code: str) -> None:
    report = "占比: 60.00%\n负债: 60.00\n资产: 100.00\n"
    for _ in range(2):  # made anew, then from the cache
        result = jsrules.verify(StringIO(report), rules=StringIO(rules))
        assert [each.code for each in result.diagnostics] == ([code] if code else [])
        assert all(each.remedy for each in result.diagnostics)
