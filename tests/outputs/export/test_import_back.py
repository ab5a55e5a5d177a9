"""Exported reports are imported again: every cell of every table, as it was printed."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support.drawn_reports import DrawnReport, drawn_reports
from support.exported import REAL, report_at
from support.produced import Manner, manners, pdf_of, text_of

from jsrules.base.source import Source
from jsrules.model.report import Report
from jsrules.outputs.export.kinds import exported
from jsrules.outputs.export.layout import LaidReport, lay_out
from jsrules.readers.documents.open_document import document_of
from jsrules.readers.reports.report_reader import open_report
from jsrules.verification.importing import Import
from jsrules.verification.verifier import Verifier

FEW = settings(max_examples=max(settings.default.max_examples // 25, 2), phases=[Phase.explicit, Phase.generate])

KINDS = ("pdf", "xlsx", "docx", "html", "txt")

PrintedCells = dict[tuple[str, str, str, str], object]
"""What is printed, by table, block, row and column; blank cells are left out."""


@cache
def verifier() -> Verifier:
    return Verifier()


def made(laid: LaidReport, kind: str, manner: Manner) -> bytes:
    if kind == "txt":
        return text_of(laid).encode()
    return pdf_of(laid, manner) if kind == "pdf" else exported(laid, f"a.{kind}")


def imported(laid: LaidReport, kind: str, manner: Manner) -> tuple[Import, Report]:
    found = verifier().import_documents([document_of(made(laid, kind, manner), f"决算.{kind}")])
    return found, open_report(Source("决算.yaml", found.text)).read(found.forms)[0]


def printed_cells(report: Report) -> PrintedCells:
    found: PrintedCells = {}
    for number, table in report.tables.items():
        form = report.forms.forms[number]
        if form.is_prose:
            continue
        for shape, block in zip(form.blocks, table.blocks, strict=True):
            for key, row in block.rows.items():
                for column, cell in zip(shape.columns, row.cells, strict=True):
                    if cell is not None and (cell.amount is not None or cell.problem):
                        found[form.title, shape.name, key, column.name] = cell.printed
    return found


def compare(laid: LaidReport, original: Report, kind: str, manner: Manner) -> None:
    found, report = imported(laid, kind, manner)
    assert found.forms is not None and found.forms.title == original.forms.title
    assert (report.kind, report.unit, report.year) == (original.kind, original.unit, original.year)
    assert report.header.get("地区") == original.header.get("地区")
    assert printed_cells(report) == printed_cells(original)
    tables = {number for number in original.tables if not original.forms.forms[number].is_prose}
    assert set(report.tables) == tables
    notes = {number: table.note for number, table in original.tables.items() if number in tables}
    assert {number: table.note for number, table in report.tables.items()} == notes
    assert not [each.text for each in found.report.ledger if each.use == "unread"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", REAL)
def test_a_real_report_comes_back(path: str, kind: str) -> None:
    original = report_at(path)
    compare(lay_out(original), original, kind, Manner(room=400, repeats=False, top_line=False))


@given(drawn=drawn_reports(), kind=st.sampled_from(KINDS), manner=manners())
@FEW
def test_any_report_comes_back(drawn: DrawnReport, kind: str, manner: Manner) -> None:
    compare(drawn.laid, drawn.report, kind, manner)
