"""The form sets of the shipped pack: every one, for every year it is for, in the order and under the numbers of
published accounts."""

from __future__ import annotations

from functools import cache

import pytest

from jsrules.base.diagnostic import InputError
from jsrules.base.names import fold
from jsrules.base.source import Source
from jsrules.checks.parsed_files import parse_files
from jsrules.checks.rules import examine_rules
from jsrules.model.form import Form, FormSet
from jsrules.model.syntax import Unknown
from jsrules.outputs.compose import Told
from jsrules.packs.choice import Installed
from jsrules.packs.form_choice import ChosenForms, FormChooser
from jsrules.packs.form_listing import listed_forms
from jsrules.packs.library import find_pack
from jsrules.readers.reports.header import REGION, ReportHeader
from jsrules.verification.verifier import Verifier

PACK = find_pack("final-accounts")
LISTED = listed_forms(PACK)
YEARS = range(2017, 2026)
REGIONS = (
    *("", "上海市", "陕西省", "天津市", "浙江省", "江西省", "内蒙古自治区", "安徽省", "云南省", "四川省"),
    *("辽宁省", "宁夏回族自治区", "广西壮族自治区", "湖南省", "湖北省", "甘肃省"),
)
CHOOSER = FormChooser(Installed().all)


@cache
def chosen(region: str, year: int) -> ChosenForms:
    header = ReportHeader(kind="部门决算", year=year, extra={REGION: region} if region else {})
    found = CHOOSER.choose(header)
    assert found is not None
    return found


@cache
def forms_of(region: str, year: int) -> FormSet:
    return chosen(region, year).read()


def tables(forms: FormSet) -> list[Form]:
    return [each for each in forms.forms if not each.is_prose]


def named(listed: ChosenForms) -> str:
    return f"{listed.title}-{listed.year}"


# ---- what holds for all of them


def test_every_year_and_region_has_one_of_its_own() -> None:
    for region in REGIONS:
        for year in YEARS:
            found = chosen(region, year)
            assert found.year == year and not found.runs_on
            assert not found.file.head.regions or any(
                region.startswith(each.strip("*")) for each in found.file.head.regions
            )
    own = {region for region in REGIONS if chosen(region, 2022).file.head.regions}
    assert set(REGIONS) - own == {"", "湖南省", "湖北省", "甘肃省"}


def test_all_are_listed() -> None:
    """Those that a pack is checked under are all there are, each for each of its years that differ."""
    listed = {each.file.head.source.path for each in LISTED}
    assert listed == {each.path for each in PACK.forms}
    shapes = [each.read() for each in LISTED]
    for region in REGIONS:
        for year in YEARS:
            assert any(forms_of(region, year).same_shape(each) for each in shapes), (region, year)


def test_later_years_run_on() -> None:
    for region in ("", "上海市", "天津市"):
        found = chosen(region, 2027)
        assert found.runs_on and found.year == 2025
        assert bool(found.file.head.regions) == bool(region)


@pytest.mark.parametrize("listed", LISTED, ids=named)
def test_names_are_unique(listed: ChosenForms) -> None:
    forms = listed.read()
    owners: dict[str, str] = {}
    for form in forms.forms:
        for name in (form.title, *form.aliases, *filter(None, [form.number])):
            assert owners.setdefault(fold(name), form.path) == form.path, name
    numbers = [form.number for form in tables(forms) if form.number]
    identifiers = [form.identifier for form in tables(forms)]
    assert len(set(numbers)) == len(numbers) and len(set(identifiers)) == len(identifiers)
    assert all(identifier and identifier.isascii() for identifier in identifiers)


@pytest.mark.parametrize("listed", LISTED, ids=named)
def test_classes_are_those_of_the_year(listed: ChosenForms) -> None:
    """Each class that stands as a row is known under that name, and none is known before its year."""
    forms = listed.read()
    for form in tables(forms):
        for block in form.blocks:
            if block.keyed:
                known = forms.classifications[block.keyed]
                for row in block.rows:
                    if len(row.code) == known.digits[0]:
                        assert fold(row.name) in {fold(name) for name in known.classes[row.code]}, row.name
    classes = forms.classifications["功能分类"].classes
    assert ("224" in classes) == (forms.year >= 2019)
    assert ("234" in classes) == (forms.year >= 2020)
    assert ("304" in forms.classifications["经济分类"].classes) == (forms.year == 2017)


