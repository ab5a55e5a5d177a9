"""Where everything of a report stands when it is drawn as published: tables of cells with spans, lists of what the
narrative states. It is the same for every kind of file that is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from jsrules.base.labels import split_path
from jsrules.base.language import Language, language, say
from jsrules.base.printable import clean
from jsrules.base.record import Record, replace
from jsrules.model.form import Form
from jsrules.model.report import Block, Cell, Report, Table
from jsrules.outputs.export.drawn_blocks import DrawingStyle, DrawnBlock, DrawnRow, FigureRole, drawn_blocks, printed

CellRole = Literal["head", "code", "name", "line"] | FigureRole
"""What stands in a cell: a heading, an account code, the name of a row, the printed number of a line, or a figure."""


class LaidCell(Record):
    """A cell: its upper left position, from 0, how many rows and columns it takes up, its text as printed; ``cell`` is
    the number of the figure in the report, or -1.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    role: CellRole
    cell: int = -1


class LaidTable(Record):
    """A table. ``widths`` are those of its columns in narrow characters; the first ``head_rows`` are headings.

    Above it stand ``captions``, line by line, from left to right (the printed number; whose it is, the year, the money
    unit), and below it ``notes``.
    """

    title: str
    captions: tuple[tuple[str, str, str], ...]
    cells: tuple[LaidCell, ...]
    rows: int
    widths: tuple[int, ...]
    head_rows: int
    notes: tuple[str, ...]

    @property
    def is_wide(self) -> bool:
        """Whether it wants the long side of the paper."""
        room = next((width for rows, width in _UPRIGHT if self.rows <= rows), _WIDEST)
        return sum(self.widths) > room


class LaidMeasure(NamedTuple):
    """A measure, what is stated of it, in all places where it is, and the numbers of these cells in the report."""

    name: str
    text: str
    cells: tuple[int, ...]

    @property
    def line(self) -> str:
        """What is stated, in a line."""
        return stated_line((self.name, self.text))


LaidItem = tuple[str, tuple[LaidMeasure, ...]]
"""An item of the narrative, and its measures."""


class LaidSection(Record):
    """A section of the narrative."""

    title: str
    items: tuple[LaidItem, ...]


class LaidReport(Record):
    """A report as it is drawn. ``entries`` are those of its head, ``remarks`` stand below them; above the ``sections``
    stands ``narrative``.
    """

    title: str
    entries: tuple[tuple[str, str], ...]
    tables: tuple[LaidTable, ...]
    narrative: str
    sections: tuple[LaidSection, ...]
    language: Language
    remarks: tuple[str, ...] = ()

    def lines_of_head(self) -> list[str]:
        """The entries of the head, line by line, as a published document states them."""
        return [stated_line(entry) for entry in self.entries]


def stated_line(stated: tuple[str, str]) -> str:
    """A name and what is stated of it, in the language of the moment."""
    name, text = stated
    return say("{name}：{text}", "{name}: {text}", name=name, text=text) if name else text


def stated_of(item: LaidItem) -> str:
    """What is stated of an item, in one line."""
    return say("；", "; ").join(measure.line for measure in item[1])


_UPRIGHT, _WIDEST = ((24, 96), (30, 110)), 150
"""How wide a table of so many rows is that still stands upright: what does not fit on one page the other way stays so
longer, if smaller.
"""
_AS_PUBLISHED = DrawingStyle()


