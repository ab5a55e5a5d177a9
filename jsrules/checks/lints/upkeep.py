"""W309 a definition that no rule uses, W310 a rule of a pack that does not say its basis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jsrules.base.diagnostic import Diagnostic, Label
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.source import Source
from jsrules.checks.lints.subject import LintSubject
from jsrules.model.syntax import Allowed, Definition, Expression, Index, Name, Rule, Statement
from jsrules.model.tree import parts, walk


def lint_definitions(source: Source, statements: Sequence[Statement]) -> Iterator[tuple[Allowed, Diagnostic]]:
    """Definitions of a file that nothing behind them uses, each with the lints that it silences."""
    waiting: dict[str, Definition] = {}
    for statement in statements:
        if isinstance(statement, Rule | Definition):
            for name in _used(statement.body if isinstance(statement, Rule) else statement.expression):
                waiting.pop(name, None)
        if isinstance(statement, Rule) and statement.message:
            text = fold(statement.message)
            for name in [each for each in waiting if each in text]:
                del waiting[name]
        if isinstance(statement, Definition):
            waiting[fold(statement.name)] = statement
    for definition in waiting.values():
        found = Diagnostic(
            "W309",
            say("定义了“{name}”，后面没有用到", "“{name}” is defined and never used", name=definition.name),
            (Label(source, definition.span),),
            remedy=say("删去它，或核对后面规则里的名称", "remove it, or check the names in the rules behind it"),
        )
        yield definition.allowed, found


def _used(node: Expression) -> Iterator[str]:
    for each in walk(node, parts):
        if isinstance(each, Name):
            yield fold(each.parts[0])
        elif isinstance(each, Index) and each.base:
            yield fold(each.base[0])


def lint_basis(subject: LintSubject) -> Iterator[Diagnostic]:
    """Rules of a pack that accuse without a basis."""
    rule = subject.rule
    if subject.in_pack and rule.severity == "error" and not rule.basis:
        yield subject.finding(
            "W310",
            rule.name_span,
            say("规则包里的错误级规则没有写依据", "a rule of a pack at level error states no basis"),
            say(
                '补一行 依据 "…"，写明出自哪个文件或公式',
                'add a line: basis "…", saying which notice or formula it comes from',
            ),
        )
