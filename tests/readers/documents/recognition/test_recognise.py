"""Tables by title and headings: columns, rows and blocks of a form, however they are drawn."""

from __future__ import annotations

import pytest
from support.printed_tables import figures, grid, imported, only_table, uses

SMALL = grid("科目编码 | 科目名称 | 本年支出合计", "合计 |  | 9.00")
EXPENDITURE = ["支出决算表", "公开03表", "单位：万元"]


def test_two_blocks_side_by_side() -> None:
    table = only_table(
        "收入支出决算总表",
        grid(
            [("收入", 1, 3), ("支出", 1, 3)],
            "项目 | 行次 | 金额 | 项目 | 行次 | 金额",
            "栏次 |  | 1 | 栏次 |  | 2",
            "一、一般公共预算财政拨款收入 | 1 | 10.00 | 一、一般公共服务支出 | 32 | 9.00",
            " | 9 |  | 九、卫生健康支出 | 40 | ",
            "本年收入合计 | 27 | 10.00 | 本年支出合计 | 58 | 9.00",
            "总 计 | 31 | 10.00 | 总 计 | 62 | 10.00",
        ),
    )
    assert table.title == "收入支出决算总表"
    assert figures(table) == {
        "收入": {"一般公共预算财政拨款收入": ["10.00"], "本年收入合计": ["10.00"], "总计": ["10.00"]},
        "支出": {
            "201 一般公共服务支出": ["9.00"],
            "210 卫生健康支出": [""],
            "本年支出合计": ["9.00"],
            "总计": ["10.00"],
        },
    }


def test_blocks_without_a_heading_over_them_are_told_by_their_rows() -> None:
    table = only_table(
        "收入支出决算总表",
        grid(
            "项目 | 决算数 | 项目 | 决算数",
            "年初结转和结余 | 1.00 | 一、一般公共服务支出 | 9.00",
            "总计 | 10.00 | 总计 | 11.00",
        ),
    )
    assert figures(table)["收入"]["总计"] == ["10.00"]
    assert figures(table)["支出"]["总计"] == ["11.00"]


def test_a_name_that_is_printed_twice_is_the_later_row_the_second_time() -> None:
    table = only_table(
        "财政拨款收入支出决算总表",
        grid(
            "项目 | 金额 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款",
            "一、一般公共预算财政拨款 | 5.00 | 一、一般公共服务支出 | 6.00 | 6.00 |  | ",
            "年初财政拨款结转和结余 | 1.00 |  |  |  |  | ",
            "一、一般公共预算财政拨款 | 1.00 |  |  |  |  | ",
            "国有资本经营财政拨款 |  |  |  |  |  | ",
        ),
    )
    assert list(figures(table)["收入"]) == [
        "一般公共预算财政拨款",
        "年初财政拨款结转和结余",
        "年初一般公共预算财政拨款",
        "国有资本经营财政拨款",
    ]
    assert figures(table)["收入"]["年初一般公共预算财政拨款"] == ["1.00"]


def test_codes_in_one_cell_or_in_three() -> None:
    wanted = {
        "合计": ["9.00", "5.00", "4.00"],
        "201 一般公共服务支出": ["9.00", "5.00", "4.00"],
        "20103 政府办公厅（室）及相关机构事务": ["9.00", "5.00", "4.00"],
        "2010301 行政运行": ["5.00", "5.00", ""],
        "2010306 政务公开审批": ["4.00", "", "4.00"],
    }
    names = ["一般公共服务支出", "政府办公厅（室）及相关机构事务", "行政运行", "政务公开审批"]
    rest = ["9.00 | 5.00 | 4.00", "9.00 | 5.00 | 4.00", "5.00 | 5.00 | ", "4.00 |  | 4.00"]
    one = grid(
        [("项目", 1, 2), ("本年支出合计", 2, 1), ("基本支出", 2, 1), ("项目支出", 2, 1)],
        "功能分类\n科目编码 | 科目名称",
        [("合计", 1, 2), "9.00", "5.00", "4.00"],
        *(
            f"{code} | {name} | {figures}"
            for code, name, figures in zip(["201", "20103", "2010301", "2010306"], names, rest, strict=True)
        ),
    )
    levels = {
        "every level": ["201 |  | ", "201 | 03 | ", "201 | 03 | 01", "201 | 03 | 06"],
        "what changes": ["201 |  | ", " | 03 | ", " |  | 01", " |  | 06"],
        "whole codes": ["201 |  | ", " | 20103 | ", " |  | 2010301", " |  | 2010306"],
    }
    assert figures(only_table(*EXPENDITURE, one)) == {"": wanted}
    for how, codes in levels.items():
        three = grid(
            [
                ("支出功能分类科目编码", 1, 3),
                ("科目名称", 2, 1),
                ("本年支出合计", 2, 1),
                ("基本支出", 2, 1),
                ("项目支出", 2, 1),
            ],
            "类 | 款 | 项",
            [("类", 2, 1), ("款", 2, 1), ("项", 2, 1), "栏次", "1", "2", "3"],
            "合计 | 9.00 | 5.00 | 4.00",
            *(f"{code} | {name} | {figures}" for code, name, figures in zip(codes, names, rest, strict=True)),
        )
        assert figures(only_table(*EXPENDITURE, three)) == {"": wanted}, how


