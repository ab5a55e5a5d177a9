"""Making the tests of a pack ready to run: files read, reports loaded and changed, names and rules found."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from jsrules.authoring.testing.changes import apply
from jsrules.authoring.testing.targets import Target, resolve_targets
from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.files import beside, read_source, shown_path
from jsrules.base.folders import files_below
from jsrules.base.language import say
from jsrules.base.names import did_you_mean, fold, is_like, nearest
from jsrules.base.record import Record, field
from jsrules.base.source import Source, Span
from jsrules.engine.resolved import ResolvedRule, ResolvedRules
from jsrules.model.cases import Case, CaseChange, Exemption, Expectation
from jsrules.model.form import FormSet
from jsrules.model.outcome import Verdict
from jsrules.model.report import Report
from jsrules.model.statements import Applies
from jsrules.model.syntax import Cells, Existing, Note
from jsrules.model.tree import parts, walk
from jsrules.packs.choice import Installed
from jsrules.packs.contents import unread_refusals
from jsrules.packs.form_choice import ChosenForms, FormChooser
from jsrules.packs.form_listing import standing_on
from jsrules.packs.library import Pack
from jsrules.readers.cases.reader import ReadCases, read_cases
from jsrules.readers.reports.report_reader import OpenReport, open_report
from jsrules.verification.related import Related, attach_related, related_forms
from jsrules.verification.rule_sets import RuleSetResolver, rule_set_of_pack

FOLDER = "tests"


class PreparedCase(Record, frozen=False):
    """A case with its report, changed, and the rules that it looks at.

    ``line`` is where it stands; 0 for a whole report.
    """

    path: str
    title: str
    line: int
    case: Case
    report: Report
    rules: list[ResolvedRule]
    conditions: tuple[Applies, ...]
    expected: tuple[Expectation, ...]
    targets: dict[str, Target]

    @property
    def name(self) -> str:
        """What the case is called: its line, with its rule in front."""
        parts = [self.title, self.case.rule, self.case.text]
        return " · ".join(part for part in parts if part)


class Prepared(Record, frozen=False):
    """The tests of a pack, what is wrong with them, and the pack's rules resolved for each form set that they meet.

    ``exemptions`` are what rules are said never to say, by rule and verdict.
    """

    cases: list[PreparedCase] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    resolved: list[ResolvedRules] = field(default_factory=list)
    exemptions: dict[tuple[str, Verdict], Exemption] = field(default_factory=dict)

    @property
    def rules(self) -> dict[str, tuple[ResolvedRule, FormSet]]:
        """The rules by name, each with a form set that it was resolved for."""
        found: dict[str, tuple[ResolvedRule, FormSet]] = {}
        for resolved in self.resolved:
            for rule in resolved.rules:
                found.setdefault(rule.info.name, (rule, resolved.forms))
        return found


def case_files(pack: Pack) -> dict[str, InputError | None]:
    """The files of tests of a pack, sorted by path: every ``.yaml`` below its folder ``tests``; each with what keeps it
    from being read, if anything does.
    """
    folder = os.path.join(pack.path, FOLDER)
    if not os.path.isdir(folder):
        return {}
    found = {shown_path(path): fault for path, fault in files_below(folder, (".yaml", ".yml")).items()}
    return dict(sorted(found.items()))


def prepare(pack: Pack, base: Pack | None = None) -> Prepared:
    """The tests of a pack; ``base`` is what it builds on, by default the installed one.

    A file that is wrong is left out; what is wrong with it, or with the rules, is in ``diagnostics``.
    """
    return _Preparing(pack, base).prepare()


class _Preparing:
    def __init__(self, pack: Pack, base: Pack | None) -> None:
        self.pack = pack
        self.rule_set = rule_set_of_pack(pack)
        self.resolver = RuleSetResolver()
        self.result = Prepared()
        self._chain = standing_on(pack, base)
        self._chooser = FormChooser(Installed().all)
        self._chosen: dict[int, ChosenForms] = {}
        self._reports: dict[str, Report] = {}

    def prepare(self) -> Prepared:
        files = case_files(self.pack)
        self.result.files = list(files)
        found: dict[tuple[object, ...], Diagnostic] = {}  # mistakes in rules show in every file, and are told once
        for path, fault in files.items():
            try:
                if fault is not None:
                    raise fault
                self._file(path)
            except InputError as error:
                found |= {(each.code, each.message, each.place()): each for each in error.diagnostics}
        self.result.diagnostics = [*unread_refusals(self.pack.path, self.pack.names), *found.values()]
        return self.result

    def _file(self, path: str) -> None:
        source = read_source(path)
        read = read_cases(source)
        report = self._report(source, read)
        rules = self._rules(report)
        errors: list[Diagnostic] = []
        targets = self._targets(read, report, errors)
        names = _Names(rules, source, errors)
        tested = self._tested(read, report, rules, names)
        whole = bool(read.file.rules or read.file.expected or not read.file.report) or any(
            not case.rule for case in read.file.cases
        )
        as_it_is = Case("", Span(0, 0), expected=read.file.expected)
        if not read.file.cases or whole:
            for each in read.file.expected:
                names.check(each.rule, each.span)
            self._add(read, as_it_is, report, tested, read.file.expected, targets)
        for case in read.file.cases:
            own = [names.find(case.rule, case.rule_span)] if case.rule else tested
            for each in case.expected:
                names.check(each.rule, each.span)
            self.result.exemptions |= {
                (rule.info.name, each.verdict): each for rule in own if rule is not None for each in case.exemptions
            }
            if case.exemptions and not case.expected:
                continue
            expected = case.expected
            if not case.rule and not case.silent:
                expected = (*expected, *_others(read.file.expected, expected))
            changed = report
            try:
                for change in case.changes:
                    target = targets.get(" ".join(change.target.split()))
                    if target is not None:
                        changed = apply(changed, change, target, source)
            except InputError as error:
                errors += error.diagnostics
            self._add(read, case, changed, [each for each in own if each is not None], expected, targets)
        if errors:
            self.result.cases = [each for each in self.result.cases if each.path != path]
            raise InputError(sorted(errors, key=lambda each: each.place()))

    def _add(
        self,
        read: ReadCases,
        case: Case,
        report: Report,
        rules: list[ResolvedRule],
        expected: Sequence[Expectation],
        targets: dict[str, Target],
    ) -> None:
        source = read.file.source
        line = source.locate(case.span.start)[0] if case.span.end else 0
        self.result.cases.append(
            PreparedCase(
                source.path,
                read.file.title,
                line,
                case,
                report,
                rules,
                self.rule_set.conditions,
                tuple(expected),
                targets,
            )
        )

    # -- reports

    def _report(self, source: Source, read: ReadCases) -> Report:
        """The report that a file is about, with the related ones that the file or the report's own head names."""
        file = read.file
        related = Related(
            _inside(source, file.prior) if file.prior else "",
            tuple(_inside(source, each) for each in file.subordinates),
        )
        if read.tree is not None:
            return self._with_related(open_report(source, read.tree), related)
        path = _inside(source, file.report)
        if file.prior or file.subordinates:  # attaching changes a report, so that it cannot be shared
            return self._with_related(open_report(read_source(path)), related)
        if path not in self._reports:
            self._reports[path] = self._with_related(open_report(read_source(path)), related)
        return self._reports[path]

    def _with_related(self, opened: OpenReport, related: Related) -> Report:
        report = self._read(opened)
        forms_of = related_forms(report, self._chooser, [self._chain], self.resolver, [])
        attach_related(report, opened.header, related, forms_of)
        return report

    def _read(self, opened: OpenReport) -> Report:
        try:
            chosen = self._chooser.choose(opened.header, [self._chain], opened.source)
            if chosen is None:
                return opened.read(None)[0]
            forms = self.resolver.resolve(self.rule_set, chosen).forms
        except InputError as error:
            raise opened.without_forms(error) from None
        self._chosen[id(forms)] = chosen
        return opened.read(forms)[0]

    # -- rules

    def _rules(self, report: Report) -> list[ResolvedRule]:
        resolved = self.resolver.resolve(self.rule_set, self._chosen.get(id(report.forms), report.forms))
        if not any(each is resolved for each in self.result.resolved):
            self.result.resolved.append(resolved)
        return resolved.rules

    def _tested(self, read: ReadCases, report: Report, rules: list[ResolvedRule], names: _Names) -> list[ResolvedRule]:
        """The rules that a file tests: those it names, or else those whose tables the report has."""
        if not read.file.rules:
            return [rule for rule in rules if _has_tables(report, rule)]
        for pattern in read.file.rules:
            names.check(pattern, Span(0, 0))
        return [rule for rule in rules if any(_is_named(pattern, rule) for pattern in read.file.rules)]

    def _targets(self, read: ReadCases, report: Report, errors: list[Diagnostic]) -> dict[str, Target]:
        file = read.file
        wanted = [(change.target, _span_of(change)) for case in file.cases for change in case.changes]
        expected = [*file.expected, *(each for case in file.cases for each in case.expected)]
        wanted += [(each.place, each.span) for each in expected if each.place]
        try:
            return resolve_targets(wanted, report.forms, file.source, file.scope) if wanted else {}
        except InputError as error:
            errors += error.diagnostics
            return {}


