"""How much a board still needs: unknown figures are filled in with what the rows say, and figures are set, the one that
helps most first, until no row is violated.
"""

from __future__ import annotations

from jsrules.base.record import Record
from jsrules.engine.reconcile.structure.board import Board, State

SET, FREED = 100, 150
"""What a figure costs that is set, and one that no value puts right; in hundredths of a figure."""

UNLIMITED = 10**9
"""More than any report costs."""

MOST_WANTED = 4
"""So many of the values that rows want for a figure are tried."""


class Setting(Record):
    """A value for a figure: ``gain`` is how many more rows then hold."""

    gain: int
    state: State


def settle(board: Board, unknown: list[int]) -> None:
    """Fill in unknown figures, those that most rows agree on first."""
    left = dict.fromkeys(each for each in unknown if board.figures[each] is None)
    while left:
        best: tuple[int, int] | None = None
        state: State = None
        for cell in left:
            offer = _offer_for_unknown(board, cell)
            if offer is not None and (best is None or (offer.gain, -cell) > best):
                best, state = (offer.gain, -cell), offer.state
        if best is None:
            return
        board.set(-best[1], state)
        del left[-best[1]]


def _offer_for_unknown(board: Board, cell: int) -> Setting | None:
    lines = [each for each in board.lines_of.get(cell, ()) if board.lines[each].unknown == 1]
    asked = [each for each in lines if board.lines[each].operator == "="]
    asked = asked or [each for each in lines if board.lines[each].rate == cell]
    values = _values(board, cell, asked)
    if not values:
        return None
    fails = {value: board.violated_with(cell, (value, board.grains[cell])) for value in values}
    value = min(values, key=lambda each: fails[each])
    return Setting(len(lines) - fails[value], (value, board.grains[cell]))


def _values(board: Board, cell: int, lines: list[int]) -> list[int]:
    """What rows want a figure to be, most wanted first."""
    votes: dict[int, int] = {}
    for number in lines:
        value = board.wanted(number, cell)
        if value is not None:
            votes[value] = votes.get(value, 0) + 1
    return sorted(votes, key=lambda each: (-votes[each], each))[:MOST_WANTED]


def repair_cost(board: Board, most: int) -> int:
    """What it costs to repair a board figure by figure, as it is left then; more than ``most`` is not told apart."""
    mark = board.mark()
    offers: dict[int, Setting | None] = {}
    done: set[int] = set()
    cost = 0
    while board.violated and cost <= most:
        best: tuple[int, int] | None = None
        for cell in board.touched():
            if cell not in offers:
                offers[cell] = None if cell in done else _offer(board, cell)
            offer = offers[cell]
            if offer is not None and offer.gain > 0 and (best is None or (offer.gain, -cell) > best):
                best = offer.gain, -cell
        if best is None:
            cell = max(
                board.touched(), key=lambda each: (sum(n in board.violated for n in board.lines_of[each]), -each)
            )
            state: State = None
            cost += FREED
        else:
            cell = -best[1]
            state = (offers[cell] or Setting(0, None)).state
            cost += SET
        done.add(cell)
        board.set(cell, state)
        for number in board.lines_of[cell]:
            for each in board.cells_of(number):
                offers.pop(each, None)
    board.undo(mark)
    return cost


def _offer(board: Board, cell: int) -> Setting | None:
    lines = [each for each in board.lines_of[cell] if each in board.violated]
    best: Setting | None = None
    for value in _values(board, cell, lines):
        state = value, board.grains[cell]
        gain = len(lines) - board.violated_with(cell, state)
        if best is None or gain > best.gain:
            best = Setting(gain, state)
    return best
