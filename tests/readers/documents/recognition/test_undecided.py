"""Text of tables that lost its empty cells: what has one reading is read, all else is marked with what was seen."""

from __future__ import annotations

from support.printed_tables import figures, imported, uses

BASIC = "一般公共预算财政拨款基本支出决算明细表"


def test_lines_of_two_names_with_a_figure_each_or_none() -> None:
    report = imported(
        "收入支出决算总表",
        "单位：万元",
        "收入 支出",
        "项目 决算数 项目 决算数",
        "一、一般公共预算财政拨款收入 19,044.27 一、一般公共服务支出 306.90",
        "二、政府性基金预算财政拨款收入 二、外交支出",
        "九、卫生健康支出 271.40",
        "二十二、灾害防治及应急管理支",
        "98.23",
        "出",
        "使用非财政拨款结余 结余分配",
        "总计 19,044.27 总计 19,044.27",
        "注：本表反映收支情况。",
    )
    (table,) = report.tables
    assert figures(table) == {
        "收入": {
            "一般公共预算财政拨款收入": ["19,044.27"],
            "政府性基金预算财政拨款收入": [""],
            "使用非财政拨款结余": [""],
            "总计": ["19,044.27"],
        },
        "支出": {
            "201 一般公共服务支出": ["306.90"],
            "202 外交支出": [""],
            "210 卫生健康支出": ["271.40"],
            "224 灾害防治及应急管理支出": ["98.23"],
            "结余分配": [""],
            "总计": ["19,044.27"],
        },
    }
    assert not table.whole
    assert uses(report, "unread") == []


def test_codes_stand_with_their_figures_between_the_parts_of_a_wrapped_name() -> None:
    report = imported(
        BASIC,
        "经济分类 类",
        "科目名称 决算数 科目名称 决算数",
        "301 工资福利支出 504.38 302 商品和服务支出 72.56",
        "机关事业单位基本养老保",
        "30108 504.38 30206 电费 72.56",
        "险缴费",
        "30109 职业年金缴费 30207 邮电费",
        "人员经费合计 504.38 公用经费合计 72.56",
    )
    (table,) = report.tables
    assert figures(table) == {
        "人员经费": {
            "301 工资福利支出": ["504.38"],
            "30108 机关事业单位基本养老保险缴费": ["504.38"],
            "30109 职业年金缴费": [""],
            "人员经费合计": ["504.38"],
        },
        "公用经费": {
            "302 商品和服务支出": ["72.56"],
            "30206 电费": ["72.56"],
            "30207 邮电费": [""],
            "公用经费合计": ["72.56"],
        },
    }


def test_fewer_figures_than_columns_are_marked_and_as_many_are_read() -> None:
    report = imported(
        "一般公共预算财政拨款支出决算表",
        "科目编码 科目名称 小计 基本支出 项目支出",
        "201 一般公共服务支出 9.00 5.00 4.00",
        "20103 政府办公厅（室）及相关机构事务 9.00 9.00",
        "20129 群众团体事务",
        "合计 9.00 5.00 4.00",
    )
    (table,) = report.tables
    assert figures(table)[""] == {
        "201 一般公共服务支出": ["9.00", "5.00", "4.00"],
        "20103 政府办公厅（室）及相关机构事务": ["？9.00 9.00"] * 3,
        "20129 群众团体事务": ["", "", ""],
        "合计": ["9.00", "5.00", "4.00"],
    }
    assert len(uses(report, "cell")) == 8


def test_a_line_of_figures_without_names_is_a_table_written_across() -> None:
    report = imported(
        "一般公共预算财政拨款“三公”经费支出决算表",
        "合计 公务用车 公务接待费",
        "预算数 决算数 预算数 决算数",
        "53.93 37.35 52.40 37.35 1.53 0",
        "注：本表反映“三公”经费。",
    )
    (table,) = report.tables
    assert {cell for row in figures(table)[""].values() for cell in row} == {"？53.93 37.35 52.40 37.35 1.53 0"}
    assert uses(report, "unread") == []


def test_figures_without_a_name_are_unread_and_sentences_are_no_table() -> None:
    report = imported(
        "支出决算表",
        "201 一般公共服务支出 9.00 9.00",
        "77.00",
        "合计 9.00 9.00",
        "支出决算情况说明",
        "本年支出合计 9.00 万元，其中：基本支出 9.00 万元。",
    )
    assert uses(report, "unread") == ["77.00"]
    assert uses(report, "prose") == ["9.00", "9.00"]
