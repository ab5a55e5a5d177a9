"""Whether a condition holds for the figures as printed: true, false, or unknown when a figure is absent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeGuard, assert_never

from jsrules.base.number import divide_half_up
from jsrules.checks.places import is_text
from jsrules.engine.ranges import Absent, NoAnswer, Undefined, Unstated, Unsure
from jsrules.engine.reach import Unreadable
from jsrules.engine.weigh import value_of
from jsrules.model.functions import is_condition
from jsrules.model.ground import Place
from jsrules.model.linear import Beyond, Linear, holds
from jsrules.model.reason import GRAVE, Reason
from jsrules.model.report import Cell
from jsrules.model.syntax import (
    Arithmetic,
    Call,
    Cells,
    Chosen,
    Compare,
    Constant,
    Existing,
    Expression,
    Header,
    If,
    Logic,
    Not,
    Note,
    Text,
    Tolerance,
)

if TYPE_CHECKING:
    from fractions import Fraction

    from jsrules.engine.algebra import Algebra


def truth_of(algebra: Algebra, node: Expression, place: Place) -> bool:
    """The truth of a condition.

    ``and`` with one false operand is false and ``or`` with one true operand is true, whatever else is unknown (Kleene's
    strong logic). Raises `NoAnswer` otherwise when a figure is absent.
    """
    if isinstance(node, Logic):
        return _joined(node.operator == "or", (_asked(algebra, each, place) for each in node.operands))
    if isinstance(node, Not):
        return not truth_of(algebra, node.operand, place)
    if isinstance(node, If):
        # Inside a condition an implication: false only when its condition holds and the rest does not.
        return truth_of(algebra, Logic("or", (Not(node.condition), node.consequence)), place)
    assert isinstance(node, Call | Compare)
    return _compare(algebra, node, place) if is_numeric(node, algebra, place) else states(algebra, node, place)


def _joined(decisive: bool, truths: Iterable[bool | NoAnswer]) -> bool:
    """What conditions come to of which one that is ``decisive`` decides: true for ``or``, false for ``and``.

    Raises, where none does, the `NoAnswer` among them that weighs most: what cannot be decided before what does not
    apply.
    """
    unknown: list[NoAnswer] = []
    for truth in truths:
        if isinstance(truth, NoAnswer):
            unknown.append(truth)
        elif truth is decisive:
            return decisive
    if unknown:
        raise max(unknown, key=lambda each: each.reason.undecided + (each.reason.code in GRAVE))
    return not decisive


def _asked(algebra: Algebra, node: Expression, place: Place) -> bool | NoAnswer:
    """The truth of a condition, or why it is unknown."""
    try:
        return truth_of(algebra, node, place)
    except NoAnswer as unknown:
        return unknown


def _of_elements(algebra: Algebra, node: Call, place: Place) -> Iterator[bool | NoAnswer]:
    """Whether each of some cells satisfies its condition."""
    for each in node.arguments:
        assert isinstance(each, Chosen)
        try:
            elements = elements_of(algebra, each, place)
        except NoAnswer as unknown:
            yield unknown
            continue
        for element in elements:
            algebra.choices.append((each.condition, element))
            yield _asked(algebra, each.condition, element)


def elements_of(algebra: Algebra, node: Chosen, place: Place) -> list[Place]:
    """The places of the cells that a condition is asked of.

    Raises `NoAnswer` when their table is left out, or no row of it is written.
    """
    cells = node.cells
    assert isinstance(cells, Cells)
    if not algebra.reach.block(cells.form, cells.block, cells.origin).rows:
        raise NoAnswer(Reason("no_place"))
    return algebra.reach.elements(cells, place)


def is_numeric(node: Expression, algebra: Algebra, place: Place) -> TypeGuard[Compare]:
    """Whether a condition compares figures, and not texts; of two cells of a report without a form set the print says
    it.
    """
    if not isinstance(node, Compare) or is_text(node.left) or is_text(node.right):
        return False
    if not algebra.reach.forms.inferred or type(node.left) is not Cells or type(node.right) is not Cells:
        return True
    from jsrules.engine.texts import compares_texts

    return not compares_texts(algebra, node, place)


def states(algebra: Algebra, node: Call | Compare, place: Place) -> bool:
    """The truth of what is no comparison of figures: a function, or a comparison of texts.

    Raises `Absent` when a text is not given or a table is left out, `Elsewhere` when the current column does not exist
    where it is looked up.
    """
    if isinstance(node, Compare):
        from jsrules.engine.texts import compare_texts

        return compare_texts(algebra, node, place)
    function = node.function
    assert is_condition(function)
    match function:
        case "any" | "all":
            return _joined(function == "any", _of_elements(algebra, node, place))
        case "exists":
            return is_printed(algebra, node.arguments[0], place)
        case "blank":
            return is_blank(algebra, node.arguments[0], place)
        case "covers":
            return _covers(algebra, node, place)
        case "consistent":
            from jsrules.engine.agreement import agree

            return agree(algebra, node, place)
        case "lists":
            from jsrules.engine.texts import is_listed

            return is_listed(algebra, node, place)
        case "like":
            from jsrules.engine.texts import fits

            return fits(algebra, node, place)
        case _:
            assert_never(function)


def _covers(algebra: Algebra, node: Call, place: Place) -> bool:
    """Whether every row with an amount other than 0 in the second reference is printed in the first,
    so that sums should agree.
    """
    listed, other = (printed_cells(algebra, each, place) for each in node.arguments if isinstance(each, Cells))
    needed = {cell.row: cell for cell in other if cell.problem or (cell.amount is not None and cell.amount.mantissa)}
    lacking = [cell for row, cell in needed.items() if row not in {each.row for each in listed}]
    if any(cell.amount is not None for cell in lacking):
        return False
    if lacking:
        raise Unreadable(lacking[0])
    from jsrules.engine.lacking import lacks_rows

    other_list = node.arguments[1]
    assert isinstance(other_list, Cells)
    subject = lacks_rows(algebra.reach, other_list, place)
    if subject is not None:
        raise NoAnswer(Reason("not_whole", subject))
    return True


def _text(algebra: Algebra, node: Expression) -> str:
    assert isinstance(node, Header | Note | Text)
    return algebra.reach.text(node).strip()


def printed_cells(algebra: Algebra, node: Cells, place: Place) -> list[Cell]:
    """The cells of a reference in which a figure is printed, or a text in the place of one.

    Raises `Absent` when its table is left out, or none of its columns is stated, `Elsewhere` when its column does not
    exist there.
    """
    reach = algebra.reach
    block = reach.block(node.form, node.block, node.origin)
    rows, columns = block.rows, reach.columns(node, place)
    if block.unlisted.issuperset(columns) and not reach.forms.forms[node.form].is_prose:
        unlisted = reach.stated(node.form, node.block, node.origin).column(columns[0])
        if unlisted is not None:
            raise Unstated(*unlisted)
    keys = reach.shown_keys(node, place, columns)
    cells = (rows[key].cells[column] for key in keys if key in rows for column in columns)
    printed = [cell for cell in cells if cell is not None and (cell.amount is not None or cell.problem)]
    illegible = next((cell for cell in printed if cell.is_illegible), None)
    if illegible is not None:
        raise Unreadable(illegible)
    return printed


def is_printed(algebra: Algebra, node: Expression, place: Place) -> bool:
    """Whether a table is in the report, or anything is printed in a row or cell.

    Raises `Elsewhere` when the current column does not exist where it is looked up, `Unsure` where nobody knows whether
    the table is there.
    """
    try:
        if isinstance(node, Existing):
            return algebra.reach.exists(node)
        if isinstance(node, Header | Note):
            return bool(_text(algebra, node))
        assert isinstance(node, Cells)
        return bool(printed_cells(algebra, node, place))
    except Unsure:
        raise
    except Absent:
        return False


def is_blank(algebra: Algebra, node: Expression, place: Place) -> bool:
    """Whether nothing is printed in a table, row or cell; an absent table is blank.

    Raises `Unstated` when the place is not shown in a table that is there, `Unsure` where nobody knows whether the
    table is there, `Elsewhere` when the current column does not exist where it is looked up.
    """
    if isinstance(node, Existing):
        try:
            return not algebra.reach.written(node)
        except (Unstated, Unsure):
            raise
        except Absent:
            return True
    if is_printed(algebra, node, place):
        return False
    if isinstance(node, Cells) and not algebra.reach.forms.forms[node.form].is_prose:
        try:
            algebra.reach.many(node, place)
        except (Unstated, Unsure):
            raise
        except NoAnswer:
            return True
    return True


def _compare(algebra: Algebra, node: Compare, place: Place) -> bool:
    """A comparison of the figures as printed; an explicit tolerance is all that may lie between them."""
    if node.tolerance is None:
        difference = _linear_difference(algebra, node, place)
        if difference is not None:
            return holds(node.operator, value_of(algebra.report, difference)[0])
        sides = both_as_printed(algebra, node.left, node.right, place)
        if sides is not None:
            (top, over), (other_top, other_over) = sides
            return holds(node.operator, top * other_over - other_top * over)
    from jsrules.engine.intervals import interval_of

    left, right = (interval_of(algebra, side, place, exactly=True).value for side in (node.left, node.right))
    value = left - right
    if node.tolerance is not None:
        allowed = tolerance_of(node.tolerance, right)
        if abs(value) < allowed or (abs(value) == allowed and node.operator not in STRICT):
            return True
    return holds(node.operator, value.numerator)


PrintedQuotient = tuple[int, int]
"""What an expression comes to as printed, a numerator over a denominator above 0."""


def both_as_printed(
    algebra: Algebra, left: Expression, right: Expression, place: Place
) -> tuple[PrintedQuotient, PrintedQuotient] | None:
    """What two expressions come to as printed, None where only intervals know one. What the left one lacks is told
    first, whoever finds it: nothing is asked of the right one before.
    """
    one = _as_printed(algebra, left, place)
    other = _as_printed(algebra, right, place) if one is not None else None
    return None if one is None or other is None else (one, other)


def _as_printed(algebra: Algebra, node: Expression, place: Place) -> PrintedQuotient | None:
    """What an expression comes to as printed, a numerator over a denominator above 0; None for what only
    `jsrules.engine.intervals` knows, which loads fractions.
    Raises what binding raises when a figure is absent, and `Undefined` for a division by zero.
    """
    if isinstance(node, Call) and node.function == "round":
        inner, places = _as_printed(algebra, node.arguments[0], place), node.arguments[1]
        assert isinstance(places, Constant)
        scale = 10**places.mantissa
        return None if inner is None else (divide_half_up(inner[0] * scale, inner[1]), scale)
    try:
        form = algebra.linear(node, place)
    except Beyond:
        form = None
    if not isinstance(form, Linear):
        return _quotient(algebra, node, place)
    value, _, over = value_of(algebra.report, form)
    return value, over


def _quotient(algebra: Algebra, node: Expression, place: Place) -> PrintedQuotient | None:
    if not isinstance(node, Arithmetic) or [each.operator for each in node.rest] != ["/"]:
        return None
    parts = both_as_printed(algebra, node.first, node.rest[0].operand, place)
    if parts is None:
        return None
    top, bottom = parts
    if not bottom[0]:
        raise Undefined
    sign = 1 if bottom[0] > 0 else -1
    return sign * top[0] * bottom[1], sign * bottom[0] * top[1]


STRICT = ("<", ">", "<>")
"""Comparisons that a difference at the very limit does not satisfy."""


def tolerance_of(tolerance: Tolerance, right: Fraction) -> Fraction:
    """How far the sides may lie apart by an explicit tolerance; a relative one is of the right side."""
    from fractions import Fraction

    return Fraction(tolerance.mantissa, 10**tolerance.decimals) * (abs(right) if tolerance.relative else 1)


def _linear_difference(algebra: Algebra, node: Compare, place: Place) -> Linear | None:
    try:
        left, right = algebra.linear(node.left, place), algebra.linear(node.right, place)
    except Beyond:
        return None
    if not isinstance(left, Linear) or not isinstance(right, Linear):
        return None
    left.add(right, -1)
    return left
