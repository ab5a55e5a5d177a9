"""What rules say of each cell: the worst verdict, all rules that touch it, how much of each table they cover."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from jsrules.base.language import say
from jsrules.model.outcome import VERDICTS, Verdict
from jsrules.model.result import Result
from jsrules.outputs.compose import Teller
from jsrules.outputs.standing import stands, told_causes


class TableCoverage(NamedTuple):
    """A table, how many identities with each verdict are about it, how many of its printed figures are in any
    identity that was decided, and how many there are.
    """

    title: str
    verdicts: Mapping[Verdict, int]
    covered: int
    printed: int


class TouchedCells:
    """The rules that touch the cells of a result: ``worst`` and ``outcomes`` (numbers) by the number of a cell."""

    def __init__(self, teller: Teller) -> None:
        report = teller.result.report
        assert report is not None
        self.worst: dict[int, Verdict] = {}
        self.outcomes: dict[int, list[int]] = {}
        counts: dict[str, dict[Verdict, int]] = {}
        for number, outcome in enumerate(teller.result.outcomes):
            verdict = outcome.verdict
            if verdict == "not_applicable":
                continue
            told = teller.tell(outcome)
            table = counts.setdefault(told.table, {})
            table[verdict] = table.get(verdict, 0) + 1
            for term in told.terms:
                # One figure is stated in several places: what is said of it is said of them all.
                for cell in report.alike(term.cell):
                    self.outcomes.setdefault(cell.index, []).append(number)
                    before = self.worst.get(cell.index)
                    if before is None or VERDICTS.index(verdict) < VERDICTS.index(before):
                        self.worst[cell.index] = verdict
        self.tables = [
            TableCoverage(form.path, counts.get(form.path, {}), *self._figures(teller, number))
            for number, form in enumerate(report.forms.forms)
            if number in report.tables
        ]

    def _figures(self, teller: Teller, form: int) -> tuple[int, int]:
        """How many figures of a table are covered, and how many it prints."""
        report = teller.result.report
        assert report is not None
        covered = printed = 0
        for block in report.tables[form].blocks:
            for row in block.rows.values():
                for cell in row.cells:
                    if cell is not None and cell.amount is not None:
                        printed += 1
                        covered += self.worst.get(cell.index, "undetermined") != "undetermined"
        return covered, printed


def proposed_values(result: Result) -> dict[int, list[str]]:
    """What figures should be, where that is told, by the numbers of their cells: values that are equally good, none
    where it is only known to be another. What was explained is to stay as it is.
    """
    found: dict[int, list[str]] = {}
    if result.reconciliation is None:
        return found
    for part in result.reconciliation.structure:
        if stands(part.findings, result):
            continue
        for moved in part.moved:
            if moved.known and moved.cell.index >= 0:
                found[moved.cell.index] = [moved.amount.text if moved.amount is not None else say("空白", "blank")]
    for cause in told_causes(result):
        for suspect in cause.corrections[0].suspects:
            found[suspect.cell.index] = [each.amount.text for each in suspect.proposals[: suspect.tied]]
    return found


def proposed_texts(result: Result) -> dict[int, str]:
    """The same as texts."""
    return {cell: say(" 或 ", " or ").join(each) or "?" for cell, each in proposed_values(result).items()}
