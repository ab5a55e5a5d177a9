"""The reports of subordinate units: found, read with the form set of each, and checked to belong to the report."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from jsrules.base.diagnostic import Diagnostic, InputError, Label, fail
from jsrules.base.files import beside, is_waiver_file, source_of
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.record import Record, replace
from jsrules.base.source import Source
from jsrules.model.form import FormSet
from jsrules.model.report import Report
from jsrules.readers.reports.header import ReportHeader
from jsrules.readers.reports.nodes import Scalar
from jsrules.readers.reports.problems import span_of
from jsrules.readers.reports.report_reader import OpenReport, open_report
from jsrules.verification.alignment import align

MAXIMUM_SUBORDINATES = 1000
"""So many subordinate units may one report have."""

MAXIMUM_CHARACTERS = 64 * 1024 * 1024
"""So long may their reports be together."""

_SUFFIXES = (".yaml", ".yml")

FormsOf = Callable[[OpenReport], FormSet | None]
"""Gives the form set that a related report is read with; None for one without."""


def read_subordinates(
    report: Report, header: ReportHeader, given: Sequence[str | Source], forms_of: FormsOf
) -> list[Report]:
    """The reports of the subordinate units: those that are given, or else those that the report's head names.

    Raises `InputError` when any cannot be used: none is left out of a sum.
    """
    return _Subordinates(report, forms_of).read(_given(given) or _listed(report, header))


class _Found(Record):
    """The report of a subordinate unit, and where it was named."""

    given: str | Source
    label: Label | None = None

    @property
    def path(self) -> str:
        """Its path."""
        return self.given.path if isinstance(self.given, Source) else self.given


def _given(given: Sequence[str | Source]) -> list[_Found]:
    found: list[_Found] = []
    for each in given:
        if isinstance(each, str) and os.path.isdir(each):
            found += [_Found(path) for path in _in_folder(each, None)]
        else:
            found.append(_Found(each))
    return found


def _listed(report: Report, header: ReportHeader) -> list[_Found]:
    """The reports that a head names, in its order; those in a folder are sorted."""
    found: list[_Found] = []
    faults: list[Diagnostic] = []
    for item in header.subordinates:
        try:
            found += _of_item(report, item)
        except InputError as error:
            faults += error.diagnostics
    if faults:
        raise InputError(faults)
    return found


def _of_item(report: Report, item: Scalar) -> Iterator[_Found]:
    name = item.text.strip()
    label = Label(report.source, span_of(report.source, item))
    path = beside(report.path, name)
    if path is None:
        raise _misfit(
            say(
                "报告里的“下级”只能是同一文件夹或其下的文件：“{name}”",
                "“subordinates” may name only files in the same folder or below: “{name}”",
                name=name,
            ),
            report.path,
            label,
            say("用 --subordinates 给出下级单位的报告", "give the reports with --subordinates"),
        )
    paths = _in_folder(path, label) if os.path.isdir(path) else [path]
    yield from (_Found(each, label) for each in paths)


def _in_folder(folder: str, label: Label | None) -> list[str]:
    try:
        names = sorted(each for each in os.listdir(folder) if _may_be_report(each))
    except OSError as error:
        reason = error.strerror or str(error)
        raise _misfit(say("无法读取：{reason}", "cannot be read: {reason}", reason=reason), folder, label) from None
    paths = [path for path in (os.path.join(folder, each) for each in names) if os.path.isfile(path)]
    if not paths:
        raise _misfit(
            say("文件夹里没有报告（*.yaml）", "no report (*.yaml) in this folder"),
            folder,
            label,
            say(
                "放进下级单位的报告，或改正文件夹名",
                "put the reports of the subordinate units there, or correct its name",
            ),
        )
    return paths


def _may_be_report(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES) and name[0] != "." and not is_waiver_file(name)


def _misfit(message: str, path: str, label: Label | None = None, remedy: str = "") -> InputError:
    return fail("E128", message, *([label] if label is not None else []), path=path, remedy=remedy)


class _Subordinates:
    """Reads the reports of subordinate units, and tells all that is wrong with them."""

    def __init__(self, report: Report, forms_of: FormsOf) -> None:
        self._report = report
        self._forms_of = forms_of
        self._faults: list[Diagnostic] = []
        self._paths: dict[str, str] = {_identity(report.path): ""}
        self._units: dict[str, Report] = {}
        self._left = MAXIMUM_CHARACTERS

    def read(self, found: list[_Found]) -> list[Report]:
        """All of them. Raises `InputError` when any cannot be used: none is left out of a sum."""
        if len(found) > MAXIMUM_SUBORDINATES:
            raise _misfit(
                say("下级单位超过上限 {n} 个", "more subordinate units than the limit of {n}", n=MAXIMUM_SUBORDINATES),
                self._report.path,
                found[0].label,
                say("先分组汇总，再汇总各组", "consolidate them in groups first, then the groups"),
            )
        reports: list[Report] = []
        for each in found:
            try:
                reports.append(self._one(each))
            except InputError as error:
                self._faults += (_named_at(diagnostic, each.label) for diagnostic in error.diagnostics)
        if self._faults:
            raise InputError(self._faults)
        return reports

    def _one(self, found: _Found) -> Report:
        self._check_path(found)
        source = source_of(found.given)
        self._left -= len(source.text)
        if self._left < 0:
            raise self._unfit(
                found,
                say(
                    "各下级单位的报告一共超过 {limit} MiB",
                    "the reports of all subordinate units are beyond {limit} MiB together",
                    limit=MAXIMUM_CHARACTERS >> 20,
                ),
            )
        report, opened = self._report, open_report(source)
        reason = self._reason(source, opened.header)
        if reason:
            raise self._unfit(found, reason)
        other, _ = opened.read(self._forms_of(opened))
        if report.forms.inferred and bool(report.forms.money_unit) != bool(other.forms.money_unit):
            raise self._unfit(
                found,
                say(
                    "两份报告只有一份写了“金额单位”，不知道能不能相加",
                    "only one of the two reports says its unit of money: it is not known whether they can be added",
                ),
            )
        self._check_unit(found, other)
        align(other, report.forms, strictly=True)
        return other

    def _reason(self, source: Source, header: ReportHeader) -> str:
        """Why a report with such a head cannot be used; empty when it can."""
        report, own = self._report, _identity(self._report.path)
        if any(own and _identity(beside(source.path, each.text.strip()) or "") == own for each in header.subordinates):
            return say("它的“下级”里又有这份报告", "its own “subordinates” name this report")
        if header.kind != report.kind:
            return say("种类不同", "it is of another kind")
        if report.year is None or header.year is None or header.year == report.year:
            return ""
        return say(
            "它是 {found} 年度的，不是 {wanted} 年度的",
            "it is of {found}, not of {wanted}",
            found=header.year,
            wanted=report.year,
        )

    def _check_path(self, found: _Found) -> None:
        identity = _identity(found.path)
        if identity and identity in self._paths:
            reason = (
                say("同一个文件写了两次", "the same file is named twice")
                if self._paths[identity]
                else say("它就是这份报告自己", "it is this report itself")
            )
            raise self._unfit(found, reason)
        if identity:
            self._paths[identity] = found.path

    def _check_unit(self, found: _Found, other: Report) -> None:
        unit = fold(other.unit)
        if unit and unit in self._units:
            raise self._unfit(
                found,
                say(
                    "“{unit}”已有一份：{path}",
                    "there is one of “{unit}” already: {path}",
                    unit=other.unit,
                    path=self._units[unit].path,
                ),
            )
        self._units[unit] = other

    def _unfit(self, found: _Found, reason: str) -> InputError:
        return _misfit(
            say(
                "下级单位的报告 {path} 用不上：{reason}",
                "the report of a subordinate unit, {path}, cannot be used: {reason}",
                path=found.path,
                reason=reason,
            ),
            self._report.path if found.label is not None else found.path,
            found.label,
            say(
                "改正它，或从“下级”里去掉；各单位的报告要同一年度、同一种类，每个单位一份",
                "correct it, or take it from “subordinates”; the reports are of one year and kind, one for each unit",
            ),
        )


def _named_at(diagnostic: Diagnostic, label: Label | None) -> Diagnostic:
    """What is wrong with a file as a whole is shown where it is named."""
    return diagnostic if diagnostic.labels or label is None else replace(diagnostic, labels=(label,))


def _identity(path: str) -> str:
    """Equal for paths of one file; empty for what is no file."""
    return os.path.realpath(path) if path and os.path.exists(path) else ""
