"""What reconciliation says of a report: which figures are wrong, what they should be, and why;
see ``spec/reconcile.md``.
"""

from __future__ import annotations

from typing import Literal

from jsrules.base.record import Record, field
from jsrules.base.source import NOWHERE, Source, Span
from jsrules.model.linear import Linear
from jsrules.model.outcome import Explanation, RuleInfo
from jsrules.model.report import Amount, Cell, Report

Status = Literal["consistent", "explained", "contradictory", "partial"]
"""True amounts exist; they do once figures are changed; identities contradict each other;
not all was found within the budget.
"""

StructuralKind = Literal["unit_scale", "emptied", "copied", "prior_year", "columns_swapped", "rows_swapped", "shifted"]
"""What happens to a part of a report: printed in another unit, not filled in, copied from another part or from the
prior year, two columns or rows in each other's place, figures that slipped against their rows.
"""

RowSide = Literal["", "lower", "upper", "print", "link", "premise", "standing"]
"""What a condition of a proof is of its identity: all of it, what the least or greatest rate that is printed so
demands, an identity of prints, a print and its true amount, a condition that some amounts that print so satisfy, or one
that does not hold as printed.
"""

EXPLANATION_WORDS: dict[str, tuple[str, str]] = {
    "rounding": ("四舍五入", "rounding"),
    "balanced": ("舍位平衡", "moved to balance"),
    "summed": ("合计取和", "sum of rounded parts"),
    "truncated": ("截尾", "cut off"),
    "digit": ("一位数字之差", "one digit"),
    "transposed": ("相邻两位颠倒", "two digits transposed"),
    "missing_digit": ("少一位数字", "a digit missing"),
    "extra_digit": ("多一位数字", "a digit too many"),
    "sign": ("正负号之差", "the sign"),
    "swapped": ("两数互换", "swapped"),
    "unit_scale": ("小数点或单位错位", "decimal point or unit"),
    "copied": ("抄成了相邻的数", "copied from a neighbour"),
    "shifted": ("错行", "slipped by rows"),
    "emptied": ("整表未填", "not filled in"),
    "prior_year": ("抄自上年", "copied from the prior year"),
}


class Balance(Record):
    """An identity that adds up in print because of how a figure was rounded, and its printed cells."""

    rule: RuleInfo
    cells: tuple[Cell, ...]


class Proposal(Record):
    """What a figure should be. ``explanation`` is how it went wrong, or empty; ``votes`` is how many identities then
    agree in print.

    ``balance`` is the identity that 舍位平衡 and 合计取和 are about.
    """

    amount: Amount
    explanation: Explanation
    votes: int
    balance: Balance | None = None


class Suspect(Record):
    """A figure to change. ``proposals`` come best first; the first ``tied`` of them are equally good.

    Where there are none: what it must be at ``least``, or at ``most``, if that is known.
    """

    cell: Cell
    proposals: tuple[Proposal, ...]
    tied: int = 1
    least: Amount | None = None
    most: Amount | None = None


class Correction(Record):
    """Figures that are to be changed together."""

    suspects: tuple[Suspect, ...]


class Multiplier(Record):
    """An identity in a conflict: ``form relation 0``, times ``factor`` (a numerator and a denominator, integral as they
    are made).

    ``outcome`` is the number of its outcome. ``side`` is ``lower`` or ``upper`` where the form is what the least or
    greatest rate that is printed so demands, ``print`` where it is of printed figures, ``premise`` where it is of those
    in a condition, with the room that rounding gives it, ``standing`` where it is a condition of another kind, which
    does not hold as printed; else empty. ``part``: it is a part of what the rule says, as a case of it is. A change of
    any figure in ``freed_by`` takes it out: of those that decided whether the rule applies, or the rate itself.
    """

    rule: RuleInfo
    outcome: int
    side: RowSide
    form: Linear
    relation: str
    factor: tuple[int, int]
    part: bool = False
    freed_by: tuple[Cell, ...] = ()


