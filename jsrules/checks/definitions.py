"""Local definitions (设): names that stand for expressions.

What a definition refers to was defined before it, so it is put in its place at once; a definition can never reach
itself.
"""

from __future__ import annotations

from itertools import islice

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.record import replace
from jsrules.base.source import Source, Span
from jsrules.model.syntax import Cells, Definition, Existing, Expression, Header, Index, Name, Note
from jsrules.model.tree import rebuild, walk

MAXIMUM_NODES = 50_000
"""How large a rule may become when its definitions are put in: doubling them often enough would fill any memory."""


class Definitions:
    """The definitions of one source so far, by their folded names."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.known: dict[str, Definition] = {}

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

        Raises `InputError` (E207) at ``span`` when it grows beyond `MAXIMUM_NODES`.
        """
        if not self.known:
            return node
        expanded = rebuild(node, self._expand_one)
        if expanded is not node and sum(1 for _ in islice(walk(expanded), MAXIMUM_NODES + 1)) > MAXIMUM_NODES:
            message = say("定义展开后超过 {n} 项", "definitions expand to more than {n} terms", n=MAXIMUM_NODES)
            remedy = say("拆成较小的部分", "split it into smaller parts")
            raise InputError([Diagnostic("E207", message, (Label(self.source, span),), remedy=remedy)])
        return expanded

    def _expand_one(self, node: Expression) -> Expression:
        if not isinstance(node, Name) or len(node.parts) != 1:
            return node
        found = self.known.get(fold(node.parts[0]))
        if found is None:
            return node
        return rebuild(found.expression, in_prior_year) if node.prior else found.expression


def in_prior_year(node: Expression) -> Expression:
    """A reference turned to the prior-year report; anything else as it is."""
    if isinstance(node, Cells | Existing | Header | Note | Name | Index):
        return replace(node, prior=True)
    return node