# ---- which tables, in which order, under which numbers

FIRST = (
    "income-expenditure-summary income expenditure fiscal-summary general-budget-expenditure "
    "general-budget-basic-expenditure"
).split()
FUNDS, CAPITAL, THREE = "government-funds", "state-capital", "hospitality-travel-vehicles"

ORDERS: dict[tuple[str, int], list[str]] = {
    ("", 2017): [*FIRST, THREE, FUNDS, CAPITAL],
    ("", 2019): [*FIRST, THREE, FUNDS, CAPITAL],
    ("", 2021): [*FIRST, THREE, FUNDS, CAPITAL],
    ("", 2022): [*FIRST, FUNDS, CAPITAL, THREE],
    ("广西壮族自治区", 2023): [*FIRST, FUNDS, CAPITAL, THREE],
    ("江西省", 2022): [*FIRST, FUNDS, CAPITAL, THREE, "state-assets"],
    ("安徽省", 2022): [*FIRST, FUNDS, CAPITAL, THREE],
    ("上海市", 2017): [*FIRST, THREE, FUNDS, CAPITAL],
    ("上海市", 2021): [*FIRST, THREE, FUNDS, CAPITAL, "assets-liabilities"],
    ("上海市", 2024): [*FIRST, THREE, FUNDS, CAPITAL],
    ("辽宁省", 2022): [*FIRST, THREE, FUNDS, CAPITAL],
    ("宁夏回族自治区", 2025): [*FIRST, THREE, FUNDS, CAPITAL],
    ("陕西省", 2020): [*FIRST, THREE, FUNDS, CAPITAL],
    ("天津市", 2022): [
        *(*FIRST[:2], "income-by-unit", *FIRST[2:], FUNDS, CAPITAL, THREE),
        *("project-expenditure", "empty-tables"),
    ],
    ("浙江省", 2022): [FIRST[0], "income-by-unit", "income", "expenditure-by-unit", *FIRST[2:], FUNDS, CAPITAL, THREE],
    ("内蒙古自治区", 2022): [
        *(*FIRST[:4], "project-income-expenditure", *FIRST[4:], "general-budget-projects"),
        *(FUNDS, CAPITAL, THREE, "operations-assets-procurement"),
    ],
    ("云南省", 2017): [*FIRST, FUNDS, "special-account-funds", THREE, CAPITAL],
    ("云南省", 2019): [*FIRST, THREE, FUNDS],
    ("云南省", 2020): [*FIRST, THREE, FUNDS, CAPITAL],
    ("云南省", 2024): [*FIRST, "general-budget-projects", FUNDS, CAPITAL, THREE, "general-budget-hospitality"],
    ("四川省", 2017): [
        *(*FIRST[:4], "fiscal-details", FIRST[4], "general-budget-details", FIRST[5]),
        *("general-budget-projects", THREE, FUNDS, "funds-hospitality", CAPITAL),
    ],
}


@pytest.mark.parametrize("at", ORDERS, ids=str)
def test_order_of_tables(at: tuple[str, int]) -> None:
    assert [each.identifier for each in tables(forms_of(*at))] == ORDERS[at]


@pytest.mark.parametrize(
    ("region", "year", "last"),
    [
        ("", 2020, {"07": THREE, "08": FUNDS, "09": CAPITAL}),
        ("湖南省", 2022, {"07": FUNDS, "08": CAPITAL, "09": THREE}),
        ("甘肃省", 2025, {"07": FUNDS, "08": CAPITAL, "09": THREE}),
        ("广西壮族自治区", 2022, {"07": FUNDS, "08": CAPITAL, "09": THREE}),
        ("江西省", 2023, {"07": FUNDS, "08": CAPITAL, "09": THREE, "10": "state-assets"}),
        ("辽宁省", 2022, {"07": THREE, "08": FUNDS, "09": CAPITAL}),
        ("安徽省", 2022, {"07": FUNDS, "08": CAPITAL}),
        ("陕西省", 2020, {"07": THREE, "08": FUNDS, "09": CAPITAL}),
    ],
)
def test_numbers(region: str, year: int, last: dict[str, str]) -> None:
    expected = {f"公开0{number}表": each for number, each in enumerate(FIRST, 1)}
    expected |= {f"公开{number}表": each for number, each in last.items()}
    assert {each.number: each.identifier for each in tables(forms_of(region, year)) if each.number} == expected


