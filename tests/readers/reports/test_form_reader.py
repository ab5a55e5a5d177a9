"""Form sets and pack manifests."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reading import form_set, load_report
from support.sources import ROOT

from jsrules.base.diagnostic import InputError
from jsrules.base.files import read_source
from jsrules.base.source import Source
from jsrules.base.years import Years
from jsrules.model.form import BlockForm, Classification, ColumnForm, Form, FormSet, RowForm
from jsrules.model.pack import PackManifest
from jsrules.readers.packs.manifest import read_manifest
from jsrules.readers.reports.form_head import find_base, read_form_head, with_bases
from jsrules.readers.reports.form_reader import read_form_set

EXAMPLE = """\
表样: 部门决算
别名: [单位决算]
代号: final-accounts
年度: 2021
金额单位: 万元
# 各类资金
科目:
  功能分类:
    位数: [3, 5, 7]
    类:
      201: 一般公共服务支出
      207: [文化旅游体育与传媒支出, 文化体育与传媒支出]
表:
  收入支出决算总表:
    代号: summary
    表号: 公开01表
    别名: [收支表]
    可缺: true
    栏块:
      收入:
        栏: {金额: 1}
        行:
          其他收入: 8
          总计: {行次: 31, 别名: 收入总计}
      支出:
        别名: [本年支出]
        科目: 功能分类
        栏: {金额: {栏次: 2, 别名: [决算数]}}
        行:
          一般公共服务支出: {行次: 32, 科目: 201, 可缺: 是}
  支出决算表:
    科目: 功能分类
    可增行: true
    栏: [本年支出合计, 基本支出]
    行: {合计: ~}
情况说明:
  总体情况:
    行:
      年度: {单位: 年}
      比上年增减率: {单位: "%"}
  评分:
    可增行: true
    栏: {得分: {单位: 台（套）}}
