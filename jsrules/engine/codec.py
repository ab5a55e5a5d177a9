"""Checked rules and form sets as JSON: nested lists whose first entry numbers the class.

Nothing but values goes in or out.
"""

from __future__ import annotations

from typing import Any

from jsrules.base.record import RecordType
from jsrules.base.source import Span
from jsrules.model import form, origins, statements, syntax

# The order is part of the format: change FORMAT in cache.py with it.
_CLASSES: tuple[RecordType, ...] = (
    Span,
    syntax.ByName,
    syntax.ByCode,
    syntax.ByLine,
    syntax.Range,
    syntax.Every,
    syntax.Here,
    syntax.OfLevel,
    syntax.Children,
    syntax.Beside,
    syntax.Details,
    syntax.Keys,
    syntax.ColumnNumber,
    syntax.Constant,
    syntax.Name,
    syntax.Index,
    syntax.Current,
    syntax.Cells,
    syntax.Existing,
    syntax.Header,
    syntax.Negative,
    syntax.Arithmetic,
    syntax.Call,
    syntax.Tolerance,
    syntax.Compare,
    syntax.Not,
    syntax.Logic,
    syntax.If,
    syntax.Quantifier,
    statements.Scope,
    syntax.Note,
    syntax.Text,
    syntax.PrintedName,
    origins.Units,
    statements.Applies,
    statements.Rule,
    syntax.Unknown,
    form.RowForm,
    form.ColumnForm,
    form.BlockForm,
    form.Form,
    form.Classification,
    form.FormSet,
    syntax.Chosen,
    statements.Keep,
)

_TUPLE = -1
_DICT = -2


def encode(value: object) -> object:
    """A value as lists, strings and numbers."""
    number = _NUMBERS.get(type(value), _TUPLE)
    if number >= 0:
        if type(value) is syntax.Arithmetic:
            return _encode_chain(value)
        return [number, *(encode(getattr(value, name)) for name in _FIELDS[number])]
    if isinstance(value, tuple | list):
        return [_TUPLE, *map(encode, value)]
    if isinstance(value, dict):
        return [_DICT, *(part for key, each in value.items() for part in (key, encode(each)))]
    return value


_CHAIN = -3


def _encode_chain(node: syntax.Arithmetic) -> object:
    """A chain as a flat list: what comes first, then operator, operand and span of each operation."""
    flat: list[object] = [_CHAIN, encode(node.first)]
    for each in node.rest:
        flat += (each.operator, encode(each.operand), each.span.start, each.span.end)
    return flat


def decode(value: Any) -> Any:
    """The value that `encode` made the lists of.

    Raises any of ValueError, TypeError, IndexError, AttributeError, KeyError for lists that it did not make.
    """
    if type(value) is not list:
        return value
    number = value[0]
    if number == 0:  # every other node is a span: no need for a list of its parts
        return Span(value[1], value[2])
    if number > 0:
        return _CLASSES[number](*[decode(each) if type(each) is list else each for each in value[1:]])
    if number == _TUPLE:
        return tuple([decode(each) for each in value[1:]])
    if number == _CHAIN:
        rest = [
            syntax.Operation(value[at], decode(value[at + 1]), Span(value[at + 2], value[at + 3]))
            for at in range(2, len(value), 4)
        ]
        return syntax.Arithmetic(decode(value[1]), tuple(rest))
    return {value[at]: decode(value[at + 1]) for at in range(1, len(value), 2)}


_NUMBERS: dict[type, int] = {each: number for number, each in enumerate(_CLASSES)}
_FIELDS = [cls.__record_fields__ for cls in _CLASSES]