class _Names:
    """Finds the rules that a file names; what is not there is noted (E306)."""

    def __init__(self, rules: list[ResolvedRule], source: Source, errors: list[Diagnostic]) -> None:
        self._rules = rules
        self._source = source
        self._errors = errors

    def check(self, name: str, span: Span) -> None:
        """Note a name or pattern that fits no rule; empty is a rule's own case."""
        if name and not any(_is_named(name, rule) for rule in self._rules):
            self._note(name, span)

    def find(self, name: str, span: Span) -> ResolvedRule | None:
        """The rule of exactly that name."""
        for rule in self._rules:
            if name in (rule.info.name, rule.info.identifier):
                return rule
        self._note(name, span)
        return None

    def _note(self, name: str, span: Span) -> None:
        known = [rule.info.name for rule in self._rules]
        label = (Label(self._source, span),) if span.end else ()
        message = say("规则包里没有规则“{name}”", "the pack has no rule “{name}”", name=name)
        remedy = did_you_mean(nearest(name, known), quoted=False)
        diagnostic = Diagnostic("E306", message, label, self._source.path, remedy=remedy)
        if not any(each.message == message for each in self._errors):
            self._errors.append(diagnostic)


def _span_of(change: CaseChange) -> Span:
    """Where the name of what is changed stands; it begins a change, unless something is left out."""
    start, end = change.span.start, change.span.end
    return change.span if change.operation == "remove" else Span(start, min(end, start + len(change.target)))


