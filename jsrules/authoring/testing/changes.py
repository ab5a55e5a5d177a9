"""Making the changes that a test describes."""

from __future__ import annotations

from jsrules.authoring.testing.targets import Target, cannot
from jsrules.base.diagnostic import InputError
from jsrules.base.language import say
from jsrules.base.number import decimal_text, is_blank
from jsrules.base.record import replace
from jsrules.base.source import Source
from jsrules.base.units import NO_UNIT, find_unit
from jsrules.model.cases import CaseChange
from jsrules.model.changes import with_amounts, with_row, without_rows, without_table
from jsrules.model.report import Amount, Report, Row
from jsrules.readers.reports.amounts import AmountReader
from jsrules.readers.reports.problems import AmountError


def apply(report: Report, change: CaseChange, target: Target, source: Source) -> Report:
    """The report with one change made.

    Raises `InputError` (E307), at the change's place in ``source``, when it cannot be.
    """
    if target.header:
        return _with_entry(report, change, target.header, source)
    if target.form not in report.tables:
        title = report.forms.forms[target.form].path
        text = say("报告里没有“{title}”，无从改起", "the report has no “{title}” to be changed", title=title)
        raise InputError([cannot(source, change.span, text)])
    if change.operation == "remove":
        return _without(report, change, target, source)
    if target.column < 0:
        text = say("没有说明是哪一栏", "it is not said which column")
        raise InputError([cannot(source, change.span, text, say("写成 表名[行, 栏]", "write TABLE[ROW, COLUMN]"))])
    return _with_figure(report, change, target, source)


def _with_entry(report: Report, change: CaseChange, name: str, source: Source) -> Report:
    value = "" if change.operation == "remove" else change.value.strip('“”"')
    if change.operation in ("add", "subtract") or (name == "年度" and value and not value.isdecimal()):
        text = say("报告.{name} 只能写成 = 值 或删去", "report.{name} may be set with = or removed", name=name)
        raise InputError([cannot(source, change.span, text)])
    if name == "年度":
        return replace(report, year=int(value) if value else None)
    if name == "单位":
        return replace(report, unit=value)
    if name == "种类":
        text = say("不能改报告的种类：表样会跟着变", "the kind of a report cannot be changed: so would its form set")
        raise InputError([cannot(source, change.span, text)])
    header = {key: text for key, text in report.header.items() if key != name}
    return replace(report, header={**header, name: value} if value else header)


def _without(report: Report, change: CaseChange, target: Target, source: Source) -> Report:
    if not target.row and target.block < 0:
        return without_table(report, target.form)
    rows = report.tables[target.form].blocks[target.block].rows
    if not target.row:
        return without_rows(report, target.form, target.block, list(rows))
    columns = report.forms.forms[target.form].blocks[target.block].columns
    if target.column >= 0 and len(columns) > 1:
        text = say("“删去”是删去整行；一个单元格写成 = ~", "a whole row is removed; write = ~ for one cell")
        raise InputError([cannot(source, change.span, text, say("删去 表名[行, *]", "without TABLE[ROW, *]"))])
    if target.row not in rows:
        text = say("报告里没有写这一行", "the report does not write this row")
        raise InputError([cannot(source, change.span, text)])
    return without_rows(report, target.form, target.block, [target.row])


def _with_figure(report: Report, change: CaseChange, target: Target, source: Source) -> Report:
    """The report with another figure in a cell, read as if it stood in the report;
    a row that is not written is added blank.
    """
    shape = report.forms.forms[target.form].blocks[target.block]
    block = report.tables[target.form].blocks[target.block]
    number = shape.row_index.get(target.row)
    declared = shape.rows[number] if number is not None else None
    unit = (declared.unit if declared else "") or shape.columns[target.column].unit or block.money_unit
    found = find_unit(unit) or NO_UNIT
    figures = AmountReader(found, block.decimals if found.dimension in ("money", "") else 0, report.forms.inferred)
    amount: Amount | str | None
    try:
        amount = _read(figures, "~" if change.value in ("空白", "blank") else change.value, report.forms.inferred)
    except AmountError as error:
        raise InputError([cannot(source, change.span, error.message, error.remedy)]) from None
    row = block.rows.get(target.row)
    if row is None:
        code = target.row if shape.keyed and target.row.isdigit() else ""
        level = report.forms.classifications[shape.keyed].level(code) if code else 0
        label = report.row_label(target.form, target.block, target.row)
        blank = Row(target.row, label, [None] * len(shape.columns), code, level, -1 if number is None else number)
        report = with_row(report, target.form, target.block, blank)
        row = blank
    if change.operation != "set":
        if not isinstance(amount, Amount):
            text = say("这里应是一个数", "a figure is due here")
            raise InputError([cannot(source, change.span, text)])
        cell = row.cells[target.column]
        amount = _moved(cell.amount if cell is not None else None, amount, change.operation == "subtract")
    return with_amounts(report, {(target.form, target.block, target.row, target.column): amount})


def _read(figures: AmountReader, value: str, may_be_text: bool) -> Amount | str | None:
    """What a test prints in a cell: a figure, a text where one may stand, or nothing. Raises `AmountError`."""
    text = value.strip('“”"')
    if figures.textual:
        return None if is_blank(text) else text
    try:
        return figures.read(value)
    except AmountError as error:
        if may_be_text and error.code == "E115":
            return text
        raise


def _moved(before: Amount | None, by: Amount, less: bool) -> Amount:
    """A figure moved by another, printed with the more decimals of the two; a blank counts as 0."""
    decimals = max(by.decimals, before.decimals if before is not None else 0)
    mantissa = by.mantissa * 10 ** (decimals - by.decimals) * (-1 if less else 1)
    unit = before.unit if before is not None else by.unit
    if before is not None:
        mantissa += before.mantissa * 10 ** (decimals - before.decimals)
    mark = unit.name if unit.places else ""
    return Amount(
        decimal_text(mantissa, decimals - unit.places) + mark, mantissa, decimals, unit, unit.is_exact(decimals)
    )
