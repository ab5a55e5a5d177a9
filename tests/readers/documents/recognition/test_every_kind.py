"""What varies in published tables is read alike in files of every kind."""

from __future__ import annotations

import pytest
from support.printed_tables import Merged, figures, grid, uses
from support.read_as import KINDS_READ, file_of, read_as

from jsrules.model.document import Grid
from jsrules.model.imported import ImportedTable
from jsrules.readers.documents.open_document import document_of
from jsrules.verification.verifier import Verifier

EVERY = pytest.mark.parametrize("kind", KINDS_READ)
HEAD = "某市某局2021年度部门决算"
UNIT = "单位：万元"
WHOLE = "科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出"


def only(kind: str, *parts: Grid | str) -> ImportedTable:
    report = read_as(kind, HEAD, *parts)
    assert uses(report, "unread") == []
    (table,) = report.tables
    return table


# ---- 三公, with more beside it -----------------------------------------------------------------------

HOSPITALITY = "一般公共预算财政拨款“三公”经费支出决算表"
ITEMS = ["合计", "因公出国（境）费", "公务用车购置及运行费", "公务用车购置费", "公务用车运行费", "公务接待费"]
BUDGET = ["6.00", "1.00", "3.00", "", "3.00", "2.00"]
FINAL = ["4.50", "", "3.00", "1.00", "2.00", "1.50"]
SIX = {label: [one, two] for label, one, two in zip(ITEMS, BUDGET, FINAL, strict=True)}
VEHICLES: list[str | Merged] = [
    ("合计", 2, 1),
    ("因公出国（境）费", 2, 1),
    ("公务用车购置及运行费", 1, 3),
    ("公务接待费", 2, 1),
]
THREE = ["小计", "公务用车购置费", "公务用车运行费"]


def halves(*beside: str) -> Grid:
    """Six budgets, six accounts, and what stands beside them in one column each."""
    top: list[str | Merged] = [("预算数", 1, 6), ("决算数", 1, 6), *((each, 3, 1) for each in beside)]
    figures_ = [*BUDGET, *FINAL, *(f"{at}7.00" for at, _ in enumerate(beside, 1))]
    return grid(top, [*VEHICLES, *VEHICLES], [*THREE, *THREE], figures_)


def pairs(*beside: str) -> Grid:
    """Budget and account of each item, and of what stands beside them."""
    deep: list[str | Merged] = [
        ("合计", 2, 2),
        ("因公出国（境）费", 2, 2),
        ("公务用车购置及运行费", 1, 6),
        ("公务接待费", 2, 2),
        *((each, 2, 2) for each in beside),
    ]
    count = 6 + len(beside)
    both = [each for pair in zip(BUDGET, FINAL, strict=True) for each in pair]
    more = [each for at, _ in enumerate(beside, 1) for each in (f"{at}8.00", f"{at}7.00")]
    return grid(deep, [(each, 1, 2) for each in THREE], ["预算数", "决算数"] * count, [*both, *more])


@EVERY
def test_running_costs_alone_beside_the_three(kind: str) -> None:
    """What has no 预算数 or 决算数 above it is an account; the form of 上海 2017 has such an item, that of 2021 has not."""
    title = "“三公”经费和机关运行经费支出决算表"
    document = document_of(file_of(kind, "上海市某区某局2017年度部门决算", title, halves("机关运行经费")), f"a.{kind}")
    (table,) = Verifier().import_documents([document]).report.tables
    assert figures(table)[""] == {**SIX, "机关运行经费": ["", "17.00"]}
    assert all(row.known for row in table.blocks[0].rows)
    unknown = only(kind, HOSPITALITY, halves("机关运行经费"))
    assert figures(unknown)[""] == {**SIX, "机关运行经费": ["", "17.00"]}
    assert [row.label for row in unknown.blocks[0].rows if not row.known] == ["机关运行经费"]


@EVERY
@pytest.mark.parametrize("beside", [("机关运行经费",), ("会议费", "培训费"), ("会议费", "培训费", "机关运行经费")])
def test_more_items_in_pairs(kind: str, beside: tuple[str, ...]) -> None:
    table = only(kind, HOSPITALITY, pairs(*beside))
    found = figures(table)[""]
    assert {label: cells for label, cells in found.items() if label in SIX} == SIX
    assert {label: found[label] for label in beside} == {
        label: [f"{at}8.00", f"{at}7.00"] for at, label in enumerate(beside, 1)
    }


@EVERY
def test_items_one_below_the_other(kind: str) -> None:
    rows = [f"{label} | {one} | {two}" for label, (one, two) in SIX.items()]
    table = only(kind, HOSPITALITY, grid("项目 | 预算数 | 决算数", *rows, "会议费 | 1.00 | 0.50"))
    assert figures(table)[""] == {**SIX, "会议费": ["1.00", "0.50"]}
    assert [row.label for row in table.blocks[0].rows if not row.known] == ["会议费"]


# ---- headings ------------------------------------------------------------------------------------------


@EVERY
def test_a_heading_of_four_levels(kind: str) -> None:
    funds = grid(
        [("收入", 1, 2), ("支出", 1, 5)],
        [("项目", 3, 1), ("金额", 3, 1), ("项目", 3, 1), ("金额", 1, 4)],
        [("合计", 2, 1), ("其中", 1, 3)],
        "一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款",
        "一、一般公共预算财政拨款 | 9.00 | 一、一般公共服务支出 | 9.00 | 9.00 |  | ",
        "总计 | 9.00 | 总计 | 9.00 | 9.00 |  | ",
    )
    table = only(kind, "财政拨款收入支出决算总表", UNIT, funds)
    assert figures(table) == {
        "收入": {"一般公共预算财政拨款": ["9.00"], "总计": ["9.00"]},
        "支出": {
            "201 一般公共服务支出": ["9.00", "9.00", "", ""],
            "总计": ["9.00", "9.00", "", ""],
        },
    }
    assert all(known for block in table.blocks for known in block.known_columns)


