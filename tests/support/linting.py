"""Running the lints on rules given as text."""

from __future__ import annotations

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.source import Source
from jsrules.checks.lints.run import Linted, lint_rules
from jsrules.checks.rules import ParsedFile, examine_rules
from jsrules.model.form import FormSet
from jsrules.readers.rules.parser import parse_rules


def run_lints(text: str, forms: FormSet | None, *, in_pack: bool = False) -> Linted:
    """What the lints say of rules that must be without mistakes."""
    source = Source("rules.jsr", text)
    statements, mistakes = parse_rules(source)
    files = [ParsedFile(source, statements)]
    checked, errors = examine_rules(files, forms)
    assert not mistakes + errors, mistakes + errors
    return lint_rules(files, checked, forms, in_pack)


def lints(text: str, forms: FormSet | None, *, in_pack: bool = False) -> list[Diagnostic]:
    """The findings of the lints."""
    return run_lints(text, forms, in_pack=in_pack).found
