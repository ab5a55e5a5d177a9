"""The bureau's own check form (公开情况检查表), filled in: what it asks, whether that is so, what was found, and the very
place in the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from jsrules.base.language import get_language, say
from jsrules.base.printable import clean
from jsrules.model.checklist import Checklist, ChecklistColumn, ColumnFilling, HeadField
from jsrules.model.document import Box
from jsrules.model.outcome import SEVERITY_WORDS
from jsrules.model.result import Result
from jsrules.outputs.answers import AnsweredLine, answer_word, answers, checklists_for
from jsrules.outputs.compose import Teller
from jsrules.outputs.conclusion import conclusion
from jsrules.outputs.document_crops import MOST_PICTURES, document_of, has_pictures, strips
from jsrules.outputs.export.word_parts import INSIDE, ROOM, document_file, grid, paper, paragraph, picture, root, w
from jsrules.outputs.page import word
from jsrules.readers.documents.page_images import PageArea, page_pictures
from jsrules.readers.packs.checklist import filled_in

_OF_A_LINE = 3
"""So many pictures stand below a line."""
_MARGIN = 2 * INSIDE


class _Wanted(NamedTuple):
    """A strip of the document, and where in the form it goes."""

    place: ET.Element
    area: PageArea
    frames: list[Box]
    room: int


class CheckForm:
    """Takes results, and gives the document: the check forms of each report, each on pages of its own."""

    def __init__(self) -> None:
        self._forms: list[tuple[bool, list[ET.Element]]] = []
        self._pictures: list[bytes] = []
        self._title = ""

    def take(self, result: Result) -> None:
        """Fills in the forms for a report. Raises `InputError` (E430, E432) when there is none to fill in."""
        if result.report is None and not result.checklists:
            self._forms.append((False, list(_unread(result))))
            return
        for form in checklists_for(result):
            self._title = self._title or form.title
            wanted: list[_Wanted] = []
            self._forms.append((form.wide, list(_form_of(form, result, wanted))))
            self._draw(result, wanted)

    def data(self) -> bytes:
        """The file."""
        body = w("body")
        for number, (wide, elements) in enumerate(self._forms):
            body.extend(elements)
            if number < len(self._forms) - 1:
                body.append(w("p", w("pPr", w("pStyle", val="Small"), paper(wide))))
        body.append(paper(self._forms[-1][0] if self._forms else False))
        title = self._title or say("检查表", "check form")
        return document_file(clean(title), root("document", body), get_language(), self._pictures)

    def _draw(self, result: Result, wanted: list[_Wanted]) -> None:
        """Pastes what the document shows of the findings."""
        data = document_of(result) if wanted else b""
        if not data:
            return
        drawn = page_pictures(data, [each.area for each in wanted], [each.frames for each in wanted])
        for each, found in zip(wanted, drawn, strict=True):
            if found is None:
                continue
            title = say("原件第 {page} 页", "page {page} of the document", page=each.area.page)
            wide, high = found.box.right - found.box.left, found.box.bottom - found.box.top
            width = min(each.room - _MARGIN, wide // 5)  # a twentieth of a point has five of their units
            shown = picture(len(self._pictures), title, width, high * width // wide)
            for element in (paragraph(title, "TableText", w("keepNext"), w("jc", val="left")), shown):
                each.place.insert(len(each.place) - 1, element)
            self._pictures.append(found.png)


def _unread(result: Result) -> Iterator[ET.Element]:
    """That a report could not be read, and why."""
    yield paragraph(say("检查表", "check form"), "Heading1")
    yield paragraph(clean(result.path), "Note")
    yield from _diagnostics(result)


def _diagnostics(result: Result) -> Iterator[ET.Element]:
    for each in result.diagnostics:
        path, line, _ = each.place()
        told = (
            f"{word(SEVERITY_WORDS, each.severity)} {each.code}",
            each.message,
            each.remedy,
            f"{path}:{line}" if line else path,
        )
        yield paragraph(clean("  ".join(filter(None, told))), "Note")


def _form_of(form: Checklist, result: Result, wanted: list[_Wanted]) -> Iterator[ET.Element]:
    values = _values(result)
    yield paragraph(clean(filled_in(form.title, values)), "Heading1")
    for text in form.head:
        yield paragraph(clean(filled_in(text, values)), "Note")
    yield from _diagnostics(result)
    yield paragraph("", "Small")
    whole = sum(each.share for each in form.columns)
    widths = [ROOM[form.wide] * each.share // whole for each in form.columns]
    lines = [*_heads(form.columns, widths)]
    if result.report is None:
        lines += [_line(form, AnsweredLine(0, each, "by_hand", (), (), ()), widths) for each in form.lines]
    else:
        for each in answers(form, result):
            lines.append(_line(form, each, widths))
            if form.pictures and has_pictures(result):
                lines += _pictures_of(result, each, widths, wanted)
    yield grid(widths, lines)
    for text in form.foot:
        yield paragraph(clean(filled_in(text, values)), "Entry", w("jc", val="left"))


def _values(result: Result) -> dict[HeadField, str]:
    """What is told of the report above and below the form."""
    report = result.report
    pieces, _ = conclusion(Teller(result))
    return {
        "unit": report.unit if report is not None else "",
        "year": str(report.year) if report is not None and report.year is not None else "",
        "kind": report.kind if report is not None else "",
        "report": result.path,
        "rules": say("、", ", ").join(f"{each.title} {each.version}".strip() for each in result.packs),
        "conclusion": say("；", "; ").join(filter(None, pieces)),
    }


def _heads(columns: Sequence[ChecklistColumn], widths: Sequence[int]) -> Iterator[ET.Element]:
    """The heads of the table: neighbours below one title stand under it."""
    if not any(each.above for each in columns):
        yield _head_row([_cell([each.title], width, head=True) for each, width in zip(columns, widths, strict=True)])
        return
    upper, lower = [], []
    place = 0
    while place < len(columns):
        above, end = columns[place].above, place + 1
        while above and end < len(columns) and columns[end].above == above:
            end += 1
        upper.append(_cell([above or columns[place].title], sum(widths[place:end]), head=True, span=end - place))
        if not above:
            _properties(upper[-1]).insert(1, w("vMerge", val="restart"))
        for at in range(place, end):
            lower.append(_cell([columns[at].title if above else ""], widths[at], head=True))
            if not above:
                _properties(lower[-1]).insert(1, w("vMerge"))
        place = end
    yield _head_row(upper)
    yield _head_row(lower)


def _head_row(cells: Sequence[ET.Element]) -> ET.Element:
    return w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *cells)


def _properties(cell: ET.Element) -> ET.Element:
    return cell[0]


def _line(form: Checklist, answered: AnsweredLine, widths: Sequence[int]) -> ET.Element:
    if answered.line.is_title:
        title = _cell([answered.line.question], sum(widths), span=len(widths), style="TableHead")
        return w("tr", w("trPr", w("cantSplit")), title)
    cells = [
        _cell(_filling(form, answered, each.filling), width, side="left" if each.filling in _LEFT else "center")
        for each, width in zip(form.columns, widths, strict=True)
    ]
    return w("tr", *cells)


_LEFT: frozenset[ColumnFilling] = frozenset(("question", "problems", "basis"))


def _filling(form: Checklist, answered: AnsweredLine, filling: ColumnFilling) -> list[str]:
    """What stands in a column of a line."""
    if filling == "number":
        return [str(answered.number)] if answered.number else []
    if filling == "question":
        return [answered.line.question]
    if filling in ("yes", "no"):
        return [form.tick] if answered.answer == filling else []
    if filling == "answer":
        return [answer_word(answered.answer)]
    if filling == "problems":
        several = len(answered.problems) > 1
        return [f"{number}. {text}" if several else text for number, text in enumerate(answered.problems, 1)]
    return [*answered.basis] if filling == "basis" else []


def _pictures_of(
    result: Result, answered: AnsweredLine, widths: Sequence[int], wanted: list[_Wanted]
) -> list[ET.Element]:
    """A row for what the document shows of the findings of a line."""
    assert result.report is not None
    if answered.answer != "no" or len(wanted) >= MOST_PICTURES:
        return []
    found: dict[PageArea, list[Box]] = {}
    for cells in answered.cells:
        for area, boxes in strips(result.report, cells):
            found.setdefault(area, boxes)
    if not found:
        return []
    room = sum(widths)
    cell = _cell([], room, span=len(widths), style="Small")  # a cell ends in a paragraph, whatever is drawn
    for area, boxes in list(found.items())[:_OF_A_LINE]:
        wanted.append(_Wanted(cell, area, boxes, room))
    return [w("tr", cell)]


def _cell(
    texts: Sequence[str], width: int, *, head: bool = False, span: int = 1, style: str = "TableText", side: str = ""
) -> ET.Element:
    properties = w("tcPr", w("tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(w("gridSpan", val=span))
    if head:
        properties.append(w("shd", val="clear", color="auto", fill="F2F2F2"))
    properties.append(w("vAlign", val="center"))
    style, side = ("TableHead", "center") if head else (style, side or "left")
    return w("tc", properties, *(paragraph(clean(text), style, w("jc", val=side)) for text in list(texts) or [""]))
