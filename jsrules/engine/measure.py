"""The figures of an outcome: who faces whom, by how much, in which unit.

Worked out when they are asked for, not when it is judged.
"""

from __future__ import annotations

from jsrules.base.number import divide_half_up
from jsrules.base.record import Record
from jsrules.engine.ranges import NoAnswer
from jsrules.engine.reach import Reach, Unreadable
from jsrules.engine.weigh import value_of
from jsrules.model.changes import with_statement
from jsrules.model.ground import Ground, GroundCondition, GroundLinear, GroundRatio, Unbound
from jsrules.model.linear import Linear
from jsrules.model.origins import PRIOR
from jsrules.model.outcome import Judgement, Outcome, Rational
from jsrules.model.reason import GRAVE
from jsrules.model.report import Amount, Cell, Report
from jsrules.model.syntax import Call, Cells, Existing, Note
from jsrules.model.tree import walk


class Measure(Record):
    """``difference`` = left - right; ``allowance`` is the largest difference that rounding explains and ``beyond`` what
    is past it. None where they mean nothing. Percentages are divided by 100. ``unit`` is theirs, ``decimals`` the most
    that any of the figures is printed with, of a percentage those behind its point.
    """

    left: Rational | None = None
    right: Rational | None = None
    difference: Rational | None = None
    allowance: Rational | None = None
    beyond: Rational | None = None
    unit: str = ""
    decimals: int = 0


class Term(Record):
    """A cell in an identity with its coefficient, None where it has none."""

    cell: Cell
    coefficient: Rational | None = None


def measure(report: Report, outcome: Outcome) -> Measure:
    """The figures of an outcome."""
    ground, judgement = outcome.shown, outcome.judgement
    if isinstance(ground, GroundLinear):
        return _linear(report, ground, judgement)
    if isinstance(ground, GroundRatio):
        return _ratio(report, ground, judgement)
    if isinstance(ground, Unbound):
        return Measure()
    return Measure(judgement.left, judgement.right, judgement.difference, judgement.allowance, judgement.beyond)


def _linear(report: Report, ground: GroundLinear, judgement: Judgement) -> Measure:
    left, _, left_scale = value_of(report, ground.left)
    right, _, right_scale = value_of(report, ground.right)
    value, slack, scale = value_of(report, ground.row)
    return Measure(
        (left, left_scale),
        (right, right_scale),
        (value, scale),
        judgement.allowance or (slack, 2 * scale),
        judgement.beyond or (0, 1),
        unit_of(report, ground.row, ground.left, ground.right),
        _decimals(report, ground.left, ground.right),
    )


def _ratio(report: Report, ground: GroundRatio, judgement: Judgement) -> Measure:
    amount = report.cells[ground.cell].amount
    assert amount is not None
    left = amount.mantissa, 10**amount.decimals
    unit, decimals = "%" if amount.unit.places else amount.unit.name, _printed_decimals(amount)
    exact = rate_of(report, ground)
    if exact is None:
        return Measure(left, unit=unit, decimals=decimals)
    computed = divide_half_up(exact[0] * 10**amount.decimals, exact[1]), 10**amount.decimals
    difference = judgement.difference or (0, 1)
    allowance = judgement.allowance
    beyond = judgement.beyond if allowance is not None or judgement.verdict == "pass" else None
    return Measure(left, computed, difference, allowance, beyond, unit, decimals)


def rate_of(report: Report, ground: GroundRatio) -> Rational | None:
    """The rate of the printed amounts; None on a base of 0."""
    top, _, top_scale = value_of(report, ground.numerator)
    bottom, _, bottom_scale = value_of(report, ground.denominator)
    return (top * bottom_scale, bottom * top_scale) if bottom else None


def unit_of(report: Report, *forms: Linear) -> str:
    """The unit in which the figures of forms are compared: that of the first cell in them."""
    for form in forms:
        for index in form.terms:
            amount = report.cells[index].amount
            if amount is not None:
                return _shown(report, amount)
    return ""


