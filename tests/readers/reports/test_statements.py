"""Prose: figures that are stated several times, and items inside items."""

from __future__ import annotations

import pytest
from support.checking import ROOT, load
from support.reading import problems_of

from jsrules.base.diagnostic import InputError
from jsrules.model.report import Report

FORMS = """
表样: 小决算
代号: small
年度: 2021
金额单位: 万元
表:
  总表: {行: {甲: ~, 乙: ~}}
情况说明:
  明细:
    可增行: true
    栏: {预算: ~, 决算: ~, 与预算比: {单位: 文字}}
    行: {}
  三公:
    栏: {金额: ~, 批次: {单位: 批次}}
    行:
      用车: {可缺: true}
      用车.购置: {可缺: true}
      接待.国内: {可缺: true, 别名: [国内接待]}
      接待.外宾.港澳: {可缺: true}
"""
HEAD = "报告: 小决算\n年度: 2021\n"


def read(narrative: str, head: str = HEAD) -> Report:
    return load(f"{head}情况说明:\n{narrative}", FORMS)


def cells(report: Report) -> dict[str, str]:
    return {report.cell_path(each): each.amount.text if each.amount else each.problem for each in report.cells}


def test_a_list_states_one_figure_several_times() -> None:
    report = read("  明细: {甲: {预算: 3.00, 决算: [2.00, ~, 2.01], 与预算比: [小于, 大于]}}\n")
    assert cells(report) == {
        "情况说明.明细.甲.预算": "3.00",
        "情况说明.明细.甲.决算": "2.00",
        "情况说明.明细.甲.决算 #2": "2.01",
        "情况说明.明细.甲.与预算比": "小于",
        "情况说明.明细.甲.与预算比 #2": "大于",
    }
    first = report.cells[1]
    assert [each.statement for each in first.statements] == [1, 2]
    assert (first.restated[0].line, first.restated[0].place) == (4, 36)
    assert report.restated == (1, 3)


@pytest.mark.parametrize(("text", "found"), [("[~]", ""), ("[2.00]", "2.00"), ("[~, 2.00]", "2.00")])
def test_what_is_blank_states_nothing(text: str, found: str) -> None:
    report = read(f"  明细: {{甲: {{决算: {text}}}}}\n")
    assert cells(report) == {"情况说明.明细.甲.决算": found}
    assert report.restated == ()


def test_a_row_that_is_a_list_has_columns_as_ever() -> None:
    assert list(cells(read("  明细: {甲: [1.00, 2.00, 大于]}\n"))) == [
        "情况说明.明细.甲.预算",
        "情况说明.明细.甲.决算",
        "情况说明.明细.甲.与预算比",
    ]
    with pytest.raises(InputError, match="有 2 个值，应有 3 个"):
        read("  明细: {甲: [1.00, 2.00]}\n")


def test_tables_state_a_figure_once() -> None:
    text = HEAD + "总表: {甲: [1.00, 2.00]}\n"
    with pytest.raises(InputError, match="有 2 个值，应有 1 个"):
        load(text, FORMS)


def test_a_list_in_a_list_is_no_figure() -> None:
    with pytest.raises(InputError, match="这里应是一个数"):
        read("  明细: {甲: {决算: [2.00, [3.00]]}}\n")


def test_items_inside_items() -> None:
    report = read(
        "  三公:\n"
        "    用车: {金额: 1.00, 购置: {金额: 0.50}}\n"
        "    接待: {国内: {批次: [1, 2]}, 外宾: {港澳: {批次: 3}}}\n"
    )
    assert list(report.tables[2].blocks[0].rows) == ["用车", "用车.购置", "接待.国内", "接待.外宾.港澳"]
    assert cells(report)["情况说明.三公.接待.国内.批次 #2"] == "2"


def test_an_item_goes_by_its_alias_and_its_whole_name_too() -> None:
    for text in ("国内接待: {批次: 1}", "接待.国内: {批次: 1}"):
        assert list(read(f"  三公: {{{text}}}\n").tables[2].blocks[0].rows) == ["接待.国内"]
    with pytest.raises(InputError, match="写了两次"):
        read("  三公: {国内接待: {批次: 1}, 接待: {国内: {批次: 1}}}\n")


def test_an_unknown_item_is_told_with_its_whole_name() -> None:
    with pytest.raises(InputError) as error:
        read("  三公: {接待: {国際: {批次: 1}}}\n")
    (found,) = error.value.diagnostics
    assert "“接待.国際”" in found.message
    assert "接待.国内" in found.remedy


def test_the_page_on_reports_shows_both() -> None:
    assert not problems_of((ROOT / "reports" / "jiyuan-2021.yaml").read_text("utf-8"))
