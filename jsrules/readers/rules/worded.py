"""Productions for what is said in words, and for functions with what chooses their cells: a part of the builder."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.base.source import Span
from jsrules.model.functions import BY_WORD
from jsrules.model.keywords import meanings
from jsrules.model.syntax import Call, Chosen, Compare, Current, Expression, Index, Logic, Name, Not
from jsrules.readers.rules.element_wise import called
from jsrules.readers.rules.metadata import MetadataBuilder, span_of
from jsrules.readers.rules.selectors import Misplaced

_BLANKNESS = meanings("BLANKNESS")
_COUNTED = re.compile(r"([1-9]\d?)、")


class Chooser(NamedTuple):
    """By what the cells before it are chosen."""

    condition: Expression
    span: Span


class Bracketed(Record):
    """An expression in brackets. They are no part of its own span, but of the span of what it is a part of."""

    node: Expression
    span: Span


def bare(item: Expression | Bracketed) -> Expression:
    """What stands in the brackets, if there are any."""
    return item.node if isinstance(item, Bracketed) else item


class WordBuilder(MetadataBuilder):
    """One method for each production."""

    def within(self, items: list[Any]) -> Logic:
        """``x 介于 a 和 b 之间``: ``a <= x <= b``."""
        figure, _, low, _, high, *_ = items
        span = figure.span.to(span_of(items[-1]) if len(items) > 5 else high.span)
        ends = ((low, figure), (figure, high))
        return Logic("and", tuple(Compare("<=", bare(a), bare(b), None, span) for a, b in ends), span)

    def blankness(self, items: list[Any]) -> Expression:
        """``x 为空``: ``空白(x)``."""
        place, word = items
        if not isinstance(bare(place), Name | Index | Current):
            raise Misplaced(
                say("空不空的是单元格，不能是算式", "cells are blank, not formulas"),
                place.span,
                say("一个一个写：甲 不为空 且 乙 不为空", "write it of each: A is not blank and B is not blank"),
            )
        span = place.span.to(span_of(word))
        blank = Call("blank", (bare(place),), span)
        return blank if _BLANKNESS[str(word)] == "blank" else Not(blank, span)

    def call(self, items: list[Any]) -> Expression:
        name, _, arguments, closing = items
        return called(BY_WORD[str(name)], arguments, span_of(name).to(span_of(closing)))

    def arguments(self, items: list[Any]) -> tuple[Expression, ...]:
        for each in items:
            counted = isinstance(each, Name) and _COUNTED.match(each.parts[0])
            if counted:
                raise Misplaced(
                    say(
                        "“{number}、”是序号，还是一个数？",
                        "is “{number}、” an ordinal, or a figure?",
                        number=counted[1],
                    ),
                    each.span,
                    say(
                        "序号写成 [{name}]；数后面用逗号：{number}, {rest}",
                        "write an ordinal as [{name}]; put a comma behind a figure: {number}, {rest}",
                        name=each.parts[0],
                        number=counted[1],
                        rest=each.parts[0][counted.end() :].strip(),
                    ),
                )
        if not isinstance(items[-1], Chooser):
            return tuple(map(bare, items))
        *cells, chooser = items
        return tuple(Chosen(bare(each), chooser.condition, each.span.to(chooser.span)) for each in cells)

    def chooser(self, items: list[Any]) -> Chooser:
        return Chooser(bare(items[1]), span_of(items[0]).to(items[1].span))

    def bracketed(self, items: list[Any]) -> Bracketed:
        opening, inner, closing = items
        return Bracketed(bare(inner), span_of(opening).to(span_of(closing)))

    def absolute(self, items: list[Any]) -> Call:
        """``|x|``: ``绝对值(x)``."""
        opening, inner, closing = items
        return Call("absolute", (bare(inner),), span_of(opening).to(span_of(closing)))
