"""``language.md`` as code, written to be read: a slow interpreter of resolved rules on a report.

The arithmetic is in `reference_numbers`. With the engine it shares the syntax tree and the models of forms and reports.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from fractions import Fraction
from functools import reduce
from typing import Any

from jsrules.base.names import fold
from jsrules.base.units import find_unit
from jsrules.model import syntax as s
from jsrules.model.report import Cell, Report, Table
from jsrules.model.tree import walk
from spec.reference_numbers import (
    OPERATIONS,
    Figure,
    Found,
    Number,
    Unknown,
    attempt,
    compare,
    compare_rate,
    of_function,
)

LEVELS = {"class": 1, "group": 2, "item": 3}
BEST = ("pass", "rounding", "undetermined", "violation", "not_applicable")
WORST = ("violation", "undetermined", "rounding", "pass", "not_applicable")
At = tuple[int, int, str, int]  # the current form, block, row and column, as far as a rule ranges over them


def is_text(node: Any) -> bool:
    """Whether an expression is a text: 文字在引号里，表名.说明，报告.单位 等。"""
    return isinstance(node, s.Text | s.Note) or (isinstance(node, s.Header) and node.name != "年度")


def interpret(report: Report, rule: s.Rule) -> list[Found]:
    """What a resolved rule says of a report: one finding for each place, and there for each of its equations."""
    interpreter = Interpreter(report, rule.missing)
    fits = [attempt(interpreter.is_for, each) for each in rule.applies]
    if not all(fits):  # 适用 写的都要符合
        return [Found("not_applicable")]
    places = next((each for each in fits if isinstance(each, Unknown)), None) or attempt(interpreter.places, rule)
    if isinstance(places, Unknown):
        return [Found(*places.args)]
    found = [each for at in places for each in interpreter.statements(rule.body, at)]
    if not rule.comparable:  # 两边口径可能不同：不等时说无法判断，不说不符
        found = [f._replace(verdict="undetermined", kind="not_comparable") if f[0] == "violation" else f for f in found]
        found = [f._replace(kind="") if f.kind == "same_amount" else f for f in found]
    return found or [Found("not_applicable")]  # 没有可以逐一的行，报告为不适用


class Interpreter:
    """Interprets rules on one report; ``missing`` is what a row means that the report does not write (缺行)."""

    def __init__(self, report: Report, missing: str) -> None:
        self.report, self.forms, self.missing = report, report.forms.forms, missing

    def places(self, rule: s.Rule) -> list[At]:
        """逐一: where the rule is to hold."""
        if rule.quantifier is None:
            return [(-1, -1, "", -1)]
        axes, blocks = rule.quantifier.axes, rule.quantifier.blocks
        axis = next((axis for axis in axes if axis != "column"), "")
        fits = {"row": lambda _: True, "code": lambda row: row.code}.get(axis, lambda row: row.level == LEVELS[axis])
        written = [self.rows(s.Existing(*place)).items() for place in blocks]
        rows = [key for each in written for key, row in each if fits(row)] if axis else [""]
        for node in walk(rule.body):
            if isinstance(node, s.Cells) and isinstance(node.rows, s.Children):  # 有下级时只对有下级的行
                rows = [row for row in rows if self.below(node, row)]
        if len(blocks) > 1:  # 表间：对各表里出现过的行逐一检查
            return [(-1, -1, row, -1) for row in dict.fromkeys(rows)]
        columns = range(len(self.forms[blocks[0][0]].blocks[blocks[0][1]].columns)) if "column" in axes else (-1,)
        return [(*blocks[0], row, column) for row in rows for column in columns]

    def source(self, node: Any) -> Report:
        """The report that a reference is to: this one, or with 上年 the prior-year report."""
        if node.prior and self.report.prior is None:
            raise Unknown("undetermined")
        return self.report.prior if node.prior else self.report  # type: ignore[return-value]

    def table(self, node: Any) -> Table:
        """要用的表没有：无法判断；表样写明可缺：不适用。"""
        if node.form not in self.source(node).tables:
            raise Unknown("not_applicable" if self.forms[node.form].optional else "undetermined")
        return self.source(node).tables[node.form]

    def rows(self, node: Any) -> dict[str, Any]:
        """The rows that the report writes in a block."""
        return self.table(node).blocks[node.block].rows

    def below(self, node: s.Cells, above: str) -> list[str]:
        """下级: the coded rows right below one; for "" 各类: those below none. 上下级只看编码的数字。"""
        codes = [row.code for row in self.rows(node).values() if row.code]
        heads = {code: [each for each in codes if code.startswith(each) and code != each] for code in codes}
        return [code for code in codes if max(heads[code], key=len, default="") == above]

    def cells(self, node: s.Cells, at: At) -> list[tuple[str, Cell | None]]:
        """The cells that a reference means: their row keys, and what is written there."""
        written, shape = self.rows(node), self.forms[node.form].blocks[node.block]
        rows, columns = list(written), list(range(len(shape.columns)))
        match node.rows:
            case s.Keys(keys):
                rows = list(keys)
            case s.Here():
                rows = [at[2]]
            case s.Children():
                rows = self.below(node, at[2])
            case s.OfLevel(level):
                rows = [row for row in rows if written[row].level == LEVELS.get(level)]
                rows = self.below(node, "") if level == "top" else rows
            case s.Range(s.ByCode(low), s.ByCode(high)):
                rows = [key for key in rows if key.isdigit() and len(key) == len(low) and low <= key <= high]
        if isinstance(node.columns, s.ColumnNumber):
            columns = [node.columns.number]
        elif isinstance(node.columns, s.Here):  # in another block the column of that name
            name = fold(self.forms[at[0]].blocks[at[1]].columns[at[3]].name)
            columns = [shape.column_index.get(name, -1) if at[:2] != (node.form, node.block) else at[3]]
        if columns == [-1]:
            raise Unknown("not_applicable")
        return [(row, written[row].cells[column] if row in written else None) for row in rows for column in columns]

    def figure(self, node: s.Cells, key: str, cell: Cell | None) -> Figure | None:
        """The figure in a cell, None when it is blank."""
        form, is_written = self.forms[node.form], key in self.rows(node)
        shape = form.blocks[node.block]
        declared = shape.rows[shape.row_index[key]] if key in shape.row_index else None
        if cell is not None and cell.amount is not None:
            unit = self.size(cell.amount.unit.name) / 10**cell.amount.decimals
            return Figure(cell.amount.mantissa * unit, unit / 2 * (not cell.amount.exact), unit, cell.index)
        if (cell is not None and cell.problem) or form.is_prose:  # 写的不是数；情况说明的数没有。表样写明可缺：不适用
            optional = form.is_prose and declared and declared.optional and not (is_written and len(shape.columns) > 1)
            raise Unknown("not_applicable" if optional else "undetermined")
        if not is_written and self.missing != "blank":
            raise Unknown({"absent": "undetermined", "skip": "not_applicable"}[self.missing])
        may_be = is_written or declared or (shape.open_rows and bool(shape.keyed) == key.isdigit())
        if isinstance(node.rows, s.Here) and not may_be:
            raise Unknown("not_applicable")  # 那张表不会有这样的行
        return None

    def size(self, name: str) -> Fraction:
        """元、万元等自动换算: how many of the report's money units one of another is."""
        unit, money = find_unit(name), find_unit(self.report.forms.money_unit)
        return Fraction(10) ** (unit.power - (money.power if money else 0) if unit and unit.dimension == "money" else 0)

    def printed(self, node: Any, at: At) -> list[Any]:
        """What is printed in a table, a row, a cell, or stands as a text; nothing where it is absent."""
        if is_text(node):
            return [text for text in [attempt(self.text, node)] if text and isinstance(text, str)]
        table = attempt(self.table, node)
        if isinstance(table, Unknown):
            return []
        blocks = table.blocks if node.block < 0 else [table.blocks[node.block]]
        cells = [cell for block in blocks for row in block.rows.values() for cell in row.cells]
        cells = [cell for _, cell in self.cells(node, at)] if isinstance(node, s.Cells) else cells
        return [cell for cell in cells if cell is not None and cell.amount is not None]

    def text(self, node: Any) -> str:
        """A text in the rule, the note below a table, or an entry of the head."""
        text = node.value if isinstance(node, s.Text) else self.table(node).note if isinstance(node, s.Note) else None
        text = self.source(node).entry(node.name) if isinstance(node, s.Header) else text
        if text is None:
            raise Unknown("undetermined")
        return text.strip()

    def is_for(self, applies: s.Applies) -> bool:
        """适用: one of the years, ranges of years, or patterns must fit."""
        name = {"year": "年度", "region": "地区", "kind": "单位性质"}[applies.kind]
        entry = str(self.report.year or "") if applies.kind == "year" else self.report.entry(name)
        if not entry:
            raise Unknown("undetermined")
        if applies.kind != "year":
            return any(fnmatchcase(entry, each.replace("[", "[[]")) for each in applies.values)
        ends = [(each.partition("..")[0], each.rpartition("..")[2]) for each in applies.values]
        return any(int(low or 0) <= int(entry) <= int(high or 9999) for low, high in ends)

    def value(self, node: Any, at: At) -> Number:
        """The value of a formula (公式)."""
        match node:
            case s.Cells():
                return self.values(node, at, True)[0]
            case s.Constant(mantissa, decimals, unit):
                return Number.of(Fraction(mantissa, 10**decimals) * self.size(unit))
            case s.Header():
                if self.source(node).year is None:
                    raise Unknown("undetermined")
                return Number.of(self.source(node).year or 0)
            case s.Negative(operand):
                return self.value(operand, at).times(Number.of(-1))
            case s.Arithmetic(first, rest):
                return reduce(
                    lambda x, y: OPERATIONS[y.operator](x, self.value(y.operand, at)), rest, self.value(first, at)
                )
            case s.Call(function, arguments):
                blanks = function in ("sum", "absolute", "round")
                return of_function(function, [x for y in arguments for x in self.values(y, at, blanks)])
        raise NotImplementedError(node)

    def values(self, node: Any, at: At, blanks: bool) -> list[Number]:
        """The values of an argument: a blank is 0 in a sum, and no value where only what is printed counts."""
        if not isinstance(node, s.Cells):
            return [self.value(node, at)]
        figures = [self.figure(node, key, cell) for key, cell in self.cells(node, at)]
        return [Number.of(x.value, x.half, x) if x else Number.of(0) for x in figures if x or blanks]

    def statements(self, node: s.Expression, at: At) -> list[Found]:
        """The findings on a rule's body, one for each of the equations that 且 joins. 条件为假是不适用。"""
        if isinstance(node, s.Logic) and node.operator == "and":
            return [found for each in node.operands for found in self.statements(each, at)]
        if not isinstance(node, s.If):
            return [self.judge(node, at)]
        holding = attempt(self.truth, node.condition, at)
        none = Found(*holding.args) if isinstance(holding, Unknown) else Found("not_applicable")
        return self.statements(node.consequence, at) if holding is True else [none]

    def judge(self, node: Any, at: At) -> Found:
        """The verdict on a condition; what cannot be had decides when something is absent."""
        found = attempt(self.verdict, node, at)
        return Found(*found.args) if isinstance(found, Unknown) else found

    def verdict(self, node: Any, at: At) -> Found:
        """The verdict on a condition in which nothing is absent, or raises `Unknown`."""
        match node:
            case s.Logic(operator, operands):  # 或 取最好的一项，且 取最坏的一项
                order = BEST if operator == "or" else WORST
                return Found(*min((self.judge(x, at)[:2] for x in operands), key=lambda found: order.index(found[0])))
            case s.Not(operand):  # 非 把相符与不符对调
                found = self.judge(operand, at)
                turned = {"pass": "violation", "violation": "pass"}.get(found.verdict)
                return Found(turned) if turned else Found(found.verdict, found.kind)
            case s.If(condition, consequence):
                return self.judge(consequence, at) if self.truth(condition, at) else Found("not_applicable")
            case s.Compare() if not is_text(node.left):
                return self.comparison(node, at)
        return Found("pass" if self.truth(node, at) else "violation")

    def comparison(self, node: s.Compare, at: At) -> Found:
        """= 的一边是一个单元格，另一边是商或平均数，就是算出来的数；其余移项成一次式，或用区间运算。"""
        if node.operator == "=" and node.tolerance is None:
            for cell, other in ((node.left, node.right), (node.right, node.left)):
                rest = [y.operator for x in walk(other) for y in getattr(x, "rest", ())]
                divided = {"/", "mean"} & {*rest, *(getattr(x, "function", "") for x in walk(other))}
                if isinstance(cell, s.Cells) and divided and (found := self.derived(cell, other, at)) is not None:
                    return found
        left, right = self.value(node.left, at), self.value(node.right, at)
        says = [isinstance(x, s.Header) or getattr(x, "function", "") == "count" for x in walk(node)]
        found = compare(node, left, right)
        says += [bool(self.printed(x, at)) for x in walk(node) if isinstance(x, s.Cells)]
        return found if any(says) or found.verdict == "violation" else Found("not_applicable")  # 全部空白而又成立

    def derived(self, cell: s.Cells, other: Any, at: At) -> Found | None:
        """算出来的数: a single cell facing a quotient or a mean; None where that is neither linear nor a quotient."""
        figures = attempt(self.values, cell, at, False)
        if isinstance(figures, Unknown):
            if self.forms[cell.form].is_prose and not isinstance(attempt(self.table, cell), Unknown):
                return Found("not_applicable")  # 算出来的数没有写出
            raise figures
        if not figures:
            return Found("not_applicable")  # 算出来的数没有印出
        rate, (stated,) = self.value(other, at), figures[0].terms
        return compare_rate(stated, rate) if rate.terms is not None else None

    def truth(self, node: Any, at: At) -> bool:
        """条件只看印出的数。且 有一项为假就是假，或 有一项为真就是真，不管别的项知不知道。"""
        match node:
            case s.Logic(operator, operands):
                parts = [attempt(self.truth, each, at) for each in operands]
                unknown = [each for each in parts if isinstance(each, Unknown)]
                if unknown and (operator == "or") not in parts:
                    raise unknown[0]
                return (operator == "or") is ((operator == "or") in parts)
            case s.Not(operand):
                return not self.truth(operand, at)
            case s.If(condition, consequence):
                return self.truth(s.Logic("or", (s.Not(condition), consequence)), at)
            case s.Call("exists", (s.Existing() as place,)):
                found = attempt(self.table if place.block < 0 else self.rows, place)
                return not isinstance(found, Unknown) and found != {}
            case s.Call("exists", (place,)):
                return bool(self.printed(place, at))
            case s.Call("blank", (place,)):
                return not self.printed(place, at)
            case s.Call("covers", (one, other)):  # B 里有金额（不是 0）的行，A 里都印出来了
                self.table(one), self.table(other)
                needed = {cell.row for cell in self.printed(other, at) if cell.amount.mantissa}
                return needed <= {cell.row for cell in self.printed(one, at)}
            case s.Call("like", (text, pattern)):
                return fnmatchcase(self.text(text), self.text(pattern).replace("[", "[[]"))
            case s.Compare(operator, left, right) if is_text(left):
                return (self.text(left) == self.text(right)) == (operator != "<>")
            case s.Compare(_, left, right):
                left, right = self.value(left, at), self.value(right, at)
                if left.value is None or right.value is None:
                    raise Unknown("undetermined")
                return compare(node, Number.of(left.value), Number.of(right.value)).verdict in ("pass", "rounding")
        raise NotImplementedError(node)
