"""The prior-year report: found, read with the same form set, and attached to the report that is verified."""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.files import beside, source_of
from jsrules.base.labels import path_without_ordinals
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
    titles = {form.title: number for number, form in enumerate(prior.forms.forms)}
    tables: dict[int, Table] = {}
    cells: list[Cell] = []
    for number, form in enumerate(forms.forms):
        own = titles.get(_named_like(form.title, titles))
        if own is None or own not in prior.tables:
            continue
        block = Block()
        source, target = prior.forms.forms[own].blocks[0], form.blocks[0]
        labels = {row.name: row.key for row in target.rows}
        rows = prior.tables[own].blocks[0].rows
        for key, row in rows.items():
            if key not in target.row_index:  # 三、营业利润 of the year before is 二、营业利润 today
                alike = labels.get(_named_like(row.label, labels), key)
                key = alike if alike not in rows else key
            block.rows[key] = _aligned(row, source, target, number, cells, key)
        tables[number] = Table(number, [block], prior.tables[own].line, prior.tables[own].note)
    prior.tables, prior.cells, prior.forms = tables, cells, forms


def _named_like(name: str, names: Iterable[str]) -> str:
    """The one of ``names`` that is the same, or else the only one that is but for ordinals; empty for none."""
    same = [each for each in names if fold(each) == fold(name)]
    if not same:
        same = [each for each in names if each and path_without_ordinals(each) == path_without_ordinals(name)]
    return same[0] if len(same) == 1 else ""


def _aligned(row: Row, source: BlockForm, target: BlockForm, form: int, cells: list[Cell], key: str) -> Row:
    found: list[Cell | None] = []
    for column in target.columns:
        own = source.column_named(column.name)
        cell = row.cells[own] if 0 <= own < len(row.cells) else None
        if cell is not None:
            cell.form, cell.row, cell.column, cell.index = form, key, len(found), len(cells)
            cells.append(cell)
        found.append(cell)
    return Row(key, row.label, found, row.code, row.level, row.declared, row.line)
