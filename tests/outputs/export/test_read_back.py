"""What is drawn is read back as it was drawn, by the readers of published documents."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import Phase, given, settings
from support.documents import cells, grids, texts
from support.drawn_reports import DrawnReport, drawn_reports
from support.exported import REAL, SpannedCell, report_at
from support.produced import PLAIN, Manner, manners, paged, pdf_of

from jsrules.model.document import PublishedDocument
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
