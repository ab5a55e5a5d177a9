"""All lints over the rules of one pack or file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.record import Record
from jsrules.base.source import Source
from jsrules.checks.cells.rows import Universe
from jsrules.checks.lints.binding import lint_binding
from jsrules.checks.lints.claims import Claims
from jsrules.checks.lints.conditions import lint_conditions
from jsrules.checks.lints.normal import Normaliser
from jsrules.checks.lints.overlap import lint_overlap
from jsrules.checks.lints.ratios import lint_ratios
from jsrules.checks.lints.rounding import lint_rounding
from jsrules.checks.lints.scaling import lint_scaling
from jsrules.checks.lints.signs import lint_signs
from jsrules.checks.lints.subject import LintSubject
from jsrules.checks.lints.upkeep import lint_basis, lint_definitions, lint_message
from jsrules.checks.parsed_files import ParsedFile
from jsrules.checks.rules import CheckedRule
from jsrules.model.form import FormSet
from jsrules.model.statements import Allowed

_LINTS = (lint_conditions, lint_binding, lint_rounding, lint_scaling, lint_ratios, lint_signs, lint_basis, lint_message)


class Linted(Record):
    """What the lints found, in the order of the files, and how many of their findings the rules and definitions
    silence.
    """

    found: list[Diagnostic]
    silenced: int = 0


def lint_rules(
    files: Sequence[ParsedFile], checked: Sequence[CheckedRule], forms: FormSet | None, in_pack: bool = False
) -> Linted:
    """The lints' findings on rules that have passed the checks.

    Without ``forms`` names are taken as they are written.
    """
    subjects = _subjects(files, checked, forms, in_pack)
    found: list[Diagnostic] = []
    silenced = 0
    of_definitions = (each for file in files for each in lint_definitions(file.source, file.statements))
    of_rules = ((subject.rule.allowed, diagnostic) for subject, diagnostic in _of_rules(subjects))
    for allowed, diagnostic in chain(of_definitions, of_rules):
        if is_allowed(allowed, diagnostic):
            silenced += 1
        else:
            found.append(diagnostic)
    return Linted(in_order(found, [file.source for file in files]), silenced)


def _subjects(
    files: Sequence[ParsedFile], checked: Sequence[CheckedRule], forms: FormSet | None, in_pack: bool
) -> list[LintSubject]:
    universe = Universe(forms, [rule for each in checked for rule in each.variants]) if forms is not None else None
    return [
        LintSubject(
            files[each.file].source,
            each.rule,
            each.variants,
            universe,
            Claims(Normaliser(forms, each.scope)),
            in_pack,
        )
        for each in checked
    ]


def is_allowed(allowed: Allowed, diagnostic: Diagnostic) -> bool:
    """Whether a statement silences a diagnostic, with a reason."""
    return any(code == diagnostic.code and reason for code, reason in allowed)


TELLING = frozenset(("W303", "W304", "W305", "W307", "W308", "W315", "W316", "W317", "W318"))
"""What readers of a verdict should know: the rule does not say what it seems to say."""


def lint_for_readers(
    files: Sequence[ParsedFile], checked: Sequence[CheckedRule], forms: FormSet
) -> Iterator[Diagnostic]:
    """The findings on rules alone that readers of their verdicts should know (`TELLING`), unless a rule allows them."""
    for subject in _subjects(files, checked, forms, False):
        for lint in _LINTS:
            for each in lint(subject):
                if each.code in TELLING and not is_allowed(subject.rule.allowed, each):
                    yield each


def _of_rules(subjects: Sequence[LintSubject]) -> Iterator[tuple[LintSubject, Diagnostic]]:
    spoiled: set[int] = set()
    by_place = {(id(each.source), each.rule.name_span): each for each in subjects}
    for number, subject in enumerate(subjects):
        for lint in _LINTS:
            for diagnostic in lint(subject):
                if diagnostic.code in ("W303", "W305"):
                    spoiled.add(number)  # that it repeats another one is beside the point
                yield subject, diagnostic
    sound = [each for number, each in enumerate(subjects) if number not in spoiled]
    for diagnostic in lint_overlap(sound):
        label = diagnostic.labels[0]
        yield by_place[id(label.source), label.span], diagnostic


def in_order(diagnostics: Sequence[Diagnostic], sources: Sequence[Source]) -> list[Diagnostic]:
    """Diagnostics in the order of the files and their lines."""
    order = {id(source): number for number, source in enumerate(sources)}

    def place(each: Diagnostic) -> tuple[int, int, str]:
        if not each.labels:
            return -1, 0, each.code
        return order.get(id(each.labels[0].source), len(order)), each.labels[0].span.start, each.code

    return sorted(diagnostics, key=place)
