"""Tables whose title is lost, misread or another's: known by their columns, rows and order, or by nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from support.drawn_documents import DrawnTable, drawn_tables
from support.printed_tables import document, figures, grid, imported, line
from support.reading import form_set

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.record import replace
from jsrules.model.document import DocumentPlace, Grid
from jsrules.model.imported import ImportedReport
from jsrules.readers.documents.recognition.head import DocumentHead
from jsrules.readers.documents.recognition.recognise import recognise

UNIT = "单位：万元"
TOTALS = [
    "收入支出决算总表",
    UNIT,
    grid(
        "项目 | 决算数 | 项目 | 决算数",
        "一、一般公共预算财政拨款收入 | 9.00 | 一、一般公共服务支出 | 9.00",
        "本年收入合计 | 9.00 | 本年支出合计 | 9.00",
        "总计 | 9.00 | 总计 | 9.00",
        page=1,
    ),
]
FUNDS = [
    "财政拨款收入支出决算总表",
    UNIT,
    grid(
        "项目 | 金额 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款",
        "一、一般公共预算财政拨款 | 9.00 | 一、一般公共服务支出 | 9.00 | 9.00 |  | ",
        page=3,
    ),
]
BASIC = [
    "一般公共预算财政拨款基本支出决算明细表",
    UNIT,
    grid(
        "科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数",
        "301 | 工资福利支出 | 5.00 | 302 | 商品和服务支出 | 4.00",
        page=5,
    ),
]
ACCOUNTS = [
    "201 | 一般公共服务支出 | 9.00 | 5.00 | 4.00",
    "20103 | 政府办公厅（室）及相关机构事务 | 9.00 | 5.00 | 4.00",
]
GENERAL = grid(
    [("科目编码", 1, 1), "科目名称", "合计", "基本支出", "项目支出"], "合计 |  | 9.00 | 5.00 | 4.00", *ACCOUNTS, page=4
)
"""05: 09 has the same columns."""
EXPENDITURE = grid(
    "科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出",
    "合计 |  | 9.00 | 5.00 | 4.00 |  |  | ",
    *(f"{each} |  |  | " for each in ACCOUNTS),
    page=2,
)


def codes(report: ImportedReport) -> list[str]:
    return [fault.code for fault in report.faults]


def unsure(report: ImportedReport) -> dict[str, str]:
    return {each.title: each.why for each in report.unsure}


def test_a_table_without_a_title_is_known_by_its_columns_and_rows() -> None:
    report = imported(*TOTALS, UNIT, EXPENDITURE, *FUNDS)
    assert [table.title for table in report.tables] == ["收入支出决算总表", "支出决算表", "财政拨款收入支出决算总表"]
    assert figures(report.tables[1])[""]["20103 政府办公厅（室）及相关机构事务"] == ["9.00", "5.00", "4.00", "", "", ""]
    (told,) = report.faults
    assert (told.code, told.message) == ("W418", "第 2 页的表没有题目，栏和行只合“支出决算表”，照它认")


def test_of_two_forms_with_the_same_columns_the_order_tells() -> None:
    report = imported(*TOTALS, *FUNDS, GENERAL, *BASIC)
    assert [table.title for table in report.tables][2] == "一般公共预算财政拨款支出决算表"
    alone = imported(*TOTALS, GENERAL)
    assert [table.known for table in alone.tables] == [True, False]
    assert codes(alone) == []


@pytest.mark.parametrize("title", ["支出决筭表", "支岀决算表", "支出�算表", "支出决算情况表"])
def test_a_misread_title_is_that_of_the_form_which_its_table_fits(title: str) -> None:
    report = imported(*TOTALS, title, UNIT, EXPENDITURE, *FUNDS)
    assert report.tables[1].title == "支出决算表"
    assert codes(report) == ["W418"]


@pytest.mark.parametrize("title", ["国有资产占用情况表", "项目绩效目标表", "收入预算情况汇总表"])
def test_a_table_of_another_title_is_another(title: str) -> None:
    report = imported(*TOTALS, title, UNIT, EXPENDITURE, *FUNDS)
    assert [table.title for table in report.tables][1] == title
    assert not report.tables[1].known
    assert "支出决算表" not in unsure(report)


def test_columns_that_the_form_does_not_have_make_it_another() -> None:
    strange = grid(
        "科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 年初预算 | 上缴上级支出 | 经营支出 | 对附属单位补助支出",
        *(f"{each} |  |  | " for each in ACCOUNTS),
        page=2,
    )
    report = imported(*TOTALS, strange, *FUNDS)
    assert [table.known for table in report.tables] == [True, False, True]
    assert unsure(report)["支出决算表"] == "“第 2 页的表”没有认出"


def test_two_tables_that_fit_one_form_are_neither() -> None:
    report = imported(*TOTALS, EXPENDITURE, "第二张", EXPENDITURE, *FUNDS)
    assert [table.known for table in report.tables] == [True, False, False, True]
    assert len({table.title for table in report.tables}) == 4


def test_tables_without_a_title_are_called_by_what_is_known_of_them() -> None:
    small = [grid("甲 | 乙", "丙 | 1.00", page=page) for page in (7, 7, 9)]
    report = imported(small[0], "说明如下，", small[1], "公开12表", small[2], "如下。", grid("丁 | 2.00", page=0))
    assert [table.title for table in report.tables] == ["第 7 页的表", "第 7 页的表（2）", "公开12表", "第 0 段的表"]


def test_lines_of_text_without_their_title() -> None:
    report = imported(
        "收入支出决算总表",
        UNIT,
        "项目 决算数 项目 决算数",
        "一、一般公共预算财政拨款收入 9.00 一、一般公共服务支出 9.00",
        "总计 9.00 总计 9.00",
        "注：本表反映收支情况。",
        UNIT,
        "科目编码 科目名称 本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出",
        "合计 9.00 5.00 4.00 0.00 0.00 0.00",
        "201 一般公共服务支出 9.00 5.00 4.00 0.00 0.00 0.00",
        "20103 政府办公厅（室）及相关机构事务 9.00 5.00 4.00 0.00 0.00 0.00",
        "注：本表反映支出情况。",
        "财政拨款收入支出决算总表",
        UNIT,
        "一、一般公共预算财政拨款 9.00 一、一般公共服务支出 9.00 9.00",
    )
    assert [table.title for table in report.tables] == ["收入支出决算总表", "支出决算表", "财政拨款收入支出决算总表"]
    assert figures(report.tables[1])[""]["合计"] == ["9.00", "5.00", "4.00", "0.00", "0.00", "0.00"]
    assert codes(report) == ["W418"]


# ---- what is not there


def of_pages(
    parts: Sequence[Grid | str], faults: tuple[Diagnostic, ...] = (), numbers: Sequence[int] = ()
) -> ImportedReport:
    """What is recognised in a document of several pages, with the page numbers that it prints."""
    made = document(*parts)
    printed = tuple(replace(line(str(number), page), furniture="page_number") for page, number in enumerate(numbers, 1))
    made = replace(made, parts=(*made.parts, *printed), faults=faults, pages=len(numbers) or 3)
    return recognise([made], DocumentHead("部门决算", "某局", 2021), form_set())


def test_a_document_that_was_read_wholly_lacks_what_it_does_not_have() -> None:
    assert unsure(of_pages([*TOTALS, *FUNDS], numbers=[1, 2, 3])) == {}


def test_what_stands_on_a_page_that_was_not_read_may_be_there() -> None:
    picture = Diagnostic("W411", "第 2 页是图片，没有文字", path="决算.pdf")
    report = of_pages([*TOTALS, *FUNDS], (picture,))
    assert set(unsure(report)) == {
        "收入决算表",
        "支出决算表",
        "一般公共预算财政拨款支出决算表",
        "一般公共预算财政拨款基本支出决算明细表",
        "一般公共预算财政拨款“三公”经费支出决算表",
        "政府性基金预算财政拨款收入支出决算表",
    }
    assert set(unsure(report).values()) == {"第 2 页是图片，没有文字"}
    few = Diagnostic("W416", "第 2 页有 2 个看不见的字，没有读", path="决算.pdf")
    assert unsure(of_pages([*TOTALS, *FUNDS], (few,))) == {}


def test_pages_are_lacking_where_their_numbers_jump() -> None:
    report = of_pages([*TOTALS, *FUNDS], numbers=[1, 4, 5])
    assert set(unsure(report).values()) == {"第 2 页印着页码 4，前面缺 2 页"}
    assert [table.whole for table in report.tables] == [False, True]
    assert unsure(of_pages([*TOTALS, *FUNDS], numbers=[1, 1, 2])) == {}
    assert unsure(of_pages([*TOTALS, *FUNDS], numbers=[2021, 5, 30])) == {}


@pytest.mark.parametrize(
    ("parts", "lacking"),
    [
        (["第一部分 概况", "第二部分 部门决算表", "第三部分 情况说明"], ""),
        (["第三部分 情况说明"], "文件里没有第一部分、第二部分"),
        (["第一部分 概况", "第三部分 情况说明"], "文件里没有第二部分"),
        (["第一部分 概况", "第二部分 表", "第三部分 说明", "第一部分 概况", "第二部分 表"], "文件里没有第三部分"),
        (["第一部分 概况", "第二部分 表", "第一部分 概况", "第二部分 表"], ""),
        (["如第三部分所述，收入增加。"], ""),
    ],
)
def test_parts_that_a_document_does_not_have(parts: list[str], lacking: str) -> None:
    report = of_pages([*parts, *TOTALS])
    assert set(unsure(report).values()) == ({lacking} if lacking else set())


def test_a_table_that_is_printed_twice_is_told_and_kept() -> None:
    report = imported(*TOTALS, "支出决算表", EXPENDITURE, *FUNDS, "支出决算表", GENERAL)
    assert [(table.title, table.known) for table in report.tables] == [
        ("收入支出决算总表", True),
        ("支出决算表", True),
        ("财政拨款收入支出决算总表", True),
        ("支出决算表（2）", False),
    ]
    (told,) = report.faults
    assert told.code == "W417"
    assert "“支出决算表”取第 2 页，另一张（第 4 页）照原样留在“未认出”里" in told.message


def test_of_two_tables_with_one_title_the_one_that_fits_has_it() -> None:
    by_unit = grid(
        "单位名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出",
        "合计 | 9.00 | 5.00 | 4.00 |  |  | ",
        "某局本级 | 9.00 | 5.00 | 4.00 |  |  | ",
        page=1,
    )
    report = imported("支出决算表", by_unit, "支出决算表", EXPENDITURE)
    assert [(table.title, table.known) for table in report.tables] == [("支出决算表", False), ("支出决算表", True)]
    assert codes(report) == ["W417"]


@given(drawn_tables())
@settings(deadline=None)
def test_without_its_title_a_table_is_what_it_is_or_nothing(drawn: DrawnTable) -> None:
    titles = {each.title for each in form_set().forms}
    parts = [part for part in drawn.parts if not (isinstance(part, str) and part.replace("\n", "") in titles)]
    for table in imported(*[each for each in parts if isinstance(each, Grid)]).tables:
        assert table.form in (drawn.form, -1)


def test_places_of_tables_without_pages() -> None:
    (table,) = imported(replace(grid("甲 | 1.00"), place=DocumentPlace(paragraph=57))).tables
    assert table.title == "第 57 段的表"


def test_a_title_above_another_table_is_not_its_own() -> None:
    """The last title of a table of contents stands above a table whose own is lost."""
    report = imported("目录", "支出决算表", "政府性基金预算财政拨款收入支出决算表", EXPENDITURE, *FUNDS)
    assert [table.title for table in report.tables] == ["支出决算表", "财政拨款收入支出决算总表"]
    (told,) = report.faults
    assert (told.code, "与栏、行不合" in told.message) == ("W418", True)


def test_an_empty_table_without_its_title() -> None:
    heading = "科目编码 | 科目名称 | 年初结转和结余 | 本年收入 | 小计 | 基本支出 | 项目支出 | 年末结转和结余"
    empty = grid(heading, "合计 |  |  |  |  |  |  | ", page=9)
    report = imported(*TOTALS, empty, "注：某局没有政府性基金收入，故本表无数据。")
    assert report.tables[1].title == "政府性基金预算财政拨款收入支出决算表"
    assert report.tables[1].note == "某局没有政府性基金收入，故本表无数据。"
    half = grid("科目编码 | 科目名称 | 年初结转和结余 | 小计 | 基本支出 | 别的支出", "合计 |  |  |  |  | ", page=9)
    report = imported(*TOTALS, half)
    assert len(report.tables) == 1
    assert "“第 9 页的表”没有认出" in unsure(report)["政府性基金预算财政拨款收入支出决算表"]
