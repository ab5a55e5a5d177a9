"""Whether every part of a resolved rule has a meaning in its place: conditions, sums of cells, lone cells."""

from __future__ import annotations

from typing import NoReturn, assert_never

from jsrules.base.dates import read_period
from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.base.source import Source, Span
from jsrules.base.units import TEXT, TEXT_UNITS, UNSTATED
from jsrules.model.functions import FUNCTIONS, ArgumentKind, is_condition, is_figure
from jsrules.model.origins import SUBORDINATES, Units
from jsrules.model.statements import Rule
from jsrules.model.syntax import (
    Arithmetic,
    Call,
    Cells,
    Children,
    Chosen,
    Compare,
    Constant,
    Current,
    Details,
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
    PrintedName,
    Range,
    Text,
)
from jsrules.model.tree import children, parts, products, walk

_PLACES = (Cells, Existing, Name, Index, Current, Header, Note)
_UNIT_PLACES = (Cells, Existing, Header, Note, Name, Index)

MAXIMUM_PRODUCTS = 40
"""Exact products grow with every factor; nobody needs more in one rule."""


def check_places(source: Source, rule: Rule, flat: bool = False) -> None:
    """Raise `InputError` (E206) where a rule has a condition for a figure, a figure for a condition,
    many cells for one, or a text for a figure. In a report without a form set (``flat``) any cell may hold a text.
    """
    if products(rule.body) > MAXIMUM_PRODUCTS:
        message = say(
            "一条规则里乘除超过 {n} 次", "more than {n} multiplications and divisions in a rule", n=MAXIMUM_PRODUCTS
        )
        remedy = say("拆成较小的部分", "split it into smaller parts")
        raise InputError([Diagnostic("E207", message, (Label(source, rule.span),), remedy=remedy)])
    _Places(source, rule, flat).condition(rule.body)


