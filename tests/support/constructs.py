"""The constructs of the rule language, derived from the classes of its syntax tree, its functions and its grammar's
terminals; and those that a rule contains.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from lark import Lark, TextSlice, Tree

from jsrules.base.record import RecordType
from jsrules.base.resources import grammar_path
from jsrules.base.source import Span
from jsrules.model.origins import OWN, PRIOR, SUBORDINATES
from jsrules.model.statements import Statement
from jsrules.model.syntax import Expression
from jsrules.readers.rules.statements import normalise, split_statements

ORIGINS = {OWN: "own", PRIOR: "prior", SUBORDINATES: "subordinates"}


@cache
def fields_of(cls: RecordType) -> dict[str, Any]:
    """The fields of a class of the tree with their types, places in the text left out."""
    module = sys.modules[cls.__module__]
    found = get_type_hints(cls, vars(module) | {"Origin": Literal["own", "prior", "subordinates"]})
    return {name: kind for name, kind in found.items() if name in cls.__record_fields__ and kind is not Span}


def classes_of(kind: Any) -> Iterator[RecordType]:
    """The classes of the tree that a type names."""
    if isinstance(kind, RecordType):
        yield kind
    for each in get_args(kind):
        yield from classes_of(each)


def all_nodes() -> list[RecordType]:
    """The classes that statements are made of."""
    found: dict[RecordType, None] = {}
    waiting = list(classes_of(Statement))
    while waiting:
        cls = waiting.pop()
        if cls not in found:
            found[cls] = None
            waiting += [each for kind in fields_of(cls).values() for each in classes_of(kind)]
    return list(found)


def choices(kind: Any) -> Iterator[str]:
    """What a field of this type may hold, where that can be counted: words, yes or no, nothing or something, nodes."""
    arguments = get_args(kind)
    if get_origin(kind) is Literal:
        yield from map(str, arguments)
    elif kind is bool:
        yield from ("True", "False")
    elif get_origin(kind) is tuple and arguments[-1] is ...:
        yield from choices(arguments[0])
        yield from ("none", "some")
    elif isinstance(kind, RecordType):
        yield kind.__name__
    elif arguments and get_origin(kind) is not tuple and kind != Expression:
        for each in arguments:
            yield from ["None"] if each is type(None) else choices(each)


def choices_of(value: Any) -> Iterator[str]:
    """What a value is of that."""
    if isinstance(value, tuple):
        yield "some" if value else "none"
        for each in value:
            yield from choices_of(each)
    else:
        yield type(value).__name__ if isinstance(type(value), RecordType) else str(value)


def constructs() -> set[str]:
    """Everything that can be written in a rule: nodes, and what their fields can hold."""
    nodes = all_nodes()
    return {cls.__name__ for cls in nodes} | {
        f"{cls.__name__}.{name} {each}"
        for cls in nodes
        for name, kind in fields_of(cls).items()
        for each in choices(kind)
    }


def inside(node: Any) -> Iterator[Any]:
    """A node of the tree and all nodes inside it."""
    if isinstance(node, tuple):
        for each in node:
            yield from inside(each)
    elif isinstance(type(node), RecordType):
        yield node
        for name in fields_of(type(node)):
            yield from inside(getattr(node, name))


def constructs_in(trees: Iterable[Any]) -> set[str]:
    """What of this these trees contain."""
    found = set()
    for node in inside(tuple(trees)):
        cls = type(node)
        found.add(cls.__name__)
        for name in fields_of(cls):
            value = getattr(node, name)
            found |= {
                f"{cls.__name__}.{name} {each}" for each in choices_of(ORIGINS[value] if name == "origin" else value)
            }
    return found


@cache
def grammar() -> Lark:
    """A parser of the grammar alone."""
    with open(grammar_path(), encoding="utf-8") as file:
        return Lark(file.read(), parser="lalr", lexer="contextual", maybe_placeholders=False)


def written() -> set[str]:
    """Everything that the grammar knows: its terminals, and the names of its rules and of their alternatives."""
    names = {rule.alias or rule.origin.name for rule in grammar().rules if not rule.options.expand1 or rule.alias}
    ignored = set(grammar().ignore_tokens)
    return {each.name for each in grammar().terminals if each.name not in ignored} | {
        str(name) for name in names if not str(name).startswith("_")
    }


def written_in(rules: str) -> set[str]:
    """What of this a rule file contains."""
    found = set()
    text, chunks = split_statements(normalise(rules))
    for chunk in chunks:
        here = TextSlice(text, chunk.start, chunk.end)
        found |= {str(each.type) for each in grammar().parse_interactive(here).iter_parse()}
        tree = grammar().parse(here)
        assert isinstance(tree, Tree)
        found |= {str(each.data) for each in tree.iter_subtrees()}
    return found
