"""Collecting what is wrong with an input, with the place of each, so that one run shows all of it."""

from __future__ import annotations

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.names import did_you_mean, nearest, quoted_list
from jsrules.base.source import Source, Span
from jsrules.readers.reports.nodes import Node, Scalar, Sequence
from jsrules.readers.reports.yaml_words import in_yaml

MAXIMUM_PROBLEMS = 50

MAXIMUM_COLLECTED = 500
"""After so many errors reading stops: the input is not what it was taken for, and each of them costs time."""


class Problems:
    """Errors and warnings about one source."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.errors: list[Diagnostic] = []
        self.warnings: list[Diagnostic] = []

    def add(
        self,
        code: str,
        message: str,
        *places: Node | Label,
        notes: tuple[str, ...] = (),
        remedy: str = "",
    ) -> None:
        """Note an error (or, for a W code, a warning) at these places, the main one first.

        Raises `InputError` when there are too many.
        """
        labels = tuple(place if isinstance(place, Label) else self.label(place) for place in places)
        found = Diagnostic(code, message, labels, self.source.path, notes, remedy)
        self.take(found)

    def take(self, found: Diagnostic) -> None:
        """Note an error or warning that was made elsewhere. Raises `InputError` when there are too many."""
        if found.severity == "error":
            self.errors.append(found)
            if len(self.errors) >= MAXIMUM_COLLECTED:
                self.raise_errors()
        elif len(self.warnings) < MAXIMUM_COLLECTED:
            self.warnings.append(found)

    def label(self, node: Node, text: str = "") -> Label:
        """A label on a node."""
        return Label(self.source, span_of(self.source, node), text)

    def first(self, node: Node) -> Label:
        """A label on the first of two things that must not both be there."""
        return self.label(node, say("第一次出现在这里", "it stands here first"))

    def raise_errors(self) -> None:
        """Raise an `InputError` with all errors in the order of the source, if there are any."""
        if self.errors:
            raise InputError(limited(self.errors))

    def sorted_warnings(self) -> list[Diagnostic]:
        """The warnings in the order of the source."""
        return limited(self.warnings)


def limited(found: list[Diagnostic]) -> list[Diagnostic]:
    """Errors or warnings in the order of the source; past a limit only their number is told, in a note on the last."""
    ordered = sorted(found, key=_offset)
    if len(ordered) <= MAXIMUM_PROBLEMS:
        return ordered
    last = ordered[MAXIMUM_PROBLEMS - 1]
    count = len(ordered) - MAXIMUM_PROBLEMS
    if len(ordered) < MAXIMUM_COLLECTED:
        more = say("另有 {count} 处没有列出", "{count} more are not shown", count=count)
    else:
        more = say("另有至少 {count} 处没有列出", "at least {count} more are not shown", count=count)
    last = Diagnostic(last.code, last.message, last.labels, last.path, (*last.notes, more), last.remedy)
    return [*ordered[: MAXIMUM_PROBLEMS - 1], last]


def _offset(diagnostic: Diagnostic) -> int:
    return diagnostic.labels[0].span.start if diagnostic.labels else -1


_MAXIMUM_NAMES = 8


def span_of(source: Source, node: Node) -> Span:
    """Where a node's text stands.

    A scalar that does not stand in the source letter by letter (escapes, several lines) has the rest of its line.
    """
    start = source.offset(node.line, node.column)
    if isinstance(node, Scalar):
        if source.text.startswith(node.text, start) and "\n" not in node.text:
            return Span(start, start + len(node.text))
        return Span(start, max(start, start + len(source.line_text(node.line).rstrip()) - node.column + 1))
    end = start + 1
    last: Node = node
    while not isinstance(last, Scalar):
        children: list[Node] = last.items if isinstance(last, Sequence) else [value for _, value in last.entries]
        if not children:
            break
        last = children[-1]
    if last is not node and last.line == node.line:
        end = max(end, span_of(source, last).end) if isinstance(last, Scalar) else end
        rest = source.line_text(node.line)[end - start + node.column - 1 :]
        closing = rest.lstrip("\"' ")
        if closing[:1] == ("]" if isinstance(node, Sequence) else "}"):
            end += len(rest) - len(closing) + 1
    return Span(start, end)


def offer_names(name: str, known: list[str]) -> str:
    """A remedy naming what is like ``name`` among the known names, or else the first of them."""
    alike = did_you_mean([in_yaml(each) for each in nearest(name, known)])
    if alike or not known:
        return alike
    names = quoted_list(map(in_yaml, known[:_MAXIMUM_NAMES]), say("、", ", "))
    if len(known) <= _MAXIMUM_NAMES:
        return say("可以写的有：{names}", "it can be: {names}", names=names)
    return say("可以写的有：{names} 等 {count} 个", "it can be: {names}, … ({count})", names=names, count=len(known))


class AmountError(Exception):
    """A text that is not the amount its cell needs. ``reason`` is a key of `REASONS` for a malformed figure."""

    def __init__(self, code: str, message: str, remedy: str, reason: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.reason = reason


def no_scalar(problems: Problems, node: Node) -> None:
    """Note a list or mapping in the place of one figure."""
    problems.add(
        "E115",
        say("这里应是一个数，不能是列表或一组键", "one figure is due here, not a list or a mapping"),
        node,
        remedy=say("检查括号和缩进", "check the brackets and the indentation"),
    )


def shown(text: str) -> str:
    """A text as messages quote it: one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= 24 else line[:23] + "…"
