"""A report as a workbook: a cover, a sheet for each table, one for what the narrative states.

Figures are numbers, each with the format that shows what is printed; what no such number can show exactly is text, and
so is everything else: nothing that is written can become a formula or a link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import NamedTuple

from jsrules.base.diagnostic import fail
from jsrules.base.language import Language, language, say
from jsrules.base.width import text_width
from jsrules.outputs.export.layout import CellRole, LaidCell, LaidItem, LaidReport, LaidTable, stated_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MOST_DIGITS = 15
"""Spreadsheets keep no more of a number."""
_LONGEST_TEXT = 32767
_LONGEST_SHEET_NAME = 31
_NO_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_LINE_HEIGHT, _TITLE_HEIGHT, _HIGHEST = 18, 30, 400
_COVER = 80
"""The width of a sheet of texts."""
_PAPER_A4 = 9
_NOTE_WIDTH, _NOTE_LINES, _LONGEST_NOTE = 44, 20, 8000
_OPENS_FORMULA = ("=", "+", "-", "@")

_PLAIN = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.(?P<part>[0-9]+))?(?P<rate>%?)")
_BRACKETED = re.compile(r"(?P<open>[(（])(?P<figure>[0-9][0-9,.]*)(?P<close>[)）])")


def number_shown(text: str) -> tuple[Decimal, str] | None:
    """The number and the format under which a spreadsheet shows exactly this text; None where it could not."""
    brackets = _BRACKETED.fullmatch(text)
    match = _PLAIN.fullmatch(brackets["figure"] if brackets is not None else text)
    if match is None:
        return None
    whole, part = match["whole"].replace(",", ""), match["part"] or ""
    if (whole[0] == "0" and len(whole) > 1) or len((whole + part).lstrip("0")) > _MOST_DIGITS:
        return None
    value = Decimal(f"{match['sign']}{whole}.{part or 0}").scaleb(-2 if match["rate"] else 0)
    if not value and (match["sign"] or brackets is not None):
        return None  # -0.00 is shown as 0.00
    shape = ("#,##0" if "," in match["whole"] else "0") + ("." + "0" * len(part) if part else "") + match["rate"]
    if brackets is None:
        return value, shape
    return -value, f'{shape};"{brackets["open"]}"{shape}"{brackets["close"]}"'


class CellMark(NamedTuple):
    """How a figure stands out: the colour behind it (``#RRGGBB``), whether its letters do, and a note on it."""

    fill: str
    strong: bool
    note: str


class SheetSpot(NamedTuple):
    """Where a figure stands in a workbook: the name of the sheet, row and column from 0."""

    sheet: str
    row: int
    column: int


def workbook(report: LaidReport) -> bytes:
    """The file. Raises `InputError` (E335) when xlsxwriter is not installed."""
    data = BytesIO()
    book = new_book(data, report.title)
    with language(report.language):
        Sheets(book, report.language).write(report)
    book.close()
    return data.getvalue()


def new_book(data: BytesIO, title: str) -> Any:
    """An empty workbook, to be closed. Raises `InputError` (E335) when xlsxwriter is not installed."""
    try:
        import xlsxwriter
    except ImportError:
        raise fail(
            "E335",
            say("写 Excel 文件还需要 xlsxwriter", "writing Excel files also needs xlsxwriter"),
            remedy=say("运行 pip install 'jsrules[export]'", "run pip install 'jsrules[export]'"),
        ) from None
    from datetime import datetime

    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # The same report gives the same file, whenever it is written.
    book.set_properties({"title": title[:255], "created": datetime(2000, 1, 1)})
    return book


class Sheets:
    """Writes the sheets of a workbook. ``marks`` are those of figures, by the numbers of their cells in the report;
    ``spots`` are where these figures stand, as far as they have been written.
    """

    def __init__(self, book: Any, spoken: Language, marks: Mapping[int, CellMark] | None = None) -> None:
        self._book = book
        self._language = spoken
        self._marks = marks or {}
        self.spots: dict[int, SheetSpot] = {}
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._names: set[str] = set()

    def write(self, report: LaidReport) -> None:
        """All sheets of a report."""
        self._cover(report)
        self.write_tables(report)

    def write_tables(self, report: LaidReport) -> None:
        """The tables of a report, and what its narrative states."""
        for table in report.tables:
            self._table(table)
        if report.sections:
            self._narrative(report)

    def format(self, **properties: Any) -> Any:
        """A look with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            font = {"font_name": "宋体" if self._language == "zh" else "Calibri", "font_size": 10}
            self._formats[key] = self._book.add_format({**font, "valign": "vcenter", **properties})
        return self._formats[key]

    def sheet(self, title: str, *, wide: bool = False) -> Any:
        """A new sheet under a name that a spreadsheet takes and that no other has."""
        plain = _NO_SHEET_NAMES.sub("_", title).strip("' ") or "_"
        name, count = _cut(plain, ""), 1
        while name.casefold() in self._names or name.casefold() == "history":
            count += 1
            name = _cut(plain, f"_{count}")
        self._names.add(name.casefold())
        sheet = self._book.add_worksheet(name)
        sheet.set_paper(_PAPER_A4)
        sheet.set_margins(left=Decimal("0.6"), right=Decimal("0.6"), top=Decimal("0.8"), bottom=Decimal("0.7"))
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(1)
        sheet.set_default_row(_LINE_HEIGHT)
        sheet.set_footer("&C&P / &N")
        if wide:
            sheet.set_landscape()
        return sheet

    def text(self, sheet: Any, row: int, column: int, text: str, **properties: Any) -> None:
        """A text, which is never computed."""
        if text.startswith(_OPENS_FORMULA):
            properties["quote_prefix"] = True
        if len(text) > _LONGEST_TEXT:
            end = say("……（一格写不下，后面的没有写）", "… (the rest does not go into a cell)")
            text = text[: _LONGEST_TEXT - len(end)] + end
        sheet.write_string(row, column, text, self.format(**properties))

    def _across(self, sheet: Any, row: int, first: int, last: int, text: str, **properties: Any) -> None:
        """A text in one cell over several columns."""
        if first < last:
            sheet.merge_range(row, first, row, last, "", self.format(**properties))
        self.text(sheet, row, first, text, **properties)

    def fit_row(self, sheet: Any, row: int, texts: Sequence[tuple[str, int]]) -> None:
        """Makes a row as high as its texts need in columns so wide."""
        sheet.set_row(row, min(_LINE_HEIGHT * max(_lines(text, width - 1) for text, width in texts), _HIGHEST))

    def _cover(self, report: LaidReport) -> None:
        sheet = self.sheet(say("封面", "Cover"))
        sheet.set_column(0, 0, _COVER)
        self.text(sheet, 0, 0, report.title, bold=True, font_size=16, align="center", text_wrap=True)
        sheet.set_row(0, min(_TITLE_HEIGHT * _lines(report.title, _COVER * 5 // 8), _HIGHEST))
        row = 2
        for entry in report.lines_of_head():
            self.text(sheet, row, 0, entry, font_size=12, text_wrap=True)
            sheet.set_row(row, min(_TITLE_HEIGHT * _lines(entry, _COVER), _HIGHEST))
            row += 1
        for remark in report.remarks:
            row += 1
            self.text(sheet, row, 0, remark, text_wrap=True)
            sheet.set_row(row, min(_LINE_HEIGHT * _lines(remark, _COVER), _HIGHEST))

    def _table(self, table: LaidTable) -> None:
        sheet = self.sheet(table.title, wide=table.is_wide)
        last = max(len(table.widths) - 1, 0)
        for column, width in enumerate(table.widths):
            sheet.set_column(column, column, width + 1)
        self._across(sheet, 0, 0, last, table.title, bold=True, font_size=16, align="center", text_wrap=True)
        sheet.set_row(0, min(_TITLE_HEIGHT * _lines(table.title, sum(table.widths) * 5 // 8), _HIGHEST))
        top = 1
        for texts in table.captions:
            top = self._caption(sheet, top, texts, table.widths)
        for cell in table.cells:
            self._cell(sheet, cell, top)
        for place, lines in _tall_rows(table).items():
            sheet.set_row(top + place, min(_LINE_HEIGHT * lines, _HIGHEST))
        if table.head_rows:
            sheet.repeat_rows(0, top + table.head_rows - 1)
            sheet.freeze_panes(top + table.head_rows, 0)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{top + max(table.rows, 1)}"})
        for place, note in enumerate(table.notes, top + table.rows):
            for part, text in enumerate(_pieces(note)):
                self._across(sheet, place + part, 0, last, text, text_wrap=True)
            sheet.set_row(place, min(_LINE_HEIGHT * _lines(note, sum(table.widths) + last), _HIGHEST))

    def _caption(self, sheet: Any, row: int, texts: Sequence[str], widths: Sequence[int]) -> int:
        """A line above a table, in as many rows as it takes; gives back the row below it."""
        last = max(len(widths) - 1, 0)
        aligned = [each for each in zip(texts, ("left", "center", "right"), strict=True) if each[0]]
        if len(aligned) > last + 1:
            for text, align in aligned:
                self._across(sheet, row, 0, last, text, align=align)
                row += 1
            return row
        first = 0
        for number, (text, align) in enumerate(aligned, 1):
            end = last if number == len(aligned) else _end(widths, first, number, len(aligned))
            self._across(sheet, row, first, end, text, align=align)
            first = end + 1
        return row + 1

    def _cell(self, sheet: Any, cell: LaidCell, top: int) -> None:
        properties: dict[str, Any] = {"border": 1, **_LOOKS[cell.role]}
        if cell.role == "name" and cell.column_span > 1:
            properties["align"] = "center"
        row, column = top + cell.row, cell.column
        if cell.cell >= 0:
            self.spots[cell.cell] = SheetSpot(sheet.get_name(), row, column)
        mark = self._marks.get(cell.cell)
        if mark is not None:
            properties |= {"bg_color": mark.fill, **({"bold": True, "font_color": "#B3261E"} if mark.strong else {})}
            _note(sheet, row, column, mark.note)
        if cell.row_span > 1 or cell.column_span > 1:
            end = (row + cell.row_span - 1, column + cell.column_span - 1)
            sheet.merge_range(row, column, *end, "", self.format(**properties))
        shown = number_shown(cell.text) if cell.role in ("money", "figure") else None
        if shown is not None:
            sheet.write_number(row, column, shown[0], self.format(**properties, num_format=shown[1]))
        elif cell.text:
            self.text(sheet, row, column, cell.text, **{"num_format": "@", **properties})
        else:
            sheet.write_blank(row, column, None, self.format(**properties, **_BLANKS.get(cell.role, {})))

    def _narrative(self, report: LaidReport) -> None:
        """A line in a cell: ruled, it would be a table among the others."""
        title = report.narrative or say("情况说明", "Narrative")
        sheet = self.sheet(title)
        sheet.set_column(0, 0, _COVER)
        self.text(sheet, 0, 0, title, bold=True, font_size=16, align="center")
        sheet.set_row(0, _TITLE_HEIGHT)
        row = 1
        for section in report.sections:
            row += 1
            self.text(sheet, row, 0, section.title, bold=True, font_size=12)
            for item in section.items:
                for text, indent in ((item[0], 1), (stated_of(item), 3)):
                    row += 1
                    self.text(sheet, row, 0, text, indent=indent, text_wrap=True)
                    sheet.set_row(row, min(_LINE_HEIGHT * _lines(text, _COVER), _HIGHEST))
                self._stated(sheet, row, item)
            row += 1

    def _stated(self, sheet: Any, row: int, item: LaidItem) -> None:
        """What stands out in a line of the narrative: of all its figures together."""
        cells = [cell for measure in item[1] for cell in measure.cells]
        self.spots.update((cell, SheetSpot(sheet.get_name(), row, 0)) for cell in cells)
        marks = [self._marks[cell] for cell in cells if cell in self._marks]
        if not marks:
            return
        gravest = max(marks, key=lambda each: (each.strong, each.fill))
        look: dict[str, Any] = {"bg_color": gravest.fill}
        if gravest.strong:
            look |= {"bold": True, "font_color": "#B3261E"}
        self.text(sheet, row, 0, stated_of(item), indent=3, text_wrap=True, **look)
        _note(sheet, row, 0, "\n".join(dict.fromkeys(each.note for each in marks if each.note)))


def _note(sheet: Any, row: int, column: int, text: str) -> None:
    if text:
        lines = 1 + sum(_lines(line, _NOTE_WIDTH) for line in text.split("\n"))
        size = {"width": _NOTE_WIDTH * 7, "height": min(lines, _NOTE_LINES) * _LINE_HEIGHT}
        sheet.write_comment(row, column, text[:_LONGEST_NOTE], {"author": "jsrules", **size})


_LOOKS: dict[CellRole, dict[str, Any]] = {
    "head": {"align": "center", "text_wrap": True, "bg_color": "#F2F2F2"},
    "code": {"num_format": "@"},
    "name": {"text_wrap": True},
    "line": {"align": "center"},
    "money": {"align": "right", "indent": 1},
    "figure": {"align": "right", "indent": 1},
    "unstated": {"align": "right", "bg_color": "#D9D9D9"},
}
_BLANKS: dict[CellRole, dict[str, Any]] = {"money": {"num_format": "#,##0.00"}}
"""How a figure shows that somebody types into a blank cell."""


def _tall_rows(table: LaidTable) -> dict[int, int]:
    """The rows whose texts need several lines; a spreadsheet does not see to all of them by itself."""
    found: dict[int, int] = {}
    for cell in table.cells:
        lines = _lines(cell.text, sum(table.widths[cell.column :][: cell.column_span]) + cell.column_span)
        last = cell.row + cell.row_span - 1
        if lines > max(cell.row_span, found.get(last, 1)):
            found[last] = lines - cell.row_span + 1
    return found


def _cut(name: str, end: str) -> str:
    """A name with an end, as short as that of a sheet has to be; spreadsheets count UTF-16 units."""
    while len((name + end).encode("utf-16-le")) > 2 * _LONGEST_SHEET_NAME:
        name = name[:-1]
    return name.rstrip("' ") + end


def _lines(text: str, width: int) -> int:
    """How many lines a text takes up."""
    return max(1, -(-text_width(text) // max(width, 1)))


def _pieces(text: str) -> list[str]:
    """A text in parts that cells can hold."""
    return [text[start : start + _LONGEST_TEXT] for start in range(0, max(len(text), 1), _LONGEST_TEXT)]


def _end(widths: Sequence[int], first: int, number: int, count: int) -> int:
    """The last column, from ``first`` on, of text ``number`` of ``count``; each later text has a column, too."""
    passed = sum(widths[:first])
    for column in range(first, len(widths) - (count - number)):
        passed += widths[column]
        if count * passed >= number * sum(widths):
            return column
    return len(widths) - (count - number) - 1
