"""Form sets as differences to others: what is added, renamed, removed and moved, and what is wrong with that."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from support.form_trees import HEAD, NAMES, ON_BASE, Tree, difference, form_sets, written
from support.sources import ROOT

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.base.files import read_source
from jsrules.base.names import fold
from jsrules.base.record import replace
from jsrules.base.source import Source
from jsrules.model.form import FormSet
from jsrules.readers.reports.form_differences import merge_difference
from jsrules.readers.reports.form_reader import read_form_set
from jsrules.readers.reports.form_shapes import is_same
from jsrules.readers.reports.nodes import Mapping
from jsrules.readers.reports.problems import Problems
from jsrules.readers.reports.yaml_tree import read_tree

BASE = """\
表样: 决算
代号: a
年度: 2021
金额单位: 万元
科目:
  功能:
    位数: [3, 5]
    类:
      201: 公共服务
      207: [文化旅游, 文化体育]
      234: {名称: 抗疫国债, 年度: 2020起}
表:
  总表:
    表号: 公开01表
    栏块:
      收入:
        行: {拨款: {行次: 1, 别名: [财政拨款]}, 事业收入: 2, 合计: {行次: 31}}
      支出:
        科目: 功能
        栏: {预算数: 1, 决算数: {栏次: 2, 别名: [金额]}}
        行: {公共服务: {科目: 201, 行次: 32}, 文化旅游: {科目: 207}, 合计: ~}
  收入表:
    代号: income
    别名: [收入决算表]
    科目: 功能
    可增行: true
    栏: [合计, 拨款, 其他]
    行: {合计: ~}
情况说明:
  总体: {行: {金额: ~, 年度: {单位: 年}}}
