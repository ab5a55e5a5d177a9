"""A report that ends in the middle of a row: behind its name, behind a column's, or within a figure.

What a copy or a download lost is not there, and not blank. The row that such a report ends with is not stated, nor are
the rows that would come behind it; other figures are never measured by it. A bare name is a blank like any other where
nothing is missing behind it.
"""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.named import NamedTuple
from jsrules.base.source import Source
from jsrules.model.form import Form
from jsrules.model.report import ILLEGIBLE, Block, Cell, Report, Row, Table
from jsrules.readers.reports.nodes import Mapping, Scalar
from jsrules.readers.reports.problems import Problems, shown


class End(NamedTuple):
    """What a report ends with: the name of a row or column, and what stands behind it, often nothing."""

    key: Scalar
    value: Scalar


class _Spot(NamedTuple):
    """Where the end lies in the report. ``cell`` is None where a row has none."""

    table: Table
    block: Block
    row: Row
    cell: Cell | None


def unfinished_end(source: Source, tree: Mapping) -> End | None:
    """The last entry of a text, where the text may have been cut off in it: it has no value, or the text ends with the
    value's last sign, without an end of the line.
    """
    node = tree
    while node.entries and isinstance(node.entries[-1][1], Mapping):
        node = node.entries[-1][1]
    if not node.entries:
        return None
    key, value = node.entries[-1]
    if not isinstance(value, Scalar) or not value.plain:
        return None
    if value.text:
        return End(key, value) if source.text.endswith(value.text) else None
    lines = source.text.rstrip().split("\n")
    while lines and lines[-1].lstrip().startswith("#"):
        lines.pop()
    return End(key, value) if "\n".join(lines).rstrip().endswith((":", "：")) else None


def leave_out_end(problems: Problems, report: Report, end: End) -> None:
    """Take what a report ends with for not stated, and say so (W135), where more is missing behind it."""
    spot = _find(report, end)
    if spot is None or not _is_cut_off(report, spot, end):
        return
    if spot.row.line == end.key.line:
        del spot.block.rows[spot.row.key]
        for cell in filter(None, spot.row.cells):
            report.cells.remove(cell)
        spot.block.whole = False
    elif spot.cell is not None:
        spot.cell.amount, spot.cell.problem = None, ILLEGIBLE
    name = shown(end.key.text)
    if end.value.text:
        message = say(
            "文件到“{name}”的“{text}”就断了：数可能不全，没有当作数",
            'the file breaks off at "{text}" of "{name}": what may be half a figure is not taken as one',
            name=name,
            text=shown(end.value.text),
        )
    else:
        message = say(
            "文件到“{name}”就断了，后面没有值：没有当作空白",
            'the file breaks off behind "{name}": it is not taken as blank',
            name=name,
        )
    problems.add(
        "W135",
        message,
        end.key,
        remedy=say("补全文件；确实空白的写 ~", "complete the file; where it is blank indeed, write ~"),
    )


def _find(report: Report, end: End) -> _Spot | None:
    """The row or cell of the report that its end is."""
    for table in report.tables.values():
        for block in table.blocks:
            row = next(reversed(block.rows.values()), None)
            if row is None:
                continue
            of_value = (end.value.line, end.value.column)
            cell = next((each for each in row.cells if each and (each.line, each.place) == of_value), None)
            if cell is not None or row.line == end.key.line:
                return _Spot(table, block, row, cell)
    return None


def _is_cut_off(report: Report, spot: _Spot, end: End) -> bool:
    """Whether more is missing than the end: figures of its row, rows behind it, tables that the form set asks for."""
    form = report.forms.forms[spot.table.form]
    block = form.blocks[spot.table.blocks.index(spot.block)]
    if not end.value.text and spot.cell is None:
        return True  # one name for several figures
    if report.forms.inferred:
        return False
    if not block.blank_rows and any(not each.optional and each.key not in spot.block.rows for each in block.rows):
        return True
    return any(_is_missing(report, number, each, form) for number, each in enumerate(report.forms.forms))


def _is_missing(report: Report, number: int, form: Form, last: Form) -> bool:
    """Whether a table, or where the report ends in its prose a section, is due and not there."""
    if form.optional or (form.is_prose and not last.is_prose):
        return False
    table = report.tables.get(number)
    if table is None:
        return number not in report.unsure
    return any(not (block.stated or each.optional) for block, each in zip(table.blocks, form.blocks, strict=True))
