"""What a signature would change, as text: for somebody who is about to give it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.outputs.page import Blocks, Entry, Heading, Nested, Page, PageBlock, Paragraph, SourcePlace

if TYPE_CHECKING:
    from jsrules.packs.repository.changes import Authority, StagedChange, StagedPack


def compose_signing(
    changes: Sequence[StagedChange], comparisons: Mapping[tuple[str, str], Blocks], fingerprint: str
) -> Page:
    """All that is to be signed; ``comparisons`` tell of a pack what differs from the published version."""
    page: list[Blocks] = [_change(each, comparisons) for each in changes]
    line = say("要签的内容的指纹：{print}", "fingerprint of what is to be signed: {print}", print=grouped(fingerprint))
    return [*page, [Paragraph(line, "strong")]]


def _change(change: StagedChange, comparisons: Mapping[tuple[str, str], Blocks]) -> Blocks:
    from jsrules.packs.repository.roles import role_words

    if change.former:
        head = say(
            "{what}：第 {old} 版 → 第 {new} 版，到 {date} 为止",
            "{what}: version {old} → {new}, until {date}",
            what=role_words(change.role),
            old=change.former,
            new=change.version,
            date=change.expires,
        )
    else:
        head = say(
            "{what}：第 {new} 版，新的，到 {date} 为止",
            "{what}: version {new}, a new one, until {date}",
            what=role_words(change.role),
            new=change.version,
            date=change.expires,
        )
    lines: list[PageBlock] = []
    for each in change.authorities:
        lines += authority_lines(each)
    for pack in change.added:
        lines += _pack(pack, comparisons.get((pack.identifier, pack.version), []))
    for name, version in change.removed:
        lines.append(Paragraph(say("拿掉 {name} {version}", "removes {name} {version}", name=name, version=version)))
    for gone in change.withdrawn:
        text = say(
            "撤回 {name} {version}：{reason}",
            "withdraws {name} {version}: {reason}",
            name=gone.identifier,
            version=gone.version,
            reason=gone.reason,
        )
        lines.append(Paragraph(SourcePlace(text), "warning", hanging=True))
    for name, before, after in change.others:
        if change.former:
            text = say("另外改了 {name}：{old} → {new}", "also {name}: {old} → {new}", name=name, old=before, new=after)
        else:
            text = say("{name}：{new}", "{name}: {new}", name=name, new=after)
        lines.append(Paragraph(SourcePlace(text), "warning" if change.former else "", hanging=True))
    if not lines:
        lines.append(Paragraph(say("只是续期，内容没有变", "renewed only; its content is the same")))
    return [Heading(head), Nested(lines)]


def authority_lines(authority: Authority) -> list[PageBlock]:
    """Who may sign a role, before and after."""
    from jsrules.packs.repository.roles import role_words

    what = role_words(authority.role)
    if authority.after is None:
        return [Paragraph(say("不再有{what}", "no more {what}", what=what), "warning", hanging=True)]
    keys, threshold, ids = authority.after
    old_keys, old_threshold, old_ids = authority.before or (frozenset(), 0, ())
    lines: list[PageBlock] = []
    if authority.before is None:
        text = say(
            "{what}：{n} 把钥匙，签名要凑够 {m} 个",
            "{what}: {n} keys, of which {m} must sign",
            what=what,
            n=len(keys),
            m=threshold,
        )
        lines.append(Paragraph(text, hanging=True))
    else:
        text = say("{what}：{n} 把钥匙", "{what}: {n} keys", what=what, n=len(keys))
        if threshold != old_threshold:
            text += say(
                "，签名从要凑够 {old} 个变成 {new} 个",
                ", of which {new} must sign instead of {old}",
                old=old_threshold,
                new=threshold,
            )
        lines.append(Paragraph(text, "error" if authority.lowered else "", hanging=True))
    marks = [*(("+", each) for each in sorted(keys - old_keys)), *(("-", each) for each in sorted(old_keys - keys))]
    inner: list[PageBlock] = [
        Entry(mark, say("钥匙 {print}", "key {print}", print=grouped(each))) for mark, each in marks
    ]
    if ids != old_ids:
        names = say("、", ", ").join(ids)
        inner.append(Paragraph(say("可以发布的代号：{ids}", "ids that it may publish: {ids}", ids=names)))
    return [*lines, Nested(inner)] if inner else lines


def _pack(pack: StagedPack, comparison: Blocks) -> list[PageBlock]:
    text = say(
        "放入 {name} {version}，{size} 字节",
        "adds {name} {version}, {size} bytes",
        name=pack.identifier,
        version=pack.version,
        size=len(pack.data),
    )
    print_ = say("指纹：{print}", "fingerprint: {print}", print=grouped(pack.sha256))
    role = "error" if pack.version == pack.before_version else ""
    if role:
        text += say(
            "——这个版本已经发布过，内容却不同",
            ": this version was published already, with other content",
        )
    return [Paragraph(text, "error" if role else "strong", hanging=True), Nested([Paragraph(print_), *comparison])]
