"""What is said of a report that was imported: what no form knows in it, and what is to be looked up."""

from __future__ import annotations

from jsrules.base.diagnostic import Label
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.number import FigureError, parse_figure
from jsrules.model.report import Report
from jsrules.readers.reports.header import ROWS, TABLE_NAMES, ReportHeader
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
from jsrules.readers.reports.problems import Problems

_SHOWN = 3


def tell_of_import(problems: Problems, header: ReportHeader, report: Report) -> None:
    """Warn of figures that no rule can see, and of cells that somebody has to look up."""
    if header.unrecognised is not None:
        key, node = header.unrecognised
        count = _figures(node)
        problems.add(
            "W131",
            say(
                "“{key}”里有 {tables} 张表的 {count} 个数，规则看不到",
                '"{key}" holds figures that no rule sees: {count} of {tables} tables',
                key=key.text,
                tables=len(node.entries),
                count=count,
            ),
            key,
            remedy=say(
                "名称认错了的，改正后移到表里；表样没有的，可以留着",
                "move what has a wrong name into its table, with the right one; the rest may stay",
            ),
        )
    if header.to_look_up is not None:
        cells = [cell for cell in report.cells if cell.is_illegible]
        lines = sorted(report.unsure.values())
        if cells or lines:
            places = [(each.line, each.place) for each in cells[:_SHOWN]] or [(each, 1) for each in lines[:_SHOWN]]
            labels = [Label(problems.source, problems.source.span(line, place, 1)) for line, place in places]
            problems.add(
                "W132",
                say(
                    "有 {what}待核，用到它们的规则无法判断",
                    "to be looked up: {what}; rules that need them are undetermined",
                    what=_count_text(len(cells), len(lines)),
                ),
                *labels,
                remedy=say(
                    "对照原件，把“？”改成印的数，空白的写 ~；看到了什么写在“{key}”里",
                    "write what the document prints in place of “？”, ~ for a blank; what was seen stands behind {key}",
                    key=header.to_look_up.text,
                ),
            )


def _count_text(cells: int, tables: int) -> str:
    """How many cells and tables are to be looked up."""
    words = (
        say("{n} 格", "cells: {n}", n=cells) if cells else "",
        say("{n} 张表", "tables: {n}", n=tables) if tables else "",
    )
    return say("、", ", ").join(filter(None, words))


def _figures(node: Node, names_only: bool = True) -> int:
    """How many figures stand in it; settings of tables are none. ``names_only``: its keys are no settings."""
    if isinstance(node, Scalar):
        try:
            return int(parse_figure(node.text) is not None)
        except FigureError:
            return 1
    if isinstance(node, Sequence):
        return sum(map(_figures, node.items))
    count = 0
    for key, value in node.entries:
        name = "" if names_only else TABLE_NAMES.get(fold(key.text), "")
        if not name or isinstance(value, Mapping):
            count += _figures(value, name == ROWS)
    return count
