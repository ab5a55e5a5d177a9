"""A folder of documents that are broken, locked or made to do harm, and two sound ones: whole commands say of each what is
wrong with it, in bounded time and memory, and read the others.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from support.office_files import document, paragraph, plain_table, relations, rows, workbook, zipped
from support.pdf_writer import Page, picture, text, write_pdf
from support.printed_pdf import printed_pdf
from support.printed_tables import grid

from jsrules.cli import main

COLUMNS = ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")
BODY = (("合计", "", "9.00", "5.00", "4.00"), ("201", "一般公共服务支出", "9.00", "5.00", "4.00"))
HEAD = ("某市某局2021年度部门决算", "支出决算表", "单位：万元")
SOUND_PDF = printed_pdf(*HEAD, grid(" | ".join(COLUMNS), *(" | ".join(each) for each in BODY)))
SOUND_WORD = document(*map(paragraph, HEAD), plain_table(COLUMNS, *BODY))
FIGURES = rows(
    *((each,) for each in HEAD), COLUMNS, *(tuple(f"={each}" if "." in each else each for each in row) for row in BODY)
)

LAUGHS = '<!DOCTYPE x [<!ENTITY a0 "哈">{}]>'.format(
    "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 30))
)
SQUARE = f'<!DOCTYPE x [<!ENTITY a29 "{"哈" * 100_000}">]>'


def unpacking_to(size: int, part: str) -> bytes:
    """An archive, of Excel or Word by the names in it, one part of which unpacks to so many bytes."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as file:
        file.writestr("_rels/.rels", relations(("officeDocument", part)))
        with file.open(part, "w") as stream:
            for _ in range(size >> 20):
                stream.write(b" " * (1 << 20))
    return made.getvalue()


def locked_pdf() -> bytes:
    key = "<" + "28" * 32 + ">"
    encrypted = f"<< /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >>"
    return SOUND_PDF.replace(b"/Root 1 0 R", f"/Root 1 0 R /Encrypt {encrypted} /ID [<00> <00>]".encode())


def nested(depth: int) -> str:
    table = plain_table(("甲", "乙"), ("丙", "5.00"))
    for _ in range(depth):
        table = f"<tbl><tr><tc>{table}</tc><tc>{paragraph('边')}</tc></tr></tbl>"
    return table


def word_file(xml: str) -> bytes:
    """A Word document whose text is this part."""
    return zipped({"_rels/.rels": relations(("officeDocument", "word/document.xml")), "word/document.xml": xml})


