"""Findings as a workbook: a sheet of all findings with filters and links, and each table as published, its figures
coloured by the worst verdict on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from jsrules.base.language import get_language, say
from jsrules.base.printable import clean
from jsrules.model.outcome import SEVERITY_WORDS, VERDICT_WORDS, Verdict
from jsrules.model.result import Result
from jsrules.outputs.compose import Teller
from jsrules.outputs.conclusion import conclusion
from jsrules.outputs.export.layout import lay_out
from jsrules.outputs.export.workbook import CellMark, Sheets, SheetSpot, new_book
from jsrules.outputs.page import word
from jsrules.outputs.papers.paper_rows import PaperRow, paper_rows
from jsrules.outputs.touched import TouchedCells, proposed_texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FILLS: Mapping[Verdict, str] = {
    "violation": "#FDE7E4",
    "undetermined": "#FFF1D6",
    "rounding": "#E6EFFC",
    "waived": "#EFE6F8",
    "pass": "#E3F4E8",
}
_NOTED = 3
"""So many findings are told in the note on a figure."""
_MOST_LINKS = 60_000
"""A sheet takes no more links than that."""


class FindingsBook:
    """Takes results, and gives the workbook. The tables of a report are in it where there is but one."""

    def __init__(self, *, everything: bool = False) -> None:
        self._everything = everything
        self._lines: list[list[str]] = []
        self._rows: list[tuple[str, PaperRow]] = []
        self._single: Result | None = None
        self._count = 0

    def take(self, result: Result) -> None:
        """Takes a result; of several it keeps the rows alone."""
        self._count += 1
        self._single = result if self._count == 1 else None
        report = result.report
        name = report.unit if report is not None and report.unit else result.path
        if report is not None and report.year is not None:
            name = f"{name} {report.year}"
        pieces, _ = conclusion(Teller(result))
        self._lines.append([clean(name), say("；", "; ").join(filter(None, pieces)), clean(result.path)])
        for each in result.diagnostics:
            path, line, _ = each.place()
            place = f"{path}:{line}" if line else path
            text = say("；", "; ").join(filter(None, (each.message, each.remedy)))
            self._lines.append(["", clean(f"{word(SEVERITY_WORDS, each.severity)} {each.code}  {text}"), clean(place)])
        self._rows += [(clean(name), row) for row in paper_rows(result, everything=self._everything)]

    def data(self) -> bytes:
        """The file. Raises `InputError` (E335) when xlsxwriter is not installed."""
        data = BytesIO()
        book = new_book(data, say("核对结果", "findings"))
        result = self._single
        marks = _marks(result, [row for _, row in self._rows]) if result is not None else {}
        sheets = Sheets(book, get_language(), marks)
        front = sheets.sheet(say("发现", "Findings"), wide=True)
        if result is not None and result.report is not None:
            sheets.write_tables(lay_out(result.report))
        self._findings(front, sheets)
        book.close()
        return data.getvalue()

    def _findings(self, sheet: Any, sheets: Sheets) -> None:
        several = self._count > 1
        columns = _columns(several=several)
        for place, (_, width) in enumerate(columns):
            sheet.set_column(place, place, width)
        top = 0
        for name, text, path in self._lines:
            sheets.text(sheet, top, 0, "  ".join(filter(None, (name, text, path))), bold=bool(name))
            top += 1
        top += 1
        for place, (title, _) in enumerate(columns):
            sheets.text(sheet, top, place, title, bold=True, border=1, bg_color="#EEF0F3", text_wrap=True)
        for number, (name, row) in enumerate(self._rows, top + 1):
            texts = [*([name] if several else []), str(row.number), *row.texts]
            for place, text in enumerate(texts):
                fill = {"bg_color": _FILLS[row.verdict]} if place == 1 + several and row.verdict in _FILLS else {}
                sheets.text(sheet, number, place, text, border=1, text_wrap=True, valign="top", **fill)
            sheets.fit_row(sheet, number, [(text, width) for text, (_, width) in zip(texts, columns, strict=True)])
            spot = next((sheets.spots[cell] for cell in row.cells if cell in sheets.spots), None)
            if spot is not None and number < _MOST_LINKS:
                look = sheets.format(border=1, text_wrap=True, valign="top", font_color="#2456A6", underline=1)
                sheet.write_url(number, len(texts) - 3, _link(spot), look, row.place)
        last = top + len(self._rows)
        if self._rows:
            sheet.autofilter(top, 0, last, len(columns) - 1)
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(top)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
        if several:
            return
        legend = [each for each in _FILLS if each != "pass"]
        for place, verdict in enumerate(legend):
            sheets.text(sheet, last + 2, 1 + place, word(VERDICT_WORDS, verdict), bg_color=_FILLS[verdict], border=1)


def _columns(*, several: bool) -> list[tuple[str, int]]:
    """The titles and widths of the columns of findings."""
    found = [
        (say("序号", "no."), 5),
        (say("判定", "verdict"), 10),
        (say("级别", "level"), 6),
        (say("表", "table"), 16),
        (say("行 · 栏", "row · column"), 18),
        (say("说明", "what is wrong"), 36),
        (say("算式", "formula"), 22),
        (say("差额", "difference"), 11),
        (say("最大尾差", "allowance"), 10),
        (say("应为", "should be"), 22),
        (say("位置", "place"), 18),
        (say("规则", "rule"), 16),
        (say("依据", "basis"), 18),
    ]
    return [(say("报告", "report"), 28), *found] if several else found


def _link(spot: SheetSpot) -> str:
    """A link to a cell of the workbook."""
    letters, column = "", spot.column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    quoted = spot.sheet.replace("'", "''")
    return f"internal:'{quoted}'!{letters}{spot.row + 1}"


def _marks(result: Result, rows: list[PaperRow]) -> dict[int, CellMark]:
    """How figures stand out: by the worst verdict on them, those that are to be changed in bold."""
    if result.report is None:
        return {}
    touched, proposed = TouchedCells(Teller(result)), proposed_texts(result)
    notes: dict[int, list[str]] = {}
    for row in rows:
        text = say(
            "{n}. {judged}：{message}", "{n}. {judged}: {message}", n=row.number, judged=row.judged, message=row.message
        )
        for cell in row.cells:
            notes.setdefault(cell, []).append(text)
    marks: dict[int, CellMark] = {}
    for cell, verdict in touched.worst.items():
        told = notes.get(cell, [])
        more = say("另有 {n} 条", "{n} more", n=len(told) - _NOTED) if len(told) > _NOTED else ""
        should = say("应为 {value}", "should be {value}", value=proposed[cell]) if cell in proposed else ""
        note = "\n".join(filter(None, (should, *told[:_NOTED], more)))
        marks[cell] = CellMark(_FILLS[verdict], cell in proposed, note)
    return marks
