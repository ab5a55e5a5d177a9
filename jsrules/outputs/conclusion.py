"""The opening of a report's section: whose accounts they are, the rules, and the verdict in a sentence."""

from __future__ import annotations

from jsrules.base.diagnostic import SEVERITIES, Severity
from jsrules.base.language import say
from jsrules.model.outcome import SEVERITY_WORDS, FormSetInfo, PackInfo
from jsrules.model.result import Result
from jsrules.outputs.compose import Teller, Told
from jsrules.outputs.groups import seen_violations
from jsrules.outputs.page import Blocks, Entry, Flow, Paragraph, Role, SourcePlace, word
from jsrules.outputs.reasons import chosen_by
from jsrules.outputs.unstated import places_unstated

ORIGINS = {"shipped": ("自带", "shipped"), "locked": ("锁定", "locked"), "given": ("指定", "given")}
"""Where a pack comes from."""


def conclusion(teller: Teller) -> tuple[list[str], Role]:
    """The headline verdict in pieces of a sentence, and the role that colours it. Of what is violated it counts what
    readers see, and the formulas behind it; of the rest formulas.
    """
    result = teller.result
    errors = sum(diagnostic.severity == "error" for diagnostic in result.diagnostics)
    if result.report is None:
        if not errors:
            return [say("无法检查", "cannot be checked")], "error"
        return [say("无法检查，输入有 {n} 处错误", "cannot be checked: {n} errors in the input", n=errors)], "error"
    counts = result.counts()
    passed, undetermined, tails, waived = (counts[each] for each in ("pass", "undetermined", "rounding", "waived"))
    heads, role = _verdict(teller)
    if role == "good" and passed == len(result.outcomes):
        return [say("全部相符，共 {n} 条公式", "all {n} identities hold", n=passed)], role
    same = sum(outcome.verdict == "rounding" and outcome.kind == "same_amount" for outcome in result.outcomes)
    rounding = say("尾差 {n} 条", "{n} rounding", n=tails)
    if same:
        rounding += say("（其中同数异值 {n} 条）", " ({n} of them same amount, two values)", n=same)
    unsure = say("无法判断 {n} 条", "{n} undetermined", n=undetermined)
    grave, unstated = _grave(result), places_unstated(result.report, result.outcomes) if undetermined else 0
    doubts = [
        say("错误 {n}", "{n} of level error", n=grave) if grave else "",
        say("{n} 处未列出", "not stated in {n} places", n=unstated) if unstated else "",
    ]
    if any(doubts):
        unsure += say("（{doubts}）", " ({doubts})", doubts=say("；", "; ").join(filter(None, doubts)))
    told = passed or undetermined or tails or waived or role != "warning"
    return [
        *heads,
        unsure if undetermined else "",
        rounding if tails else "",
        say("已说明 {n} 条", "{n} waived", n=waived) if waived else "",
        say("相符 {n} 条", "{n} pass", n=passed) if told else "",
    ], role


def _verdict(teller: Teller) -> tuple[list[str], Role]:
    """The first pieces of the conclusion."""
    result = teller.result
    seen = seen_violations(teller)
    weights = [each.severity for group in (*seen.found, *seen.absent) for each in group]
    if weights:
        absent = seen.absent_tables
        tables = say(
            "缺 {n} 张表（{counts}）",
            "missing tables: {n} ({counts})",
            n=len(absent),
            counts=_levels(list(absent.values()), alone=False),
        )
        pieces = [_found(seen.found) if seen.found else "", tables if absent else ""]
        return pieces, max(weights, key=SEVERITIES.index)
    if not any(outcome.verdict in ("pass", "rounding", "waived") for outcome in result.outcomes):
        return [say("没有一条公式得到判定", "no identity could be decided")], "error" if _grave(result) else "warning"
    if any(each.code == "W130" for each in result.diagnostics):
        return [say("报告里没有一个数", "there is no figure in the report")], "error" if _grave(result) else "warning"
    role: Role = "warning" if result.count("undetermined") else "good"
    return [say("未发现不符", "no violation found")], "error" if _grave(result) else role


def _found(groups: list[list[Told]]) -> str:
    """How many violations a reader sees, of which levels, and how many formulas are behind them, where those are more:
    several formulas may say the same of one figure.
    """
    counts = _levels([group[0].severity for group in groups])
    plausible = sum(group[0].rule.nature == "plausibility" for group in groups)
    if plausible:
        counts += say("，其中核实 {n}", ", {n} of them plausibility", n=plausible)
    formulas = sum(map(len, groups))
    if formulas > len(groups):
        counts += say("；{n} 条公式", "; {n} identities", n=formulas)
        if len(groups) == 1:
            return say("不符 1 处（{counts}）", "1 violation ({counts})", counts=counts)
        return say("不符 {n} 处（{counts}）", "{n} violations ({counts})", n=len(groups), counts=counts)
    if formulas == 1:
        return say("不符 1 条（{counts}）", "1 violation ({counts})", counts=counts)
    return say("不符 {n} 条（{counts}）", "{n} violations ({counts})", n=formulas, counts=counts)