def test_codes_in_three_cells_may_have_lost_their_zeros() -> None:
    table = only_table(
        *EXPENDITURE,
        grid(
            "类 | 款 | 项 | 科目名称 | 本年支出合计",
            "208 |  |  | 社会保障和就业支出 | 9.00",
            "208 | 5 | 5 | 机关事业单位基本养老保险缴费支出 | 9.00",
        ),
    )
    assert list(figures(table)[""]) == ["208 社会保障和就业支出", "2080505 机关事业单位基本养老保险缴费支出"]


@pytest.mark.parametrize(
    "title",
    [
        "支出决算表",
        "三、支出决算表",
        "公开03表 支出决算表",
        "支出决算表（公开03表）",
        "支出决算表（续）",
        "2021年度支出决算表",
        "某市某局2021年度部门决算支出决算表",
        "某市某局支出决算表",
        "部门支出决算表",
        "03支出决算表",
        "Z03_支出决算表",
        "支出决算表（本级）",
        "支出决算表（部门汇总）",
    ],
)
def test_titles_with_what_stands_before_and_behind_them(title: str) -> None:
    (table,) = imported("某市某局2021年度部门决算", title, SMALL).tables
    assert (table.title, table.known) == ("支出决算表", True)


@pytest.mark.parametrize("title", ["项目支出决算表", "公开03表", "一般公共支出决算表", "支出决算"])
def test_titles_of_other_tables(title: str) -> None:
    (table,) = imported("某市某局2021年度部门决算", title, SMALL).tables
    assert not table.known


def test_a_heading_may_have_the_unit_of_money_behind_it() -> None:
    table = only_table(
        "支出决算表", grid("科目编码 | 科目名称 | 合计（万元） | 基本支出(万元)", "合计 |  | 9.00 | 9.00")
    )
    assert table.blocks[0].columns == ("本年支出合计", "基本支出")
    assert all(table.blocks[0].known_columns)


def test_a_total_stands_right_behind_the_names_of_the_levels() -> None:
    table = only_table(
        *EXPENDITURE,
        grid(
            [("支出功能分类科目编码", 1, 3), ("科目名称", 2, 1), ("本年支出合计", 2, 1), ("基本支出", 2, 1)],
            "类 | 款 | 项",
            "类 | 款 | 项 | 合计 | 9.00 | 5.00",
            "201 |  |  | 一般公共服务支出 | 9.00 | 5.00",
        ),
    )
    assert figures(table) == {"": {"合计": ["9.00", "5.00"], "201 一般公共服务支出": ["9.00", "5.00"]}}


def test_a_table_goes_on_over_pages_with_its_heading_or_without() -> None:
    heading = ["项目 |  | 本年支出合计 | 基本支出", "科目编码 | 科目名称 |  | ", "栏次 |  | 1 | 2"]
    rows = ["201 | 一般公共服务支出 | 9.00 | 9.00", "20103 | 政府办公厅（室）及相关机构事务 | 9.00 | 9.00"]
    wanted = {"": {"201 一般公共服务支出": ["9.00", "9.00"], "20103 政府办公厅（室）及相关机构事务": ["9.00", "9.00"]}}
    repeated = only_table(*EXPENDITURE, grid(*heading, rows[0]), *EXPENDITURE, grid(*heading, rows[1], page=2))
    bare = only_table(*EXPENDITURE, grid(*heading, rows[0]), grid(rows[1], page=2))
    assert figures(repeated) == figures(bare) == wanted
    assert [place.page for place in bare.places] == [1, 2]


