"""Subsets of what a quantifier ranges over (每行 表[行1..行10], 每栏 除 同比), and the anchors of 各明细."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import InputError
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.base.source import Span
from jsrules.checks.complaints import Complaints
from jsrules.checks.selectors import resolve_columns, resolve_row
from jsrules.model.form import BlockForm, BlockPlace, FormSet
from jsrules.model.syntax import (
    Beside,
    ByCode,
    ByLine,
    ByName,
    Compare,
    Current,
    Details,
    Expression,
    If,
    Index,
    Keys,
    Logic,
    Name,
    Not,
    Quantifier,
    Range,
    Selector,
)
from jsrules.model.tree import rebuild, walk
from jsrules.readers.rules.printer import print_selector


def resolve_subsets(
    forms: FormSet, complain: Complaints, quantifier: Quantifier, places: Sequence[BlockPlace]
) -> dict[BlockPlace, Quantifier]:
    """The quantifier for each of the blocks, with what is picked or left out there; a block that has nothing of what
    is picked is not ranged over.

    Raises `InputError` when a name is in none of them (with the nearest), or may be a row as well as a column.
    """
    found: dict[BlockPlace, Quantifier] = {}
    lists: list[dict[BlockPlace, list[Selector]]] = []
    for written in (quantifier.only, quantifier.excluded):
        picked: dict[BlockPlace, list[Selector]] = {place: [] for place in places}
        for each in written:
            errors: list[InputError] = []
            for place in places:
                try:
                    picked[place].extend(_resolve(forms, complain, quantifier, place, each))
                except InputError as error:
                    errors.append(error)
            if len(errors) == len(places):
                raise errors[0]
        lists.append(picked)
    for place in places:
        only, excluded = (tuple(each[place]) for each in lists)
        if only or not quantifier.only:
            found[place] = replace(quantifier, only=only, excluded=excluded, blocks=(place,))
    return found


def resolve_joined(
    forms: FormSet, complain: Complaints, quantifier: Quantifier, places: tuple[BlockPlace, ...]
) -> Quantifier:
    """The quantifier of a rule between tables, which ranges over the keys of several blocks."""
    only: dict[Selector, None] = {}
    excluded: dict[Selector, None] = {}
    for each in resolve_subsets(forms, complain, quantifier, places).values():
        only.update(dict.fromkeys(each.only))
        excluded.update(dict.fromkeys(each.excluded))
    return replace(quantifier, blocks=places, only=tuple(only), excluded=tuple(excluded))


def resolve_beside(
    complain: Complaints,
    selector: Beside,
    is_row: bool,
    place: BlockPlace | None,
    quantifier: Quantifier | None,
    span: Span,
) -> Beside:
    """上一栏 or the like, among the rows or columns that the rule ranges over.

    Raises `InputError` (E206) where it has no meaning: nothing is ranged over, or it stands in the other's place.
    """
    word, swapped = print_selector(selector), selector.axis == ("column" if is_row else "row")
    if swapped:
        raise complain.misplaced(
            span,
            say("“{word}”写错了位置", "“{word}” stands in the wrong place", word=word),
            say(
                "行写在前面，栏写在后面：[行, 上一栏]、[上一行, 栏]",
                "write [ROW, previous column] or [previous row, COLUMN]",
            ),
        )
    axes = quantifier.axes if quantifier is not None else ()
    if place is None or not (any(axis != "column" for axis in axes) if is_row else "column" in axes):
        each = "每行" if is_row else "每栏"
        raise complain.misplaced(
            span,
            say(
                "没有“{word}”：规则前面没有 {each}",
                "there is no “{word}”: the rule has no “{each}” before it",
                word=word,
                each=say(each, "each row" if is_row else "each column"),
            ),
            say(
                "在公式前加 {each}；表间写成 {each} 表名：公式",
                "put “{each}” before the formula; between tables: {each} TABLE: FORMULA",
                each=say(each, "each row" if is_row else "each column"),
            ),
        )
    return replace(selector, over=quantifier)


def _resolve(
    forms: FormSet, complain: Complaints, quantifier: Quantifier, place: BlockPlace, selector: Selector
) -> tuple[Selector, ...]:
    """The rows or columns of a block that a subset names."""

    def fail(code: str, message: str, near: list[str] | str) -> InputError:
        return complain.error(code, message, quantifier.span, near)

    block = forms.forms[place[0]].blocks[place[1]]
    if not isinstance(selector, ByName | ByCode | ByLine | Range):
        raise complain.misplaced(
            quantifier.span,
            say("这里写的是哪些行或栏", "which rows or columns is said here"),
            say("写名称、编码、行次或一段范围", "write names, codes, line numbers or a range"),
        )
    readings: list[tuple[Selector, ...]] = []
    errors: list[InputError] = []
    if "column" in quantifier.axes:
        try:
            readings.append(resolve_columns(block, selector, fail))
        except InputError as error:
            errors.append(error)
    if any(axis != "column" for axis in quantifier.axes):
        try:
            row = resolve_row(forms, block, selector, fail)
            if not readings or _is_declared(block, row):
                readings.append((row,))
        except InputError as error:
            errors.append(error)
    if len(readings) > 1:
        raise complain.misplaced(
            quantifier.span,
            say("看不出“{name}”是行还是栏", "“{name}” may be a row or a column", name=print_selector(selector)),
            say("分成两条规则写：一条 每行，一条 每栏", "write two rules: one of each row, one of each column"),
        )
    if not readings:
        raise errors[0]
    return readings[0]


def _is_declared(block: BlockForm, row: Selector) -> bool:
    return not isinstance(row, Keys) or any(key in block.row_index for key in row.keys)


def anchor_details(body: Expression, quantifier: Quantifier | None) -> Expression:
    """Rules that do not range over rows mean by 各明细 those of the row on the other side of the comparison."""
    if quantifier is not None and any(axis != "column" for axis in quantifier.axes):
        return body
    if not any(isinstance(each, Current) and isinstance(each.rows, Details) for each in walk(body)):
        return body
    return _anchored(body)


def _anchored(node: Expression) -> Expression:
    match node:
        case Compare():
            return replace(node, left=_below(node.left, node.right), right=_below(node.right, node.left))
        case Logic():
            return replace(node, operands=tuple(map(_anchored, node.operands)))
        case Not():
            return replace(node, operand=_anchored(node.operand))
        case If():
            return replace(node, condition=_anchored(node.condition), consequence=_anchored(node.consequence))
    return node


def _below(side: Expression, total: Expression) -> Expression:
    """One side of a comparison, with 各明细 in it being those of the single row on the other side."""
    above: Index | None = None
    if isinstance(total, Name):
        above = Index(total.parts[:-1], Details(total.parts[-1]), None, total.span, total.origin)
    elif isinstance(total, Index) and isinstance(total.row, ByName | ByCode | ByLine):
        above = replace(
            total, row=Details(total.row.name if isinstance(total.row, ByName) else print_selector(total.row))
        )
    if above is None:
        return side
    anchored = above

    def put(each: Expression) -> Expression:
        if isinstance(each, Current) and isinstance(each.rows, Details):
            return replace(anchored, span=each.span)
        return each

    return rebuild(side, put)
