"""Documents read in a process of its own: the same document, and an end in every case."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.documents import texts
from support.drawn_tables import draw, simple
from support.pdf_writer import Page, picture, text, write_pdf

from jsrules.base.diagnostic import InputError
from jsrules.base.language import set_language
from jsrules.readers.documents import guarded_process
from jsrules.readers.documents.open_document import document_of, open_document

TABLE = Page(*draw(simple(("项目", "金额"), ("合计", "1,234.50")), 60, 700), text(60, 100, "注：万元"))


def stored(folder: Path, data: bytes) -> str:
    path = folder / "决算.pdf"
    path.write_bytes(data)
    return str(path)


def bomb() -> Page:
    """Drawings that hold drawings, each ten of the next: ten thousand million lines in a kilobyte."""
    page = Page("/Form0 Do")
    page.forms = {f"Form{level}": f"/Form{level + 1} Do " * 10 for level in range(10)} | {"Form10": "0 0 m 9 9 l S"}
    return page


def test_the_same_document(tmp_path: Path) -> None:
    path = stored(tmp_path, write_pdf(TABLE, Page(picture(0, 0, 595, 842)), TABLE))
    assert open_document(path) == document_of(Path(path).read_bytes(), path)
    assert [each.message for each in open_document(path).faults] == ["第 2 页是图片，没有文字"]
    set_language("en")
    assert [each.message for each in open_document(path).faults] == ["page 2 is a picture without text"]


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        open_document(stored(tmp_path, b"%PDF-1.7"))
    assert [each.code for each in caught.value.diagnostics] == ["E410"]


def test_a_file_that_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_process, "MAXIMUM_SECONDS", 4)
    with pytest.raises(InputError) as caught:
        open_document(stored(tmp_path, write_pdf(bomb())))
    (fault,) = caught.value.diagnostics
    assert fault.code == "E410" and "超过上限" in fault.message and fault.remedy


def test_what_was_read_before_is_kept(tmp_path: Path) -> None:
    """The memory that it may take ends it, or the time."""
    document = open_document(stored(tmp_path, write_pdf(TABLE, bomb(), TABLE)))
    assert document.pages == 1 and texts(document) == ["注：万元"]
    (fault,) = document.faults
    assert fault.code == "W411" and fault.message.startswith("第 2 页起没有读")


def test_without_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = stored(tmp_path, write_pdf(TABLE))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "没有"))
    assert texts(open_document(path)) == ["注：万元"]
