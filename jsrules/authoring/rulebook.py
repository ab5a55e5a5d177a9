"""What the rules of a pack ask, in a form in which two versions of the pack can be compared."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from jsrules.authoring.meanings import meaning_of
from jsrules.base.diagnostic import InputError, Severity
from jsrules.base.record import Record, replace
from jsrules.checks.parsed_files import ParsedFile, parse_files
from jsrules.checks.rules import CheckedRule, examine_rules
from jsrules.model.form import FormSet
from jsrules.model.statements import Keep, Nature, Rule, Scope, Statement
from jsrules.packs.form_choice import ChosenForms
from jsrules.packs.form_listing import FormKey, key_of, listed_forms
from jsrules.packs.library import Pack
from jsrules.readers.rules.printer import print_statement


class RuleFacts(Record):
    """One rule of a pack.

    ``formula`` is what its author wrote, printed in one way; ``meaning`` what it comes to under each form set,
    resolved, without anything that no verdict depends on: where they are equal, no verdict can differ. ``words`` is the
    rest.
    """

    name: str
    severity: Severity
    nature: Nature
    waivable: bool
    formula: str
    meaning: dict[FormKey | None, Hashable]
    words: tuple[str, str, tuple[str, ...]]
    years: tuple[str, ...] = ()

    def same_meaning(self, other: RuleFacts) -> bool:
        """Whether no verdict can differ, under any form set that both are for."""
        shared = self.meaning.keys() & other.meaning.keys()
        return bool(shared) and all(self.meaning[key] == other.meaning[key] for key in shared)


def rulebook(pack: Pack, forms: Sequence[ChosenForms] | None = None) -> dict[str, RuleFacts]:
    """The rules of a pack by name; ``forms`` are the form sets to read them under, by default all that it is for.

    Raises `InputError` with every mistake in the rules, and for a wrong form set.
    """
    return _under(_parsed(pack), pack, forms)


def named_rules(pack: Pack) -> list[CheckedRule]:
    """The rules of a pack with their names, looked at under no form set. Raises `InputError` with every mistake that is
    seen so.
    """
    rules, errors = examine_rules(_parsed(pack), None)
    if errors:
        raise InputError(errors)
    return rules


def facts_of(wanted: CheckedRule, pack: Pack, forms: Sequence[ChosenForms]) -> RuleFacts:
    """One of the `named_rules`, alone, under these form sets. Raises `InputError` with every mistake in it."""
    source, statements = _parsed(pack)[wanted.file]
    alone = ParsedFile(source, _leading_to(wanted.rule, statements))
    (facts,) = _under([alone], pack, forms).values()
    return replace(facts, name=wanted.rule.name)


def _leading_to(rule: Rule, statements: Sequence[Statement]) -> list[Statement]:
    """A rule with what its file says for it: definitions, whom it is for, and the table it stands under."""
    found: list[Statement] = []
    for each in statements:
        if isinstance(each, Scope) and found and isinstance(found[-1], Scope):
            found.pop()  # nothing is said under it
        if not isinstance(each, Rule | Keep):
            found.append(each)
        elif each.span.start == rule.span.start:
            return [*found, each]
    return found


def _parsed(pack: Pack) -> list[ParsedFile]:
    files, errors = parse_files(pack.sources)
    if errors:
        raise InputError(errors)
    return files


def _under(files: list[ParsedFile], pack: Pack, forms: Sequence[ChosenForms] | None) -> dict[str, RuleFacts]:
    found: dict[str, RuleFacts] = {}
    known: list[tuple[FormSet | None, list[CheckedRule]]] = []
    for each in (listed_forms(pack) if forms is None else forms) or (None,):
        shape = each.read() if each is not None else None
        checked = next((rules for other, rules in known if other and shape and other.same_shape(shape)), None)
        if checked is None:
            checked, errors = examine_rules(files, shape, each.others() if each is not None else ())
            if errors:
                raise InputError(errors)
            known.append((shape, checked))
        for rule in checked:
            facts = found.setdefault(rule.rule.name, _facts(rule))
            key = key_of(each) if each is not None else None
            facts.meaning[key] = tuple(meaning_of(variant, shape) for variant in rule.variants)
    return found


def _facts(checked: CheckedRule) -> RuleFacts:
    rule = checked.rule
    formula = print_statement(Rule("", rule.body, rule.quantifier)).strip()
    if checked.scope:
        formula = f"{print_statement(Scope(checked.scope)).strip()} | {formula}"
    years = tuple(value for each in rule.applies if each.kind == "year" for value in each.values)
    words = (rule.basis, rule.message, rule.tags)
    return RuleFacts(rule.name, rule.severity, rule.nature, rule.waivable, " ".join(formula.split()), {}, words, years)
