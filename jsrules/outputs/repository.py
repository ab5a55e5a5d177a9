"""A repository's state as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.outputs.diagnostics import compose_diagnostics
from jsrules.outputs.page import (
    Blocks,
    Entry,
    Heading,
    Page,
    PageBlock,
    Paragraph,
    Role,
    SourcePlace,
    TextTable,
    section,
)

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


def render_health_json(health: Health) -> str:
    """The state of a repository for programs."""
    from jsrules.outputs.json_text import json_text

    content = {
        "schema": "jsrules/repository/1",
        "title": health.identity.title,
        "fingerprint": health.fingerprint,
        "sound": health.is_sound,
        "roles": [
            {
                "role": each.role,
                "version": each.version,
                "expires": each.expires,
                "days": each.days,
                "threshold": each.threshold,
                "keys": list(each.keys),
            }
            for each in health.roles
        ],
        "waiting": [
            {
                "role": each.role,
                "version": each.version,
                "signatures": [{"valid": signed, "needed": needed} for signed, needed in each.signatures],
            }
            for each in health.waiting
        ],
        "packs": [{"id": name, "version": version, "role": role} for name, version, role in health.packs],
        "withdrawn": [
            {"id": each.identifier, "version": each.version, "date": each.date, "reason": each.reason}
            for each in health.withdrawn
        ],
        "log": {"size": health.log.size, "root": health.log.root, "witnesses": health.witnesses}
        if health.log
        else None,
        "problems": [{"code": each.code, "message": each.message, "path": each.path} for each in health.problems],
    }
    return json_text(content, indent=1) + "\n"


def compose_health(health: Health) -> Page:
    """The state of a repository."""
    from jsrules.packs.repository.roles import role_words

    none = "" if health.roles else say("还没有发布过。", "Nothing was published yet.")
    page: list[list[PageBlock]] = [
        [
            Paragraph(SourcePlace(health.identity.title), "strong"),
            Entry(say("指纹：", "fingerprint: "), grouped(health.fingerprint)),
            Paragraph(none),
        ]
    ]
    if health.roles:
        names = say("角色 版本 到期 还有 签名 钥匙", "role version expires left signatures keys").split()
        rows = [names, *(_row(each, role_words(each.role)) for each in health.roles)]
        roles: list[Role] = ["strong", *map(_color, health.roles)]
        page.append([TextTable(rows, (False, True, False, True, True, False), roles, head=True)])
    if health.packs:
        page.append([Heading(say("规则包", "packs")), TextTable(health.packs, (False, False, False))])
    for each in health.withdrawn:
        text = say(
            "已撤回 {name} {version}（{date}）：{reason}",
            "withdrawn {name} {version} ({date}): {reason}",
            name=each.identifier,
            version=each.version,
            date=each.date[:10],
            reason=each.reason,
        )
        page[-1].append(Paragraph(text, hanging=True))
    if health.log is not None:
        text = say(
            "发布记录 {n} 条，见证 {m} 个，指纹 {print}",
            "log of {n} publications, {m} witnesses, fingerprint {print}",
            n=health.log.size,
            m=len(health.witnesses),
            print=grouped(health.log.root),
        )
        page.append([Paragraph(text, hanging=True)])
    waiting = [Paragraph(waiting_line(each.role, each.signatures), hanging=True) for each in health.waiting]
    return [
        *page,
        section(say("等待发布", "waiting"), *waiting),
        *compose_diagnostics(health.problems),
        _verdict(health),
    ]


def _row(state: RoleState, words: str) -> list[str]:
    keys = " ".join(keyid[:_KEY_DIGITS] for keyid in state.keys)
    left = say("{n} 天", "{n} days", n=state.days) if state.days >= 0 else say("已过期", "expired")
    return [words, str(state.version), state.expires, left, str(state.threshold), keys]


def _color(state: RoleState) -> Role:
    from jsrules.packs.repository.doctor import SOON

    return "error" if state.days < 0 else "warning" if state.days < SOON else ""


def _verdict(health: Health) -> Blocks:
    if health.is_sound:
        return [Paragraph(say("一切正常。", "All is well."), "good")] if health.roles else []
    text = say(
        "需要处理：过期或快过期的，续签后用 jsrules pack publish 重新发布；损坏的从备份恢复。",
        "Action is needed: renew and publish again what has expired or soon will; restore what is damaged from a "
        "backup.",
    )
    return [Paragraph(text, "error")]
