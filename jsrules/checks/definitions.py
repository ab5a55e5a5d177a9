"""Local definitions (设): names that stand for expressions.

What a definition refers to was defined before it, so it is put in its place at once; a definition can never reach
itself.
"""

from __future__ import annotations

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.record import replace
from jsrules.base.source import Source, Span
from jsrules.model.form import BlockPlace
from jsrules.model.origins import OWN, Origin
from jsrules.model.statements import Definition
from jsrules.model.syntax import Cells, Existing, Expression, Header, Here, Index, Name, Note
from jsrules.model.tree import parts, rebuild, walk

MAXIMUM_NODES = 50_000
"""How large a rule may become when its definitions are put in: doubling them often enough would fill any memory."""

MAXIMUM_TOTAL = 5_000_000
"""How large all definitions of a file together may become."""

MAXIMUM_DEPTH = 150
"""How deep a rule may become: brackets are counted where they stand,
but definitions can hold each other any number of times.
"""


class Definitions:
    """The definitions of one source so far, by their folded names."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.known: dict[str, Definition] = {}
        self._room = MAXIMUM_TOTAL

    def define(self, definition: Definition) -> None:
        """Add a definition.

        Raises `InputError` (E205) when the name is defined already, (E207) when it grows too large.
        """
        name = fold(definition.name)
        if name in self.known:
            first = Label(self.source, self.known[name].span, say("第一次在这里", "first here"))
            raise InputError(
                [
                    Diagnostic(
                        "E205",
                        say("“{name}”已经定义过", "“{name}” is defined already", name=definition.name),
                        (Label(self.source, definition.span), first),
                        remedy=say("换一个名称，或删去其中一条", "give it another name, or remove one of the two"),
                    )
                ]
            )
        self.known[name] = replace(definition, expression=self.expand(definition.expression, definition.span))

    def expand(self, node: Expression, span: Span) -> Expression:
        """An expression with the names that are defined replaced by what they stand for.

        Raises `InputError` (E207) at ``span`` when it grows beyond `MAXIMUM_NODES` or `MAXIMUM_DEPTH`.
        """
        if not any(self._meant(each) for each in walk(node, parts)):
            return node
        expanded = rebuild(node, self._expand_one)
        nodes, depth = _measure(expanded)
        self._room -= nodes
        if nodes > MAXIMUM_NODES or self._room < 0:
            n = MAXIMUM_NODES if nodes > MAXIMUM_NODES else MAXIMUM_TOTAL
            message = say("定义展开后超过 {n} 项", "definitions expand to more than {n} terms", n=n)
        elif depth > MAXIMUM_DEPTH:
            message = say("定义展开后超过 {n} 层", "definitions expand to more than {n} levels", n=MAXIMUM_DEPTH)
        else:
            return expanded
        remedy = say("拆成较小的部分", "split it into smaller parts")
        raise InputError([Diagnostic("E207", message, (Label(self.source, span),), remedy=remedy)])

    def _meant(self, node: Expression) -> Definition | None:
        return self.known.get(fold(node.parts[0])) if isinstance(node, Name) and len(node.parts) == 1 else None

    def _expand_one(self, node: Expression) -> Expression:
        found = self._meant(node)
        if found is None:
            return node
        origin = node.origin if isinstance(node, Name) else OWN
        return turned(found.expression, origin) if origin else found.expression


def _measure(node: Expression) -> tuple[int, int]:
    """How many nodes an expression has, and how many levels; of one that is too large no more than shows that."""
    nodes = deepest = 0
    waiting = [(node, 1)]
    while waiting and nodes <= MAXIMUM_NODES:
        each, level = waiting.pop()
        nodes, deepest = nodes + 1, max(deepest, level)
        waiting.extend((inner, level + 1) for inner in parts(each))
    return nodes, deepest


def turned(node: Expression, origin: Origin, instead: Origin = OWN) -> Expression:
    """An expression whose references are to another report than ``instead``."""
    if origin == instead:
        return node

    def change(each: Expression) -> Expression:
        if isinstance(each, Cells | Existing | Header | Name | Index | Note) and each.origin == instead:
            return replace(each, origin=origin)
        return each

    return rebuild(node, change)


def at_rows_of(node: Expression, home: BlockPlace, origin: Origin) -> Expression:
    """A condition on cells of another report: what it says of their own rows is meant there."""

    def turn(each: Expression) -> Expression:
        of_home = isinstance(each, Cells) and (each.form, each.block) == home and each.rows == Here()
        return turned(each, origin) if of_home else each

    return rebuild(node, turn, choices=False)
