"""The functions of the rule language, each written once: its words, what it takes and gives, what may be said of it.

The arithmetic of figures stands in `jsrules.engine.intervals`, the truth of conditions in `jsrules.engine.truth`; mypy
names a function that they forget, and ``tests/model/test_functions.py`` whatever else is missing.
"""

from __future__ import annotations

from typing import Literal, TypeGuard

from jsrules.base.language import Words
from jsrules.base.record import Record

FigureFunction = Literal["sum", "count", "mean", "median", "maximum", "minimum", "absolute", "round"]
ConditionFunction = Literal["exists", "blank", "like", "covers", "consistent", "lists", "any", "all"]
Function = FigureFunction | ConditionFunction

ArgumentKind = Literal["figures", "figure", "decimals", "counted", "place", "cells", "text", "pattern", "chosen"]
"""``figures``: a figure or several cells; ``counted``: cells whose printed figures are counted; ``place``: a table,
row or cell; ``cells``: a reference to cells; ``decimals``: a number of decimals, written out; ``pattern``: a text
with ``*`` and ``?``; ``chosen``: cells with a condition. ``figures`` and ``counted`` may have one, too."""

UnitRule = Literal["none", "first", "common"]
"""What unit a result has: none of its own, that of the first argument, or the one that all arguments must share."""

Linearity = Literal["none", "total", "mean", "count"]
"""How a result is linear in figures: not at all, as their total, as their mean, as a constant: how many are printed."""


class FunctionRow(Record):
    """What is known of one function.

    ``words`` call it in rules, and so do the ``spellings``, which can mean nothing else; the last of ``arguments`` may
    be ``repeated``. ``habits`` are words of other programs and of everyday language that stand for it, in capitals, and
    ``advice`` says what to write instead. ``usage`` is said where the arguments are wrong: what it takes and, behind
    that, how to write it.
    """

    words: Words
    result: Literal["figure", "condition"]
    arguments: tuple[ArgumentKind, ...]
    repeated: bool = False
    unit: UnitRule = "none"
    linear: Linearity = "none"
    never_negative: bool = False
    spellings: str = ""
    habits: str = ""
    advice: Words = ("", "")
    usage: tuple[Words, ...] = ()


_PLACE = (("存在(…)、空白(…) 里只能写一张表、一行或一格", "exists(…) and blank(…) take one table, row or cell"),)

_CHOSEN = (
    ("任一(…)、全部(…) 里要写单元格和条件", "any(…) and all(…) take cells and a condition"),
    ("写成 全部(表名[*, 栏], 若 本值 >= 0)", "write all(TABLE[*, COLUMN], if current >= 0)"),
)

