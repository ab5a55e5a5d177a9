"""Ground identities: rules bound to the cells of one report.

Evaluation, reconciliation and bulk runs all take these.
"""

from __future__ import annotations

from jsrules.base.named import NamedTuple
from jsrules.base.record import Record
from jsrules.model.linear import Linear
from jsrules.model.origins import OWN, Origin
from jsrules.model.reason import Reason
from jsrules.model.syntax import Comparison, Expression, Tolerance


class Blank(NamedTuple):
    """A cell in which nothing is printed, whether its row is written or not."""

    form: int
    block: int
    row: str
    column: int
    origin: Origin = OWN


class Place(Record, frozen=False):
    """Where a rule is bound: the current block, row key and column, or the subordinate ``unit`` (the origin of its
    report, else 0), as far as the rule ranges over them. ``outer``: at one of the cells that a condition is read at,
    where the rule itself is.
    """

    form: int = -1
    block: int = -1
    row: str = ""
    column: int = -1
    unit: Origin = OWN
    outer: Place | None = None

    def meant(self, outer: bool) -> Place:
        """The place itself or, ``outer``, that of the rule."""
        return self.outer if outer and self.outer is not None else self


PlacedCondition = tuple[Expression, Place]
"""A condition and the place at which it is read."""


class GroundLinear(Record, frozen=False):
    """``row operator 0`` where ``row`` is left - right; ``left`` and ``right`` are kept for what readers see.

    ``under`` are the conditions of its rule, and ``choices`` those by which cells were chosen for its sums.
    ``statement`` is the number of the cell that it was bound with in place of the first statement of a figure, or -1.
    """

    place: Place
    node: Expression
    operator: Comparison
    row: Linear
    left: Linear
    right: Linear
    tolerance: Tolerance | None = None
    under: tuple[Expression, ...] = ()
    choices: tuple[PlacedCondition, ...] = ()
    statement: int = -1


class GroundRatio(Record, frozen=False):
    """A printed figure that was computed from others: ``cell = numerator / denominator``, rounded half up in print."""

    place: Place
    node: Expression
    cell: int
    numerator: Linear
    denominator: Linear
    under: tuple[Expression, ...] = ()
    choices: tuple[PlacedCondition, ...] = ()
    statement: int = -1


class GroundCondition(Record, frozen=False):
    """A condition that is neither: existence, blankness, or, and comparisons beyond the linear ones."""

    place: Place
    node: Expression
    under: tuple[Expression, ...] = ()
    statement: int = -1


class Unbound(Record, frozen=False):
    """A rule that could not be bound, and why; ``node`` is what could not, None where nothing is left to be bound."""

    place: Place
    reason: Reason
    node: Expression | None = None
    under: tuple[Expression, ...] = ()
    statement: int = -1


GroundIdentity = GroundLinear | GroundRatio | Unbound
"""What a comparison is bound to."""

Ground = GroundIdentity | GroundCondition