class _Places:
    def __init__(self, source: Source, rule: Rule, flat: bool) -> None:
        self.source = source
        self.flat = flat
        self.span = rule.span
        axes = rule.quantifier.axes if rule.quantifier else ()
        self.has_row = any(axis not in ("column", "unit") for axis in axes)
        self.has_unit = "unit" in axes
        self.has_column = "column" in axes
        self.ranges_over = self.has_row, self.has_column

    def _raise(self, span: Span, message: str, remedy: str = "") -> NoReturn:
        raise InputError([Diagnostic("E206", message, (Label(self.source, span),), remedy=remedy)])

    def condition(self, node: Expression) -> None:
        match node:
            case Compare() if is_text(node.left) or is_text(node.right):
                self._texts(node)
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
            case Call() if is_condition(node.function):
                self._call(node)
            case Name() if spoken := self._plainly(node):
                self._raise(
                    node.span,
                    say("公式是用话说的，这样读不出来", "this formula is said in words, and cannot be read so"),
                    say("写成 {formula}", "write {formula}", formula=spoken),
                )
            case _:
                self._raise(
                    node.span,
                    say("这里应是一个条件，却是一个数", "a condition is due here, this is a figure"),
                    say("写成 左边 = 右边", "write LEFT = RIGHT"),
                )

    def _plainly(self, node: Name) -> str:
        """What reads as a name, said as a formula: the whole rule, or else this part of it."""
        from jsrules.readers.rules.parser import plainly

        written = (self.source.text[each.start : each.end] for each in (self.span, node.span))
        return next(filter(None, map(plainly, written)), "")

    def _texts(self, node: Compare) -> None:
        for each in (node.left, node.right):
            self._text(each)
        if node.tolerance is not None:
            self._raise(node.span, say("文字没有允许差", "texts have no tolerance"))
        unresolved = any(isinstance(each, Name | Index | Current) for each in (node.left, node.right))
        if node.operator not in ("=", "==", "<>") and not unresolved:
            for each in (node.left, node.right):
                self._may_be_date(each, node.span)
            for each in (node.left, node.right):
                self._date(each)

    def _one_report(self, node: Expression) -> None:
        """Complain of 下级单位 where one report is due."""
        if isinstance(node, _UNIT_PLACES) and node.origin == SUBORDINATES and not self.has_unit:
            self._raise(
                node.span,
                say("下级单位有几个，这里只能是一个", "there are several subordinate units, and one is due here"),
                say(
                    "合起来算写成 合计(下级单位.名称)；逐个检查，在公式前加 每个下级单位",
                    "write sum(subordinates.NAME) for all of them; put “each subordinate” before the formula for each",
                ),
            )

    def _text(self, node: Expression) -> None:
        """Whatever may be a text here: one, or a cell whose unit says no more than that."""
        self._one_report(node)
        if isinstance(node, Cells) and (self.flat or node.unit in ("", UNSTATED, *TEXT_UNITS)):
            self.figure(replace(node, unit=""))  # one cell, in a place where there is one
            return
        if isinstance(node, PrintedName):
            self._current(node.span, node.axis == "row" and not self.has_row, node.axis == "column")
            self._outer(node.span, node.outer and node.axis == "row", node.outer and node.axis == "column")
        elif not is_text(node) and not isinstance(node, Name | Index | Current):
            unit = getattr(node, "unit", "")
            self._raise(
                node.span,
                say("文字与数不能比较：这里是数", "a text cannot be compared with a figure: this is one")
                + say("（{unit}）", " ({unit})", unit=unit) * bool(unit),
                say(
                    "文字写在引号里；表样里是文字或日期的行、栏写上 单位: 文字、单位: 日期",
                    "a text stands in quotation marks; rows and columns of texts or dates are declared as "
                    "单位: text or 单位: date in the form set",
                ),
            )

    def _may_be_date(self, node: Expression, span: Span) -> None:
        """Only dates come before and after each other."""
        if isinstance(node, Header | Note | PrintedName) or (isinstance(node, Cells) and node.unit == TEXT.name):
            self._raise(
                span,
                say("文字只能比较是否相同；能比先后的是日期", "texts can only be the same or not; dates have an order"),
                say("写成 = 或 <>", "write = or <>"),
            )

    def _date(self, node: Expression) -> None:
        if isinstance(node, Text) and read_period(node.value) is None:
            self._raise(
                node.span,
                say("“{text}”不是日期，不能比先后", "“{text}” is no date: it has no order", text=node.value),
                say('写成 "2021-12-31" 或 "2021-12"', 'write it like "2021-12-31" or "2021-12"'),
            )

    def _call(self, node: Call) -> None:
        row = FUNCTIONS[node.function]
        kinds = row.arguments * len(node.arguments) if row.repeated else row.arguments
        if len(kinds) != len(node.arguments) or not all(map(_fits, kinds, node.arguments)):
            self._raise(node.span, *(say(*each) for each in row.usage))
        for kind, argument in zip(kinds, node.arguments, strict=True):
            match kind:
                case "text":
                    self._text(argument)
                case "cells" | "place":
                    self._one_report(argument)
                    self._axes(argument)
                case "counted" if isinstance(argument, Units):
                    pass
                case "counted" if isinstance(argument, Cells):
                    self._axes(argument)  # a text is printed, too
                case "figure" | "figures" | "counted":
                    self.figure(argument, many=kind != "figure")
                case "chosen":
                    self._chosen(argument)
                case "decimals" | "pattern":
                    pass  # `_fits` looks at all of them
                case _:
                    assert_never(kind)

    def _chosen(self, node: Expression) -> None:
        """Cells with a condition, which is read where there is a current row and column."""
        assert isinstance(node, Chosen)
        if any(isinstance(each, _UNIT_PLACES) and each.origin == SUBORDINATES for each in walk(node, parts)):
            self._raise(
                node.span,
                say("下级单位的数还不能按条件取", "figures of subordinate units cannot be chosen by a condition"),
                say("写成 合计(下级单位.表名[行, 栏])", "write sum(subordinates.TABLE[ROW, COLUMN])"),
            )
        if not isinstance(node.cells, Cells | Name | Index | Current):
            self._raise(node.cells.span, *only_cells())
        self._axes(node.cells)
        outer = self.has_row, self.has_column
        self.has_row = self.has_column = True
        self.condition(node.condition)
        self.has_row, self.has_column = outer

    def figure(self, node: Expression, many: bool = False) -> None:
        match node:
            case Chosen() if many:
                self._chosen(node)
            case Chosen():
                self._raise(
                    node.span,
                    say("这个函数里不能写“若”", "this function takes no “if”"),
                    say(
                        "能写的有 合计、计数、平均、最大、最小、任一、全部",
                        "sum, count, mean, max, min, any and all do",
                    ),
                )
            case _ if is_text(node):
                self._raise(node.span, say("这里应是一个数，却是文字", "a figure is due here, this is a text"))
            case Arithmetic() if is_date_in_figures(node):
                written = self.source.text[node.span.start : node.span.end].replace(" ", "")
                self._raise(
                    node.span,
                    say("这里像日期，却会当作算术", "this looks like a date and would be arithmetic"),
                    say('日期写在引号里："{date}"', 'a date stands in quotation marks: "{date}"', date=written),
                )
            case Cells():
                self._axes(node)
                if not many:
                    self._one_cell(node)
            case Header():
                self._one_report(node)
            case Arithmetic():
                for each in children(node):
                    self.figure(each)
            case Negative():
                self.figure(node.operand)
            case Call() if is_figure(node.function):
                self._call(node)
            case _:
                self._no_figure(node)

    def _one_cell(self, node: Cells) -> None:
        self._one_report(node)
        if _is_many(node):
            self._raise(
                node.span,
                say("这里是多个单元格，不能当作一个数", "these are several cells, not one figure"),
                say("用 合计(…)、平均(…)、最大(…) 等套起来", "put them inside sum(…), mean(…), max(…) or the like"),
            )

    def _no_figure(self, node: Expression) -> None:
        """Complain of what is a condition, a table or a list of reports where a figure is due."""
        match node:
            case Units():
                self._raise(
                    node.span,
                    say("这是下级单位，不是一个数", "these are the subordinate units, not a figure"),
                    say(
                        "写成 计数(下级单位) 或 合计(下级单位.名称)",
                        "write count(subordinates) or sum(subordinates.NAME)",
                    ),
                )
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
        if isinstance(node.rows, Children | Details) and node.origin == SUBORDINATES:
            self._raise(
                node.span,
                say(
                    "下级单位的表里不能用“下级”“各明细”", "“children” and “details” cannot be used of subordinate units"
                ),
                say("写成 下级单位.表名[本行, 栏]", "write subordinates.TABLE[here, COLUMN]"),
            )
        alone = isinstance(node.rows, Here | Children) or (isinstance(node.rows, Details) and not node.rows.of)
        self._current(
            node.span,
            alone and not self.has_row,
            isinstance(node.columns, Here),
        )
        self._outer(node.span, *(isinstance(each, Here) and each.outer for each in (node.rows, node.columns)))

    def _outer(self, span: Span, row: bool, column: bool) -> None:
        """Complain where the row or the column is meant that the rule ranges over, and it ranges over none."""
        asked = (
            (row, "外层行", "outer row", "每行", "each row"),
            (column, "外层栏", "outer column", "每栏", "each column"),
        )
        for (meant, *words), there in zip(asked, self.ranges_over, strict=True):
            name, each = say(words[0], words[1]), say(words[2], words[3])
            if meant and not there:
                self._raise(
                    span,
                    say("没有“{name}”：前面没有 {each}", "no “{name}”: no “{each}” before it", name=name, each=each),
                    say("在公式前加 {each}", "put “{each}” before the formula", each=each),
                )

    def _current(self, span: Span, lacks_row: bool, in_column: bool) -> None:
        """Complain where the current row is meant and there is none, or the current column."""
        if lacks_row:
            self._raise(
                span,
                say(
                    "没有“当前行”：规则前面没有 每行、每个科目 等",
                    "there is no current row: the rule has no “each row” before it",
                ),
                say("在公式前加 每行 或 每个类", "put “each row” or “each class” before the formula"),
            )
        if in_column and not self.has_column:
            self._raise(
                span,
                say(
                    "没有“当前栏”：规则前面没有 每栏",
                    "there is no current column: the rule has no “each column” before it",
                ),
                say("在公式前加 每栏", "put “each column” before the formula"),
            )