# fmt: off
FUNCTIONS: dict[Function, FunctionRow] = {
    "sum": FunctionRow(
        ("合计", "sum"), "figure", ("figures",), repeated=True, unit="common", linear="total",
        spellings="SUM 求和 Σ ∑",
        habits="SUMIF ∑ Σ 总和 之和 的和 加总 汇总 相加",
        advice=("求和写成 合计(…)", "write a sum as sum(…)"),
    ),
    "count": FunctionRow(
        ("计数", "count"), "figure", ("counted",), repeated=True, linear="count", never_negative=True,
        spellings="COUNT 个数",
        habits="COUNTA COUNTIF 数量 计算个数",
        advice=("个数写成 计数(…)", "write count(…)"),
        usage=(
            ("计数(…) 数的是单元格，不能写算式", "count(…) counts cells, not formulas"),
            ("写成 计数(表名[行, 栏])", "write count(TABLE[ROW, COLUMN])"),
        ),
    ),
    "mean": FunctionRow(
        ("平均", "mean"), "figure", ("figures",), repeated=True, unit="common", linear="mean",
        spellings="AVERAGE 平均值 平均数",
        habits="AVG MEAN 均值 求平均",
        advice=("平均数写成 平均(…)", "write a mean as mean(…)"),
    ),
    "median": FunctionRow(
        ("中位数", "median"), "figure", ("figures",), repeated=True, unit="common",
        spellings="MEDIAN 中位值",
        habits="中值 求中位数",
        advice=("中位数写成 中位数(…)", "write a median as median(…)"),
    ),
    "maximum": FunctionRow(
        ("最大", "max"), "figure", ("figures",), repeated=True, unit="common",
        spellings="MAX 最大值",
        habits="最大数 取大",
        advice=("最大值写成 最大(…)", "write max(…)"),
    ),
    "minimum": FunctionRow(
        ("最小", "min"), "figure", ("figures",), repeated=True, unit="common",
        spellings="MIN 最小值",
        habits="最小数 取小",
        advice=("最小值写成 最小(…)", "write min(…)"),
    ),
    "absolute": FunctionRow(
        ("绝对值", "abs"), "figure", ("figure",), unit="first", never_negative=True,
        spellings="ABS 取绝对值",
        habits="求绝对值",
        advice=("绝对值写成 绝对值(…)", "write abs(…)"),
        usage=(("绝对值(…) 里只能有一项", "abs(…) takes one argument"),),
    ),
    "round": FunctionRow(
        ("舍入", "round"), "figure", ("figure", "decimals"), unit="first",
        spellings="ROUND 四舍五入",
        habits="取整 保留 INT",
        advice=("四舍五入写成 舍入(…, 位数)", "write round(…, DECIMALS)"),
        usage=(
            ("舍入(…) 里要写一个数和小数位数", "round(…) takes a figure and a number of decimals"),
            ("写成 舍入(…, 2)", "write round(…, 2)"),
        ),
    ),
    "like": FunctionRow(
        ("形如", "like"), "condition", ("text", "pattern"),
        usage=(
            ("形如(…) 里要写一个文字项和一个模式", "like(…) takes a text and a pattern"),
            ('写成 形如(报告.单位, "*局")', 'write like(report.unit, "*局")'),
        ),
    ),
    "covers": FunctionRow(
        ("覆盖", "covers"), "condition", ("cells", "cells"),
        usage=(
            ("覆盖(…) 里要写两组单元格", "covers(…) takes two groups of cells"),
            (
                "写成 覆盖([各类, 金额], 表名[各类, 小计])",
                "write covers([classes, COLUMN], TABLE[classes, COLUMN])",
            ),
        ),
    ),
    "consistent": FunctionRow(
        ("前后一致", "consistent"), "condition", ("cells",),
        habits="一致 前后相同 相互一致",
        advice=("几处写的同一个数相同写成 前后一致(…)", "that all statements of a figure agree is consistent(…)"),
        usage=(
            ("前后一致(…) 里要写一个数或几个数", "consistent(…) takes one or several figures of the report"),
            ("写成 前后一致(节[项目, 决算])", "write consistent(SECTION[ITEM, COLUMN])"),
        ),
    ),
    "lists": FunctionRow(
        ("列有", "lists"), "condition", ("text", "text"),
        habits="列出 列举 包含 含有 CONTAINS",
        advice=("一列名称里有没有一个写成 列有(节[项目, 栏], 本行)", "whether a name is listed is lists(CELL, this_row)"),
        usage=(
            ("列有(…) 里要写一列名称和一个名称", "lists(…) takes a list of names and a name"),
            ('写成 列有(节[项目, 栏], "办公费")', 'write lists(SECTION[ITEM, COLUMN], "NAME")'),
        ),
    ),
    "any": FunctionRow(
        ("任一", "any"), "condition", ("chosen",), repeated=True,
        habits="任意 任何 有一个 存在一个 至少一个",
        advice=("其中一个成立写成 任一(…, 若 本值 > 0)", "write any(…, if current > 0)"),
        usage=_CHOSEN,
    ),
    "all": FunctionRow(
        ("全部", "all"), "condition", ("chosen",), repeated=True,
        habits="所有 全都 每一个 均 都",
        advice=("个个成立写成 全部(…, 若 本值 > 0)", "write all(…, if current > 0)"),
        usage=_CHOSEN,
    ),
    "exists": FunctionRow(
        ("存在", "exists"), "condition", ("place",), usage=_PLACE,
        habits="存在 有表 不存在 EXIST",
        advice=("有没有写成 存在(…)", "write exists(…)"),
    ),
    "blank": FunctionRow(
        ("空白", "blank"), "condition", ("place",), usage=_PLACE,
        spellings="ISBLANK",
        habits="为空 空 是空 不为空 不空 非空 为空白 有数 无数",
        advice=("有没有数写成 空白(…)、非 空白(…)", "write blank(…) or not blank(…)"),
    ),
}
# fmt: on
"""A row for each function, in the order of the language's pages."""

BY_WORD: dict[str, Function] = {
    word: function for function, row in FUNCTIONS.items() for word in (*row.words, *row.spellings.split())
}
"""Functions by the words that rules write, and by those that are understood."""


def is_figure(function: Function) -> TypeGuard[FigureFunction]:
    """Whether a function gives a figure."""
    return FUNCTIONS[function].result == "figure"


def is_condition(function: Function) -> TypeGuard[ConditionFunction]:
    """Whether a function gives a condition."""
    return FUNCTIONS[function].result == "condition"
