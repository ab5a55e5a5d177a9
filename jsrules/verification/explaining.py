"""New waivers for findings of a report, and the file that they go into."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.dates import days_between
from jsrules.base.diagnostic import Diagnostic, InputError, fail
from jsrules.base.language import get_language, say
from jsrules.base.writing import write_whole
from jsrules.model.outcome import Outcome
from jsrules.model.waiver import Waiver
from jsrules.readers.waivers.waiver_text import bytes_of, with_waivers
from jsrules.verification.judging import Loaded, waivable_rules
from jsrules.verification.waiver_file import paths_beside, waivers_beside
from jsrules.verification.waiving import WaivableRule, latest_day, waiver_of

USUAL_DAYS = 365
"""So many days a waiver lasts where neither somebody nor the pack says otherwise."""


def new_waivers(
    loaded: Loaded, outcomes: Sequence[Outcome], reason: str, approver: str, since: str, through: str
) -> list[Waiver]:
    """A waiver for each of some findings of a report, from a day on; without ``through`` as long as the pack allows.

    Raises `InputError` (E510) where one may not be explained, or not for so long, or is explained already.
    """
    result = loaded.result
    assert result.report is not None
    rules = waivable_rules(loaded)
    faults = [each for outcome in outcomes for each in _faults(result.path, outcome, rules, since, through)]
    if faults:
        raise InputError(faults)
    made = []
    for outcome in outcomes:
        last = through or latest_day(since, rules[outcome.rule.identifier], USUAL_DAYS)
        made.append(waiver_of(result.report, outcome, reason, approver, since, last))
    return list({(each.rule, each.table, each.row, each.column, each.figures): each for each in made}.values())


def _faults(path: str, outcome: Outcome, rules: dict[str, WaivableRule], since: str, through: str) -> list[Diagnostic]:
    """What keeps a finding from being explained so."""
    name, rule = outcome.rule.identifier, rules[outcome.rule.identifier]
    if not rule.allowed:
        text = say("“{rule}”不许说明", "“{rule}” may not be waived", rule=name)
        return [Diagnostic("E510", text, path=path, remedy=say("改正报告里的数", "correct the figures"))]
    if outcome.waiver is not None:
        place = f"{outcome.waiver.source.path}:{outcome.waiver.line}"
        text = say(
            "“{rule}”的这个发现已经说明：{place}", "this finding of “{rule}” is waived: {place}", rule=name, place=place
        )
        remedy = say("过期以后再写，或直接改那一条", "write another waiver when it has expired, or correct that one")
        return [Diagnostic("E510", text, path=path, remedy=remedy)]
    if through and rule.days and days_between(since, through) + 1 > rule.days:
        last = latest_day(since, rule, USUAL_DAYS)
        text = say(
            "“{rule}”：规则包允许的期限最长 {days} 天",
            "“{rule}”: the pack allows {days} days at most",
            rule=name,
            days=rule.days,
        )
        remedy = say("--through 最晚写 {last}", "--through can be {last} at the latest", last=last)
        return [Diagnostic("E510", text, path=path, remedy=remedy)]
    return []


def add_waivers(report: str, waivers: Sequence[Waiver], file: str = "") -> str:
    """Adds waivers to a file, by default the one beside the report; the path of it. It is written whole or not at all,
    and what stands in it stays byte by byte.

    Raises `InputError` when that cannot be done.
    """
    path = file or waivers_beside(report)
    if not path:
        if report == "-":
            raise fail(
                "E510",
                say("标准输入旁边没有地方放说明", "there is no place for waivers beside standard input"),
                path=report,
                remedy=say("用 --waivers 指定文件", "name a file with --waivers"),
            )
        path = paths_beside(report)[get_language() == "en"]
    write_whole(path, with_waivers(path, bytes_of(path), waivers))
    return path
