"""The rows and columns of a report that a rule ranges over, and those that stand beside or below them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from jsrules.base.names import normal
from jsrules.base.units import TEXT_UNITS, UNSTATED
from jsrules.engine.stated import BlockOrigin, Family, Stated
from jsrules.model.ground import Place
from jsrules.model.origins import OWN, PRIOR, Origin
from jsrules.model.reason import Doubt, Reason, ReasonCode, Subject
from jsrules.model.report import Block, Cell, Report, Table
from jsrules.model.subsets import LEVEL_NUMBERS, has_column, has_row
from jsrules.model.syntax import Beside, Cells, Quantifier


class NoAnswer(Exception):
    """A question about the report has no answer; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Absent(NoAnswer):
    """A figure that is needed is not there. ``optional``: the form set says that it may be left out."""

    code: ClassVar[ReasonCode] = "absent"

    def __init__(self, what: Subject, optional: bool = False) -> None:
        super().__init__(Reason("left_out" if optional else self.code, what))
        self.what = what
        self.optional = optional


class Unstated(Absent):
    """A block, column or row that is needed is not shown in a table that is there."""

    code = "unstated"


class Unsure(Absent):
    """Nobody knows whether a table that is needed is there."""

    code = "illegible"


class Elsewhere(NoAnswer):
    """The current row or column does not exist where it is looked up, so the rule does not apply here."""


class Undefined(NoAnswer):
    """A division by zero."""

    def __init__(self) -> None:
        super().__init__(Reason("division_by_zero"))


class Empty(NoAnswer):
    """A mean, smallest or largest of nothing, or nothing but blanks."""

    def __init__(self) -> None:
        super().__init__(ALL_BLANK)


ALL_BLANK = Reason("all_blank")


