"""A result as an article: whether the report is sound, what was found, the tables as published, what was checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal
from xml.etree import ElementTree as ET

from jsrules.base.diagnostic import SEVERITIES
from jsrules.base.language import say
from jsrules.model.outcome import KIND_WORDS, NATURE_WORDS, SEVERITY_WORDS, VERDICT_WORDS, VERDICTS
from jsrules.model.result import Result
from jsrules.outputs.compose import Teller
from jsrules.outputs.conclusion import compose_head, conclusion
from jsrules.outputs.export.layout import lay_out
from jsrules.outputs.markup import add, add_data
from jsrules.outputs.page import Entry, Paragraph, plain, word
from jsrules.outputs.severity import is_finding
from jsrules.outputs.text import compose_result
from jsrules.outputs.touched import TouchedCells, proposed_texts
from jsrules.outputs.web.blocks import BlockWriter
from jsrules.outputs.web.crops import Crops
from jsrules.outputs.web.findings import PARTS_TOGETHER, PRINTED_FINDINGS, WHOLE_FINDINGS, FindingWriter
from jsrules.outputs.web.picture import draw_coverage
from jsrules.outputs.web.tables import TableWriter, drawn_cells
from jsrules.outputs.web.templates import Templates

Soundness = Literal["sound", "rounded", "explained", "doubtful", "wrong", "unread"]
"""What a report is at a glance: all holds, but for tails, but for what somebody explained, but for what is not known,
something is wrong, unreadable.
"""

SOUNDNESS_WORDS: dict[str, tuple[str, str]] = {
    "sound": ("相符", "sound"),
    "rounded": ("只有尾差", "rounding only"),
    "explained": ("已说明的以外相符", "sound but for what is waived"),
    "doubtful": ("有无法判断的", "not all known"),
    "wrong": ("有不符", "violations"),
    "unread": ("无法检查", "cannot be checked"),
}


def soundness(result: Result) -> Soundness:
    """What a report is at a glance."""
    if result.report is None or any(each.severity == "error" for each in result.diagnostics):
        return "unread"
    counts = result.counts()
    if counts["violation"]:
        return "wrong"
    if counts["undetermined"] or not (counts["pass"] or counts["rounding"] or counts["waived"]):
        return "doubtful"
    if counts["waived"]:
        return "explained"
    return "rounded" if counts["rounding"] else "sound"


def draw_result(parent: ET.Element, result: Result, number: int, *, everything: bool) -> None:
    """Draws a result; ``number`` tells it from others of the same file."""
    prefix = f"r{number}-"
    teller = Teller(result)
    shell = add(parent, "article", "", {"id": f"r{number}", "class": soundness(result)})
    _head(shell, teller, prefix)
    page = compose_result(result, everything=everything)[1:]
    if result.report is None:
        BlockWriter(prefix).write(
            add(shell, "div", "", {"class": "findings"}), (each for group in page for each in group)
        )
        return
    laid = lay_out(result.report)
    drawn = drawn_cells(laid)
    count = sum(map(is_finding, result.outcomes))
    columns = add(shell, "div", "", {"class": "columns"})
    left = add(columns, "div", "", {"class": "findings"})
    tools = add(left, "div", "", {"class": "tools"})
    crops = Crops(result)
    late = Templates()
    writer = FindingWriter(prefix, drawn, teller, crops, late if count > WHOLE_FINDINGS else None)
    writer.page(add(left, "div", "", {"class": "list"}), page)
    crops.draw()
    writer.pictured()
    if writer.count > 1:
        _tools(tools, result, writer)
    touched = TouchedCells(teller)
    right = add(columns, "div", "", {"class": "tables"})
    tables = TableWriter(result.report, prefix, touched.worst, proposed_texts(result), late)
    tables.write(right, laid)
    if writer.rest or tables.rest:
        hint = say("全部内容需要浏览器运行本页的脚本。", "All of it needs the script of this page.")
        add(add(left, "noscript"), "p", hint, {"class": "warning"})
    below = add(shell, "section", "", {"class": "covered"})
    add(below, "h3", say("查了多少", "what was checked"))
    draw_coverage(below, touched.tables)
    add_data(shell, f"{prefix}data", _data(writer, tables))
    add_data(shell, f"{prefix}rules", _rules(result, writer, touched, drawn))
    add_data(shell, f"{prefix}shared", late.shared())
    for place, (parts, details) in enumerate(writer.chunks):
        kept = {number: late.written(each) for number, each in details.items()}
        add_data(shell, f"{prefix}chunk{place}", [[late.written(each) for each in parts], kept])
    for identifier, chunks in tables.rest.items():
        for place, chunk in enumerate(chunks):
            add_data(shell, f"{identifier}-{place}", [late.written(each) for each in chunk.rows])


def _head(parent: ET.Element, teller: Teller, prefix: str) -> None:
    """Whose report it is, and the verdict."""
    result = teller.result
    report = result.report
    found = soundness(result)
    head = add(parent, "header")
    name = ""
    if report is not None:
        year = say("{year} 年度", "{year}", year=report.year) if report.year is not None else ""
        name = "  ".join(part for part in (report.unit, year, report.kind) if part)
    add(head, "h2", name or result.path)
    pieces, role = conclusion(teller)
    verdict = add(head, "p", "", {"class": f"verdict {found} {role}"})
    add(verdict, "strong", word(SOUNDNESS_WORDS, found))
    add(verdict, "span", say("；", "; ").join(filter(None, pieces)))
    told = add(head, "details", "", {"class": "made"})
    add(told, "summary", result.path)
    blocks = [each for each in compose_head(teller) if isinstance(each, Paragraph | Entry)]
    BlockWriter(prefix).write(told, [each for each in blocks if plain(each.content) != result.path])


def _tools(parent: ET.Element, result: Result, writer: FindingWriter) -> None:
    """What narrows the list: level, verdict, table, words."""
    levels = [
        each for each in reversed(SEVERITIES) if any(x.severity == each for x in result.outcomes if is_finding(x))
    ]
    verdicts = [each for each in VERDICTS if any(x.verdict == each for x in result.outcomes if is_finding(x))]
    _select(parent, "level", say("级别", "level"), [(each, word(SEVERITY_WORDS, each)) for each in levels])
    _select(parent, "verdict", say("判定", "verdict"), [(each, word(VERDICT_WORDS, each)) for each in verdicts])
    tables = [(each, each or say("表间", "between tables")) for each in writer.tables]
    _select(parent, "tables", say("表", "table"), tables)
    kinds = [(each, word({**KIND_WORDS, **NATURE_WORDS}, each)) for each in sorted(writer.kinds)]
    _select(parent, "kinds", say("性质", "kind"), kinds)
    hint = say("搜索（/）", "search (/)")
    add(parent, "input", "", {"type": "search", "class": "words", "placeholder": hint, "aria-label": hint})
    add(parent, "button", say("全部展开", "open all"), {"type": "button", "class": "open"})
    add(parent, "output", "", {"class": "shown"})


def _select(parent: ET.Element, key: str, label: str, options: Iterable[tuple[str, str]]) -> None:
    several = list(options)
    if len(several) < 2:
        return
    shell = add(parent, "select", "", {"data-key": key, "aria-label": label})
    add(shell, "option", say("{label}：全部", "{label}: all", label=label), {"value": ""})
    for value, text in several:
        add(shell, "option", text, {"value": f"={value}"})


def _data(writer: FindingWriter, tables: TableWriter) -> dict[str, object]:
    """What the script asks for at once: its words, and what the list is narrowed by of what is not in the page."""
    keys: dict[tuple[object, ...], int] = {}
    rest = [[[each.number, keys.setdefault(each[1:], len(keys))] for each in part] for part in writer.rest]
    return {
        "verdicts": [[verdict, word(VERDICT_WORDS, verdict)] for verdict in VERDICTS],
        "passed": word(VERDICT_WORDS, "pass"),
        "words": {
            "none": say("没有公式查过这个数", "no identity touches this figure"),
            "close": say("关闭", "close"),
            "count": say("符合 {n} / {all}", "{n} of {all} match", n="{n}", all="{all}"),
            "more": say("再显示 {n} 条", "show {n} more", n="{n}"),
            "unprinted": say("另有 {n} 条没有印出", "{n} more are not printed", n="{n}"),
            "rows": say("{n} 行", "{n} rows", n="{n}"),
        },
        "printed": PRINTED_FINDINGS,
        "keys": list(keys),
        "rest": rest,
        "together": PARTS_TOGETHER,
        "rows": {
            identifier: [(len(each.rows), min(each.cells, default=0), max(each.cells, default=-1)) for each in chunks]
            for identifier, chunks in tables.rest.items()
        },
    }


def _rules(result: Result, writer: FindingWriter, touched: TouchedCells, drawn: frozenset[int]) -> dict[str, object]:
    """What the script asks for when somebody asks a figure: the rules on each, with their verdicts and the findings
    that tell them.
    """
    rules: dict[str, int] = {}
    places: dict[int, int] = {}
    outcomes: list[tuple[int, int, str]] = []
    cells: dict[str, list[int]] = {}
    for cell, numbers in touched.outcomes.items():
        for number in numbers:
            outcome = result.outcomes[number]
            if places.setdefault(number, len(outcomes)) == len(outcomes):
                rule = rules.setdefault(outcome.rule.name or outcome.rule.identifier, len(rules))
                outcomes.append((rule, VERDICTS.index(outcome.verdict), writer.homes.get(id(outcome), "")))
        if cell in drawn:
            cells[str(cell)] = [places[number] for number in numbers]
    return {"rules": list(rules), "outcomes": outcomes, "cells": cells}