class ExcludedCase(Record):
    """A way in which a rule can hold, and why it cannot hold so. ``assumed`` is what it would take, all together;
    ``looked_at`` are the cells whose change might make a condition true that is no comparison.
    """

    assumed: tuple[Multiplier, ...]
    looked_at: tuple[Cell, ...]
    conflict: Contradiction


class Contradiction(Record):
    """Why figures cannot all be as printed: the identities, times their factors, add up to something that the cells'
    intervals rule out.

    ``cells`` are those whose change would remove it. Take away any one cell or identity, and the rest can be satisfied.
    Of the cells in ``positive`` no more is used than that they may not be negative. ``cases`` are there in place of
    identities where a rule can hold in several ways: none of them goes.
    """

    cells: tuple[Cell, ...]
    identities: tuple[Multiplier, ...]
    positive: tuple[Cell, ...] = ()
    cases: tuple[ExcludedCase, ...] = ()

    @property
    def rules(self) -> list[RuleInfo]:
        """The rules that it is about, those of all its cases, each once."""
        own = [each.rule for each in self.identities] + [one.rule for each in self.cases for one in each.assumed]
        found = own + [rule for each in self.cases for rule in each.conflict.rules]
        return list({each.identifier: each for each in found}.values())


class PrintedValue(Record):
    """A figure as it is printed, and the cells in which it is."""

    amount: Amount
    cells: tuple[Cell, ...]


class TwoValues(Record):
    """One amount that is printed in two values, a last place apart (一数两印): the lesser first.

    ``value`` is what it should be everywhere, None where that cannot be told. ``figures``: so many of those that must
    be changed at least, for everything to hold exactly, are this amount.
    """

    values: tuple[PrintedValue, ...]
    value: Amount | None
    figures: int


class Cause(Record, frozen=False):
    """One thing that went wrong. ``corrections`` are ranked, the first ``tied`` equally good; ``others`` are the
    smallest corrections that are not listed. ``findings`` are the numbers of the outcomes that it explains.
    ``two_values``: it is one amount printed in two values. Not ``complete``: the budget ended with one correction that
    does, and others may be as small or smaller.
    """

    corrections: list[Correction]
    tied: int
    others: int
    findings: list[int]
    conflict: Contradiction | None
    two_values: TwoValues | None = None
    complete: bool = True


class SlippedRows(Record):
    """Figures that stand ``step`` rows too low (too high when negative): those that belong in the rows ``first`` to
    ``last``, by their keys.

    ``firsts`` and ``lasts`` are the least and greatest row that the segment may as well begin or end with.
    """

    first: str
    last: str
    step: int
    firsts: tuple[str, str]
    lasts: tuple[str, str]


class Moved(Record):
    """A cell of a part as it is printed, or where nothing is, a blank one, and the figure that belongs there.

    ``known`` is false where nobody knows what belongs there; the amount is None then, and for a blank.
    """

    cell: Cell
    amount: Amount | None
    known: bool = True


class StructuralCause(Record, frozen=False):
    """What went wrong with a part of the report, and the numbers of the outcomes that it explains, ``findings``.

    The part: ``block`` is -1 for all of a table, ``columns`` and ``rows`` (keys) are empty for all of them. ``power``:
    its figures must be taken times ten to that power. ``slips`` are the segments that slipped. ``source`` is the form,
    block and column (-1: all of it) that the part was copied from.
    """

    kind: StructuralKind
    form: int
    block: int = -1
    columns: tuple[int, ...] = ()
    rows: tuple[str, ...] = ()
    power: int = 0
    slips: tuple[SlippedRows, ...] = ()
    source: tuple[int, int, int] | None = None
    moved: list[Moved] = field(default_factory=list)
    findings: list[int] = field(default_factory=list)


