"""``jsrules pack list``: the packs that are installed, and what they are for."""

from __future__ import annotations

from time import gmtime, strftime

from jsrules.cli import options
from jsrules.cli.declare import Command
from jsrules.cli.pack.common import Talk, talking


def _work(talk: Talk, lock: str) -> None:
    from jsrules.outputs.diagnostics import compose_diagnostics
    from jsrules.outputs.packs import compose_list
    from jsrules.packs.choice import Installed
    from jsrules.packs.freshness import freshness_notes

    now = strftime("%Y-%m-%d", gmtime())
    candidates = Installed(lock).all()
    notes = [note for each in candidates for note in freshness_notes(each, now, None)]
    talk.show([*compose_list(candidates, now), *compose_diagnostics(notes)])


command = Command(
    talking(_work),
    (
        options.LOCK,
        *options.DISPLAY,
    ),
)
