"""Reports that are printed alike, as columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jsrules.base.record import replace
from jsrules.engine.columns.figures import Figures
from jsrules.model.changes import with_cells
from jsrules.model.outcome import Judgement, Outcome, Rational
from jsrules.model.report import Report


def with_mantissas(report: Report, mantissas: dict[int, int]) -> Report:
    """The report with other figures of the same decimals and units in some cells, by their numbers."""
    cells = []
    for index, mantissa in mantissas.items():
        amount = report.cells[index].amount
        assert amount is not None
        cells.append(replace(report.cells[index], amount=replace(amount, mantissa=mantissa)))
    return with_cells(report, cells)


def figures_of(reports: Sequence[Report]) -> Figures:
    """The columns of reports of which all are printed like the first."""
    first = reports[0]
    places = max((each.amount.decimals for each in first.cells if each.amount is not None), default=0)
    columns = []
    for cell in first.cells:
        figures = []
        for report in reports:
            amount = report.cells[cell.index].amount
            figures.append(0 if amount is None else amount.mantissa * 10 ** (places - amount.decimals))
        greatest = max(map(abs, figures), default=0)
        kind = np.int32 if greatest < 2**31 else np.int64 if greatest < 2**63 else np.object_
        columns.append(np.array(figures, dtype=kind))
    return Figures(first, columns, places, len(reports))


def _alike(one: Rational | None, other: Rational | None) -> bool:
    if one is None or other is None:
        return one is other
    return one[0] * other[1] == other[0] * one[1]


def says_the_same(one: Outcome, other: Outcome) -> bool:
    """Whether two outcomes are the same, but for the two sides that face each other."""
    mine: Judgement = one.judgement
    theirs: Judgement = other.judgement
    return (
        (one.rule, one.ground) == (other.rule, other.ground)
        and (mine.verdict, mine.kind, mine.reason) == (theirs.verdict, theirs.kind, theirs.reason)
        and _alike(mine.difference, theirs.difference)
        and _alike(mine.allowance, theirs.allowance)
        and _alike(mine.beyond, theirs.beyond)
    )
