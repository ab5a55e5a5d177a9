"""Which figures are wrong and what they should be, as Python programs see it; see ``spec/reconcile.md``."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from jsrules.base.record import Record
from jsrules.interface.findings import Cell, Finding, cell_of, value_of
from jsrules.model import reconciliation as model
from jsrules.model.outcome import Explanation
from jsrules.model.reconciliation import Status, StructuralKind
from jsrules.model.result import Result
from jsrules.outputs.causes import ordered


class Proposal(Record):
    """What a figure should be: ``text`` as printed, ``value`` exact, in the unit of the cell.

    ``explanation`` is how it went wrong, or empty; ``votes`` is how many identities then agree in print.
    """

    text: str
    value: Fraction
    explanation: Explanation
    votes: int


class Suspect(Record):
    """A figure to change. ``proposals`` come best first, and the first ``tied`` of them are equally good; there may
    be none: ``least`` or ``most`` is then what it must be at least or at most, where that is known.
    """

    cell: Cell
    proposals: tuple[Proposal, ...]
    tied: int
    least: Fraction | None = None
    most: Fraction | None = None

    def __repr__(self) -> str:
        values = " / ".join(each.text for each in self.proposals[: self.tied])
        return f"<Suspect {self.cell.ref} {self.cell.text or '~'} -> {values or '?'}>"


class TwoValues(Record):
    """One amount that is printed in two values, a last place apart: each as it is printed, with its cells.

    ``value`` is what it should be everywhere, as printed; None where that cannot be told. ``figures``: so many of
    those that must be changed at least are this amount.
    """

    values: tuple[tuple[str, tuple[Cell, ...]], ...]
    value: str | None
    figures: int


class Cause(Record):
    """One thing that went wrong. ``corrections`` are ranked, the first ``tied`` equally good; each is the figures to
    change together. ``two_values``: it is one amount printed in two values.

    ``others`` is how many of the smallest corrections are not listed; ``findings`` are what it explains.
    Not ``complete``: the budget ended with one correction that does; it need not be these figures that are wrong.
    """

    corrections: tuple[tuple[Suspect, ...], ...]
    tied: int
    others: int
    findings: tuple[Finding, ...]
    two_values: TwoValues | None = None
    complete: bool = True

    def __repr__(self) -> str:
        best = ", ".join(repr(each)[1:-1].removeprefix("Suspect ") for each in self.corrections[0])
        return f"<Cause {best}: {len(self.findings)} findings>"


class PartCause(Record):
    """What went wrong with a whole part of the report. ``text`` says it in a sentence; ``table``, ``block`` and
    ``columns`` are names, empty for all of it.

    ``moved`` are the cells that hold what belongs elsewhere, each with what should be printed there: None where nobody
    knows. ``findings`` are what it explains.
    """

    kind: StructuralKind
    text: str
    table: str
    block: str
    columns: tuple[str, ...]
    moved: tuple[tuple[Cell, str | None], ...]
    findings: tuple[Finding, ...]

    def __repr__(self) -> str:
        return f"<PartCause {self.kind} {self.table}: {len(self.findings)} findings>"


class Reconciliation(Record):
    """All identities looked at together. ``structure`` is what went wrong with whole parts of the report; the rest is
    of the report with these put right. ``figures``: so many must be changed at least for all of them to hold.

    ``complete``: the corrections are all that are smallest, and proved. ``causes`` come gravest first.
    ``contradictions`` are rules that cannot all hold, whatever the report says, by their names. ``kept`` are the
    figures that must not be changed, and ``unfit`` those of them that cannot all stay, whatever else is changed.
    ``not_keeping``: where less would be wrong without what is kept, its names, and how many figures that are.
    """

    status: Status
    figures: int
    complete: bool
    structure: tuple[PartCause, ...]
    causes: tuple[Cause, ...]
    contradictions: tuple[tuple[str, ...], ...]
    kept: tuple[Cell, ...] = ()
    unfit: tuple[tuple[Cell, ...], ...] = ()
    not_keeping: tuple[tuple[tuple[str, ...], int], ...] = ()

    def __repr__(self) -> str:
        return f"<Reconciliation {self.status}: {self.figures} figures, {len(self.causes)} causes>"


def reconciliation_of(result: Result, finding: Callable[[int], Finding]) -> Reconciliation | None:
    """What reconciliation says of a result, or None; ``finding`` gives an outcome by its number."""
    found = result.reconciliation
    if found is None:
        return None
    causes = tuple(
        Cause(
            tuple(tuple(_suspect(found, each) for each in correction.suspects) for correction in cause.corrections),
            cause.tied,
            cause.others,
            tuple(map(finding, cause.findings)),
            _two_values(found, cause.two_values) if cause.two_values is not None else None,
            cause.complete,
        )
        for cause in ordered(result)
    )
    contradictions = tuple(tuple(rule.identifier for rule in each.rules) for each in found.contradictions)
    parts = tuple(_part(result, each, finding) for each in found.structure)
    kept = tuple(cell_of(found.report, each) for each in found.kept)
    unfit = tuple(tuple(cell_of(found.report, cell) for cell in each.cells) for each in found.unfit)
    less = tuple((tuple(found.keeps[number].name for number in each.keeps), each.figures) for each in found.not_keeping)
    return Reconciliation(found.status, found.figures, found.complete, parts, causes, contradictions, kept, unfit, less)


def _part(result: Result, cause: model.StructuralCause, finding: Callable[[int], Finding]) -> PartCause:
    from jsrules.outputs.structure import headline

    report = result.report
    assert report is not None
    shape = report.forms.forms[cause.form]
    block = shape.blocks[max(cause.block, 0)]
    moved = tuple(
        (cell_of(report, each.cell), each.amount.text if each.amount is not None else "" if each.known else None)
        for each in cause.moved
    )
    return PartCause(
        cause.kind,
        headline(cause, report),
        shape.path,
        block.name if cause.block >= 0 else "",
        tuple(block.columns[each].name for each in cause.columns),
        moved,
        tuple(map(finding, cause.findings)),
    )


def _two_values(found: model.Reconciliation, doubled: model.TwoValues) -> TwoValues:
    values = tuple(
        (each.amount.text, tuple(cell_of(found.report, cell) for cell in each.cells)) for each in doubled.values
    )
    return TwoValues(values, doubled.value.text if doubled.value is not None else None, doubled.figures)


def _suspect(found: model.Reconciliation, suspect: model.Suspect) -> Suspect:
    proposals = tuple(
        Proposal(each.amount.text, value_of(each.amount), each.explanation, each.votes) for each in suspect.proposals
    )
    least, most = (value_of(each) if each is not None else None for each in (suspect.least, suspect.most))
    return Suspect(cell_of(found.report, suspect.cell), proposals, suspect.tied, least, most)
