"""``jsrules pack withdraw``: takes a version of a pack back."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, examples
from jsrules.cli.pack.common import REPOSITORY, Talk, talking


def _work(talk: Talk, folder: str, identifier: str, version: str, reason: str) -> None:
    from jsrules.packs.repository.busy import changing
    from jsrules.packs.repository.editing import withdraw
    from jsrules.packs.repository.roles import now_utc, role_words

    with changing(folder) as workspace:
        role = withdraw(workspace, identifier, version, reason, now_utc())
    talk.say(
        say(
            "已准备撤回“{name}”{version}：{reason}",
            "prepared to withdraw “{name}” {version}: {reason}",
            name=identifier,
            version=version,
            reason=reason,
        ),
        "good",
    )
    talk.say(
        say(
            "下一步：用签{role}的钥匙 jsrules pack sign，再 jsrules pack publish",
            "next: jsrules pack sign with a key of the {role}, then jsrules pack publish",
            role=role_words(role),
        )
    )


command = Command(
    talking(_work, needs_extra=True),
    (
        REPOSITORY,
        Argument("identifier", ("规则包的代号", "the pack's id"), ("代号", "ID")),
        Argument("version", ("版本", "the version"), ("版本", "VERSION")),
        replace(options.REASON, words=("理由，用着它的人会看到", "the reason; whoever uses it is told")),
        *options.DISPLAY,
    ),
    (examples("jsrules pack withdraw 规则库 final-accounts 1.0.0 --reason 公式有误"),),
)
