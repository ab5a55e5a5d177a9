"""A report as Python programs hold it: read once, and verified as often as they like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import Language, get_language
from jsrules.base.source import Source
from jsrules.interface.inputs import (
    FormsInput,
    PackInput,
    PathInput,
    Readable,
    forms_of,
    one_or_several,
    pack_of,
    text_of,
)
from jsrules.interface.written import written
from jsrules.readers.reports.report_reader import OpenReport, open_report
from jsrules.verification import verifier as verification


class Report:
    """A report that has been read, as `read` gives it, or the one that a `Result` is about. It cannot be changed."""

    def __init__(self, opened: OpenReport) -> None:
        self._opened = opened
        self._warnings: dict[Language, tuple[Diagnostic, ...]] = {}

    @property
    def path(self) -> str:
        """The path that it was read from, or the name that it goes by."""
        return self._opened.path

    @property
    def kind(self) -> str:
        """The kind of report, such as 部门决算; empty for one without a form set."""
        return self._opened.header.kind

    @property
    def unit(self) -> str:
        """Whose report it is; empty when it does not say."""
        return self._opened.header.unit

    @property
    def year(self) -> int | None:
        """The fiscal year; None when it does not say."""
        return self._opened.header.year

    @property
    def text(self) -> str:
        """The text of the report; of one that was given as Python values, how it is written in a file."""
        return self._opened.source.text

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The warnings of reading it, in the language of the moment."""
        language = get_language()
        if language not in self._warnings:
            report, found = self._opened.read(None)
            if found:  # read again, since a warning is worded where it is found
                found = open_report(self._opened.source).read(None if report.forms.inferred else report.forms)[1]
            self._warnings[language] = tuple(found)
        return self._warnings[language]

    def __repr__(self) -> str:
        parts = (self.path, self.kind, self.unit, str(self.year or ""))
        return f"<Report {' '.join(part for part in parts if part)}>"


ReportInput = PathInput | Readable | Mapping[str, object] | Report


def read(
    report: ReportInput,
    *,
    name: str = "<report>",
    packs: PackInput | Iterable[PackInput] = (),
    forms: FormsInput | Iterable[FormsInput] = (),
) -> Report:
    """A report read once, to be verified with several rules, or to be looked at.

    It is given as a path, an open text, or Python values: nested mappings and lists of texts, integers,
    `decimal.Decimal` and None. ``name`` is what messages and results call a text without a name. ``packs`` and
    ``forms`` say where its form set comes from, as for `Verifier`. Raises `InputError` when it cannot be used.
    """
    opened = open_input(report, name)
    pack_list: list[PackInput] = one_or_several(packs)
    verifier = verification.Verifier((), [pack_of(each) for each in pack_list], forms_of(forms))
    verifier.read(opened)
    return report if isinstance(report, Report) else Report(opened)


def open_input(report: ReportInput, name: str) -> OpenReport:
    """The report that a caller gives, with its head read. Raises `InputError` when it cannot be read."""
    return report._opened if isinstance(report, Report) else open_report(source_of_input(report, name))


def source_of_input(report: ReportInput, name: str) -> Source:
    """The text of the report that a caller gives. Raises `InputError` when it cannot be read."""
    if isinstance(report, Report):
        return report._opened.source
    if isinstance(report, Mapping):
        return written(report, name)
    return text_of(report, name, "a report is a path, an open text, a mapping or what read() gave")
