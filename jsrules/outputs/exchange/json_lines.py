"""JSON Lines: a finding, or what is wrong with the input, on each line; what streams of events are made of."""

from __future__ import annotations

from jsrules.base.system import slashed
from jsrules.model.result import Result
from jsrules.outputs.exchange.noted import noted
from jsrules.outputs.exchange.writer import WriterOptions
from jsrules.outputs.json import diagnostic_object, finding_object
from jsrules.outputs.json_text import json_text
from jsrules.outputs.reconciliation import suspects_of


class JsonLinesWriter:
    """A line for each finding: the report it is of, its fingerprint, and the finding as in JSON."""

    def __init__(self, options: WriterOptions) -> None:
        self._everything = options.everything

    def opening(self) -> str:
        """Nothing."""
        return ""

    def result(self, result: Result) -> str:
        """The lines of a report: what is wrong with the input, then the findings."""
        report = result.report
        head: dict[str, object] = {
            "report": slashed(result.path),
            "unit": (report.unit or None) if report else None,
            "year": report.year if report else None,
        }
        lines = [head | {"diagnostic": diagnostic_object(each)} for each in result.diagnostics]
        suspects = suspects_of(result.reconciliation)
        for each in noted(result, everything=self._everything):
            finding = finding_object(each.told, each.fingerprint, suspects.get(each.number, ()))
            lines.append(head | {"fingerprint": each.fingerprint, "finding": finding})
        return "".join(json_text(each) + "\n" for each in lines)

    def closing(self) -> str:
        """Nothing."""
        return ""
