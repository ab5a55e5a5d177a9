"""The report model: one unit's accounts for one year, every cell exact and with its place."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.named import NamedTuple
from jsrules.base.names import normal
from jsrules.base.record import Record, field
from jsrules.base.source import Source
from jsrules.base.units import TEXT_UNITS, Unit
from jsrules.model.form import FormSet
from jsrules.model.origins import OWN, PRIOR, Origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from jsrules.model.document import PublishedPlace

    class PlaceFinder(Protocol):
        """Finds the cells of a report in the documents that it was imported from."""

        @property
        def has_stored(self) -> bool:
            """Whether the documents may keep other values of cells than they show."""

        @property
        def document(self) -> str:
            """The document where all cells stand; empty where they stand in several."""

        def __call__(self, report: Report, cell: Cell) -> PublishedPlace | None:
            """Where a cell stands; None where that is not known."""


class Amount(Record):
    """An exact figure: its value is ``mantissa / 10**decimals``, in ``unit`` (rates are already divided: percentages
    by 100).

    ``decimals`` says the precision: the true amount lies within half a unit of that place, unless ``exact``
    (counts and years are not rounded). ``text`` is the figure as printed.
    """

    text: str
    mantissa: int
    decimals: int
    unit: Unit
    exact: bool = False

    @property
    def printed_decimals(self) -> int:
        """The decimals that are printed: 98.50% has two, not four."""
        return self.decimals - self.unit.places


ILLEGIBLE = "？"
ILLEGIBLE_SIGNS = (ILLEGIBLE, "?")
"""What stands in a cell of which nobody knows what the published report prints there, if anything."""


class Cell(Record, frozen=False):
    """A cell that the report writes down. ``amount`` is None when it is blank.

    ``index`` numbers the cells of a report; ``row`` is the row's key, ``column`` the column's number in its block.
    ``line`` and ``place`` are the line and column of its text, from 1. ``problem`` holds the text of a scalar that is
    no figure in a report without a form set, or of a figure in nobody knows which of the ``units``; with an
    amount, they are what it is in because of what it is compared with. ``origin``: in which report it stands.

    Prose may state a figure several times: the first statement stands at the figure's place and holds the others,
    ``restated``; ``statement`` counts them from 1.
    """

    index: int
    form: int
    block: int
    row: str
    column: int
    amount: Amount | None
    line: int
    place: int
    problem: str = ""
    origin: Origin = OWN
    units: tuple[str, ...] = ()
    statement: int = 1
    restated: tuple[Cell, ...] = ()

    @property
    def printed(self) -> object:
        """What is printed, as far as it makes a difference: 269.85 and 269.850 do not say the same."""
        amount = self.amount
        return normal(self.problem) if amount is None else (amount.mantissa, amount.decimals, amount.unit.name)

    @property
    def statements(self) -> tuple[Cell, ...]:
        """All statements of its figure, in their order, when it is the first of them."""
        return (self, *self.restated)

    @property
    def is_illegible(self) -> bool:
        """Whether it is not known what is printed there, if anything is (`ILLEGIBLE`)."""
        return self.problem == ILLEGIBLE


class Row(Record, frozen=False):
    """A row that the report writes down. ``code`` is its account code and ``level`` 1, 2, 3 for 类, 款, 项."""

    key: str
    label: str
    cells: list[Cell | None]
    code: str = ""
    level: int = 0
    declared: int = -1
    line: int = 0


class Block(Record, frozen=False):
    """A block's rows by key, in the order of the report.

    ``decimals`` is the floor (小数位) and ``money_unit`` the unit of its money. The report does not state the block
    unless it is ``stated``, nor its columns of these numbers, ``unlisted``. ``whole``: all rows are written, so that
    the others are blank (列全); None where the report does not say. ``unknown`` are declared rows that a related report
    cannot state, since its own form has no such rows: they are never blank.
    """

    rows: dict[str, Row] = field(default_factory=dict)
    decimals: int = 0
    money_unit: str = ""
    stated: bool = True
    unlisted: frozenset[int] = frozenset()
    whole: bool | None = None
    unknown: frozenset[str] = frozenset()


class Table(Record, frozen=False):
    """A form filled in by one report. ``blocks`` go by the number of the block in its form."""

    form: int
    blocks: list[Block]
    line: int = 0
    note: str = ""


class KnownLayout(NamedTuple):
    """Says of a report with this very form set, tables and cells that all others with this form set that say so, too,
    have the same rows, and in the same cells a figure in the same unit, the same text, or nothing.
    """

    forms: FormSet
    tables: dict[int, Table]
    cells: list[Cell]


class Report(Record, frozen=False):
    """One unit's accounts for one fiscal year.

    ``tables`` go by the number of the form in ``forms``; one that is left out (*absent*) is missing there. ``unsure``
    are the forms of which nobody knows whether the accounts have such a table (？ stands there), with their lines.
    ``header`` holds the other entries of the head, as text. ``restated`` are the numbers of first statements of
    figures that are stated several times, here or in a related report. ``places`` finds its own cells in the document
    that it was imported from. ``layout`` is set where the form set was inferred and stands for the layout.
    """

    source: Source
    forms: FormSet
    kind: str = ""
    unit: str = ""
    year: int | None = None
    header: dict[str, str] = field(default_factory=dict)
    tables: dict[int, Table] = field(default_factory=dict)
    unsure: dict[int, int] = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)
    prior: Report | None = None
    subordinates: tuple[Report, ...] | None = None
    restated: tuple[int, ...] = ()
    places: PlaceFinder | None = field(default=None, compare=False, repr=False)
    layout: KnownLayout | None = field(default=None, compare=False, repr=False)

    def attach(self, prior: Report) -> None:
        """Make ``prior`` the prior-year report; its cells are numbered behind those that are here already.

        ``prior`` must have been read for this report, with the same form set.
        """
        self.prior = prior
        self._take(prior, PRIOR)

    def attach_subordinates(self, reports: Sequence[Report]) -> None:
        """Make these the reports of the subordinate units, as `attach` does with the prior-year report."""
        self.subordinates = tuple(reports)
        for number, report in enumerate(reports, PRIOR + 1):
            self._take(report, number)

    def _take(self, other: Report, origin: Origin) -> None:
        self.restated += tuple(number + len(self.cells) for number in other.restated)
        for cell in other.cells:
            cell.index += len(self.cells)
            cell.origin = origin
        self.cells = [*self.cells, *other.cells]

    def of(self, origin: Origin) -> Report | None:
        """The report itself, or one that is related to it; None when that is not there."""
        if origin == OWN:
            return self
        if origin == PRIOR:
            return self.prior
        return self.subordinates[origin - PRIOR - 1] if self.subordinates else None

    @property
    def units(self) -> range | None:
        """The origins of the subordinate units' reports; None when there are none."""
        return None if self.subordinates is None else range(PRIOR + 1, PRIOR + 1 + len(self.subordinates))

    @property
    def is_empty(self) -> bool:
        """Whether none of its own cells prints anything but years and words, as a form has before it is filled in."""
        return not any(cell.origin == OWN and self._says_something(cell) for cell in self.cells)

    def _says_something(self, cell: Cell) -> bool:
        """Whether anything but a year, or words where words are due, is printed in a cell."""
        if cell.amount is not None:
            return cell.amount.unit.name != "年"
        unit = self.forms.forms[cell.form].blocks[cell.block].columns[cell.column].unit
        return bool(cell.problem) and unit not in TEXT_UNITS

    @property
    def name(self) -> str:
        """Whose report it is, else the file it stands in."""
        return self.unit or self.path.replace("\\", "/").rpartition("/")[2]

    def entry(self, name: str) -> str | None:
        """An entry of the head as text (单位, 种类, 地区, 单位性质); None when it is not given."""
        if name == "单位":
            return self.unit or None
        if name == "种类":
            return self.kind or None
        return self.header.get(name) or None

    def path_of(self, cell: Cell) -> str:
        """The path of the file that a cell stands in."""
        return (self.of(cell.origin) or self).path

    @property
    def path(self) -> str:
        """The path the report was read from."""
        return self.source.path

    @property
    def document(self) -> str:
        """The document that all its figures were imported from; empty where there is none, or there are several."""
        return self.places.document if self.places is not None else ""

    def place_of(self, cell: Cell) -> PublishedPlace | None:
        """Where a cell, here or in a related report, stands in a published document; None where that is not known."""
        report = self.of(cell.origin) or self
        return report.places(report, cell) if report.places is not None else None

    def line_of(self, cell: Cell) -> int:
        """The line of a file that a cell stands on; 0 where it stands in none: its text was made of a document."""
        return 0 if (self.of(cell.origin) or self).source.made else cell.line

    def cell_path(self, cell: Cell, prior: str = "上年") -> str:
        """The cell's full name: ``收入支出决算总表.收入.总计``. In another report ``prior`` stands before it, or the unit;
        behind it the number of a further statement: ``情况说明.收入情况.收入合计.金额 #2``.
        """
        label = self.row_label(cell.form, cell.block, cell.row, cell.origin)
        name = self.forms.cell_path(cell.form, cell.block, label, cell.column, self.origin_name(cell.origin, prior))
        return f"{name} #{cell.statement}" if cell.statement > 1 else name

    def cell_at(self, form: int, block: int, row: str, column: int, origin: Origin = OWN) -> Cell | None:
        """The cell that is written at a place, here or in a related report; None where none is."""
        report = self.of(origin)
        table = report.tables.get(form) if report is not None else None
        written = table.blocks[block].rows.get(row) if table is not None else None
        return written.cells[column] if written is not None else None

    def alike(self, cell: Cell) -> tuple[Cell, ...]:
        """The statements of a cell's figure that are printed as it is, itself among them, in their order."""
        if not self.restated:
            return (cell,)
        first = self.cell_at(cell.form, cell.block, cell.row, cell.column, cell.origin)
        if first is None:
            return (cell,)
        return tuple(each for each in first.statements if each.printed == cell.printed) or (cell,)

    def origin_name(self, origin: Origin, prior: str) -> str:
        """What stands before the names of a report: nothing, ``prior``, or whose it is."""
        other = self.of(origin)
        return "" if origin == OWN else prior if origin == PRIOR or other is None else other.name

    def row_label(self, form: int, block: int, row: str, origin: Origin = OWN) -> str:
        """The label of a row as the report prints it, else as the related one does or the form declares it."""
        table = self.tables.get(form)
        if origin != OWN and (table is None or row not in table.blocks[block].rows):
            table = (self.of(origin) or self).tables.get(form)
        if table is not None and row in table.blocks[block].rows:
            return table.blocks[block].rows[row].label
        declared = self.forms.forms[form].blocks[block]
        found = declared.row(row)
        if found is None:
            return row
        return f"{found.code} {found.name}" if found.code and declared.keyed and declared.open_rows else found.name
