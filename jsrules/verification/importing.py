"""Published documents to reports: which form set they follow, by what is seen in them, and what was recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jsrules.base.diagnostic import Diagnostic, InputError, fail
from jsrules.base.files import DOCUMENT_SUFFIXES
from jsrules.base.language import say
from jsrules.base.record import Record, replace
from jsrules.model.document import PublishedDocument
from jsrules.model.form import FormSet
from jsrules.model.given_head import NOTHING_GIVEN, GivenHead
from jsrules.model.imported import HeadSource, ImportedReport, ImportedTable, UnsureTable
from jsrules.model.report import Report
from jsrules.packs.choice import PackChain, fit_places
from jsrules.packs.form_choice import ChosenForms, FormChooser
from jsrules.packs.form_files import FormFile
from jsrules.packs.form_listing import example_of
from jsrules.packs.form_notes import running_on
from jsrules.readers.documents.recognition.head import DocumentHead, read_head
from jsrules.readers.documents.recognition.recognise import recognise
from jsrules.readers.documents.shown_cells import shown_document
from jsrules.readers.reports.head_sources import told_head
from jsrules.readers.reports.header import REGION, ReportHeader
from jsrules.readers.reports.report_text import report_text
from jsrules.verification.given_head import with_given
from jsrules.verification.inferred_unit import with_inferred_unit
from jsrules.verification.inferring import KnownHead, ProseForms, inferred_head
from jsrules.verification.prose import ProseReader
from jsrules.verification.rule_sets import RuleSetResolver


class Import(Record):
    """What was imported, by which form set (None where none is for it), and what there is to say of that choice.

    ``seen`` are the names in the document that speak for this form set where its head alone would have led to another.
    """

    report: ImportedReport
    forms: FormSet | None
    chosen: ChosenForms | None
    seen: tuple[str, ...] = ()
    notes: tuple[Diagnostic, ...] = ()

    @property
    def text(self) -> str:
        """The report, to be read as any report is."""
        return report_text(self.report, self.forms)


def _needed(sources: Sequence[HeadSource], report: ImportedReport) -> tuple[HeadSource, ...]:
    """Those of entries of the head that nothing else tells: the tables may tell the kind."""
    return tuple(each for each in sources if not (each.entry == "kind" and each.how == "open" and report.kind))


def _of_unsaid_kind(report: ImportedReport, forms: FormSet) -> ImportedReport:
    """The same, where a document does not say that it is a whole report: its other tables may stand elsewhere."""
    if not any(each.entry == "kind" and each.how == "inferred" for each in report.head_sources):
        return report
    why = say("文件没有写是哪种报告，别的表可能在别处", "the document does not say what it is; tables may be elsewhere")
    known = {*(each.form for each in report.tables), *(each.form for each in report.unsure)}
    more = (
        UnsureTable(number, form.title, why)
        for number, form in enumerate(forms.forms)
        if not form.is_prose and not form.optional and number not in known
    )
    return replace(report, unsure=(*report.unsure, *more))


class _Names(Record):
    """The names of a document that a form set knows, and those that it does not."""

    known: frozenset[str]
    unknown: frozenset[str]


class Importer:
    """Imports documents with the form sets of packs, or with those that are given, as `Verifier` has them."""

    def __init__(
        self,
        chooser: FormChooser,
        resolver: RuleSetResolver,
        chains: Sequence[PackChain] = (),
        given: GivenHead = NOTHING_GIVEN,
    ) -> None:
        self._given = given
        self._chooser = chooser
        self._resolver = resolver
        self._chains = chains
        self._prose = ProseReader()

    def of_bytes(self, data: bytes, name: str) -> Import:
        """What is recognised in the document that these bytes are. Raises `InputError` when it cannot be read."""
        from jsrules.readers.documents.open_document import guarded_document

        return self.recognised([guarded_document(data, name)])

    def recognised(self, documents: Sequence[PublishedDocument]) -> Import:
        """What is recognised in documents that belong together. Raises `InputError` for a form set that is wrong."""
        documents = [shown_document(each) for each in documents]
        files = self._chooser.all(self._chains)
        kinds = list(dict.fromkeys(kind for each in files for kind in each.head.kinds))
        known = with_given(read_head(documents, sorted(kinds, key=len, reverse=True)), self._given, kinds, documents[0])
        if not known.head.kind or known.head.year is None:
            found_head = inferred_head(documents, known.head, kinds, self._prose_forms)
            known = KnownHead(found_head.head, (*known.sources, *found_head.sources))
        known = with_inferred_unit(documents, known)
        head, sources = known.head, known.sources
        found = self._of_head(documents, head, kinds, files)
        report = replace(found.report, head_sources=_needed(sources, found.report))
        return replace(found, report=_of_unsaid_kind(report, found.forms) if found.forms is not None else report)

    def _of_head(
        self,
        documents: Sequence[PublishedDocument],
        head: DocumentHead,
        kinds: Sequence[str],
        files: Sequence[FormFile],
    ) -> Import:
        """What is recognised where the head is known, as far as it is."""
        notes: list[Diagnostic] = []
        best: Import | None = None
        for each in self._heads(head, kinds):
            try:
                found = self._import(documents, each)
            except InputError as error:
                if self._given.is_whole:
                    raise
                notes += error.diagnostics
                continue
            if best is None or _weight(found.report) > _weight(best.report):
                best = found
        if best is None or best.chosen is None or (not head.kind and not any(map(_is_known, best.report.tables))):
            return Import(recognise(documents, head, None), None, None, (), tuple(notes))
        found = self._better(documents, best, files)
        assert found.chosen is not None
        notes += running_on(found.chosen, head.year, documents[0].name)
        return replace(self._with_prose(found, documents, notes), notes=tuple(notes))

    def _with_prose(self, found: Import, documents: Sequence[PublishedDocument], notes: list[Diagnostic]) -> Import:
        """The same with what its prose states, where the packs have words for it; what is wrong in these is a note."""
        if found.forms is None or found.chosen is None:
            return found
        sources = self._chooser.narrative(found.chosen, self._chains)
        if not sources:
            return found
        try:
            return replace(found, report=self._prose.with_prose(found.report, documents, found.forms, sources))
        except InputError as error:
            notes += error.diagnostics
            return found

    def _prose_forms(self, kind: str, year: int) -> ProseForms | None:
        """The form set of a kind of report for a year with the words for its prose; None where it has none."""
        chosen = self._chooser.choose(ReportHeader(kind=kind, year=year), self._chains)
        sources = self._chooser.narrative(chosen, self._chains) if chosen is not None else ()
        if chosen is None or not sources:
            return None
        return ProseForms(chosen.file.head.kinds, self._resolver.form_set(chosen), self._prose.grammar(sources))

    def _heads(self, head: DocumentHead, kinds: Sequence[str]) -> Iterator[DocumentHead]:
        """The head, or, where the document does not say of what kind it is, one for each that there is."""
        if head.year is not None:
            yield from (replace(head, kind=kind) for kind in ([head.kind] if head.kind else kinds))

    def _import(self, documents: Sequence[PublishedDocument], head: DocumentHead) -> Import:
        chosen = self._chooser.choose(_header(head), self._chains)
        forms = self._resolver.form_set(chosen) if chosen is not None else None
        return Import(recognise(documents, head, forms), forms, chosen)

    def _better(self, documents: Sequence[PublishedDocument], first: Import, files: Sequence[FormFile]) -> Import:
        """Another form set of the year, of a region that the document does not rule out, that knows more of it."""
        own = _names(first.report)
        if not own.unknown or first.chosen is None:
            return first
        best: list[Import] = []
        head = DocumentHead(
            first.report.kind, first.report.unit, first.report.year, first.report.region, first.report.money_unit
        )
        for file in files:
            patterns = file.head.regions
            if not patterns or fit_places(patterns, head.region) == "no" or file.base_only:
                continue
            other = replace(head, region=head.region or example_of(patterns[0]))
            if head.kind not in file.head.kinds or other.year is None or not file.head.years.holds(other.year):
                continue
            try:
                found = self._import(documents, other)
            except InputError:
                continue
            names = _names(found.report)
            gained = own.unknown & names.known
            if 2 * len(gained) <= len(own.unknown) or len(names.unknown) >= len(own.unknown):
                continue
            found = replace(found, seen=tuple(sorted(gained)))
            if not best or _weight(found.report) > _weight(best[0].report):
                best = [found]
            elif _weight(found.report) == _weight(best[0].report):
                best.append(found)
        # Of several that know as much nobody knows which one it is.
        return best[0] if len(best) == 1 else first


def _header(head: DocumentHead) -> ReportHeader:
    return ReportHeader(kind=head.kind, year=head.year, extra={REGION: head.region} if head.region else {})


def _is_known(table: ImportedTable) -> bool:
    return table.known


def _weight(report: ImportedReport) -> int:
    names = _names(report)
    return len(names.known) - len(names.unknown)


def _names(report: ImportedReport) -> _Names:
    """All names of tables, columns and rows, those that are known and those that are not."""
    known: set[str] = set()
    unknown: set[str] = set()
    for table in report.tables:
        title = table.printed or table.title
        (known if table.known else unknown).add(title)
        for block in table.blocks if table.known else ():
            for column, is_known in zip(block.columns, block.known_columns, strict=True):
                (known if is_known else unknown).add(f"{title}.{column}")
            for row in block.rows:
                (known if row.known else unknown).add(f"{title}.{row.printed}")
    return _Names(frozenset(known), frozenset(unknown))


def told_of_import(report: Report, imported: ImportedReport) -> frozenset[str]:
    """The codes of warnings whose contents are told, place by place, where a document is verified itself."""
    tables = [table for table in imported.tables if table.known]
    cells = [cell for table in tables for block in table.blocks for row in block.rows for cell in row.cells]
    undecided = sum(cell.is_illegible for cell in report.cells) == sum(cell.is_undecided for cell in cells)
    strange = not all(each.known for each in imported.tables) or any(
        not all(row.known for row in block.rows) or not all(block.known_columns)
        for table in tables
        for block in table.blocks
    )
    return frozenset([*(["W131"] if strange else []), *(["W132"] if undecided else [])])


_REPORT = re.compile(r"^(?:报告|report)\s*[:：]|^\S[^:：\n]*:[ ]*\n[ ]+\S", re.MULTILINE)
"""A text that is meant as a report: it says so, or has entries below entries."""


def document_in(data: bytes, name: str, importer: Importer, error: InputError) -> Import:
    """What is recognised in bytes that are no report, for this reason. Raises that `InputError` again when they are
    none of a published document either, and (E410) when they are named as one and hold no tables.
    """
    from jsrules.readers.documents.document_kind import document_kind

    kind, named = document_kind(data), name.lower().endswith(DOCUMENT_SUFFIXES)
    if kind in ("other", "empty") and not named:
        raise error
    if kind in ("text", "html") and name.lower().endswith((".yaml", ".yml")):
        raise error
    found = importer.of_bytes(data, name)
    # What is drawn is no entry of a report.
    if _is_report(data) and kind == "text" and not any(each.known and each.whole for each in found.report.tables):
        raise error
    if any(map(_is_known, found.report.tables)) or _states_figures(found.report):
        return found
    if kind in ("text", "html") and not named:
        raise error
    raise _no_tables(found, name, error if kind == "text" else None)


def prose_in(data: bytes, name: str, importer: Importer) -> Import | None:
    """What is recognised in text that could be read as a report without a kind, where it is prose: it says so by its
    sections, and figures are read in them. None where it is not.
    """
    if _is_report(data):
        return None
    try:
        found = importer.of_bytes(data, name)
    except InputError:
        return None
    return found if _states_figures(found.report) else None


def _states_figures(report: ImportedReport) -> bool:
    """Whether figures were read in prose."""
    return report.prose is not None and any(each.use == "read" for each in report.prose.figures)


def _is_report(data: bytes) -> bool:
    return _REPORT.search(data[:4096].decode("utf-8", "replace").replace("\r\n", "\n")) is not None


def _no_tables(found: Import, name: str, error: InputError | None) -> InputError:
    titles = [each.title for each in found.report.tables if each.title]
    notes = [say("有：{names}", "there are: {names}", names=say("、", ", ").join(titles[:6]))] if titles else []
    notes += told_head(found.report.head_sources)
    for each in error.diagnostics[:1] if error is not None else ():
        where = say("第 {n} 行", "line {n}", n=each.place()[1]) if each.place()[1] else ""
        text = say("也不是报告（YAML）：{message}", "nor is it a report (YAML): {message}", message=each.message)
        notes.append(" ".join(filter(None, (text, where))))
    fault = fail(
        "E410",
        say("文件里没有认得的表", "there is no known table in this document"),
        path=name,
        notes=tuple(notes),
        remedy=say(
            "先用 jsrules import {path} -o report.yaml 读出来看",
            "read it with jsrules import {path} -o report.yaml",
            path=name,
        )
        if found.report.tables
        else say(
            "表在别的文件里的，给那个文件；文字的文件与表一起用 jsrules import --together 导入",
            "give the file that has the tables; import the one with the text together with it by --together",
        ),
    )
    return InputError([*found.report.faults, *fault.diagnostics])
