"""Ground identities: rules bound to the cells of one report.

Evaluation, reconciliation and bulk runs all take these.
"""

from __future__ import annotations

from jsrules.base.record import Record, field
from jsrules.model.syntax import Comparison, Expression, Tolerance


class Linear(Record, frozen=False):
    """A sparse linear form over cells: ``(sum of coefficient * cell + constant) / denominator``, all integers.

    ``terms`` maps cell numbers to coefficients; blank cells are exactly 0 and have none. ``printed`` counts the printed
    cells that went in, also those that cancel; ``divided`` says that a quotient or mean was taken, so that a figure
    printed for it was rounded afterwards.
    """

    terms: dict[int, int] = field(default_factory=dict)
    constant: int = 0
    denominator: int = 1
    printed: int = 0
    divided: bool = False

    def add(self, other: Linear, sign: int = 1) -> None:
        """Add ``sign * other`` to this form."""
        self.printed += other.printed
        self.divided |= other.divided
        if self.denominator != other.denominator:
            mine, theirs = other.denominator, self.denominator
            self.terms = {cell: value * mine for cell, value in self.terms.items()}
            self.constant *= mine
            self.denominator *= mine
            sign *= theirs
        terms = self.terms
        for cell, value in other.terms.items():
            terms[cell] = terms.get(cell, 0) + sign * value
        self.constant += sign * other.constant

    def scale(self, numerator: int, denominator: int) -> None:
        """Multiply by ``numerator / denominator`` (the denominator not 0)."""
        if denominator < 0:
            numerator, denominator = -numerator, -denominator
        if numerator != 1:
            self.terms = {cell: value * numerator for cell, value in self.terms.items()}
            self.constant *= numerator
        self.denominator *= denominator

    @property
    def is_constant(self) -> bool:
        """Whether no printed cell is left in it."""
        return not any(self.terms.values())

    def copy(self) -> Linear:
        """An independent copy."""
        return Linear(dict(self.terms), self.constant, self.denominator, self.printed, self.divided)


class Quotient(Record, frozen=False):
    """A quotient of two linear forms, plus a constant: a form in which no cell is left."""

    numerator: Linear
    denominator: Linear
    constant: Linear = field(default_factory=Linear)

    def add(self, other: Linear, sign: int = 1) -> None:
        """Add ``sign`` times a constant."""
        self.constant.add(other, sign)

    def scale(self, numerator: int, denominator: int) -> None:
        """Multiply by ``numerator / denominator`` (the denominator not 0)."""
        self.numerator.scale(numerator, denominator)
        self.constant.scale(numerator, denominator)

    def folded(self) -> tuple[Linear, Linear]:
        """Numerator and denominator of it as one quotient: N/D + c = (N + c·D)/D."""
        if not self.constant.constant:
            return self.numerator, self.denominator
        shift = self.denominator.copy()
        shift.scale(self.constant.constant, self.constant.denominator)
        numerator = self.numerator.copy()
        numerator.add(shift)
        return numerator, self.denominator


class Place(Record, frozen=False):
    """Where a rule is bound: the current block, row key and column, as far as the rule ranges over them."""

    form: int = -1
    block: int = -1
    row: str = ""
    column: int = -1


class GroundLinear(Record, frozen=False):
    """``row operator 0`` where ``row`` is left - right; ``left`` and ``right`` are kept for what readers see."""

    place: Place
    node: Expression
    operator: Comparison
    row: Linear
    left: Linear
    right: Linear
    tolerance: Tolerance | None = None


class GroundRatio(Record, frozen=False):
    """A printed figure that was computed from others: ``cell = numerator / denominator``, rounded half up in print."""

    place: Place
    node: Expression
    cell: int
    numerator: Linear
    denominator: Linear


class GroundCondition(Record, frozen=False):
    """A condition that is neither: existence, blankness, or, and comparisons beyond the linear ones."""

    place: Place
    node: Expression


class Unbound(Record, frozen=False):
    """A rule that could not be bound: ``missing`` names what is absent (undetermined),
    ``reason`` why it does not apply.
    """

    place: Place
    reason: str
    missing: str = ""


GroundIdentity = GroundLinear | GroundRatio | Unbound
"""What a comparison is bound to."""

Ground = GroundIdentity | GroundCondition
