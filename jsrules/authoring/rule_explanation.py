"""Explaining a rule: what it says, what it binds to in a form set, which rules share its cells,
and its figures on a report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.base.names import fold
from jsrules.base.record import Record, field
from jsrules.checks.cells.references import Atom
from jsrules.checks.cells.rows import Universe
from jsrules.checks.cells.touched import Touched, cells_of, touched
from jsrules.checks.parsed_files import parse_files
from jsrules.checks.rules import examine
from jsrules.engine.evaluate import evaluate
from jsrules.engine.resolved import ResolvedKeep, ResolvedRule, resolved_rule
from jsrules.model.form import FormSet
from jsrules.model.keywords import whole
from jsrules.model.outcome import FormSetInfo, Outcome
from jsrules.model.report import Report
from jsrules.model.statements import Applies, Rule
from jsrules.model.syntax import Call, Cells, Existing
from jsrules.packs.choice import Installed
from jsrules.packs.contents import enclosing_pack
from jsrules.packs.form_choice import ChosenForms
from jsrules.packs.form_files import FormFile, given_form_files
from jsrules.packs.form_listing import FormPurpose, forms_for, listed_forms
from jsrules.packs.library import Pack, open_pack
from jsrules.readers.rules.statements import normalise, split_statements
from jsrules.verification.rule_sets import RuleSet, RuleSetResolver, rule_set_of_file, rule_sets_of, tighten
from jsrules.verification.verifier import Verifier

_SCOPE = re.compile(whole("TABLE", "BETWEEN"))


class Shared(Record):
    """Another rule, and the cells that both look at."""

    rule: ResolvedRule
    cells: tuple[Atom, ...]


class RuleExplanation(Record):
    """What there is to say of one rule.

    ``scope`` is the line that says which table it stands under, ``text`` all that is written of it. ``forms`` is None
    when no form set tells what it binds to; ``bound`` are its places there. ``outcomes`` are those on ``report``, if
    there is one. ``chosen`` says which form set that is, and why; ``latest``: it is the last one of the pack, since
    nothing asked for another. ``kept`` are the statements on figures known from elsewhere that are of its cells.
    """

    rule: ResolvedRule
    scope: str
    text: str
    forms: FormSet | None
    bound: tuple[Touched, ...]
    shared: tuple[Shared, ...]
    report: Report | None
    outcomes: tuple[Outcome, ...]
    chosen: FormSetInfo | None = None
    latest: bool = False
    kept: tuple[ResolvedKeep, ...] = ()


class _RuleList(Record, frozen=False):
    """The rules of a set; ``mistakes`` are what is wrong with others of it."""

    rules: list[ResolvedRule]
    forms: FormSet | None
    conditions: tuple[Applies, ...] = ()
    mistakes: list[Diagnostic] = field(default_factory=list)
    keeps: tuple[ResolvedKeep, ...] = ()
    chosen: FormSetInfo | None = None
    latest: bool = False


class Explainer:
    """Explains rules of the rule files and packs named, or else of those that come with the program.

    ``purpose`` says for which kind and year the form set is that they are bound to, if not a pack's own (its latest) or
    that of the report at ``report``; ``forms`` are files and folders of form sets that go before those of packs. Raises
    `InputError` when one of these cannot be read.
    """

    def __init__(
        self,
        rules: Sequence[str] = (),
        packs: Sequence[str] = (),
        purpose: FormPurpose | None = None,
        forms: Sequence[str] = (),
        report: str = "",
        prior: str = "",
        subordinates: Sequence[str] = (),
    ) -> None:
        self.report: Report | None = None
        self._lists: list[_RuleList] = []
        if report:
            self._load(Verifier(rules, packs, forms), report, prior, subordinates)
        else:
            resolver = RuleSetResolver()
            for rule_set, chosen in _rule_sets(rules, packs, purpose, given_form_files(forms)):
                found = _read(resolver, rule_set, chosen)
                found.chosen = chosen.info if chosen is not None else None
                found.latest = purpose is None
                self._lists.append(found)
        self._universes: dict[int, Universe] = {}
        self._known: dict[tuple[int, int], tuple[list[Touched], dict[Atom, None]]] = {}

    def _load(self, verifier: Verifier, path: str, prior: str, subordinates: Sequence[str]) -> None:
        loaded = verifier.load(path, prior, subordinates)
        self.report = loaded.result.report
        if self.report is None:
            raise InputError(loaded.result.diagnostics)
        for each in loaded.rules:
            self._lists.append(
                _RuleList(
                    each.resolved.rules,
                    self.report.forms,
                    each.conditions,
                    chosen=loaded.result.forms,
                    keeps=each.resolved.keeps,
                )
            )

    def names(self) -> list[str]:
        """The full names of the rules: ``PACK/NAME``."""
        return [rule.info.identifier for each in self._lists for rule in each.rules]

    def find(self, name: str) -> list[RuleExplanation]:
        """The explanations of the rules of that name; ``PACK/NAME`` is one of a pack.

        Raises `InputError` when there is none, and mistakes in the rules may be why.
        """
        wanted = fold(name)
        found = [
            (each, rule)
            for each in self._lists
            for rule in each.rules
            if wanted in (fold(rule.info.name), fold(rule.info.identifier))
        ]
        mistakes = [mistake for each in self._lists for mistake in each.mistakes]
        if not found and mistakes:
            raise InputError(mistakes)
        return [self._explain(*each) for each in found]

    def _explain(self, home: _RuleList, rule: ResolvedRule) -> RuleExplanation:
        bound: list[Touched] = []
        shared: list[Shared] = []
        kept: list[ResolvedKeep] = []
        if home.forms is not None:
            bound, cells = self._touched(home, rule)
            for each in self._lists:
                for other in each.rules if each.forms == home.forms else ():
                    common = tuple(cell for cell in self._touched(home, other)[1] if cell in cells)
                    if common and other is not rule:
                        shared.append(Shared(other, common))
                kept += [keep for keep in each.keeps if each.forms == home.forms and self._is_of(home, keep, cells)]
        outcomes: list[Outcome] = []
        if self.report is not None:
            outcomes = evaluate(self.report, [rule], home.conditions)
        return RuleExplanation(
            rule,
            *_written(rule),
            home.forms,
            tuple(bound),
            tuple(shared),
            self.report,
            tuple(outcomes),
            home.chosen,
            home.latest,
            tuple(kept),
        )

    def _is_of(self, home: _RuleList, kept: ResolvedKeep, cells: Mapping[Atom, None]) -> bool:
        """Whether figures that are kept are among the cells that a rule looks at."""
        universe = self._universe(home)
        for name in kept.keep.names:
            if isinstance(name, Existing):
                mine = {(each[1], each[2]) for each in cells if each[0] == "cell"}
                if any(form == name.form and name.block in (-1, block) for form, block in mine):
                    return True
            elif isinstance(name, Cells):
                places = touched(universe, Rule("", Call("sum", (name,)), span=kept.keep.span))
                if any(cell in cells for cell in cells_of(universe, (atom for each in places for atom in each.atoms))):
                    return True
        return False

    def _touched(self, home: _RuleList, rule: ResolvedRule) -> tuple[list[Touched], dict[Atom, None]]:
        """The places of a rule and the cells that it looks at there."""
        key = id(home.forms), id(rule)
        if key not in self._known:
            universe = self._universe(home)
            bound = [place for variant in rule.variants for place in touched(universe, variant)]
            self._known[key] = bound, cells_of(universe, (atom for place in bound for atom in place.atoms))
        return self._known[key]

    def _universe(self, home: _RuleList) -> Universe:
        """The rows that are told apart by the rules of every set with this form set."""
        assert home.forms is not None
        found = self._universes.get(id(home.forms))
        if found is None:
            variants = [
                variant
                for each in self._lists
                if each.forms == home.forms
                for rule in each.rules
                for variant in rule.variants
            ]
            found = self._universes[id(home.forms)] = Universe(home.forms, variants)
        return found


def _rule_sets(
    rules: Sequence[str], packs: Sequence[str], purpose: FormPurpose | None, given: Sequence[FormFile]
) -> list[tuple[RuleSet, ChosenForms | None]]:
    """The rule sets, each with its form set: those of packs and their bases, and files."""
    found: dict[str, tuple[RuleSet, ChosenForms | None]] = {}
    installed = Installed("", packs)
    for candidate in installed.named(packs) if packs or rules else installed.all():
        forms = _latest(candidate.chain[-1].pack, purpose, given)
        for each in rule_sets_of(candidate, (), ""):
            found.setdefault(each.name, (each, forms))
    files: list[tuple[RuleSet, ChosenForms | None]] = []
    for path in rules:
        folder = enclosing_pack(path) if path != "-" else ""
        files.append((rule_set_of_file(path), _latest(open_pack(folder) if folder else None, purpose, given)))
    return [*found.values(), *files]


def _latest(pack: Pack | None, purpose: FormPurpose | None, given: Sequence[FormFile]) -> ChosenForms | None:
    """The form set for a purpose, or else the latest that a pack is for."""
    if purpose is not None:
        return forms_for(purpose, pack, given)
    return next(reversed(listed_forms(pack, given=given)), None)


def _read(resolver: RuleSetResolver, rule_set: RuleSet, chosen: ChosenForms | None) -> _RuleList:
    """The sound rules of a set, whatever is wrong with the others."""
    if chosen is not None:
        try:
            resolved = resolver.resolve(rule_set, chosen)
            return _RuleList(
                tighten(rule_set, resolved.rules), resolved.forms, rule_set.conditions, keeps=resolved.keeps
            )
        except InputError:
            pass  # told below, as far as it stands in the way
    files, mistakes = parse_files(rule_set.sources)
    forms = chosen.read() if chosen is not None else None
    checked = examine(files, forms, chosen.others() if chosen is not None else ())
    rules = [resolved_rule(rule_set.name, rule_set.sources, each.file, each.variants) for each in checked.rules]
    keeps = tuple(ResolvedKeep(each.keep, rule_set.sources[each.file]) for each in checked.keeps)
    return _RuleList(rules, forms, rule_set.conditions, mistakes + checked.errors, keeps=keeps)


def _written(rule: ResolvedRule) -> tuple[str, str]:
    """The line above a rule that says which table it stands under, and the whole statement, metadata and all."""
    source = rule.info.source
    text, chunks = split_statements(normalise(source.text))
    scope = ""
    for chunk in chunks:
        if _SCOPE.match(text, chunk.start):
            scope = source.text[chunk.start : chunk.end]
        if chunk.start <= rule.info.span.start < chunk.end:
            return scope, source.text[chunk.start : chunk.end]
    return scope, rule.info.text
