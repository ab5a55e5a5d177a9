"""``jsrules pack undelegate``: a department signs nothing any more."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, examples
from jsrules.cli.pack.common import REPOSITORY, Talk, talking


def _work(talk: Talk, folder: str, department: str) -> None:
    from jsrules.packs.repository.busy import changing
    from jsrules.packs.repository.catalogues import undelegate
    from jsrules.packs.repository.roles import now_utc

    with changing(folder) as workspace:
        packs = undelegate(workspace, department, now_utc())
    talk.say(say("已准备收回部门“{name}”的授权", "prepared: “{name}” signs nothing any more", name=department), "good")
    for identifier, version in packs:
        talk.say(
            say(
                "发布以后取不到：{name} {version}",
                "not to be had once that is published: {name} {version}",
                name=identifier,
                version=version,
            ),
            "warning",
        )
    talk.say(
        say(
            "下一步：用规则包钥匙 jsrules pack sign，再 jsrules pack publish",
            "next: jsrules pack sign with a pack key, then jsrules pack publish",
        )
    )


command = Command(
    talking(_work, needs_extra=True),
    (
        REPOSITORY,
        Argument("department", ("部门的代号", "the department's id"), ("部门", "DEPARTMENT")),
        *options.DISPLAY,
    ),
    (examples("jsrules pack undelegate 规则库 education"),),
)
