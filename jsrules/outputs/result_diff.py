"""How two results differ, as a page and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import Severity
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.model.outcome import KIND_WORDS, SEVERITY_WORDS, VERDICT_WORDS
from jsrules.model.report import Report
from jsrules.model.result import Result
from jsrules.model.result_change import FigureChange, NotedFinding, NotedResult, ResultComparison
from jsrules.outputs.json import Object, result_object
from jsrules.outputs.page import Blocks, Entry, Heading, Nested, Page, PageBlock, Paragraph, word
from jsrules.readers.results.result_reader import result_of

SCHEMA = "jsrules/diff/1"

SHOWN = 100
"""So many findings of a kind, and figures, are listed for people."""


def noted_result(result: Result) -> NotedResult:
    """What is compared of a result that was just found; its report was read."""
    assert result.report is not None
    return result_of(result.path, result_object(result), _figures_of(result.report))


def _figures_of(report: Report) -> dict[str, str]:
    """All figures of a report by their full names, as printed."""
    own = (each for each in report.cells if report.of(each.origin) in (None, report))
    return {report.cell_path(each): each.amount.text if each.amount is not None else each.problem for each in own}


def compose_difference(found: ResultComparison, level: Severity) -> Page:
    """The page: both sides, what is new, changed and gone, figures; the verdict first."""
    failing = len(found.newly_failing(level))
    title: list[PageBlock] = [
        Entry(say("旧：", "old: "), _side(found.old)),
        Entry(say("新：", "new: "), _side(found.new)),
        *(Paragraph(each, "warning", hanging=True) for each in _doubts(found)),
        Entry(say("结论：", "verdict: "), _headline(found, failing), role="error" if failing else "good"),
    ]
    page: Page = [title]
    page += _list(say("新的发现", "new findings"), [_described(each) for each in found.appeared])
    changes = [(one, other) for each in found.changed if (one := each.before) and (other := each.after)]
    page += _list(say("变了的发现", "changed findings"), [_change(*each) for each in changes])
    page += _list(say("没有了的发现", "findings that are gone"), [_described(each) for each in found.gone])
    if found.figures:
        page += _list(say("变了的数", "changed figures"), [_figure(each) for each in found.figures])
    return page


def _headline(found: ResultComparison, failing: int) -> str:
    counts = say(
        "新 {n} 条，变 {m} 条，没有了 {k} 条，不变 {s} 条",
        "{n} new, {m} changed, {k} gone, {s} the same",
        n=len(found.appeared),
        m=len(found.changed),
        k=len(found.gone),
        s=found.same,
    )
    if found.figures is not None:
        counts += say("；数变了 {n} 个", "; {n} figures differ", n=len(found.figures))
    if failing:
        return say("{n} 条新算失败；{counts}", "{n} newly failing; {counts}", n=failing, counts=counts)
    return say("没有新算失败的；{counts}", "nothing newly failing; {counts}", counts=counts)


def _side(side: NotedResult) -> str:
    year = say("{year} 年度", "FY{year}", year=side.year) if side.year is not None else ""
    return "  ".join(filter(None, (side.path, side.unit, year)))


def _doubts(found: ResultComparison) -> list[str]:
    """What makes the two hard to compare."""
    old, new, doubts = found.old, found.new, []
    if fold(old.unit) != fold(new.unit):
        doubts.append(say("两边不是同一个单位。", "They are accounts of different units."))
    if old.year != new.year:
        doubts.append(
            say(
                "两边不是同一年度：只比较发现，不比较数。",
                "They are of different years: findings are compared, figures not.",
            )
        )
    elif not (old.whole and new.whole):
        doubts.append(
            say(
                "结果（JSON）里只有发现用到的数：数只比较两边的发现都用到的。",
                "Results in JSON hold the figures of their findings: only those are compared that both have.",
            )
        )
    if old.forms != new.forms:
        doubts.append(
            say(
                "两边的表样不同（{one}，{two}）：名称不同的表、行、栏上的发现算作没有了的和新的。",
                "The form sets differ ({one}, {two}): findings on what has another name count as gone and new.",
                one=old.forms or say("无", "none"),
                two=new.forms or say("无", "none"),
            )
        )
    if old.packs != new.packs:
        joint = say("、", ", ")
        doubts.append(
            say(
                "两边的规则不同（{one}，{two}）。",
                "The rules differ ({one}, {two}).",
                one=joint.join(old.packs),
                two=joint.join(new.packs),
            )
        )
    return doubts


def _list(title: str, entries: Sequence[PageBlock]) -> Page:
    if not entries:
        return []
    blocks: Blocks = [Heading(title), Nested([*entries[:SHOWN]], close=True)]
    if len(entries) > SHOWN:
        blocks = [
            *blocks,
            Paragraph(say("另有 {n} 条（JSON 里有）", "{n} more (JSON has them)", n=len(entries) - SHOWN)),
        ]
    return [blocks]


def _stamp(finding: NotedFinding) -> str:
    inner = [word(SEVERITY_WORDS, finding.severity)]
    if finding.kind in KIND_WORDS:
        inner.append(word(KIND_WORDS, finding.kind))
    verdict = word(VERDICT_WORDS, finding.verdict)
    return say("{verdict}（{inner}）", "{verdict} ({inner})", verdict=verdict, inner=say("，", ", ").join(inner))


def _described(finding: NotedFinding) -> Entry:
    text = say("：", ": ").join(filter(None, (" · ".join(finding.place), finding.message)))
    return Entry(_stamp(finding) + "  ", f"{text}  {finding.rule}", hanging=True, role=finding.severity)


def _change(before: NotedFinding, after: NotedFinding) -> Entry:
    head = _stamp(after) if _stamp(before) == _stamp(after) else f"{_stamp(before)} → {_stamp(after)}"
    text = say("：", ": ").join(filter(None, (" · ".join(after.place), after.message)))
    if before.difference != after.difference:
        none = say("无", "none")
        text += say(
            "；差额 {one} → {two}",
            "; difference {one} → {two}",
            one=before.difference or none,
            two=after.difference or none,
        )
    return Entry(head + "  ", f"{text}  {after.rule}", hanging=True, role=after.severity)


def _figure(change: FigureChange) -> Entry:
    return Entry(f"{change.name}  ", f"{_printed(change.before)} → {_printed(change.after)}", hanging=True)


def _printed(text: str | None) -> str:
    return say("没有", "not there") if text is None else text or say("空白", "blank")


def difference_object(found: ResultComparison, level: Severity) -> Object:
    """The comparison as an object; keys and their order are stable."""
    return {
        "schema": SCHEMA,
        "old": _side_object(found.old),
        "new": _side_object(found.new),
        "summary": {
            "new": len(found.appeared),
            "changed": len(found.changed),
            "gone": len(found.gone),
            "same": found.same,
            "failing": len(found.newly_failing(level)),
            "figures": None if found.figures is None else len(found.figures),
        },
        "findings": {
            "new": [_finding_object(each) for each in found.appeared],
            "changed": [
                {"old": _finding_object(each.before), "new": _finding_object(each.after)}
                for each in found.changed
                if each.before and each.after
            ],
            "gone": [_finding_object(each) for each in found.gone],
        },
        "figures": None
        if found.figures is None
        else [{"ref": each.name, "old": each.before, "new": each.after} for each in found.figures],
    }


def _side_object(side: NotedResult) -> Object:
    return {
        "path": side.path,
        "unit": side.unit or None,
        "year": side.year,
        "forms": side.forms or None,
        "packs": list(side.packs),
    }


def _finding_object(finding: NotedFinding) -> Object:
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "verdict": finding.verdict,
        "kind": finding.kind or None,
        "severity": finding.severity,
        "message": finding.message,
        "place": list(finding.place),
        "difference": finding.difference or None,
    }
