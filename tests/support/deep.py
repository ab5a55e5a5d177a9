"""Analysing rules given as text."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.source import Source
from jsrules.checks.deep.analysis import analyse
from jsrules.checks.deep.results import Analysis
from jsrules.checks.rules import CheckedRule, examine_rules, parse_files
from jsrules.readers.reports.form_reader import read_form_set


def analysed(rules: str, forms: str | None = None) -> tuple[Sequence[CheckedRule], Analysis]:
    """Rules that must be without mistakes, checked and analysed."""
    files, mistakes = parse_files([Source("rules.jsr", rules)])
    shape = read_form_set(Source("forms.yaml", forms)) if forms is not None else None
    checked, errors = examine_rules(files, shape)
    assert not mistakes + errors, mistakes + errors
    return checked, analyse(checked, shape)
