"""Documents with a wrong figure, and what independent readers find marked in their copies."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from jsrules.model.annotation import Annotations, IndexRow, Mark
from jsrules.model.document import DocumentPlace
from jsrules.outputs.annotate.annotations import compose_annotations
from jsrules.outputs.export.layout import LaidReport, lay_out
from jsrules.verification.verifier import Verifier
from support.exported import REAL, report_in

WRONG, RIGHT = "435.20", "453.20"
"""A figure of the report as it is printed in the wrong place, and what it should be."""


@cache
def wrong_report() -> LaidReport:
    """The real report with two digits of a figure transposed."""
    text = Path(REAL[0]).read_text("utf-8")
    return lay_out(report_in(text.replace(RIGHT, WRONG, 1)))


def annotations_of(path: Path) -> Annotations:
    """What is to be marked in a document."""
    return _annotations(path.name, path.read_bytes(), str(path))


_known: dict[tuple[str, bytes], Annotations] = {}


def _annotations(name: str, data: bytes, path: str) -> Annotations:
    """The same, found out once for each document."""
    if (name, data) not in _known:
        _known[name, data] = compose_annotations(Verifier().verify(path, reconcile=2))
    return _known[name, data]


def marked(place: DocumentPlace, text: str, note: str = "1 错误  甲应为乙", proposal: str = "") -> Annotations:
    """One mark, made by hand."""
    row = IndexRow("1", "error", "错误", note, "第 1 页", 0)
    mark = Mark(place, text, ("1",), "error", note, proposal)
    return Annotations("jsrules", "检查结果", ("决算",), ("编号", "级别", "发现", "位置"), (row,), (mark,))


class PdfFrame(NamedTuple):
    """A frame as pypdf reads it: the page, from 1, the corners within the stroke, its numbers, the note and the colour."""

    page: int
    corners: tuple[float, float, float, float]
    numbers: str
    note: str
    colour: tuple[float, ...]


class PdfLabel(NamedTuple):
    """A label: the page, its corners, and its text."""

    page: int
    corners: tuple[float, float, float, float]
    text: str


def frames_and_labels(data: bytes) -> tuple[list[PdfFrame], list[PdfLabel]]:
    """What was drawn on the pages of a PDF file."""
    from pypdf import PdfReader

    frames, labels = [], []
    for number, page in enumerate(PdfReader(BytesIO(data)).pages, 1):
        for reference in page.get("/Annots", ()):
            each = reference.get_object()
            x0, y0, x1, y1 = map(float, each["/Rect"])
            if each["/Subtype"] == "/Square":
                inner = (x0 + 0.25, y0 + 0.25, x1 - 0.25, y1 - 0.25)
                frames.append(PdfFrame(number, inner, each["/Subj"], each["/Contents"], tuple(map(float, each["/C"]))))
            elif each["/Subtype"] == "/FreeText":
                labels.append(PdfLabel(number, (x0, y0, x1, y1), each["/Contents"]))
    return frames, labels


class PdfSigns(NamedTuple):
    """What pdfplumber sees on a page: characters with their corners in the page's own coordinates, and lines."""

    letters: list[tuple[str, tuple[float, float, float, float]]]
    lines: list[tuple[float, float, float, float]]


def signs_of(data: bytes) -> list[PdfSigns]:
    """All pages as a second reader sees them, turned back to how they are stored."""
    import pdfplumber

    pages = []
    with pdfplumber.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            box = page.page_obj.mediabox
            turn = page.rotation % 360

            def own(
                x0: float, top: float, x1: float, bottom: float, turn: int = turn, box: tuple[float, ...] = box
            ) -> tuple[float, float, float, float]:
                left, low, right, high = box
                if turn == 90:
                    return left + top, low + x0, left + bottom, low + x1
                if turn == 180:
                    return right - x1, low + top, right - x0, low + bottom
                if turn == 270:
                    return right - bottom, high - x1, right - top, high - x0
                return x0, high - low - bottom, x1, high - low - top  # it leaves the origin of such pages as it is

            letters = [
                (each["text"], own(each["x0"], each["top"], each["x1"], each["bottom"]))
                for each in page.chars
                if not each["text"].isspace()
            ]
            lines = [own(each["x0"], each["top"], each["x1"], each["bottom"]) for each in [*page.lines, *page.rects]]
            pages.append(PdfSigns(letters, lines))
    return pages


def overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    """Whether two areas have more than an edge in common."""
    slack = 0.02
    return (
        one[0] + slack < other[2]
        and other[0] + slack < one[2]
        and one[1] + slack < other[3]
        and other[1] + slack < one[3]
    )


def poppler_text(data: bytes, folder: Path) -> str:
    """The text that poppler finds; empty where it is not installed, or has no data for Chinese."""
    if shutil.which("pdftotext") is None:
        return ""
    source = folder / "poppler.pdf"
    source.write_bytes(data)
    done = subprocess.run(["pdftotext", str(source), "-"], capture_output=True, timeout=60, check=False)
    return "" if b"language pack" in done.stderr else done.stdout.decode()
