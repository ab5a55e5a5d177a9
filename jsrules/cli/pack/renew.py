"""``jsrules pack renew``: gives catalogues a new term."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Command, examples
from jsrules.cli.pack.common import REPOSITORY, Talk, talking


def _work(talk: Talk, folder: str, departments: tuple[str, ...]) -> None:
    from jsrules.packs.repository.busy import changing
    from jsrules.packs.repository.catalogues import renew_catalogues
    from jsrules.packs.repository.roles import now_utc, role_words

    with changing(folder) as workspace:
        for role in renew_catalogues(workspace, departments, now_utc()):
            document = workspace.targets(role)
            assert document is not None
            talk.say(
                say(
                    "已准备续期：{what}，到 {date} 为止",
                    "prepared: the {what} holds until {date}",
                    what=role_words(role),
                    date=document.signed.expires.strftime("%Y-%m-%d"),
                ),
                "good",
            )
    talk.say(
        say(
            "下一步：用签它的钥匙 jsrules pack sign，再 jsrules pack publish",
            "next: jsrules pack sign with its keys, then jsrules pack publish",
        )
    )


command = Command(
    talking(_work, needs_extra=True),
    (
        REPOSITORY,
        replace(
            options.DEPARTMENT,
            words=(
                "续这个部门的目录，可以写多次；不写就是规则包目录",
                "renew this department's catalogue, may be given several times; by default the main one",
            ),
            key="departments",
            multiple=True,
        ),
        *options.DISPLAY,
    ),
    (examples("jsrules pack renew 规则库", "jsrules pack renew 规则库 --department education"),),
)