def test_a_note_ends_a_table_and_tells_why_it_is_empty() -> None:
    report = imported(
        "政府性基金预算财政拨款收入支出决算表",
        grid(
            [
                ("项目", 1, 2),
                ("年初结转和结余", 2, 1),
                ("本年收入", 2, 1),
                ("本年支出", 1, 3),
                ("年末结转和结余", 2, 1),
            ],
            "科目编码 | 科目名称 | 小计 | 基本支出 | 项目支出",
            [("合计", 1, 2), "", "", "", "", "", ""],
        ),
        "注：本表反映政府性基金收支情况。",
        "说明：我单位没有政府性基金，故本表无数据。",
        "国有资本经营预算财政拨款支出决算表",
        "说明：本单位无国有资本经营预算，故本表无数据。",
    )
    first, second = report.tables
    assert first.note == "我单位没有政府性基金，故本表无数据。"
    assert first.blocks[0].columns == (
        "年初结转和结余",
        "本年收入",
        "本年支出",
        "基本支出",
        "项目支出",
        "年末结转和结余",
    )
    assert figures(first) == {"": {"合计": [""] * 6}}
    assert (second.title, second.note, second.blocks) == (
        "国有资本经营预算财政拨款支出决算表",
        "本单位无国有资本经营预算，故本表无数据。",
        (),
    )


def test_a_heading_in_the_row_of_the_total_is_no_figure_and_no_blank() -> None:
    """上海 prints 合计, 基本支出, 项目支出 beside the name of the first row of 08."""
    heading = [
        ("项目", 1, 2),
        ("年初结转和结余", 2, 1),
        ("本年收入", 2, 1),
        ("本年支出", 2, 3),
        ("年末结转和结余", 2, 1),
    ]
    title = "政府性基金预算财政拨款收入支出决算表"
    rows = ["科目编码 | 科目名称", [("合计", 1, 2), "0", "2002.80", "合计", "基本支出", "项目支出", ""]]
    table = only_table(title, grid(heading, *rows, "212 | 城乡社区支出 |  |  | 2002.80 |  | 2002.80 | "))
    assert figures(table) == {
        "": {
            "合计": ["0", "2002.80", "？合计", "？基本支出", "？项目支出", ""],
            "212 城乡社区支出": ["", "", "2002.80", "", "2002.80", ""],
        }
    }


def test_what_no_form_knows_is_kept_under_its_own_name() -> None:
    report = imported(
        *EXPENDITURE,
        grid(
            "科目编码 | 科目名称 | 本年支出合计 | 其中：人员支出",
            "合计 |  | 9.00 | 1.00",
            " | 某某支出 | 2.00 | ",
        ),
        "资产负债情况表",
        grid("项目 | 年初数 | 年末数", "一、资产 | 1.00 | 2.00"),
        "名单",
        grid("序号 | 单位名称", "1 | 本级"),
    )
    expenditure, assets = report.tables
    assert expenditure.known
    assert expenditure.blocks[0].columns == ("本年支出合计", "其中：人员支出")
    assert expenditure.blocks[0].known_columns == (True, False)
    assert [(row.label, row.known) for row in expenditure.blocks[0].rows] == [("合计", True), ("某某支出", False)]
    assert not assets.known
    assert figures(assets) == {"": {"一、资产": ["1.00", "2.00"]}}
    assert uses(report, "cell") == ["9.00", "1.00", "2.00", "1.00", "2.00"]
    assert uses(report, "unread") == []


def test_what_is_no_figure_is_marked() -> None:
    table = only_table(
        *EXPENDITURE,
        grid("科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出", "合计 |  | 9.00\n8.00 | 见附件 | -"),
    )
    assert figures(table) == {"": {"合计": ["？9.00 8.00", "？见附件", "-"]}}


def test_titles_and_notes_may_stand_in_the_sheet_itself() -> None:
    table = only_table(
        grid(
            [("支出决算表", 1, 4)],
            " |  |  | 公开03表",
            "部门：某局 |  |  | 金额单位：元",
            "科目编码 | 科目名称 | 本年支出合计 | 基本支出",
            "合计 |  | 9 | 9",
            ["注：本表反映支出情况。", "", "", ""],
            sheet="Z03",
        )
    )
    assert (table.title, table.number, table.known) == ("支出决算表", "公开03表", True)
    assert figures(table) == {"": {"合计": ["9", "9"]}}


def test_the_unit_of_money_of_most_tables_is_the_reports() -> None:
    small = grid("科目编码 | 科目名称 | 本年支出合计", "合计 |  | 9.00")
    report = imported("收入决算表", "单位：万元", small, "支出决算表", "单位：元", small, "其他表", "单位：万元", small)
    assert report.money_unit == "万元"
    assert [table.money_unit for table in report.tables] == ["", "元", ""]


def test_a_title_that_no_form_has_may_be_broken_over_two_lines() -> None:
    small = grid("项目 | 金额", "办公 | 77.50")
    for first, second in (
        ("十一、“三公”经费支出预", "算表"),
        ("2017年“三公”经费支出预算", "表"),
        ("十一、办公用房", "情况表"),
    ):
        (table,) = imported(first, second, "部门：某局", small).tables
        assert table.title == first + second
    (table,) = imported("公开的", "办公用房情况表", small).tables
    assert table.title == "办公用房情况表"
