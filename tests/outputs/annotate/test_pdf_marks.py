"""Marks in PDF files, read by pypdf and pdfplumber, PDFium and poppler: frames on the very figures, nothing covered."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from support.annotated import (
    RIGHT,
    WRONG,
    annotations_of,
    frames_and_labels,
    marked,
    overlap,
    poppler_text,
    signs_of,
    wrong_report,
)
from support.documents import SHARED
from support.pdf_writer import Page, text, turned, write_pdf
from support.produced import Manner, pdf_of

from jsrules.base.diagnostic import InputError
from jsrules.model.annotation import Annotations
from jsrules.model.document import Box, DocumentPlace
from jsrules.outputs.annotate.kinds import annotated
from jsrules.outputs.annotate.pdf_marks import annotated_pdf

pypdfium2: Any = pytest.importorskip("pypdfium2")
pypdf: Any = pytest.importorskip("pypdf")

ALONE = DocumentPlace(1, Box(0, 0, 59500, 84200))


def assert_right(original: bytes, made: bytes, annotations: Annotations) -> None:
    """Every frame holds its figure and nothing else; no label lies on anything that is printed, or on another mark."""
    frames, labels = frames_and_labels(made)
    signs = signs_of(original)
    assert len(frames) == len(annotations.marks)
    wanted = {(mark.place.page, ",".join(mark.numbers), mark.text) for mark in annotations.marks}
    found = set()
    for frame in frames:
        x0, y0, x1, y1 = frame.corners
        inside = [
            (corners, letter)
            for letter, corners in signs[frame.page - 1].letters
            if x0 <= (corners[0] + corners[2]) / 2 <= x1 and y0 <= (corners[1] + corners[3]) / 2 <= y1
        ]
        figures = "".join(letter for _, letter in inside)
        # A line that prints a figure twice, and whose place does not say which is meant, is framed as a whole.
        several = [each for each in wanted if each[:2] == frame[0:3:2] and figures.count(each[2]) > 1]
        found.update(several or [(frame.page, frame.numbers, figures)])
    assert found == wanted
    areas = [(each.page, each.corners) for each in frames]
    for number, label in enumerate(labels):
        here = signs[label.page - 1]
        for _, corners in here.letters:
            assert not overlap(label.corners, corners), label
        for line in here.lines:
            thin = min(line[2] - line[0], line[3] - line[1]) < 3
            assert not (thin and overlap(label.corners, line)), label
        others = [corners for page, corners in areas if page == label.page]
        others += [each.corners for place, each in enumerate(labels) if place != number and each.page == label.page]
        assert not any(overlap(label.corners, each) for each in others), label


def page_texts(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


@pytest.mark.parametrize("rotate", [0, 90, 270])
def test_frames_hold_the_figures_and_nothing_else(rotate: int, tmp_path: Path) -> None:
    data = pdf_of(wrong_report(), Manner(rotate=rotate))
    (tmp_path / "决算.pdf").write_bytes(data)
    annotations = annotations_of(tmp_path / "决算.pdf")
    assert WRONG in {each.text for each in annotations.marks}
    made = annotated_pdf(data, "决算.pdf", annotations)
    assert_right(data, made, annotations)
    frames, labels = frames_and_labels(made)
    (wrong,) = (each for each in frames if each.numbers == "1")
    assert f"{WRONG} 应为 {RIGHT}" in wrong.note
    red, green, blue = wrong.colour
    assert red > 0.5 > green and blue < 0.5, "an error is red"
    assert f"1 {RIGHT}" in {each.text for each in labels}
    for label in labels:
        wide, high = label.corners[2] - label.corners[0], label.corners[3] - label.corners[1]
        assert (wide > high) == (rotate == 0) or len(label.text) < 3, "it stands upright as the page is seen"


def test_the_file_stays_and_what_is_new_stands_behind_it(tmp_path: Path) -> None:
    data = pdf_of(wrong_report())
    (tmp_path / "决算.pdf").write_bytes(data)
    annotations = annotations_of(tmp_path / "决算.pdf")
    made = annotated_pdf(data, "决算.pdf", annotations)
    assert made.startswith(data)
    assert made == annotated_pdf(data, "决算.pdf", annotations), "the same bytes from run to run"
    assert page_texts(made)[: len(page_texts(data))] == page_texts(data)


def test_the_list_can_be_read_and_leads_to_the_figures(tmp_path: Path) -> None:
    data = pdf_of(wrong_report())
    (tmp_path / "决算.pdf").write_bytes(data)
    annotations = annotations_of(tmp_path / "决算.pdf")
    made = annotated_pdf(data, "决算.pdf", annotations)
    listed = page_texts(made)[-1]
    for words in ("检查结果", "决算.pdf", "编号", "错误", f"{WRONG} 应为 {RIGHT}", "第 3 页"):
        assert words in listed
    shown = poppler_text(made, tmp_path)
    assert not shown or f"{WRONG} 应为 {RIGHT}" in shown
    reader = pypdf.PdfReader(BytesIO(made))
    links = [each.get_object() for each in reader.pages[-1]["/Annots"]]
    (wrong,) = (mark for mark in annotations.marks if mark.text == WRONG)
    assert links[0]["/Dest"][0].get_object() == reader.pages[wrong.place.page - 1].get_object()


def test_the_list_is_drawn() -> None:
    """Where a Chinese font is installed, its characters are: the font itself is not in the file."""
    made = annotated_pdf(write_pdf(Page(text(50, 700, "1.00"))), "决算.pdf", marked(ALONE, "1.00", "检" * 30))
    page = pypdfium2.PdfDocument(made)[1]
    picture = page.render(scale=2, grayscale=True)
    dark = sum(each < 128 for each in bytes(picture.buffer))
    assert dark > 2000
    assert "/FontFile" not in made[len(write_pdf(Page(text(50, 700, "1.00")))) :].decode("latin-1")


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("origin", [0, -100, 37])
def test_turned_and_moved_pages(rotate: int, origin: float) -> None:
    page = turned([text(60, 500, "28.29 万元，28.092 万元")], (595, 842), rotate)
    page.origin = 0
    data = write_pdf(page)
    if origin and not rotate:
        data = write_pdf(Page(text(60 + origin, 500 + origin, "28.29 万元，28.092 万元"), origin=origin))
    annotations = marked(ALONE, "28.29", proposal="28.09")
    assert_right(data, annotated_pdf(data, "决算.pdf", annotations), annotations)


def test_a_figure_in_a_sentence_is_told_from_those_around_it() -> None:
    data = write_pdf(Page(text(60, 500, "比1,128.29增加28.29万元，28.291万元")))
    annotations = marked(DocumentPlace(1, Box(0, 32000, 59500, 35000)), "28.29")
    assert_right(data, annotated_pdf(data, "决算.pdf", annotations), annotations)


def test_dense_pages_get_labels_that_cover_nothing() -> None:
    lines = [text(30, 800 - 12 * row, "28.29 " * 18, 10) for row in range(60)]
    data = write_pdf(Page(*lines))
    width = 6 * 500
    marks = []
    for row in range(60):
        for column in range(18):
            left, top = 3000 + column * width, 4200 + 1200 * row - 1000
            marks.append(marked(DocumentPlace(1, Box(left, top, left + width, top + 1300)), "28.29").marks[0])
    one = marked(ALONE, "")
    annotations = Annotations(one.author, one.title, one.remarks, one.heads, one.rows, tuple(marks))
    assert_right(data, annotated_pdf(data, "决算.pdf", annotations), annotations)


def test_annotations_that_are_there_stay() -> None:
    data = write_pdf(Page(text(60, 500, "28.29")))
    once = annotated_pdf(data, "决算.pdf", marked(ALONE, "28.29"))
    twice = annotated_pdf(once, "决算.pdf", marked(ALONE, "28.29"))
    assert len(frames_and_labels(twice)[0]) == 2
    assert len(pypdf.PdfReader(BytesIO(twice)).pages) == 3


def with_table_as_stream(data: bytes) -> bytes:
    """The same file with its table of what stands where as a stream, as newer programs write it."""
    reader = pypdf.PdfReader(BytesIO(data))
    places = {number: at for each in reader.xref.values() for number, at in each.items() if number}
    body = data[: data.rindex(b"xref\n0")]
    size = max(places) + 2
    rows = b"".join(
        b"\1" + (places.get(n) or len(body)).to_bytes(4, "big") + b"\0" if n else b"\0" * 6 for n in range(size)
    )
    entry = b"<< /Type /XRef /Size %d /Root 1 0 R /W [1 4 1] /Length %d >>\nstream\n" % (size, len(rows))
    own = b"%d 0 obj\n" % (size - 1) + entry + rows + b"\nendstream\nendobj\n"
    return body + own + b"startxref\n%d\n%%%%EOF\n" % len(body)


def test_a_table_of_places_that_is_a_stream() -> None:
    data = with_table_as_stream(write_pdf(Page(text(60, 500, "28.29"))))
    assert len(pypdfium2.PdfDocument(data)) == 1
    made = annotated_pdf(data, "决算.pdf", marked(ALONE, "28.29"))
    assert made.startswith(data) and b"/XRef" in made[len(data) :]
    assert len(pypdfium2.PdfDocument(made)) == 2
    assert_right(data, made, marked(ALONE, "28.29"))


@pytest.mark.parametrize("damage", ["table", "end", "before"])
def test_a_file_that_must_be_repaired_is_marked_all_the_same(damage: str) -> None:
    data = write_pdf(Page(text(60, 500, "28.29")))
    if damage == "table":
        data = data.replace(b"startxref\n", b"startxref\n1")
    elif damage == "end":
        data = data[: data.rindex(b"startxref")]
    else:
        data = b"junk before\n" + data
    made = annotated_pdf(data, "决算.pdf", marked(ALONE, "28.29"))
    assert len(pypdfium2.PdfDocument(made)) == 2
    assert len(frames_and_labels(made)[0]) == 1


def test_a_protected_file_is_left_alone() -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(write_pdf(Page(text(60, 500, "28.29")))))
    writer.encrypt("", "owner", algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    with pytest.raises(InputError) as refused:
        annotated_pdf(stream.getvalue(), "决算.pdf", marked(ALONE, "28.29"))
    assert [each.code for each in refused.value.diagnostics] == ["E413"]


def test_what_is_no_pdf_is_refused_in_words() -> None:
    with pytest.raises(InputError):
        annotated(b"%PDF-1.7\n" + b"nothing" * 100, "决算.pdf", marked(ALONE, "28.29"))


def test_hostile_words_are_inert() -> None:
    note = "长" * 10_000 + "\u202e倒\x00\x1b[31m(evil) Tj /Name << >> \\"
    data = write_pdf(Page(text(60, 500, "28.29")))
    made = annotated_pdf(data, "决算.pdf", marked(ALONE, "28.29", note, ") Tj ET"))
    (frame,), _ = frames_and_labels(made)
    assert frame.note == note
    assert len(pypdfium2.PdfDocument(made)) > 2, "the list goes on over the page"
    assert "长长长" in page_texts(made)[1]


def test_two_thousand_pages() -> None:
    pages = [Page() for _ in range(2000)]
    pages[1500].add(text(60, 500, "28.29"))
    data = write_pdf(*pages)
    made = annotated(data, "决算.pdf", marked(DocumentPlace(1501, ALONE.box), "28.29"))
    (frame,), _ = frames_and_labels(made)
    assert frame.page == 1501
    assert len(pypdfium2.PdfDocument(made)) == 2001


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not here")
@pytest.mark.parametrize("name", ["shanghai-putuo-guihua-2024.pdf"])
def test_a_real_document(name: str) -> None:
    path = SHARED / name
    annotations = annotations_of(path)
    data = path.read_bytes()
    made = annotated_pdf(data, name, annotations)
    assert annotations.marks
    assert_right(data, made, annotations)


def test_a_frame_in_a_sentence_touches_no_other_character() -> None:
    """Where nothing is between the figure and the next character, the frame runs along the edge of both."""
    data = write_pdf(Page(text(60, 500, "比28.29万元")))
    made = annotated_pdf(data, "决算.pdf", marked(ALONE, "28.29"))
    (frame,), _ = frames_and_labels(made)
    letters = signs_of(data)[0].letters
    left, right = letters[0][1][2], letters[6][1][0]
    assert abs(frame.corners[0] - left) <= 0.02 and abs(frame.corners[2] - right) <= 0.02
