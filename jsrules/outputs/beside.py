"""The violations that ``jsrules reconcile`` does not explain, by why it did not look at them with the others."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.model.ground import GroundCondition, GroundLinear, GroundRatio
from jsrules.model.outcome import Outcome
from jsrules.model.reconciliation import Reconciliation
from jsrules.model.report import Report
from jsrules.model.result import Result
from jsrules.model.syntax import Call, Note, PrintedName, Text
from jsrules.model.tree import walk
from jsrules.outputs.compose import Told
from jsrules.outputs.page import Blocks, Nested, Paragraph


def violations_beside(result: Result) -> list[int]:
    """The numbers of the violations that no cause explains."""
    found = result.reconciliation
    explained: set[int] = set()
    if found is not None:
        explained.update(each for part in found.structure for each in part.findings)
        explained.update(each for cause in found.causes for each in cause.findings)
    return [
        number
        for number, outcome in enumerate(result.outcomes)
        if outcome.verdict == "violation" and number not in explained
    ]


def compose_beside(result: Result) -> Blocks:
    """How many there are, and why."""
    numbers = violations_beside(result)
    if not numbers:
        return []
    found, report = result.reconciliation, result.report
    assert report is not None
    reasons: dict[str, int] = {}
    for number in numbers:
        why = _why(number, result.outcomes[number], found, report)
        reasons[why] = reasons.get(why, 0) + 1
    text = say(
        "另有 {n} 条不符没有解释（jsrules verify 逐条列出）：",
        "{n} more violations are not explained (jsrules verify lists them):",
        n=len(numbers),
    )
    if len(numbers) == 1:
        text = say(
            "另有 1 条不符没有解释（jsrules verify 列出）：",
            "1 more violation is not explained (jsrules verify lists it):",
        )
    lines = [Nested([Paragraph(say("{n} 条{why}", "{n}: {why}", n=count, why=why))]) for why, count in reasons.items()]
    return [Paragraph(text), *lines]


def _of_no_figure(ground: GroundCondition, *, missing: bool) -> str:
    """Why a condition was not looked at: it is about something else than figures, or no comparison of sums."""
    if missing:
        return say("是缺的表，没有数可改", "of tables that are missing; there is no figure to change")
    parts = list(walk(ground.node))
    asked = {each.function for each in parts if isinstance(each, Call)}
    if asked & {"exists", "blank", "covers"}:
        return say(
            "问的是印了没有、填了没有，没有数可改", "asks whether something is printed; there is no figure to change"
        )
    if asked & {"like", "lists"} or any(isinstance(each, Text | Note | PrintedName) for each in parts):
        return say("比的是文字或日期", "of texts or dates")
    return say("不是金额、数目的等式或比率", "no equality of amounts or counts, and no rate")


def _why(number: int, outcome: Outcome, found: Reconciliation | None, report: Report) -> str:
    """Why an identity was not looked at with the others, or nothing came of it."""
    rule, ground = outcome.rule, outcome.ground
    if found is not None and number in found.looked_at:
        return say("放在一起看了，没有找到改法", "looked at, no correction was found for it")
    if rule.nature == "plausibility":
        return say("是核实性的，可能属实", "of plausibility, it may be so")
    if rule.severity == "info":
        return say("是提示", "a hint")
    if isinstance(ground, GroundRatio):
        return say("是比率，分母为 0 或可能为 0", "a rate whose base is 0, or may be")
    if isinstance(ground, GroundCondition):
        return _of_no_figure(ground, missing=bool(Told(report, outcome).absent_table))
    if not isinstance(ground, GroundLinear):
        return say("不是金额、数目的等式或比率", "no equality of amounts or counts, and no rate")
    if any(_is_year(report, index) for index in ground.row.terms):
        return say("是年度，发现本身说了应为多少", "of years; the finding says what it should be")
    if ground.tolerance is not None:
        return say("写明了允许差", "with a tolerance of its own")
    if ground.operator not in ("=", "=="):
        return say(
            "是不等式，没有写类型是平衡或逻辑，可能属实",
            "an inequality that is not said to be 平衡 or 逻辑; it may be so",
        )
    return say("没有放在一起看", "not looked at with the others")


def _is_year(report: Report, index: int) -> bool:
    amount = report.cells[index].amount if index < len(report.cells) else None
    return amount is not None and amount.unit.dimension == "year"
