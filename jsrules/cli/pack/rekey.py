"""``jsrules pack rekey``: renews the root, or gives one of the main roles other keys."""

from __future__ import annotations

import click

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.cli.declare import Command, Option
from jsrules.cli.pack.common import Talk, deferred, public_keys_of, repository_argument
from jsrules.cli.program import display_options

_ROLES = {"root": ("root",), "packs": ("targets",), "everyday": ("snapshot", "timestamp")}


class Rekey(Command):
    """``jsrules pack rekey``."""

    words = (
        "续签根，或换根钥匙、规则包钥匙、日常钥匙。不写 --role 只是续期。之后要用旧的和新的根钥匙 sign，再 publish。",
        "Renew the root, or exchange root, pack or everyday keys. Without --role it is renewed only. Sign with the old and new root keys next, then publish.",
    )
    sections = (
        (
            ("例：", "Examples:"),
            (
                ("jsrules pack rekey 规则库", ("", "")),
                ("jsrules pack rekey 规则库 --role everyday --key 新日常.pub", ("", "")),
            ),
        ),
    )


def _work(talk: Talk, folder: str, role: str | None, keys: tuple[str, ...], threshold: int) -> None:
    from jsrules.packs.repository.editing import replace_root_keys
    from jsrules.packs.repository.roles import ROOT, now_utc
    from jsrules.packs.repository.workspace import Workspace

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
    workspace = Workspace(folder)
    for each in _ROLES[role] if role else (ROOT,):
        replace_root_keys(workspace, each, public_keys_of(keys), threshold, now_utc())
    talk.say(
        say("已准备新的根，第 {n} 版", "prepared a new root, version {n}", n=workspace.root().signed.version), "good"
    )
    talk.say(
        say(
            "下一步：用旧的和新的根钥匙 jsrules pack sign，再 jsrules pack publish；换日常钥匙时新旧两把都 --key 给出",
            "next: jsrules pack sign with the old and new root keys, then jsrules pack publish, with both everyday keys when those change",
        )
    )


command = Rekey(
    "rekey",
    callback=deferred(_work, needs_extra=True),
    add_help_option=False,
    params=[
        repository_argument(),
        Option(
            ["--role"],
            ("换哪一种钥匙：根、规则包、日常", "which keys to exchange: root, pack or everyday keys"),
            type=click.Choice(["root", "packs", "everyday"]),
            default=None,
        ),
        Option(
            ["--key", "keys"],
            (
                "新的公钥，可以写多次；没有列出的旧钥匙作废",
                "a new public key, may be given several times; old ones that are not named no longer count",
            ),
            ("公钥", "PUBLIC_KEY"),
            multiple=True,
        ),
        Option(
            ["--threshold"],
            ("要几个签名，默认 1", "how many signatures are needed, 1 by default"),
            ("个数", "N"),
            type=int,
            default=1,
        ),
        *display_options(),
    ],
)
