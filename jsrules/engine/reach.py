"""Reaching the cells of a report that a resolved reference means, in the current row and column."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.record import replace
from jsrules.engine.ranges import Absent, Elsewhere, NoAnswer, Ranges, Unstated
from jsrules.model.ground import Blank, Place
from jsrules.model.origins import PRIOR, SUBORDINATES
from jsrules.model.reason import Reason, ReasonCode, Subject, subject_of
from jsrules.model.report import Cell, Report
from jsrules.model.statements import Missing
from jsrules.model.subsets import LEVEL_NUMBERS, columns_meant
from jsrules.model.syntax import (
    Beside,
    Cells,
    Children,
    ColumnNumber,
    Details,
    Every,
    Existing,
    Header,
    Here,
    Keys,
    Note,
    OfLevel,
    Range,
    Text,
)

YEAR = "年度"


class Unreadable(NoAnswer):
    """A figure that is needed is printed as a text that is none."""

    def __init__(self, cell: Cell) -> None:
        code: ReasonCode = "unit_unknown" if cell.units else "unreadable"
        reason = Reason(code, subject_of(cell), (cell.problem, *cell.units))
        super().__init__(Reason("illegible", subject_of(cell)) if cell.is_illegible else reason)
        self.cell = cell


class TooMuch(Absent):
    """A rule that would take more than its share of work; what is left of it cannot be decided."""

    def __init__(self) -> None:
        super().__init__(Subject("work"))


MAXIMUM_WORK = 5_000_000
"""How many cells one rule may reach in one report: a sum over every row for each row would take their square."""

LITTLE = 50
"""A rule that takes no more than this part of the work that a rule may do is far from being given up for it: what it
looks at may be kept, so that other reports need not be judged as a whole.
"""


class Reach(Ranges):
    """Finds cells in one report. ``alike`` has found them in one with the same rows, whatever is printed in them.

    ``unknown``, unless None, takes the figures that are due and not known: blanks stand for them then.
    """

    def __init__(self, report: Report, alike: Reach | None = None) -> None:
        super().__init__(report, alike)
        self.missing: Missing = "blank"
        self.work = 0
        self.unknown: set[Blank] | None = None

    def exists(self, node: Existing) -> bool:
        """Whether a table, or a block of it, is in the report. Raises `Unsure` where nobody knows."""
        table = self._report(node.origin).tables.get(node.form)
        if table is None:
            self.sure(node.form, node.origin)
        return table is not None and (node.block < 0 or bool(table.blocks[node.block].rows))

    def written(self, node: Existing) -> list[Cell]:
        """The printed cells of a table or block. Raises `Absent` when the block is not stated, `Unsure` where nobody
        knows whether the table is there.
        """
        table = self._report(node.origin).tables.get(node.form)
        if table is None:
            self.sure(node.form, node.origin)
            return []
        if node.block >= 0:
            self.block(node.form, node.block, node.origin)
        blocks = table.blocks if node.block < 0 else [table.blocks[node.block]]
        cells = [cell for block in blocks for row in block.rows.values() for cell in row.cells if cell is not None]
        printed = [cell for cell in cells if (cell.amount is not None or cell.problem) and not cell.is_illegible]
        illegible = next((cell for cell in cells if cell.is_illegible), None)
        if illegible is not None and not printed:
            raise Unreadable(illegible)
        return printed

    def one(self, node: Cells, place: Place) -> Cell | Blank:
        """The single cell that a reference means, a blank when nothing is printed there.

        Raises `Absent` when it must be there to be known, `Elsewhere` when its row or column does not exist.
        """
        rows = node.rows
        if type(rows) is Keys:
            key = rows.keys[0]
        elif type(rows) is Here:
            key = place.meant(rows.outer).row
        elif type(rows) is Beside:
            key = self.row_beside(rows, place)
        else:
            return self.many(node, place)[0]
        block = self.block(node.form, node.block, node.origin)
        column = self.column(node, place)
        row = block.rows.get(key)
        if row is None:
            key = self.key_like(node, key)
            row = block.rows.get(key)
        cell = row.cells[column] if row is not None else None
        if cell is not None and cell.amount is not None:
            return cell
        if cell is not None and cell.problem:
            return self.lacking(Unreadable(cell), node, key, column)
        if cell is None and self._unlisted(node):
            return self.lacking(Absent(_cell(node, key, column)), node, key, column)
        shape = self.forms.forms[node.form]
        if shape.is_prose:
            absent = Absent(_cell(node, key, column), self._is_optional(node, key, column, row is not None))
            return self.lacking(absent, node, key, column)
        if cell is None:
            return self._unwritten(node, key, column, row is not None)
        return Blank(node.form, node.block, key, column, node.origin)

    def lacking(self, error: NoAnswer, node: Cells, key: str, column: int) -> Blank:
        """What stands for a figure that is not known, where one is due. Raises the error that says so otherwise."""
        if self.unknown is None or not _is_due(error):
            raise error
        blank = Blank(node.form, node.block, key, column, node.origin)
        self.unknown.add(blank)
        return blank

    def _unwritten(self, node: Cells, key: str, column: int, has_row: bool) -> Blank:
        """A cell of a table that is not written; ``has_row``: its row is.

        Raises `NoAnswer` where it does not stand for a blank.
        """
        stated = self.stated(node.form, node.block, node.origin)
        unlisted = stated.column(column)
        if unlisted is not None:
            return self.lacking(Unstated(*unlisted), node, key, column)
        if not has_row:
            if self.missing != "blank":
                return self.lacking(self._miss(node, key, column), node, key, column)
            if type(node.rows) is Here and not self._may_have(node, key):
                raise Elsewhere(Reason("no_row", Subject("table", node.form), (key,)))
            standing = stated.row(key)
            if standing != "blank":
                return self.lacking(Unstated(stated.subject(key), standing == "left_out"), node, key, column)
        return Blank(node.form, node.block, key, column, node.origin)

    def _unlisted(self, node: Cells) -> bool:
        """Whether nothing says what a report may leave out: the names are those of the report, not of its units."""
        return self.forms.inferred and node.origin > PRIOR

    def printed_in(self, node: Cells, place: Place) -> Cell | Blank:
        """As `one`, also of a cell in which a text is printed."""
        try:
            return self.one(node, place)
        except Unreadable as unreadable:
            if unreadable.cell.is_illegible:
                raise
            return unreadable.cell

    def _miss(self, node: Cells, key: str, column: int) -> NoAnswer:
        """What a row that is not written means to a rule that does not take it as blank (缺行)."""
        cell = _cell(node, key, column)
        return Absent(cell) if self.missing == "absent" else Elsewhere(Reason("not_written", cell))

    def text(self, node: Header | Note | Text) -> str:
        """A text: a literal, an entry of the head, the note below a table.

        Raises `Absent` when it is not given.
        """
        if isinstance(node, Text):
            return node.value
        report = self._report(node.origin)
        if isinstance(node, Note):
            table = report.tables.get(node.form)
            if table is not None:
                return table.note
            raise Absent(Subject("table", node.form), self.forms.forms[node.form].optional)
        found = report.entry(node.name)
        if found is None:
            raise Absent(Subject("entry", name=node.name))
        return found

    def year(self, node: Header) -> int:
        """The fiscal year. Raises `Absent` when the head does not give it."""
        year = self._report(node.origin).year
        if year is None:
            raise Absent(Subject("entry", name=YEAR))
        return year

    def key_like(self, node: Cells, key: str) -> str:
        """The key of the row without a code that has this name, also as another one; where none has, of the only row
        that is like it but for ordinals; else the name.
        """
        shape = self.forms.forms[node.form].blocks[node.block]
        declared = shape.row(key)
        if declared is not None and not declared.code:
            return declared.key
        if key.isdigit() or declared is not None:
            return key
        from jsrules.base.labels import bare

        alike = [shape.rows[number].key for number in shape.rows_like(key)]
        if shape.open_rows:
            rows = self.block(node.form, node.block, node.origin).rows
            alike = [each for each in rows if bare(each) == bare(key)] or alike
        return alike[0] if len(alike) == 1 else key

    def _may_have(self, node: Cells, key: str) -> bool:
        shape = self.forms.forms[node.form].blocks[node.block]
        return key in shape.row_index or (shape.open_rows and bool(shape.keyed) == key.isdigit())

    def _is_optional(self, node: Cells, key: str, column: int, written: bool) -> bool:
        """Whether a figure of prose may be left out: its column is declared so, or its row is, and not written with
        this column left blank.
        """
        block = self.forms.forms[node.form].blocks[node.block]
        if block.columns[column].optional or block.optional:
            return True
        row = block.row(key)
        if row is None or not row.optional:
            return False
        return not written or len(block.columns) == 1

    def column(self, node: Cells, place: Place) -> int:
        """The number of the column that a reference means, in its own block."""
        columns = node.columns
        if type(columns) is ColumnNumber:
            return columns.number
        if type(columns) is Here:
            place = place.meant(columns.outer)
        current = self._column_beside(columns, place) if type(columns) is Beside else place.column
        if (node.form, node.block) == (place.form, place.block):
            return current
        name = self.forms.forms[place.form].blocks[place.block].columns[current].name
        number = self.forms.forms[node.form].blocks[node.block].column_named(name)
        if number < 0:
            raise Elsewhere(Reason("no_column", Subject("table", node.form), (name,)))
        return number

    def columns(self, node: Cells, place: Place) -> range:
        """The numbers of the columns that a reference means, in its own block."""
        meant = columns_meant(node.columns, len(self.forms.forms[node.form].blocks[node.block].columns))
        if meant is None:
            number = self.column(node, place)
            return range(number, number + 1)
        return meant

    def keys(self, node: Cells, place: Place) -> list[str]:
        """The keys of the rows that a reference means."""
        block = self.block(node.form, node.block, node.origin)
        rows = node.rows
        match rows:
            case Keys(keys):
                return list(keys)
            case Here(outer):
                return [place.meant(outer).row]
            case Every():
                return list(block.rows)
            case Children():
                return self.family(node.form, node.block, node.origin).children.get(place.row, [])
            case Beside():
                return [self.row_beside(rows, place)]
            case Details(of):
                found = self.details(node.form, node.block, of or place.row, node.origin)
                if isinstance(found, tuple) or not found:
                    total = Subject("row", node.form, node.block, of or place.row, -1, node.origin)
                    doubt = found if isinstance(found, tuple) else ("none", "")
                    raise NoAnswer(Reason("unclear_details", total, doubt))
                return found
            case OfLevel("top"):
                return self.family(node.form, node.block, node.origin).top
            case OfLevel(level):
                wanted = LEVEL_NUMBERS[level]
                return [key for key, row in block.rows.items() if row.level == wanted]
            case Range(first, last):
                low, high = getattr(first, "code", ""), getattr(last, "code", "")
                return [key for key in block.rows if len(key) == len(low) and key.isdigit() and low <= key <= high]
        raise AssertionError(rows)

    def shown_keys(self, node: Cells, place: Place, columns: Sequence[int]) -> list[str]:
        """The keys of the rows that a reference means in these columns.

        Raises `Unstated` when there are no such rows in a table that does not state all of the columns: none is no 0.
        """
        keys = self.keys(node, place)
        if not keys and not self.forms.forms[node.form].is_prose:
            stated = self.stated(node.form, node.block, node.origin)
            unlisted = next(filter(None, map(stated.column, columns)), None)
            if unlisted is not None:
                raise Unstated(*unlisted)
        return keys

    def elements(self, node: Cells, place: Place) -> list[Place]:
        """The places of the cells that a reference means, whatever is printed there.

        Raises `Absent` when their table or column is not stated, `Elsewhere` when their column does not exist there.
        """
        columns, outer = self.columns(node, place), place.outer or place
        keys = self.shown_keys(node, place, columns)
        found = [Place(node.form, node.block, key, column, outer=outer) for key in keys for column in columns]
        self.work += len(found)
        if self.work > MAXIMUM_WORK:
            raise TooMuch
        return found

    def printed(self, node: Cells, place: Place, texts: bool = False) -> list[Cell]:
        """The cells of `many` in which something is printed."""
        return [cell for cell in self.many(node, place, texts) if isinstance(cell, Cell)]

    def many(self, node: Cells, place: Place, texts: bool = False) -> list[Cell | Blank]:
        """The cells that a reference means, blanks where nothing is printed; ``texts``: also those that hold a text.

        Raises `Absent` when one that must be there to be known is not, as figures of prose must, and `Unreadable` when
        a text is printed that will not do.
        """
        if node.origin == SUBORDINATES:
            return self._of_units(node, place, texts)
        block = self.block(node.form, node.block, node.origin)
        prose = self.forms.forms[node.form].is_prose
        unlisted = self._unlisted(node)
        columns = self.columns(node, place)
        found: list[Cell | Blank] = []
        for key in self.shown_keys(node, place, columns):
            row = block.rows.get(key)
            if row is None:
                key = self.key_like(node, key)
                row = block.rows.get(key)
            self.work += len(columns)
            if self.work > MAXIMUM_WORK:
                raise TooMuch
            for column in columns:
                cell = row.cells[column] if row is not None else None
                if cell is not None and cell.problem:
                    kept = texts and not cell.is_illegible
                    found.append(cell if kept else self.lacking(Unreadable(cell), node, key, column))
                elif cell is None and unlisted:
                    found.append(self.lacking(Absent(_cell(node, key, column)), node, key, column))
                elif cell is not None and cell.amount is not None:
                    found.append(cell)
                elif prose:
                    absent = Absent(_cell(node, key, column), self._is_optional(node, key, column, row is not None))
                    found.append(self.lacking(absent, node, key, column))
                elif cell is None:
                    found.append(self._unwritten(node, key, column, row is not None))
                else:
                    found.append(Blank(node.form, node.block, key, column, node.origin))
        return found

    def _of_units(self, node: Cells, place: Place, texts: bool) -> list[Cell | Blank]:
        """The cells that a reference means in the reports of all subordinate units.

        What one of them lacks is absent, also where it may be left out, unless all leave it out.
        """
        found: list[Cell | Blank] = []
        lacking: list[NoAnswer] = []
        units = self.units()
        for origin in units:
            try:
                found += self.many(replace(node, origin=origin), place, texts)
            except TooMuch:
                raise
            except NoAnswer as nothing:
                lacking.append(nothing)
        if not lacking:
            return found
        first = next((each for each in lacking if each.reason.undecided), lacking[0])
        subject = first.reason.subject
        if first.reason.undecided or subject is None or len(lacking) == len(units):
            raise first
        raise Absent(subject)


def _cell(node: Cells, key: str, column: int) -> Subject:
    return Subject("cell", node.form, node.block, key, column, node.origin)


def _is_due(error: NoAnswer) -> bool:
    """Whether a figure is there, and only what it is is not known."""
    if isinstance(error, Unreadable):
        return not error.cell.units
    return isinstance(error, Absent) and not error.optional and not isinstance(error, TooMuch)
