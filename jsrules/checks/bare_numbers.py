"""Bare numbers among printed numbers: ``31=27行+28行``, where 31 may be a figure, or the row numbered 31."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.source import Source, Span
from jsrules.checks.selectors import index_of
from jsrules.model.form import BlockForm, FormSet
from jsrules.model.statements import Rule
from jsrules.model.syntax import (
    Arithmetic,
    ByLine,
    Call,
    Cells,
    Compare,
    Constant,
    Expression,
    Here,
    Index,
    Name,
    Range,
)
from jsrules.model.tree import parts, walk
from jsrules.readers.rules.lines import in_lines, printed_number, refers_to_nothing, subtracted_ends
from jsrules.readers.rules.statements import on_one_line


class _Bare(NamedTuple):
    """The bare numbers of a comparison, and what stands behind those of its other terms: 行, 栏, 行1栏."""

    numbers: tuple[Constant, ...]
    word: str


def ask_for_lines(source: Source, forms: FormSet, rule: Rule, variants: list[Rule]) -> None:
    """Raise `InputError` (E206) where the bare numbers of a comparison may be meant for printed numbers: all else in it
    are such, and the table has rows, or columns, of these numbers, too.
    """
    found = [bare for each in walk(rule.body, parts) if isinstance(each, Compare) and (bare := _bare(each)) is not None]
    if not found:
        return
    tables = {each.form for variant in variants for each in walk(variant.body) if isinstance(each, Cells)}
    blocks = [block for table in tables for block in forms.forms[table].blocks]
    for numbers, word in found:
        known = _numbers_of(blocks, rows=word.startswith("行"))
        if not all(str(each.mantissa) in known for each in numbers):
            continue
        first = numbers[0]
        meant = [each for several, other in found if other == word for each in several]
        message = say(
            "“{number}”是{what}吗？别的都写了“{word}”，它没有写",
            "is “{number}” the number of a {what}? all others are, and have “{word}” behind them",
            number=first.mantissa,
            what=say("行次", "row") if word.startswith("行") else say("栏次", "column"),
            word=word,
        )
        remedy = say(
            "是{what}，写成 {formula}；是一个数，写成 {figure}",
            "if it is, write {formula}; a figure that is no number of a {what} is {figure}",
            what=say("行次", "row") if word.startswith("行") else say("栏次", "column"),
            formula=_with(source, rule.body.span, meant, word),
            figure=_with(source, rule.body.span, meant, ".0"),
        )
        raise InputError([Diagnostic("E206", message, (Label(source, first.span),), remedy=remedy)])


def _numbers_of(blocks: list[BlockForm], rows: bool) -> set[str]:
    return {
        number
        for block in blocks
        for number in ([row.line for row in block.rows] if rows else [column.number for column in block.columns])
        if number
    }


def _with(source: Source, span: Span, numbers: Iterable[Constant], word: str) -> str:
    """A formula as written, with a word behind each of its bare numbers."""
    text, end = "", span.start
    for stop in sorted({each.span.end for each in numbers}):
        text += source.text[end:stop] + word
        end = stop
    return on_one_line(text + source.text[end : span.end])


def _bare(compare: Compare) -> _Bare | None:
    """The bare numbers of a comparison that may be printed numbers; None where they are figures.

    An amount beside a single row (``9行 >= 10``), 0, 1, factors, and what is added in an inequality (``9行 > 8行 + 10``)
    are figures.
    """
    sides = [list(_terms(each)) for each in (compare.left, compare.right)]
    terms = [each for side in sides for each in side]
    numbers = tuple(each for each in terms if isinstance(each, Constant) and printed_number(each))
    words = [_word(each) for each in terms if each not in numbers]
    if not numbers or not words or "" in words or len({each[0] for each in words}) > 1:
        return None
    if any(each.mantissa == 0 for each in numbers) or all(each.mantissa == 1 for each in numbers):
        return None
    bare = next((side for side in sides if all(each in numbers for each in side)), [])
    equal = compare.operator in ("=", "==")
    if not equal and (not bare or (bare is sides[1] and len(terms) == 2)):
        return None
    return _Bare(numbers, words[0] if len(set(words)) == 1 else words[0][0])


def _terms(node: Expression) -> Iterator[Expression]:
    """What a sum adds and subtracts; a product is one of its terms."""
    if isinstance(node, Arithmetic) and all(each.operator in "+-" for each in node.rest):
        yield from _terms(node.first)
        for operation in node.rest:
            yield from _terms(operation.operand)
    elif isinstance(node, Call) and node.function == "sum":
        for argument in node.arguments:
            yield from _terms(argument)
    else:
        yield node


def _word(node: Expression) -> str:
    """What stands behind the number of a reference by printed numbers; empty for any other, and where a table is named
    before brackets: who writes so much writes a number of a row no shorter.
    """
    index = index_of(node) if isinstance(node, Name) else node
    if not isinstance(index, Index) or (index.base and index is node):
        return ""
    column = index.column.label if isinstance(index.column, ByLine) else ""
    if isinstance(index.row, Here):
        return "栏" if column and isinstance(node, Name) else ""
    if not isinstance(index.row, ByLine | Range) or (index.column is not None and not column):
        return ""
    return f"行{column}栏" if column else "行"


def ask_of_numbers(source: Source, rule: Rule) -> None:
    """Raise `InputError` (E206) for a formula of bare numbers, which may be meant for printed numbers."""
    for low, high, span in subtracted_ends(rule.body):
        message = say(
            "“{a}-{b}”是相减，还是从 {a} 到 {b}？", "is “{a}-{b}” a difference, or from {a} to {b}?", a=low, b=high
        )
        remedy = say(
            "从一行到另一行写成 合计({a}..{b})；相减写成 {a} - {b}，不写 合计",
            "write sum({a}..{b}) for all of them; a difference is {a} - {b}, without sum",
            a=low,
            b=high,
        )
        raise InputError([Diagnostic("E206", message, (Label(source, span),), remedy=remedy)])
    if not refers_to_nothing(rule.body):
        return
    each_row = rule.quantifier is not None and "column" not in rule.quantifier.axes
    formula = source.text[rule.body.span.start : rule.body.span.end]
    message = say(
        "这里的数是{what}吗？公式里只有数，什么也没有检查",
        "are these the numbers of {what}? a formula of bare numbers checks nothing",
        what=say("栏次", "columns") if each_row else say("行次", "rows"),
    )
    remedy = say(
        "写成 {formula}", "write {formula}", formula=in_lines(on_one_line(formula), "栏" if each_row else "行")
    )
    raise InputError([Diagnostic("E206", message, (Label(source, rule.body.span),), remedy=remedy)])
