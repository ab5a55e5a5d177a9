"""Whether every part of a resolved rule has a meaning in its place: conditions, sums of cells, lone cells."""

from __future__ import annotations

from typing import NoReturn

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.source import Source, Span
from jsrules.model.syntax import (
    Arithmetic,
    Call,
    Cells,
    Children,
    Compare,
    Constant,
    Current,
    Every,
    Existing,
    Expression,
    Header,
    Here,
    If,
    Index,
    Keys,
    Logic,
    Name,
    Negative,
    Not,
    Note,
    OfLevel,
    Range,
    Rule,
    Text,
)
from jsrules.model.tree import walk

_TRUTHS = ("exists", "blank")
_PLACES = (Cells, Existing, Name, Index, Current, Header, Note)
_AGGREGATES = ("sum", "count", "mean", "minimum", "maximum")


MAXIMUM_PRODUCTS = 40
"""Exact products grow with every factor; nobody needs more in one rule."""


def check_places(source: Source, rule: Rule) -> None:
    """Raise `InputError` (E206) where a rule has a condition for a figure, a figure for a condition,
    or many cells for one.
    """
    products = sum(1 for each in walk(rule.body) if isinstance(each, Arithmetic) and each.operator in "*/")
    if products > MAXIMUM_PRODUCTS:
        message = say(
            "一条规则里乘除超过 {n} 次", "more than {n} multiplications and divisions in a rule", n=MAXIMUM_PRODUCTS
        )
        remedy = say("拆成较小的部分", "split it into smaller parts")
        raise InputError([Diagnostic("E207", message, (Label(source, rule.span),), remedy=remedy)])
    _Places(source, rule).condition(rule.body)


