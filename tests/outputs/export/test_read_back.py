"""What is drawn is read back as it was drawn, by the readers of published documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from support.documents import cells, grids, texts
from support.documents import rows as rows_in
from support.drawn_reports import DrawnReport, drawn_reports
from support.exported import REAL, SpannedCell, drawn_cells, report_at, rows_of
from support.produced import BROWSER, OFFICE, PLAIN, Manner, by_browser, by_office, manners, paged, pdf_of

from jsrules.model.document import PublishedDocument
from jsrules.outputs.export.kinds import exported
from jsrules.outputs.export.layout import LaidReport, lay_out
from jsrules.readers.documents.open_document import document_of

FEW = settings(max_examples=max(settings.default.max_examples // 20, 2), phases=[Phase.explicit, Phase.generate])
"""A report takes its time; and a seed has nothing simpler."""


def in_one_line(found: Sequence[SpannedCell]) -> list[SpannedCell]:
    """Cells without the breaks of wrapped names."""
    return [(row, column, down, across, text.replace("\n", "")) for row, column, down, across, text in found]


def compare_pages(document: PublishedDocument, laid: LaidReport, manner: Manner) -> None:
    assert not document.faults
    due = [part.cells() for table in laid.tables for part in paged(table, manner)]
    found = [in_one_line(cells(grid)) for grid in grids(document)]
    assert len(found) == len(due)
    for own, wanted in zip(found, due, strict=True):
        assert own == wanted
    outside = "\n".join(texts(document))
    for table in laid.tables:
        assert table.title in outside
        assert all(note[:20] in outside for note in table.notes)


@pytest.mark.parametrize("path", REAL)
@pytest.mark.parametrize(
    "manner", [PLAIN, Manner(rotate=90, room=300), Manner(room=300, repeats=False, top_line=False)]
)
def test_real_reports_through_pdf(path: str, manner: Manner) -> None:
    laid = lay_out(report_at(path))
    compare_pages(document_of(pdf_of(laid, manner), "决算.pdf"), laid, manner)


@given(drawn=drawn_reports(), manner=manners())
@FEW
def test_any_report_through_pdf(drawn: DrawnReport, manner: Manner) -> None:
    laid = drawn.laid
    compare_pages(document_of(pdf_of(laid, manner), "决算.pdf"), laid, manner)


@given(drawn=drawn_reports())
@FEW
def test_any_report_through_a_workbook(drawn: DrawnReport) -> None:
    laid = drawn.laid
    document = document_of(exported(laid, "a.xlsx"), "a.xlsx")
    assert not document.faults
    due = [drawn_cells(table) for table in laid.tables]
    assert [cells(grid) for grid in grids(document)] == due
    outside = "\n".join(texts(document))
    assert all(text in outside for table in laid.tables for caption in table.captions for text in caption)


def read_rows(document: PublishedDocument, laid: LaidReport) -> list[list[list[str]]]:
    """The rows below the headings of each table, without blanks in names; each page repeats the heading."""
    found: list[list[list[str]]] = []
    heads = [rows_of(table)[: table.head_rows] for table in laid.tables]
    for grid in grids(document):
        rows = [[re.sub(r"\s", "", text) for text in row] for row in rows_in(grid)]
        table = next((n for n, head in enumerate(heads) if n >= len(found) - 1 and rows[: len(head)] == head), -1)
        if table >= 0 and table >= len(found):
            found.append(rows[len(heads[table]) :])
        elif table >= 0:
            found[table] += rows[len(heads[table]) :]
    return found


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice or a Chinese font is not installed")
@pytest.mark.parametrize("name", ["a.xlsx", "a.docx"])
@pytest.mark.parametrize("path", REAL)
def test_what_an_office_program_prints(name: str, path: str, tmp_path: Path) -> None:
    laid = lay_out(report_at(path))
    document = document_of(by_office(exported(laid, name), name[1:], "pdf", tmp_path), "决算.pdf")
    due = [rows_of(table)[table.head_rows :] for table in laid.tables]
    assert read_rows(document, laid) == due


@pytest.mark.skipif(BROWSER is None, reason="Chromium or a Chinese font is not installed")
@pytest.mark.parametrize("path", REAL)
def test_what_a_browser_prints(path: str, tmp_path: Path) -> None:
    laid = lay_out(report_at(path))
    document = document_of(by_browser(exported(laid, "a.html"), tmp_path), "决算.pdf")
    due = [rows_of(table)[table.head_rows :] for table in laid.tables]
    assert read_rows(document, laid) == due
