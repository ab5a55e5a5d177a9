"""Checking rules on reports given as text, without files: what most tests of the language and the engine need."""

from __future__ import annotations

from pathlib import Path

from jsrules.base.source import Source
from jsrules.engine.evaluate import evaluate
from jsrules.engine.resolved import ResolvedRule, check_sources, resolved_rule
from jsrules.model.form import FormSet
from jsrules.model.outcome import Outcome
from jsrules.model.report import Report
from jsrules.readers.reports.form_reader import read_form_set
from jsrules.readers.reports.inference import infer_forms
from jsrules.readers.reports.report_reader import read_header, read_report
from jsrules.readers.reports.yaml_tree import read_tree

ROOT = Path(__file__).resolve().parent.parent.parent
REAL_REPORT = ROOT / "reports" / "jiyuan-2021.yaml"


def load(report: str, forms: str | None = None) -> Report:
    """A report, with the form set given as text or without one."""
    source = Source("report.yaml", report)
    tree = read_tree(source)
    header = read_header(source, tree)
    shape: FormSet = read_form_set(Source("forms.yaml", forms)) if forms else infer_forms(tree, header)
    return read_report(source, tree, header, shape)[0]


def resolve_text(rules: str, forms: FormSet) -> list[ResolvedRule]:
    """Rules given as text, resolved against a form set. Raises `InputError` with every mistake."""
    source = Source("rules.jsr", rules)
    return [resolved_rule("rules", [source], each.file, each.variants) for each in check_sources([source], forms)]


def check(rules: str, report: str, forms: str | None = None) -> list[Outcome]:
    """The outcomes of rules on a report, all with their figures."""
    loaded = load(report, forms)
    return evaluate(loaded, resolve_text(rules, loaded.forms), everything=True)


def check_one(rules: str, report: str, forms: str | None = None) -> Outcome:
    """The only outcome of a rule on a report."""
    (outcome,) = check(rules, report, forms)
    return outcome
