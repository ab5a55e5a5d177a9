"""How the tests of a pack went, for programs: JSON, and JUnit's XML that continuous integration reads."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from jsrules.authoring.testing.coverage import Coverage
from jsrules.authoring.testing.run import CaseResult, PackTests
from jsrules.authoring.testing.survivors import MutationRun
from jsrules.base.language import say
from jsrules.base.printable import clean
from jsrules.base.system import slashed
from jsrules.outputs.compose import Told
from jsrules.outputs.exchange.junit import XML_HEAD, suite
from jsrules.outputs.json import Object, diagnostic_object
from jsrules.outputs.json_text import json_text
from jsrules.outputs.testing import describe_expectation, describe_outcome

SCHEMA = "jsrules/test/1"


def render_tests_json(tests: PackTests, coverage: Coverage | None, mutation: MutationRun | None = None) -> str:
    """One object; its keys are documented in ``spec/testing.md``."""
    content: Object = {
        "schema": SCHEMA,
        "pack": {"name": tests.pack.name, "title": tests.pack.title, "version": tests.pack.version},
        "summary": {
            "cases": len(tests.results),
            "failed": len(tests.failed) + len(tests.broken),
            "partial": tests.partial,
            "passed": tests.passed,
        },
        "cases": [_case(each) for each in tests.results],
        "broken_exemptions": [{"rule": rule, "text": exemption.text} for rule, exemption in tests.broken],
        "coverage": _coverage(coverage) if coverage is not None else None,
        "mutation": _mutation(mutation) if mutation is not None else None,
        "diagnostics": [diagnostic_object(each) for each in tests.diagnostics],
    }
    return json_text(content, indent=2) + "\n"


def _case(result: CaseResult) -> Object:
    case = result.case
    return {
        "path": slashed(case.path),
        "line": case.line or None,
        "test": case.title,
        "rule": case.case.rule or None,
        "text": case.case.text,
        "passed": result.passed,
        "mismatches": [
            {
                "expected": describe_expectation(each.expected) if each.expected is not None else None,
                "found": [describe_outcome(Told(case.report, outcome)) for outcome in each.outcomes],
            }
            for each in result.mismatches
        ],
    }


def _coverage(coverage: Coverage) -> Object:
    return {
        "percent": coverage.percent,
        "due": coverage.due,
        "seen": coverage.due - coverage.lacking,
        "rules": [
            {
                "rule": each.rule.info.identifier,
                "seen": {str(verdict): number for verdict, number in each.seen.items()},
                "due": list(each.due),
                "lacking": list(each.lacking),
                "exempt": {str(verdict): reason for verdict, reason in each.exempt.items()},
            }
            for each in coverage.rules
        ],
    }


def _mutation(run: MutationRun) -> Object:
    return {
        "mutants": run.total,
        "equivalent": run.equivalent,
        "noticed": run.noticed,
        "survivors": [
            {
                "rule": each.rule.info.identifier,
                "kind": each.kind,
                "text": each.text,
                "path": slashed(each.rule.info.source.path),
                "line": each.rule.info.source.locate(each.span.start)[0],
                "column": each.rule.info.source.locate(each.span.start)[1],
            }
            for each in run.survivors
        ],
    }


def render_junit(tests: PackTests) -> str:
    """A ``testsuites`` element with a suite for each file;
    a file that could not be used is an error in a suite of its own.
    """
    root = ET.Element("testsuites", name=clean(tests.pack.name))
    by_path: dict[str, list[CaseResult]] = {}
    for each in tests.results:
        by_path.setdefault(each.case.path, []).append(each)
    for path, results in by_path.items():
        made = suite(root, path, len(results), sum(not each.passed for each in results), 0)
        for each in results:
            where = f"{path}:{each.case.line}" if each.case.line else path
            case = ET.SubElement(made, "testcase", classname=clean(path), name=clean(each.case.name))
            if not each.passed:
                failure = ET.SubElement(case, "failure", message=clean(_first(each)))
                failure.text = "\n".join([where, *map(clean, _details(each))])
    if tests.diagnostics or tests.broken:
        made = suite(
            root, tests.path, len(tests.diagnostics) + len(tests.broken), len(tests.broken), len(tests.diagnostics)
        )
        for diagnostic in tests.diagnostics:
            path, line, column = diagnostic.place()
            case = ET.SubElement(made, "testcase", classname=clean(path), name=diagnostic.code)
            error = ET.SubElement(case, "error", message=clean(f"[{diagnostic.code}] {diagnostic.message}"))
            error.text = clean(f"{path}:{line}:{column}")
        for rule, exemption in tests.broken:
            case = ET.SubElement(made, "testcase", classname=clean(rule), name=clean(exemption.text))
            ET.SubElement(case, "failure", message=say("见到了这一判定", "the verdict was seen"))
    ET.indent(root)
    return f"{XML_HEAD}\n{ET.tostring(root, encoding='unicode')}\n"


def _first(result: CaseResult) -> str:
    expected = result.mismatches[0].expected
    if expected is None:
        return say("没有料到的发现", "a finding that was not expected")
    return say("期望 {what}", "expected {what}", what=describe_expectation(expected))


def _details(result: CaseResult) -> list[str]:
    lines: list[str] = []
    for each in result.mismatches:
        if each.expected is not None:
            lines.append(say("期望 {what}", "expected {what}", what=describe_expectation(each.expected)))
        lines += [
            say("得到 {what}", "found {what}", what=describe_outcome(Told(result.case.report, outcome)))
            for outcome in each.outcomes
        ]
    return lines
