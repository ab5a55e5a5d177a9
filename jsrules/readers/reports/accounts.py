"""What the coded rows of a report's tables say of each other: one name for a code,
and no row without the one above it.
"""

from __future__ import annotations

from jsrules.base.diagnostic import Label
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.source import Source
from jsrules.model.report import Report, Row
from jsrules.readers.reports.problems import Problems


def compare_accounts(problems: Problems, report: Report) -> None:
    """Warn of a code with two names (W124) and of a coded row whose class or group is not there (W125),
    in the tables proper.
    """
    named: dict[tuple[str, str], Row] = {}
    for number, table in report.tables.items():
        form = report.forms.forms[number]
        for shape, block in zip(form.blocks, table.blocks, strict=False):
            classification = report.forms.classifications.get(shape.keyed)
            if form.is_prose or classification is None:
                continue
            coded = [row for row in block.rows.values() if row.code]
            for row in coded:
                first = named.setdefault((shape.keyed, row.code), row)
                if _name(first) and _name(row) and fold(_name(first)) != fold(_name(row)):
                    _two_names(problems, row, first)
            levels = {row.level for row in coded}
            for row in coded:
                above = row.code[: classification.digits[row.level - 2]] if row.level > 1 else ""
                if above and row.level - 1 in levels and above not in block.rows:
                    _no_parent(problems, row, above, form.title)


def _name(row: Row) -> str:
    return row.label[len(row.code) :].strip() if row.label.startswith(row.code) else ""


def _place(source: Source, row: Row, text: str = "") -> Label:
    start = max(source.line_text(row.line).find(row.code), 0)
    return Label(source, source.span(row.line, start + 1, len(row.code)), text)


def _two_names(problems: Problems, row: Row, first: Row) -> None:
    problems.add(
        "W124",
        say(
            "{code} 在这里是“{name}”，在另一处是“{other}”",
            '{code} is "{name}" here and "{other}" elsewhere',
            code=row.code,
            name=_name(row),
            other=_name(first),
        ),
        _place(problems.source, row),
        _place(problems.source, first, say("另一处", "elsewhere")),
        remedy=say("检查编码和名称哪一个写错了", "check which of code and name is wrong"),
    )


def _no_parent(problems: Problems, row: Row, above: str, title: str) -> None:
    problems.add(
        "W125",
        say(
            "“{title}”里有 {code}，却没有它的上级 {above}",
            '"{title}" has {code}, but not {above} above it',
            title=title,
            code=row.code,
            above=above,
        ),
        _place(problems.source, row),
        remedy=say("补上 {above} 一行，或改正编码", "add the row {above}, or correct the code", above=above),
    )
