"""What bare figures are in, in a report without a form set: a figure goes with what it is added to or compared with.

Beside 万元 a bare figure is in 万元, beside 公里 in 公里, beside persons a whole one is a count of persons and no money;
between 万元 and 元 nobody knows. Which figures meet is what the rules say. Imported for such reports only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jsrules.base.number import parse_figure
from jsrules.base.record import Record, field, replace
from jsrules.base.units import NO_COUNTS, Unit, find_unit
from jsrules.engine.bind import Binder
from jsrules.engine.ranges import NoAnswer
from jsrules.engine.resolved import ResolvedRule
from jsrules.engine.work import WorkLeft, cost_at_a_place
from jsrules.model.changes import with_cells
from jsrules.model.functions import FUNCTIONS
from jsrules.model.ground import Place, Unbound
from jsrules.model.report import Amount, Cell, Report
from jsrules.model.statements import Rule
from jsrules.model.syntax import Arithmetic, Call, Cells, Chosen, Compare, Constant, Expression, Negative
from jsrules.model.tree import walk

_ORDERS = ("<", "<=", ">", ">=", "<>")
_COUNT = Unit("", "", 0, True)
"""Of figures that are put in order with counts, or meet several kinds of them."""


class _Meeting(Record, frozen=False):
    """Cells, by their numbers, that are added or compared, with the units of the rule's own numbers."""

    cells: list[int] = field(default_factory=list)
    units: set[Unit] = field(default_factory=set)
    ordered: bool = False


def settled(report: Report, rules: Iterable[ResolvedRule]) -> Report:
    """The report with its bare figures in the units that the rules give them by what they meet; the report itself
    where nothing is to be done.
    """
    bare = {cell.index: cell for cell in report.cells if _is_bare(report, cell)}
    if not report.forms.inferred or not bare:
        return report
    variants = [variant for rule in rules for variant in rule.variants]
    firm = {cell.index: cell.amount.unit for cell in report.cells if cell.amount and cell.index not in bare}
    written = {unit for rule in variants for each in walk(rule.body) if (unit := _unit_of(each)) is not None}
    if not any(_tells(unit) for unit in {*firm.values(), *written}):
        return report
    binder = Binder(report)
    found = [*_all_meetings(binder, variants)]
    decided, doubtful = _decide(found, firm, bare)
    changed = [_in_unit(bare[index], unit) for index, unit in decided.items() if index not in doubtful]
    changed += [_in_doubt(bare[index], names) for index, names in doubtful.items()]
    settled = with_cells(report, changed)
    money = {each.name for each in (*firm.values(), *written, *decided.values()) if each.dimension == "money"}
    if not report.forms.money_unit and len(money) == 1:
        settled = replace(settled, forms=replace(report.forms, money_unit=money.pop()))
    return settled


def _is_bare(report: Report, cell: Cell) -> bool:
    """Whether nothing says what a figure is in: no unit is printed with it, nor with all of its row or column."""
    if cell.amount is None or cell.amount.unit.dimension not in ("", "money") or cell.amount.exact:
        return False
    block = report.forms.forms[cell.form].blocks[cell.block]
    row = block.row(cell.row)
    if cell.amount.unit.name in filter(None, (row.unit if row is not None else "", block.columns[cell.column].unit)):
        return False
    figure = parse_figure(cell.amount.text)
    return figure is not None and not figure.unit and not figure.percent


def _unit_of(node: Expression) -> Unit | None:
    return find_unit(node.unit) if isinstance(node, Constant) and node.unit else None


def _tells(unit: Unit) -> bool:
    """Whether a bare figure beside one of that unit is of its kind: money, or a count."""
    return unit.dimension == "money" or _counts(unit)


def _counts(unit: Unit) -> bool:
    return unit.dimension not in NO_COUNTS and "/" not in unit.dimension


def _all_meetings(binder: Binder, rules: Iterable[Rule]) -> Iterator[_Meeting]:
    """The meetings of all rules, as far as the work goes that they may take: what is beyond is not judged, either."""
    work = WorkLeft()
    for rule in rules:
        cost, reached = cost_at_a_place(rule), 0
        for found in _meetings(binder, rule):
            work.take(cost + binder.reach.work - reached)
            if work.is_spent:
                return
            reached = binder.reach.work
            yield found


def _meetings(binder: Binder, rule: Rule) -> Iterator[_Meeting]:
    """The meetings of a rule at each of its places."""
    shared = [
        (leaves, each.operator in _ORDERS)
        for each in walk(rule.body)
        if isinstance(each, Compare)
        for leaves in _shared(each)
        if leaves
    ]
    places = binder.places(rule) if shared else []
    binder.reach.work = 0  # for the whole rule, as when it is judged
    for place in [] if isinstance(places, Unbound) else places:
        for leaves, ordered in shared:
            yield _meeting(binder, leaves, place, ordered)


