"""What went wrong: which figure, what it should be, why that one, and the findings that it explains."""

from __future__ import annotations

from collections.abc import Hashable

from jsrules.base.diagnostic import SEVERITIES
from jsrules.base.language import say
from jsrules.model.alike import claim_of
from jsrules.model.outcome import Outcome
from jsrules.model.reconciliation import (
    EXPLANATION_WORDS,
    Balance,
    Cause,
    Contradiction,
    Correction,
    Reconciliation,
    StructuralCause,
    Suspect,
    TwoValues,
)
from jsrules.model.report import Report
from jsrules.model.result import Result
from jsrules.outputs.finding import entry, places_of, reference_of
from jsrules.outputs.page import (
    Blocks,
    Flow,
    Inline,
    Item,
    Nested,
    Numeral,
    PageBlock,
    Paragraph,
    Styled,
    joined,
    section,
    tell,
    word,
)

TIED_SHOWN = 5
"""So many of the corrections that are equally likely are listed."""


def ordered(result: Result) -> list[Cause]:
    """The causes that explain findings, those of errors first, in the order of the report."""
    reconciliation = result.reconciliation
    if reconciliation is None:
        return []

    def weight(cause: Cause) -> tuple[int, int, int]:
        cell = cause.corrections[0].suspects[0].cell
        return -level_of(cause.findings, result), cell.form, cell.index

    return sorted(reconciliation.causes, key=weight)


def level_of(findings: list[int], result: Result) -> int:
    """How grave the gravest finding is that a cause explains and nobody waived; -1 where there is none."""
    outcomes = [result.outcomes[each] for each in findings]
    return max((SEVERITIES.index(each.severity) for each in outcomes if each.verdict != "waived"), default=-1)


def introduction(reconciliation: Reconciliation, standing: int = 0) -> Blocks:
    """What opens the list of causes: how many figures must be changed, and identities that cannot all hold.

    ``standing`` of the causes are not listed, since all that they explain was explained by somebody.
    """
    summary = Paragraph(_summary(reconciliation))
    left_out = say(
        "其中 {n} 处的不符都已说明，不必改，没有列在这里。",
        "Of these, {n} are left out here: all that they explain is waived and need not be changed.",
        n=standing,
    )
    return section(
        say("差错与改法", "errors and corrections"),
        summary,
        Paragraph(left_out if standing else ""),
        *map(_contradiction, reconciliation.contradictions),
    )


def _summary(reconciliation: Reconciliation) -> str:
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
    whole = say("要让金额和比率的公式同时成立，", "For all identities of amounts and rates to hold at once, ")
    parts = len(reconciliation.structure)
    if parts:
        whole = (
            say(
                "整块的差错 {n} 处；改正以后，",
                "{n} errors are of whole parts of the report; with these put right, ",
                n=parts,
            )
            if parts > 1
            else say("整块的差错 1 处；改正以后，", "1 error is of a whole part of the report; with that put right, ")
        )
        if not reconciliation.figures and reconciliation.complete:
            return whole + say("金额和比率的公式同时成立。", "all identities of amounts and rates hold at once.")
        whole += say("要让金额和比率的公式同时成立，", "for all identities of amounts and rates to hold at once, ")
    if reconciliation.figures == 1:
        whole += say("改 1 个数就够了", "changing 1 figure is enough")
    else:
        whole += say("最少改 {n} 个数", "{n} figures must be changed at least", n=reconciliation.figures)
    whole += _in_two_values(reconciliation)
    if not reconciliation.complete:
        whole += say("；改法没有找全", "; not all corrections were found")
    elif all(map(_is_only_way, reconciliation.causes)):
        whole += say("；改法只有一种", "; there is one way only")
    return whole + say("。", ".")


def _is_only_way(cause: Cause) -> bool:
    """Whether figures can be changed in one way only for what a cause is about."""
    least = cause.two_values.figures if cause.two_values is not None else 0
    return len(cause.corrections) + cause.others == 1 and least in (0, len(cause.corrections[0].suspects))


def _in_two_values(reconciliation: Reconciliation) -> str:
    """How many of the figures are amounts that are printed in two values: ``：3 个数有误，2 个是一数两印``."""
    doubled = [cause.two_values.figures for cause in reconciliation.causes if cause.two_values is not None]
    if not doubled:
        return ""
    same, wrong = sum(doubled), reconciliation.figures - sum(doubled)
    if not wrong and same == 1:
        return say("，是一笔金额印成两个数", ": one amount is printed in two values")
    if not wrong:
        return say("，都是一数两印", ", all of one amount printed in two values")
    amounts = say("（{n} 笔金额）", " ({n} amounts)", n=len(doubled)) if same > len(doubled) else ""
    if wrong == 1:
        what = say(
            "：1 个数有误，{same} 个是一数两印", ": 1 is wrong, {same} are amounts printed in two values", same=same
        )
    else:
        what = say(
            "：{n} 个数有误，{same} 个是一数两印",
            ": {n} are wrong, {same} are amounts printed in two values",
            n=wrong,
            same=same,
        )
    return what + amounts


