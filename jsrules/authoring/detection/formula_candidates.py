"""Identities that may be meant by a report's layout: natural ones first thought of, not yet known to hold.

For a cell: the same figure under the same name elsewhere; a row that is the sum of its columns; an account that is the
sum of those below it; a total that is the sum of a block; a figure that is the sum or the difference of two others in
its row or column; a rate of two others in its row; shares that add up; the report's own year. Where a formula may hold
for every row or column, it is proposed for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations
from typing import TypeVar

from jsrules.authoring.detection.printed_figures import PrintedFigures
from jsrules.base.names import fold
from jsrules.engine.stated import Family
from jsrules.model.changes import CellPlace
from jsrules.model.form import BlockForm
from jsrules.model.report import Block, Report, Row
from jsrules.model.statements import Rule
from jsrules.model.syntax import (
    Arithmetic,
    Axis,
    ByCode,
    ByName,
    Call,
    Children,
    Compare,
    Constant,
    Current,
    Every,
    Expression,
    Header,
    Here,
    Index,
    Name,
    OfLevel,
    Operation,
    Quantifier,
    Selector,
)

T = TypeVar("T")

LONGEST = 12
"""The most rows or columns that are written out as a sum."""

FEW = 40
"""The most other rows or columns that are tried in pairs."""


class Candidates:
    """Makes the candidates for the cells of one report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.figures = PrintedFigures(report)

    def of(self, place: CellPlace) -> Iterator[Rule]:
        """The candidates in which a cell takes part; what is seen to be false at once is left out."""
        if self.figures.dimension(place) == "year":
            yield from self._year(place)
            return
        yield from self._same(place)
        yield from self._columns(place)
        yield from self._accounts(place)
        yield from self._totals(place)
        yield from self._sums_elsewhere(place)
        yield from self._rates(place)

    # -- the same figure elsewhere

    def _year(self, place: CellPlace) -> Iterator[Rule]:
        if self.figures.amounts[place].mantissa == self.report.year:
            yield Rule("", Compare("=", self.cell(place), Header("年度")))
            if len(self._shape(place).columns) > 1:
                yield self._each("row", place, Compare("=", self._column_name(place[3], place), Header("年度")))

    def _same(self, place: CellPlace) -> Iterator[Rule]:
        if not self.figures.values.get(place):
            return  # nothing is like nothing
        names = self._names(place)
        for other in self.figures.alike(place):
            if other[:2] == place[:2] or not self._is_same(place, other):
                continue
            if other[2] == place[2] and (row := self._same_rows(place, other)):
                yield row
            if names & self._names(other) and (self.figures.is_telling(place) or names == self._names(other)):
                yield Rule("", Compare("=", self.cell(place), self.cell(other)))

    def _is_same(self, one: CellPlace, other: CellPlace) -> bool:
        """Whether two figures print the same, amounts within rounding; rates come close to each other by chance."""
        if self.figures.dimension(one) == "ratio":
            return self.figures.values[one] == self.figures.values[other]
        return self.figures.adds_up(one, [other])

    def _same_rows(self, place: CellPlace, other: CellPlace) -> Rule | None:
        """Two columns that print the same in every row that both have, where there are several."""
        rows = self._block(place).rows
        pairs = [((*place[:2], key, place[3]), (*other[:2], key, other[3])) for key in rows]
        both = [pair for pair in pairs if all(each in self.figures.values for each in pair)]
        if len(both) < 2 or not all(self._is_same(one, another) for one, another in both):
            return None
        right = Index(self._base(other), Here(), self._column(other))
        return self._each("row", place, Compare("=", self._column_name(place[3], place), right))

    def _names(self, place: CellPlace) -> set[str]:
        """The names that a figure goes by: of its row and column."""
        row, column = place[2:]
        names = {row}
        shape = self._shape(place)
        if len(shape.columns) > 1:
            names.add(fold(shape.columns[column].name))
        else:
            names.update(fold(each) for each in self._label(place).split("."))
        return names - {""}

    # -- sums in a block

    def _columns(self, place: CellPlace) -> Iterator[Rule]:
        columns = self._columns_like(place)
        for total in {columns[0], columns[-1]} if len(columns) > 2 else ():
            parts = [each for each in columns if each != total]
            if len(parts) <= LONGEST:
                yield self._each("row", place, self._equation([total, *parts], place))
        for total, *pair in _triples(columns, place[3]):
            cells = [(*place[:3], each) for each in (total, *pair)]
            if self._is_sum(cells):
                formula = self._equation([total, *pair], place)
                yield self._each("row", place, formula)
                yield self._written(cells)

    def _accounts(self, place: CellPlace) -> Iterator[Rule]:
        block = self._block(place)
        family = Family(block)
        if not family.children:
            return
        body = Compare("=", Current(Here()), Call("sum", (Current(Children()),)))
        yield Rule("", body, Quantifier(("code", "column"), self._base(place)))

    def _totals(self, place: CellPlace) -> Iterator[Rule]:
        """Rows that add up: accounts to a row without a code, all plain rows to the first or last,
        any two to a third.
        """
        block = self._block(place)
        column = place[3]
        keys = [key for key in block.rows if self._is_alike(place, (*place[:2], key, column))]
        plain = [key for key in keys if not block.rows[key].code]
        top = [key for key in Family(block).top if key in keys]
        for total in plain if top else ():
            if self.figures.adds_up((*place[:2], total, column), [(*place[:2], key, column) for key in top]):
                yield from self._in_column(total, [], place)
        for total in dict.fromkeys([*plain[:1], *plain[-1:]]) if not top and len(plain) > 2 else ():
            parts = [key for key in plain if key != total]
            cells = [(*place[:2], key, column) for key in (total, *parts)]
            if len(parts) <= LONGEST and self.figures.adds_up(cells[0], cells[1:]):
                yield from self._in_column(total, parts, place)
        # Accounts add up by their codes; that one is the sum of two others besides is chance.
        for total, *pair in _triples(plain, place[2]) if place[2] in plain else ():
            if self._is_sum([(*place[:2], key, column) for key in (total, *pair)]):
                yield from self._in_column(total, pair, place)

    def _in_column(self, total: str, parts: list[str], place: CellPlace) -> Iterator[Rule]:
        """A row that is the sum of others, or of the classes: in every column, and in this one."""
        if len(self._shape(place).columns) > 1:
            right: Expression = (
                _sum([self._row_name(key, place) for key in parts])
                if parts
                else Call("sum", (Current(OfLevel("top")),))
            )
            yield self._each("column", place, Compare("=", self._row_name(total, place), right))
        cell = self.cell((*place[:2], total, place[3]))
        if parts:
            yield self._written([(*place[:2], key, place[3]) for key in (total, *parts)])
        else:
            yield Rule("", Compare("=", cell, Call("sum", (self._all(place, OfLevel("top")),))))

    def _sums_elsewhere(self, place: CellPlace) -> Iterator[Rule]:
        """A figure that is the sum of a column of another block, or a column with the figure whose sum is elsewhere."""
        for form, table in self.report.tables.items():
            for number, block in enumerate(table.blocks):
                shape = self.report.forms.forms[form].blocks[number]
                for column in range(len(shape.columns) if len(block.rows) > 1 else 0):
                    first = next(iter(block.rows))
                    yield from self._sum_elsewhere(place, block, (form, number, first, column))

    def _sum_elsewhere(self, place: CellPlace, block: Block, other: CellPlace) -> Iterator[Rule]:
        """The same for the column of ``other``, any place in it: its sum is here,
        or ``place`` is in it and its sum elsewhere.
        """
        inside = other[:2] == place[:2]
        if inside and other[3] != place[3]:
            return
        top = Family(block).top
        printed = [each for key in top or block.rows if (each := (*other[:2], key, other[3])) in self.figures.values]
        dimensions = {self.figures.dimension(each) for each in printed}
        if len(printed) < 2 or len(dimensions) != 1 or (inside and place not in printed):
            return
        summed = Call("sum", (self._all(other, OfLevel("top") if top else Every()),))
        if "ratio" in dimensions:  # many a rate is 100 %, but only shares add up to it
            if inside and self.figures.adds_up_to(1, printed):
                yield Rule("", Compare("=", summed, Constant(100, 2, "%")))
            return
        for total in self.figures.alike(printed[0]) if inside else [place]:
            is_one = total[:2] != other[:2] and self.figures.dimension(total) in dimensions
            if is_one and self.figures.is_telling(total) and self.figures.adds_up(total, printed):
                yield Rule("", Compare("=", self.cell(total), summed))

    # -- rates

    def _rates(self, place: CellPlace) -> Iterator[Rule]:
        """A rate of two figures of its row, or of its column where there is but one."""
        shape = self._shape(place)
        values = self.figures.values
        if len(shape.columns) > 1:
            cells: list[CellPlace] = [(*place[:3], column) for column in range(len(shape.columns))]
        else:
            cells = [(*place[:2], key, 0) for key in self._block(place).rows]
        rates = [each for each in cells if each in values and self.figures.dimension(each) == "ratio"]
        others = [each for each in cells if each in values and self.figures.dimension(each) not in ("ratio", "year")]
        for rate in rates[:FEW]:
            found: dict[bool, tuple[int, CellPlace, CellPlace]] = {}
            for top, bottom in permutations(others[:FEW], 2):
                likeness = len({*self._name(rate)} & {*self._name(top)})
                for grown, base in ((False, values[bottom]), (True, values[bottom] - values[top])):
                    fits = place in (rate, top, bottom) and self.figures.is_rate(rate, values[top], base)
                    if fits and (grown not in found or likeness > found[grown][0]):
                        found[grown] = likeness, top, bottom
            for grown, (_, top, bottom) in found.items():
                below = self._operand(bottom, shape)
                if grown:  # 增减率: over the figure of the year before
                    below = Arithmetic.of(below, Operation("-", self._operand(top, shape)))
                yield self._rate(rate, top, below, shape)

    def _rate(self, rate: CellPlace, top: CellPlace, bottom: Expression, shape: BlockForm) -> Rule:
        quotient = Arithmetic.of(self._operand(top, shape), Operation("/", bottom))
        formula = Compare("=", self._operand(rate, shape), quotient)
        return self._each("row", rate, formula) if len(shape.columns) > 1 else Rule("", formula)

    def _name(self, place: CellPlace) -> str:
        """What a figure is called among its neighbours."""
        shape = self._shape(place)
        return shape.columns[place[3]].name if len(shape.columns) > 1 else self._label(place)

    def _operand(self, place: CellPlace, shape: BlockForm) -> Expression:
        return self._column_name(place[3], place) if len(shape.columns) > 1 else self.cell(place)

    # -- parts of formulas

    def cell(self, place: CellPlace) -> Expression:
        """A cell by its full name."""
        shape = self._shape(place)
        row = self._row(place)
        base = self._base(place)
        if len(shape.columns) > 1:
            return Index(base, _selector(row, self._label(place)), self._column(place))
        if row.code:
            return Index(base, ByCode(row.code), None)
        name = self._label(place)
        return Name((*base, *(name.split(".") if self.report.forms.inferred else (name,))))

    def _each(self, axis: Axis, place: CellPlace, body: Expression) -> Rule:
        return Rule("", body, Quantifier((axis,), self._base(place)))

    def _equation(self, columns: list[int], place: CellPlace) -> Expression:
        total, *parts = (self._column_name(each, place) for each in columns)
        return Compare("=", total, _sum(parts))

    def _written(self, cells: list[CellPlace]) -> Rule:
        total, *parts = (self.cell(each) for each in cells)
        return Rule("", Compare("=", total, _sum(parts)))

    def _all(self, place: CellPlace, rows: Selector) -> Expression:
        column = self._column(place) if len(self._shape(place).columns) > 1 else None
        return Index(self._base(place), rows, column)

    def _base(self, place: CellPlace) -> tuple[str, ...]:
        form = self.report.forms.forms[place[0]]
        title = tuple(form.title.split(".")) if self.report.forms.inferred else (form.title,)
        return tuple(each for each in (form.group, *title, form.blocks[place[1]].name) if each)

    def _column(self, place: CellPlace) -> Selector:
        return ByName(self._shape(place).columns[place[3]].name)

    def _column_name(self, column: int, place: CellPlace) -> Expression:
        return Name((self._shape(place).columns[column].name,))

    def _row_name(self, key: str, place: CellPlace) -> Expression:
        return Name((self._label((*place[:2], key, place[3])),))

    def _label(self, place: CellPlace) -> str:
        row = self._row(place)
        return self._shape(place).rows[row.declared].name if row.declared >= 0 else row.label

    # -- what there is

    def _block(self, place: CellPlace) -> Block:
        return self.report.tables[place[0]].blocks[place[1]]

    def _shape(self, place: CellPlace) -> BlockForm:
        return self.report.forms.forms[place[0]].blocks[place[1]]

    def _row(self, place: CellPlace) -> Row:
        return self._block(place).rows[place[2]]

    def _columns_like(self, place: CellPlace) -> list[int]:
        """The columns that measure what this one does, as far as figures in them tell."""
        rows = self._block(place).rows
        columns = range(len(self._shape(place).columns))
        return [column for column in columns if all(self._is_alike(place, (*place[:2], key, column)) for key in rows)]

    def _is_alike(self, place: CellPlace, other: CellPlace) -> bool:
        return other not in self.figures.values or self.figures.dimension(other) == self.figures.dimension(place)

    def _is_sum(self, cells: list[CellPlace]) -> bool:
        """Whether a figure is the sum of two others that say something: none is 0, one has enough digits."""
        values = [self.figures.values.get(each) for each in cells]
        return all(values) and any(map(self.figures.is_telling, cells)) and self.figures.adds_up(cells[0], cells[1:])


def _selector(row: Row, label: str) -> Selector:
    return ByCode(row.code) if row.code else ByName(label)


def _sum(parts: list[Expression]) -> Expression:
    return Arithmetic.of(parts[0], *(Operation("+", each) for each in parts[1:]))


def _triples(items: Sequence[T], one: T) -> Iterator[tuple[T, T, T]]:
    """A total and two parts, of which one is given, in every way."""
    rest = [each for each in items if each != one][:FEW]
    for pair in combinations(rest, 2):
        yield (one, *pair)
        yield pair[0], one, pair[1]
        yield pair[1], one, pair[0]
