"""Each entry of the language of form sets, misused: the mistake is told in its place, in words that help."""

from __future__ import annotations

import pytest

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.readers.reports.form_reader import read_form_set

HEAD = "表样: 年报\n代号: y\n年度: 2021\n金额单位: 元\n{more}科目: {{功能分类: {{位数: [3, 5], 类: {{201: 一般}}}}}}\n"
COLUMN = "甲表: {栏: {金额: {%s}}, 行: {收入: 1}}"
ROW = "甲表: {栏: [金额], 行: {收入: {%s}}}"
TABLE = "甲表: {%s, 行: {收入: 1}}"
OTHER = "乙表: {行: {收入: 1}}, 甲表: {%s}"

MISUSED: dict[str, list[tuple[str, str]]] = {
    "may be left out, is expected": [
        (COLUMN % "可缺: 也许", "“可缺”应是 true 或 false"),
        (COLUMN % "应列: true", "不认识“应列”"),
        (ROW % "应列: 1.5", "“应列”应是 true 或 false"),
        (ROW % "可缺: [true]", "“可缺”后面应是一个值"),
        (TABLE % "可省: true", "是不是“可缺”"),
        (TABLE % "未写的行: 零", "空白 或 未列"),
    ],
    "the same table twice": [
        ("甲表: {仿照: 甲表}", "“甲表”仿照的又是这张表"),
        (OTHER % "仿照: 丙表", "没有“丙表”这张表可以仿照"),
        (OTHER % "仿照: [乙表]", "可以仿照"),
        ("甲表: {仿照: 乙表}, 乙表: {仿照: 甲表}", "仿照的又是这张表"),
        (OTHER % "仿照: 乙表, 行: {支出: 删去}", "没有“支出”"),
        (OTHER % "仿照: 乙表, 改名: 丁", "不认识“改名”"),
    ],
    "choices and lists": [
        (COLUMN % "选项: []", "写几个不同的词"),
        (COLUMN % "选项: {大于: 1}", "应是一个名称"),
        (COLUMN % "选项: [大于, 大于]", "写几个不同的词"),
        (COLUMN % "选项: [大于], 单位: 元", "只能有一样"),
        (ROW % "选项: [大于], 列表: true", "只能有一样"),
        (ROW % "列表: 经济分类", "没有“经济分类”这个科目体系"),
        (ROW % "列表: false", "没有“false”这个科目体系"),
    ],
    "rows of any name": [
        ("甲表: {行: {}}", "可增行: true"),
        ("甲表: {可增行: 是的}", "“可增行”应是 true 或 false"),
        ("甲表: {可增行: true, 科目: 无}", "没有“无”这个科目体系"),
        ("甲表: {行: [收入, 支出]}", "“名称: 内容”"),
        ("甲表: {可增行: true, 行: {'': 1}}", "行名是空的"),
    ],
    "units": [
        (COLUMN % "单位: 万圆", "是不是“万元”"),
        (ROW % "单位: [元]", "“单位”后面应是一个值"),
        (TABLE % "单位: {}", "“单位”后面应是一个值"),
        (COLUMN % "单位: 亿人民币元", "不是认识的单位"),
        (ROW % "单位: ％％", "不是认识的单位"),
    ],
    "years": [
        (ROW % "年度: 二〇二一", "2017-2021"),
        (ROW % "年度: 2021-2017", "应是年度"),
        (ROW % "别名: [{旧名: 某年}]", "应是年度"),
        (TABLE % "年度: 21", "应是年度"),
        (COLUMN % "年度: {起: 2021}", "应是年度"),
    ],
    "titles, numbers, order": [
        (TABLE % "表号: [1]", "“表号”后面应是一个值"),
        ("甲表: {表号: 公开01表, 行: {收入: 1}}, 乙表: {表号: 公开01表, 行: {收入: 1}}", "“公开01表”这个名称用了两次"),
        ("乙表: {行: {收入: 1}}, 甲表: {别名: [乙表], 行: {收入: 1}}", "“乙表”这个名称用了两次"),
        ("乙表: {代号: a, 行: {收入: 1}}, 甲表: {代号: a, 行: {收入: 1}}", "“a”这个名称用了两次"),
        (TABLE % "代号: 甲", "英文字母"),
        (TABLE % "之后: 乙表", "不认识“之后”"),
        ("甲表: {行: {收入: 一}}", "行次、栏次应是印在表上的号"),
        ("甲表: {行: {收入: 1, 支出: 1}}", "行次 1 已是“收入”"),
    ],
    "printed notes": [
        (TABLE % "附注: {一: 注}", "应是一个名称"),
        (TABLE % "附注: [[注]]", "应是一个名称"),
        (TABLE % "附注: ['']", "应是一个名称"),
        (TABLE % "附註: 注", "是不是“附注”"),
        (COLUMN % "附注: 注", "不认识“附注”"),
    ],
}
HEADS = {"也许": "true 或 false", "[true]": "一个值", "{}": "一个值", "1": "true 或 false", "未定": "true 或 false"}


@pytest.mark.parametrize(("tables", "words"), [each for cases in MISUSED.values() for each in cases])
def test_it_is_told(tables: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_form_set([Source("f.yaml", HEAD.format(more="") + f"表: {{{tables}}}\n")])
    assert all(each.code == "E303" and each.place()[1] == 6 for each in caught.value.diagnostics)
    assert words in " ".join(each.message + each.remedy for each in caught.value.diagnostics)


@pytest.mark.parametrize("said", HEADS)
def test_whether_numbers_are_settled(said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_form_set([Source("f.yaml", HEAD.format(more=f"行次未定: {said}\n") + "表: {甲表: {行: {收入: 1}}}\n")])
    (found,) = caught.value.diagnostics
    assert found.place()[1] == 5 and HEADS[said] in found.message


def test_numbers_of_tables_that_are_not_printed() -> None:
    base = Source(
        "b.yaml", HEAD.format(more="") + "表: {甲表: {表号: 公开01表, 行: {收入: 1}}, 乙表: {表号: 2, 行: {收入: 1}}}\n"
    )
    head = "表样: 年报\n年度: 2022\n基础: b\n不印表号: true\n"
    for body, numbers in (("", ["", ""]), ("表: {乙表: {表号: 表2}}\n", ["", "表2"])):
        forms = read_form_set([base, Source("d.yaml", head + body)]).forms
        assert [each.number for each in forms] == numbers
    with pytest.raises(InputError, match="没有“表号”可以删去"):
        read_form_set([base, Source("d.yaml", head + "表: {甲表: {表号: 删去}}\n")])
