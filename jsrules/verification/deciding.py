"""Cells of which it is not known what is printed there, decided by sums: where exactly one reading satisfies them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import comb

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.number import parse_figure
from jsrules.base.record import Record, replace
from jsrules.base.source import Source
from jsrules.model.form import BlockForm, FormSet
from jsrules.model.ground import GroundLinear
from jsrules.model.imported import ImportedBlock, ImportedCell, ImportedReport, ImportedRow, ImportedTable
from jsrules.model.outcome import Outcome
from jsrules.model.report import Report
from jsrules.readers.reports.report_text import report_text

MOST_READINGS = 5000
"""A row, or a table that is written across, of which more readings are possible is left as it is."""

MOST_WORK = 5_000_000
"""After so many terms of sums nothing more is looked at; what was found by then holds all the same."""

_ROUNDS = 12
_TRIAL = "0.00"
_POWERS: list[int] = [10**exponent for exponent in range(64)]

Judged = tuple[Report, list[Outcome]]
"""A report, and what its rules say of it."""

_Spot = tuple[int, int, int, int]
"""A cell of an imported report: numbers of its table, block, row and column."""

_Value = tuple[int, int] | None
"""What is printed: a figure's digits and its decimals, or nothing."""


class _Figures(Record, frozen=False):
    """Figures that were seen, and the cells that may have them: ``readings`` says which cell has which (-1: none)."""

    spots: tuple[_Spot, ...]
    texts: tuple[str, ...]
    values: tuple[_Value, ...]
    readings: list[tuple[int, ...]]
    misfit: str = ""


class _Identity(Record):
    """A sum that must be 0: coefficients of cells by their numbers, a constant, and the rule's name."""

    terms: dict[int, int]
    constant: int
    rule: str


def decided(report: ImportedReport, forms: FormSet, judge: Callable[[Source], Judged | None]) -> ImportedReport:
    """The report with every cell decided that has the same text in all readings that satisfy the rules' sums, as
    ``faults`` then say. Rows that satisfy none whatever the reading are told, too. ``judge`` reads a
    report and says what the rules make of it.
    """
    groups = list(_groups(report, forms))
    if not groups:
        return report
    judged = judge(Source("", report_text(_tried(report, groups), forms)))
    if judged is None:
        return report
    _Search(report, forms, *judged, groups).run()
    return _told(report, groups)


# ---- what may be read in how many ways


def _groups(report: ImportedReport, forms: FormSet) -> Iterator[_Figures]:
    for number, table in enumerate(report.tables):
        for place, block in enumerate(table.blocks if table.known else ()):
            marked = [at for at, row in enumerate(block.rows) if _is_marked(row)]
            across = len(marked) > 1 and len({block.rows[at].cells[0].seen for at in marked}) == 1
            if across and len(marked) == len(block.rows) and not _shape(forms, table, block).keyed:
                yield from _across(number, place, block, marked)
                continue
            for at in marked:
                spots = tuple((number, place, at, column) for column in range(len(block.columns)))
                yield from _made(block.rows[at].cells[0].seen, [spots])


def _is_marked(row: ImportedRow) -> bool:
    """Whether all cells of a row share the figures that were seen."""
    return (
        row.known
        and bool(row.cells)
        and all(cell.is_undecided and cell.seen == row.cells[0].seen and cell.seen for cell in row.cells)
    )


def _across(number: int, place: int, block: ImportedBlock, rows: list[int]) -> Iterator[_Figures]:
    """A table whose rows are written across: figures in pairs or in halves, the last item anywhere among the others."""
    columns = range(len(block.columns))
    orders: list[tuple[_Spot, ...]] = []
    for at in range(len(rows)):
        order = [*rows[:-1]]
        order.insert(at, rows[-1])
        orders.append(tuple((number, place, row, column) for row in order for column in columns))
        orders.append(tuple((number, place, row, column) for column in columns for row in order))
    yield from _made(block.rows[rows[0]].cells[0].seen, orders)


def _made(seen: str, orders: Sequence[tuple[_Spot, ...]]) -> Iterator[_Figures]:
    texts = tuple(seen.split(" "))
    spots = tuple(sorted(orders[0]))
    values = tuple(map(_value, texts))
    few = len(texts) <= len(spots) and comb(len(spots), len(texts)) * len(orders) <= MOST_READINGS
    if not few or None in values:
        return
    found: dict[tuple[int, ...], None] = {}
    for order in orders:
        index = {spot: at for at, spot in enumerate(spots)}
        for chosen in combinations(range(len(order)), len(texts)):
            reading = [-1] * len(spots)
            for figure, at in enumerate(chosen):
                reading[index[order[at]]] = figure
            found[tuple(reading)] = None
    yield _Figures(spots, texts, values, list(found))


