"""``jsrules pack doctor``: who signs what until when, what is waiting, what is damaged."""

from __future__ import annotations

from jsrules.cli import options
from jsrules.cli.declare import Command, exit_codes
from jsrules.cli.pack.common import REPOSITORY, Talk, talking
from jsrules.cli.trouble import FINE, FOUND


def _work(talk: Talk, folder: str, output_format: str) -> int:
    from jsrules.outputs.repository import compose_health, render_health_json
    from jsrules.packs.repository.doctor import examine
    from jsrules.packs.repository.roles import now_utc

    health = examine(folder, now_utc())
    if output_format == "json":
        talk.write(render_health_json(health))
    else:
        talk.show(compose_health(health))
    return FINE if health.is_sound else FOUND


command = Command(
    talking(_work, needs_extra=True),
    (
        REPOSITORY,
        options.output_format(),
        *options.DISPLAY,
    ),
    (
        exit_codes(
            ("一切正常", "all is well"),
            ("有的损坏、过期，或两周内过期", "something is damaged, expired, or expires within two weeks"),
            ("这里没有规则库，或读不了", "there is no repository here, or it cannot be read"),
        ),
    ),
)
