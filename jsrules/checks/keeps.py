"""Figures that are kept (不改): which cells a statement means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.names import did_you_mean
from jsrules.base.record import replace
from jsrules.base.source import Source
from jsrules.checks.complaints import UnknownName
from jsrules.checks.resolve import Resolver
from jsrules.checks.selectors import index_of
from jsrules.model.statements import Keep, Rule
from jsrules.model.syntax import (
    Arithmetic,
    Call,
    Cells,
    Every,
    Existing,
    Expression,
    Here,
    Index,
    Name,
    Unknown,
)
from jsrules.model.tree import rebuild, walk
from jsrules.readers.rules.selectors import Picked, read_selector


class CheckedKeep(NamedTuple):
    """What is kept, as written and resolved, with the number of its file."""

    file: int
    written: Keep
    keep: Keep


def resolved_keep(resolver: Resolver, source: Source, keep: Keep) -> Keep:
    """A statement whose names are cells and tables.

    Raises `InputError` for a name that is unknown or ambiguous, and for what is no figure.
    """
    found: list[Expression] = []
    for name in keep.names:
        found += _figures(source, _resolved(resolver, name), name)
    return replace(keep, names=tuple(found))


def lacking_keep(keep: Keep, error: UnknownName) -> Keep:
    """A statement with a name that the report does not have."""
    return replace(keep, names=(Unknown(error.name, error.near, keep.names[0].span),))


def told_lacking(keep: Keep) -> Iterator[tuple[str, str, str]]:
    """What is to be said of names that the report does not have: code, message and remedy."""
    for name in keep.names:
        if isinstance(name, Unknown):
            message = say(
                "要不改的“{name}”，报告里没有", "“{name}” is to be kept, and is not in the report", name=name.name
            )
            yield "W326", message, did_you_mean(name.near)


def _resolved(resolver: Resolver, name: Expression) -> Expression:
    """A name as cells; one of a row alone means all of its columns, one of a column alone all of its rows."""

    def asked(node: Expression) -> Expression:
        (rule,) = resolver.resolve(Rule("", Call("exists", (node,), node.span), span=node.span))
        assert isinstance(rule.body, Call)
        return rule.body.arguments[0]

    name = rebuild(name, _with_all_columns)
    try:
        return asked(name)
    except InputError as error:
        try:
            return asked(rebuild(name, _as_row))
        except InputError:
            raise error from None


def _with_all_columns(node: Expression) -> Expression:
    """``表[行]`` and ``31行``: of a row all columns; ``1栏``: of a column all rows."""
    found = index_of(node) if isinstance(node, Name) else node
    if not isinstance(found, Index):
        return node
    rows = Every() if isinstance(found.row, Here) else found.row
    return replace(found, row=rows, column=found.column or Every())


def _as_row(node: Expression) -> Expression:
    """``表.合计``, ``[201]``: a row of several columns."""
    if not isinstance(node, Name):
        return node
    return Index(node.parts[:-1], read_selector(Picked(node.parts[-1], node.span)), Every(), node.span, node.origin)


def _figures(source: Source, resolved: Expression, name: Expression) -> Iterator[Expression]:
    """The cells and tables that a name stands for, and a sum for what it adds up."""
    for each in walk(resolved):
        if isinstance(each, Cells | Existing):
            yield each
        elif not _is_sum(each):
            raise InputError([Diagnostic("E206", _no_figure(), (Label(source, name.span),), remedy=_remedy())])


def _is_sum(node: Expression) -> bool:
    if isinstance(node, Arithmetic):
        return all(each.operator in ("+", "-") for each in node.rest)
    return isinstance(node, Call) and node.function == "sum"


def _no_figure() -> str:
    return say("“不改”后面要写报告里的数", "what is kept must be figures of the report")


def _remedy() -> str:
    return say(
        "写成 不改 表名[行, 栏]；整行 表名[行]，整栏 表名[*, 栏]，整张表 表名",
        "write keep TABLE[ROW, COLUMN]; a row TABLE[ROW], a column TABLE[*, COLUMN], a table TABLE",
    )
