"""What went wrong, as people read it: which figure, what it should be, why that one,
and the findings that it explains.
"""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.model.outcome import Outcome
from jsrules.model.reconciliation import EXPLANATION_WORDS, Balance, Cause, Correction, Reconciliation, Suspect
from jsrules.model.report import Report
from jsrules.model.result import Result
from jsrules.outputs.finding import entry, label_of, word
from jsrules.outputs.layout import Page, Place, clean
from jsrules.outputs.severity import severity_of

INDENT = "     "

TIED_SHOWN = 5
"""So many of the corrections that are equally likely are listed."""


def ordered(result: Result) -> list[Cause]:
    """The causes that explain findings, those of errors first, in the order of the report."""
    reconciliation = result.reconciliation
    if reconciliation is None:
        return []
    levels = ("error", "warning", "info")

    def weight(cause: Cause) -> tuple[int, int, int]:
        level = min((levels.index(severity_of(result.outcomes[each])) for each in cause.findings), default=len(levels))
        cell = cause.corrections[0].suspects[0].cell
        return level, cell.form, cell.index

    return sorted(reconciliation.causes, key=weight)


def summary(reconciliation: Reconciliation) -> str:
    """How many figures must be changed, and whether that is proved."""
    if reconciliation.status == "partial":
        if not reconciliation.figures:
            return say("公式太多，没有放在一起看。", "There are too many identities to look at them together.")
        return say(
            "至少有 {n} 个数有误；在限额之内没有找全改法。",
            "At least {n} figures are wrong; not all corrections were found within the budget.",
            n=reconciliation.figures,
        )
    if reconciliation.status == "contradictory" and not reconciliation.figures:
        return say("没有数要改，是公式有误。", "No figure need be changed; it is identities that are wrong.")
    parts = [
        say(
            "要让金额和比率的公式同时成立，最少改 {n} 个数",
            "For all identities of amounts and rates to hold at once, {n} figures must be changed at least",
            n=reconciliation.figures,
        )
        if reconciliation.figures != 1
        else say(
            "要让金额和比率的公式同时成立，改 1 个数就够了",
            "For all identities of amounts and rates to hold at once, changing 1 figure is enough",
        )
    ]
    choices = [len(cause.corrections) + cause.others for cause in reconciliation.causes]
    if not reconciliation.complete:
        parts.append(say("改法没有找全", "not all corrections were found"))
    elif all(each == 1 for each in choices):
        parts.append(say("改法只有一种", "there is one way only"))
    return say("；", "; ").join(parts) + say("。", ".")


def contradictions(reconciliation: Reconciliation, page: Page) -> list[str]:
    """Identities that cannot all hold, whatever is printed."""
    lines = []
    for each in reconciliation.contradictions:
        names = say("、", ", ").join(dict.fromkeys(one.rule.name for one in each.identities))
        text = say(
            "公式互相矛盾，无论怎样改数都不能同时成立：{names}",
            "identities contradict each other, whatever the figures: {names}",
            names=names,
        )
        lines += page.paragraph(text)
    return lines


def headline(cause: Cause, result: Result) -> str:
    """What is wrong, in a line: ``28.29 应为 28.09：解释 3 条不符``."""
    correction = cause.corrections[0]
    if cause.tied > 1:
        text = say("{n} 种改法同样可能", "{n} corrections are equally likely", n=cause.tied + _more_tied(cause))
    elif len(correction.suspects) > 1:
        text = say("{n} 个数要一起改", "{n} figures are to be changed together", n=len(correction.suspects))
    else:
        text = should_be(correction.suspects[0])
    explained = explains(cause, result)
    return text + (say("：", ": ") + explained if explained else "")


def _more_tied(cause: Cause) -> int:
    return cause.others if cause.tied == len(cause.corrections) else 0


def should_be(suspect: Suspect) -> str:
    """``28.29 应为 28.09``; values that are equally good stand side by side."""
    printed = _printed(suspect)
    if not suspect.proposals:
        return say("{printed} 有误", "{printed} is wrong", printed=printed)
    values = say(" 或 ", " or ").join(each.amount.text for each in suspect.proposals[: suspect.tied])
    return say("{printed} 应为 {values}", "{printed} should be {values}", printed=printed, values=values)


def _printed(suspect: Suspect) -> str:
    amount = suspect.cell.amount
    return clean(amount.text if amount is not None and amount.text else say("空白", "blank"))


def explains(cause: Cause, result: Result) -> str:
    """``解释 3 条不符``."""
    outcomes = [result.outcomes[each] for each in cause.findings]
    parts = []
    violations = sum(each.verdict == "violation" for each in outcomes)
    if violations:
        if violations == 1:
            parts.append(say("1 条不符", "1 violation"))
        else:
            parts.append(say("{n} 条不符", "{n} violations", n=violations))
    same = sum(each.kind == "same_amount" for each in outcomes)
    if same:
        parts.append(say("{n} 条同数异值", "{n} of one amount in two values", n=same))
    tails = len(tails_of(cause, result))
    if tails:
        parts.append(say("{n} 条合起来不成立的尾差", "{n} rounding differences that cannot all be", n=tails))
    if not parts:
        return ""
    return say("解释 {what}", "explains {what}", what=say("、", ", ").join(parts))


