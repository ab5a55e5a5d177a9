"""Rules written in printed numbers, told with the names of their rows: ``总计（31行）`` for ``31行``."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.lines import printed_place
from jsrules.model.report import Report
from jsrules.model.syntax import Cells, ColumnNumber, Expression, Keys
from jsrules.model.tree import walk


def with_names(report: Report, node: Expression, text: str) -> str:
    """A resolved expression as written in the ``text`` of its file, printed numbers behind the names they stand for."""
    start, end = node.span.start, node.span.end
    pieces: list[str] = []
    for each in walk(node):
        written = text[each.span.start : each.span.end]
        # What a definition stands for is written elsewhere.
        inside = isinstance(each, Cells) and start <= each.span.start and each.span.end <= end
        if inside and isinstance(each, Cells) and (named := numbered_name(report, each, written)):
            pieces += (text[start : each.span.start], named)
            start = each.span.end
    return "".join((*pieces, text[start:end]))


def numbered_name(report: Report, cells: Cells, written: str) -> str:
    """``总计（31行）``: the row or column that a rule names by its number; empty where it names none so."""
    number = written.strip().removeprefix("[").removesuffix("]")
    if not number.isdigit() and "…" not in number and printed_place(number) is None:
        return ""
    block = report.forms.forms[cells.form].blocks[cells.block]
    rows = cells.rows.keys if isinstance(cells.rows, Keys) else ()
    labels = [report.row_label(cells.form, cells.block, key) for key in (rows[0], rows[-1])] if rows else []
    names = ["…".join(dict.fromkeys(labels))] if labels else []
    if isinstance(cells.columns, ColumnNumber) and len(block.columns) > 1:
        names.append(block.columns[cells.columns.number].name)
    return say("{name}（{number}）", "{name} ({number})", name=".".join(names), number=number) if names else ""
