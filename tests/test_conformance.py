"""The cases of spec/conformance, read as its README says, over the engine and over the reference interpreter."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import jsonschema
import pytest
from support.agreement import shortened
from support.checking import tell
from support.conformance import CASES, FILES, FOLDER, Line, amount, expected, prepared, read

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.report import Report
from spec.reference import interpret


def of_engine(report: Report, rules: list[ResolvedRule]) -> list[Line]:
    lines: list[Line] = []
    for outcome in tell(report, rules):
        mark = "%" if outcome.unit == "%" else ""
        amounts = [amount(text + mark if text else "-") for text in (outcome.difference, outcome.allowance)]
        lines.append((outcome.verdict, outcome.kind, *amounts))
    return lines


def of_reference(report: Report, rules: list[ResolvedRule]) -> list[Line]:
    found = [each for rule in rules for variant in rule.variants for each in interpret(report, variant)]
    return [
        (verdict, kind, *(None if each is None else shortened(each) for each in amounts))
        for verdict, kind, *amounts in found
    ]


def marked(diagnostic: Diagnostic) -> tuple[str, str]:
    label = diagnostic.labels[0]
    return diagnostic.code, label.source.text[label.span.start : label.span.end].strip()


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "expect" in case])
def test_verdicts(name: str) -> None:
    report, rules = prepared(CASES[name])
    assert of_reference(report, rules) == expected(CASES[name])
    assert of_engine(report, rules) == expected(CASES[name])


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "diagnostics" in case])
def test_diagnostics(name: str) -> None:
    with pytest.raises(InputError) as error:
        prepared(CASES[name])
    found = [marked(each) for each in error.value.diagnostics]
    assert found == [(each["code"], each["text"]) for each in CASES[name]["diagnostics"]]


def test_there_are_enough_cases_with_names_of_their_own() -> None:
    names = Counter(case["name"] for path in FILES for case in read(path)["cases"])
    assert len(names) >= 300
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_fit_their_schema(path: Path) -> None:
    schema = json.loads((FOLDER / "case.schema.json").read_text("utf-8"))
    jsonschema.validate(read(path), schema)
    assert f"`{path.stem}`" in (FOLDER / "README.md").read_text("utf-8")
