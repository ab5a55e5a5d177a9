"""What the parser calls for each production: builds the nodes of the syntax tree."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, Protocol, cast

from jsrules.base.diagnostic import Severity
from jsrules.base.language import say
from jsrules.base.source import NOWHERE, Span
from jsrules.model.syntax import (
    Applicability,
    Applies,
    Arithmetic,
    Axis,
    Call,
    Children,
    Compare,
    Comparison,
    Constant,
    Current,
    Definition,
    Expression,
    Here,
    If,
    Index,
    Logic,
    Missing,
    Name,
    Negative,
    Not,
    OfLevel,
    Quantifier,
    Rule,
    Scope,
    Selector,
    Text,
    Tolerance,
)
from jsrules.readers.rule_selectors import LEVELS, QUOTES, Misplaced, Picked, read_selector


class Tok(Protocol):
    """A token of the parser: a string that knows its type and place."""

    type: str
    start_pos: int
    end_pos: int

    def __str__(self) -> str: ...


class Path(NamedTuple):
    """A dotted name with its place; ``word`` when it is one bare word, which may be a keyword of references.

    ``prior``: 上年 stood before it.
    """

    parts: tuple[str, ...]
    span: Span
    word: bool
    prior: bool = False


class Meta(NamedTuple):
    """One line of metadata."""

    key: str
    value: object
    end: int


_AXES: dict[str, Axis] = {
    "EACH_ROW": "row",
    "EACH_COLUMN": "column",
    "EACH_CODE": "code",
    "EACH_CLASS": "class",
    "EACH_GROUP": "group",
    "EACH_ITEM": "item",
    "EACH_TABLE": "table",
}

_FUNCTIONS = {
    "合计": "sum",
    "计数": "count",
    "平均": "mean",
    "最小": "minimum",
    "min": "minimum",
    "最大": "maximum",
    "max": "maximum",
    "绝对值": "absolute",
    "abs": "absolute",
    "存在": "exists",
    "空白": "blank",
    "舍入": "round",
    "形如": "like",
}

_YEARS = re.compile(r"[0-9]{4}|[0-9]{4}\.\.(?:[0-9]{4})?|\.\.[0-9]{4}")

_PRIOR = ("上年", "prior")

_MISSING: dict[str, Missing] = {"空白": "blank", "缺少": "absent", "不适用": "skip"}

_APPLIES: dict[str, Applicability] = {"年度": "year", "地区": "region", "单位性质": "kind"}

_SEVERITIES: dict[str, Severity] = {"错误": "error", "警告": "warning", "提示": "info"}

_COMPARISONS: dict[str, Comparison] = {
    "!=": "<>",
    "≠": "<>",
    "≤": "<=",
    "≦": "<=",
    "=<": "<=",
    "≥": ">=",
    "≧": ">=",
    "=>": ">=",
}

_CURRENT: dict[str, Selector] = {"本级": Here(), "current": Here(), "下级": Children(), "children": Children()}


def _span(token: Tok) -> Span:
    return Span(token.start_pos, token.end_pos)


class Builder:
    """One method for each production of the grammar; ``source_text`` is the text as written, for names."""

    def __init__(self) -> None:
        self.source_text = ""

    def _written(self, span: Span) -> str:
        return self.source_text[span.start : span.end].strip()

    # -- statements

    def start(self, items: list[Any]) -> Any:
        return items[0]

    def table_scope(self, items: list[Any]) -> Scope:
        token, path = items
        return Scope(path.parts, _span(token).to(path.span))

    def between_scope(self, items: list[Any]) -> Scope:
        return Scope((), _span(items[0]))

    def head(self, items: list[Any]) -> Picked:
        written, span = self._written(_span(items[1])), _span(items[1])
        start = self.source_text.index(written, span.start)
        return Picked(written, Span(start, start + len(written)))

    def rule(self, items: list[Any]) -> Rule:
        head = items[0] if isinstance(items[0], Picked) else None
        quantifier, condition = items[1 if head else 0]
        metas = cast("list[Meta]", [item for item in items if isinstance(item, Meta)])
        values: dict[str, Any] = {"allowed": (), "applies": ()}
        for meta in metas:
            if meta.key in ("allowed", "applies"):
                values[meta.key] += (meta.value,)
                continue
            if meta.key in values:
                raise Misplaced(
                    say("同一条规则的元数据写了两次", "the same metadata is given twice for one rule"),
                    Span(meta.end - 1, meta.end),
                    say("只留一行", "keep one line"),
                )
            values[meta.key] = meta.value
        span: Span = condition.span
        if quantifier is not None:
            span = span.to(quantifier.span)
        if head is not None:
            span = span.to(head.span)
        return Rule(
            name=head.text if head else "",
            body=condition,
            quantifier=quantifier,
            severity=values.get("level", "error"),
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
        token, part, operator, expression = items
        if str(operator) != "=":
            raise Misplaced(
                say("定义用一个 =", "a definition takes one ="),
                _span(operator),
                say("写成 设 名称 = 公式", "write: let NAME = FORMULA"),
            )
        name = part.text if isinstance(part, Picked) else self._written(_span(part))
        return Definition(name, expression, _span(token).to(expression.span))

    def applies(self, items: list[Any]) -> Applies:
        token, kind, text = items
        values = tuple(each for each in re.split(r"[,，、\s]+", self._free_text(text)) if each)
        span = _span(token).to(_span(text))
        axis = _APPLIES.get(str(kind), cast("Applicability", str(kind)))
        if axis == "year" and not all(_YEARS.fullmatch(each) for each in values):
            raise Misplaced(
                say("“{text}”不是年度", "“{text}” is no year", text="、".join(values)),
                _span(text),
                say("写成 2021、2020..2022 或 2020..", "write 2021, 2020..2022 or 2020.."),
            )
        return Applies(axis, values, span)

    def plain_body(self, items: list[Any]) -> tuple[None, Expression]:
        return None, items[0]

    def quantified_body(self, items: list[Any]) -> tuple[Quantifier, Expression]:
        return items[0], items[1]

    def domain_body(self, items: list[Any]) -> tuple[Quantifier, Expression]:
        quantifier, path, condition = items
        return Quantifier(quantifier.axes, path.parts, (), quantifier.span.to(path.span)), condition

    def domain_word_body(self, items: list[Any]) -> tuple[Quantifier, Expression]:
        quantifier, token, condition = items
        span = _span(token)
        parts = tuple(self._written(span).replace("．", ".").split("."))
        return Quantifier(quantifier.axes, parts, (), quantifier.span.to(span)), condition

    def quantifiers(self, items: list[Any]) -> Quantifier:
        return cast("Quantifier", items[0])

    def each_list(self, items: list[Any]) -> Quantifier:
        if len(items) == 1:
            return cast("Quantifier", items[0])
        left, right = items
        return Quantifier((*left.axes, *right.axes), (), (), left.span.to(right.span))

    def each(self, items: list[Any]) -> Quantifier:
        return Quantifier((_AXES[items[0].type],), (), (), _span(items[0]))

    # -- metadata

    def level(self, items: list[Any]) -> Meta:
        word = str(items[1])
        return Meta("level", _SEVERITIES.get(word, word), items[1].end_pos)

    def basis(self, items: list[Any]) -> Meta:
        return Meta("basis", self._free_text(items[1]), items[1].end_pos)

    def message(self, items: list[Any]) -> Meta:
        return Meta("message", self._free_text(items[1]), items[1].end_pos)

    def tags(self, items: list[Any]) -> Meta:
        words = tuple(word for word in re.split(r"[,，、\s]+", self._free_text(items[1])) if word)
        return Meta("tags", words, items[1].end_pos)

    def rule_applies(self, items: list[Any]) -> Meta:
        return Meta("applies", items[0], items[0].span.end)

    def missing(self, items: list[Any]) -> Meta:
        word = str(items[1])
        return Meta("missing", _MISSING.get(word, word), items[1].end_pos)

    def waivable(self, items: list[Any]) -> Meta:
        return Meta("waivable", str(items[1]) in ("是", "yes"), items[1].end_pos)

    def allow(self, items: list[Any]) -> Meta:
        reason = self._free_text(items[2])
        return Meta("allowed", (str(items[1]), reason), items[2].end_pos)

    def comparable(self, items: list[Any]) -> Meta:
        return Meta("comparable", False, items[1].end_pos)

    def _free_text(self, token: Tok) -> str:
        # A comment behind the text is blanked out in the token, not in the source.
        span = Span(token.start_pos, token.start_pos + len(str(token).rstrip()))
        written = self._written(span).lstrip(":：").strip()
        if len(written) >= 2 and written[0] in '"“＂' and written[-1] in '"”＂':
            return written[1:-1]
        return written

    # -- conditions

    def conditional(self, items: list[Any]) -> If:
        token, condition, _, consequence = items
        return If(condition, consequence, _span(token).to(consequence.span))

    def disjunction(self, items: list[Any]) -> Expression:
        return self._logic("or", items)

    def conjunction(self, items: list[Any]) -> Expression:
        return self._logic("and", items)

    def _logic(self, operator: str, items: list[Any]) -> Expression:
        operands = tuple(items[::2])
        if len(operands) == 1:
            return cast("Expression", operands[0])
        return Logic(operator, operands, operands[0].span.to(operands[-1].span))

    def negation(self, items: list[Any]) -> Not:
        return Not(items[1], _span(items[0]).to(items[1].span))

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
                _COMPARISONS.get(str(items[i + 1]), cast("Comparison", str(items[i + 1]))),
                items[i],
                items[i + 2],
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
        return Tolerance(mantissa, decimals + (2 if percent else 0), percent), _span(items[0])

    # -- arithmetic

    def _figure(self, token: Tok) -> tuple[int, int, bool]:
        text = str(token)
        percent = text.endswith("%")
        whole, _, fraction = text.rstrip("%").partition(".")
        if len(whole) + len(fraction) > 40:
            raise Misplaced(say("数字太长", "the number has too many digits"), _span(token))
        return int(whole + fraction), len(fraction), percent

    def number(self, items: list[Any]) -> Constant:
        mantissa, decimals, percent = self._figure(items[0])
        span = _span(items[0])
        if len(items) == 1:
            return Constant(mantissa, decimals + 2 if percent else decimals, "%" if percent else "", span)
        if percent:
            raise Misplaced(say("百分数后面不能再写单位", "a percentage takes no unit"), _span(items[1]))
        return Constant(mantissa, decimals, str(items[1]), span.to(_span(items[1])))

    def negative(self, items: list[Any]) -> Negative:
        return Negative(items[1], _span(items[0]).to(items[1].span))

    def arithmetic(self, items: list[Any]) -> Arithmetic:
        left, operator, right = items
        return Arithmetic(str(operator), left, right, left.span.to(right.span))

    def text(self, items: list[Any]) -> Text:
        return Text(self._written(_span(items[0]))[1:-1], _span(items[0]))

    def call(self, items: list[Any]) -> Call:
        name, arguments, closing = items
        word = str(name)
        return Call(_FUNCTIONS.get(word, word), arguments, _span(name).to(_span(closing)))

    def arguments(self, items: list[Any]) -> tuple[Expression, ...]:
        return tuple(items)

    # -- references

    def path(self, items: list[Any]) -> Path:
        parts = tuple(item.text if isinstance(item, Picked) else self._written(_span(item)) for item in items)
        spans = [item.span if isinstance(item, Picked) else _span(item) for item in items]
        span = spans[0].to(spans[-1])
        if parts[0] in _PRIOR and not isinstance(items[0], Picked):
            return Path(parts[1:], span, False, True)
        return Path(parts, span, len(items) == 1 and not isinstance(items[0], Picked))

    def part(self, items: list[Any]) -> Any:
        return self._picked(items[0]) if len(items) == 2 else items[0]

    def _picked(self, token: Tok) -> Picked:
        span = _span(token)
        text = self._written(span)
        if len(text) >= 2 and text[0] in QUOTES and text[-1] in QUOTES:
            return Picked(text[1:-1], span, True)
        return Picked(text, span)

    def name(self, items: list[Any]) -> Expression:
        path: Path = items[0]
        if path.word:
            word = path.parts[0]
            if word in _CURRENT:
                return Current(_CURRENT[word], path.span)
            if word in LEVELS:
                return Current(OfLevel(LEVELS[word]), path.span)
        if not path.parts:
            raise Misplaced(
                say("“上年”后面要写是什么", "it is not said what of the prior year"),
                path.span,
                say("写成 上年.表名[行, 栏] 或 上年.名称", "write prior.TABLE[ROW, COLUMN] or prior.NAME"),
            )
        return Name(path.parts, path.span, path.prior)

    def index_one(self, items: list[Any]) -> Index:
        path, row, closing = items
        return Index(path.parts, read_selector(self._picked(row)), None, path.span.to(_span(closing)), path.prior)

    def index_two(self, items: list[Any]) -> Index:
        path, row, column, closing = items
        return Index(
            path.parts,
            read_selector(self._picked(row)),
            read_selector(self._picked(column)),
            path.span.to(_span(closing)),
            path.prior,
        )

    def scope_index(self, items: list[Any]) -> Index:
        row, column, closing = items
        span = _span(row).to(_span(closing))
        return Index((), read_selector(self._picked(row)), read_selector(self._picked(column)), span)
