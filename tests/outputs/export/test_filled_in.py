"""The empty workbook that `jsrules new` writes, filled in as accountants do and imported: every figure arrives where it was
typed, whichever program saved the file.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from support.produced import OFFICE, by_office

from jsrules.cli import main
from jsrules.model.imported import ImportedReport
from jsrules.readers.documents.open_document import document_of
from jsrules.verification.verifier import Verifier

Typed = dict[tuple[str, str], str]
"""What was typed, by sheet and cell, as it is shown."""

SHEETS = [("部门决算", "2024", "上海市"), ("部门决算", "2021", ""), ("单位决算", "2018", "四川省")]


def filled_in(path: Path) -> tuple[bytes, Typed]:
    """The workbook with a figure in every cell that is for one, and what they were."""
    from openpyxl import load_workbook

    chance = Random(path.name)
    typed: Typed = {}
    book = load_workbook(path)
    cover = book.worksheets[0]
    for row in cover.iter_rows():
        for cell in row:
            if cell.value == "单位：":
                cell.value = "单位：某市某局"
    for sheet in book.worksheets[1:]:
        codes = iter(["201", "20103", "2010301", "208", "20805", "2080505"])
        for row in sheet.iter_rows():
            framed = [cell for cell in row if cell.border.left.style]
            figures = [cell for cell in framed if cell.number_format == "#,##0.00" and cell.value is None]
            first = framed[0] if framed else None
            if first is not None and figures and first.value is None and first.number_format == "@":
                first.value = next(codes, None)  # a row of a list: it is filled while there is something for it
                if first.value is None:
                    continue
                framed[1].value = f"{first.value} 的名称"
            named = first in figures
            for cell in framed:
                if cell not in figures:
                    named = cell.value is not None and (named or not str(cell.value).isdigit())
                    continue
                if not named:  # beside a row that only the block next to it has
                    continue
                cents = chance.randrange(10_000_000)
                cell.value = cents / 100
                typed[sheet.title, cell.coordinate] = f"{cents // 100:,}.{cents % 100:02}"
    data = BytesIO()
    book.save(data)
    return data.getvalue(), typed


def arrived(report: ImportedReport) -> Typed:
    return {
        (cell.place.sheet, cell.place.cell): cell.text
        for table in report.tables
        for block in table.blocks
        for row in block.rows
        for cell in row.cells
        if cell.text and cell.place is not None
    }


@pytest.mark.parametrize(("kind", "year", "region"), SHEETS)
@pytest.mark.parametrize(
    "saved",
    [
        "openpyxl",
        *(
            pytest.param(each, marks=pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed"))
            for each in ("xlsx", "xls")
        ),
    ],
)
def test_every_figure_arrives(kind: str, year: str, region: str, saved: str, tmp_path: Path) -> None:
    path = tmp_path / "空表.xlsx"
    assert main(["new", kind, year, *(["--region", region] if region else []), "-o", str(path)]) == 0
    data, typed = filled_in(path)
    if saved != "openpyxl":
        data = by_office(data, ".xlsx", saved, tmp_path)
    report = Verifier().import_documents([document_of(data, "填好.xlsx")]).report
    assert len(typed) > 150
    assert arrived(report) == typed
    assert (report.kind, report.unit, report.year, report.region) == (kind, "某市某局", int(year), region or "某市")
    assert all(table.known for table in report.tables)
    assert not [each.text for each in report.ledger if each.use == "unread"]


def test_what_is_left_empty_says_whose_it_is_not(tmp_path: Path) -> None:
    for name in ("空表.xlsx", "空表.docx"):
        assert main(["new", "部门决算", "2024", "-o", str(tmp_path / name)]) == 0
        report = Verifier().import_files([str(tmp_path / name)]).report
        assert (report.kind, report.unit, report.year) == ("部门决算", "", 2024)
        assert not arrived(report)
