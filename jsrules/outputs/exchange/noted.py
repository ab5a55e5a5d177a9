"""A finding as other programs take it: its words in a line, where it stands, and what tells it from all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jsrules.base.language import say
from jsrules.model.report import Cell
from jsrules.model.result import Result
from jsrules.outputs.compose import Told
from jsrules.outputs.finding import sides, source_place, standing, subject
from jsrules.outputs.fingerprints import fingerprints
from jsrules.outputs.reasons import cell_name
from jsrules.outputs.severity import is_finding


class WrittenRegion(NamedTuple):
    """Where something is written: lines and columns from 1, columns in characters; ``end`` is behind its last one.
    ``words`` are what readers are told, with the place in the document that a report was imported from.
    """

    path: str
    line: int
    column: int
    end: int
    words: str


class Noted(NamedTuple):
    """An outcome and its ``number``; its ``fingerprint`` stays the same when lines move or figures change, and no other
    of the report has it.
    """

    number: int
    told: Told
    fingerprint: str
    proposals: tuple[str, ...]

    @property
    def title(self) -> str:
        """The table, and what it is about in there."""
        return " · ".join(part for part in (self.told.table, subject(self.told)) if part)

    @property
    def sentence(self) -> str:
        """All that it says: the message, by how much, and what should be there, or why it stands."""
        told = self.told
        figures = say("，", ", ").join(sides(told)) if told.judged in ("violation", "rounding") else ""
        parts = (told.message, figures, *self.proposals, self.explained)
        return say("；", "; ").join(part for part in parts if part)

    @property
    def explained(self) -> str:
        """Why it stands, who approved it, until when; empty for what is not waived."""
        waiver = self.told.outcome.waiver
        return standing(waiver) if waiver is not None else ""

    @property
    def line(self) -> str:
        """What it is about, and all that it says."""
        return say("：", ": ").join(part for part in (self.title, self.sentence) if part)

    @property
    def cells(self) -> list[Cell]:
        """The cells that it is about and that are written somewhere, each once, every statement of a figure."""
        report = self.told.report
        found = (alike for term in self.told.terms for alike in report.alike(term.cell) if alike.line)
        return list({(report.path_of(cell), cell.line, cell.place): cell for cell in found}.values())

    @property
    def region(self) -> WrittenRegion:
        """Where it stands: at its first cell, else at the beginning of the report."""
        cells = self.cells
        path = self.told.report.path
        return region_of(self.told, cells[0]) if cells else WrittenRegion(path, 1, 1, 1, path)


def region_of(told: Told, cell: Cell) -> WrittenRegion:
    """Where a cell is written; what was made of a document has no lines, and counts as its first."""
    place = source_place(cell, told.report, named=True)
    if not place.line:
        return WrittenRegion(place.path, 1, 1, 1, place.text)
    text = cell.amount.text if cell.amount is not None else cell.problem
    column = max(place.column, 1)
    return WrittenRegion(place.path, place.line, column, column + len(text), place.text)


def noted(result: Result, *, everything: bool = False) -> Iterator[Noted]:
    """The findings of a result in their order, with ``everything`` also what holds and what does not apply; none where
    the report could not be read.
    """
    if result.report is None:
        return
    proposals = _proposals(result)
    chosen = [number for number, each in enumerate(result.outcomes) if everything or is_finding(each)]
    for number, fingerprint in fingerprints(result, chosen).items():
        told = Told(result.report, result.outcomes[number])
        proposed = proposals.get(number, ()) if told.outcome.waiver is None else ()
        yield Noted(number, told, fingerprint, tuple(proposed))


def _proposals(result: Result) -> dict[int, list[str]]:
    """What should be changed for a finding to go, in a sentence for each figure, by the number of its outcome."""
    found: dict[int, list[str]] = {}
    report = result.report
    if result.reconciliation is None or report is None:
        return found
    from jsrules.outputs.causes import should_be
    from jsrules.outputs.page import plain
    from jsrules.outputs.standing import told_causes

    for cause in told_causes(result):
        sentences = [
            f"{cell_name(report, each.cell)} {plain(should_be(each))}" for each in cause.corrections[0].suspects
        ]
        _add(found, cause.findings, sentences)
    return found


def _add(found: dict[int, list[str]], numbers: Iterable[int], sentences: list[str]) -> None:
    for number in numbers:
        found.setdefault(number, []).extend(sentences)
