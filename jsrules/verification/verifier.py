"""Verifying reports: which rules are for them, and what these say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from jsrules.base.bounded import Bounded
from jsrules.base.diagnostic import Diagnostic, InputError, fail
from jsrules.base.files import DOCUMENT_SUFFIXES, MAXIMUM_DOCUMENT_BYTES, read_bytes, source_from_bytes
from jsrules.base.language import say
from jsrules.base.record import Record, replace
from jsrules.base.source import Source
from jsrules.engine.planned import PlannedRules
from jsrules.engine.resolved import ResolvedRules
from jsrules.model.form import FormSet
from jsrules.model.given_head import NOTHING_GIVEN, GivenHead
from jsrules.model.outcome import Criterion, Outcome
from jsrules.model.report import Report
from jsrules.model.result import Result
from jsrules.packs.choice import Installed, PackChain, choose_pack, purpose
from jsrules.packs.contents import unread, unread_warning
from jsrules.packs.form_choice import ChosenForms, FormChooser
from jsrules.packs.form_files import given_form_files
from jsrules.packs.form_notes import never_used, not_used, running_on
from jsrules.packs.library import Pack
from jsrules.readers.reports.header import REGION, UNIT_KIND, ReportHeader
from jsrules.readers.reports.report_reader import OpenReport, open_report
from jsrules.verification.judging import Loaded, ReadyRules, judge, waive
from jsrules.verification.related import Related, attach_related, related_forms
from jsrules.verification.rule_sets import (
    MOST_INFERRED,
    RuleSet,
    RuleSetResolver,
    rule_set_of_file,
    rule_sets_of,
    tighten,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.model.document import PublishedDocument
    from jsrules.model.imported import ImportedReport
    from jsrules.verification.importing import Import, Importer

_UNKNOWN = frozenset(("E104", "E111", "E112", "E113"))
"""The codes of names that a form set does not know, or takes for one table twice."""


class _Rules(Record):
    """The rule sets for a report, and the packs that they come from, each with what it builds on."""

    sets: list[RuleSet]
    chains: list[PackChain]


def _no_figure(report: Report) -> Diagnostic:
    """W130: what passes tells which tables are there, and no more."""
    return Diagnostic(
        "W130",
        say(
            "报告里没有一个数，数没有查：相符的只说有哪些表",
            "there is no figure in the report to be checked: what passes only tells which tables are there",
        ),
        path=report.path,
        remedy=say("照公布的填上数，再检查", "fill in the figures as published, then verify again"),
    )


class Verifier:
    """Verifies reports with the rule files and packs that are named, or with the pack that is made for a report.

    ``forms`` are files and folders of form sets, or texts of such, that go before those of packs.

    ``lock`` is the lock file, by default ``jsrules.lock`` in the current folder, if there is one. ``now`` is today's
    date, from which the age of the last proof that a locked pack is current is told; without it no age is told.
    ``require_fresh`` is the greatest age in days that is accepted, and ``require_lock`` accepts only what is locked.
    ``held`` are packs, by id, to be taken for the locked ones. ``as_of`` is the day on which waivers are to hold;
    without one none is looked at.
    ``given`` is the kind and the year of published documents that do not say them.

    Raises `InputError` when a named rule file or pack cannot be read; mistakes in rules show when the first report
    tells which form set they are for.
    """

    def __init__(
        self,
        rules: Sequence[str | Source] = (),
        packs: Sequence[str | Pack] = (),
        forms: Sequence[str | Source] = (),
        *,
        lock: str = "",
        now: str = "",
        require_fresh: int | None = None,
        require_lock: bool = False,
        held: Mapping[str, Pack] | None = None,
        as_of: str = "",
        given: GivenHead = NOTHING_GIVEN,
    ) -> None:
        self._given = given
        self._now = now
        self._as_of = as_of
        self._require_fresh = require_fresh
        self._require_lock = require_lock
        self._files = [rule_set_of_file(path) for path in rules]
        self._installed = Installed(lock, packs, held)
        self._candidates: list[PackChain] | None = None
        self._packs: list[RuleSet] = []
        self._noted: dict[str, PackChain] = {}
        self._named = self._installed.named(packs)
        for candidate in self._named:
            for each in self._take(candidate, ()):
                if each.name not in {other.name for other in self._packs}:
                    self._packs.append(each)
        self._resolver = RuleSetResolver()
        # By the identities of what they are made of, which is kept with them.
        self._made_ready: Bounded[tuple[int, int], tuple[RuleSet, ResolvedRules, ReadyRules]] = Bounded(MOST_INFERRED)
        self._chosen: dict[tuple[str, int | None, str, str], _Rules] = {}
        self._chooser = FormChooser(self._all, given_form_files(forms) if forms else ())

    def _all(self) -> list[PackChain]:
        """Every installed pack."""
        if self._candidates is None:
            self._candidates = self._installed.all()
        return self._candidates

    def _take(self, candidate: PackChain, why: tuple[Criterion, ...]) -> list[RuleSet]:
        """The rule sets of a pack to be used. Raises `InputError` when it must not be used: it was withdrawn (E329),
        not proved current of late (E333), is not locked although it has to be (E337).
        """
        sets = rule_sets_of(candidate, why, self._now)
        required = self._require_lock or self._require_fresh is not None
        if required or any(each.locked or unread(each.pack.names) for each in candidate.chain):
            self._noted[candidate.identifier] = candidate
            self._notes(candidate.identifier)
        return sets

    def _notes(self, pack: str) -> list[Diagnostic]:
        """What is to be said of a pack that is used: how current it is, what in it is not read."""
        if pack not in self._noted:
            return []
        from jsrules.packs.freshness import require_usable

        chain = self._noted[pack]
        notes = require_usable(chain, self._now, self._require_fresh, locked=self._require_lock)
        packs = [each.pack for each in chain.chain]
        return notes + [
            note for each in packs for note in unread_warning(each.manifest.identifier, each.path, each.names)
        ]

    def read(self, opened: OpenReport) -> tuple[Report, list[Diagnostic]]:
        """A report with its warnings, read with the form set that is for it. Raises `InputError` with everything that
        is wrong.
        """
        try:
            chains = self._rules_for(opened.header).chains
            chosen = self._chooser.choose(opened.header, chains, opened.source)
        except InputError as error:
            raise opened.without_forms(error) from None
        asked = [(opened, chosen)] if chosen is not None else []
        try:
            report, notes = opened.read(self._resolver.form_set(chosen) if chosen is not None else None)
        except InputError as error:
            raise InputError(self._with_doubts(error, asked, chains)) from None
        return report, notes + self._doubts(asked if opened.misnumbered else [], chains)

    def _with_doubts(
        self, error: InputError, asked: Sequence[tuple[OpenReport, ChosenForms]], chains: Sequence[PackChain]
    ) -> list[Diagnostic]:
        """What is wrong with reports, and before it, where names are not known, which form set knows them."""
        found = error.diagnostics
        strange = {each.path for each in found if each.code in _UNKNOWN}
        return [*self._doubts([each for each in asked if each[0].path in strange], chains), *found]

    def _doubts(
        self, doubtful: Sequence[tuple[OpenReport, ChosenForms]], chains: Sequence[PackChain]
    ) -> list[Diagnostic]:
        """What speaks against the form sets that were chosen for reports with strange names or numbers of tables."""
        if not doubtful:
            return []
        from jsrules.packs.form_doubts import against

        files, read = self._chooser.all(chains), self._resolver.form_set
        doubts = [against(forms, opened.header, opened.source, opened.tree, files, read) for opened, forms in doubtful]
        return [each for each in doubts if each is not None]

    def verify(
        self,
        report: str | Source | OpenReport,
        prior: str | Source = "",
        reconcile: int = 0,
        expired: Callable[[], bool] | None = None,
        subordinates: Sequence[str | Source] = (),
        keep: Sequence[str] = (),
        waivers: str | Source = "",
        with_witness: bool = True,
    ) -> Result:
        """What the rules say of one report: at a path, in a text, or opened already.

        ``prior`` is the prior-year report and ``subordinates`` are the reports of the subordinate units (files and
        folders of such), when the report's head does not name them. ``reconcile`` seconds are
        spent at most on looking at all identities together, where one does not hold exactly: that much work, and no
        longer than until ``expired`` says that the time is up. With 0 it is left out. ``keep`` names figures that must
        not be changed then, or with a weight (`jsrules.verification.kept.kept_figures`). ``waivers`` is a file of them,
        by default the one beside the report, if there is one. ``with_witness``: whether true amounts are looked for
        that show how all identities can hold, for who shows them.

        A report that cannot be read gives a result without a report, its diagnostics saying why.
        Raises `InputError` for mistakes in the rules and in ``keep``.
        """
        loaded = self.load(report, prior, subordinates)
        judge(loaded, reconcile, expired, keep, with_witness)
        if self._as_of:
            waive(loaded, waivers, self._as_of)
        return loaded.result

    def load(
        self, given: str | Source | OpenReport, prior: str | Source = "", subordinates: Sequence[str | Source] = ()
    ) -> Loaded:
        """A report with the rules that are for it, before anything is judged; otherwise as `verify`."""
        result = Result(given if isinstance(given, str) else given.path)
        try:
            opened, result.imported = self.opened(given)
            try:
                rules = self._rules_for(opened.header)
                if not rules.chains and (self._require_lock or self._require_fresh is not None):
                    from jsrules.packs.freshness import require_pack

                    require_pack(opened.path, self._require_fresh, locked=self._require_lock)
                forms = self._chooser.choose(opened.header, rules.chains, opened.source)
                if not rules.sets:
                    raise self._no_rules(opened.path)
            except InputError as error:
                raise opened.without_forms(error) from None
        except InputError as error:
            result.diagnostics = error.diagnostics
            return Loaded(result, [])
        form_set = self._resolver.resolve(rules.sets[0], forms).forms if forms is not None else None
        asked = [(opened, forms)] if forms is not None else []
        try:
            report, result.diagnostics = opened.read(form_set)
            related = Related(prior, tuple(subordinates))
            if related.of(opened):
                report = replace(report)  # an opened report is read once, and may have other related ones next time
                own = related_forms(report, self._chooser, rules.chains, self._resolver, result.diagnostics, asked)
                attach_related(report, opened.header, related, own)
        except InputError as error:
            result.diagnostics = self._with_doubts(error, asked, rules.chains)
            return Loaded(result, [])
        result.report = report
        told: frozenset[str] = frozenset()
        if result.imported is not None:
            from jsrules.verification.importing import told_of_import

            told = told_of_import(report, result.imported)
        result.packs = [each.info for each in rules.sets]
        result.checklists = tuple(each for chain in rules.chains for each in chain.checklists)
        result.diagnostics = [
            *(result.imported.faults if result.imported is not None else ()),
            *(each for each in result.diagnostics if each.code not in told),
            *(note for each in rules.sets for note in self._notes(each.name)),
        ]
        if forms is not None:
            result.forms = forms.info
            result.diagnostics += running_on(forms, report.year, report.path)
            result.diagnostics += [*not_used(forms, opened.header, report.path), *never_used(forms, rules.chains)]
            result.diagnostics += self._doubts([each for each in asked if each[0].misnumbered], rules.chains)
        if report.is_empty:
            result.diagnostics.append(_no_figure(report))
        ready = [self._ready(each, forms or report.forms) for each in rules.sets]
        if not any(each.resolved.rules for each in ready):  # what is kept is no rule
            raise self._no_rules(opened.path)
        result.diagnostics += [note for each in ready for note in each.resolved.notes]
        if report.forms.inferred:
            from jsrules.engine.settle import settled

            result.report = settled(report, [rule for each in ready for rule in each.resolved.rules])
        return Loaded(result, ready)

    def opened(self, given: str | Source | OpenReport) -> tuple[OpenReport, ImportedReport | None]:
        """A report with its head read, and what it was recognised in, where a published document is given.

        Raises `InputError` when neither can be read.
        """
        if isinstance(given, OpenReport):
            return given, None
        if isinstance(given, Source):
            return open_report(given), None
        return self.opened_bytes(given, read_bytes(given, MAXIMUM_DOCUMENT_BYTES))

    def opened_bytes(self, given: str, data: bytes) -> tuple[OpenReport, ImportedReport | None]:
        """The same of what a file of that path holds."""
        try:
            opened = open_report(source_from_bytes(given, data))
        except InputError as error:
            from jsrules.verification.importing import document_in

            return self._imported(document_in(data, given, self._importer(), error), given)
        if not opened.header.kind and given.lower().endswith(DOCUMENT_SUFFIXES):
            from jsrules.verification.importing import prose_in

            # Text that happens to be YAML: one long name, a colon and the rest.
            if (found := prose_in(data, given, self._importer())) is not None:
                return self._imported(found, given)
        self.hold_to_given(opened)
        return opened, None

    def hold_to_given(self, opened: OpenReport) -> None:
        """Raises `InputError` (E110) when a report does not say the kind and the year that are given."""
        if self._given != NOTHING_GIVEN:
            from jsrules.verification.given_head import refuse_given

            refuse_given(opened, self._given)

    def _imported(self, found: Import, name: str) -> tuple[OpenReport, ImportedReport]:
        """The report that a document was recognised as."""
        found = self._decided(found)
        return open_report(Source(name, found.text, made=True)), found.report

    def import_files(self, paths: Sequence[str]) -> Import:
        """What is recognised in the files of a published document, with what the rules' sums decide of it.

        Raises `InputError` when one cannot be read.
        """
        from jsrules.readers.documents.open_document import open_document

        return self.import_documents([open_document(path) for path in paths])

    def import_documents(self, documents: Sequence[PublishedDocument]) -> Import:
        """The same of documents that were read already, and belong together."""
        return self._decided(self._importer().recognised(documents))

    def _importer(self) -> Importer:
        from jsrules.verification.importing import Importer

        return Importer(self._chooser, self._resolver, self._named, self._given)

    def _decided(self, found: Import) -> Import:
        if found.forms is None or not found.report.is_undecided:
            return found
        from jsrules.verification.deciding import decided

        return replace(found, report=decided(found.report, found.forms, self._judged))

    def _judged(self, source: Source) -> tuple[Report, list[Outcome]] | None:
        """A report and what the rules say of it; None where it cannot be read, or there are no rules for it."""
        loaded = self.load(source)
        report = loaded.result.report
        if report is None:
            return None
        return report, [one for each in loaded.rules for one in each.planned.evaluate(report)]

    def _ready(self, rules: RuleSet, forms: FormSet | ChosenForms) -> ReadyRules:
        found = self._resolver.resolve(rules, forms)
        known = self._made_ready.get((id(rules), id(found)))
        if known is not None:
            return known[2]
        resolved = replace(found, rules=tighten(rules, found.rules)) if rules.tightened else found
        planned = PlannedRules(resolved.rules, rules.conditions)
        ready = ReadyRules(resolved, planned, rules.conditions, rules.waiver_days)
        self._made_ready.put((id(rules), id(found)), (rules, found, ready))
        return ready

    def _rules_for(self, header: ReportHeader) -> _Rules:
        """The rule sets for a report, with their packs; none when there are none."""
        if self._packs or not header.kind:
            return _Rules([*self._packs, *self._files], self._named)
        key = header.kind, header.year, header.extra.get(REGION, ""), header.extra.get(UNIT_KIND, "")
        if key not in self._chosen:
            found = choose_pack(self._all(), header)
            sets = self._take(*found) if found is not None else []
            if found is not None and found[0].chain[-1].origin == "locked":
                _tell_replaced(sets, found[0], header, self._all())
            self._chosen[key] = _Rules(sets, [found[0]] if found is not None else [])
        chosen = self._chosen[key]
        return _Rules([*chosen.sets, *self._files], chosen.chains)

    def _no_rules(self, path: str) -> InputError:
        """E304, with the packs that there are."""
        return fail(
            "E304",
            say("没有可用来检查这份报告的规则", "there are no rules to check this report with"),
            path=path,
            notes=tuple(say("已有的：", "there is: ") + purpose(each) for each in self._candidates or ()),
            remedy=say(
                "用 --rules 给出规则文件，或用 --pack 给出规则包",
                "give a rule file with --rules, or a pack with --pack",
            ),
        )


def _tell_replaced(sets: list[RuleSet], chosen: PackChain, header: ReportHeader, known: list[PackChain]) -> None:
    """Notes in the last of the sets which shipped pack a locked one stands in for, and how many rules it leaves out."""
    instead = choose_pack([each for each in known if each.chain[-1].origin == "shipped"], header)
    if instead is None or not sets:
        return
    from jsrules.packs.replaced import rules_missing

    missing = rules_missing(chosen, instead[0])
    if missing:
        sets[-1].info = replace(sets[-1].info, replaces=instead[0].manifest.title, missing=missing)
