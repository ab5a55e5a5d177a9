"""What an analysis says. Rules go by their number in the set."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jsrules.base.record import Record, field
from jsrules.checks.cells.references import Atom
from jsrules.checks.deep.equations import Equation, Groups


class Step(Record):
    """An equation (or inequality) with its multiplier in a proof; ``assumed``: no rule says it, it is a condition of
    the claim.
    """

    equation: Equation
    multiplier: Fraction
    assumed: bool = False


class Cases(Record):
    """A proof by cases that a claim's opposite cannot be. ``rule`` says that one group of comparisons holds; with each
    of them ``cases`` goes on (below 0: what is asked about says so). At the end stand sums of ``steps``, some of them
    ``assumed``, that are ``total`` and by their operators cannot be.
    """

    steps: tuple[Step, ...] = ()
    total: Fraction = Fraction()
    rule: int = -1
    cases: tuple[tuple[tuple[Equation, ...], Cases], ...] = ()

    def leaves(self) -> Iterator[Cases]:
        """The sums at the end."""
        if not self.cases:
            yield self
        for _, each in self.cases:
            yield from each.leaves()

    def rules(self) -> set[int]:
        """The rules that it uses."""
        found = {step.equation.rule for step in self.steps if not step.assumed}
        for _, each in self.cases:
            found |= each.rules()
        return found | ({self.rule} if self.rule >= 0 else set())


class Derivation(Record):
    """``claim`` (left - right of its rule) plus ``rest`` is the sum of the steps, coefficient by coefficient.

    ``rest`` is 0 where an equation follows. ``allowance`` is the claim's own largest rounding difference, ``carried``
    the sum of those of the steps, which is all that they guarantee of printed figures; None where the number of figures
    depends on the report. Where it takes cases there are no steps, but ``cases``.
    """

    claim: Equation
    steps: tuple[Step, ...]
    rest: Fraction
    allowance: Fraction | None = None
    carried: Fraction | None = None
    cases: Cases | None = None

    @property
    def rules(self) -> set[int]:
        """The rules that it uses, besides that of its claim."""
        if self.cases is not None:
            return self.cases.rules()
        return {step.equation.rule for step in self.steps if not step.assumed}


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
        return tuple(sorted({rule for proof in self.proofs for rule in proof.rules}))


class Partly(Record):
    """A rule of which some equations follow from other rules: the proofs of those, of ``equations`` in all."""

    rule: int
    equations: int
    proofs: tuple[Derivation, ...]


class Clash(Record):
    """Rules that no true amounts satisfy together: by the steps the claim would be off by ``-rest``.

    ``when``: only under conditions; ``under``: only where this condition of one of them holds.
    """

    rules: tuple[int, ...]
    proofs: tuple[Derivation, ...]
    when: bool
    under: Groups = ()


class FixedValue(Record):
    """The one value of a cell or sum. By equations there is one proof, by inequalities one for either side."""

    atom: Atom
    value: Fraction
    proofs: tuple[Derivation, ...]


class Forced(Record):
    """Cells, or sums, that have one value only by the same rules; each proof's claim is ``atom = 0`` (or ``>=``,
    ``<=``), off by ``-rest``.
    """

    rules: tuple[int, ...]
    facts: tuple[FixedValue, ...]
    when: bool

    @property
    def proofs(self) -> tuple[Derivation, ...]:
        """All proofs."""
        return tuple(proof for fact in self.facts for proof in fact.proofs)


class DecidedCondition(Record):
    """A condition that other rules decide wherever their rule is bound: it ``holds`` always or never.

    The proofs' claims stand for its opposite, or for itself.
    """

    rule: int
    part: int
    condition: Groups
    holds: bool
    proofs: tuple[Derivation, ...]


class ImpliedBound(Record):
    """A bound of a cell that no rule states: ``atom operator value``."""

    atom: Atom
    operator: str
    value: Fraction
    proof: Derivation

    @property
    def rules(self) -> tuple[int, ...]:
        """The rules that it follows from."""
        return tuple(sorted(self.proof.rules))


class Participation(Record):
    """How a rule took part: how many equations, whether (some) only under its own condition, what of it is outside,
    and why, and how many inequalities and alternatives.
    """

    equations: int
    conditional: bool
    outside: tuple[str, ...]
    inequalities: int = 0


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
    conditions: list[DecidedCondition] = field(default_factory=list)
    bounds: list[ImpliedBound] = field(default_factory=list)
    inequalities: int = 0
