"""Reads 出处: where the cells of a report stand in the document that it was imported from. See `place_text`.

Nothing is read before a cell is asked for, and of the rows that others stand in only their names. What cannot be
understood, or names what the report calls otherwise by now, is no place, and no error.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from jsrules.base.names import fold
from jsrules.base.record import Record, field
from jsrules.model.document import PublishedPlace
from jsrules.model.form import FormSet
from jsrules.model.report import Cell, Report
from jsrules.readers.reports.place_words import (
    BLOCK,
    COLUMN,
    DOCUMENT,
    LABELS,
    NO_PLACE,
    PAGE,
    PARAGRAPH,
    ROW,
    SHEET,
    TABLE,
    Frame,
    made_of,
    read_place,
    read_stored,
    split_name,
    words_of,
)
from jsrules.readers.reports.rows import split_code


class _Columns(Record, frozen=False):
    """The columns of some rows: what each says of a place, that of their names first, and their numbers by name."""

    across: list[str]
    numbers: dict[str, int] = field(default_factory=dict)


class _Row(Record):
    """A row as far as it was read: ``words`` are those behind its name; ``table`` is the title, ``called`` what the
    document prints for it.
    """

    words: str
    columns: _Columns
    frame: Frame
    document: str
    table: str
    block: str
    called: str


_Section = dict[str, _Row]
"""The rows of a block by their folded names, and by their codes."""


class ReadPlaces:
    """The places that the text behind 出处 tells, of the cells of one report."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.has_stored = "~" in text
        self._document: str | None = None
        self._forms: FormSet | None = None
        self._sections: dict[object, _Section] = {}
        self._joined: dict[int, dict[str, tuple[_Row, int]]] = {}
        self._tops: dict[tuple[str, str, int], list[int]] = {}

    @property
    def document(self) -> str:
        """The document where all cells stand; empty where they stand in several."""
        if self._document is None:
            lines = (line.partition(" ") for line in self._text.split("\n"))
            names = {split_name(rest)[0] for word, _, rest in lines if word == DOCUMENT}
            self._document = names.pop() if len(names) == 1 else ""
        return self._document

    def __call__(self, report: Report, cell: Cell) -> PublishedPlace | None:
        """Where a cell of its report stands."""
        if self._forms is not report.forms:  # a related report gets the form set of the one that it belongs to
            self._forms = report.forms
            self._sections, self._joined = self._read(report.forms), {}
        table = report.tables.get(cell.form)
        written = table.blocks[cell.block].rows.get(cell.row) if table is not None else None
        if written is None:
            return None
        forms, label = report.forms, fold(written.label)
        form = forms.forms[cell.form]
        name = form.blocks[cell.block].columns[cell.column].name
        if forms.inferred and not form.title:  # 表.栏块.行, one after the other
            return self._place(self._by_path(0, self._sections.values(), label))
        section = self._sections.get(fold(form.title) if forms.inferred else (cell.form, cell.block), {})
        row = section.get(label) or section.get(written.code)
        if row is None:
            return None if name else self._place(self._by_path(id(section), [section], label))
        numbers = row.columns.numbers
        number = numbers.get(fold(name)) or (1 if len(row.columns.across) == 2 else 0)
        if not number:  # a report may call a column by another of its names
            block = form.blocks[cell.block]
            number = next((one for each, one in numbers.items() if block.column_named(each) == cell.column), 0)
        return self._place((row, number) if number else None, cell.statement)

    def _by_path(self, key: int, sections: Iterable[_Section], path: str) -> tuple[_Row, int] | None:
        """A cell by the names of its table (where there are several), row and column, in one."""
        found = self._joined.get(key)
        if found is None:
            found = self._joined[key] = {}
            for row_name, row in ((name, row) for section in sections for name, row in section.items()):
                before = "" if key else f"{_path(row.table, row.block)}."
                for column, number in row.columns.numbers.items():
                    found.setdefault(f"{before}{row_name}.{column}", (row, number))
                if len(row.columns.across) == 2:
                    found.setdefault(f"{before}{row_name}", (row, 1))
        return found.get(path)

    def _place(self, found: tuple[_Row, int] | None, statement: int = 1) -> PublishedPlace | None:
        """The place of a cell by its row and the number of its column; of prose that states it again, by which time."""
        if found is None:
            return None
        row, number = found
        down, *others = words_of(row.words) or [NO_PLACE]
        place = made_of(row.frame, row.columns.across[number], down)
        stored = ""
        for word in others:
            if word.startswith(f"{number}=" if statement == 1 else f"{number}.{statement}="):
                place = read_place(word.partition("=")[2], row.frame)
            elif word.startswith(f"{number}~"):
                stored = read_stored(word.partition("~")[2])
        if place is None:
            return None
        line = 0
        if (top := _top(row)) is not None and place.box is not None:
            line = bisect_left(self._tops[row.document, row.table, row.frame.page], top) + 1
        return PublishedPlace(row.document, place, row.called, line, stored)

    def _read(self, forms: FormSet) -> dict[object, _Section]:
        """The rows of all blocks; of each block by its numbers in the form set, or without one by its path."""
        sections: dict[object, _Section] = {}
        tops: dict[tuple[str, str, int], set[int]] = {}
        document = title = called = block = ""
        frame, columns, section = Frame(), _Columns([NO_PLACE]), _Section()
        for line in self._text.split("\n"):
            word, _, rest = line.partition(" ")
            if word == ROW:
                name, words = split_name(rest)
                row = _Row(words, columns, frame, document, title, block, called)
                section.setdefault(fold(name), row)
                if (coded := split_code(name)) is not None:
                    section.setdefault(coded[0], row)
                if (top := _top(row)) is not None:
                    tops.setdefault((document, title, frame.page), set()).add(top)
            elif word == COLUMN:
                name, across = split_name(rest)
                columns.numbers.setdefault(fold(name), len(columns.across))
                columns.across.append(across)
            elif word == LABELS:
                columns = _Columns([rest])
            elif word in (PAGE, PARAGRAPH):
                number = int(rest) if rest.isascii() and rest.isdigit() and len(rest) < 10 else 0
                frame = frame._replace(page=number) if word == PAGE else frame._replace(paragraph=number)
            elif word == SHEET:
                frame = frame._replace(sheet=split_name(rest)[0])
            elif word == DOCUMENT:
                document = split_name(rest)[0]
            elif word in (TABLE, BLOCK):
                if word == TABLE:
                    (title, called), block = split_name(rest), ""
                    called = split_name(called)[0]
                    called = title if called in ("", NO_PLACE) else called
                else:
                    block = split_name(rest)[0]
                columns = _Columns([NO_PLACE])
                section = sections.setdefault(_section_key(forms, title, block), {})
        self._tops = {key: sorted(each) for key, each in tops.items()}
        return sections


def _section_key(forms: FormSet, title: str, block: str) -> object:
    """What a block is known by: its numbers in the form set, or its path where there is none."""
    if forms.inferred:
        return _path(title, block)
    numbers = forms.index.get(fold(title), ())
    if len(numbers) != 1:
        return title, block
    blocks = forms.forms[numbers[0]].blocks
    if len(blocks) == 1:
        return numbers[0], 0
    named = (place for place, each in enumerate(blocks) if fold(block) in map(fold, (each.name, *each.aliases)))
    return numbers[0], next(named, -1)


def _path(title: str, block: str) -> str:
    return fold(f"{title.strip()}.{block.strip()}" if block else title.strip())


def _top(row: _Row) -> int | None:
    """The upper end of a row in its page."""
    top, dots, _ = row.words.partition("..")
    return int(top) if dots and top.lstrip("-").isdigit() and len(top) < 10 else None
