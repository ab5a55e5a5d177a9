"""``jsrules pack doctor``: who signs what until when, what is waiting, what is damaged."""

from __future__ import annotations

from jsrules.cli.declare import Command
from jsrules.cli.pack.common import Talk, deferred, repository_argument
from jsrules.cli.program import display_options
from jsrules.cli.verify_job import FINE, FOUND


class Doctor(Command):
    """``jsrules pack doctor``."""

    words = (
        "检查规则库：每个角色由谁签、到哪天过期，有什么等待签名或发布，规则包是否完好。",
        "Examine a repository: who signs each role and until when it holds, what is waiting, whether the packs are sound.",
    )
    sections = (
        (
            ("退出码：", "Exit codes:"),
            (
                ("0", ("一切正常", "all is well")),
                ("1", ("有的损坏、过期，或两周内过期", "something is damaged, expired, or expires within two weeks")),
                ("2", ("这里没有规则库，或读不了", "there is no repository here, or it cannot be read")),
            ),
        ),
    )


def _work(talk: Talk, folder: str) -> int:
    from jsrules.outputs.repository import compose_health
    from jsrules.packs.repository.doctor import examine
    from jsrules.packs.repository.roles import now_utc

    health = examine(folder, now_utc())
    talk.show(compose_health(health))
    return FINE if health.is_sound else FOUND


command = Doctor(
    "doctor",
    callback=deferred(_work, needs_extra=True),
    add_help_option=False,
    params=[repository_argument(), *display_options()],
)
