"""The findings of a result as marks for the document that it was read from. All wording is that of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from jsrules.base.language import say
from jsrules.base.printable import clean
from jsrules.base.units import TEXT_UNITS
from jsrules.model.annotation import MARK_LEVELS, Annotations, IndexRow, Mark, MarkLevel
from jsrules.model.document import DocumentPlace
from jsrules.model.origins import OWN
from jsrules.model.outcome import SEVERITY_WORDS, VERDICT_WORDS
from jsrules.model.report import Cell, Report
from jsrules.model.result import Result
from jsrules.outputs.annotate.plain_lines import plain_lines
from jsrules.outputs.compose import Teller
from jsrules.outputs.conclusion import compose_head
from jsrules.outputs.finding import standing
from jsrules.outputs.page import Content, Item, Page, Paragraph, Styled, list_names, pieces, plain, word
from jsrules.outputs.text import compose_result
from jsrules.outputs.touched import proposed_values
from jsrules.readers.documents.where_in import where_in

MAXIMUM_ROWS = 2000
"""Findings in the list, and with marks; the list says how many more there are."""
MAXIMUM_MARKS = 20_000
MAXIMUM_NOTE = 2000
"""Characters of a note; what is longer ends in …, the ordinary output has all of it."""
MAXIMUM_MESSAGE = 400
"""The same of a line of the list."""

AUTHOR = "jsrules"


def compose_annotations(result: Result) -> Annotations:
    """What is to be marked in the document of a result, whose report must have been read."""
    report = result.report
    assert report is not None
    marks = _Marks(report, {cell: each[0] for cell, each in proposed_values(result).items() if len(each) == 1})
    rows: list[IndexRow] = []
    findings = _findings(compose_result(result))
    for item, further in islice(findings, MAXIMUM_ROWS):
        rows += marks.finding(item, further)
    left = sum(1 for _ in findings)
    head = list(plain_lines(compose_head(Teller(result))))
    # The name without its folders: the same document gives the same copy, wherever it lies.
    remarks = [clean(result.path.replace("\\", "/").rpartition("/")[2]), *head[1:], *_legend(bool(rows))]
    if left:
        remarks.append(say("另有 {n} 条没有列出。", "{n} more are not listed.", n=left))
    if marks.left:
        remarks.append(say("另有 {n} 个数没有标记。", "{n} more figures are not marked.", n=marks.left))
    return Annotations(
        AUTHOR,
        say("检查结果", "Findings"),
        tuple(_cut(each, MAXIMUM_MESSAGE) for each in remarks),
        (say("编号", "No."), say("级别", "level"), say("发现", "finding"), say("位置", "where")),
        tuple(rows),
        tuple(marks.found),
    )


def _legend(any_found: bool) -> Iterator[str]:
    if any_found:
        yield say(
            "标记上的号码是下面的编号；红色是错误，橙色是警告，蓝色是提示，灰色是已说明的；号码后面的数是应为的数。",
            "The number at a mark is that of the list; red marks errors, orange warnings, blue notes, grey what is "
            "waived; the figure behind a number is what should be there.",
        )
    else:
        yield say("没有要标记的。", "There is nothing to mark.")


def _findings(page: Page) -> Iterator[tuple[Item, list[Item]]]:
    """The numbered items of a page, each with those that stand under its number (1a, 1b)."""
    held: Item | None = None
    further: list[Item] = []
    for block in (each for group in page for each in group):
        if not isinstance(block, Item) or not block.number:
            continue
        if held is not None and str(block.number).rstrip("abcdefghijklmnopqrstuvwxyz") == str(held.number):
            further.append(block)
            continue
        if held is not None:
            yield held, further
        held, further = block, []
    if held is not None:
        yield held, further


class _Marks:
    """Gathers the marks of findings; a figure has one, whatever number of findings it belongs to."""

    def __init__(self, report: Report, proposals: dict[int, str]) -> None:
        self.found: list[Mark] = []
        self.left = 0
        self._report = report
        self._proposals = proposals
        self._numbers: dict[tuple[DocumentPlace, str], int] = {}

    def finding(self, item: Item, further: Sequence[Item]) -> Iterator[IndexRow]:
        """Marks a finding where it stands, else where those under its number do; the rows that list them."""
        marked = [item] if self._cells(item) else [item, *further]
        note = "\n".join(line for each in (item, *further) for line in _words(each))
        rows = [self._row(each, self._mark(each, note) if each in marked else -1) for each in (item, *further)]
        first = next((each.mark for each in rows if each.mark >= 0), -1)
        yield from (_with_mark(each, first) for each in rows)

    def _cells(self, item: Item) -> dict[int, tuple[Cell, DocumentPlace]]:
        """The cells that an item is about, and that stand in the document, every statement of a figure."""
        found: dict[int, tuple[Cell, DocumentPlace]] = {}
        own = self._report.cells
        numbers = [each for each in item.cells if each < len(own)] if _is_fault(item) else []
        for cell in (alike for each in numbers for alike in self._report.alike(own[each])):
            if cell.line and cell.origin == OWN and (place := self._report.place_of(cell)) is not None:
                found.setdefault(cell.index, (cell, place.place))
        return found

    def _mark(self, item: Item, note: str) -> int:
        """Marks what an item is about; the number of the first mark, -1 where there is none."""
        first = -1
        for cell, place in self._cells(item).values():
            text = self._printed(cell)
            number = self._numbers.get((place, text))
            new = Mark(place, text, (str(item.number),), _level(item), _cut(note, MAXIMUM_NOTE))
            proposal = self._proposals.get(cell.index, "")
            if number is None:
                if len(self.found) >= MAXIMUM_MARKS:
                    self.left += 1
                    continue
                number = self._numbers[place, text] = len(self.found)
                self.found.append(_proposed(new, proposal))
            else:
                self.found[number] = _proposed(_both(self.found[number], new), proposal)
            first = number if first < 0 else first
        return first

    def _printed(self, cell: Cell) -> str:
        """What stands in the document: the figure or the word; where a word says of what kind a text is, that text, by
        whose name its row goes.
        """
        if cell.amount is not None:
            return cell.amount.text
        block = self._report.forms.forms[cell.form].blocks[cell.block]
        named = block.row(cell.row) is None and block.columns[cell.column].unit in TEXT_UNITS
        return self._report.row_label(cell.form, cell.block, cell.row, cell.origin) if named else cell.problem

    def _row(self, item: Item, mark: int) -> IndexRow:
        level = _level(item)
        said = [plain(item.title), *(plain(each.content) for each in item.body if isinstance(each, Paragraph))]
        if level == "waived":
            said += dict.fromkeys(standing(each.waiver) for each in item.about if each.waiver is not None)
        message = clean(say("；", "; ").join(filter(None, said)).replace("\n", " "))
        places = [place for _, place in self._cells(item).values()]
        return IndexRow(
            str(item.number), level, _level_word(level), _cut(message, MAXIMUM_MESSAGE), _where(places), mark
        )


def _is_fault(item: Item) -> bool:
    """Whether an item finds fault with its figures: not if they only could not be judged, for want of others."""
    return not item.about or any(
        each.verdict != "undetermined" or each.kind == "not_comparable" or each.judgement.is_grave
        for each in item.about
    )


def _with_mark(row: IndexRow, first: int) -> IndexRow:
    return IndexRow(row.number, row.level, row.level_word, row.message, row.where, row.mark if row.mark >= 0 else first)


def _proposed(mark: Mark, proposal: str) -> Mark:
    proposal = mark.proposal or clean(proposal)
    return Mark(mark.place, mark.text, mark.numbers, mark.level, mark.note, proposal)


def _both(one: Mark, other: Mark) -> Mark:
    """A mark that belongs to several findings."""
    if other.numbers[0] in one.numbers:
        return one
    note = _cut(f"{one.note}\n\n{other.note}", 2 * MAXIMUM_NOTE)
    level = max(one.level, other.level, key=MARK_LEVELS.index)
    return Mark(one.place, one.text, one.numbers + other.numbers, level, note, one.proposal or other.proposal)


def _words(item: Item) -> Iterator[str]:
    """What an item says, line by line, its number and level first."""
    level, title = _level_word(_level(item)), _line(item.title)
    parts = (str(item.number), "" if level in title else level, title)
    yield "  ".join(filter(None, parts))
    yield from plain_lines(item.body)


def _line(content: Content) -> str:
    return clean(plain(content).replace("\n", " "))


def _level(item: Item) -> MarkLevel:
    """How grave an item is: as its title is coloured."""
    roles = [each.role for each in pieces(item.title) if isinstance(each, Styled)]
    return next((level for level in MARK_LEVELS for role in (item.role, *roles) if role == level), "info")


def _level_word(level: MarkLevel) -> str:
    return word(VERDICT_WORDS, level) if level == "waived" else word(SEVERITY_WORDS, level)


def _where(places: Sequence[DocumentPlace]) -> str:
    """Where a finding stands, in words: its pages, or its cells."""
    pages = sorted({each.page for each in places if each.page and not each.sheet})
    words = [where_in(DocumentPlace(page=each)) for each in pages]
    sheet = ""
    for each in places:
        if each.sheet:
            words.append(each.cell if each.sheet == sheet else where_in(each))
            sheet = each.sheet
    words += [
        " ".join(filter(None, (where_in(each), each.cell))) for each in places if each.paragraph and not each.page
    ]
    return list_names(list(dict.fromkeys(map(clean, words))))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
