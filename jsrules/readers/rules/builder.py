"""What the parser calls for each production: builds the nodes of the syntax tree."""

from __future__ import annotations

from typing import Any, cast

from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.base.source import NOWHERE, Span
from jsrules.base.units import find_unit
from jsrules.model.keywords import COMPARED
from jsrules.model.statements import Definition, Keep, Rule, Scope
from jsrules.model.syntax import (
    Arithmetic,
    Call,
    Compare,
    Constant,
    Expression,
    If,
    Logic,
    Name,
    Negative,
    Not,
    Operation,
    Operator,
    Quantifier,
    Text,
    Tolerance,
)
from jsrules.model.tree import rebuild
from jsrules.readers.rules.lines import LeftOut, printed_number, without_ellipsis
from jsrules.readers.rules.metadata import Meta, Tok, span_of, values_of
from jsrules.readers.rules.references import ReferenceBuilder
from jsrules.readers.rules.selectors import Misplaced, Picked
from jsrules.readers.rules.worded import Bracketed, WordBuilder, bare


class Builder(WordBuilder, ReferenceBuilder):
    """One method for each production of the grammar; ``source_text`` is the text as written, for names."""

    # -- statements

    def start(self, items: list[Any]) -> Any:
        return items[0]

    def table_scope(self, items: list[Any]) -> Scope:
        token, path = items
        return Scope(path.parts, span_of(token).to(path.span))

    def between_scope(self, items: list[Any]) -> Scope:
        return Scope((), span_of(items[0]))

    def head(self, items: list[Any]) -> Picked:
        written, span = self._written(span_of(items[1])), span_of(items[1])
        start = self.source_text.index(written, span.start)
        return Picked(written, Span(start, start + len(written)))

    def rule(self, items: list[Any]) -> Rule:
        head = items[0] if isinstance(items[0], Picked) else None
        quantifier, condition = items[1 if head else 0]
        values = values_of([item for item in items if isinstance(item, Meta)])
        span: Span = condition.span
        if quantifier is not None:
            span = span.to(quantifier.span)
        if head is not None:
            span = span.to(head.span)
        return Rule(
            name=head.text if head else "",
            body=bare(condition),
            quantifier=quantifier,
            nature=values.get("nature", ""),
            level=values.get("level"),
            basis=values.get("basis", ""),
            message=values.get("message", ""),
            tags=values.get("tags", ()),
            comparable=values.get("comparable", True),
            applies=values["applies"],
            missing=values.get("missing", "blank"),
            waivable=values.get("waivable", True),
            allowed=values["allowed"],
            span=span,
            name_span=head.span if head else condition.span,
        )

    def definition(self, items: list[Any]) -> Definition:
        token, part, operator, expression, *metas = items
        if COMPARED[str(operator)] != "=":
            raise Misplaced(
                say("定义用一个 =", "a definition takes one ="),
                span_of(operator),
                say("写成 设 名称 = 公式", "write: let NAME = FORMULA"),
            )
        for meta in metas:
            if meta.key != "allowed":
                raise Misplaced(
                    say(
                        "“{word}”要写在规则下面；定义下面只能写“允许”",
                        "“{word}” belongs below a rule; below a definition only “allow” can stand",
                        word=meta.word,
                    ),
                    meta.span,
                    say("移到用它的规则下面，或删去", "move it below the rules that use the definition, or remove it"),
                )
        name = part.text if isinstance(part, Picked) else self._written(span_of(part))
        allowed = tuple(meta.value for meta in metas)
        return Definition(name, bare(expression), allowed, span_of(token).to(expression.span))

    def keep(self, items: list[Any]) -> Keep:
        names = [bare(each) for each in items[1:] if not isinstance(each, Meta)]
        values = values_of([each for each in items if isinstance(each, Meta)], of_rule=False)
        return Keep(tuple(names), span=span_of(items[0]).to(names[-1].span), **values)

    def plain_body(self, items: list[Any]) -> tuple[None, Expression]:
        return None, items[0]

    def quantified_body(self, items: list[Any]) -> tuple[Quantifier, Expression]:
        quantifier, *ranges, condition = items
        for each in ranges:
            span = quantifier.span.to(each.span)
            quantifier = replace(each, axes=quantifier.axes, span=span)
        return quantifier, condition

    # -- conditions

    def conditional(self, items: list[Any]) -> If:
        token, condition, _, consequence = items
        return If(bare(condition), bare(consequence), span_of(token).to(consequence.span))

    def disjunction(self, items: list[Any]) -> Expression:
        return self._logic("or", items)

    def conjunction(self, items: list[Any]) -> Expression:
        return self._logic("and", items)

    def _logic(self, operator: str, items: list[Any]) -> Expression:
        if len(items) == 1:
            return cast("Expression", items[0])
        return Logic(operator, tuple(map(bare, items[::2])), items[0].span.to(items[-1].span))

    def negation(self, items: list[Any]) -> Not:
        return Not(bare(items[1]), span_of(items[0]).to(items[1].span))

    def comparison(self, items: list[Any]) -> Expression:
        tolerance: Tolerance | None = None
        end = NOWHERE
        if isinstance(items[-1], tuple):
            tolerance, end = items.pop()
            items.pop()
        if len(items) == 1:
            if tolerance is not None:
                raise Misplaced(say("± 前面没有比较", "there is no comparison before ±"), items[0].span)
            return cast("Expression", items[0])
        pairs = [
            Compare(
                COMPARED[str(items[i + 1])],
                bare(items[i]),
                bare(items[i + 2]),
                tolerance,
                items[i].span.to(end if tolerance is not None and i == len(items) - 3 else items[i + 2].span),
            )
            for i in range(0, len(items) - 2, 2)
        ]
        if len(pairs) == 1:
            return pairs[0]
        return Logic("and", tuple(pairs), pairs[0].span.to(pairs[-1].span))

    def tolerance(self, items: list[Any]) -> tuple[Tolerance, Span]:
        mantissa, decimals, percent = self._figure(items[0])
        return Tolerance(mantissa, decimals + (2 if percent else 0), percent), span_of(items[0])

    # -- arithmetic

    def _figure(self, token: Tok) -> tuple[int, int, bool]:
        text = str(token)
        percent = text.endswith("%")
        whole, _, fraction = text.rstrip("%").partition(".")
        if len(whole) + len(fraction) > 40:
            raise Misplaced(say("数字太长", "the number has too many digits"), span_of(token))
        return int(whole + fraction), len(fraction), percent

    def number(self, items: list[Any]) -> Constant:
        mantissa, decimals, percent = self._figure(items[0])
        span = span_of(items[0])
        if len(items) == 1:
            return Constant(mantissa, decimals + 2 if percent else decimals, "%" if percent else "", span)
        written = str(items[1])
        unit = find_unit(written)
        if percent:
            raise Misplaced(say("百分数后面不能再写单位", "a percentage takes no unit"), span_of(items[1]))
        if unit is None:
            raise Misplaced(
                say("不认识的单位“{unit}”", "unknown unit “{unit}”", unit=written),
                span_of(items[1]),
                say(
                    '写成 3 万元、5 件、25% 的样子；日期写成 "2021-12-31"',
                    'write it like 3 万元, 5 件, 25%; a date "2021-12-31"',
                ),
            )
        return Constant(mantissa, decimals + unit.places, written, span.to(span_of(items[1])))

    def negative(self, items: list[Any]) -> Negative:
        return Negative(bare(items[1]), span_of(items[0]).to(items[1].span))

    def arithmetic(self, items: list[Any]) -> Expression:
        first, *rest = items
        start: Span = first.span
        signed = [("+", first), *((str(sign), each) for sign, each in zip(rest[::2], rest[1::2], strict=True))]
        if any(isinstance(each, LeftOut) for each in (first, *rest)):
            signed = without_ellipsis([(sign, bare(each)) for sign, each in signed])
            first = signed[0][1]
        return Arithmetic.of(
            bare(first),
            *(Operation(cast("Operator", sign), bare(each), start.to(each.span)) for sign, each in signed[1:]),
        )

    def text(self, items: list[Any]) -> Text:
        return Text(self._written(span_of(items[0]))[1:-1], span_of(items[0]))

    # -- rows and columns by their printed numbers

    def ellipsis(self, items: list[Any]) -> LeftOut:
        return LeftOut(span_of(items[0]))

    def lines(self, items: list[Any]) -> Bracketed:
        """``01表(3+13-5)行2栏``: the word behind the bracket belongs to every number in it."""
        *table, opening, inner, _, word = items
        before = tuple(self._written(span_of(each)) for each in table)
        end = span_of(word)

        def named(node: Expression) -> Expression:
            label = printed_number(node)
            if not label:
                raise Misplaced(
                    say("“{word}”前面的括号里只能写号", "only numbers can stand in the bracket before “{word}”",
                        word=str(word)),
                    node.span,
                    say("写成 (3+13)行", "write (3+13)行"),
                )  # fmt: skip
            lines = Name((*before, f"{label}{word}"), node.span)
            return Call("sum", (lines,), node.span) if isinstance(node, Name) else lines

        return Bracketed(rebuild(bare(inner), named), span_of(table[0] if table else opening).to(end))
