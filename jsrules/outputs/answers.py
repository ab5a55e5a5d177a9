"""What rules answer to the lines of a bureau's check form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from jsrules.base.diagnostic import SEVERITIES, fail
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.printable import clean
from jsrules.model.checklist import Checklist, ChecklistLine
from jsrules.model.outcome import RuleInfo
from jsrules.model.result import Result
from jsrules.outputs.exchange.noted import Noted, noted
from jsrules.outputs.groups import by_missing
from jsrules.readers.packs.checklist import read_checklist, wildcard

LineAnswer = Literal["yes", "no", "open", "none", "by_hand"]
"""All that was decided holds, something does not, nothing was found and something could not be decided, no rule
applies, people are to look.
"""

MOST_PROBLEMS = 12
"""So many of what was found are told in a line of the form; of more, how many there are."""


class AnsweredLine(NamedTuple):
    """A line with its ``answer``. ``problems`` are what was found, in sentences, and ``cells`` the figures of each;
    ``basis`` that of the rules that found it.
    """

    number: int
    line: ChecklistLine
    answer: LineAnswer
    problems: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    basis: tuple[str, ...]


def answer_word(answer: LineAnswer) -> str:
    """An answer in a word."""
    words = {
        "yes": say("是", "yes"),
        "no": say("否", "no"),
        "open": say("无法判断", "undetermined"),
        "none": say("不适用", "not applicable"),
        "by_hand": "",
    }
    return words[answer]


def checklists_for(result: Result) -> list[Checklist]:
    """The check forms that are for a report: those of the pack, or else of the next one that it builds on.

    Raises `InputError` when a form is written wrongly (E430), or when there is none (E432).
    """
    report = result.report
    kind, year = (report.kind, report.year) if report is not None else ("", None)
    for place, sources in enumerate(result.checklists):
        bases = [each for below in result.checklists[place + 1 :] for each in below]
        forms = [read_checklist(each, bases) for each in sources]
        found = [
            each
            for each in forms
            if (not each.kinds or not kind or kind in each.kinds) and (year is None or each.years.holds(year))
        ]
        if found:
            return found
    raise fail(
        "E432",
        say("规则包里没有用于这份报告的检查表", "no pack has a check form for this report"),
        path=result.path,
        remedy=say(
            "在规则包的 checklists/ 里写一张，写法见 spec/packs.md；或用 --format docx 写核对底稿",
            "write one in checklists/ of a pack, spec/packs.md shows how; or write a working paper with --format docx",
        ),
    )


def answers(form: Checklist, result: Result) -> Iterator[AnsweredLine]:
    """The lines of a form with their answers. What was found by rules that answer none comes last, in a line of its
    own, so that the form tells all of it.
    """
    everything = list(noted(result, everything=True))
    patterns = [_patterns(each) for each in form.lines]
    number = 0
    seen: set[int] = set()
    for line, (rules, files) in zip(form.lines, patterns, strict=True):
        mine = [each for each in everything if _answers(each.told.rule, rules, files)]
        seen.update(each.number for each in mine)
        number += not line.is_title
        yield _answered(number, line, mine, form)
    others = [each for each in everything if each.number not in seen]
    others = [each for each in others if _says_no(each, form) or each.told.verdict == "waived"]
    if others:
        line = ChecklistLine(say("其他（上面各行没有包括的）", "others (in none of the lines above)"), ("*",))
        yield _answered(number + 1, line, others, form)


_Patterns = tuple[list[re.Pattern[str]], list[re.Pattern[str]]]


def _patterns(line: ChecklistLine) -> _Patterns:
    return [wildcard(each) for each in line.rules], [wildcard(f"*/{each}") for each in line.files]


def _answers(rule: RuleInfo, rules: Sequence[re.Pattern[str]], files: Sequence[re.Pattern[str]]) -> bool:
    if any(each.match(fold(name)) for each in rules for name in (rule.name, rule.identifier)):
        return True
    path = "/" + fold(rule.source.path.replace("\\", "/"))
    return any(each.match(path) for each in files)


def _says_no(each: Noted, form: Checklist) -> bool:
    told = each.told
    return told.verdict == "violation" and SEVERITIES.index(told.severity) >= SEVERITIES.index(form.fails)


def _answered(number: int, line: ChecklistLine, mine: list[Noted], form: Checklist) -> AnsweredLine:
    if not line.rules and not line.files:
        return AnsweredLine(number, line, "by_hand", (), (), ())
    wrong = [each for each in mine if _says_no(each, form)]
    unsure = [each.told for each in mine if each.told.verdict == "undetermined"]
    settled = any(each.told.verdict in ("pass", "rounding", "waived", "violation") for each in mine)
    answer: LineAnswer = "no" if wrong else "open" if unsure else "yes" if settled else "none"
    lesser = [each for each in mine if each.told.verdict == "violation" and each not in wrong]
    waived = [each for each in mine if each.told.verdict == "waived"]
    found: dict[str, tuple[int, ...]] = {}
    for each in (*wrong, *lesser, *waived):
        text = each.sentence if each.told.table and each.told.message.startswith(each.told.table) else each.line
        found.setdefault(clean(text), tuple(term.cell.index for term in each.told.terms))
    problems, cells = list(found), list(found.values())
    if len(problems) > MOST_PROBLEMS:
        more = say("另有 {n} 条没有列出。", "{n} more are not listed.", n=len(problems) - MOST_PROBLEMS)
        problems, cells = [*problems[:MOST_PROBLEMS], more], cells[:MOST_PROBLEMS]
    if unsure:
        texts = [text for text, _ in by_missing(unsure)]
        shown = say("；", "; ").join(texts[:MOST_PROBLEMS])
        if len(texts) > MOST_PROBLEMS:
            shown += say(" 等", " and others")
        text = say("无法判断 {n} 条公式：{why}", "{n} identities undetermined: {why}", n=len(unsure), why=shown)
        problems.append(clean(text))
    if answer == "none":
        problems.append(answer_word("none"))
    basis = dict.fromkeys(clean(each.told.rule.basis) for each in wrong if each.told.rule.basis)
    return AnsweredLine(number, line, answer, tuple(problems), tuple(cells), tuple(basis))
