"""Checking rules on reports given as text, without files: what most tests of the language and the engine need."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jsrules.base.source import Source
from jsrules.checks.rules import examined
from jsrules.engine.evaluate import evaluate
from jsrules.engine.resolved import ResolvedRule, resolved_rule
from jsrules.model.form import FormSet
from jsrules.model.report import Report
from jsrules.outputs.compose import Told
from jsrules.readers.reports.form_reader import read_form_set
from jsrules.readers.reports.header import ReportHeader
from jsrules.readers.reports.report_reader import open_report
from jsrules.verification.related import Related, attach_related

ROOT = Path(__file__).resolve().parent.parent.parent
REAL_REPORT = ROOT / "reports" / "jiyuan-2021.yaml"


def form_set(*texts: str, year: int = 0) -> FormSet:
    """A form set given as text; behind a base what is different, as it is in a year."""
    return read_form_set([Source(f"forms{number}.yaml", each) for number, each in enumerate(texts)], year)


def load(report: str, forms: str | FormSet | None = None) -> Report:
    """A report, with the form set given as text or without one."""
    shape = form_set(forms) if isinstance(forms, str) else forms
    return open_report(Source("report.yaml", report)).read(shape)[0]


def attach_units(report: Report, units: Sequence[str]) -> None:
    """Attach the reports of subordinate units, given as texts."""
    sources = tuple(Source(f"<unit {number}>", text) for number, text in enumerate(units, 1))
    attach_related(report, ReportHeader(), Related(subordinates=sources))


def resolve_text(rules: str, forms: FormSet, others: Sequence[FormSet] = ()) -> list[ResolvedRule]:
    """Rules given as text, resolved against a form set; ``others`` are further ones that they are for. Raises
    `InputError` with every mistake.
    """
    source = Source("rules.jsr", rules)
    return [
        resolved_rule("rules", [source], each.file, each.variants)
        for each in examined([source], forms, others)[1].rules
    ]


def tell(report: Report, rules: list[ResolvedRule]) -> list[Told]:
    """The outcomes of rules on a report, in words."""
    return [Told(report, each) for each in evaluate(report, rules)]


def check(rules: str, report: str, forms: str | None = None) -> list[Told]:
    """The outcomes of rules on a report, in words."""
    loaded = load(report, forms)
    return tell(loaded, resolve_text(rules, loaded.forms))


def check_one(rules: str, report: str, forms: str | None = None) -> Told:
    """The only outcome of a rule on a report."""
    (outcome,) = check(rules, report, forms)
    return outcome
