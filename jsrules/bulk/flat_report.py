"""A report as figures in a row: a place for every cell that its form set declares, and its further rows as a list."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from jsrules.engine.applicability import scope_of
from jsrules.model.form import BlockPlace, FormSet
from jsrules.model.origins import OWN
from jsrules.model.report import Block, Cell, Report

FINEST = 4
"""Figures of reports with a form set are kept with at least so many decimals: those of money have two, of rates four
as a rule, and reports of one form set shall stand in one table."""

FINEST_FLAT = 2
"""The same of reports without a form set."""

NOT_WRITTEN, BLANK, ILLEGIBLE, TEXT, UNDECIDED, FIGURE = 0, 1, 2, 3, 4, 16
"""What a byte of a state says of a cell: it is not written; it is blank; nobody knows what is printed there (？); a text
stands there; a figure of which nobody knows the unit; a figure with so many decimals less `FIGURE`."""


def bits_for(largest: int) -> int:
    """How many bits the integers have that hold figures up to this one, whatever their sign; 0 where no column does."""
    return 32 if largest < 1 << 31 else 64 if largest < 1 << 63 else 0


class OpenList(NamedTuple):
    """A list that takes rows beyond those that are declared, by the numbers of its form and block."""

    place: BlockPlace
    table: str
    block: str
    columns: tuple[str, ...]

    @property
    def key(self) -> str:
        """What its rows are filed under."""
        return f"{self.place[0]}-{self.place[1]}"


class FormFrame:
    """The places that a form set has: ``columns`` are the full names of its declared cells, ``units``
    theirs, ``lists`` its open lists.

    ``identifier`` is the same for form sets in which all of these, and the units, are the same.
    """

    def __init__(self, forms: FormSet) -> None:
        self.forms = forms
        self.starts: dict[tuple[int, int, str], int] = {}
        names: list[str] = []
        self.lists: dict[BlockPlace, OpenList] = {}
        units: list[str] = []
        others: list[str] = []
        for number, form in enumerate(forms.forms):
            for part, block in enumerate(form.blocks):
                for row in block.rows:
                    if (number, part, row.key) in self.starts:
                        continue
                    self.starts[number, part, row.key] = len(names)
                    label = f"{row.code} {row.name}" if row.code and block.keyed and block.open_rows else row.name
                    names += [forms.cell_path(number, part, label, at) for at in range(len(block.columns))]
                    units += [forms.unit_of(number, part, row, at).name for at in range(len(block.columns))]
                if block.open_rows:
                    titles = tuple(_distinct([each.name or "数" for each in block.columns]))
                    self.lists[number, part] = OpenList((number, part), form.path, block.name, titles)
                    others += [forms.unit_of(number, part, None, at).name for at in range(len(block.columns))]
        self.columns = tuple(_distinct(names))
        self.units = tuple(units)
        self.floor = FINEST_FLAT if forms.inferred else FINEST
        name = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in forms.identifier).strip("-")
        known = _digest(
            (forms.kind, forms.identifier, self.columns, tuple(self.lists.values()), self.units, tuple(others))
        )
        self.identifier = f"{'flat' if forms.inferred else name or 'forms'}-{known[:12]}"


def _distinct(names: list[str]) -> list[str]:
    """The names, those that stand there already with a number behind them."""
    seen: dict[str, int] = {}
    found = []
    for each in names:
        seen[each] = seen.get(each, 0) + 1
        found.append(each if seen[each] == 1 else f"{each} ({seen[each]})")
    return found


class ListRow(NamedTuple):
    """A row of an open list: ``number`` counts the rows of its block, ``values`` and ``state`` as of the report."""

    place: BlockPlace
    number: int
    key: str
    code: str
    label: str
    level: int
    values: list[int | None]
    state: bytes


class Restated(NamedTuple):
    """A further statement of a figure."""

    reference: str
    value: int | None
    state: int


class FlatReport(NamedTuple):
    """The figures of a report: ``values`` as integers with ``decimals`` decimals, None where there is none, ``state``
    a byte a place (`FIGURE`).

    ``frame`` is the hash of everything else that decides which identities the declared cells are in, ``open_rows`` of
    everything in the open lists but the values, and ``texts`` of the texts that stand in cells. Reports in which all
    four are the same, and in which nothing is beside them, differ in their figures alone.
    ``related``: another report is beside it. ``bits``: what integers hold every figure (`bits_for`).
    """

    decimals: int
    values: list[int | None]
    state: bytes
    rows: list[ListRow]
    restated: list[Restated]
    frame: str
    open_rows: str
    texts: str
    related: bool
    bits: int


def flatten(report: Report, frame: FormFrame, related: bool) -> FlatReport:
    """The figures of a report that was read with the form set of ``frame``."""
    own = [cell for cell in report.cells if cell.origin == OWN]
    decimals = max((each.amount.decimals for each in own if each.amount is not None), default=0)
    decimals = max(decimals, frame.floor)
    powers = [10 ** (decimals - each) for each in range(decimals + 1)]
    values: list[int | None] = [None] * len(frame.columns)
    state = bytearray(len(frame.columns))
    rows: list[ListRow] = []
    restated: list[Restated] = []
    closed: list[object] = [scope_of(report), report.kind, tuple(sorted(report.unsure)), decimals]
    opened: list[object] = []
    texts: list[str] = []
    largest = 0
    for number in sorted(report.tables):
        for part, block in enumerate(report.tables[number].blocks):
            closed.append((number, part, _settings(block), report.tables[number].note))
            for at, (key, row) in enumerate(block.rows.items()):
                start = frame.starts.get((number, part, key))
                told: list[object] = [at, key, row.label]
                if start is None:
                    found: list[int | None] = [None] * len(row.cells)
                    signs = bytearray(len(row.cells))
                else:
                    found, signs = values, state
                offset = start or 0
                for column, cell in enumerate(row.cells):
                    if cell is None:
                        continue
                    amount = cell.amount
                    if amount is not None:
                        value = amount.mantissa * powers[amount.decimals]
                        largest = max(largest, abs(value))
                        found[offset + column] = value
                        told.append(amount.unit.name)
                    elif cell.problem:
                        texts.append(cell.problem)
                    signs[offset + column] = _sign(cell)
                    for other in cell.restated:
                        told.append((other.statement, other.printed if other.amount is None else _sign(other)))
                        again = other.amount
                        scaled = again.mantissa * powers[again.decimals] if again is not None else None
                        largest = max(largest, abs(scaled or 0))
                        restated.append(Restated(report.cell_path(other), scaled, _sign(other)))
                if start is None:
                    rows.append(ListRow((number, part), at, key, row.code, row.label, row.level, found, bytes(signs)))
                    opened.append((number, part, told, bytes(signs)))
                else:
                    closed.append(told)
    return FlatReport(
        decimals,
        values,
        bytes(state),
        rows,
        restated,
        _digest(closed),
        _digest(opened) if opened else "",
        _digest(texts) if texts else "",
        related,
        bits_for(largest),
    )


def _settings(block: Block) -> tuple[object, ...]:
    """What decides of a block what its blanks are."""
    unlisted, unknown = sorted(block.unlisted), sorted(block.unknown)
    return block.decimals, block.money_unit, block.stated, unlisted, block.whole, unknown


def _sign(cell: Cell) -> int:
    """The byte that says what stands in a cell."""
    if cell.amount is not None:
        return FIGURE + cell.amount.decimals
    if not cell.problem:
        return BLANK
    if cell.is_illegible:
        return ILLEGIBLE
    return UNDECIDED if cell.units else TEXT


def _digest(parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
