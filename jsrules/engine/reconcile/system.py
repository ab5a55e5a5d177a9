"""The system of a report: integer rows over the deviations of its figures from what is printed.

A changed figure may be any amount that the form set allows in its place: not below 0 where it does not say 可负.

A figure v with d decimals has the deviation y in half units of its last place: its true amount is v + y * 10**-d / 2,
with y in [-1, 1); a blank and an exact figure have y = 0. A row is an identity, or one side of a rate, times the
smallest number that makes it integral: ``low <= sum(k * y) <= up``. An identity that holds in print is satisfied where
every y is 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import gcd

from jsrules.base.record import Record, field
from jsrules.base.simplex import Bounds
from jsrules.engine.reconcile.cases import Branch, CaseClaim, StandingCondition
from jsrules.engine.reconcile.identities import Identities, Identity
from jsrules.engine.weigh import value_of
from jsrules.model.ground import GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.reconciliation import RowSide
from jsrules.model.report import Amount, Cell, Report
from jsrules.model.syntax import Compare

FIGURE, BLANK = 2, 3
"""What changing a figure costs, and putting one where there is none: more than one figure, less than two."""

KEPT = 10**6
"""So many times what it costs otherwise, changing a figure that must not be changed."""


NONE = Bounds()
POINT = Bounds(0, 0)
ROUNDED = Bounds(-1, 1, strict_up=True)


class Variable(Record, frozen=False):
    """A deviation. ``owner`` is the figure whose change frees it, ``freed`` the bounds that it then has."""

    owner: int
    bounds: Bounds
    freed: Bounds = NONE


class LinearRow(Record, frozen=False):
    """One linear condition. ``rate`` is the figure that is the printed rate, or -1, and ``condition`` are those that
    decided whether the identity applies; a change of either frees the row. ``side`` tells what it is of its identity:
    ``""`` all of it, ``"lower"`` or ``"upper"`` what the least or greatest rate demands, ``"print"`` an identity of
    prints, ``"link"`` a print and its true amount, ``"premise"`` a condition that holds of some amounts that print so,
    ``"standing"`` one that does not hold as printed. ``scale``: the row is the identity's own form times that.

    ``clause`` is the number of the clause that it is part of, or -1: such a row is held to its bounds only where a case
    asks it. ``ground`` is what it says where that is not the ground identity of its entry.
    """

    identity: int
    terms: tuple[tuple[int, int], ...]
    bounds: Bounds
    scale: tuple[int, int]
    rate: int = -1
    side: RowSide = ""
    condition: tuple[int, ...] = ()
    clause: int = -1
    ground: GroundLinear | GroundRatio | None = None

    @property
    def freed_by(self) -> tuple[int, ...]:
        """The figures whose change frees it."""
        return (self.rate, *self.condition) if self.rate >= 0 else self.condition


class Clause(Record, frozen=False):
    """The ways in which an identity can hold: for each case the numbers of the rows that it asks for, all together.

    ``left_out``: there were too many cases to look at, so that nothing is held to it any more.
    """

    identity: int
    branches: list[tuple[int, ...]]
    left_out: bool = False


class System(Record, frozen=False):
    """All rows. A *figure* is numbered here; ``cells`` are their cells, ``weights`` what changing them costs.

    ``figures`` goes from the index of a cell to its figure, ``owned`` gives each figure's variables, ``used`` each
    identity's rows, ``rated`` the rows of which a figure is the rate, ``freeing`` all rows that its change frees,
    ``links`` the row between a print and its true amount. ``any_sign``: the report prints negative amounts where its
    form set allows none (an adjustment table), so that nothing is held against them. Figures in ``unknown`` may be
    anything at no cost. ``left_out`` are identities that can hold in too many ways, found while cases were split.
    ``keep``: by the index of a cell, so many times what it costs otherwise is the change of its figure; 0 for one that
    must not be changed.
    """

    report: Report
    entries: list[Identity]
    cells: list[Cell] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    variables: list[Variable] = field(default_factory=list)
    rows: list[LinearRow] = field(default_factory=list)
    figures: dict[int, int] = field(default_factory=dict)
    owned: list[list[int]] = field(default_factory=list)
    rated: dict[int, list[int]] = field(default_factory=dict)
    freeing: dict[int, list[int]] = field(default_factory=dict)
    links: dict[int, int] = field(default_factory=dict)
    used: dict[int, list[int]] = field(default_factory=dict)
    any_sign: bool = False
    keep: Mapping[int, int] = field(default_factory=dict)
    clauses: list[Clause] = field(default_factory=list)
    unknown: set[int] = field(default_factory=set)
    unknown_cells: set[int] = field(default_factory=set)
    left_out: list[int] = field(default_factory=list)

    def figure_of(self, index: int) -> int:
        """The number of the figure in a cell; its variable has the same number unless prints have their own."""
        found = self.figures.get(index)
        if found is None:
            found = self.figures[index] = len(self.cells)
            cell = self.report.cells[index]
            amount = cell.amount
            assert amount is not None
            self.cells.append(cell)
            self.weights.append((FIGURE if amount.text else BLANK) * (self.keep.get(index, 1) or KEPT))
            self.owned.append([len(self.variables)])
            freed = self._freed(cell, amount)
            bounds = POINT if amount.exact else ROUNDED
            if index in self.unknown_cells:
                self.unknown.add(found)
                bounds = freed
            self.variables.append(Variable(found, bounds, freed))
        return found

    def _freed(self, cell: Cell, amount: Amount) -> Bounds:
        """What a figure may be once it is changed; never less than its print stands for."""
        if self.any_sign or amount.unit.dimension == "ratio" or may_be_negative(self.report, cell):
            return NONE
        return Bounds(-2 * amount.mantissa - (not amount.exact), None)

    @property
    def unknown_figures(self) -> int:
        """The figures that nobody knows, as a set of bits."""
        return sum(1 << each for each in self.unknown)

    def is_held_positive(self, figure: int) -> bool:
        """Whether the form set does not allow a negative amount for a figure."""
        return self.variables[self.variable(figure)].freed.low is not None

    def amount(self, figure: int) -> Amount:
        """The figure as printed."""
        amount = self.cells[figure].amount
        assert amount is not None
        return amount

    def variable(self, figure: int) -> int:
        """The number of the deviation of a figure's true amount."""
        return self.owned[figure][0]


