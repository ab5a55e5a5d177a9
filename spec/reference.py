"""``language.md`` as code, written to be read: a slow interpreter of resolved rules on a report.

Where references lead is in `reference_places`, the arithmetic in `reference_numbers`, what is doubtful in
`reference_doubts`. With the engine it shares the syntax tree and the models of forms and reports.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from fractions import Fraction
from functools import reduce
from typing import Any

from jsrules.base.names import fold
from jsrules.model import syntax as s
from jsrules.model.origins import Units
from jsrules.model.report import Report
from jsrules.model.statements import Rule
from jsrules.model.tree import walk
from spec.reference_details import adds_up
from spec.reference_doubts import Doubts
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
from spec.reference_places import At, is_text
from spec.reference_texts import are_texts, compare_texts, may_be_figure, narrow, printed

BEST = ("pass", "rounding", "undetermined", "not_applicable", "violation")
WORST = ("violation", "undetermined", "rounding", "pass", "not_applicable")


def interpret(report: Report, rule: Rule) -> list[Found]:
    """What a resolved rule says of a report: one finding for each place, and there for each of its equations."""
    interpreter = Interpreter(report, rule.missing)
    interpreter.comparable = rule.comparable
    fits = [attempt(interpreter.is_for, each) for each in rule.applies]
    if not all(fits):  # 适用 写的都要符合
        return [Found("not_applicable")]
    places = next((each for each in fits if isinstance(each, Unknown)), None)
    if places is None and isinstance(rule.body, s.Unknown):  # 没有表样的报告，或这一套表样里，没有这个名称
        return [Found("not_applicable" if rule.missing == "skip" or rule.body.elsewhere else "undetermined")]
    places = places or attempt(interpreter.places, rule)
    if isinstance(places, Unknown):
        return [Found(*places.args)]
    found = attempt(interpreter.in_places, rule, places)
    found = [Found(*found.args)] if isinstance(found, Unknown) else found
    if not rule.comparable:  # 两边口径可能不同：不等时说无法判断，不说不符
        found = [f._replace(verdict="undetermined", kind="not_comparable") if f[0] == "violation" else f for f in found]
        found = [f._replace(kind="") if f.kind == "same_amount" else f for f in found]
    return found or [Found("not_applicable")]  # 没有可以逐一的行，报告为不适用


class Interpreter(Doubts):
    """Interprets rules on one report."""

    def once(self, body: s.Expression, at: At) -> list[Found]:
        """The findings at one place; 每栏 不把比率（占比、同比）相加."""
        if at[3] >= 0 and self.report.forms.is_rate(*at[:2], at[3]) and adds_up(body):
            return [Found("not_applicable")]
        return self.statements(body, at)

    def value(self, node: Any, at: At) -> Number:
        """The value of a formula (公式)."""
        match node:
            case s.Cells():
                return self.values(node, at, "sum")[0]
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
                return of_function(function, [x for y in arguments for x in self.values(y, at, function)])
        raise NotImplementedError(node)

    def values(self, node: Any, at: At, function: str) -> list[Number]:
        """The values of an argument: a blank is 0 in a sum, and no value where only what is printed counts."""
        blanks, texts = function in ("sum", "absolute", "round"), function == "count"
        if isinstance(node, s.Chosen):
            return [Number.of(x.value, x.half, x) for x in self.chosen(node, at, texts)]
        if isinstance(node, Units):
            return [Number.of(0) for _ in self.units()]
        if not isinstance(node, s.Cells):
            return [self.value(node, at)]
        if node.origin == -1 and not self.unit:
            return self.of_all_units(self.values, node, at, function)
        figures = self.figures(node, at, texts)
        return [Number.of(x.value, x.half, x) if x else Number.of(0) for x in figures if x or blanks]

    def chosen(self, node: s.Chosen, at: At, texts: bool) -> list[Figure]:
        """按条件取的单元格：印出的里面条件为真的；条件未知就是无法判断。条件在每个单元格那里读，空白的不参加。"""
        found = []
        for place in self.elements(node.cells, at):
            figure, fits = attempt(self.figure_in, node.cells, place, texts), attempt(self.truth, node.condition, place)
            if figure is not None and isinstance(fits, Unknown):
                raise Unknown("undetermined")
            if figure is not None and fits and isinstance(figure, Unknown):
                raise figure
            found += [figure] if figure is not None and fits else []
        return found

    def statements(self, node: s.Expression, at: At, under: tuple[Any, ...] = ()) -> list[Found]:
        """The findings on a rule's body, one for each of the equations that 且 joins. 条件为假是不适用。"""
        if isinstance(node, s.Logic) and node.operator == "and":
            return [found for each in node.operands for found in self.statements(each, at, under)]
        if isinstance(node, s.Call) and node.function == "consistent":
            return self.agreed(node, at)
        if not isinstance(node, s.If):
            return [self.unless_lacking(node, at, self.doubted(node, at, self.judge(node, at)), under)]
        holding = attempt(self.truth, node.condition, at)
        none = Found(*holding.args) if isinstance(holding, Unknown) else Found("not_applicable")
        return self.statements(node.consequence, at, (node.condition, *under)) if holding is True else [none]

    def judge(self, node: Any, at: At) -> Found:
        """The verdict on a condition; what cannot be had decides when something is absent."""
        found = attempt(self.verdict, node, at)
        return Found(*found.args) if isinstance(found, Unknown) else found

    def verdict(self, node: Any, at: At) -> Found:
        """The verdict on a condition in which nothing is absent, or raises `Unknown`."""
        match node:
            case s.Logic(operator, operands):  # 或 取最好的一项，且 取最坏的一项
                order = BEST if operator == "or" else WORST
                said = [self.judge(x, at) for x in operands]
                said = self.speaking(said, [attempt(self.truth, x, at) for x in operands]) if operator == "or" else said
                return Found(*min((x[:2] for x in said), key=lambda found: order.index(found[0])))
            case s.Not(operand):  # 非 把相符与不符对调
                found = self.judge(operand, at)
                turned = {"pass": "violation", "violation": "pass"}.get(found.verdict)
                return Found(turned) if turned else Found(found.verdict, found.kind)
            case s.If(condition, consequence):
                return self.judge(consequence, at) if self.truth(condition, at) else Found("not_applicable")
            case s.Call("any" | "all" as function):  # 任一 同 或，全部 同 且；一个也没有时，任一 不符，全部 相符
                order = BEST if function == "any" else WORST
                said = [Found(*x.args) if isinstance(x, Unknown) else x for x in self.of_each(node, at, self.judge)]
                said = self.speaking(said, self.of_each(node, at, self.truth))
                nothing = Found("violation" if function == "any" else "pass")
                return Found(*min((x[:2] for x in said or [nothing]), key=lambda found: order.index(found[0])))
            case s.Call("consistent"):
                return Found(*min((each[:2] for each in self.agreements(node, at)), key=lambda x: WORST.index(x[0])))
            case s.Compare() if not self.of_texts(node, at):
                return self.comparison(node, at)
        return Found("pass" if self.truth(node, at) else "violation")

    def speaking(self, said: list[Found], truths: list[Any]) -> list[Found]:
        """不适用而作条件又不为真的，有别的就不算。"""
        return [x for x, y in zip(said, truths, strict=True) if x.verdict != "not_applicable" or y is True] or said

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
        if self.percent:
            return self.as_percent(node, left.plus(right.times(Number.of(-1))), found)
        says += [bool(attempt(self.printed, x, at)) for x in walk(node) if isinstance(x, s.Cells)]  # 读不出的也印了
        return found if any(says) or found.verdict == "violation" else Found("not_applicable")  # 全部空白而又成立

    def derived(self, cell: s.Cells, other: Any, at: At) -> Found | None:
        """算出来的数: a single cell facing a quotient or a mean; None where that is neither linear nor a quotient."""
        figures = attempt(self.values, cell, at, False)
        if isinstance(figures, Unknown):
            written = attempt(self.cells, cell, at)
            unread = isinstance(written, list) and any(x and x.problem for _, x in written)  # 印了什么，读不出
            if self.forms[cell.form].is_prose and not unread and not isinstance(attempt(self.table, cell), Unknown):
                return Found("not_applicable")  # 算出来的数没有写出
            raise figures
        if not figures:
            return Found("not_applicable")  # 算出来的数没有印出
        (stated,) = figures[0].terms
        self.alone = stated.index  # 商里只有它自己也写上 %
        rate = attempt(self.value, other, at)
        self.alone = None
        if isinstance(rate, Unknown):
            raise rate
        found = compare_rate(stated, rate) if rate.terms is not None else None
        if not self.percent or found is None:
            return found
        fits = found.verdict != "violation" and self.is_bare(self.report.cells[stated.index])
        return Found("undetermined") if fits else Found("violation")

    def of_texts(self, node: s.Compare, at: At) -> bool:
        """Whether texts are compared: 有一边是文字；没有表样时，两个单元格印的都是文字，而且不会是写错的数。"""
        sides = node.left, node.right
        if any(map(is_text, sides)) or not (self.report.forms.inferred and all(isinstance(x, s.Cells) for x in sides)):
            return any(map(is_text, sides))
        found = [attempt(self.cells, each, at) for each in sides]
        cells = [x[0][1] for x in found if isinstance(x, list) and len(x) == 1]
        if len(cells) < 2 or any(cell and cell.amount for cell in cells):
            return False
        return are_texts(node.operator, *(narrow(cell.problem) if cell else "" for cell in cells))

    def compare_texts(self, node: s.Compare, at: At) -> bool:
        """文字是否相同；日期的先后。数不与文字比。"""
        sides = node.left, node.right
        texts = [self.text(each, at) for each in sides]
        if any(isinstance(each, s.PrintedName) for each in sides):  # 名称不计空格、引号、大小写
            return (fold(texts[0]) == fold(texts[1])) == (node.operator != "<>")
        cells = [self.cells(each, at)[0][1] if isinstance(each, s.Cells) else None for each in sides]
        for cell, other, text in zip(cells, cells[::-1], texts[::-1], strict=True):
            if cell and cell.amount and not ((other and other.amount) or (not other and may_be_figure(text))):
                raise Unknown("undetermined")
        blanks = [isinstance(each, s.Cells) and not cell for each, cell in zip(sides, map(printed, cells), strict=True)]
        return compare_texts(node.operator, *texts, *blanks)

    def truth(self, node: Any, at: At) -> bool:
        """条件只看印出的数。且 有一项为假就是假，或 有一项为真就是真，不管别的项知不知道。"""
        match node:
            case s.Logic(operator, _) | s.Call("any" | "all" as operator, _):
                operands = [attempt(self.truth, x, at) for x in getattr(node, "operands", ())]
                parts = operands or self.of_each(node, at, self.truth)
                operator = {"any": "or", "all": "and"}.get(operator, operator)
                unknown = [each for each in parts if isinstance(each, Unknown)]
                if unknown and (operator == "or") not in parts:
                    raise min(unknown, key=lambda each: each.args[0] != "undetermined")
                return (operator == "or") is ((operator == "or") in parts)
            case s.Not(operand):
                return not self.truth(operand, at)
            case s.If(condition, consequence):
                return self.truth(s.Logic("or", (s.Not(condition), consequence)), at)
            case s.Call("exists" | "blank" | "covers"):
                return self.shows(node, at)
            case s.Call("lists" | "consistent" as function):  # 条件只看印出的数
                return self.lists(node, at) if function == "lists" else self.agree(node, at)
            case s.Call("like", (text, pattern)):
                fold_ = fold if isinstance(text, s.PrintedName) else str
                return fnmatchcase(fold_(self.text(text, at)), fold_(self.text(pattern)).replace("[", "[[]"))
            case s.Compare() if self.of_texts(node, at):
                return self.compare_texts(node, at)
            case s.Compare(_, left, right):
                left, right = self.value(left, at), self.value(right, at)
                if left.value is None or right.value is None:
                    raise Unknown("undetermined")
                return compare(node, Number.of(left.value), Number.of(right.value)).verdict in ("pass", "rounding")
        raise NotImplementedError(node)
