"""A printed table to a table of a report: columns and rows of its form by name, everything else under its own name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from jsrules.base.record import Record
from jsrules.base.units import TEXT
from jsrules.model.document import GridCell
from jsrules.model.form import Form, FormSet
from jsrules.model.imported import ImportedCell, ImportedTable
from jsrules.readers.documents.recognition.continuation import PrintedTable
from jsrules.readers.documents.recognition.drafts import BlockDraft, RowDraft
from jsrules.readers.documents.recognition.figures import imported_cell, undecided
from jsrules.readers.documents.recognition.headings import BodyRow, ReadTable, is_amount
from jsrules.readers.documents.recognition.lanes import (
    AcrossCell,
    Lane,
    LaneColumn,
    across,
    block_named,
    lane_columns,
    lanes_of,
    named,
    names_in,
)
from jsrules.readers.documents.recognition.row_names import FoundRow, LabelReader, RowFinder, RowLabel
from jsrules.readers.documents.recognition.words import words

_Values = dict[int, list[GridCell]]


class _LaneRows(Record):
    """A lane, and the label and the figures of each of its rows."""

    lane: Lane
    labels: list[RowLabel]
    values: list[_Values]


class Assembly:
    """Puts one table together. ``claimed`` are the cells whose figures it took, ``headings`` those that name rows and
    columns, by their identity.
    """

    def __init__(self, printed: PrintedTable, table: ReadTable, form: Form | None, forms: FormSet | None) -> None:
        self._printed = printed
        self._table = table
        self._form = form
        self._forms = forms
        self._blocks: dict[int, BlockDraft] = {}
        self._is_filled = any(
            is_amount(cell.text)
            for row in table.rows
            for number in _values(table)
            for cell in row.cells.get(number, ())
        )
        self.claimed: set[int] = set()
        self.headings = {id(cell) for cell in table.heading}

    def table(self, number: int) -> ImportedTable:
        """The table; ``number`` is that of its form in the form set, or -1."""
        form = self._form
        if form is None:
            self._unknown()
        elif (cells := self._across(form)) is not None:
            self._written_across(form, cells)
        else:
            self._known(form)
        return ImportedTable(
            form.title if form is not None else self._printed.title,
            tuple(self._blocks[each].finished() for each in sorted(self._blocks)),
            tuple(self._printed.places),
            number,
            self._printed.title,
            self._printed.number,
            self._printed.note,
            self._printed.money_unit,
            document=self._printed.document,
        )

    # ---- rows below one another --------------------------------------------------------------------

    def _known(self, form: Form) -> None:
        assert self._forms is not None
        finder = RowFinder(form, self._forms)
        for lane in self._lanes():
            homes = self._homes(form, finder, lane)
            filled = {block: lane_columns(lane.lane, self._table.columns, form.blocks[block]) for block in {*homes}}
            for row, label, values, home in zip(self._table.rows, lane.labels, lane.values, homes, strict=True):
                if not label.is_empty:
                    shape = form.blocks[home]
                    block = self._blocks.setdefault(home, BlockDraft(shape.name))
                    found = finder.find(label, home)
                    declared = shape.row(found.key)
                    unit = declared.unit if declared is not None else ""
                    self._add(block, found, label, values, filled[home], row, unit)

    def _unknown(self) -> None:
        """Each lane is a block; rows and columns go by their own names."""
        lanes = self._lanes()
        for number, lane in enumerate(lanes):
            paths = [self._table.columns[each].path for each in (*lane.lane.labels, *lane.lane.values)]
            shared = _shared(paths) if len(lanes) > 1 else ()
            filled = {
                each: LaneColumn(column.name.removeprefix(named(shared)).strip(".") or column.name, False, column.unit)
                for each, column in lane_columns(lane.lane, self._table.columns, None).items()
            }
            block = BlockDraft(named(shared))
            for at, (row, label, values) in enumerate(zip(self._table.rows, lane.labels, lane.values, strict=True)):
                name = label.printed if not label.is_empty else ""
                if not name and any(cell.text.strip() for cells in values.values() for cell in cells):
                    name = words().nameless.replace("*", str(at + 1))
                if name:
                    self._add(block, FoundRow(number, name, name, False), label, values, filled, row, "")
            if block.rows:
                self._blocks[number] = block

    def _lanes(self) -> list[_LaneRows]:
        columns = self._table.columns
        lanes = []
        for lane in lanes_of(columns):
            reader = LabelReader(lane, columns)
            labels = [reader.read(row) for row in self._table.rows]
            self.headings.update(id(cell) for label in labels for cell in label.cells)
            values = [{number: row.cells.get(number, []) for number in lane.values} for row in self._table.rows]
            lanes.append(_LaneRows(lane, labels, values))
        for own, following in pairwise(lanes):
            for at, row in enumerate(self._table.rows):
                if not own.labels[at].is_empty and following.labels[at].is_empty and not _is_filled(own.values[at]):
                    figure = _beyond(row, own.lane, following.lane)
                    if figure is not None:
                        own.values[at], following.values[at] = figure, {}
        return lanes

    def _homes(self, form: Form, finder: RowFinder, lane: _LaneRows) -> list[int]:
        """The block of each row: the one that the heading names, else the one that has such a row."""
        if len(form.blocks) == 1:
            return [0] * len(lane.labels)
        named_block = block_named(
            form, [self._table.columns[number].path for number in (*lane.lane.labels, *lane.lane.values)]
        )
        if named_block >= 0:
            return [named_block] * len(lane.labels)
        found = [finder.blocks_with(label) if not label.is_empty else [] for label in lane.labels]
        sure = [each[0] for each in found if len(each) == 1]
        usual = Counter(sure).most_common(1)[0][0] if sure else 0
        homes, last = [], sure[0] if sure else usual
        for each in found:
            last = each[0] if len(each) == 1 else last
            homes.append(last)
        return homes

    def _add(
        self,
        block: BlockDraft,
        found: FoundRow,
        label: RowLabel,
        values: _Values,
        filled: dict[int, LaneColumn],
        row: BodyRow,
        unit: str,
    ) -> None:
        cells = [cell for several in values.values() for cell in several]
        place = next((cell.place for cell in (*label.cells, *cells)), self._printed.places[0])
        made = RowDraft(found, label.printed, place)
        for number, column in filled.items():
            block.columns.setdefault(column.name, column.known)
            made.cells[column.name] = self._cell(
                values.get(number, []), column.unit if not column.known else unit or column.unit, row
            )
        block.rows.append(made)

    def _cell(self, cells: Sequence[GridCell], unit: str, row: BodyRow) -> ImportedCell:
        headings = [cell for cell in cells if cell.text.strip() and not is_amount(cell.text)] if row.is_mixed else []
        if headings:
            # The form prints a heading where the figure of this row would be: there is none, and it is not 0.
            self.headings.update(map(id, headings))
            return undecided(headings[0].text, headings[0].place) if self._is_filled else ImportedCell("")
        self.claimed.update(id(cell) for cell in cells if cell.text.strip())
        return imported_cell(cells, unit)

    def _of_several(self, columns: Sequence[Sequence[GridCell]]) -> ImportedCell:
        """What columns hold that are all headed as one place: it is not known which of them stands there."""
        filled = [cell for cells in columns for cell in cells if cell.text.strip()]
        self.claimed.update(map(id, filled))
        return undecided(" ".join(cell.text for cell in filled), filled[0].place) if filled else ImportedCell("")

    # ---- rows across ---------------------------------------------------------------------------------

    def _across(self, form: Form) -> dict[int, AcrossCell] | None:
        if len(form.blocks) != 1 or form.blocks[0].keyed:
            return None
        return across(self._table.columns, self._table.rows, form.blocks[0])

    def _written_across(self, form: Form, cells: dict[int, AcrossCell]) -> None:
        shape = form.blocks[0]
        row = next((each for each in self._table.rows if _is_filled(each.cells)), None)
        row = row or (self._table.rows[0] if self._table.rows else BodyRow({}, 0, 0))
        block = BlockDraft(shape.name)
        rows: dict[str, RowDraft] = {}
        several: dict[tuple[str, str], list[list[GridCell]]] = {}  # where headings name one place twice
        for number, goal in cells.items():
            path = self._table.columns[number].path
            declared = shape.rows[goal.row] if goal.row >= 0 else None
            column = shape.columns[goal.column].name if goal.column >= 0 else ""
            label = declared.name if declared is not None else named(names_in(path, shape)) or named(path)
            own = row.cells.get(number, [])
            if declared is None and not any(cell.text.strip() for cell in own):
                continue
            place = own[0].place if own else self._printed.places[0]
            known = declared is not None
            made = rows.setdefault(label, RowDraft(FoundRow(0, label, label, known), named(path), place))
            name = column or named(path)
            block.columns.setdefault(name, bool(column))
            unit = TEXT.name
            if declared is not None and goal.column >= 0:
                unit = declared.unit or shape.columns[goal.column].unit
            same = several.setdefault((label, name), [])
            same.append(own)
            made.cells[name] = self._cell(own, unit, row) if len(same) == 1 else self._of_several(same)
        block.rows = list(rows.values())
        self._blocks[0] = block


def _values(table: ReadTable) -> list[int]:
    return [number for number, column in enumerate(table.columns) if column.role == "value"]


def _is_filled(values: _Values) -> bool:
    return any(cell.text.strip() for cells in values.values() for cell in cells)


def _beyond(row: BodyRow, own: Lane, following: Lane) -> _Values | None:
    """The figure of a name that stretches over the next lane: it stands alone in that."""
    if len(own.values) != 1 or len(following.values) != 1:
        return None
    cells = [
        cell
        for number in (*following.labels, *following.values)
        for cell in row.cells.get(number, ())
        if cell.text.strip()
    ]
    return {own.values[0]: cells} if len(cells) == 1 and is_amount(cells[0].text) else None


def _shared(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What all these headings begin with."""
    shared = paths[0]
    for path in paths[1:]:
        length = next((at for at, (one, two) in enumerate(zip(shared, path, strict=False)) if one != two), None)
        shared = shared[: min(len(shared), len(path)) if length is None else length]
    return shared
