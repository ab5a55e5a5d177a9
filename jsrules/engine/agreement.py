"""前后一致: whether all statements of a figure agree. Imported when a rule asks that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsrules.base.names import normal
from jsrules.engine.comparisons import judge_linear
from jsrules.engine.ranges import NoAnswer
from jsrules.engine.reach import Unreadable
from jsrules.engine.weigh import value_of
from jsrules.model.ground import GroundLinear, Place
from jsrules.model.outcome import Judgement
from jsrules.model.reason import Reason, Subject, subject_of
from jsrules.model.report import Cell
from jsrules.model.syntax import Call, Cells, Compare

if TYPE_CHECKING:
    from jsrules.engine.algebra import Algebra


def distinct(first: Cell) -> list[Cell]:
    """The statements of a figure that are printed otherwise than those before them, the first at the head."""
    found: dict[object, Cell] = {}
    for each in first.statements:
        found.setdefault(each.printed, each)
    return list(found.values())


def statements_of(algebra: Algebra, node: Call, place: Place) -> list[list[Cell]]:
    """The statements of each figure that is stated several times: those that are printed otherwise, or two that are
    printed alike.

    Raises `NoAnswer` when the table is left out, or no figure is stated several times.
    """
    (cells,) = node.arguments
    assert isinstance(cells, Cells)
    places = algebra.reach.elements(cells, place)
    found = (algebra.report.cell_at(at.form, at.block, at.row, at.column, cells.origin) for at in places)
    printed = [cell for cell in found if cell is not None and (cell.amount is not None or cell.problem)]
    several = [each for each in printed if each.restated]
    illegible = next((other for each in several for other in each.statements if other.is_illegible), None)
    if illegible is not None:
        raise Unreadable(illegible)
    if not several:
        subject = subject_of(printed[0]) if len(printed) == 1 else Subject("table", cells.form, origin=cells.origin)
        raise NoAnswer(Reason("stated_once", subject))
    return [kinds if len(kinds := distinct(each)) > 1 else [each, each.restated[0]] for each in several]


def pairs_of(algebra: Algebra, node: Call, place: Place) -> tuple[list[GroundLinear], list[list[Cell]]]:
    """The first statement of each figure against each of its others, as equations, and the statements of texts.

    Raises `NoAnswer` as `statements_of` does.
    """
    (cells,) = node.arguments
    equal = Compare("=", cells, cells, span=node.span)
    found: list[GroundLinear] = []
    texts: list[list[Cell]] = []
    for first, *others in statements_of(algebra, node, place):
        if any(each.amount is None for each in (first, *others)):
            texts.append([first, *others])
            continue
        for other in others:
            left, right = algebra.single(first), algebra.single(other)
            row = left.copy()
            row.add(right, -1)
            found.append(GroundLinear(place, equal, "=", row, left, right))
    return found, texts


def judge_agreement(algebra: Algebra, node: Call, place: Place) -> Judgement:
    """The worst verdict on two statements of one figure; texts are the same or not. Raises `NoAnswer`."""
    pairs, texts = pairs_of(algebra, node, place)
    if not _same(texts):
        return Judgement("violation")
    judged = [judge_linear(algebra.report, each) for each in pairs] or [Judgement("pass")]
    worst = min(judged, key=lambda each: ("violation", "rounding", "pass").index(each.verdict))
    return Judgement(worst.verdict, worst.kind)


def agree(algebra: Algebra, node: Call, place: Place) -> bool:
    """Whether all statements of each figure are the same as printed. Raises `NoAnswer`."""
    pairs, texts = pairs_of(algebra, node, place)
    return _same(texts) and all(value_of(algebra.report, each.row)[0] == 0 for each in pairs)


def _same(texts: list[list[Cell]]) -> bool:
    return all(normal(each.problem) == normal(first.problem) for first, *others in texts for each in others)