def render_cause(cause: Cause, result: Result, page: Page, number: int, *, explain: bool = False) -> list[str]:
    """A cause as a numbered block, without its findings."""
    report = result.report
    assert report is not None
    opening = f"{number:>3}. "
    lines = page.paragraph(headline(cause, result), opening)
    role = max((severity_of(result.outcomes[each]) for each in cause.findings), key=_level, default="info")
    lines[0] = opening + page.paint(lines[0].removeprefix(opening), role)
    single = cause.tied == 1 and len(cause.corrections[0].suspects) == 1
    if single:
        lines += _suspect(cause.corrections[0].suspects[0], report, page)
    else:
        shown = cause.tied if explain else min(cause.tied, TIED_SHOWN)
        for each in cause.corrections[:shown]:
            lines += _correction(each, report, page)
        if shown < cause.tied:
            text = say(
                "另有 {n} 种同样可能（加 --explain 列出）",
                "{n} more, equally likely (--explain lists them)",
                n=cause.tied - shown,
            )
            lines += page.paragraph(text, INDENT + "  ")
    lines += _others(cause, report, page, explain=explain)
    return lines


def _level(severity: str) -> int:
    return ("info", "warning", "error").index(severity)


def _suspect(suspect: Suspect, report: Report, page: Page) -> list[str]:
    lines = entry(page, say("数", "figure"), report.cell_path(suspect.cell))
    place = place_of(suspect, report)
    if place:
        lines += page.flow([place], "", label_of(say("位置", "where")))
    why = reasons(suspect)
    if why:
        lines += entry(page, say("原因", "why"), why)
    return lines


def place_of(suspect: Suspect, report: Report) -> Place | None:
    """Where a suspect stands; nothing for a row that the report does not write."""
    cell = suspect.cell
    return Place(f"{report.path_of(cell)}:{cell.line}:{cell.place}") if cell.line else None


def reasons(suspect: Suspect) -> str:
    """How it went wrong, how many identities want that value, and other values."""
    if not suspect.proposals:
        return say("没有公式能得出它应为多少", "no identity says what it should be")
    best = suspect.proposals[0]
    parts = []
    if best.balance is not None:
        parts.append(_balance(best.explanation, best.balance))
    elif best.explanation:
        parts.append(word(EXPLANATION_WORDS, best.explanation))
    if best.votes:
        parts.append(
            say("{n} 条公式都得出这个数", "{n} identities give this value", n=best.votes)
            if best.votes > 1
            else say("1 条公式得出这个数", "1 identity gives this value")
        )
    others = suspect.proposals[suspect.tied :]
    if others:
        values = say("、", ", ").join(each.amount.text for each in others)
        parts.append(say("也可能是 {values}", "or else {values}", values=values))
    return say("；", "; ").join(parts)


def _balance(explanation: str, balance: Balance) -> str:
    """What a figure was rounded for."""
    figures = say("、", ", ").join(each.amount.text for each in balance.cells if each.amount is not None)
    if explanation == "summed":
        return say(
            "合计取和：按“{rule}”把舍入后的各部分相加（{figures}）",
            "the sum of rounded parts, by “{rule}” ({figures})",
            rule=balance.rule.name,
            figures=figures,
        )
    return say(
        "舍位平衡：动了末位，让“{rule}”的印出数相加得上（{figures}）",
        "moved by a last place to make “{rule}” add up in print ({figures})",
        rule=balance.rule.name,
        figures=figures,
    )


def _correction(correction: Correction, report: Report, page: Page) -> list[str]:
    """A correction in short: each figure with what it should be, and where."""
    lines = []
    for number, suspect in enumerate(correction.suspects):
        bullet = "  - " if number == 0 else "    "
        pieces = [report.cell_path(suspect.cell), should_be(suspect)]
        if suspect.proposals and suspect.proposals[0].explanation:
            pieces.append(say("（{why}）", "({why})", why=word(EXPLANATION_WORDS, suspect.proposals[0].explanation)))
        place = place_of(suspect, report)
        lines += page.flow([*pieces, *([place] if place else [])], "  ", INDENT + bullet)
    return lines


def _others(cause: Cause, report: Report, page: Page, *, explain: bool) -> list[str]:
    """Corrections that are less likely."""
    others = cause.corrections[cause.tied :]
    count = len(others) + cause.others
    if not count:
        return []
    if cause.tied > 1 and not others:
        return page.paragraph(say("  其中 {n} 种没有列出", "  {n} of them are not listed", n=count), INDENT)
    if not explain:
        text = say("另有 {n} 种可能较小的改法", "{n} less likely corrections besides", n=count)
        return entry(page, say("其他", "others"), text)
    lines = entry(page, say("其他", "others"), say("{n} 种可能较小的改法", "{n} less likely corrections", n=count))
    for each in others:
        lines += _correction(each, report, page)
    return lines


def reference(numbers: list[int]) -> str:
    """``（见第 2 条）``, of the causes with these numbers."""
    text = say("、", ", ").join(map(str, numbers))
    return say("（见第 {numbers} 条）", " (see {numbers})", numbers=text)


def findings_of(cause: Cause, result: Result) -> list[Outcome]:
    """The violations that a cause explains."""
    return [result.outcomes[each] for each in cause.findings if result.outcomes[each].verdict == "violation"]


def tails_of(cause: Cause, result: Result) -> list[Outcome]:
    """The rounding differences that a cause explains, since they cannot all be rounding."""
    outcomes = [result.outcomes[each] for each in cause.findings]
    return [each for each in outcomes if each.verdict == "rounding" and each.kind != "same_amount"]
