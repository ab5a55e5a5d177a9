"""The report as it is published, each figure coloured by the worst verdict on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from jsrules.base.language import say
from jsrules.model.outcome import VERDICT_WORDS, Verdict
from jsrules.model.report import Report
from jsrules.outputs.export.drawn_blocks import printed
from jsrules.outputs.export.layout import LaidCell, LaidReport, LaidSection, LaidTable
from jsrules.outputs.markup import add, append
from jsrules.outputs.page import word
from jsrules.outputs.web.picture import draw_legend
from jsrules.outputs.web.templates import Templates

WHOLE_ROWS = 400
"""So many rows of a table are in the page itself; more are data, as many together, which the page's script puts in
when somebody comes there.
"""


class LateRows(NamedTuple):
    """So many rows of a table in a row that are not in the page: as they are kept, and the numbers of their cells."""

    rows: list[int]
    cells: list[int]


class TableWriter:
    """Draws tables. ``prefix`` stands before ids, ``verdicts`` are the worst by the number of a cell, ``proposed`` the
    values that figures should have. ``late`` keeps the rows of long tables that are not in the page:
    ``rest``, by its id.
    """

    def __init__(
        self,
        report: Report,
        prefix: str,
        verdicts: Mapping[int, Verdict],
        proposed: Mapping[int, str],
        late: Templates,
    ) -> None:
        self._report = report
        self._prefix = prefix
        self._verdicts = verdicts
        self._proposed = proposed
        self._late = late
        self.rest: dict[str, list[LateRows]] = {}

    def write(self, parent: ET.Element, laid: LaidReport) -> None:
        """All tables, and what the narrative states."""
        draw_legend(parent, set(self._verdicts.values()))
        for number, table in enumerate(laid.tables):
            self._table(parent, table, f"{self._prefix}t{number}")
        if laid.sections:
            shell = add(parent, "section", "", {"class": "drawn prose", "id": f"{self._prefix}prose"})
            add(shell, "h3", laid.narrative)
            for section in laid.sections:
                self._section(shell, section)

    def _table(self, parent: ET.Element, table: LaidTable, identifier: str) -> None:
        shell = add(parent, "section", "", {"class": "drawn", "id": identifier})
        add(shell, "h3", table.title)
        for texts in table.captions:
            captions = add(shell, "div", "", {"class": "captions"})
            for text in texts:
                add(captions, "span", text)
        grid = add(
            add(shell, "div", "", {"class": "scroll"}),
            "table",
            "",
            {"class": "long"} if table.rows > WHOLE_ROWS else None,
        )
        rows: list[list[LaidCell]] = [[] for _ in range(table.rows)]
        for cell in table.cells:
            rows[cell.row].append(cell)
        for name, own in (("thead", rows[: table.head_rows]), ("tbody", rows[table.head_rows :])):
            part = add(grid, name)
            for cells in own:
                line = ET.Element("tr")
                for cell in cells:
                    self._cell(line, cell)
                if name == "tbody" and len(part) >= WHOLE_ROWS:
                    self._put_off(identifier, line, cells)
                else:
                    part.append(line)
        for note in table.notes:
            add(shell, "p", note, {"class": "note"})

    def _put_off(self, identifier: str, line: ET.Element, cells: Sequence[LaidCell]) -> None:
        """Keeps a row that is not in the page."""
        chunks = self.rest.setdefault(identifier, [])
        if not chunks or len(chunks[-1].rows) >= WHOLE_ROWS:
            chunks.append(LateRows([], []))
        chunks[-1].rows.append(self._late.keep(line))
        chunks[-1].cells.extend(each.cell for each in cells if each.cell >= 0)

    def _cell(self, line: ET.Element, cell: LaidCell) -> None:
        spans = {"rowspan": cell.row_span, "colspan": cell.column_span}
        attributes = {name: str(span) for name, span in spans.items() if span > 1}
        if cell.role == "head":
            add(line, "th", cell.text, attributes)
            return
        attributes["class"] = cell.role
        self._figure(add(line, "td", cell.text, attributes), cell.cell)

    def _figure(self, element: ET.Element, cell: int) -> None:
        """Makes a figure one that can be asked: its id, its colour, what it should be."""
        if cell < 0:
            return
        element.set("id", f"{self._prefix}c{cell}")
        verdict = self._verdicts.get(cell)
        names = [element.get("class", ""), "figure-cell", verdict or "unchecked"]
        told = word(VERDICT_WORDS, verdict) if verdict is not None else say("没有公式查过", "no identity touches it")
        if verdict == "violation" and self._proposed and cell not in self._proposed:
            names.append("involved")  # something is wrong there, but it is another figure that is told to be
        if cell in self._proposed:
            names.append("suspect")
            told = say("{told}；应为 {value}", "{told}; should be {value}", told=told, value=self._proposed[cell])
        element.set("class", " ".join(filter(None, names)))
        if verdict != "pass":
            element.set("title", told)
        if verdict in ("violation", "undetermined") or cell in self._proposed:
            element.set("tabindex", "0")

    def _section(self, parent: ET.Element, section: LaidSection) -> None:
        add(parent, "h4", section.title)
        items = add(parent, "ul")
        for name, measures in section.items:
            item = add(items, "li")
            add(item, "b", name)
            for measure in measures:
                append(item, "  ")
                shell = add(item, "span", measure.name, {"class": "measure"})
                for number in measure.cells:
                    append(shell, " ")
                    self._figure(add(shell, "span", printed(self._report.cells[number])), number)


def drawn_cells(laid: LaidReport) -> frozenset[int]:
    """The numbers of the cells that are drawn."""
    tables = {cell.cell for table in laid.tables for cell in table.cells}
    measures = (each for section in laid.sections for _, measures in section.items for each in measures)
    return frozenset((tables | {cell for each in measures for cell in each.cells}) - {-1})
