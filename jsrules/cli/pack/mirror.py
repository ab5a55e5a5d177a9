"""``jsrules pack mirror``: copies a published repository to a stick, a share or a web folder."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, examples
from jsrules.cli.pack.common import REPOSITORY, Talk, talking


def _work(talk: Talk, source: str, target: str) -> None:
    from jsrules.packs.repository.publishing import mirror
    from jsrules.packs.repository.roles import now_utc

    count = mirror(source, target, now_utc())
    talk.say(
        say("已复制到 {target}：{n} 个新文件", "copied to {target}: {n} new files", target=target, n=count), "good"
    )


command = Command(
    talking(_work, needs_extra=True),
    (
        replace(REPOSITORY, name="source"),
        Argument("target", ("复制到哪里", "where to copy to"), ("目标", "TARGET")),
        *options.DISPLAY,
    ),
    (examples("jsrules pack mirror 规则库 E:\\规则库"),),
)
