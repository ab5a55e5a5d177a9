"""Running the lints on rules given as text."""

from __future__ import annotations

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.source import Source
from jsrules.checks.lints.keeping import lint_keeps
from jsrules.checks.lints.run import Linted, lint_rules
from jsrules.checks.parsed_files import parse_files
from jsrules.checks.rules import examine
from jsrules.model.form import FormSet


def run_lints(text: str, forms: FormSet | None, *, in_pack: bool = False) -> Linted:
    """What the lints say of rules that must be without mistakes."""
    files, mistakes = parse_files([Source("rules.jsr", text)])
    checked = examine(files, forms)
    assert not mistakes + checked.errors, mistakes + checked.errors
    linted = lint_rules(files, checked.rules, forms, in_pack)
    kept = lint_keeps([file.source for file in files], checked.keeps)
    return Linted(linted.found + kept.found, linted.silenced + kept.silenced)


def lints(text: str, forms: FormSet | None, *, in_pack: bool = False) -> list[Diagnostic]:
    """The findings of the lints."""
    return run_lints(text, forms, in_pack=in_pack).found
