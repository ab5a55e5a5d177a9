"""The static checks of a rule set: everything that can be said before a report is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.base.source import Source
from jsrules.checks.places import check_places
from jsrules.checks.resolve import Resolver
from jsrules.checks.units import UnitCheck
from jsrules.model.form import FormSet
from jsrules.model.syntax import Applies, Definition, Rule, Scope, Statement


class ParsedFile(NamedTuple):
    """A rule file and its statements."""

    source: Source
    statements: list[Statement]


class CheckedRule(NamedTuple):
    """A rule as written (but named), with its resolved variants; ``file`` is the number of its file in the set."""

    file: int
    rule: Rule
    variants: tuple[Rule, ...]


def check_rules(files: Iterable[ParsedFile], forms: FormSet) -> list[CheckedRule]:
    """The rules of a set of files, resolved against a form set, their units checked.

    Raises `InputError` with every mistake found; the first mistake of a statement hides its others.
    """
    checked: list[CheckedRule] = []
    errors: list[Diagnostic] = []
    named: dict[str, tuple[Source, Rule]] = {}
    for number, (source, statements) in enumerate(files):
        resolver = Resolver(forms, source)
        units = UnitCheck(source)
        lost_scope = False
        applies: list[Applies] = []
        for statement in statements:
            if isinstance(statement, Scope):
                lost_scope = False
                try:
                    resolver.set_scope(statement.parts, statement.span)
                except InputError as error:
                    errors.extend(error.diagnostics)
                    lost_scope = True
                continue
            if isinstance(statement, Applies):
                applies.append(statement)
                continue
            if isinstance(statement, Definition):
                try:
                    resolver.define(statement)
                except InputError as error:
                    errors.extend(error.diagnostics)
                continue
            rule = statement if statement.name else replace(statement, name=_name_of(source, statement))
            if rule.name in named:
                errors.append(_duplicate(source, rule, *named[rule.name]))
                continue
            named[rule.name] = source, rule
            if applies:
                rule = replace(rule, applies=(*applies, *rule.applies))
            if lost_scope:
                continue
            try:
                check_places(source, rule)  # its shape first: a line that is no formula should hear that
                variants = resolver.resolve(rule)
                for variant in variants:
                    check_places(source, variant)
                    units.check(variant.body)
            except InputError as error:
                errors.extend(error.diagnostics)
            else:
                checked.append(CheckedRule(number, rule, tuple(variants)))
    if errors:
        raise InputError(errors)
    return checked


def _name_of(source: Source, rule: Rule) -> str:
    """An unnamed rule goes by its text."""
    return " ".join(source.text[rule.span.start : rule.span.end].split())


def _duplicate(source: Source, rule: Rule, first_source: Source, first: Rule) -> Diagnostic:
    line, _ = first_source.locate(first.name_span.start)
    return Diagnostic(
        "E205",
        say(
            "规则“{name}”已在 {path}:{line} 写过",
            "the rule “{name}” stands already at {path}:{line}",
            name=rule.name,
            path=first_source.path,
            line=line,
        ),
        (
            Label(source, rule.name_span),
            Label(first_source, first.name_span, say("第一次在这里", "first here")),
        ),
        remedy=say("换一个名称，或删去其中一条", "give it another name, or remove one of the two"),
    )