def _value(text: str) -> _Value:
    try:
        figure = parse_figure(text)
    except ValueError:
        return None
    return (figure.mantissa, figure.decimals) if figure is not None and not figure.percent else None


# ---- what the rules say of it


class _Search:
    def __init__(
        self,
        imported: ImportedReport,
        forms: FormSet,
        report: Report,
        outcomes: Sequence[Outcome],
        groups: list[_Figures],
    ) -> None:
        self._groups = groups
        self._work = 0
        self._owner: dict[int, tuple[int, int]] = {}
        for number, group in enumerate(groups):
            for at, spot in enumerate(group.spots):
                cell = _cell_at(imported, forms, report, spot)
                if cell >= 0:
                    self._owner[cell] = number, at
        self._fixed: dict[int, _Value] = {
            cell.index: (cell.amount.mantissa, cell.amount.decimals)
            for cell in report.cells
            if cell.amount is not None and cell.index not in self._owner
        }
        self._places = max((value[1] for value in self._fixed.values() if value), default=0)
        self._places = max(self._places, *(value[1] for group in groups for value in group.values if value))
        self._identities: dict[int, list[_Identity]] = {number: [] for number in range(len(groups))}
        for identity in _sums(outcomes):
            # A sentence may be wrong about a table: it tells nothing of how the table is to be read.
            if any(forms.forms[report.cells[cell].form].is_prose for cell in identity.terms):
                continue
            for number in {self._owner[cell][0] for cell in identity.terms if cell in self._owner}:
                self._identities[number].append(identity)

    def run(self) -> None:
        """Keep the readings that can hold; a row of which none can is left as it is, and told."""
        for number, group in enumerate(self._groups):
            if self._work > MOST_WORK:
                return
            alone = [each for each in self._identities[number] if self._owners(each) == {number}]
            holding = [
                reading for reading in group.readings if all(self._holds(each, number, reading) for each in alone)
            ]
            if holding:
                group.readings = holding
            elif alone:
                never = [
                    each for each in alone if not any(self._holds(each, number, reading) for reading in group.readings)
                ]
                group.misfit = say("、", ", ").join(dict.fromkeys(each.rule for each in never or alone))
        for _ in range(_ROUNDS):
            narrowed = [self._narrow(number) for number in range(len(self._groups))]
            if not any(narrowed):
                break

    def _narrow(self, number: int) -> bool:
        group = self._groups[number]
        if group.misfit or len(group.readings) == 1 or self._work > MOST_WORK:
            return False
        left = [
            reading
            for reading in group.readings
            if all(self._holds(each, number, reading) for each in self._identities[number])
        ]
        if not left or len(left) == len(group.readings):
            return False
        group.readings = left
        return True

    def _owners(self, identity: _Identity) -> set[int]:
        return {self._owner[cell][0] for cell in identity.terms if cell in self._owner}

    def _holds(self, identity: _Identity, number: int, reading: tuple[int, ...]) -> bool:
        """Whether a sum can be 0, within what rounding explains, whatever the cells of other rows turn out to be."""
        self._work += len(identity.terms)
        low = up = identity.constant * _POWERS[self._places]
        slack = 0
        for cell, coefficient in identity.terms.items():
            owner = self._owner.get(cell)
            if owner is None:
                values = [self._fixed.get(cell)]
            elif owner[0] == number:
                values = [self._groups[number].values[reading[owner[1]]] if reading[owner[1]] >= 0 else None]
            else:
                values = self._possible(*owner)
            parts = [coefficient * self._scaled(value) for value in values]
            low, up = low + min(parts), up + max(parts)
            slack += abs(coefficient) * max(self._last_place(value) for value in values)
        return 2 * low <= slack and 2 * up >= -slack

    def _possible(self, number: int, at: int) -> list[_Value]:
        group = self._groups[number]
        found = {reading[at] for reading in group.readings}
        return [group.values[figure] if figure >= 0 else None for figure in found]

    def _scaled(self, value: _Value) -> int:
        return value[0] * self._last_place(value) if value else 0

    def _last_place(self, value: _Value) -> int:
        """What one more in the last printed place is; 0 of a blank."""
        return _POWERS[self._places - value[1]] if value else 0


