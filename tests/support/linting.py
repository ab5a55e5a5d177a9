"""Running the lints on rules given as text."""

from __future__ import annotations

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.source import Source
from jsrules.checks.lints.run import Linted, lint_rules
from jsrules.checks.rules import examine_rules, parse_files
from jsrules.model.form import FormSet


def run_lints(text: str, forms: FormSet | None, *, in_pack: bool = False) -> Linted:
    """What the lints say of rules that must be without mistakes."""
    files, mistakes = parse_files([Source("rules.jsr", text)])
    checked, errors = examine_rules(files, forms)
    assert not mistakes + errors, mistakes + errors
    return lint_rules(files, checked, forms, in_pack)


def lints(text: str, forms: FormSet | None, *, in_pack: bool = False) -> list[Diagnostic]:
    """The findings of the lints."""
    return run_lints(text, forms, in_pack=in_pack).found