def _levels(levels: list[Severity], alone: bool = True) -> str:
    """错误 7、警告 3; a level that is the only one has no number unless it is to be told ``alone``, too."""
    if len(set(levels)) == 1 and not alone:
        return word(SEVERITY_WORDS, levels[0])
    return say("、", ", ").join(
        f"{word(SEVERITY_WORDS, level)} {levels.count(level)}" for level in reversed(SEVERITIES) if level in levels
    )


def _grave(result: Result) -> int:
    """How many errors there may be that cannot be told from what is printed."""
    return sum(each.verdict == "undetermined" and each.severity == "error" for each in result.outcomes)


def compose_head(teller: Teller) -> Blocks:
    """Path, whose accounts of which year, the packs, the verdict."""
    result = teller.result
    pieces, role = conclusion(teller)
    packs = say("、", ", ").join(map(pack_stamp, result.packs))
    return [*compose_owner(result, packs), Entry(say("结论：", "verdict: "), Flow(pieces, say("；", "; ")), role=role)]


def compose_owner(result: Result, packs: str) -> Blocks:
    """Path, whose accounts of which year, the document they are imported from, the packs as they are named."""
    whose = [result.report.unit, "", result.report.kind] if result.report is not None else []
    document = result.report.document if result.report is not None and not result.report.source.made else ""
    if result.report is not None and result.report.year is not None:
        whose[1] = say("{year} 年度", "FY{year}", year=result.report.year)
    return [
        Paragraph(SourcePlace(result.path), "strong"),
        Paragraph("  ".join(filter(None, whose))),
        *_head_sources(result),
        Entry(say("原件：", "document: "), document),
        Entry(say("规则：", "rules: "), packs, role="faint"),
        Entry(say("表样：", "forms: "), form_stamp(result.forms) if result.forms is not None else "", role="faint"),
    ]


def _head_sources(result: Result) -> Blocks:
    """Where the kind and the year of a document are from that does not say them."""
    if result.imported is None or not result.imported.head_sources:
        return []
    from jsrules.outputs.importing import compose_head_sources

    return [*compose_head_sources(result.imported)]


def form_stamp(forms: FormSetInfo) -> str:
    """A form set as a result names it: kind and title, whose it is, why it was chosen."""
    parts = (
        f"{forms.pack} {forms.version}" if forms.pack else forms.path,
        say("按{why}选用", "chosen by {why}", why=chosen_by(forms.why)) if forms.why else "",
        say("沿用", "used for a later year") if forms.runs_on else "",
    )
    name = f"{forms.kind} {forms.title}"
    return say("{name}（{parts}）", "{name} ({parts})", name=name, parts=say("，", ", ").join(filter(None, parts)))


def pack_stamp(pack: PackInfo) -> str:
    """A pack as a result names it: title, version, origin, why it was chosen; of a locked one signer, hash and age."""
    name = f"{pack.title or pack.name} {pack.version}".rstrip()
    if pack.origin == "file":
        return name
    fresh = say("{date} 核实", "proved current {date}", date=pack.fresh[:10]) if pack.fresh else ""
    if fresh and pack.age is not None:
        fresh = say("{n} 天前核实", "proved current {n} days ago", n=pack.age)
    parts = (
        say(*ORIGINS[pack.origin]),
        say("锁文件 {path}", "lock file {path}", path=pack.lock) if pack.lock else "",
        say("按{why}选用", "chosen by {why}", why=chosen_by(pack.why)) if pack.why else "",
        say("{who}签发", "signed by {who}", who=pack.publisher) if pack.publisher else "",
        pack.sha256[:12] if pack.origin == "locked" else "",
        say("今天核实", "proved current today") if fresh and pack.age == 0 else fresh,
        say("有新版 {version}", "there is a newer {version}", version=pack.newer) if pack.newer else "",
        _replaced(pack) if pack.missing else "",
    )
    return say("{name}（{parts}）", "{name} ({parts})", name=name, parts=say("，", ", ").join(filter(None, parts)))


def _replaced(pack: PackInfo) -> str:
    """What a pack leaves out that stands in for the shipped one."""
    return say(
        "代替自带的“{title}”，其中 {n} 条规则没有",
        "in place of the shipped “{title}”, without {n} of its rules",
        title=pack.replaces,
        n=pack.missing,
    )