def _contradiction(contradiction: Contradiction) -> PageBlock:
    """Identities that cannot all hold, whatever is printed."""
    names = say("、", ", ").join(each.name for each in contradiction.rules)
    text = say(
        "公式互相矛盾，无论怎样改数都不能同时成立：{names}",
        "identities contradict each other, whatever the figures: {names}",
        names=names,
    )
    return Paragraph(text)


def _headline(cause: Cause, result: Result) -> Inline:
    """What is wrong, in a line: ``28.29 应为 28.09：解释 3 条不符``."""
    suspects = cause.corrections[0].suspects
    text = should_be(suspects[0])
    if not cause.complete:
        text = say(
            "有数有误，试出一种改法，没有找全",
            "something is wrong; one correction that does, others were not looked for",
        )
    elif cause.two_values is not None:
        text = _one_amount(cause.two_values)
    elif _is_undecided(cause):
        text = say("{n} 个数有误，哪几个不能断定", "{n} figures are wrong, which cannot be told", n=len(suspects))
    elif cause.tied > 1:
        more = cause.others if cause.tied == len(cause.corrections) else 0
        text = say("{n} 种改法同样可能", "{n} corrections are equally likely", n=cause.tied + more)
    elif len(suspects) > 1:
        text = say("{n} 个数要一起改", "{n} figures are to be changed together", n=len(suspects))
    return joined((text, explains(cause.findings, result)), say("：", ": "))


def _one_amount(doubled: TwoValues) -> Inline:
    """``236.63 与 236.64 是一笔金额，应都是 236.64``."""
    one, other = (Numeral(each.amount.text) for each in doubled.values)
    if doubled.value is None:
        return tell(
            "{one} 与 {other} 是一笔金额，哪个对不能断定",
            "{one} and {other} are one amount; which is right cannot be told",
            one=one,
            other=other,
        )
    value = Numeral(doubled.value.text)
    return tell(
        "{one} 与 {other} 是一笔金额，应都是 {value}",
        "{one} and {other} are one amount, which should be {value}",
        one=one,
        other=other,
        value=value,
    )


def should_be(suspect: Suspect, *, sure: bool = True) -> Inline:
    """``28.29 应为 28.09``; values that are equally good stand side by side. Not ``sure``: it need not be this figure."""
    amount = suspect.cell.amount
    printed = Numeral(amount.text if amount is not None and amount.text else say("空白", "blank"))
    if suspect.least is not None:
        return tell(
            "{printed} 应至少 {end}",
            "{printed} should be {end} at least",
            printed=printed,
            end=Numeral(suspect.least.text),
        )
    if suspect.most is not None:
        return tell(
            "{printed} 应至多 {end}",
            "{printed} should be {end} at most",
            printed=printed,
            end=Numeral(suspect.most.text),
        )
    if not suspect.proposals and sure:
        return tell("{printed} 有误", "{printed} is wrong", printed=printed)
    if not suspect.proposals:
        return tell("改 {printed}", "change {printed}", printed=printed)
    values = joined([Numeral(each.amount.text) for each in suspect.proposals[: suspect.tied]], say(" 或 ", " or "))
    if not sure:
        return tell("{printed} 改为 {values}", "{printed} changed to {values}", printed=printed, values=values)
    return tell("{printed} 应为 {values}", "{printed} should be {values}", printed=printed, values=values)


def explains(findings: list[int], result: Result) -> str:
    """``解释 3 条不符``."""
    outcomes = _once([result.outcomes[each] for each in findings])
    waived = sum(each.verdict == "waived" for each in outcomes)
    outcomes = [each for each in outcomes if each.verdict != "waived"]
    violations = sum(each.verdict == "violation" for each in outcomes)
    same = sum(each.kind == "same_amount" for each in outcomes)
    tails = len(_tails(outcomes))
    several = say("{n} 条不符", "{n} violations", n=violations) if violations else ""
    parts = (
        say("1 条不符", "1 violation") if violations == 1 else several,
        say("{n} 条同数异值", "{n} of one amount in two values", n=same) if same else "",
        say("{n} 条合起来不成立的尾差", "{n} rounding differences that cannot all be", n=tails) if tails else "",
        say("{n} 条已说明", "{n} waived", n=waived) if waived else "",
    )
    what = say("、", ", ").join(filter(None, parts))
    return say("解释 {what}", "explains {what}", what=what) if what else ""


def _once(outcomes: list[Outcome]) -> list[Outcome]:
    """Outcomes without those that say what one before says of the same cells."""
    found: dict[Hashable, Outcome] = {}
    for number, each in enumerate(outcomes):
        claim = claim_of(each.ground)
        found.setdefault(number if claim is None else claim, each)
    return list(found.values())


