"""W309 definitions that no rule uses, W310 rules of a pack without a basis, W316 messages that ask for the unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jsrules.base.diagnostic import Diagnostic, Label
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.source import Source
from jsrules.checks.lints.subject import LintSubject
from jsrules.model.keywords import PLACEHOLDERS
from jsrules.model.statements import Allowed, Definition, Rule, Statement
from jsrules.model.syntax import Expression, Index, Name
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


_BRACES = re.compile(r"[{｛]([^{}｛｝]{0,20})[}｝]")
# What authors write for the placeholders; by their first words where there is no other likeness.
_ALIKE = {
    "左": "左边 左侧 左值 左方 左端 前者 left".split(),
    "右": "右边 右侧 右值 右方 右端 后者 应为 应有 right".split(),
    "差": "差额 差异 差值 差数 相差 误差 difference diff".split(),
    "尾差": "容差 允许差 最大尾差 允许误差 allowance tolerance".split(),
    "表": "表名 报表 表格 本表 table".split(),
    "行": "行名 本行 行次 科目 项目 row".split(),
    "栏": "栏名 本栏 栏次 列 列名 column".split(),
    "格": "单元格 本格 本值 那一格 cell".split(),
}


def lint_message(subject: LintSubject) -> Iterator[Diagnostic]:
    """What a rule's own message asks for in braces, and nobody can fill in."""
    for match in _BRACES.finditer(subject.rule.message):
        if match.group() in {f"{{{name}}}" for name in PLACEHOLDERS}:
            continue
        asked = fold(match[1])
        near = next((name for name, words in _ALIKE.items() if asked == fold(name) or asked in map(fold, words)), "")
        near = near or next((name for name in PLACEHOLDERS if name in asked), "")
        listed = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        yield subject.finding(
            "W316",
            subject.rule.span,
            say(
                "信息里的 {asked} 填不上数",
                "nothing can be put in the place of {asked} in the message",
                asked=match.group(),
            ),
            say("写成 {near}；能写的有 {listed}", "write {near}; there are {listed}", near=f"{{{near}}}", listed=listed)
            if near
            else say("能写的有 {listed}", "there are {listed}", listed=listed),
        )
