"""PDF files to page primitives: the characters, straight lines and pictures that a reader sees. Only here and in
`page_images` is pypdfium2.

What is not seen is left out: lines without ink, white ones on white paper, what is clipped away or lies off the page,
hidden text. Pages and their contents come in the order of the file; text objects may be drawn in any order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from jsrules.base.diagnostic import Diagnostic, fail
from jsrules.base.language import say
from jsrules.model.document import Character, DocumentPage
from jsrules.readers.documents.box_font import use_box_font
from jsrules.readers.documents.page_letters import REPLACEMENT, letter_of
from jsrules.readers.documents.page_view import (
    EVERYWHERE,
    IDENTITY,
    Matrix,
    PageView,
    Rectangle,
    bounds,
    cut,
    moved,
    times,
    turn_of,
)
from jsrules.readers.documents.pdf_gaps import tell_gaps, unread_page
from jsrules.readers.documents.pdfium_calls import PdfiumCalls, address_of

MAXIMUM_PAGES = 2000
MAXIMUM_OBJECTS = 200_000
"""Of one page; so many characters, too."""
MAXIMUM_WORK = 6_000_000
"""Objects and characters of one document; the pages behind are not read."""

_MAXIMUM_DEPTH = 8
"""How deep drawings stand within each other."""

# In points.
_THIN = 3.0
"""A filled rectangle no wider than this is a line."""
_THICK = 6.0
"""A stroke wider than this is a filled area."""
_SLANT = 0.6
"""How far the ends of a line that counts as straight may lie apart across its direction."""

_MOST_SHADES = 500
_CODES = 0x110000
"""So many codes has Unicode."""


class _Drawn(NamedTuple):
    """What the objects of a page draw, in its own coordinates."""

    lines: list[Rectangle]
    white: list[Rectangle]
    shades: list[Rectangle]
    images: list[Rectangle]
    texts: dict[int, tuple[bool, Rectangle]]
    turns: Counter[int]


def pdf_pages(
    data: bytes, name: str, faults: list[Diagnostic], only: Collection[int] | None = None
) -> Iterator[DocumentPage]:
    """The pages of a PDF file, one by one, or ``only`` those of these numbers; what could not be read of them is added
    to ``faults``.

    Raises `InputError` when the file cannot be opened (E410) or pypdfium2 is not installed (E335).
    """
    try:
        import pypdfium2
    except ImportError:
        raise fail(
            "E335",
            say("读 PDF 还需要 pypdfium2", "reading PDF also needs pypdfium2"),
            path=name,
            remedy="pip install 'jsrules[import]'",
        ) from None
    use_box_font(pypdfium2.raw)
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise _unopened(name, "password" in str(error).lower()) from None
    try:
        if not count:
            raise _unopened(name, False)
        work = 0
        for index in range(min(count, MAXIMUM_PAGES)):
            if work > MAXIMUM_WORK:
                faults.append(_rest_unread(name, index + 1, count))
                return
            if only is not None and index + 1 not in only:
                continue
            found, done = read_page(pypdfium2, document, index, name, faults)
            work += done
            yield found
        if count > MAXIMUM_PAGES:
            faults.append(_rest_unread(name, MAXIMUM_PAGES + 1, count))
    finally:
        document.close()


def page_count(data: bytes) -> int:
    """How many pages a PDF file has; 0 where it cannot be opened. pypdfium2 must be installed."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


def _unopened(name: str, password: bool) -> Exception:
    if password:
        return fail(
            "E410",
            say("这份 PDF 有密码", "the PDF is locked with a password"),
            path=name,
            remedy=say("另存一份没有密码的", "save a copy without one"),
        )
    return fail(
        "E410",
        say("这份 PDF 打不开：坏了或不完整", "the PDF cannot be opened: it is damaged or not whole"),
        path=name,
        remedy=say("重新下载或重新导出", "download or export it again"),
    )


def _rest_unread(name: str, first: int, count: int) -> Diagnostic:
    return Diagnostic(
        "W411",
        say(
            "第 {first} 页至第 {last} 页没有读：超过上限（{pages} 页，{objects} 个字符和图形）",
            "pages {first} to {last} were not read: beyond the limit ({pages} pages, {objects} objects)",
            first=first,
            last=count,
            pages=MAXIMUM_PAGES,
            objects=MAXIMUM_WORK,
        ),
        path=name,
        remedy=say("分成几份再读", "split the file"),
    )


def read_page(
    pypdfium2: Any, document: Any, index: int, name: str, faults: list[Diagnostic]
) -> tuple[DocumentPage, int]:
    """One page, turned so that most of its text stands upright, and how much was looked at for it."""
    number = index + 1
    try:
        page = document[index]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        faults.append(unread_page(name, number, say("坏了，没有读", "is damaged and was not read")))
        return DocumentPage(number, 0, 0), 1
    try:
        raw = PdfiumCalls(pypdfium2.raw)
        drawn = _Drawn([], [], [], [], {}, Counter())
        calls = (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
        left = _walk(raw, address_of(page.raw), calls, IDENTITY, EVERYWHERE, drawn, 0, MAXIMUM_OBJECTS)
        turn = drawn.turns.most_common(1)[0][0] if drawn.turns else page.get_rotation()
        view = PageView(page.get_bbox(), turn)
        characters, hidden, unknown = _characters(raw, address_of(text.raw), drawn.texts, view)
        count = text.count_chars()
    finally:
        text.close()
        page.close()
    lines = tuple(line for each in _seen_lines(drawn) if (line := view.line(each)) is not None)
    images = tuple(view.box(each) for each in drawn.images)
    found = DocumentPage(number, view.width, view.height, tuple(characters), lines, images, turn, view.corner)
    if left <= 0 or count > MAXIMUM_OBJECTS:
        faults.append(unread_page(name, number, say("内容过多，没有读全", "holds too much and was not read wholly")))
    tell_gaps(found, hidden, unknown, name, faults)
    return found, MAXIMUM_OBJECTS - left + count


def _seen_lines(drawn: _Drawn) -> Iterator[Rectangle]:
    """The lines that show: white ones only where something was shaded."""
    yield from drawn.lines
    shades = drawn.shades[:_MOST_SHADES]
    for each in drawn.white:
        x, y = (each[0] + each[2]) / 2, (each[1] + each[3]) / 2
        if any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in shades):
            yield each


