"""Short proofs: an equation as a combination of others, with no rule in it that could be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from jsrules.base.record import Record
from jsrules.checks.deep.eliminate import CONSTANT, Budget, Echelon, Row, Vector
from jsrules.checks.deep.system import Line

Combination = dict[int, Fraction]
"""Line number to multiplier."""


class Proof(Record):
    """``vector`` plus ``rest`` (a constant) is the combination of lines; ``rest`` is not 0 where they contradict it."""

    vector: Vector
    combination: Combination
    rest: Fraction


class Prover:
    """Looks for proofs among some lines, nearest first: those that share a column with what is to be proved."""

    def __init__(self, lines: Iterable[Line], budget: Budget) -> None:
        self.budget = budget
        self.lines = {line.number: line for line in lines}
        self._using: dict[int, list[int]] = {}
        for line in self.lines.values():
            for column in line.vector:
                if column != CONSTANT:
                    self._using.setdefault(column, []).append(line.number)

    def prove(self, vector: Vector, may_use: Callable[[Line], bool], exactly: bool = True) -> Proof | None:
        """A proof of ``vector = 0`` by lines that may be used; or, not ``exactly``, that it is some constant."""
        numbers: dict[int, None] = {}
        echelon = Echelon({}, self.budget)
        frontier = [column for column in vector if column != CONSTANT]
        seen = set(frontier)
        while True:
            new = [each for column in frontier for each in self._using.get(column, ()) if each not in numbers]
            new = [each for each in dict.fromkeys(new) if may_use(self.lines[each])]
            if not new and numbers:
                return None
            frontier = []
            for each in new:
                numbers[each] = None
                line = self.lines[each]
                echelon.add(echelon.reduce(Row(dict(line.vector), {each: 1})))
                fresh = [column for column in line.vector if column not in seen and column != CONSTANT]
                seen.update(fresh)
                frontier += fresh
            proof = _read(vector, echelon, exactly)
            if proof is not None:
                return self._shorten(proof, exactly)
            if not new:
                return None

    def _shorten(self, proof: Proof, exactly: bool) -> Proof:
        """Without every rule, then every line, that is not needed."""
        for by_rule in (True, False):
            tried: set[int] = set()
            while True:
                used = list(proof.combination)
                names = [self.lines[each].rule if by_rule else each for each in used]
                left_out = next((name for name in reversed(names) if name not in tried), None)
                if left_out is None:
                    break
                tried.add(left_out)
                rest = [each for each, name in zip(used, names, strict=True) if name != left_out]
                shorter = self.combine(proof.vector, rest, exactly)
                if shorter is not None:
                    proof = shorter
        return proof

    def combine(self, vector: Vector, numbers: Iterable[int], exactly: bool = True) -> Proof | None:
        """A proof by these lines alone."""
        echelon = Echelon({}, self.budget)
        for each in numbers:
            echelon.add(echelon.reduce(Row(dict(self.lines[each].vector), {each: 1})))
        return _read(vector, echelon, exactly)


def _read(vector: Vector, echelon: Echelon, exactly: bool) -> Proof | None:
    """What an echelon says of a vector: the row that stands for it carries the number `CONSTANT` in its combination."""
    row = echelon.reduce(Row(dict(vector), {CONSTANT: 1}))
    if not row.is_empty or (exactly and row.constant):
        return None
    own = row.combination[CONSTANT]
    combination = {each: Fraction(-value, own) for each, value in row.combination.items() if each != CONSTANT}
    return Proof(vector, dict(sorted(combination.items())), Fraction(-row.constant, own))