def _meeting(binder: Binder, leaves: list[Expression], place: Place, ordered: bool) -> _Meeting:
    found = _Meeting(ordered=ordered)
    for each in leaves:
        unit = _unit_of(each)
        if unit is not None:
            found.units.add(unit)
        if isinstance(each, Cells):
            try:
                found.cells += [cell.index for cell in binder.reach.many(each, place) if isinstance(cell, Cell)]
            except NoAnswer:
                continue
    return found


def _shared(node: Compare) -> list[list[Expression]]:
    """The references and numbers that share a unit: those of the comparison first, then those inside products."""
    inner: list[list[Expression]] = []
    sides = _leaves(node.left, inner) + _leaves(node.right, inner)
    return [sides, *inner]


def _leaves(node: Expression, inner: list[list[Expression]]) -> list[Expression]:
    """What is added up in an expression; sums inside a product or quotient are ``inner``."""
    if isinstance(node, Cells | Constant):
        return [node]
    if isinstance(node, Negative):
        return _leaves(node.operand, inner)
    if isinstance(node, Chosen):
        return _leaves(node.cells, inner)
    if isinstance(node, Call):
        if FUNCTIONS[node.function].unit == "none":
            return []
        return [leaf for each in node.arguments for leaf in _leaves(each, inner)]
    if not isinstance(node, Arithmetic):
        return []
    leaves = _leaves(node.first, inner)
    for each in node.rest:
        more = _leaves(each.operand, inner)
        if each.operator in ("+", "-"):
            leaves = leaves + more
        elif not _is_number(each.operand):  # times a number it is still of its kind
            numeric = each.operator == "*" and all(map(_is_number, leaves))
            inner += [] if numeric else [leaves, more]
            leaves = more if numeric else []
    return leaves


def _is_number(node: Expression) -> bool:
    return isinstance(node, Constant) and not node.unit


def _decide(
    meetings: list[_Meeting], firm: dict[int, Unit], bare: dict[int, Cell]
) -> tuple[dict[int, Unit], dict[int, set[str]]]:
    """The units of bare figures, and those that may be in several."""
    decided: dict[int, Unit] = {}
    doubtful: dict[int, set[str]] = {}
    while True:
        before = len(decided), sum(map(len, doubtful.values()))
        for meeting in meetings:
            met = {*meeting.units, *(unit for each in meeting.cells if (unit := firm.get(each) or decided.get(each)))}
            for index in meeting.cells:
                if index in bare:
                    _settle(bare[index], {each for each in met if _tells(each)}, meeting.ordered, decided, doubtful)
        if before == (len(decided), sum(map(len, doubtful.values()))):
            return decided, doubtful


def _settle(cell: Cell, met: set[Unit], ordered: bool, decided: dict[int, Unit], doubtful: dict[int, set[str]]) -> None:
    """What a meeting says of a bare figure."""
    amount, old = cell.amount, decided.get(cell.index)
    assert amount is not None
    counts = {each for each in met if _counts(each)}
    money = {each for each in met if each.dimension == "money"}
    figure = parse_figure(amount.text)
    if counts and not money and figure is not None:
        sizes = {each.power for each in counts} if len({each.dimension for each in counts}) == 1 else set()
        if figure.decimals and amount.unit.dimension == "money":
            doubtful.setdefault(cell.index, set()).update(each.name for each in (amount.unit, *counts))
        elif len(sizes) > 1:
            doubtful.setdefault(cell.index, set()).update(each.name for each in counts)
        elif figure.decimals:
            if len(sizes) == 1 and not any(each.exact or each.is_whole for each in counts):
                decided.setdefault(cell.index, min(counts))
        elif old is None or old.exact or old.dimension in NO_COUNTS:
            decided.setdefault(cell.index, _COUNT if ordered or len(counts) > 1 else next(iter(counts)))
    elif money and not counts and amount.unit.dimension == "":
        names = {each.name for each in money} | ({old.name} if old is not None else set())
        if len(names) == 1:
            decided[cell.index] = money.pop()
        else:
            doubtful.setdefault(cell.index, set()).update(names)


def _in_doubt(cell: Cell, names: set[str]) -> Cell:
    """A cell whose figure may be in several units."""
    assert cell.amount is not None
    return replace(cell, amount=None, problem=cell.amount.text, units=tuple(sorted(names)))


def _in_unit(cell: Cell, unit: Unit) -> Cell:
    """A cell with its bare figure in a unit; a whole count is not rounded, whatever the decimals of money."""
    amount = cell.amount
    assert amount is not None
    if unit.dimension == "money":
        return replace(cell, amount=replace(amount, unit=unit), units=(unit.name,))
    figure = parse_figure(amount.text)
    assert figure is not None
    made = Amount(amount.text, figure.mantissa, figure.decimals, unit, unit.is_exact(figure.decimals))
    return replace(cell, amount=made, units=(unit.name,))