"""


def changed(body: str, *, base: str = BASE, head: str = ON_BASE) -> FormSet:
    """The base with a difference, whose body this is."""
    return read_form_set([Source("全国.yaml", base), Source("地方.yaml", head + body)])


def rows(forms: FormSet, form: int = 0, block: int = 0) -> list[str]:
    return [row.name for row in forms.forms[form].blocks[block].rows]


def columns(forms: FormSet, form: int = 0, block: int = 0) -> list[str]:
    return [column.name for column in forms.forms[form].blocks[block].columns]


# ---- properties


@given(form_sets())
def test_an_empty_difference_changes_nothing(base: Tree) -> None:
    source = Source("全国.yaml", written("", base))
    tree = read_tree(source)
    assert is_same(merge_difference(Problems(source), tree, Mapping(), tree, True), tree)


@given(form_sets(), form_sets())
def test_the_difference_of_two_form_sets_makes_one_of_the_other(base: Tree, other: Tree) -> None:
    assume(base != other)
    text = written(ON_BASE, difference(base, other))
    made = read_form_set([Source("全国.yaml", written(HEAD, base)), Source("地方.yaml", text)])
    assert made == read_form_set([Source("全国.yaml", written(HEAD, other))])


@given(form_sets(), form_sets(), form_sets())
def test_differences_one_upon_the_other(first: Tree, second: Tree, third: Tree) -> None:
    assume(first != second != third)
    made = read_form_set(
        [
            Source("全国.yaml", written(HEAD, first)),
            Source("省.yaml", written(ON_BASE, difference(first, second))),
            Source("市.yaml", written(ON_BASE, difference(second, third))),
        ]
    )
    assert made == read_form_set([Source("市.yaml", written(HEAD, third))])


@given(form_sets())
def test_what_is_renamed_is_known_by_its_old_name(base: Tree) -> None:
    title = next(iter(base["表"]))
    before = read_form_set([Source("全国.yaml", written(HEAD, base))])
    text = written(ON_BASE, {"表": {title: {"改名": "新的名称"}}})
    after = read_form_set([Source("全国.yaml", written(HEAD, base)), Source("地方.yaml", text)])
    form = after.forms[0]
    assert (form.title, form.aliases) == ("新的名称", (*before.forms[0].aliases, title))
    assert after == replace(
        before, forms=(replace(before.forms[0], title=form.title, aliases=form.aliases), *before.forms[1:])
    )
    assert title in NAMES


# ---- examples


def test_what_is_new() -> None:
    made = changed(
        "表: {总表: {栏块: {收入: {行: {年初结转: 29, 上级补助: {之后: 拨款, 行次: 3}, 捐赠: {之后: 拨款}}}}}}"
    )
    assert rows(made) == ["拨款", "上级补助", "捐赠", "事业收入", "合计", "年初结转"]
    assert [row.line for row in made.forms[0].blocks[0].rows] == ["1", "3", "", "2", "31", "29"]
    made = changed("表:\n  新表: {之前: 收入决算表, 行: {合计: ~, 其中: {之前: 合计}}}\n")
    assert [form.title for form in made.forms] == ["总表", "新表", "收入表", "总体"]
    assert rows(made, 1) == ["其中", "合计"]


def test_what_is_changed_keeps_the_rest() -> None:
    made = changed("表: {总表: {可缺: true, 栏块: {收入: {行: {财政拨款: {行次: 5, 可负: true}, 事业收入: 7}}}}}")
    row, other, _ = made.forms[0].blocks[0].rows
    assert (row.name, row.aliases, row.line, row.signed, other.line) == ("拨款", ("财政拨款",), "5", True, "7")
    assert (made.forms[0].optional, made.forms[0].number) == (True, "公开01表")
    assert (made.identifier, made.money_unit, made.year, made.title) == ("a", "万元", 2021, "2021")
    made = changed("表: {总表: {栏块: {支出: {行: {201 公共服务: {可缺: true}}}}}}")
    assert (made.forms[0].blocks[1].rows[0].optional, len(made.forms[0].blocks[1].rows)) == (True, 3)


def test_what_is_renamed_and_moved() -> None:
    made = changed(
        "表:\n  income: {改名: 各项收入, 之前: 总表}\n"
        "  总表: {栏块: {支出: {栏: {金额: {改名: 金额}}, 行: {201: {之后: 文化旅游, 改名: 一般服务}}}}}\n"
    )
    assert [form.title for form in made.forms] == ["各项收入", "总表", "总体"]
    assert made.forms[0].aliases == ("收入决算表", "收入表")
    assert rows(made, 1, 1) == ["文化旅游", "一般服务", "合计"]
    assert made.forms[1].blocks[1].rows[1].aliases == ("公共服务",)
    column = made.forms[1].blocks[1].columns[1]
    assert (column.name, column.aliases, column.number) == ("金额", ("决算数",), "2")


def test_tables_change_places_and_numbers() -> None:
    """As those of “三公” and of the funds did from one year to the next."""
    tables = "  {name}: {{表号: 公开0{number}表, 行: {{合计: ~}}}}\n"
    base = HEAD + "表:\n" + "".join(tables.format(name=f"{name}表", number=7 + at) for at, name in enumerate("甲乙丙"))
    made = changed(
        "表: {甲表: {表号: 公开09表, 之后: 丙表}, 乙表: {表号: 公开07表}, 丙表: {表号: 公开08表}}", base=base
    )
    assert [(form.title, form.number) for form in made.forms] == [
        ("乙表", "公开07表"),
        ("丙表", "公开08表"),
        ("甲表", "公开09表"),
    ]


def test_what_is_removed() -> None:
    made = changed(
        "科目: {功能: {类: {201: 删去}}}\n"
        "表: {总表: {表号: 删去, 栏块: {收入: 删去, 支出: {行: {公共服务: 删去, 文化旅游: {科目: 删去}}}}}}\n情况说明: {总体: 删去}\n"
    )
    assert (made.forms[0].number, len(made.forms[0].blocks), len(made.forms)) == ("", 1, 2)
    assert [(row.name, row.code) for row in made.forms[0].blocks[0].rows] == [("文化旅游", ""), ("合计", "")]
    assert set(made.classifications["功能"].classes) == {"207", "234"}


def test_aliases_are_added_and_taken_away() -> None:
    made = changed("表: {收入表: {别名: [{收入决算表: 删去}, 收入情况表]}, 总表: {别名: 收支总表}}")
    assert [form.aliases for form in made.forms[:2]] == [("收支总表",), ("收入情况表",)]


def test_classes() -> None:
    made = changed(
        "科目: {功能: {类: {201: {改名: 一般服务}, 207: [文化体育, 旧名], 208: {名称: 社会保障, 之前: 207}}}}"
    )
    assert list(made.classifications["功能"].classes.items()) == [
        ("201", ("一般服务", "公共服务")),
        ("208", ("社会保障",)),
        ("207", ("文化体育", "旧名", "文化旅游")),
        ("234", ("抗疫国债",)),
    ]


def test_columns_that_are_listed_are_all_columns() -> None:
    made = changed("表: {总表: {栏块: {支出: {栏: [决算数, 上年数]}}}, 收入表: {栏: [合计, 其他, 拨款]}}")
    assert [(each.name, each.number) for each in made.forms[0].blocks[1].columns] == [("决算数", "2"), ("上年数", "")]
    assert columns(made, 1) == ["合计", "其他", "拨款"]
    assert columns(changed("表: {收入表: {栏: {其他: {单位: 辆}, 拨款: {之后: 其他}}}}"), 1) == ["合计", "其他", "拨款"]


def test_removing_and_adding_back() -> None:
    removed = "表: {总表: {栏块: {收入: {行: {事业收入: 删去}}}}}"
    back = "表: {总表: {栏块: {收入: {行: {事业收入: {行次: 2, 之后: 拨款}}}}}}"
    sources = [Source("全国.yaml", BASE), *(Source("地方.yaml", ON_BASE + each) for each in (removed, back))]
    assert rows(read_form_set(sources[:2])) == ["拨款", "合计"]
    assert read_form_set(sources) == read_form_set(sources[:1])


# ---- mistakes


def mistakes_of(body: str, head: str = ON_BASE, base: str = BASE) -> list[Diagnostic]:
    with pytest.raises(InputError) as caught:
        changed(body, head=head, base=base)
    return caught.value.diagnostics


IN = "表:\n  总表:\n    栏块:\n      收入:\n        行:\n"
"""The rows of 收入, which stand in line 9."""

MISTAKES: dict[str, tuple[str, int, str, str]] = {
    "no such row to remove": (IN + "          事业收人: 删去\n", 9, "基础里没有", "事业收入"),
    "no such row to rename": (IN + "          事业收人: {改名: 甲}\n", 9, "基础里没有", "事业收入"),
    "no such neighbour": (IN + "          甲: {之后: 事业收人}\n", 9, "基础里没有", "事业收入"),
    "its own neighbour": (IN + "          合计: {之后: 合计}\n", 9, "基础里没有", ""),
    "two neighbours": (IN + "          甲: {之后: 合计, 之前: 拨款}\n", 9, "只写一个", ""),
    "a slip": (IN + "          事业收人: 3\n", 9, "只差一个字", "事业收人: {之后: 事业收入}"),
    "nothing in it": (IN + "          事业收入: {}\n", 9, "什么也没有改", "删去这一项"),
    "nothing but what is": (IN + "          事业收入: 2\n", 9, "什么也没有改", ""),
    "an alias that is": (IN + "          拨款: {别名: [财政拨款]}\n", 9, "什么也没有改", ""),
    "no such alias": (IN + "          拨款: {别名: {财政款: 删去}}\n", 9, "没有别名", ""),
    "no such setting": (IN + "          拨款: {可负: 删去}\n", 9, "没有“可负”可以删去", ""),
    "an unknown setting": (IN + "          拨款: {可副: true}\n", 9, "不认识“可副”", "可负"),
    "a table with nothing": ("表:\n  总表: ~\n", 5, "什么也没有改", ""),
    "rows with nothing": ("表:\n  收入表:\n    行: ~\n", 6, "什么也没有改", ""),
    "tables with nothing": ("表: ~\n", 4, "什么也没有改", ""),
    "no body": ("", 3, "什么也没有改", ""),
    "a list of what is": ("表:\n  收入表:\n    栏: [合计, 拨款, 其他]\n", 5, "什么也没有改", ""),
    "a name twice": (IN + "          拨款: {改名: 事业收入}\n", 3, "同名", ""),
    "a name twice that was there": (IN + "          新的: {别名: 事业收入}\n", 9, "同名", ""),
    "a removed classification": ("科目:\n  功能: 删去\n", 3, "没有“功能”这个科目体系", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes(name: str) -> None:
    body, line, words, remedy = MISTAKES[name]
    found = mistakes_of(body)
    assert {each.code for each in found} == {"E303"}
    assert {each.place()[0] for each in found} == {"地方.yaml"}
    told = [each for each in found if each.place()[1] == line and words in each.message and remedy in each.remedy]
    assert told, [(each.place(), each.message, each.remedy) for each in found]


def test_a_mistake_is_told_once() -> None:
    assert len(mistakes_of(IN + "          事业收入: {}\n")) == 1
    assert len(mistakes_of(IN + "          事业收人: 3\n")) == 1


def test_a_slip_in_a_list() -> None:
    """A column that is misspelt would be lost, and another one be there for it."""
    base = BASE.replace("[合计, 拨款, 其他]", "[本年合计, 上年合计, 其他]")
    (found,) = mistakes_of("表: {收入表: {栏: [上年合计, 本年合汁]}}", base=base)
    assert "只差一个字" in found.message
    assert columns(changed("表: {收入表: {栏: [上年合计, 本年小计, 本年合计]}}", base=base), 1)[1] == "本年小计"


def test_several_that_are_meant() -> None:
    twins = BASE.replace(
        "文化旅游: {科目: 207}", "文化旅游: {科目: 207, 别名: [其他]}, 别的: {科目: 20199, 别名: 其他}"
    )
    (found,) = mistakes_of("表: {总表: {栏块: {支出: {行: {其他: {可缺: true}}}}}}", base=twins)
    assert "不止一处" in found.message
    assert "“文化旅游”或“别的”" in found.remedy


def test_what_is_wrong_with_the_base_is_told_there() -> None:
    found = mistakes_of("表: {收入表: {可缺: true}}", base=BASE.replace("行次: 31", "行次: 1"))
    assert [each.place()[0] for each in found] == ["全国.yaml"]


def test_a_difference_alone() -> None:
    with pytest.raises(InputError, match="作基础的表样“全国”"):
        read_form_set([Source("地方.yaml", ON_BASE + "表: {总表: {可缺: true}}")])


def test_an_overlay_for_all_years_may_say_what_one_of_them_says() -> None:
    """Of several bases one may have already what it adds; what none has is a mistake all the same."""
    head = "表样: 决算\n基础: 同年\n名称: 某省\n"
    made = changed("表: {总表: {栏块: {收入: {行: {拨款: {别名: [财政拨款]}, 其他: ~}}}}}", head=head)
    assert (rows(made)[-1], made.title, made.year) == ("其他", "某省", 2021)
    assert mistakes_of("表: {总表: {栏块: {收入: {行: {拨款甲: 删去}}}}}", head=head)


# ---- a table like another


def test_a_table_like_another() -> None:
    text = BASE.replace(
        "情况说明:\n",
        "  按单位的收入表:\n    仿照: 收入决算表\n    表号: 公开021表\n    科目: 删去\n"
        "    栏: {合计: {改名: 本年收入合计}, 其他: 删去, 事业: {之前: 拨款}}\n    行: {小计: {之前: 合计}}\n情况说明:\n",
    )
    forms = read_form_set([Source("全国.yaml", text)])
    model, other = forms.forms[1:3]
    assert (other.title, other.aliases, other.number, other.identifier) == ("按单位的收入表", (), "公开021表", "")
    assert (other.blocks[0].open_rows, other.blocks[0].keyed, model.blocks[0].keyed) == (True, "", "功能")
    assert (columns(forms, 1), columns(forms, 2)) == (["合计", "拨款", "其他"], ["本年收入合计", "事业", "拨款"])
    assert rows(forms, 2) == ["小计", "合计"]


def test_a_difference_to_a_table_like_another() -> None:
    """What changes in the one changes in the other, and steps wait for what only the other has."""
    base = BASE.replace("情况说明:\n", "  另表: {仿照: 收入表, 栏: {其他: {单位: 辆}}}\n情况说明:\n")
    made = changed(
        "表:\n  收入表: {栏: {捐赠: ~, 事业: ~}}\n"
        "  另表: {可缺: true, 栏: {拨款: 删去, 捐赠: {之前: 合计}, 其他: {改名: 其余}}}\n  三表: {仿照: 另表, 栏: {其余: 删去}}\n",
        base=base,
    )
    assert columns(made, 1) == ["合计", "拨款", "其他", "捐赠", "事业"]
    assert columns(made, 2) == ["捐赠", "合计", "其余", "事业"]
    assert [each.unit for each in made.forms[2].blocks[0].columns] == ["", "", "辆", ""]
    assert columns(made, 3) == ["捐赠", "合计", "事业"]
    assert (made.forms[2].optional, made.forms[3].optional) == (True, False)


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ("  甲: {仿照: 收入表单}\n", "没有“收入表单”这张表"),
        ("  甲: {仿照: 甲}\n", "仿照的又是这张表"),
        ("  甲: {仿照: 乙}\n  乙: {仿照: 甲}\n", "仿照的又是这张表"),
        ("  甲: {仿照: [收入表]}\n", "没有“”这张表"),
        ("  甲: {仿照: 收入表, 栏: {杂项: 删去}}\n", "基础里没有“杂项”"),
        ("  甲: {仿照: 收入表, 之后: 总表}\n", "不认识“之后”"),
    ],
)
def test_wrong_likenesses(tables: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_form_set([Source("全国.yaml", BASE.replace("情况说明:\n", tables + "情况说明:\n"))])
    assert any(words in each.message and each.place()[1] >= 29 for each in caught.value.diagnostics)


# ---- years


YEARS = BASE.replace("事业收入: 2", "事业收入: {行次: 2, 年度: 2019起}, 旧收入: {年度: 2017-2018, 行次: 2}").replace(
    "[收入决算表]", "[{收入决算表: 2019起}, {收入表式: 2017-2018}, 收入一览表]"
)


@pytest.mark.parametrize(
    ("year", "names", "aliases", "classes"),
    [
        (2018, ["拨款", "旧收入", "合计"], ("收入表式", "收入一览表"), {"201", "207"}),
        (2019, ["拨款", "事业收入", "合计"], ("收入决算表", "收入一览表"), {"201", "207"}),
        (2021, ["拨款", "事业收入", "合计"], ("收入决算表", "收入一览表"), {"201", "207", "234"}),
    ],
)
def test_what_is_valid_in_a_year(year: int, names: list[str], aliases: tuple[str, ...], classes: set[str]) -> None:
    forms = read_form_set([Source("全国.yaml", YEARS)], year)
    assert (rows(forms), forms.forms[1].aliases, forms.year) == (names, aliases, year)
    assert set(forms.classifications["功能"].classes) == classes


def test_validity_in_a_difference() -> None:
    body = (
        "表:\n  总表: {栏块: {收入: {年度: 2020起, 行: {事业收入: {年度: 2021起}, 旧收入: {改名: 老收入}}}, 支出: {栏: {预算数: {年度: 2021起}}}}}\n"
        "  收入表: {年度: 2021起, 别名: {收入决算表: 2021起}}\n科目: {功能: {类: {201: {别名: {旧名: 2021}}}}}\n"
    )
    sources = [Source("全国.yaml", YEARS), Source("地方.yaml", ON_BASE + body)]
    old, new, now = (read_form_set(sources, year) for year in (2019, 2020, 2021))
    assert [len(old.forms[0].blocks), len(new.forms[0].blocks), len(old.forms), len(now.forms)] == [1, 2, 2, 3]
    assert (columns(old), columns(now, 0, 1)) == (["决算数"], ["预算数", "决算数"])
    assert (rows(new), rows(now)) == (["拨款", "合计"], ["拨款", "事业收入", "合计"])
    assert [each.classifications["功能"].classes["201"] for each in (new, now)] == [("公共服务",), ("公共服务", "旧名")]


def test_a_row_may_be_called_what_a_setting_is_called() -> None:
    assert rows(read_form_set([Source("全国.yaml", BASE)]), 2) == ["金额", "年度"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("行次: 2, 年度: 2019起", "行次: 2, 年度: 去年", "年度"),
        ("{收入决算表: 2019起}", "{收入决算表: 起}", "年度"),
        ("{名称: 抗疫国债, 年度: 2020起}", "{年度: 2020起}", "名称"),
        ("{名称: 抗疫国债, 年度: 2020起}", "{名称: 抗疫国债, 单位: 元}", "名称"),
    ],
)
def test_wrong_validity(old: str, new: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_form_set([Source("全国.yaml", YEARS.replace(old, new))])


# ---- a real one


def test_the_shanghai_variant_is_short() -> None:
    """A copy of the national form set had 628 lines, 46 of them changed; the difference has what changes and no more."""
    national = read_source(str(ROOT / "spec/packs/final-accounts/forms/2021.yaml"))
    shanghai = read_source(str(ROOT / "spec/packs/final-accounts/forms/shanghai-2021.yaml"))
    assert len([line for line in shanghai.text.splitlines() if line and not line.startswith("#")]) <= 46
    made, base = read_form_set([national, shanghai]), read_form_set([national])
    assert (made.title, made.identifier, made.money_unit) == ("上海 2021-2025", "final-accounts", "万元")
    assert not any(form.number for form in made.forms)
    assert made.forms[6].title == "财政拨款“三公”经费支出决算表"
    assert rows(made, 6)[-1] == "机关运行经费"
    assert columns(made, 4) == ["合计", *columns(base, 4)[1:]]
    lacking = [row.name for row in made.forms[0].blocks[1].rows if row.optional]
    assert lacking == ["债务还本支出", "债务付息支出"]
    for form in base.forms:  # whoever writes the national names is understood
        assert made.index[fold(form.path)]
