"""What a lint looks at, and how it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jsrules.base.diagnostic import Diagnostic, Label
from jsrules.base.record import Record
from jsrules.base.source import Source, Span
from jsrules.checks.cells.rows import Universe
from jsrules.checks.lints.claims import Claims
from jsrules.model.form import FormSet
from jsrules.model.statements import Rule


class LintSubject(Record):
    """A rule: as written, and resolved against a form set, if there is one; ``claims`` makes its normal forms.

    ``universe`` are the rows that reports of the form set may have, as far as the rules of its set tell them apart.
    """

    source: Source
    rule: Rule
    variants: tuple[Rule, ...]
    universe: Universe | None
    claims: Claims
    in_pack: bool = False

    @property
    def forms(self) -> FormSet | None:
        """The form set."""
        return self.universe.forms if self.universe is not None else None

    def finding(self, code: str, span: Span, message: str, remedy: str, *labels: Label) -> Diagnostic:
        """What a lint found at a place of this rule."""
        return Diagnostic(code, message, (Label(self.source, span), *labels), remedy=remedy)


def in_every_variant(
    subject: LintSubject, look: Callable[[LintSubject, Rule], Iterator[Diagnostic]]
) -> Iterator[Diagnostic]:
    """What is found in each variant of a rule: what is odd in one block only may be right in another."""
    found = [{(each.code, each.labels[0].span): each for each in look(subject, rule)} for rule in subject.variants]
    for key, diagnostic in found[0].items() if found else ():
        if all(key in each for each in found):
            yield diagnostic
