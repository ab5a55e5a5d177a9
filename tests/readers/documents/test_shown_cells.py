"""A document without what it hides."""

from __future__ import annotations

from support.documents import cells, grids
from support.office_files import rows, workbook

from jsrules.readers.documents.open_document import document_of
from jsrules.readers.documents.shown_cells import shown_document
from jsrules.verification.verifier import Verifier

SHEET = (
    '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'
    '<row r="1"><c r="A1" t="str"><v>项目</v></c><c r="B1" t="str"><v>金额</v></c></row>'
    '<row r="2"><c r="A2"/><c r="B2" t="str"><v>上年</v></c><c r="C2" t="str"><v>本年</v></c></row>'
    '<row r="3" hidden="1"><c r="A3" t="str"><v>甲</v></c><c r="B3"><v>1</v></c><c r="C3"><v>2</v></c></row>'
    '<row r="4"><c r="A4" t="str"><v>合计</v></c><c r="B4"><v>3</v></c><c r="C4"><v>4</v></c></row></sheetData>'
    '<mergeCells><mergeCell ref="B1:C1"/><mergeCell ref="A1:A2"/></mergeCells>'
)


def test_hidden_rows_and_columns_are_closed_up() -> None:
    """A heading over a hidden column and one that shows stays."""
    document = shown_document(document_of(workbook(SHEET), "决算.xlsx"))
    (grid,) = grids(document)
    assert cells(grid) == [
        (0, 0, 2, 1, "项目"),
        (0, 1, 1, 1, "金额"),
        (1, 1, 1, 1, "本年"),
        (2, 0, 1, 1, "合计"),
        (2, 1, 1, 1, "4"),
    ]
    assert (grid.rows, grid.columns) == (3, 2) and grid.cells[-1].place.cell == "C4"


def test_hidden_sheets_are_left_out() -> None:
    table = rows(("项目", "金额"), ("合计", "=5"))
    document = document_of(workbook(table, table, names=("表", "隐表")), "决算.xlsx")
    assert len(grids(document)) == 2 and len(grids(shown_document(document))) == 1
    assert shown_document(shown_document(document)) == shown_document(document)


def test_hidden_figures_are_not_in_the_report() -> None:
    """A draft of the table on a hidden sheet, and a hidden row."""
    titles = ("收入支出决算总表",), ("单位：万元",), ("项目", "决算数", "项目", "决算数")
    table = rows(*titles, ("总计", "=5", "总计", "=5"))
    sheet = table.replace("<sheetData>", "<sheetData><row hidden='1'><c><v>777</v></c></row>")
    draft = table.replace("<v>5</v>", "<v>888</v>")
    cover = rows(("某局2021年度部门决算",))
    file = workbook(cover, sheet, draft, names=("封面", "总表", "隐表"))
    found = Verifier().import_documents([document_of(file, "决算.xlsx")]).report
    assert [entry.text for entry in found.ledger if entry.use == "cell"] == ["5", "5"]
    assert not {"777", "888"} & {entry.text for entry in found.ledger}
    assert [fault.code for fault in found.faults] == ["W412", "W412"]
