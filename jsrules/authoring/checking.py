"""Checking rules without a report: which form sets they are for, what is wrong with them, what they hardly mean."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from jsrules.authoring.checklists import check_checklists
from jsrules.base.diagnostic import Diagnostic, InputError, Label, fail
from jsrules.base.files import source_of
from jsrules.base.folders import Faults, file_fault, walk
from jsrules.base.language import say
from jsrules.base.record import Record, replace
from jsrules.base.source import Source, Span
from jsrules.checks.lints.keeping import lint_keeps
from jsrules.checks.lints.run import in_order, lint_rules
from jsrules.checks.parsed_files import ParsedFile, parse_files
from jsrules.checks.rules import CheckedRule, CheckedSet, examine
from jsrules.model.form import FormSet
from jsrules.model.syntax import Unknown
from jsrules.packs.choice import kinds_of
from jsrules.packs.contents import MANIFEST, SUFFIX, enclosing_pack, unread_refusals
from jsrules.packs.form_choice import ChosenForms
from jsrules.packs.form_files import FormFile
from jsrules.packs.form_listing import FormPurpose, forms_for, listed_forms, standing_on
from jsrules.packs.form_notes import without_forms
from jsrules.packs.library import Pack, find_pack, open_pack
from jsrules.readers.rules.parser import beyond

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.checks.deep.results import Analysis

RULES = ".jsr"

MOST_PAIRS = 200_000
"""So many rules are looked at under form sets, in a minute or two; the shipped pack has a tenth of that."""

_NEVER = "W306"
_OF_FORM_SET = frozenset((_NEVER, "W313", "W314"))
"""What must be found under every form set of a pack: a row may be there in one year and not in another."""


class Analysed(Record):
    """The analysis of a rule set under one form set (None without any), with the rules that it numbers."""

    forms: FormSet | None
    rules: tuple[CheckedRule, ...]
    analysis: Analysis


class Checked(Record):
    """What was found in a pack or a rule file; ``unusable`` when it could not even be read.

    ``forms`` are the form sets that it was checked under; ``analyses`` has one for each, where they were asked for.
    """

    path: str
    pack: str = ""
    title: str = ""
    forms: tuple[FormSet, ...] = ()
    rules: int = 0
    silenced: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    unusable: bool = False
    analyses: tuple[Analysed, ...] = ()


def check_paths(
    paths: Sequence[str | Source | Pack],
    purpose: FormPurpose | None = None,
    given: Sequence[FormFile] = (),
    *,
    deep: bool = False,
    base: Pack | None = None,
) -> Iterator[Checked]:
    """Checks rule files, packs (by folder or name), everything below folders, and what is opened already.

    ``purpose`` is the kind and year of the form set to check under, by default all that a pack is for; form sets that
    are ``given`` go before those of packs. ``deep`` also analyses what follows from what in each. ``base`` is what
    packs build on, by default the installed one.
    """
    for path in paths:
        faults: Faults = {}
        try:
            targets: list[str | Source | Pack] = [*_targets(path, faults)] if isinstance(path, str) else [path]
        except InputError as error:
            yield _unusable(path, error)
            continue
        for target in targets:
            try:
                if isinstance(target, str) and target in faults:
                    raise faults[target]
                if isinstance(target, Pack) or (isinstance(target, str) and _is_pack(target)):
                    yield _check_pack(target, purpose, given, deep, base)
                else:
                    yield _check_file(target, purpose, given, deep, base)
            except InputError as error:
                yield _unusable(target, error)


def _unusable(target: str | Source | Pack, error: InputError) -> Checked:
    path = target if isinstance(target, str) else target.path
    return Checked(path, diagnostics=tuple(error.diagnostics), unusable=True)


def _is_pack(path: str) -> bool:
    if path.endswith(SUFFIX):
        return os.path.isfile(path)
    return path != "-" and os.path.isfile(os.path.join(path, MANIFEST))


def _targets(path: str, faults: Faults) -> Iterator[str]:
    """The packs and files that a path means; what keeps some of them from being read is noted in ``faults``."""
    if path == "-" or os.path.isfile(path) or _is_pack(path):
        yield path
        return
    if not os.path.isdir(path):
        if path.endswith(RULES):
            yield path  # reading it says what is wrong
            return
        yield find_pack(path).path
        return
    found = False
    for folder, folders, names in walk(path, faults):
        if _is_pack(folder):
            folders.clear()
            found = True
            yield folder
            continue
        for name in names:
            if name.lower().endswith(RULES):
                found = True
                file = os.path.join(folder, name)
                fault = file_fault(file)
                if fault is not None:
                    faults[file] = fault
                yield file
    yield from (each for each in faults if os.path.isdir(each))
    if not found and not faults:
        raise fail(
            "E401",
            say("目录里没有规则文件（*.jsr）", "no rule file (*.jsr) in this directory"),
            path=path,
            remedy=say(
                "给出规则文件、规则包或含有它们的目录", "give a rule file, a pack, or a directory that holds some"
            ),
        )


def _check_pack(
    target: str | Pack, purpose: FormPurpose | None, given: Sequence[FormFile], deep: bool, base: Pack | None
) -> Checked:
    pack = target if isinstance(target, Pack) else open_pack(target)
    manifest = pack.manifest
    forms = _forms(purpose, pack, given, base)
    checked = _check(pack.path, pack.sources, forms, manifest.identifier, manifest.title, deep)
    others = unread_refusals(pack.path, pack.names)
    standing = standing_on(pack, base)
    chain = standing.chain
    if pack.narrative:
        from jsrules.readers.prose.grammar_lint import lint_grammar

        others += lint_grammar(standing.narrative, checked.forms)
    others += check_checklists(pack, [each.pack for each in chain if each.pack.manifest != manifest])
    kinds = kinds_of([each.pack for each in chain])
    missing = chain[0].pack.manifest.requires
    if not forms and (kinds or missing is not None):
        others.append(without_forms(kinds, pack.path, missing.identifier if missing is not None else ""))
    return replace(checked, diagnostics=(*others, *checked.diagnostics)) if others else checked


def _check_file(
    target: str | Source, purpose: FormPurpose | None, given: Sequence[FormFile], deep: bool, base: Pack | None
) -> Checked:
    source = source_of(target)
    path = source.path
    identifier = title = ""
    folder = "" if path == "-" or isinstance(target, Source) else enclosing_pack(path)
    pack = open_pack(folder) if folder else None
    if pack is not None:
        identifier, title = pack.manifest.identifier, pack.manifest.title
    return _check(path, (source,), _forms(purpose, pack, given, base), identifier, title, deep)


def _forms(
    purpose: FormPurpose | None, pack: Pack | None, given: Sequence[FormFile], base: Pack | None
) -> list[ChosenForms]:
    """The form sets to check under: that for a purpose, else all that are given, or that a pack is for."""
    return [forms_for(purpose, pack, given, base)] if purpose is not None else listed_forms(pack, base, given)


def _check(
    path: str, sources: Sequence[Source], forms: Sequence[ChosenForms], identifier: str, title: str, deep: bool
) -> Checked:
    files, mistakes = parse_files(sources)
    statements = sum(len(each.statements) for each in files)
    if statements * len(forms) > MOST_PAIRS:
        what = say("规则数乘表样数", "rules times form sets")
        mistakes.append(beyond(sources[0], Span(0, 0), what, MOST_PAIRS))
        forms = forms[: max(1, MOST_PAIRS // statements)]
    form_sets = [each.read() for each in forms]
    examined = _examined_once(files, form_sets, forms, bool(identifier))
    errors = [error for each in examined for error in each.errors]
    checked = [(form_set, each.rules) for form_set, each in zip((*form_sets,) or (None,), examined, strict=True)]
    keeps = [each.keeps for each in examined]
    found: list[list[Diagnostic]] = []
    silenced = 0
    analyses: list[Analysed] = []
    telling = _telling(forms, checked)
    for number in telling:
        form_set, sound = checked[number]
        linted = lint_rules(files, sound, form_set, bool(identifier))
        kept = lint_keeps(sources, keeps[number])
        quiet = linted.silenced + kept.silenced
        more = list(kept.found)
        if deep:
            analysed, further, count = _analyse(files, sound, form_set, linted.found)
            more += further
            analyses.append(analysed)
            quiet += count
        found.append(linted.found + more)
        silenced = max(silenced, quiet)
    rules = max(len(sound) for _, sound in checked)
    # A statement that could not be read may be the one that uses a definition.
    unread = {each.place()[0] for each in mistakes}
    told = _merged([errors]) + _merged(found)
    never = [each for each in told if each.code == _NEVER]
    for form_set, sound in (each for number, each in enumerate(checked) if never and number not in telling):
        here = {
            each.place() for each in lint_rules(files, sound, form_set, bool(identifier)).found if each.code == _NEVER
        }
        never = [each for each in never if each.place() in here]
    told = [each for each in told if each.code != _NEVER or each in never]
    merged = [each for each in told if each.code != "W309" or each.place()[0] not in unread]
    diagnostics = in_order([*mistakes, *merged], sources)
    # A file beyond a limit was not read at all: nothing is known of it.
    unusable = any(each.code == "E207" and each.labels[0].span.start == each.labels[0].span.end for each in mistakes)
    return Checked(
        path, identifier, title, tuple(form_sets), rules, silenced, tuple(diagnostics), unusable, tuple(analyses)
    )


def _examined_once(
    files: Sequence[ParsedFile], form_sets: Sequence[FormSet], forms: Sequence[ChosenForms], is_pack: bool
) -> list[CheckedSet]:
    """The rules under each form set, or under none where there is none. Names mean the same under sets of the same
    shape, which most years of a region are, so that each shape is looked at once.
    """
    if not form_sets:
        return [examine(files, None)]
    shapes: list[FormSet] = []
    shape_of: list[int] = []
    for form_set in form_sets:
        same = next((number for number, shape in enumerate(shapes) if form_set.same_shape(shape)), len(shapes))
        shape_of.append(same)
        shapes += [form_set] * (same == len(shapes))
    examined: list[CheckedSet] = []
    for number, shape in enumerate(shapes):
        others: Iterable[FormSet] = shapes[:number] + shapes[number + 1 :]
        if len(form_sets) == 1:
            others = (each for one in forms for each in one.others())
        examined.append(examine(files, shape, others if is_pack else ()))
    return [examined[number] for number in shape_of]


def _telling(forms: Sequence[ChosenForms], checked: Sequence[tuple[FormSet | None, list[CheckedRule]]]) -> list[int]:
    """The numbers of the form sets under which rules are looked at for what they mean: the latest one for all places,
    and as many of the others, from the last, as have rules that none before has.
    """
    if not forms:
        return [0]
    order = sorted(range(len(forms)), key=lambda number: (_is_for_all(forms[number]), number), reverse=True)
    chosen: list[int] = []
    seen: set[tuple[int, int]] = set()
    for number in order:
        meant = {
            (each.file, each.rule.span.start)
            for each in checked[number][1]
            if not any(isinstance(variant.body, Unknown) for variant in each.variants)
        }
        if not chosen or meant - seen:
            chosen.append(number)
            seen |= meant
    return chosen


def _is_for_all(forms: ChosenForms) -> bool:
    head = forms.file.head
    return not (head.regions or head.unit_kinds)


def _analyse(
    files: Sequence[ParsedFile], checked: Sequence[CheckedRule], forms: FormSet | None, told: Sequence[Diagnostic]
) -> tuple[Analysed, list[Diagnostic], int]:
    """The analysis, its findings beyond what the lints have told, and how many of them the rules silence."""
    from jsrules.checks.deep.analysis import analyse
    from jsrules.checks.deep.findings import Findings

    analysis = analyse(checked, forms)
    spoken = [each.labels[0] for each in told if each.code in _SPEAK_FIRST]
    said = frozenset(
        number
        for number, each in enumerate(checked)
        if any(code in _SPEAK_FIRST and reason for code, reason in each.rule.allowed)
        or any(_is_within(label, files[each.file].source, each.rule.span) for label in spoken)
    )
    sources = [file.source for file in files]
    found, silenced = Findings(analysis, checked, sources, forms, said).make()
    return Analysed(forms, tuple(checked), analysis), found, silenced


def _is_within(label: Label, source: Source, span: Span) -> bool:
    return label.source is source and span.start <= label.span.start < span.end


_SPEAK_FIRST = frozenset(("W301", "W302", "W303", "W305"))
"""Lints that say of a rule alone what the analysis would say once more."""


def _merged(found: list[list[Diagnostic]]) -> list[Diagnostic]:
    """What was found under several form sets, each thing once."""
    keyed = [{(each.code, each.place()): each for each in several} for several in found]
    merged = {key: each for several in keyed for key, each in several.items()}
    return [
        each
        for key, each in merged.items()
        if each.code not in _OF_FORM_SET or all(key in several for several in keyed)
    ]