class Witness(Record):
    """A true amount: the value of a cell is ``numerator / denominator`` in the unit of the cell."""

    cell: Cell
    numerator: int
    denominator: int


class ImpliedFigure(Record):
    """What a figure must be that nobody knows: ``cell`` is its place, ``text`` what stands there, or empty.

    ``amount`` is what the printed figures make of it, None where they allow several; ``low`` and ``high`` are the ends
    of what it can be printed as within rounding. ``rules`` say so.
    """

    cell: Cell
    text: str
    amount: Amount | None
    low: Amount
    high: Amount
    rules: tuple[RuleInfo, ...]


class KeptPlace(Record):
    """Cells in reports of ``origins``: of a form's ``block`` (-1: of all), in these rows and columns (None: all)."""

    origins: range
    form: int
    block: int = -1
    rows: frozenset[str] | None = None
    columns: range | None = None

    def holds(self, cell: Cell) -> bool:
        """Whether a cell is one of them."""
        return (
            cell.form == self.form
            and cell.origin in self.origins
            and self.block in (-1, cell.block)
            and (self.rows is None or cell.row in self.rows)
            and (self.columns is None or cell.column in self.columns)
        )


class KeptFigures(Record):
    """Figures that somebody knows from elsewhere, as ``basis`` says, by their ``name`` as written: they are not changed
    where their ``weight`` is 0 (`jsrules.model.statements.MUST_NOT`), else changing one counts as so many.

    A rule file says so at ``span`` of ``source``; without it, whoever asks does, who overrides rule files.
    """

    name: str
    places: tuple[KeptPlace, ...]
    weight: int
    basis: str = ""
    source: Source | None = None
    span: Span = NOWHERE


class NotKeeping(Record):
    """What it would cost not to keep figures, those that ``keeps`` say, by their numbers: ``figures`` and ``parts`` of
    the report would be wrong, and nothing cheaper.
    """

    keeps: tuple[int, ...]
    figures: int
    parts: int = 0


class Reconciliation(Record, frozen=False):
    """All of it. ``structure`` is what went wrong with whole parts of the report; everything else is of the report with
    these put right. ``figures``: so many must be changed at least. ``complete``: the corrections are all that are
    smallest, and proved.

    ``witness`` are true amounts that satisfy every identity once the first correction of each cause is made, and that
    print as the figures do; cells that are not listed are exactly as printed. ``conflicts`` prove that no smaller
    correction does. ``contradictions`` are conflicts without cells: identities that cannot all hold, whatever the
    report says. ``explanations`` go by the number of an outcome. ``report`` is the report with the blanks that
    identities reach as further cells; ``looked_at`` are the numbers of the outcomes that were looked at together,
    ``identities`` of those that the witness satisfies.
    ``keeps`` is what somebody says is known from elsewhere, ``kept`` are the cells that must not be changed for it, and
    ``unfit`` are conflicts of none but these: whatever else is changed, they remain. ``not_keeping`` is told where less
    would be wrong without what is kept.
    ``implied`` is what figures must be that are not known, ``left_out`` the rules that can hold in more ways than were
    looked at. ``unknown`` are the cells of figures that may be anything.
    """

    report: Report

    status: Status = "consistent"
    figures: int = 0
    complete: bool = True
    structure: list[StructuralCause] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)
    witness: list[Witness] = field(default_factory=list)
    conflicts: list[Contradiction] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    explanations: dict[int, Explanation] = field(default_factory=dict)
    identities: list[int] = field(default_factory=list)
    looked_at: frozenset[int] = frozenset()
    keeps: list[KeptFigures] = field(default_factory=list)
    kept: list[Cell] = field(default_factory=list)
    unfit: list[Contradiction] = field(default_factory=list)
    not_keeping: list[NotKeeping] = field(default_factory=list)
    implied: list[ImpliedFigure] = field(default_factory=list)
    left_out: list[RuleInfo] = field(default_factory=list)
    unknown: list[Cell] = field(default_factory=list)
