"""06 in one, two or three lanes, and 07 in all its shapes."""

from __future__ import annotations

import pytest
from support.printed_tables import figures, grid, imported, only_table, uses

BASIC = "一般公共预算财政拨款基本支出决算明细表"
HOSPITALITY = "一般公共预算财政拨款“三公”经费支出决算表"

STAFF = ["301 | 工资福利支出 | 9.00", "30101 | 基本工资 | 9.00", "303 | 对个人和家庭的补助 | "]
OFFICE = ["302 | 商品和服务支出 | 2.00", "30201 | 办公费 | 2.00"]
CAPITAL = ["310 | 资本性支出 | 1.00", "31002 | 办公设备购置 | 1.00"]
WANTED = {
    "人员经费": {
        "301 工资福利支出": ["9.00"],
        "30101 基本工资": ["9.00"],
        "303 对个人和家庭的补助": [""],
        "人员经费合计": ["9.00"],
    },
    "公用经费": {
        "302 商品和服务支出": ["2.00"],
        "30201 办公费": ["2.00"],
        "310 资本性支出": ["1.00"],
        "31002 办公设备购置": ["1.00"],
        "公用经费合计": ["3.00"],
    },
}
EMPTY = " |  | "


def test_one_lane() -> None:
    rows = [*STAFF, "人员经费合计 |  | 9.00", *OFFICE, *CAPITAL, "公用经费合计 |  | 3.00"]
    assert figures(only_table(BASIC, grid("经济分类科目编码 | 科目名称 | 决算数", *rows))) == WANTED


def test_two_lanes() -> None:
    left = [*STAFF, EMPTY, "人员经费合计 |  | 9.00"]
    right = [*OFFICE, *CAPITAL, "公用经费合计 |  | 3.00"]
    rows = [f"{one} | {two}" for one, two in zip(left, right, strict=True)]
    heading = "科目编码 | 科目名称 | 金额 | 科目编码 | 科目名称 | 金额"
    assert figures(only_table(BASIC, grid(heading, *rows))) == WANTED


@pytest.mark.parametrize("end", [9, 8])
def test_three_lanes_with_a_total_over_two_of_them(end: int) -> None:
    """The figure stands at the end of the third lane; where empty cells were lost, in the column of its names."""
    rows = [
        f"{one} | {two} | {three}" for one, two, three in zip(STAFF, [*OFFICE, EMPTY], [*CAPITAL, EMPTY], strict=True)
    ]
    last = ["人员经费合计", "", "9.00", "公用经费合计", *[""] * (end - 5), "3.00"]
    heading = [
        [("人员经费", 1, 3), ("公用经费", 1, 6)],
        " | ".join(["科目编码 | 科目名称 | 决算数"] * 3),
    ]
    assert figures(only_table(BASIC, grid(*heading, *rows, last))) == WANTED


ITEMS = ["合计", "因公出国（境）费", "小计", "公务用车\n购置费", "公务用车\n运行费", "公务接待费"]
LABELS = ["合计", "因公出国（境）费", "公务用车购置及运行费", "公务用车购置费", "公务用车运行费", "公务接待费"]
BUDGET = ["6.00", "1.00", "3.00", "", "3.00", "2.00"]
FINAL = ["4.50", "", "3.00", "1.00", "2.00", "1.50"]
ACROSS = {"": {label: [one, two] for label, one, two in zip(LABELS, BUDGET, FINAL, strict=True)}}


def test_six_budgets_and_six_accounts_in_one_row() -> None:
    levels = [("合计", 2, 1), ("因公出国(境)费", 2, 1), ("公务用车购置及运行费", 1, 3), ("公务接待费", 2, 1)]
    table = only_table(
        HOSPITALITY,
        grid(
            [("预算数", 1, 6), ("决算数", 1, 6)],
            [*levels, *levels],
            " | ".join(["小计 | 公务用车购置费 | 公务用车运行费"] * 2),
            " | ".join(map(str, range(1, 13))),
            [*BUDGET, *FINAL],
        ),
    )
    assert figures(table) == ACROSS
    assert table.blocks[0].columns == ("预算数", "决算数")


def test_the_same_where_merged_cells_were_taken_apart() -> None:
    names = "合计 | 因公出国(境)费 | 公务用车购置及运行费 |  |  | 公务接待费"
    deep = " |  | 小计 | 公务用车购置费 | 公务用车运行费 | "
    table = only_table(
        HOSPITALITY,
        grid(
            "预算数 |  |  |  |  |  | 决算数 |  |  |  |  | ", f"{names} | {names}", f"{deep} | {deep}", [*BUDGET, *FINAL]
        ),
    )
    assert figures(table) == ACROSS


def test_pairs_of_budget_and_account() -> None:
    table = only_table(
        "财政拨款“三公”经费支出决算表",
        grid(
            [("财政拨款“三公”经费", 1, 12)],
            [("合计", 2, 2), ("因公出国\n（境）费", 2, 2), ("公务用车购置及运行维护费", 1, 6), ("公务接待费", 2, 2)],
            [("小计", 1, 2), ("公务用车\n购置费", 1, 2), ("公务用车\n运行维护费", 1, 2)],
            " | ".join(["预算数 | 决算数"] * 6),
            [each for pair in zip(BUDGET, FINAL, strict=True) for each in pair],
        ),
    )
    assert figures(table) == ACROSS


def test_one_row_for_each_item() -> None:
    rows = [f"{label} | {one} | {two}" for label, one, two in zip(LABELS, BUDGET, FINAL, strict=True)]
    assert figures(only_table(HOSPITALITY, grid("项目 | 预算数 | 决算数", *rows))) == ACROSS


def test_an_item_that_the_form_does_not_have_is_kept() -> None:
    report = imported(
        HOSPITALITY,
        grid(
            [("预算数", 1, 3), ("决算数", 1, 3)],
            " | ".join(["合计 | 公务接待费 | 会议费"] * 2),
            "3.00 | 3.00 | 7.00 | 2.00 | 2.00 | 8.00",
        ),
    )
    (table,) = report.tables
    assert figures(table)[""]["公务接待费"] == ["3.00", "2.00"]
    rest = [(row.label, row.known, [cell.text for cell in row.cells]) for row in table.blocks[0].rows if not row.known]
    assert rest == [("会议费", False, ["7.00", "8.00"])]
    assert uses(report, "unread") == []


def test_two_columns_headed_as_one_place_are_not_known_apart() -> None:
    """预算数 twice where 预算数 and 决算数 should stand: the figure is seen, and nobody knows which it is."""
    made = imported(
        grid(
            "合计||因公出国（境）费||公务用车购置及运行费||||||公务接待费|",
            "||||小计||公务用车购置费||公务用车运行费|||",
            "预算数|决算数|预算数|决算数|预算数|决算数|预算数|预算数|决算数|决算数|预算数|决算数",
            "||||||0.00|||7.00||",
        )
    )
    (table,) = made.tables
    (block,) = table.blocks
    cells = {row.label: [(cell.text, cell.seen) for cell in row.cells] for row in block.rows}
    assert cells["公务用车购置费"] == [("？", "0.00"), ("", "")]
    assert cells["公务用车运行费"] == [("", ""), ("？", "7.00")]
    assert uses(made, "cell") == ["0.00", "7.00"]