"""

MONEY = (ColumnForm("金额", number="1"),)

EXPECTED = FormSet(
    "部门决算",
    "final-accounts",
    2021,
    "万元",
    (
        Form(
            "收入支出决算总表",
            (
                BlockForm("收入", (RowForm("其他收入", line="8"), RowForm("总计", ("收入总计",), "31")), MONEY),
                BlockForm(
                    "支出",
                    (RowForm("一般公共服务支出", line="32", code="201", optional=True),),
                    (ColumnForm("金额", ("决算数",), "2"),),
                    ("本年支出",),
                    "功能分类",
                ),
            ),
            ("收支表",),
            "公开01表",
            "summary",
            optional=True,
        ),
        Form(
            "支出决算表",
            (
                BlockForm(
                    "",
                    (RowForm("合计"),),
                    (ColumnForm("本年支出合计"), ColumnForm("基本支出")),
                    keyed="功能分类",
                    open_rows=True,
                ),
            ),
        ),
        Form(
            "总体情况",
            (BlockForm("", (RowForm("年度", unit="年"), RowForm("比上年增减率", unit="%")), (ColumnForm(""),)),),
            group="情况说明",
        ),
        Form("评分", (BlockForm("", (), (ColumnForm("得分", unit="台(套)"),), open_rows=True),), group="情况说明"),
    ),
    {
        "功能分类": Classification(
            "功能分类",
            (3, 5, 7),
            {"201": ("一般公共服务支出",), "207": ("文化旅游体育与传媒支出", "文化体育与传媒支出")},
        )
    },
    "情况说明",
    title="2021",
)


def test_example() -> None:
    assert read_form_set([Source("表样.yaml", EXAMPLE)]) == EXPECTED


def test_shipped_form_sets() -> None:
    for folder in sorted((ROOT / "spec" / "packs").iterdir()):
        heads = [read_form_head(read_source(str(file))) for file in sorted((folder / "forms").rglob("*.yaml"))]
        assert heads
        for head in heads:
            chain = with_bases(head, partial(find_base, others=heads))
            assert read_form_set([each.source for each in chain]).identifier == folder.name


def test_shipped_forms_have_codes_of_their_classification() -> None:
    """Every class is declared with its name where it stands as a row, and every table has an ASCII name."""
    forms = form_set()
    for form in forms.forms:
        assert form.is_prose or form.identifier
        for block in form.blocks:
            for row in block.rows:
                if row.code:
                    classification = forms.classifications[block.keyed]
                    assert row.code[: classification.digits[0]] in classification.classes
                    assert row.name in classification.classes.get(row.code, (row.name,))


def change(old: str, new: str) -> str:
    assert old in EXAMPLE
    return EXAMPLE.replace(old, new, 1)


MISTAKES: dict[str, tuple[str, int, str]] = {
    "unknown key": (change("金额单位: 万元", "金额单: 万元"), 5, "金额单位"),
    "no title": (change("表样: 部门决算\n", ""), 1, "表样"),
    "no identifier": (change("代号: final-accounts\n", ""), 1, "代号"),
    "an identifier in Chinese": (change("代号: summary", "代号: 总表"), 15, "英文"),
    "no year": (change("年度: 2021\n", ""), 1, "年度"),
    "a year that is no number": (change("年度: 2021", "年度: 今年"), 4, "2017-2021"),
    "a unit that is no money": (change("万元", "辆"), 5, "元"),
    "no tables": (EXAMPLE[: EXAMPLE.index("表:\n")] + EXAMPLE[EXAMPLE.index("情况说明") :], 1, "表"),
    "tables that are a list": (change("表:\n", "表: [1]\n备: \n"), 13, "名称: 内容"),
    "a table that is a text": (change("  支出决算表:\n", "  收入决算表: 无\n  支出决算表:\n"), 31, "名称: 内容"),
    "digits": (change("[3, 5, 7]", "[5, 3]"), 9, "由小到大"),
    "a class code": (change("201: 一般", "20: 一般"), 11, "3 位"),
    "an unknown classification": (change("    科目: 功能分类\n    可增行", "    科目: 功能分累\n    可增行"), 32, "功能分类"),
    "a code of no classification": (change("其他收入: 8", "其他收入: {科目: 201}"), 23, "栏块"),
    "a wrong code": (change("科目: 201, ", "科目: 20, "), 30, "编码"),
    "a code twice": (change("科目: 201, 可缺: 是}", "科目: 201}\n          外交支出: {科目: 201}"), 31, "201"),
    "a line twice": (change("行次: 31", "行次: 8"), 24, "行次 8"),
    "a name twice": (change("别名: 收入总计", "别名: [其他 收入]"), 24, "同名"),
    "a column twice": (change("[本年支出合计, 基本支出]", "[基本支出, “基本支出”]"), 34, "用了两次"),
    "a block twice": (change("别名: [本年支出]", "别名: [收入]"), 25, "用了两次"),
    "a unit nobody knows": (change("{单位: 年}", "{单位: 万圆}"), 39, "万元"),
    "a number for a name": (change("行次: 32", "行次: 三"), 30, "31、1.1"),
    "a list for a number": (change("其他收入: 8", "其他收入: [8]"), 23, "名称: 内容"),
    "an unknown key of a row": (change("行次: 32", "行号: 32"), 30, "行次"),
    "a flag": (change("可缺: true", "可缺: 也许"), 18, "true"),
    "no rows": (change("    可增行: true\n    栏: {得分", "    栏: {得分"), 41, "行"),
    "blocks and rows": (change("    栏块:\n", "    行: {甲: 1}\n    栏块:\n"), 19, "栏块"),
    "a duplicate row": (change("总计: {", "其他收入: {"), 24, "两次"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes(name: str) -> None:
    text, line, words = MISTAKES[name]
    with pytest.raises(InputError) as caught:
        read_form_set([Source("表样.yaml", text)])
    found = caught.value.diagnostics
    assert {each.code for each in found} <= {"E303", "E104"}
    told = [each.message + each.remedy for each in found if each.place()[1] == line]
    assert any(words in each for each in told), [(each.place(), each.message) for each in found]


MANIFEST = "代号: final-accounts\n名称: 部门决算\n版本: 1.0.0\n报告: [部门决算]\n年度: [2021, 2022]\n"


def test_manifest() -> None:
    expected = PackManifest("final-accounts", "部门决算", "1.0.0", ("部门决算",), Years(((2021, 2021), (2022, 2022))))
    assert read_manifest(Source("pack.yaml", MANIFEST)) == expected
    assert read_manifest(Source("pack.yaml", MANIFEST.replace("[2021, 2022]", "2021"))).years == Years(((2021, 2021),))
    bare = read_manifest(Source("pack.yaml", "代号: a\n名称: b\n版本: 1.0.0\n"))
    assert bare == PackManifest("a", "b", "1.0.0", ())


def test_shipped_manifests() -> None:
    for file in (ROOT / "spec" / "packs").glob("*/pack.yaml"):
        manifest = read_manifest(read_source(str(file)))
        assert manifest.identifier == file.parent.name


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (MANIFEST.replace("代号: final-accounts\n", ""), 1),
        (MANIFEST.replace("名称: 部门决算", "名称:"), 1),
        (MANIFEST.replace("版本: 1.0.0", "版本: [1]"), 3),
        (MANIFEST.replace("2022]", "明年]"), 5),
        (MANIFEST + "作者: 某某\n", 6),
        (MANIFEST.replace("代号: final", "代号: 决算"), 1),
    ],
)
def test_wrong_manifests(text: str, line: int) -> None:
    with pytest.raises(InputError) as caught:
        read_manifest(Source("pack.yaml", text))
    assert [(each.code, each.place()[1]) for each in caught.value.diagnostics] == [("E302", line)]


lines = st.sampled_from([*EXAMPLE.splitlines(), "? ", "- 1", "  : 1", "甲: [", "  行: 5", "  栏: {}", "  科目: [1]"])


@given(st.lists(lines, max_size=20), st.integers(0, len(EXAMPLE)), st.text(max_size=3))
def test_any_text_is_a_form_set_or_refused(parts: list[str], place: int, extra: str) -> None:
    for text in ("\n".join(parts), EXAMPLE[:place] + extra + EXAMPLE[place:]):
        for read in (read_form_set, read_form_head, read_manifest):
            source = Source("表样.yaml", text)
            try:
                read([source]) if read is read_form_set else read(source)
            except InputError as error:
                for each in error.diagnostics:
                    each.place()


WIDER = """\
表样: 决算
代号: a
年度: 2021
金额单位: 万元
表:
  支出表:
    单位: 元
    附注: [本表以“元”为单位, 空表要说明]
    栏块:
      甲: {未写的行: 空白, 栏: {金额: ~, 人数: {单位: 人, 可缺: true}}, 行: {工资: {可缺: true}, 合计: {应列: true}}}
      乙: {可缺: true, 未写的行: 未列, 行: {工资: ~}}
  车辆表:
    单位: 辆
    可缺: true
    行: {轿车: ~, 客车: ~, 购置费: {单位: 元}}
