"""Figures that stand beside each other and may not be of one kind, in a report without a form set: a whole count, or a
rate, is added to or compared with bare figures that are printed with decimals.

Imported for such reports only.
"""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.engine.algebra import Algebra
from jsrules.engine.ranges import NoAnswer
from jsrules.model.form import names_a_rate
from jsrules.model.ground import Ground, Place, Unbound
from jsrules.model.reason import Reason, subject_of
from jsrules.model.report import Cell, Report
from jsrules.model.syntax import Arithmetic, Call, Cells, Chosen, Compare, Expression, Negative
from jsrules.model.tree import walk

_ALIKE = ("sum", "maximum", "minimum", "absolute")
"""Functions whose result is of the kind of their figures: a mean of persons has decimals, one that is rounded none."""

_SHOWN = 3


def beside_count(algebra: Algebra, ground: Ground) -> Reason | None:
    """The doubt whether bare figures with decimals are counts, only since they stand beside 5 件; None without any."""
    cells = _met(algebra, ground)
    counts = [each for each in cells if each.amount and each.amount.unit.is_whole and not each.units]
    if any(each.amount and each.amount.decimals for each in counts):
        return None  # a mean of 2.6 人 has decimals, too
    return _doubt(algebra.report, counts, [each for each in cells if _is_stranger(each)])


def has_count(algebra: Algebra, ground: Ground) -> bool:
    """Whether anything that is compared is in a unit of whole things."""
    return any(each.amount and each.amount.unit.is_whole for each in _met(algebra, ground))


def beside_rate(algebra: Algebra, ground: Ground) -> Reason | None:
    """The doubt whether bare figures with decimals are rates, only since they stand beside 5‰: not those called so."""
    cells = _met(algebra, ground)
    rates = [each for each in cells if each.amount and each.amount.unit.places]
    return _doubt(
        algebra.report,
        rates,
        [each for each in cells if _is_stranger(each) and not _is_called_a_rate(algebra.report, each)],
    )


def _doubt(report: Report, known: list[Cell], strangers: list[Cell]) -> Reason | None:
    if not known or not strangers:
        return None
    texts = [each.amount.text for each in known[:1] if each.amount]
    named = [f"{report.cell_path(each)} {each.amount.text}" for each in strangers[:_SHOWN] if each.amount]
    return Reason("strangers", subject_of(known[0]), (*texts, *named, *(["…"] if len(strangers) > _SHOWN else [])))


def _is_stranger(cell: Cell) -> bool:
    """Whether a figure is printed with decimals and without a unit, whatever money it was taken for."""
    amount = cell.amount
    if amount is None or not amount.decimals or amount.exact:
        return False
    return amount.unit.dimension == "" or (bool(cell.units) and amount.unit.dimension == "money")


def _is_called_a_rate(report: Report, cell: Cell) -> bool:
    column = report.forms.forms[cell.form].blocks[cell.block].columns[cell.column].name
    label = report.row_label(cell.form, cell.block, cell.row, cell.origin)
    return names_a_rate(column) or names_a_rate(label.rpartition(".")[2])


def _met(algebra: Algebra, ground: Ground) -> list[Cell]:
    """The printed cells that a comparison adds and compares, none of them inside a product, a quotient or a mean."""
    if isinstance(ground, Unbound) or not isinstance(ground.node, Compare):
        return []
    if ground.node.left is ground.node.right:
        return []  # two statements of one figure: what others are says nothing of them
    found: list[Cell] = []
    for node in (*_direct(ground.node.left), *_direct(ground.node.right)):
        found += _printed(algebra, node, ground.place)
    return found


def met(algebra: Algebra, node: Expression, place: Place) -> list[Cell]:
    """All printed cells that an expression refers to at a place."""
    return [cell for each in walk(node) if isinstance(each, Cells) for cell in _printed(algebra, each, place)]


def _printed(algebra: Algebra, node: Cells, place: Place) -> list[Cell]:
    try:
        return algebra.reach.printed(node, place)
    except NoAnswer:
        return []


def _direct(node: Expression) -> Iterator[Cells]:
    match node:
        case Cells():
            yield node
        case Negative():
            yield from _direct(node.operand)
        case Chosen():
            yield from _direct(node.cells)
        case Call() if node.function in _ALIKE:
            for each in node.arguments:
                yield from _direct(each)
        case Arithmetic() if all(each.operator in "+-" for each in node.rest):
            yield from _direct(node.first)
            for operation in node.rest:
                yield from _direct(operation.operand)
