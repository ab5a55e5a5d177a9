"""Packs as text: lists, comparisons, chains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jsrules.authoring.rule_trace import Trace
from jsrules.authoring.versions import BUMP_WORDS, BUMPS, Bump, PackChange
from jsrules.base.language import say
from jsrules.model.outcome import SEVERITY_WORDS, VERDICT_WORDS
from jsrules.model.pack import PackManifest, RecordedTests
from jsrules.outputs.conclusion import ORIGINS
from jsrules.outputs.page import (
    Blocks,
    Entry,
    Heading,
    Nested,
    Page,
    PageBlock,
    Paragraph,
    Role,
    SourcePlace,
    Styled,
    TextTable,
    word,
)
from jsrules.packs.choice import PackChain
from jsrules.packs.freshness import age_of
from jsrules.readers.packs.history import RuleState
from jsrules.verification.comparison import READABLE, UNREADABLE, VerdictChange

CHANGES_SHOWN = 50

_ROLES: dict[Bump, Role] = {"major": "error", "minor": "warning", "patch": "info", "none": "faint"}


def compose_list(candidates: Sequence[PackChain], now: str) -> Page:
    """The installed packs, each with what it is for, and of a locked one hash, signer and age."""
    return [_pack(candidate, now) for candidate in candidates]


def _pack(candidate: PackChain, now: str) -> Blocks:
    manifest, member = candidate.manifest, candidate.chain[-1]
    manifests = [each.pack.manifest for each in candidate.chain]

    def entry(label: str, values: Iterable[object]) -> Entry:
        return Entry(label, say("、", ", ").join(dict.fromkeys(map(str, values))))

    entries = [
        Entry(say("来源：", "from: "), word(ORIGINS, member.origin)),
        entry(say("用于：", "for: "), (kind for each in manifests for kind in each.kinds)),
        entry(say("年度：", "years: "), (each.years for each in manifests if each.years)),
        entry(say("地区：", "regions: "), (region for each in manifests for region in each.regions)),
        entry(say("单位性质：", "kinds of unit: "), (kind for each in manifests for kind in each.unit_kinds)),
        entry(say("依赖：", "builds on: "), (f"{each.identifier} {each.version}" for each in manifests[:-1])),
        Entry(say("发布单位：", "publisher: "), manifest.publisher),
        Entry(say("编写：", "written by: "), manifest.author),
        Entry(say("复核：", "reviewed by: "), manifest.reviewer),
        Entry(say("测试：", "tests: "), tests_told(manifest.tested) if manifest.tested else ""),
    ]
    if member.locked is not None:
        current, age = member.locked.fresh[:10], age_of(member, now)
        if age is not None:
            current = say("{date}，{n} 天前", "{date}, {n} days ago", date=current, n=age)
        entries += [
            Entry(say("指纹：", "hash: "), member.locked.sha256[:16]),
            Entry(say("签发：", "signed by: "), member.locked.signer),
            Entry(say("核实：", "proved current: "), current),
        ]
        if member.locked.log is not None:
            proof = member.locked.log
            told = say(
                "{date} 记下，第 {n} 条，共 {size} 条",
                "since {date}, number {n} of {size}",
                date=proof.date[:10],
                n=proof.index + 1,
                size=proof.size,
            )
            entries.append(Entry(say("发布记录：", "log: "), told))
        if member.newer:
            entries.append(
                Entry(
                    say("新版：", "newer: "),
                    say(
                        "{version}，用 jsrules pack update 换",
                        "{version}, by jsrules pack update",
                        version=member.newer,
                    ),
                )
            )
    title = f"{manifest.identifier} {manifest.version}  {manifest.title}"
    return [Paragraph(title, "strong", hanging=True), Nested(entries)]


def tests_told(tests: RecordedTests) -> str:
    """How the tests of a pack went."""
    return say(
        "{n} 个用例，通过 {m} 个，覆盖 {percent}%（jsrules {program}）",
        "{n} cases, {m} passed, covering {percent}% (jsrules {program})",
        n=tests.cases,
        m=tests.passed,
        percent=tests.coverage,
        program=tests.program,
    )


def compose_provenance(manifest: PackManifest) -> Blocks:
    """Who wrote and who reviewed a version, and how its tests went: what is not said, too."""
    unsaid = say("没有写", "not said")
    people = say(
        "编写：{author}；复核：{reviewer}",
        "written by: {author}; reviewed by: {reviewer}",
        author=manifest.author or unsaid,
        reviewer=manifest.reviewer or unsaid,
    )
    told = tests_told(manifest.tested) if manifest.tested else say("没有记下", "not recorded")
    return [
        Paragraph(people, "" if manifest.author and manifest.reviewer else "warning", hanging=True),
        Paragraph(say("测试：{told}", "tests: {told}", told=told), "" if manifest.tested else "warning", hanging=True),
    ]


def compose_comparison(old: PackManifest, new: PackManifest, changes: Sequence[PackChange]) -> Blocks:
    """What changed in the rules, weightiest first."""
    lines: list[PageBlock] = []
    for bump in reversed(BUMPS[1:]):
        several = [each for each in changes if each.bump == bump]
        for each in several[:CHANGES_SHOWN]:
            text = f"{each.rule}: {each.what}" if each.rule else each.what
            lines.append(Entry(Styled(say(*BUMP_WORDS[bump]), _ROLES[bump]), text))
        if len(several) > CHANGES_SHOWN:
            lines.append(Paragraph(say("另有 {n} 处", "{n} more", n=len(several) - CHANGES_SHOWN)))
    if not changes:
        lines.append(Paragraph(say("规则没有变化", "the rules are the same")))
    return [Paragraph(f"{new.title} {old.version} → {new.version}", "strong"), Nested(lines)]


def compose_verdicts(verdicts: Sequence[VerdictChange], reports: int) -> Blocks:
    """Which verdicts differ on so many reports."""
    heading = Heading(say("判定", "verdicts"))
    if not verdicts:
        text = say("{n} 份报告，没有一条判定会变。", "{n} reports: no verdict changes.", n=reports)
        return [heading, Paragraph(text)]
    text = say("{n} 份报告，{m} 条判定会变：", "{n} reports: {m} verdicts change:", n=reports, m=len(verdicts))
    page: list[PageBlock] = [heading, Paragraph(text)]
    report = ""
    for each in verdicts[:CHANGES_SHOWN]:
        if each.report != report:
            report = each.report
            page.append(Paragraph(SourcePlace(report), "strong"))
        change = f"{_verdict(each.before)} → {_verdict(each.after)}"
        page.append(Nested([Entry(change, f"{each.where}  {each.rule}".strip(), hanging=True)]))
    if len(verdicts) > CHANGES_SHOWN:
        page.append(Nested([Paragraph(say("另有 {n} 条", "{n} more", n=len(verdicts) - CHANGES_SHOWN))]))
    return page


def _verdict(verdict: str) -> str:
    if verdict == READABLE:
        return say("能读", "can be read")
    if verdict == UNREADABLE:
        return say("读不了", "cannot be read")
    return word(VERDICT_WORDS, verdict) if verdict else say("（无）", "(none)")


def compose_step(old: str, new: str, bump: Bump, least: str, lawful: bool) -> Blocks:
    """Whether the version goes up by enough."""
    needed = say(
        "这些改动要升{bump}，至少 {least}；",
        "These changes are {bump}: at least {least}; ",
        bump=say(*BUMP_WORDS[bump]),
        least=least,
    )
    if bump == "none":
        text = say("两版内容相同。", "The two are the same.")
    elif lawful:
        text = needed + say("{new} 够了。", "{new} will do.", new=new)
    else:
        text = needed + say("从 {old} 到 {new} 不够。", "from {old} to {new} is not enough.", old=old, new=new)
    return [Paragraph(text, "good" if lawful else "error")]


def compose_chain(trace: Trace) -> Blocks:
    """A rule through the chain of packs."""
    stages = [(trace.made.pack.manifest, _state(trace.facts.severity, trace.facts.waivable))]
    for step in trace.steps:
        level = word(SEVERITY_WORDS, step.severity or "")
        parts = (
            say("级别改为{level}", "level {level}", level=level) if level else "",
            say("不许说明", "no explanations") if step.forbids else "",
        )
        stages.append((step.member.pack.manifest, say("，", ", ").join(filter(None, parts))))
    rows = [(manifest.identifier, manifest.version, text) for manifest, text in stages]
    rows.append((say("结果", "in the end"), "", _state(trace.severity, trace.waivable)))
    lines: list[PageBlock] = [Paragraph(trace.facts.formula), TextTable(rows, (False, False, False))]
    if trace.history:
        lines += [Paragraph(say("沿革：", "history:")), Nested([_status(each) for each in trace.history])]
    return [Paragraph(SourcePlace(trace.identifier), "strong"), Nested(lines)]


def _status(status: RuleState) -> Entry:
    state = say("启用", "on") if status.on else say("停用", "off")
    return Entry(f"{status.date} {status.version}", f"{state} {word(SEVERITY_WORDS, status.severity)}  {status.reason}")


def _state(severity: str, waivable: bool) -> str:
    level = say("级别{level}", "level {level}", level=word(SEVERITY_WORDS, severity))
    return level + (say("，可以说明", ", can be explained") if waivable else say("，不许说明", ", no explanations"))
