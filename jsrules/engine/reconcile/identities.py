"""The ground identities of a report for reconciliation, where a blank may turn out to be what was left out.

They are those that were judged, bound once; here their blank cells get numbers and figures of their own, printed as
nothing. What stands under a condition, or is one, is taken apart into cases; what could not be bound for want of a
figure is bound with that figure unknown.
"""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.record import Record, field
from jsrules.engine.bind import Binder
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.cases import (
    ALWAYS,
    Branch,
    CaseClaim,
    OutOfScope,
    Splitter,
    TooManyCases,
    either_side,
    is_demanded,
)
from jsrules.engine.reconcile.choices import Basis
from jsrules.engine.reconcile.numbering import Numbering
from jsrules.engine.reconcile.unknowns import open_binder
from jsrules.model.changes import with_statement
from jsrules.model.ground import Ground, GroundCondition, GroundLinear, GroundRatio, Unbound
from jsrules.model.outcome import Outcome, RuleInfo
from jsrules.model.report import Report
from jsrules.model.syntax import Expression, If


class Identity(Record, frozen=False):
    """A ground identity with the rule it comes from; ``outcome`` is the number of its outcome.

    ``held``: it must hold, so that figures are wrong where it does not. ``condition`` are the cells whose figures
    decided which cells were chosen for its sums. ``branches`` are the ways in which it can hold where it is not just
    its ground identity, and ``whole`` is then all that it says. ``short`` is the ground identity of one that is left
    out because a list that it sums up may lack rows. ``one_figure``: it holds two statements of one figure together,
    which are corrected together.
    """

    outcome: int
    rule: RuleInfo
    ground: Ground
    held: bool = False
    condition: tuple[int, ...] = ()
    branches: list[Branch] | None = None
    whole: Expression | None = None
    short: GroundLinear | None = None
    one_figure: bool = False


class Identities(Record, frozen=False):
    """All ground identities; ``report`` has the blanks that they reach as further cells, printed as nothing.

    ``unknown`` are the cells of figures that nobody knows. ``left_out`` are the numbers of the outcomes that can hold
    in too many ways.
    """

    report: Report
    entries: list[Identity]
    unknown: set[int] = field(default_factory=set)
    left_out: list[int] = field(default_factory=list)


def collect(report: Report, outcomes: Sequence[Outcome], budget: Budget) -> Identities:
    """The ground identities of the outcomes on a report, in their order.

    Raises `Spent` when they are more than the budget can hold.
    """
    return _Collection(report, budget).all(outcomes)


EACH = 25
"""What an identity costs, besides its terms."""

SPLIT, SPLIT_PART = 500, 150
"""What taking a rule apart costs, and each comparison that its cases consist of."""


class _Collection:
    def __init__(self, report: Report, budget: Budget) -> None:
        self.budget = budget
        self.binder = Binder(report)
        self.numbers = Numbering(report)
        self.left_out: list[int] = []
        self._splitters: dict[int, Splitter] = {}

    def all(self, outcomes: Sequence[Outcome]) -> Identities:
        entries = [self._identity(number, outcome) for number, outcome in enumerate(outcomes)]
        return Identities(self.numbers.numbered_report(), entries, self.numbers.unknown_cells, self.left_out)

    def _identity(self, number: int, outcome: Outcome) -> Identity:
        ground, reason = outcome.ground, outcome.judgement.reason
        is_unknown = is_looked_at(outcome.rule) and outcome.lacks_figure
        if outcome.judgement.is_doubtful and reason is not None and not is_unknown:
            self.budget.spend(EACH)
            entry = Identity(number, outcome.rule, Unbound(ground.place, reason))
            if reason.code == "not_whole" and isinstance(ground, GroundLinear) and is_looked_at(outcome.rule):
                self.numbers.unknown = set()
                short = self.numbers.ground(ground)
                entry.short = short if isinstance(short, GroundLinear) else None
            return entry
        self.numbers.unknown = set()
        entry = Identity(number, outcome.rule, self.numbers.ground(ground))
        self.budget.spend(EACH + 3 * len(ground.row.terms) if isinstance(ground, GroundLinear) else EACH)
        if is_unknown or has_cases(outcome):
            self._split(entry, ground)
        elif is_looked_at(outcome.rule):
            self._hold(entry)
        return entry

    def _hold(self, entry: Identity) -> None:
        """What is just its ground identity."""
        ground = entry.ground
        if not isinstance(ground, GroundLinear | GroundRatio) or not is_demanded(entry.rule, ground, self.numbers):
            return
        entry.one_figure = isinstance(ground, GroundLinear) and self._is_one_figure(ground)
        held = [Basis(self.binder, *each) for each in ground.choices]
        entry.condition = tuple(dict.fromkeys(cell for each in held for cell in each.cells))
        entry.held = all(each.certain for each in held)
        if isinstance(ground, GroundLinear) and ground.operator == "<>":
            entry.branches = either_side(ground, entry.condition)

    def _is_one_figure(self, ground: GroundLinear) -> bool:
        """Whether it compares two statements of one figure that are printed alike: these are corrected together."""
        report, cells = self.binder.report, list(ground.row.terms)
        if not report.restated or len(cells) != 2 or max(cells) >= len(report.cells):
            return False
        one, other = (report.cells[each] for each in cells)
        return sum(ground.row.terms.values()) == 0 and other in report.alike(one)

    def _split(self, entry: Identity, ground: Ground) -> None:
        assert ground.node is not None
        whole = ground.node
        for condition in reversed(ground.under):
            whole = If(condition, whole)
        splitter = self._splitter(ground.statement)
        self.numbers.unknown = splitter.unknown_blanks
        entry.whole, entry.branches, entry.held = whole, ALWAYS, True
        self.budget.spend(SPLIT)
        try:
            entry.branches = splitter.branches(entry.rule, whole, ground.place)
        except TooManyCases:
            self.left_out.append(entry.outcome)
        except OutOfScope:
            pass
        self.budget.spend(SPLIT_PART * sum(len(each) for each in entry.branches))
        if len(entry.branches) == 1 and len(entry.branches[0]) == 1 and isinstance(entry.ground, Unbound):
            (atom,) = entry.branches[0]
            if isinstance(atom, CaseClaim):
                entry.ground = atom.ground

    def _splitter(self, statement: int) -> Splitter:
        """What takes rules apart that were bound with a further statement of a figure, or with none (-1)."""
        found = self._splitters.get(statement)
        if found is None:
            binder, report = self.binder, self.binder.report
            if statement >= 0:
                binder = Binder(with_statement(report, report.cells[statement]), binder)
            found = Splitter(binder, open_binder(binder.report, binder), self.numbers)
            self._splitters[statement] = found
        return found


def is_looked_at(rule: RuleInfo) -> bool:
    """Whether what a rule says must hold: its sides do not differ in scope, and it is no hint or merely plausible."""
    return rule.comparable and rule.severity != "info" and rule.nature != "plausibility"


def has_cases(outcome: Outcome) -> bool:
    """Whether a rule can hold in several ways."""
    ground = outcome.ground
    if not is_looked_at(outcome.rule) or ground.node is None:
        return False
    if isinstance(ground, Unbound):
        reason = outcome.judgement.reason
        return reason is not None and reason.code == "condition_false"
    return isinstance(ground, GroundCondition) or bool(ground.under)