def build(identities: Identities, keep: Mapping[int, int] | None = None) -> System:
    """The system of all identities that are about amounts and must hold.

    Left out are identities whose sides may differ in scope, which are hints or only plausible, inequalities that
    nobody says are 逻辑 (a budget may be overspent: that is no typing error), which allow a difference in words,
    which are of years (a year that differs says itself what it should be), rates on a base that may be 0, and sums over
    cells that a condition chose which rounding may have decided.
    """
    system = System(identities.report, identities.entries, keep=keep or {}, unknown_cells=identities.unknown)
    system.left_out += identities.left_out
    system.any_sign = any(
        cell.amount is not None
        and cell.amount.mantissa < 0
        and cell.amount.unit.dimension != "ratio"
        and not may_be_negative(identities.report, cell)
        for cell in identities.report.cells
    )
    for entry in identities.entries:
        ground = entry.ground
        if not entry.held:
            continue
        if entry.branches is not None:
            _add_branches(system, entry)
        elif isinstance(ground, GroundLinear):
            _add_linear(system, entry.outcome, ground, entry.condition)
        elif isinstance(ground, GroundRatio):
            add_rate(system, entry.outcome, ground, entry.condition)
    return system


def may_be_negative(report: Report, cell: Cell) -> bool:
    """Whether the form set says that a cell may hold a negative amount."""
    shape = report.forms.forms[cell.form].blocks[cell.block]
    number = shape.row_index.get(cell.row)
    row = shape.rows[number] if number is not None else None
    return report.forms.may_be_negative(cell.form, cell.block, row, cell.column)


