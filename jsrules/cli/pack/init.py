"""``jsrules pack init``: prepares a new repository."""

from __future__ import annotations

from typing import Any

from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Command, Option, examples
from jsrules.cli.option_values import whole_number
from jsrules.cli.pack.common import REPOSITORY, Talk, public_keys_of, talking


def _work(
    talk: Talk,
    folder: str,
    title: str,
    root: tuple[str, ...],
    threshold: int,
    packs: tuple[str, ...],
    everyday: tuple[str, ...],
    packs_threshold: int,
) -> None:
    from jsrules.packs.repository.editing import found
    from jsrules.packs.repository.roles import now_utc
    from jsrules.packs.repository.thresholds import concerns

    keys = [public_keys_of(each) for each in (root, packs, everyday)]
    workspace = found(folder, title, keys[0], threshold, keys[1], keys[2], now_utc(), packs_threshold)
    talk.say(
        say(
            "已在 {folder} 准备好“{title}”的规则库",
            "prepared the repository of “{title}” in {folder}",
            folder=folder,
            title=title,
        ),
        "good",
    )
    talk.say(
        say(
            "根：{n} 把钥匙，签名要凑够 {threshold} 个",
            "root: {n} keys, of which {threshold} must sign",
            n=len(root),
            threshold=threshold,
        )
    )
    for each in concerns(workspace.root().signed):
        talk.say(each, "warning")
    talk.say(say("指纹：{print}", "fingerprint: {print}", print=grouped(workspace.fingerprint())))
    talk.say(
        say(
            "请公布这个指纹，各单位第一次取用时核对。",
            "Announce this fingerprint; departments compare it when they fetch for the first time.",
        )
    )
    talk.say(
        say(
            "下一步：jsrules pack sign {folder} --key 各把根钥匙和规则包钥匙，再 jsrules pack publish",
            "next: jsrules pack sign {folder} --key with root and pack keys, then jsrules pack publish",
            folder=folder,
        )
    )


_KEYS: dict[str, Any] = {"value": options.PUBLIC_KEY, "multiple": True, "required": True}

command = Command(
    talking(_work, needs_extra=True),
    (
        REPOSITORY,
        options.title(("发布单位的名称", "the publisher's name"), required=True),
        replace(options.ROOT, words=("根公钥；可以写多次", "public root key; may be given several times"), **_KEYS),
        replace(options.THRESHOLD, words=("根要几个签名，默认 1", "how many signatures the root needs, 1 by default")),
        Option(
            "--packs",
            ("签规则包目录的公钥；可以写多次", "public key for the catalogue of packs; may be given several times"),
            **_KEYS,
        ),
        Option(
            "--packs-threshold",
            ("规则包目录要几个签名，默认 1", "how many signatures the catalogue of packs needs, 1 by default"),
            ("个数", "N"),
            read=whole_number(1),
            default=1,
        ),
        Option(
            "--everyday", ("日常发布的公钥；可以写多次", "public everyday key; may be given several times"), **_KEYS
        ),
        *options.DISPLAY,
    ),
    (examples("jsrules pack init 库 --title 局 --root a.pub --packs b.pub --everyday c.pub"),),
)
