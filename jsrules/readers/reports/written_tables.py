"""What was recognised in a document, sorted into what a report can hold as the form set has it, and what it cannot.

A table, row or column that no form knows, or that stands twice, is kept apart under its own name; a cell that its
column cannot have is one to be looked up. Nothing is lost, and whatever is kept the reader of reports takes.
"""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.names import fold
from jsrules.base.number import is_blank
from jsrules.base.record import Record, replace
from jsrules.base.source import Source
from jsrules.base.units import NO_UNIT, find_unit
from jsrules.model.document import DocumentPlace
from jsrules.model.form import BlockForm, ColumnForm, Form, FormSet, names_a_rate
from jsrules.model.imported import ImportedBlock, ImportedCell, ImportedReport, ImportedRow, ImportedTable
from jsrules.model.report import ILLEGIBLE
from jsrules.readers.reports.amounts import AmountReader, AmountScope
from jsrules.readers.reports.cells import CellReader
from jsrules.readers.reports.header import HEADER_NAMES, NOTE, TABLE_NAMES, is_row
from jsrules.readers.reports.inference import infer_row, unit_in_name
from jsrules.readers.reports.nodes import Scalar
from jsrules.readers.reports.problems import Problems
from jsrules.readers.reports.rows import RowMatcher
from jsrules.readers.reports.shown_decimals import shown_decimals
from jsrules.readers.reports.splits import columns_joined


class WrittenRow(Record):
    """A row as it is written: its cells, whose texts the reader takes, by the columns of its block."""

    label: str
    cells: tuple[ImportedCell, ...]
    place: DocumentPlace


