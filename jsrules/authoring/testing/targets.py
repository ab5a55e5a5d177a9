"""What the changes of a test mean: their names, written as rules write them, resolved against the form set."""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.base.source import Source, Span
from jsrules.checks.resolve import Resolver
from jsrules.model.form import FormSet
from jsrules.model.statements import Rule, Scope
from jsrules.model.syntax import Cells, ColumnNumber, Compare, Every, Existing, Header, Keys
from jsrules.readers.rules.parser import parse_rules


class Target(Record):
    """A cell, a row (``column`` -1), a block or table (``row`` empty),
    or (``header``) an entry of the report's head.
    """

    form: int = -1
    block: int = -1
    row: str = ""
    column: int = -1
    header: str = ""


def resolve_targets(names: Iterable[tuple[str, Span]], forms: FormSet, source: Source, scope: str) -> dict[str, Target]:
    """What each name means; ``scope`` is the table that short names refer to.

    Raises `InputError` with every name that means nothing, at its place in ``source``. All names are parsed in one go,
    each as the left side of a comparison: what a name may be is then the rule language's affair alone.
    """
    places: dict[str, Span] = {}
    for name, span in names:
        places.setdefault(" ".join(name.split()), span)
    lines = [f"表 {scope}" if scope else "表间", *(f"{name} = 0" for name in places)]
    text = Source(source.path, "\n".join(lines) + "\n")
    statements, mistakes = parse_rules(text)
    resolver = Resolver(forms, text)
    errors = [_moved(each, source, list(places.values())) for each in mistakes]
    wrong = {each.place()[1] for each in mistakes}
    targets: dict[str, Target] = {}
    for statement in statements:
        try:
            if isinstance(statement, Scope):
                resolver.set_scope(statement.parts, statement.span)
                continue
            assert isinstance(statement, Rule)
            line = text.locate(statement.span.start)[0]
            name, span = list(places.items())[line - 2]
            if line not in wrong:
                targets[name] = _target(statement, resolver, source, span)
        except InputError as error:
            of_names = list(places.values())
            errors += [each if each.code == "E307" else _moved(each, source, of_names) for each in error.diagnostics]
    if errors:
        raise InputError(list({(each.message, each.place()): each for each in errors}.values()))
    return targets


def _target(rule: Rule, resolver: Resolver, source: Source, span: Span) -> Target:
    body = resolver.resolve(rule)[0].body
    node = body.left if isinstance(body, Compare) else body
    match node:
        case Cells(form, block, Keys((key,)), ColumnNumber(column)) if not node.origin:
            return Target(form, block, key, column)
        case Cells(form, block, Keys((key,)), Every()) if not node.origin:
            return Target(form, block, key)
        case Existing(form, block) if not node.origin:
            return Target(form, block)
        case Header(name) if not node.origin:
            return Target(header=name)
    raise InputError(
        [cannot(source, span, say("这不是一个单元格、一行或一张表", "this is no single cell, row or table"))]
    )


def cannot(source: Source, span: Span, message: str, remedy: str = "") -> Diagnostic:
    """A change that cannot be made."""
    return Diagnostic("E307", message, (Label(source, span),), source.path, remedy=remedy)


def _moved(diagnostic: Diagnostic, source: Source, spans: list[Span]) -> Diagnostic:
    """What the rule language says of a name, at the name's place in the file of tests."""
    line = diagnostic.place()[1]
    labels = (Label(source, spans[line - 2]),) if 2 <= line < len(spans) + 2 else ()
    return Diagnostic("E307", diagnostic.message, labels, source.path, diagnostic.notes, diagnostic.remedy)
