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
    offers: dict[int, Setting] = {}
    asked = set(left)
    while left:
        for cell in asked:
            offer = _offer_for_unknown(board, cell)
            if offer is not None:
                offers[cell] = offer
        if not offers:
            return
        best = max(offers, key=lambda each: (offers[each].gain, -each))
        board.set(best, offers.pop(best).state)
        del left[best]
        asked = left.keys() & board.beside(best)
        for cell in asked:
            offers.pop(cell, None)


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
    """What it costs to repair a board figure by figure, as it is left then; more than ``most`` is not told apart.

    Rows that share no figure take a figure each, so that most guesses are given up long before the board is repaired.
    """
    mark = board.mark()
    repair: _Repair | None = None
    cost = 0
    while board.violated:
        if cost > most or (most < UNLIMITED and cost + SET * board.rows_apart() > most):
            cost = max(cost, most + 1)
            break
        repair = repair or _Repair(board)
        cost += repair.step()
    board.undo(mark)
    return cost


def repair_steps(board: Board) -> list[tuple[int, int]]:
    """The steps that repair a board figure by figure, as it is left then: what each costs, and the rows, violated at
    first, that it put right, as a set of bits.
    """
    mark = board.mark()
    steps: list[tuple[int, int]] = []
    left = set(board.violated)
    repair = _Repair(board) if board.violated else None
    while board.violated and repair is not None:
        cost = repair.step()
        done = left.difference(board.violated)
        left -= done
        steps.append((cost, sum(1 << number for number in done)))
    board.undo(mark)
    return steps


class _Repair:
    """A board that is repaired: the figures of violated rows by how many of these they are in. A figure gains no more
    than that, so that most offers need not be made.
    """

    def __init__(self, board: Board) -> None:
        self.board = board
        self.counts: dict[int, int] = {}
        self.by_count: list[set[int]] = [set()]
        self.offers: dict[int, Setting | None] = {}
        self.done: set[int] = set()
        for number in board.violated:
            self._count(number, 1)

    def _count(self, number: int, change: int) -> None:
        """Count a row that is violated now, or is no more."""
        counts, by_count = self.counts, self.by_count
        cells = self.board.cells_of(number)
        self.board.budget.spend(len(cells))
        for cell in cells:
            count = counts.get(cell, 0)
            if count:
                by_count[count].discard(cell)
            counts[cell] = count = count + change
            if count:
                if count == len(by_count):
                    by_count.append(set())
                by_count[count].add(cell)

    def step(self) -> int:
        """Set the figure that helps most, or free the one in most violated rows; what that costs."""
        board = self.board
        cell = self._best()
        state: State = None
        if cell >= 0:
            state, cost = (self.offers[cell] or Setting(0, None)).state, SET
        else:
            cell, cost = min(next(filter(None, reversed(self.by_count)))), FREED
        self.done.add(cell)
        lines = board.lines_of[cell]
        before = [number in board.violated for number in lines]
        board.set(cell, state)
        for number, was in zip(lines, before, strict=True):
            if (number in board.violated) is not was:
                self._count(number, -1 if was else 1)
        for each in self.offers.keys() & board.beside(cell):
            del self.offers[each]
        return cost

    def _best(self) -> int:
        """The figure that gains most, the first of several; -1 where none gains anything."""
        best, gain = -1, 0
        for count in range(len(self.by_count) - 1, 0, -1):
            if count < gain:
                break
            for cell in sorted(self.by_count[count]):
                if count == gain and cell > best:
                    break
                offer = self._offer_of(cell)
                if offer is not None and offer.gain > 0 and (offer.gain > gain or (offer.gain == gain and cell < best)):
                    best, gain = cell, offer.gain
        return best

    def _offer_of(self, cell: int) -> Setting | None:
        if cell in self.done:
            return None
        if cell not in self.offers:
            self.offers[cell] = _offer(self.board, cell)
        return self.offers[cell]


def _offer(board: Board, cell: int) -> Setting | None:
    lines = [each for each in board.lines_of[cell] if each in board.violated]
    best: Setting | None = None
    for value in _values(board, cell, lines):
        state = value, board.grains[cell]
        gain = len(lines) - board.violated_with(cell, state)
        if best is None or gain > best.gain:
            best = Setting(gain, state)
    return best
