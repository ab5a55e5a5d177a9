"""``jsrules pack rekey``: renews the root, or gives one of the main roles other keys."""

from __future__ import annotations

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Command, Option, examples
from jsrules.cli.pack.common import REPOSITORY, Talk, public_keys_of, talking

_ROLES = {"root": ("root",), "packs": ("targets",), "everyday": ("snapshot", "timestamp")}


def _work(talk: Talk, folder: str, role: str | None, keys: tuple[str, ...], threshold: int) -> None:
    from jsrules.packs.repository.busy import changing
    from jsrules.packs.repository.editing import replace_root_keys
    from jsrules.packs.repository.roles import ROOT, now_utc

    if bool(role) != bool(keys) or not 0 < threshold <= max(1, len(set(keys))):
        raise fail(
            "E320",
            say(
                "--role 与 --key 要一起写，钥匙不少于签名数",
                "--role and --key go together, with no fewer keys than signatures",
            ),
            path=folder,
            remedy=say("例如 --role everyday --key 新日常.pub", "as in --role everyday --key new.pub"),
        )
    with changing(folder) as workspace:
        for each in _ROLES[role] if role else (ROOT,):
            replace_root_keys(workspace, each, public_keys_of(keys), threshold, now_utc())
    talk.say(
        say("已准备新的根，第 {n} 版", "prepared a new root, version {n}", n=workspace.root().signed.version), "good"
    )
    talk.say(
        say(
            "下一步：用旧的和新的根钥匙 jsrules pack sign，再 jsrules pack publish；换日常钥匙时新旧两把都 --key 给出",
            "next: jsrules pack sign with the old and new root keys, then jsrules pack publish, with both everyday "
            "keys when those change",
        )
    )


command = Command(
    talking(_work, needs_extra=True),
    (
        REPOSITORY,
        Option(
            "--role",
            ("换哪一种钥匙：根、规则包、日常", "which keys to exchange: root, pack or everyday keys"),
            choices=tuple(_ROLES),
            default=None,
        ),
        replace(
            options.KEYS,
            words=(
                "新的公钥，可以写多次；没有列出的旧钥匙作废",
                "a new public key, may be given several times; old ones that are not named no longer count",
            ),
            value=options.PUBLIC_KEY,
        ),
        options.THRESHOLD,
        *options.DISPLAY,
    ),
    (examples("jsrules pack rekey 规则库", "jsrules pack rekey 规则库 --role everyday --key 新日常.pub"),),
)