def _add_linear(system: System, identity: int, ground: GroundLinear, chosen: tuple[int, ...]) -> None:
    printed = ground.operator == "=="
    side: RowSide = "print" if printed else ""
    operator = "=" if printed else ground.operator
    _add_row(system, identity, ground.row, operator, side=side, printed=printed, chosen=chosen)


def _add_branches(system: System, entry: Identity) -> None:
    """The rows of all the cases of an identity; those of one alone are rows like any other."""
    branches = entry.branches or []
    if not branches or () in branches:
        return
    if len(branches) == 1:
        _add_branch(system, entry, branches[0])
        return
    clause = Clause(entry.outcome, [])
    for branch in branches:
        rows = _add_branch(system, entry, branch)
        if not rows:
            return  # what it asks for cannot be told: it may hold
        clause.branches.append(tuple(rows))
        for each in rows:
            system.rows[each].clause = len(system.clauses)
    system.clauses.append(clause)


def _add_branch(system: System, entry: Identity, branch: Branch) -> list[int]:
    """The rows that a case asks for."""
    found: list[int] = []
    for each in branch:
        first = len(system.rows)
        if isinstance(each, StandingCondition):
            condition = tuple(system.figure_of(cell) for cell in each.cells)
            _append(system, LinearRow(entry.outcome, (), Bounds(1, None), (1, 1), side="standing", condition=condition))
        else:
            _add_atom(system, entry.outcome, each)
        added = [number for number in range(first, len(system.rows)) if system.rows[number].side != "link"]
        if not added:
            return []
        found += added
    return found


def _add_atom(system: System, identity: int, atom: CaseClaim) -> None:
    first = len(system.rows)
    ground = atom.ground
    if isinstance(ground, GroundRatio):
        add_rate(system, identity, ground, atom.chosen)
    elif atom.premise:
        widened = not (isinstance(ground.node, Compare) and ground.node.operator == "==")
        operator = "=" if ground.operator == "==" else ground.operator
        _add_row(system, identity, ground.row, operator, side="premise", printed=True, widened=widened)
    else:
        _add_linear(system, identity, ground, atom.chosen)
    for row in system.rows[first:]:
        if row.side != "link":
            row.ground = ground


def _amount(report: Report, index: int) -> Amount:
    amount = report.cells[index].amount
    assert amount is not None
    return amount