def test_numbers_of_sichuan() -> None:
    numbers = [each.number for each in tables(forms_of("四川省", 2017))]
    assert numbers == [f"表{each}" for each in "1 1-1 1-2 2 3 4 4-1 4-2 4-3 4-4 5 5-1 6".split()]


@pytest.mark.parametrize("region", ["上海市", "天津市", "浙江省", "内蒙古自治区"])
def test_no_numbers(region: str) -> None:
    assert not any(each.number for each in tables(forms_of(region, 2024)))


def table(region: str, year: int, identifier: str) -> Form:
    return next(each for each in tables(forms_of(region, year)) if each.identifier == identifier)


def test_state_capital_is_expected_since_2022() -> None:
    assert all(table(region, year, CAPITAL).optional for region in ("", "四川省") for year in (2017, 2019, 2021))
    assert not any(table(region, 2022, CAPITAL).optional for region in REGIONS)


@pytest.mark.parametrize(
    ("region", "year", "rows"),
    [
        ("", 2021, []),
        ("陕西省", 2020, ["会议费", "培训费"]),
        ("陕西省", 2023, ["会议费", "培训费"]),
        ("上海市", 2017, ["机关运行经费"]),
        ("云南省", 2017, ["机关运行经费"]),
        ("云南省", 2024, ["机关运行经费"]),
    ],
)
def test_rows_of_the_three(region: str, year: int, rows: list[str]) -> None:
    shape = table(region, year, THREE).blocks[0]
    assert [each.name for each in shape.rows][6:] == rows
    assert all(each.optional for each in shape.rows[6:])


def test_names_of_the_years() -> None:
    row = next(each for each in table("", 2018, FIRST[0]).blocks[0].rows if each.line == "28")
    assert row.name == "用事业基金弥补收支差额" and "使用非财政拨款结余" in row.aliases
    names = {each.code: each.name for each in table("", 2018, FIRST[0]).blocks[1].rows}
    assert (names["207"], names["220"]) == ("文化体育与传媒支出", "国土海洋气象等支出")
    assert "224" not in names and "234" not in names
    assert "234" not in {each.code for each in table("", 2019, FIRST[3]).blocks[1].rows}
    for year, expected in ((2017, ["30104", "30311"]), (2018, ["30113", "30311"]), (2021, ["30113", "30311"])):
        codes = {each.code for each in table("", year, FIRST[5]).blocks[0].rows}
        assert [each for each in ("30104", "30113", "30311", "30312") if each in codes] == expected
    unexpected = {each.code for each in table("上海市", 2024, FIRST[0]).blocks[1].rows if each.optional}
    assert unexpected == {"231", "232"}


# ---- what published accounts print, is known