def compose_cause(cause: Cause, result: Result, number: int, further: Blocks, *, explain: bool = False) -> Item:
    """A cause, with ``further`` blocks on what it explains."""
    report = result.report
    assert report is not None
    body: list[PageBlock] = []
    if not cause.complete:
        body.append(_correction(cause.corrections[0], report, sure=False))
    elif cause.tied == 1 and len(cause.corrections[0].suspects) == 1:
        body += _suspect(cause.corrections[0].suspects[0], report)
    else:
        shown = cause.tied if explain else 0 if _is_undecided(cause) else min(cause.tied, TIED_SHOWN)
        if not shown:
            body += _figures_in(cause, report)
        body += [_correction(each, report) for each in cause.corrections[:shown]]
        if shown < cause.tied:
            text = (
                say(
                    "有 {n} 种改法，同样可能（加 --explain 列出）",
                    "there are {n} corrections, equally likely (--explain lists them)",
                    n=cause.tied + cause.others,
                )
                if not shown
                else say(
                    "另有 {n} 种同样可能（加 --explain 列出）",
                    "{n} more, equally likely (--explain lists them)",
                    n=cause.tied - shown,
                )
            )
            body.append(Nested([Paragraph(text)]))
    role = SEVERITIES[max(level_of(cause.findings, result), 0)]
    suspects = {each.cell.index for one in cause.corrections[: cause.tied] for each in one.suspects}
    return Item(
        number,
        Styled(_headline(cause, result), role),
        [*body, *_others(cause, report, explain=explain), *further],
        about=[result.outcomes[each] for each in cause.findings],
        cells=sorted(suspects),
    )


def _is_undecided(cause: Cause) -> bool:
    """Whether so many corrections of several figures are equally likely that no value is worth reading."""
    return cause.tied > TIED_SHOWN and len(cause.corrections[0].suspects) > 1


def _figures_in(cause: Cause, report: Report) -> Blocks:
    """The figures that corrections are about, each once."""
    cells = {each.cell.index: each.cell for one in cause.corrections for each in one.suspects}
    places = [reference_of(cell, report) for _, cell in sorted(cells.items())]
    return [entry(say("其中", "among"), places[0]), *(entry("", each) for each in places[1:])]


def _suspect(suspect: Suspect, report: Report) -> Blocks:
    cell = reference_of(suspect.cell, report)
    return [
        entry(say("数", "figure"), cell),
        entry(say("位置", "where"), Flow(places_of([suspect.cell], report), say("、", ", "))),
        entry(say("原因", "why"), _reasons(suspect)),
    ]


def _reasons(suspect: Suspect) -> str:
    """How it went wrong, how many identities want that value, and other values."""
    if not suspect.proposals:
        return say("没有公式能得出它正好应为多少", "no identity says just what it should be")
    best = suspect.proposals[0]
    several = say("{n} 条公式都得出这个数", "{n} identities give this value", n=best.votes) if best.votes else ""
    values = say("、", ", ").join(each.amount.text for each in suspect.proposals[suspect.tied :])
    parts = (
        _balance(best.explanation, best.balance) if best.balance else word(EXPLANATION_WORDS, best.explanation),
        say("1 条公式得出这个数", "1 identity gives this value") if best.votes == 1 else several,
        say("也可能是 {values}", "or else {values}", values=values) if values else "",
    )
    return say("；", "; ").join(filter(None, parts))


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


def _correction(correction: Correction, report: Report, *, sure: bool = True) -> Item:
    """A correction in short: each figure with what it should be, and where."""
    lines = []
    for suspect in correction.suspects:
        cell = reference_of(suspect.cell, report)
        explanation = suspect.proposals[0].explanation if suspect.proposals else ""
        why = say("（{why}）", "({why})", why=word(EXPLANATION_WORDS, explanation)) if explanation else ""
        lines.append(Flow((cell, should_be(suspect, sure=sure), why, *places_of([suspect.cell], report))))
    return Item("", lines[0], [Paragraph(line) for line in lines[1:]])


def _others(cause: Cause, report: Report, *, explain: bool) -> Blocks:
    """Corrections that are less likely."""
    others = cause.corrections[cause.tied :]
    count = len(others) + cause.others
    if not count or (_is_undecided(cause) and not explain):
        return []
    if cause.tied > 1 and not others:
        return [Nested([Paragraph(say("其中 {n} 种没有列出", "{n} of them are not listed", n=count))])]
    if not explain:
        text = say("另有 {n} 种可能较小的改法", "{n} less likely corrections besides", n=count)
        return [entry(say("其他", "others"), text)]
    text = say("{n} 种可能较小的改法", "{n} less likely corrections", n=count)
    return [entry(say("其他", "others"), text), *(_correction(each, report) for each in others)]


def findings_of(cause: Cause | StructuralCause, result: Result) -> list[Outcome]:
    """The violations that a cause explains."""
    return [result.outcomes[each] for each in cause.findings if result.outcomes[each].verdict == "violation"]


def tails_of(cause: Cause, result: Result) -> list[Outcome]:
    """The rounding differences that a cause explains, since they cannot all be rounding."""
    return _tails([result.outcomes[each] for each in cause.findings])


def _tails(outcomes: list[Outcome]) -> list[Outcome]:
    return [each for each in outcomes if each.verdict == "rounding" and each.kind != "same_amount"]
