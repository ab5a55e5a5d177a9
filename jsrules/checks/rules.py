"""The static checks of a rule set: everything that can be said before a report is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.record import replace
from jsrules.base.source import Source, Span
from jsrules.checks.bare_numbers import ask_for_lines, ask_of_numbers
from jsrules.checks.complaints import UnknownName
from jsrules.checks.definitions import Definitions
from jsrules.checks.keeps import CheckedKeep, lacking_keep, resolved_keep
from jsrules.checks.parsed_files import ParsedFile, parse_files
from jsrules.checks.places import check_places
from jsrules.checks.resolve import Resolver
from jsrules.checks.units import UnitCheck
from jsrules.model.form import FormSet
from jsrules.model.statements import UNREAD, Applies, Definition, Keep, Nature, NatureScope, Rule, Scope, Statement
from jsrules.model.syntax import Expression, Name, Unknown
from jsrules.model.tree import parts, walk
from jsrules.readers.rules.statements import on_one_line


class CheckedRule(NamedTuple):
    """A rule as written (but named), with its resolved variants.

    ``file`` is the number of its file in the set, ``scope`` the table it stands under, as written.
    """

    file: int
    rule: Rule
    variants: tuple[Rule, ...]
    scope: tuple[str, ...] = ()


class CheckedSet(NamedTuple):
    """What of a set of files is sound, and the mistakes in the rest."""

    rules: list[CheckedRule]
    keeps: list[CheckedKeep]
    errors: list[Diagnostic]


def check_sources(sources: Sequence[Source], forms: FormSet) -> list[CheckedRule]:
    """The rules of a set of files, resolved against a form set, their units checked.

    Raises `InputError` with every mistake found, in the order of files and lines; the first mistake of a statement
    hides its others.
    """
    return examined(sources, forms)[1].rules


def examined(
    sources: Sequence[Source], forms: FormSet, others: Iterable[FormSet] = ()
) -> tuple[list[ParsedFile], CheckedSet]:
    """The files as well, and what they keep, otherwise as `check_sources`; ``others`` as in `examine`."""
    files, mistakes = parse_files(sources)
    checked = examine(files, forms, others)
    if mistakes or checked.errors:
        order = {source.path: number for number, source in enumerate(sources)}
        found = mistakes + checked.errors
        raise InputError(sorted(found, key=lambda each: (order.get(each.place()[0], 0), *each.place()[1:])))
    return files, checked


def examine_rules(
    files: Iterable[ParsedFile], forms: FormSet | None, others: Iterable[FormSet] = ()
) -> tuple[list[CheckedRule], list[Diagnostic]]:
    """The rules that are sound, and all mistakes, as in `examine`."""
    checked = examine(files, forms, others)
    return checked.rules, checked.errors


def examine(files: Iterable[ParsedFile], forms: FormSet | None, others: Iterable[FormSet] = ()) -> CheckedSet:
    """The rules and kept figures that are sound, and the mistakes in the others. Without a form set no name is
    resolved; where the names are those of one report, a rule with a name that it does not have says so of that report,
    and is no mistake.

    ``others`` are further form sets that the rules are for, looked at one by one as far as they are needed: a name that
    only one of these has is no mistake either, and the rule does not apply.
    """
    files = list(files)
    found = _Examined(forms, _repeated_texts(files))
    for number, (source, statements) in enumerate(files):
        file = _FileExaminer(found, number, source)
        for statement in statements:
            file.take(statement)
    under = [error for _, _, _, error in found.lacking]
    found.errors += [each for error in found.nowhere if error not in under for each in error.diagnostics]
    if found.lacking:
        _excuse(found, files, others)
    return CheckedSet(found.checked, found.keeps, _each_once(found.errors))


def _excuse(found: _Examined, files: Sequence[ParsedFile], others: Iterable[FormSet]) -> None:
    """Take the rules with names that the form set does not have for sound where another form set has them, and note
    the mistakes in the rest: what is wrong with a rule whose table, or all of whose names, only another one has, that
    one tells.
    """
    wanted = {(number, each.span.start) for number, each, _, _ in found.lacking}
    within: dict[tuple[int, int], list[Diagnostic]] = {}
    for other in others:
        if not wanted:
            break
        parts = [
            ParsedFile(source, [each for each in statements if not _is_other(each, number, wanted)])
            for number, (source, statements) in enumerate(files)
        ]
        checked = examine(parts, other)
        wanted -= {(each.file, each.rule.span.start) for each in checked.rules}
        wanted -= {(each.file, each.written.span.start) for each in checked.keeps}
        for number, one, _, error in found.lacking:
            inside = _inside(checked.errors, files[number].source, one)
            if inside and (error.table or all(each.code != "E202" for each in inside)):
                within.setdefault((number, one.span.start), inside)
    for number, one, scope, error in found.lacking:
        if (number, one.span.start) in wanted:
            found.errors.extend(within.get((number, one.span.start), error.diagnostics))
        elif isinstance(one, Rule):
            found.checked.append(CheckedRule(number, one, (_without(error, one, elsewhere=True),), scope))
    found.checked.sort(key=lambda each: (each.file, each.rule.span.start))


def _inside(errors: list[Diagnostic], source: Source, rule: Rule | Keep) -> list[Diagnostic]:
    """The mistakes in a rule, or in what is kept."""
    return [
        each
        for each in errors
        if each.labels
        and each.labels[0].source is source
        and rule.span.start <= each.labels[0].span.start < rule.span.end
    ]


def _is_other(statement: Statement, file: int, wanted: set[tuple[int, int]]) -> bool:
    """Whether a statement is a rule, or keeps figures, and is not wanted."""
    return isinstance(statement, Rule | Keep) and (file, statement.span.start) not in wanted


class _Examined:
    """What is known of a set of files: its sound rules, the mistakes, and where each name was given first.

    ``repeated`` are the texts of unnamed rules that stand under several tables. ``lacking`` are rules and kept figures
    with a name that the form set does not have: the number of the file, the statement, the table it stands under, and
    what is wrong with it; ``nowhere`` is what is wrong with the names of tables over rules.
    """

    def __init__(self, forms: FormSet | None, repeated: set[str]) -> None:
        self.forms = forms
        self.repeated = repeated
        self.checked: list[CheckedRule] = []
        self.errors: list[Diagnostic] = []
        self.keeps: list[CheckedKeep] = []
        self.lacking: list[tuple[int, Rule | Keep, tuple[str, ...], UnknownName]] = []
        self.nowhere: list[UnknownName] = []
        self.named: dict[str, tuple[Source, Rule]] = {}


class _FileExaminer:
    """Takes the statements of one file in their order: what one says holds for those behind it."""

    def __init__(self, found: _Examined, number: int, source: Source) -> None:
        self.found = found
        self.number = number
        self.source = source
        self.resolve = _Resolving(found.forms, source) if found.forms is not None else _Naming(source)
        self.scope: tuple[str, ...] = ()
        self.lost_scope = False
        self.nowhere: UnknownName | None = None  # the table in scope is not in the report, or its form set
        self.unread: set[str] = set()
        self.applies: list[Applies] = []
        self.nature: Nature = ""

    def take(self, statement: Statement) -> None:
        """Check a statement, or note what it says for those behind it."""
        rule: Rule | Keep | None = None
        try:
            match statement:
                case Applies():
                    self.applies.append(statement)
                case NatureScope():
                    self.nature = statement.nature
                case Definition():
                    self._define(statement)
                case Scope():
                    self._enter(statement)
                case Keep():
                    rule = replace(statement, applies=(*self.applies, *statement.applies))
                    self._keep(rule)
                case Rule():
                    rule = self._completed(statement)
                    self._check(rule)
        except InputError as error:
            self._note(error, rule)

    def _keep(self, keep: Keep) -> None:
        if self.nowhere is not None:
            self._lack(keep, self.nowhere)
        if not self.lost_scope and not any(_depends(each, self.unread) for each in keep.names):
            self.found.keeps.append(CheckedKeep(self.number, keep, self.resolve.kept(keep)))

    def _define(self, definition: Definition) -> None:
        if _depends(definition.expression, self.unread):
            self.unread.add(fold(definition.name))
        else:
            self.resolve.define(definition)

    def _enter(self, scope: Scope) -> None:
        self.lost_scope, self.nowhere, self.scope = True, None, scope.parts
        if scope.parts != UNREAD:
            self.resolve.set_scope(scope.parts, scope.span)
            self.lost_scope = False

    def _completed(self, rule: Rule) -> Rule:
        """A rule with a name, and with what was said before it."""
        name = rule.name
        if not name:
            name = _text_of(self.source, rule)
            if name in self.found.repeated and self.scope:
                name = f"{'.'.join(self.scope)}：{name}"
        return replace(rule, name=name, applies=(*self.applies, *rule.applies), nature=rule.nature or self.nature)

    def _check(self, rule: Rule) -> None:
        first = self.found.named.setdefault(rule.name, (self.source, rule))
        if first[1] is not rule:
            self.found.errors.append(_duplicate(self.source, rule, *first))
            return
        if self.nowhere is not None:
            self._lack(rule, self.nowhere)
        if not self.lost_scope and not _depends(rule.body, self.unread):
            check_places(self.source, rule)  # its shape first: a line that is no formula should hear that
            ask_of_numbers(self.source, rule)
            self._add(rule, self.resolve.variants(rule))

    def _add(self, rule: Rule, variants: tuple[Rule, ...]) -> None:
        self.found.checked.append(CheckedRule(self.number, rule, variants, self.scope))

    def _note(self, error: InputError, rule: Rule | Keep | None) -> None:
        """A name that is not there may be none that the report in hand or its form set has; anything else is a
        mistake.
        """
        if self.found.forms is None or not isinstance(error, UnknownName):
            self.found.errors.extend(error.diagnostics)
        elif rule is not None:
            self._lack(rule, error)
        else:
            self.nowhere = error
            if not self.found.forms.inferred:
                self.found.nowhere.append(error)

    def _lack(self, rule: Rule | Keep, error: UnknownName) -> None:
        """A rule, or what is kept, with a name that is not there."""
        if self.found.forms is not None and self.found.forms.inferred:
            if isinstance(rule, Rule):
                self._add(rule, (_without(error, rule),))
            else:
                self.found.keeps.append(CheckedKeep(self.number, rule, lacking_keep(rule, error)))
        else:
            self.found.lacking.append((self.number, rule, self.scope, error))


def _without(error: UnknownName, rule: Rule, elsewhere: bool = False) -> Rule:
    """A rule that has a name which the report, or its form set, does not have."""
    return replace(rule, body=Unknown(error.name, error.near, rule.body.span, elsewhere), quantifier=None)


def _depends(node: Expression, unread: set[str]) -> bool:
    """Whether an expression uses a definition that could not be read, or is one."""
    if isinstance(node, Name) and node.parts == UNREAD:
        return True
    return bool(unread) and any(isinstance(each, Name) and fold(each.parts[0]) in unread for each in walk(node, parts))


def _each_once(errors: list[Diagnostic]) -> list[Diagnostic]:
    """A mistake in a definition shows in each rule that uses it; it is told once."""
    return list({(each.code, each.message, each.place()): each for each in errors}.values())


class _Resolving:
    """Takes rules to their variants, resolved against a form set and checked."""

    def __init__(self, forms: FormSet, source: Source) -> None:
        self.source = source
        self.forms = forms
        self.resolver = Resolver(forms, source)
        self.units = UnitCheck(source, forms)
        self.set_scope = self.resolver.set_scope
        self.define = self.resolver.define

    def kept(self, keep: Keep) -> Keep:
        return resolved_keep(self.resolver, self.source, keep)

    def variants(self, rule: Rule) -> tuple[Rule, ...]:
        variants = self.resolver.resolve(rule)
        ask_for_lines(self.source, self.forms, rule, variants)
        for variant in variants:
            check_places(self.source, variant, self.forms.inferred)
            self.units.check(variant.body)
        return tuple(variants)


class _Naming:
    """Takes rules as they are, with their definitions put in, where there is no form set to resolve names with."""

    def __init__(self, source: Source) -> None:
        self.definitions = Definitions(source)
        self.define = self.definitions.define

    def set_scope(self, parts: tuple[str, ...], span: Span) -> None:
        """Any table may be there."""

    def kept(self, keep: Keep) -> Keep:
        return replace(keep, names=tuple(self.definitions.expand(each, keep.span) for each in keep.names))

    def variants(self, rule: Rule) -> tuple[Rule, ...]:
        return (replace(rule, body=self.definitions.expand(rule.body, rule.span)),)


def _repeated_texts(files: Iterable[ParsedFile]) -> set[str]:
    """The texts of unnamed rules that stand under several tables: there the table belongs to their names."""
    scopes: dict[str, set[tuple[str, ...]]] = {}
    for source, statements in files:
        scope: tuple[str, ...] = ()
        for statement in statements:
            if isinstance(statement, Scope):
                scope = statement.parts
            elif isinstance(statement, Rule) and not statement.name:
                scopes.setdefault(_text_of(source, statement), set()).add(scope)
    return {text for text, under in scopes.items() if len(under) > 1}


def _text_of(source: Source, rule: Rule) -> str:
    """What an unnamed rule goes by: its text."""
    return on_one_line(source.text[rule.span.start : rule.span.end])


def _duplicate(source: Source, rule: Rule, first_source: Source, first: Rule) -> Diagnostic:
    line, _ = first_source.locate(first.name_span.start)
    return Diagnostic(
        "E205",
        say(
            "规则“{name}”已在 {path}:{line} 写过",
            "the rule “{name}” stands already at {path}:{line}",
            name=rule.name,
            path=first_source.path,
            line=line,
        ),
        (
            Label(source, rule.name_span),
            Label(first_source, first.name_span, say("第一次在这里", "first here")),
        ),
        remedy=say("换一个名称，或删去其中一条", "give it another name, or remove one of the two"),
    )
