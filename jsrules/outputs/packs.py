"""Packs as text: lists, comparisons, chains."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.authoring.pack_explanation import Trace
from jsrules.authoring.versions import BUMP_WORDS, BUMPS, Bump, PackChange
from jsrules.base.dates import days_between
from jsrules.base.language import say
from jsrules.model.outcome import SEVERITY_WORDS, VERDICT_WORDS
from jsrules.model.pack import PackManifest
from jsrules.outputs.conclusion import ORIGINS
from jsrules.outputs.finding import word
from jsrules.outputs.layout import Page, clean, table
from jsrules.packs.choice import PackChain
from jsrules.verification.comparison import VerdictChange

CHANGES_SHOWN = 50

_ROLES = {"major": "error", "minor": "warning", "patch": "info", "none": "faint"}


def render_list(candidates: Sequence[PackChain], now: str, page: Page) -> list[str]:
    """The installed packs, each with what it is for, and of a locked one hash, signer and age."""
    lines: list[str] = []
    for candidate in candidates:
        manifest, member = candidate.manifest, candidate.chain[-1]
        if lines:
            lines.append("")
        head = f"{manifest.identifier} {manifest.version}  {manifest.title}"
        lines += [page.paint(each, "strong") for each in page.paragraph(head, "", "  ")]
        entries = [(say("来源：", "from: "), word(ORIGINS, member.origin)), *_purpose(candidate)]
        if member.locked is not None:
            age = max(0, days_between(member.locked.fresh, now))
            entries += [
                (say("指纹：", "hash: "), member.locked.sha256[:16]),
                (say("签发：", "signed by: "), member.locked.signer),
                (
                    say("核实：", "proved current: "),
                    say("{date}，{n} 天前", "{date}, {n} days ago", date=member.locked.fresh[:10], n=age),
                ),
            ]
        for term, text in entries:
            lines += page.paragraph(text, f"  {term}")
    return lines


def _purpose(candidate: PackChain) -> list[tuple[str, str]]:
    manifests = [member.pack.manifest for member in candidate.chain]
    joint = say("、", ", ")
    kinds = [kind for each in manifests for kind in each.kinds]
    entries = [(say("用于：", "for: "), joint.join(dict.fromkeys(kinds)))] if kinds else []
    for term, values in (
        (say("年度：", "years: "), [str(year) for each in manifests for year in each.years]),
        (say("地区：", "regions: "), [region for each in manifests for region in each.regions]),
        (say("单位性质：", "kinds of unit: "), [kind for each in manifests for kind in each.unit_kinds]),
        (say("依赖：", "builds on: "), [f"{each.identifier} {each.version}" for each in manifests[:-1]]),
        (say("发布单位：", "publisher: "), [manifests[-1].publisher] if manifests[-1].publisher else []),
    ):
        if values:
            entries.append((term, joint.join(dict.fromkeys(values))))
    return entries


def render_comparison(old: PackManifest, new: PackManifest, changes: Sequence[PackChange], page: Page) -> list[str]:
    """What changed in the rules, weightiest first."""
    title = f"{new.title} {old.version} → {new.version}"
    lines = [page.paint(each, "strong") for each in page.paragraph(title)]
    for bump in reversed(BUMPS[1:]):
        several = [each for each in changes if each.bump == bump]
        for each in several[:CHANGES_SHOWN]:
            text = f"{each.rule}: {each.what}" if each.rule else each.what
            head = f"  {say(*BUMP_WORDS[bump])}  "
            found = page.paragraph(text, head)
            lines.append(page.paint(head, _ROLES[bump]) + found[0].removeprefix(head))
            lines += found[1:]
        if len(several) > CHANGES_SHOWN:
            lines.append(say("  另有 {n} 处", "  {n} more", n=len(several) - CHANGES_SHOWN))
    if not changes:
        lines.append(say("  规则没有变化", "  the rules are the same"))
    return lines


def render_verdicts(verdicts: Sequence[VerdictChange], reports: int, page: Page) -> list[str]:
    """Which verdicts differ on so many reports."""
    lines = ["", page.heading(say("判定", "verdicts"))]
    if not verdicts:
        text = say("{n} 份报告，没有一条判定会变。", "{n} reports: no verdict changes.", n=reports)
        return [*lines, *page.paragraph(text)]
    text = say("{n} 份报告，{m} 条判定会变：", "{n} reports: {m} verdicts change:", n=reports, m=len(verdicts))
    lines += page.paragraph(text)
    report = ""
    for each in verdicts[:CHANGES_SHOWN]:
        if each.report != report:
            report = each.report
            lines.append(page.paint(clean(report), "strong"))
        change = f"{_verdict(each.before)} → {_verdict(each.after)}"
        lines += page.paragraph(f"{each.where}  {each.rule}".strip(), f"  {change}  ", "    ")
    if len(verdicts) > CHANGES_SHOWN:
        lines.append(say("  另有 {n} 条", "  {n} more", n=len(verdicts) - CHANGES_SHOWN))
    return lines


def _verdict(verdict: str) -> str:
    return word(VERDICT_WORDS, verdict) if verdict else say("（无）", "(none)")


def render_step(old: str, new: str, bump: Bump, least: str, lawful: bool, page: Page) -> list[str]:
    """Whether the version goes up by enough."""
    if bump == "none":
        text = say("两版内容相同。", "The two are the same.")
    elif lawful:
        text = say(
            "这些改动要升{bump}，至少 {least}；{new} 够了。",
            "These changes are {bump}: at least {least}; {new} will do.",
            bump=say(*BUMP_WORDS[bump]),
            least=least,
            new=new,
        )
    else:
        text = say(
            "这些改动要升{bump}，至少 {least}；从 {old} 到 {new} 不够。",
            "These changes are {bump}: at least {least}; from {old} to {new} is not enough.",
            bump=say(*BUMP_WORDS[bump]),
            least=least,
            old=old,
            new=new,
        )
    return ["", *(page.paint(each, "good" if lawful else "error") for each in page.paragraph(text))]


def render_chain(trace: Trace, page: Page) -> list[str]:
    """A rule through the chain of packs."""
    lines = [page.paint(clean(trace.identifier), "strong")]
    lines += page.paragraph(trace.facts.formula, "  ")
    rows = [_row(trace.made.pack.manifest, _state(trace.facts.severity, trace.facts.waivable))]
    for step in trace.steps:
        parts = []
        if step.severity is not None:
            parts.append(say("级别改为{level}", "level {level}", level=word(SEVERITY_WORDS, step.severity)))
        if step.forbids:
            parts.append(say("不许说明", "no explanations"))
        rows.append(_row(step.member.pack.manifest, say("，", ", ").join(parts)))
    rows.append((say("结果", "in the end"), "", _state(trace.severity, trace.waivable)))
    lines += [f"  {line}" for line in table(rows, (False, False, False))]
    if trace.history:
        lines.append(say("  沿革：", "  history:"))
        for each in trace.history:
            state = say("启用", "on") if each.on else say("停用", "off")
            text = f"{state} {word(SEVERITY_WORDS, each.severity)}  {each.reason}"
            lines += page.paragraph(text, f"    {each.date} {each.version}  ")
    return lines


def _row(manifest: PackManifest, text: str) -> tuple[str, str, str]:
    return manifest.identifier, manifest.version, text


def _state(severity: str, waivable: bool) -> str:
    level = say("级别{level}", "level {level}", level=word(SEVERITY_WORDS, severity))
    return (
        level
        + say("，", ", ")
        + (say("可以说明", "can be explained") if waivable else say("不许说明", "no explanations"))
    )