class WrittenBlock(Record):
    """A block; ``flat`` where its rows are written without the name of their only column."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[WrittenRow, ...]
    flat: bool = False
    whole: bool | None = None


class WrittenTable(Record):
    """A table with its settings; ``decimals`` (小数位) and ``whole`` (列全) are None where nothing is said."""

    title: str
    blocks: tuple[WrittenBlock, ...]
    number: str = ""
    places: tuple[DocumentPlace, ...] = ()
    document: int = 0
    note: str = ""
    money_unit: str = ""
    decimals: int | None = None
    whole: bool | None = None


class WrittenReport(Record):
    """The tables of a report, and what no form knows, each in the order of the document. ``unsure`` are those that
    nobody knows whether the document has, with the reason.
    """

    tables: tuple[WrittenTable, ...]
    strangers: tuple[WrittenTable, ...]
    unsure: tuple[tuple[str, str], ...] = ()


def sort_tables(imported: ImportedReport, forms: FormSet | None) -> WrittenReport:
    """What of a document its report can hold, by the form set that it is to be read with, or without one."""
    sorting = _Sorting(forms, imported.money_unit)
    for table in imported.tables:
        sorting.take(table)
    unsure = [(_key_of(forms, each.form), each.why) for each in imported.unsure] if forms is not None else []
    return WrittenReport(tuple(sorting.tables), tuple(sorting.strangers), tuple(each for each in unsure if each[0]))


class _Sorting:
    """Sorts tables one after the other."""

    def __init__(self, forms: FormSet | None, money_unit: str) -> None:
        self.tables: list[WrittenTable] = []
        self.strangers: list[WrittenTable] = []
        self._forms = forms
        self._money_unit = money_unit
        self._titles: set[str] = set()
        self._others: dict[str, int] = {}

    def take(self, table: ImportedTable) -> None:
        """Put a table, and what of it is not known, where they belong."""
        if self._forms is None:
            self._take_free(table)
            return
        form = self._forms.forms[table.form] if 0 <= table.form < len(self._forms.forms) else None
        title = _key_of(self._forms, table.form) if form is not None else ""
        if form is None or not title or title in self._titles:
            self._set_aside(table, table.blocks)
            return
        self._titles.add(title)
        names = {
            fold(each): number for number, block in enumerate(form.blocks) for each in (block.name, *block.aliases)
        }
        kept: dict[int, WrittenBlock] = {}
        others: list[WrittenBlock | ImportedBlock] = []
        columns: list[WrittenBlock] = []
        for block in table.blocks:
            number = 0 if len(form.blocks) == 1 else names.get(fold(block.name), -1)
            if number < 0 or number in kept:
                others.append(block)
                continue
            kept[number], rows, halves = self._fit(table, form, number, block)
            others += [rows] if rows.rows else []
            columns += [halves] if halves.rows else []
        whole = table.whole and not others
        blocks = [
            replace(block, whole=True) if whole and block.rows and _adds_up_lists(form.blocks[number]) else block
            for number, block in sorted(kept.items())
        ]
        default = form.money_unit or self._money_unit or self._forms.money_unit
        written = self._table(table, title, blocks, None if whole else False, default)
        amounts = [texts for number, block in kept.items() for texts in _amounts(block, form.blocks[number])]
        self.tables.append(replace(written, decimals=shown_decimals(amounts)))
        self._set_aside(table, [*others, *columns])

    def _fit(
        self, table: ImportedTable, form: Form, number: int, block: ImportedBlock
    ) -> tuple[WrittenBlock, WrittenBlock, WrittenBlock]:
        """What its form has of a block; the rows that it has not; of the others what stands in other columns."""
        assert self._forms is not None
        declared = form.blocks[number]
        order = _known_columns(block, declared)
        strange = [each for each in range(len(block.columns)) if each not in order]
        problems = Problems(Source("", ""))
        matcher = RowMatcher(problems, self._forms, form, declared)
        reader = CellReader(problems)
        scope = self._scope(table, form.money_unit or self._money_unit or self._forms.money_unit)
        by_column = [
            reader.of_column(declared.columns[_column(declared, block.columns[each])], scope) for each in order
        ]
        rows: list[WrittenRow] = []
        strangers: list[ImportedRow] = []
        halves: list[ImportedRow] = []
        seen: set[str] = set()
        for row in block.rows:
            match = matcher.match(Scalar(row.label, 1, 1, plain=False)) if order and row.known else None
            problems.errors.clear()
            if match is None or match.key in seen:
                strangers.append(row)
                continue
            seen.add(match.key)
            figures = by_column
            if match.declared >= 0 and (unit := declared.rows[match.declared]).unit:
                figures = [reader.of_column(unit, scope)] * len(order)
            cells = [_settled(_cell(row, each), known) for each, known in zip(order, figures, strict=True)]
            rows.append(WrittenRow(row.label, tuple(cells), row.place))
            if any(not _is_empty(_cell(row, each)) for each in strange):
                halves.append(row)
        names = tuple(block.columns[each] for each in order)
        flat = len(declared.columns) == 1 and not declared.free_columns
        kept = WrittenBlock(declared.name if len(form.blocks) > 1 else "", names, tuple(rows), flat)
        return kept, _apart(block, strangers, range(len(block.columns))), _apart(block, halves, strange)

    def _take_free(self, table: ImportedTable) -> None:
        """A table of a report that has no form set."""
        reserved = HEADER_NAMES.keys() | TABLE_NAMES.keys()
        title = fold(table.title.strip())
        names = [fold(each.name.strip()) for each in table.blocks]
        paths = {".".join(filter(None, (title, name))) for name in names} or {title}
        if (
            not title
            or not {title, *names}.isdisjoint(reserved)
            or title.startswith("情况说明")
            or len(set(names)) < len(names)
            or ("" in names and len(names) > 1)
            or not self._titles.isdisjoint(paths | {title})
            or is_row(NOTE, Scalar(table.note.strip(), 1, 1))
        ):
            self._set_aside(table, table.blocks)
            return
        self._titles |= paths | {title}
        blocks: list[WrittenBlock] = []
        others: list[WrittenBlock | ImportedBlock] = []
        for block in table.blocks:
            kept, rest = self._free_block(table, block)
            blocks.append(kept)
            others += [rest] if rest.rows else []
        if not (table.whole and not others):
            blocks = [replace(block, whole=False) for block in blocks]
        written = self._table(table, table.title, blocks, None, self._money_unit)
        columns = [texts for block in blocks for texts in _amounts(block, None)]
        self.tables.append(replace(written, decimals=shown_decimals(columns)))
        self._set_aside(table, others)

    def _free_block(self, table: ImportedTable, block: ImportedBlock) -> tuple[WrittenBlock, WrittenBlock]:
        scope = self._scope(table, self._money_unit)
        figures = CellReader(Problems(Source("", "")), lenient=True).figures("", scope)
        rows: list[WrittenRow] = []
        others: list[ImportedRow] = []
        seen: dict[str, int] = {}
        columns = range(len(block.columns))
        for row in block.rows:
            shape = infer_row(row.label, "")
            if not fold(row.label) or not columns or (shape.code and (shape.code in seen or fold(row.label) in seen)):
                others.append(row)
                continue
            (label,) = _distinct([row.label], seen)
            if shape.code:
                seen.setdefault(shape.code, 1)
                seen.setdefault(fold(shape.name), 1)
            cells = tuple(_settled(_cell(row, each), figures) for each in columns)
            rows.append(WrittenRow(label, cells, row.place))
        return WrittenBlock(block.name, _free_columns(block.columns), tuple(rows)), _apart(block, others, columns)

    def _scope(self, table: ImportedTable, default: str) -> AmountScope:
        return AmountScope(find_unit(table.money_unit or self._money_unit or default) or NO_UNIT, 0)

    def _set_aside(self, table: ImportedTable, blocks: Sequence[ImportedBlock | WrittenBlock]) -> None:
        """Keep blocks of a table, or a table that has none, apart from the others."""
        if not blocks and blocks is not table.blocks:
            return
        apart = [
            _apart(each, each.rows, range(len(each.columns))) if isinstance(each, ImportedBlock) else each
            for each in blocks
        ]
        names = _distinct([each.name for each in apart], dict.fromkeys(TABLE_NAMES, 1))
        named = [replace(each, name=name) for each, name in zip(apart, names, strict=True)]
        (title,) = _distinct([table.title], self._others)
        written = self._table(table, title, named, None, self._money_unit)
        self.strangers.append(written if blocks is table.blocks else replace(written, note="", places=()))

    def _table(
        self, table: ImportedTable, title: str, blocks: Sequence[WrittenBlock], whole: bool | None, default: str
    ) -> WrittenTable:
        """A table with what is said of it; its unit of money where that is not the ``default``."""
        unit = table.money_unit or self._money_unit
        return WrittenTable(
            title,
            tuple(blocks),
            table.number,
            table.places,
            table.document,
            table.note,
            "" if unit == default else unit,
            None,
            whole,
        )


def _key_of(forms: FormSet, number: int) -> str:
    """A name that a report can call a table by, as no other is called; empty where there is none."""
    form = forms.forms[number]
    names = (form.title, form.number, form.identifier, *form.aliases) if not form.is_prose else ()
    return next((each for each in names if each and forms.index.get(fold(each)) == (number,)), "")


def _amounts(block: WrittenBlock, declared: BlockForm | None) -> list[list[str]]:
    """The texts of the columns of a block that are amounts of money, as far as can be known before they are read."""
    found = []
    for place, name in enumerate(block.columns):
        if declared is None:
            if names_a_rate(name) or unit_in_name(name, NO_UNIT):
                continue
        elif declared.free_columns or not _is_money(declared.columns[_column(declared, name)].unit):
            continue
        of_money = (
            row.cells[place].text
            for row in block.rows
            if declared is None or (shape := declared.row(fold(row.label))) is None or _is_money(shape.unit)
        )
        found.append(list(of_money))
    return found


def _is_money(unit: str) -> bool:
    found = find_unit(unit) if unit else None
    return not unit or (found is not None and found.dimension == "money")


def _known_columns(block: ImportedBlock, declared: BlockForm) -> list[int]:
    """The places of the columns that the form has, each once."""
    if declared.free_columns:
        names = {fold(name): place for place, name in reversed(list(enumerate(block.columns))) if fold(name.strip())}
        return sorted(names.values())
    order: dict[int, int] = {}
    for place, (name, known) in enumerate(zip(block.columns, block.known_columns, strict=False)):
        number = _column(declared, name) if known else -1
        if number >= 0:
            order.setdefault(number, place)
    return sorted(order.values())


def _column(declared: BlockForm, name: str) -> int:
    """The number of a column: its only one, where the form names none; -1 where it has no such."""
    return 0 if [each.name for each in declared.columns] == [""] else declared.column_named(name)


def _adds_up_lists(declared: BlockForm) -> bool:
    """Whether rows may be left out of such a block, so that a sum asks whether all are written."""
    return bool(declared.keyed and declared.open_rows)


def _cell(row: ImportedRow, column: int) -> ImportedCell:
    return row.cells[column] if column < len(row.cells) else ImportedCell("")


def _is_empty(cell: ImportedCell) -> bool:
    return is_blank(cell.text) and not cell.seen


def _settled(cell: ImportedCell, figures: AmountReader) -> ImportedCell:
    """A cell as it is written: as printed where that can be read, else one to be looked up, with what was seen."""
    text = cell.text.strip()
    if text in ("", ILLEGIBLE):
        return cell if text == cell.text else replace(cell, text=text)
    problems = Problems(Source("", ""))
    reader = CellReader(problems, lenient=figures.free)
    reader.cell((0, 0, "", 0), figures, Scalar(text, 1, 1, plain=False))
    if problems.errors or reader.cells[0].is_illegible:
        return replace(cell, text=ILLEGIBLE, seen=cell.seen or text)
    return cell if text == cell.text else replace(cell, text=text)


def _apart(block: ImportedBlock, rows: Sequence[ImportedRow], columns: Sequence[int]) -> WrittenBlock:
    """Rows of a block that are kept apart, with the cells of these columns as they are."""
    labels = _distinct([row.label for row in rows], {})
    names = _distinct_columns([block.columns[each] for each in columns])
    written = [
        WrittenRow(label, tuple(_cell(row, each) for each in columns), row.place)
        for label, row in zip(labels, rows, strict=True)
    ]
    return WrittenBlock(block.name, names, tuple(written))


def _distinct_columns(columns: Sequence[str]) -> tuple[str, ...]:
    """The names of columns, each different to a reader; one without a name has its number."""
    names = [name.strip() if fold(name.strip()) else f"第 {place} 栏" for place, name in enumerate(columns, 1)]
    return tuple(_distinct(names, {}))


def _free_columns(columns: Sequence[str]) -> tuple[str, ...]:
    """The same where no form set is: no name may be two others and what stands between them."""
    names = _distinct_columns(columns)
    shape = BlockForm("", (), tuple(map(ColumnForm, names)))
    return tuple(f"{each}（栏）" if columns_joined(shape, Scalar(each, 1, 1)) else each for each in names)


def _distinct(names: Sequence[str], taken: dict[str, int]) -> list[str]:
    """Names that differ to a reader: what was there before has its number behind it. They are added to ``taken``, each
    with the number that it has come to.
    """
    found = []
    for name in names:
        key = fold(name)
        count = taken.get(key, 0)
        made = f"{name}（{count + 1}）" if count else name
        while count and fold(made) in taken:
            count += 1
            made = f"{name}（{count + 1}）"
        taken[key] = count + 1
        taken.setdefault(fold(made), 1)
        found.append(made)
    return found
