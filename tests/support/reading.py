"""Loading reports in tests: with the form set of 2021, or with none."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.base.files import read_source
from jsrules.base.source import Source
from jsrules.model.form import FormSet
from jsrules.model.report import Report
from jsrules.readers.reports.form_reader import read_form_set
from jsrules.readers.reports.header import ReportHeader
from jsrules.readers.reports.report_reader import open_report
from support.sources import ROOT

HEAD = "报告: 部门决算\n年度: 2021\n"


@cache
def form_set() -> FormSet:
    """The form set of 部门决算 2021."""
    return read_form_set([read_source(str(ROOT / "spec/packs/final-accounts/forms/2021.yaml"))])


def choose(header: ReportHeader) -> FormSet | None:
    """The form set for a header: that of 2021, or none."""
    return form_set() if header.kind else None


def load_report(source: Source, choose: Callable[[ReportHeader], FormSet | None]) -> tuple[Report, list[Diagnostic]]:
    """A report read with the form set that ``choose`` finds for its head, and its warnings."""
    opened = open_report(source)
    try:
        forms = choose(opened.header)
    except InputError as error:
        raise opened.without_forms(error) from None
    return opened.read(forms)


def load(text: str) -> tuple[Report, list[Diagnostic]]:
    """The report in a text and its warnings."""
    return load_report(Source("报告.yaml", text), choose)


def report_of(text: str) -> Report:
    """The report in a text that must not even warn."""
    report, warnings = load(text)
    assert not warnings
    return report


def problems_of(text: str) -> list[Diagnostic]:
    """What is wrong in a text: errors, or else warnings."""
    try:
        return load(text)[1]
    except InputError as error:
        return error.diagnostics


def values(report: Report) -> dict[str, str | None]:
    """The text of every written cell, by its full name; None where it is blank."""
    return {report.cell_path(cell): cell.amount.text if cell.amount else None for cell in report.cells}


def amounts(report: Report) -> list[tuple[int, int, str, bool] | None]:
    """Mantissa, decimals, unit and exactness of every cell, in order."""
    return [
        (cell.amount.mantissa, cell.amount.decimals, cell.amount.unit.name, cell.amount.exact) if cell.amount else None
        for cell in report.cells
    ]
