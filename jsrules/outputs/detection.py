"""What mutating a report showed: how many slips the rules notice, which they do not, and formulas that would."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jsrules.authoring.detection.detector import STATUSES, MutantStatus
from jsrules.authoring.detection.power import Counts, Power
from jsrules.base.language import say
from jsrules.base.number import decimal_text
from jsrules.model.report import Report
from jsrules.outputs.conclusion import compose_owner
from jsrules.outputs.detection_cells import CellComposer
from jsrules.outputs.detection_words import KIND_WORDS, STATUS_WORDS, itself, path_of
from jsrules.outputs.page import Blocks, Entry, Flow, Heading, Item, Page, Paragraph, Role, Styled, TextTable, section

PROPOSALS_SHOWN = 10
"""So many are shown before it says how many more there are."""

_COLUMNS: tuple[tuple[tuple[str, str], tuple[MutantStatus, ...]], ...] = (
    *((STATUS_WORDS[status], (status,)) for status in STATUSES[:3]),
    (STATUS_WORDS["within_rounding"], ("same_amount", "within_rounding")),
    (STATUS_WORDS["mended"], ("mended",)),
)
"""The columns of the counts; what rounding explains is one."""


def compose_detection(power: Power, *, everything: bool = False) -> Page:
    """The whole of it. ``everything`` leaves nothing out, and lists also what is only hinted at or within rounding."""
    report = power.result.report
    assert report is not None
    cells = CellComposer(power, report, everything)
    page = [
        _head(power),
        *_counts(power, report),
        *cells.listed("survived"),
        *_proposals(power, report, everything),
        cells.rounding(),
    ]
    if everything:
        return [*page, *cells.listed("hinted"), *cells.listed("same_amount"), *cells.listed("mended")]
    return [*page, _closing(power)]


def percent_text(counts: Counts) -> str:
    """The part that is noticed: ``95.5%``; a dash where there is nothing to notice."""
    percent = counts.percent(1)
    return "—" if percent is None else decimal_text(percent, 1) + "%"


# -- counts


def _head(power: Power) -> Blocks:
    counts = power.counts
    made = say("{n} 个，每个只错一处", "{n}, each with one slip", n=counts.total)
    if power.made > counts.total:
        made += say(
            "（从 {made} 个里均匀选出；--at-most 可以多选）",
            " (taken evenly out of {made}; --at-most takes more)",
            made=power.made,
        )
    packs = say("、", ", ").join(f"{each.title or each.name} {each.version}".rstrip() for each in power.result.packs)
    pieces = [
        say("漏过 {n}", "{n} survived", n=counts["survived"]),
        say("只提示 {n}", "{n} hinted", n=counts["hinted"]),
        say("查出 {n}，查出率 {percent}", "{n} noticed, {percent}", n=counts["noticed"], percent=percent_text(counts)),
        say(
            "尾差之内 {n}，其中同数异值 {same}",
            "{n} within rounding, {same} of them same amount",
            n=counts["within_rounding"] + counts["same_amount"],
            same=counts["same_amount"],
        ),
        say("改好 {n}", "{n} mended", n=counts["mended"]) if counts["mended"] else "",
    ]
    role: Role = "error" if counts["survived"] else "good"
    return [
        *compose_owner(power.result, packs),
        *_without_answer(power),
        Entry(say("错例：", "mutants: "), made),
        Entry(say("结论：", "verdict: "), Flow(pieces, say("；", "; ")), role=role),
    ]


def _without_answer(power: Power) -> Blocks:
    """The rules that could notice nothing, since they ask for a name that the report does not have."""
    lines = [
        say("{rule}（报告里没有“{name}”）", "{rule} (the report has no “{name}”)", rule=rule, name=name)
        for rule, name in power.nameless.items()
    ]
    title = say("用不上的规则：", "rules of no use: ")
    return [Entry(title, Flow(lines, say("；", "; ")), role="warning")] if lines else []


def _counts(power: Power, report: Report) -> Page:
    kinds = [(say(*KIND_WORDS[kind]), counts) for kind, counts in power.kinds.items() if counts.total]
    tables = [(report.forms.forms[form].path or itself(), counts) for form, counts in power.tables.items()]
    page = [_count(say("按错法", "by slip"), kinds)]
    return [*page, _count(say("按表", "by table"), tables)] if len(tables) > 1 else page


def _count(title: str, rows: Sequence[tuple[str, Counts]]) -> Blocks:
    """A table of counts, the names last: they may be long."""
    columns = [
        (words, statuses)
        for words, statuses in _COLUMNS
        if any(counts[status] for _, counts in rows for status in statuses)
    ]
    lines = [[say("错例", "all"), *(say(*words) for words, _ in columns), say("查出率", "rate"), ""]]
    for name, counts in rows:
        numbers = [sum(counts[status] for status in statuses) for _, statuses in columns]
        lines.append([str(counts.total), *(str(each or "") for each in numbers), percent_text(counts), name])
    roles: list[Role] = ["faint", *("warning" if counts["survived"] else "" for _, counts in rows)]
    return [Heading(title), TextTable(lines, [True] * len(lines[0]), roles, head=True, named=True)]


# -- proposals


def _proposals(power: Power, report: Report, everything: bool) -> Page:
    if not power.proposals:
        return []
    introduction = say(
        "在这份报告里成立，又能查出漏过的错例。只由一份报告推出，可能只是碰巧：找到依据再写进规则，放在“表间”之后。",
        "They hold in this report and would notice survivors. That they hold in one report may be chance: find a "
        "basis before "
        "they become rules, behind “between”.",
    )
    page = [section(say("建议的公式", "proposed formulas"), Paragraph(introduction))]
    few = power.proposals if everything else power.proposals[:PROPOSALS_SHOWN]
    for number, each in enumerate(few, 1):
        cells = [path_of(report, place) for place in each.cells]
        whole = everything or len(cells) < 3
        what = say(
            "在 {places} 处成立；能查出 {n} 个错例：{cells}",
            "holds at {places} places; would notice {n} survivors: {cells}",
            places=each.places,
            n=len(each.mutants),
            cells=say("、", ", ").join(cells if whole else cells[:2]),
        )
        if not whole:
            what += say(" 等 {n} 格", " and others, {n} cells in all", n=len(cells))
        formula = [Styled(part, whole=True) for part in _pieces(each.text)]
        page.append([Item(number, Flow(formula, " "), [Paragraph(what)])])
    if len(few) < len(power.proposals):
        rest = len(power.proposals) - len(few)
        page.append([Paragraph(say("另有 {n} 条，加 --all 列出", "and {n} more; --all lists them", n=rest))])
    return page


def _closing(power: Power) -> Blocks:
    hinted, same = power.counts["hinted"], power.counts["same_amount"]
    text = say(
        "--all 也列出只提示的 {hinted} 个（口径不同、无法判断、提示级的规则）和同数异值的 {same} 个。",
        "--all lists also the {hinted} that are only hinted at (not comparable, undetermined, rules of level info) and "
        "the {same} of one amount in two values.",
        hinted=hinted,
        same=same,
    )
    return [Paragraph(text if hinted + same else "")]


def _pieces(text: str) -> list[str]:
    """A formula in pieces between which a line may be broken: a line that starts with an operator goes on."""
    return re.split(r" (?=[=+/-] )", text)