def _is_named(pattern: str, rule: ResolvedRule) -> bool:
    return pattern in (rule.info.name, rule.info.identifier) or is_like(rule.info.name, pattern)


def _others(of_file: Sequence[Expectation], own: Sequence[Expectation]) -> Iterator[Expectation]:
    """What is expected of the report as it is, about the rules that a variant does not speak of."""
    for each in of_file:
        if not any(is_like(each.rule, other.rule) or is_like(other.rule, each.rule) for other in own):
            yield each


def _has_tables(report: Report, rule: ResolvedRule) -> bool:
    """Whether every table that a rule refers to, and that may not be left out, is in the report."""
    forms = {
        node.form
        for variant in rule.variants
        for node in walk(variant.body, parts)
        if isinstance(node, Cells | Existing | Note) and not node.origin
    }
    forms |= {form for variant in rule.variants if variant.quantifier for form, _ in variant.quantifier.blocks}
    return all(form in report.tables or report.forms.forms[form].optional for form in forms)


def _inside(source: Source, name: str) -> str:
    """The path of a file that a file of tests names.

    Raises `InputError` (E305) when it is not in its folder or below.
    """
    path = beside(source.path, name)
    if path is None:
        message = say(
            "测试只能用同一文件夹或其下的报告：“{name}”",
            "a test may use only a report in the same folder or below: “{name}”",
            name=fold(name),
        )
        raise InputError([Diagnostic("E305", message, path=source.path)])
    return path