class _Places:
    def __init__(self, source: Source, rule: Rule) -> None:
        self.source = source
        axes = rule.quantifier.axes if rule.quantifier else ()
        self.has_row = any(axis != "column" for axis in axes)
        self.has_column = "column" in axes

    def _raise(self, span: Span, message: str, remedy: str = "") -> NoReturn:
        raise InputError([Diagnostic("E206", message, (Label(self.source, span),), remedy=remedy)])

    def condition(self, node: Expression) -> None:
        match node:
            case Compare() if is_text(node.left) or is_text(node.right):
                self._texts(node, node.left, node.right)
            case Compare():
                self.figure(node.left)
                self.figure(node.right)
            case Logic():
                for each in node.operands:
                    self.condition(each)
            case Not():
                self.condition(node.operand)
            case If():
                self.condition(node.condition)
                self.condition(node.consequence)
            case Call("like", arguments):
                if len(arguments) != 2 or not isinstance(arguments[1], Text):
                    self._raise(
                        node.span,
                        say("形如(…) 里要写一个文字项和一个模式", "like(…) takes a text and a pattern"),
                        say('写成 形如(报告.单位, "*局")', 'write like(report.unit, "*局")'),
                    )
                self._texts(node, *arguments)
            case Call("covers", arguments):
                if len(arguments) != 2 or not all(
                    isinstance(each, Cells | Name | Index | Current) for each in arguments
                ):
                    self._raise(
                        node.span,
                        say("覆盖(…) 里要写两组单元格", "covers(…) takes two groups of cells"),
                        say(
                            "写成 覆盖([各类, 金额], 表名[各类, 小计])",
                            "write covers([classes, COLUMN], TABLE[classes, COLUMN])",
                        ),
                    )
                for each in arguments:
                    self._axes(each)
            case Call() if node.function in _TRUTHS:
                if len(node.arguments) != 1 or not isinstance(node.arguments[0], _PLACES):
                    self._raise(
                        node.span,
                        say(
                            "存在(…)、空白(…) 里只能写一张表、一行或一格",
                            "exists(…) and blank(…) take one table, row or cell",
                        ),
                    )
                self._axes(node.arguments[0])
            case _:
                self._raise(
                    node.span,
                    say("这里应是一个条件，却是一个数", "a condition is due here, this is a figure"),
                    say("写成 左边 = 右边", "write LEFT = RIGHT"),
                )

    def _texts(self, node: Expression, left: Expression, right: Expression) -> None:
        if isinstance(node, Compare) and (node.operator not in ("=", "==", "<>") or node.tolerance is not None):
            self._raise(node.span, say("文字只能比较是否相同", "texts can only be the same or not"))
        for each in (left, right):
            if not is_text(each) and not isinstance(each, Name):
                self._raise(
                    each.span,
                    say("文字与数不能比较", "a text cannot be compared with a figure"),
                    say(
                        "文字项有 报告.单位、报告.地区、表名.说明 等",
                        "texts are report.unit, report.region, TABLE.note",
                    ),
                )

    def figure(self, node: Expression, many: bool = False) -> None:
        match node:
            case _ if is_text(node):
                self._raise(node.span, say("这里应是一个数，却是文字", "a figure is due here, this is a text"))
            case Cells():
                self._axes(node)
                if not many and _is_many(node):
                    self._raise(
                        node.span,
                        say("这里是多个单元格，不能当作一个数", "these are several cells, not one figure"),
                        say(
                            "用 合计(…)、平均(…)、最大(…) 等套起来",
                            "put them inside sum(…), mean(…), max(…) or the like",
                        ),
                    )
            case Arithmetic():
                spine: Expression = node
                while isinstance(spine, Arithmetic):
                    self.figure(spine.right)
                    spine = spine.left
                self.figure(spine)
            case Negative():
                self.figure(node.operand)
            case Call("count", arguments) if not all(isinstance(each, _PLACES) for each in arguments):
                self._raise(
                    node.span,
                    say("计数(…) 数的是单元格，不能写算式", "count(…) counts cells, not formulas"),
                    say("写成 计数(表名[行, 栏])", "write count(TABLE[ROW, COLUMN])"),
                )
            case Call() if node.function in _AGGREGATES:
                for each in node.arguments:
                    self.figure(each, many=True)
            case Call("round", arguments):
                if len(arguments) != 2 or not _is_places(arguments[1]):
                    self._raise(
                        node.span,
                        say("舍入(…) 里要写一个数和小数位数", "round(…) takes a figure and a number of decimals"),
                        say("写成 舍入(…, 2)", "write round(…, 2)"),
                    )
                self.figure(arguments[0])
            case Call() if node.function == "absolute":
                if len(node.arguments) != 1:
                    self._raise(node.span, say("绝对值(…) 里只能有一项", "abs(…) takes one argument"))
                self.figure(node.arguments[0])
            case Existing():
                self._raise(
                    node.span,
                    say("这是一整张表，不是一个数", "this is a whole table, not a figure"),
                    say("写成 表名[行, 栏]", "write TABLE[ROW, COLUMN]"),
                )
            case Call() | Compare() | Logic() | Not() | If():
                self._raise(node.span, say("这里应是一个数，却是一个条件", "a figure is due here, this is a condition"))
            case _:
                pass

    def _axes(self, node: Expression) -> None:
        if not isinstance(node, Cells):
            return
        if isinstance(node.rows, Here | Children) and not self.has_row:
            self._raise(
                node.span,
                say(
                    "没有“当前行”：规则前面没有 每行、每个科目 等",
                    "there is no current row: the rule has no “each row” before it",
                ),
                say("在公式前加 每行 或 每个类", "put “each row” or “each class” before the formula"),
            )
        if isinstance(node.columns, Here) and not self.has_column:
            self._raise(
                node.span,
                say(
                    "没有“当前栏”：规则前面没有 每栏",
                    "there is no current column: the rule has no “each column” before it",
                ),
                say("在公式前加 每栏", "put “each column” before the formula"),
            )


def is_text(node: Expression) -> bool:
    """Whether a resolved expression is a text: a literal, a note, or an entry of the head other than the year."""
    return isinstance(node, Text | Note) or (isinstance(node, Header) and node.name != "年度")


def _is_places(node: Expression) -> bool:
    return isinstance(node, Constant) and not node.unit and node.decimals == 0 and node.mantissa <= 12


def _is_many(node: Cells) -> bool:
    rows = isinstance(node.rows, Every | OfLevel | Range | Children) or (
        isinstance(node.rows, Keys) and len(node.rows.keys) != 1
    )
    return rows or isinstance(node.columns, Every)