PRINTED: dict[tuple[str, int], str] = {
    ("上海市普陀区", 2024): """\
收入支出决算总表:
  收入: {使用非财政拨款结余（含专用结余）: ~, 年初结转和结余: 112.88}
  支出: {社会保障和就业支出: 754.75, 结余分配: ~, 年末结转和结余: 100.00}
一般公共预算财政拨款支出决算表:
  栏: [合计, 基本支出, 项目支出]
  行:
    208 社会保障和就业支出: [754.75, 754.75, 0.00]
    合计: [754.75, 754.75, 0.00]
一般公共预算财政拨款基本支出决算表:
  公用经费: {30231 公务用车运行维护费: 0.00, 31013 公务用车购置: 0.00}
财政拨款“三公”经费支出决算表:
  栏: [预算数, 决算数]
  行: {公务用车购置及运行维护费: [0.00, 0.00], 公务用车运行维护费: [0.00, 0.00]}
国有资本经营预算财政拨款收入支出决算表: {说明: 故本表无数据。}
情况说明:
  三公总体:
    因公出国（境）费: {决算: 0.00, 完成预算率: 0.00%, 与上年比: 持平}
  绩效:
    绩效目标: {年度: 2024, 项目数: 39 个, 预算资金: 4415.48}
    评级优: {项目数: 39 个}
  国有资产:
    车辆: {年度: 2024, 数量: 0 辆}
""",
    ("安徽省淮北市", 2021): """\
一般公共预算财政拨款“三公”经费支出决算表:
  栏: [预算数, 决算数]
  行: {公务接待费: [14.9, 5.21], 公务用车购置及运行维护费: [15, 2.48]}
情况说明:
  三公具体:
    公务接待费: {决算: [5.21, 5.21], 比预算增减额: 减少 0.1, 比预算增减率: 下降 0.006%}
    公务接待: {外宾: {批次: 26 批次, 人次: 500 人次}}
""",
    ("安徽省", 2023): """\
“三公”经费支出决算表:
  栏: [年初预算数, 全年预算数, 决算数]
  行: {公务接待费: [14.9, 10, 5.21]}
""",
    ("陕西省商洛市", 2020): """\
收入决算总表: ~
一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表:
  栏: [预算数, 决算数]
  行: {会议费: [1, 1], 培训费: [2, 2]}
""",
    ("天津市", 2022): """\
收入决算表（按单位列示）:
  栏: [本年收入合计, 财政拨款收入]
  行: {合计: [1.00, 1.00], 某某中心: [1.00, 1.00]}
关于空表的说明: {国有资本经营预算财政拨款收入支出决算表: 没有数据}
""",
    ("浙江省义乌市", 2022): """\
支出决算表（分单位）:
  栏: [本年支出合计, 基本支出]
  行: {某某中心: [1.00, 1.00]}
支出决算表: {栏: [本年支出合计], 行: {205 教育支出: [1.00]}}
""",
    ("云南省", 2017): """\
“三公”经费、行政参公单位机关运行经费情况表:
  栏: [决算数]
  行: {机关运行经费: [1.00]}
财政专户管理资金收入支出决算表:
  栏: [本年收入, 本年支出]
  行: {205 教育支出: [1.00, 1.00]}
""",
    ("云南省", 2024): """\
一般公共预算财政拨款收入支出决算表:
  栏: [年初结转和结余, 本年收入, 本年支出]
  行: {205 教育支出: [0.00, 1.00, 1.00]}
一般公共预算财政拨款“三公”经费情况表:
  栏: [决算数]
  行: {公务接待费: [1.00]}
""",
    ("四川省", 2017): "表1-1: ~\n表4-4: {栏: [决算数], 行: {公务接待费: [1.00]}}\n",
    ("广西壮族自治区", 2023): "公开01表: {收入: {上年结转和结余: 1.00, 使用非财政拨款结余（含专用结余）: ~}}\n",
    ("江西省", 2023): "公开10表: {行: {主要领导干部用车: 1 辆}}\n",
    ("甘肃省天水市", 2017): """\
收入支出决算总表:
  收入: {用事业基金弥补收支差额: 1.00}
  支出: {207 文化体育与传媒支出: 1.00, 医疗卫生与计划生育支出: 1.00}
一般公共预算财政拨款基本支出决算表:
  人员经费: {30104 其他社会保障缴费: 1.00, 30311 住房公积金: 1.00, 30399 其他对个人和家庭的补助支出: 1.00}
""",
}


@pytest.mark.parametrize("at", PRINTED, ids=str)
def test_what_is_printed_is_known(at: tuple[str, int]) -> None:
    head = f"报告: 部门决算\n单位: 某局\n年度: {at[1]}\n地区: {at[0]}\n"
    result = Verifier().verify(Source("报告.yaml", head + PRINTED[at]))
    assert result.report is not None and not result.diagnostics, result.diagnostics
    assert result.forms is not None and result.forms.year == at[1]


# ---- the rules under them

FILES, _ = parse_files(PACK.sources)