def _add_row(
    system: System,
    identity: int,
    form: Linear,
    operator: str,
    rate: int = -1,
    side: RowSide = "",
    *,
    printed: bool = False,
    widened: bool = False,
    chosen: tuple[int, ...] = (),
) -> None:
    """The row ``form operator 0``; with ``printed``, of the prints rather than of the true amounts, and ``widened`` so
    that it holds where some true amounts that print so satisfy it.
    """
    report = system.report
    terms = [(index, value) for index, value in form.terms.items() if value]
    if not terms:
        return
    places = max(_amount(report, index).decimals for index, _ in terms)
    value, slack, value_scale = value_of(report, form)
    pairs = []
    for index, coefficient in terms:
        figure = system.figure_of(index)
        number = _print_of(system, figure, identity) if printed else system.variable(figure)
        pairs.append((number, coefficient * 10 ** (places - _amount(report, index).decimals)))
    # The form times 2 * denominator * 10**places is the sum of these coefficients times the deviations, and the
    # residual.
    scale = form.denominator * 10**places // value_scale
    residual, room = 2 * value * scale, slack * scale if widened else 0
    divisor = gcd(residual, room, *(each for _, each in pairs))
    pairs = [(number, each // divisor) for number, each in pairs]
    bounds = _within(operator, residual // divisor, room // divisor)
    condition = tuple(system.figure_of(each) for each in chosen)
    ratio = (2 * form.denominator * 10**places, divisor)
    _append(system, LinearRow(identity, tuple(pairs), bounds, ratio, rate, side, condition))


def _within(operator: str, residual: int, room: int) -> Bounds:
    """The bounds of a row, moved apart by so much; what rounding can move is not bounded strictly."""
    low, up, strict = -residual - room, -residual + room, not room
    match operator:
        case "=":
            return Bounds(low, up)
        case "<=" | "<":
            return Bounds(None, up, strict_up=operator == "<" and strict)
        case _:
            return Bounds(low, None, strict_low=operator == ">" and strict)


def _append(system: System, row: LinearRow) -> None:
    number = len(system.rows)
    system.rows.append(row)
    system.used.setdefault(row.identity, []).append(number)
    for each in row.freed_by:
        system.freeing.setdefault(each, []).append(number)
    if row.rate >= 0:
        system.rated.setdefault(row.rate, []).append(number)


def _print_of(system: System, figure: int, identity: int) -> int:
    """The deviation of a figure's print, which is 0 until it is changed, and holds the true amount by it."""
    if system.amount(figure).exact:
        return system.variable(figure)
    owned = system.owned[figure]
    if len(owned) == 1:
        owned.append(len(system.variables))
        freed = Bounds(-2 * system.amount(figure).mantissa, None) if system.is_held_positive(figure) else NONE
        system.variables.append(Variable(figure, freed if figure in system.unknown else POINT, freed))
        system.links[owned[1]] = len(system.rows)
        system.rows.append(LinearRow(identity, ((owned[0], 1), (owned[1], -1)), ROUNDED, (1, 1), side="link"))
    return owned[1]


def rate_range(printed: Amount) -> tuple[tuple[int, bool], tuple[int, bool]]:
    """Least and greatest rate that is printed so, as twice its mantissa and whether that end is left out.

    Rates are rounded half away from zero, also where they are printed as a count.
    """
    return (2 * printed.mantissa - 1, printed.mantissa <= 0), (2 * printed.mantissa + 1, printed.mantissa >= 0)


def add_rate(system: System, identity: int, ground: GroundRatio, chosen: tuple[int, ...] = ()) -> None:
    """The two rows of a printed rate; none when its base may be 0."""
    report = system.report
    printed = _amount(report, ground.cell)
    base, slack, _ = value_of(report, ground.denominator)
    if 2 * abs(base) <= slack:
        return
    top = value_of(report, ground.numerator)[0]
    # A negative base is believed where it gives a rate of the printed sign; else it is a slip, and the true base is
    # positive.
    if base < 0 and not top * printed.mantissa:
        return
    flipped = base < 0 and top * printed.mantissa < 0
    figure = system.figure_of(ground.cell)
    for side, (end, strict) in rate_ends(printed):
        above = (side == "lower") is not flipped
        operator = (">" if above else "<") + ("" if strict else "=")
        _add_row(system, identity, rate_form(ground, printed, end), operator, figure, side, chosen=chosen)


def rate_ends(printed: Amount) -> tuple[tuple[RowSide, tuple[int, bool]], ...]:
    """The least and the greatest rate that is printed so, each as the side of its row."""
    low, high = rate_range(printed)
    return ("lower", low), ("upper", high)


def rate_form(ground: GroundRatio, printed: Amount, end: int) -> Linear:
    """``numerator - rate * denominator`` for the rate ``end / (2 * 10**decimals)``."""
    form = ground.numerator.copy()
    other = ground.denominator.copy()
    other.scale(end, 2 * 10**printed.decimals)
    form.add(other, -1)
    return form


def form_of(system: System, row: LinearRow) -> Linear:
    """What a row says, as a form over cells; of a premise without the room that rounding gives it."""
    if row.side == "standing":
        return Linear(constant=-1)
    ground = row.ground or system.entries[row.identity].ground
    if isinstance(ground, GroundRatio):
        printed = _amount(system.report, ground.cell)
        return rate_form(ground, printed, dict(rate_ends(printed))[row.side][0])
    assert isinstance(ground, GroundLinear)
    return ground.row


def relation_of(row: LinearRow) -> str:
    """How the form of a row relates to 0."""
    bounds = row.bounds
    if bounds.low is not None and bounds.up is not None:
        return "="
    if bounds.up is None:
        return ">" if bounds.strict_low else ">="
    return "<" if bounds.strict_up else "<="
