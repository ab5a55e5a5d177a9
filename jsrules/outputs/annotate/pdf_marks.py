"""Findings put into a PDF file: numbered frames on the figures with notes, and pages with the list of all at its end.

What is new is written behind the file as it was, which stays there to the last byte.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pypdf.generic import IndirectObject

from jsrules.base.diagnostic import Diagnostic, InputError, fail
from jsrules.base.language import say
from jsrules.model.annotation import Annotations, Mark
from jsrules.model.document import Box, DocumentPage
from jsrules.outputs.annotate import pdf_objects as of
from jsrules.outputs.annotate.helvetica import helvetica_width
from jsrules.outputs.annotate.index_layout import EDGE, HEIGHT, WIDTH, IndexPage, lay_index
from jsrules.outputs.annotate.mark_layout import LaidMark, MarkLabel, arrow_width, lay_marks
from jsrules.outputs.annotate.pdf_update import PdfUpdate, repaired
from jsrules.readers.documents.page_view import own_area
from jsrules.readers.documents.pdf_primitives import page_count, pdf_pages

_STROKE = 50
"""How thick frames are."""
_PRINTED = 4
"""The flag of annotations that are printed with the page."""


def annotated_pdf(data: bytes, name: str, annotations: Annotations) -> bytes:
    """The file with its findings.

    Raises `InputError` (E413) when the file cannot be written to.
    """
    faults: list[Diagnostic] = []
    marks: dict[int, list[int]] = defaultdict(list)
    for number, mark in enumerate(annotations.marks):
        if mark.place.box is not None:
            marks[mark.place.page].append(number)
    pages = list(pdf_pages(data, name, faults, marks))
    index = lay_index(annotations)

    expected = page_count(data) + len(index)
    # A file that had to be repaired to be read cannot be added to as it is.
    for prepare in (bytes, repaired):
        try:
            made = _written(prepare(data), name, annotations, pages, marks, index)
            if page_count(made) == expected:
                return made
        except InputError:
            raise
        except Exception:  # whatever pypdf trips over in a file that is not as it should be
            continue
    raise fail(
        "E413",
        say("这份 PDF 不合规范，加不了标记", "the PDF is not well formed and cannot be marked"),
        path=name,
        remedy=say("用阅读器打印成（另存为）PDF，再加标记", "print it to a new PDF, and mark that"),
    )


def _written(
    data: bytes,
    name: str,
    annotations: Annotations,
    pages: list[DocumentPage],
    marks: dict[int, list[int]],
    index: list[IndexPage],
) -> bytes:
    update = PdfUpdate(data)
    if update.is_encrypted:
        raise _protected(name)
    _Writer(update, annotations).write(pages, marks, index)
    return update.whole()


def _protected(name: str) -> InputError:
    return fail(
        "E413",
        say("这份 PDF 加了密、限制修改，不能加标记", "the PDF is encrypted against changes and cannot be marked"),
        path=name,
        remedy=say("取没有加密的一份", "take a copy that is not encrypted"),
    )


class _Writer:
    """Draws marks and lists into an update."""

    def __init__(self, update: PdfUpdate, annotations: Annotations) -> None:
        self._update = update
        self._add = update.add
        self._annotations = annotations
        latin = self._add(of.latin_font())
        self._fonts = of.dictionary({of.LATIN_FONT: latin})
        chinese = self._add(of.chinese_font(self._add))
        self._chinese = of.dictionary({of.LATIN_FONT: latin, of.CHINESE_FONT: chinese})

    def write(self, pages: list[DocumentPage], marks: dict[int, list[int]], index: list[IndexPage]) -> None:
        """All marks, and the list behind the last page."""
        places: dict[int, tuple[IndirectObject, Box]] = {}
        for page in pages:
            target = self._update.page(page.number)
            added: list[IndirectObject] = []
            numbers = marks[page.number]
            for number, laid in zip(numbers, lay_marks(page, self._marked(numbers)), strict=True):
                frame = own_area(page, laid.frame)
                places[number] = target, frame
                added += self._annotations_of(number, laid, page, frame, target)
            self._update.annotate(target, added)
        for each in index:
            self._index_page(each, places)

    def _marked(self, numbers: list[int]) -> list[Mark]:
        return [self._annotations.marks[number] for number in numbers]

    def _annotations_of(
        self, number: int, laid: LaidMark, page: DocumentPage, frame: Box, target: IndirectObject
    ) -> Iterator[IndirectObject]:
        """The annotations of a mark: a frame with its note, and the label."""
        mark = laid.mark
        half = _STROKE // 2  # the stroke runs along the edge, between the figure and what stands next to it
        area = Box(frame.left - half, frame.top - half, frame.right + half, frame.bottom + half)
        wide, high = area.right - area.left, area.bottom - area.top
        sides = (half, half, wide - _STROKE, high - _STROKE)
        operators = [
            f"{of.colour(mark.level)} RG {of.decimal(_STROKE)} w",
            " ".join(map(of.decimal, sides)) + " re S",
        ]
        common = {
            "Type": "Annot",
            "P": target,
            "F": _PRINTED,
            "T": of.text_object(self._annotations.author),
            "C": of.array(*map(of.length, of.COLOURS[mark.level])),
        }
        frame_entries = {
            **common,
            "Subtype": "Square",
            "Rect": of.rectangle(area),
            "Contents": of.text_object(mark.note),
            "Subj": of.text_object(",".join(mark.numbers)),
            "NM": of.text_object(f"jsrules-{number + 1}"),
            "BS": of.dictionary({"W": of.length(_STROKE), "S": "S"}),
            "AP": of.dictionary({"N": self._drawing(operators, wide, high, 0)}),
        }
        square = self._add(of.dictionary(frame_entries))
        yield square
        if laid.label is not None:
            box = own_area(page, laid.label.box)
            drawing = self._label(laid.label, mark, page.turn)
            words = " ".join(filter(None, (laid.label.numbers, laid.label.proposal)))
            label_entries = {
                **common,
                "Subtype": "FreeText",
                "Rect": of.rectangle(box),
                "Contents": of.text_object(words),
                "DA": of.text_object(f"{of.colour(mark.level)} rg /Helv {of.decimal(laid.label.size)} Tf"),
                "NM": of.text_object(f"jsrules-{number + 1}-label"),
                "BS": of.dictionary({"W": 0}),
                "IRT": square,
                "RT": "Group",
                "AP": of.dictionary({"N": drawing}),
            }
            yield self._add(of.dictionary(label_entries))

    def _label(self, label: MarkLabel, mark: Mark, turn: int) -> IndirectObject:
        """The drawing of a label: its numbers, an arrow, and what should be there."""
        wide, high = label.box.right - label.box.left, label.box.bottom - label.box.top
        inner, size = 30, label.size
        ink = of.colour(mark.level)
        operators = [
            f"{ink} rg {ink} RG",
            f"BT {of.decimal(inner)} {of.decimal(inner)} Td",
            *of.shown(label.numbers, size),
            "ET",
        ]
        if label.proposal:
            start = inner + helvetica_width(label.numbers, size)
            left, right, middle, head = start + size * 2 // 10, start + size * 11 // 10, high // 2, size * 2 // 10
            corners = [(left, middle, "m"), (right, middle, "l"), (right - head, middle + head, "m")]
            corners += [(right, middle, "l"), (right - head, middle - head, "l")]
            operators += [
                f"{of.decimal(size // 14)} w",
                " ".join(f"{of.decimal(x)} {of.decimal(y)} {step}" for x, y, step in corners) + " S",
                f"BT {of.decimal(start + arrow_width(size))} {of.decimal(inner)} Td",
                *of.shown(label.proposal, size),
                "ET",
            ]
        return self._drawing(operators, wide, high, turn)

    def _drawing(self, operators: list[str], wide: int, high: int, turn: int) -> IndirectObject:
        """Something drawn upright as a reader sees it, on a page that was turned for him."""
        quarters = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
        entries = {
            "Type": "XObject",
            "Subtype": "Form",
            "BBox": of.rectangle(Box(0, 0, wide, high)),
            "Matrix": of.array(*quarters[turn], 0, 0),
            "Resources": of.dictionary({"Font": self._fonts}),
        }
        return self._add(of.stream(entries, operators))

    def _index_page(self, laid: IndexPage, places: dict[int, tuple[IndirectObject, Box]]) -> None:
        across = (of.decimal(EDGE), of.decimal(WIDTH - EDGE))
        operators = ["0 g 0.6 G 0.4 w"]
        operators += [f"{across[0]} {of.decimal(low)} m {across[1]} {of.decimal(low)} l S" for low in laid.rules]
        for text in laid.texts:
            ink = of.colour(text.level) if text.level is not None else "0 0 0"
            operators.append(f"BT {ink} rg {of.decimal(text.left)} {of.decimal(text.low)} Td")
            operators += [*of.shown(text.text, text.size), "ET"]
        links = []
        for link in laid.links:
            if link.mark not in places:
                continue
            target, frame = places[link.mark]
            above = of.length(frame.bottom + 5000)
            made = {
                "Type": "Annot",
                "Subtype": "Link",
                "F": _PRINTED,
                "Rect": of.rectangle(link.box),
                "Border": of.array(0, 0, 0),
                "Dest": of.array(target, "XYZ", of.length(max(frame.left - 10000, 0)), above, 0),
            }
            links.append(self._add(of.dictionary(made)))
        paper = of.rectangle(Box(0, 0, WIDTH, HEIGHT))
        entries = {
            "Type": "Page",
            "MediaBox": paper,
            "CropBox": paper,
            "Rotate": 0,
            "Resources": of.dictionary({"Font": self._chinese}),
            "Contents": self._add(of.stream({}, operators)),
            "Annots": of.array(*links),
        }
        self._update.append(of.dictionary(entries))
