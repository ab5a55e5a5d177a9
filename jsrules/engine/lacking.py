"""Sums over lists that may lack rows: what seems to be wrong with them may be what the report does not write.

Imported when something is violated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jsrules.base.record import replace
from jsrules.engine.ranges import NoAnswer
from jsrules.engine.reach import Reach
from jsrules.model.ground import Ground, GroundCondition, GroundLinear, GroundRatio, Place, Unbound
from jsrules.model.origins import OWN, SUBORDINATES
from jsrules.model.outcome import Judgement, Rational
from jsrules.model.reason import Reason, Subject
from jsrules.model.report import Report
from jsrules.model.subsets import LEVEL_NUMBERS
from jsrules.model.syntax import (
    Arithmetic,
    Call,
    Cells,
    Children,
    Chosen,
    Compare,
    Details,
    Every,
    Expression,
    Keys,
    Logic,
    Negative,
    OfLevel,
    Range,
)
from jsrules.model.tree import walk


def lacking_in(reach: Reach, ground: Ground, judgement: Judgement) -> Judgement | None:
    """What a violation is that may be none: a list that is summed up may lack rows, and they would explain it. It is a
    `lost_row` where all that speaks for it is a table that is otherwise written as a whole.
    """
    if isinstance(ground, Unbound):
        return None
    if isinstance(ground.node, Compare) and ground.node.left is ground.node.right:
        return None  # the statements of one figure (前后一致)
    covered = {listed for condition in ground.under for listed in _proven(condition)}
    found: Judgement | None = None
    for cells, sign in _lists(ground):
        if _listed(cells) in covered or not _explains(judgement, reach, ground, cells, sign):
            continue
        try:
            subject = _lack(reach, cells, ground.place)
        except NoAnswer as nothing:  # of subordinate units, of which no report is there
            return Judgement.without(nothing.reason)
        if subject is not None and subject.kind != "row":
            return Judgement.without(Reason("not_whole", subject))
        if subject is not None and found is None:
            found = Judgement("undetermined", "lost_row", reason=Reason("not_whole", subject))
    return found


def has_lists(ground: GroundLinear | GroundRatio | GroundCondition) -> bool:
    """Whether a ground identity sums up a list, which may lack rows."""
    return next(_lists(ground), None) is not None


def may_lack_a_row(report: Report, ground: Ground, difference: Rational | None) -> bool:
    """Whether a row that was lost may be behind a violation by a ``difference``, left - right: a list of accounts is
    summed up, its rows make less than they should, and the report does not say that they are all.
    """
    if not isinstance(ground, GroundLinear) or difference is None:
        return False
    lists = [cells for cells, sign in _lists(ground) if sign and _makes_up(difference, ground, sign)]
    return any(cells.origin == OWN and _takes_rows(report, cells) for cells in lists)


def _takes_rows(report: Report, cells: Cells) -> bool:
    """Whether a row more in a list of accounts would make its sum larger."""
    shape = report.forms.forms[cells.form].blocks[cells.block]
    table = report.tables.get(cells.form)
    signed = any(each.signed for each in shape.columns) or any(each.signed for each in shape.rows)
    return bool(shape.keyed) and not signed and table is not None and not table.blocks[cells.block].whole


def _listed(cells: Cells) -> tuple[int, int, str]:
    """What a list is one of: the block, and in there the section."""
    return cells.form, cells.block, cells.rows.section if isinstance(cells.rows, Keys) else ""


def _proven(condition: Expression) -> Iterator[tuple[int, int, str]]:
    """The lists that a condition, which holds, proves to have all rows: 覆盖, or a count that is as many as stated."""
    if isinstance(condition, Logic) and condition.operator == "and":
        for each in condition.operands:
            yield from _proven(each)
    calls: tuple[Expression, ...] = ()
    if isinstance(condition, Compare) and condition.operator in ("=", "=="):
        calls = condition.left, condition.right
    elif isinstance(condition, Call) and condition.function == "covers":
        calls = (condition,)
    for call in calls:
        if isinstance(call, Call) and call.function in ("covers", "count") and isinstance(call.arguments[0], Cells):
            yield _listed(call.arguments[0])


def lacks_rows(reach: Reach, cells: Cells, place: Place) -> Subject | None:
    """The block of a reference to a list of rows that may lack some; None for any other."""
    subject = _lack(reach, cells, place) if _is_list(cells) else None
    return replace(subject, kind="block", row="") if subject is not None and subject.kind == "row" else subject


def _is_list(cells: Cells) -> bool:
    """Whether a reference means all rows that are written of a kind."""
    rows = cells.rows
    return isinstance(rows, Every | Children | OfLevel | Range | Details) or (
        isinstance(rows, Keys) and rows.section != ""
    )


def _lack(reach: Reach, cells: Cells, place: Place) -> Subject | None:
    """The block of a list that may lack rows; where all that it lacks are rows of a table that is otherwise written as
    a whole, the row that the others fall short of.
    """
    if cells.origin == SUBORDINATES:
        return _first(_lack(reach, replace(cells, origin=unit), place) for unit in reach.units())
    try:
        stated = reach.stated(cells.form, cells.block, cells.origin)
    except NoAnswer:
        return None
    match cells.rows:
        case Keys(_, section):
            return Subject("name", origin=cells.origin, name=section)
        case Children():
            above = [place.row]
        case OfLevel("top"):
            above = [""]
        case OfLevel(level):
            above = stated.above(LEVEL_NUMBERS[level])
        case _:
            above = stated.above()
    return _first(map(stated.lack, above))


def _first(lacks: Iterable[Subject | None]) -> Subject | None:
    """The first block that lacks rows, or else the first row that others fall short of."""
    found = [each for each in lacks if each is not None]
    return next((each for each in found if each.kind != "row"), found[0] if found else None)


def _lists(ground: GroundLinear | GroundRatio | GroundCondition) -> Iterator[tuple[Cells, int]]:
    """The lists that a ground identity sums up, each with its sign in left - right, 0 where it has none."""
    if isinstance(ground.node, Compare):
        yield from _signed(ground.node.left, 1)
        yield from _signed(ground.node.right, -1)
        return
    for node in walk(ground.node):
        if isinstance(node, Compare):
            yield from _signed(node.left, 0)
            yield from _signed(node.right, 0)
        elif isinstance(node, Call) and node.function == "any":  # the one that fits may be among those lacking
            for argument in node.arguments:
                yield from _signed(argument, 0)


def _signed(node: Expression, sign: int) -> Iterator[tuple[Cells, int]]:
    if isinstance(node, Cells):
        if _is_list(node):
            yield node, sign
    elif isinstance(node, Negative):
        yield from _signed(node.operand, -sign)
    elif isinstance(node, Arithmetic):
        yield from _signed(node.first, sign)
        for each in node.rest:
            inner = {"+": sign, "-": -sign}.get(each.operator, 0)
            yield from _signed(each.operand, inner)
    elif isinstance(node, Chosen):  # more rows make what is chosen more, unless that hangs on a list itself
        asked = [each for each in walk(node.condition) if isinstance(each, Cells) and _is_list(each)]
        yield from _signed(node.cells, 0 if asked else sign)
        yield from ((each, 0) for each in asked)
    elif isinstance(node, Call):
        for argument in node.arguments:
            yield from _signed(argument, sign if node.function in ("sum", "count") else 0)


def _explains(
    judgement: Judgement, reach: Reach, ground: GroundLinear | GroundRatio | GroundCondition, cells: Cells, sign: int
) -> bool:
    """Whether more rows could make up for the difference: those of a list that is added make its side larger, unless
    its figures may be negative.
    """
    if not sign or judgement.difference is None:
        return True
    block = reach.forms.forms[cells.form].blocks[cells.block]
    columns = reach.columns(cells, ground.place)
    if any(block.columns[each].signed for each in columns) or any(row.signed for row in block.rows):
        return True
    return _makes_up(judgement.difference, ground, sign)


def _makes_up(difference: Rational, ground: GroundLinear | GroundRatio | GroundCondition, sign: int) -> bool:
    """Whether something more on one side, the left one where the ``sign`` is 1, may make up for a difference."""
    if difference[0]:
        return difference[0] * sign < 0
    operator = ground.node.operator if isinstance(ground.node, Compare) else ""  # of sides that must not be the same
    return operator in ("<>", ">" if sign > 0 else "<")
