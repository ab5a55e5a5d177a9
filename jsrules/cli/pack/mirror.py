"""``jsrules pack mirror``: copies a published repository to a stick, a share or a web folder."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.cli.declare import Argument, Command
from jsrules.cli.pack.common import Talk, deferred
from jsrules.cli.program import display_options


class Mirror(Command):
    """``jsrules pack mirror``."""

    words = (
        "把发布好的规则库复制到优盘、网络共享或网站目录：先整个核对，最后一步才换成新的，中途拔掉也不会半新半旧。",
        "Copy a published repository to a stick, a share or a web folder: verified first, and switched to in the last step, so that pulling it out midway leaves no mixture.",
    )
    sections = ((("例：", "Examples:"), (("jsrules pack mirror 规则库 E:\\规则库", ("", "")),)),)


def _work(talk: Talk, source: str, target: str) -> None:
    from jsrules.packs.repository.publishing import mirror
    from jsrules.packs.repository.roles import now_utc

    count = mirror(source, target, now_utc())
    talk.say(
        say("已复制到 {target}：{n} 个新文件", "copied to {target}: {n} new files", target=target, n=count), "good"
    )


command = Mirror(
    "mirror",
    callback=deferred(_work, needs_extra=True),
    add_help_option=False,
    params=[
        Argument("source", ("规则库的文件夹", "the folder of the repository"), ("规则库", "REPOSITORY")),
        Argument("target", ("复制到哪里", "where to copy to"), ("目标", "TARGET")),
        *display_options(),
    ],
)
