"""A guess at what happened to a part of a report: which printed figure belongs where. It is priced on a board."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from jsrules.base.record import Record, field, replace
from jsrules.engine.reconcile.structure.board import BLANK, Board, State
from jsrules.engine.reconcile.structure.repair import SET, UNLIMITED, repair_cost, repair_steps, settle
from jsrules.engine.reconcile.structure.sheets import Sheet, sheets_of
from jsrules.engine.reconcile.system import may_be_negative, prints_any_sign
from jsrules.model.changes import CellPlace
from jsrules.model.origins import OWN
from jsrules.model.reconciliation import StructuralKind
from jsrules.model.report import Report

NOTHING = -1
"""In the place of a source: nothing is to be printed there."""

SourceCell = int | None
"""The number of the cell whose figure belongs in a place, `NOTHING`, or None when nobody knows."""

FEWEST = 2
"""What is told of a part saves three figures, so that the part is in two violated rows at least, which no single figure
puts right.
"""

MARGIN, PART = 190, 12
"""A guess must save so much with its price, or so many hundredths of what it cost before, if that is more."""

LOST = 30
"""What a row costs whose figures were overwritten with something else, in hundredths."""


class Desk(Record, frozen=False):
    """What guesses are made from: the board, the sheets of the report, and the number of the cell in each place.
    ``any_sign``: it prints negative amounts where its form set allows none. ``steps`` are those of repairing the report
    figure by figure, as in `repair_steps`, and ``before`` is what they cost.
    """

    report: Report
    board: Board
    sheets: list[Sheet]
    full: list[Sheet]
    numbers: dict[CellPlace, int]
    any_sign: bool = False
    before: int = 0
    steps: list[tuple[int, int]] = field(default_factory=list)

    def take_stock(self) -> None:
        """Find out what it costs to repair the report figure by figure."""
        self.steps = repair_steps(self.board)
        self.before = sum(cost for cost, _ in self.steps)

    @property
    def limit(self) -> int:
        """What a guess may cost at most, with all that is still to be repaired then."""
        return self.before - max(MARGIN, self.before * PART // 100)

    def rows_of(self, cells: Iterable[int]) -> int:
        """The rows of the board that some cells are in, as a set of bits."""
        found = 0
        for cell in cells:
            found |= self.board.rows_of(cell)
        return found

    def is_hopeless(self, rows: int, shift: int) -> bool:
        """Whether no guess that changes these rows only can be worth its price: what it costs to put right the others
        figure by figure is left, but for a figure that a repair of them alone might do without.
        """
        left = sum(cost for cost, fixed in self.steps if fixed & ~rows)
        return SET + abs(shift) + left - SET > self.limit

    def violated_of(self, number: int) -> list[int]:
        """The violated rows of a cell."""
        return [each for each in self.board.lines_of.get(number, ()) if each in self.board.violated]

    def is_touched(self, numbers: list[int]) -> bool:
        """Whether any of some cells is in a violated row."""
        return any(self.violated_of(each) for each in numbers if each >= 0)

    def doubted(self, fewest: int, full: bool = False) -> list[Sheet]:
        """The sheets of tables whose cells are in so many violated rows at least."""
        lines: dict[int, set[int]] = {}
        for sheet in self.sheets:
            mine = lines.setdefault(sheet.form, set())
            for row in sheet.numbers:
                mine.update(line for each in row if each >= 0 for line in self.violated_of(each))
        return [each for each in (self.full if full else self.sheets) if len(lines.get(each.form, ())) >= fewest]

    def is_impossible(self, number: int) -> bool:
        """Whether a figure that was filled in is negative where the form set does not allow it: it is wrong still."""
        if self.value(number) >= 0 or self.any_sign:
            return False
        return not may_be_negative(self.board.report, self.board.report.cells[number])

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
    sheets, full = sheets_of(board.report), sheets_of(board.report, full=True)
    return Desk(report, board, sheets, full, numbers, prints_any_sign(board.report))


class Guess(Record, frozen=False):
    """A guess. ``moves`` tell for each place whose figure belongs there; ``power``: times ten to that power.

    ``columns`` and ``rows`` (numbers in the sheet) are what it is about, all where they are empty; ``whole``: of all
    blocks of the table. ``shift`` is by how many rows the figures stand too low. ``lost`` are places whose figures were
    overwritten, with what may stand there instead. ``source``: where the figures were copied from.
    ``rounded``: its figures were rounded before they were printed in another unit, and end in zeros. ``alike`` are the
    moves that are as good, what was lost being one thing or another. ``price`` is in hundredths of a figure.
    ``overwritten``: in how many rows lost figures are not found; ``carried``: how many figures other than 0 it brings
    from where they do not belong, and ``rows_carried`` from how many rows; ``confirmed``: for how many of the rows
    that it brings figures to there is a row of the board of its own that was violated, and holds with them.
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
    rounded: bool = False
    alike: list[dict[CellPlace, SourceCell]] = field(default_factory=list)
    price: int = 0
    violated: int = 0
    overwritten: int = 0
    carried: int = 0
    rows_carried: int = 0
    confirmed: int = 0

    @property
    def is_short(self) -> bool:
        """Whether a segment is shorter than it slipped, and its gap not next to it."""
        return self.rows[1] - self.rows[0] < abs(self.shift) - 1

    def rows_changed(self, desk: Desk) -> int:
        """The rows of the board that it changes anything in, as a set of bits."""
        return desk.rows_of(desk.numbers[place] for place in self.moves if place in desk.numbers)

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
        return state[0] * up // down, state[1] if self.rounded else state[1] * up // down


