"""Short proofs: an equation as a combination of others, with no rule in it that could be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from jsrules.base.record import Record
from jsrules.checks.deep.consequences import Line
from jsrules.checks.deep.eliminate import CONSTANT, Echelon, EliminationBudget, TracedRow, Vector

Combination = dict[int, Fraction]
"""Line number to multiplier."""


class Proof(Record):
    """``vector`` plus ``rest`` (a constant) is the combination of lines; ``rest`` is not 0 where they contradict it."""

    vector: Vector
    combination: Combination
    rest: Fraction


MANY = 40
"""A proof by more rules than this is taken as it is found."""


class Prover:
    """Looks for proofs among some lines, nearest first: those that share a column with what is to be proved.

    The lines of a proof are independent, so none of them could be left out of it. Another proof may be shorter still;
    for the first one's rules, each in turn, it is tried whether there is one without.
    """

    def __init__(self, lines: Iterable[Line], budget: EliminationBudget) -> None:
        self.budget = budget
        self.lines = {line.number: line for line in lines}
        self._using: dict[int, list[int]] = {}
        for line in self.lines.values():
            for column in line.vector:
                if column != CONSTANT:
                    self._using.setdefault(column, []).append(line.number)

    def prove(self, vector: Vector, may_use: Callable[[Line], bool], exactly: bool = True) -> Proof | None:
        """A proof of ``vector = 0`` by lines that may be used; or, not ``exactly``, that it is some constant."""
        search = _Search(vector, exactly, self.budget)
        taken: dict[int, None] = {}
        frontier = {column: None for column in vector if column != CONSTANT}
        seen = set(frontier)
        while not search.is_done:
            near = dict.fromkeys(each for column in frontier for each in self._using.get(column, ()))
            self.budget.spend(len(near))
            new = [self.lines[each] for each in near if each not in taken and may_use(self.lines[each])]
            if not new:
                return None
            taken.update((line.number, None) for line in new)
            search.take(new)
            frontier = dict.fromkeys(column for line in new for column in line.vector if column not in seen)
            seen.update(frontier)
        proof = search.proof()
        return self._shortened(proof, list(taken), exactly) if proof is not None else None

    def _shortened(self, proof: Proof, taken: list[int], exactly: bool) -> Proof:
        rules = list(dict.fromkeys(self.lines[each].rule for each in proof.combination))
        if not 2 < len(rules) <= MANY:
            return proof
        best, fewest = proof, len(rules)
        for left_out in rules:
            search = _Search(proof.vector, exactly, self.budget)
            search.take([self.lines[each] for each in taken if self.lines[each].rule != left_out])
            other = search.proof() if search.is_done else None
            if other is None:
                continue
            used = len({self.lines[each].rule for each in other.combination})
            if used < fewest:
                best, fewest = other, used
        return best


class _Search:
    """A vector on its way to 0, as lines are taken in. Its own number in the combination is `CONSTANT`."""

    def __init__(self, vector: Vector, exactly: bool, budget: EliminationBudget) -> None:
        self.vector = vector
        self.exactly = exactly
        self.echelon = Echelon({}, budget)
        self.row = TracedRow(dict(vector), {CONSTANT: 1})

    def take(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self.echelon.add(self.echelon.reduce(TracedRow(dict(line.vector), {line.number: 1})))
        self.echelon.reduce(self.row)

    @property
    def is_done(self) -> bool:
        return self.row.is_empty

    def proof(self) -> Proof | None:
        """What stands there now; None when it is a constant and should not be."""
        if self.exactly and self.row.constant:
            return None
        own = self.row.combination[CONSTANT]
        combination = {each: Fraction(-value, own) for each, value in self.row.combination.items() if each != CONSTANT}
        return Proof(self.vector, dict(sorted(combination.items())), Fraction(-self.row.constant, own))
