"""The prior-year report: found, read with the same form set, and attached to the report that is verified."""

from __future__ import annotations

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.files import beside, source_of
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.source import Source
from jsrules.model.form import BlockForm, FormSet
from jsrules.model.report import Block, Cell, Report, Row, Table
from jsrules.readers.reports.header import PRIOR
from jsrules.readers.reports.report_reader import open_report


def attach_prior(report: Report, given: str | Source) -> None:
    """Attach the prior-year report that is given, or else the one that the report's head names.

    Raises `InputError` when it cannot be read or is not the year before of the same unit and kind. A head may name only
    files in the report's own folder or below it: a report comes from somebody else, and must not reach further.
    """
    source = source_of(given or _named(report))
    found = source.path
    prior, _ = open_report(source).read(None if report.forms.inferred else report.forms)
    if prior.kind != report.kind:
        raise _misfit(found, say("种类不同", "it is of another kind"))
    if report.year is not None and prior.year is not None and prior.year != report.year - 1:
        text = say(
            "它是 {found} 年度的，不是 {wanted} 年度的",
            "it is of {found}, not of {wanted}",
            found=prior.year,
            wanted=report.year - 1,
        )
        raise _misfit(found, text)
    if report.unit and prior.unit and fold(report.unit) != fold(prior.unit):
        raise _misfit(found, say("它是“{unit}”的", "it is of “{unit}”", unit=prior.unit))
    if report.forms.inferred:
        _align(prior, report.forms)
    report.attach(prior)


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


def _misfit(path: str, reason: str) -> InputError:
    return fail(
        "E123",
        say("上年报告用不上：{reason}", "the prior-year report cannot be used: {reason}", reason=reason),
        path=path,
        remedy=say(
            "给出同一单位上一年度的同种报告", "give the same unit's report of the year before, of the same kind"
        ),
    )


def _align(prior: Report, forms: FormSet) -> None:
    """Number the tables, rows and columns of a report without a form set as another report's names do."""
    titles = {fold(form.title): number for number, form in enumerate(prior.forms.forms)}
    tables: dict[int, Table] = {}
    cells: list[Cell] = []
    for number, form in enumerate(forms.forms):
        own = titles.get(fold(form.title))
        if own is None or own not in prior.tables:
            continue
        block = Block()
        source = prior.forms.forms[own].blocks[0]
        for key, row in prior.tables[own].blocks[0].rows.items():
            block.rows[key] = _aligned(row, source, form.blocks[0], number, cells)
        tables[number] = Table(number, [block], prior.tables[own].line, prior.tables[own].note)
    prior.tables, prior.cells, prior.forms = tables, cells, forms


def _aligned(row: Row, source: BlockForm, target: BlockForm, form: int, cells: list[Cell]) -> Row:
    found: list[Cell | None] = []
    for column in target.columns:
        own = source.column_index.get(fold(column.name), -1)
        cell = row.cells[own] if 0 <= own < len(row.cells) else None
        if cell is not None:
            cell.form, cell.column, cell.index = form, len(found), len(cells)
            cells.append(cell)
        found.append(cell)
    return Row(row.key, row.label, found, row.code, row.level, row.declared, row.line)