ROWS = [
    "合计 |  | 9.00 | 5.00 | 4.00",
    "201 | 一般公共服务支出 | 9.00 | 5.00 | 4.00",
    "20103 | 政府办公厅（室）及相关机构事务 | 9.00 | 5.00 | 4.00",
    "2010301 | 行政运行 | 5.00 | 5.00 | ",
    "2010306 | 政务公开审批 | 4.00 |  | 4.00",
]
WANTED = {
    "合计": ["9.00", "5.00", "4.00"],
    "201 一般公共服务支出": ["9.00", "5.00", "4.00"],
    "20103 政府办公厅（室）及相关机构事务": ["9.00", "5.00", "4.00"],
    "2010301 行政运行": ["5.00", "5.00", ""],
    "2010306 政务公开审批": ["4.00", "", "4.00"],
}


@EVERY
@pytest.mark.parametrize("again", [True, False], ids=["heading again", "no heading"])
def test_a_table_that_goes_on(kind: str, again: bool) -> None:
    first = grid(WHOLE, *ROWS[:3])
    rest = grid(*([WHOLE] if again else []), *ROWS[3:], page=2)
    between = [] if kind in ("pdf", "docx", "html") else ["支出决算表（续）"]
    table = only(kind, "支出决算表", UNIT, first, *between, rest)
    assert figures(table) == {"": WANTED}


@EVERY
def test_codes_in_three_cells(kind: str) -> None:
    levels = [("201", "", ""), ("201", "03", ""), ("201", "03", "01"), ("201", "03", "06")]
    rows = [" | ".join((*level, *row.split(" | ")[1:])) for level, row in zip(levels, ROWS[1:], strict=True)]
    table = only(
        kind,
        "支出决算表",
        UNIT,
        grid(
            [("科目编码", 1, 3), ("科目名称", 2, 1), ("本年支出合计", 2, 1), ("基本支出", 2, 1), ("项目支出", 2, 1)],
            "类 | 款 | 项",
            "栏次 |  |  |  | 1 | 2 | 3",
            "合计 |  |  |  | 9.00 | 5.00 | 4.00",
            *rows,
        ),
    )
    assert figures(table) == {"": WANTED}


@EVERY
def test_wrapped_names_and_other_names(kind: str) -> None:
    table = only(
        kind,
        "支出决算表",
        UNIT,
        grid(
            WHOLE,
            "208 | 社会保障\n和就业支出 | 9.00 | 9.00 | ",
            "20805 | 行政事业单位离退休 | 9.00 | 9.00 | ",
            "2080505 | 机关事业单位基本\n养老保险缴费支出 | 9.00 | 9.00 | ",
            "207 | 文化体育与传媒支出 | 1.00 |  | 1.00",
        ),
    )
    assert list(figures(table)[""]) == [
        "208 社会保障和就业支出",
        "20805 行政事业单位离退休",
        "2080505 机关事业单位基本养老保险缴费支出",
        "207 文化体育与传媒支出",
    ]
    assert all(row.known for row in table.blocks[0].rows)


@EVERY
def test_rows_with_a_line_number_and_nothing_else(kind: str) -> None:
    table = only(
        kind,
        "收入支出决算总表",
        UNIT,
        grid(
            [("收入", 1, 3), ("支出", 1, 3)],
            "项目 | 行次 | 金额 | 项目 | 行次 | 金额",
            "一、一般公共预算财政拨款收入 | 1 | 10.00 | 一、一般公共服务支出 | 31 | 9.00",
            " | 9 |  | 九、卫生健康支出 | 39 | 1.00",
            " | 10 |  |  | 40 | ",
            "总计 | 30 | 10.00 | 总计 | 60 | 10.00",
        ),
    )
    assert figures(table) == {
        "收入": {"一般公共预算财政拨款收入": ["10.00"], "总计": ["10.00"]},
        "支出": {"201 一般公共服务支出": ["9.00"], "210 卫生健康支出": ["1.00"], "总计": ["10.00"]},
    }


@EVERY
@pytest.mark.parametrize("drawn", [True, False], ids=["with its heading", "without a table"])
def test_an_empty_table_with_its_note(kind: str, drawn: bool) -> None:
    title = "政府性基金预算财政拨款收入支出决算表"
    heading = grid(
        "科目编码 | 科目名称 | 年初结转和结余 | 本年收入 | 小计 | 基本支出 | 项目支出 | 年末结转和结余",
        "合计 |  |  |  |  |  |  | ",
    )
    note = "注：某局没有政府性基金收入，故本表无数据。"
    table = only(kind, title, UNIT, *([heading] if drawn else []), note)
    assert (table.title, table.known) == (title, True)
    assert table.note == note.removeprefix("注：")
    assert not any(cell.text for block in table.blocks for row in block.rows for cell in row.cells)


@EVERY
def test_the_total_stands_last_or_first(kind: str) -> None:
    table = only(kind, "支出决算表", UNIT, grid(WHOLE, *ROWS[1:], ROWS[0]))
    assert figures(table) == {"": WANTED}
    assert [row.label for row in table.blocks[0].rows][-1] == "合计"