def only_cells() -> tuple[str, str]:
    """What is said, and advised, where a condition follows what is no reference to cells."""
    return (
        say("“若”前面只能写单元格，不能写算式", "only cells can stand before “if”, not formulas"),
        say("写成 合计(表名[*, 栏], 若 本值 > 0)", "write sum(TABLE[*, COLUMN], if current > 0)"),
    )


def is_text(node: Expression) -> bool:
    """Whether a resolved expression is a text: a literal, a note, a printed name, an entry of the head other than the
    year, a cell of texts or dates.
    """
    if isinstance(node, Cells):
        return node.unit in TEXT_UNITS
    return isinstance(node, Text | Note | PrintedName) or (isinstance(node, Header) and node.name != "年度")


def is_date_in_figures(node: Arithmetic) -> bool:
    """Whether a chain is a date without quotation marks: ``2021-12-31``, ``2021/12/31``."""
    parts = (node.first, *(each.operand for each in node.rest))
    if len(parts) != 3 or len({each.operator for each in node.rest}) != 1 or node.rest[0].operator not in "-/":
        return False
    figures = [each for each in parts if isinstance(each, Constant) and not each.unit and not each.decimals]
    return len(figures) == 3 and read_period("-".join(f"{each.mantissa:02}" for each in figures)) is not None


def _fits(kind: ArgumentKind, node: Expression) -> bool:
    """Whether an argument is of a kind at all; what more may be wrong with it is said of it alone."""
    match kind:
        case "decimals":
            return isinstance(node, Constant) and not node.unit and node.decimals == 0 and node.mantissa <= 12
        case "chosen":
            return isinstance(node, Chosen)
        case "counted":
            return isinstance(node, (*_PLACES, Chosen, Units))
        case "place":
            return isinstance(node, _PLACES)
        case "cells":
            return isinstance(node, Cells | Name | Index | Current)
        case "pattern":
            return isinstance(node, Text)
    return True


def _is_many(node: Cells) -> bool:
    rows = isinstance(node.rows, Every | OfLevel | Range | Children | Details) or (
        isinstance(node.rows, Keys) and len(node.rows.keys) != 1
    )
    return rows or isinstance(node.columns, Every | Range)
