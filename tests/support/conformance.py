"""The cases of spec/conformance, read as its README says."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from jsrules.engine.resolved import ResolvedRule
from jsrules.engine.settle import settled
from jsrules.model.form import FormSet
from jsrules.model.report import Report
from support.agreement import shortened
from support.checking import ROOT, attach_units, form_set, load, resolve_text

FOLDER = ROOT / "spec" / "conformance"
FILES = sorted(FOLDER.glob("*.yaml"))

Line = tuple[str, str, Fraction | None, Fraction | None]


@cache
def read(path: Path) -> dict[str, Any]:
    """A file of cases; every value is a text, as its figures must not lose their zeros."""
    return dict(yaml.load(path.read_text("utf-8"), yaml.BaseLoader))


CASES = {case["name"]: case for path in FILES for case in read(path)["cases"]}


def amount(text: str) -> Fraction | None:
    if text == "-":
        return None
    return shortened(Fraction(text.rstrip("%")) * Fraction(1, 100 if text.endswith("%") else 1))


def expected(case: dict[str, Any]) -> list[Line]:
    lines = [line.split() for line in case["expect"]]
    return [
        (verdict, kind.strip("-"), amount(difference), amount(allowance))
        for verdict, kind, difference, allowance in lines
    ]


def _form_set(names: str | list[str], year: int = 0) -> FormSet:
    """The form set of a name; of several the last one, which is different from those before it."""
    each = [names] if isinstance(names, str) else names
    return form_set(*((FOLDER / "forms" / f"{name}.yaml").read_text("utf-8") for name in each), year=year)


def prepared(case: dict[str, Any]) -> tuple[Report, list[ResolvedRule]]:
    forms = _form_set(case["forms"], int(case.get("year", 0))) if "forms" in case else None
    report = load(case["report"], forms)
    if "prior" in case:
        report.attach(load(case["prior"], forms))
    attach_units(report, case.get("subordinates", ()))
    rules = resolve_text(case["rules"], report.forms, [_form_set(each) for each in case.get("others", ())])
    return settled(report, rules), rules
