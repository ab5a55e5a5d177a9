"""What the rules of a pack ask, in a form in which two versions of the pack can be compared."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from jsrules.base.diagnostic import InputError, Severity
from jsrules.base.record import Record, replace
from jsrules.checks.rules import CheckedRule, examine_rules, parse_files
from jsrules.model.form import FormSet
from jsrules.model.syntax import Nature, Rule, Scope
from jsrules.packs.form_keys import FormKey, form_keys
from jsrules.packs.library import Pack, form_set_source
from jsrules.readers.reports.form_reader import read_form_set
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


def rulebook(pack: Pack, keys: Sequence[FormKey] | None = None) -> dict[str, RuleFacts]:
    """The rules of a pack by name; ``keys`` are form sets to read them under, by default those that its manifest names.

    Raises `InputError` with every mistake in the rules.
    """
    files, errors = parse_files(pack.sources)
    if errors:
        raise InputError(errors)
    found: dict[str, RuleFacts] = {}
    for key in (form_keys(pack) if keys is None else keys) or (None,):
        forms: FormSet | None = read_form_set([form_set_source(*key)], key[1]) if key else None
        checked, errors = examine_rules(files, forms)
        if errors:
            raise InputError(errors)
        for each in checked:
            facts = found.get(each.rule.name) or _facts(each)
            facts.meaning[key] = tuple(_stripped(variant) for variant in each.variants)
            found[each.rule.name] = facts
    return found


def _facts(checked: CheckedRule) -> RuleFacts:
    rule = checked.rule
    formula = print_statement(Rule("", rule.body, rule.quantifier)).strip()
    if checked.scope:
        formula = f"{print_statement(Scope(checked.scope)).strip()} | {formula}"
    years = tuple(value for each in rule.applies if each.kind == "year" for value in each.values)
    words = (rule.basis, rule.message, rule.tags)
    return RuleFacts(rule.name, rule.severity, rule.nature, rule.waivable, " ".join(formula.split()), {}, words, years)


def _stripped(rule: Rule) -> Rule:
    """A resolved rule without its name, level and words."""
    return replace(rule, name="", level=None, nature="", basis="", message="", tags=(), waivable=True, allowed=())
