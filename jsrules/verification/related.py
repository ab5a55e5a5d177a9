"""The reports that belong to another one: of the prior year, of the subordinate units. Found, read each with its own
form set, and attached to the report that is verified.
"""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import Diagnostic, InputError, fail
from jsrules.base.files import beside, source_of
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.record import Record
from jsrules.base.source import Source
from jsrules.model.form import FormSet
from jsrules.model.report import Report
from jsrules.packs.choice import PackChain
from jsrules.packs.form_choice import ChosenForms, FormChooser
from jsrules.packs.form_notes import running_on
from jsrules.readers.reports.header import PRIOR, ReportHeader
from jsrules.readers.reports.report_reader import OpenReport, open_report
from jsrules.verification.rule_sets import RuleSetResolver

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.verification.subordinates import FormsOf


class Related(Record):
    """The related reports that are given; those that are not are looked for in the report's head.

    ``subordinates`` are files, folders of files, or texts that were read.
    """

    prior: str | Source = ""
    subordinates: tuple[str | Source, ...] = ()

    def of(self, opened: OpenReport) -> bool:
        """Whether a report has any."""
        header = opened.header
        return bool(self.prior or self.subordinates or PRIOR in header.extra or header.subordinates)


def attach_related(report: Report, header: ReportHeader, given: Related, forms_of: FormsOf | None = None) -> None:
    """Attach the related reports that are given, or else those that the report's head names; ``forms_of`` tells their
    form sets, which by default are that of the report.

    Raises `InputError` when one cannot be read or does not belong to it. A head may name only files in the report's own
    folder or below it: a report comes from somebody else, and must not reach further. What related reports name in
    their own heads is not followed.
    """
    if forms_of is None:

        def forms_of(_: OpenReport) -> FormSet | None:
            return None if report.forms.inferred else report.forms

    if given.prior or PRIOR in header.extra:
        report.attach(_prior(report, source_of(given.prior or _named(report)), forms_of))
    if given.subordinates or header.subordinates:
        from jsrules.verification.subordinates import read_subordinates

        report.attach_subordinates(read_subordinates(report, header, given.subordinates, forms_of))


def related_forms(
    report: Report,
    chooser: FormChooser,
    chains: Sequence[PackChain],
    resolver: RuleSetResolver,
    notes: list[Diagnostic],
    asked: list[tuple[OpenReport, ChosenForms]] | None = None,
) -> FormsOf:
    """Each related report has the form set of its own year and place; where there is none, that of ``report``, which
    ``notes`` get to know. What was chosen is added to ``asked``.
    """

    def forms_of(opened: OpenReport) -> FormSet | None:
        if report.forms.inferred:
            return None
        header = opened.header
        if header.kind != report.kind or header.year is None:
            return report.forms
        try:
            chosen = chooser.choose(header, chains, opened.source)
        except InputError as error:
            if any(each.code != "E119" for each in error.diagnostics):
                raise
            text = say(
                "没有 {year} 年度的表样，按“{title}”的读",
                "there is no form set for {year}; it is read with that of “{title}”",
                year=header.year,
                title=report.forms.title,
            )
            notes.append(Diagnostic("W323", text, path=opened.path))
            return report.forms
        if chosen is None:
            return report.forms
        if asked is not None:
            asked.append((opened, chosen))
        notes.extend(running_on(chosen, header.year, opened.path))
        return resolver.form_set(chosen)

    return forms_of


def _prior(report: Report, source: Source, forms_of: FormsOf) -> Report:
    opened = open_report(source)
    prior, _ = opened.read(forms_of(opened))
    reason = "" if prior.kind == report.kind else say("种类不同", "it is of another kind")
    if not reason and report.year is not None and prior.year is not None and prior.year != report.year - 1:
        reason = say(
            "它是 {found} 年度的，不是 {wanted} 年度的",
            "it is of {found}, not of {wanted}",
            found=prior.year,
            wanted=report.year - 1,
        )
    if not reason and report.unit and prior.unit and fold(report.unit) != fold(prior.unit):
        reason = say("它是“{unit}”的", "it is of “{unit}”", unit=prior.unit)
    if reason:
        raise fail(
            "E123",
            say("上年报告用不上：{reason}", "the prior-year report cannot be used: {reason}", reason=reason),
            path=source.path,
            remedy=say(
                "给出同一单位上一年度的同种报告", "give the same unit's report of the year before, of the same kind"
            ),
        )
    from jsrules.verification.alignment import align

    align(prior, report.forms)
    return prior


def _named(report: Report) -> str:
    name = report.header[PRIOR]
    path = beside(report.path, name)
    if path is None:
        raise fail(
            "E123",
            say(
                "报告里的“上年”只能是同一文件夹或其下的文件：“{name}”",
                "“prior” may name only a file in the same folder or below: “{name}”",
                name=name,
            ),
            path=report.path,
            remedy=say("用 --prior 给出上年报告", "give the prior-year report with --prior"),
        )
    return path
