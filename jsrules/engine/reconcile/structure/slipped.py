"""Figures that stand some rows too low or too high: a segment of one column, or of all columns of a block."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.engine.reconcile.budget import Spent
from jsrules.engine.reconcile.structure.board import BLANK
from jsrules.engine.reconcile.structure.guess import FEWEST, NOTHING, Desk, Guess, SourceCell, price, up_to
from jsrules.engine.reconcile.structure.sheets import Sheet
from jsrules.model.changes import CellPlace

STEPS = tuple(step for size in range(1, 7) for step in (size, -size))
"""By how many rows figures may stand too low."""

MANY = 8
"""Where more rows than this are in doubt, a slip begins where a row of the board wants the figure that it brings, or
where the segment that ends best does.
"""

KEPT, FARTHER = 6, 4
"""So many segments of one column and step are looked at closer, those that leave at most so many rows more violated
than the best.
"""

ENDS = 8
"""For so many ends of a step it is tried where the segment begins, what was overwritten being one thing or another."""


def slipped(desk: Desk) -> Iterator[Guess]:
    """Guesses that a segment slipped, for each column, and for all of them together, the best by rows violated."""
    for sheet in [*desk.doubted(FEWEST), *desk.doubted(FEWEST, full=True)]:
        touched = {
            column: [row for row, number in enumerate(sheet.column(column)) if desk.is_touched([number])]
            for column in sheet.columns
        }
        for column in sheet.columns:
            yield from _Segments(desk, sheet, (column,), touched[column]).best()
        if len(sheet.columns) > 1:
            rows = sorted({row for each in touched.values() for row in each})
            yield from _Segments(desk, sheet, tuple(sheet.columns), rows).best()


def widest(desk: Desk, guess: Guess, rows: tuple[int, int]) -> tuple[int, int]:
    """How far the segment of a guess may as well reach, from ``rows`` on, at no higher price."""
    segments = _Segments(desk, guess.sheet, guess.columns, [])
    first, last = rows
    try:
        while segments.costs(guess.shift, first - 1, last, guess.price) <= guess.price:
            first -= 1
        while segments.costs(guess.shift, first, last + 1, guess.price) <= guess.price:
            last += 1
    except Spent:
        pass  # what was found is kept
    return first, last


class _Segments:
    """The segments of some columns of a sheet; ``touched`` are the rows of figures that violate the board."""

    def __init__(self, desk: Desk, sheet: Sheet, columns: tuple[int, ...], touched: list[int]) -> None:
        self.desk = desk
        self.sheet = sheet
        self.columns = columns
        self.touched = touched
        self.numbers = [[row[column] for column in columns] for row in sheet.numbers]
        self.changed = self._changed()
        self.old = [[desk.board.figures[each] if each >= 0 else BLANK for each in row] for row in self.numbers]

    def _changed(self) -> list[int]:
        """For each row of the sheet the rows of the board that anything from there on is in, as a set of bits."""
        found: list[int] = []
        rows = 0
        for numbers in reversed(self.numbers):
            rows |= self.desk.rows_of(each for each in numbers if each >= 0)
            found.append(rows)
        return found[::-1]

    def best(self) -> list[Guess]:
        """The segments that leave fewest rows violated."""
        lines = {line for row in self.touched for each in self.numbers[row] for line in self._violated(each)}
        if len(lines) < FEWEST or len(self.touched) < 2 or self.desk.is_hopeless(self.changed[0], 1):
            return []
        found: list[tuple[int, int, int, int, int]] = []
        starts = {step: self._starts(step) for step in STEPS if abs(step) < len(self.numbers)}
        if len(self.touched) > MANY:
            wanted = {
                step: [row for row in rows if self._is_wanted(row, step) or self._is_wanted(row + 1, step)]
                for step, rows in starts.items()
            }
            starts = {step: sorted({*wanted[step], *self._swept(step)}) for step in starts}
        ends: dict[int, list[int]] = {}
        for step, rows in starts.items():
            grown = sorted(self._extended(step, rows))
            found += grown[:KEPT]
            ends[step] = list(dict.fromkeys(each[4] for each in grown if each[0] == grown[0][0]))
        fewest = min((each[0] - abs(each[2]) for each in found), default=0)
        if len(self.columns) == 1:  # the rows of several columns are told apart by more sums
            steps = dict.fromkeys(each[2] for each in found if each[0] - abs(each[2]) == fewest)
            found += self._begun({step: ends[step][:ENDS] for step in steps})
        limit = min((each[0] for each in found), default=0) + FARTHER
        return [self._guess(*each[2:]) for each in sorted(dict.fromkeys(found)) if each[0] <= limit]

    def costs(self, step: int, first: int, last: int, most: int) -> int:
        """What a segment costs, told apart up to ``most``; more where there is none."""
        if min(first, first + step) < 0 or max(last, last + step) >= len(self.numbers):
            return most + 1
        return price(self.desk, self._guess(step, first, last), up_to(most))

    def _violated(self, number: int) -> list[int]:
        return self.desk.violated_of(number) if number >= 0 else []

    def _starts(self, step: int) -> list[int]:
        if step < 0:  # what is wrong begins with the rows that were overwritten
            starts = sorted({*self.touched, *(row - step for row in self.touched)})
        else:
            starts = self.touched
        last = len(self.numbers) - 1
        return [row for row in starts if 0 <= row + step <= last and row <= last]

    def _is_hopeless(self, step: int, start: int) -> bool:
        """Whether no segment that begins there is worth looking at."""
        return self.desk.is_hopeless(self.changed[start + min(step, 0)], step)

    def _is_wanted(self, row: int, step: int) -> bool:
        """Whether a row of the board wants, in a row of the sheet, the figure that a slip would bring there."""
        if not 0 <= row + step < len(self.numbers) or row >= len(self.numbers):
            return False
        board = self.desk.board
        for number, new in zip(self.numbers[row], self.old[row + step], strict=True):
            if new and number >= 0 and new[0]:
                for line in self._violated(number):
                    value = board.wanted(line, number)
                    if value is not None and abs(value - new[0]) <= board.grains[number]:
                        return True
        return False

    def _swept(self, step: int) -> set[int]:
        """Where segments begin that leave fewest rows violated: of those that end with what is in doubt, and of those
        that end where that is best for the one that begins with it. Where all parts of a sum slipped, none is wanted.
        """
        last = min(self.touched[-1] - min(step, 0), len(self.numbers) - 1 - max(step, 0))
        first = max(self.touched[0], -step)
        if last <= first:
            return set()
        ends = self._extended(step, [first])
        best = min(ends)[4] if ends else last
        return {row for end in {last, best} for row in self._begins(step, first, end)}

    def _begins(self, step: int, first: int, end: int) -> tuple[int, int]:
        """The first and the last row that the segment with an end that leaves fewest rows violated may begin with."""
        board = self.desk.board
        mark = board.mark()
        for row in range(end + 1, end + 1 + step):
            self._set(row, [None] * len(self.columns))
        found = []
        for row in range(end, first - 1, -1):
            self._set(row, list(self.old[row + step]))
            if step < 0:
                self._set(row + step, [None] * len(self.columns))
            found.append((len(board.violated), row))
        board.undo(mark)
        fewest = min(found)[0]
        same = [row for violated, row in found if violated == fewest]
        return same[-1], same[0]

    def _begun(self, ends: dict[int, list[int]]) -> list[tuple[int, int, int, int, int]]:
        """The segments with some ends, by their steps, that leave fewest rows violated with one thing in all places
        that were overwritten: what is unknown violates nothing, so that many segments are alike before that is said.
        """
        board = self.desk.board
        fewest = len(board.violated) - 2
        found = []
        for step, end in [(step, end) for step, mine in ends.items() for end in mine]:
            best = -1
            mark = board.mark()
            for row in range(end, max(self.touched[0], -step) - 1, -1):
                self._set(row, list(self.old[row + step]))
                tail, vacated = self._ends(step, row, end)
                for each in tail:
                    self._set(each, [None] * len(self.columns))
                within = board.mark()
                for kind in (0, 1, 2):
                    if len(board.violated) >= fewest:
                        break  # as it is without what is unknown
                    for each, other in zip(tail, vacated, strict=True):
                        self._set(each, list((self.old[each], [BLANK] * len(self.columns), self.old[other])[kind]))
                    if len(board.violated) < fewest:
                        fewest, best = len(board.violated), row
                    board.undo(within)
            board.undo(mark)
            if best >= 0:
                found.append((fewest + abs(step), end - best, step, best, end))
        return found

    @staticmethod
    def _ends(step: int, start: int, end: int) -> tuple[range, range]:
        """The rows that a segment overwrote where it slipped to, and those that it left at its other end."""
        if step > 0:
            return range(end + 1, end + 1 + step), range(start, start + step)
        return range(start + step, start), range(end + 1 + step, end + 1)

    def _extended(self, step: int, starts: list[int]) -> list[tuple[int, int, int, int, int]]:
        """Segments as they grow row by row from each start: the rows left violated, size, step, first and last row."""
        board = self.desk.board
        rows = len(self.numbers)
        found = []
        before = len(board.violated)
        last = self.touched[-1]
        for start in starts:
            if self._is_hopeless(step, start):
                continue
            mark = board.mark()
            for row in range(start + step, start):
                self._set(row, [None] * len(self.columns))
            for row in range(start, min(last - min(step, 0), rows - 1 - max(step, 0)) + 1):
                if row + step > rows - 1:
                    break
                self._set(row, list(self.old[row + step]))
                if step > 0:
                    self._set(row + step, [None] * len(self.columns))
                if len(board.violated) < before - 2:
                    # Each row that is overwritten hides some violation.
                    found.append((len(board.violated) + abs(step), row - start, step, start, row))
            board.undo(mark)
        return found

    def _set(self, row: int, states: list[tuple[int, int] | None]) -> None:
        for number, state in zip(self.numbers[row], states, strict=True):
            if number >= 0:
                self.desk.board.set(number, state)

    def _guess(self, step: int, start: int, end: int) -> Guess:
        sheet = self.sheet
        moves: dict[CellPlace, SourceCell] = {}
        lost: dict[CellPlace, tuple[SourceCell, ...]] = {}
        for at, column in enumerate(self.columns):
            for row in range(start, end + 1):
                moves[sheet.form, sheet.block, sheet.rows[row], column] = self._source(row + step, at)
            # What fell out at one end may stand at the other, where nothing right stands.
            for row, other in zip(*self._ends(step, start, end), strict=True):
                place = sheet.form, sheet.block, sheet.rows[row], column
                moves[place] = None
                lost[place] = self._source(row, at), NOTHING, self._source(other, at)
        return Guess("shifted", sheet, moves, self.columns, (start, end), shift=step, lost=lost)

    def _source(self, row: int, at: int) -> SourceCell:
        number = self.numbers[row][at]
        return number if number >= 0 else NOTHING
