"""Marks in Word documents, read part by part: comments at the very paragraphs and cells, and nothing else changed."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from support.annotated import RIGHT, WRONG, annotations_of, marked, wrong_report
from support.office_files import document, paragraph, plain_table
from support.produced import by_office

from jsrules.model.annotation import Annotations
from jsrules.model.document import DocumentPlace
from jsrules.outputs.export.kinds import exported

pytest.importorskip("lxml")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def marks_in(data: bytes, annotations: Annotations) -> bytes:
    from jsrules.outputs.annotate.word_marks import annotated_word

    return annotated_word(data, "决算.docx", annotations)


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as container:
        return {name: container.read(name) for name in container.namelist()}


def comments(data: bytes) -> list[tuple[str, str]]:
    """The text that each comment is at, in the order of the document, and what it says."""
    found = parts(data)
    (name,) = (each for each in found if "omments" in each)
    said = {
        each.get(f"{W}id"): "\n".join("".join(one.itertext()) for one in each.iter(f"{W}p"))
        for each in ET.fromstring(found[name])
    }
    root = ET.fromstring(found["word/document.xml"])
    at = []
    for each in root.iter(f"{W}p"):
        own = "".join(one.text or "" for one in each.iter(f"{W}t"))
        ids = [one.get(f"{W}id") for one in each if one.tag == f"{W}commentRangeStart"]
        assert ids == [one.get(f"{W}id") for one in each if one.tag == f"{W}commentRangeEnd"]
        at += [(own, said[number]) for number in ids]
    return at


def test_comments_stand_at_the_very_cells(tmp_path: Path) -> None:
    data = exported(wrong_report(), "决算.docx")
    (tmp_path / "决算.docx").write_bytes(data)
    annotations = annotations_of(tmp_path / "决算.docx")
    made = marks_in(data, annotations)
    found = comments(made)
    assert sorted(text for text, _ in found) == sorted(each.text for each in annotations.marks)
    (note,) = (note for text, note in found if text == WRONG)
    assert f"{WRONG} 应为 {RIGHT}" in note
    assert made == marks_in(data, annotations), "the same bytes from run to run"


TABLE = plain_table(("项目", "数"), ("甲", "28.29"), ("乙", ""))
TEXT = (paragraph("一"), paragraph("二十八点 28.29"), TABLE, paragraph("三"))


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (DocumentPlace(paragraph=2), "二十八点 28.29"),
        (DocumentPlace(paragraph=3, cell="B2"), "28.29"),
        (DocumentPlace(paragraph=3, cell="A1"), "项目"),
        (DocumentPlace(paragraph=3, cell="B3"), ""),
        (DocumentPlace(paragraph=9), "三"),
    ],
)
def test_every_kind_of_place(place: DocumentPlace, expected: str) -> None:
    made = marks_in(document(*TEXT), marked(place, expected))
    assert comments(made) == [(expected, "1 错误  甲应为乙")]


def test_a_place_that_is_not_there_is_passed_over() -> None:
    assert comments(marks_in(document(*TEXT), marked(DocumentPlace(paragraph=99), ""))) == []


def test_every_other_part_stays_byte_for_byte_and_so_do_comments() -> None:
    space = f'xmlns:w="{W[1:-1]}"'
    own = f'<w:comment {space} w:id="7" w:author="审"><w:p><w:r><w:t>原有</w:t></w:r></w:p></w:comment>'
    data = document(*TEXT, related={"comments": own, "footer": "<p/>"})
    made = marks_in(data, marked(DocumentPlace(paragraph=1), "一"))
    before, after = parts(data), parts(made)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"word/document.xml", *(name for name in before if "omments" in name)}
    assert set(before) == set(after)
    text = next(each.decode() for name, each in after.items() if "omments" in name)
    assert "原有" in text and 'id="8"' in text


def test_hostile_words_are_inert() -> None:
    note = "长" * 10_000 + "<w:x>&amp; ]]> \u202e"
    assert comments(marks_in(document(*TEXT), marked(DocumentPlace(paragraph=1), "一", note))) == [("一", note)]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_copy(tmp_path: Path) -> None:
    data = exported(wrong_report(), "决算.docx")
    (tmp_path / "决算.docx").write_bytes(data)
    annotations = annotations_of(tmp_path / "决算.docx")
    content = parts(by_office(marks_in(data, annotations), ".docx", "odt", tmp_path))["content.xml"].decode()
    assert content.count("<office:annotation ") == len(annotations.marks) and f"{WRONG} 应为 {RIGHT}" in content
