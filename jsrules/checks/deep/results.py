"""What an analysis says. Rules go by their number in the set."""

from __future__ import annotations

from fractions import Fraction

from jsrules.base.record import Record, field
from jsrules.checks.cells.references import Atom
from jsrules.checks.deep.equations import Equation


class Step(Record):
    """An equation with its multiplier in a proof."""

    equation: Equation
    multiplier: Fraction


class Derivation(Record):
    """``claim`` (left - right of its rule) plus ``rest`` is the sum of the steps, coefficient by coefficient.

    ``rest`` is 0 where an equation follows. ``allowance`` is the claim's own largest rounding difference, ``carried``
    the sum of those of the steps, which is all that they guarantee of printed figures; None where the number of figures
    depends on the report.
    """

    claim: Equation
    steps: tuple[Step, ...]
    rest: Fraction
    allowance: Fraction | None = None
    carried: Fraction | None = None


class Implied(Record):
    """A rule whose every equation follows from those of the rules that are kept.

    ``kind`` is ``same`` when one other rule states the same equations, ``included`` when one other rule states them and
    more, ``implied`` when it takes several. Any of ``instead`` could be left out in its place.
    """

    rule: int
    kind: str
    proofs: tuple[Derivation, ...]
    instead: tuple[int, ...] = ()

    @property
    def sources(self) -> tuple[int, ...]:
        """The rules that it follows from."""
        return tuple(sorted({step.equation.rule for proof in self.proofs for step in proof.steps}))


class Partly(Record):
    """A rule of which some equations follow from other rules: the proofs of those, of ``equations`` in all."""

    rule: int
    equations: int
    proofs: tuple[Derivation, ...]


class Clash(Record):
    """Rules that no true amounts satisfy together: by the steps the claim would be off by ``-rest``.

    ``when``: only under conditions.
    """

    rules: tuple[int, ...]
    proofs: tuple[Derivation, ...]
    when: bool


class Forced(Record):
    """Cells, or sums, that have one value only by the same rules; each proof's claim is ``atom = 0``,
    off by ``-rest``.
    """

    rules: tuple[int, ...]
    atoms: tuple[Atom, ...]
    proofs: tuple[Derivation, ...]
    when: bool


class Participation(Record):
    """How a rule took part: how many equations, whether (some) only under its own condition, and what of it is outside,
    and why.
    """

    equations: int
    conditional: bool
    outside: tuple[str, ...]


class Analysis(Record, frozen=False):
    """What was found out about a rule set: ``equations`` over ``atoms`` (cells and sums) in so many connected
    ``parts``.
    """

    statuses: list[Participation] = field(default_factory=list)
    equations: int = 0
    atoms: int = 0
    parts: int = 0
    clashes: list[Clash] = field(default_factory=list)
    forced: list[Forced] = field(default_factory=list)
    implied: list[Implied] = field(default_factory=list)
    partly: list[Partly] = field(default_factory=list)