Dearest = Callable[[Guess], int]
"""What a guess may cost at most, by what it carries and overwrites."""


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


def price(desk: Desk, guess: Guess, dearest: Dearest) -> int:
    """What a guess costs with all that is still to be repaired then; `UNLIMITED` where it is dearer than it may be.

    What was lost is what the rows say, or all of it is one of what may stand there instead, whichever is cheapest of
    those that are no dearer than what they carry is worth.
    """
    best = UNLIMITED
    for tried in _ways(guess):
        cost = _price_of(desk, tried, partial(_no_dearer, dearest, best))
        if cost is None:
            continue
        if cost == best and tried.moves not in guess.alike:
            guess.alike.append(tried.moves)
        if cost < best:
            best = cost
            guess.alike = [tried.moves]
            guess.moves, guess.overwritten = tried.moves, tried.overwritten
            guess.carried, guess.rows_carried, guess.confirmed = tried.carried, tried.rows_carried, tried.confirmed
    guess.price = best
    return best


def _no_dearer(dearest: Dearest, most: int, guess: Guess) -> int:
    return min(most, dearest(guess))


def up_to(most: int) -> Dearest:
    """A guess may cost so much, whatever it carries."""
    return lambda _: most


def _ways(guess: Guess) -> Iterator[Guess]:
    """The guess with what the rows say for what was lost, and with one of what may stand there instead."""
    moves = guess.moves
    yield replace(guess, moves=dict(moves))
    for kind in range(min((len(each) for each in guess.lost.values()), default=0)):
        yield replace(guess, moves={**moves, **{place: may[kind] for place, may in guess.lost.items()}})