def lay_out(report: Report, style: DrawingStyle = _AS_PUBLISHED) -> LaidReport:
    """The report as it is drawn, in the language of its own names."""
    forms = report.forms
    numbers = [number for number in range(len(forms.forms)) if number in report.tables]
    named = report.kind + "".join(forms.forms[number].title for number in numbers)
    spoken: Language = "zh" if re.search("[㐀-鿿]", named) or not named else "en"
    with language(spoken):
        year = say("{year}年度", "{year}", year=report.year) if report.year is not None else ""
        parts = [report.unit, year, report.kind] if report.kind else [report.name, year]
        sections = [_section(forms.forms[each], report.tables[each]) for each in numbers if forms.forms[each].is_prose]
        return LaidReport(
            clean((" " if spoken == "en" else "").join(part for part in parts if part)),
            tuple(_entries(report, style.entries)),
            tuple(
                _table(report, each, title, blocks, style)
                for each in numbers
                if not forms.forms[each].is_prose
                for title, blocks in _parts(report, each)
            ),
            clean(forms.narrative),
            tuple(section for section in sections if section.items),
            spoken,
        )


def _entries(report: Report, due: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The head, under the names that it has in a report."""
    if report.kind:
        yield say("报告", "report"), clean(report.kind)
    yield say("单位", "unit"), clean(report.unit)
    if report.year is not None:
        yield say("年度", "year"), str(report.year)
    for name, text in {**dict.fromkeys(due, ""), **report.header}.items():
        yield clean(name), clean(text)
    if report.forms.money_unit:
        yield say("金额单位", "money unit"), report.forms.money_unit


# ---- tables


def _parts(report: Report, number: int) -> Iterator[tuple[str, Sequence[Block]]]:
    """The tables that a form is drawn as, by their titles: one, but for nested keys of a report without a form set,
    which are drawn by the outermost.
    """
    form, blocks = report.forms.forms[number], report.tables[number].blocks
    if form.title or len(blocks) != 1:
        yield form.title, blocks
        return
    groups: dict[str, Block] = {}
    for key, row in blocks[0].rows.items():
        first, *rest = split_path(row.label)
        group = groups.setdefault(first if rest else "", replace(blocks[0], rows={}))
        group.rows[key] = replace(row, label=".".join(rest) or first)
    for title, block in groups.items():
        yield title or report.name, [block]


def _table(report: Report, number: int, title: str, stated: Sequence[Block], style: DrawingStyle) -> LaidTable:
    forms, table = report.forms, report.tables[number]
    form = forms.forms[number]
    blocks = drawn_blocks(forms, number, stated, style)
    head, cells = _headings(blocks, titled=len(form.blocks) > 1)
    left = 0
    for block in blocks:
        for place, line in enumerate(block.rows):
            cells += _line(block, line, head + place, left)
        left += len(block.widths)
    unit = next((block.money_unit for block in stated if block.stated and block.money_unit), "")
    unit = unit or forms.money_unit_of(number)
    owner = say("编制单位：{unit}", "Unit: {unit}", unit=report.unit) if report.unit else ""
    year = say("{year}年度", "{year}", year=report.year) if report.year is not None else ""
    money = say("金额单位：{unit}", "In {unit}", unit=unit) if unit else ""
    captions = [("", "", clean(form.number)), (clean(owner), year, clean(money))]
    return LaidTable(
        clean(title),
        tuple(caption for caption in captions if any(caption)),
        tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        head + max((len(block.rows) for block in blocks), default=0),
        tuple(width for block in blocks for width in block.widths),
        head,
        tuple(_notes(form, table, any(cell.role == "unstated" for cell in cells))),
    )


def _headings(blocks: Sequence[DrawnBlock], titled: bool) -> tuple[int, list[LaidCell]]:
    """How many rows the headings take up, and their cells. ``titled``: each block has its name above it."""
    depth = titled + max((block.depth(titled) for block in blocks), default=0)
    numbered = any(number for block in blocks for _, number in block.columns)
    cells: list[LaidCell] = []

    def put(row: int, column: int, rows: int, columns: int, text: str) -> None:
        cells.append(LaidCell(row, column, rows, columns, clean(text), "head"))

    def put_tree(paths: Sequence[tuple[str, ...]], row: int, column: int) -> None:
        """Headings from top to bottom; what neighbours have in common stands once above them."""
        for _, group in groupby(paths, lambda path: (path[0], len(path) > 1)):
            several = list(group)
            height = min(next((n for n, each in enumerate(path) if each != path[0]), depth - row) for path in several)
            if height < depth - row:
                put(row, column, height, len(several), several[0][0])
                put_tree([path[height:] for path in several], row + height, column)
            else:
                for place, path in enumerate(several):
                    put(row, column + place, height, 1, path[0])
            column += len(several)

    left = 0
    for block in blocks:
        top = int(titled)
        if titled:
            put(0, left, 1, len(block.widths), block.title)
        if block.code_columns:
            below = top + (not titled)
            if not titled:
                put(top, left, 1, block.names, say("项目", "Item"))
            put(below, left, 1 if block.levels else depth - below, block.code_columns, say("科目编码", "Code"))
            for place, level in enumerate(block.levels):
                put(below + 1, left + place, depth - below - 1, 1, level)
            put(below, left + block.code_columns, depth - below, 1, say("科目名称", "Name"))
        elif block.has_names:
            put(top, left, depth - top, 1, say("项目", "Item"))
        figures = left + block.names
        if block.has_lines:
            put(top, figures, depth - top, 1, say("行次", "Line"))
            figures += 1
        put_tree([heading for heading, _ in block.columns], top, figures)
        if numbered:
            for place, (_, number) in enumerate(block.columns):
                put(depth, figures + place, 1, 1, number)
            if block.names:
                put(depth, left, 1, block.names, say("栏次", "Column"))
            if block.has_lines:
                put(depth, left + block.names, 1, 1, "")
        left += len(block.widths)
    return depth + numbered, cells


def _line(block: DrawnBlock, line: DrawnRow, row: int, left: int) -> Iterator[LaidCell]:
    """The cells of a row of a block."""
    if not line.code and line.name and block.code_columns:
        yield LaidCell(row, left, 1, block.names, clean(line.name), "name")
    elif block.has_names:
        for column, part in enumerate(block.parts_of(line.code)):
            yield LaidCell(row, left + column, 1, 1, clean(part), "code")
        yield LaidCell(row, left + block.code_columns, 1, 1, clean(line.name), "name")
    column = left + block.names
    if block.has_lines:
        yield LaidCell(row, column, 1, 1, line.number, "line")
        column += 1
    for number, figure in enumerate(line.figures):
        yield LaidCell(row, column + number, 1, 1, clean(figure.text), figure.role, figure.cell)


def _notes(form: Form, table: Table, unstated: bool) -> Iterator[str]:
    for lead, texts in ((say("注：", "Note: "), form.notes), (say("说明：", "Note: "), (table.note,))):
        for text in texts:
            lines = [clean(line) for line in text.splitlines() if line.strip()]
            if lines and not lines[0].startswith(("注", "说明", "Note")):
                lines[0] = lead + lines[0]
            yield from lines
    if unstated:
        yield say("灰底的格，报告没有列出。", "What is grey the report does not state.")


# ---- narrative


def _section(form: Form, table: Table) -> LaidSection:
    items: list[LaidItem] = []
    for shape, block in zip(form.blocks, table.blocks, strict=True):
        names = [column.name for column in shape.columns]
        for row in block.rows.values():
            measures = [
                LaidMeasure(clean(name), _statements(cell), tuple(each.index for each in cell.statements))
                for name, cell in zip(names, row.cells, strict=True)
                if cell is not None
            ]
            stated = tuple(each for each in measures if each.text)
            if stated:
                label = say("{block}：{row}", "{block}: {row}", block=shape.name, row=row.label)
                items.append((clean(label if len(form.blocks) > 1 else row.label), stated))
    return LaidSection(clean(form.title), tuple(items))


def _statements(cell: Cell) -> str:
    """What is stated, in all places where it is."""
    return clean(say("、", ", ").join(filter(None, map(printed, cell.statements))))
