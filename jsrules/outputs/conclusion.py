"""The opening of a report's section: whose accounts they are, the rules, and the verdict in a sentence."""

from __future__ import annotations

from jsrules.base.diagnostic import SEVERITIES
from jsrules.base.language import say
from jsrules.model.outcome import SEVERITY_WORDS, PackInfo
from jsrules.model.result import Result
from jsrules.outputs.finding import word
from jsrules.outputs.layout import Page, clean
from jsrules.outputs.reasons import chosen_by

ORIGINS = {"shipped": ("自带", "shipped"), "locked": ("锁定", "locked"), "given": ("指定", "given")}
"""Where a pack comes from."""


def conclusion(result: Result) -> tuple[list[str], str]:
    """The headline verdict in pieces of a sentence, and the role that colours it."""
    errors = sum(diagnostic.severity == "error" for diagnostic in result.diagnostics)
    if result.report is None:
        if not errors:
            return [say("无法检查", "cannot be checked")], "error"
        return [say("无法检查，输入有 {n} 处错误", "cannot be checked: {n} errors in the input", n=errors)], "error"
    passed, undetermined = result.count("pass"), result.count("undetermined")
    tails, waived = result.count("rounding"), result.count("waived")
    head, role = _verdict(result)
    if role == "good" and passed == len(result.outcomes):
        return [say("全部相符，共 {n} 条公式", "all {n} identities hold", n=passed)], role
    pieces = [head]
    if undetermined:
        pieces.append(say("无法判断 {n} 条", "{n} undetermined", n=undetermined))
    if tails:
        same = sum(outcome.verdict == "rounding" and outcome.kind == "same_amount" for outcome in result.outcomes)
        text = say("尾差 {n} 条", "{n} rounding", n=tails)
        if same:
            text += say("（其中同数异值 {n} 条）", " ({n} of them same amount, two values)", n=same)
        pieces.append(text)
    if waived:
        pieces.append(say("已说明 {n} 条", "{n} waived", n=waived))
    if passed or undetermined or tails or waived or role != "warning":
        pieces.append(say("相符 {n} 条", "{n} pass", n=passed))
    return pieces, role


def _verdict(result: Result) -> tuple[str, str]:
    """The first piece of the conclusion."""
    weights = [outcome.severity for outcome in result.outcomes if outcome.verdict == "violation"]
    if weights:
        counts = say("、", ", ").join(
            f"{word(SEVERITY_WORDS, level)} {weights.count(level)}"
            for level in reversed(SEVERITIES)
            if level in weights
        )
        if len(weights) == 1:
            text = say("不符 1 条（{counts}）", "1 violation ({counts})", counts=counts)
        else:
            text = say("不符 {n} 条（{counts}）", "{n} violations ({counts})", n=len(weights), counts=counts)
        return text, max(weights, key=SEVERITIES.index)
    if not any(outcome.verdict in ("pass", "rounding", "waived") for outcome in result.outcomes):
        return say("没有一条公式得到判定", "no identity could be decided"), "warning"
    return say("未发现不符", "no violation found"), "warning" if result.count("undetermined") else "good"


def head(result: Result, page: Page) -> str:
    """Path, whose accounts of which year, the packs, the verdict."""
    lines = [page.paint(clean(result.path), "strong")]
    report = result.report
    if report is not None:
        year = say("{year} 年度", "FY{year}", year=report.year) if report.year is not None else ""
        whose = "  ".join(part for part in (report.unit, year, report.kind) if part)
        if whose:
            lines += page.paragraph(whose)
    if result.packs:
        packs = say("、", ", ").join(map(pack_stamp, result.packs))
        lines += [page.paint(line, "faint") for line in page.paragraph(packs, say("规则：", "rules: "))]
    pieces, role = conclusion(result)
    lines += [page.paint(line, role) for line in page.flow(pieces, say("；", "; "), say("结论：", "verdict: "))]
    return "\n".join(lines)


def pack_stamp(pack: PackInfo) -> str:
    """A pack as a result names it: title, version, where it comes from and why it was chosen; of a locked one hash and age."""
    name = f"{pack.title or pack.name} {pack.version}".rstrip()
    if pack.origin == "file":
        return name
    parts = [say(*ORIGINS[pack.origin])]
    if pack.why:
        parts.append(say("按{why}选用", "chosen by {why}", why=chosen_by(pack)))
    if pack.origin == "locked":
        parts.append(pack.sha256[:12])
    if pack.fresh:
        parts.append(
            say("{date} 核实", "proved current {date}", date=pack.fresh[:10])
            if pack.age is None
            else say("{n} 天前核实", "proved current {n} days ago", n=pack.age)
            if pack.age
            else say("今天核实", "proved current today")
        )
    return say("{name}（{parts}）", "{name} ({parts})", name=name, parts=say("，", ", ").join(parts))