def _walk(
    raw: PdfiumCalls, holder: int, calls: Any, matrix: Matrix, clip: Rectangle, drawn: _Drawn, depth: int, budget: int
) -> int:
    """Sort out the objects of a page or of a drawing in it; what is left of the number of objects that may be seen."""
    count, get = calls
    for index in range(count(holder)):
        budget -= 1
        if budget <= 0:
            break
        each = get(holder, index)
        kind = raw.FPDFPageObj_GetType(each)
        shown = _clip(raw, each, matrix, clip)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            own = times(raw.matrix(each), matrix)
            seen = raw.FPDFTextObj_GetTextRenderMode(each) not in (3, 7) and shown is not None
            drawn.texts[each] = (seen, shown or EVERYWHERE)
            drawn.turns[turn_of(own)] += 1
        elif shown is None:
            continue
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            budget -= _path(raw, each, times(raw.matrix(each), matrix), shown, drawn)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            area = cut(moved((0.0, 0.0, 1.0, 1.0), times(raw.matrix(each), matrix)), shown)
            if area is not None:
                thin = min(area[2] - area[0], area[3] - area[1]) <= _THIN
                (drawn.lines if thin else drawn.images).append(area)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAXIMUM_DEPTH:
            inner = times(raw.matrix(each), matrix)
            forms = (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
            budget = _walk(raw, each, forms, inner, shown, drawn, depth + 1, budget)
    return budget


def _clip(raw: PdfiumCalls, each: int, matrix: Matrix, clip: Rectangle) -> Rectangle | None:
    """Where an object shows; None where it is clipped away."""
    path = raw.FPDFPageObj_GetClipPath(each)
    if not path:
        return clip
    shown: Rectangle | None = clip
    for index in range(min(raw.FPDFClipPath_CountPaths(path), 20)):
        segments = min(raw.FPDFClipPath_CountPathSegments(path, index), 50)
        points = raw.clip_corners(path, index, segments)
        if points and shown is not None and segments < 50:
            shown = cut(shown, moved(bounds(points), matrix))
    return shown


def _path(raw: PdfiumCalls, each: int, matrix: Matrix, clip: Rectangle, drawn: _Drawn) -> int:
    """Add the lines and shades that a path draws; how many segments it has."""
    fill, stroke = raw.draw_mode(each)
    if not fill and not stroke:
        return 1
    count: int = raw.FPDFPath_CountSegments(each)
    if count <= 0 or count > MAXIMUM_OBJECTS:
        return max(count, 1)
    ink = raw.ink(each, bool(stroke))
    wide = 0.0
    if stroke:
        wide = raw.stroke_width(each) * max(abs(matrix[0]) + abs(matrix[1]), abs(matrix[2]) + abs(matrix[3]))
    lines = drawn.white if ink == 1 else drawn.lines
    for points, straight in raw.subpaths(each, count, matrix):
        if stroke and ink:
            for start, end in pairwise(points):
                area = bounds([start, end])
                if min(area[2] - area[0], area[3] - area[1]) <= _SLANT:
                    _add(area, clip, drawn.shades if wide > _THICK else lines)
        if fill and straight:
            area = bounds(points)
            colour = raw.ink(each, False) if stroke else ink
            if min(area[2] - area[0], area[3] - area[1]) <= _THIN:
                if colour and not stroke:
                    _add(area, clip, lines)
            elif colour == 2:
                _add(area, clip, drawn.shades)
    return count


def _add(area: Rectangle, clip: Rectangle, to: list[Rectangle]) -> None:
    shown = cut(area, clip)
    if shown is not None:
        to.append(shown)


def _characters(
    raw: PdfiumCalls, text: int, texts: dict[int, tuple[bool, Rectangle]], seen: PageView
) -> tuple[list[Character], int, int]:
    """The characters that show, the number of those that do not, and of those of which nobody knows what they are."""
    found: list[Character] = []
    concealed: list[Character] = []
    unknown = 0
    everywhere = (True, EVERYWHERE)
    for index in range(min(raw.FPDFText_CountChars(text), MAXIMUM_OBJECTS)):
        code = raw.FPDFText_GetUnicode(text, index)
        # What PDFium makes up are gaps between words and lines, and what it joins are hyphens: no letters, no digits.
        plain = code < _CODES and chr(code).isalnum()
        if not plain and raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        place = raw.character_area(text, index)
        if place is None:
            continue
        x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
        if not (seen.left <= x <= seen.right and seen.bottom <= y <= seen.top):
            continue
        holder = raw.FPDFText_GetTextObject(text, index)
        shows, clip = texts.get(holder, everywhere) if holder else everywhere
        letter = letter_of(code, not plain and raw.FPDFText_IsHyphen(text, index) == 1)
        if letter == REPLACEMENT:
            unknown += shows
        character = Character(letter, *seen.sides(place))
        if not shows or not (clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3]):
            concealed.append(character)
        else:
            found.append(character)
    hidden = sum(1 for each in concealed if not each.text.isspace())
    # Under a scanned page its recognised text is hidden: it is all there is, and said to be so.
    return (found or concealed), hidden, unknown
