"""The page itself: sums, pictures, lists. It needs no script and nothing from anywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from jsrules.base.language import get_language, say
from jsrules.base.printable import clean
from jsrules.model.outcome import VERDICT_WORDS
from jsrules.model.reconciliation import EXPLANATION_WORDS
from jsrules.outputs.overview.pictures import BarPart, bars, columns
from jsrules.outputs.overview.summary import BatchSummary, VerdictSums
from jsrules.outputs.page import word

_STYLE = """
:root { color-scheme: light dark; --violation: #c0392b; --undetermined: #e0a526; --rounding: #7fa7d6; --passed: #7cb98b;
  --unusable: #8e6bb0; --line: #8886; --faint: #8882; --heat: 192, 57, 43; }
body { font: 14px/1.55 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2rem auto;
  max-width: 78rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .4rem; }
p.note { opacity: .75; margin: .2rem 0 .6rem; }
.numbers { display: flex; flex-wrap: wrap; gap: .8rem; padding: 0; list-style: none; }
.numbers li { border: 1px solid var(--line); border-radius: .4rem; padding: .4rem .9rem; }
.numbers b { display: block; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
svg { max-width: 100%; height: auto; } svg text { font-size: 13px; fill: currentColor; }
svg .violation { fill: var(--violation); } svg .undetermined { fill: var(--undetermined); }
svg .rounding { fill: var(--rounding); } svg .unusable { fill: var(--unusable); } svg .passed { fill: var(--passed); }
svg .even { stroke: currentColor; stroke-dasharray: 4 3; opacity: .6; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid var(--line); padding: .1rem .55rem; } th { background: var(--faint); font-weight: 500; }
td.number { text-align: right; } th.rule, td.text { text-align: left; }
.legend span::before { content: ""; display: inline-block; width: .8em; height: .8em; margin: 0 .35em 0 1em; }
.legend .violation::before { background: var(--violation); } .legend .rounding::before { background: var(--rounding); }
.legend .undetermined::before { background: var(--undetermined); } .scroll { overflow-x: auto; }
details > summary { cursor: pointer; }
@media print { details:not([open]) > :not(summary) { display: block; } }
"""

_DRAWN = ("violation", "undetermined", "rounding")
"""The verdicts that bars are made of."""

_SHOWN = 25
"""So many rules, regions and causes are drawn; the tables of findings have all of them."""

_LISTED = 200
"""So many rules that never fired, units, and reports that cannot be used are listed."""

_DIGIT_TESTS = 6
"""Of so many regions in which last digits are uneven there is a picture."""

_STRUCTURE_WORDS: dict[str, tuple[str, str]] = {
    "columns_swapped": ("两栏互换", "two columns swapped"),
    "rows_swapped": ("两行互换", "two rows swapped"),
}


def render_overview(summary: BatchSummary) -> str:
    """The page."""
    html = ET.Element("html", lang="zh-CN" if get_language() == "zh" else "en")
    head = ET.SubElement(html, "head")
    ET.SubElement(head, "meta", charset="utf-8")
    ET.SubElement(head, "meta", name="viewport", content="width=device-width")
    _text(head, "title", summary.title)
    ET.SubElement(head, "style").text = _STYLE
    body = ET.SubElement(html, "body")
    _text(body, "h1", summary.title)
    _numbers(body, summary)
    _by_group(body, say("按地区", "By region"), summary.regions, say("未写地区", "no region given"))
    _by_group(body, say("按年度", "By year"), summary.years, say("未写年度", "no year given"))
    _by_rule(body, summary)
    _fields(body, summary)
    _causes(body, summary)
    _tails(body, summary)
    _digits(body, summary)
    _silent_rules(body, summary)
    _units(body, summary)
    _bad(body, summary)
    return "<!DOCTYPE html>\n" + ET.tostring(html, encoding="unicode", method="html") + "\n"


def _numbers(body: ET.Element, summary: BatchSummary) -> None:
    total = summary.total
    items = ET.SubElement(body, "ul", {"class": "numbers"})
    for value, name in (
        (total.reports, say("份报告", "reports")),
        (total.wrong, say("份有错误", "with errors")),
        (total.unusable, say("份不能用", "unusable")),
        (total.violation, word(VERDICT_WORDS, "violation")),
        (total.undetermined, word(VERDICT_WORDS, "undetermined")),
        (total.rounding, word(VERDICT_WORDS, "rounding")),
        (total.waived, word(VERDICT_WORDS, "waived")),
        (total.passed, word(VERDICT_WORDS, "pass")),
    ):
        item = ET.SubElement(items, "li")
        _text(item, "b", f"{value:,}")
        ET.SubElement(item, "span").text = name


def _legend(body: ET.Element) -> None:
    legend = ET.SubElement(body, "p", {"class": "legend"})
    for kind in _DRAWN:
        _text(legend, "span", word(VERDICT_WORDS, kind), {"class": kind})


def _parts(sums: VerdictSums) -> list[BarPart]:
    numbers = (sums.violation, sums.undetermined, sums.rounding)
    return [BarPart(number, kind) for number, kind in zip(numbers, _DRAWN, strict=True)]


def _by_group(body: ET.Element, title: str, groups: Sequence[VerdictSums], unnamed: str) -> None:
    if len(groups) < 2 and not any(each.name for each in groups):
        return
    _text(body, "h2", title)
    _legend(body)
    most = sorted(groups, key=lambda each: (-each.violation, -each.undetermined, each.name))[:_SHOWN]
    rows = [
        (
            say(
                "{name}（{wrong}/{reports} 份有错误）",
                "{name} ({wrong} of {reports} with errors)",
                name=each.name or unnamed,
                wrong=each.wrong,
                reports=each.reports,
            ),
            _parts(each),
        )
        for each in most
    ]
    bars(body, rows, title)
    _rest(body, len(groups) - len(most))


def _by_rule(body: ET.Element, summary: BatchSummary) -> None:
    fired = [each for each in summary.rules if each.fired]
    if not fired:
        return
    title = say("按规则", "By rule")
    _text(body, "h2", title)
    _legend(body)
    most = sorted(fired, key=lambda each: (-each.violation, -each.undetermined, -each.rounding, each.name))[:_SHOWN]
    bars(body, [(each.name, _parts(each)) for each in most], title)
    _rest(body, len(fired) - len(most))


def _fields(body: ET.Element, summary: BatchSummary) -> None:
    if not summary.field_rules or summary.field_regions in ((), ("",)):
        return
    _text(body, "h2", say("哪里的哪条规则：不符的个数", "Which rule where: violations"))
    table = ET.SubElement(ET.SubElement(body, "div", {"class": "scroll"}), "table")
    row = ET.SubElement(table, "tr")
    for name in ("", *summary.field_regions):
        _text(row, "th", name or (say("规则", "rule") if not len(row) else say("未写", "none")))
    most = max((max(each) for each in summary.fields), default=0) or 1
    for rule, counts in zip(summary.field_rules, summary.fields, strict=True):
        row = ET.SubElement(table, "tr")
        _text(row, "th", rule, {"class": "rule"})
        for count in counts:
            shade = f"background: rgba(var(--heat), .{count * 75 // most + 10:02})" if count else ""
            _text(row, "td", f"{count:,}" if count else "", {"class": "number"} | ({"style": shade} if shade else {}))


def _causes(body: ET.Element, summary: BatchSummary) -> None:
    if not summary.causes:
        return
    title = say("成因", "Causes")
    _text(body, "h2", title)
    _text(
        body,
        "p",
        say(
            "把一份报告的全部公式放在一起看，每个发现最可能的成因。",
            "What each finding most likely comes from, all identities of its report taken together.",
        ),
        {"class": "note"},
    )
    words = EXPLANATION_WORDS | _STRUCTURE_WORDS
    sound = {"rounding", "balanced", "summed", "truncated"}
    rows = [
        (say(*words[name]) if name in words else name, [BarPart(count, "rounding" if name in sound else "violation")])
        for name, count in summary.causes[:_SHOWN]
    ]
    bars(body, rows, title)


def _tails(body: ET.Element, summary: BatchSummary) -> None:
    if not summary.tails:
        return
    title = say("尾差的大小", "Rounding differences by size")
    _text(body, "h2", title)
    bars(body, [(name, [BarPart(count, "rounding")]) for name, count in summary.tails], title)


def _digits(body: ET.Element, summary: BatchSummary) -> None:
    if not summary.digits:
        return
    title = say("末位数字（提示）", "Last digits (a hint)")
    _text(body, "h2", title)
    note = say(
        "印出的金额（不含 0）末位数字各有几个；照算出来的数应大致一样多（虚线）。偏离只说明值得看一看，不说明有错。",
        "How often printed amounts other than 0 end in which digit; of amounts that were computed each is about as "
        "frequent (dashed). A deviation is worth a look, and proves nothing.",
    )
    _text(body, "p", note, {"class": "note"})
    uneven = [each for each in summary.digits if each.name and each.uneven]
    for each in [*(one for one in summary.digits if not one.name), *uneven[:_DIGIT_TESTS]]:
        _text(body, "p", (each.name or say("全部", "all")) + (say("：分布不匀", ": uneven") if each.uneven else ""))
        kind = "undetermined" if each.uneven else "passed"
        columns(body, [(str(digit), count) for digit, count in enumerate(each.digits)], title, kind)
    _rest(body, len(uneven) - _DIGIT_TESTS)


def _silent_rules(body: ET.Element, summary: BatchSummary) -> None:
    silent = [each for each in summary.rules if not each.fired]
    if not silent:
        return
    _text(body, "h2", say("从未有过发现的规则", "Rules that never fired"))
    for holding, words in (
        (True, say("{n} 条总是相符", "{n} always held", n=sum(bool(each.passed) for each in silent))),
        (False, say("{n} 条从不适用", "{n} never applied", n=sum(not each.passed for each in silent))),
    ):
        names = [each.name for each in silent if bool(each.passed) == holding]
        if names:
            details = ET.SubElement(body, "details")
            _text(details, "summary", words)
            _text(details, "p", say("、", ", ").join(names[:_LISTED]) + ("…" if len(names) > _LISTED else ""))


def _units(body: ET.Element, summary: BatchSummary) -> None:
    if not summary.units:
        return
    _text(body, "h2", say("不符最多的单位", "Units with most violations"))
    head = (
        say("单位", "unit"), say("报告", "reports"), say("有错误", "with errors"), say("不能用", "unusable"),
        *(word(VERDICT_WORDS, each) for each in ("violation", "undetermined", "rounding")),
    )  # fmt: skip
    rows = [
        (each.name, each.reports, each.wrong, each.unusable, each.violation, each.undetermined, each.rounding)
        for each in summary.units[:_LISTED]
    ]
    _table(body, head, rows)


def _bad(body: ET.Element, summary: BatchSummary) -> None:
    if not summary.bad:
        return
    _text(body, "h2", say("不能用的报告", "Reports that cannot be used"))
    _table(body, (say("文件", "file"), say("代号", "code"), say("原因", "reason")), summary.bad[:_LISTED])
    _rest(body, summary.listed_bad - min(len(summary.bad), _LISTED))


def _rest(body: ET.Element, count: int) -> None:
    if count > 0:
        text = say("另有 {n} 个，见结果的表。", "{n} more are in the tables of findings.", n=count)
        _text(body, "p", text, {"class": "note"})


def _table(body: ET.Element, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    table = ET.SubElement(ET.SubElement(body, "div", {"class": "scroll"}), "table")
    row = ET.SubElement(table, "tr")
    for name in head:
        _text(row, "th", name)
    for values in rows:
        row = ET.SubElement(table, "tr")
        for each in values:
            is_number = isinstance(each, int)
            _text(row, "td", f"{each:,}" if is_number else str(each), {"class": "number" if is_number else "text"})


def _text(parent: ET.Element, tag: str, text: str, attributes: dict[str, str] | None = None) -> None:
    ET.SubElement(parent, tag, attributes or {}).text = clean(text)