REFUSED = {
    "empty.pdf": (b"", "E410"),
    "empty.xlsx": (b"", "E410"),
    "cut.pdf": (SOUND_PDF[:500], "E410"),
    "cut.docx": (SOUND_WORD[: len(SOUND_WORD) // 2], "E410"),
    "cut.xlsx": (workbook(FIGURES)[:700], "E410"),
    "locked.pdf": (locked_pdf(), "E410"),
    "noise.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 4000, "E410"),
    "noise.xls": (bytes(range(256)) * 400, "E410"),
    "archive.docx": (zipped({"决算.txt": "x"}), "E410"),
    "picture.pdf": (b"\x89PNG\r\n\x1a\n" + bytes(100), "E410"),
    "laughs.xlsx": (workbook("", **{"xl/worksheets/sheet1.xml": f"{LAUGHS}<worksheet>&a29;</worksheet>"}), "E410"),
    "laughs.docx": (word_file(f"{LAUGHS}<document>&a29;</document>"), "E410"),
    "square.docx": (word_file(f"{SQUARE}<document>{'&a29;' * 100_000}</document>"), "E410"),
    "bomb.xlsx": (unpacking_to(600 << 20, "xl/workbook.xml"), "E105"),
    "bomb.docx": (unpacking_to(600 << 20, "word/document.xml"), "E105"),
}
"""Documents of which nothing is read, and the code that says so."""

BLANK = "".join(f'<row r="{row}">' + '<c s="1"/>' * 20 + "</row>" for row in range(10, 5_010))
MERGED = '<mergeCells><mergeCell ref="A8:XFD1048576"/></mergeCells>'
HIDDEN = FIGURES.replace("<row>", '<row hidden="1">').replace("<sheetData>", "").replace("</sheetData>", "")
TITLE_AND_TABLE = [*map(paragraph, HEAD), plain_table(COLUMNS, *BODY)]

READ = {
    "sound.pdf": (SOUND_PDF, []),
    "sound.docx": (SOUND_WORD, []),
    "blank.xlsx": (workbook(FIGURES.replace("</sheetData>", f"{BLANK}</sheetData>")), []),
    "merged.xlsx": (workbook(FIGURES + MERGED), []),
    "hidden.xlsx": (workbook(FIGURES.replace("</sheetData>", f"{HIDDEN}</sheetData>")), ["W412"]),
    "nested.docx": (document(*TITLE_AND_TABLE, paragraph("附件"), nested(12)), ["W411"]),
}
"""Documents whose table is read all the same, and what is told of the rest."""

SHAPES = "".join(map(chr, (0x13, 0x14, 0x11, 0x13)))
WITHOUT_TABLES = {
    "scan.pdf": (write_pdf(Page(picture(0, 0, 595, 842))), "第 1 页是图片，没有文字"),
    "shapes.pdf": (write_pdf(Page(text(60, 700, SHAPES)), unicode_known=False), "字体没有说明是什么字"),
}
"""Documents that can be opened, and what is told of the pages that hold nothing to be read."""

BESIDE = {"~$sound.docx": b"mark", "说明.md": "# 说明\n".encode(), "result.csv": b"a,b\n"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "all").mkdir()
    for name, (data, _) in {**REFUSED, **READ, **WITHOUT_TABLES}.items():
        (tmp_path / "all" / name).write_bytes(data)
    for name, data in BESIDE.items():
        (tmp_path / "all" / name).write_bytes(data)
    return tmp_path


def test_verify_tells_each_and_reads_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "all", "--format", "json"]) == 2
    found = {}
    for line in capsys.readouterr().out.splitlines():
        result = json.loads(line)
        found[result["report"]["path"].removeprefix("all/")] = result
    assert set(found) == {*REFUSED, *READ, *WITHOUT_TABLES}
    for name, (_, code) in REFUSED.items():
        (fault,) = found[name]["diagnostics"]
        assert (fault["code"], bool(fault["remedy"])) == (code, True), name
    for name, (_, codes) in READ.items():
        told = [each["code"] for each in found[name]["diagnostics"] if each["code"] in ("W411", "W412")]
        assert told == codes, name
        assert found[name]["imported"]["figures"]["cell"] == 6, name
        if "W411" not in codes:  # of what was not read wholly nobody knows whether a table is missing
            assert found[name]["summary"] == found["sound.pdf"]["summary"], name
    for name, (_, words) in WITHOUT_TABLES.items():
        told = found[name]["diagnostics"]
        assert [each["code"] for each in told] in (["W411", "E410"], ["W416", "E410"]), name
        assert words in told[0]["message"], name


def test_import_writes_those_that_hold_tables(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "all", "-o", "reports/"]) == 2
    out, err = capsys.readouterr()
    assert len(list((folder / "reports").iterdir())) == len(READ)
    assert all(name in err for name in REFUSED) and "Traceback" not in err
    assert all(f"all/{name}（没有写出）" in out and words in out for name, (_, words) in WITHOUT_TABLES.items())


def test_more_characters_than_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "长.docx"
    path.write_bytes(document(*TITLE_AND_TABLE, paragraph("长" * 3_000_000), paragraph("后面的 7.00")))
    assert main(["verify", str(path), "--format", "json"]) == 0
    result = json.loads(capsys.readouterr().out)
    (fault,) = [each for each in result["diagnostics"] if each["code"] == "W411"]
    assert "超过上限（3000000 个字符）" in fault["message"]
    assert result["imported"]["figures"] == {
        **dict.fromkeys(("prose", "statement", "explanation", "constant", "unread"), 0),
        "cell": 6,
    }