"""


def test_what_may_be_left_out_and_what_is_blank() -> None:
    forms = read_form_set([Source("表样.yaml", WIDER)])
    spending, cars = forms.forms
    assert (spending.money_unit, spending.notes) == ("元", ("本表以“元”为单位", "空表要说明"))
    first, second = spending.blocks
    assert [(each.blank_rows, each.optional) for each in (first, second)] == [(True, False), (False, True)]
    assert [(each.unit, each.optional) for each in first.columns] == [("", False), ("人", True)]
    assert [(each.optional, each.expected) for each in first.rows] == [(True, False), (False, True)]
    assert (cars.optional, cars.money_unit, cars.blocks[0].columns[0].unit) == (True, "", "辆")
    assert not cars.blocks[0].optional


def test_the_unit_of_a_table() -> None:
    forms = read_form_set([Source("表样.yaml", WIDER)])
    assert [forms.unit_of(0, 0, None, column).name for column in (0, 1)] == ["元", "人"]
    assert [forms.unit_of(1, 0, row, 0).name for row in forms.forms[1].blocks[0].rows] == ["辆", "辆", "元"]
    assert (forms.common_unit(0, 0, None, range(1)), forms.printed_unit(0, 0, None, range(1))) == ("元", "元")


@pytest.mark.parametrize(
    ("settings", "unit"),
    [("", "元"), ("金额单位: 千元\n", "元"), ("金额单位: 亿元\n", "元"), ("", "万元"), ("金额单位: 千元\n", "万元")],
)
def test_the_unit_of_a_table_in_a_report(settings: str, unit: str) -> None:
    """What the form prints above a table goes before the report's head, and what the report says of the table first."""
    forms = read_form_set([Source("表样.yaml", WIDER)])
    own = f"  金额单位: {unit}\n" if unit != "元" else ""
    text = f"报告: 决算\n年度: 2021\n{settings}支出表:\n{own}  甲:\n    工资: {{金额: 5, 人数: 2}}\n"
    report, _ = load_report(Source("报告.yaml", text), lambda _: forms)
    assert [each.amount and each.amount.unit.name for each in report.cells] == [unit, "人"]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("未写的行: 空白", "未写的行: 空", 10, "空白 或 未列"),
        ("应列: true", "应列: 一定", 10, "应列"),
        ("    栏块:", "    未写的行: 空白\n    栏块:", 9, "栏块里"),
        ("单位: 辆", "单位: 万圆", 13, "认识的单位"),
    ],
)
def test_mistakes_in_these(old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_form_set([Source("表样.yaml", WIDER.replace(old, new, 1))])
    assert any(each.place()[1] == line and words in each.message for each in caught.value.diagnostics)
