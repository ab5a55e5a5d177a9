"""Marks in workbooks, read by openpyxl and part by part: notes and colours on the very cells, and nothing else changed."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from support.annotated import RIGHT, WRONG, annotations_of, marked, wrong_report
from support.office_files import workbook
from support.produced import by_office

from jsrules.base.diagnostic import InputError
from jsrules.model.annotation import Annotations
from jsrules.model.document import DocumentPlace
from jsrules.outputs.annotate.workbook_marks import annotated_workbook
from jsrules.outputs.export.kinds import exported

openpyxl: Any = pytest.importorskip("openpyxl")

RED = "FFFFC7CE"

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
    f'<Override PartName="/xl/texts.xml" ContentType="{_KIND}.sharedStrings+xml"/></Types>'
)
"""What openpyxl wants to know before it reads a workbook."""


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as container:
        return {name: container.read(name) for name in container.namelist()}


def notes(data: bytes) -> dict[tuple[str, str], str]:
    """What the notes of a workbook say, by sheet and cell."""
    book = openpyxl.load_workbook(BytesIO(data))
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    }


def on(sheet: str, *cells: str, note: str = "1 错误  甲应为乙") -> Annotations:
    one = marked(DocumentPlace(sheet=sheet, cell=cells[0]), "1", note)
    marks = [marked(DocumentPlace(sheet=sheet, cell=cell), "1", note).marks[0] for cell in cells]
    return Annotations(one.author, one.title, one.remarks, one.heads, one.rows, tuple(marks))


def test_notes_and_colours_stand_on_the_very_cells(tmp_path: Path) -> None:
    data = exported(wrong_report(), "决算.xlsx")
    path = tmp_path / "决算.xlsx"
    path.write_bytes(data)
    annotations = annotations_of(path)
    made = annotated_workbook(data, "决算.xlsx", annotations)
    assert set(notes(made)) == {(each.place.sheet, each.place.cell) for each in annotations.marks}
    (wrong,) = (each.place for each in annotations.marks if each.text == WRONG)
    assert f"{WRONG} 应为 {RIGHT}" in notes(made)[wrong.sheet, wrong.cell]
    before, after = openpyxl.load_workbook(BytesIO(data)), openpyxl.load_workbook(BytesIO(made))
    cell = after[wrong.sheet][wrong.cell]
    assert (cell.value, cell.number_format) == (435.2, before[wrong.sheet][wrong.cell].number_format)
    assert cell.fill.fgColor.rgb == RED and cell.border.top.style == "medium"
    coloured = {
        (sheet.title, each.coordinate)
        for sheet in after
        for row in sheet.iter_rows()
        for each in row
        if each.fill.fgColor.rgb in (RED, "FFFFE2B8", "FFD6E6FF")
    }
    assert coloured == set(notes(made))
    for sheet in before:
        assert [[each.value for each in row] for row in sheet.iter_rows()] == [
            [each.value for each in row] for row in after[sheet.title].iter_rows()
        ]
    assert made == annotated_workbook(data, "决算.xlsx", annotations), "the same bytes from run to run"


def test_the_list_is_the_last_sheet_and_leads_to_the_cells(tmp_path: Path) -> None:
    data = exported(wrong_report(), "决算.xlsx")
    (tmp_path / "决算.xlsx").write_bytes(data)
    annotations = annotations_of(tmp_path / "决算.xlsx")
    sheet = openpyxl.load_workbook(BytesIO(annotated_workbook(data, "决算.xlsx", annotations))).worksheets[-1]
    assert sheet.title == "检查结果"
    rows = [tuple(value for value in row if value) for row in sheet.iter_rows(values_only=True)]
    assert annotations.heads in rows
    for each in annotations.rows:
        assert tuple(filter(None, (each.number, each.level_word, each.message, each.where))) in rows
    for link in sheet._hyperlinks:
        number = sheet[link.ref].value
        row = next(each for each in annotations.rows if each.number == number)
        place = annotations.marks[row.mark].place
        assert link.location == f"'{place.sheet}'!{place.cell}"


def test_every_other_part_stays_byte_for_byte() -> None:
    data = workbook(
        '<sheetData><row r="2"><c r="B2"><v>5</v></c></row></sheetData><drawing r:id="rId9"/>',
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>',
        **{"xl/drawings/drawing1.xml": "<xdr/>", "xl/vbaProject.bin": b"\x00macro", "custom/其他.xml": "<a/>"},
    )
    before, after = parts(data), parts(annotated_workbook(data, "决算.xlsx", on("表1", "B2")))
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
    }
    assert list(after)[: len(before)] == list(before)


FORMULAS = (
    '<sheetData><row r="1"><c r="A1" s="0"><f>SUM(B1:C1)</f><v>5.5</v></c><c r="C1" t="s"><v>0</v></c></row>'
    '<row r="3" s="1"><c r="C3"><v>1151.789423</v></c></row></sheetData><tableParts count="0"/>'
)


def test_formulas_stay_and_cells_that_are_not_written_are_made_where_their_row_is() -> None:
    data = workbook(FORMULAS, texts="<si><t>字</t></si>", styles=STYLES, **{"[Content_Types].xml": TYPES})
    made = annotated_workbook(data, "决算.xlsx", on("表1", "A1", "B1", "D3", "A3", "F9"))
    book = openpyxl.load_workbook(BytesIO(made))
    sheet = book["表1"]
    assert [sheet[cell].value for cell in ("A1", "C1", "C3")] == ["=SUM(B1:C1)", "字", 1151.789423]
    assert {each for each in ("A1", "B1", "C1", "A3", "C3", "D3") if sheet[each].fill.fgColor.rgb == RED} == {
        "A1",
        "B1",
        "A3",
        "D3",
    }
    assert {cell for _, cell in notes(made)} == {"A1", "B1", "A3", "D3", "F9"}
    text = parts(made)["xl/worksheets/sheet1.xml"].decode()
    assert text.index("legacyDrawing") < text.index("tableParts"), "the order that Excel wants"
    assert "<f>SUM(B1:C1)</f><v>5.5</v>" in text.replace("ns0:", "")


STYLES = (
    '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)


def test_notes_that_are_there_stay() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = 5, 6
    book.active["A1"].comment = openpyxl.comments.Comment("原来的批注", "审计")
    stream = BytesIO()
    book.save(stream)
    title = book.active.title
    once = annotated_workbook(stream.getvalue(), "决算.xlsx", on(title, "A1", "B1"))
    assert notes(once) == {(title, "A1"): "原来的批注\n\n1 错误  甲应为乙", (title, "B1"): "1 错误  甲应为乙"}
    twice = annotated_workbook(once, "决算.xlsx", on(title, "B1"))
    assert [each.title for each in openpyxl.load_workbook(BytesIO(twice))] == [title, "检查结果", "检查结果_2"]
    drawings = [name for name in parts(once) if name.endswith(".vml")]
    shapes = parts(once)[drawings[0]].decode()
    assert len(drawings) == 1 and shapes.count('ObjectType="Note"') == 2


def test_hostile_names_and_words_are_inert() -> None:
    name = "=cmd|' &<C> calc'!A0"
    note = "长" * 10_000 + "<x>&amp; ]]> =1+1 \u202e"
    one = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    data = workbook(one, styles=STYLES, names=(name,), **{"[Content_Types].xml": TYPES})
    made = annotated_workbook(data, "决算.xlsx", on(name, "A1", note=note))
    assert notes(made) == {(name, "A1"): note}
    for sheet in openpyxl.load_workbook(BytesIO(made)):
        assert not any(each.data_type == "f" for row in sheet.iter_rows() for each in row)


def test_a_part_with_entities_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    data = workbook('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>', **{"xl/styles.xml": bomb})
    with pytest.raises(InputError) as refused:
        annotated_workbook(data, "决算.xlsx", on("表1", "A1"))
    assert refused.value.diagnostics[0].code == "E410"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_copy(tmp_path: Path) -> None:
    data = exported(wrong_report(), "决算.xlsx")
    (tmp_path / "决算.xlsx").write_bytes(data)
    made = annotated_workbook(data, "决算.xlsx", annotations_of(tmp_path / "决算.xlsx"))
    again = by_office(made, ".xlsx", "ods", tmp_path)
    content = parts(again)["content.xml"].decode()
    assert content.count("<office:annotation ") == len(notes(made)) and f"{WRONG} 应为 {RIGHT}" in content