class Ranges:
    """Ranges over the rows of one report. ``alike`` has done so in one with the same rows, whatever they print."""

    def __init__(self, report: Report, alike: Ranges | None = None) -> None:
        self.report = report
        self.forms = report.forms
        self._orders: dict[object, dict[str, int]] = alike._orders if alike is not None else {}
        self._details: dict[tuple[int, int, str, Origin], list[str] | Doubt] = {}
        self._stated: dict[BlockOrigin, Stated] = {}
        self._families: dict[tuple[int, int, Origin], Family] = alike._families if alike is not None else {}

    def forget(self) -> None:
        """Look anew at what blocks state when it is asked next."""
        self._stated.clear()

    @property
    def has_looked_for_lists(self) -> bool:
        """Whether anybody asked what blocks state, since it was to forget that: figures may decide it."""
        return bool(self._stated)

    def family(self, form: int, block: int, origin: Origin = OWN) -> Family:
        """The forest of the coded rows of a block."""
        place = form, block, origin
        found = self._families.get(place)
        if found is None:
            found = self._families[place] = Family(self.block(form, block, origin))
        return found

    def stated(self, form: int, block: int, origin: Origin = OWN) -> Stated:
        """What a block of the report, or of a related one, states. Raises `Absent` as `block` does."""
        spot = BlockOrigin(form, block, origin)
        found = self._stated.get(spot)
        if found is None:
            written = self.block(form, block, origin)
            found = self._stated[spot] = Stated(self.forms, spot, written, self.family(form, block, origin))
        return found

    def _report(self, origin: Origin) -> Report:
        found = self.report.of(origin)
        if found is None:
            raise Absent(Subject("prior" if origin == PRIOR else "subordinates"))
        return found

    def units(self) -> range:
        """The origins of the subordinate units' reports. Raises `Absent` when there are none."""
        units = self.report.units
        if units is None:
            raise Absent(Subject("subordinates"))
        return units

    def block(self, form: int, block: int, origin: Origin = OWN) -> Block:
        """A block of the report, or of a related one.

        Raises `Absent` when that report, its table, or the block itself is left out.
        """
        report = self._report(origin)
        table = report.tables.get(form)
        if table is None:
            self.sure(form, origin)
            shape = self.forms.forms[form]
            narrative = shape.is_prose and not self._has_narrative(report)
            raise Absent(Subject("narrative" if narrative else "table", form, origin=origin), shape.optional)
        found = table.blocks[block]
        if not found.stated:
            shape = self.forms.forms[form]
            raise Unstated(Subject("block", form, block, origin=origin), shape.blocks[block].optional)
        return found

    def sure(self, form: int, origin: Origin = OWN) -> None:
        """Raises `Unsure` where it is not known whether the report, or a related one, has a table."""
        if form in self._report(origin).unsure:
            raise Unsure(Subject("table", form, origin=origin))

    def tables(self, node: Cells) -> dict[int, Table]:
        """The tables of the report that a reference is to. Raises `Absent` when that is not there."""
        return self._report(node.origin).tables

    def _has_narrative(self, report: Report) -> bool:
        return any(self.forms.forms[form].is_prose for form in report.tables)

    def _column_beside(self, beside: Beside, place: Place) -> int:
        """上一栏 and the like: a column among those that the rule ranges over, in the order of the table."""
        assert beside.over is not None
        columns = self.ranged_columns(beside.over, place.form, place.block)
        return columns[_moved(beside, columns.index(place.column), len(columns))]

    def row_beside(self, beside: Beside, place: Place) -> str:
        """上一行 and the like: the key of a row among those that the rule ranges over.

        Raises `NoAnswer` where a declared row in between is not written, which may be printed or not: it is not known
        either whether anything is (存在); `Elsewhere` at the ends.
        """
        assert beside.over is not None
        order = self._order(beside.over, place.form, place.block)
        at = order[place.row]
        keys = list(order)
        key = keys[_moved(beside, at, len(keys))]
        if key not in self.block(place.form, place.block).rows:
            raise NoAnswer(Reason("absent", Subject("cell", place.form, place.block, key, max(place.column, 0))))
        return key

    def _order(self, over: Quantifier, form: int, block: int) -> dict[str, int]:
        """The rows that a rule ranges over, numbered as the table prints them: where a form declares all of them,
        with those that the report leaves out.
        """
        place = over.axes, over.only, over.excluded, form, block
        found = self._orders.get(place)
        if found is None:
            shape = self.forms.forms[form].blocks[block]
            written = self.ranged_rows(over, form, block)
            if "row" in over.axes and all(key in shape.row_index for key in written):
                written = [row.key for row in shape.rows if has_row(over, row.key)]
            found = self._orders[place] = {key: number for number, key in enumerate(written)}
        return found

    def ranged_rows(self, quantifier: Quantifier, form: int, block: int) -> list[str]:
        """The written rows that a rule ranges over in a block, in the order of the report; one without a name where it
        does not range over rows.
        """
        rows = self.block(form, block).rows
        axis = next((each for each in quantifier.axes if each != "column"), "")
        if not axis:
            return [""]
        if axis == "row":
            found = list(rows)
        elif axis == "code":
            found = [key for key, row in rows.items() if row.code]
        else:
            level = LEVEL_NUMBERS[axis]
            found = [key for key, row in rows.items() if row.level == level]
        if quantifier.only or quantifier.excluded:
            found = [key for key in found if has_row(quantifier, key)]
        if quantifier.implied:
            found = [key for key in found if not self._is_row_of_words(form, block, key)]
        return found

    def _is_row_of_words(self, form: int, block: int, key: str) -> bool:
        """Whether a row is declared to hold texts, or holds nothing but words in a report without a form set."""
        if self.forms.inferred:
            return _are_words(self.block(form, block).rows[key].cells)
        declared = self.forms.forms[form].blocks[block].row(key)
        return declared is not None and declared.unit in TEXT_UNITS

    def ranged_columns(self, quantifier: Quantifier, form: int, block: int) -> list[int]:
        """The columns of figures that a rule ranges over in a block."""
        return [each for each in self.figure_columns(form, block) if has_column(quantifier, each)]

    def figure_columns(self, form: int, block: int) -> list[int]:
        """The columns that 每栏 ranges over: those of figures. Without a form set one is of texts when nothing but dates
        and words without digits are printed in it.
        """
        shape = self.forms.forms[form].blocks[block]
        return [
            number
            for number, column in enumerate(shape.columns)
            if column.unit not in TEXT_UNITS
            and not (column.unit == UNSTATED and self._is_of_words(form, block, number))
        ]

    def _is_of_words(self, form: int, block: int, column: int) -> bool:
        return _are_words([row.cells[column] for row in self.block(form, block).rows.values()])

    def details(self, form: int, block: int, key: str, origin: Origin = OWN) -> list[str] | Doubt:
        """The rows that a total is the sum of, or why that is not certain."""
        place = form, block, key, origin
        found = self._details.get(place)
        if found is None:
            from jsrules.engine.outline import details_of

            shape, inferred = self.forms.forms[form].blocks[block], self.forms.inferred
            found = details_of(shape, self.block(form, block, origin), key, inferred, inferred and form == 0)
            self._details[place] = found
        return found


def _are_words(cells: Sequence[Cell | None]) -> bool:
    """Whether nothing but dates and words without digits are printed in cells."""
    from jsrules.base.dates import read_period

    if any(cell is not None and cell.amount is not None for cell in cells):
        return False
    texts = [normal(cell.problem) for cell in cells if cell is not None and cell.problem]
    return bool(texts) and all(
        read_period(text) is not None or not any(each.isdigit() for each in text) for text in texts
    )


def _moved(beside: Beside, at: int, count: int) -> int:
    if not 0 <= at + beside.step < count:
        raise Elsewhere(Reason("at_end", None, (beside.axis, "first" if beside.step < 0 else "last")))
    return at + beside.step
