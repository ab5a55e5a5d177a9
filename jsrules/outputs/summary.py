"""The table behind several reports: one line for each."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.model.result import Result
from jsrules.outputs.compose import Teller
from jsrules.outputs.groups import seen_violations
from jsrules.outputs.page import Inline, Page, Paragraph, Role, Styled, TextTable, section
from jsrules.outputs.severity import is_unusable


class SummaryLine(Record):
    """What the table says of one report; the result itself need not be kept."""

    path: str
    usable: bool
    errors: int
    warnings: int
    undetermined: int
    grave: int
    tails: int
    passed: int

    @classmethod
    def of(cls, result: Result) -> SummaryLine:
        """The tally of a result; its errors and warnings are counted as readers see them, as in the headline."""
        seen = seen_violations(Teller(result))
        weights = [group[0].severity for group in (*seen.found, *seen.absent)]
        return cls(
            result.path,
            not is_unusable(result),
            weights.count("error"),
            len(weights) - weights.count("error"),
            result.count("undetermined"),
            sum(each.judgement.is_grave and each.severity == "error" for each in result.outcomes),
            result.count("rounding"),
            result.count("pass"),
        )

    def verdict(self) -> tuple[str, Role]:
        """The verdict in one word, and the role that colours it."""
        if not self.usable:
            return say("无法检查", "unusable"), "error"
        if self.errors:
            return say("不符", "violation"), "error"
        if self.warnings:
            return say("警告", "warning"), "warning"
        if self.grave:
            return say("无法判断", "undetermined"), "error"
        if self.undetermined and not (self.passed or self.tails):
            return say("无法判断", "undetermined"), "warning"
        return say("通过", "passed"), "good"


def compose_summary(tallies: Sequence[SummaryLine]) -> Page:
    """The table and a line of totals."""
    head = say("结论 错误 警告 无法判断 尾差 相符 报告", "verdict errors warnings undetermined rounding pass report")
    rows: list[Sequence[Inline]] = [head.split()]
    for tally in tallies:
        counts = (tally.errors, tally.warnings, tally.undetermined, tally.tails, tally.passed)
        figures = map(str, counts) if tally.usable else "-" * len(counts)
        rows.append((Styled(*tally.verdict()), *figures, tally.path))
    unusable = sum(not tally.usable for tally in tallies)
    wrong = sum(tally.usable and tally.errors + tally.warnings > 0 for tally in tallies)
    total = say(
        "共 {all} 份报告：有不符的 {wrong} 份，无法检查的 {unusable} 份。",
        "{all} reports: {wrong} with violations, {unusable} that could not be checked.",
        all=len(tallies),
        wrong=wrong,
        unusable=unusable,
    )
    table = TextTable(rows, (False, True, True, True, True, True, False), ["strong"], head=True)
    return [section(say("汇总", "summary"), table), [Paragraph(total)]]