def _sums(outcomes: Sequence[Outcome]) -> Iterator[_Identity]:
    """The rules that say without condition that one sum is another."""
    for outcome in outcomes:
        ground, rule = outcome.ground, outcome.rule
        if not isinstance(ground, GroundLinear) or ground.operator != "=" or ground.under or ground.choices:
            continue
        if rule.severity == "info" or rule.nature == "plausibility" or not rule.comparable or ground.tolerance:
            continue
        if ground.row.denominator == 1:
            yield _Identity(ground.row.terms, ground.row.constant, rule.name or rule.identifier)


def _cell_at(imported: ImportedReport, forms: FormSet, report: Report, spot: _Spot) -> int:
    """The number of a cell in the report that was read for trial; -1 where it is not there."""
    table = imported.tables[spot[0]]
    block = table.blocks[spot[1]]
    shape = _shape(forms, table, block)
    label = block.rows[spot[2]].label
    code = label.partition(" ")[0]
    declared = shape.row(code if code.isdigit() else fold(label))
    key = declared.key if declared is not None else code
    column = next((at for at, each in enumerate(shape.columns) if each.name == block.columns[spot[3]]), -1)
    cell = report.cell_at(table.form, forms.forms[table.form].blocks.index(shape), key, column) if column >= 0 else None
    return cell.index if cell is not None else -1


def _shape(forms: FormSet, table: ImportedTable, block: ImportedBlock) -> BlockForm:
    return next(each for each in forms.forms[table.form].blocks if each.name == block.name)


# ---- the report, for trial and decided


def _tried(report: ImportedReport, groups: list[_Figures]) -> ImportedReport:
    return _with(report, {spot: _TRIAL for group in groups for spot in group.spots})


def _with(report: ImportedReport, texts: dict[_Spot, str]) -> ImportedReport:
    """The report with these texts in cells, and nothing seen there any more."""

    def cell(spot: _Spot, own: ImportedCell) -> ImportedCell:
        return ImportedCell(texts[spot], own.place) if spot in texts else own

    tables = []
    for number, table in enumerate(report.tables):
        blocks = tuple(
            replace(
                block,
                rows=tuple(
                    replace(
                        row,
                        cells=tuple(cell((number, place, at, column), own) for column, own in enumerate(row.cells)),
                    )
                    for at, row in enumerate(block.rows)
                ),
            )
            for place, block in enumerate(table.blocks)
        )
        tables.append(replace(table, blocks=blocks))
    return replace(report, tables=tuple(tables))


def _told(report: ImportedReport, groups: list[_Figures]) -> ImportedReport:
    texts: dict[_Spot, str] = {}
    faults: list[Diagnostic] = []
    name = report.documents[0] if report.documents else ""
    for group in groups:
        if group.misfit:
            faults.append(_misfit(report, group))
            continue
        for at, spot in enumerate(group.spots):
            printed = {group.texts[reading[at]] if reading[at] >= 0 else "" for reading in group.readings}
            if len(printed) == 1:
                texts[spot] = printed.pop()
    if texts:
        rows = len({spot[:3] for spot in texts})
        message = say(
            "{rows} 行的 {n} 格，原文看不出数在哪一栏：各栏、各级的合计只有一种读法相符，照它读",
            "in {rows} rows the text does not tell the columns of {n} cells: one reading alone agrees with the sums",
            rows=rows,
            n=len(texts),
        )
        faults.append(Diagnostic("W414", message, path=name, remedy=say("对照原件看一遍", "compare with the document")))
    return replace(_with(report, texts), faults=(*report.faults, *faults))


def _misfit(report: ImportedReport, group: _Figures) -> Diagnostic:
    table = report.tables[group.spots[0][0]]
    row = table.blocks[group.spots[0][1]].rows[group.spots[0][2]]
    message = say(
        "“{title}”的 {row}：{figures} 放在哪几栏都不符（{rules}），有数印错",
        "{row} of “{title}”: {figures} agree in no columns ({rules}); a figure is wrong",
        title=table.title,
        row=row.label,
        figures=say("、", ", ").join(group.texts),
        rules=group.misfit,
    )
    name = report.documents[table.document] if report.documents else ""
    return Diagnostic("W415", message, path=name, remedy=say("对照原件，改正这一行", "correct the row by the document"))
