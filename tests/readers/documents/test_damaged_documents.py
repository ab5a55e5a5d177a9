"""Documents damaged at random: a clear message or what is left of them, never a traceback, never an invented figure."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support.damaged import Damage, byte_damages, damaged, damaged_bytes, said_damages
from support.documents import cells, grids
from support.drawn_reports import DrawnReport, drawn_reports
from support.exported import REAL, report_at
from support.produced import pdf_of
from support.second_reader import AMOUNT

from jsrules.base.diagnostic import InputError
from jsrules.model.document import PublishedDocument
from jsrules.outputs.export.kinds import exported
from jsrules.outputs.export.layout import LaidReport, lay_out
from jsrules.readers.documents.open_document import document_of, open_document

FEW = settings(max_examples=max(settings.default.max_examples // 25, 3), phases=[Phase.explicit, Phase.generate])


def amounts_in(document: PublishedDocument) -> set[str]:
    texts = (text.replace("\n", "") for grid in grids(document) for *_, text in cells(grid))
    return {amount for text in texts for amount in AMOUNT.findall(text)}


def amounts_of(report: LaidReport) -> set[str]:
    return {amount for table in report.tables for cell in table.cells for amount in AMOUNT.findall(cell.text)}


def opened(path: Path) -> PublishedDocument | None:
    """The document; None where a clear message says why there is none."""
    try:
        return open_document(str(path))
    except InputError as error:
        found = error.diagnostics
    assert all(each.code.startswith("E") and each.remedy and each.code != "E900" for each in found)
    return None


@cache
def real() -> LaidReport:
    return lay_out(report_at(REAL[0]))


@given(drawn=drawn_reports(), damage=said_damages(), kind=st.sampled_from(["pdf", "xlsx"]))
@FEW
def test_no_figure_is_read_that_does_not_stand_there(drawn: DrawnReport, damage: Damage, kind: str) -> None:
    laid = damaged(drawn.laid, damage)
    document = document_of(pdf_of(laid) if kind == "pdf" else exported(laid, "a.xlsx"), f"a.{kind}")
    assert amounts_in(document) == amounts_of(laid)


@given(damage=byte_damages(), kind=st.sampled_from(["pdf", "xlsx", "docx", "html"]))
@FEW
def test_damaged_bytes_end_in_a_message_or_a_document(damage: Damage, kind: str) -> None:
    whole = pdf_of(real()) if kind == "pdf" else exported(real(), f"a.{kind}")
    with TemporaryDirectory() as folder:
        path = Path(folder, f"决算.{kind}")
        path.write_bytes(damaged_bytes(whole, damage))
        document = opened(path)
    if document is None:
        return
    assert document.parts or document.faults
    if damage.kind not in ("bytes changed", "bytes lost", "part cut off"):
        assert amounts_in(document) <= amounts_of(real())


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "docx", "html"])
def test_the_first_bytes_alone(kind: str, tmp_path: Path) -> None:
    whole = pdf_of(real()) if kind == "pdf" else exported(real(), f"a.{kind}")
    for length in (0, 1, 8, 100, 1000):
        path = tmp_path / f"{length}.{kind}"
        path.write_bytes(whole[:length])
        document = opened(path)
        assert document is None or not amounts_in(document) - amounts_of(real())
