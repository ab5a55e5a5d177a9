"""A finding as a row of a paper: the same words in a workbook, a working paper and a form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jsrules.base.diagnostic import SEVERITIES, Severity
from jsrules.base.language import say
from jsrules.base.printable import clean
from jsrules.model.outcome import KIND_WORDS, SEVERITY_WORDS, VERDICT_WORDS, VERDICTS, Verdict
from jsrules.model.result import Result
from jsrules.outputs.exchange.noted import Noted, noted
from jsrules.outputs.figures import difference_with_unit, grouped, with_unit
from jsrules.outputs.finding import subject
from jsrules.outputs.page import word


class PaperRow(NamedTuple):
    """A finding. ``number`` counts them, ``cells`` are the numbers of its figures in the report, the first one is what
    it is about. Figures are texts with their units; what does not apply is empty.
    """

    number: int
    verdict: Verdict
    severity: Severity
    judged: str
    level: str
    table: str
    subject: str
    message: str
    formula: str
    difference: str
    allowance: str
    proposed: str
    place: str
    rule: str
    basis: str
    cells: tuple[int, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is told of it, from left to right."""
        figures = self.message, self.formula, self.difference, self.allowance, self.proposed
        return self.judged, self.level, self.table, self.subject, *figures, self.place, self.rule, self.basis


def paper_rows(result: Result, *, everything: bool = False) -> Iterator[PaperRow]:
    """The findings of a result, what is wrong first, the gravest of it first, otherwise in the order of the rules."""

    def weight(each: Noted) -> tuple[int, int]:
        return VERDICTS.index(each.told.verdict), -SEVERITIES.index(each.told.severity)

    for number, each in enumerate(sorted(noted(result, everything=everything), key=weight), 1):
        yield _row(number, each)


def _row(number: int, each: Noted) -> PaperRow:
    told = each.told
    judged = word(VERDICT_WORDS, told.verdict)
    if told.kind:
        judged = say("{verdict}（{kind}）", "{verdict} ({kind})", verdict=judged, kind=word(KIND_WORDS, told.kind))
    difference = grouped(told.difference, told.unit)
    return PaperRow(
        number,
        told.verdict,
        told.severity,
        clean(judged),
        word(SEVERITY_WORDS, told.severity),
        clean(told.table) or say("表间", "between tables"),
        clean(subject(told)),
        clean(say("；", "; ").join(filter(None, (told.message, each.explained)))),
        clean(told.formula) if told.formula != told.message else "",
        difference_with_unit(difference, told.unit) if difference not in ("", "0") else difference,
        with_unit(told.allowance, told.unit) if told.allowance != "0" else told.allowance,
        clean(say("；", "; ").join(each.proposals)),
        clean(each.region.words) if each.cells else "",
        clean(told.rule.name or told.rule.identifier),
        clean(told.rule.basis),
        tuple(term.cell.index for term in told.terms),
    )