def _price_of(desk: Desk, guess: Guess, dearest: Dearest) -> int | None:
    """The price of a guess in one way; None where it is dearer."""
    board = desk.board
    states = guess.states(desk)
    values = list(map(desk.value, range(len(board.figures)))) if guess.kind == "shifted" else []
    options = {place: [guess.state(desk, each) for each in may] for place, may in guess.lost.items()}
    mark = board.mark()
    violated = sorted(board.violated)
    put(desk, states)
    cost = SET + abs(guess.shift)
    rows: set[str] = set()
    for place, may in options.items():
        number = desk.numbers.get(place, -1)
        if number < 0 or guess.moves[place] is not None:
            continue
        found = board.figures[number]
        for source, state in zip(guess.lost[place], may, strict=True):
            if found is not None and state is not None and state[0] == found[0]:
                guess.moves[place] = source
                break
        else:
            if board.lines_of.get(number):
                rows.add(place[2])
    guess.overwritten = len(rows)
    if guess.kind == "shifted":
        moved = guess.moves
        if guess.is_short:  # what it pushed out is not found in its gap
            moved = {**moved, **dict.fromkeys(guess.lost)}
        sources = {each for each in moved.values() if each is not None and each >= 0 and values[each]}
        carried = [each for each in sources if desk.value(each) != values[each]]
        guess.carried, guess.rows_carried = len(carried), len({board.report.cells[each].row for each in carried})
        guess.confirmed = _confirmed(desk, moved, values, violated) + _repeated(desk, guess, values, violated)
    cost += LOST * len(rows) + SET * sum(map(desk.is_impossible, (each for each in states if states[each] is None)))
    most = dearest(guess)
    if cost <= most:
        cost += repair_cost(board, most - cost)
    board.undo(mark)
    return cost if cost <= most else None


def _confirmed(desk: Desk, moves: Mapping[CellPlace, SourceCell], values: list[int], violated: list[int]) -> int:
    """For how many of the rows that figures were brought to there is a row of the board of its own that was violated
    and holds now, all of it being known: a sum of all that slipped speaks for one of them only, in all columns
    together, and two figures that are equal wherever they stand speak for none, nor do those that agree in one row, nor
    a figure that is said to belong both where it stands and where it is brought to.
    """
    board = desk.board
    brought: dict[int, str] = {}
    origins: dict[int, int] = {}
    unknown: set[int] = set()
    stay: set[int] = set()
    for place, source in moves.items():
        number = desk.numbers.get(place, NOTHING)
        if source is None:
            unknown.add(number)
        elif source == number:
            stay.add(number)
        elif number >= 0 and source != NOTHING and desk.value(number) not in (0, values[number]):
            brought[number], origins[number] = place[2], source
    asked: set[frozenset[str]] = set()
    rows: set[str] = set()
    for number in violated:
        cells = list(board.cells_of(number))
        if number in board.violated or board.lines[number].unknown or not unknown.isdisjoint(cells):
            continue
        found = [brought[each] for each in cells if each in brought]
        mine = frozenset(found)
        if (
            mine in asked
            or any(origins.get(each) in stay and origins[each] in cells for each in cells)
            or len(found) > len(mine) == 1
            or (len(mine) > 1 and sum(map(bool, map(desk.value, cells))) < 3)
        ):
            continue
        asked.add(mine)
        rows.update(sorted(mine - rows)[:1])
    return len(rows) + _agreed(desk, unknown, values, violated)


def _agreed(desk: Desk, unknown: set[int], values: list[int], violated: list[int]) -> int:
    """How many of the figures that were overwritten are what two rows of the board say, one of which says it only with
    what was brought: that one speaks for it.
    """
    board = desk.board
    lines: dict[int, list[int]] = {}
    for number in violated:
        lost = unknown.intersection(board.cells_of(number))
        if number not in board.violated and not board.lines[number].unknown and len(lost) == 1:
            lines.setdefault(min(lost), []).append(number)
    return sum(
        len(mine) > 1
        and any(
            sum(
                factor * (desk.value(each) - values[each])
                for each, factor in board.lines[line].top.items()
                if each != cell
            )
            for line in mine
        )
        for cell, mine in lines.items()
    )


def _repeated(desk: Desk, guess: Guess, values: list[int], violated: list[int]) -> int:
    """How many different figures stand where they belong and where the segment slipped to, in violation of something:
    it was printed twice.
    """
    board = desk.board
    wrong = {each for number in violated for each in board.cells_of(number)}
    return len(
        {
            values[source]
            for place, source in guess.moves.items()
            if source is not None
            and source in wrong
            and values[source]
            and desk.value(source) != values[source] == desk.value(desk.numbers.get(place, NOTHING))
            and values[desk.numbers[place]] == values[source]
        }
    )
