"""SARIF 2.1.0 (OASIS, 2020): one run for all reports, columns counted in characters.

What cannot be decided is ``open``, a difference that rounding explains a ``note``; a waived finding is suppressed.
"""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

from jsrules.base import __version__
from jsrules.base.diagnostic import Diagnostic, Severity
from jsrules.base.language import get_language, say
from jsrules.base.printable import clean
from jsrules.model.outcome import RuleInfo, Verdict
from jsrules.model.result import Result
from jsrules.outputs.document_places import document_object
from jsrules.outputs.exchange.noted import Noted, WrittenRegion, noted, region_of
from jsrules.outputs.exchange.writer import WriterOptions
from jsrules.outputs.json import Object
from jsrules.outputs.json_text import json_text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

FINGERPRINT = "jsrules/1"

SarifLevel = Literal["error", "warning", "note", "none"]

LEVELS: dict[Severity, SarifLevel] = {"error": "error", "warning": "warning", "info": "note"}

SarifKind = Literal["fail", "open", "pass", "notApplicable"]

KINDS: dict[Verdict, SarifKind] = {
    "violation": "fail",
    "rounding": "fail",
    "waived": "fail",
    "undetermined": "open",
    "pass": "pass",
    "not_applicable": "notApplicable",
}


class SarifWriter:
    """A log with one run. Results are written as they come; the rules that they name stand behind them."""

    def __init__(self, options: WriterOptions) -> None:
        self._everything = options.everything
        self._rules: dict[str, int] = {}
        self._described: list[Object] = []
        self._notes: list[Object] = []
        self._failed = False
        self._any = False

    def opening(self) -> str:
        """The log up to the first result."""
        language = "en" if get_language() == "en" else "zh-Hans"
        return (
            f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{"columnKind": "unicodeCodePoints", '
            f'"language": "{language}", "results": ['
        )

    def result(self, result: Result) -> str:
        """The findings of a report, a line each."""
        self._failed |= any(each.severity == "error" for each in result.diagnostics)
        self._notes += map(_notification, result.diagnostics)
        text = ""
        for each in noted(result, everything=self._everything):
            text += (",\n" if self._any else "\n") + json_text(self._finding(each))
            self._any = True
        return text

    def closing(self) -> str:
        """The rest of the log: what was wrong with the input, and the rules."""
        rest = {
            "invocations": [{"executionSuccessful": not self._failed, "toolExecutionNotifications": self._notes}],
            "tool": {"driver": {"name": "jsrules", "version": __version__, "rules": self._described}},
        }
        return "\n], " + json_text(rest)[1:] + "]}\n"

    def _finding(self, each: Noted) -> Object:
        told = each.told
        made: Object = {
            "ruleId": told.rule.identifier,
            "ruleIndex": self._number(told.rule),
            "kind": KINDS[told.verdict],
            "level": LEVELS[told.severity] if KINDS[told.verdict] == "fail" else "none",
            "message": {"text": clean(each.line)},
            "locations": [_location(each.region, each)],
            "partialFingerprints": {FINGERPRINT: each.fingerprint},
            "properties": {"verdict": told.verdict, "kind": told.kind or None, "severity": told.severity},
        }
        others = each.cells[1:]
        if others:
            made["relatedLocations"] = [
                {
                    "id": number,
                    "physicalLocation": _physical(region_of(told, cell)),
                    "message": {"text": clean(told.report.cell_path(cell))},
                }
                for number, cell in enumerate(others, 1)
            ]
        if told.verdict == "waived":
            made["suppressions"] = [_suppression(each)]
        return made

    def _number(self, rule: RuleInfo) -> int:
        """The place of a rule among those described."""
        known = self._rules.get(rule.identifier)
        if known is not None:
            return known
        self._rules[rule.identifier] = number = len(self._described)
        line, column = rule.source.locate(rule.span.start)
        described: Object = {
            "id": rule.identifier,
            "name": clean(rule.name or rule.identifier),
            "shortDescription": {"text": clean(" ".join(rule.text.split()))},
            "defaultConfiguration": {"level": LEVELS[rule.severity]},
            "properties": {"file": clean(rule.source.path.replace("\\", "/")), "line": line, "column": column},
        }
        if rule.basis:
            described["help"] = {"text": clean(rule.basis)}
        self._described.append(described)
        return number


def _suppression(each: Noted) -> Object:
    """Why a finding stands, and where that is written."""
    made: Object = {"kind": "external", "status": "accepted"}
    waiver = each.told.outcome.waiver
    if waiver is not None:
        line, column = waiver.source.locate(waiver.span.start)
        region = WrittenRegion(waiver.source.path, line, column, column + waiver.span.end - waiver.span.start, "")
        made["justification"] = clean(each.explained)
        made["location"] = {"physicalLocation": _physical(region)}
        made["properties"] = {
            "verdict": each.told.judged,
            "approver": clean(waiver.approver),
            "from": waiver.since,
            "through": waiver.through,
        }
    return made


def _location(region: WrittenRegion, each: Noted) -> Object:
    place: Object = {"physicalLocation": _physical(region)}
    report = each.told.report
    for cell in each.cells[:1]:
        place["logicalLocations"] = [{"fullyQualifiedName": clean(report.cell_path(cell))}]
        printed = document_object(cell, report)
        if printed is not None:
            place["message"] = {"text": clean(region.words)}
            place["properties"] = {"document": printed}
    return place


def _physical(region: WrittenRegion) -> Object:
    return {
        "artifactLocation": {"uri": uri_of(region.path)},
        "region": {"startLine": region.line, "startColumn": region.column, "endColumn": region.end},
    }


def uri_of(path: str) -> str:
    """A path as a URI reference: with forward slashes, escaped where it must be; an absolute one with ``file:``."""
    path = path.replace("\\", "/")
    if path[1:3] == ":/":
        return "file:///" + path[:2] + quote(path[2:], errors="surrogateescape")
    if path.startswith("//"):
        return "file:" + quote(path, errors="surrogateescape")
    if path.startswith("/"):
        return "file://" + quote(path, errors="surrogateescape")
    text = quote(path, errors="surrogateescape")
    return text if "%3A" not in text.partition("/")[0] else "./" + text


def _notification(diagnostic: Diagnostic) -> Object:
    path, line, column = diagnostic.place()
    text = say("；", "; ").join(filter(None, (diagnostic.message, *diagnostic.notes, diagnostic.remedy)))
    made: Object = {
        "descriptor": {"id": diagnostic.code},
        "level": LEVELS[diagnostic.severity],
        "message": {"text": clean(text)},
    }
    if path:
        region = WrittenRegion(path, line or 1, column or 1, column or 1, path)
        made["locations"] = [{"physicalLocation": _physical(region)}]
    return made
