"""JUnit XML: a suite for each report, a case for each rule, so that a build shows what failed and what ran."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from jsrules.base.diagnostic import SEVERITIES
from jsrules.base.language import say
from jsrules.base.printable import clean
from jsrules.model.outcome import Outcome
from jsrules.model.result import Result
from jsrules.outputs.exchange.noted import Noted, noted
from jsrules.outputs.exchange.writer import WriterOptions
from jsrules.outputs.severity import is_finding

XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def suite(root: ET.Element | None, name: str, tests: int, failures: int, errors: int, skipped: int = 0) -> ET.Element:
    """A ``testsuite``, inside of another element if there is one."""
    counts = {"tests": str(tests), "failures": str(failures), "errors": str(errors), "skipped": str(skipped)}
    attributes = {"name": clean(name), **counts}
    return ET.Element("testsuite", attributes) if root is None else ET.SubElement(root, "testsuite", attributes)


class JunitWriter:
    """``testsuites`` with a suite for each report.

    A rule fails where one of its findings reaches the level that counts as failed; it is skipped where it applies to
    nothing, or nothing could be decided. What is found below that level stands in its output.
    """

    def __init__(self, options: WriterOptions) -> None:
        self._bound = SEVERITIES.index(options.fail_on)

    def opening(self) -> str:
        """The head, and the beginning of the only element."""
        return f'{XML_HEAD}\n<testsuites name="jsrules">\n'

    def result(self, result: Result) -> str:
        """The suite of a report."""
        outcomes: dict[str, list[Outcome]] = {}
        for outcome in result.outcomes if result.report is not None else ():
            outcomes.setdefault(outcome.rule.identifier, []).append(outcome)
        findings: dict[str, list[Noted]] = {}
        for each in noted(result):
            findings.setdefault(each.told.rule.identifier, []).append(each)
        cases = [self._case(each, findings.get(name, [])) for name, each in outcomes.items()]
        broken = [each for each in result.diagnostics if each.severity == "error"]
        failures = sum(case.find("failure") is not None for case in cases)
        skipped = sum(case.find("skipped") is not None for case in cases)
        made = suite(None, result.path, len(cases) + len(broken), failures, len(broken), skipped)
        for diagnostic in broken:
            path, line, column = diagnostic.place()
            case = ET.SubElement(made, "testcase", classname=clean(path or result.path), name=diagnostic.code)
            error = ET.SubElement(case, "error", message=clean(f"[{diagnostic.code}] {diagnostic.message}"))
            error.text = clean(f"{path}:{line}:{column} {diagnostic.remedy}".strip())
        made.extend(cases)
        ET.indent(made, level=1)
        return f"  {ET.tostring(made, encoding='unicode')}\n"

    def closing(self) -> str:
        """The end of the only element."""
        return "</testsuites>\n"

    def _case(self, outcomes: list[Outcome], findings: list[Noted]) -> ET.Element:
        rule = outcomes[0].rule
        case = ET.Element("testcase", classname=clean(rule.identifier.rpartition("/")[0]), name=clean(rule.name))
        failed = [each for each in findings if each.told.verdict != "waived" and self._reaches(each)]
        rest = [each for each in findings if each not in failed and each.told.verdict != "undetermined"]
        if failed:
            failure = ET.SubElement(case, "failure", message=_line(failed[0]), type=failed[0].told.verdict)
            failure.text = "\n".join(map(_line, failed))
        elif not any(each.verdict in ("pass", "rounding", "violation", "waived") for each in outcomes):
            undecided = [each for each in findings if is_finding(each.told.outcome)]
            why = _line(undecided[0]) if undecided else say("没有可查之处", "found nothing to check")
            ET.SubElement(case, "skipped", message=why)
        if rest:
            ET.SubElement(case, "system-out").text = "\n".join(map(_line, rest))
        return case

    def _reaches(self, each: Noted) -> bool:
        return SEVERITIES.index(each.told.severity) >= self._bound


def _line(each: Noted) -> str:
    return clean(f"{each.region.words} {each.line}")
