"""A repository's state as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.outputs.diagnostics import render_diagnostics
from jsrules.outputs.layout import Page, clean, table

if TYPE_CHECKING:
    from jsrules.packs.repository.doctor import Health, RoleState

_KEY_DIGITS = 8


def waiting_line(role: str, signatures: tuple[tuple[int, int], ...]) -> str:
    """How many signatures a prepared role has and needs."""
    from jsrules.packs.repository.roles import role_words

    lacking = max(max(0, needed - signed) for signed, needed in signatures)
    if not lacking:
        return say("{what}：签名够了，可以发布", "{what}: signed, ready to be published", what=role_words(role))
    return say("{what}：还差 {n} 个签名", "{what}: {n} more signatures are needed", what=role_words(role), n=lacking)


def render_health(health: Health, page: Page) -> list[str]:
    """The state of a repository."""
    from jsrules.packs.repository.roles import role_words

    lines = [page.paint(clean(health.identity.title), "strong")]
    if health.fingerprint:
        lines += page.paragraph(grouped(health.fingerprint), say("指纹：", "fingerprint: "))
    if health.roles:
        head = (
            *(say("角色", "role"), say("版本", "version"), say("到期", "expires"), say("还有", "left")),
            *(say("签名", "signatures"), say("钥匙", "keys")),
        )
        rows = [head, *(_row(each, role_words(each.role)) for each in health.roles)]
        found = table(rows, (False, True, False, True, True, False))
        lines += ["", page.paint(found[0], "strong")]
        lines += [
            page.paint(line, _color(each)) if _color(each) else line
            for line, each in zip(found[1:], health.roles, strict=True)
        ]
    else:
        lines.append(say("还没有发布过。", "Nothing was published yet."))
    if health.packs:
        lines += ["", page.heading(say("规则包", "packs"))]
        lines += table(health.packs, (False, False, False))
    for each in health.withdrawn:
        text = say(
            "已撤回 {name} {version}（{date}）：{reason}",
            "withdrawn {name} {version} ({date}): {reason}",
            name=each.identifier,
            version=each.version,
            date=each.date[:10],
            reason=each.reason,
        )
        lines += page.paragraph(text, "", "  ")
    if health.waiting:
        lines += ["", page.heading(say("等待发布", "waiting"))]
        for waiting in health.waiting:
            lines += page.paragraph(waiting_line(waiting.role, waiting.signatures), "", "  ")
    if health.problems:
        lines += ["", render_diagnostics(health.problems, page)]
    lines += ["", *_verdict(health, page)]
    return lines


def _row(state: RoleState, words: str) -> tuple[str, ...]:
    keys = " ".join(keyid[:_KEY_DIGITS] for keyid in state.keys)
    left = say("{n} 天", "{n} days", n=state.days) if state.days >= 0 else say("已过期", "expired")
    return words, str(state.version), state.expires, left, str(state.threshold), keys


def _color(state: RoleState) -> str:
    from jsrules.packs.repository.doctor import SOON

    return "error" if state.days < 0 else "warning" if state.days < SOON else ""


def _verdict(health: Health, page: Page) -> list[str]:
    if health.is_sound:
        return [page.paint(say("一切正常。", "All is well."), "good")] if health.roles else []
    text = say(
        "需要处理：过期或快过期的，续签后用 jsrules pack publish 重新发布；损坏的从备份恢复。",
        "Action is needed: renew and publish again what has expired or soon will; restore what is damaged from a "
        "backup.",
    )
    return [page.paint(each, "error") for each in page.paragraph(text)]
