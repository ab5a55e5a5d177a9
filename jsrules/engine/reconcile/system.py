"""The system of a report: integer rows over the deviations of its figures from what is printed.

A changed figure may be any amount that the form set allows in its place: not below 0 where it does not say 可负.

A figure v with d decimals has the deviation y in half units of its last place: its true amount is v + y * 10**-d / 2,
with y in [-1, 1); a blank and an exact figure have y = 0. A row is an identity, or one side of a rate, times the
smallest number that makes it integral: ``low <= sum(k * y) <= up``. An identity that holds in print is satisfied where
every y is 0.

A rate was computed from printed amounts or from true ones, one rate so and the next one otherwise. So it is two rows
over prints, wider by all that true amounts can differ from them: these hold for the rates of the amounts as printed and
for those of any true amounts. A rate that is not that of the amounts as printed must be one of true amounts that suit
the rest, too: two more rows, which go once one of its figures is changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import gcd

from jsrules.base.record import Record, field
from jsrules.base.simplex import Bounds
from jsrules.engine.reconcile.cases import Branch, CaseClaim, StandingCondition
from jsrules.engine.reconcile.identities import Identities, Identity
from jsrules.engine.reconcile.rates import is_rate_of_prints, rate_conditions, side_of
from jsrules.engine.weigh import value_of
from jsrules.model.ground import GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.reconciliation import RowSide
from jsrules.model.report import Amount, Cell, Report
from jsrules.model.statements import MUST_NOT
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
    decided whether the identity applies, ``joint`` those of a rate of true amounts; a change of any frees the row.
    ``side`` tells what it is of its identity: ``""`` all of it, ``"lower"`` or ``"upper"`` what the least or greatest
    rate demands, ``"print"`` an identity of prints, ``"link"`` a print and its true amount, which holds once they are
    changed, ``"premise"`` a condition that holds of some amounts that print so, ``"standing"`` one that does not hold
    as printed. The row is the identity's own form, in ``relation`` to 0, times ``scale``.

    ``clause`` is the number of the clause that it is part of, or -1: such a row is held to its bounds only where a case
    asks it. ``ground`` is what it says where that is not the ground identity of its entry.
    """

    identity: int
    terms: tuple[tuple[int, int], ...]
    bounds: Bounds
    scale: tuple[int, int]
    relation: str
    rate: int = -1
    side: RowSide = ""
    condition: tuple[int, ...] = ()
    joint: tuple[int, ...] = ()
    clause: int = -1
    ground: GroundLinear | GroundRatio | None = None

    @property
    def freed_by(self) -> tuple[int, ...]:
        """The figures whose change frees it."""
        freeing = self.condition + self.joint
        return (self.rate, *freeing) if self.rate >= 0 else freeing


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
    ``links`` the row between a print and its true amount, by the variable of the print. ``any_sign``: the report prints
    negative amounts where its form set allows none (an adjustment table), so that nothing is held against them. Figures
    in ``unknown`` may be anything at no cost. ``left_out`` are identities that can hold in too many ways, found while
    cases were split.
    ``keep``: by the index of a cell, so many times what it costs otherwise is the change of its figure; `MUST_NOT` for
    one that must not be changed.
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

    def is_fixed(self, figure: int) -> bool:
        """Whether a figure must not be changed, as somebody says who knows it from elsewhere."""
        return self.keep.get(self.cells[figure].index, 1) == MUST_NOT

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
    system.any_sign = prints_any_sign(identities.report)
    for entry in identities.entries:
        ground = entry.ground
        if not entry.held:
            continue
        if entry.one_figure:
            system.used[entry.outcome] = []  # it holds whatever is corrected
        elif entry.branches is not None:
            _add_branches(system, entry)
        elif isinstance(ground, GroundLinear):
            _add_linear(system, entry.outcome, ground, entry.condition)
        elif isinstance(ground, GroundRatio):
            add_rate(system, entry.outcome, ground, entry.condition)
    return system


def prints_any_sign(report: Report) -> bool:
    """Whether a report prints negative amounts where its form set allows none, as an adjustment table does."""
    return any(
        cell.amount is not None
        and cell.amount.mantissa < 0
        and cell.amount.unit.dimension != "ratio"
        and not may_be_negative(report, cell)
        for cell in report.cells
    )


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
            row = LinearRow(entry.outcome, (), Bounds(1, None), (1, 1), ">=", side="standing", condition=condition)
            _append(system, row)
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
    relation: str,
    rate: int = -1,
    side: RowSide = "",
    *,
    printed: bool = False,
    widened: bool = False,
    chosen: tuple[int, ...] = (),
    joint: tuple[int, ...] = (),
) -> None:
    """The row ``form relation 0``; with ``printed``, of the prints rather than of the true amounts, and ``widened`` so
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
    strict = relation in ("<", ">")
    if rate < 0:
        strict = strict and not room  # what rounding can move is not bounded strictly
    elif room:  # the upper ends of intervals are left out
        rounded = (value for index, value in terms if not _amount(report, index).exact)
        strict = strict or any((value > 0) is (relation == ">=") for value in rounded)
    bounds = _within(relation, residual // divisor, room // divisor, strict=strict)
    condition = tuple(system.figure_of(each) for each in chosen)
    ratio = (2 * form.denominator * 10**places, divisor)
    _append(system, LinearRow(identity, tuple(pairs), bounds, ratio, relation, rate, side, condition, joint))


def _within(relation: str, residual: int, room: int, *, strict: bool) -> Bounds:
    """The bounds of a row, moved apart by so much."""
    low, up = -residual - room, -residual + room
    match relation:
        case "=":
            return Bounds(low, up)
        case "<=" | "<":
            return Bounds(None, up, strict_up=strict)
        case _:
            return Bounds(low, None, strict_low=strict)


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
        link = ROUNDED if figure in system.unknown else NONE  # where nothing changes, it says nothing
        terms = ((owned[0], 1), (owned[1], -1))
        system.rows.append(LinearRow(identity, terms, link, (1, 1), "", side="link"))
    return owned[1]


def add_rate(
    system: System, identity: int, ground: GroundRatio, chosen: tuple[int, ...] = (), *, in_print: bool = False
) -> None:
    """The rows of a printed rate, with ``in_print`` those over prints alone; none when its base may be 0."""
    report = system.report
    conditions = list(rate_conditions(report, ground))
    if not conditions:
        return
    rate = system.figure_of(ground.cell)
    amounts = tuple(system.figure_of(each) for each in {**ground.numerator.terms, **ground.denominator.terms})
    for figure in amounts:
        _print_of(system, figure, identity)
    number = len(system.rows)
    for side, form, relation in conditions:
        _add_row(system, identity, form, relation, rate, side, printed=True, widened=True, chosen=chosen)
    if in_print or is_rate_of_prints(report, ground) or not all(row.bounds.hold_zero for row in system.rows[number:]):
        return
    for side, form, relation in conditions:
        _add_row(system, identity, form, relation, rate, side, chosen=chosen, joint=amounts)


def form_of(system: System, row: LinearRow) -> Linear:
    """What a row says, as a form over cells; of a premise without the room that rounding gives it."""
    if row.side == "standing":
        return Linear(constant=-1)
    ground = row.ground or system.entries[row.identity].ground
    if isinstance(ground, GroundRatio):
        return side_of(system.report, ground, row.side)
    assert isinstance(ground, GroundLinear)
    return ground.row
