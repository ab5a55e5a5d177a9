"""Warnings of texts that look like mistyped figures, in a report without a form set: there a text may stand anywhere.

Imported when a report holds a text.
"""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.unreadable import is_other_thing, is_slip, obstacle_in, obstacle_remedy, obstacle_text
from jsrules.model.report import Cell, Report
from jsrules.readers.reports.nodes import Scalar
from jsrules.readers.reports.problems import Problems, shown


def warn_of_slips(problems: Problems, report: Report) -> None:
    """Warn (W126) of every cell whose text looks like a figure and can be read as none."""
    for cell in report.cells:
        if not cell.problem or is_other_thing(_name(report, cell), cell.problem):
            continue
        obstacle = obstacle_in(cell.problem)
        if is_slip(cell.problem, obstacle):
            problems.add(
                "W126",
                say(
                    "“{text}”{why}，没有当作数",
                    '"{text}" {why}: it is not taken as a figure',
                    text=shown(cell.problem),
                    why=obstacle_text(obstacle),
                ),
                Scalar(cell.problem, cell.line, cell.place),
                remedy=obstacle_remedy(obstacle),
            )


def _name(report: Report, cell: Cell) -> str:
    """What says what a cell is: the last part of its row's name, and its column."""
    block = report.forms.forms[cell.form].blocks[cell.block]
    return f"{cell.row.rsplit('.', 1)[-1]} {block.columns[cell.column].name}".strip()
