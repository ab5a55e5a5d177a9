"""Reading the files of a shard, in this process or in another: plain values come back, so that they may travel."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from jsrules.base.bounded import Bounded
from jsrules.base.defects import defect
from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.base.files import MAXIMUM_DOCUMENT_BYTES, read_bytes, read_source
from jsrules.base.folders import file_fault
from jsrules.base.language import Language, language
from jsrules.base.system import slashed
from jsrules.bulk.alike_texts import KnownReport, KnownTexts, ReportHead, text_parts
from jsrules.bulk.flat_report import FlatReport, FormFrame, OpenList, flatten
from jsrules.bulk.shards import KnownFile, report_identifier
from jsrules.model.form import FormSet
from jsrules.model.given_head import GivenHead
from jsrules.readers.reports.header import PRIOR, REGION, UNIT_KIND
from jsrules.verification.verifier import Verifier

_FRAMES = 64
"""So many form sets are remembered with their places."""


class ReadingJob(NamedTuple):
    """How files are read: with which packs and form sets, and in which language it is said what is wrong with one."""

    packs: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    lock: str = ""
    kind: str = ""
    year: int | None = None
    language: Language = "zh"


class KeptDiagnostic(NamedTuple):
    """A diagnostic as it is kept."""

    code: str
    severity: str
    message: str
    remedy: str
    line: int
    column: int


class FormsPlaces(NamedTuple):
    """The places of a form set (`jsrules.bulk.flat_report.FormFrame`), as they travel."""

    identifier: str
    kind: str
    title: str
    money_unit: str
    columns: tuple[str, ...]
    units: tuple[str, ...]
    lists: tuple[OpenList, ...]


class FileRead(NamedTuple):
    """What a file came to. ``figures`` is None where it is bad: ``told`` says why. ``text`` is the report as YAML, and
    ``made`` that it was made of a published document, so that its lines stand nowhere. ``noted``: there is something
    to be said of how it is written. ``waivers`` are the files of waivers beside it with their texts, None for one that
    cannot be read.
    """

    path: str
    sha256: str
    size: int
    report: str
    kind: str = ""
    unit: str = ""
    year: int | None = None
    region: str = ""
    unit_kind: str = ""
    forms: str = ""
    text: str = ""
    made: bool = False
    figures: FlatReport | None = None
    noted: bool = False
    told: tuple[KeptDiagnostic, ...] = ()
    waivers: tuple[tuple[str, str | None], ...] = ()


class ReadFiles(NamedTuple):
    """What some files came to, in their order, and the form sets that they were read with."""

    files: list[FileRead]
    forms: list[FormsPlaces]


class FileReader:
    """Reads files, one after the other."""

    def __init__(self, job: ReadingJob) -> None:
        self._language = job.language
        self._verifier = Verifier((), job.packs, job.forms, lock=job.lock, given=GivenHead(job.kind, job.year))
        # By the identities of form sets, which are kept with them.
        self._texts = KnownTexts()
        self._frames: Bounded[int, FormFrame] = Bounded(_FRAMES)

    def read(self, files: Sequence[KnownFile]) -> ReadFiles:
        """What these files come to. What is wrong with one, were it a defect of ours, costs no other anything."""
        with language(self._language):
            return self._read(files)

    def _read(self, files: Sequence[KnownFile]) -> ReadFiles:
        read: list[FileRead] = []
        used: dict[str, FormsPlaces] = {}
        for each in files:
            found, frame = self._read_file(each)
            read.append(found)
            if frame is not None and frame.identifier not in used:
                forms = frame.forms
                used[frame.identifier] = FormsPlaces(
                    frame.identifier,
                    forms.kind,
                    forms.title or str(forms.year or ""),
                    forms.money_unit,
                    frame.columns,
                    frame.units,
                    tuple(frame.lists.values()),
                )
        return ReadFiles(read, [used[each] for each in sorted(used)])

    def _read_file(self, known: KnownFile) -> tuple[FileRead, FormFrame | None]:
        path = known.path
        sha256, size = known.sha256, known.size
        try:
            if (fault := file_fault(path)) is not None:
                raise fault
            data = read_bytes(path, MAXIMUM_DOCUMENT_BYTES)
            sha256, size = hashlib.sha256(data).hexdigest(), len(data)
            found, frame = self._read_data(path, data, sha256)
            return found._replace(waivers=tuple((each, _text_or_nothing(each)) for each, _ in known.waivers)), frame
        except InputError as error:
            told = error.diagnostics
        except (Exception, RecursionError) as error:  # a defect of ours must not cost the other files their places
            told = [defect(path, error)]
        bad = FileRead(slashed(path), sha256, size, report_identifier(path, sha256), told=tuple(map(told_of, told)))
        return bad, None

    def _read_data(self, path: str, data: bytes, sha256: str) -> tuple[FileRead, FormFrame]:
        text = _plain_text(path, data)
        parts = text_parts(text) if text is not None else None
        known = self._texts.read(parts) if parts is not None else None
        told: tuple[KeptDiagnostic, ...] = ()
        made = False
        if known is not None and text is not None:
            head, frame, figures, noted = known
        else:
            opened, imported = self._verifier.opened_bytes(path, data)
            report, notes = self._verifier.read(opened)
            noted = bool(notes)
            header = opened.header
            frame = self._frame_of(report.forms)
            figures = flatten(report, frame, PRIOR in header.places or bool(header.subordinates))
            region, unit_kind = header.extra.get(REGION, ""), header.extra.get(UNIT_KIND, "")
            head = ReportHead(report.kind, report.unit, report.year, region, unit_kind)
            if text is not None and parts is not None:
                self._texts.learn(text, parts, report, KnownReport(head, frame, figures, noted))
            text, made = opened.source.text, opened.source.made
            told = tuple(map(told_of, imported.faults)) if imported is not None else ()
        identifier = report_identifier(path, sha256)
        found = FileRead(
            slashed(path), sha256, len(data), identifier, *head, frame.identifier, text, made, figures, noted, told
        )
        return found, frame

    def _frame_of(self, forms: FormSet) -> FormFrame:
        frame = self._frames.get(id(forms))
        if frame is None or frame.forms is not forms:
            frame = FormFrame(forms)
            self._frames.put(id(forms), frame)
        return frame


def _plain_text(path: str, data: bytes) -> str | None:
    """The text of a report that is kept as it is: not of a document, and with nothing in it that reading changes."""
    if not path.endswith((".yaml", ".yml")) or data.startswith(b"\xef\xbb\xbf"):
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if any(sign in text for sign in "\r\x85\u2028\u2029") else text


def _text_or_nothing(path: str) -> str | None:
    try:
        return read_source(path).text if file_fault(path) is None else None
    except InputError:
        return None


def told_of(diagnostic: Diagnostic) -> KeptDiagnostic:
    """A diagnostic as it is kept."""
    _, line, column = diagnostic.place()
    return KeptDiagnostic(
        diagnostic.code, diagnostic.severity, diagnostic.message, diagnostic.remedy or "", line or 0, column or 0
    )
