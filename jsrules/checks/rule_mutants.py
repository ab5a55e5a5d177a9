"""Breaking a rule in every small way, to see whether its tests notice: resolved rules with one thing changed in each.

A mutant that says the same as the rule, by the linear normal form of every comparison, is *equivalent*: no test could
notice it. After DeMillo, Lipton and Sayward, "Hints on test data selection" (1978).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from jsrules.base.language import say
from jsrules.base.record import Record, replace
from jsrules.base.source import Span
from jsrules.checks.lints.claims import Claims
from jsrules.checks.lints.normal import Normaliser
from jsrules.model.form import FormSet
from jsrules.model.functions import FUNCTIONS, is_figure
from jsrules.model.keywords import keywords
from jsrules.model.statements import Rule
from jsrules.model.syntax import (
    Arithmetic,
    Call,
    Cells,
    Chosen,
    ColumnNumber,
    Compare,
    Comparison,
    Expression,
    If,
    Keys,
    Level,
    Logic,
    Negative,
    Not,
    OfLevel,
    Operation,
    Operator,
    Tolerance,
)

MutationKind = Literal["sign", "drop", "swap", "weaken", "tolerance", "condition"]

MUTATIONS: dict[MutationKind, tuple[str, str]] = {
    "sign": ("正负号颠倒", "sign flipped"),
    "drop": ("去掉一项", "a term dropped"),
    "swap": ("换成相邻的行或栏", "row or column swapped"),
    "weaken": ("等式放宽成不等式", "equation weakened"),
    "tolerance": ("放宽允许差", "tolerance widened"),
    "condition": ("条件改变", "condition changed"),
}

_WEAKENED: dict[Comparison, tuple[Comparison, ...]] = {
    "=": ("<=", ">="),
    "==": ("<=", ">="),
    "<=": (">=",),
    ">=": ("<=",),
    "<": (">",),
    ">": ("<",),
    "<>": ("=",),
}
_LEVELS: tuple[Level, ...] = ("class", "group", "item")


class RuleMutant(Record):
    """A broken rule: what was done to it, where in its text, and its resolved variants."""

    kind: MutationKind
    text: str
    span: Span
    variants: tuple[Rule, ...]


class _Edit(NamedTuple):
    """One change of an expression."""

    kind: MutationKind
    text: str
    span: Span
    node: Expression


def mutants_of(variants: tuple[Rule, ...], forms: FormSet) -> Iterator[tuple[RuleMutant, bool]]:
    """Every mutant of a rule, in the order of its text, with whether it is equivalent to the rule.

    The variants of a rule (one for each block it ranges over) are broken in the same place.
    """
    mutator = _Mutator(forms)
    claims = Claims(Normaliser(forms))
    original = [claims.key(rule.body) for rule in variants]
    for several in zip(*(mutator.condition(rule.body) for rule in variants), strict=False):
        first = several[0]
        changed = tuple(replace(rule, body=edit.node) for rule, edit in zip(variants, several, strict=True))
        same = [claims.key(rule.body) for rule in changed] == original
        yield RuleMutant(first.kind, first.text, first.span, changed), same


class _Mutator:
    """Makes the edits of expressions under one form set."""

    def __init__(self, forms: FormSet) -> None:
        self.forms = forms

    # -- conditions

    def condition(self, node: Expression) -> Iterator[_Edit]:
        """The edits of a condition."""
        match node:
            case If():
                yield from self._if(node)
            case Logic():
                yield from self._logic(node)
            case Not():
                yield _Edit("condition", say("去掉“非”", "“not” dropped"), node.span, node.operand)
                for edit in self.condition(node.operand):
                    yield edit._replace(node=replace(node, operand=edit.node))
            case Compare():
                yield from self._compare(node)
            case Call(_, arguments):
                yield from self._arguments(node, arguments)

    def _if(self, node: If) -> Iterator[_Edit]:
        span = node.condition.span
        yield _Edit("condition", say("去掉条件", "condition dropped"), span, node.consequence)
        opposite = replace(node, condition=Not(node.condition, span))
        yield _Edit("condition", say("条件反过来", "condition reversed"), span, opposite)
        for edit in self._parts_of_condition(node.condition):
            yield edit._replace(node=replace(node, condition=edit.node))
        for edit in self.condition(node.consequence):
            yield edit._replace(node=replace(node, consequence=edit.node))

    def _parts_of_condition(self, node: Expression) -> Iterator[_Edit]:
        """Each part of a condition dropped: finer changes inside it seldom change when it holds."""
        if isinstance(node, Logic):
            for number, each in enumerate(node.operands):
                rest = (*node.operands[:number], *node.operands[number + 1 :])
                smaller = rest[0] if len(rest) == 1 else replace(node, operands=rest)
                yield _Edit("condition", say("去掉条件的一项", "a part of the condition dropped"), each.span, smaller)

    def _logic(self, node: Logic) -> Iterator[_Edit]:
        for number, each in enumerate(node.operands):
            rest = (*node.operands[:number], *node.operands[number + 1 :])
            smaller = rest[0] if len(rest) == 1 else replace(node, operands=rest)
            yield _Edit("drop", say("去掉这一项", "dropped"), each.span, smaller)
            for edit in self.condition(each):
                changed = (*node.operands[:number], edit.node, *node.operands[number + 1 :])
                yield edit._replace(node=replace(node, operands=changed))

    def _compare(self, node: Compare) -> Iterator[_Edit]:
        for operator in _WEAKENED[node.operator]:
            text = say("{old} 改成 {new}", "{old} becomes {new}", old=node.operator, new=operator)
            yield _Edit("weaken", text, node.span, replace(node, operator=operator))
        if node.operator in ("=", "=="):
            yield self._tolerant(node)
        for edit in self.figure(node.left):
            yield edit._replace(node=replace(node, left=edit.node))
        for edit in self.figure(node.right):
            yield edit._replace(node=replace(node, right=edit.node))

    def _tolerant(self, node: Compare) -> _Edit:
        """The comparison with a tolerance ten times as wide,
        or of 1 (of one percent between rates) where none is written.
        """
        if node.tolerance is not None:
            wider = replace(node.tolerance, mantissa=node.tolerance.mantissa * 10)
        else:
            wider = Tolerance(1, 2 if self._is_rate(node) else 0)
        amount = "1%" if self._is_rate(node) and node.tolerance is None else _decimal(wider)
        text = say("允许差放宽到 ± {amount}", "tolerance widened to ± {amount}", amount=amount)
        return _Edit("tolerance", text, node.span, replace(node, operator="=", tolerance=wider))

    def _is_rate(self, node: Compare) -> bool:
        return any(isinstance(each, Cells) and each.unit == "%" for each in (node.left, node.right))

    # -- figures

    def figure(self, node: Expression) -> Iterator[_Edit]:
        """The edits of a figure."""
        match node:
            case Cells():
                yield from self._cells(node)
            case Arithmetic():
                yield from self._product(node) if node.rest[-1].operator in "*/" else self._sum(node)
            case Negative():
                yield _Edit("sign", say("去掉负号", "sign dropped"), node.span, node.operand)
                yield from self._inside(self.figure(node.operand), lambda each: replace(node, operand=each))
            case Call(_, arguments):
                yield from self._arguments(node, arguments)
            case Chosen():
                yield from self._inside(self.figure(node.cells), lambda each: replace(node, cells=each))
                yield from self._inside(self.condition(node.condition), lambda each: replace(node, condition=each))

    @staticmethod
    def _inside(edits: Iterator[_Edit], put: Callable[[Expression], Expression]) -> Iterator[_Edit]:
        for edit in edits:
            yield edit._replace(node=put(edit.node))

    def _product(self, node: Arithmetic) -> Iterator[_Edit]:
        """The edits of a chain that ends in a product or quotient."""
        left, last = node.upto(len(node.rest) - 1), node.rest[-1]
        if last.operator == "/":
            turned = Arithmetic.of(last.operand, replace(last, operand=left))
            yield _Edit("swap", say("分子分母对调", "numerator and denominator swapped"), node.span, turned)
        yield from self._inside(self.figure(left), lambda each: Arithmetic.of(each, last))
        yield from self._inside(
            self.figure(last.operand), lambda each: Arithmetic.of(left, replace(last, operand=each))
        )

    def _sum(self, node: Arithmetic) -> Iterator[_Edit]:
        """The edits of a chain that ends in a sum: its first term is what comes before the last product is complete."""
        count = len(node.rest)
        while count and node.rest[count - 1].operator in "+-":
            count -= 1
        terms: list[tuple[Operator, Expression]] = [("+", node.upto(count))]
        terms += [(each.operator, each.operand) for each in node.rest[count:]]
        for number, (operator, each) in enumerate(terms):
            before, behind = terms[:number], terms[number + 1 :]
            other: Operator = "+" if operator == "-" else "-"
            yield _Edit("sign", say("正负号颠倒", "sign flipped"), each.span, _total([*before, (other, each), *behind]))
            yield _Edit("drop", say("去掉这一项", "dropped"), each.span, _total([*before, *behind]))
            for edit in self.figure(each):
                yield edit._replace(node=_total([*before, (operator, edit.node), *behind]))

    def _arguments(self, node: Call, arguments: tuple[Expression, ...]) -> Iterator[_Edit]:
        for number, each in enumerate(arguments):
            before, behind = arguments[:number], arguments[number + 1 :]
            if len(arguments) > 1 and FUNCTIONS[node.function].repeated:
                yield _Edit("drop", say("去掉这一项", "dropped"), each.span, replace(node, arguments=before + behind))
            if isinstance(each, Chosen) and is_figure(node.function):
                whole = replace(node, arguments=(*before, each.cells, *behind))
                yield _Edit("condition", say("去掉条件", "condition dropped"), each.condition.span, whole)
            for edit in self.figure(each):
                yield edit._replace(node=replace(node, arguments=(*before, edit.node, *behind)))

    def _cells(self, node: Cells) -> Iterator[_Edit]:
        block = self.forms.forms[node.form].blocks[node.block]
        match node.rows:
            case Keys((key,)) if key in block.row_index:
                number = self._neighbour(node, block.row_index[key])
                if number is not None:
                    yield self._swap(node, Keys((block.rows[number].key,)), block.rows[number].name)
            case Keys(keys) if len(keys) > 1:
                for at, key in enumerate(keys):
                    row = block.row(key)
                    name = row.name if row is not None else key
                    text = say("去掉“{name}”一行", "row “{name}” dropped", name=name)
                    yield _Edit("drop", text, node.span, replace(node, rows=Keys(keys[:at] + keys[at + 1 :])))
            case OfLevel(level) if level in _LEVELS:
                number = (_LEVELS.index(level) + 1) % 3
                word = keywords("OF_LEVEL")[number]
                text = say("换成{name}", "becomes {name}", name=say(word.written(), word.written(english=True)))
                yield _Edit("swap", text, node.span, replace(node, rows=OfLevel(_LEVELS[number])))
        if isinstance(node.columns, ColumnNumber):
            column = self._next_column(node, node.columns.number)
            if column is not None:
                yield self._swap(node, None, block.columns[column].name, ColumnNumber(column))

    def _swap(self, node: Cells, rows: Keys | None, name: str, columns: ColumnNumber | None = None) -> _Edit:
        text = say("换成“{name}”", "becomes “{name}”", name=name)
        changed = replace(node, rows=rows) if rows is not None else replace(node, columns=columns)
        return _Edit("swap", text, node.span, changed)

    def _neighbour(self, node: Cells, number: int) -> int | None:
        """The next declared row whose cell in that column has the same unit; the last one's is the one before."""
        block = self.forms.forms[node.form].blocks[node.block]
        column = node.columns.number if isinstance(node.columns, ColumnNumber) else 0
        unit = self.forms.unit_of(node.form, node.block, block.rows[number], column)
        others: list[int] = [*range(number + 1, len(block.rows)), *range(number - 1, -1, -1)]
        for other in others:
            if self.forms.unit_of(node.form, node.block, block.rows[other], column) == unit:
                return other
        return None

    def _next_column(self, node: Cells, number: int) -> int | None:
        columns = self.forms.forms[node.form].blocks[node.block].columns
        others: list[int] = [*range(number + 1, len(columns)), *range(number - 1, -1, -1)]
        for other in others:
            if columns[other].unit == columns[number].unit:
                return other
        return None


def _total(terms: list[tuple[Operator, Expression]]) -> Expression:
    """The sum of signed terms."""
    (operator, first), *rest = terms
    if operator == "-":
        first = Negative(first, first.span)
    return Arithmetic.of(first, *(Operation(sign, each, first.span.to(each.span)) for sign, each in rest))


def _decimal(tolerance: Tolerance) -> str:
    from jsrules.base.number import short_decimal_text

    if tolerance.relative:
        return short_decimal_text(tolerance.mantissa * 100, tolerance.decimals) + "%"
    return short_decimal_text(tolerance.mantissa, tolerance.decimals)
