"""The equations of one connected part of a rule set: which follow from which, which contradict, what they fix.

An equation that needs nothing beyond a complete report is *firm*. One that needs more (a condition, a table that may be
left out) may help to prove only what needs all of that, too: then it is decided wherever that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jsrules.base.record import Record
from jsrules.checks.cells.references import Need
from jsrules.checks.deep.eliminate import CONSTANT, Echelon, EliminationBudget, TracedRow, Vector, reduced, units
from jsrules.checks.deep.needs import are_met

Given = frozenset[Need]


class Line(Record):
    """An equation as integers: ``vector`` by column; ``given`` are its needs and what follows from them."""

    number: int
    rule: int
    vector: Vector
    needs: Given
    given: Given

    @property
    def is_firm(self) -> bool:
        """Whether a complete report decides it."""
        return not self.needs


class Fixed(Record):
    """A column that equations fix, wherever ``given`` is so."""

    column: int
    given: Given


class Consequences:
    """The lines of one part, in the order in which they are preferred.

    ``clashes`` are lines that contradict those before them, each with what must be given for that; they prove nothing.
    """

    def __init__(self, lines: Sequence[Line], budget: EliminationBudget) -> None:
        self.budget = budget
        self.lines = {line.number: line for line in lines}
        self._position = {line.number: position for position, line in enumerate(lines)}
        self.weights: dict[int, int] = {}
        for line in lines:
            for column in line.vector:
                self.weights[column] = self.weights.get(column, 0) + 1
        self.firm = Echelon(self.weights, budget)
        self.zeros: list[TracedRow] = []
        self.clashes: dict[int, Given] = {}
        self.gone: set[int] = set()
        self._sets: dict[Given, list[Line]] = {}
        self._met: dict[Given, list[Line]] = {}
        self._enter(lines)

    def _enter(self, lines: Sequence[Line]) -> None:
        for line in lines:
            if not line.is_firm:
                self._sets.setdefault(line.needs, []).append(line)
                continue
            row = self.firm.reduce(TracedRow(dict(line.vector), {line.number: 1}))
            if not self.firm.add(row):
                if row.constant:
                    self.clashes[line.number] = frozenset()
                else:
                    self.zeros.append(row)
        for given in self.contexts():
            self.under(given)

    def contexts(self) -> list[Given]:
        """What lines that are not firm are given, each once."""
        return list(dict.fromkeys(line.given for several in self._sets.values() for line in several))

    def under(self, given: Given, without: Iterable[int] = ()) -> Echelon:
        """The firm lines and those that are met by what is given."""
        echelon = Echelon(self.weights, self.budget, self.firm)
        left_out = set(without)
        for line in self.met(given):
            if line.number in left_out or line.number in self.clashes or line.number in self.gone:
                continue
            row = echelon.reduce(TracedRow(dict(line.vector), {line.number: 1}))
            if not echelon.add(row) and row.constant:
                self.clashes[line.number] = given
        return echelon

    def met(self, given: Given) -> list[Line]:
        """The lines that are not firm and whose needs are met."""
        found = self._met.get(given)
        if found is None:
            self.budget.spend(len(self._sets))
            found = [line for needs, lines in self._sets.items() if are_met(needs, given) for line in lines]
            found.sort(key=lambda line: self._position[line.number])
            self._met[given] = found
        return found

    # -- what follows from the rest

    def implied(self, numbers: Sequence[int]) -> list[int]:
        """Those of a rule's lines that follow from the lines of the other rules."""
        live = [each for each in numbers if each not in self.clashes]
        firm = [each for each in live if self.lines[each].is_firm]
        found: list[int] = []
        if firm:
            own = set(firm)
            self.budget.spend(len(self.zeros))
            touching = [vector for zero in self.zeros if (vector := _restricted(zero.combination, own))]
            found = sorted(units(touching, self.budget), key=firm.index)
        if len(found) == len(firm):  # else the firm lines would have to be taken out first
            found += [each for each in live if not self.lines[each].is_firm and self._follows(each, numbers)]
        return found

    def _follows(self, number: int, without: Sequence[int]) -> bool:
        line = self.lines[number]
        row = self.under(line.given, without).reduce(TracedRow(dict(line.vector)))
        return not row.vector

    def drop(self, numbers: Sequence[int]) -> None:
        """Take out lines that follow from the others: no proof will use them."""
        for number in numbers:
            if not self.lines[number].is_firm:
                self.gone.add(number)
                continue
            self.budget.spend(len(self.zeros) + len(self.firm.rows))
            holding = [zero for zero in self.zeros if number in zero.combination]
            chosen = min(holding, key=lambda zero: len(zero.combination))
            self.zeros.remove(chosen)
            for row in (*self.zeros, *self.firm.rows):
                if row is not chosen and number in row.combination:
                    row.cancel(number, chosen, self.budget)
            self.gone.add(number)

    # -- what is fixed

    def fixed(self) -> list[Fixed]:
        """The columns that have one value only, by the firm lines and in every context by those that are met there."""
        solved = reduced(self.firm)
        found = {column: Fixed(column, frozenset()) for column, vector in solved.items() if _is_single(vector)}
        using: dict[int, list[int]] = {}
        for column, vector in solved.items():
            for each in vector:
                using.setdefault(each, []).append(column)
        for given in self.contexts():
            local = reduced(self.under(given))
            alone = {column for column, vector in local.items() if _is_single(vector)}
            touched = dict.fromkeys(each for column in local for each in using.get(column, ()))
            for column in touched:
                row = TracedRow(dict(solved[column]))
                for each in [each for each in row.vector if each in local]:
                    row.clear(each, TracedRow(local[each]), self.budget)
                if _is_single(row.vector):
                    alone.add(column)
            for column in sorted(alone):
                found.setdefault(column, Fixed(column, given))
        return list(found.values())


def _restricted(vector: Vector, columns: set[int]) -> Vector:
    if len(vector) < len(columns):
        return {column: value for column, value in vector.items() if column in columns}
    return {column: vector[column] for column in columns if column in vector}


def _is_single(vector: Vector) -> bool:
    return len(vector) - (CONSTANT in vector) == 1
