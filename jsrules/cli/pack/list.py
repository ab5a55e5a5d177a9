"""``jsrules pack list``: the packs that are installed, and what they are for."""

from __future__ import annotations

from time import gmtime, strftime

from jsrules.cli import options
from jsrules.cli.declare import Command
from jsrules.cli.pack.common import Talk, talking


def _work(talk: Talk, lock: str) -> None:
    from jsrules.outputs.packs import render_list
    from jsrules.packs.choice import Installed
    from jsrules.packs.freshness import freshness_notes

    now = strftime("%Y-%m-%d", gmtime())
    candidates = Installed(lock).all()
    for line in render_list(candidates, now, talk.page):
        talk.line(line)
    notes = [note for each in candidates for note in freshness_notes(each, now, None)]
    if notes:
        from jsrules.outputs.diagnostics import compose_diagnostics

        talk.line("\n" + talk.page.write(compose_diagnostics(notes)).removesuffix("\n"))


command = Command(
    talking(_work),
    (
        options.LOCK,
        *options.DISPLAY,
    ),
)