@pytest.mark.parametrize("listed", LISTED, ids=named)
def test_rules(listed: ChosenForms) -> None:
    """Every rule has its meaning under every form set, or does not apply for want of a table."""
    checked, errors = examine_rules(FILES, listed.read(), listed.others())
    national = chosen("", 2021)
    assert not errors and len(checked) == sum(1 for _ in examine_rules(FILES, national.read(), national.others())[0])
    without = {each.rule.name for each in checked if any(isinstance(one.body, Unknown) for one in each.variants)}
    capital = {name for name in without if "国有资本" in name}
    assert bool(capital) == ((listed.title, listed.year) == ("云南 2019-2021", 2019))
    assert without - capital <= {"说明机关运行经费按表"}  # few provinces print these in table 07


def verified(text: str, rules: str = "") -> list[tuple[str, str]]:
    result = Verifier([Source("r.jsr", rules)] if rules else []).verify(Source("报告.yaml", text))
    assert result.report is not None, result.diagnostics
    return [(each.rule.name, each.verdict) for each in result.outcomes]


REPORT = "报告: 部门决算\n单位: 某局\n年度: {year}\n地区: {region}\n收入支出决算总表:\n  支出: {{总计: 1.00}}\n"


def test_a_table_that_a_form_set_lacks_makes_no_mistake() -> None:
    found = verified(REPORT.format(year=2019, region="云南省"))
    assert ("国有资本经营预算支出构成", "not_applicable") in found
    assert ("总表收支平衡", "undetermined") in found


def test_a_name_that_no_form_set_knows_is_a_mistake() -> None:
    rules = [Source("规则.jsr", "表 国有资本经营预算财政拨款支出决算表\n规则 甲：每行  合计 = 基本支出 + 项木支出\n")]
    files, _ = parse_files(rules)
    for at in (("云南省", 2019), ("", 2021)):
        forms = chosen(*at)
        checked, errors = examine_rules(files, forms.read(), forms.others())
        assert not checked and [each.code for each in errors] == ["E202"]
    text = REPORT.format(year=2019, region="云南省")
    with pytest.raises(InputError, match="E202"):  # rules that are given by themselves are for the report in hand
        verified(text, "表 国有资本经营预算财政拨款支出决算表\n规则 甲：每行  合计 = 基本支出 + 项目支出\n")


def test_what_is_said_of_tables_that_are_empty_or_missing() -> None:
    """In words that need no formula, and that tell what to write."""
    text = REPORT.format(year=2022, region="某地") + "政府性基金预算财政拨款收入支出决算表: ~\n"
    result = Verifier().verify(Source("报告.yaml", text + "国有资本经营预算财政拨款支出决算表: ~\n"))
    assert result.report is not None
    said: dict[str, list[str]] = {}
    for each in result.outcomes:
        if each.verdict == "violation":
            said.setdefault(each.rule.name, []).append(Told(result.report, each).message)
    assert said["空的政府性基金表须说明"] == [
        "政府性基金预算财政拨款收入支出决算表 没有数，也没有说明原因：在表下写一句说明，如“本单位没有这项收支，故本表无数据”"
    ]
    assert said["空的国有资本经营预算表须说明"] == [
        "国有资本经营预算财政拨款支出决算表 没有数，也没有说明原因：在表下写一句说明，如“本单位没有这项收支，故本表无数据”"
    ]
    assert said["须有公开的表"][0] == "没有 收入决算表：这张表必须公开，没有数也要列出空表，并说明没有数的原因"


def test_which_tables_must_be_there() -> None:
    """By year and region: as the form set says."""

    def missing(year: int, region: str) -> int:
        found = verified(REPORT.format(year=year, region=region or "某地"))
        return found.count(("须有公开的表", "violation"))

    for year, region in ((2018, "甘肃省"), (2021, ""), (2022, "湖南省"), (2024, "上海市"), (2022, "安徽省")):
        expected = [each.identifier for each in tables(forms_of(region, year)) if not each.optional]
        assert missing(year, region) == len(expected) - 1  # one is there
        assert (CAPITAL in expected) == (year >= 2022)
        assert (THREE in expected) == (region != "安徽省")
