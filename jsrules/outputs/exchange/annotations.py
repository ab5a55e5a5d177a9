"""Annotations for GitHub Actions: workflow commands that mark lines of the reports in a change."""

from __future__ import annotations

from jsrules.base.diagnostic import Severity
from jsrules.base.language import say
from jsrules.base.printable import clean
from jsrules.model.result import Result
from jsrules.outputs.exchange.noted import noted
from jsrules.outputs.exchange.writer import WriterOptions

COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


class AnnotationWriter:
    """A command for each finding but what cannot be decided and what rounding explains, which would cover the page; at
    the end a line that counts these. An undecided finding that weighs as much as an error is there.
    """

    def __init__(self, options: WriterOptions) -> None:
        self._everything = options.everything

    def opening(self) -> str:
        """Nothing."""
        return ""

    def result(self, result: Result) -> str:
        """The commands of a report."""
        lines = []
        for diagnostic in result.diagnostics:
            path, line, column = diagnostic.place()
            text = say("。", ". ").join(filter(None, (diagnostic.message, diagnostic.remedy)))
            lines.append(_command(diagnostic.severity, path or result.path, line, column, 0, diagnostic.code, text))
        left = 0
        for each in noted(result):
            told, region = each.told, each.region
            minor = told.severity == "info" or (told.verdict == "undetermined" and told.severity != "error")
            if told.verdict == "waived" or (minor and told.kind != "same_amount" and not self._everything):
                left += told.verdict != "waived"
                continue
            title = f"{told.rule.name or told.rule.identifier}"
            lines.append(_command(told.severity, region.path, region.line, region.column, region.end, title, each.line))
        if left:
            text = say(
                "另有 {n} 条尾差或无法判断（--all 列出）",
                "{n} more are rounding differences or undetermined (--all lists them)",
                n=left,
            )
            lines.append(_command("info", result.path, 1, 0, 0, "jsrules", text))
        return "".join(lines)

    def closing(self) -> str:
        """Nothing."""
        return ""


def _command(severity: Severity, path: str, line: int, column: int, end: int, title: str, text: str) -> str:
    properties = {"file": path.replace("\\", "/"), "line": line or 1, "col": column, "endColumn": end, "title": title}
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value)
    command = f"{COMMANDS[severity]} {listed}".rstrip()
    return f"::{command}::{_data(text)}\n"


def _data(text: str) -> str:
    """A message: what would end it, or be read as an escape, is escaped."""
    return clean(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
