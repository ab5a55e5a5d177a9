"""Analysing rules given as text."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.source import Source
from jsrules.checks.deep.analysis import analyse
from jsrules.checks.deep.results import Analysis
from jsrules.checks.rules import CheckedRule, ParsedFile, examine_rules
from jsrules.readers.reports.form_reader import read_form_set
from jsrules.readers.rules.parser import parse_rules


def analysed(rules: str, forms: str | None = None) -> tuple[Sequence[CheckedRule], Analysis]:
    """Rules that must be without mistakes, checked and analysed."""
    source = Source("rules.jsr", rules)
    statements, mistakes = parse_rules(source)
    shape = read_form_set(Source("forms.yaml", forms)) if forms is not None else None
    checked, errors = examine_rules([ParsedFile(source, statements)], shape)
    assert not mistakes + errors, mistakes + errors
    return checked, analyse(checked, shape)
