"""A guess at what happened to a part of a report: which printed figure belongs where. It is priced on a board."""

from __future__ import annotations

from collections.abc import Mapping

from jsrules.base.record import Record, field
from jsrules.engine.reconcile.structure.board import BLANK, Board, State
from jsrules.engine.reconcile.structure.repair import SET, repair_cost, settle
from jsrules.engine.reconcile.structure.sheets import Sheet, sheets_of
from jsrules.model.changes import CellPlace
from jsrules.model.origins import OWN
from jsrules.model.reconciliation import StructuralKind
from jsrules.model.report import Report

NOTHING = -1
"""In the place of a source: nothing is to be printed there."""

SourceCell = int | None
"""The number of the cell whose figure belongs in a place, `NOTHING`, or None when nobody knows."""

LOST = 30
"""What a figure costs that was overwritten with something else, in hundredths."""


class Desk(Record, frozen=False):
    """What guesses are made from: the board, the sheets of the report, and the number of the cell in each place.
    ``before`` is what it costs to repair the report figure by figure.
    """

    report: Report
    board: Board
    sheets: list[Sheet]
    full: list[Sheet]
    numbers: dict[CellPlace, int]
    before: int = 0

    def violated_of(self, number: int) -> list[int]:
        """The violated rows of a cell."""
        return [each for each in self.board.lines_of.get(number, ()) if each in self.board.violated]

    def is_touched(self, numbers: list[int]) -> bool:
        """Whether any of some cells is in a violated row."""
        return any(self.violated_of(each) for each in numbers if each >= 0)

    def value(self, number: int) -> int:
        """What a cell is worth; 0 where it is blank or unknown."""
        return (self.board.figures[number] or BLANK)[0] if number >= 0 else 0


def desk_of(report: Report, board: Board) -> Desk:
    """The desk for a board; ``report`` is the one that the identities were bound to."""
    numbers = {
        (cell.form, cell.block, cell.row, cell.column): cell.index
        for cell in board.report.cells
        if cell.origin == OWN and cell.statement == 1
    }
    return Desk(report, board, sheets_of(board.report), sheets_of(board.report, full=True), numbers)


class Guess(Record, frozen=False):
    """A guess. ``moves`` tell for each place whose figure belongs there; ``power``: times ten to that power.

    ``columns`` and ``rows`` (numbers in the sheet) are what it is about, all where they are empty; ``whole``: of all
    blocks of the table. ``shift`` is by how many rows the figures stand too low. ``lost`` are places whose figures were
    overwritten, with what may stand there instead. ``source``: where the figures were copied from.
    ``price`` is in hundredths of a figure.
    """

    kind: StructuralKind
    sheet: Sheet
    moves: dict[CellPlace, SourceCell]
    columns: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()
    whole: bool = False
    power: int = 0
    shift: int = 0
    lost: dict[CellPlace, tuple[SourceCell, ...]] = field(default_factory=dict)
    source: tuple[int, int, int] = (-1, -1, -1)
    price: int = 0
    violated: int = 0

    def states(self, desk: Desk) -> dict[int, State]:
        """What the figures are by it, by the numbers of their cells."""
        return {
            number: self.state(desk, source)
            for place, source in self.moves.items()
            if (number := desk.numbers.get(place, -1)) >= 0
        }

    def state(self, desk: Desk, source: SourceCell) -> State:
        """The state that a source stands for."""
        if source is None:
            return None
        state = desk.board.figures[source] if source != NOTHING else BLANK
        if state is None or not self.power:
            return state
        up, down = 10 ** max(self.power, 0), 10 ** max(-self.power, 0)
        return state[0] * up // down, state[1] * up // down

    def count(self, desk: Desk) -> int:
        """How many figures it moves or doubts that are not what they were."""
        return sum(desk.board.figures[number] != state for number, state in self.states(desk).items())


def put(desk: Desk, states: Mapping[int, State]) -> None:
    """Put figures on the board, and fill in those that are unknown with what the rows say."""
    for number, state in states.items():
        desk.board.set(number, state)
    settle(desk.board, [number for number, state in states.items() if state is None])


def quick(desk: Desk, guess: Guess) -> int:
    """How many rows are violated under a guess."""
    mark = desk.board.mark()
    put(desk, guess.states(desk))
    guess.violated = len(desk.board.violated)
    desk.board.undo(mark)
    return guess.violated


def price(desk: Desk, guess: Guess, most: int) -> int:
    """What a guess costs with all that is still to be repaired afterwards; beyond ``most`` it is not told apart."""
    board = desk.board
    states = guess.states(desk)
    options = {place: [guess.state(desk, each) for each in may] for place, may in guess.lost.items()}
    mark = board.mark()
    put(desk, states)
    cost = SET + abs(guess.shift)
    for place, may in options.items():
        number = desk.numbers.get(place, -1)
        if number < 0:
            continue
        found = board.figures[number]
        same = next(
            (
                number_
                for number_, each in enumerate(may)
                if found is not None and each is not None and each[0] == found[0]
            ),
            -1,
        )
        if same >= 0:
            guess.moves[place] = guess.lost[place][same]
        elif board.lines_of.get(number):
            cost += LOST
    cost += repair_cost(board, most - cost)
    board.undo(mark)
    guess.price = cost
    return cost