def _shown(report: Report, amount: Amount) -> str:
    """The unit in which figures like this one are compared: money in that of the report, rates in percent."""
    if amount.unit.places:
        return "%"
    money = report.forms.money_unit
    return amount.unit.base(money) if amount.unit.money or amount.unit.power else amount.unit.name


def _decimals(report: Report, *forms: Linear) -> int:
    amounts = (report.cells[index].amount for form in forms for index in form.terms)
    return max((_printed_decimals(each) for each in amounts if each is not None), default=0)


def _printed_decimals(amount: Amount) -> int:
    return max(0, amount.decimals - 2) if amount.unit.places else amount.decimals


def terms_of(report: Report, ground: Ground) -> list[Term]:
    """The cells of a ground identity, each once, with their coefficients in left - right."""
    cells = report.cells
    if isinstance(ground, GroundLinear):
        row = ground.row
        return [Term(cells[index], (value, row.denominator)) for index, value in row.terms.items() if value]
    if isinstance(ground, GroundRatio):
        indexes = dict.fromkeys((ground.cell, *ground.numerator.terms, *ground.denominator.terms))
        return [Term(cells[index]) for index in indexes]
    if isinstance(ground, GroundCondition):
        return [Term(each) for each in _cells_of(report, ground)]
    subject = ground.reason.subject if ground.reason.code in GRAVE else None
    if subject is None or subject.kind != "cell":
        return []
    found = report.cell_at(subject.form, subject.block, subject.row, subject.column, subject.origin)
    return [Term(found)] if found is not None else []


def as_stated(report: Report, ground: GroundCondition) -> Report:
    """The report as a condition was judged on it: with a further statement of a figure in the place of the first."""
    return report if ground.statement < 0 else with_statement(report, report.cells[ground.statement])


def _cells_of(report: Report, ground: GroundCondition) -> list[Cell]:
    reach = Reach(as_stated(report, ground))
    found: dict[int, Cell] = {}
    for node in walk(ground.node):
        if isinstance(node, Cells):
            try:
                several = reach.printed(node, ground.place)
            except Unreadable as unreadable:
                several = [unreadable.cell]
            except NoAnswer:
                continue
            if isinstance(ground.node, Call) and ground.node.function == "consistent":
                several = [each for cell in several for each in cell.statements]
            found.update((cell.index, cell) for cell in several)
    return list(found.values())


class Where(Record):
    """What an outcome is about, by the names that the report prints: table, row and column, empty where it has none."""

    table: str = ""
    row: str = ""
    column: str = ""


def where_of(report: Report, ground: Ground) -> Where:
    """The first cell of a ground identity, or else the place that its rule was bound to, or a table that it names.

    What is about one subordinate unit is named after it; what is about all of them, after a cell of the report itself.
    """
    forms = report.forms.forms
    terms, place = terms_of(report, ground), ground.place
    unit = report.origin_name(place.unit, "")
    if terms:
        cell = next((each.cell for each in terms if each.cell.origin <= PRIOR), terms[0].cell)
        block = forms[cell.form].blocks[cell.block]
        label = report.row_label(cell.form, cell.block, cell.row, cell.origin)
        row = ".".join(filter(None, (unit, block.name, label)))
        return Where(forms[cell.form].path, row, block.columns[cell.column].name)
    if place.form >= 0:
        row = report.row_label(place.form, place.block, place.row) if place.row else ""
        columns = forms[place.form].blocks[place.block].columns
        return Where(forms[place.form].path, row, columns[place.column].name if place.column >= 0 else "")
    nodes = walk(ground.node) if not isinstance(ground, Unbound) else ()
    named = (each.form for each in nodes if isinstance(each, Cells | Existing | Note))
    number = next(named, None)
    return Where(forms[number].path if number is not None else "", unit)
