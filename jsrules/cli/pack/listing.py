"""``jsrules pack list``: the packs that are installed, and what they are for."""

from __future__ import annotations

from time import gmtime, strftime

from jsrules.cli.declare import Command, Option
from jsrules.cli.pack.common import Talk, deferred
from jsrules.cli.program import display_options


class List(Command):
    """``jsrules pack list``."""

    words = (
        "列出可用的规则包：自带的、锁定的；各用于哪些报告、年度、地区，锁定的几天前证明是最新。",
        "List the installed packs, shipped and locked: what reports, years and regions they are for, and how long ago a locked one was proved current.",
    )


def _work(talk: Talk, lock: str) -> None:
    from jsrules.outputs.diagnostics import compose_diagnostics
    from jsrules.outputs.packs import compose_list
    from jsrules.packs.choice import Installed
    from jsrules.packs.freshness import freshness_notes

    now = strftime("%Y-%m-%d", gmtime())
    candidates = Installed(lock).all()
    notes = [note for each in candidates for note in freshness_notes(each, now, None)]
    talk.show([*compose_list(candidates, now), *compose_diagnostics(notes)])


command = List(
    "list",
    callback=deferred(_work),
    add_help_option=False,
    params=[
        Option(
            ["--lock"],
            (
                "锁文件，默认是当前文件夹里的 jsrules.lock",
                "the lock file, by default jsrules.lock in the current folder",
            ),
            ("文件", "FILE"),
            default="",
        ),
        *display_options(),
    ],
)
